import type { DecimalString } from '../../lib/decimal.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/time.ts'
import type { CandleRecord } from '../../volume/record.ts'
import type { SampleAsset } from './assets.ts'
import { isMajor, mainVenuesOf, type SampleMarket } from './markets.ts'
import { hoursPath, spotSharePath, takerPath } from './paths.ts'
import { extremesOf, pricesAt } from './prices.ts'
import { along, draw } from './random.ts'
import { contains, dayOf, denseWindows, sampleWindow } from './schedule.ts'
import { decimalText } from './text.ts'

/**
 * USD traded a day on Binance's perpetuals: mean of its daily candles from June to October 2025 in the repository
 * silertrades/gravestone-data (commit e6c3307). `range` is the part of its price that an hour spans when trade is usual, such
 * that the sample's volumes are about those on average.
 */
const usual: Readonly<Record<string, { readonly dailyUsd: number; readonly range: number }>> = {
  BTC: { dailyUsd: 14.8e9, range: 0.0023 },
  ETH: { dailyUsd: 19.2e9, range: 0.0043 },
  SOL: { dailyUsd: 4.7e9, range: 0.0048 },
  XRP: { dailyUsd: 2.1e9, range: 0.0043 },
  DOGE: { dailyUsd: 1.6e9, range: 0.0057 },
}

/** Volume of a venue's perpetuals by Binance's, and its part of spot volume; drawn freely. */
const venueVolume: Readonly<Record<string, { readonly perpetual: number; readonly spot: number }>> = {
  binance: { perpetual: 1, spot: 0.6 },
  bybit: { perpetual: 0.55, spot: 0.18 },
  okx: { perpetual: 0.45, spot: 0.22 },
  hyperliquid: { perpetual: 0.3, spot: 0 },
}

/** Of the venues that an asset is held on. */
function volumesOf(asset: SampleAsset): { perpetual: number; spot: number } {
  const venues = mainVenuesOf(asset).map((code) => venueVolume[code]!)
  return {
    perpetual: venues.reduce((sum, { perpetual }) => sum + perpetual, 0),
    spot: venues.reduce((sum, { spot }) => sum + spot, 0),
  }
}

interface Ohlc {
  open: number
  high: number
  low: number
  close: number
}

interface Hour {
  readonly perpetual: Ohlc
  readonly spot: Ohlc
  /** What its price spans, as a part of it. */
  readonly range: number
}

const hours = new Map<string, (Hour | undefined)[]>()

/** Prices of an hour, the same on all venues; kept, since all of them ask. */
function hourOf(asset: SampleAsset, ms: number): Hour {
  let own = hours.get(asset.code)
  if (!own) hours.set(asset.code, (own = []))
  return (own[(ms - sampleWindow.from.getTime()) / HOUR_MS] ??= readHour(asset, ms))
}

function readHour(asset: SampleAsset, ms: number): Hour {
  const begin = pricesAt(asset, ms)
  const barOf = (price: number): Ohlc => ({ open: price, high: price, low: price, close: price })
  const [perpetual, spot] = [barOf(begin.perpetual), barOf(begin.spot)]
  const add = (bar: Ohlc, price: number) => {
    bar.close = price
    if (price > bar.high) bar.high = price
    if (price < bar.low) bar.low = price
  }
  const step = denseWindows.some((dense) => contains(dense, ms)) ? MINUTE_MS : 15 * MINUTE_MS
  // The extremes of a day's candle come first: the close is the price at the end.
  const extremes = extremesOf(asset, dayOf(ms)).filter((point) => point.ms >= ms && point.ms < ms + HOUR_MS)
  const steps = Array.from({ length: HOUR_MS / step }, (_, n) => pricesAt(asset, ms + (n + 1) * step))
  for (const prices of [...extremes, ...steps]) {
    add(perpetual, prices.perpetual)
    add(spot, prices.spot)
  }
  return { perpetual, spot, range: (perpetual.high - perpetual.low) / perpetual.open }
}

/** Volume by that of an hour on average: with what prices span now, and less with what they spanned in the hours before. */
function activityAt(asset: SampleAsset, ms: number): number {
  const rangeAt = (hoursAgo: number) =>
    hourOf(asset, Math.max(sampleWindow.from.getTime(), ms - hoursAgo * HOUR_MS)).range
  const range = 0.65 * rangeAt(0) + 0.23 * rangeAt(1) + 0.12 * rangeAt(2)
  const weekend = [0, 6].includes(new Date(ms).getUTCDay()) ? 0.7 : 1.1
  const hour = (ms % DAY_MS) / HOUR_MS + 0.5
  return along(hoursPath, hour) * weekend * Math.min(14, 0.35 + (0.65 * range) / usual[asset.code]!.range)
}

/** Spot volume as a share of spot and perpetual volume, over the venues of the sample. */
export function spotShareAt(asset: SampleAsset, ms: number): number {
  return along(spotSharePath, ms) * (isMajor(asset) ? 1 : 1.5)
}

/** The bar of the hour that begins at `ms`. */
export function barAt(market: SampleMarket, ms: number): Omit<CandleRecord, 'marketId' | 'time' | 'stepMs'> {
  const { asset, exchangeCode, kind, index } = market
  const isSpot = kind === 'SPOT'
  const hour = hourOf(asset, ms)
  const { open, high, low, close } = isSpot ? hour.spot : hour.perpetual
  const middle = ms + HOUR_MS / 2
  const part = venueVolume[exchangeCode]!
  const share = spotShareAt(asset, middle)
  const perpetuals = (usual[asset.code]!.dailyUsd / 24) * activityAt(asset, ms)
  const all = volumesOf(asset)
  const expected = isSpot
    ? perpetuals * all.perpetual * (share / (1 - share)) * (part.spot / all.spot)
    : perpetuals * part.perpetual
  const key = Math.floor(ms / HOUR_MS)
  const wanted = expected * (0.9 + 0.2 * draw(50, index, key))
  const mean = (open + high + low + close) / 4
  const decimals = mean > 1000 ? 3 : mean > 1 ? 1 : 0
  const base = Number((wanted / mean).toFixed(decimals))
  const direction = high > low ? (close - open) / (high - low) : 0
  const bought =
    0.5 +
    along(takerPath, middle, isSpot ? 1 : 2) +
    0.004 * direction +
    0.004 * (2 * draw(51, index, key) - 1)
  const price = (value: number): DecimalString => decimalText(value, asset.decimals)
  return {
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    baseVolume: decimalText(base, decimals),
    volumeUsd: decimalText(base * mean, 0),
    takerBuyBase: decimalText(base * bought, decimals),
    takerBuyUsd: decimalText(base * mean * bought, 0),
    trades: Math.round((base * mean) / (isSpot ? 900 : 2_500)),
  }
}
