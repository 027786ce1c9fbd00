import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { indexMarkets } from '../../../src/sources/ccxt/mapping.ts'
import { mapMarket } from '../../../src/sources/ccxt/markets.ts'
import { mapFuturesCandle, mapSpotCandle } from '../../../src/sources/ccxt/kucoinfutures/candles.ts'
import {
  findContractSize,
  mapOpenInterest,
  mapPastInterest,
  mapPrediction,
  mapSettled,
} from '../../../src/sources/ccxt/kucoinfutures/contracts.ts'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import { mutationsOf } from '../../support/mutations.ts'
import { expectWholeOrRefused } from '../../support/wholeRecord.ts'
import { storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

// 20:10:00 UTC; funding at 00:00.
const NOW = 1790021400000
const MIDNIGHT = 1790035200000

function read() {
  const url = `http://127.0.0.1:${server.port}/kucoin`
  const api = { public: url, futuresPublic: url, uta: url }
  return venueReader('kucoinfutures', { ccxt: { urls: { api } }, now: () => new Date(NOW) })
}

const kucoin = { exchangeCode: 'kucoinfutures' } as const
const btc = storedMarket('XBTUSDTM', { ...kucoin, contractSize: '0.001' })
const inverse = storedMarket('XBTUSDM', {
  ...kucoin,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
})
const spot = storedMarket('BTC-USDT', { ...kucoin, symbol: 'BTC/USDT', kind: 'SPOT' })

/** A row of `contracts/active` as the venue prints it, with numbers of our own. */
const contract = (more: object = {}) => ({
  symbol: 'XBTUSDTM',
  rootSymbol: 'USDT',
  type: 'FFWCSX',
  firstOpenDate: 1585555200000,
  expireDate: null,
  settleDate: null,
  baseCurrency: 'XBT',
  quoteCurrency: 'USDT',
  settleCurrency: 'USDT',
  maxOrderQty: 1000000,
  maxPrice: 1000000,
  lotSize: 1,
  tickSize: 0.1,
  multiplier: 0.001,
  isQuanto: true,
  isInverse: false,
  markMethod: 'FairPrice',
  status: 'Open',
  fundingFeeRate: 0.000125,
  predictedFundingFeeRate: 0.0002,
  fundingRateGranularity: 28800000,
  openInterest: '20000000',
  turnoverOf24h: 594135187.191124,
  volumeOf24h: 15131.243,
  markPrice: 80000,
  indexPrice: 79990.5,
  lastTradePrice: 80010,
  nextFundingRateTime: 13799250,
  nextFundingRateDateTime: MIDNIGHT,
  maxLeverage: 125,
  ...more,
})

const coinContract = contract({
  symbol: 'XBTUSDM',
  rootSymbol: 'XBT',
  quoteCurrency: 'USD',
  settleCurrency: 'XBT',
  multiplier: -1.0,
  isQuanto: false,
  isInverse: true,
  fundingRateGranularity: 14400000,
  openInterest: '3000000',
  // As older answers have it: the milliseconds that are left, less what the answer took.
  nextFundingRateTime: 13799250,
  nextFundingRateDateTime: undefined,
})

const dated = contract({
  symbol: 'XBTMZ26',
  rootSymbol: 'XBT',
  type: 'FFICSX',
  expireDate: 1798185600000,
  quoteCurrency: 'USD',
  settleCurrency: 'XBT',
  multiplier: -1.0,
  isInverse: true,
  fundingFeeRate: null,
  fundingRateGranularity: null,
  nextFundingRateTime: null,
  nextFundingRateDateTime: undefined,
})

const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/kucoin/api/${path}`, (query) => ({ code: '200000', data: of(query) }))

beforeEach(() => respond('v1/contracts/active', () => [contract(), coinContract, dated]))

test('a lot is coins on linear contracts and one dollar on inverse ones, whose multiplier is below zero; spot counts coins', async () => {
  const pair = (symbol: string, more: object) => ({
    symbol,
    name: symbol,
    feeCurrency: 'USDT',
    market: 'USDS',
    baseMinSize: '0.00001',
    quoteMinSize: '0.1',
    baseMaxSize: '10000000000',
    quoteMaxSize: '99999999',
    baseIncrement: '0.00000001',
    quoteIncrement: '0.000001',
    priceIncrement: '0.1',
    priceLimitRate: '0.1',
    isMarginEnabled: true,
    enableTrading: true,
    ...more,
  })
  respond('v2/symbols', () => [
    pair('BTC-USDT', { baseCurrency: 'BTC', quoteCurrency: 'USDT' }),
    pair('ETH-BTC', { baseCurrency: 'ETH', quoteCurrency: 'BTC' }),
  ])
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(
    records.map(({ kind, symbol, venueSymbol, style, contractSize }) => [
      kind,
      symbol,
      venueSymbol,
      style,
      contractSize,
    ]),
  ).toEqual([
    ['SPOT', 'BTC/USDT', 'BTC-USDT', 'LINEAR', '1'],
    ['PERPETUAL', 'BTC/USDT:USDT', 'XBTUSDTM', 'LINEAR', '0.001'],
    ['PERPETUAL', 'BTC/USD:BTC', 'XBTUSDM', 'INVERSE', '1'],
    ['FUTURE', 'BTC/USD:BTC-261225', 'XBTMZ26', 'INVERSE', '1'],
  ])
  expect(records.at(-1)!.expiresAt).toEqual(new Date(1798185600000))
})

test('open interest: lots times their size, at the mark price of the same answer, all in one request', async () => {
  const { records, rejections } = await read().openInterest([btc, inverse])
  expect(rejections).toEqual([])
  expect(records).toEqual([
    { marketId: btc.id, time: new Date(NOW), baseQuantity: '20000', markPrice: '80000' },
    { marketId: inverse.id, time: new Date(NOW), baseQuantity: '37.5', markPrice: '80000' },
  ])
  expect(server.requests).toHaveLength(1)
})

test('past open interest takes its price from the mark-price bar that begins then; without one it is rejected', async () => {
  const first = 1790020800000
  respond('ua/v1/market/open-interest', () => [
    { symbol: 'XBTUSDTM', openInterest: '19000000', ts: first + 300_000 },
    { symbol: 'XBTUSDTM', openInterest: '18000000', ts: first },
    { symbol: 'XBTUSDTM', openInterest: '17000000', ts: first - 300_000 },
  ])
  respond('ua/v1/market/kline', (query) => {
    expect(query.get('symbol')).toBe('XBTUSDTM-mark-price')
    return {
      tradeType: 'FUTURES',
      symbol: 'XBTUSDTM-mark-price',
      list: [[String(first / 1_000), '79000', '79500', '79900', '78800', '0', '0']],
    }
  })
  const { records, rejections } = await read().openInterest([btc, inverse], [first, first + 600_000])
  expect(records).toEqual([
    { marketId: btc.id, time: new Date(first), baseQuantity: '18000', markPrice: '79000' },
  ])
  expect(rejections).toMatchObject([{ code: 'NO_PRICE' }])
})

describe('funding', () => {
  test("the running cycle's rate has the market's own interval, and its end is found in both ways that the venue prints", async () => {
    const { records } = await read().funding([btc, inverse])
    const prediction = { kind: 'PREDICTED', time: new Date(NOW), rate: '0.000125' }
    expect(records).toEqual([
      { ...prediction, marketId: btc.id, intervalMinutes: 480, settlesAt: new Date(MIDNIGHT) },
      { ...prediction, marketId: inverse.id, intervalMinutes: 240, settlesAt: new Date(MIDNIGHT) },
    ])
  })

  test('a contract that states no interval is rejected, never taken for 8 hours', async () => {
    respond('v1/contracts/active', () => [contract({ fundingRateGranularity: undefined })])
    const { records, rejections } = await read().funding([btc])
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL' }])
  })

  test('settled rates have the time since the settlement before', async () => {
    const hours = (count: number) => MIDNIGHT - 86_400_000 + count * 3_600_000
    respond('v1/contract/funding-rates', () => [
      { symbol: 'XBTUSDTM', fundingRate: 0.0003, timepoint: hours(12) },
      { symbol: 'XBTUSDTM', fundingRate: -9.5e-5, timepoint: hours(8) },
      { symbol: 'XBTUSDTM', fundingRate: 0.0002, timepoint: hours(0) },
    ])
    const { records } = await read().funding([btc], [hours(1), hours(13)])
    expect(records.map(({ time, rate, intervalMinutes }) => [time.getTime(), rate, intervalMinutes])).toEqual(
      [
        [hours(8), '-0.000095', 480],
        [hours(12), '0.0003', 240],
      ],
    )
  })

  test('the first settlement after the listing takes the interval that the contract states', async () => {
    respond('v1/contract/funding-rates', () => [
      { symbol: 'XBTUSDTM', fundingRate: 0.0001, timepoint: MIDNIGHT - 86_400_000 },
    ])
    respond('v1/contracts/XBTUSDTM', () => contract())
    const { records } = await read().funding([btc], [MIDNIGHT - 90_000_000, MIDNIGHT - 80_000_000])
    expect(records).toMatchObject([{ rate: '0.0001', intervalMinutes: 480 }])
  })
})

test('bars: lots become coins, and no dollars are made up; spot has an order and a clock of its own; inverse ones are not read', async () => {
  const t = 1790021280000
  respond('v1/kline/query', () => [[t, 80000, 80100, 79900, 80050, 2500]])
  respond('v1/market/candles', () => [[String(t / 1_000), '80000', '80050', '80100', '79900', '2', '160000']])
  const { records, rejections } = await read().candles([btc, inverse, spot], [t, t + 60_000])
  expect(rejections).toEqual([])
  const bar = {
    time: new Date(t),
    stepMs: 60_000,
    open: '80000',
    high: '80100',
    low: '79900',
    close: '80050',
  }
  expect(records).toEqual([
    { ...bar, marketId: btc.id, baseVolume: '2.5' },
    { ...bar, marketId: spot.id, baseVolume: '2', volumeUsd: '160000' },
  ])
})

test("a bar is as large as the same contract's day says: lots, not coins", () => {
  const eth = storedMarket('ETHUSDTM', {
    ...kucoin,
    symbol: 'ETH/USDT:USDT',
    baseCode: 'ETH',
    contractSize: '0.01',
  })
  // A quarter of an hour as the venue printed it, on a minute's place; the day of the same contract was 74,833.54 ETH.
  const { baseVolume } = mapFuturesCandle([1636459200000, 4779.3, 4792.1, 4768.7, 4770.3, 78051], eth)
  expect(baseVolume).toBe('780.51')
  expect(Math.abs(Number(baseVolume) - 74833.54 / 96) / (74833.54 / 96)).toBeLessThan(0.01)
})

test('depth: the whole book of a contract, a hundred prices of spot', async () => {
  respond('v1/level2/snapshot', () => ({
    symbol: 'XBTUSDTM',
    sequence: 100,
    asks: [
      ['80100', 1000],
      ['80500', 2000],
    ],
    bids: [
      ['79900', 1000],
      ['79000', 500],
    ],
    ts: 1790021399123456789,
  }))
  respond('v1/market/orderbook/level2_100', () => ({
    time: NOW,
    sequence: '3262786978',
    bids: [['79900', '1']],
    asks: [['80100', '1']],
  }))
  const { records, rejections } = await read().depth([btc, spot])
  expect(rejections).toEqual([])
  expect(records).toMatchObject([
    {
      marketId: btc.id,
      venueClock: true,
      mid: '80000',
      bids: {
        usd: { '0.005': '79900', '0.01': '79900', '0.02': '119400', '0.05': '119400' },
        totalUsd: '119400',
        reach: '1',
      },
      asks: { usd: { '0.005': '80100', '0.05': '241100' }, totalUsd: '241100' },
    },
    { marketId: spot.id, time: new Date(NOW), bids: { totalUsd: '79900', reach: '0.00125' } },
  ])
  expect(Math.abs(records[0]!.time.getTime() - 1790021399123)).toBeLessThanOrEqual(1)
  expect(records[1]!.bids.usd).not.toHaveProperty('0.005')
})

test('what the venue does not give is not there', () => {
  const { venue } = read()
  expect(venue.liquidations).toBeUndefined()
  expect(venue.longShort).toBeUndefined()
})

describe('a row with anything in it is mapped or refused with a code, never half a number', () => {
  const index = indexMarkets([btc, inverse])
  const now = new Date(NOW)
  test.each<[string, unknown, (row: unknown) => object]>([
    [
      'a market',
      {
        id: 'XBTUSDM',
        symbol: 'BTC/USD:BTC',
        base: 'BTC',
        quote: 'USD',
        settle: 'BTC',
        spot: false,
        swap: true,
        future: false,
        linear: false,
        inverse: true,
        active: true,
        created: 1585555200000,
        info: coinContract,
      },
      (row) => mapMarket('kucoinfutures', row, findContractSize),
    ],
    ['open interest', contract(), (row) => mapOpenInterest(row, index, now)],
    ['open interest of an inverse contract', coinContract, (row) => mapOpenInterest(row, index, now)],
    ['a prediction', contract(), (row) => mapPrediction(row, index, now)],
    ['a prediction that counts what is left', coinContract, (row) => mapPrediction(row, index, now)],
    [
      'a settled rate',
      { symbol: 'XBTUSDTM', fundingRate: 0.0003, timepoint: MIDNIGHT, intervalMinutes: 480 },
      (row) => mapSettled(row, btc),
    ],
    [
      'past interest',
      { symbol: 'XBTUSDTM', openInterest: '18000000', ts: MIDNIGHT, markPrice: '79000' },
      (row) => mapPastInterest(row, btc),
    ],
    ['a bar', [MIDNIGHT, 80000, 80100, 79900, 80050, 2500], (row) => mapFuturesCandle(row, btc)],
    [
      'a bar of spot',
      ['1790035200', '80000', '80050', '80100', '79900', '2', '160000'],
      (row) => mapSpotCandle(row, spot),
    ],
  ])('%s', (_, row, map) => {
    expect(map(row)).toBeTruthy()
    fc.assert(
      fc.property(mutationsOf(row), (mutated) => expectWholeOrRefused(() => map(mutated))),
      { numRuns: 1_000 },
    )
  })
})
