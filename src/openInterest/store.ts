import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { grainSql, INTERVALS, ORIGIN_SQL, planGrains, type Interval } from '../lib/buckets.ts'
import { getColumns, type Columns, type ColumnsRead } from '../lib/columns.ts'
import { times, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Window } from '../lib/time.ts'
import type { Origin } from '../quality/record.ts'
import type { OpenInterestRecord } from './record.ts'

/** How they are stored. */
export const OPEN_INTEREST_TABLES: ReadingTables = {
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
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${r.marketId}\t${r.time.toISOString()}`
    const value = times(r.baseQuantity, r.markPrice)
    lines.set(
      key,
      `${key}\t${origin.sourceId}\t${r.baseQuantity}\t${r.markPrice}\t${value}\t${origin.runId}\t${(r.observedAt ?? origin.observedAt).toISOString()}`,
    )
  }
  return upsertReadings(client, OPEN_INTEREST_TABLES, [...lines.values()])
}

/** The last reading of one market at or before a moment. Money in USD, exact. */
export interface MarketReading {
  readonly marketId: number
  /** null: the market was read at some time before, but not young enough. */
  readonly time: Date | null
  readonly baseQuantity: DecimalString | null
  readonly markPrice: DecimalString | null
  readonly valueUsd: DecimalString | null
}

const READING_COLUMNS = ['time', 'base_quantity', 'mark_price', 'value_usd']
const known = { at: '$2::timestamptz', age: '$3::interval', asOf: '$4::timestamptz' }

// Of a month whose facts are retired the minutes still tell the last reading that ended before the moment.
const lastReading = (isAsOf: boolean) =>
  isAsOf
    ? lastReadingAsOf(OPEN_INTEREST_TABLES, 'm.id', READING_COLUMNS, known)
    : `select * from (
        (select time, base_quantity, mark_price, value_usd from open_interest as o
         where o.market_id = m.id and o.time <= $2::timestamptz and o.time > $2::timestamptz - $3::interval
         order by o.time desc limit 1)
        union all
        (select close_time, close_base, close_price, close_usd from open_interest_minute as o
         where o.market_id = m.id and o.bucket <= $2::timestamptz
           and o.bucket > $2::timestamptz - $3::interval - interval '1 minute'
           and o.close_time <= $2::timestamptz and o.close_time > $2::timestamptz - $3::interval
           and exists (select 1 from retired_month where fact = 'open_interest')
         order by o.bucket desc, o.close_time desc limit 1)
      ) as either order by time desc limit 1`

/**
 * When a market ended: at its delivery, or when the venue's list was first without it; null while it trades. As of $4: by the
 * versions known then.
 */
const endOfSql = (isAsOf: boolean) => {
  const known = (version: string) => (isAsOf ? `and ${version}.valid_from <= $4::timestamptz` : '')
  const active = isAsOf
    ? `coalesce((select c.active from market_version as c where c.market_id = m.id ${known('c')}
        order by c.valid_from desc limit 1), m.active)`
    : 'm.active'
  return `least(m.expires_at, case when not ${active} then coalesce((
    select min(v.valid_from) from market_version as v where v.market_id = m.id and not v.active ${known('v')}
      and v.valid_from > coalesce((
        select max(a.valid_from) from market_version as a where a.market_id = m.id and a.active ${known('a')}), '-infinity')),
    '2009-01-01Z') end)`
}

// One step into the index of the facts for each market, whatever the store holds. A market is expected while it trades.
const readingsSql = (isAsOf: boolean) => `
  select m.id as "marketId", r.time, trim_scale(r.base_quantity) as "baseQuantity",
    trim_scale(r.mark_price) as "markPrice", trim_scale(r.value_usd) as "valueUsd"
  from unnest($1::int[]) as k(id) join market as m on m.id = k.id
  left join lateral (${lastReading(isAsOf)}) as r on true
  where r.time is not null
    or (coalesce(${endOfSql(isAsOf)}, 'infinity') > $2 and exists (
      select 1 from open_interest${isAsOf ? '' : '_day'} as d where d.market_id = m.id
        and ${isAsOf ? 'd.time <= $2::timestamptz and d.observed_at <= $4::timestamptz' : 'd.bucket <= $2::timestamptz'}))
  order by m.id`

/**
 * The last reading of each market at or before `at`, and the markets that should have one.
 * @param asOf only what was observed by then; undefined: all that is held
 */
export async function getReadingsAt(
  db: Queryable,
  marketIds: readonly number[],
  at: Date,
  maxAgeMinutes: number,
  asOf?: Date,
): Promise<MarketReading[]> {
  const result = await db.query<MarketReading>({
    name: `open-interest-readings:${String(asOf !== undefined)}`,
    text: readingsSql(asOf !== undefined),
    values: [marketIds, at, `${maxAgeMinutes} minutes`, ...(asOf ? [asOf] : [])],
  })
  return result.rows
}

/** Columns of a series: a row where something changed or was read; `start` in ms. */
export interface OpenInterestBuckets {
  readonly start: readonly number[]
  /** Sum over the markets whose last reading is young enough, USD. */
  readonly knownUsd: readonly DecimalString[]
  readonly known: readonly number[]
  readonly reporting: readonly number[]
  readonly missing: readonly number[]
}

/** What a market stood at when $2, a whole minute, began: by the minutes, which stay when their facts are retired. */
const lastBeforeSql = `
  select close_time, close_usd from open_interest_minute as o
  where o.market_id = m.id and o.bucket < $2::timestamptz order by o.bucket desc, o.close_time desc limit 1`

const bucketOf = (time: string) => `date_bin($4::interval, ${time}, ${ORIGIN_SQL})`

/*
 * Each reading stands from its bucket until the market's next one, or until it is too old ("ends"). Instead of laying
 * out every market in every bucket, each reading adds its difference to the one before; running sums of those give the
 * buckets. Rows read follow the readings of the window, rows returned the buckets.
 * $1 markets, $2 from, $3 to, $4 step, $5 longest age, then what the parts need.
 */
const bucketsSql = (parts: string) => `
  with parts as (${parts}),
  closes as (
    select distinct on (market_id, ${bucketOf('bucket')})
      market_id, ${bucketOf('bucket')} as bucket, close_time, close_usd, 1 as read
    from parts order by market_id, ${bucketOf('bucket')}, close_time desc
  ),
  carried as (
    select m.id as market_id, ${bucketOf('$2::timestamptz')} as bucket, r.close_time, r.close_usd, 0 as read
    from unnest($1::int[]) as m(id)
    cross join lateral (${lastBeforeSql}) as r
    where not exists (
      select 1 from closes as c where c.market_id = m.id and c.bucket = ${bucketOf('$2::timestamptz')})
  ),
  ended as (
    select m.id, ${endOfSql(false)} as expires_at from unnest($1::int[]) as k(id) join market as m on m.id = k.id
  ),
  dated as (
    select r.*, m.expires_at, ${bucketOf(`close_time + $5::interval - interval '1 microsecond'`)} + $4::interval as ends
    from (select * from closes union all select * from carried) as r join ended as m on m.id = r.market_id
  ),
  readings as (
    select *, bucket < ends as stands,
      coalesce(expires_at, 'infinity') > greatest(ends, bucket) as expected,
      lag(close_usd) over w as last_usd,
      lag(ends) over w > bucket as last_stands,
      lag(coalesce(expires_at, 'infinity') > greatest(ends, bucket)) over w
        and lag(ends) over w <= bucket as last_missing,
      coalesce(lead(bucket) over w, $3::timestamptz) as next
    from dated window w as (partition by market_id order by bucket)
  ),
  steps as (
    select bucket as at, read,
      case when stands then close_usd else 0 end - case when last_stands then last_usd else 0 end as usd,
      stands::int - coalesce(last_stands, false)::int as known,
      (not stands and expected)::int - coalesce(last_missing, false)::int as missing
    from readings
    union all
    select ends, 0, -close_usd, -1, expected::int from readings where stands and ends < next
    union all
    select ${bucketOf('expires_at')} + $4::interval, 0, 0, 0, -1 from readings
    where expected and ${bucketOf('expires_at')} + $4::interval < next and ends < next
  ),
  sums as (
    select at, sum(read) as read, sum(usd) as usd, sum(known) as known, sum(missing) as missing
    from steps where at < $3::timestamptz group by at
  )
  select string_agg((extract(epoch from at) * 1000)::bigint::text, ',') as start, string_agg(usd::text, ',') as usd,
    string_agg(known::text, ',') as known, string_agg(read::text, ',') as read,
    string_agg(missing::text, ',') as missing
  from (
    select at, read, trim_scale(sum(usd) over (order by at)) as usd, sum(known) over (order by at) as known,
      sum(missing) over (order by at) as missing
    from sums order by at
  ) as running`

/** Running sums over a window at whole minutes, at the end of each bucket in which something changed or was read. */
export async function getOpenInterestBuckets(
  db: Queryable,
  marketIds: readonly number[],
  window: Window,
  interval: Interval,
  maxAgeMinutes: number,
): Promise<OpenInterestBuckets> {
  const { grain, ms } = INTERVALS[interval]
  const parts = grainSql(
    planGrains(window, grain),
    6,
    (of, within) => `
      select market_id, bucket, close_time, close_usd from open_interest_${of}
      where market_id = any($1::int[]) and ${within}`,
  )
  const result = await db.query<Record<'start' | 'usd' | 'known' | 'read' | 'missing', string | null>>({
    name: `open-interest-buckets:${parts.name}`,
    text: bucketsSql(parts.sql),
    values: [
      marketIds,
      window.from,
      window.to,
      `${ms / 1000} seconds`,
      `${maxAgeMinutes} minutes`,
      ...parts.values,
    ],
  })
  const row = result.rows[0]!
  const column = (text: string | null) => (text === null ? [] : text.split(','))
  return {
    start: column(row.start).map(Number),
    knownUsd: column(row.usd),
    known: column(row.known).map(Number),
    reporting: column(row.read).map(Number),
    missing: column(row.missing).map(Number),
  }
}

/** The last reading of each bucket of the rollups, by market: one value a row, USD. What other measures weigh by. */
export function getOpenInterestColumns(db: Queryable, read: ColumnsRead): Promise<Columns> {
  return getColumns(db, OPEN_INTEREST_TABLES, ['close_usd'], read)
}

/** A day or an hour: no sum at any moment of it was above `highUsd`. */
export interface HighBound {
  readonly start: Date
  readonly highUsd: DecimalString
}

const boundsSql = (grain: 'hour' | 'day') => `
  with highs as (
    select market_id, bucket, high_usd, close_usd from open_interest_${grain}
    where market_id = any($1::int[]) and bucket >= $2::timestamptz and bucket < $3::timestamptz
    union all
    -- What stood when the span began.
    select m.id, $2::timestamptz - interval '1 ${grain}', r.close_usd, r.close_usd
    from unnest($1::int[]) as m(id) cross join lateral (${lastBeforeSql}) as r
  ),
  bounds as (
    select bucket, greatest(high_usd, coalesce(lag(close_usd) over w, 0)) as high_usd, close_usd,
      lead(bucket) over w as next
    from highs window w as (partition by market_id order by bucket)
  ),
  steps as (
    -- In its own bucket a market counts with its high, in later ones without a reading with its close.
    select bucket as at, high_usd as usd from bounds
    union all select bucket + interval '1 ${grain}', close_usd - high_usd from bounds
    union all select next, -close_usd from bounds where next is not null
  )
  select at as start, trim_scale(usd) as "highUsd"
  from (select at, sum(sum(usd)) over (order by at) as usd from steps group by at) as running
  where at >= $2::timestamptz and at < $3::timestamptz order by usd desc, at`

/**
 * For each day or hour of a span that begins with one: the sum of every market's high in it, a market without a reading
 * counting with its last close. No sum within it can be higher. Highest first; only where something was read or changed.
 */
export async function getHighBounds(
  db: Queryable,
  marketIds: readonly number[],
  grain: 'hour' | 'day',
  span: Window,
): Promise<HighBound[]> {
  const result = await db.query<HighBound>({
    name: `open-interest-${grain}-bounds`,
    text: boundsSql(grain),
    values: [marketIds, span.from, span.to],
  })
  return result.rows
}

/** Begin of the first day with a reading of any of the markets; undefined when there is none. */
export async function findFirstDay(db: Queryable, marketIds: readonly number[]): Promise<Date | undefined> {
  const result = await db.query<{ first: Date | null }>(
    `select min(d.bucket) as first from unnest($1::int[]) as m(id) cross join lateral (
       select bucket from open_interest_day where market_id = m.id order by bucket limit 1) as d`,
    [marketIds],
  )
  return result.rows[0]?.first ?? undefined
}
