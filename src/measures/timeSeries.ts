import { getBucketStarts, INTERVALS, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import { applyTransforms, leadOf, unitAfter, type Transform, type Unit } from './transform.ts'

/** One column over the buckets of a window, oldest first. */
export interface TimeSeries {
  readonly unit: Unit
  readonly interval: Interval
  readonly transforms: readonly Transform[]
  /** Begin of each bucket, ms. */
  readonly start: readonly number[]
  /** null: not known. */
  readonly value: readonly (DecimalString | null)[]
}

/** What is read to answer a window: with transforms, the buckets that they look back to come before it. */
export interface SeriesPlan {
  readonly window: Window
  readonly interval: Interval
  readonly transforms: readonly Transform[]
  /** Begin of each bucket of the answer, ms. */
  readonly start: readonly number[]
  /** The window to read: the first bucket is read whole when something looks back. */
  readonly read: Window
  /** Begin of each bucket to read, ms. */
  readonly readStart: readonly number[]
}

/** @throws InputError TOO_MANY_BUCKETS, of the answer alone */
export function planSeries(window: Window, interval: Interval, transforms: readonly Transform[]): SeriesPlan {
  const start = getBucketStarts(window, interval)
  const lead = leadOf(transforms)
  if (lead === 0) return { window, interval, transforms, start, read: window, readStart: start }
  const { ms } = INTERVALS[interval]
  const before = Array.from({ length: lead }, (_, at) => start[0]! - (lead - at) * ms)
  return {
    window,
    interval,
    transforms,
    start,
    read: { from: new Date(before[0]!), to: window.to },
    readStart: [...before, ...start],
  }
}

/** The answer from a column over `plan.readStart`. */
export function toTimeSeries(
  plan: SeriesPlan,
  unit: Unit,
  column: readonly (DecimalString | null)[],
): TimeSeries {
  const { interval, transforms, start } = plan
  return {
    unit: unitAfter(unit, transforms),
    interval,
    transforms,
    start,
    value: applyTransforms(column, transforms),
  }
}
