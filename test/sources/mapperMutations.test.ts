import { describe, expect, test } from 'vitest'
import * as binanceCandles from '../../src/sources/ccxt/binance/candles.ts'
import * as binanceFunding from '../../src/sources/ccxt/binance/funding.ts'
import * as binanceLongShort from '../../src/sources/ccxt/binance/longShort.ts'
import * as binanceInterest from '../../src/sources/ccxt/binance/openInterest.ts'
import * as bybitCandles from '../../src/sources/ccxt/bybit/candles.ts'
import * as bybitFunding from '../../src/sources/ccxt/bybit/funding.ts'
import * as bybitLongShort from '../../src/sources/ccxt/bybit/longShort.ts'
import * as bybitInterest from '../../src/sources/ccxt/bybit/openInterest.ts'
import * as gateCandles from '../../src/sources/ccxt/gate/candles.ts'
import * as gate from '../../src/sources/ccxt/gate/contracts.ts'
import { mapLiquidationOrders } from '../../src/sources/ccxt/gate/liquidations.ts'
import * as hyperliquid from '../../src/sources/ccxt/hyperliquid/mapping.ts'
import { indexMarkets } from '../../src/sources/ccxt/mapping.ts'
import { mapMarket } from '../../src/sources/ccxt/markets.ts'
import * as okxCandles from '../../src/sources/ccxt/okx/candles.ts'
import * as okxFunding from '../../src/sources/ccxt/okx/funding.ts'
import * as okxLongShort from '../../src/sources/ccxt/okx/longShort.ts'
import * as okxInterest from '../../src/sources/ccxt/okx/openInterest.ts'
import { mapBook } from '../../src/sources/ccxt/readers.ts'
import * as coingecko from '../../src/sources/coingecko/mapping.ts'
import * as binancePayloads from '../support/payloads/binance.ts'
import * as coingeckoPayloads from '../support/payloads/coingecko.ts'
import * as okxPayloads from '../support/payloads/okx.ts'
import { BINANCE_MARKETS, BYBIT_MARKETS, OKX_MARKETS, storedMarket } from '../support/storedMarkets.ts'
import { assertMapsOrRefuses } from '../support/wholeRecord.ts'

/**
 * Every mapper of the venues whose own tests do not do so, and of CoinGecko: a right row with anything put in anywhere is mapped to
 * numbers, times, markets and shares that can be, or refused with a code.
 */

const RECEIVED_AT = new Date(1790000200000)
const TIME = 1790000100000
const MINUTE = 1789999980000
const HOUR = 1789999200000

const gateBtc = storedMarket('BTC_USDT', { exchangeCode: 'gate', contractSize: '0.0001' })
const hyperBtc = storedMarket('BTC', { exchangeCode: 'hyperliquid', quote: 'USDC', settle: 'USDC' })
const gateSpot = storedMarket('BTC_USDT', { exchangeCode: 'gate', symbol: 'BTC/USDT', kind: 'SPOT' })

const binanceIndex = indexMarkets(Object.values(BINANCE_MARKETS))
const bybitIndex = indexMarkets(Object.values(BYBIT_MARKETS))
const okxIndex = indexMarkets(Object.values(OKX_MARKETS))
const gateIndex = indexMarkets([gateBtc])
const hyperIndex = indexMarkets([hyperBtc])

const KNOWN: ReadonlySet<number> = new Set(
  [
    ...Object.values(BINANCE_MARKETS),
    ...Object.values(BYBIT_MARKETS),
    ...Object.values(OKX_MARKETS),
    gateBtc,
    gateSpot,
    hyperBtc,
  ].map(({ id }) => id),
)

/** Above zero, where a record has it at all. */
const POSITIVE = ['markPrice', 'open', 'high', 'low', 'close', 'priceUsd', 'capUsd', 'statedCapUsd', 'supply']
const NOT_NEGATIVE = ['baseQuantity', 'baseVolume', 'volumeUsd', 'takerBuyBase', 'takerBuyUsd', 'trades']

/** What no shape tells: known markets, shares from 0 to 1, intervals from a minute to a day, amounts not below zero. */
function expectInRange(record: unknown): unknown {
  const facts = record as Record<string, unknown>
  if (facts.marketId !== undefined) expect(KNOWN.has(facts.marketId as number)).toBe(true)
  if (facts.longShare !== undefined) {
    expect(Number(facts.longShare)).toBeGreaterThanOrEqual(0)
    expect(Number(facts.longShare)).toBeLessThanOrEqual(1)
  }
  if (facts.intervalMinutes !== undefined) {
    expect(facts.intervalMinutes).toBeGreaterThanOrEqual(1)
    expect(facts.intervalMinutes).toBeLessThanOrEqual(1_440)
  }
  for (const name of POSITIVE) if (facts[name] !== undefined) expect(Number(facts[name])).toBeGreaterThan(0)
  for (const name of NOT_NEGATIVE)
    if (facts[name] !== undefined) expect(Number(facts[name])).toBeGreaterThanOrEqual(0)
  return record
}

const kline = [MINUTE, '80000', '80100', '79900', '80050', '2.5', MINUTE + 59_999, '200000', 12, '1', '80000']
const inverseKline = [...kline.slice(0, 5), '2000', MINUTE + 59_999, '2.5', 12, '800', '1', '0']
const premium = {
  symbol: 'BTCUSDT',
  markPrice: '80000.5',
  lastFundingRate: '0.0001',
  nextFundingTime: 1790006400000,
  time: TIME,
}
const bybitTicker = {
  symbol: 'BTCUSDT',
  markPrice: '80000.10',
  openInterest: '50000.25',
  fundingRate: '0.0001',
  nextFundingTime: '1790006400000',
  fundingIntervalHour: '8',
}
const okxRate = {
  instId: 'BTC-USDT-SWAP',
  fundingRate: '0.0001',
  fundingTime: '1790006400000',
  nextFundingTime: '1790035200000',
  ts: String(TIME),
}
const contract = {
  name: 'BTC_USDT',
  mark_price: '80000',
  position_size: 5000000,
  funding_rate: '0.000125',
  funding_interval: 28800,
  funding_next_apply: 1790006400,
}
const context = {
  name: 'BTC',
  context: { openInterest: '31000.25', markPx: '80000.0', funding: '0.0000125' },
}
const stats = { time: TIME / 1_000, open_interest: '4000000', mark_price: '80000', lsr_account: '1.5' }
const { btc: binanceBtc, coinm } = BINANCE_MARKETS
const { btc: bybitBtc, inverse: bybitInverse } = BYBIT_MARKETS
const { btc: okxBtc } = OKX_MARKETS

describe('a row with anything in it is mapped right or refused', () => {
  test.each<[string, unknown, (row: unknown) => unknown]>([
    [
      'binance open interest',
      binancePayloads.openInterest.BTCUSDT,
      (row) => binanceInterest.mapOpenInterest(row, binanceBtc, '80000'),
    ],
    [
      'binance past open interest',
      binancePayloads.usdmHistory[0],
      (row) => binanceInterest.mapOpenInterestHist(row, binanceBtc),
    ],
    [
      'binance rate of now',
      premium,
      (row) => binanceFunding.mapPremiumIndex(row, binanceIndex, new Map([['BTCUSDT', 480]])),
    ],
    [
      'binance settled rate',
      { symbol: 'BTCUSDT', fundingRate: '0.0001', fundingTime: HOUR, intervalMinutes: 480 },
      (row) => binanceFunding.mapFundingRate(row, binanceBtc),
    ],
    ['binance bar', kline, (row) => binanceCandles.mapKline(row, binanceBtc)],
    ['binance COIN-M bar', inverseKline, (row) => binanceCandles.mapKline(row, coinm)],
    [
      'binance account ratio',
      { longAccount: '0.6', shortAccount: '0.4', timestamp: TIME },
      (row) => binanceLongShort.mapAccountRatio(row, binanceBtc),
    ],
    ['bybit open interest', bybitTicker, (row) => bybitInterest.mapTicker(row, TIME, bybitIndex)],
    [
      'bybit past open interest',
      { openInterest: '50010.5', timestamp: String(TIME) },
      (row) => bybitInterest.mapOpenInterest(row, bybitBtc, new Map([[TIME, '80000']])),
    ],
    [
      'bybit rate of now',
      bybitTicker,
      (row) => bybitFunding.mapTickerFunding(row, TIME, bybitIndex, new Map([['BTCUSDT', 480]])),
    ],
    [
      'bybit settled rate',
      { fundingRate: '0.0001', fundingRateTimestamp: String(HOUR), intervalMinutes: 480 },
      (row) => bybitFunding.mapFundingHistory(row, bybitBtc),
    ],
    [
      'bybit bar',
      kline.slice(0, 7).with(0, String(MINUTE)).with(6, '200000'),
      (row) => bybitCandles.mapKline(row, bybitBtc),
    ],
    [
      'bybit inverse bar',
      kline.slice(0, 7).with(5, '200000').with(6, '2.5'),
      (row) => bybitCandles.mapKline(row, bybitInverse),
    ],
    [
      'bybit account ratio',
      { buyRatio: '0.6', sellRatio: '0.4', timestamp: String(TIME) },
      (row) => bybitLongShort.mapAccountRatio(row, bybitBtc),
    ],
    [
      'okx open interest',
      okxPayloads.openInterest.SWAP![0],
      (row) => okxInterest.mapOpenInterest(row, new Map([['BTC-USDT-SWAP', '80000']]), okxIndex),
    ],
    ['okx rate of now', okxRate, (row) => okxFunding.mapFundingRate(row, okxIndex, RECEIVED_AT)],
    [
      'okx settled rate',
      { realizedRate: '0.0001', fundingTime: String(HOUR), intervalMinutes: 480 },
      (row) => okxFunding.mapFundingHistory(row, okxBtc),
    ],
    [
      'okx bar',
      [String(MINUTE), '80000', '80100', '79900', '80050', '250', '2.5', '200000', '1'],
      (row) => okxCandles.mapCandle(row, okxBtc),
    ],
    ['okx account ratio', [String(TIME), '1.5'], (row) => okxLongShort.mapAccountRatio(row, okxBtc)],
    ['gate open interest', contract, (row) => gate.mapOpenInterest(row, gateIndex, RECEIVED_AT)],
    ['gate rate of now', contract, (row) => gate.mapPrediction(row, gateIndex, RECEIVED_AT)],
    [
      'gate settled rate',
      { r: '0.0001', t: HOUR / 1_000, intervalMinutes: 480 },
      (row) => gate.mapSettled(row, gateBtc),
    ],
    ['gate past open interest', stats, (row) => gate.mapOpenInterestStats(row, gateBtc)],
    ['gate account ratio', stats, (row) => gate.mapAccountRatio(row, gateBtc)],
    [
      'gate bar',
      { t: MINUTE / 1_000, o: '80000', h: '80100', l: '79900', c: '80050', v: 25000, sum: '200000' },
      (row) => gateCandles.mapFuturesCandle(row, gateBtc),
    ],
    [
      'gate spot bar',
      [String(MINUTE / 1_000), '160000', '80050', '80100', '79900', '80000', '2', 'true'],
      (row) => gateCandles.mapSpotCandle(row, gateSpot),
    ],
    [
      'hyperliquid open interest',
      context,
      (row) => hyperliquid.mapOpenInterest(row as never, hyperIndex, RECEIVED_AT),
    ],
    [
      'hyperliquid rate of now',
      context,
      (row) => hyperliquid.mapPrediction(row as never, hyperIndex, RECEIVED_AT),
    ],
    [
      'hyperliquid settled rate',
      { coin: 'BTC', fundingRate: '0.0000125', premium: '0', time: HOUR + 31 },
      (row) => hyperliquid.mapSettled(row, hyperBtc),
    ],
    [
      'hyperliquid bar',
      { t: MINUTE, o: '80000', h: '80100', l: '79900', c: '80050', v: '2.5', n: 7 },
      (row) => hyperliquid.mapCandle(row, hyperBtc),
    ],
  ])('%s', (_, row, map) => assertMapsOrRefuses(row, (mutated) => expectInRange(map(mutated))))

  test('gate liquidations', () => {
    const order = { contract: 'BTC_USDT', left: 0, size: 165, fill_price: '79000', time: HOUR / 1_000 }
    assertMapsOrRefuses(order, (row) => {
      const { records, rejections } = mapLiquidationOrders([row], gateIndex)
      for (const { code, reason } of rejections) {
        expect(code).toMatch(/^[A-Z_]+$/)
        expect(reason).not.toBe('')
      }
      expect(records.length + rejections.length).toBe(1)
      return records.map(({ orderKey: _, ...record }) => expectInRange(record))
    })
  })

  test('an order book', () => {
    const book = {
      bids: [
        ['79990', '1'],
        ['79000', '2'],
      ],
      asks: [
        ['80010', '1'],
        ['81000', '2'],
      ],
      timestamp: TIME,
    }
    const isBook = (row: unknown): row is Parameters<typeof mapBook>[0] => {
      const { bids, asks } = (row ?? {}) as { bids?: unknown; asks?: unknown }
      return [bids, asks].every(
        (side) => Array.isArray(side) && side.every((entry) => Array.isArray(entry) && entry.length >= 2),
      )
    }
    // What has another shape the schema of the answer has refused before.
    assertMapsOrRefuses(book, (row) => (isBook(row) ? mapBook(row, binanceBtc, false, RECEIVED_AT) : []))
  })

  test('a market of an instrument list', () => {
    const market = {
      id: 'BTCUSDT',
      symbol: 'BTC/USDT:USDT',
      base: 'BTC',
      quote: 'USDT',
      settle: 'USDT',
      type: 'swap',
      spot: false,
      swap: true,
      future: false,
      contract: true,
      linear: true,
      inverse: false,
      active: true,
      contractSize: 1,
      created: 1569398400000,
      info: { multiplier: '0.001' },
    }
    assertMapsOrRefuses(market, (row) => {
      const { contractSize, baseMultiplier, active, listedAt, expiresAt, ...names } = mapMarket(
        'binance',
        row,
        ({ info }) => (info as { multiplier?: unknown } | null)?.multiplier,
      )
      for (const name of Object.values(names)) expect(name).toBeTypeOf('string')
      expect(Number(contractSize)).toBeGreaterThan(0)
      return [contractSize, baseMultiplier, active, ...[listedAt, expiresAt].filter((at) => at !== undefined)]
    })
  })

  test("CoinGecko's coins, totals and charts", () => {
    const numbersOf = ({ coin, ...facts }: ReturnType<typeof coingecko.mapMarket>) => {
      for (const text of Object.values(coin)) expect(text).toBeTypeOf('string')
      return expectInRange(facts)
    }
    assertMapsOrRefuses(coingeckoPayloads.bitcoin, (row) => numbersOf(coingecko.mapMarket(row, new Map())))
    assertMapsOrRefuses(coingeckoPayloads.global, (row) => expectInRange(coingecko.mapGlobal(row)))
    const coin = coingecko.mapCoin(coingeckoPayloads.bitcoin, new Map())
    const [point] = coingecko.chartSchema.parse(coingeckoPayloads.marketChart.prices)
    assertMapsOrRefuses(point, (mutated) => {
      // A chart of another shape is refused as a whole, before its points are mapped.
      const chart = coingecko.chartSchema.safeParse([mutated])
      if (!chart.success) return []
      const [one] = chart.data
      return [
        numbersOf(
          coingecko.mapChartPoint(coin, one!, new Map([[one![0], '1600010000000']]), () => '19900000'),
        ),
        expectInRange(coingecko.mapTotalPoint(one!)),
      ]
    })
  })
})
