import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import type { CandleRecord } from '../../src/volume/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  linearMarket,
  loadCandles,
  loadMarkets,
  loadOpenInterest,
  reading,
  span,
} from '../support/fixtures.ts'
import { plansOf } from '../support/plans.ts'

let database: TestDatabase
let api: Api

const spotMarket = (exchange: string, quote = 'USDT') =>
  linearMarket(exchange, 'BTC', {
    symbol: `BTC/${quote}`,
    venueSymbol: `BTC${quote}-SPOT`,
    kind: 'SPOT',
    quote,
    settle: quote,
  })

/** A bar that closes at a price; `time` is its begin. */
const bar = (
  market: StoredMarket,
  time: string,
  close: string,
  baseVolume = '1',
  stepMs = 60_000,
): CandleRecord => ({
  marketId: market.id,
  time: at(time),
  stepMs,
  open: close,
  high: close,
  low: close,
  close,
  baseVolume,
})

const marketOf = (markets: readonly StoredMarket[], symbol: string) =>
  markets.find((market) => market.symbol === symbol)!

/**
 * bybit: perpetual 1 % above spot, then 2 %; a future 3 %, delivered on 22 October at 00:00. okx: perpetual 1 % below spot that
 * is quoted in USDC; bars of an hour on spot. gate has a perpetual alone, kraken spot alone.
 */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  const bybit = await loadMarkets(database, [
    linearMarket('bybit', 'BTC'),
    linearMarket('bybit', 'BTC', {
      symbol: 'BTC/USDT:USDT-251022',
      venueSymbol: 'BTC-22OCT25',
      kind: 'FUTURE',
      expiresAt: new Date('2025-10-22T01:00:00Z'),
    }),
    spotMarket('bybit'),
    spotMarket('bybit', 'USDC'),
  ])
  const okx = await loadMarkets(database, [linearMarket('okx', 'BTC'), spotMarket('okx', 'USDC')])
  const gate = await loadMarkets(database, [linearMarket('gate', 'BTC')])
  const kraken = await loadMarkets(database, [spotMarket('kraken')])
  const days = span('21T00:00', '24T00:00')
  const perpetual = marketOf(bybit, 'BTC/USDT:USDT')
  const future = marketOf(bybit, 'BTC/USDT:USDT-251022')
  const spot = marketOf(bybit, 'BTC/USDT')
  await loadCandles(database, 'bybit', days, [
    bar(perpetual, '22T00:58', '999', '5'),
    bar(perpetual, '22T00:59', '101', '3'),
    bar(perpetual, '22T01:59', '102', '2'),
    bar(perpetual, '22T02:58', '103', '1'),
    bar(future, '22T00:59', '103'),
    bar(future, '22T01:59', '104'),
    bar(spot, '22T00:59', '100'),
    bar(spot, '22T01:59', '100'),
    bar(spot, '22T02:59', '100'),
    bar(marketOf(bybit, 'BTC/USDC'), '22T00:59', '50', '1000'),
  ])
  const [okxPerpetual, okxSpot] = [marketOf(okx, 'BTC/USDT:USDT'), marketOf(okx, 'BTC/USDC')]
  await loadCandles(database, 'okx', days, [
    bar(okxPerpetual, '22T00:59', '198', '2'),
    bar(okxPerpetual, '22T01:59', '198', '2'),
  ])
  await loadCandles(database, 'okx', days, [
    bar(okxSpot, '22T00:00', '200', '9', 3_600_000),
    bar(okxSpot, '22T01:00', '200', '9', 3_600_000),
  ])
  await loadCandles(database, 'gate', days, [bar(gate[0]!, '22T00:59', '100')])
  await loadCandles(database, 'kraken', days, [bar(kraken[0]!, '22T00:59', '100')])
  await loadOpenInterest(database, 'bybit', days, [
    reading(perpetual, '21T23:30', '3000', '1000'),
    reading(future, '21T23:30', '1', '1000'),
  ])
  await loadOpenInterest(database, 'okx', days, [reading(okxPerpetual, '21T23:30', '1000', '1000')])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T02:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ basis(asset: "BTC", ${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.basis
}

test('perpetuals against spot of the same venue, by venue and weighted by open interest', async () => {
  // (3 x 0.01 - 0.01) / 4, (3 x 0.02 - 0.01) / 4
  const { asset, timeSeries, timeSeriesBy, mean, latest } = await ask(
    `asset { code } timeSeries { unit columns { value } }
     timeSeriesBy { key { label } weightShare series { columns { value } } }
     mean { basis annualised marketCount withoutPrices withoutWeight } latest { basis }`,
  )
  expect(asset.code).toBe('BTC')
  expect(timeSeries).toEqual({ unit: 'FRACTION', columns: { value: ['0.005', '0.0125'] } })
  expect(timeSeriesBy).toEqual([
    { key: { label: 'bybit' }, weightShare: '0.75', series: { columns: { value: ['0.01', '0.02'] } } },
    { key: { label: 'okx' }, weightShare: '0.25', series: { columns: { value: ['-0.01', '-0.01'] } } },
  ])
  expect(mean).toEqual({
    basis: '0.00875',
    annualised: null,
    marketCount: 2,
    withoutPrices: 0,
    withoutWeight: 0,
  })
  expect(latest).toEqual({ basis: '0.0125' })
})

test('weighted by coins traded in the bucket', async () => {
  // (8 x 0.01 - 2 x 0.01) / 10, (2 x 0.02 - 2 x 0.01) / 4
  const { timeSeries, mean } = await ask(
    'timeSeries { columns { value } } mean { basis withoutPrices }',
    `${WINDOW}, weight: VOLUME`,
  )
  expect(timeSeries.columns.value).toEqual(['0.006', '0.005'])
  // gate's perpetual traded, with no spot beside it.
  expect(mean).toEqual({ basis: '0.005714285714', withoutPrices: 1 })
})

test('dated futures are annualised by the time from the bar to delivery', async () => {
  const { timeSeries, mean, markets, explain } = await ask(
    `timeSeries(measure: ANNUALISED) { columns { value } } mean { basis annualised }
     markets { market { symbol } spotMarket { symbol } price spotPrice basis annualised weight at }
     explain(measure: ANNUALISED) { value methodology { id } rows { value weight } }`,
    `${WINDOW}, kind: FUTURE`,
  )
  // 0.03 x 365 days / 30 days; 0.04 x 365 / (30 days - 1 hour)
  expect(timeSeries.columns.value).toEqual(['0.365', '0.487343532684'])
  expect(mean).toEqual({ basis: '0.035', annualised: '0.426171766342' })
  expect(explain).toMatchObject({
    value: '0.426171766342',
    methodology: { id: 'basis.annualised' },
    rows: [{ weight: '2000' }],
  })
  expect(markets).toEqual([
    {
      market: { symbol: 'BTC/USDT:USDT-251022' },
      spotMarket: { symbol: 'BTC/USDT' },
      price: '104',
      spotPrice: '100',
      basis: '0.04',
      annualised: '0.487343532684',
      weight: '1000',
      at: '2025-09-22T02:00:00.000Z',
    },
  ])
})

test('where one price is missing, or bars do not end together, the value is null and a notice names the venues', async () => {
  const { meta } = await ask('meta { notices { code message } methodology { id } }')
  expect(meta).toEqual({
    methodology: [{ id: 'basis.spot' }],
    notices: [
      { code: 'NOT_READ', message: 'Nothing of the window is known of: gate, kraken.' },
      {
        code: 'NO_SPOT',
        message: 'In some or all buckets no price of spot ends with that of the derivative: gate.',
      },
      { code: 'NO_DERIVATIVE', message: 'No price of such a derivative is known: kraken.' },
    ],
  })
  const apart = await ask(
    'mean { basis } timeSeries { columns { value } } markets { price } explain { value rows { value } } extremes { value percentile } meta { notices { code } }',
    'window: { from: "2025-09-22T02:00:00Z", to: "2025-09-22T04:00:00Z" }, basket: { exchanges: ["bybit"] }',
  )
  expect(apart).toMatchObject({
    mean: { basis: null },
    timeSeries: { columns: { value: [null, null] } },
    markets: [],
    explain: { value: null, rows: [] },
    meta: { notices: [{ code: 'NOT_READ' }, { code: 'NO_VALUE' }, { code: 'NO_SPOT' }] },
  })
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['mean { basis }', `asset: "BTC", ${WINDOW}, kind: SPOT`, 'SPOT_HAS_NO_BASIS'],
    ['mean { basis }', `asset: "NONE", ${WINDOW}`, 'UNKNOWN_ASSET'],
    ['mean { basis }', `asset: "BTC", ${WINDOW}, interval: MINUTE`, 'INTERVAL_TOO_FINE'],
    ['timeSeries(measure: ANNUALISED) { unit }', `asset: "BTC", ${WINDOW}`, 'NOT_DATED'],
    ['explain(measure: ANNUALISED) { value }', `asset: "BTC", ${WINDOW}`, 'NOT_DATED'],
    ['breakdown(by: []) { weightShare }', `asset: "BTC", ${WINDOW}`, 'DIMENSIONS'],
    ['mean { basis }', `asset: "BTC", ${WINDOW}, basket: { exchanges: ["nowhere"] }`, 'UNKNOWN_EXCHANGE'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ basis(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('no series scans single bars', async () => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const askCold = async (fields: string, args = WINDOW) => {
    const { errors } = await cold.query(`{ basis(asset: "BTC", ${args}) { ${fields} } }`)
    expect(errors).toBeUndefined()
  }
  const plans = await plansOf(database, async () => {
    await askCold('timeSeriesBy { weightShare } extremes { value }')
  })
  expect([...new Set(plans.flat())].sort()).toEqual([
    ...['candle_day', 'candle_hour', 'fact_day', 'open_interest_day', 'open_interest_hour'],
  ])
  await cold.close()
})

test('as of a moment, the answer is the same before and after later data and corrections are loaded', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const markets = await loadMarkets(own, [linearMarket('bybit', 'BTC'), spotMarket('bybit')], at('21T00:00'))
  const [perpetual, spot] = [marketOf(markets, 'BTC/USDT:USDT'), marketOf(markets, 'BTC/USDT')]
  const days = span('21T00:00', '25T00:00')
  const bars = (received: string, records: CandleRecord[]) => ({
    receivedAt: at(received),
    load: () => loadCandles(own, 'bybit', days, records, at(received)),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      hours: basis(asset: "BTC", window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T02:00:00Z" }, weight: VOLUME, asOf: $asOf) { ...all }
      days: basis(asset: "BTC", window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T02:00:00Z" }, interval: DAY, asOf: $asOf) { ...all }
    }
    fragment all on Basis {
      mean { basis marketCount withoutWeight withoutPrices } latest { basis } markets { price spotPrice weight }
      timeSeries(transform: [{ kind: MOVING_AVERAGE, buckets: 2 }]) { columns { value } } extremes(days: 5) { value known }
      explain { rows { value weight } } meta { sources { code } notices { code } }
    }`,
    [
      bars('22T01:00', [bar(perpetual, '22T00:59', '101', '3'), bar(spot, '22T00:59', '100')]),
      bars('22T09:00', [bar(perpetual, '22T08:59', '102', '2'), bar(spot, '22T08:59', '100')]),
      bars('22T18:00', [bar(spot, '22T00:59', '90'), bar(perpetual, '22T00:30', '50', '40')]),
      {
        receivedAt: at('22T20:00'),
        load: () =>
          loadOpenInterest(own, 'bybit', days, [reading(perpetual, '22T00:00', '5', '100')], at('22T20:00')),
      },
      bars('23T02:00', [bar(perpetual, '23T01:59', '99', '1'), bar(spot, '23T01:59', '100')]),
    ],
    ['22T01:00', '22T05:00', '22T09:00', '22T18:00', '22T21:00', '23T02:00'].map(at),
  )
  await server.close()
  await own.close()
})
