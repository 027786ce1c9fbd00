import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { getLastRows, type LastRow, type LastRowsRead } from '../lib/lastRows.ts'
import { upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import type { LongShortRecord } from './record.ts'

/** How they are stored. */
export const LONG_SHORT_TABLES: ReadingTables = {
  table: 'long_short',
  id: 'market_id',
  close: [['long_share', 'close_long_share']],
  grains: ['hour', 'day'],
}

/**
 * Writes readings and their hour and day rollups, in the caller's transaction. Of two readings of one market and time the
 * last counts. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertLongShort(
  client: pg.PoolClient,
  records: readonly LongShortRecord[],
  origin: Origin,
): Promise<number> {
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const observedAt = (r.observedAt ?? origin.observedAt).toISOString()
    lines.set(key, `${key}\t${origin.sourceId}\t${r.longShare}\t${origin.runId}\t${observedAt}`)
  }
  return upsertReadings(client, LONG_SHORT_TABLES, [...lines.values()])
}

/** The last share of each market. Values: the share. */
export function getLastShares(db: Queryable, read: LastRowsRead): Promise<Map<number, LastRow>> {
  return getLastRows(db, LONG_SHORT_TABLES, ['close_long_share'], read)
}
