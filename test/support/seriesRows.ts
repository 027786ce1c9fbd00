import { expect } from 'vitest'
import type { Database } from '../../src/db.ts'
import { SIGNED_MEASURES, type SeriesPointRecord } from '../../src/series/record.ts'

/** Every stored point of a source as one line: series, time, value. */
export async function seriesRows(database: Database, source: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ line: string }>(
    `select concat_ws(' ', s.measure, a.code, e.code, s.venue_symbol, s.label, to_char(p.time at time zone 'UTC', 'MM-DD'),
       trim_scale(p.value)) as line
     from series_point as p join series as s on s.id = p.series_id join source as o on o.id = s.source_id
     left join asset as a on a.id = s.asset_id left join exchange as e on e.id = s.exchange_id
     where o.code = $1 order by 1`,
    [source],
  )
  return rows.map(({ line }) => line)
}

const DECIMAL = /^-?\d+(\.\d+)?$/

/** A point that may be stored: a plain number, below zero only where that can be, at the begin of a bar of a time that can be. */
export function expectSoundPoint({ series, time, value }: SeriesPointRecord): void {
  expect(value).toMatch(DECIMAL)
  if (!SIGNED_MEASURES.has(series.measure)) expect(value.startsWith('-')).toBe(false)
  expect(time.getTime() % series.stepMs).toBe(0)
  expect(time.getTime()).toBeGreaterThanOrEqual(Date.UTC(2009, 0))
  expect(time.getTime()).toBeLessThan(Date.UTC(2100, 0))
}
