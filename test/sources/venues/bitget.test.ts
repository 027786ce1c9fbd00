import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mapCandle } from '../../../src/sources/ccxt/bitget/candles.ts'
import { mapPrediction, mapSettled } from '../../../src/sources/ccxt/bitget/funding.ts'
import { mapOpenInterest } from '../../../src/sources/ccxt/bitget/openInterest.ts'
import { entryOf } from '../../../src/sources/ccxt/bitget/products.ts'
import { indexMarkets } from '../../../src/sources/ccxt/mapping.ts'
import { mapBook } from '../../../src/sources/ccxt/readers.ts'
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

const NOW = 1790000200000

function read() {
  const url = `http://127.0.0.1:${server.port}/bitget`
  const api = { spot: url, mix: url, margin: url }
  return venueReader('bitget', { ccxt: { urls: { api } }, now: () => new Date(NOW) })
}

const bitget = { exchangeCode: 'bitget' } as const
const btc = storedMarket('BTCUSDT', bitget)
const pepe = storedMarket('1000PEPEUSDT', {
  ...bitget,
  symbol: '1000PEPE/USDT:USDT',
  baseCode: 'PEPE',
  baseMultiplier: '1000',
})
const usdc = storedMarket('BTCPERP', {
  ...bitget,
  symbol: 'BTC/USDC:USDC',
  quote: 'USDC',
  settle: 'USDC',
})
const inverse = storedMarket('BTCUSD', {
  ...bitget,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
})
const spot = storedMarket('BTCUSDT', { ...bitget, symbol: 'BTC/USDT', kind: 'SPOT' })

const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/bitget/api/v2/${path}`, (query) => ({
    code: '00000',
    msg: 'success',
    requestTime: NOW,
    data: of(query),
  }))

/** Rows of the venue, with numbers of our own. */
const contract = (
  symbol: string,
  baseCoin: string,
  quoteCoin: string,
  margin: string,
  more: object = {},
) => ({
  symbol,
  baseCoin,
  quoteCoin,
  buyLimitPriceRatio: '0.05',
  sellLimitPriceRatio: '0.05',
  feeRateUpRatio: '0.005',
  makerFeeRate: '0.0002',
  takerFeeRate: '0.0006',
  openCostUpRatio: '0.01',
  supportMarginCoins: [margin],
  minTradeNum: '0.0001',
  priceEndStep: '1',
  volumePlace: '4',
  pricePlace: '1',
  sizeMultiplier: '0.0001',
  symbolType: 'perpetual',
  symbolStatus: 'normal',
  offTime: '-1',
  limitOpenTime: '-1',
  deliveryTime: '',
  deliveryStartTime: '',
  launchTime: '',
  fundInterval: '8',
  minLever: '1',
  maxLever: '125',
  ...more,
})
const ticker = (symbol: string, more: object = {}) => ({
  symbol,
  lastPr: '80010',
  askPr: '80010',
  bidPr: '80009.9',
  bidSz: '0.703',
  askSz: '13.894',
  ts: '1790000199870',
  baseVolume: '79089.5675',
  quoteVolume: '6327165400.5',
  indexPrice: '79990.953125',
  fundingRate: '-0.000014',
  holdingAmount: '7452.6421',
  deliveryStatus: '',
  markPrice: '80000',
  ...more,
})
const current = (symbol: string, more: object = {}) => ({
  symbol,
  fundingRate: '-0.000024',
  fundingRateInterval: '8',
  nextUpdate: '1790006400000',
  minFundingRate: '-0.003',
  maxFundingRate: '0.003',
  ...more,
})
const settled = (fundingTime: number, fundingRate = '0.0001') => ({
  symbol: 'BTCUSDT',
  fundingRate,
  fundingTime: String(fundingTime),
})

test('a market is spot or perpetual, counted in coins; dated futures and the demo are left out', async () => {
  const contracts: Record<string, unknown[]> = {
    'USDT-FUTURES': [
      contract('BTCUSDT', 'BTC', 'USDT', 'USDT'),
      contract('1000PEPEUSDT', '1000PEPE', 'USDT', 'USDT', { symbolStatus: 'off' }),
    ],
    'USDC-FUTURES': [contract('BTCPERP', 'BTC', 'USDC', 'USDC')],
    'COIN-FUTURES': [
      contract('BTCUSD', 'BTC', 'USD', 'BTC', { launchTime: '1700000000000' }),
      contract('BTCUSDZ26', 'BTC', 'USD', 'BTC', {
        symbolType: 'delivery',
        deliveryTime: '1798185600000',
      }),
    ],
    'SUSDT-FUTURES': [contract('SBTCSUSDT', 'SBTC', 'SUSDT', 'SUSDT')],
  }
  respond('mix/market/contracts', (query) => contracts[query.get('productType') ?? ''] ?? [])
  respond('margin/currencies', () => [{ symbol: 'BTCUSDT', isBorrowable: true }])
  respond('spot/public/symbols', () =>
    ['USDT', 'EUR'].map((quoteCoin) => ({
      symbol: `BTC${quoteCoin}`,
      baseCoin: 'BTC',
      quoteCoin,
      minTradeAmount: '0',
      maxTradeAmount: '10000000000',
      takerFeeRate: '0.002',
      makerFeeRate: '0.002',
      pricePrecision: '2',
      quantityPrecision: '6',
      quotePrecision: '6',
      status: 'online',
    })),
  )
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(
    records.map(({ symbol, kind, style, baseCode, baseMultiplier, contractSize, active, listedAt }) => [
      symbol,
      kind,
      style,
      `${baseMultiplier} ${baseCode}`,
      contractSize,
      active,
      listedAt?.getTime(),
    ]),
  ).toEqual([
    ['BTC/USDT', 'SPOT', 'LINEAR', '1 BTC', '1', true, undefined],
    ['BTC/USDT:USDT', 'PERPETUAL', 'LINEAR', '1 BTC', '1', true, undefined],
    ['1000PEPE/USDT:USDT', 'PERPETUAL', 'LINEAR', '1000 PEPE', '1', false, undefined],
    ['BTC/USD:BTC', 'PERPETUAL', 'INVERSE', '1 BTC', '1', true, 1700000000000],
    ['BTC/USDC:USDC', 'PERPETUAL', 'LINEAR', '1 BTC', '1', true, undefined],
  ])
})

test('open interest is in coins, of coin-margined contracts too, at the mark price of the same row', async () => {
  const tickers: Record<string, unknown[]> = {
    'USDT-FUTURES': [
      ticker('BTCUSDT'),
      ticker('1000PEPEUSDT', { holdingAmount: '5000', markPrice: '0.01' }),
      ticker('OTHERUSDT'),
    ],
    'COIN-FUTURES': [ticker('BTCUSD', { holdingAmount: '125.6844', markPrice: '79999.7' })],
  }
  respond('mix/market/tickers', (query) => tickers[query.get('productType') ?? ''] ?? [])
  const { records, rejections } = await read().openInterest([btc, pepe, inverse])
  expect(rejections).toEqual([])
  const time = new Date(1790000199870)
  expect(records).toEqual([
    { marketId: btc.id, time, baseQuantity: '7452.6421', markPrice: '80000' },
    { marketId: pepe.id, time, baseQuantity: '5000000', markPrice: '0.00001' },
    { marketId: inverse.id, time, baseQuantity: '125.6844', markPrice: '79999.7' },
  ])
})

test('a position of nothing is zero, a row that is off is rejected, the past is not offered', async () => {
  respond('mix/market/tickers', () => [
    ticker('BTCUSD', { holdingAmount: '0' }),
    ticker('BTCUSD', { holdingAmount: '' }),
    null,
  ])
  const { records, rejections } = await read().openInterest([inverse])
  expect(records).toMatchObject([{ baseQuantity: '0', markPrice: '80000' }])
  expect(rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
  await expect(read().openInterest([btc], [NOW - 86_400_000, NOW])).rejects.toMatchObject({
    code: 'HISTORY_NOT_OFFERED',
  })
})

describe('funding', () => {
  const hours = (count: number) => 1789948800000 + count * 3_600_000

  test("the coming rate has the market's own interval, and without one is rejected", async () => {
    const rates: Record<string, unknown[]> = {
      'USDT-FUTURES': [current('BTCUSDT', { fundingRateInterval: '4' })],
      'USDC-FUTURES': [current('BTCPERP', { fundingRateInterval: '' })],
    }
    respond('mix/market/current-fund-rate', (query) => rates[query.get('productType') ?? ''] ?? [])
    const { records, rejections } = await read().funding([btc, usdc])
    expect(records).toEqual([
      {
        marketId: btc.id,
        time: new Date(NOW),
        kind: 'PREDICTED',
        rate: '-0.000024',
        intervalMinutes: 240,
        settlesAt: new Date(1790006400000),
      },
    ])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL' }])
  })

  test('settled rates have the time since the settlement before', async () => {
    respond('mix/market/history-fund-rate', () => [
      settled(hours(12), '0.0003'),
      settled(hours(8), '-0.0001'),
      settled(hours(0)),
    ])
    const { records } = await read().funding([btc], [hours(1), hours(13)])
    expect(records.map(({ time, rate, intervalMinutes }) => [time.getTime(), rate, intervalMinutes])).toEqual(
      [
        [hours(8), '-0.0001', 480],
        [hours(12), '0.0003', 240],
      ],
    )
  })

  test('the first settlement after the listing has the interval that the venue states', async () => {
    respond('mix/market/history-fund-rate', () => [settled(hours(8))])
    respond('mix/market/current-fund-rate', (query) => [current(query.get('symbol') ?? 'none')])
    const { records } = await read().funding([btc], [hours(1), hours(13)])
    expect(records).toMatchObject([{ time: new Date(hours(8)), intervalMinutes: 480 }])
  })

  test('history is walked back page by page, no farther than it must be', async () => {
    const all = Array.from({ length: 450 }, (_, index) => settled(hours(-8 * index)))
    respond('mix/market/history-fund-rate', (query) => {
      const [page, size] = [Number(query.get('pageNo')), Number(query.get('pageSize'))]
      return all.slice((page - 1) * size, page * size)
    })
    const { records } = await read().funding([btc], [hours(-8 * 249), hours(-8 * 100)])
    expect(records).toHaveLength(149)
    expect(records.every(({ intervalMinutes }) => intervalMinutes === 480)).toBe(true)
    expect(server.requestsTo('/history-fund-rate')).toHaveLength(3)
  })

  test('a venue that gives one page again and again is not asked without end', async () => {
    const page = Array.from({ length: 100 }, (_, index) => settled(hours(-8 * index)))
    respond('mix/market/history-fund-rate', () => page)
    respond('mix/market/current-fund-rate', () => [current('BTCUSDT')])
    await read().funding([btc], [hours(-10_000), hours(1)])
    expect(server.requestsTo('/history-fund-rate')).toHaveLength(2)
  })
})

describe('bars', () => {
  const t = 1789999980000
  const bar = {
    time: new Date(t),
    stepMs: 60_000,
    open: '80000',
    high: '80100',
    low: '79900',
    close: '80050',
    baseVolume: '2.5',
    volumeUsd: '200000',
  }
  const prices = ['80000', '80100', '79900', '80050']

  test('are coins and quote currency everywhere; spot prints its USDT value in between', async () => {
    respond('mix/market/candles', () => [[String(t), ...prices, '2.5', '200000']])
    respond('spot/market/candles', () => [[String(t), ...prices, '2.5', '1', '200000']])
    const { records, rejections } = await read().candles([btc, inverse, spot], [t, t + 60_000])
    expect(rejections).toEqual([])
    expect(records).toEqual([btc, inverse, spot].map(({ id }) => ({ ...bar, marketId: id })))
    expect(
      server
        .requestsTo('/candles')
        .map(({ query }) => [query.get('productType'), query.get('granularity')])
        .sort(),
    ).toEqual([
      [null, '1min'],
      ['COIN-FUTURES', '1m'],
      ['USDT-FUTURES', '1m'],
    ])
  })

  test('that end after now are left out, and a contract that has none yet is no error', async () => {
    respond('mix/market/candles', () => [
      [String(t), ...prices, '2.5', '200000'],
      [String(t + 180_000), ...prices, '1', '80000'],
    ])
    const { records } = await read().candles([btc], [t, t + 600_000])
    expect(records.map(({ time }) => time.getTime())).toEqual([t])
    server.misbehave('/candles', { kind: 'status', status: 200, body: '' })
    expect(await read().candles([btc], [t, t + 60_000])).toEqual({ records: [], rejections: [] })
  })

  test('of more than a month ago are asked of the history, which knows no start for spot', async () => {
    const old = t - 40 * 86_400_000
    respond('mix/market/history-candles', () => [[String(old), ...prices, '2.5', '200000']])
    respond('spot/market/history-candles', () => [[String(old), ...prices, '2.5', '1', '200000']])
    const { records } = await read().candles([btc, spot], [old, old + 60_000])
    expect(records).toHaveLength(2)
    expect(
      server
        .requestsTo('/history-candles')
        .map(({ path, query }) => [path.includes('spot'), query.has('startTime')]),
    ).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    )
  })
})

test('depth: coins become dollars on every kind of market, and what the book does not reach is left out', async () => {
  const book = {
    asks: [
      [80100, 1],
      [80500, 2],
    ],
    bids: [
      [79900, 1],
      [79000, 0.5],
    ],
    ts: '1790000199870',
    scale: '0.1',
    precision: 'scale0',
    isMaxPrecision: 'NO',
  }
  respond('mix/market/merge-depth', () => book)
  respond('spot/market/merge-depth', () => book)
  const { records, rejections } = await read().depth([btc, inverse, spot])
  expect(rejections).toEqual([])
  expect(records).toHaveLength(3)
  for (const record of records) {
    expect(record).toMatchObject({
      time: new Date(1790000199870),
      venueClock: true,
      mid: '80000',
      bids: { usd: { '0.005': '79900', '0.01': '79900' }, totalUsd: '119400', reach: '0.0125' },
      asks: { usd: { '0.005': '80100' }, totalUsd: '241100' },
    })
    expect(record.asks.usd).not.toHaveProperty('0.01')
  }
  expect(server.requestsTo('/merge-depth').every(({ query }) => query.get('limit') === 'max')).toBe(true)
})

test('a market that the venue refuses alone is rejected, and the rest is read', async () => {
  server.respond('/bitget/api/v2/mix/market/merge-depth', (query) =>
    query.get('symbol') === 'BTCUSDT'
      ? { code: '40034', msg: 'Parameter BTCUSDT does not exist', requestTime: NOW, data: null }
      : {
          code: '00000',
          msg: 'success',
          requestTime: NOW,
          data: { asks: [['80100', '1']], bids: [['79900', '1']], ts: String(NOW) },
        },
  )
  const { records, rejections } = await read().depth([btc, inverse])
  expect(records.map(({ marketId }) => marketId)).toEqual([inverse.id])
  expect(rejections).toMatchObject([{ code: 'MARKET_REFUSED' }])
})

describe('a row with anything in it', () => {
  const index = indexMarkets([btc, pepe, usdc, inverse])
  const now = new Date(NOW)
  const candle = ['1789999980000', '80000', '80100', '79900', '80050', '2.5', '200000', '200000']

  test.each<[string, unknown, (row: unknown) => object]>([
    ['tickers', ticker('BTCUSDT'), (row) => mapOpenInterest(row, index)],
    ['tickers of a coin-margined contract', ticker('BTCUSD'), (row) => mapOpenInterest(row, index)],
    ['current-fund-rate', current('BTCUSDT'), (row) => mapPrediction(row, index, now)],
    ['history-fund-rate', { ...settled(1789977600000), intervalMinutes: 480 }, (row) => mapSettled(row, btc)],
    ['candles', candle, (row) => mapCandle(row, pepe)],
    ['candles of spot', candle, (row) => mapCandle(row, spot)],
  ])('of %s is mapped or rejected, never thrown and never half a number', (_, message, map) => {
    // The message itself is right: otherwise the changes would prove nothing.
    expect(() => map(message)).not.toThrow()
    fc.assert(
      fc.property(mutationsOf(message), (mutated) => expectWholeOrRefused(() => map(mutated))),
      { numRuns: 2_000 },
    )
  })

  test('of a book is measured or rejected', () => {
    const book = [
      ['80100', '1'],
      ['79900', '2'],
    ]
    const map = (changed: unknown) => {
      const [ask, bid] = (Array.isArray(changed) ? changed : []) as unknown[]
      const ours = (entry: unknown) => [entryOf(inverse, Array.isArray(entry) ? entry : [])]
      const { mid, bids, asks } = mapBook(
        { asks: ours(ask), bids: ours(bid), timestamp: NOW },
        inverse,
        false,
        now,
      )
      return { mid, bids: bids.totalUsd, asks: asks.totalUsd }
    }
    expect(map(book)).toEqual({ mid: '80000', asks: '80100', bids: '159800' })
    fc.assert(
      fc.property(mutationsOf(book), (mutated) => expectWholeOrRefused(() => map(mutated))),
      { numRuns: 2_000 },
    )
  })
})
