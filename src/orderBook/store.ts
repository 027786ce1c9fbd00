import type pg from 'pg'
import { upsertReadings, type ReadingTables, type RollupColumn } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import { DEPTH_LEVELS, type DepthLevel, type DepthRecord } from './record.ts'

/** Column of each level, after "bids_" or "asks_". */
const COLUMN: Record<DepthLevel, string> = { '0.005': '05', '0.01': '1', '0.02': '2', '0.05': '5' }

const LEVEL_COLUMNS = (['bids', 'asks'] as const).flatMap((side) =>
  DEPTH_LEVELS.map((level) => `${side}_${COLUMN[level]}`),
)

/** Sum, count and least of a level over the readings that reach it. */
const statisticsOf = (column: string): RollupColumn[] => [
  {
    name: `${column}_sum`,
    fromFacts: `sum(${column})`,
    merge: `case when t.${column}_sum is null then excluded.${column}_sum
      else t.${column}_sum + coalesce(excluded.${column}_sum, 0) end`,
  },
  {
    name: `${column}_count`,
    fromFacts: `count(${column})`,
    merge: `t.${column}_count + excluded.${column}_count`,
  },
  {
    name: `${column}_low`,
    fromFacts: `min(${column})`,
    merge: `least(t.${column}_low, excluded.${column}_low)`,
  },
]

/** How they are stored. */
export const DEPTH_TABLES: ReadingTables = {
  table: 'order_book_depth',
  id: 'market_id',
  values: [
    'venue_clock',
    'mid',
    'best_bid',
    'best_ask',
    ...LEVEL_COLUMNS,
    'bids_total',
    'asks_total',
    'bids_reach',
    'asks_reach',
  ],
  close: [['mid', 'close_mid']],
  more: LEVEL_COLUMNS.flatMap(statisticsOf),
  grains: ['hour', 'day'],
}

/**
 * Writes readings of order books and their hour and day rollups, in the caller's transaction. Of two readings of one
 * market and time the last counts. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertDepth(
  client: pg.PoolClient,
  records: readonly DepthRecord[],
  origin: Origin,
): Promise<number> {
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const levels = [r.bids, r.asks].flatMap(({ usd }) => DEPTH_LEVELS.map((level) => usd[level] ?? '\\N'))
    const columns = [
      key,
      origin.sourceId,
      r.venueClock,
      r.mid,
      r.bids.best,
      r.asks.best,
      ...levels,
      r.bids.totalUsd,
      r.asks.totalUsd,
      r.bids.reach,
      r.asks.reach,
      origin.runId,
      (r.observedAt ?? origin.observedAt).toISOString(),
    ]
    lines.set(key, columns.join('\t'))
  }
  return upsertReadings(client, DEPTH_TABLES, [...lines.values()])
}
