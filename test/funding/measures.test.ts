import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FundingRecord } from '../../src/funding/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { plansOf } from '../support/plans.ts'
import {
  at,
  cap,
  linearMarket,
  loadFunding,
  loadMarketCaps,
  loadMarkets,
  loadOpenInterest,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

const settled = (market: StoredMarket, time: string, rate: string, intervalMinutes = 480): FundingRecord => ({
  marketId: market.id,
  time: at(time),
  kind: 'SETTLED',
  rate,
  intervalMinutes,
})

const predicted = (
  market: StoredMarket,
  time: string,
  rate: string,
  settlesAt: string | undefined,
  intervalMinutes = 480,
): FundingRecord => ({
  marketId: market.id,
  time: at(time),
  kind: 'PREDICTED',
  rate,
  intervalMinutes,
  ...(settlesAt === undefined ? {} : { settlesAt: at(settlesAt) }),
})

/**
 * Small enough to check by hand. Open interest: 3,000,000 of BTC on bybit, 1,000,000 of ETH there, 1,000,000 of BTC on okx, which charges
 * each hour. DOGE has rates and no open interest, SOL the reverse.
 */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await loadMarketCaps(database, span('21T00:00', '23T00:00'), [
    cap('BTC', '21T12:00', '20000000000', '1', 'layer-1'),
    cap('ETH', '21T12:00', '2000000000', '1', 'layer-1'),
  ])
  const bybit = await loadMarkets(
    database,
    ['BTC', 'ETH', 'DOGE', 'SOL'].map((code) => linearMarket('bybit', code)),
  )
  const [okx] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  const of = (code: string) => bybit.find(({ baseCode }) => baseCode === code)!
  const [btc, eth, doge, sol] = [of('BTC'), of('ETH'), of('DOGE'), of('SOL')]
  const days = span('21T00:00', '24T00:00')
  await loadFunding(database, 'bybit', days, [
    settled(btc, '22T00:00', '0.0001'),
    settled(btc, '22T08:00', '-0.0002'),
    settled(btc, '22T16:00', '0.0004'),
    settled(eth, '22T00:00', '0.0003'),
    settled(eth, '22T08:00', '-0.0001'),
    settled(eth, '22T12:00', '-0.0001', 240),
    settled(doge, '22T00:00', '0.01'),
    predicted(btc, '22T23:10', '0.0005', '23T00:00'),
    predicted(btc, '22T23:40', '0.0006', '23T00:00'),
    predicted(eth, '22T23:30', '-0.0001', undefined, 240),
  ])
  await loadFunding(database, 'okx', days, [
    settled(okx, '22T00:00', '0.00001', 60),
    settled(okx, '22T01:00', '-0.00003', 60),
  ])
  const held = (market: StoredMarket, size: string) => reading(market, '21T23:30', size, '1000')
  await loadOpenInterest(database, 'bybit', days, [
    held(btc, '3000'),
    held(eth, '1000'),
    held(sol, '500'),
    reading(btc, '22T20:00', '3000', '1000'),
  ])
  await loadOpenInterest(database, 'okx', days, [held(okx, '1000')])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ funding(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.funding
}

test('rates are of 8 hours by their own intervals, also where the interval changed, and weighted by open interest', async () => {
  // BTC: 0.0003 / 3 of 8 h. ETH: 0.0001 over 20 h. okx: -0.00002 over 2 h.
  const eth = new Big('0.0001').times(480).div(1_200)
  const expected = new Big('0.0001').times(3).plus(eth).plus('-0.00008').div(5)
  const { mean, columns } = await ask(
    'mean { rate8h rateYear marketCount withoutOpenInterest withoutRate } columns { start rate8h marketCount withoutOpenInterest withoutRate }',
    `${WINDOW}, interval: DAY`,
  )
  expect(mean).toEqual({
    rate8h: expected.toFixed(),
    rateYear: expected.times(1_095).toFixed(),
    marketCount: 3,
    withoutOpenInterest: 1,
    withoutRate: 1,
  })
  expect(columns).toEqual({
    start: ['2025-09-22T00:00:00.000Z'],
    rate8h: [mean.rate8h],
    marketCount: [3],
    withoutOpenInterest: [1],
    withoutRate: [1],
  })
})

test('by the hour a rate stands until the next one; each sign flip has its time and both values', async () => {
  const { timeSeries, signFlips } = await ask(
    'timeSeries { columns { value } } signFlips { at before after }',
  )
  const values = timeSeries.columns.value
  // (3 x 0.0001 + 0.0003 + 0.00008) / 5, then okx pays -0.00024.
  expect(values.slice(0, 3)).toEqual(['0.000136', '0.000072', '0.000072'])
  // (-0.0006 - 0.0001 - 0.00024) / 5
  expect(values[8]).toBe('-0.000188')
  // ETH charges twice as often: -0.0001 of 4 hours.
  expect(values[12]).toBe('-0.000208')
  expect(signFlips).toEqual([
    { at: '2025-09-22T08:00:00.000Z', before: '0.000072', after: '-0.000188' },
    { at: '2025-09-22T16:00:00.000Z', before: '-0.000208', after: '0.000152' },
  ])
})

test('a rate or open interest that is too old no longer counts, and nothing known is null', async () => {
  const { columns } = await ask(
    'columns { rate8h marketCount withoutOpenInterest withoutRate }',
    'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T06:00:00Z" }, maxAgeMinutes: 120, basket: { exchanges: ["okx"] }',
  )
  expect(columns).toEqual({
    rate8h: ['0.00008', '-0.00024', null, null, null, null],
    marketCount: [1, 1, 0, 0, 0, 0],
    withoutOpenInterest: [0, 0, 1, 0, 0, 0],
    withoutRate: [0, 0, 0, 0, 0, 0],
  })
})

test('what is expected next is told by market with its own interval, and apart from what was charged', async () => {
  const { current, kind } = await ask(
    `kind current { mean { rate8h marketCount } markets { market { symbol } rate intervalMinutes rate8h rateYear settlesAt readAt openInterestUsd } }`,
    `${WINDOW}, basket: { exchanges: ["bybit"] }`,
  )
  expect(kind).toBe('SETTLED')
  expect(current).toEqual({
    mean: { rate8h: '0.0004', marketCount: 2 },
    markets: [
      {
        market: { symbol: 'BTC/USDT:USDT' },
        rate: '0.0006',
        intervalMinutes: 480,
        rate8h: '0.0006',
        rateYear: '0.657',
        settlesAt: '2025-09-23T00:00:00.000Z',
        readAt: '2025-09-22T23:40:00.000Z',
        openInterestUsd: '3000000',
      },
      {
        market: { symbol: 'ETH/USDT:USDT' },
        rate: '-0.0001',
        intervalMinutes: 240,
        rate8h: '-0.0002',
        rateYear: '-0.219',
        settlesAt: null,
        readAt: '2025-09-22T23:30:00.000Z',
        openInterestUsd: '1000000',
      },
    ],
  })
  const { mean, timeSeries } = await ask(
    'mean { rate8h } timeSeries(measure: RATE_YEAR) { unit columns { value } }',
    `window: { from: "2025-09-22T22:00:00Z", to: "2025-09-23T00:00:00Z" }, kind: PREDICTED`,
  )
  expect([mean.rate8h, timeSeries]).toEqual([
    '0.0004',
    { unit: 'FRACTION', columns: { value: [null, '0.438'] } },
  ])
})

test('shares of markets below zero, by count and by open interest', async () => {
  const { negativeShare, timeSeries } = await ask(
    `negativeShare { negativeCount marketCount share shareByOpenInterest }
     timeSeries(measure: NEGATIVE_SHARE_BY_OPEN_INTEREST) { columns { value } }`,
  )
  expect(negativeShare).toEqual({
    negativeCount: 2,
    marketCount: 3,
    share: '0.666666666667',
    shareByOpenInterest: '0.4',
  })
  expect(timeSeries.columns.value.filter((_: string, hour: number) => hour % 8 === 1)).toEqual([
    '0.2',
    '1',
    '0.4',
  ])
})

test('the latest day is ranked among the trailing ones that are known', async () => {
  const { extremes } = await ask(
    'extremes(days: 30) { days known value percentile low lowAt high highAt }',
    'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T00:00:00Z" }, filter: { assets: ["BTC"] }, basket: { exchanges: ["bybit"] }, maxAgeMinutes: 2880',
  )
  expect(extremes).toEqual({
    days: 30,
    known: 2,
    value: '0.0004',
    percentile: '1',
    low: '0.0001',
    lowAt: '2025-09-22T00:00:00.000Z',
    high: '0.0004',
    highAt: '2025-09-23T00:00:00.000Z',
  })
})

test('by two dimensions at once, the tier of the begin among them; the market without a cap has none', async () => {
  const { breakdown, timeSeriesBy } = await ask(
    `breakdown(by: [EXCHANGE, TIER]) { key { label tier } mean { rate8h } weightShare }
     timeSeriesBy(by: [ASSET, SECTOR], first: 1, transform: [{ kind: CHANGE }]) { key { label } weightShare series { transforms { kind } columns { value } } }`,
    `${WINDOW}, interval: DAY`,
  )
  expect(breakdown).toEqual([
    { key: { label: 'bybit / LARGE', tier: 'LARGE' }, mean: { rate8h: '0.0001' }, weightShare: '0.6' },
    { key: { label: 'bybit / MID', tier: 'MID' }, mean: { rate8h: '0.00004' }, weightShare: '0.2' },
    { key: { label: 'okx / LARGE', tier: 'LARGE' }, mean: { rate8h: '-0.00008' }, weightShare: '0.2' },
  ])
  expect(timeSeriesBy).toEqual([
    {
      key: { label: 'BTC / layer-1' },
      weightShare: '0.8',
      series: { transforms: [{ kind: 'CHANGE' }], columns: { value: [null] } },
    },
  ])
})

test('the notices say which venues are silent and what was left out; before the first rate all is null', async () => {
  const { meta } = await ask('meta { notices { code } methodology { id } sources { code } }')
  expect(meta.notices.map(({ code }: { code: string }) => code)).toEqual(['NO_WEIGHT', 'NO_VALUE'])
  expect(meta.sources.map(({ code }: { code: string }) => code)).toEqual(['bybit.rest', 'okx.rest'])
  const early = await ask(
    'mean { rate8h marketCount } signFlips { at } extremes { value percentile known } current { mean { rate8h } markets { rate } } negativeShare { share } meta { notices { code message } }',
    'window: { from: "2020-09-22T00:00:00Z", to: "2020-09-23T00:00:00Z" }',
  )
  expect(early).toMatchObject({
    mean: { rate8h: null, marketCount: 0 },
    signFlips: [],
    extremes: { value: null, percentile: null, known: 0 },
    current: { mean: { rate8h: null }, markets: [] },
    negativeShare: { share: null },
    meta: { notices: [{ code: 'NOT_READ', message: 'Nothing of the window is known of: bybit, okx.' }] },
  })
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['mean { rate8h }', `${WINDOW}, interval: MINUTE`, 'INTERVAL_TOO_FINE'],
    [
      'mean { rate8h }',
      'window: { from: "2025-09-22T00:30:00Z", to: "2025-09-23T00:00:00Z" }',
      'WINDOW_NOT_WHOLE_HOURS',
    ],
    [
      'mean { rate8h }',
      'window: { from: "2025-09-23T00:00:00Z", to: "2025-09-23T00:00:00Z" }',
      'WINDOW_EMPTY',
    ],
    [
      'mean { rate8h }',
      'window: { from: "2015-09-23T00:00:00Z", to: "2025-09-23T00:00:00Z" }',
      'TOO_MANY_BUCKETS',
    ],
    ['mean { rate8h }', `${WINDOW}, maxAgeMinutes: 0`, 'OUT_OF_RANGE'],
    ['mean { rate8h }', `${WINDOW}, basket: { exchanges: ["nowhere"] }`, 'UNKNOWN_EXCHANGE'],
    ['mean { rate8h }', `${WINDOW}, filter: { assets: ["NONE"] }`, 'UNKNOWN_ASSET'],
    ['mean { rate8h }', `${WINDOW}, asOf: "2999-01-01T00:00:00Z"`, 'AS_OF_IN_FUTURE'],
    ['breakdown(by: [ASSET, ASSET]) { weightShare }', WINDOW, 'DIMENSIONS'],
    ['timeSeriesBy(by: []) { weightShare }', WINDOW, 'DIMENSIONS'],
    ['extremes(days: 1) { value }', WINDOW, 'OUT_OF_RANGE'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ funding(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('the rows of an explanation make the mean to its last digit, on random windows, and shares of groups sum to 1', async () => {
  const dimension = fc.uniqueArray(fc.constantFrom('EXCHANGE', 'ASSET', 'SECTOR', 'TIER', 'KIND', 'MARGIN'), {
    minLength: 1,
    maxLength: 2,
  })
  const interval = fc.constantFrom('HOUR', 'FOUR_HOURS', 'DAY')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      dimension,
      interval,
      async (begin, length, by, width) => {
        const from = new Date(at('21T20:00').getTime() + begin * 3_600_000)
        const to = new Date(from.getTime() + length * 3_600_000)
        const answer = await ask(
          `mean { rate8h } explain { value unit operation rows { value weight } }
           breakdown(by: [${by.join(', ')}]) { mean { rate8h } weightShare }`,
          `window: { from: "${from.toISOString()}", to: "${to.toISOString()}" }, interval: ${width}`,
        )
        expect(answer.explain).toMatchObject({ value: answer.mean.rate8h, operation: 'WEIGHTED_MEAN' })
        if (answer.mean.rate8h === null) return
        interface Row {
          value: string | null
          weight: string | null
        }
        const rows = (answer.explain.rows as Row[]).filter(({ weight }) => weight !== null)
        const weights = rows.reduce((sum, { weight }) => sum.plus(weight!), new Big(0))
        const products = rows.reduce(
          (sum, { value, weight }) => sum.plus(new Big(value!).times(weight!)),
          new Big(0),
        )
        const Exact = Big()
        Exact.DP = 12
        Exact.RM = 2
        expect(new Exact(products.toFixed()).div(weights.toFixed()).toFixed()).toBe(answer.mean.rate8h)
        interface Group {
          mean: { rate8h: string }
          weightShare: string
        }
        const groups = answer.breakdown as Group[]
        expect(groups.reduce((sum, { weightShare }) => sum.plus(weightShare), new Big(0)).toFixed()).toBe('1')
        const again = groups.reduce(
          (sum, { mean, weightShare }) => sum.plus(new Big(mean.rate8h).times(weightShare)),
          new Big(0),
        )
        expect(again.minus(answer.mean.rate8h).abs().lt('0.000000000005')).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

test('no series scans single rates: plans touch rollups alone', async () => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const askCold = async (fields: string, args = WINDOW) => {
    const { errors } = await cold.query(`{ funding(${args}) { ${fields} } }`)
    expect(errors).toBeUndefined()
  }
  const plans = await plansOf(database, async () => {
    await askCold('timeSeriesBy(by: [EXCHANGE]) { weightShare }')
    await askCold('timeSeries { unit }', `${WINDOW}, interval: DAY`)
    await askCold(
      'timeSeries { unit } current { markets { rate } } extremes { value }',
      `${WINDOW}, kind: PREDICTED`,
    )
  })
  const scanned = [...new Set(plans.flat())].sort()
  expect(scanned).toEqual([
    ...['fact_day', 'funding_prediction_hour', 'funding_rate_hour'],
    ...['open_interest_day', 'open_interest_hour'],
  ])
  await cold.close()
})

test('as of a moment, the answer is the same before and after later data and corrections are loaded', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('bybit', 'BTC')], at('21T00:00'))) as [StoredMarket]
  const span3 = span('21T00:00', '25T00:00')
  const rates = (received: string, records: FundingRecord[]) => ({
    receivedAt: at(received),
    load: () => loadFunding(own, 'bybit', span3, records, at(received)),
  })
  const interest = (received: string, time: string, size: string) => ({
    receivedAt: at(received),
    load: () => loadOpenInterest(own, 'bybit', span3, [reading(market, time, size, '1000')], at(received)),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      hours: funding(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T03:00:00Z" }, asOf: $asOf) { ...all }
      days: funding(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T03:00:00Z" }, interval: DAY, asOf: $asOf) { ...all }
      next: funding(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T12:00:00Z" }, kind: PREDICTED, asOf: $asOf) { ...all }
    }
    fragment all on Funding {
      mean { rate8h marketCount withoutOpenInterest } columns { rate8h marketCount }
      timeSeries(transform: [{ kind: CHANGE }]) { columns { value } } breakdown(by: [ASSET]) { mean { rate8h } }
      signFlips { at before after } negativeShare { share } extremes(days: 10) { value percentile known }
      explain { rows { value weight readAt } } current { markets { rate settlesAt readAt openInterestUsd } }
      meta { sources { code } notices { code } }
    }`,
    [
      rates('22T01:00', [
        settled(market, '22T00:00', '0.0001'),
        predicted(market, '22T00:30', '0.0002', '22T08:00'),
      ]),
      interest('22T01:00', '22T00:00', '10'),
      rates('22T09:00', [
        settled(market, '22T08:00', '-0.0001'),
        predicted(market, '22T08:30', '-0.0002', '22T16:00'),
      ]),
      // Corrected values of hours that were known before, and an older rate that came late.
      rates('22T18:00', [
        settled(market, '22T00:00', '0.0007'),
        predicted(market, '22T00:30', '0.0009', '22T08:00'),
      ]),
      rates('22T20:00', [settled(market, '22T04:00', '0.0003'), settled(market, '22T16:00', '0.0002')]),
      interest('22T21:00', '22T00:00', '20'),
      interest('23T00:00', '22T12:00', '30'),
      rates('24T00:00', [settled(market, '23T00:00', '0.0005'), settled(market, '23T08:00', '0.0001')]),
    ],
    ['22T01:00', '22T02:00', '22T09:00', '22T18:00', '22T20:00', '22T22:00', '23T01:00', '24T00:00'].map(at),
  )
  await server.close()
  await own.close()
})
