import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { relationsRead } from '../support/plans.ts'
import {
  at,
  cap,
  linearMarket,
  loadLiquidations,
  loadMarketCaps,
  loadMarkets,
  loadOpenInterest,
  order,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

/** Small enough to check by hand: 1,000 of BTC long, 200 of ETH long, 50,000 of ETH short, an order without a value. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  const caps = (code: string, price: string, sector?: string) => cap(code, '22T00:00', price, '1', sector)
  await loadMarketCaps(
    database,
    span('21T00:00', '23T00:00'),
    [caps('BTC', '20000000000', 'layer-1'), caps('ETH', '2000000000')],
    [],
  )
  const [btc, eth] = (await loadMarkets(database, [
    linearMarket('bybit', 'BTC'),
    linearMarket('bybit', 'ETH'),
  ])) as [StoredMarket, StoredMarket]
  const [okx] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  await loadLiquidations(database, 'bybit', span('22T00:00', '23T00:00'), [
    order(btc, '22T05:30:00', 'LONG', '1000'),
    order(eth, '22T06:10:00', 'LONG', '200'),
    order(eth, '22T06:20:00', 'SHORT', '50000'),
    order(eth, '22T06:20:30', 'LONG', undefined),
  ])
  await loadLiquidations(
    database,
    'okx',
    span('22T00:00', '23T00:00'),
    [order(okx, '22T06:50:00', 'LONG', '12000')],
    {
      coverage: [span('22T06:00', '22T07:00')],
    },
  )
  await loadOpenInterest(database, 'bybit', span('21T00:00', '23T00:00'), [
    reading(btc, '21T23:30', '100', '1000'),
    reading(eth, '21T23:30', '1000', '100'),
  ])
  await loadOpenInterest(database, 'okx', span('21T00:00', '23T00:00'), [
    reading(okx, '21T23:00', '52.8', '1000'),
  ])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ liquidations(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.liquidations
}

test('broken down by two dimensions at once, largest first, with shares that sum to 1', async () => {
  const { breakdown } = await ask(
    'breakdown(by: [EXCHANGE, ASSET]) { key { label exchange { code } asset { code } } total { usd orderCount } share }',
  )
  expect(breakdown).toEqual([
    {
      key: { label: 'bybit / ETH', exchange: { code: 'bybit' }, asset: { code: 'ETH' } },
      total: { usd: '50200', orderCount: 3 },
      share: '0.794303797468',
    },
    {
      key: { label: 'okx / BTC', exchange: { code: 'okx' }, asset: { code: 'BTC' } },
      total: { usd: '12000', orderCount: 1 },
      share: '0.189873417722',
    },
    {
      key: { label: 'bybit / BTC', exchange: { code: 'bybit' }, asset: { code: 'BTC' } },
      total: { usd: '1000', orderCount: 1 },
      share: '0.01582278481',
    },
  ])
})

test('by size class an order counts by its own notional, one without a value has none; tiers are those of the begin', async () => {
  const { breakdown } = await ask(
    'breakdown(by: [SIZE, TIER]) { key { label size tier } total { usd orderCount largestUsd } }',
  )
  expect(breakdown).toEqual([
    {
      key: { label: 'FROM_10K / MID', size: 'FROM_10K', tier: 'MID' },
      total: { usd: '50000', orderCount: 1, largestUsd: '50000' },
    },
    {
      key: { label: 'FROM_10K / LARGE', size: 'FROM_10K', tier: 'LARGE' },
      total: { usd: '12000', orderCount: 1, largestUsd: '12000' },
    },
    {
      key: { label: 'BELOW_10K / LARGE', size: 'BELOW_10K', tier: 'LARGE' },
      total: { usd: '1000', orderCount: 1, largestUsd: '1000' },
    },
    {
      key: { label: 'BELOW_10K / MID', size: 'BELOW_10K', tier: 'MID' },
      total: { usd: '200', orderCount: 1, largestUsd: '200' },
    },
    {
      key: { label: 'unknown / MID', size: null, tier: 'MID' },
      total: { usd: '0', orderCount: 1, largestUsd: null },
    },
  ])
})

test('a series by venue is null where that venue was not read, and zero where it was and printed nothing', async () => {
  const { timeSeriesBy } = await ask(
    'timeSeriesBy(by: [EXCHANGE]) { key { label } totalUsd series { unit columns { start value } } }',
    'window: { from: "2025-09-22T05:00:00Z", to: "2025-09-22T08:00:00Z" }',
  )
  expect(
    timeSeriesBy.map(({ key, totalUsd, series }: never) => [
      key,
      totalUsd,
      (series as { columns: { value: unknown } }).columns.value,
    ]),
  ).toEqual([
    [{ label: 'bybit' }, '51200', ['1000', '50200', '0']],
    [{ label: 'okx' }, '12000', [null, '12000', null]],
  ])
})

test('of what no known market has nothing is known: neither a sum nor a series is zero', async () => {
  const { meta, ...rest } = await ask(
    `meta { coverage notices { code } } total { usd } byExchange { exchange { code } } byAsset { share } completeness concentration { topShare }
     coverage { share } series { points { usd orderCount coverage } } timeSeries { points { value } } rolling { total { usd } }
     timeSeriesBy(by: [EXCHANGE]) { totalUsd }`,
    `${WINDOW}, interval: TWELVE_HOURS, filter: { kind: FUTURE }`,
  )
  expect(meta).toEqual({ coverage: null, notices: [{ code: 'EMPTY' }] })
  const empty = { usd: null, orderCount: null, coverage: '0' }
  expect(rest).toEqual({
    total: null,
    byExchange: [],
    byAsset: [],
    completeness: 'UNKNOWN',
    concentration: null,
    coverage: { share: '0' },
    series: { points: [empty, empty] },
    timeSeries: { points: [{ value: null }, { value: null }] },
    rolling: Array.from({ length: rest.rolling.length }, () => ({ total: null })),
    timeSeriesBy: [],
  })
})

test('a rolling day is a moving sum that reads what lies before the window', async () => {
  const { timeSeries } = await ask(
    'timeSeries(measure: LONG_USD, transform: [{ kind: MOVING_SUM, buckets: 3 }]) { unit transforms { kind buckets } points { start value } }',
    'basket: { exchanges: ["bybit"] }, window: { from: "2025-09-22T06:00:00Z", to: "2025-09-22T09:00:00Z" }',
  )
  expect(timeSeries).toEqual({
    unit: 'USD',
    transforms: [{ kind: 'MOVING_SUM', buckets: 3 }],
    points: [
      { start: '2025-09-22T06:00:00.000Z', value: '1200' },
      { start: '2025-09-22T07:00:00.000Z', value: '1200' },
      { start: '2025-09-22T08:00:00.000Z', value: '200' },
    ],
  })
})

test('rolling totals end with the window, each with its own coverage', async () => {
  const { rolling } = await ask(
    'rolling { length window { from } total { usd } coverage completeness }',
    'window: { from: "2025-09-22T06:30:00Z", to: "2025-09-22T07:00:00Z" }',
  )
  expect(
    rolling.map((row: { length: string; total: { usd: string }; coverage: string }) => [
      row.length,
      row.total.usd,
      row.coverage,
    ]),
  ).toEqual([
    ['HOUR', '62200', '1'],
    ['FOUR_HOURS', '63200', '0.625'],
    ['TWELVE_HOURS', '63200', '0.333333333333'],
    ['DAY', '63200', '0.166666666667'],
  ])
})

test('concentration, altcoin share and intensity', async () => {
  const { concentration, intensity } = await ask(
    'concentration(top: 1) { topUsd topShare altcoinUsd altcoinShare largestOrderShare herfindahl assets { asset { code } } } intensity { liquidatedUsd openInterestUsd ratio }',
  )
  expect(concentration).toEqual({
    topUsd: '50200',
    topShare: '0.794303797468',
    altcoinUsd: '50200',
    altcoinShare: '0.794303797468',
    largestOrderShare: '0.791139240506',
    herfindahl: '0.673229450409',
    assets: [{ asset: { code: 'ETH' } }],
  })
  expect(intensity).toEqual({ liquidatedUsd: '63200', openInterestUsd: '252800', ratio: '0.25' })
})

test('an explanation names the markets whose sum is the number, and which are lower bounds', async () => {
  const { explain } = await ask(
    'explain(measure: LONG_USD) { value unit operation rowCount methodology { id version } rows { market { symbol } exchange { code } value note } }',
  )
  expect(explain).toMatchObject({
    value: '13200',
    unit: 'USD',
    operation: 'SUM',
    rowCount: 3,
    methodology: { id: 'liquidations.total', version: 2 },
  })
  expect(explain.rows[0]).toEqual({
    market: { symbol: 'BTC/USDT:USDT' },
    exchange: { code: 'okx' },
    value: '12000',
    note: 'THROTTLED: a lower bound',
  })
})

test('meta tells window, coverage, completeness, rules, and what to know', async () => {
  const { meta } = await ask(
    'meta { windowStart windowEnd asOf coverage completeness methodology { id version formula unit } notices { code } warnings sources { code } }',
  )
  expect(meta).toMatchObject({
    windowStart: '2025-09-22T00:00:00.000Z',
    windowEnd: '2025-09-23T00:00:00.000Z',
    asOf: null,
    coverage: '0.520833333333',
    completeness: 'THROTTLED',
    notices: [{ code: 'UNVALUED' }],
    sources: [{ code: 'bybit.ws' }, { code: 'okx.ws' }],
  })
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['breakdown(by: []) { share }', WINDOW, 'DIMENSIONS'],
    ['breakdown(by: [ASSET, ASSET]) { share }', WINDOW, 'DIMENSIONS'],
    ['breakdown(by: [ASSET, TIER, KIND]) { share }', WINDOW, 'DIMENSIONS'],
    ['timeSeriesBy(by: [SIZE]) { totalUsd }', `${WINDOW}, interval: MINUTE`, 'SIZE_BY_HOUR'],
    ['total { usd }', `${WINDOW}, asOf: "2999-01-01T00:00:00Z"`, 'AS_OF_IN_FUTURE'],
    ['total { usd }', `${WINDOW}, asOf: "2025-09-22T00:00:01Z"`, 'AS_OF_NOT_WHOLE_MINUTE'],
    ['total { usd }', `${WINDOW}, basket: {}`, 'BASKET_AMBIGUOUS'],
    ['total { usd }', `${WINDOW}, basket: { code: "none" }`, 'UNKNOWN_BASKET'],
    ['concentration(top: 0) { topUsd }', WINDOW, 'OUT_OF_RANGE'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ liquidations(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('parts equal the total to the last digit, on random windows and groupings', async () => {
  const hours = fc.tuple(fc.integer({ min: 0, max: 1_400 }), fc.integer({ min: 1, max: 1_440 }))
  const pair = fc.uniqueArray(
    fc.constantFrom('EXCHANGE', 'ASSET', 'SECTOR', 'TIER', 'KIND', 'MARGIN', 'SIZE'),
    { minLength: 1, maxLength: 2 },
  )
  await fc.assert(
    fc.asyncProperty(hours, pair, async ([begin, length], by) => {
      const from = new Date(at('22T00:00').getTime() + begin * 60_000)
      const to = new Date(Math.min(at('23T00:00').getTime(), from.getTime() + length * 60_000))
      const answer = await ask(
        `total { usd orderCount } breakdown(by: [${by.join(', ')}]) { total { usd orderCount } share }
         explain { value rows { value } } hours: timeSeries { columns { value } }
         parts: timeSeriesBy(by: [${by.join(', ')}], first: 100) { totalUsd }`,
        `window: { from: "${from.toISOString()}", to: "${to.toISOString()}" }`,
      )
      const usd = answer.total?.usd ?? '0'
      const sumOf = (values: (string | null)[]) =>
        values.reduce((sum, value) => sum.plus(value ?? 0), new Big(0)).toFixed()
      interface Part {
        total: { usd: string; orderCount: number }
        share: string
      }
      expect(sumOf(answer.breakdown.map(({ total }: Part) => total.usd))).toBe(usd)
      expect(answer.breakdown.reduce((sum: number, { total }: Part) => sum + total.orderCount, 0)).toBe(
        answer.total?.orderCount ?? 0,
      )
      if (usd !== '0') expect(sumOf(answer.breakdown.map(({ share }: Part) => share))).toBe('1')
      expect(sumOf(answer.explain.rows.map(({ value }: { value: string }) => value))).toBe(usd)
      expect(sumOf(answer.hours.columns.value)).toBe(usd)
      expect(sumOf(answer.parts.map(({ totalUsd }: { totalUsd: string }) => totalUsd))).toBe(usd)
    }),
    { numRuns: 40 },
  )
})

test('series and sums are read from rollups; only an answer as of a moment opens orders, of buckets that changed since', async () => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const read = (fields: string, more = '') =>
    relationsRead(database, async () => {
      const window = `window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: HOUR`
      const { errors } = await cold.query(`{ liquidations(${window}${more}) { ${fields} } }`)
      expect(errors).toBeUndefined()
    })
  for (const fields of [
    'series { columns { start } }',
    'timeSeries(measure: LONG_SHARE) { columns { start } }',
    'timeSeriesBy(by: [EXCHANGE]) { series { columns { start } } }',
    'timeSeriesBy(by: [ASSET, SIZE]) { series { columns { start } } }',
    'total { usd } breakdown(by: [TIER, SIZE]) { share } rolling { total { usd } } concentration { topUsd } explain { value }',
  ]) {
    const relations = await read(fields)
    expect(
      [...relations].some((name) => name.startsWith('liquidation_')),
      fields,
    ).toBe(true)
    expect(relations.has('liquidation'), fields).toBe(false)
  }
  const asOf = await read('total { usd }', ', asOf: "2025-09-30T00:00:00Z"')
  expect(asOf.has('liquidation')).toBe(true)
  await cold.close()
})

test('a series by group knows at once what is written', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('binance', 'BTC')])) as [StoredMarket]
  const read = async () => {
    const { data } = await server.query(
      `{ liquidations(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T02:00:00Z" }) {
         timeSeriesBy(by: [EXCHANGE]) { totalUsd series { columns { value } } }
         orders: timeSeriesBy(by: [ASSET], measure: ORDER_COUNT) { series { columns { value } } }
         share: timeSeriesBy(by: [ASSET], measure: LONG_SHARE) { series { columns { value } } } } }`,
    )
    const { timeSeriesBy, orders, share } = data.liquidations
    const column = ([group]: { series: { columns: { value: unknown } } }[]) => group?.series.columns.value
    return [timeSeriesBy[0]?.totalUsd, column(timeSeriesBy), column(orders), column(share)]
  }
  const hours = span('22T00:00', '22T02:00')
  await loadLiquidations(own, 'binance', hours, [order(market, '22T00:10', 'LONG', '7.5')])
  expect(await read()).toEqual(['7.5', ['7.5', '0'], ['1', '0'], ['1', null]])
  await loadLiquidations(own, 'binance', hours, [
    order(market, '22T00:20', 'SHORT', '2.5'),
    order(market, '22T01:20', 'LONG', undefined),
  ])
  expect(await read()).toEqual(['10', ['10', '0'], ['2', '1'], ['0.75', null]])
  await server.close()
  await own.close()
})

test('what is a lower bound is decided by when the orders are, wherever the window begins', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [btc, eth] = (await loadMarkets(own, [
    linearMarket('bybit', 'BTC'),
    linearMarket('bybit', 'ETH'),
  ])) as [StoredMarket, StoredMarket]
  const [okx] = (await loadMarkets(own, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  const day = (date: string) => ({ from: new Date(`${date}T00:00Z`), to: new Date(`${date}T23:59Z`) })
  const noon = (market: StoredMarket, date: string, usd: string) =>
    order(market, '22T00:00', 'LONG', usd, { time: new Date(`${date}T12:00Z`) })
  const read = async (from: string, fields: string) => {
    const { data, errors } = await server.query(
      `{ liquidations(window: { from: "${from}T00:00:00Z", to: "2025-11-01T00:00:00Z" }, interval: DAY) { ${fields} } }`,
    )
    expect(errors).toBeUndefined()
    return data.liquidations
  }
  // Bybit printed one order a second at most until 20 February 2025, and prints all since.
  await loadLiquidations(own, 'bybit', day('2025-09-22'), [
    noon(btc, '2025-09-22', '300'),
    noon(eth, '2025-09-22', '20000'),
  ])
  const exact = { total: { floorUsd: '0', floorShare: '0' }, completeness: 'COMPLETE' }
  for (const from of ['2025-06-01', '2024-11-01', '2021-01-01'])
    expect(await read(from, 'total { floorUsd floorShare } completeness')).toEqual(exact)

  await loadLiquidations(own, 'bybit', day('2025-02-19'), [noon(btc, '2025-02-19', '100')])
  await loadLiquidations(own, 'okx', day('2025-09-22'), [noon(okx, '2025-09-22', '7')])
  const floors = 'total { usd floorUsd }'
  expect(
    await read(
      '2024-11-01',
      `total { usd floorUsd largestUsd } completeness meta { completeness }
       completenessByExchange { exchange { code } completeness } byExchange { completeness ${floors} }
       byAsset { ${floors} } breakdown(by: [ASSET, SIZE]) { key { label } ${floors} }
       explain { rows { value note } } rolling(lengths: [WEEK]) { completeness }`,
    ),
  ).toEqual({
    total: { usd: '20407', floorUsd: '107', largestUsd: '20000' },
    completeness: 'THROTTLED',
    meta: { completeness: 'THROTTLED' },
    completenessByExchange: [
      { exchange: { code: 'bybit' }, completeness: 'THROTTLED' },
      { exchange: { code: 'okx' }, completeness: 'THROTTLED' },
    ],
    byExchange: [
      { completeness: 'THROTTLED', total: { usd: '20400', floorUsd: '100' } },
      { completeness: 'THROTTLED', total: { usd: '7', floorUsd: '7' } },
    ],
    byAsset: [{ total: { usd: '20000', floorUsd: '0' } }, { total: { usd: '407', floorUsd: '107' } }],
    breakdown: [
      { key: { label: 'ETH / FROM_10K' }, total: { usd: '20000', floorUsd: '0' } },
      { key: { label: 'BTC / BELOW_10K' }, total: { usd: '407', floorUsd: '107' } },
    ],
    explain: {
      rows: [
        { value: '20000', note: null },
        { value: '400', note: 'THROTTLED: in part a lower bound' },
        { value: '7', note: 'THROTTLED: a lower bound' },
      ],
    },
    rolling: [{ completeness: 'THROTTLED' }],
  })
  expect(await read('2025-02-20', 'total { floorUsd } byExchange { completeness }')).toEqual({
    total: { floorUsd: '7' },
    byExchange: [{ completeness: 'COMPLETE' }, { completeness: 'THROTTLED' }],
  })
  await server.close()
  await own.close()
})

test('two feeds of one venue that hold the same orders count once, by the one that printed more that day', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('binance', 'BTC')])) as [StoredMarket]
  const both = span('22T00:00', '24T00:00')
  await loadLiquidations(own, 'binance', both, [
    order(market, '22T10:00', 'LONG', '70'),
    order(market, '23T10:00', 'LONG', '5'),
  ])
  await loadLiquidations(
    own,
    'binance',
    both,
    [order(market, '22T10:00', 'LONG', '70'), order(market, '22T11:00', 'SHORT', '20')],
    { source: 'tardis.csv' },
  )
  const { data } = await server.query(`{
    liquidations(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T00:00:00Z" }, interval: DAY) {
      total { usd orderCount } timeSeries { columns { value } } breakdown(by: [SIZE]) { total { usd } }
      largestOrders { notionalUsd source { code } } meta { notices { code } }
    }
    liquidationOrders(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T00:00:00Z" }, first: 10) { nodes { notionalUsd } }
  }`)
  expect(data.liquidations).toMatchObject({
    total: { usd: '95', orderCount: 3 },
    timeSeries: { columns: { value: ['90', '5'] } },
    breakdown: [{ total: { usd: '95' } }],
    largestOrders: [
      { notionalUsd: '70', source: { code: 'tardis.csv' } },
      { notionalUsd: '20', source: { code: 'tardis.csv' } },
      { notionalUsd: '5', source: { code: 'binance.ws' } },
    ],
    meta: { notices: [{ code: 'OVERLAPPING_FEEDS' }] },
  })
  expect(data.liquidationOrders.nodes.map(({ notionalUsd }: { notionalUsd: string }) => notionalUsd)).toEqual(
    ['5', '20', '70'],
  )
  await server.close()
  await own.close()
})

test('as of a moment, the answer is the same before and after later data is loaded', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('bybit', 'BTC')], at('21T00:00'))) as [StoredMarket]
  const day = (from: string, to: string, received: string, orders: [string, string][]) => ({
    receivedAt: at(received),
    load: () =>
      loadLiquidations(
        own,
        'bybit',
        span(from, to),
        orders.map(([time, usd]) => order(market, time, 'LONG', usd)),
        {
          receivedAt: at(received),
        },
      ),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      liquidations(window: { from: "2025-09-22T00:20:00Z", to: "2025-09-24T03:30:00Z" }, asOf: $asOf) {
        total { usd orderCount largestUsd } coverage { share byExchange { gaps { from to } } }
        timeSeries(transform: [{ kind: CHANGE, buckets: 2 }]) { columns { value } }
        timeSeriesBy(by: [ASSET, SIZE]) { key { label } series { columns { value } } }
        breakdown(by: [SIZE]) { total { usd } } explain { rows { value } } largestOrders(first: 2) { notionalUsd }
        rolling { total { usd } } meta { sources { code } coverage }
      }
      liquidationOrders(window: { from: "2025-09-22T00:20:00Z", to: "2025-09-24T03:30:00Z" }, first: 100, asOf: $asOf) { nodes { notionalUsd } }
    }`,
    [
      day('22T00:00', '22T06:00', '22T06:00', [
        ['22T00:30', '100'],
        ['22T05:10', '7'],
      ]),
      day('22T06:00', '22T12:00', '22T12:00', [['22T08:30', '50']]),
      // Older orders that came later, into buckets that were known before.
      day('22T00:00', '22T12:00', '23T01:00', [
        ['22T00:45', '900'],
        ['22T08:31', '20000'],
        ['22T11:00', '3'],
      ]),
      day('22T12:00', '24T04:00', '24T04:00', [
        ['23T12:00', '1'],
        ['24T03:10', '2'],
      ]),
    ],
    ['22T06:00', '22T09:00', '22T12:00', '22T20:00', '23T01:00', '23T02:00', '24T04:00'].map(at),
  )
  await server.close()
  await own.close()
})
