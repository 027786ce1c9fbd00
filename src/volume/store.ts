import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { grainSql, INTERVALS, ORIGIN_SQL, planGrains, type Interval } from '../lib/buckets.ts'
import { getLastRows, type LastRow, type LastRowsRead } from '../lib/lastRows.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { rollupAsOf, upsertReadings, type ReadingTables, type RollupColumn } from '../lib/readings.ts'
import type { Grain, Window } from '../lib/time.ts'
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

/** The last bar of each market. Values: its close. */
export function getLastBars(db: Queryable, read: LastRowsRead): Promise<Map<number, LastRow>> {
  return getLastRows(db, CANDLE_TABLES, ['close'], read)
}

/** What is read: markets of some groups over a window at whole hours. */
export interface VolumeRead {
  readonly marketIds: readonly number[]
  /** The group of each market, in their order: whole numbers from 0. */
  readonly groupOf: readonly number[]
  readonly window: Window
  readonly interval: Interval
  /** Whether takers' buys are read as well: without them net taker volumes are not to be used. */
  readonly withTakers: boolean
  readonly asOf?: Date | undefined
}

/** One group's sums by bucket: columns of equal length. Money in USD, exact. */
export interface VolumeBuckets {
  /** Begin of each bucket in which a bar is held, ms. */
  readonly start: readonly number[]
  /** Markets whose bars cover the whole bucket and tell its volume in USD, and the sum of those. */
  readonly full: readonly number[]
  readonly usd: readonly DecimalString[]
  /** Of those the ones that tell takers apart, and taker buys less taker sells. */
  readonly takers: readonly number[]
  readonly netTakerUsd: readonly DecimalString[]
  /** What all bars add up to. */
  readonly knownUsd: readonly DecimalString[]
}

/** A market with a volume in USD. */
export interface VolumeMarket {
  readonly marketId: number
  /** Begin of its first bar read, ms. */
  readonly firstAt: number
  readonly knownUsd: DecimalString
  /** Whether its venue tells takers apart. */
  readonly hasTakers: boolean
}

const BAR_COLUMNS = `covered_seconds, readings, volume_usd, volume_usd_count, taker_buy_usd, taker_buy_usd_count`

/** Rows of the rollups that make up a window, of $1's markets, one feed a market and day. */
function barsOf({ window, interval, asOf }: VolumeRead, first: number) {
  const moment = asOf && `$${first}::timestamptz`
  const part = (grain: Grain, within: string) =>
    moment
      ? `select market_id, bucket, source_id, ${BAR_COLUMNS}
         from (${rollupAsOf(CANDLE_TABLES, grain, { ids: '$1::int[]', within, asOf: moment })}) as r`
      : `select market_id, bucket, source_id, ${BAR_COLUMNS} from candle_${grain}
         where market_id = any($1::int[]) and ${within}`
  const parts = grainSql(planGrains(window, INTERVALS[interval].grain), first + (asOf ? 1 : 0), part)
  const values = [...(asOf ? [asOf] : []), ...parts.values]
  const day = `date_bin('1 day', bucket, '2000-01-01Z')`
  const sql = `select * from (
    select *, rank() over (partition by market_id, ${day} order by covered desc, source_id) as place from (
      select *, sum(covered_seconds) over (partition by market_id, source_id, ${day}) as covered
      from (${parts.sql}) as held) as own) as ranked where place = 1`
  return { sql, values, name: `${parts.name}:${asOf ? 'a' : 'n'}` }
}

/**
 * Sums by group and bucket, and the markets that make them, where feeds of one market overlap: for each day the one counts whose bars
 * cover more of it.
 */
export async function getOverlappingBuckets(
  db: Queryable,
  read: VolumeRead,
): Promise<{
  readonly groups: ReadonlyMap<number, VolumeBuckets>
  readonly markets: readonly VolumeMarket[]
}> {
  const { marketIds, groupOf, window, interval } = read
  const bars = barsOf(read, 6)
  const bucket = `date_bin($3::interval, bucket, ${ORIGIN_SQL})`
  const text = (expression: string) => `string_agg(trim_scale(${expression})::text, ',' order by at)`
  const count = (expression: string) => `string_agg((${expression})::text, ',' order by at)`
  const result = await db.query<{
    markets: VolumeMarket[] | null
    groups: (Record<'start' | 'full' | 'usd' | 'takers' | 'net' | 'known', string> & { id: number })[] | null
  }>({
    name: `volume-overlapping:${bars.name}`,
    text: `
      with bars as materialized (${bars.sql}),
      cells as (
        select market_id, ${bucket} as at, sum(covered_seconds) as covered, sum(volume_usd) as usd,
          sum(volume_usd_count) = sum(readings) as tells, sum(taker_buy_usd) as buys,
          sum(taker_buy_usd_count) = sum(readings) as takers, min(bucket) as first
        from bars group by 1, 2
      ),
      marked as (
        select g.id, c.*, c.tells and c.covered >= extract(epoch from
          least(c.at + $3::interval, $5::timestamptz) - greatest(c.at, $4::timestamptz)) as is_full
        from cells as c join unnest($1::int[], $2::int[]) as g(market_id, id) using (market_id)
        where c.usd is not null
      ),
      sums as (
        select id, at, count(*) filter (where is_full) as full_count,
          coalesce(sum(usd) filter (where is_full), 0) as full_usd,
          count(*) filter (where is_full and takers) as taker_count,
          coalesce(sum(2 * buys - usd) filter (where is_full and takers), 0) as net, sum(usd) as known
        from marked group by 1, 2
      )
      select (
        select json_agg(m) from (
          select market_id as "marketId", (extract(epoch from min(first)) * 1000)::bigint as "firstAt",
            trim_scale(sum(usd))::text as "knownUsd", bool_or(takers) as "hasTakers"
          from marked group by 1 order by 1) as m) as markets, (
        select json_agg(s) from (
          select id, ${count(`(extract(epoch from at) * 1000)::bigint`)} as start, ${count('full_count')} as "full",
            ${text('full_usd')} as usd, ${count('taker_count')} as takers, ${text('net')} as net, ${text('known')} as known
          from sums group by id) as s) as groups`,
    values: [
      marketIds,
      groupOf,
      `${INTERVALS[interval].ms / 1000} seconds`,
      window.from,
      window.to,
      ...bars.values,
    ],
  })
  const { markets, groups } = result.rows[0]!
  const list = (joined: string) => joined.split(',')
  return {
    markets: markets ?? [],
    groups: new Map(
      (groups ?? []).map((row) => [
        row.id,
        {
          start: list(row.start).map(Number),
          full: list(row.full).map(Number),
          usd: list(row.usd),
          takers: list(row.takers).map(Number),
          netTakerUsd: list(row.net),
          knownUsd: list(row.known),
        },
      ]),
    ),
  }
}

/** What is read of assets' bars: spot and perpetual markets in whole hours up to a moment. */
export interface PriceRead {
  readonly marketIds: readonly number[]
  /** The asset of each market, in their order. */
  readonly assetIds: readonly number[]
  /** At whole hours. */
  readonly window: Window
  readonly asOf?: Date | undefined
}

/** Hours of $1's markets, which belong to the assets $2, from $3 to $4. */
const hoursOf = (columns: string, isAsOf: boolean) => {
  const within = 'bucket >= $3::timestamptz and bucket < $4::timestamptz'
  const rows = isAsOf
    ? `(${rollupAsOf(CANDLE_TABLES, 'hour', { ids: '$1::int[]', within, asOf: '$5::timestamptz' })}) as r`
    : 'candle_hour'
  return `(select market_id, bucket, ${columns} from ${rows} where market_id = any($1::int[]) and ${within}) as h
    join unnest($1::int[], $2::int[]) as a(market_id, asset_id) using (market_id)`
}

const hourValues = ({ marketIds, assetIds, window, asOf }: PriceRead) => [
  marketIds,
  assetIds,
  window.from,
  window.to,
  ...(asOf ? [asOf] : []),
]

/** The lowest price of an asset's bars, and the begin of the first hour in which it was traded. */
export interface AssetLow {
  readonly assetId: number
  readonly low: DecimalString
  readonly at: Date
}

export async function getLows(db: Queryable, read: PriceRead): Promise<AssetLow[]> {
  const result = await db.query<AssetLow>({
    name: `asset-lows:${read.asOf ? 'as-of' : 'now'}`,
    text: `select distinct on (asset_id) asset_id as "assetId", trim_scale(low)::text as low, bucket as at
      from ${hoursOf('low', read.asOf !== undefined)} order by asset_id, h.low, bucket`,
    values: hourValues(read),
  })
  return result.rows
}

/** The price step below mid in which most was traded: step k lies from k to k + 1 times `width` below mid. */
export interface AssetNode {
  readonly assetId: number
  readonly step: number
  readonly volumeUsd: DecimalString
}

/**
 * Volume by price below mid: an hour's bar counts at its typical price, (high + low + close) / 3. Bars without a volume in USD don't count.
 * @param mids by asset, USD
 * @param width of a step, a fraction of mid
 */
export async function getVolumeNodes(
  db: Queryable,
  read: PriceRead,
  mids: ReadonlyMap<number, DecimalString>,
  width: DecimalString,
): Promise<AssetNode[]> {
  const first = read.asOf ? 6 : 5
  const result = await db.query<AssetNode>({
    name: `volume-nodes:${read.asOf ? 'as-of' : 'now'}`,
    text: `
      with steps as (
        select asset_id, floor((m.mid - (high + low + close) / 3) / (m.mid * $${first + 2}::numeric))::int as step,
          sum(volume_usd) as volume
        from ${hoursOf('high, low, close, volume_usd', read.asOf !== undefined)}
        join unnest($${first}::int[], $${first + 1}::numeric[]) as m(asset_id, mid) using (asset_id)
        where volume_usd is not null group by 1, 2
      )
      select distinct on (asset_id) asset_id as "assetId", step, trim_scale(volume)::text as "volumeUsd"
      from steps where step >= 0 order by asset_id, volume desc, step`,
    values: [...hourValues(read), [...mids.keys()], [...mids.values()], width],
  })
  return result.rows
}
