import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { getLastRows, type LastRow, type LastRowsRead } from '../lib/lastRows.ts'
import { upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import type { FundingKind, FundingRecord } from './record.ts'

/** How they are stored. */
export const SETTLED_TABLES: ReadingTables = {
  table: 'funding_rate',
  id: 'market_id',
  close: [
    ['rate', 'close_rate'],
    ['interval_minutes', 'close_interval_minutes'],
  ],
  // What a position paid over the bucket, and for how long: the two normalise it, also where the interval changed within it.
  more: [
    { name: 'rate_sum', fromFacts: 'sum(rate)', merge: 't.rate_sum + excluded.rate_sum' },
    {
      name: 'minutes_sum',
      fromFacts: 'sum(interval_minutes)',
      merge: 't.minutes_sum + excluded.minutes_sum',
    },
  ],
  grains: ['hour', 'day'],
}

/** How they are stored. */
export const PREDICTED_TABLES: ReadingTables = {
  table: 'funding_prediction',
  id: 'market_id',
  close: [
    ['rate', 'close_rate'],
    ['interval_minutes', 'close_interval_minutes'],
    ['settles_at', 'close_settles_at'],
  ],
  grains: ['hour', 'day'],
}

/**
 * Writes settled and predicted rates, each into its own table, and their rollups, in the caller's transaction. Of two
 * rates of one market, kind and time the last counts. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertFunding(
  client: pg.PoolClient,
  records: readonly FundingRecord[],
  origin: Origin,
): Promise<number> {
  const settled = new Map<string, string>()
  const predicted = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const end = `${origin.runId}\t${(r.observedAt ?? origin.observedAt).toISOString()}`
    const rate = `${key}\t${origin.sourceId}\t${r.rate}\t${r.intervalMinutes}`
    if (r.kind === 'SETTLED') settled.set(key, `${rate}\t${end}`)
    else predicted.set(key, `${rate}\t${r.settlesAt?.toISOString() ?? '\\N'}\t${end}`)
  }
  const changed = await upsertReadings(client, SETTLED_TABLES, [...settled.values()])
  return changed + (await upsertReadings(client, PREDICTED_TABLES, [...predicted.values()]))
}

/** The last rate of each market. Values: the rate; its interval, minutes; when it is charged, ms, of predicted ones: null where the venue does not tell. */
export function getLastRates(
  db: Queryable,
  kind: FundingKind,
  read: LastRowsRead,
): Promise<Map<number, LastRow>> {
  const columns = ['close_rate', 'close_interval_minutes']
  return kind === 'SETTLED'
    ? getLastRows(db, SETTLED_TABLES, columns, read)
    : getLastRows(
        db,
        PREDICTED_TABLES,
        [...columns, "(date_part('epoch', close_settles_at) * 1000)::bigint"],
        read,
      )
}
