import type { DecimalString } from '../../lib/decimal.ts'
import { DAY_MS, HOUR_MS } from '../../lib/time.ts'
import type { PositionSide } from '../../liquidations/record.ts'
import { liquidationDays } from './anchors.ts'
import { sampleAssets } from './assets.ts'
import { isMajor, sampleMarkets, styleShare, venueShare, type SampleMarket } from './markets.ts'
import { candlesOf, priceAt } from './prices.ts'
import { draw } from './random.ts'
import { dayOf, isSilent, purgeWindow, sampleWindow } from './schedule.ts'
import { decimalText } from './text.ts'

/** One order as it is drawn, before it is told in the venue's units. */
export interface DrawnOrder {
  readonly market: SampleMarket
  readonly timeMs: number
  readonly key: string
  readonly side: PositionSide
  /** As the venue quotes its own base: of a thousand coins in "1000PEPE". */
  readonly price: DecimalString
  /** Whole lots, each worth a few dollars at most. */
  readonly contracts: DecimalString
}

interface DayPlan {
  readonly usd: number
  readonly longShare: number
  readonly hours: readonly number[]
  readonly orders: number
}

const bitcoin = sampleAssets[0]!

/** A piece of a load is a week: as many as two loads at a time ask for. */
const HELD_DAYS = 16

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
    orders: 585 + Math.round(60 * range),
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

const held = new Map<number, readonly DrawnOrder[]>()

/** All orders of a day of the sample, of all venues, by time. The last days asked for are kept: venues are read side by side. */
export function ordersOf(day: number): readonly DrawnOrder[] {
  const orders = held.get(day) ?? drawDay(day)
  held.delete(day)
  held.set(day, orders)
  if (held.size > HELD_DAYS) held.delete(held.keys().next().value!)
  return orders
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
      const keys = drawn.map(({ n }) => hour * 100_000 + n * 2 + (side === 'LONG' ? 0 : 1))
      const markets = keys.map((key) => drawMarket(draw(31, day, key)))
      const usds = sharesOf(
        plan.usd * share * part,
        drawn.map(({ size }) => size),
        markets.map(largestUsd),
      )
      for (const [place, key] of keys.entries()) {
        const market = markets[place]!
        const timeMs = freeTime(market, day, hour, key, taken)
        const slip = 1 + (side === 'LONG' ? -1 : 1) * 0.003 * draw(33, day, key)
        const price = quoteOf(market, priceAt(market.asset, timeMs) * slip)
        const contracts = contractsOf(market, usds[place]!, price)
        orders.push({ market, timeMs, key: `sample-${day}-${key}`, side, price, contracts })
      }
    }
  }
  orders.sort((a, b) => a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1))
  if (day === dayOf(purgeWindow.from.getTime())) settle(orders, plan)
  // A silent feed printed nothing: its orders are not held.
  return orders.filter(({ market, timeMs }) => !isSilent(market.exchangeCode, timeMs))
}

/** Price text in the venue's unit and places. */
function quoteOf(market: SampleMarket, price: number): DecimalString {
  const thousand = market.baseMultiplier === '1000'
  const decimals = Math.max(0, market.asset.decimals - (thousand ? 3 : 0))
  return decimalText(thousand ? price * 1000 : price, decimals)
}

/** USD of one contract. */
function contractUsd(market: SampleMarket, price: DecimalString): number {
  return Number(market.contractSize) * (market.style === 'INVERSE' ? 1 : Number(price))
}

function contractsOf(market: SampleMarket, usd: number, price: DecimalString): DecimalString {
  const perContract = contractUsd(market, price)
  let decimals = 0
  if (market.style === 'LINEAR') while (perContract / 10 ** decimals > 5 && decimals < 8) decimals++
  return decimalText(Math.max(10 ** -decimals, usd / perContract), decimals)
}

/** The largest order that a market's depth lets stand; round figures, drawn freely. */
function largestUsd({ asset }: SampleMarket): number {
  if (isMajor(asset)) return 18e6
  return asset.interest > 4 ? 8e6 : asset.interest > 1 ? 4e6 : 2e6
}

/** Divides `usd` by weight, none above its limit; what is cut goes to the others. */
function sharesOf(usd: number, weights: readonly number[], limits: readonly number[]): number[] {
  const full = new Set<number>()
  for (;;) {
    let left = usd
    let sum = 0
    for (const [index, weight] of weights.entries()) {
      if (full.has(index)) left -= limits[index]!
      else sum += weight
    }
    const shares = weights.map((weight, index) => (full.has(index) ? limits[index]! : (left * weight) / sum))
    const over = shares.flatMap((share, index) => (share > limits[index]! ? [index] : []))
    if (over.length === 0 || sum === 0) return shares
    for (const index of over) full.add(index)
  }
}

/** Brings each side of the report's day to its sum, which lots miss by some dollars, through its last order in Dogecoin. */
function settle(orders: DrawnOrder[], plan: DayPlan): void {
  for (const side of ['LONG', 'SHORT'] as const) {
    const aim = plan.usd * (side === 'LONG' ? plan.longShare : 1 - plan.longShare)
    let sum = 0
    let last = -1
    for (const [index, order] of orders.entries()) {
      if (order.side !== side) continue
      sum += Number(order.contracts) * contractUsd(order.market, order.price)
      if (order.market.asset.code === 'DOGE' && order.market.contractSize === '1') last = index
    }
    const order = orders[last]!
    const perContract = contractUsd(order.market, order.price)
    // A whole lot of Dogecoin is a quarter of a dollar.
    const contracts = Number(order.contracts) + Math.round((aim - sum) / perContract)
    orders[last] = { ...order, contracts: decimalText(Math.max(1, contracts), 0) }
  }
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
