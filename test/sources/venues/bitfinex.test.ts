import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mapBook } from '../../../src/sources/ccxt/readers.ts'
import { mapLiquidations } from '../../../src/sources/ccxt/bitfinex/liquidations.ts'
import * as mapping from '../../../src/sources/ccxt/bitfinex/mapping.ts'
import { indexMarkets, parseRow } from '../../../src/sources/ccxt/mapping.ts'
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

const read = () =>
  venueReader('bitfinex', {
    ccxt: { urls: { api: { public: `http://127.0.0.1:${server.port}/bitfinex` } } },
    now: () => new Date(NOW),
  })

const respond = (path: string, of: (query: URLSearchParams) => unknown) =>
  server.respond(`/bitfinex/v2/${path}`, of)

const bitfinex = { exchangeCode: 'bitfinex' } as const
const btc = storedMarket('tBTCF0:USTF0', bitfinex)
const eth = storedMarket('tETHF0:USTF0', { ...bitfinex, symbol: 'ETH/USDT:USDT', baseCode: 'ETH' })
const spot = storedMarket('tBTCUSD', {
  ...bitfinex,
  symbol: 'BTC/USD',
  kind: 'SPOT',
  quote: 'USD',
  settle: 'USD',
})

test('perpetuals and spot against dollars count coins; paper trading, securities and other quotes are left out', async () => {
  const info = [null, null, null, '0.00004', '2000.0', null, null, null, 0.2, 0.1, null, null]
  const pairs = (...names: string[]) => names.map((name) => [name, info])
  respond('conf/pub:info:pair,pub:info:pair:futures,pub:list:pair:securities,pub:list:pair:margin', () => [
    pairs('BTCUSD', 'BTCUST', 'AVAX:UDC', 'ETHBTC', 'TESTBTC:TESTUSD', 'ALT2612:USD'),
    pairs('BTCF0:USTF0', 'ATOF0:USTF0', 'TESTBTCF0:TESTUSDTF0'),
    ['ALT2612:USD'],
    ['BTCUSD', 'AVAX:UDC'],
  ])
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(
    records.map(({ kind, venueSymbol, symbol, baseCode, quote, settle, style, contractSize }) =>
      [kind, venueSymbol, symbol, baseCode, quote, settle, style, contractSize].join(' '),
    ),
  ).toEqual([
    'SPOT tBTCUSD BTC/USD BTC USD USD LINEAR 1',
    'SPOT tBTCUST BTC/USDT BTC USDT USDT LINEAR 1',
    'SPOT tAVAX:UDC AVAX/USDC AVAX USDC USDC LINEAR 1',
    'PERPETUAL tBTCF0:USTF0 BTC/USDT:USDT BTC USDT USDT LINEAR 1',
    'PERPETUAL tATOF0:USTF0 ATO/USDT:USDT ATOM USDT USDT LINEAR 1',
  ])
})

/** A row of `status/deriv/{key}/hist` as the venue prints it, with numbers of our own. */
const status = (
  mts: number,
  more: { accrued?: number; current?: unknown; mark?: unknown; oi?: unknown } = {},
) => [
  mts,
  null,
  80010.425382,
  80000,
  null,
  37671589.7853521,
  null,
  1790006400000,
  more.accrued ?? 0.00018734,
  3343,
  null,
  more.current === undefined ? 0.00007587 : more.current,
  null,
  null,
  more.mark ?? 80000.5,
  null,
  null,
  more.oi === undefined ? 5775.20348804 : more.oi,
  null,
  null,
  null,
  0.0005,
  0.0025,
]

describe('the state of the perpetuals', () => {
  const mts = NOW - 1_000
  beforeEach(() => {
    respond('status/deriv', () => [
      ['tBTCF0:USTF0', ...status(mts)],
      ['tETHF0:USTF0', ...status(mts, { current: -5e-7, mark: 4000, oi: 0 })],
      ['tXRPF0:USTF0', ...status(mts)],
    ])
  })

  test('open interest is in coins at the mark price of the same row, at the time of the venue', async () => {
    const { records, rejections } = await read().openInterest([btc, eth, spot])
    expect(rejections).toEqual([])
    const time = new Date(mts)
    expect(records).toEqual([
      { marketId: btc.id, time, baseQuantity: '5775.20348804', markPrice: '80000.5' },
      { marketId: eth.id, time, baseQuantity: '0', markPrice: '4000' },
    ])
    expect(server.requestsTo('/status/deriv').map(({ query }) => Object.fromEntries(query))).toEqual([
      { keys: 'ALL' },
    ])
  })

  test('funding is the rate of the current 8 hours, not what has accrued for the next; when it is charged is not told', async () => {
    const { records, rejections } = await read().funding([btc, eth])
    expect(rejections).toEqual([])
    const current = { time: new Date(mts), kind: 'PREDICTED', intervalMinutes: 480 }
    expect(records).toEqual([
      { ...current, marketId: btc.id, rate: '0.00007587' },
      { ...current, marketId: eth.id, rate: '-0.0000005' },
    ])
  })

  test('no settled rate is offered', async () => {
    await expect(read().funding([btc], [NOW - 86_400_000, NOW])).rejects.toMatchObject({
      code: 'HISTORY_NOT_OFFERED',
    })
  })

  test('a market of the first weeks, without funding or interest yet, is rejected and not a zero', async () => {
    respond('status/deriv', () => [['tBTCF0:USTF0', ...status(mts, { current: null }).slice(0, 12)], null])
    const interest = await read().openInterest([btc])
    expect(interest.records).toEqual([])
    expect(interest.rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
    const funding = await read().funding([btc])
    expect(funding.records).toEqual([])
    expect(funding.rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_SHAPE'])
  })
})

describe('past open interest', () => {
  // Sorted and cut off as the venue does it.
  const list = (rows: readonly (readonly unknown[])[]) =>
    respond('status/deriv/tBTCF0:USTF0/hist', (query) =>
      rows
        .filter(
          ([mts]) => Number(mts) >= Number(query.get('start')) && Number(mts) <= Number(query.get('end')),
        )
        .slice(0, Number(query.get('limit'))),
    )

  test('comes in rows without a key, about one a minute; one printed twice is one', async () => {
    const first = NOW - 600_000
    list([status(first), status(first), status(first + 61_000, { oi: 6000, mark: 0 })])
    const { records, rejections } = await read().openInterest([btc, spot], [first, NOW])
    expect(records).toEqual([
      { marketId: btc.id, time: new Date(first), baseQuantity: '5775.20348804', markPrice: '80000.5' },
    ])
    expect(rejections).toMatchObject([{ code: 'BAD_NUMBER' }])
  })

  test('a full answer is gone on from, so that a denser stretch loses nothing', async () => {
    const first = NOW - 3_600_000
    list(Array.from({ length: 6_000 }, (_, at) => status(first + at * 500, { oi: at })))
    const { records } = await read().openInterest([btc], [first, NOW])
    expect(records).toHaveLength(6_000)
    expect(server.requestsTo('/hist')).toHaveLength(2)
  })
})

test('bars: the close stands before the high; coins alone, for perpetuals and spot', async () => {
  const t = 1789999980000
  const rows = [[t, 80000, 80050, 80100, 79900, 2.5]]
  respond('candles/trade:1m:tBTCF0:USTF0/hist', () => rows)
  respond('candles/trade:1m:tBTCUSD/hist', () => [...rows, [t + 60_000, 80000, 80050, 80010, 79900, 1]])
  const { records, rejections } = await read().candles([btc, spot], [t, t + 120_000])
  const bar = {
    time: new Date(t),
    stepMs: 60_000,
    open: '80000',
    high: '80100',
    low: '79900',
    close: '80050',
    baseVolume: '2.5',
  }
  expect(records).toEqual([
    { ...bar, marketId: btc.id },
    { ...bar, marketId: spot.id },
  ])
  expect(rejections).toMatchObject([{ code: 'BAD_BAR' }])
  const [request] = server.requestsTo('/candles/trade:1m:tBTCF0:USTF0/hist')
  expect(Object.fromEntries(request!.query)).toEqual({
    sort: '1',
    start: String(t),
    end: String(t + 119_999),
    limit: '10000',
  })
})

describe('depth', () => {
  test('the sign of an amount is its side; the clock is ours, for the venue prints none', async () => {
    respond('book/tBTCF0:USTF0/P0', () => [
      [99.9, 3, 2],
      [99.4, 1, 1e-7],
      [100.1, 2, -1.5],
      [103, 1, -0.5],
    ])
    const { records, rejections } = await read().depth([btc])
    expect(rejections).toEqual([])
    expect(records[0]).toMatchObject({
      marketId: btc.id,
      time: new Date(NOW),
      venueClock: false,
      mid: '100',
      bids: { usd: { '0.005': '199.8' }, totalUsd: '199.80000994' },
      asks: { usd: { '0.005': '150.15', '0.02': '150.15' }, totalUsd: '201.65' },
    })
    expect(records[0]!.bids.usd).not.toHaveProperty('0.01')
    expect(server.requestsTo('/P0').map(({ query }) => query.get('len'))).toEqual(['100'])
  })

  test('a price or an amount that is no number makes the book a rejection', async () => {
    respond('book/tBTCF0:USTF0/P0', () => [
      [99.9, 3, 'much'],
      [100.1, 2, -1.5],
    ])
    respond('book/tETHF0:USTF0/P0', () => [
      [null, 3, 1],
      [100.1, 2, -1.5],
    ])
    const { records, rejections } = await read().depth([btc, eth])
    expect(records).toEqual([])
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_NUMBER', 'BAD_NUMBER'])
  })
})

interface Liquidation {
  readonly id?: unknown
  readonly mts?: unknown
  readonly symbol?: unknown
  readonly amount?: unknown
  readonly isMatch?: unknown
  readonly isMarketSold?: unknown
  readonly price?: unknown
}

const AT = NOW - 10 * 60_000

/** A row of `liquidations/hist` as the venue prints it, with numbers of our own: 83000 is what the position was opened at. */
const liquidation = ({
  id = 143683674,
  mts = AT,
  symbol = 'tBTCF0:USTF0',
  amount = 0.5,
  isMatch = 0,
  isMarketSold = 1,
  price = 80000,
}: Liquidation = {}) => [
  'pos',
  id,
  mts,
  null,
  symbol,
  amount,
  83000,
  null,
  isMatch,
  isMarketSold,
  null,
  price,
]

describe('liquidations', () => {
  const never = new AbortController().signal
  const past = { from: new Date(NOW - 30 * 60_000), to: new Date(NOW) }

  async function liquidations() {
    const all = await collect(read().venue.liquidations!.liquidations([btc, eth, spot], past, never))
    return {
      records: all.flatMap(({ records }) => [...records]),
      rejections: all.flatMap(({ rejections }) => [...rejections]),
    }
  }

  // Each row in a list of its own, sorted and cut off as the venue does it.
  const list = (rows: readonly (readonly unknown[])[]) =>
    respond('liquidations/hist', (query) =>
      rows
        .filter(
          ([, , mts]) =>
            typeof mts !== 'number' || (mts >= Number(query.get('start')) && mts <= Number(query.get('end'))),
        )
        .slice(0, Number(query.get('limit')))
        .map((row) => [row]),
    )

  test("the amount's sign is the position's, and its price the one at which it was taken over, not its entry", async () => {
    list([
      liquidation(),
      liquidation({ id: 143679087, symbol: 'tETHF0:USTF0', amount: -8.6007, price: 4000, isMarketSold: 0 }),
    ])
    const { records, rejections } = await liquidations()
    expect(rejections).toEqual([])
    expect(records).toEqual([
      {
        marketId: btc.id,
        time: new Date(AT),
        orderKey: '143683674:0.5',
        side: 'LONG',
        price: '80000',
        contracts: '0.5',
        baseQuantity: '0.5',
        notionalUsd: '40000',
      },
      {
        marketId: eth.id,
        time: new Date(AT),
        orderKey: '143679087:8.6007',
        side: 'SHORT',
        price: '4000',
        contracts: '8.6007',
        baseQuantity: '8.6007',
        notionalUsd: '34402.8',
      },
    ])
  })

  test('a position counts once, by its trigger, whatever is executed of it and in whichever order', async () => {
    list([
      liquidation({ isMatch: 1, amount: 0.3, mts: AT - 9, price: 79000 }),
      liquidation({ price: null }),
      liquidation({ isMatch: 1, amount: 0.2, mts: AT + 5, price: 78000 }),
    ])
    const { records, rejections } = await liquidations()
    expect(rejections).toEqual([])
    expect(records).toMatchObject([{ contracts: '0.5', price: '79000', notionalUsd: '39500' }])
  })

  test('the price of a trigger at the edge of the window is found beyond it, and what is beyond is not counted', async () => {
    list([
      liquidation({ id: 1, mts: past.from.getTime() - 1 }),
      liquidation({ id: 2, mts: past.from.getTime(), price: null }),
      liquidation({ id: 2, mts: past.from.getTime() - 5, price: 79000, isMatch: 1 }),
      liquidation({ id: 3, mts: past.to.getTime() - 1, price: null }),
      liquidation({ id: 3, mts: past.to.getTime() + 5, price: 78000, isMatch: 1 }),
      liquidation({ id: 4, mts: past.to.getTime(), amount: 0 }),
    ])
    const { records, rejections } = await liquidations()
    expect(records.map(({ orderKey, price }) => [orderKey, price])).toEqual([
      ['2:0.5', '79000'],
      ['3:0.5', '78000'],
    ])
    expect(rejections).toEqual([])
  })

  test('positions on margin in spot pairs and paper-trading ones are left out without a word', async () => {
    list([
      liquidation({ symbol: 'tBSVUSD' }),
      liquidation({ symbol: 'tBTCUSD' }),
      liquidation({ symbol: 'tTESTBTCF0:TESTUSDTF0' }),
    ])
    expect(await liquidations()).toEqual({ records: [], rejections: [] })
  })

  test('a time with a fraction of a millisecond is the millisecond', async () => {
    list([liquidation({ mts: AT + 0.2002 })])
    const { records } = await liquidations()
    expect(records.map(({ time }) => time)).toEqual([new Date(AT)])
  })

  test('a full answer is gone on from, and what both answers hold counts once', async () => {
    const begin = past.from.getTime()
    list(
      Array.from({ length: 1_200 }, (_, at) => liquidation({ id: at + 1, mts: begin + Math.floor(at / 7) })),
    )
    const { records } = await liquidations()
    expect(records).toHaveLength(1_200)
    expect(server.requestsTo('/liquidations/hist')).toHaveLength(3)
  })

  test('a full answer of one millisecond is an error, not a part of the truth', async () => {
    list(Array.from({ length: 600 }, (_, at) => liquidation({ id: at + 1 })))
    expect(await failureOf(liquidations())).toMatchObject({ code: 'SOURCE_BAD_ANSWER' })
  })

  test('the newest minute does not count as read', () => {
    const { coverage } = read().venue.liquidations!
    expect(coverage!(past)).toEqual([{ from: past.from, to: new Date(NOW - 60_000) }])
    expect(coverage!({ from: new Date(NOW - 30_000), to: new Date(NOW) })).toEqual([])
  })

  test('what can not be mapped is rejected with its code', async () => {
    list([
      liquidation({ price: null }),
      liquidation({ amount: 0 }),
      liquidation({ mts: 'soon' }),
      liquidation({ symbol: 'tNOPEF0:USTF0' }),
      liquidation({ isMatch: 2 }),
      liquidation({ id: null }),
      ['pos'],
    ])
    const { records, rejections } = await liquidations()
    expect(records).toEqual([])
    expect(rejections.map(({ code }) => code)).toEqual([
      'NO_PRICE',
      'BAD_NUMBER',
      'BAD_TIME',
      'UNKNOWN_MARKET',
      'BAD_SHAPE',
      'BAD_SHAPE',
      'BAD_SHAPE',
    ])
  })
})

describe('a row with anything in it is mapped or rejected, never thrown and never half a number', () => {
  const index = indexMarkets([btc, eth])
  const row = ['tBTCF0:USTF0', ...status(NOW)]
  const book = [
    [99.9, 3, 2],
    [100.1, 2, -1.5],
  ]
  test.each<[string, unknown, (row: unknown) => unknown]>([
    ['open interest', row, (mutated) => mapping.mapOpenInterest(mutated, index)],
    ['past open interest', status(NOW), (mutated) => mapping.mapPastOpenInterest(mutated, btc)],
    ['a rate', row, (mutated) => mapping.mapPrediction(mutated, index)],
    ['a bar', [1789999980000, 80000, 80050, 80100, 79900, 2.5], (mutated) => mapping.mapCandle(mutated, btc)],
    [
      'a book',
      book,
      (mutated) => mapBook(mapping.sidesOf(parseRow(mapping.bookSchema, mutated)), btc, false, new Date(NOW)),
    ],
  ])('%s', (_, right, map) => assertMapsOrRefuses(right, map))

  test('a liquidation', () => {
    const map = (rows: readonly unknown[]) => {
      const { records, rejections } = mapLiquidations(rows, index)
      for (const { code, reason } of rejections) {
        expect(code).toMatch(/^[A-Z_]+$/)
        expect(reason).not.toBe('')
      }
      return records.map(({ orderKey, ...record }) => {
        expect(orderKey).toMatch(/^\d+:\d/)
        expect(Number(record.contracts)).toBeGreaterThan(0)
        return record
      })
    }
    const rows = [liquidation({ price: null }), liquidation({ isMatch: 1, amount: 0.3 })]
    expect(map(rows)).toHaveLength(1)
    assertMapsOrRefuses(rows, (mutated) => map(Array.isArray(mutated) ? mutated : []))
  })
})
