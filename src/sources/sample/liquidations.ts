import { DAY_MS, HOUR_MS } from '../../lib/time.ts'
import type { PositionSide } from '../../liquidations/record.ts'
import { liquidationDays } from './anchors.ts'
import { sampleAssets } from './assets.ts'
import { sampleMarkets, styleShare, venueShare, type SampleMarket } from './markets.ts'
import { candlesOf, priceAt } from './prices.ts'
import { draw } from './random.ts'
import { dayOf, isSilent, sampleWindow } from './schedule.ts'

/** One order as it is drawn, before it is told in the venue's units. */
export interface DrawnOrder {
  readonly market: SampleMarket
  readonly timeMs: number
  readonly key: string
  readonly side: PositionSide
  /** Price of one coin, USD. */
  readonly price: number
  /** Notional aimed at, USD; contracts are whole lots of it. */
  readonly usd: number
}

interface DayPlan {
  readonly usd: number
  readonly longShare: number
  readonly hours: readonly number[]
  readonly orders: number
}

const bitcoin = sampleAssets[0]!

/** The anchored figures of a day; else from the range and direction of Bitcoin's candle, drawn freely. */
function planOf(day: number): DayPlan {
  const anchored = liquidationDays.find((entry) => dayOf(entry.day) === day)
  if (anchored) return { ...anchored, orders: Math.round(Math.min(20_000, 2_000 + anchored.usd / 170_000)) }
  const { open, high, low, close } = candlesOf(bitcoin)[day]!
  const range = (100 * (high - low)) / open
  const move = (100 * (close - open)) / open
  const hours = Array.from({ length: 24 }, (_, hour) => 0.4 + draw(20, day, hour) * draw(21, day, hour) * 3)
  return {
    usd: Math.round(1e6 * Math.min(480, 70 + 14 * range * range) * (0.85 + 0.3 * draw(22, day))),
    longShare: Math.min(0.9, Math.max(0.1, 0.5 - 0.13 * move)),
    hours,
    orders: 620 + Math.round(60 * range),
  }
}

/** Venues' share of what feeds print: Binance prints one order a second and symbol, so less than its share of positions. */
const printed: Readonly<Record<string, number>> = { binance: 0.7, bybit: 1.25, okx: 0.9, hyperliquid: 1.3 }

/** Running sums of the markets' weights, for drawing one by a number from 0 to 1. */
const cumulative: readonly number[] = (() => {
  let sum = 0
  return sampleMarkets.map((market) => {
    const { asset, exchangeCode } = market
    sum +=
      asset.interest *
      asset.liquidated *
      venueShare[exchangeCode]! *
      printed[exchangeCode]! *
      styleShare(market)
    return sum
  })
})()

function drawMarket(number: number): SampleMarket {
  const wanted = number * cumulative.at(-1)!
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return sampleMarkets[low]!
}

let held: { readonly day: number; readonly orders: readonly DrawnOrder[] } | undefined

/** All orders of a day of the sample, of all venues, by time. The last day asked for is kept. */
export function ordersOf(day: number): readonly DrawnOrder[] {
  if (held?.day !== day) held = { day, orders: drawDay(day) }
  return held.orders
}

function drawDay(day: number): DrawnOrder[] {
  const plan = planOf(day)
  const scale = plan.hours.reduce((sum, weight) => sum + weight, 0)
  const taken = new Set<string>()
  const orders: DrawnOrder[] = []
  for (const [hour, weight] of plan.hours.entries()) {
    const share = weight / scale
    for (const side of ['LONG', 'SHORT'] as const) {
      const part = side === 'LONG' ? plan.longShare : 1 - plan.longShare
      const count = Math.max(2, Math.round(plan.orders * share * part))
      const drawn = Array.from({ length: count }, (_, n) => ({
        n,
        // Few large orders among many small ones: a Pareto tail, cut where the largest is 300 times the smallest.
        size: 1 / (draw(30, day, hour * 2 + (side === 'LONG' ? 0 : 1), n) + 1 / 300),
      }))
      const sizes = drawn.reduce((sum, { size }) => sum + size, 0)
      for (const { n, size } of drawn) {
        const key = hour * 100_000 + n * 2 + (side === 'LONG' ? 0 : 1)
        const market = drawMarket(draw(31, day, key))
        const timeMs = freeTime(market, day, hour, key, taken)
        const slip = 1 + (side === 'LONG' ? -1 : 1) * 0.003 * draw(33, day, key)
        const price = Number((priceAt(market.asset, timeMs) * slip).toFixed(market.asset.decimals))
        const usd = plan.usd * share * part * (size / sizes)
        orders.push({ market, timeMs, key: `sample-${day}-${key}`, side, price, usd })
      }
    }
  }
  orders.sort((a, b) => a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1))
  // A silent feed printed nothing: its orders are not held.
  return orders.filter(({ market, timeMs }) => !isSilent(market.exchangeCode, timeMs))
}

/** A moment in the hour; on Binance a second in which the symbol has printed nothing yet. */
function freeTime(market: SampleMarket, day: number, hour: number, key: number, taken: Set<string>): number {
  const begin = sampleWindow.from.getTime() + day * DAY_MS + hour * HOUR_MS
  const offset = Math.floor(draw(32, day, key) * HOUR_MS)
  if (market.exchangeCode !== 'binance') return begin + offset
  for (
    let second = Math.floor(offset / 1000), tries = 0;
    tries < 3600;
    second = (second + 1) % 3600, tries++
  ) {
    const mark = `${market.index}/${hour}/${second}`
    if (taken.has(mark)) continue
    taken.add(mark)
    return begin + second * 1000 + (offset % 1000)
  }
  return begin + offset
}
