import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embeddedPostgres.ts'
import { getPendingMigrations, migrate } from '../migrate.ts'

export interface Store {
  readonly url: string
  readonly database: Database
  /** Where the API reads: the store itself, or a replica of it. */
  readonly readUrl: string
  /** Closes connections, and the embedded PostgreSQL if this process started it. */
  close(): Promise<void>
}

/** Told of each step when it is done. */
export type Report = (what: string, ms: number) => void

// A laptop that loses power may lose the last moments of an embedded store, never its wholeness.
export const EMBEDDED_SETTINGS = [
  'synchronous_commit=off',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'max_connections=50',
]

/** Runs `work` and reports how long it took. */
export async function timed<T>(report: Report, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  report(what, performance.now() - began)
  return result
}

/**
 * Opens the store that the configuration names, brought up to date: DATABASE_URL, or an embedded PostgreSQL with a
 * database of its own for the sample and another for live data.
 */
export async function openStore(config: Config, report: Report): Promise<Store> {
  let embedded: EmbeddedPostgres | undefined
  let url = config.databaseUrl
  if (url === undefined) {
    const dir = path.resolve(config.dataDir, 'postgres')
    embedded = await timed(report, 'PostgreSQL (embedded) started', () =>
      startEmbeddedPostgres({ dir, settings: EMBEDDED_SETTINGS }),
    )
    const name = config.data === 'sample' ? 'unwind_sample' : 'unwind_live'
    await embedded.ensureDatabase(name)
    url = embedded.urlOf(name)
  }
  const target = url
  const database = openDatabase({ url: target, size: config.databasePool })
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    await bringUpToDate(database, target, report)
  } catch (error) {
    await close()
    throw error
  }
  return { url: target, readUrl: config.readDatabaseUrl ?? target, database, close }
}

/**
 * Applies what is missing. Of several processes one does so, and the others wait for it. The schema engine has a lock of its
 * own, but its connection keeps that after its work, and the others give up after 10 s.
 */
async function bringUpToDate(database: Database, url: string, report: Report): Promise<void> {
  if ((await getPendingMigrations(database.pool)).length === 0) return
  const client = await database.pool.connect()
  try {
    // Tried rather than waited for: a statement that waits would hold up a migration that waits for all statements.
    const take = async () =>
      (
        await client.query<{ taken: boolean }>(
          `select pg_try_advisory_lock(hashtext('unwind.migrations')) as taken`,
        )
      ).rows[0]!.taken
    while (!(await take())) await sleep(50)
    const pending = await getPendingMigrations(client)
    if (pending.length > 0) await timed(report, `Migrations applied (${pending.length})`, () => migrate(url))
  } finally {
    // The lock goes with the connection.
    client.release(true)
  }
}
