import { DAY_MS, HOUR_MS } from '../../lib/time.ts'
import { lift, october, octoberDepth, report, usdcSupply, usdtSupply } from './anchors.ts'
import { assetIndex, sampleAssets, type SampleAsset } from './assets.ts'
import { candleFigures } from './candles.ts'
import { pressureAt } from './funding.ts'
import type { SampleMarket } from './markets.ts'
import { along, draw, wave } from './random.ts'
import { purgeWindow, sampleWindow } from './schedule.ts'

export interface Candle {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** 6 October 2025: the first of fifteen days without candles. */
const MISSING_FROM = 127
const MISSING_DAYS = 15
const OCTOBER_10 = 131

const START = sampleWindow.from.getTime()
const PURGE_FROM = purgeWindow.from.getTime()
const PURGE_TO = purgeWindow.to.getTime()
const PURGE_DAY = (PURGE_FROM - START) / DAY_MS

const candles = new Map<string, readonly Candle[]>()

/** The daily candles of an asset over the sample, price of one coin; those of 6 to 20 October 2025 are interpolated. */
export function candlesOf(asset: SampleAsset): readonly Candle[] {
  let found = candles.get(asset.code)
  if (!found) candles.set(asset.code, (found = readCandles(asset)))
  return found
}

function readCandles({ code, candleCoins }: SampleAsset): Candle[] {
  const { before, first, resumesAt, second } = candleFigures[code]!
  const days: Candle[] = []
  const read = (text: string, open: number) => {
    const figures = text.trim().split(/\s+/).map(Number)
    for (let index = 0; index < figures.length; index += 3) {
      const [high, low, close] = figures.slice(index, index + 3) as [number, number, number]
      days.push({ open, high: Math.max(high, open, close), low: Math.min(low, open, close), close })
      open = close
    }
  }
  read(first, before)
  const from = days.at(-1)!.close
  let open = from
  for (let day = 0; day < MISSING_DAYS; day++) {
    const close = missingClose(code, day, from, resumesAt)
    const fall = MISSING_FROM + day === OCTOBER_10 ? fallOfOctober(code) : 0.004
    const low = Math.min(open, close) * (1 - fall)
    days.push({ open, high: Math.max(open, close) * 1.006, low, close })
    open = close
  }
  read(second, resumesAt)
  return days.map((day) => ({
    open: day.open / candleCoins,
    high: day.high / candleCoins,
    low: day.low / candleCoins,
    close: day.close / candleCoins,
  }))
}

/** Bitcoin closed between the two figures of 10 October; where is drawn freely. */
const BITCOIN_CLOSE = 113_000

/** Closes of the missing days: flat until the 9th, three quarters of the way on the 10th, straight to the 20th. */
function missingClose(code: string, day: number, from: number, to: number): number {
  const fallDay = OCTOBER_10 - MISSING_FROM
  const [before, after] = code === 'BTC' ? [october.before, BITCOIN_CLOSE] : [from, from + (to - from) * 0.75]
  if (day < fallDay) return from + ((before - from) * (day + 1)) / fallDay
  return after + ((to - after) * (day - fallDay)) / (MISSING_DAYS - 1 - fallDay)
}

/** How far the low of 10 October lay under that day's close, as a fraction. */
function fallOfOctober(code: string): number {
  const bitcoin = 1 - october.low / BITCOIN_CLOSE
  return code === 'BTC' ? bitcoin : bitcoin * octoberDepth
}

/**
 * The way through the candle on the days of purges, by day of the sample: at `hour` the price stands at
 * open + toLow x (low - open) + toClose x (close - open). 22 September after Binance's hourly candles, where the low came at
 * six and half of it was made good within the hour; the others drawn freely, with the low in the hour of the flush.
 */
const purgeWays = new Map<number, readonly (readonly [hour: number, toLow: number, toClose: number])[]>([
  [
    (Date.UTC(2025, 7, 1) - START) / DAY_MS,
    [
      [2, 0.12, 0],
      [8, 0.3, 0],
      [12, 0.55, 0],
      [14.5, 1, 0],
      [16, 0.8, 0],
      [24, 0, 1],
    ],
  ],
  [
    PURGE_DAY,
    [
      [1, 0.24, 0],
      [5, 0.28, 0],
      [6, 0.45, 0],
      [6.6, 1, 0],
      [7.2, 0, 1.05],
      [13, 0, 0.95],
      [19.5, 0, 1.15],
      [22, 0, 1],
      [24, 0, 1],
    ],
  ],
  [
    OCTOBER_10,
    [
      [14, 0.03, 0],
      [16, 0.18, 0],
      [21, 0.28, 0],
      [21.4, 1, 0],
      [22, 0, 1.1],
      [24, 0, 1],
    ],
  ],
])

/** Points of a day's path, by part of the day. */
function wayOf(day: number, { open, high, low, close }: Candle): (readonly [number, number])[] {
  const known = purgeWays.get(day)
  if (known)
    return [
      [0, open],
      ...known.map(
        ([hour, toLow, toClose]) =>
          [hour / 24, open + toLow * (low - open) + toClose * (close - open)] as const,
      ),
    ]
  const early = 0.1 + 0.3 * draw(1, day)
  const late = 0.55 + 0.3 * draw(2, day)
  const turning = close >= open ? [low, high] : [high, low]
  return [
    [0, open],
    [early, turning[0]!],
    [late, turning[1]!],
    [1, close],
  ]
}

/** The candle's path: from its open through high and low to its close, with a little noise, never out of its range. */
function candlePrice(asset: SampleAsset, ms: number): number {
  const day = Math.min(Math.floor((ms - START) / DAY_MS), candlesOf(asset).length)
  const all = candlesOf(asset)
  // The end of the sample is the close of its last day.
  if (day >= all.length) return all.at(-1)!.close
  const candle = all[day]!
  const { high, low } = candle
  const u = (ms - START) / DAY_MS - day
  const line = along(wayOf(day, candle), u)
  // No noise at midnight: a day's close is the next day's open.
  const room = (high - low) * 0.08 * Math.min(1, 20 * u, 20 * (1 - u))
  const noise = wave(assetIndex.get(asset.code)! + 100, ms, 2 * HOUR_MS) + 0.5 * wave(7, ms, HOUR_MS / 4)
  return Math.min(high, Math.max(low, line + room * noise))
}

/** Factors over the candle around the purge day, where the report's figures win. */
const purgeFactors = new Map<string, readonly (readonly [number, number])[]>()

function purgeFactorsOf(asset: SampleAsset): readonly (readonly [number, number])[] {
  let found = purgeFactors.get(asset.code)
  if (!found) {
    const { open, low, close } = candlesOf(asset)[PURGE_DAY]!
    const capBefore = report.bitcoinCapAfter / (1 - report.bitcoinFall)
    const [begin, end] =
      asset.code === 'BTC'
        ? [
            capBefore / supplyAt(asset, PURGE_FROM) / open,
            report.bitcoinCapAfter / supplyAt(asset, PURGE_TO) / close,
          ]
        : [1, (close + asset.purge * (low - close)) / close]
    found = [
      [PURGE_FROM - DAY_MS, 1],
      [PURGE_FROM, begin],
      [PURGE_FROM + 6.6 * HOUR_MS, begin],
      [PURGE_TO - HOUR_MS, end],
      [PURGE_TO, end],
      [PURGE_TO + DAY_MS, 1],
    ]
    purgeFactors.set(asset.code, found)
  }
  return found
}

/** Price of one coin in USD, rounded to the asset's decimals. */
export function priceAt(asset: SampleAsset, ms: number): number {
  if (asset.interest === 0)
    return Number((1 + 0.0004 * wave(assetIndex.get(asset.code)!, ms, 6 * HOUR_MS)).toFixed(4))
  const price = candlePrice(asset, ms) * along(lift, ms) * along(purgeFactorsOf(asset), ms)
  return Number(price.toFixed(asset.decimals))
}

/** The price of the perpetual is the asset's; spot stands off it as far as funding does, and a little more. Drawn freely. */
const BASIS = 1.5

export interface Prices {
  readonly perpetual: number
  readonly spot: number
}

function spotOf(asset: SampleAsset, perpetual: number, ms: number): number {
  return Number((perpetual / (1 + BASIS * pressureAt(asset, ms))).toFixed(asset.decimals))
}

/** Prices of one coin in USD, the same on all venues. */
export function pricesAt(asset: SampleAsset, ms: number): Prices {
  const perpetual = priceAt(asset, ms)
  return { perpetual, spot: spotOf(asset, perpetual, ms) }
}

/** Price of one coin of a market in USD. */
export function venuePriceAt({ asset, kind }: SampleMarket, ms: number): number {
  return kind === 'SPOT' ? pricesAt(asset, ms).spot : priceAt(asset, ms)
}

/** Where a day's way touches the high or the low of its candle, which the noise around it mostly misses by a little. */
export function extremesOf(asset: SampleAsset, day: number): (Prices & { readonly ms: number })[] {
  const candle = candlesOf(asset)[day]!
  return wayOf(day, candle).flatMap(([u, price]) => {
    // The end of a day is the begin of the next.
    if (u === 1 || (price < candle.high * (1 - 1e-9) && price > candle.low * (1 + 1e-9))) return []
    const ms = Math.round(START + (day + u) * DAY_MS)
    const factor = along(lift, ms) * along(purgeFactorsOf(asset), ms)
    const within = Math.min(candle.high, Math.max(candle.low, price))
    const perpetual = Number((within * factor).toFixed(asset.decimals))
    return [{ ms, perpetual, spot: spotOf(asset, perpetual, ms) }]
  })
}

/** Circulating coins, whole. */
export function supplyAt(asset: SampleAsset, ms: number): number {
  if (asset.code === 'USDT') return Math.round(along(usdtSupply, ms))
  if (asset.code === 'USDC') return Math.round(along(usdcSupply, ms))
  return Math.round(asset.supply + (asset.dailySupply * (ms - PURGE_TO)) / DAY_MS)
}

/** Market cap in USD. */
export function capAt(asset: SampleAsset, ms: number): number {
  return priceAt(asset, ms) * supplyAt(asset, ms)
}

function heldAt(ms: number): number {
  return sampleAssets.reduce((sum, asset) => sum + capAt(asset, ms), 0)
}

/** The price level of everything but Bitcoin and stablecoins: what the coins that are not held are taken to follow. */
function altLevel(ms: number): number {
  return sampleAssets.reduce(
    (sum, asset) =>
      asset.code === 'BTC' || asset.interest === 0 ? sum : sum + priceAt(asset, ms) * asset.supply,
    0,
  )
}

let remainder: { readonly before: number; readonly level: number; readonly correction: number } | undefined

/**
 * The whole market in USD: the assets held and a remainder that follows the smaller coins, set so that the whole meets the
 * report's figures at both ends of the purge day.
 */
export function totalAt(ms: number): number {
  if (!remainder) {
    const totalBefore = report.totalFallUsd / report.totalFall
    const before = totalBefore - heldAt(PURGE_FROM)
    const after = totalBefore - report.totalFallUsd - heldAt(PURGE_TO)
    const level = altLevel(PURGE_FROM)
    remainder = { before, level, correction: after / ((before * altLevel(PURGE_TO)) / level) }
  }
  const { before, level, correction } = remainder
  const factor = along(
    [
      [PURGE_FROM, 1],
      [PURGE_TO, correction],
      [PURGE_TO + 3 * DAY_MS, 1],
    ],
    ms,
  )
  return Math.round(heldAt(ms) + ((before * altLevel(ms)) / level) * factor)
}
