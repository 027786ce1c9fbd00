import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../support/collect.ts'
import { ExchangeServer } from '../../support/exchangeServer.ts'
import { storedMarket } from '../../support/storedMarkets.ts'
import { venueReader } from '../../support/venueReader.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
})
afterEach(() => server.stop())

const NOW = 1790000200000

function read() {
  const url = `http://127.0.0.1:${server.port}/gate`
  const api = { public: { futures: url, spot: url, margin: url } }
  return venueReader('gate', { ccxt: { urls: { api } }, now: () => new Date(NOW) })
}

const gate = { exchangeCode: 'gate' } as const
const btc = storedMarket('BTC_USDT', { ...gate, contractSize: '0.0001' })
const inverse = storedMarket('BTC_USD', {
  ...gate,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
})
const spot = storedMarket('BTC_USDT', { ...gate, symbol: 'BTC/USDT', kind: 'SPOT' })

/** A row of `contracts` as the venue prints it, with numbers of our own. */
const contract = (name: string, more: object = {}) => ({
  name,
  type: 'direct',
  quanto_multiplier: '0.0001',
  mark_price: '80000',
  last_price: '80010',
  index_price: '79990',
  funding_rate: '0.000125',
  funding_rate_indicative: '0.0002',
  funding_interval: 28800,
  funding_next_apply: 1790006400,
  position_size: 5000000,
  order_size_min: 1,
  order_size_max: 1000000,
  in_delisting: false,
  leverage_min: '1',
  leverage_max: '100',
  maker_fee_rate: '-0.00025',
  taker_fee_rate: '0.00075',
  order_price_round: '0.1',
  create_time: 1546300800,
  ...more,
})

const respond = (path: string, of: (query: URLSearchParams) => unknown) => server.respond(`/gate/${path}`, of)

beforeEach(() => {
  respond('futures/usdt/contracts', () => [contract('BTC_USDT')])
  respond('futures/btc/contracts', () => [
    contract('BTC_USD', {
      type: 'inverse',
      quanto_multiplier: '0',
      position_size: 3000000,
      funding_interval: 14400,
    }),
  ])
})

test('contracts are coins on linear markets and dollars on inverse ones; spot counts coins', async () => {
  respond('spot/currency_pairs', () => [
    {
      id: 'BTC_USDT',
      base: 'BTC',
      quote: 'USDT',
      fee: '0.2',
      amount_precision: 6,
      precision: 1,
      trade_status: 'tradable',
    },
    {
      id: 'ETH_BTC',
      base: 'ETH',
      quote: 'BTC',
      fee: '0.2',
      amount_precision: 4,
      precision: 6,
      trade_status: 'tradable',
    },
  ])
  respond('margin/currency_pairs', () => [])
  const { records } = await read().markets()
  expect(records.map(({ kind, symbol, style, contractSize }) => [kind, symbol, style, contractSize])).toEqual(
    [
      ['SPOT', 'BTC/USDT', 'LINEAR', '1'],
      ['PERPETUAL', 'BTC/USDT:USDT', 'LINEAR', '0.0001'],
      ['PERPETUAL', 'BTC/USD:BTC', 'INVERSE', '1'],
    ],
  )
})

test('open interest: contracts times their size, at the mark price of the same answer, one list a currency', async () => {
  const { records, rejections } = await read().openInterest([btc, inverse])
  expect(rejections).toEqual([])
  expect(records).toEqual([
    { marketId: btc.id, time: new Date(NOW), baseQuantity: '500', markPrice: '80000' },
    { marketId: inverse.id, time: new Date(NOW), baseQuantity: '37.5', markPrice: '80000' },
  ])
})

test('past open interest comes in contracts too; a row without a price is rejected', async () => {
  const first = 1789999800
  respond('futures/usdt/contract_stats', () => [
    {
      time: first,
      open_interest: '4000000',
      open_interest_usd: '32000000',
      mark_price: '80000',
      lsr_account: '1.5',
    },
    {
      time: first + 300,
      open_interest: '4000000',
      open_interest_usd: '0',
      mark_price: '0',
      lsr_account: '0',
    },
  ])
  const past = [first * 1_000, (first + 600) * 1_000] as const
  const interest = await read().openInterest([btc], past)
  expect(interest.records).toEqual([
    { marketId: btc.id, time: new Date(first * 1_000), baseQuantity: '400', markPrice: '80000' },
  ])
  expect(interest.rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
  const ratio = await read().longShort([btc], past)
  expect(ratio.records).toEqual([{ marketId: btc.id, time: new Date(first * 1_000), longShare: '0.6' }])
  expect(ratio.rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
})

describe('funding', () => {
  test("the coming rate has the market's own interval", async () => {
    const { records } = await read().funding([btc, inverse])
    const settlesAt = new Date(1790006400000)
    const prediction = { kind: 'PREDICTED', time: new Date(NOW), rate: '0.000125', settlesAt }
    expect(records).toEqual([
      { ...prediction, marketId: btc.id, intervalMinutes: 480 },
      { ...prediction, marketId: inverse.id, intervalMinutes: 240 },
    ])
  })

  test('a contract that states no interval is rejected, never taken for 8 hours', async () => {
    respond('futures/usdt/contracts', () => [contract('BTC_USDT', { funding_interval: undefined })])
    const { records, rejections } = await read().funding([btc])
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL' }])
  })

  test('settled rates have the time since the settlement before', async () => {
    const hours = (count: number) => 1789948800 + count * 3600
    respond('futures/usdt/funding_rate', () => [
      { t: hours(12), r: '0.0003' },
      // The same endpoint has printed milliseconds as text, too.
      { t: String(hours(8) * 1_000), r: '-0.0001' },
      { t: hours(0), r: '0.0002' },
    ])
    const { records } = await read().funding([btc], [hours(1) * 1_000, hours(13) * 1_000])
    expect(
      records.map(({ time, rate, intervalMinutes }) => [time.getTime() / 1_000, rate, intervalMinutes]),
    ).toEqual([
      [hours(8), '-0.0001', 480],
      [hours(12), '0.0003', 240],
    ])
  })
})

test('bars: contracts become coins, dollars are those that the venue prints; spot has an order of its own', async () => {
  const t = 1789999980
  respond('futures/usdt/candlesticks', () => [
    { t, v: 25000, o: '80000', h: '80100', l: '79900', c: '80050', sum: '200000' },
  ])
  respond('spot/candlesticks', () => [[String(t), '160000', '80050', '80100', '79900', '80000', '2', 'true']])
  const { records, rejections } = await read().candles([btc, spot], [t * 1_000, (t + 60) * 1_000])
  expect(rejections).toEqual([])
  const bar = {
    time: new Date(t * 1_000),
    stepMs: 60_000,
    open: '80000',
    high: '80100',
    low: '79900',
    close: '80050',
  }
  expect(records).toEqual([
    { ...bar, marketId: btc.id, baseVolume: '2.5', volumeUsd: '200000' },
    { ...bar, marketId: spot.id, baseVolume: '2', volumeUsd: '160000' },
  ])
})

test('depth: contracts become dollars, and what the book does not reach is left out', async () => {
  respond('futures/usdt/order_book', () => ({
    id: 1,
    current: 1790000100.123,
    update: 1790000100.1,
    asks: [
      { p: '80100', s: 1000 },
      { p: '80500', s: 2000 },
    ],
    bids: [
      { p: '79900', s: 1000 },
      { p: '79000', s: 500 },
    ],
  }))
  const { records, rejections } = await read().depth([btc])
  expect(rejections).toEqual([])
  expect(records[0]).toMatchObject({
    mid: '80000',
    bids: { usd: { '0.005': '7990', '0.01': '7990' }, totalUsd: '11940', reach: '0.0125' },
    asks: { usd: { '0.005': '8010' }, totalUsd: '24110' },
  })
  expect(records[0]!.asks.usd).not.toHaveProperty('0.01')
})

describe('liquidations', () => {
  const past = { from: new Date(1789999000000), to: new Date(1790000000000) }
  const never = new AbortController().signal
  const orders = async () => {
    const all = await collect(read().venue.liquidations!.liquidations([btc], past, never))
    return {
      records: all.flatMap(({ records }) => [...records]),
      rejections: all.flatMap(({ rejections }) => [...rejections]),
    }
  }
  // Whatever is asked for, within the span asked for.
  const list = (all: readonly { readonly time: unknown }[]) =>
    respond('futures/usdt/liq_orders', (query) =>
      all
        .filter(
          ({ time }) =>
            typeof time !== 'number' ||
            (time >= Number(query.get('from')) && time <= Number(query.get('to'))),
        )
        .slice(0, Number(query.get('limit'))),
    )
  const order = (more: object = {}) => ({
    contract: 'BTC_USDT',
    left: 0,
    size: 165,
    fill_price: '79000',
    order_price: '78800',
    time: 1789999500,
    ...more,
  })

  test("the sign is the position's: above zero a long; what was left open is not counted", async () => {
    list([order(), order({ size: -200, left: -50, time: 1789999501 })])
    const batch = await orders()
    expect(batch.records).toMatchObject([
      { marketId: btc.id, side: 'LONG', contracts: '165', baseQuantity: '0.0165', notionalUsd: '1303.5' },
      { marketId: btc.id, side: 'SHORT', contracts: '150', notionalUsd: '1185' },
    ])
  })

  test('two orders alike in one second are two, and a second reading names them alike', async () => {
    list([order(), order()])
    const keys = async () => (await orders()).records.map(({ orderKey }) => orderKey)
    const first = await keys()
    expect(new Set(first).size).toBe(2)
    expect(await keys()).toEqual(first)
  })

  test('a full page is read again in halves, so that none of its orders is left out', async () => {
    const all = Array.from({ length: 1_500 }, (_, index) =>
      order({ time: 1789999000 + (index % 1_000), size: index + 1 }),
    )
    list(all)
    const batch = await orders()
    expect(batch.records).toHaveLength(1_500)
  })

  test('the newest minute does not count as read', () => {
    const { liquidations } = read().venue
    const now = new Date(NOW)
    expect(liquidations!.coverage!({ from: past.from, to: now })).toEqual([
      { from: past.from, to: new Date(NOW - 60_000) },
    ])
  })

  test('what can not be mapped is rejected with its code', async () => {
    list([order({ size: 0 }), order({ time: 'soon' }), order({ contract: 'NOPE_USDT' })])
    const batch = await orders()
    expect(batch.records).toEqual([])
    expect(batch.rejections.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['BAD_NUMBER', 'BAD_TIME', 'UNKNOWN_MARKET']),
    )
  })
})
