import type { Queryable } from '../db.ts'
import { grainSql, INTERVALS, ORIGIN_MS, planGrains, type Interval } from './buckets.ts'
import { InputError } from './errors.ts'
import { rollupAsOf, type ReadingTables } from './readings.ts'
import { floorTo, HOUR_MS, type Window } from './time.ts'

/** One row of a rollup. */
export interface ColumnRow {
  /** Begin of the rollup's bucket, ms. */
  readonly bucket: number
  /** Clock of the last reading in it, ms. */
  readonly closeTime: number
  readonly sourceId: number
  readonly readings: number
  /** The asked columns, in their order; '' is a value that the source does not tell. */
  readonly values: readonly string[]
}

/**
 * Families without rollups by the minute are measured from whole hours to whole hours, by the hour at the finest: anything finer
 * would have to scan single readings.
 * @throws InputError WINDOW_NOT_WHOLE_HOURS, INTERVAL_TOO_FINE
 */
export function checkWholeHours(window: Window, interval: Interval): void {
  for (const end of ['from', 'to'] as const)
    if (window[end].getTime() % HOUR_MS !== 0)
      throw new InputError(`${end} is not a whole hour: ${window[end].toISOString()}`, {
        reason: 'WINDOW_NOT_WHOLE_HOURS',
        argument: ['window', end],
        accepted: `a whole hour, e.g. ${new Date(floorTo(window[end].getTime(), HOUR_MS)).toISOString()}`,
      })
  if (INTERVALS[interval].ms < HOUR_MS)
    throw new InputError(`These readings are kept by the hour at the finest, not by ${interval}.`, {
      reason: 'INTERVAL_TOO_FINE',
      argument: ['interval'],
      accepted: ['HOUR', 'FOUR_HOURS', 'TWELVE_HOURS', 'DAY', 'WEEK'],
    })
}

/** Which rollups are read. */
export interface ColumnsRead {
  readonly marketIds: readonly number[]
  /** From whole hour to whole hour. */
  readonly window: Window
  /** Rows of so long before the window come too: what stood when it began. */
  readonly leadMs: number
  readonly interval: Interval
  readonly asOf?: Date | undefined
}

/**
 * Rows of a family's rollups in a window and its lead, by market, in no order: from days where a bucket takes whole ones, else from
 * hours. Rows before the window are never part of a bucket in it. One set of columns a table: the
 * statement is kept by the table's name.
 * @param columns SQL of the rollup's columns
 */
export async function getColumns(
  db: Queryable,
  tables: ReadingTables,
  columns: readonly string[],
  { marketIds, window, leadMs, interval, asOf }: ColumnsRead,
): Promise<Map<number, ColumnRow[]>> {
  const coarsest = INTERVALS[interval].grain
  const lead = { from: new Date(floorTo(window.from.getTime() - leadMs, HOUR_MS)), to: window.from }
  const own = columns.map((column, at) => `${column} as c${at}`)
  const all = ['market_id', 'bucket', 'close_time', 'source_id', 'readings', ...own].join(', ')
  const part = (grain: 'minute' | 'hour' | 'day', within: string) =>
    asOf
      ? `select ${all} from (${rollupAsOf(tables, grain, { ids: '$1::int[]', within, asOf: '$2::timestamptz' })}) as r`
      : `select ${all} from ${tables.table}_${grain} where market_id = any($1::int[]) and ${within}`
  const first = asOf ? 3 : 2
  const before = grainSql(planGrains(lead, coarsest), first, part)
  const during = grainSql(planGrains(window, coarsest), first + before.values.length, part)
  const sql = [before.sql, during.sql].filter((text) => text !== '').join('\nunion all\n')
  const result = await db.query<Record<string, string> & { id: number }>({
    name: `columns:${tables.table}:${before.name}:${during.name}${asOf ? ':as-of' : ''}`,
    text: `
      select market_id as id, string_agg(date_part('epoch', bucket)::bigint::text, ',') as bucket,
        string_agg((date_part('epoch', close_time) * 1000)::bigint::text, ',') as close,
        string_agg(source_id::text, ',') as source, string_agg(readings::text, ',') as readings,
        ${columns.map((_, at) => `string_agg(coalesce(c${at}::text, ''), ',') as c${at}`).join(', ')}
      from (${sql}) as parts group by market_id`,
    values: [marketIds, ...(asOf ? [asOf] : []), ...before.values, ...during.values],
  })
  return new Map(
    result.rows.map((row) => {
      const text = (name: string) => row[name]!.split(',')
      const [bucket, close, source, readings] = ['bucket', 'close', 'source', 'readings'].map(text) as [
        string[],
        string[],
        string[],
        string[],
      ]
      const values = columns.map((_, at) => text(`c${at}`))
      return [
        row.id,
        bucket.map((seconds, at) => ({
          bucket: Number(seconds) * 1000,
          closeTime: Number(close[at]),
          sourceId: Number(source[at]),
          readings: Number(readings[at]),
          values: values.map((column) => column[at]!),
        })),
      ] as const
    }),
  )
}

/** Where several feeds hold a rollup's bucket, the one that was read last counts; of equals the one with the lower key. */
export function laterRow(a: ColumnRow, b: ColumnRow): ColumnRow {
  if (a.closeTime !== b.closeTime) return a.closeTime > b.closeTime ? a : b
  return a.sourceId < b.sourceId ? a : b
}

/** As laterRow, but the feed with more readings counts: what sums over a bucket must not lack a part of it. */
export function fullerRow(a: ColumnRow, b: ColumnRow): ColumnRow {
  if (a.readings !== b.readings) return a.readings > b.readings ? a : b
  return laterRow(a, b)
}

/** One market's rows sorted into the buckets of a series. */
export interface BucketedRows {
  /** The rows of each bucket, one for each bucket of the rollup. */
  readonly rows: readonly (readonly ColumnRow[])[]
  /** The last row before the window. */
  readonly before: ColumnRow | undefined
}

/** @param starts begin of each bucket, ms, oldest first, one after the other */
export function intoBuckets(
  rows: readonly ColumnRow[],
  starts: readonly number[],
  interval: Interval,
  from: Date,
  choose: (a: ColumnRow, b: ColumnRow) => ColumnRow,
): BucketedRows {
  const { ms } = INTERVALS[interval]
  const chosen = new Map<number, ColumnRow>()
  let before: ColumnRow | undefined
  for (const row of rows) {
    if (row.bucket < from.getTime()) {
      before = before === undefined ? row : laterRow(before, row)
      continue
    }
    const other = chosen.get(row.bucket)
    chosen.set(row.bucket, other === undefined ? row : choose(other, row))
  }
  const buckets: ColumnRow[][] = starts.map(() => [])
  for (const row of chosen.values())
    buckets[(floorTo(row.bucket, ms, ORIGIN_MS) - starts[0]!) / ms]!.push(row)
  return { rows: buckets, before }
}

/** One market's values by bucket. */
export interface Carried<T> {
  /** null: none stands. */
  readonly values: (T | null)[]
  /** The row whose value stands in the last bucket. */
  readonly last: ColumnRow | undefined
}

/**
 * The value of each bucket: of its own rows, or of the last row before while that one is not too old: it stands in every bucket that
 * begins less than `maxAgeMs` after it.
 */
export function carryForward<T>(
  { rows, before }: BucketedRows,
  starts: readonly number[],
  maxAgeMs: number,
  ofBucket: (rows: readonly ColumnRow[], last: ColumnRow) => T | null,
  ofLast: (row: ColumnRow) => T | null,
): Carried<T> {
  let last = before
  const stands = (start: number) => last !== undefined && start < last.closeTime + maxAgeMs
  const values = starts.map((start, at) => {
    const own = rows[at]!
    if (own.length > 0) {
      last = own.reduce(laterRow)
      return ofBucket(own, last)
    }
    return stands(start) ? ofLast(last!) : null
  })
  const end = starts.length - 1
  return { values, last: rows[end]!.length > 0 || stands(starts[end]!) ? last : undefined }
}
