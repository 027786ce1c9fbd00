import type { Queryable } from '../db.ts'
import { GRAIN_MS, type Window } from '../lib/time.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import { MAX_AGE_MINUTES, OPEN_INTEREST_TABLES } from './store.ts'

/** A day or an hour: no sum at any moment of it was above `highUsd`, which is rounded up. */
export interface HighBound {
  readonly start: Date
  readonly highUsd: number
}

const HIGHS: CloseSource = { tables: OPEN_INTEREST_TABLES, column: 'close_usd', more: 'high_usd' }

/** More than additions of doubles can be off by, in all. */
const ROUNDED_UP = 1 + 1e-8

export interface BoundsRequest {
  readonly marketIds: readonly number[]
  readonly exchangeOf: (marketId: number) => number
  /** Begins with a whole day or hour. */
  readonly span: Window
  readonly grain: 'hour' | 'day'
  readonly asOf?: Date | undefined
}

/**
 * For each day or hour of a span: the sum of every market's high in it, of what stood of the market before being one of them; a market
 * without a reading counts with its last close. No sum within it can be higher. Highest first.
 */
export async function getHighBounds(
  db: Queryable,
  closes: CloseCache,
  { marketIds, exchangeOf, span, grain, asOf }: BoundsRequest,
): Promise<HighBound[]> {
  const stepMs = GRAIN_MS[grain]
  const begin = span.from.getTime()
  const buckets = Math.ceil((span.to.getTime() - begin) / stepMs)
  const whole = { from: span.from, to: new Date(begin + buckets * stepMs) }
  // What is older stands in no sum.
  const [last, pieces] = await Promise.all([
    getLastBefore(db, HIGHS, marketIds, span.from, MAX_AGE_MINUTES * 60_000, asOf),
    closes.read(HIGHS, marketIds, { scopeOf: exchangeOf, window: whole, coarsest: grain, asOf }),
  ])
  const asked = new Set(marketIds)
  // Each row adds its difference to what stood before; running sums give the buckets.
  const steps = new Float64Array(buckets + 1)
  const standing = new Map<number, number>()
  for (const id of marketIds) {
    const value = Number(last.get(id)?.value ?? 0)
    standing.set(id, value)
    steps[0]! += value
  }
  for (const { from, to, closes: parts } of pieces)
    for (const { ids, offsets, times, origin, values, more } of parts)
      for (let at = 0; at < ids.length; at++) {
        if (!asked.has(ids[at]!)) continue
        let before = standing.get(ids[at]!)!
        for (let row = offsets[at]!; row < offsets[at + 1]!; row++) {
          const time = origin + times[row]!
          if (time < from || time >= to) continue
          const bucket = Math.floor((time - begin) / stepMs)
          const close = values.numberAt(row)
          const high = Math.max(before, more!.numberAt(row))
          steps[bucket]! += high - before
          steps[bucket + 1]! += close - high
          before = close
        }
        standing.set(ids[at]!, before)
      }
  const bounds: HighBound[] = []
  let sum = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    sum += steps[bucket]!
    bounds.push({ start: new Date(begin + bucket * stepMs), highUsd: sum * ROUNDED_UP })
  }
  return bounds.sort((a, b) => b.highUsd - a.highUsd || a.start.getTime() - b.start.getTime())
}
