import { readConfig } from '../src/config.ts'
import { openDatabase, type Queryable } from '../src/db.ts'
import { messageOf } from '../src/lib/errors.ts'
import { MINUTE_MS } from '../src/lib/time.ts'

/** Open interest is polled each minute; a feed not read for so long has stopped. */
const SILENT_AFTER_MS = 10 * MINUTE_MS

/** When a venue's open interest was last read, our clock. */
export interface LastRead {
  readonly exchange: string
  readonly at: Date
}

/**
 * What is wrong with the recorder, judged by what reached the store; undefined: nothing. A venue that never delivered
 * may offer no open interest, so it counts only when none has delivered.
 */
export function findFault(reads: readonly LastRead[], now: Date): string | undefined {
  if (reads.length === 0) return 'No open interest has been read yet.'
  const silent = reads.filter(({ at }) => now.getTime() - at.getTime() > SILENT_AFTER_MS)
  if (silent.length === 0) return undefined
  return `Silent: ${silent.map(({ exchange, at }) => `${exchange} since ${at.toISOString()}`).join(', ')}.`
}

/** When each of these venues' open interest was last read, by code; venues that never delivered are left out. */
export async function getLastReads(db: Queryable, exchanges: readonly string[]): Promise<LastRead[]> {
  const { rows } = await db.query<LastRead>(
    `select e.code as exchange, max(f.last_read_at) as at
     from feed as f join exchange as e on e.id = f.exchange_id
     where f.family = 'OPEN_INTEREST' and e.code = any($1) group by 1 order by 1`,
    [exchanges],
  )
  return rows
}

/** `node scripts/run.mjs recorderHealth`: exit code 0 while the recorder's loads reach the store, else 1 and the reason. */
export async function main(): Promise<void> {
  const config = readConfig()
  if (config.databaseUrl === undefined)
    throw new Error('DATABASE_URL is not set: an embedded store is not shared.')
  const database = openDatabase({ url: config.databaseUrl, size: 1, statementTimeoutMs: 5_000 })
  try {
    const fault = findFault(await getLastReads(database.pool, config.exchanges), new Date())
    process.stdout.write(`${fault ?? 'Recording.'}\n`)
    process.exitCode = fault === undefined ? 0 : 1
  } catch (error) {
    process.stdout.write(`${messageOf(error)}\n`)
    process.exitCode = 1
  } finally {
    await database.close()
  }
}
