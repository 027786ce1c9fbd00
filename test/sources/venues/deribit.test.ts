import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mapLiquidationTrades } from '../../../src/sources/ccxt/deribit/liquidations.ts'
import * as mapping from '../../../src/sources/ccxt/deribit/mapping.ts'
import { indexMarkets } from '../../../src/sources/ccxt/mapping.ts'
import { collect, failureOf } from '../../support/collect.ts'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import { storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'
import { assertMapsOrRefuses } from '../../support/wholeRecord.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = 1790000200000
const HOUR = 3_600_000

const read = (now: () => number = () => NOW) =>
  venueReader('deribit', {
    ccxt: { urls: { api: { rest: `http://127.0.0.1:${server.port}/deribit` } } },
    now: () => new Date(now()),
  })

/** Answers a method of the venue's API, in its envelope. */
const respond = (method: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/deribit/api/v2/public/${method}`, (query) => ({
    jsonrpc: '2.0',
    result: of(query),
    usIn: 1790000200000123,
    usOut: 1790000200000456,
    usDiff: 333,
    testnet: false,
  }))

const inverse = storedMarket('BTC-PERPETUAL', {
  exchangeCode: 'deribit',
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
})
const future = storedMarket('BTC-25SEP26', {
  exchangeCode: 'deribit',
  symbol: 'BTC/USD:BTC-260925',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
  kind: 'FUTURE',
})
const linear = storedMarket('SOL_USDC-PERPETUAL', {
  exchangeCode: 'deribit',
  symbol: 'SOL/USDC:USDC',
  baseCode: 'SOL',
  quote: 'USDC',
  settle: 'USDC',
})

const instrument = (name: string, more: object = {}) => ({
  tick_size: 0.5,
  taker_commission: 0.0005,
  settlement_period: 'perpetual',
  settlement_currency: 'BTC',
  quote_currency: 'USD',
  price_index: 'btc_usd',
  min_trade_amount: 10,
  max_liquidation_commission: 0.0075,
  max_leverage: 50,
  maker_commission: 0,
  kind: 'future',
  is_active: true,
  instrument_name: name,
  instrument_type: 'reversed',
  expiration_timestamp: 32503708800000,
  creation_timestamp: 1534242287000,
  counter_currency: 'USD',
  contract_size: 10,
  base_currency: 'BTC',
  ...more,
})

const ofUsdc = {
  settlement_currency: 'USDC',
  quote_currency: 'USDC',
  counter_currency: 'USDC',
  instrument_type: 'linear',
}

test('whatever a contract is said to hold, USD or coins are what is counted: every size is one', async () => {
  let query: URLSearchParams | undefined
  respond('get_instruments', (asked) => {
    query = asked
    return [
      instrument('BTC-PERPETUAL'),
      instrument('BTC-25SEP26', { settlement_period: 'month', expiration_timestamp: 1790323200000 }),
      instrument('SOL_USDC-PERPETUAL', {
        ...ofUsdc,
        base_currency: 'SOL',
        contract_size: 0.1,
        is_active: false,
      }),
    ]
  })
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(Object.fromEntries(query!)).toEqual({ currency: 'any', kind: 'future' })
  expect(records).toMatchObject([
    {
      venueSymbol: 'BTC-PERPETUAL',
      symbol: 'BTC/USD:BTC',
      kind: 'PERPETUAL',
      style: 'INVERSE',
      settle: 'BTC',
      contractSize: '1',
      listedAt: new Date(1534242287000),
    },
    {
      venueSymbol: 'BTC-25SEP26',
      kind: 'FUTURE',
      style: 'INVERSE',
      contractSize: '1',
      expiresAt: new Date(1790323200000),
    },
    {
      venueSymbol: 'SOL_USDC-PERPETUAL',
      kind: 'PERPETUAL',
      style: 'LINEAR',
      settle: 'USDC',
      contractSize: '1',
      active: false,
    },
  ])
})

test('options, combos and futures of a volatility index are no markets of ours', async () => {
  respond('get_instruments', () => [
    instrument('BTC-PERPETUAL'),
    instrument('BTC-FS-25SEP26_PERP', { kind: 'future_combo', settlement_period: 'month' }),
    instrument('BTCDVOL_USDC-25SEP26', { ...ofUsdc, base_currency: 'BTCDVOL', settlement_period: 'month' }),
    instrument('BTC-25SEP26-80000-C', {
      kind: 'option',
      settlement_period: 'month',
      strike: 80000,
      option_type: 'call',
    }),
  ])
  const { records, rejections } = await read().markets()
  expect(records.map(({ venueSymbol }) => venueSymbol)).toEqual(['BTC-PERPETUAL'])
  expect(rejections).toEqual([])
})

/** A row of `get_book_summary_by_currency` as the venue prints it, with numbers of our own. */
const summary = (name: string, more: object = {}) => ({
  high: 81000,
  low: 79000,
  last: 80000,
  instrument_name: name,
  bid_price: 79999,
  ask_price: 80001,
  open_interest: 800000000,
  mark_price: 80000,
  creation_timestamp: NOW - 50,
  price_change: -3.2032,
  volume: 7377.18657991,
  estimated_delivery_price: 80010.5,
  base_currency: 'BTC',
  quote_currency: 'USD',
  volume_usd: 661040250,
  volume_notional: 661040250,
  current_funding: 1.2966e-4,
  funding_8h: -8.1069e-4,
  mid_price: 80000,
  ...more,
})

const solSummary = summary('SOL_USDC-PERPETUAL', {
  base_currency: 'SOL',
  quote_currency: 'USDC',
  open_interest: 150000.5,
  mark_price: 200,
  current_funding: 0,
})

/** A dated future has no funding. */
const futureSummary = { ...summary('BTC-25SEP26'), current_funding: undefined, funding_8h: undefined }

const respondWithSummaries = () =>
  respond('get_book_summary_by_currency', (query) =>
    query.get('currency') === 'USDC'
      ? [solSummary]
      : [summary('BTC-PERPETUAL'), futureSummary, summary('BTC-26MAR27')],
  )

test('open interest is in USD of an inverse market and in coins of a linear one, one answer a settlement currency', async () => {
  respondWithSummaries()
  const { records, rejections } = await read().openInterest([inverse, future, linear])
  expect(rejections).toEqual([])
  const time = new Date(NOW - 50)
  expect(records).toEqual([
    { marketId: inverse.id, time, baseQuantity: '10000', markPrice: '80000' },
    { marketId: future.id, time, baseQuantity: '10000', markPrice: '80000' },
    { marketId: linear.id, time, baseQuantity: '150000.5', markPrice: '200' },
  ])
  expect(
    server.requestsTo('get_book_summary_by_currency').map(({ query }) => Object.fromEntries(query)),
  ).toEqual([
    { currency: 'BTC', kind: 'future' },
    { currency: 'USDC', kind: 'future' },
  ])
})

test('a row that is off is rejected and the rest goes on; past open interest is not offered, and said so', async () => {
  respond('get_book_summary_by_currency', () => [
    summary('BTC-PERPETUAL', { open_interest: null }),
    null,
    futureSummary,
  ])
  const { records, rejections } = await read().openInterest([inverse, future])
  expect(records).toHaveLength(1)
  expect(rejections.map(({ code }) => code)).toEqual(['BAD_SHAPE', 'BAD_SHAPE'])
  await expect(read().openInterest([inverse], [NOW - HOUR, NOW])).rejects.toMatchObject({
    code: 'HISTORY_NOT_OFFERED',
  })
})

describe('funding', () => {
  test('the rate of now is per 8 hours, has no moment at which it is charged, and a dated future has none', async () => {
    respondWithSummaries()
    const { records, rejections } = await read().funding([inverse, future, linear])
    expect(rejections).toEqual([])
    const ofNow = { time: new Date(NOW - 50), kind: 'PREDICTED', intervalMinutes: 480 }
    expect(records).toEqual([
      { ...ofNow, marketId: inverse.id, rate: '0.00012966' },
      { ...ofNow, marketId: linear.id, rate: '0' },
    ])
  })

  test('what an hour has cost is settled at its end, per hour; the eight hours before it are not taken', async () => {
    const hour = 1789999200000
    const row = (timestamp: number, interest_1h: number) => ({
      timestamp,
      index_price: 80000,
      prev_index_price: 80100,
      interest_8h: -9.234260068476106e-5,
      interest_1h,
    })
    respond('get_funding_rate_history', () => [row(hour - HOUR, 1e-6), row(hour, -4.739622041017375e-7)])
    const { records } = await read().funding([inverse, future], [hour - HOUR, hour + 1])
    const settled = { marketId: inverse.id, kind: 'SETTLED', intervalMinutes: 60 }
    expect(records).toEqual([
      { ...settled, time: new Date(hour - HOUR), rate: '0.000001' },
      { ...settled, time: new Date(hour), rate: '-0.0000004739622041017375' },
    ])
    expect(server.requestsTo('get_funding_rate_history')).toHaveLength(1)
  })
})

test('the deepest book that is given: USD of an inverse market, coins of a linear one', async () => {
  respond('get_order_book', (query) => ({
    timestamp: 1790000100123,
    state: 'open',
    instrument_name: query.get('instrument_name'),
    change_id: 17538025952,
    bids: [
      [99.9, 1000],
      [9.5, 500],
    ],
    asks: [
      [100.1, 2000],
      [102.5, 10],
    ],
  }))
  const { records, rejections } = await read().depth([inverse, linear])
  expect(rejections).toEqual([])
  expect(server.requestsTo('get_order_book').map(({ query }) => query.get('depth'))).toEqual([
    '10000',
    '10000',
  ])
  const [usd, coins] = records
  expect(usd).toMatchObject({
    time: new Date(1790000100123),
    venueClock: true,
    mid: '100',
    bids: { usd: { '0.005': '1000', '0.05': '1000' }, totalUsd: '1500' },
    asks: { usd: { '0.02': '2000' }, totalUsd: '2010' },
  })
  expect(usd!.asks.usd).not.toHaveProperty('0.05')
  expect(coins).toMatchObject({ bids: { usd: { '0.05': '99900' }, totalUsd: '104650' } })
})

describe('bars', () => {
  const t = 1789999980000
  const chart = (more: object = {}) => ({
    volume: [3.668, 0],
    ticks: [t, t + 60_000],
    status: 'ok',
    open: [80000, 80050],
    low: [79900, 80050],
    high: [80100, 80050],
    cost: [293440, 0],
    close: [80050, 80050],
    ...more,
  })

  test('volume is in coins and cost in USD for either style; a minute without a trade is a bar of nothing', async () => {
    respond('get_tradingview_chart_data', () => chart())
    const { records, rejections } = await read().candles([inverse], [t, t + 120_000])
    expect(rejections).toEqual([])
    expect(records).toEqual([
      {
        marketId: inverse.id,
        time: new Date(t),
        stepMs: 60_000,
        open: '80000',
        high: '80100',
        low: '79900',
        close: '80050',
        baseVolume: '3.668',
        volumeUsd: '293440',
      },
      {
        marketId: inverse.id,
        time: new Date(t + 60_000),
        stepMs: 60_000,
        open: '80050',
        high: '80050',
        low: '80050',
        close: '80050',
        baseVolume: '0',
        volumeUsd: '0',
      },
    ])
  })

  test('a chart without data has no bars, and a column that is short makes the bar a rejection', async () => {
    respond('get_tradingview_chart_data', () =>
      chart({
        status: 'no_data',
        ticks: [],
        volume: [],
        open: [],
        low: [],
        high: [],
        cost: [],
        close: [],
      }),
    )
    expect(await read().candles([linear], [t, t + 120_000])).toEqual({ records: [], rejections: [] })
    respond('get_tradingview_chart_data', () => chart({ close: [80050] }))
    const short = await read().candles([linear], [t, t + 120_000])
    expect(short.records).toHaveLength(1)
    expect(short.rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
  })
})

/** A trade as the venue prints it, with numbers of our own. */
const trade = (id: string | number, more: object = {}) => ({
  trade_seq: 40781986,
  trade_id: String(id),
  timestamp: NOW - 10 * 60_000,
  tick_direction: 3,
  price: 80000,
  mark_price: 80001.5,
  instrument_name: 'BTC-PERPETUAL',
  index_price: 80010.25,
  direction: 'sell',
  amount: 1120,
  contracts: 112,
  ...more,
})

describe('liquidations', () => {
  const never = new AbortController().signal
  const past = { from: new Date(NOW - 20 * 60_000), to: new Date(NOW) }

  async function liquidations(window = past, now?: () => number) {
    const source = read(now).venue.liquidations!
    const all = await collect(source.liquidations([inverse, future, linear], window, never))
    return {
      records: all.flatMap(({ records }) => [...records]),
      rejections: all.flatMap(({ rejections }) => [...rejections]),
    }
  }

  // Whatever is asked for, within the span and the count asked for; sorted by id, which is no order of time.
  const list = (trades: readonly { readonly timestamp: unknown; readonly instrument_name: unknown }[]) =>
    respond('get_last_trades_by_currency_and_time', (query) => {
      const asked = trades.filter(
        ({ timestamp, instrument_name }) =>
          String(instrument_name).includes('USDC') === (query.get('currency') === 'USDC') &&
          (typeof timestamp !== 'number' ||
            (timestamp >= Number(query.get('start_timestamp')) &&
              timestamp <= Number(query.get('end_timestamp')))),
      )
      const count = Number(query.get('count'))
      return { trades: asked.slice(0, count), has_more: asked.length > count }
    })

  test("T is the taker's liquidation and M the maker's, on the other side; MT is both; the rest is nobody's", async () => {
    list([
      trade(66460461),
      trade(66460462, { liquidation: 'T' }),
      trade(66460463, { liquidation: 'T', direction: 'buy' }),
      trade(66460464, { liquidation: 'M', direction: 'buy' }),
      trade(66460465, { liquidation: 'M' }),
      trade(66460466, { liquidation: 'MT' }),
    ])
    const { records, rejections } = await liquidations()
    expect(rejections).toEqual([])
    expect(records.map(({ orderKey, side }) => [orderKey, side])).toEqual([
      ['66460462:T', 'LONG'],
      ['66460463:T', 'SHORT'],
      ['66460464:M', 'LONG'],
      ['66460465:M', 'SHORT'],
      ['66460466:M', 'SHORT'],
      ['66460466:T', 'LONG'],
    ])
  })

  test('an amount is USD of an inverse market and coins of a linear one', async () => {
    list([
      trade(1, { liquidation: 'T' }),
      trade('SOL_USDC-16', {
        liquidation: 'T',
        instrument_name: 'SOL_USDC-PERPETUAL',
        price: 200,
        amount: 2.5,
      }),
    ])
    const { records } = await liquidations()
    expect(records).toMatchObject([
      { marketId: inverse.id, contracts: '1120', notionalUsd: '1120', baseQuantity: '0.014' },
      { marketId: linear.id, contracts: '2.5', notionalUsd: '500', baseQuantity: '2.5' },
    ])
  })

  test('an answer that is not the whole is read again in halves, so that no trade is passed by', async () => {
    const begin = past.from.getTime()
    const all = Array.from({ length: 3_000 }, (_, at) =>
      trade(at, {
        timestamp: begin + ((at * 7_919) % 600_000),
        ...(at % 10 === 0 ? { liquidation: 'T' } : {}),
      }),
    )
    list(all)
    const { records } = await liquidations()
    expect(new Set(records.map(({ orderKey }) => orderKey)).size).toBe(300)
    expect(records).toHaveLength(300)
  })

  test('a millisecond with more trades than an answer can hold is an error, not a part of the truth', async () => {
    list(Array.from({ length: 1_001 }, (_, at) => trade(at, { liquidation: 'T' })))
    expect(await failureOf(liquidations())).toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
  })

  test('what is older than a day, which the venue answers with nothing, is neither asked for nor counted as read', async () => {
    list([])
    const source = read().venue.liquidations!
    const window = { from: new Date(NOW - 30 * HOUR), to: new Date(NOW) }
    const oldest = NOW - 23 * HOUR
    expect(source.coverage!(window)).toEqual([{ from: new Date(oldest), to: new Date(NOW - 60_000) }])
    await liquidations(window)
    const starts = server
      .requestsTo('get_last_trades_by_currency_and_time')
      .map(({ query }) => Number(query.get('start_timestamp')))
    expect(Math.min(...starts)).toBe(oldest)
    const old = { from: new Date(NOW - 30 * HOUR), to: new Date(NOW - 25 * HOUR) }
    expect(source.coverage!(old)).toEqual([])
    expect(await failureOf(liquidations(old))).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })

  test('a span that grows older than a day while it is read is an error, not an empty answer', async () => {
    let now = NOW
    respond('get_last_trades_by_currency_and_time', () => {
      now += 2 * HOUR
      return { trades: [], has_more: false }
    })
    const window = { from: new Date(NOW - 23 * HOUR), to: new Date(NOW - 20 * HOUR) }
    expect(await failureOf(liquidations(window, () => now))).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })

  test('what can not be mapped is rejected with its code; a trade of nobody is not looked at', async () => {
    list([
      trade(1, { liquidation: 'X' }),
      trade(2, { liquidation: 'T', amount: 0 }),
      trade(3, { liquidation: 'T', timestamp: 'soon' }),
      trade(4, { liquidation: 'T', instrument_name: 'BTC-1JAN20' }),
      trade(5, { liquidation: 'T', direction: 'long' }),
      trade(6, { instrument_name: 'BTC-1JAN20', amount: null }),
    ])
    const { records, rejections } = await liquidations({ ...past, from: new Date(NOW - 10 * 60_000) })
    expect(records).toEqual([])
    expect(new Set(rejections.map(({ code }) => code))).toEqual(
      new Set(['BAD_SHAPE', 'BAD_NUMBER', 'BAD_TIME', 'UNKNOWN_MARKET']),
    )
  })
})

describe('a row with anything in it is mapped or rejected, never thrown and never half a number', () => {
  const index = indexMarkets([inverse, future, linear])
  const bar = {
    ticks: 1789999980000,
    open: 80000,
    high: 80100,
    low: 79900,
    close: 80050,
    volume: 1,
    cost: 80000,
  }
  const hour = { timestamp: 1569891600000, index_price: 8222.87, interest_8h: -9e-5, interest_1h: -4.7e-7 }
  test.each<[string, unknown, (row: unknown) => unknown]>([
    ['open interest', summary('BTC-PERPETUAL'), (row) => mapping.mapOpenInterest(row, index)],
    ['open interest of a linear market', solSummary, (row) => mapping.mapOpenInterest(row, index)],
    ['a rate of now', summary('BTC-PERPETUAL'), (row) => mapping.mapPrediction(row, index)],
    ['a settled rate', hour, (row) => mapping.mapSettled(row, inverse)],
    ['a bar', bar, (row) => mapping.mapCandle(row, linear)],
  ])('%s', (_, row, map) => assertMapsOrRefuses(row, map))

  test('a liquidation', () => {
    const map = (rows: unknown) => {
      const { records, rejections } = mapLiquidationTrades(rows as unknown[], index)
      for (const { code, reason } of rejections) {
        expect(code).toMatch(/^[A-Z_]+$/)
        expect(reason).not.toBe('')
      }
      return records.map(({ orderKey, ...record }) => {
        expect(orderKey).toMatch(/:[MT]$/)
        return record
      })
    }
    expect(map([trade(1, { liquidation: 'MT' })])).toHaveLength(2)
    assertMapsOrRefuses(trade(1, { liquidation: 'MT' }), (row) => map([row]))
  })
})
