import type { Queryable } from '../db.ts'
import { grainSql, INTERVALS, ORIGIN_MS, planGrains, type Interval } from './buckets.ts'
import { InputError } from './errors.ts'
import { rollupAsOf, type ReadingTables } from './readings.ts'
import { floorTo, HOUR_MS, type Window } from './time.ts'

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

/** The rows of one market from one feed, as columns of equal length, in no order: a row an object would cost several times as much. */
export interface FeedColumns {
  readonly sourceId: number
  /** Begin of the rollups' buckets, ms. */
  readonly bucket: Float64Array
  /** Clock of the last reading in each, ms. */
  readonly closeTime: Float64Array
  /** The asked columns, in their order; '' is a value that the source does not tell. */
  readonly values: readonly (readonly string[])[]
}

/** By market. */
export type Columns = ReadonlyMap<number, readonly FeedColumns[]>

/**
 * Rows of a family's rollups in a window and its lead: from days where a bucket takes whole ones, else from hours. Rows before the
 * window are never part of a bucket in it. One set of columns a table: the statement is kept by the table's name.
 * @param columns SQL of the rollup's columns
 */
export async function getColumns(
  db: Queryable,
  tables: ReadingTables,
  columns: readonly string[],
  { marketIds, window, leadMs, interval, asOf }: ColumnsRead,
): Promise<Columns> {
  const coarsest = INTERVALS[interval].grain
  const lead = { from: new Date(floorTo(window.from.getTime() - leadMs, HOUR_MS)), to: window.from }
  const own = columns.map((column, at) => `${column} as c${at}`)
  const all = ['market_id', 'bucket', 'close_time', 'source_id', ...own].join(', ')
  const part = (grain: 'minute' | 'hour' | 'day', within: string) =>
    asOf
      ? `select ${all} from (${rollupAsOf(tables, grain, { ids: '$1::int[]', within, asOf: '$2::timestamptz' })}) as r`
      : `select ${all} from ${tables.table}_${grain} where market_id = any($1::int[]) and ${within}`
  const first = asOf ? 3 : 2
  const before = grainSql(planGrains(lead, coarsest), first, part)
  const during = grainSql(planGrains(window, coarsest), first + before.values.length, part)
  const sql = [before.sql, during.sql].filter((text) => text !== '').join('\nunion all\n')
  // Whole columns leave PostgreSQL as one text each: a third of the cost of rows, in the driver most of all.
  const result = await db.query<Record<string, string> & { id: number; source: number }>({
    name: `columns:${tables.table}:${before.name}:${during.name}${asOf ? ':as-of' : ''}`,
    text: `
      select market_id as id, source_id as source, string_agg(date_part('epoch', bucket)::bigint::text, ',') as bucket,
        string_agg(date_part('epoch', close_time)::text, ',') as close,
        ${columns.map((_, at) => `string_agg(coalesce(c${at}::text, ''), ',') as c${at}`).join(', ')}
      from (${sql}) as parts group by market_id, source_id`,
    values: [marketIds, ...(asOf ? [asOf] : []), ...before.values, ...during.values],
  })
  const found = new Map<number, FeedColumns[]>()
  for (const row of result.rows) {
    const feed = {
      sourceId: row.source,
      bucket: toMs(row.bucket!),
      closeTime: toMs(row.close!),
      values: columns.map((_, at) => row[`c${at}`]!.split(',')),
    }
    const others = found.get(row.id)
    if (others) others.push(feed)
    else found.set(row.id, [feed])
  }
  return found
}

/** Times are whole milliseconds. */
function toMs(seconds: string): Float64Array {
  const parts = seconds.split(',')
  const times = new Float64Array(parts.length)
  for (let at = 0; at < parts.length; at++) times[at] = Math.round(Number(parts[at]) * 1_000)
  return times
}

/** One row of a rollup. */
export interface ColumnRow {
  readonly bucket: number
  readonly closeTime: number
  readonly sourceId: number
  readonly values: readonly string[]
}

export function rowAt({ sourceId, bucket, closeTime, values }: FeedColumns, at: number): ColumnRow {
  return {
    bucket: bucket[at]!,
    closeTime: closeTime[at]!,
    sourceId,
    values: values.map((column) => column[at]!),
  }
}

const rowsOf = (feeds: readonly FeedColumns[]): ColumnRow[] =>
  feeds.flatMap((feed) => Array.from(feed.bucket, (_, at) => rowAt(feed, at)))

/** Where several feeds hold a rollup's bucket, the one that was read last counts; of equals the one with the lower key. */
export function laterRow(a: ColumnRow, b: ColumnRow): ColumnRow {
  if (a.closeTime !== b.closeTime) return a.closeTime > b.closeTime ? a : b
  return a.sourceId < b.sourceId ? a : b
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
  feeds: readonly FeedColumns[],
  starts: readonly number[],
  interval: Interval,
  from: Date,
  choose: (a: ColumnRow, b: ColumnRow) => ColumnRow,
): BucketedRows {
  const { ms } = INTERVALS[interval]
  const chosen = new Map<number, ColumnRow>()
  let before: ColumnRow | undefined
  for (const row of rowsOf(feeds)) {
    if (row.bucket < from.getTime()) {
      before = before === undefined ? row : laterRow(before, row)
      continue
    }
    const other = chosen.get(row.bucket)
    chosen.set(row.bucket, other === undefined ? row : choose(other, row))
  }
  const none: ColumnRow[] = []
  const buckets = starts.map(() => none)
  for (const row of chosen.values()) {
    const at = (floorTo(row.bucket, ms, ORIGIN_MS) - starts[0]!) / ms
    if (buckets[at] === none) buckets[at] = [row]
    else buckets[at]!.push(row)
  }
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
  let carried: { readonly of: ColumnRow; readonly value: T | null } | undefined
  const stands = (start: number) => last !== undefined && start < last.closeTime + maxAgeMs
  const values = starts.map((start, at) => {
    const own = rows[at]!
    if (own.length > 0) {
      last = own.reduce(laterRow)
      return ofBucket(own, last)
    }
    if (!stands(start)) return null
    // One rate stands for many hours: it is worked out once.
    if (carried === undefined || carried.of !== last) carried = { of: last!, value: ofLast(last!) }
    return carried.value
  })
  const end = starts.length - 1
  return { values, last: rows[end]!.length > 0 || stands(starts[end]!) ? last : undefined }
}

/** The last value of each bucket, carried as by carryForward, of column 0: without an object a row, since these are the many. */
export function lastValues(
  feeds: readonly FeedColumns[],
  starts: readonly number[],
  interval: Interval,
  from: Date,
  maxAgeMs: number,
): Carried<string> {
  const { ms } = INTERVALS[interval]
  const [begin, first, size] = [from.getTime(), starts[0]!, starts.length]
  // Place `size` is what stood before the window.
  const closes = new Float64Array(size + 1).fill(-Infinity)
  const texts = new Array<string | null>(size + 1).fill(null)
  const places = new Int32Array(size + 1)
  const owners = new Int32Array(size + 1)
  const byKey = [...feeds].sort((a, b) => a.sourceId - b.sourceId)
  for (const [feed, { bucket, closeTime, values }] of byKey.entries()) {
    const texts0 = values[0]!
    for (let row = 0; row < bucket.length; row++) {
      const at = bucket[row]! < begin ? size : Math.floor((bucket[row]! - first) / ms)
      if (closeTime[row]! <= closes[at]!) continue
      closes[at] = closeTime[row]!
      texts[at] = texts0[row]!
      places[at] = row
      owners[at] = feed
    }
  }
  let last = size
  const values: (string | null)[] = new Array<string | null>(size)
  for (let at = 0; at < size; at++) {
    if (texts[at] !== null) last = at
    values[at] = last === at || starts[at]! < closes[last]! + maxAgeMs ? texts[last]! : null
  }
  const stands = values[size - 1] !== null
  return { values, last: stands ? rowAt(byKey[owners[last]!]!, places[last]!) : undefined }
}

/** The row of each id that was read last, at `since` or later; of equals that of the lower source. */
export function lastRowsOf(columns: Columns, since: number): Map<number, ColumnRow> {
  const found = new Map<number, ColumnRow>()
  for (const [id, feeds] of columns) {
    const last = rowsOf(feeds).reduce(laterRow)
    if (last.closeTime > since) found.set(id, last)
  }
  return found
}
