import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { getColumns, type Columns, type ColumnsRead } from '../lib/columns.ts'
import { upsertReadings, type ReadingTables, type RollupColumn } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import type { CandleRecord } from './record.ts'

const total = (column: string): RollupColumn => ({
  name: column,
  fromFacts: `sum(${column})`,
  merge: `case when t.${column} is null then excluded.${column} else t.${column} + coalesce(excluded.${column}, 0) end`,
})

/** A sum over the bars that tell the column, and how many do: fewer than `readings` is a part, not the whole. */
const partTotal = (column: string): RollupColumn[] => [
  total(column),
  {
    name: `${column}_count`,
    fromFacts: `count(${column})`,
    merge: `t.${column}_count + excluded.${column}_count`,
  },
]

/** How they are stored. */
export const CANDLE_TABLES: ReadingTables = {
  table: 'candle',
  id: 'market_id',
  values: [
    'step_seconds',
    'open',
    'high',
    'low',
    'close',
    'base_volume',
    'volume_usd',
    'taker_buy_base',
    'taker_buy_usd',
    'trades',
  ],
  close: [['close', 'close']],
  more: [
    { name: 'open_time', fromFacts: 'min(time)', merge: 'least(t.open_time, excluded.open_time)' },
    {
      name: 'open',
      fromFacts: '(array_agg(open order by time))[1]',
      merge: 'case when excluded.open_time < t.open_time then excluded.open else t.open end',
    },
    { name: 'high', fromFacts: 'max(high)', merge: 'greatest(t.high, excluded.high)' },
    { name: 'low', fromFacts: 'min(low)', merge: 'least(t.low, excluded.low)' },
    {
      name: 'covered_seconds',
      fromFacts: 'sum(step_seconds)',
      merge: 't.covered_seconds + excluded.covered_seconds',
    },
    total('base_volume'),
    ...partTotal('volume_usd'),
    ...partTotal('taker_buy_base'),
    ...partTotal('taker_buy_usd'),
    total('trades'),
  ],
  grains: ['hour', 'day'],
  // A bar of a day says nothing of its hours.
  countsIn: (grain) => `step_seconds <= ${grain === 'hour' ? 3_600 : 86_400}`,
}

/**
 * Writes bars and their hour and day rollups, in the caller's transaction. Of two bars of one market and time the last
 * counts. All bars of one source have one length: a source that reads bars of an hour beside bars of a minute is two
 * sources. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertCandles(
  client: pg.PoolClient,
  records: readonly CandleRecord[],
  origin: Origin,
): Promise<number> {
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const columns = [
      key,
      origin.sourceId,
      r.stepMs / 1000,
      r.open,
      r.high,
      r.low,
      r.close,
      r.baseVolume,
      r.volumeUsd ?? '\\N',
      r.takerBuyBase ?? '\\N',
      r.takerBuyUsd ?? '\\N',
      r.trades ?? '\\N',
      origin.runId,
      (r.observedAt ?? origin.observedAt).toISOString(),
    ]
    lines.set(key, columns.join('\t'))
  }
  return upsertReadings(client, CANDLE_TABLES, [...lines.values()])
}

/** Bars by bucket of the rollups, by market. Values of a row: the last close, USD; coins traded; seconds that its bars cover, how many. */
export function getCandleColumns(db: Queryable, read: ColumnsRead): Promise<Columns> {
  return getColumns(db, CANDLE_TABLES, ['close', 'base_volume', 'covered_seconds', 'readings'], read)
}
