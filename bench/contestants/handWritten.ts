import Fastify from 'fastify'
import pg from 'pg'

// What a good engineer writes by hand for this one chart: a prepared statement, rows to JSON, and nothing else.
const [, , url = '', market = '', from = '', to = ''] = process.argv
const pool = new pg.Pool({ connectionString: url, max: 10 })
const app = Fastify()
app.get('/series', async () => {
  const result = await pool.query<{ start: Date; longUsd: string; shortUsd: string }>({
    name: 'series',
    text: `select bucket as start, long_usd::text as "longUsd", short_usd::text as "shortUsd" from liquidation_hour
           where market_id = $1 and bucket >= $2 and bucket < $3 order by bucket`,
    values: [Number(market), from, to],
  })
  return result.rows
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
