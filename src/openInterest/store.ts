import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { times, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, rollupAsOf, upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Window } from '../lib/time.ts'
import type { Origin } from '../quality/record.ts'
import type { OpenInterestRecord } from './record.ts'

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
  /** The feed that it came from. */
  readonly sourceId: number | null
}

const READING_COLUMNS = ['time', 'base_quantity', 'mark_price', 'value_usd', 'source_id']
const known = { at: '$2::timestamptz', age: '$3::interval', asOf: '$4::timestamptz' }
const lastReading = (isAsOf: boolean) =>
  isAsOf
    ? lastReadingAsOf(OPEN_INTEREST_TABLES, 'm.id', READING_COLUMNS, known)
    : `select ${READING_COLUMNS.join(', ')} from open_interest as o
      where o.market_id = m.id and o.time <= $2::timestamptz and o.time > $2::timestamptz - $3::interval
      order by o.time desc, o.source_id desc limit 1`

/** The market m as it was known at a moment; as it is now where no version of it is that old. */
const versionAsOf = (asOf: string) => `
  select active, expires_at from (
    (select active, expires_at, 0 as rank from market_version as v
     where v.market_id = m.id and v.valid_from <= ${asOf}::timestamptz order by v.valid_from desc limit 1)
    union all select m.active, m.expires_at, 1
  ) as versions order by rank limit 1`

// One step into the index of the facts for each market, whatever the store holds. A market is expected while it trades.
const readingsSql = (isAsOf: boolean) => `
  select m.id as "marketId", r.time, trim_scale(r.base_quantity) as "baseQuantity",
    trim_scale(r.mark_price) as "markPrice", trim_scale(r.value_usd) as "valueUsd", r.source_id as "sourceId"
  from unnest($1::int[]) as k(id) join market as m on m.id = k.id
  cross join lateral (${isAsOf ? versionAsOf('$4') : 'select m.active, m.expires_at'}) as e
  left join lateral (${lastReading(isAsOf)}) as r on true
  where r.time is not null
    or ((e.expires_at is null or e.expires_at > $2) and e.active and exists (
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

/** Whether a market should go on being read. */
export interface Expectation {
  readonly exchangeId: number
  readonly isActive: boolean
  readonly expiresAt: Date | null
}

const ASKED = 'unnest($1::int[]) as k(id) join market as m on m.id = k.id'

/**
 * Of each market whether it trades, and until when.
 * @param asOf as it was known then; undefined: as it is known now
 */
export async function getExpectations(
  db: Queryable,
  marketIds: readonly number[],
  asOf: Date | undefined,
): Promise<Map<number, Expectation>> {
  const result = await db.query<Expectation & { id: number }>({
    name: `open-interest-expectations:${String(asOf !== undefined)}`,
    text: asOf
      ? `select m.id, m.exchange_id as "exchangeId", v.active as "isActive", v.expires_at as "expiresAt"
         from ${ASKED} cross join lateral (${versionAsOf('$2')}) as v`
      : `select m.id, m.exchange_id as "exchangeId", m.active as "isActive", m.expires_at as "expiresAt" from ${ASKED}`,
    values: asOf ? [marketIds, asOf] : [marketIds],
  })
  return new Map(result.rows.map(({ id, ...row }) => [id, row]))
}

/** A day or an hour: no sum at any moment of it was above `highUsd`. */
export interface HighBound {
  readonly start: Date
  readonly highUsd: DecimalString
}

/** Longest age of a reading that a query may ask for, minutes: nothing older stands in any sum. */
export const MAX_AGE_MINUTES = 10_080

const WITHIN = 'bucket >= $2::timestamptz and bucket < $3::timestamptz'

const boundsSql = (grain: 'hour' | 'day', isAsOf: boolean) => `
  with highs as (
    select market_id, bucket, high_usd, close_usd from ${
      isAsOf
        ? `(${rollupAsOf(OPEN_INTEREST_TABLES, grain, { ids: '$1::int[]', within: WITHIN, asOf: '$4::timestamptz' })}) as r`
        : `open_interest_${grain} where market_id = any($1::int[]) and ${WITHIN}`
    }
    union all
    -- What stood when the span began.
    select m.id, $2::timestamptz - interval '1 ${grain}', r.value_usd, r.value_usd
    from unnest($1::int[]) as m(id) cross join lateral (${
      isAsOf
        ? lastReadingAsOf(OPEN_INTEREST_TABLES, 'm.id', ['time', 'value_usd'], {
            at: `($2::timestamptz - interval '1 millisecond')`,
            age: `interval '${MAX_AGE_MINUTES} minutes'`,
            asOf: '$4::timestamptz',
          })
        : `select value_usd from open_interest as o
           where o.market_id = m.id and o.time < $2::timestamptz order by o.time desc, o.source_id desc limit 1`
    }) as r
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
  asOf?: Date,
): Promise<HighBound[]> {
  const result = await db.query<HighBound>({
    name: `open-interest-${grain}-bounds:${String(asOf !== undefined)}`,
    text: boundsSql(grain, asOf !== undefined),
    values: [marketIds, span.from, span.to, ...(asOf ? [asOf] : [])],
  })
  return result.rows
}

/**
 * Begin of the first day with a reading of any of the markets; undefined when there is none.
 * @param asOf of readings that were observed by then
 */
export async function findFirstDay(
  db: Queryable,
  marketIds: readonly number[],
  asOf?: Date,
): Promise<Date | undefined> {
  const days = 'from open_interest_day as d where d.market_id = m.id'
  const first = asOf
    ? `select date_bin('1 day', time, '2000-01-01Z') as bucket from open_interest as o
       where o.market_id = m.id and o.observed_at <= $2 and o.time < coalesce((
         select bucket + interval '1 day' ${days} and last_observed_at <= $2 order by bucket limit 1), 'infinity')
       order by time limit 1`
    : `select bucket ${days} order by bucket limit 1`
  const result = await db.query<{ first: Date | null }>(
    `select min(f.bucket) as first from unnest($1::int[]) as m(id) cross join lateral (${first}) as f`,
    [marketIds, ...(asOf ? [asOf] : [])],
  )
  return result.rows[0]?.first ?? undefined
}
