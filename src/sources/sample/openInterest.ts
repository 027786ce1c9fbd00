import { HOUR_MS } from '../../lib/time.ts'
import { altInterest, interestPath } from './anchors.ts'
import { sampleMarkets, styleShare, venueShare, type SampleMarket } from './markets.ts'
import { priceAt } from './prices.ts'
import { along, wave } from './random.ts'
import { contains, denseWindows } from './schedule.ts'

/** Noise stays away from the anchors, which it would move: the dense spans and the peak of late July. */
const JULY_PEAK = Date.UTC(2025, 6, 28)
const CALM_MS = 24 * HOUR_MS

/** Open interest of all markets together in USD. */
function interestAt(ms: number): number {
  const level = along(interestPath, ms)
  const calm =
    Math.abs(ms - JULY_PEAK) < CALM_MS ||
    denseWindows.some(({ from, to }) =>
      contains({ from: new Date(from.getTime() - CALM_MS), to: new Date(to.getTime() + CALM_MS) }, ms),
    )
  return calm ? level : level * (1 + 0.004 * wave(11, ms, 5 * HOUR_MS))
}

function weightAt(market: SampleMarket, ms: number): number {
  const { asset } = market
  const major = asset.code === 'BTC' || asset.code === 'ETH'
  const factor =
    (major ? 1 : along(altInterest, ms)) * (1 + 0.03 * wave(1000 + market.index, ms, 36 * HOUR_MS))
  return asset.interest * venueShare[market.exchangeCode]! * styleShare(market) * factor
}

let held: { readonly ms: number; readonly usdPerWeight: number } | undefined

/** What a unit of weight stands for at that time; kept for the last time asked, as markets are read one after another. */
function usdPerWeightAt(ms: number): number {
  if (held?.ms !== ms) {
    const weights = sampleMarkets.reduce((sum, market) => sum + weightAt(market, ms), 0)
    held = { ms, usdPerWeight: interestAt(ms) / weights }
  }
  return held.usdPerWeight
}

/** Coins of open interest, rounded so that a unit of the last place is worth a few dollars at most, and the price of one. */
export function readingAt(market: SampleMarket, ms: number): { baseQuantity: string; markPrice: string } {
  const price = priceAt(market.asset, ms)
  const coins = (weightAt(market, ms) * usdPerWeightAt(ms)) / price
  const decimals = price > 1000 ? 4 : price > 1 ? 2 : 0
  return { baseQuantity: coins.toFixed(decimals), markPrice: price.toFixed(market.asset.decimals) }
}
