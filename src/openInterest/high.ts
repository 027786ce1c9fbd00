import Big from 'big.js'
import type { DecimalString } from '../lib/decimal.ts'
import { GRAIN_MS, type Window } from '../lib/time.ts'
import type { HighBound } from './highBounds.ts'

export interface High {
  readonly usd: DecimalString
  /** Begin of the minute at whose end the sum stood, ms. */
  readonly start: number
}

/** What the search reads; each span begins at a whole day or hour. */
export interface HighReader {
  /** Highest first. */
  bounds(grain: 'hour' | 'day', span: Window): Promise<HighBound[]>
  /** The sum at the end of each minute. */
  minutes(span: Window): Promise<MinuteSums>
}

/** `start` in ms; null: a sum that is not known, or lacks an expected market. */
export interface MinuteSums {
  readonly start: readonly number[]
  readonly usd: readonly (DecimalString | null)[]
}

/**
 * The highest sum at the end of any minute of a span, found without reading every minute: days are opened from the highest
 * bound downwards, hours of a day likewise. Once a sum is found that no other bound exceeds, nothing else can hold a
 * higher one. Exact, as a bound is never below any sum that it stands for. Of equal sums the first counts.
 */
export async function findHigh(span: Window, reader: HighReader): Promise<High | undefined> {
  let best: { usd: Big; start: number } | undefined
  const search = async (grain: 'hour' | 'day', within: Window): Promise<void> => {
    for (const { start, highUsd } of await reader.bounds(grain, within)) {
      // No reading, no sum.
      if (highUsd === 0 || best?.usd.gt(highUsd)) return
      const end = Math.min(start.getTime() + GRAIN_MS[grain], within.to.getTime())
      const part = { from: start, to: new Date(end) }
      if (grain === 'day') await search('hour', part)
      else best = highestOf(await reader.minutes(part), best)
    }
  }
  await search('day', span)
  return best && { usd: best.usd.toFixed(), start: best.start }
}

function highestOf({ start, usd }: MinuteSums, best: { usd: Big; start: number } | undefined) {
  for (const [index, at] of start.entries()) {
    // A sum that lacks an expected market is a lower bound: it can't be a record.
    const value = usd[index]
    if (value == null || best?.usd.gt(value)) continue
    const own = new Big(value)
    if (!best || own.gt(best.usd) || at < best.start) best = { usd: own, start: at }
  }
  return best
}
