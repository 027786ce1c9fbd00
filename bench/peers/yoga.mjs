// graphql-yoga with plain resolvers over the same statement.
import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import pg from 'pg'

const [, , url, market, from, to] = process.argv
const pool = new pg.Pool({ connectionString: url, max: 10 })
const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs: `type Point { start: String! longUsd: String! shortUsd: String! } type Query { series: [Point!]! }`,
    resolvers: {
      Query: {
        series: async () => {
          const result = await pool.query({
            name: 'series',
            text: `select bucket as start, long_usd::text as "longUsd", short_usd::text as "shortUsd"
                   from liquidation_hour where market_id = $1 and bucket >= $2 and bucket < $3 order by bucket`,
            values: [Number(market), from, to],
          })
          return result.rows
        },
      },
      Point: { start: ({ start }) => start.toISOString() },
    },
  }),
})
const server = createServer(yoga)
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
