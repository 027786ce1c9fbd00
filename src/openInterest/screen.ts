import type { OpenInterestRecord } from './record.ts'

/*
 * One venue's glitch has moved published totals by ten per cent: a market's interest fell by 99.56 % in a quarter of an hour
 * and rose again 214-fold. A jump on one venue alone, that neither the price nor the other venues nor forced orders explain, is
 * held back until later readings tell which level is true.
 */

/** A change of the coins held by more than this factor, either way, needs an explanation. */
const JUMP = 3
/** Two levels within this factor are the same level. */
const SAME = 1.5
/** Below this, in USD, a single trader can do it. */
const LEAST_USD = 1_000_000
/** A price that moved by so much explains any change of positions. */
const PRICE_MOVE = 0.3
/** A price so far from the other venues' is no price. */
const PRICE_OFF = 0.5
/** Forced orders worth so much of what fell explain the fall. */
const LIQUIDATED_SHARE = 0.2
/** An older reading is nothing to compare with. */
const LONGEST_MS = 24 * 3_600_000
/** So many readings at a new level, over so long, make it the level. */
const AGREEING = 3
const AGREEING_MS = 10 * 60_000

/** What is compared: coins and USD per coin, as numbers: ratios are wanted, not digits. */
export interface Level {
  readonly time: Date
  readonly coins: number
  readonly price: number
}

/** What else is known of the moment of a jump. */
export interface Surroundings {
  /** Change of the same asset's coins on other venues over the same time, as factors; [] when none was read. */
  readonly otherFactors: readonly number[]
  /** The same asset's mark price on other venues at the later time. */
  readonly otherPrices: readonly number[]
  /** Forced orders of this market between the two times, USD. */
  readonly liquidatedUsd: number
}

/** Whether a change is worth looking at the surroundings: cheap, for every reading. */
export function isJump(before: Level, now: Level): boolean {
  if (now.time.getTime() - before.time.getTime() > LONGEST_MS) return false
  if (Math.max(before.coins * before.price, now.coins * now.price) < LEAST_USD) return false
  return !within(now.coins, before.coins, JUMP) || Math.abs(now.price / before.price - 1) > PRICE_MOVE
}

/** Why a jump is not to be believed yet, in a sentence with its figures; undefined: it is explained. */
export function findFault(
  before: Level,
  now: Level,
  { otherFactors, otherPrices, liquidatedUsd }: Surroundings,
) {
  const otherPrice = median(otherPrices)
  if (otherPrice !== undefined && Math.abs(now.price / otherPrice - 1) > PRICE_OFF)
    return `price ${now.price} where other venues have ${otherPrice}`
  if (within(now.coins, before.coins, JUMP)) return undefined
  const factor = now.coins / before.coins
  const others = median(otherFactors)
  if (others !== undefined && within(factor, others, JUMP)) return undefined
  if (Math.abs(now.price / before.price - 1) > PRICE_MOVE) return undefined
  const fallenUsd = (before.coins - now.coins) * before.price
  if (fallenUsd > 0 && liquidatedUsd > LIQUIDATED_SHARE * fallenUsd) return undefined
  const minutes = Math.round((now.time.getTime() - before.time.getTime()) / 60_000)
  return (
    `coins changed ${factor.toPrecision(3)}-fold in ${minutes} min, ` +
    (others === undefined ? 'no other venue was read, ' : `on other venues ${others.toPrecision(3)}-fold, `) +
    `price ${((now.price / before.price - 1) * 100).toFixed(1)} %, ` +
    `forced orders ${Math.round(liquidatedUsd)} USD of ${Math.round(Math.abs(fallenUsd))}`
  )
}

export type Verdict =
  /** Accept it; what was held before it was a fault. */
  | 'BACK'
  /** Accept it and what was held: the new level has lasted. */
  | 'NEW_LEVEL'
  /** Hold it too: it agrees with what is held, which has not lasted long enough. */
  | 'WAIT'
  /** It agrees with neither: judge it as a jump of its own. */
  | 'OTHER'

/** What a reading says of those that are held: oldest first, at least one. `before`: the last one that was believed. */
export function judgeHeld(before: Level | undefined, held: readonly Level[], now: Level): Verdict {
  if (before && within(now.coins, before.coins, SAME) && within(now.price, before.price, 1 + PRICE_MOVE))
    return 'BACK'
  const last = held.at(-1)!
  if (!within(now.coins, last.coins, SAME)) return 'OTHER'
  const agreeing = held.filter((level) => within(level.coins, now.coins, SAME))
  const lasted = now.time.getTime() - agreeing[0]!.time.getTime()
  return agreeing.length + 1 >= AGREEING && lasted >= AGREEING_MS ? 'NEW_LEVEL' : 'WAIT'
}

export function levelOf({ time, baseQuantity, markPrice }: Omit<OpenInterestRecord, 'marketId'>): Level {
  return { time, coins: Number(baseQuantity), price: Number(markPrice) }
}

function within(a: number, b: number, factor: number): boolean {
  if (a === 0 || b === 0) return a === b
  return a / b <= factor && b / a <= factor
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2
}
