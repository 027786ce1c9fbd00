import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { times, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, upsertReadings, wasReadAsOf, type ReadingTables } from '../lib/readings.ts'

import { endOfSql } from '../markets/ends.ts'
import type { Origin } from '../quality/record.ts'
import { isLive, type OpenInterestEvent } from '../stream/record.ts'
import { pushRecords } from '../stream/store.ts'
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
  const written = await upsertReadings(client, OPEN_INTEREST_TABLES, [...lines.values()])
  if (written > 0) {
    const live = records.filter(({ time, observedAt }) => isLive(time, observedAt ?? origin.observedAt))
    pushRecords(
      client,
      'OPEN_INTEREST',
      live.map(({ marketId, time, baseQuantity, markPrice }): OpenInterestEvent => [
        marketId,
        time.getTime(),
        baseQuantity,
        markPrice,
        times(baseQuantity, markPrice),
      ]),
    )
  }
  return written
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
