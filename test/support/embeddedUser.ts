import pg from 'pg'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embeddedPostgres.ts'

/** A process of its own that uses the embedded PostgreSQL of a folder: its parent says when to start and to stop. */
const [, , dir] = process.argv
let embedded: EmbeddedPostgres | undefined

async function start(): Promise<unknown> {
  embedded = await startEmbeddedPostgres({ dir: dir!, settings: ['fsync=off'] })
  const client = new pg.Client({ connectionString: embedded.urlOf('postgres') })
  await client.connect()
  try {
    return (await client.query(`select 1 as it, current_setting('port')::int as port`)).rows[0]
  } finally {
    await client.end()
  }
}

async function stop(): Promise<string> {
  await embedded?.stop()
  embedded = undefined
  return 'stopped'
}

process.on('message', (what) => {
  void (what === 'start' ? start() : stop()).then((answer) => process.send!(answer))
})
// The parent went away, or needs us no longer.
process.on('disconnect', () => void stop().then(() => process.exit()))
process.send!('ready')
