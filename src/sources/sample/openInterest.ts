import { DAY_MS, HOUR_MS } from '../../lib/time.ts'
import { altInterest, interestPath } from './anchors.ts'
import { isMajor, sampleMarkets, styleShare, venueShare, type SampleMarket } from './markets.ts'
import { priceAt } from './prices.ts'
import { along, wave } from './random.ts'
import { contains, denseWindows, sampleWindow } from './schedule.ts'
import { decimalText } from './text.ts'

/** Noise stays away from the anchors, which it would move: the dense spans and the peak of late July. */
const JULY_PEAK = Date.UTC(2025, 6, 28)
const CALM_MS = 24 * HOUR_MS

/** Open interest of all markets together in USD, at a knot. */
function interestAt(ms: number): number {
  const level = along(interestPath, ms)
  const calm =
    Math.abs(ms - JULY_PEAK) <= CALM_MS ||
    denseWindows.some(({ from, to }) =>
      contains({ from: new Date(from.getTime() - CALM_MS), to: new Date(to.getTime() + CALM_MS) }, ms),
    )
  return calm ? level : level * (1 + 0.008 * wave(11, ms, 36 * HOUR_MS))
}

function weightAt(market: SampleMarket, ms: number): number {
  const { asset } = market
  const factor =
    (isMajor(asset) ? 1 : along(altInterest, ms)) * (1 + 0.03 * wave(1000 + market.index, ms, 36 * HOUR_MS))
  return asset.interest * venueShare[market.exchangeCode]! * styleShare(market) * factor
}

/** Times at which the sum of all markets is anchored: every midnight and every point of the path. */
const knots: readonly number[] = (() => {
  const times = new Set(interestPath.map(([ms]) => ms))
  for (let ms = sampleWindow.from.getTime(); ms <= sampleWindow.to.getTime(); ms += DAY_MS) times.add(ms)
  return [...times].sort((a, b) => a - b)
})()

const coinsOfKnots: (readonly number[] | undefined)[] = []

/** Coins of every market at a knot, such that their values sum to the anchored interest. */
function coinsAtKnot(knot: number): readonly number[] {
  const found = coinsOfKnots[knot]
  if (found) return found
  const ms = knots[knot]!
  const weights = sampleMarkets.map((market) => weightAt(market, ms))
  const unit = interestAt(ms) / weights.reduce((sum, weight) => sum + weight, 0)
  const coins = sampleMarkets.map(({ asset }, index) => (weights[index]! * unit) / priceAt(asset, ms))
  coinsOfKnots[knot] = coins
  return coins
}

let held: { readonly ms: number; readonly knot: number } | undefined

/** The last knot at or before a time; kept for the last time asked, as markets are read one after another. */
function knotBefore(ms: number): number {
  if (held?.ms !== ms) {
    let knot = 0
    while (knot < knots.length - 2 && knots[knot + 1]! <= ms) knot++
    held = { ms, knot }
  }
  return held.knot
}

/**
 * Coins of open interest, rounded so that a unit of the last place is worth a few dollars at most, and the price of one.
 * Between knots it is the coins that go straight, not their value: when the price moves, positions stay and value follows.
 */
export function readingAt(market: SampleMarket, ms: number): { baseQuantity: string; markPrice: string } {
  const knot = knotBefore(ms)
  const [from, to] = [knots[knot]!, knots[knot + 1]!]
  const [before, after] = [coinsAtKnot(knot)[market.index]!, coinsAtKnot(knot + 1)[market.index]!]
  const u = (ms - from) / (to - from)
  const stir = 0.004 * wave(2000 + market.index, ms, 3 * HOUR_MS) * 4 * u * (1 - u)
  const price = priceAt(market.asset, ms)
  const decimals = price > 1000 ? 4 : price > 1 ? 2 : 0
  return {
    baseQuantity: decimalText((before + (after - before) * u) * (1 + stir), decimals),
    markPrice: decimalText(price, market.asset.decimals),
  }
}
