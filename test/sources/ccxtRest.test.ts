import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { findVenue, VENUE_CODES, type VenueOptions } from '../../src/sources/ccxt/index.ts'
import { splitMultiplier } from '../../src/markets/ticker.ts'
import { collect, failureOf } from '../support/collect.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import { BINANCE_MARKETS, BYBIT_MARKETS, OKX_MARKETS, storedMarket } from '../support/storedMarkets.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = new Date(1790000200000)
const never = new AbortController().signal
type Code = 'binance' | 'bybit' | 'okx'

function venue(code: Code, options: VenueOptions = {}) {
  const found = findVenue(code, {
    ccxt: server.ccxtOptions(code),
    rateLimit: false,
    timeoutMs: 2_000,
    retries: 2,
    backoffMs: 1,
    now: () => NOW,
    ...options,
  })
  if (!found?.openInterest) throw new Error(`${code} has no open interest`)
  return { ...found, openInterest: found.openInterest }
}

const readNow = (code: Code, markets: object, options?: VenueOptions, signal = never) =>
  collect(venue(code, options).openInterest.openInterest(Object.values(markets), undefined, signal))

const window = { from: new Date(1789999800000), to: new Date(1790000400000) }
const readPast = (code: Code, markets: readonly StoredMarket[], past = window) =>
  collect(venue(code).openInterest.openInterest(markets, past, never))

const facts = (batches: Awaited<ReturnType<typeof readNow>>) =>
  batches
    .flatMap(({ records }) => records)
    .map(({ marketId, time, baseQuantity, markPrice }) => [marketId, time.getTime(), baseQuantity, markPrice])
    .toSorted(([a], [b]) => Number(a) - Number(b))

test('every venue that is listed can be found; another code has none', () => {
  for (const code of VENUE_CODES) expect(findVenue(code)?.markets.exchange.code).toBe(code)
  expect(findVenue('toString')).toBeUndefined()
})

describe('markets', () => {
  test.each(['binance', 'bybit', 'okx'] as const)('%s', async (code) => {
    const { records, rejections } = await venue(code).markets.getMarkets(never)
    expect(rejections).toEqual([])
    const table = records.map((market) =>
      [
        market.symbol,
        market.venueSymbol,
        market.baseCode,
        `x${market.baseMultiplier}`,
        market.kind,
        market.style,
        market.contractSize,
        market.expiresAt?.toISOString().slice(0, 10) ?? '-',
      ].join(' '),
    )
    expect(table).toEqual(MARKET_TABLES[code])
  })

  test('an instrument without a contract size is refused and the rest goes on', async () => {
    server.respond('/okx/api/v5/public/instruments', (query) => ({
      code: '0',
      data:
        query.get('instType') === 'SWAP'
          ? [
              {
                instType: 'SWAP',
                instId: 'X-USDT-SWAP',
                uly: 'X-USDT',
                settleCcy: 'USDT',
                ctVal: '',
                state: 'live',
              },
            ]
          : [],
    }))
    const { records, rejections } = await venue('okx').markets.getMarkets(never)
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
  })

  test.each([
    ['1000PEPE', 'PEPE', '1000'],
    ['1000000MOG', 'MOG', '1000000'],
    ['SHIB1000', 'SHIB', '1000'],
    ['1MBABYDOGE', 'BABYDOGE', '1000000'],
    ['1000X', 'X', '1000'],
    ['1INCH', '1INCH', '1'],
    ['API3', 'API3', '1'],
    ['C98', 'C98', '1'],
    ['BTC', 'BTC', '1'],
  ])('%s is %s by the %s', (base, baseCode, baseMultiplier) => {
    expect(splitMultiplier(base)).toEqual({ baseCode, baseMultiplier })
  })
})

const MARKET_TABLES: Record<Code, string[]> = {
  binance: [
    'BTC/USDT BTCUSDT BTC x1 SPOT LINEAR 1 -',
    'BTC/USDT:USDT BTCUSDT BTC x1 PERPETUAL LINEAR 1 -',
    '1000PEPE/USDT:USDT 1000PEPEUSDT PEPE x1000 PERPETUAL LINEAR 1 -',
    'BTC/USDT:USDT-261225 BTCUSDT_261225 BTC x1 FUTURE LINEAR 1 2026-12-25',
    'BTC/USD:BTC BTCUSD_PERP BTC x1 PERPETUAL INVERSE 100 -',
    'BTC/USD:BTC-261225 BTCUSD_261225 BTC x1 FUTURE INVERSE 100 2026-12-25',
  ],
  bybit: [
    'BTC/USDT BTCUSDT BTC x1 SPOT LINEAR 1 -',
    'BTC/USDT:USDT BTCUSDT BTC x1 PERPETUAL LINEAR 1 -',
    'SHIB1000/USDT:USDT SHIB1000USDT SHIB x1000 PERPETUAL LINEAR 1 -',
    'BTC/USD:BTC BTCUSD BTC x1 PERPETUAL INVERSE 1 -',
  ],
  okx: [
    'BTC/USDT BTC-USDT BTC x1 SPOT LINEAR 1 -',
    'BTC/USDT:USDT BTC-USDT-SWAP BTC x1 PERPETUAL LINEAR 0.01 -',
    'BTC/USD:BTC BTC-USD-SWAP BTC x1 PERPETUAL INVERSE 100 -',
    'BTC/USDT:USDT-261225 BTC-USDT-261225 BTC x1 FUTURE LINEAR 0.01 2026-12-25',
  ],
}

describe('open interest now, in coins and USD per coin', () => {
  test('binance: USD-M prints coins, COIN-M contracts; a thousand-coin market is told per coin', async () => {
    expect(facts(await readNow('binance', BINANCE_MARKETS))).toEqual([
      [BINANCE_MARKETS.btc.id, 1790000000123, '90123.456', '80000.5'],
      [BINANCE_MARKETS.pepe.id, 1790000000456, '7000000000', '0.000012'],
      [BINANCE_MARKETS.coinm.id, 1790000000321, '5000', '80000'],
    ])
  })

  test('binance: a market without a mark price is NO_PRICE, and the rest goes on', async () => {
    const future = storedMarket('BTCUSDT_261225', { kind: 'FUTURE', symbol: 'BTC/USDT:USDT-261225' })
    const [batch] = await readNow('binance', { ...BINANCE_MARKETS, future })
    expect(batch?.records).toHaveLength(3)
    expect(batch?.rejections).toMatchObject([{ code: 'NO_PRICE', payload: { symbol: 'BTCUSDT_261225' } }])
  })

  test('binance: a market that the venue refuses is a rejection, and the rest goes on', async () => {
    const path = '/fapi/v1/openInterest'
    server.misbehave(path, { kind: 'status', status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' })
    const batches = await readNow('binance', { btc: BINANCE_MARKETS.btc, coinm: BINANCE_MARKETS.coinm })
    expect(facts(batches)).toHaveLength(1)
    expect(batches[0]?.rejections).toMatchObject([{ code: 'MARKET_REFUSED', payload: { symbol: 'BTCUSDT' } }])
  })

  test('bybit: linear prints coins, inverse USD, both with the mark price of the moment', async () => {
    expect(facts(await readNow('bybit', BYBIT_MARKETS))).toEqual([
      [BYBIT_MARKETS.btc.id, 1790000000555, '50000.25', '80000.1'],
      [BYBIT_MARKETS.shib.id, 1790000000555, '3000000000', '0.00001'],
      [BYBIT_MARKETS.inverse.id, 1790000000555, '5000', '80000'],
    ])
  })

  test('okx: prints contracts; a future without a mark price is NO_PRICE', async () => {
    const batches = await readNow('okx', OKX_MARKETS)
    expect(facts(batches)).toEqual([
      [OKX_MARKETS.btc.id, 1790000000111, '30000.005', '80000'],
      [OKX_MARKETS.inverse.id, 1790000000222, '5000', '80000'],
    ])
    expect(batches.flatMap(({ rejections }) => rejections)).toMatchObject([{ code: 'NO_PRICE' }])
  })

  test('a market that is not quoted in dollars has no USD price', async () => {
    const market = storedMarket('BTCUSDT', { quote: 'BTC' })
    expect((await readNow('binance', [market]))[0]).toMatchObject({
      records: [],
      rejections: [{ code: 'NO_PRICE' }],
    })
  })

  test('zero is a value, and a number that is none is refused', async () => {
    const tickers = (openInterest: string) => ({
      retCode: 0,
      result: { category: 'linear', list: [{ symbol: 'BTCUSDT', markPrice: '1', openInterest }] },
      time: 1790000000555,
    })
    server.respond('/bybit/v5/market/tickers', () => tickers('0'))
    expect(facts(await readNow('bybit', [BYBIT_MARKETS.btc]))).toMatchObject([
      [BYBIT_MARKETS.btc.id, 1790000000555, '0', '1'],
    ])
    server.respond('/bybit/v5/market/tickers', () => tickers(''))
    expect((await readNow('bybit', [BYBIT_MARKETS.btc]))[0]?.rejections).toMatchObject([
      { code: 'BAD_NUMBER' },
    ])
  })
})

describe('open interest of the past', () => {
  test('binance prints amount and value of one moment: the price is their quotient', async () => {
    expect(facts(await readPast('binance', [BINANCE_MARKETS.btc]))).toEqual([
      [BINANCE_MARKETS.btc.id, 1789999800000, '90000', '80000.5'],
      [BINANCE_MARKETS.btc.id, 1790000100000, '90100', '80000'],
    ])
    expect(facts(await readPast('binance', [BINANCE_MARKETS.coinm]))).toEqual([
      [BINANCE_MARKETS.coinm.id, 1789999800000, '5000', '80000'],
    ])
  })

  test('a window is half-open though the venue includes both ends', async () => {
    const until = { from: window.from, to: new Date(1790000100000) }
    expect(facts(await readPast('binance', [BINANCE_MARKETS.btc], until))).toHaveLength(1)
  })

  test('binance refuses what is older than 30 days', async () => {
    const old = { from: new Date(NOW.getTime() - 31 * 86_400_000), to: NOW }
    expect(await failureOf(readPast('binance', [BINANCE_MARKETS.btc], old))).toMatchObject({
      name: 'HistoryError',
      code: 'HISTORY_NOT_OFFERED',
    })
  })

  test('binance: the past of a dated COIN-M future is not to be had by contract', async () => {
    const future = storedMarket('BTCUSD_261225', { style: 'INVERSE', quote: 'USD', kind: 'FUTURE' })
    expect((await readPast('binance', [future]))[0]?.rejections).toMatchObject([
      { code: 'HISTORY_NOT_OFFERED' },
    ])
  })

  test('bybit prints no value: the price is the mark price that the kline opens with, and without one it is NO_PRICE', async () => {
    const batches = await readPast('bybit', [BYBIT_MARKETS.btc])
    expect(facts(batches)).toEqual([[BYBIT_MARKETS.btc.id, 1789999800000, '50000.25', '80000.1']])
    expect(batches[0]?.rejections).toMatchObject([
      { code: 'NO_PRICE', payload: { timestamp: '1790000100000' } },
    ])
  })

  test('okx refuses, because its history is of a whole currency', async () => {
    expect(await failureOf(readPast('okx', [OKX_MARKETS.btc]))).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
    expect(server.requests).toEqual([])
  })
})

describe('a venue that misbehaves', () => {
  const PATH = '/v5/market/tickers'
  const read = (options?: VenueOptions, signal?: AbortSignal) =>
    readNow('bybit', [BYBIT_MARKETS.btc], options, signal)

  test('429 with Retry-After is waited for, then answered', async () => {
    server.misbehave(PATH, { kind: 'status', status: 429, retryAfter: '1' })
    const begun = performance.now()
    expect(facts(await read())).toHaveLength(1)
    expect(performance.now() - begun).toBeGreaterThan(950)
    expect(server.requestsTo(PATH)).toHaveLength(2)
  })

  test('a wait that is too long fails at once as SOURCE_RATE_LIMITED', async () => {
    server.misbehave(PATH, { kind: 'status', status: 429, retryAfter: '3600' })
    expect(await failureOf(read())).toMatchObject({ name: 'SourceError', code: 'SOURCE_RATE_LIMITED' })
    expect(server.requestsTo(PATH)).toHaveLength(1)
  })

  test.each([
    ['500', { kind: 'status', status: 500 }, 'SOURCE_UNAVAILABLE'],
    ['429', { kind: 'status', status: 429 }, 'SOURCE_RATE_LIMITED'],
    ['truncated JSON', { kind: 'truncate' }, 'SOURCE_BAD_ANSWER'],
    ['a cut connection', { kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
    ['no answer', { kind: 'hang' }, 'SOURCE_UNAVAILABLE'],
    ['a body that stalls', { kind: 'stall' }, 'SOURCE_UNAVAILABLE'],
  ] as const)(
    '%s passes when it happens once, and is an error when it stays',
    async (_name, misbehaviour, code) => {
      server.misbehave(PATH, misbehaviour)
      expect(facts(await read({ timeoutMs: 200 }))).toHaveLength(1)
      server.misbehave(PATH, misbehaviour, 3)
      const failure = await failureOf(read({ timeoutMs: 200 }))
      expect(failure).toMatchObject({ name: 'SourceError', code })
      expect(failure.cause).toBeInstanceOf(Error)
      expect(server.requestsTo(PATH)).toHaveLength(2 + 3)
    },
  )

  test('an answer of another shape is SOURCE_BAD_ANSWER', async () => {
    server.respond('/bybit/v5/market/tickers', () => ({ retCode: 0, result: [] }))
    expect(await failureOf(read())).toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
  })

  test('a refusal is not asked again', async () => {
    server.respond('/bybit/v5/market/tickers', () => ({ retCode: 10001, retMsg: 'params error', result: {} }))
    expect(await failureOf(read())).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect(server.requestsTo(PATH)).toHaveLength(1)
  })

  test('a venue that is not there is SOURCE_UNAVAILABLE', async () => {
    const { ccxt } = { ccxt: { urls: { api: { public: 'http://127.0.0.1:1' } } } }
    expect(await failureOf(read({ ccxt, retries: 0 }))).toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
  })

  test('aborting ends a request and a wait at once', async () => {
    for (const misbehaviour of [
      { kind: 'hang' },
      { kind: 'status', status: 429, retryAfter: '60' },
    ] as const) {
      server.misbehave(PATH, misbehaviour)
      const abort = new AbortController()
      setTimeout(() => abort.abort(new Error('stopped')), 100)
      const begun = performance.now()
      expect((await failureOf(read({ timeoutMs: 20_000 }, abort.signal))).message).toBe('stopped')
      expect(performance.now() - begun).toBeLessThan(1_000)
    }
  })
})
