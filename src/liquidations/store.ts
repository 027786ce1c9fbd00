import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { grainSql, INTERVALS, ORIGIN_SQL, planGrains, type Interval } from '../lib/buckets.ts'
import { copyRows, copyText } from '../lib/copy.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { dayOfLine, gatherFactDays } from '../lib/factDays.ts'
import { ceilTo, floorTo, GRAIN_MS, type Grain, type Window } from '../lib/time.ts'
import type { Selection } from '../markets/catalog.ts'
import type { CoveredSpans } from '../quality/coverage.ts'
import type { Origin } from '../quality/record.ts'
import { coverageSql, parseSpans } from '../quality/store.ts'
import { isLive, type LiquidationEvent } from '../stream/record.ts'
import { pushRecords } from '../stream/store.ts'
import type { LiquidationRecord, PositionSide } from './record.ts'

const flows = `
  coalesce(sum(notional_usd) filter (where side = 'LONG'), 0) as long_usd,
  coalesce(sum(notional_usd) filter (where side = 'SHORT'), 0) as short_usd,
  count(*) filter (where side = 'LONG') as long_count,
  count(*) filter (where side = 'SHORT') as short_count,
  count(*) filter (where notional_usd is null) as unvalued_count,
  max(notional_usd) as largest_usd,
  max(observed_at) as last_observed_at`

const flowSums = `sum(long_usd) as long_usd, sum(short_usd) as short_usd, sum(long_count) as long_count,
  sum(short_count) as short_count, sum(unvalued_count) as unvalued_count, max(largest_usd) as largest_usd,
  max(last_observed_at) as last_observed_at`

const bin = (width: string, column: string) => `date_bin('${width}', ${column}, '2000-01-01Z')`

const into = (table: string, from: string) => `
  insert into ${table} as t (market_id, bucket, source_id, long_usd, short_usd, long_count, short_count,
    unvalued_count, largest_usd, last_observed_at)
  select market_id, bucket, source_id, long_usd, short_usd, long_count, short_count, unvalued_count, largest_usd,
    last_observed_at
  from ${from} order by 1, 2, 3
  on conflict (market_id, bucket, source_id) do update set
    long_usd = t.long_usd + excluded.long_usd,
    short_usd = t.short_usd + excluded.short_usd,
    long_count = t.long_count + excluded.long_count,
    short_count = t.short_count + excluded.short_count,
    unvalued_count = t.unvalued_count + excluded.unvalued_count,
    largest_usd = greatest(t.largest_usd, excluded.largest_usd),
    last_observed_at = greatest(t.last_observed_at, excluded.last_observed_at)`

/** Lower bounds of the size classes above the smallest, USD: class n holds orders from bound n on. */
export const SIZE_BOUNDS = ['10000', '100000', '1000000', '10000000'] as const

const sizeOf = (column: string) => `width_bucket(${column}, array[${SIZE_BOUNDS.join(', ')}]::numeric[])`

const sizeFlows = `
  coalesce(sum(notional_usd) filter (where side = 'LONG'), 0) as long_usd,
  coalesce(sum(notional_usd) filter (where side = 'SHORT'), 0) as short_usd,
  count(*) filter (where side = 'LONG') as long_count,
  count(*) filter (where side = 'SHORT') as short_count,
  max(notional_usd) as largest_usd, max(observed_at) as last_observed_at`

const intoSizes = (table: string, from: string) => `
  insert into ${table} as t (market_id, bucket, source_id, size, long_usd, short_usd, long_count, short_count, largest_usd,
    last_observed_at)
  select market_id, bucket, source_id, size, long_usd, short_usd, long_count, short_count, largest_usd, last_observed_at
  from ${from} order by 1, 2, 3, 4
  on conflict (market_id, bucket, source_id, size) do update set
    long_usd = t.long_usd + excluded.long_usd,
    short_usd = t.short_usd + excluded.short_usd,
    long_count = t.long_count + excluded.long_count,
    short_count = t.short_count + excluded.short_count,
    largest_usd = greatest(t.largest_usd, excluded.largest_usd),
    last_observed_at = greatest(t.last_observed_at, excluded.last_observed_at)`

/** Facts first; only the rows that were new flow on into the rollups, all in one statement. */
const merge = `
  with fresh as (
    insert into liquidation (market_id, time, source_id, order_key, side, price, contracts, base_quantity,
      notional_usd, run_id, observed_at)
    select market_id, time, source_id, order_key, side, price, contracts, base_quantity, notional_usd, run_id,
      observed_at
    from staged_liquidation order by market_id, time
    on conflict (market_id, time, source_id, order_key) do nothing
    returning market_id, time, source_id, side, notional_usd, observed_at, order_key, price, contracts, base_quantity
  ),
  minutes as materialized (
    select market_id, ${bin('1 minute', 'time')} as bucket, source_id, ${flows} from fresh group by 1, 2, 3
  ),
  hours as materialized (
    select market_id, ${bin('1 hour', 'bucket')} as bucket, source_id, ${flowSums} from minutes group by 1, 2, 3
  ),
  days as materialized (
    select market_id, ${bin('1 day', 'bucket')} as bucket, source_id, ${flowSums} from hours group by 1, 2, 3
  ),
  size_hours as materialized (
    select market_id, ${bin('1 hour', 'time')} as bucket, source_id, ${sizeOf('notional_usd')} as size, ${sizeFlows}
    from fresh where notional_usd is not null group by 1, 2, 3, 4
  ),
  size_days as materialized (
    select market_id, ${bin('1 day', 'bucket')} as bucket, source_id, size, sum(long_usd) as long_usd,
      sum(short_usd) as short_usd, sum(long_count) as long_count, sum(short_count) as short_count,
      max(largest_usd) as largest_usd, max(last_observed_at) as last_observed_at
    from size_hours group by 1, 2, 3, 4
  ),
  sh as (${intoSizes('liquidation_size_hour', 'size_hours')}),
  sd as (${intoSizes('liquidation_size_day', 'size_days')}),
  m as (${into('liquidation_minute', 'minutes')}),
  h as (${into('liquidation_hour', 'hours')}),
  d as (${into('liquidation_day', 'days')})
  select count(*)::int as written from fresh`

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`

/** The same, and the new ones as they are pushed to subscribers. */
const mergeLive = `${merge.slice(0, merge.lastIndexOf('select count(*)'))}
  select count(*)::int as written, (
    select jsonb_agg(jsonb_build_array(market_id, ${ms('time')}, source_id, order_key, side, trim_scale(price)::text,
      trim_scale(contracts)::text, trim_scale(base_quantity)::text, trim_scale(notional_usd)::text, ${ms('observed_at')})
      order by time, market_id)
    from fresh) as live from fresh`

/**
 * Writes forced orders and their minute, hour and day rollups, in the caller's transaction. Orders that the store
 * holds already change nothing. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new
 */
export async function insertLiquidations(
  client: pg.PoolClient,
  records: readonly LiquidationRecord[],
  origin: Origin,
): Promise<number> {
  if (records.length === 0) return 0
  await client.query(
    'create temp table if not exists staged_liquidation (like liquidation) on commit delete rows',
  )
  const days = gatherFactDays(client, 'liquidation', 'market_id')
  await copyRows(client, 'staged_liquidation', linesOf(records, origin))
  const isPushed = records.some(({ time, observedAt }) => isLive(time, observedAt ?? origin.observedAt))
  const result = await client.query<{ written: number; live?: LiquidationEvent[] | null }>(
    isPushed ? mergeLive : merge,
  )
  // The next batch of the same transaction starts from an empty stage.
  await client.query('truncate staged_liquidation')
  const { written, live } = result.rows[0]!
  if (live) pushRecords(client, 'LIQUIDATIONS', live)
  // Which of a batch were new is not asked, when some were and some not: a day too many is only read again.
  if (written > 0)
    for (const { marketId, time } of records) days.add(dayOfLine(`${marketId}\t${time.toISOString()}`))
  return written
}

function* linesOf(
  records: readonly LiquidationRecord[],
  { sourceId, runId, observedAt }: Origin,
): Generator<string> {
  for (const r of records) {
    yield `${r.marketId}\t${r.time.toISOString()}\t${sourceId}\t${copyText(r.orderKey)}\t${r.side}\t${r.price}\t${
      r.contracts
    }\t${r.baseQuantity ?? '\\N'}\t${r.notionalUsd ?? '\\N'}\t${runId}\t${(r.observedAt ?? observedAt).toISOString()}`
  }
}

/** Which forced orders are read. */
export interface LiquidationSelection extends Selection {
  /** Feeds of one venue overlap: the store may hold one order twice. */
  readonly isOverlapping?: boolean
}

const FLOW_COLUMNS = 'long_usd, short_usd, long_count, short_count, unvalued_count, largest_usd'
const SIZE_COLUMNS = 'size, long_usd, short_usd, long_count, short_count, largest_usd'

/** Rows of one rollup within a condition on `bucket`, of $1's markets: as they are, or as they stood at `asOf`. */
function flowPart(grain: Grain, within: string, asOf: string | undefined): string {
  const own = `select market_id, bucket, source_id, ${FLOW_COLUMNS} from liquidation_${grain}
    where market_id = any($1::int[]) and ${within}`
  if (asOf === undefined) return own
  return `${own} and last_observed_at <= ${asOf} union all
    select market_id, bucket, source_id, ${FLOW_COLUMNS} from (
      select b.market_id, b.bucket, b.source_id, ${flows} from (
        select market_id, bucket, source_id from liquidation_${grain}
        where market_id = any($1::int[]) and ${within} and last_observed_at > ${asOf}) as b
      join liquidation as l on l.market_id = b.market_id and l.source_id = b.source_id and l.time >= b.bucket
        and l.time < b.bucket + interval '1 ${grain}' and l.observed_at <= ${asOf}
      group by 1, 2, 3) as again`
}

/** The same by size class. Minutes, of which a window has less than an hour at each end, come from the orders. */
function sizePart(grain: Grain, within: string, asOf: string | undefined): string {
  const facts = (from: string, bucket: string) => `
    select market_id, bucket, source_id, ${SIZE_COLUMNS} from (
      select l.market_id, ${bucket} as bucket, l.source_id, ${sizeOf('l.notional_usd')} as size, ${sizeFlows}
      from ${from} where l.notional_usd is not null ${asOf === undefined ? '' : `and l.observed_at <= ${asOf}`}
      group by 1, 2, 3, 4) as again`
  if (grain === 'minute')
    return facts(
      `(select * from liquidation where market_id = any($1::int[]) and ${within.replaceAll('bucket', 'time')}) as l`,
      bin('1 minute', 'l.time'),
    )
  const own = `select market_id, bucket, source_id, ${SIZE_COLUMNS} from liquidation_size_${grain}
    where market_id = any($1::int[]) and ${within}`
  if (asOf === undefined) return own
  // A bucket is read again as a whole when any of its classes holds something that came later.
  const later = `select market_id, bucket, source_id, bool_or(last_observed_at > ${asOf}) as isLater
    from liquidation_size_${grain} where market_id = any($1::int[]) and ${within} group by 1, 2, 3`
  return `select o.* from (${own}) as o join (${later}) as b using (market_id, bucket, source_id) where not b.isLater
    union all
    ${facts(
      `(select b.bucket, l.* from (${later}) as b join liquidation as l on b.isLater and l.market_id = b.market_id
        and l.source_id = b.source_id and l.time >= b.bucket and l.time < b.bucket + interval '1 ${grain}') as l`,
      'l.bucket',
    )}`
}

/**
 * Rows that make up a window exactly. Where a venue's orders are held from several feeds, one of them counts for each market and day:
 * the one that printed most, since each is a lower bound of the same truth and their sum would count orders twice.
 * @param first number of the first parameter; $1 are the markets
 */
function rowsOf(
  { asOf, isOverlapping }: Pick<LiquidationSelection, 'asOf' | 'isOverlapping'>,
  window: Window,
  coarsest: Grain,
  first: number,
  part: typeof flowPart = flowPart,
) {
  const moment = asOf && `$${first}::timestamptz`
  const parts = grainSql(planGrains(window, coarsest), first + (asOf ? 1 : 0), (grain, within) =>
    part(grain, within, moment),
  )
  const values: Date[] = [...(asOf ? [asOf] : []), ...parts.values]
  const name = `${parts.name}:${asOf ? 'as-of' : 'now'}:${isOverlapping ? 'one' : 'all'}`
  if (!isOverlapping) return { ...parts, values, name }
  const chosen = chosenSql(window, first + values.length, moment)
  values.push(...chosen.values)
  const sql = `select p.* from (${parts.sql}) as p join (${chosen.sql}) as c
    on c.market_id = p.market_id and c.source_id = p.source_id and c.day = ${bin('1 day', 'p.bucket')}`
  return { ...parts, sql, values, name }
}

/** The feed that counts for each market and day. */
function chosenSql(window: Window, first: number, moment: string | undefined) {
  const within = `bucket >= $${first}::timestamptz and bucket < $${first + 1}::timestamptz`
  return {
    values: [
      new Date(floorTo(window.from.getTime(), GRAIN_MS.day)),
      new Date(ceilTo(window.to.getTime(), GRAIN_MS.day)),
    ],
    sql: `select distinct on (market_id, bucket) market_id, bucket as day, source_id
      from (${flowPart('day', within, moment)}) as d
      order by market_id, bucket, long_usd + short_usd desc, long_count + short_count desc, source_id`,
  }
}

/** Sums of one market over a window. Money in USD, exact. */
export interface MarketSums {
  readonly marketId: number
  readonly longUsd: DecimalString
  readonly shortUsd: DecimalString
  readonly longCount: number
  readonly shortCount: number
  readonly unvaluedCount: number
  readonly largestUsd: DecimalString | null
}

/** Sums of one market over one part of a window that is cut. */
export interface SpanSums extends MarketSums {
  /** How many of the cuts lie at or before it. */
  readonly span: number
}

export interface LiquidationSums {
  readonly markets: readonly SpanSums[]
  readonly covered: CoveredSpans
}

/** The part of a window that a bucket lies in, and the parameter that it needs; a window that isn't cut is one part. */
function spanSql(cuts: readonly Date[], number: number) {
  return cuts.length === 0
    ? { sql: '0', values: [], name: '' }
    : { sql: `width_bucket(bucket, $${number}::timestamptz[])`, values: [cuts], name: ':cut' }
}

/**
 * Sums by market over a window at whole minutes, from day, hour and minute rollups; and when the feeds were read.
 * @param cuts midnights within the window, ascending: what lies between two of them is added up apart
 */
export async function getLiquidationSums(
  db: Queryable,
  selection: LiquidationSelection,
  window: Window,
  cuts: readonly Date[] = [],
): Promise<LiquidationSums> {
  const { marketIds, exchangeIds, asOf } = selection
  const rows = rowsOf(selection, window, 'day', 5)
  const span = spanSql(cuts, 5 + rows.values.length)
  const result = await db.query<{ covered: string | null; markets: SpanSums[] }>({
    name: `liquidation-sums:${rows.name}${span.name}`,
    text: `
      select ${coverageSql('LIQUIDATIONS', 2, 3, 4, asOf && 5)} as covered, (
        select coalesce(json_agg(s), '[]') from (
          select market_id as "marketId", ${span.sql} as span,
            trim_scale(sum(long_usd))::text as "longUsd", trim_scale(sum(short_usd))::text as "shortUsd",
            sum(long_count)::int as "longCount", sum(short_count)::int as "shortCount",
            sum(unvalued_count)::int as "unvaluedCount", trim_scale(max(largest_usd))::text as "largestUsd"
          from (${rows.sql}) as parts
          group by market_id, span
        ) as s
      ) as markets`,
    values: [marketIds, exchangeIds, window.from, window.to, ...rows.values, ...span.values],
  })
  const { covered, markets } = result.rows[0]!
  return { covered: parseSpans(covered), markets }
}

/** Sums of one market's orders of one size class. */
export interface SizeSums extends MarketSums {
  /** 0 the smallest: see SIZE_BOUNDS. */
  readonly size: number
}

/** Sums by market and size class over a window at whole minutes, cut as those by market are; orders without a USD value have no size. */
export async function getSizeSums(
  db: Queryable,
  selection: LiquidationSelection,
  window: Window,
  cuts: readonly Date[] = [],
): Promise<(SizeSums & SpanSums)[]> {
  const rows = rowsOf(selection, window, 'day', 2, sizePart)
  const span = spanSql(cuts, 2 + rows.values.length)
  const result = await db.query<SizeSums & SpanSums>({
    name: `liquidation-size-sums:${rows.name}${span.name}`,
    text: `
      select market_id as "marketId", size, ${span.sql} as span, 0 as "unvaluedCount",
        trim_scale(sum(long_usd))::text as "longUsd", trim_scale(sum(short_usd))::text as "shortUsd",
        sum(long_count)::int as "longCount", sum(short_count)::int as "shortCount",
        trim_scale(max(largest_usd))::text as "largestUsd"
      from (${rows.sql}) as parts group by market_id, size, span order by market_id, size`,
    values: [selection.marketIds, ...rows.values, ...span.values],
  })
  return result.rows
}

/** Columns of a series, only buckets that have orders; `start` in ms. */
export interface LiquidationBuckets {
  readonly start: readonly number[]
  readonly longUsd: readonly DecimalString[]
  readonly shortUsd: readonly DecimalString[]
  readonly orderCount: readonly number[]
  readonly covered: CoveredSpans
}

/** Sums by bucket over a window at whole minutes; and when the feeds were read. */
export async function getLiquidationBuckets(
  db: Queryable,
  selection: LiquidationSelection,
  window: Window,
  interval: Interval,
): Promise<LiquidationBuckets> {
  const { marketIds, exchangeIds, asOf } = selection
  const { grain, ms } = INTERVALS[interval]
  const rows = rowsOf(selection, window, grain, 6)
  const bucket = bucketOf(rows.only, ms, '$5::interval')
  // Whole columns leave PostgreSQL as one text each: a third of the cost of rows, in the driver most of all.
  const result = await db.query<Record<'covered' | 'start' | 'long' | 'short' | 'orders', string | null>>({
    name: `liquidation-buckets:${rows.name}:${String(bucket === 'bucket')}`,
    text: `
      select ${coverageSql('LIQUIDATIONS', 2, 3, 4, asOf && 6)} as covered, $5::interval is null as unused, b.* from (
        select string_agg(start, ',') as start, string_agg(long, ',') as long, string_agg(short, ',') as short,
          string_agg(orders, ',') as orders
        from (
          select date_part('epoch', ${bucket})::bigint::text as start,
            trim_scale(sum(long_usd))::text as long, trim_scale(sum(short_usd))::text as short,
            sum(long_count + short_count)::text as orders
          from (${rows.sql}) as parts
          group by ${bucket}
          order by ${bucket}
        ) as buckets
      ) as b`,
    values: [marketIds, exchangeIds, window.from, window.to, `${ms / 1000} seconds`, ...rows.values],
  })
  const row = result.rows[0]!
  return { ...columnsOf(row), covered: parseSpans(row.covered) }
}

/** A bucket that is one of the rollup's own needs no arithmetic. */
function bucketOf(only: Grain | undefined, stepMs: number, step: string): string {
  const isOwn = only !== undefined && GRAIN_MS[only] === stepMs
  return isOwn ? 'bucket' : `date_bin(${step}, bucket, ${ORIGIN_SQL})`
}

function columnsOf(row: Record<'start' | 'long' | 'short' | 'orders', string | null>) {
  const column = (text: string | null) => (text === null ? [] : text.split(','))
  return {
    start: column(row.start).map((seconds) => Number(seconds) * 1000),
    longUsd: column(row.long),
    shortUsd: column(row.short),
    orderCount: column(row.orders).map(Number),
  }
}

/** What a series of groups can be read of: exact sums of a bucket. */
export type FlowSum = 'usd' | 'long' | 'short' | 'orders'

const FLOW_SUMS: Record<FlowSum, string> = {
  usd: 'sum(p.long_usd + p.short_usd)',
  long: 'sum(p.long_usd)',
  short: 'sum(p.short_usd)',
  orders: 'sum(p.long_count + p.short_count)',
}

/** One group's columns; only buckets that have orders. */
export interface GroupBuckets {
  /** Begin of each bucket, ms. */
  readonly start: readonly number[]
  /** The sums that were asked for, in their order, by bucket. */
  readonly sums: readonly (readonly DecimalString[])[]
  /** Notional from `since` on, USD. */
  readonly totalUsd: DecimalString
}

/** Which orders belong together in a series of groups. */
export interface Grouping {
  /** The group of each of the selection's markets, in their order: whole numbers from 0. */
  readonly groupOf: readonly number[]
  /** Each group is then parted by size class: group x (SIZE_BOUNDS.length + 1) + class. */
  readonly bySize: boolean
}

/** What a series of groups is read of. */
export interface SeriesSpan {
  readonly window: Window
  readonly interval: Interval
  /** Where the total of each group begins; buckets before it are there for transforms. */
  readonly since: Date
}

/**
 * Sums by group and bucket. Only what is asked for is added up: a sum costs more than the row that it is read from.
 * @returns columns by group; a group without an order is left out
 */
export async function getGroupBuckets(
  db: Queryable,
  selection: LiquidationSelection,
  { window, interval, since }: SeriesSpan,
  { groupOf, bySize }: Grouping,
  sums: readonly FlowSum[],
): Promise<Map<number, GroupBuckets>> {
  const { grain, ms } = INTERVALS[interval]
  const rows = rowsOf(selection, window, grain, 5, bySize ? sizePart : flowPart)
  const bucket = bucketOf(rows.only, ms, '$3::interval')
  const group = bySize ? `g.id * ${SIZE_BOUNDS.length + 1} + p.size` : 'g.id'
  const needed = [...new Set<FlowSum>(['usd', ...sums])]
  const texts = sums.map((name) => `string_agg(trim_scale(${name})::text, ',' order by at) as ${name}_text`)
  const result = await db.query<Record<string, string | null> & { id: number; start: string; total: string }>(
    {
      name: `liquidation-groups:${rows.name}:${bucket === 'bucket' ? 'o' : 'b'}${bySize ? 's' : ''}:${sums.map((sum) => sum[0]).join('')}`,
      text: `
      select id, string_agg(date_part('epoch', at)::bigint::text, ',' order by at) as start,
        trim_scale(coalesce(sum(usd) filter (where at >= $4::timestamptz), 0))::text as total, ${texts.join(', ')}
      from (
        select ${group} as id, ${bucket} as at, ${needed.map((name) => `${FLOW_SUMS[name]} as ${name}`).join(', ')}
        from (${rows.sql}) as p join unnest($1::int[], $2::int[]) as g(market_id, id) on g.market_id = p.market_id
        group by 1, 2
      ) as buckets where $3::interval is not null group by id`,
      values: [selection.marketIds, groupOf, `${ms / 1000} seconds`, since, ...rows.values],
    },
  )
  return new Map(
    result.rows.map((row) => [
      row.id,
      {
        start: row.start.split(',').map((seconds) => Number(seconds) * 1000),
        sums: sums.map((name) => row[`${name}_text`]!.split(',')),
        totalUsd: row.total,
      },
    ]),
  )
}

/** A forced order as it is stored. */
export interface LiquidationOrder {
  readonly marketId: number
  readonly time: Date
  readonly sourceId: number
  readonly orderKey: string
  readonly side: PositionSide
  readonly price: DecimalString
  readonly contracts: DecimalString
  readonly baseQuantity: DecimalString | null
  readonly notionalUsd: DecimalString | null
  readonly observedAt: Date
}

/** What names one order among all. */
export type OrderKey = Pick<LiquidationOrder, 'marketId' | 'time' | 'sourceId' | 'orderKey'>

const ORDER_COLUMNS = `l.market_id as "marketId", l.time, l.source_id as "sourceId", l.order_key as "orderKey", l.side,
  trim_scale(l.price) as price, trim_scale(l.contracts) as contracts, trim_scale(l.base_quantity) as "baseQuantity",
  trim_scale(l.notional_usd) as "notionalUsd", l.observed_at as "observedAt"`

/** The largest orders of a window by notional, largest first. */
export async function getLargestOrders(
  db: Queryable,
  selection: LiquidationSelection,
  window: Window,
  first: number,
): Promise<LiquidationOrder[]> {
  // The n largest orders lie in the n buckets whose largest order is largest: only those are opened.
  const rows = rowsOf(
    selection,
    window,
    'day',
    3,
    (grain, within, asOf) =>
      `select w.*, interval '1 ${grain}' as width from (${flowPart(grain, within, asOf)}) as w`,
  )
  const result = await db.query<LiquidationOrder>({
    name: `liquidation-largest:${rows.name}`,
    text: `
      with cells as (
        select market_id, bucket, source_id, width from (${rows.sql}) as parts
        where largest_usd is not null order by largest_usd desc limit $2
      )
      select ${ORDER_COLUMNS}
      from cells as c cross join lateral (
        select * from liquidation as l
        where l.market_id = c.market_id and l.source_id = c.source_id and l.time >= c.bucket
          and l.time < c.bucket + c.width and l.notional_usd is not null
          ${selection.asOf ? 'and l.observed_at <= $3::timestamptz' : ''}
        order by l.notional_usd desc limit $2
      ) as l
      order by l.notional_usd desc, l.time, l.market_id, l.source_id, l.order_key limit $2`,
    values: [selection.marketIds, first, ...rows.values],
  })
  return result.rows
}

export type OrderSort = 'TIME_DESC' | 'TIME_ASC' | 'NOTIONAL_DESC'

export interface OrderPage {
  readonly sort: OrderSort
  readonly side: PositionSide | undefined
  readonly minUsd: DecimalString | undefined
  /** Rows after this one in the direction of reading. */
  readonly after: (OrderKey & { readonly notionalUsd: DecimalString | null }) | undefined
  /** Reads from the end of the sort towards its begin; rows come in the direction of reading. */
  readonly backwards: boolean
  readonly limit: number
}

/** One page of single orders. */
export async function getLiquidationOrders(
  db: Queryable,
  { marketIds, asOf, isOverlapping }: LiquidationSelection,
  window: Window,
  page: OrderPage,
): Promise<LiquidationOrder[]> {
  const values: unknown[] = [marketIds, window.from, window.to, page.limit]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = ['l.time >= $2', 'l.time < $3']
  if (page.side) conditions.push(`l.side = ${bind(page.side)}::position_side`)
  if (page.minUsd !== undefined) conditions.push(`l.notional_usd >= ${bind(page.minUsd)}::numeric`)
  const moment = asOf && `${bind(asOf)}::timestamptz`
  if (moment) conditions.push(`l.observed_at <= ${moment}`)
  let chosen = ''
  if (isOverlapping) {
    const one = chosenSql(window, values.length + 1, moment)
    values.push(...one.values)
    chosen = `with chosen as materialized (${one.sql})`
    conditions.push(`exists (select 1 from chosen as c where c.market_id = l.market_id and c.source_id = l.source_id
      and c.day = ${bin('1 day', 'l.time')})`)
  }
  const byNotional = page.sort === 'NOTIONAL_DESC'
  const descending = (page.sort !== 'TIME_ASC') !== page.backwards
  const order = descending ? 'desc' : 'asc'
  // An order without a value sorts as -1: after every other, since notionals are never negative.
  const keys = [
    ...(byNotional ? ['coalesce(l.notional_usd, -1)'] : []),
    'l.time',
    'l.market_id',
    'l.source_id',
    'l.order_key',
  ]
  const sorted = keys.map((key) => `${key} ${order}`).join(', ')
  if (page.after) {
    const { notionalUsd, time, marketId, sourceId, orderKey } = page.after
    const bound = [
      ...(byNotional ? [`${bind(notionalUsd ?? '-1')}::numeric`] : []),
      `${bind(time)}::timestamptz`,
      `${bind(marketId)}::int`,
      `${bind(sourceId)}::smallint`,
      bind(orderKey),
    ]
    const beyond = descending ? '<' : '>'
    // The first condition lets the index skip; the second tells rows of the same moment apart.
    if (!byNotional) conditions.push(`l.time ${beyond}= ${bound[0]!}`)
    conditions.push(`(${keys.join(', ')}) ${beyond} (${bound.join(', ')})`)
  }
  const where = conditions.join(' and ')
  const from = byNotional
    ? `liquidation as l where l.market_id = any($1::int[]) and ${where}`
    : `unnest($1::int[]) as m(id) cross join lateral (
         select * from liquidation as l where l.market_id = m.id and ${where}
         order by ${sorted} limit $4) as l`
  const sql = `${chosen} select ${ORDER_COLUMNS} from ${from} order by ${sorted} limit $4`
  return (await db.query<LiquidationOrder>(sql, values)).rows
}

/** Orders by their keys, in the order of the keys; undefined where there is none. Accepts []. */
export async function findLiquidationOrders(
  db: Queryable,
  keys: readonly OrderKey[],
): Promise<(LiquidationOrder | undefined)[]> {
  const result = await db.query<LiquidationOrder & { at: number }>(
    `select k.at::int, ${ORDER_COLUMNS}
     from unnest($1::int[], $2::timestamptz[], $3::smallint[], $4::text[]) with ordinality
       as k(market_id, time, source_id, order_key, at)
     join liquidation as l on l.market_id = k.market_id and l.time = k.time and l.source_id = k.source_id
       and l.order_key = k.order_key`,
    [
      keys.map(({ marketId }) => marketId),
      keys.map(({ time }) => time.toISOString()),
      keys.map(({ sourceId }) => sourceId),
      keys.map(({ orderKey }) => orderKey),
    ],
  )
  const found = new Map(result.rows.map((row) => [row.at, row]))
  return keys.map((_, index) => found.get(index + 1))
}
