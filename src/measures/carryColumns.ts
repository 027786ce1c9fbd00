import { getBucketStarts, INTERVALS, type Interval } from '../lib/buckets.ts'
import { floorTo, HOUR_MS, type Grain, type Window } from '../lib/time.ts'
import type { CloseCache, Closes, CloseSource } from './closes.ts'
import { rowsById, type RowSpan } from './idRows.ts'

/** Buckets to which rows are carried. */
export interface CarryGrid {
  /** Begin of the first bucket, ms. */
  readonly base: number
  readonly stepMs: number
  readonly size: number
  /** Rows before this are not in a bucket, they only stand. */
  readonly from: number
  /** A row stands in every bucket that begins less than this after it. */
  readonly maxAgeMs: number
}

/** Numbers of the rows of some closes; NaN: none. */
export type RowValues = (closes: Closes) => Float64Array

/**
 * One id's number by bucket: of its last row in it, or of the last one before while that is young enough. NaN: none stands.
 * @param spans its rows, oldest first
 * @param merge the number of several rows of one bucket; left out: that of the last one
 */
export function carryColumn(
  spans: readonly RowSpan[],
  { base, stepMs, size, from, maxAgeMs }: CarryGrid,
  valuesOf: RowValues,
  merge?: (rows: readonly (readonly [Closes, number])[]) => number,
): Float64Array {
  const column = new Float64Array(size).fill(NaN)
  let standing = NaN
  // When what stands was read: until its age is up it is carried.
  let stood = -Infinity
  let next = 0
  let own: (readonly [Closes, number])[] = []
  let bucket = -1
  // The row before, in the same bucket or not.
  let before: Closes | undefined
  let rowBefore = 0
  for (const { closes, first, last } of spans) {
    const values = valuesOf(closes)
    const { times, origin } = closes
    for (let row = first; row < last; row++) {
      const time = origin + times[row]!
      const at = Math.floor((time - base) / stepMs)
      if (at >= size) break
      if (time >= from) {
        if (at > next) {
          const end = Math.min(at, Math.ceil((stood + maxAgeMs - base) / stepMs))
          for (; next < end; next++) column[next] = standing
        }
        next = at + 1
        if (merge !== undefined && at === bucket) {
          if (own.length === 0) own.push([before!, rowBefore])
          own.push([closes, row])
          column[at] = merge(own)
        } else {
          own = own.length === 0 ? own : []
          column[at] = values[row]!
        }
        bucket = at
        before = closes
        rowBefore = row
      }
      standing = values[row]!
      stood = time
    }
  }
  const end = Math.min(size, Math.ceil((stood + maxAgeMs - base) / stepMs))
  for (; next < end; next++) column[next] = standing
  return column
}

/** Works out numbers of closes once: they are kept as long as the closes are. */
export function rememberValues(valueAt: (closes: Closes, row: number) => number): RowValues {
  const held = new WeakMap<Closes, Float64Array>()
  return (closes) => {
    let values = held.get(closes)
    if (!values) {
      values = new Float64Array(closes.times.length)
      for (let row = 0; row < values.length; row++) values[row] = valueAt(closes, row)
      held.set(closes, values)
    }
    return values
  }
}

/** What is read of some ids: a window at whole hours. */
export interface GridRead {
  readonly marketIds: readonly number[]
  /** Which venue an id is of. */
  readonly scopeOf: (id: number) => number
  readonly window: Window
  readonly interval: Interval
  /** How long a row stands. */
  readonly maxAgeMs: number
  readonly asOf?: Date | undefined
}

/**
 * Numbers of ids by bucket, carried; ids without any row are left out.
 * @param coarsest no coarser rollup is read; left out: that of the interval
 */
export async function readCarried(
  cache: CloseCache,
  source: CloseSource,
  read: GridRead,
  valuesOf: RowValues,
  { coarsest, merge }: { readonly coarsest?: Grain; readonly merge?: Parameters<typeof carryColumn>[3] } = {},
): Promise<Map<number, Float64Array>> {
  const { grid, spans } = await readSpans(cache, source, read, coarsest)
  return new Map([...spans].map(([id, own]) => [id, carryColumn(own, grid, valuesOf, merge)]))
}

/** Two numbers of the same rows by bucket, carried: rows are read once. */
export async function readCarriedPairs(
  cache: CloseCache,
  source: CloseSource,
  read: GridRead,
  [first, second]: readonly [RowValues, RowValues],
): Promise<Map<number, readonly [Float64Array, Float64Array]>> {
  const { grid, spans } = await readSpans(cache, source, read)
  return new Map(
    [...spans].map(([id, own]) => [id, [carryColumn(own, grid, first), carryColumn(own, grid, second)]]),
  )
}

async function readSpans(
  cache: CloseCache,
  source: CloseSource,
  { marketIds, scopeOf, window, interval, maxAgeMs, asOf }: GridRead,
  coarsest?: Grain,
): Promise<{ readonly grid: CarryGrid; readonly spans: Map<number, RowSpan[]> }> {
  const starts = getBucketStarts(window, interval)
  const { ms: stepMs, grain } = INTERVALS[interval]
  const from = window.from.getTime()
  const pieces = await cache.read(source, marketIds, {
    scopeOf,
    // What stood before the window is read with it.
    window: { from: new Date(floorTo(from - maxAgeMs, HOUR_MS)), to: window.to },
    coarsest: coarsest ?? grain,
    asOf,
  })
  const grid = { base: starts[0]!, stepMs, size: starts.length, from, maxAgeMs }
  // What is kept may hold more ids of a venue than are asked for.
  const asked = new Set(marketIds)
  const spans = rowsById(pieces)
  for (const id of spans.keys()) if (!asked.has(id)) spans.delete(id)
  return { grid, spans }
}
