import { INTERVALS, MAX_BUCKETS, ORIGIN_MS, type Interval } from '../lib/buckets.ts'
import { floorTo } from '../lib/time.ts'
import { DateTime } from './scalars.ts'

/** Arguments of a field by name: parsed where they stand in a document, as they were sent where they are variables. */
type Arguments = Readonly<Record<string, unknown>>

/**
 * How many buckets the series have whose window and interval a field was asked for; days where it takes no interval.
 * @returns 0 for what is no window, which is refused when it runs; undefined: it is asked for no buckets
 */
export function findBucketCount(values: Arguments): number | undefined {
  if ('hoursAfter' in values) return withinMost(Number(values.hoursBefore) + Number(values.hoursAfter))
  if (!('window' in values)) return undefined
  const { from, to } = (values.window ?? {}) as Arguments
  const interval = INTERVALS[(values.interval ?? 'DAY') as Interval] as { ms: number } | undefined
  const ms = interval?.ms ?? NaN
  return withinMost(Math.ceil((momentOf(to) - floorTo(momentOf(from), ms, ORIGIN_MS)) / ms))
}

/** NaN is no count either. */
const withinMost = (count: number): number => (count > 0 ? Math.min(count, MAX_BUCKETS) : 0)

/** Epoch ms; NaN: it is no moment. */
function momentOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  try {
    return DateTime.parseValue(value).getTime()
  } catch {
    return NaN
  }
}
