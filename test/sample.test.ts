import crypto from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, type Window } from '../src/lib/time.ts'
import type { StoredMarket } from '../src/markets/record.ts'
import { sampleAssets } from '../src/sources/sample/assets.ts'
import {
  findSampleVenue,
  sampleExchanges,
  sampleMarketCaps,
  sampleWindow,
} from '../src/sources/sample/index.ts'
import { candlesOf, capAt, priceAt, totalAt } from '../src/sources/sample/prices.ts'
import { blendedSpans } from '../src/sources/sample/anchors.ts'

const signal = new AbortController().signal
const window = (from: string, to: string): Window => ({ from: new Date(`${from}Z`), to: new Date(`${to}Z`) })
const ms = (text: string) => Date.parse(`${text}Z`)
const PURGE = window('2025-09-22T00:00', '2025-09-23T00:00')
const [bitcoin] = sampleAssets as [(typeof sampleAssets)[number]]

async function marketsOf(code: string): Promise<StoredMarket[]> {
  const { records } = await findSampleVenue(code)!.markets.getMarkets(signal)
  return records.map((record, index) => ({ ...record, id: index + 1, exchangeId: 1, baseAssetId: 1 }))
}

async function all<T>(batches: AsyncIterable<{ records: readonly T[] }>): Promise<T[]> {
  const records: T[] = []
  for await (const batch of batches) records.push(...batch.records)
  return records
}

async function ordersOf(code: string, span: Window) {
  return all(findSampleVenue(code)!.liquidations.liquidations(await marketsOf(code), span, signal))
}

async function readingsOf(code: string, span: Window) {
  return all(findSampleVenue(code)!.openInterest.openInterest(await marketsOf(code), span, signal))
}

const percent = (after: number, before: number) => (100 * (after / before - 1)).toFixed(2)

describe("the report's figures", () => {
  test('Bitcoin ends the purge day at 2.23 trillion, 3.04 % down, its sharpest fall in four weeks', () => {
    const [before, after] = [capAt(bitcoin, PURGE.from.getTime()), capAt(bitcoin, PURGE.to.getTime())]
    expect((after / 1e12).toFixed(3)).toBe('2.230')
    expect(percent(after, before)).toBe('-3.04')
    for (let day = 1; day <= 28; day++) {
      const from = PURGE.from.getTime() - day * 24 * HOUR_MS
      expect(priceAt(bitcoin, from + 24 * HOUR_MS) / priceAt(bitcoin, from) - 1).toBeGreaterThan(-0.0304)
    }
  })

  test('the whole market falls from 3.956 trillion by 180 billion, 4.55 %, to its lowest in a month', () => {
    const [before, after] = [totalAt(PURGE.from.getTime()), totalAt(PURGE.to.getTime())]
    expect(before - after).toBe(180e9)
    expect(percent(after, before)).toBe('-4.55')
    const lowestOf = (span: Window) => {
      let lowest = Infinity
      for (let at = span.from.getTime(); at < span.to.getTime(); at += HOUR_MS)
        lowest = Math.min(lowest, totalAt(at))
      return lowest
    }
    expect(lowestOf(PURGE)).toBeLessThan(lowestOf(window('2025-08-22T00:00', '2025-09-22T00:00')))
  })

  test('1.68 billion is liquidated on the purge day, 95 % of it long', async () => {
    const orders = (await Promise.all(sampleExchanges.map(({ code }) => ordersOf(code, PURGE)))).flat()
    const usdOf = (side: string) =>
      orders.filter((order) => order.side === side).reduce((sum, order) => sum + Number(order.notionalUsd), 0)
    const [long, short] = [usdOf('LONG'), usdOf('SHORT')]
    expect(Math.abs(long + short - 1.68e9)).toBeLessThan(1)
    expect((long / (long + short)).toFixed(4)).toBe('0.9500')
  })

  test('open interest peaks at 227 billion the evening before, at 213 billion in late July, and nowhere higher', async () => {
    const sums = new Map<number, number>()
    for (const { code } of sampleExchanges)
      for (const { time, baseQuantity, markPrice } of await readingsOf(code, sampleWindow))
        sums.set(time.getTime(), (sums.get(time.getTime()) ?? 0) + Number(baseQuantity) * Number(markPrice))
    const peakOf = (span: Window) =>
      [...sums]
        .filter(([at]) => at >= span.from.getTime() && at < span.to.getTime())
        .sort((a, b) => b[1] - a[1])[0]!
    expect(new Date(peakOf(sampleWindow)[0]).toISOString()).toBe('2025-09-21T20:00:00.000Z')
    expect((peakOf(sampleWindow)[1] / 1e9).toFixed(2)).toBe('227.00')
    expect((peakOf(window('2025-07-20T00:00', '2025-08-01T00:00'))[1] / 1e9).toFixed(2)).toBe('213.00')
    expect(sums.get(ms('2025-09-23T00:00'))! / 1e9).toBeCloseTo(201, 1)
  })

  test('positions stand while the price falls before the flush, and are closed in it', async () => {
    const readings = new Map<string, number[]>()
    const span = window('2025-10-10T14:00', '2025-10-10T23:00')
    for (const { code } of sampleExchanges)
      for (const { marketId, time, baseQuantity, markPrice } of await readingsOf(code, span)) {
        if (time.getTime() % HOUR_MS !== 0) continue
        const key = `${code}/${marketId}`
        const row = readings.get(key) ?? []
        readings.set(key, [...row, Number(baseQuantity), Number(markPrice)])
      }
    const positionPart = (hour: number) =>
      [...readings.values()].reduce((sum, row) => {
        const [before, priceBefore, after, priceAfter] = row.slice(2 * (hour - 14)) as [
          number,
          number,
          number,
          number,
        ]
        return sum + (after - before) * ((priceBefore + priceAfter) / 2)
      }, 0)
    for (let hour = 14; hour < 20; hour++) expect(Math.abs(positionPart(hour)) / 1e9).toBeLessThan(1.5)
    expect(positionPart(21) / 1e9).toBeLessThan(-20)
  })

  test('Bitcoin fell about 8 % from near 123,000 after mid July and stood near 124,000 in mid August', () => {
    const candles = candlesOf(bitcoin)
    const day = (text: string) => (ms(text) - sampleWindow.from.getTime()) / (24 * HOUR_MS)
    expect(candles[day('2025-07-14T00:00')]!.high).toBe(123_300)
    const low = Math.min(
      ...candles.slice(day('2025-07-28T00:00'), day('2025-08-04T00:00')).map((candle) => candle.low),
    )
    expect(Number(percent(low, 123_300))).toBeLessThan(-7.5)
    expect(candles[day('2025-08-14T00:00')]!.high).toBeGreaterThan(124_000)
  })
})

test('any part of the window gives exactly the records that the whole gives for it', async () => {
  const whole = await ordersOf('binance', window('2025-09-20T00:00', '2025-09-24T00:00'))
  const readings = await readingsOf('okx', window('2025-09-20T00:00', '2025-09-24T00:00'))
  const minute = fc.integer({
    min: ms('2025-09-20T00:00') / MINUTE_MS,
    max: ms('2025-09-24T00:00') / MINUTE_MS,
  })
  await fc.assert(
    fc.asyncProperty(minute, minute, async (a, b) => {
      fc.pre(a < b)
      const part = { from: new Date(a * MINUTE_MS), to: new Date(b * MINUTE_MS) }
      const within = ({ time }: { time: Date }) => time >= part.from && time < part.to
      expect(await ordersOf('binance', part)).toEqual(whole.filter(within))
      expect(await readingsOf('okx', part)).toEqual(readings.filter(within))
    }),
    { numRuns: 15 },
  )
})

test('prices stay within their candles outside the spans where the report wins', () => {
  for (const asset of sampleAssets.filter(({ interest }) => interest > 0))
    for (const [day, { high, low }] of candlesOf(asset).entries())
      for (let hour = 0; hour < 24; hour += 3) {
        const at = sampleWindow.from.getTime() + (day * 24 + hour) * HOUR_MS
        if (blendedSpans.some(([from, to]) => at >= from && at < to)) continue
        const unit = 10 ** -asset.decimals
        expect(priceAt(asset, at)).toBeGreaterThanOrEqual(low - unit)
        expect(priceAt(asset, at)).toBeLessThanOrEqual(high + unit)
      }
})

test('what the assets held leave of the whole market is never negative nor more than a tenth', () => {
  for (let at = sampleWindow.from.getTime(); at < sampleWindow.to.getTime(); at += 6 * HOUR_MS) {
    const held = sampleAssets.reduce((sum, asset) => sum + capAt(asset, at), 0)
    expect(held / totalAt(at)).toBeGreaterThan(0.9)
    expect(held / totalAt(at)).toBeLessThan(1)
  }
})

test('the largest order is of a size that has been seen, and in a small coin it is smaller', async () => {
  const orders = await ordersOf('bybit', window('2025-10-10T00:00', '2025-10-11T00:00'))
  const markets = await marketsOf('bybit')
  const largestOf = (code: string) =>
    Math.max(
      ...orders
        .filter(({ marketId }) => markets[marketId - 1]!.baseCode === code)
        .map((order) => Number(order.notionalUsd)),
    )
  expect(largestOf('ETH')).toBeGreaterThan(10e6)
  expect(largestOf('ETH')).toBeLessThan(20e6)
  expect(largestOf('AVAX')).toBeLessThan(3e6)
})

test('Binance prints at most one order a second and symbol, as its feed does', async () => {
  const seen = new Set<string>()
  for (const { marketId, time } of await ordersOf('binance', PURGE)) {
    const key = `${marketId}/${Math.floor(time.getTime() / 1000)}`
    expect(seen.has(key)).toBe(false)
    seen.add(key)
  }
})

test('a silent feed prints nothing and says so in its coverage', async () => {
  const span = window('2025-08-20T03:00', '2025-08-20T09:00')
  expect(await ordersOf('okx', span)).toEqual([])
  expect(await readingsOf('okx', span)).toEqual([])
  expect(
    findSampleVenue('okx')!.liquidations.coverage!(window('2025-08-20T00:00', '2025-08-21T00:00')),
  ).toEqual([window('2025-08-20T00:00', '2025-08-20T03:00'), window('2025-08-20T09:00', '2025-08-21T00:00')])
  expect((await ordersOf('bybit', span)).length).toBeGreaterThan(0)
})

test('every figure is the same on every machine', async () => {
  const hash = crypto.createHash('sha256')
  const counts = { orders: 0, readings: 0, caps: 0 }
  for (const { code } of sampleExchanges) {
    for (const order of await ordersOf(code, sampleWindow)) {
      counts.orders++
      hash.update(
        `${order.marketId} ${order.time.getTime()} ${order.orderKey} ${order.price} ${order.contracts}\n`,
      )
    }
    for (const reading of await readingsOf(code, sampleWindow)) {
      counts.readings++
      hash.update(
        `${reading.marketId} ${reading.time.getTime()} ${reading.baseQuantity} ${reading.markPrice}\n`,
      )
    }
  }
  for (const cap of await all(sampleMarketCaps.marketCaps(sampleWindow, signal))) {
    counts.caps++
    hash.update(`${cap.coin.code} ${cap.time.getTime()} ${cap.priceUsd} ${cap.supply}\n`)
  }
  expect(counts).toMatchInlineSnapshot(`
    {
      "caps": 120068,
      "orders": 158629,
      "readings": 369332,
    }
  `)
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"d560989be60ee34d3797d834f39050c657d0a99ccbd2a84ddaa2a261098211e9"`,
  )
})
