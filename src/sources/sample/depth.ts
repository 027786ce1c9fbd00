import type { DecimalString } from '../../lib/decimal.ts'
import { DAY_MS, HOUR_MS } from '../../lib/time.ts'
import { DEPTH_LEVELS, type DepthLevel, type DepthRecord, type DepthSide } from '../../orderBook/record.ts'
import { isMain, isMajor, type SampleMarket } from './markets.ts'
import { hoursPath, thinningPath } from './paths.ts'
import { venuePriceAt } from './prices.ts'
import { along, wave } from './random.ts'
import { decimalText } from './text.ts'

/**
 * USD resting within 1 % on one side of the perpetuals' books, all venues: mean of June to December 2024 in the daily data of
 * a vendor (orderbook_agg_futures_1d of Le1Ma1/CoinglassAutoPull, commit 5ce067d), bids.
 */
const withinOnePercent: Readonly<Record<string, number>> = {
  BTC: 233e6,
  ETH: 118e6,
  SOL: 39e6,
  XRP: 18e6,
  DOGE: 18e6,
}

/** What a venue's perpetuals have of that, and what Binance's spot book has beside them; drawn freely. */
const venuePart: Readonly<Record<string, number>> = { binance: 0.5, bybit: 0.3, okx: 0.2 }
const SPOT_PART = 0.16

/** What lies between one level and the next, ±0.5, 1, 2, 5 %, by what lies within 1 %; and how much of the thinning it takes part in. */
const layers = [
  { part: 0.52, thins: 1.1 },
  { part: 0.48, thins: 1 },
  { part: 0.75, thins: 0.85 },
  { part: 1.5, thins: 0.6 },
]

/** Books of the perpetuals of three venues, and of spot on Binance. */
export function hasBook(market: SampleMarket): boolean {
  const { exchangeCode, kind } = market
  return isMain(market) && exchangeCode in venuePart && (kind === 'PERPETUAL' || exchangeCode === 'binance')
}

/** Sellers take less away than buyers when prices fall; drawn freely. */
const sides = { bids: { key: 0, thins: 1 }, asks: { key: 4, thins: 0.7 } } as const

/** The book of a market at a moment: whole, and deeper at every level than at the one before. */
export function bookAt(
  market: SampleMarket,
  ms: number,
): Pick<DepthRecord, 'venueClock' | 'mid' | 'bids' | 'asks'> {
  const { asset, exchangeCode, kind, index } = market
  const thinning = along(thinningPath, ms, isMajor(asset) ? 1 : 2)
  const hour = (ms % DAY_MS) / HOUR_MS
  const usual =
    withinOnePercent[asset.code]! *
    (kind === 'SPOT' ? SPOT_PART : venuePart[exchangeCode]!) *
    (0.5 + 0.5 * along(hoursPath, hour)) *
    (1 + 0.12 * wave(4000 + 10 * index + 8, ms, 40 * HOUR_MS))
  // Ticks of one unit in the price's last place; the spread widens as books thin.
  const unit = 10 ** asset.decimals
  const price = venuePriceAt(market, ms)
  const spread = Math.max(1, Math.round(price * unit * 0.000_02 * (1 + 12 * thinning * thinning)))
  const bid = Math.round(price * unit - spread / 2)
  const priceText = (units: number): DecimalString => decimalText(units / unit, asset.decimals + 1)
  const sideAt = (side: keyof typeof sides, best: number): DepthSide => {
    const { key, thins } = sides[side]
    const usd: Partial<Record<DepthLevel, DecimalString>> = {}
    let sum = 0
    for (const [place, level] of DEPTH_LEVELS.entries()) {
      const layer = layers[place]!
      const left = Math.max(0.01, 1 - thinning * thins * layer.thins)
      const stir = 1 + 0.08 * wave(4000 + 10 * index + key + place, ms, 3 * HOUR_MS)
      sum += Math.round(usual * layer.part * left * stir)
      usd[level] = String(sum)
    }
    return { usd, totalUsd: String(sum), reach: '1', best: priceText(best) }
  }
  return {
    venueClock: true,
    mid: priceText(bid + spread / 2),
    bids: sideAt('bids', bid),
    asks: sideAt('asks', bid + spread),
  }
}
