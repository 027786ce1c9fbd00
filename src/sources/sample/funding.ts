import type { DecimalString } from '../../lib/decimal.ts'
import { floorTo, HOUR_MS } from '../../lib/time.ts'
import type { SampleAsset } from './assets.ts'
import { isMajor, type SampleMarket } from './markets.ts'
import { fundingPath } from './paths.ts'
import { along, wave } from './random.ts'
import { decimalText } from './text.ts'

/** On these two venues charge every four hours. */
const QUICK = ['HYPE', 'PEPE', 'CRV', 'ARB', 'OP', 'NEAR']

/** How much further than on Binance a venue's rate is from zero; drawn freely. */
const lean: Readonly<Record<string, number>> = { binance: 1, bybit: 1.05, okx: 0.9, hyperliquid: 1.3 }

/** Hours from one charge to the next. */
export function intervalHoursOf({ exchangeCode, asset }: SampleMarket): number {
  if (exchangeCode === 'hyperliquid') return 1
  return exchangeCode !== 'okx' && QUICK.includes(asset.code) ? 4 : 8
}

/** What longs would pay per 8 hours if this moment lasted, as a fraction, on no venue in particular. */
export function pressureAt(asset: SampleAsset, ms: number): number {
  if (isMajor(asset)) return along(fundingPath, ms, 1) * 1e-4
  return along(fundingPath, ms, 2) * 1e-4 * (0.6 + 0.4 * asset.liquidated)
}

function momentAt(market: SampleMarket, ms: number): number {
  const { asset, exchangeCode, index, style } = market
  const stir = (isMajor(asset) ? 0.1e-4 : 0.25e-4) * wave(3000 + index, ms, 12 * HOUR_MS)
  return (pressureAt(asset, ms) + stir) * lean[exchangeCode]! * (style === 'INVERSE' ? 0.85 : 1)
}

/** The mean over the hours of [from, to), of each its middle; at its begin the moment itself. */
function meanOf(market: SampleMarket, from: number, to: number): number {
  if (from === to) return momentAt(market, from)
  let sum = 0
  for (let ms = from; ms < to; ms += HOUR_MS) sum += momentAt(market, ms + HOUR_MS / 2)
  return (sum * HOUR_MS) / (to - from)
}

function rateText(per8Hours: number, hours: number): DecimalString {
  // Never "-0".
  return decimalText((Math.round(per8Hours * (hours / 8) * 1e8) || 0) / 1e8, 8)
}

/** The rate charged at a full hour: the mean of its interval. undefined when the market charges none then. */
export function findSettledRate(market: SampleMarket, ms: number): DecimalString | undefined {
  const hours = intervalHoursOf(market)
  if (ms % (hours * HOUR_MS) !== 0) return undefined
  return rateText(meanOf(market, ms - hours * HOUR_MS, ms), hours)
}

/** The rate that is next to be charged, by what of its interval has passed: as venues predict it. `ms` is a full hour. */
export function predictedRateAt(market: SampleMarket, ms: number): { rate: DecimalString; settlesAt: Date } {
  const hours = intervalHoursOf(market)
  const begin = floorTo(ms, hours * HOUR_MS)
  return {
    rate: rateText(meanOf(market, begin, ms), hours),
    settlesAt: new Date(begin + hours * HOUR_MS),
  }
}
