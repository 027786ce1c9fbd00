import crypto from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, type Window } from '../src/lib/time.ts'
import type { StoredMarket } from '../src/markets/record.ts'
import { sampleAssets } from '../src/sources/sample/assets.ts'
import { DEPTH_LEVELS } from '../src/orderBook/record.ts'
import {
  findSampleVenue,
  sampleExchanges,
  sampleFundFlows,
  sampleMarketCaps,
  sampleReserves,
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

async function ratesOf(code: string, span: Window) {
  return all(findSampleVenue(code)!.funding.funding(await marketsOf(code), span, signal))
}

async function barsOf(code: string, span: Window) {
  return all(findSampleVenue(code)!.candles.candles(await marketsOf(code), span, signal))
}

/** [] for a venue without books. */
async function booksOf(code: string, span: Window) {
  const { orderBook } = findSampleVenue(code)!
  return orderBook ? all(orderBook.past!(await marketsOf(code), span, signal)) : []
}

/** [] for a venue that prints no account ratios. */
async function sharesOf(code: string, span: Window) {
  const { longShort } = findSampleVenue(code)!
  return longShort ? all(longShort.longShort(await marketsOf(code), span, signal)) : []
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
  const others = [ratesOf, barsOf, booksOf, sharesOf].map(async (read) => ({
    read,
    whole: await read('bybit', window('2025-09-20T00:00', '2025-09-24T00:00')),
  }))
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
      for (const { read, whole: held } of await Promise.all(others))
        expect(await read('bybit', part)).toEqual(held.filter(within))
    }),
    { numRuns: 8 },
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
  for (const read of [readingsOf, ratesOf, booksOf, sharesOf]) expect(await read('okx', span)).toEqual([])
  // Bars are served from a venue's history, whatever a feed missed.
  expect((await barsOf('okx', span)).length).toBe(6 * 6)
  expect(
    findSampleVenue('okx')!.liquidations.coverage!(window('2025-08-20T00:00', '2025-08-21T00:00')),
  ).toEqual([window('2025-08-20T00:00', '2025-08-20T03:00'), window('2025-08-20T09:00', '2025-08-21T00:00')])
  expect((await ordersOf('bybit', span)).length).toBeGreaterThan(0)
})

describe('funding', () => {
  test('is settled near what was predicted an hour before, towards what is predicted next', async () => {
    for (const code of ['binance', 'bybit', 'okx']) {
      const rates = await ratesOf(code, window('2025-09-20T00:00', '2025-09-27T00:00'))
      const keyOf = (marketId: number, at: number) => `${marketId} ${at}`
      const predicted = new Map(
        rates
          .filter(({ kind }) => kind === 'PREDICTED')
          .map(({ marketId, time, rate }) => [keyOf(marketId, time.getTime()), Number(rate)]),
      )
      const settled = rates.filter(
        ({ kind, intervalMinutes, time }) =>
          kind === 'SETTLED' && intervalMinutes === 480 && time.getTime() > ms('2025-09-20T00:00'),
      )
      expect(settled.length).toBeGreaterThan(300)
      for (const { marketId, time, rate } of settled) {
        const before = predicted.get(keyOf(marketId, time.getTime() - HOUR_MS))!
        const next = predicted.get(keyOf(marketId, time.getTime()))!
        expect(Number(rate)).toBeGreaterThanOrEqual(Math.min(before, next) - 5e-6)
        expect(Number(rate)).toBeLessThanOrEqual(Math.max(before, next) + 5e-6)
        // The last hour is an eighth of the interval, or a little more where the path turns in it.
        expect(Math.abs(Number(rate) - before)).toBeLessThanOrEqual(Math.abs(next - before) / 5 + 5e-6)
      }
    }
  })

  test('tells the interval of each market, and when a prediction will be charged', async () => {
    const intervals = new Set<string>()
    for (const { code } of sampleExchanges)
      for (const { time, kind, intervalMinutes, settlesAt } of await ratesOf(code, PURGE)) {
        intervals.add(`${code} ${intervalMinutes}`)
        if (kind === 'SETTLED') {
          expect(settlesAt).toBeUndefined()
          continue
        }
        expect(settlesAt!.getTime() - time.getTime()).toBeGreaterThan(0)
        expect(settlesAt!.getTime() - time.getTime()).toBeLessThanOrEqual(intervalMinutes * MINUTE_MS)
        expect(settlesAt!.getTime() % (intervalMinutes * MINUTE_MS)).toBe(0)
      }
    expect([...intervals].sort()).toEqual([
      'binance 240',
      'binance 480',
      'bybit 240',
      'bybit 480',
      'hyperliquid 60',
      'okx 480',
    ])
  })

  test('is paid by longs on every market before a purge, and turns on all of them after its flush', async () => {
    const negativeAt = async (time: string) => {
      const at = ms(time)
      const span = { from: new Date(at), to: new Date(at + 1) }
      const rates = (await Promise.all(sampleExchanges.map(({ code }) => ratesOf(code, span))))
        .flat()
        .filter(({ kind }) => kind === 'SETTLED')
      expect(rates).toHaveLength(80)
      return rates.filter(({ rate }) => Number(rate) < 0).length / 80
    }
    for (const time of ['2025-07-28T08:00', '2025-08-01T08:00', '2025-09-22T00:00', '2025-10-10T16:00'])
      expect(await negativeAt(time)).toBe(0)
    for (const time of ['2025-08-02T00:00', '2025-09-22T16:00', '2025-10-11T00:00'])
      expect(await negativeAt(time)).toBe(1)
    // Late July: positions were liquidated, and open interest stood.
    expect(await negativeAt('2025-07-25T08:00')).toBe(0)
    expect(await negativeAt('2025-09-22T08:00')).toBeGreaterThan(0.8)
    expect(await negativeAt('2025-09-24T00:00')).toBe(0)
  })
})

describe('bars', () => {
  test('follow one another, hold their prices, and takers bought a part of their volume', async () => {
    for (const { code } of sampleExchanges) {
      const markets = await marketsOf(code)
      const closes = new Map<number, string>()
      for (const bar of await barsOf(code, window('2025-09-20T00:00', '2025-10-13T00:00'))) {
        const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map(Number) as [
          number,
          number,
          number,
          number,
        ]
        expect(bar.open).toBe(closes.get(bar.marketId) ?? bar.open)
        closes.set(bar.marketId, bar.close)
        expect(low).toBeLessThanOrEqual(Math.min(open, close))
        expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
        const [base, usd] = [Number(bar.baseVolume), Number(bar.volumeUsd)]
        expect(usd).toBeGreaterThanOrEqual(Math.floor(low * base))
        expect(usd).toBeLessThanOrEqual(Math.ceil(high * base))
        for (const [bought, of] of [
          [bar.takerBuyBase, base],
          [bar.takerBuyUsd, usd],
        ] as const) {
          expect(Number(bought) / of).toBeGreaterThan(0.4)
          expect(Number(bought) / of).toBeLessThan(0.6)
        }
      }
      expect(closes.size).toBe(code === 'hyperliquid' ? 3 : code === 'binance' ? 10 : 6)
      expect([...closes.keys()].every((id) => markets[id - 1]!.style === 'LINEAR')).toBe(true)
    }
  })

  test('reach the highs and lows that the report and others name', async () => {
    const markets = await marketsOf('binance')
    const id = markets.findIndex(({ symbol }) => symbol === 'BTC/USDT:USDT') + 1
    const extremesOf = async (from: string, to: string) => {
      const bars = (await barsOf('binance', window(from, to))).filter(({ marketId }) => marketId === id)
      return [
        Math.max(...bars.map(({ high }) => Number(high))),
        Math.min(...bars.map(({ low }) => Number(low))),
      ]
    }
    expect((await extremesOf('2025-07-01T00:00', '2025-08-01T00:00'))[0]).toBe(123_300)
    expect((await extremesOf('2025-08-13T00:00', '2025-08-15T00:00'))[0]).toBe(124_546)
    expect((await extremesOf('2025-10-10T00:00', '2025-10-11T00:00'))[1]).toBe(105_000)
  })

  /** Over all venues and main assets. */
  async function volumesOf(span: Window) {
    const sums = { spot: 0, all: 0, netSpot: 0, netPerpetual: 0 }
    for (const { code } of sampleExchanges) {
      const markets = await marketsOf(code)
      for (const { marketId, volumeUsd, takerBuyUsd } of await barsOf(code, span)) {
        const isSpot = markets[marketId - 1]!.kind === 'SPOT'
        const net = 2 * Number(takerBuyUsd) - Number(volumeUsd)
        sums.all += Number(volumeUsd)
        if (isSpot) sums.spot += Number(volumeUsd)
        sums[isSpot ? 'netSpot' : 'netPerpetual'] += net
      }
    }
    return { share: sums.spot / sums.all, netSpot: sums.netSpot, netPerpetual: sums.netPerpetual }
  }

  test('show spot weak in a build-up and a flush, and buying in the rebound, while perpetuals do not', async () => {
    const june = await volumesOf(window('2025-06-01T00:00', '2025-07-01T00:00'))
    const july = await volumesOf(window('2025-07-22T00:00', '2025-08-01T00:00'))
    const august = await volumesOf(window('2025-08-03T00:00', '2025-08-15T00:00'))
    const build = await volumesOf(window('2025-09-15T00:00', '2025-09-22T00:00'))
    const flush = await volumesOf(window('2025-09-22T06:00', '2025-09-22T07:00'))
    const after = await volumesOf(window('2025-09-27T00:00', '2025-10-04T00:00'))
    const october = await volumesOf(window('2025-10-10T21:00', '2025-10-10T22:00'))
    for (const { share } of [july, build]) expect(share).toBeLessThan(0.8 * june.share)
    expect(flush.share).toBeLessThan(0.8 * build.share)
    expect(october.share).toBeLessThan(0.8 * after.share)
    expect(august.share).toBeGreaterThan(1.5 * july.share)
    expect(after.share).toBeGreaterThan(1.3 * build.share)
    expect([build.netSpot < 0, build.netPerpetual > 0]).toEqual([true, true])
    expect([august.netSpot > 3e9, august.netPerpetual < 0]).toEqual([true, true])
    expect([flush.netSpot < 0, flush.netPerpetual < -1e8]).toEqual([true, true])
  })
})

describe('order books', () => {
  test('hold more at every level than at the one before, around a middle between their best prices', async () => {
    for (const code of ['binance', 'bybit', 'okx'])
      for (const { mid, bids, asks } of await booksOf(code, window('2025-10-10T12:00', '2025-10-11T12:00'))) {
        expect(Number(bids.best)).toBeLessThan(Number(asks.best))
        expect((Number(bids.best) + Number(asks.best)) / 2 / Number(mid)).toBeCloseTo(1, 9)
        for (const { usd, totalUsd } of [bids, asks]) {
          const levels = DEPTH_LEVELS.map((level) => Number(usd[level]))
          expect(levels[0]).toBeGreaterThan(0)
          for (const [place, value] of levels.entries())
            if (place > 0) expect(value).toBeGreaterThan(levels[place - 1]!)
          expect(Number(totalUsd)).toBe(levels.at(-1))
        }
      }
    expect(await booksOf('hyperliquid', PURGE)).toEqual([])
  })

  test('thin in each flush against the median of the same hour of seven days before, smaller coins more', async () => {
    const markets = await marketsOf('binance')
    const bidsOf = async (symbol: string, at: number) => {
      const id = markets.findIndex((market) => market.symbol === symbol) + 1
      const books = await booksOf('binance', { from: new Date(at), to: new Date(at + HOUR_MS) })
      const own = books.filter(({ marketId }) => marketId === id)
      return own.reduce((sum, { bids }) => sum + Number(bids.usd['0.01']), 0) / own.length
    }
    const changeOf = async (symbol: string, time: string) => {
      const before = await Promise.all(
        Array.from({ length: 7 }, (_, day) => bidsOf(symbol, ms(time) - (day + 1) * 24 * HOUR_MS)),
      )
      before.sort((a, b) => a - b)
      return (await bidsOf(symbol, ms(time))) / before[3]! - 1
    }
    for (const [time, bitcoin, other] of [
      ['2025-08-01T14:00', -0.35, -0.45],
      ['2025-09-22T06:00', -0.4, -0.65],
      ['2025-10-10T21:00', -0.8, -0.9],
    ] as const) {
      for (const symbol of ['BTC/USDT:USDT', 'BTC/USDT'])
        expect(await changeOf(symbol, time)).toBeLessThan(bitcoin)
      for (const symbol of ['SOL/USDT:USDT', 'DOGE/USDT:USDT'])
        expect(await changeOf(symbol, time)).toBeLessThan(other)
    }
    expect(await changeOf('BTC/USDT:USDT', '2025-07-25T05:00')).toBeGreaterThan(-0.3)
    expect(Math.abs(await changeOf('BTC/USDT:USDT', '2025-09-20T06:00'))).toBeLessThan(0.25)
  })

  test('stand lower on perpetuals than on spot while shorts pay', async () => {
    const markets = await marketsOf('binance')
    const books = await booksOf('binance', window('2025-09-22T06:40', '2025-09-22T06:50'))
    const midOf = (symbol: string) =>
      Number(books.find(({ marketId }) => markets[marketId - 1]!.symbol === symbol)!.mid)
    expect(midOf('SOL/USDT:USDT') / midOf('SOL/USDT') - 1).toBeLessThan(-0.001)
    expect(midOf('BTC/USDT:USDT') / midOf('BTC/USDT') - 1).toBeLessThan(-0.0002)
  })
})

test('more accounts are long before each purge than after its flush', async () => {
  const markets = await marketsOf('bybit')
  const shareOf = async (base: string, time: string) => {
    const rows = await sharesOf('bybit', { from: new Date(ms(time)), to: new Date(ms(time) + 1) })
    return Number(rows.find(({ marketId }) => markets[marketId - 1]!.baseCode === base)!.longShare)
  }
  for (const [before, after] of [
    ['2025-08-01T12:00', '2025-08-01T17:00'],
    ['2025-09-22T05:00', '2025-09-22T09:00'],
    ['2025-10-10T20:00', '2025-10-10T23:00'],
  ] as const)
    for (const base of ['BTC', 'ETH', 'SOL'])
      expect((await shareOf(base, before)) - (await shareOf(base, after))).toBeGreaterThan(0.03)
  expect(await shareOf('SOL', '2025-09-21T20:00')).toBeGreaterThan(0.78)
})

describe('coins and funds', () => {
  async function reserveOn(assetCode: string, day: string) {
    const at = ms(`${day}T00:00`)
    const points = await all(sampleReserves.points({ from: new Date(at), to: new Date(at + 1) }, signal))
    const own = points.filter(({ series }) => series.assetCode === assetCode)
    expect(own.map(({ series }) => series.exchangeCode)).toEqual(['binance', 'bybit', 'okx'])
    for (const { value, observedAt } of own) {
      expect(value).toMatch(/^\d+$/)
      // What a day ends with is not known before it ends.
      expect(observedAt!.getTime()).toBeGreaterThan(at + 24 * HOUR_MS)
    }
    return own.reduce((sum, { value }) => sum + Number(value), 0)
  }

  test('exchanges hold the published number of bitcoins, and less from the purge on, as in August', async () => {
    expect(await reserveOn('BTC', '2025-06-30')).toBe(3_442_217)
    for (const code of ['BTC', 'ETH']) {
      const [week, day, purge, next] = await Promise.all(
        ['2025-09-15', '2025-09-21', '2025-09-22', '2025-09-23'].map((on) => reserveOn(code, on)),
      )
      expect(day).toBeGreaterThan(week!)
      expect(purge).toBeLessThan(day!)
      expect(next).toBeLessThan(purge!)
      expect(await reserveOn(code, '2025-08-14')).toBeLessThan(await reserveOn(code, '2025-08-03'))
      expect(await reserveOn(code, '2025-10-11')).toBeGreaterThan(await reserveOn(code, '2025-10-09'))
    }
  })

  test('flows of funds are those published, and a day without trading has none', async () => {
    const points = await all(sampleFundFlows.points(sampleWindow, signal))
    const flowOf = (code: string, day: string) =>
      points.find(({ series, time }) => series.assetCode === code && time.getTime() === ms(`${day}T00:00`))
        ?.value
    expect([flowOf('BTC', '2025-08-01'), flowOf('ETH', '2025-08-11')]).toEqual(['-812300000', '1018800000'])
    expect([flowOf('BTC', '2025-09-22'), flowOf('ETH', '2025-09-22')]).toEqual(['-363100000', '-76000000'])
    for (const day of ['2025-06-19', '2025-07-04', '2025-09-01', '2025-09-20'])
      expect(flowOf('BTC', day)).toBeUndefined()
    expect(points.every(({ time }) => ![0, 6].includes(time.getUTCDay()))).toBe(true)
  })
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

test('every figure beside open interest, liquidations and market caps is the same on every machine, too', async () => {
  const hash = crypto.createHash('sha256')
  const counts = { rates: 0, bars: 0, books: 0, shares: 0, points: 0 }
  const add = (family: keyof typeof counts, time: Date, values: readonly unknown[]) => {
    counts[family]++
    hash.update(`${time.getTime()} ${values.join(' ')}\n`)
  }
  for (const { code } of sampleExchanges) {
    for (const { marketId, time, kind, rate } of await ratesOf(code, sampleWindow))
      add('rates', time, [marketId, kind, rate])
    for (const bar of await barsOf(code, sampleWindow))
      add('bars', bar.time, [
        bar.marketId,
        bar.open,
        bar.high,
        bar.low,
        bar.close,
        bar.volumeUsd,
        bar.takerBuyBase,
      ])
    for (const { marketId, time, mid, bids, asks } of await booksOf(code, sampleWindow))
      add('books', time, [marketId, mid, ...Object.values(bids.usd), ...Object.values(asks.usd)])
    for (const { marketId, time, longShare } of await sharesOf(code, sampleWindow))
      add('shares', time, [marketId, longShare])
  }
  for (const source of [sampleReserves, sampleFundFlows])
    for (const { series, time, value } of await all(source.points(sampleWindow, signal)))
      add('points', time, [series.measure, series.assetCode, series.exchangeCode, value])
  expect(counts).toMatchInlineSnapshot(`
    {
      "bars": 91800,
      "books": 65614,
      "points": 1132,
      "rates": 172224,
      "shares": 40374,
    }
  `)
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"a6191b1c2e8ab7797baa64220c4760ba4af21299520e9b2cbc7a423415cb58fd"`,
  )
})
