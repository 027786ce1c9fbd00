import type { Family } from '../quality/record.ts'
import { HOUR_MS, MINUTE_MS } from '../lib/time.ts'

/** A poll of one family, of one venue or of none. */
export interface Poll {
  readonly family: Family
  /** undefined for a family that is of no venue. */
  readonly exchange?: string
  readonly everyMs: number
}

/**
 * How often each family is polled. Open interest and books move by the minute in a purge; account ratios and bars are
 * made by the venues every five minutes or can be read afterwards.
 */
export const CADENCE_MS: Record<Family, number> = {
  MARKETS: HOUR_MS,
  LIQUIDATIONS: MINUTE_MS / 2,
  OPEN_INTEREST: MINUTE_MS,
  FUNDING: 5 * MINUTE_MS,
  ORDER_BOOK: MINUTE_MS,
  CANDLES: 5 * MINUTE_MS,
  LONG_SHORT: 5 * MINUTE_MS,
  MARKET_CAPS: 5 * MINUTE_MS,
  RESERVES: 6 * HOUR_MS,
  FUND_FLOWS: 6 * HOUR_MS,
  SERIES: HOUR_MS,
}

export interface Slot {
  readonly poll: Poll
  /** Begin of the slot: the same for every recorder, so that all of them name one job for it. */
  readonly at: Date
}

/**
 * The polls whose slot has begun since `after`, at most one slot each: a recorder that slept does not catch up on polls of
 * the past, which would only read now again. Polls of one cadence are spread over it, so that not all begin at once.
 */
export function dueSlots(polls: readonly Poll[], after: Date, now: Date): Slot[] {
  return polls.flatMap((poll) => {
    const offset = spreadOf(poll)
    const at = Math.floor((now.getTime() - offset) / poll.everyMs) * poll.everyMs + offset
    return at > after.getTime() ? [{ poll, at: new Date(at) }] : []
  })
}

export function nameOf({ family, exchange }: Pick<Poll, 'family' | 'exchange'>): string {
  return exchange === undefined ? family : `${family}:${exchange}`
}

/** A fixed share of the cadence, from the poll's name; no more than ten seconds. */
function spreadOf(poll: Poll): number {
  let hash = 0
  for (const character of nameOf(poll)) hash = (hash * 31 + character.charCodeAt(0)) % 10_007
  return Math.floor((hash / 10_007) * Math.min(10_000, poll.everyMs / 2))
}
