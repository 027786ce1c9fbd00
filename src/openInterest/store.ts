import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { getColumns, type Columns, type ColumnsRead } from '../lib/columns.ts'
import { times, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, upsertReadings, wasReadAsOf, type ReadingTables } from '../lib/readings.ts'

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

// Of a month whose facts are retired the minutes still tell the last reading that ended before the moment.
const lastReading = (isAsOf: boolean) =>
  isAsOf
    ? lastReadingAsOf(OPEN_INTEREST_TABLES, 'm.id', READING_COLUMNS, known)
    : `select * from (
        (select ${READING_COLUMNS.join(', ')} from open_interest as o
         where o.market_id = m.id and o.time <= $2::timestamptz and o.time > $2::timestamptz - $3::interval
         order by o.time desc, o.source_id desc limit 1)
        union all
        (select close_time, close_base, close_price, close_usd, source_id from open_interest_minute as o
         where o.market_id = m.id and o.bucket <= $2::timestamptz
           and o.bucket > $2::timestamptz - $3::interval - interval '1 minute'
           and o.close_time <= $2::timestamptz and o.close_time > $2::timestamptz - $3::interval
           and exists (select 1 from retired_month where fact = 'open_interest')
         order by o.bucket desc, o.close_time desc, o.source_id desc limit 1)
      ) as either order by time desc limit 1`

/**
 * When a market ended: at its delivery, or when the venue's list was first without it; null while it trades.
 * @param asOf SQL of the moment: by the versions known then
 */
const endOfSql = (asOf: string | undefined) => {
  const known = (version: string) =>
    asOf === undefined ? '' : `and ${version}.valid_from <= ${asOf}::timestamptz`
  const last = (column: string) => `(select c.${column} from market_version as c
    where c.market_id = m.id ${known('c')} order by c.valid_from desc limit 1)`
  const active = asOf === undefined ? 'm.active' : `coalesce(${last('active')}, m.active)`
  // A market that has no version yet is as its row says.
  const delivery =
    asOf === undefined
      ? 'm.expires_at'
      : `case when exists ${last('market_id')} then ${last('expires_at')} else m.expires_at end`
  return `least(${delivery}, case when not ${active} then coalesce((
    select min(v.valid_from) from market_version as v where v.market_id = m.id and not v.active ${known('v')}
      and v.valid_from > coalesce((
        select max(a.valid_from) from market_version as a where a.market_id = m.id and a.active ${known('a')}), '-infinity')),
    '2009-01-01Z') end)`
}

/** Whether the market was ever read by $2: by its days, and by the minutes of the last day alone. */
const READ_BEFORE = `
  exists (select 1 from open_interest_day as d where d.market_id = m.id and d.bucket <= $2::timestamptz - interval '1 day')
  or exists (select 1 from open_interest_minute as o where o.market_id = m.id and o.open_time <= $2::timestamptz
    and o.bucket <= $2::timestamptz and o.bucket > $2::timestamptz - interval '1 day')`
const READ_BEFORE_AS_OF = wasReadAsOf(
  OPEN_INTEREST_TABLES,
  'm.id',
  (time) => `${time} <= $2::timestamptz`,
  '$4::timestamptz',
)

// One step into the index of the facts for each market, whatever the store holds. A market is expected while it trades.
const readingsSql = (isAsOf: boolean) => `
  select m.id as "marketId", r.time, trim_scale(r.base_quantity) as "baseQuantity",
    trim_scale(r.mark_price) as "markPrice", trim_scale(r.value_usd) as "valueUsd", r.source_id as "sourceId"
  from unnest($1::int[]) as k(id) join market as m on m.id = k.id
  left join lateral (${lastReading(isAsOf)}) as r on true
  where r.time is not null
    or (coalesce(${endOfSql(isAsOf ? '$4' : undefined)}, 'infinity') > $2
      and (${isAsOf ? READ_BEFORE_AS_OF : READ_BEFORE}))
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

/** How long a market should go on being read. */
export interface Expectation {
  readonly exchangeId: number
  /** When it ended; null while it trades. */
  readonly endedAt: Date | null
}

/** The last reading of each bucket of the rollups, by market: one value a row, USD. What other measures weigh by. */
export function getOpenInterestColumns(db: Queryable, read: ColumnsRead): Promise<Columns> {
  return getColumns(db, OPEN_INTEREST_TABLES, ['close_usd'], read)
}

/**
 * Of each market until when it should be read.
 * @param asOf as it was known then; undefined: as it is known now
 */
export async function getExpectations(
  db: Queryable,
  marketIds: readonly number[],
  asOf: Date | undefined,
): Promise<Map<number, Expectation>> {
  const result = await db.query<Expectation & { id: number }>({
    name: `open-interest-expectations:${String(asOf !== undefined)}`,
    text: `select m.id, m.exchange_id as "exchangeId", ${endOfSql(asOf && '$2')} as "endedAt"
      from unnest($1::int[]) as k(id) join market as m on m.id = k.id`,
    values: [marketIds, ...(asOf ? [asOf] : [])],
  })
  return new Map(result.rows.map(({ id, ...row }) => [id, row]))
}

/** Longest age of a reading that a query may ask for, minutes: nothing older stands in any sum. */
export const MAX_AGE_MINUTES = 10_080

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
    ? `select date_bin('1 day', min(time), '2000-01-01Z') as bucket from (
         (select time from open_interest as o
          where o.market_id = m.id and o.observed_at <= $2 and o.time < coalesce((
            select bucket + interval '1 day' ${days} and last_observed_at <= $2 order by bucket limit 1), 'infinity')
          order by time limit 1)
         union all
         (select time from fact_version as v where v.fact = 'open_interest' and v.id = m.id and v.observed_at <= $2
          order by time limit 1)
       ) as known`
    : `select bucket ${days} order by bucket limit 1`
  const result = await db.query<{ first: Date | null }>(
    `select min(f.bucket) as first from unnest($1::int[]) as m(id) cross join lateral (${first}) as f`,
    [marketIds, ...(asOf ? [asOf] : [])],
  )
  return result.rows[0]?.first ?? undefined
}
