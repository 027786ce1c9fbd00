import type pg from 'pg'
import { times } from '../lib/decimal.ts'
import { upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import type { OpenInterestRecord } from './record.ts'

const TABLES: ReadingTables = {
  table: 'open_interest',
  id: 'market_id',
  close: [
    ['base_quantity', 'close_base'],
    ['mark_price', 'close_price'],
    ['value_usd', 'close_usd'],
  ],
  range: { fact: 'value_usd', suffix: 'usd' },
}

/**
 * Writes readings and their minute, hour and day rollups, in the caller's transaction. Of two readings of one market
 * and time the last counts. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertOpenInterest(
  client: pg.PoolClient,
  records: readonly OpenInterestRecord[],
  origin: Origin,
): Promise<number> {
  const tail = `${origin.runId}\t${origin.observedAt.toISOString()}`
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const value = times(r.baseQuantity, r.markPrice)
    lines.set(key, `${key}\t${origin.sourceId}\t${r.baseQuantity}\t${r.markPrice}\t${value}\t${tail}`)
  }
  return upsertReadings(client, TABLES, [...lines.values()])
}
