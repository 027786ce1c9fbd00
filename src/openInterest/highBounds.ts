import type { Queryable } from '../db.ts'
import { GRAIN_MS, MINUTE_MS, type Window } from '../lib/time.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import { getExpectations } from '../markets/ends.ts'
import { OPEN_INTEREST_TABLES } from './store.ts'

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
  /** Begins with a whole day or hour. */
  readonly span: Window
  readonly grain: 'hour' | 'day'
  /** How long a reading stands at most. */
  readonly maxAgeMinutes: number
  readonly asOf?: Date | undefined
}

/**
 * For each day or hour of a span: the sum of every market's high in it, of what stood of the market before being one of them; a market
 * without a reading counts with its last close. No sum within it can be higher. Highest first; those in which no sum can be known, as
 * an expected market is silent all through, are left out.
 */
export async function getHighBounds(
  db: Queryable,
  closes: CloseCache,
  { marketIds, span, grain, maxAgeMinutes, asOf }: BoundsRequest,
): Promise<HighBound[]> {
  const stepMs = GRAIN_MS[grain]
  const maxAgeMs = maxAgeMinutes * MINUTE_MS
  const begin = span.from.getTime()
  const buckets = Math.ceil((span.to.getTime() - begin) / stepMs)
  const whole = { from: span.from, to: new Date(begin + buckets * stepMs) }
  const [expectations, last] = await Promise.all([
    getExpectations(db, marketIds, asOf),
    getLastBefore(db, HIGHS, marketIds, span.from, maxAgeMs, asOf),
  ])
  const pieces = await closes.read(HIGHS, marketIds, {
    scopeOf: (id) => expectations.get(id)!.exchangeId,
    window: whole,
    coarsest: grain,
    asOf,
  })
  // Each row adds its difference to what stood before; running sums give the buckets.
  const steps = new Float64Array(buckets + 1)
  const silent = new Int32Array(buckets + 1)
  const standing = new Map<number, { usd: number; time: number | undefined }>()
  for (const id of marketIds) {
    const usd = Number(last.get(id)?.value ?? 0)
    standing.set(id, { usd, time: last.get(id)?.time.getTime() })
    steps[0]! += usd
  }
  /** Buckets that begin when a reading is too old already and end before the next one, while the market should be read. */
  const markSilent = (id: number, time: number | undefined, next: number) => {
    const { endedAt } = expectations.get(id)!
    if (time === undefined) return
    const from = Math.max(0, Math.ceil((time + maxAgeMs - begin) / stepMs))
    const ends = endedAt ? Math.floor((endedAt.getTime() - begin) / stepMs) : buckets
    const to = Math.min(next, ends)
    if (from >= to) return
    silent[from]! += 1
    silent[to]! -= 1
  }
  for (const { from, to, closes: parts } of pieces)
    for (const { ids, offsets, times, origin, values, more } of parts)
      for (let at = 0; at < ids.length; at++) {
        const state = standing.get(ids[at]!)
        if (!state) continue
        for (let row = offsets[at]!; row < offsets[at + 1]!; row++) {
          const time = origin + times[row]!
          if (time < from || time >= to) continue
          const bucket = Math.floor((time - begin) / stepMs)
          markSilent(ids[at]!, state.time, bucket)
          const close = values.numberAt(row)
          const high = Math.max(state.usd, more!.numberAt(row))
          steps[bucket]! += high - state.usd
          steps[bucket + 1]! += close - high
          state.usd = close
          state.time = time
        }
      }
  for (const [id, { time }] of standing) markSilent(id, time, buckets)
  const bounds: HighBound[] = []
  let [sum, unknown] = [0, 0]
  for (let bucket = 0; bucket < buckets; bucket++) {
    sum += steps[bucket]!
    unknown += silent[bucket]!
    if (unknown === 0) bounds.push({ start: new Date(begin + bucket * stepMs), highUsd: sum * ROUNDED_UP })
  }
  return bounds.sort((a, b) => b.highUsd - a.highUsd || a.start.getTime() - b.start.getTime())
}
