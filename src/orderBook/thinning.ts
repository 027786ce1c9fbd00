import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded, fromUnits, toFixedColumn } from '../lib/fixed.ts'

/** Days before that tell what is usual at an hour of the day, and how many of them must be known. */
export const USUAL_DAYS = 7
export const LEAST_DAYS = 4

const PLACES = 12

/** Depth of a bucket against what is usual at its time of the day. */
export interface Thinning {
  /** Median of the buckets at the same time of the days before, USD; null when fewer than LEAST_DAYS are known. */
  readonly usualUsd: DecimalString | null
  /** Days before that are known. */
  readonly days: number
  /** depth / usual - 1, 12 decimals; null when either is not known, or nothing is usual. */
  readonly change: DecimalString | null
}

/**
 * How depth stands against the median of the same time of the 7 days before. A median is not moved by one bad day.
 * @param column depth by bucket, USD
 * @param bucketsPerDay buckets that make a day
 * @param from the first bucket to tell: those before are looked back to
 */
export function thinningOf(
  column: readonly (DecimalString | null)[],
  bucketsPerDay: number,
  from: number,
): Thinning[] {
  const { scale, values } = toFixedColumn(column)
  return values.slice(from).map((depth, offset) => {
    const at = from + offset
    const before: bigint[] = []
    for (let day = 1; day <= USUAL_DAYS; day++) {
      const value = values[at - day * bucketsPerDay]
      if (value != null) before.push(value)
    }
    const days = before.length
    if (days < LEAST_DAYS) return { usualUsd: null, days, change: null }
    before.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    // Twice the median: of an even number it lies half-way between the two in the middle.
    const twice = before[(days - 1) >> 1]! + before[days >> 1]!
    const usualUsd = fromUnits(twice * 5n, scale + 1)
    if (depth === null || twice === 0n) return { usualUsd, days, change: null }
    const one = 10n ** BigInt(PLACES)
    return { usualUsd, days, change: fromUnits(divideRounded(2n * depth * one, twice) - one, PLACES) }
  })
}
