import { afterEach, beforeEach, expect, test } from 'vitest'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import { storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
/** Answers by the "type" of the body: the venue has one address. */
let answers: Record<string, unknown>

beforeEach(async () => {
  server = await ExchangeServer.start()
  answers = { metaAndAssetCtxs }
  server.respond('/hyperliquid/info', (_, body) => answers[(body as { type: string }).type])
})
afterEach(() => server.stop())

const NOW = 1790000200000
const read = () =>
  venueReader('hyperliquid', {
    ccxt: { urls: { api: { public: `http://127.0.0.1:${server.port}/hyperliquid` } } },
    now: () => new Date(NOW),
  })

const hyperliquid = { exchangeCode: 'hyperliquid', quote: 'USDC', settle: 'USDC' } as const
const btc = storedMarket('BTC', { ...hyperliquid, symbol: 'BTC/USDC:USDC' })
const pepe = storedMarket('kPEPE', {
  ...hyperliquid,
  symbol: 'KPEPE/USDC:USDC',
  baseCode: 'PEPE',
  baseMultiplier: '1000',
})

const metaAndAssetCtxs = [
  {
    universe: [
      { szDecimals: 5, name: 'BTC', maxLeverage: 40 },
      { szDecimals: 0, name: 'kPEPE', maxLeverage: 10 },
      { szDecimals: 1, name: 'OLD', maxLeverage: 3, isDelisted: true },
    ],
  },
  [
    {
      dayNtlVlm: '1',
      funding: '0.0000125',
      impactPxs: ['79999', '80001'],
      markPx: '80000.0',
      midPx: '80000.5',
      openInterest: '31000.25',
      oraclePx: '80010.0',
      premium: '0.0001',
      prevDayPx: '81000.0',
    },
    {
      dayNtlVlm: '1',
      funding: '-0.00002',
      impactPxs: null,
      markPx: '0.0125',
      midPx: null,
      openInterest: '2000000',
      oraclePx: '0.0124',
      premium: null,
      prevDayPx: '0.0130',
    },
    { dayNtlVlm: '0', funding: '0', markPx: '1', openInterest: '0', oraclePx: '1', prevDayPx: '1' },
  ],
]

test('a market is named by its coin, as every answer names it; kPEPE counts thousands', async () => {
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(
    records.map(({ venueSymbol, baseCode, baseMultiplier, active }) => [
      venueSymbol,
      baseCode,
      baseMultiplier,
      active,
    ]),
  ).toEqual([
    ['BTC', 'BTC', '1', true],
    ['kPEPE', 'PEPE', '1000', true],
    ['OLD', 'OLD', '1', false],
  ])
})

test('open interest in coins at the mark price of the same row; a row that is off is rejected', async () => {
  const { records } = await read().openInterest([btc, pepe])
  expect(records).toEqual([
    { marketId: btc.id, time: new Date(NOW), baseQuantity: '31000.25', markPrice: '80000' },
    { marketId: pepe.id, time: new Date(NOW), baseQuantity: '2000000000', markPrice: '0.0000125' },
  ])
  answers.metaAndAssetCtxs = [metaAndAssetCtxs[0], [{ openInterest: 'NaN', markPx: '1', funding: '0' }, null]]
  const off = await read().openInterest([btc, pepe])
  expect(off.records).toEqual([])
  expect(off.rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
})

test('funding settles every hour: what the hour so far would charge, and what hours past have charged', async () => {
  const { records } = await read().funding([btc])
  expect(records).toEqual([
    {
      marketId: btc.id,
      time: new Date(NOW),
      kind: 'PREDICTED',
      rate: '0.0000125',
      intervalMinutes: 60,
      settlesAt: new Date('2026-09-21T15:00:00Z'),
    },
  ])
  const hour = Date.UTC(2026, 8, 21, 12)
  answers.fundingHistory = [
    { coin: 'BTC', fundingRate: '0.0000125', premium: '0.0005', time: hour + 31 },
    { coin: 'BTC', fundingRate: '-0.00001', premium: '0', time: hour + 3_600_045 },
  ]
  const past = await read().funding([btc], [hour, hour + 2 * 3_600_000])
  expect(past.records).toEqual([
    { marketId: btc.id, time: new Date(hour), kind: 'SETTLED', rate: '0.0000125', intervalMinutes: 60 },
    {
      marketId: btc.id,
      time: new Date(hour + 3_600_000),
      kind: 'SETTLED',
      rate: '-0.00001',
      intervalMinutes: 60,
    },
  ])
})

test('bars in coins, with no dollars where the venue prints none', async () => {
  const t = 1789999980000
  answers.candleSnapshot = [
    {
      t,
      T: t + 59_999,
      s: 'kPEPE',
      i: '1m',
      o: '0.0125',
      c: '0.0126',
      h: '0.0127',
      l: '0.0124',
      v: '500',
      n: 7,
    },
  ]
  const { records } = await read().candles([pepe], [t, t + 60_000])
  expect(records).toEqual([
    {
      marketId: pepe.id,
      time: new Date(t),
      stepMs: 60_000,
      open: '0.0000125',
      high: '0.0000127',
      low: '0.0000124',
      close: '0.0000126',
      baseVolume: '500000',
      trades: 7,
    },
  ])
})

test('depth of the twenty prices that are given, and how far they reach', async () => {
  answers.l2Book = {
    coin: 'BTC',
    time: 1790000100123,
    levels: [
      [
        { px: '79900', sz: '2', n: 3 },
        { px: '79700', sz: '1', n: 1 },
      ],
      [{ px: '80100', sz: '1.5', n: 2 }],
    ],
  }
  const { records } = await read().depth([btc])
  expect(records[0]).toMatchObject({
    marketId: btc.id,
    time: new Date(1790000100123),
    venueClock: true,
    mid: '80000',
    bids: { usd: {}, totalUsd: '239500', reach: '0.00375' },
    asks: { totalUsd: '120150' },
  })
})

test('past open interest is not offered, and said so', async () => {
  await expect(read().openInterest([btc], [NOW - 86_400_000, NOW])).rejects.toMatchObject({
    code: 'HISTORY_NOT_OFFERED',
  })
})
