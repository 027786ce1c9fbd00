import Big from 'big.js'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { DEPTH_LEVELS } from './record.ts'
import type { StoredBook, StoredSide } from './store.ts'

export type OrderSide = 'BUY' | 'SELL'

/** Bounds of a number; upper null: there is none that is known. */
export interface Bounds {
  readonly lower: DecimalString
  readonly upper: DecimalString | null
}

/** One step of what is known of a side: how much rests from mid out to a distance, USD. */
export interface KnownDepth {
  /** As a fraction of mid. */
  readonly distance: Big
  readonly usd: Big
}

/** What is known of a side, by distance: each level that the book reaches, and all of it out to where it ends. */
export function knownDepths({ levels, total, reach }: StoredSide): KnownDepth[] {
  const known: KnownDepth[] = []
  for (const level of DEPTH_LEVELS) {
    const usd = levels[level]
    if (usd !== null) known.push({ distance: new Big(level), usd: new Big(usd) })
  }
  const end = new Big(reach)
  const last = known.at(-1)
  if (!last || end.gt(last.distance)) known.push({ distance: end, usd: new Big(total) })
  return known
}

/**
 * What rests between mid and a distance, USD: what is known nearer and farther bounds it.
 * @param distance a fraction of mid, above 0
 */
export function depthWithin(side: StoredSide, distance: Big): Bounds {
  const known = knownDepths(side)
  const nearer = known.filter((step) => step.distance.lte(distance)).at(-1)
  const farther = known.find((step) => step.distance.gte(distance))
  return {
    lower: toPlain(nearer?.usd ?? new Big(0)),
    upper: farther ? toPlain(farther.usd) : null,
  }
}

/** What an order at market costs against one book. */
export interface Slippage {
  /** Mean price that it trades at, USD a coin. */
  readonly averagePrice: { readonly lower: DecimalString; readonly upper: DecimalString }
  /** Distance of that from mid, a fraction, to the taker's cost. */
  readonly slippage: { readonly lower: DecimalString; readonly upper: DecimalString }
}

/** Digits behind the point that quotients are kept with before the last one rounds them. */
const GUARD = 40

/**
 * Bounds of what an order of so many USD (price x coins that trade) costs. Of each band between two known distances it is known how much
 * rests in it, but not where: all of it trades at its near edge at best, at its far edge at worst. The first band begins at the best price.
 * @param usd above 0
 * @returns undefined when the order is larger than what is known to rest
 */
export function slippageOf(book: StoredBook, side: OrderSide, usd: DecimalString): Slippage | undefined {
  const own = side === 'BUY' ? book.asks : book.bids
  const mid = new Big(book.mid)
  const priceAt = (distance: Big) => mid.times(side === 'BUY' ? distance.plus(1) : new Big(1).minus(distance))
  let left = new Big(usd)
  let filled = new Big(0)
  let near = new Big(own.best)
  // Coins that trade when everything lies at the near edges, and at the far ones; undefined: at a price of nothing.
  let coinsNear = new Big(0)
  let coinsFar: Big | undefined = new Big(0)
  for (const { distance, usd: resting } of knownDepths(own)) {
    const far = priceAt(distance)
    const band = resting.minus(filled)
    const taken = band.lt(left) ? band : left
    if (taken.gt(0)) {
      coinsNear = coinsNear.plus(ratio(taken, near, GUARD)!)
      const more = ratio(taken, far, GUARD)
      coinsFar = more === undefined ? undefined : coinsFar?.plus(more)
      left = left.minus(taken)
      if (left.eq(0)) break
    }
    filled = resting
    // A book whose best price lies beyond the level has nothing before it.
    if (side === 'BUY' ? far.gt(near) : far.lt(near)) near = far
  }
  if (left.gt(0)) return undefined
  const atBest = averageOf(usd, coinsNear)
  const atWorst = coinsFar === undefined ? '0' : averageOf(usd, coinsFar)
  const cost = (price: DecimalString) => {
    const part = ratio(price, mid, 12)!
    return toPlain(side === 'BUY' ? new Big(part).minus(1) : new Big(1).minus(part))
  }
  const [lower, upper] = side === 'BUY' ? [atBest, atWorst] : [atWorst, atBest]
  return {
    averagePrice: { lower, upper },
    slippage: { lower: cost(atBest), upper: cost(atWorst) },
  }
}

const averageOf = (usd: DecimalString, coins: Big): DecimalString => ratio(usd, coins, 12)!
