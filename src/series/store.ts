import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import { MEASURES, type SeriesKey, type SeriesPointRecord, type SeriesRecord } from './record.ts'

export const SERIES_TABLES: ReadingTables = {
  table: 'series_point',
  id: 'series_id',
  close: [['value', 'value']],
  grains: [],
}

/** All that names a series of one source in one text. */
export function keyOf({ measure, assetCode, exchangeCode, venueSymbol, label, stepMs }: SeriesKey): string {
  return [measure, assetCode, exchangeCode, venueSymbol, label, stepMs].map((part) => part ?? '').join('|')
}

/**
 * Makes the series that are new, and the assets and exchanges they name; returns their keys by `keyOf`. What a source says of
 * the venues and the completeness of a series may change: the newest word stands.
 */
export async function upsertSeries(
  client: Queryable,
  sourceId: number,
  series: readonly SeriesRecord[],
): Promise<Map<string, number>> {
  const unique = [...new Map(series.map((record) => [keyOf(record), record])).values()]
  const namesOf = (pick: (record: SeriesRecord) => string | undefined) => [
    ...new Set(unique.flatMap((record) => pick(record) ?? [])),
  ]
  for (const [table, codes] of [
    ['asset', namesOf(({ assetCode }) => assetCode)],
    ['exchange', namesOf(({ exchangeCode }) => exchangeCode)],
  ] as const)
    await client.query(
      `insert into ${table} (code, name) select code, code from unnest($1::text[]) as t(code) order by 1
       on conflict (code) do nothing`,
      [codes],
    )
  const result = await client.query<{ key: string; id: number }>(
    `insert into series as s (source_id, measure, unit, asset_id, exchange_id, venue_symbol, label, step_seconds, venues,
       completeness, key)
     select $1, r.measure, r.unit, a.id, e.id, r.symbol, r.label, r.step, r.venues, r.completeness, r.key
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
       $10::completeness[], $11::text[]) as r(measure, unit, asset, exchange, symbol, label, step, venues, completeness, key)
     left join asset as a on a.code = r.asset left join exchange as e on e.code = r.exchange
     on conflict (source_id, key) do update set venues = excluded.venues, completeness = excluded.completeness
     returning key, id`,
    [
      sourceId,
      unique.map(({ measure }) => measure),
      unique.map(({ measure }) => MEASURES[measure]),
      unique.map(({ assetCode }) => assetCode ?? null),
      unique.map(({ exchangeCode }) => exchangeCode ?? null),
      unique.map(({ venueSymbol }) => venueSymbol ?? null),
      unique.map(({ label }) => label ?? null),
      unique.map(({ stepMs }) => Math.round(stepMs / 1000)),
      unique.map(({ venues }) => venues?.join(',') ?? null),
      unique.map(({ completeness }) => completeness),
      unique.map(keyOf),
    ],
  )
  return new Map(result.rows.map(({ key, id }) => [key, id]))
}

/**
 * Writes points of series, in the caller's transaction. Of two points of one series and time the last counts; one with
 * another value than the store holds is a new version of it. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new or changed
 */
export async function upsertSeriesPoints(
  client: pg.PoolClient,
  records: readonly SeriesPointRecord[],
  origin: Origin,
): Promise<number> {
  if (records.length === 0) return 0
  const keys = new Map(records.map(({ series }) => [series, keyOf(series)]))
  const ids = await upsertSeries(client, origin.sourceId, [...keys.keys()])
  const lines = new Map<string, string>()
  for (const { series, time, value, observedAt } of records) {
    const key = `${ids.get(keys.get(series)!)!}\t${time.toISOString()}`
    lines.set(
      key,
      `${key}\t${origin.sourceId}\t${value}\t${origin.runId}\t${(observedAt ?? origin.observedAt).toISOString()}`,
    )
  }
  return upsertReadings(client, SERIES_TABLES, [...lines.values()])
}
