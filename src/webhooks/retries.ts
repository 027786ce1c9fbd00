import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/time.ts'

/** Pauses between tries: the schedule that Standard Webhooks recommends, ten tries in some 75 hours. */
const PAUSES_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

export const MOST_TRIES = PAUSES_MS.length + 1

/** More than any pause between two tries of a message. */
export const UNTRIED_MS = 2 * DAY_MS

/** A webhook that fails for so long without a break is sent nothing more. */
export const FAILING_FOR_MS = 5 * DAY_MS

const JITTER = 0.1

/**
 * How long to wait after a try that failed; undefined: it was the last one.
 * @param tries made so far, 1 or more
 * @param askedMs what the receiver asked for (`retry-after`), at most a day counts
 * @param chance from 0 to 1: what failed together is not tried again together
 */
export function pauseAfter(tries: number, askedMs: number, chance: number): number | undefined {
  const usual = PAUSES_MS[tries - 1]
  if (usual === undefined) return undefined
  return Math.max(usual * (1 + JITTER * (2 * chance - 1)), Math.min(askedMs, DAY_MS))
}

/** Milliseconds that a `retry-after` asks for: seconds, or a date. 0 for what is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  if (header === undefined) return 0
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime())
}
