import type { Queryable } from '../db.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf } from '../lib/readings.ts'
import type { Window } from '../lib/time.ts'
import type { Measure } from '../series/record.ts'
import { SERIES_TABLES } from '../series/store.ts'

/** One series that a source tells of an asset. */
export interface HeldSeries {
  readonly id: number
  readonly sourceId: number
  /** null: of no venue of ours. */
  readonly exchangeId: number | null
  /** The token that it counts, of several that stand for the asset; null: all of them. */
  readonly token: string | null
  /** What else tells it apart: a house that is no venue, a fund. */
  readonly label: string | null
  /** Begin of its first bar. */
  readonly firstAt: Date
}

/** The series of a measure and asset that have a bar that began before `before` and was observed by `asOf`. */
export async function getHeldSeries(
  db: Queryable,
  measure: Measure,
  assetId: number,
  before: Date,
  asOf: Date | undefined,
): Promise<HeldSeries[]> {
  const known = asOf ? 'and p.observed_at <= $4::timestamptz' : ''
  const version = asOf
    ? `union all (select time from fact_version as v where v.fact = 'series_point' and v.id = s.id and v.time < $3
         and v.observed_at <= $4::timestamptz order by time limit 1)`
    : ''
  const result = await db.query<HeldSeries>(
    `select s.id, s.source_id as "sourceId", s.exchange_id as "exchangeId", s.venue_symbol as token, s.label,
       r.time as "firstAt"
     from series as s cross join lateral (
       select min(time) as time from (
         (select time from series_point as p where p.series_id = s.id and p.time < $3 ${known} order by time limit 1)
         ${version}) as first) as r
     where s.measure = $1 and s.asset_id = $2 and r.time is not null order by s.source_id, s.id`,
    [measure, assetId, before, ...(asOf ? [asOf] : [])],
  )
  return result.rows
}

/** The value of one series at one moment. */
export interface SeriesValue {
  /** Begin of the bar. */
  readonly time: Date
  readonly value: DecimalString
}

/** A source may be late for so long; what is older is not known any more. */
const MAX_AGE = `interval '7 days'`

/**
 * The last bar of each series that had ended at each moment, at most 7 days before.
 * @returns by series, in the order of the moments; undefined where there is none
 */
export async function getValuesAt(
  db: Queryable,
  seriesIds: readonly number[],
  moments: readonly Date[],
  asOf: Date | undefined,
): Promise<Map<number, (SeriesValue | undefined)[]>> {
  const found = new Map(
    seriesIds.map((id) => [id, new Array<SeriesValue | undefined>(moments.length).fill(undefined)]),
  )
  if (seriesIds.length === 0 || moments.length === 0) return found
  const end = `(k.at - s.step_seconds * interval '1 second')`
  const last = asOf
    ? lastReadingAsOf(SERIES_TABLES, 's.id', ['time', 'value'], {
        at: end,
        age: MAX_AGE,
        asOf: '$3::timestamptz',
      })
    : `select time, value from series_point as p
       where p.series_id = s.id and p.time <= ${end} and p.time > ${end} - ${MAX_AGE} order by p.time desc limit 1`
  const result = await db.query<{ id: number; place: string; time: Date; value: DecimalString }>({
    name: `series-values-at:${asOf ? 'as-of' : 'now'}`,
    text: `select s.id, k.place, r.time, trim_scale(r.value)::text as value
      from series as s cross join unnest($2::timestamptz[]) with ordinality as k(at, place) cross join lateral (${last}) as r
      where s.id = any($1::int[])`,
    values: [seriesIds, moments.map((moment) => moment.toISOString()), ...(asOf ? [asOf] : [])],
  })
  for (const { id, place, time, value } of result.rows) found.get(id)![Number(place) - 1] = { time, value }
  return found
}

/** Every bar of some series that begins within a window, oldest first. */
export async function getBars(
  db: Queryable,
  seriesIds: readonly number[],
  window: Window,
  asOf: Date | undefined,
): Promise<(SeriesValue & { readonly id: number })[]> {
  const own = `select series_id as id, time, value from series_point
    where series_id = any($1::int[]) and time >= $2::timestamptz and time < $3::timestamptz`
  const known = asOf
    ? `${own} and observed_at <= $4::timestamptz union all
       select v.id, v.time, r.value from fact_version as v cross join lateral jsonb_populate_record(null::series_point, v."row") as r
       where v.fact = 'series_point' and v.id = any($1::int[]) and v.time >= $2::timestamptz and v.time < $3::timestamptz
         and v.observed_at <= $4::timestamptz and v.superseded_at > $4::timestamptz`
    : own
  const result = await db.query<SeriesValue & { id: number }>({
    name: `series-bars:${asOf ? 'as-of' : 'now'}`,
    text: `select id, time, trim_scale(value)::text as value from (${known}) as bars order by time, id`,
    values: [seriesIds, window.from, window.to, ...(asOf ? [asOf] : [])],
  })
  return result.rows
}
