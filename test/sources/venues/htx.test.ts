import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mapContractCandle, mapSpotCandle } from '../../../src/sources/ccxt/htx/candles.ts'
import { mapPrediction, mapSettled } from '../../../src/sources/ccxt/htx/funding.ts'
import { mapInverseOrder, mapLinearOrder } from '../../../src/sources/ccxt/htx/liquidations.ts'
import { mapHistory, mapInverse, mapLinear } from '../../../src/sources/ccxt/htx/openInterest.ts'
import { indexMarkets } from '../../../src/sources/ccxt/mapping.ts'
import { collect } from '../../support/collect.ts'
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
  const url = `http://127.0.0.1:${server.port}/htx`
  const api = { contract: url, spot: url }
  return venueReader('htx', { ccxt: { urls: { api } }, now: () => new Date(NOW) })
}

const htx = { exchangeCode: 'htx' } as const
const btc = storedMarket('BTC-USDT', { ...htx, contractSize: '0.001' })
const eth = storedMarket('ETH-USDT', {
  ...htx,
  symbol: 'ETH/USDT:USDT',
  baseCode: 'ETH',
  contractSize: '0.01',
})
const inverse = storedMarket('BTC-USD', {
  ...htx,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  style: 'INVERSE',
  contractSize: '100',
})
const spot = storedMarket('btcusdt', { ...htx, symbol: 'BTC/USDT', kind: 'SPOT' })

const TS = NOW - 130
const respond = (path: string, of: (query: URLSearchParams) => unknown) => server.respond(`/htx/${path}`, of)
/** The older answers, and the newer. */
const ok = (data: unknown) => ({ status: 'ok', data, ts: TS })
const success = (data: unknown) => ({ code: 200, message: 'Success', data, ts: TS })

/** Rows of the venue, with numbers of our own. */
const openInterest = (contract_code: string, volume: string, amount: string, value: string) => ({
  amount,
  volume,
  value,
  contract_code,
  trade_amount: '11371.362',
  trade_volume: '11371362',
  trade_turnover: '723600792.7222',
})
const inverseInterest = {
  volume: 518019,
  amount: 647.52375,
  symbol: 'BTC',
  contract_code: 'BTC-USD',
  trade_amount: 9544.4,
  trade_volume: 1848448,
  trade_turnover: 184844800,
}
const funding = (contract_code: string, more: object = {}) => ({
  contract_code,
  funding_rate: '0.000083024939363172',
  funding_time: '1790006400000',
  next_funding_time: '1790035200000',
  min_funding_rate: '-0.003750000000000000',
  max_funding_rate: '0.003750000000000000',
  ...more,
})
const inverseFunding = {
  estimated_rate: null,
  funding_rate: '0.000100000000000000',
  contract_code: 'BTC-USD',
  symbol: 'BTC',
  fee_asset: 'BTC',
  funding_time: '1790006400000',
  next_funding_time: null,
}
const settled = (funding_time: number, funding_rate = '0.0001', contract_code = 'BTC-USDT') => ({
  contract_code,
  funding_rate,
  funding_time: String(funding_time),
})

test('contracts are contract_size coins on linear markets and dollars on inverse ones; spot counts coins', async () => {
  const contract = (contract_code: string, contract_size: number, more: object = {}) => ({
    symbol: 'BTC',
    contract_code,
    contract_size,
    price_tick: 0.1,
    delivery_time: '',
    create_date: '20201021',
    contract_status: 1,
    settlement_date: '1790006400000',
    ...more,
  })
  const swap = { business_type: 'swap', pair: 'BTC-USDT', contract_type: 'swap', delivery_date: '' }
  respond('linear-swap-api/v1/swap_contract_info', () =>
    ok([
      contract('BTC-USDT', 0.001, swap),
      contract('BTC-USDT-261225', 0.001, {
        ...swap,
        business_type: 'futures',
        contract_type: 'quarter',
        delivery_date: '20261225',
        delivery_time: '1798185600000',
      }),
    ]),
  )
  respond('swap-api/v1/swap_contract_info', () => ok([contract('BTC-USD', 100, { contract_status: 0 })]))
  respond('api/v1/contract_contract_info', () =>
    ok([contract('BTC261225', 100, { delivery_date: '20261225', delivery_time: '1798185600000' })]),
  )
  respond('v1/common/symbols', () =>
    ok(
      ['usdt', 'btc'].map((quote) => ({
        'base-currency': 'eth',
        'quote-currency': quote,
        'price-precision': 2,
        'amount-precision': 4,
        'value-precision': 8,
        symbol: `eth${quote}`,
        state: 'online',
      })),
    ),
  )
  const { records, rejections } = await read().markets()
  expect(rejections).toEqual([])
  expect(
    records.map(({ symbol, venueSymbol, kind, style, contractSize, active, listedAt }) => [
      symbol,
      venueSymbol,
      kind,
      style,
      contractSize,
      active,
      listedAt?.toISOString().slice(0, 10),
    ]),
  ).toEqual([
    ['ETH/USDT', 'ethusdt', 'SPOT', 'LINEAR', '1', true, undefined],
    ['BTC/USDT:USDT', 'BTC-USDT', 'PERPETUAL', 'LINEAR', '0.001', true, '2020-10-21'],
    ['BTC/USD:BTC', 'BTC-USD', 'PERPETUAL', 'INVERSE', '100', false, '2020-10-21'],
  ])
})

describe('open interest', () => {
  test('is counted in contracts, at the price that their value gives', async () => {
    const rows: Record<string, unknown> = {
      'BTC-USDT': openInterest('BTC-USDT', '32476093', '32476.093', '2598087440'),
      'ETH-USDT': openInterest('ETH-USDT', '150', '1.5', '6000'),
    }
    respond('v5/market/open_interest', (query) => success(rows[query.get('contract_code') ?? '']))
    respond('swap-api/v1/swap_open_interest', () =>
      ok([inverseInterest, { ...inverseInterest, contract_code: 'LTC-USD' }]),
    )
    const { records, rejections } = await read().openInterest([btc, eth, inverse])
    expect(rejections).toEqual([])
    const time = new Date(TS)
    expect(records).toEqual([
      { marketId: btc.id, time, baseQuantity: '32476.093', markPrice: '80000' },
      { marketId: eth.id, time, baseQuantity: '1.5', markPrice: '4000' },
      { marketId: inverse.id, time, baseQuantity: '647.52375', markPrice: '80000' },
    ])
  })

  test('of a contract that the venue no longer knows is rejected alone; a busy venue is asked again', async () => {
    let asked = 0
    respond('v5/market/open_interest', (query) => {
      if (query.get('contract_code') === 'ETH-USDT')
        return { code: 1014, message: "This contract doesn't exist.", data: null, ts: TS }
      asked += 1
      return asked === 1
        ? { code: 1032, message: 'The number of access exceeded the limit.', data: null }
        : success(openInterest('BTC-USDT', '1000', '1', '80000'))
    })
    const url = `http://127.0.0.1:${server.port}/htx`
    const reader = venueReader('htx', {
      ccxt: { urls: { api: { contract: url, spot: url } } },
      now: () => new Date(NOW),
      retries: 1,
    })
    const { records, rejections } = await reader.openInterest([btc, eth])
    expect(records).toMatchObject([{ marketId: btc.id, baseQuantity: '1' }])
    expect(rejections).toMatchObject([{ code: 'MARKET_REFUSED', payload: { symbol: 'ETH-USDT' } }])
    expect(rejections[0]!.reason).toContain('1014')
  })

  test('of the past has a price too: linear rows their value, inverse ones the same reading in coins', async () => {
    const hour = 1789999200000
    const tick = (volume: number | string, amount_type: number, more: object = {}) => ({
      volume,
      amount_type,
      ts: hour,
      ...more,
    })
    respond('linear-swap-api/v1/swap_his_open_interest', () =>
      ok({ symbol: 'BTC', contract_code: 'BTC-USDT', tick: [tick(27112, 1, { value: 2168960 })] }),
    )
    respond('swap-api/v1/swap_his_open_interest', (query) =>
      ok({
        symbol: 'BTC',
        contract_code: 'BTC-USD',
        tick:
          query.get('amount_type') === '1'
            ? [tick('4000.0000', 1), tick('4000', 1, { ts: hour - 3_600_000 })]
            : [tick('5.0000000000000000', 2)],
      }),
    )
    const past = [hour - 7_200_000, hour + 1] as const
    const { records, rejections } = await read().openInterest([btc, inverse], past)
    expect(records).toEqual([
      { marketId: btc.id, time: new Date(hour), baseQuantity: '27.112', markPrice: '80000' },
      { marketId: inverse.id, time: new Date(hour), baseQuantity: '5', markPrice: '80000' },
    ])
    // No price is known of the reading that has no partner in coins.
    expect(rejections).toMatchObject([{ code: 'BAD_SHAPE' }])
  })

  test('of more than 200 hours ago is not offered, and said so', async () => {
    await expect(read().openInterest([btc], [NOW - 201 * 3_600_000, NOW])).rejects.toMatchObject({
      code: 'HISTORY_NOT_OFFERED',
    })
  })
})

describe('funding', () => {
  const hours = (count: number) => 1790006400000 + count * 3_600_000

  test('the coming rate holds until the settlement after it (linear), since the one before it (inverse)', async () => {
    respond('v5/market/funding_rate', (query) =>
      success([
        query.get('contract_code') === 'BTC-USDT'
          ? funding('BTC-USDT', { next_funding_time: '1790020800000' })
          : funding('ETH-USDT', { next_funding_time: null }),
      ]),
    )
    respond('swap-api/v1/swap_batch_funding_rate', () => ok([inverseFunding]))
    respond('swap-api/v1/swap_historical_funding_rate', () =>
      ok({ total_page: 1, current_page: 1, total_size: 1, data: [settled(hours(-8), '0.0002', 'BTC-USD')] }),
    )
    const { records, rejections } = await read().funding([btc, eth, inverse])
    const prediction = { kind: 'PREDICTED', time: new Date(NOW), settlesAt: new Date(hours(0)) }
    expect(records).toEqual([
      { ...prediction, marketId: btc.id, rate: '0.000083024939363172', intervalMinutes: 240 },
      { ...prediction, marketId: inverse.id, rate: '0.0001', intervalMinutes: 480 },
    ])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL' }])
  })

  test('an inverse rate whose last settlement is missing is rejected, never taken for 8 hours', async () => {
    respond('swap-api/v1/swap_batch_funding_rate', () => ok([inverseFunding]))
    respond('swap-api/v1/swap_historical_funding_rate', () =>
      ok({ data: [settled(hours(-16), '0.0002', 'BTC-USD')] }),
    )
    const { records, rejections } = await read().funding([inverse])
    expect(records).toEqual([])
    expect(rejections).toMatchObject([{ code: 'NO_INTERVAL' }])
  })

  test('settled rates have the time since the settlement before', async () => {
    respond('v5/market/funding_rate_history', (query) =>
      success(
        [
          settled(hours(-4), '0.0003'),
          settled(hours(-8), '-0.0001'),
          settled(hours(-16)),
          settled(hours(-200)),
        ].filter(
          ({ funding_time: time }) =>
            Number(time) >= Number(query.get('start_time')) && Number(time) <= Number(query.get('end_time')),
        ),
      ),
    )
    const { records } = await read().funding([btc], [hours(-10), hours(0)])
    expect(records.map(({ time, rate, intervalMinutes }) => [time.getTime(), rate, intervalMinutes])).toEqual(
      [
        [hours(-8), '-0.0001', 480],
        [hours(-4), '0.0003', 240],
      ],
    )
  })

  test('a long linear window is cut so that no answer can be too long', async () => {
    respond('v5/market/funding_rate_history', () => success([]))
    await read().funding([btc], [hours(-1000), hours(0)])
    const spans = server
      .requestsTo('/funding_rate_history')
      .map(({ query }) => Number(query.get('end_time')) - Number(query.get('start_time')))
    expect(spans).toHaveLength(11)
    expect(Math.max(...spans)).toBeLessThan(100 * 3_600_000)
  })

  test('inverse history is walked back page by page, and a page that repeats ends it', async () => {
    const all = Array.from({ length: 120 }, (_, index) =>
      settled(hours(-8 * (index + 1)), '0.0001', 'BTC-USD'),
    )
    respond('swap-api/v1/swap_historical_funding_rate', (query) => {
      const [page, size] = [Number(query.get('page_index')), Number(query.get('page_size'))]
      return ok({ total_page: 3, current_page: page, data: all.slice((page - 1) * size, page * size) })
    })
    const { records } = await read().funding([inverse], [hours(-8 * 70), hours(-8 * 60)])
    expect(records).toHaveLength(10)
    expect(server.requestsTo('/swap_historical_funding_rate')).toHaveLength(2)
    respond('swap-api/v1/swap_historical_funding_rate', () => ok({ data: all.slice(0, 50) }))
    await read().funding([inverse], [hours(-10_000), hours(0)])
    expect(server.requestsTo('/swap_historical_funding_rate')).toHaveLength(4)
  })
})

test('bars of perpetuals count both sides of each trade: half is what was traded; spot counts once', async () => {
  const id = 1789999980
  const prices = { id, open: 80000, high: 80100, low: 79900, close: 80050 }
  respond('linear-swap-ex/market/history/kline', () =>
    ok([{ ...prices, amount: 2.736, vol: 2736, trade_turnover: 219000.5, count: 35 }]),
  )
  respond('swap-ex/market/history/kline', () =>
    ok([{ ...prices, amount: 0.6411077350166106, vol: 514, count: 7 }]),
  )
  respond('market/history/candles', () => ok([{ ...prices, amount: 2.5, vol: 200000.25, count: 12 }]))
  const { records, rejections } = await read().candles(
    [btc, inverse, spot],
    [id * 1_000, id * 1_000 + 60_000],
  )
  expect(rejections).toEqual([])
  const bar = {
    time: new Date(id * 1_000),
    stepMs: 60_000,
    open: '80000',
    high: '80100',
    low: '79900',
    close: '80050',
  }
  expect(records).toEqual([
    { ...bar, marketId: btc.id, baseVolume: '1.368', volumeUsd: '109500.25' },
    { ...bar, marketId: inverse.id, baseVolume: '0.3205538675083053', volumeUsd: '25700' },
    { ...bar, marketId: spot.id, baseVolume: '2.5', volumeUsd: '200000.25', trades: 12 },
  ])
  const [contract] = server.requestsTo('/linear-swap-ex/market/history/kline')
  expect(contract!.query.has('size')).toBe(false)
})

test('depth: contracts become dollars, and what the book does not reach is left out', async () => {
  const depth = (size: number) => ({
    status: 'ok',
    ch: 'market.BTC-USDT.depth.step0',
    ts: TS,
    tick: {
      bids: [
        [79900, size],
        [79000, size],
      ],
      asks: [[80100, size]],
      ts: TS - 5,
      id: 1,
      mrid: 2,
      version: 3,
    },
  })
  respond('linear-swap-ex/market/depth', () => depth(1001))
  respond('swap-ex/market/depth', () => depth(801))
  respond('market/depth', () => depth(0.5))
  const { records, rejections } = await read().depth([btc, inverse, spot])
  expect(rejections).toEqual([])
  expect(records.map(({ time }) => time.getTime())).toEqual([TS - 5, TS - 5, TS - 5])
  expect(records.map(({ asks, bids }) => [asks.totalUsd, bids.usd['0.01'], bids.reach])).toEqual([
    ['80180.1', '79979.9', '0.0125'],
    ['80100', '80100', '0.0125'],
    ['40050', '39950', '0.0125'],
  ])
  expect(records.every(({ bids }) => !('0.02' in bids.usd))).toBe(true)
})

const order = (id: number, more: object = {}) => ({
  id: String(id),
  contract_code: 'BTC-USDT',
  liquidation_time: String(1789999000000 + id),
  side: 'buy',
  position_side: 'short',
  volume: '3',
  amount: '3',
  bankrupt_price: '80000',
  trade_turnover: '240',
  ...more,
})
const inverseOrder = (id: number, more: object = {}) => ({
  query_id: id,
  contract_code: 'BTC-USD',
  symbol: 'BTC',
  direction: 'sell',
  offset: 'close',
  volume: 231,
  price: 80000,
  created_at: 1789999000000 + id,
  amount: 0.28875,
  ...more,
})

describe('liquidations', () => {
  const past = { from: new Date(1789999000000), to: new Date(1790000000000) }
  const never = new AbortController().signal
  const orders = async (markets = [btc, inverse], window = past) => {
    const all = await collect(read().venue.liquidations!.liquidations(markets, window, never))
    return {
      records: all.flatMap(({ records }) => [...records]),
      rejections: all.flatMap(({ rejections }) => [...rejections]),
    }
  }
  beforeEach(() => {
    respond('v5/market/liquidation_orders', () => success([]))
    respond('swap-api/v3/swap_liquidation_orders', () => success([]))
  })

  test('a sell closed a long and a buy a short; contracts, not the amount, tell the size', async () => {
    respond('v5/market/liquidation_orders', () =>
      success([
        order(2),
        order(1, { side: 'sell', position_side: 'long', volume: '500' }),
        order(3, { position_side: 'both' }),
      ]),
    )
    respond('swap-api/v3/swap_liquidation_orders', () =>
      success([inverseOrder(452057), inverseOrder(452058, { direction: 'buy', offset: 'both' })]),
    )
    const { records, rejections } = await orders()
    expect(rejections).toEqual([])
    expect(
      records.map(({ marketId, orderKey, side, contracts, baseQuantity, notionalUsd }) => [
        marketId,
        orderKey,
        side,
        contracts,
        baseQuantity,
        notionalUsd,
      ]),
    ).toEqual([
      [btc.id, '1', 'LONG', '500', '0.5', '40000'],
      [btc.id, '2', 'SHORT', '3', '0.003', '240'],
      [btc.id, '3', 'SHORT', '3', '0.003', '240'],
      [inverse.id, '452057', 'LONG', '231', '0.28875', '23100'],
      [inverse.id, '452058', 'SHORT', '231', '0.28875', '23100'],
    ])
  })

  test('an order that contradicts itself, opens, or can not be read is rejected with its code', async () => {
    respond('v5/market/liquidation_orders', () =>
      success([
        order(1, { side: 'sell' }),
        order(2, { side: 'SELL', position_side: 'long' }),
        order(3, { volume: '0' }),
        order(4, { liquidation_time: '1789999000' }),
        order(5, { contract_code: 'ETH-USDT' }),
        order(6, { id: undefined }),
      ]),
    )
    respond('swap-api/v3/swap_liquidation_orders', () => success([inverseOrder(1, { offset: 'open' })]))
    const { records, rejections } = await orders([btc, inverse], {
      from: past.from,
      to: new Date(1789999100000),
    })
    expect(records).toEqual([])
    expect(rejections.map(({ code }) => code)).toEqual([
      'BAD_SIDE',
      'BAD_SIDE',
      'BAD_NUMBER',
      'BAD_TIME',
      'UNKNOWN_MARKET',
      'BAD_SHAPE',
      'BAD_SIDE',
    ])
  })

  test('page after page is read, whatever its size, until one brings nothing new', async () => {
    const linear = Array.from({ length: 250 }, (_, index) => order(index + 1))
    const coin = Array.from({ length: 45 }, (_, index) => inverseOrder(index + 1))
    respond('v5/market/liquidation_orders', (query) =>
      success(
        linear
          // The id itself is given again: it must not be counted twice.
          .filter(({ id }) => Number(id) >= Number(query.get('from') ?? 0))
          .slice(0, Number(query.get('limit'))),
      ),
    )
    respond('swap-api/v3/swap_liquidation_orders', (query) =>
      success(coin.filter(({ query_id: id }) => id > Number(query.get('from_id') ?? 0)).slice(0, 20)),
    )
    const { records } = await orders()
    expect(records.filter(({ marketId }) => marketId === btc.id)).toHaveLength(250)
    expect(records.filter(({ marketId }) => marketId === inverse.id)).toHaveLength(45)
    expect(
      server.requestsTo('/liquidation_orders').every(({ query }) => query.get('direct') === 'next'),
    ).toBe(true)
  })

  test('no request spans more than two hours, and ninety days ago is not offered', async () => {
    await orders([btc], { from: new Date(NOW - 5 * 3_600_000), to: new Date(NOW) })
    const spans = server
      .requestsTo('/liquidation_orders')
      .map(({ query }) => Number(query.get('end_time')) - Number(query.get('start_time')))
    expect(Math.max(...spans)).toBeLessThan(2 * 3_600_000)
    expect(spans.reduce((sum, span) => sum + span + 1, 0)).toBe(5 * 3_600_000)
    await expect(
      orders([btc], { from: new Date(NOW - 91 * 86_400_000), to: new Date(NOW) }),
    ).rejects.toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })

  test('the newest minute does not count as read', () => {
    const { liquidations } = read().venue
    expect(liquidations!.coverage!({ from: past.from, to: new Date(NOW) })).toEqual([
      { from: past.from, to: new Date(NOW - 60_000) },
    ])
  })
})

describe('a row with anything in it', () => {
  const index = indexMarkets([btc, eth, inverse])
  const now = new Date(NOW)
  const bar = { id: 1789999980, open: 80000, high: 80100, low: 79900, close: 80050, amount: 2.5 }

  test.each<[string, unknown, (row: unknown) => object]>([
    [
      'open_interest',
      { ...openInterest('BTC-USDT', '32476093', '32476.093', '2598087440'), ts: TS },
      (row) => mapLinear(row, btc),
    ],
    ['swap_open_interest', { ...inverseInterest, ts: TS }, (row) => mapInverse(row, index)],
    [
      'swap_his_open_interest',
      { volume: '27112', amount_type: '1', ts: TS, value: '2168960' },
      (row) => mapHistory(row, btc),
    ],
    ['funding_rate', funding('BTC-USDT'), (row) => mapPrediction(row, btc, now)],
    [
      'funding_rate_history',
      { ...settled(1789977600000), intervalMinutes: 480 },
      (row) => mapSettled(row, btc),
    ],
    [
      'kline of a linear contract',
      { ...bar, vol: 2500, trade_turnover: 200000 },
      (row) => mapContractCandle(row, btc),
    ],
    ['kline of an inverse contract', { ...bar, vol: 2000 }, (row) => mapContractCandle(row, inverse)],
    ['kline of spot', { ...bar, vol: 200000, count: 12 }, (row) => mapSpotCandle(row, spot)],
    ['liquidation_orders', order(150153038758), (row) => mapLinearOrder(row, index)],
    ['swap_liquidation_orders', inverseOrder(452057), (row) => mapInverseOrder(row, index)],
  ])('of %s is mapped or rejected, never thrown and never half a number', (_, message, map) => {
    // The message itself is right: otherwise the changes would prove nothing.
    expect(() => map(message)).not.toThrow()
    fc.assert(
      fc.property(mutationsOf(message), (mutated) => expectWholeOrRefused(() => map(mutated))),
      { numRuns: 2_000 },
    )
  })
})
