import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import * as payloads from '../../support/payloads/bybit.ts'
import { BYBIT_MARKETS, storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = 1790000200000
const read = () => venueReader('bybit', { ccxt: server.ccxtOptions('bybit'), now: () => new Date(NOW) })

const { btc, shib, inverse } = BYBIT_MARKETS
const spot = storedMarket('BTCUSDT', { exchangeCode: 'bybit', symbol: 'BTC/USDT', kind: 'SPOT' })
const answer = (list: unknown, more = {}) => ({
  retCode: 0,
  retMsg: 'OK',
  result: { list, ...more },
  retExtInfo: {},
  time: 1790000000555,
})
const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/bybit/v5/market/${path}`, of)
const category = (query: URLSearchParams) => query.get('category') ?? ''

test('spot and linear share a name and are two markets; spot against a coin is none of ours', async () => {
  const { records } = await read().markets()
  const named = records.filter(({ venueSymbol }) => venueSymbol === 'BTCUSDT')
  expect(named.map(({ kind, symbol, contractSize }) => [kind, symbol, contractSize])).toEqual([
    ['SPOT', 'BTC/USDT', '1'],
    ['PERPETUAL', 'BTC/USDT:USDT', '1'],
  ])
  expect(records.map(({ symbol }) => symbol)).not.toContain('ETH/BTC')
})

test('open interest of now and of the past is not asked of spot, though a contract has its name', async () => {
  const { records } = await read().openInterest([btc, spot])
  expect(records.map(({ marketId }) => marketId)).toEqual([btc.id])
  const past = await read().openInterest([btc, spot], [1789999800000, 1790000100000])
  expect(past.records.map(({ marketId }) => marketId)).toEqual([btc.id])
})

describe('funding', () => {
  beforeEach(() => {
    respond('tickers', (query) => answer(payloads.fundingTickers[category(query)]))
    respond('instruments-info', () => answer(payloads.instrumentIntervals, { nextPageCursor: '' }))
    respond('funding/history', () => answer(payloads.settledFunding))
  })

  test('tickers predict the next settlement, with their own interval or the one of the instrument', async () => {
    const { records, rejections } = await read().funding([btc, shib, inverse, spot])
    const prediction = { kind: 'PREDICTED', time: new Date(1790000000555) }
    expect(records).toEqual([
      {
        ...prediction,
        marketId: btc.id,
        rate: '0.000062',
        intervalMinutes: 480,
        settlesAt: new Date(1790006400000),
      },
      {
        ...prediction,
        marketId: shib.id,
        rate: '-0.0004',
        intervalMinutes: 60,
        settlesAt: new Date(1790002800000),
      },
      {
        ...prediction,
        marketId: inverse.id,
        rate: '0.0001',
        intervalMinutes: 480,
        settlesAt: new Date(1790006400000),
      },
    ])
    expect(rejections).toEqual([])
    // Only for the category that lacks it.
    expect(server.requestsTo('/instruments-info').map(({ query }) => category(query))).toEqual(['inverse'])
  })

  test('an instrument list of several pages is read to its end', async () => {
    respond('instruments-info', (query) =>
      query.get('cursor') === 'next'
        ? answer(payloads.instrumentIntervals, { nextPageCursor: '' })
        : answer([{ symbol: 'ETHUSD', fundingInterval: 240 }], { nextPageCursor: 'next' }),
    )
    expect((await read().funding([inverse])).records).toMatchObject([{ intervalMinutes: 480 }])
  })

  test('an interval that nobody states is NO_INTERVAL, not 8 hours', async () => {
    respond('instruments-info', () => answer([], { nextPageCursor: '' }))
    const { records, rejections } = await read().funding([inverse])
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL', payload: { symbol: 'BTCUSD' } }])
  })

  test.each([
    ['an empty rate', { fundingRate: '' }, 'BAD_NUMBER'],
    ['a settlement at no time', { nextFundingTime: '0' }, 'BAD_TIME'],
    ['a missing rate', { fundingRate: undefined }, 'BAD_SHAPE'],
  ])('%s is refused, never zero', async (_name, fault, code) => {
    respond('tickers', () => answer([{ ...(payloads.fundingTickers.linear![0] as object), ...fault }]))
    expect(await read().funding([btc])).toMatchObject({ records: [], rejections: [{ code }] })
  })

  test('a settled rate holds since the settlement before: an interval of the past, not of today', async () => {
    const { records } = await read().funding([shib], [1789977600000, 1790000000000])
    expect(records).toEqual([
      {
        marketId: shib.id,
        time: new Date(1789977600000),
        kind: 'SETTLED',
        rate: '0.0001',
        intervalMinutes: 480,
      },
      {
        marketId: shib.id,
        time: new Date(1789981200000),
        kind: 'SETTLED',
        rate: '-0.0004',
        intervalMinutes: 60,
      },
    ])
    expect(server.requestsTo('/instruments-info')).toHaveLength(0)
  })

  test('the venue gives 200 rates, newest first: more of them are asked for page by page', async () => {
    const hours = Array.from({ length: 300 }, (_, hour) => ({
      symbol: 'SHIB1000USDT',
      fundingRate: '0.0001',
      fundingRateTimestamp: String(1789981200000 - hour * 3_600_000),
    }))
    respond('funding/history', (query) =>
      answer(
        hours
          .filter(({ fundingRateTimestamp: ms }) => Number(ms) <= Number(query.get('endTime')))
          .slice(0, 200),
      ),
    )
    const from = 1789981200000 - 250 * 3_600_000
    const { records } = await read().funding([shib], [from, 1790000000000])
    expect(records).toHaveLength(251)
    expect(records.every(({ intervalMinutes }) => intervalMinutes === 60)).toBe(true)
    expect(server.requestsTo('/funding/history')).toHaveLength(2)
  })

  test('the first settlement of a market has none before it: its interval is what the instrument states', async () => {
    respond('funding/history', () =>
      answer([{ symbol: 'BTCUSD', fundingRate: '0.0001', fundingRateTimestamp: '1789977600000' }]),
    )
    const { records } = await read().funding([inverse], [1789970000000, 1790000000000])
    expect(records).toMatchObject([{ rate: '0.0001', intervalMinutes: 480 }])
    respond('instruments-info', () => answer([], { nextPageCursor: '' }))
    expect(await read().funding([inverse], [1789970000000, 1790000000000])).toMatchObject({
      records: [],
      rejections: [{ code: 'NO_INTERVAL' }],
    })
  })
})

describe('order books', () => {
  beforeEach(() =>
    respond('orderbook', (query) => ({ ...answer([]), result: payloads.orderBooks[category(query)] })),
  )

  test('spot and linear count units of the base, inverse USD', async () => {
    const { records } = await read().depth([spot, shib, inverse])
    expect(records).toMatchObject([
      {
        marketId: spot.id,
        time: new Date(1790000000777),
        venueClock: true,
        mid: '80000',
        bids: { totalUsd: '39995' },
        asks: { totalUsd: '20002.5' },
      },
      { marketId: shib.id, mid: '0.00001', bids: { totalUsd: '9900' }, asks: { totalUsd: '20200' } },
      { marketId: inverse.id, mid: '80000', bids: { totalUsd: '7000' }, asks: { totalUsd: '3000' } },
    ])
    const asked = server.requestsTo('/orderbook').map(({ query }) => [category(query), query.get('limit')])
    expect(asked.toSorted()).toEqual([
      ['inverse', '500'],
      ['linear', '500'],
      ['spot', '200'],
    ])
  })

  test('a crossed book is refused', async () => {
    respond('orderbook', () => ({
      ...answer([]),
      result: { s: 'BTCUSDT', b: [['101', '1']], a: [['100', '1']], ts: 1790000000777 },
    }))
    expect(await read().depth([spot])).toMatchObject({ records: [], rejections: [{ code: 'BAD_BOOK' }] })
  })
})

describe('bars of a minute', () => {
  const minutes = [1789999980000, 1790000100000] as const
  beforeEach(() => respond('kline', (query) => answer(payloads.klines[category(query)])))

  test('spot and linear print coins and dollars, in order of time whatever the venue sends first', async () => {
    const { records } = await read().candles([spot, shib], minutes)
    expect(records).toEqual([
      {
        marketId: spot.id,
        time: new Date(1789999980000),
        stepMs: 60_000,
        open: '80000',
        high: '80100',
        low: '79900',
        close: '80050',
        baseVolume: '12.5',
        volumeUsd: '1000500.25',
      },
      expect.objectContaining({ marketId: spot.id, time: new Date(1790000040000), volumeUsd: '120075' }),
      {
        marketId: shib.id,
        time: new Date(1789999980000),
        stepMs: 60_000,
        open: '0.00001',
        high: '0.0000101',
        low: '0.0000099',
        close: '0.00001005',
        baseVolume: '5000000000',
        volumeUsd: '50100.5',
      },
    ])
  })

  test('inverse prints dollars as its volume and coins as its turnover', async () => {
    const { records } = await read().candles([inverse], minutes)
    expect(records).toMatchObject([{ baseVolume: '2', volumeUsd: '160000' }])
  })

  test.each([
    ['a low above its open', { 3: '80010' }, 'BAD_BAR'],
    ['a turnover that is no number', { 6: 'x' }, 'BAD_NUMBER'],
    ['a time in seconds', { 0: '1789999980' }, 'BAD_TIME'],
  ])('%s is refused', async (_name, fault, code) => {
    respond('kline', () => answer([Object.assign([...payloads.klines.spot![1]!], fault)]))
    expect(await read().candles([spot], minutes)).toMatchObject({ records: [], rejections: [{ code }] })
  })
})

describe('account ratio', () => {
  beforeEach(() => respond('account-ratio', () => answer(payloads.accountRatio)))

  test('holders of longs among all holders, of a window and of now', async () => {
    const { records } = await read().longShort([btc, spot], [1789999800000, 1790000200000])
    expect(records).toEqual([
      { marketId: btc.id, time: new Date(1789999800000), longShare: '0.75' },
      { marketId: btc.id, time: new Date(1790000100000), longShare: '0.5707' },
    ])
    expect((await read().longShort([btc])).records).toEqual([records[1]])
  })

  test('contracts settled in USDC are not counted by the venue, and not asked', async () => {
    const usdc = storedMarket('BTCPERP', { exchangeCode: 'bybit', quote: 'USDC', settle: 'USDC' })
    expect((await read().longShort([usdc], [1789999800000, 1790000200000])).records).toEqual([])
    expect(server.requestsTo('/account-ratio')).toEqual([])
  })

  test('a share that is no number is refused', async () => {
    respond('account-ratio', () => answer([{ ...payloads.accountRatio[0], buyRatio: '-1' }]))
    const { rejections } = await read().longShort([btc], [1789999800000, 1790000200000])
    expect(rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
  })
})
