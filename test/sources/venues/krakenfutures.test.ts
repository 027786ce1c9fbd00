import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mapExecutions } from '../../../src/sources/ccxt/krakenfutures/liquidations.ts'
import {
  completeMarket,
  mapCandle,
  mapOpenInterest,
  mapPrediction,
  mapSettled,
} from '../../../src/sources/ccxt/krakenfutures/mapping.ts'
import { indexMarkets } from '../../../src/sources/ccxt/mapping.ts'
import { mapMarket, type CcxtMarket } from '../../../src/sources/ccxt/markets.ts'
import { collect } from '../../support/collect.ts'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import { mutationsOf } from '../../support/mutations.ts'
import { expectWholeOrRefused, expectWhole } from '../../support/wholeRecord.ts'
import { storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const SERVER_TIME = '2026-09-21T20:10:00.671Z'
const NOW = Date.parse(SERVER_TIME)
const HOUR = Date.parse('2026-09-21T20:00:00Z')

function read() {
  const url = `http://127.0.0.1:${server.port}/kraken`
  const api = {
    public: `${url}/derivatives/api/`,
    charts: `${url}/api/charts/`,
    history: `${url}/api/history/`,
  }
  return venueReader('krakenfutures', { ccxt: { urls: { api } }, now: () => new Date(NOW) })
}

const kraken = { exchangeCode: 'krakenfutures' } as const
const btc = storedMarket('PF_XBTUSD', { ...kraken, symbol: 'BTC/USD:USD', quote: 'USD', settle: 'USD' })
const inverse = storedMarket('PI_XBTUSD', {
  ...kraken,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
})
const delisted = storedMarket('PI_BCHUSD', {
  ...kraken,
  ...inverse,
  id: 9_001,
  venueSymbol: 'PI_BCHUSD',
  active: false,
})

/** A row of `tickers` as the venue prints it, with numbers of our own. */
const ticker = (symbol: string, more: object = {}) => ({
  tag: 'perpetual',
  pair: 'XBT:USD',
  symbol,
  markPrice: 80000,
  bid: 79999,
  bidSize: 0.0776,
  ask: 80001,
  askSize: 0.4929,
  vol24h: 8309.2546,
  volumeQuote: 664740368,
  openInterest: 1950.5966,
  open24h: 77332,
  indexPrice: 80010,
  last: 80000,
  lastTime: '2026-09-21T20:09:21.057577Z',
  lastSize: 0.0114,
  fundingRate: 1.6002,
  fundingRatePrediction: 2.4,
  suspended: false,
  postOnly: false,
  change24h: 1.2,
  ...more,
})

const coinTicker = ticker('PI_XBTUSD', {
  openInterest: 30000000,
  fundingRate: -2.5e-10,
  fundingRatePrediction: 1e-10,
})

const answer = (more: object) => ({ result: 'success', serverTime: SERVER_TIME, ...more })

const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/kraken/${path}`, of)

beforeEach(() =>
  respond('derivatives/api/v3/tickers', () =>
    answer({
      tickers: [ticker('PF_XBTUSD'), coinTicker, { symbol: 'in_xbtusd', last: 80010, lastTime: SERVER_TIME }],
    }),
  ),
)

test('a contract is one coin on linear markets and one dollar on inverse ones; what is not in dollars is refused', async () => {
  const instrument = (symbol: string, type: string, more: object = {}) => ({
    symbol,
    type,
    tickSize: 0.5,
    contractSize: 1,
    contractValueTradePrecision: 0,
    tradeable: true,
    openingDate: '2022-03-22T13:15:36.000Z',
    fundingRateCoefficient: 8,
    ...more,
  })
  respond('derivatives/api/v3/instruments', () =>
    answer({
      instruments: [
        instrument('PF_XBTUSD', 'flexible_futures', { contractValueTradePrecision: 4 }),
        instrument('PI_XBTUSD', 'futures_inverse'),
        instrument('fi_ethusd_261225', 'futures_inverse', { lastTradingTime: '2026-12-25T16:00:00.000Z' }),
        instrument('FF_XBTUSD_261225', 'flexible_futures', { lastTradingTime: '2026-12-25T16:00:00.000Z' }),
        instrument('PV_XRPXBT', 'futures_vanilla'),
        instrument('OX_XBTUSD', 'options'),
        { symbol: 'in_xbtusd', type: 'spot index', tradeable: false },
      ],
    }),
  )
  const { records, rejections } = await read().markets()
  expect(
    records.map(({ kind, symbol, venueSymbol, style, contractSize }) => [
      kind,
      symbol,
      venueSymbol,
      style,
      contractSize,
    ]),
  ).toEqual([
    ['PERPETUAL', 'BTC/USD:USD', 'PF_XBTUSD', 'LINEAR', '1'],
    ['PERPETUAL', 'BTC/USD:BTC', 'PI_XBTUSD', 'INVERSE', '1'],
    ['FUTURE', 'ETH/USD:ETH-261225', 'FI_ETHUSD_261225', 'INVERSE', '1'],
    ['FUTURE', 'BTC/USD:USD-261225', 'FF_XBTUSD_261225', 'LINEAR', '1'],
  ])
  expect(records[0]!.listedAt).toEqual(new Date('2022-03-22T13:15:36.000Z'))
  expect(rejections.map(({ code }) => code)).toEqual(['BAD_SHAPE', 'BAD_SHAPE'])
})

test('open interest: coins on linear markets, dollars on inverse ones, by the clock of the answer', async () => {
  const { records, rejections } = await read().openInterest([btc, inverse])
  expect(rejections).toEqual([])
  expect(records).toEqual([
    { marketId: btc.id, time: new Date(NOW), baseQuantity: '1950.5966', markPrice: '80000' },
    { marketId: inverse.id, time: new Date(NOW), baseQuantity: '375', markPrice: '80000' },
  ])
})

test('past open interest is not offered', async () => {
  await expect(read().openInterest([btc], [HOUR, NOW])).rejects.toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
})

describe('funding', () => {
  test('the coming rate is an amount: dollars for a coin on linear markets, coins for a dollar on inverse ones', async () => {
    const { records, rejections } = await read().funding([btc, inverse])
    expect(rejections).toEqual([])
    const prediction = {
      kind: 'PREDICTED',
      time: new Date(NOW),
      intervalMinutes: 60,
      settlesAt: new Date(HOUR + 3_600_000),
    }
    expect(records).toEqual([
      { ...prediction, marketId: btc.id, rate: '0.00002' },
      { ...prediction, marketId: inverse.id, rate: '-0.0000200025' },
    ])
  })

  test.each([
    // At the begin of a period the venue's own relative rate, beside the amount, comes out of the index of that moment.
    ['PI_LTCUSD', 1.739491032443e-6, 60.31, 0.000104908704166667],
    ['PI_LTCUSD', 7.94427729016e-7, 196.82, 0.000156359265625],
  ])(
    '%s: an amount of %f at an index of %f is the relative rate that the venue prints',
    (symbol, amount, index, relative) => {
      const market = storedMarket(symbol, { ...kraken, quote: 'USD', settle: 'LTC', style: 'INVERSE' })
      const { rate } = mapPrediction(
        ticker(symbol, { fundingRate: amount, indexPrice: index }),
        indexMarkets([market]),
        SERVER_TIME,
      )
      expect(Math.abs(Number(rate) / relative - 1)).toBeLessThan(1e-4)
    },
  )

  test('a settled rate is the relative one, charged at the end of the hour that it is stamped with the begin of', async () => {
    respond('derivatives/api/v4/historicalfundingrates', () =>
      answer({
        rates: [
          { timestamp: '2026-09-21T17:00:00Z', fundingRate: 1.810655, relativeFundingRate: 0.0000162 },
          { timestamp: '2026-09-21T18:00:00Z', fundingRate: 0.858943, relativeFundingRate: -5.2e-6 },
          { timestamp: '2026-09-21T19:00:00Z', fundingRate: 0.9, relativeFundingRate: 0.00001 },
          // The hour that is running.
          { timestamp: '2026-09-21T20:00:00Z', fundingRate: 1.6002, relativeFundingRate: 0.00002 },
        ],
      }),
    )
    const settled = await read().funding([btc], [HOUR - 3_600_000, HOUR + 86_400_000])
    expect(settled.rejections).toEqual([])
    expect(
      settled.records.map(({ kind, time, rate, intervalMinutes }) => [
        kind,
        time.getTime() - HOUR,
        rate,
        intervalMinutes,
      ]),
    ).toEqual([
      ['SETTLED', -3_600_000, '-0.0000052', 60],
      ['SETTLED', 0, '0.00001', 60],
    ])
  })
})

test('rates of more than a year ago are not offered, and one of a period of four hours is refused', async () => {
  const old = Date.parse('2022-06-28T00:00:00Z')
  await expect(read().funding([btc], [old, old + 86_400_000])).rejects.toMatchObject({
    code: 'HISTORY_NOT_OFFERED',
  })
  const row = { timestamp: '2022-06-28T08:00:00.000Z', fundingRate: -4.08e-10, relativeFundingRate: -8.5e-6 }
  expect(() => mapSettled(row, inverse)).toThrow(expect.objectContaining({ code: 'NO_INTERVAL' }))
})

test('bars: contracts are coins on linear markets; inverse ones are not read', async () => {
  respond('api/charts/v1/trade/PF_XBTUSD/1m', (query) => {
    expect([query.get('from'), query.get('to')]).toEqual([String(HOUR / 1_000), String(HOUR / 1_000 + 119)])
    return {
      candles: [
        { time: HOUR, open: '80000', high: '80100', low: '79900', close: '80050', volume: '2.5' },
        { time: HOUR + 60_000, open: '80050', high: '80050', low: '80050', close: '80050', volume: 0 },
      ],
      more_candles: false,
    }
  })
  const { records, rejections } = await read().candles([btc, inverse], [HOUR, HOUR + 120_000])
  expect(rejections).toEqual([])
  const bar = { marketId: btc.id, stepMs: 60_000 }
  expect(records).toEqual([
    {
      ...bar,
      time: new Date(HOUR),
      open: '80000',
      high: '80100',
      low: '79900',
      close: '80050',
      baseVolume: '2.5',
    },
    {
      ...bar,
      time: new Date(HOUR + 60_000),
      open: '80050',
      high: '80050',
      low: '80050',
      close: '80050',
      baseVolume: '0',
    },
  ])
})

test('depth: the whole book, so that every level has its sum', async () => {
  respond('derivatives/api/v3/orderbook', (query) =>
    answer({
      orderBook:
        query.get('symbol') === 'PF_XBTUSD'
          ? {
              bids: [
                [79900, 1],
                [79000, 0.5],
              ],
              asks: [[80100, 1]],
            }
          : { bids: [[79900, 2000]], asks: [[80100, 5000]] },
    }),
  )
  const { records, rejections } = await read().depth([btc, inverse])
  expect(rejections).toEqual([])
  expect(records).toMatchObject([
    {
      marketId: btc.id,
      time: new Date(NOW),
      venueClock: true,
      mid: '80000',
      bids: { usd: { '0.005': '79900', '0.02': '119400', '0.05': '119400' }, reach: '1' },
      asks: { usd: { '0.05': '80100' }, reach: '1' },
    },
    { marketId: inverse.id, bids: { totalUsd: '2000' }, asks: { totalUsd: '5000' } },
  ])
})

let executions = 0

/** An element of `executions` as the venue prints it. */
function execution(taker: object = {}, fill: object = {}) {
  const uid = `00000000-0000-0000-0000-${String((executions += 1)).padStart(12, '0')}`
  const timestamp = HOUR + 1_830
  return {
    uid: `event-${uid}`,
    timestamp,
    event: {
      Execution: {
        execution: {
          uid,
          makerOrder: {
            uid: '17bfe4de-c01e-4938-926c-617d2a2d0597',
            tradeable: 'PF_XBTUSD',
            direction: 'Buy',
            quantity: '0.0695',
            timestamp: timestamp - 900,
            limitPrice: '79000',
            orderType: 'Post',
            reduceOnly: false,
            lastUpdateTimestamp: timestamp - 900,
          },
          takerOrder: {
            uid: 'd3e437b4-aa70-4108-b5cf-b1eecb9845b5',
            tradeable: 'PF_XBTUSD',
            direction: 'Sell',
            quantity: '0.9401',
            timestamp,
            limitPrice: '78200',
            orderType: 'PartialLiquidation',
            reduceOnly: true,
            lastUpdateTimestamp: timestamp,
            ...taker,
          },
          timestamp,
          quantity: '0.5',
          price: '79000',
          markPrice: '79010.38701675525',
          limitFilled: false,
          usdValue: '39500',
          ...fill,
        },
        takerReducedQuantity: '',
      },
    },
  }
}

describe('liquidations', () => {
  const past = { from: new Date(HOUR), to: new Date(HOUR + 300_000) }
  const never = new AbortController().signal
  const orders = async (markets = [btc]) => {
    const all = await collect(read().venue.liquidations!.liquidations(markets, past, never))
    return {
      records: all.flatMap(({ records }) => [...records]),
      rejections: all.flatMap(({ rejections }) => [...rejections]),
    }
  }
  const pages = (symbol: string, ...of: unknown[][]) =>
    respond(`api/history/v3/market/${symbol}/executions`, (query) => {
      const at = Number(query.get('continuation_token') ?? 0)
      return {
        elements: of[at] ?? [],
        len: of[at]?.length ?? 0,
        ...(at + 1 < of.length ? { continuationToken: String(at + 1) } : {}),
      }
    })
  const fill = (orderType: string) => execution({ orderType, uid: `order-${orderType}` })

  test('an order that sells closed a long; its fills are one record, at their average price', async () => {
    pages(
      'PF_XBTUSD',
      [fill('Market'), execution({}, { quantity: '0.5', price: '79000' }), fill('Limit')],
      [
        execution({}, { quantity: '0.25', price: '78400' }),
        execution(
          { uid: 'another', direction: 'Buy', orderType: 'Liquidation', timestamp: HOUR + 500 },
          { quantity: '2', price: '80500' },
        ),
      ],
    )
    const { records, rejections } = await orders()
    expect(rejections).toEqual([])
    expect(records).toEqual([
      {
        marketId: btc.id,
        time: new Date(HOUR + 500),
        orderKey: 'another',
        side: 'SHORT',
        price: '80500',
        contracts: '2',
        baseQuantity: '2',
        notionalUsd: '161000',
      },
      {
        marketId: btc.id,
        time: new Date(HOUR + 1_830),
        orderKey: 'd3e437b4-aa70-4108-b5cf-b1eecb9845b5',
        side: 'LONG',
        price: '78800',
        contracts: '0.75',
        baseQuantity: '0.75',
        notionalUsd: '59100',
      },
    ])
  })

  test('on an inverse market the average is the dollars over the coins that they bought', async () => {
    pages('PI_XBTUSD', [
      execution({}, { quantity: '4000', price: '40000' }),
      execution({}, { quantity: '4000', price: '80000' }),
    ])
    const { records } = await orders([inverse])
    // 0.1 and 0.05 BTC for 8,000 dollars.
    expect(records).toMatchObject([
      { contracts: '8000', notionalUsd: '8000', baseQuantity: '0.15', side: 'LONG' },
    ])
    expect(Number(records[0]!.price)).toBeCloseTo(53333.33, 2)
  })

  test('an execution that comes twice is counted once', async () => {
    const once = execution()
    pages('PF_XBTUSD', [once], [once])
    expect((await orders()).records).toMatchObject([{ contracts: '0.5' }])
  })

  test('orders outside of the window are left to the window that they are of', async () => {
    pages('PF_XBTUSD', [
      execution({ uid: 'before', timestamp: HOUR - 1 }),
      execution({ uid: 'first', timestamp: HOUR }),
      execution({ uid: 'after', timestamp: HOUR + 300_000 }),
    ])
    expect((await orders()).records.map(({ orderKey }) => orderKey)).toEqual(['first'])
    const [request] = server.requestsTo('/executions')
    expect(Number(request!.query.get('since'))).toBeLessThan(HOUR)
    expect(Number(request!.query.get('before'))).toBeGreaterThan(HOUR + 300_000)
    expect(request!.query.get('sort')).toBe('asc')
  })

  test('an order of which one fill can not be read is refused whole', async () => {
    pages('PF_XBTUSD', [
      execution(),
      execution({}, { quantity: 'many' }),
      execution({ uid: 'well' }, { quantity: '1' }),
      execution({ uid: 'sideways', direction: 'Unknown' }),
      execution({ uid: 'odd', orderType: 'Unknown' }),
    ])
    const { records, rejections } = await orders()
    expect(records).toMatchObject([{ orderKey: 'well', contracts: '1' }])
    expect(rejections.map(({ code }) => code)).toEqual(['UNKNOWN_ORDER', 'BAD_NUMBER', 'BAD_SIDE'])
  })

  test('an open market that is refused, and a paging that stands still, end the reading: nothing counts as read', async () => {
    await expect(orders()).rejects.toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
    respond('api/history/v3/market/PF_XBTUSD/executions', () => ({
      elements: [],
      len: 0,
      continuationToken: 'same',
    }))
    await expect(orders()).rejects.toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
  })

  test('a delisted market that is refused is a rejection', async () => {
    pages('PF_XBTUSD', [execution()])
    const { records, rejections } = await orders([btc, delisted])
    expect(records).toHaveLength(1)
    expect(rejections).toMatchObject([{ code: 'MARKET_REFUSED', payload: { symbol: 'PI_BCHUSD' } }])
  })

  test('the newest minute does not count as read', () => {
    const { liquidations } = read().venue
    expect(liquidations!.mode).toBe('HISTORY')
    expect(liquidations!.coverage!({ from: past.from, to: new Date(NOW) })).toEqual([
      { from: past.from, to: new Date(NOW - 60_000) },
    ])
    expect(liquidations!.coverage!({ from: new Date(NOW - 1_000), to: new Date(NOW) })).toEqual([])
  })
})

test('the venue prints no account ratio whose meaning is documented', () => {
  expect(read().venue.longShort).toBeUndefined()
})

describe('a row with anything in it is mapped or refused with a code, never half a number', () => {
  const index = indexMarkets([btc, inverse])
  test.each<[string, unknown, (row: unknown) => object]>([
    [
      'a market',
      {
        id: 'PI_XBTUSD',
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
        info: { symbol: 'PI_XBTUSD', type: 'futures_inverse', contractSize: '1' },
      },
      (row) =>
        completeMarket(
          mapMarket(
            'krakenfutures',
            row,
            ({ info }) => (info as { contractSize?: unknown } | null)?.contractSize,
          ),
          row as CcxtMarket,
        ),
    ],
    ['open interest', ticker('PF_XBTUSD'), (row) => mapOpenInterest(row, index, SERVER_TIME)],
    ['open interest of an inverse market', coinTicker, (row) => mapOpenInterest(row, index, SERVER_TIME)],
    ['a prediction', ticker('PF_XBTUSD'), (row) => mapPrediction(row, index, SERVER_TIME)],
    ['a prediction of an inverse market', coinTicker, (row) => mapPrediction(row, index, SERVER_TIME)],
    ['the clock of an answer', SERVER_TIME, (time) => mapOpenInterest(ticker('PF_XBTUSD'), index, time)],
    [
      'a settled rate',
      { timestamp: '2026-09-21T17:00:00Z', fundingRate: 1.810655, relativeFundingRate: 0.0000162 },
      (row) => mapSettled(row, btc),
    ],
    [
      'a bar',
      { time: HOUR, open: '80000', high: '80100', low: '79900', close: '80050', volume: '2.5' },
      (row) => mapCandle(row, btc),
    ],
  ])('%s', (_, row, map) => {
    expect(map(row)).toBeTruthy()
    fc.assert(
      fc.property(mutationsOf(row), (mutated) => expectWholeOrRefused(() => map(mutated))),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['linear', btc],
    ['inverse', inverse],
  ])('executions of a %s market', (_, market) => {
    const elements = [execution(), execution({}, { quantity: '1', price: '78000' }), execution({ uid: 'b' })]
    expect(mapExecutions(elements, market).records).toHaveLength(2)
    fc.assert(
      fc.property(mutationsOf(elements), (mutated) => {
        if (!Array.isArray(mutated)) return
        const { records, rejections } = mapExecutions(mutated as unknown[], market)
        for (const record of records) {
          expectWhole(record)
          expect(['LONG', 'SHORT']).toContain(record.side)
          expect(Number(record.contracts)).toBeGreaterThan(0)
        }
        for (const { code, reason } of rejections) {
          expect(code).toMatch(/^[A-Z_]+$/)
          expect(reason.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
