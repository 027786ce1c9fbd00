import Big from 'big.js'
import { DAY_MS, type Window } from '../lib/time.ts'
import type { DecimalString } from '../lib/decimal.ts'
import type { DayBound, OpenInterestBuckets } from './store.ts'

export interface High {
  readonly usd: DecimalString
  /** Begin of the bucket whose end had it, ms. */
  readonly start: number
}

/**
 * The highest sum at the end of any hour, found without reading every hour: days are opened from the highest bound
 * downwards, and once a sum is found that no other day's bound exceeds, none of those can hold a higher one.
 * Exact, as a bound is never below any sum of its day.
 * @param bounds highest first
 * @param readHours running sums of a day by hour
 */
export async function findHigh(
  bounds: readonly DayBound[],
  until: Date,
  readHours: (day: Window) => Promise<OpenInterestBuckets>,
): Promise<High | undefined> {
  let best: { usd: Big; start: number } | undefined
  for (const { start, highUsd } of bounds) {
    if (best?.usd.gte(highUsd)) break
    const to = new Date(Math.min(start.getTime() + DAY_MS, until.getTime()))
    const hours = await readHours({ from: start, to })
    for (const [index, at] of hours.start.entries()) {
      // A sum that lacks an expected market is a lower bound: it can't be a record.
      if (hours.missing[index]! > 0 || hours.known[index] === 0) continue
      const usd = new Big(hours.knownUsd[index]!)
      if (!best || usd.gt(best.usd) || (usd.eq(best.usd) && at < best.start)) best = { usd, start: at }
    }
  }
  return best && { usd: best.usd.toFixed(), start: best.start }
}
