import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LongShortRecord } from '../../src/longShort/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  linearMarket,
  loadLongShort,
  loadMarkets,
  loadOpenInterest,
  reading,
  span,
} from '../support/fixtures.ts'
import { plansOf } from '../support/plans.ts'

let database: TestDatabase
let api: Api

const share = (market: StoredMarket, time: string, longShare: string): LongShortRecord => ({
  marketId: market.id,
  time: at(time),
  longShare,
})

/** Open interest: 3,000,000 of BTC on bybit, 1,000,000 of ETH there; okx prints shares of a market without open interest. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  const bybit = await loadMarkets(database, [linearMarket('bybit', 'BTC'), linearMarket('bybit', 'ETH')])
  const [btc, eth] = ['BTC', 'ETH'].map((code) => bybit.find(({ baseCode }) => baseCode === code)!) as [
    StoredMarket,
    StoredMarket,
  ]
  const [okx] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  const days = span('21T00:00', '24T00:00')
  await loadLongShort(database, 'bybit', days, [
    share(btc, '22T00:05', '0.5'),
    share(btc, '22T00:55', '0.6'),
    share(btc, '22T01:55', '0.7'),
    share(eth, '22T00:10', '0.8'),
    share(eth, '22T02:10', '0.4'),
  ])
  await loadLongShort(database, 'okx', days, [share(okx, '22T00:05', '0.1')])
  await loadOpenInterest(database, 'bybit', days, [
    reading(btc, '21T23:30', '3000', '1000'),
    reading(eth, '21T23:30', '1000', '1000'),
  ])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T03:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ longShort(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.longShort
}

test('the mean share is weighted by open interest, and its ratio is made of the mean', async () => {
  // By hour: (1.8 + 0.8) / 4, (2.1 + 0.8) / 4, (2.1 + 0.4) / 4.
  const { mean, latest, timeSeries, ratios, timeSeriesBy } = await ask(
    `mean { longShare ratio marketCount withoutOpenInterest } latest { longShare ratio }
     timeSeries { unit columns { value } } ratios: timeSeries(measure: LONG_SHORT_RATIO) { unit columns { value } }
     timeSeriesBy(by: [ASSET]) { key { label } weightShare series { columns { value } } }`,
  )
  expect(mean).toEqual({ longShare: '0.666666666667', ratio: '2', marketCount: 2, withoutOpenInterest: 1 })
  expect(latest).toEqual({ longShare: '0.625', ratio: '1.666666666667' })
  expect(timeSeries).toEqual({ unit: 'FRACTION', columns: { value: ['0.65', '0.725', '0.625'] } })
  expect(ratios).toEqual({
    unit: 'RATIO',
    columns: { value: ['1.857142857143', '2.636363636364', '1.666666666667'] },
  })
  expect(timeSeriesBy).toEqual([
    { key: { label: 'BTC' }, weightShare: '0.75', series: { columns: { value: ['0.6', '0.7', '0.7'] } } },
    { key: { label: 'ETH' }, weightShare: '0.25', series: { columns: { value: ['0.8', '0.8', '0.4'] } } },
  ])
})

test('by market, and explained by the markets whose weighted mean it is', async () => {
  const { markets, explain, extremes, meta } = await ask(
    `markets { market { symbol exchange { code } } longShare ratio openInterestUsd readAt }
     explain { operation value rows { exchange { code } value weight note } } extremes(days: 7) { known value percentile }
     meta { notices { code } }`,
  )
  expect(markets[0]).toEqual({
    market: { symbol: 'BTC/USDT:USDT', exchange: { code: 'bybit' } },
    longShare: '0.7',
    ratio: '2.333333333333',
    openInterestUsd: '3000000',
    readAt: '2025-09-22T01:55:00.000Z',
  })
  expect(markets[2]).toMatchObject({ market: { exchange: { code: 'okx' } }, openInterestUsd: null })
  expect(explain).toEqual({
    operation: 'WEIGHTED_MEAN',
    value: '0.666666666667',
    rows: [
      {
        exchange: { code: 'bybit' },
        value: '0.666666666666666666666666666667',
        weight: '9000000',
        note: null,
      },
      {
        exchange: { code: 'bybit' },
        value: '0.666666666666666666666666666667',
        weight: '3000000',
        note: null,
      },
      { exchange: { code: 'okx' }, value: null, weight: null, note: 'no open interest: left out' },
    ],
  })
  expect(extremes).toEqual({ known: 1, value: '0.625', percentile: null })
  expect(meta.notices.map(({ code }: { code: string }) => code)).toEqual(['NOT_READ', 'NO_WEIGHT'])
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['mean { ratio }', `${WINDOW}, filter: { kind: SPOT }`, 'SPOT_HAS_NO_POSITIONS'],
    ['mean { ratio }', `${WINDOW}, interval: FIVE_MINUTES`, 'INTERVAL_TOO_FINE'],
    ['mean { ratio }', `${WINDOW}, basket: { exchanges: ["nowhere"] }`, 'UNKNOWN_EXCHANGE'],
    ['mean { ratio }', `${WINDOW}, maxAgeMinutes: 99999`, 'OUT_OF_RANGE'],
    ['timeSeriesBy(by: [KIND, KIND]) { weightShare }', WINDOW, 'DIMENSIONS'],
    ['extremes(days: 2000) { value }', WINDOW, 'OUT_OF_RANGE'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ longShort(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('no series scans single readings', async () => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const askCold = async (fields: string, args = WINDOW) => {
    const { errors } = await cold.query(`{ longShort(${args}) { ${fields} } }`)
    expect(errors).toBeUndefined()
  }
  const plans = await plansOf(database, async () => {
    await askCold('timeSeriesBy(by: [EXCHANGE]) { weightShare } extremes { value }')
  })
  expect([...new Set(plans.flat())].sort()).toEqual([
    ...['fact_day', 'long_short_day', 'long_short_hour', 'open_interest_day', 'open_interest_hour'],
  ])
  await cold.close()
})

test('as of a moment, the answer is the same before and after later data and corrections are loaded', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('bybit', 'BTC')], at('21T00:00'))) as [StoredMarket]
  const days = span('21T00:00', '25T00:00')
  const shares = (received: string, records: LongShortRecord[]) => ({
    receivedAt: at(received),
    load: () => loadLongShort(own, 'bybit', days, records, at(received)),
  })
  const interest = (received: string, time: string, size: string) => ({
    receivedAt: at(received),
    load: () => loadOpenInterest(own, 'bybit', days, [reading(market, time, size, '1000')], at(received)),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      longShort(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T02:00:00Z" }, asOf: $asOf) {
        mean { longShare marketCount } latest { ratio } markets { longShare openInterestUsd readAt }
        timeSeries(transform: [{ kind: CHANGE }]) { columns { value } } extremes(days: 5) { value known }
        explain { rows { value weight } } meta { sources { code } notices { code } }
      }
    }`,
    [
      shares('22T01:00', [share(market, '22T00:05', '0.5'), share(market, '22T00:30', '0.6')]),
      interest('22T01:00', '22T00:00', '10'),
      shares('22T09:00', [share(market, '22T08:05', '0.7')]),
      shares('22T18:00', [share(market, '22T00:30', '0.65'), share(market, '22T00:45', '0.1')]),
      interest('22T21:00', '22T00:00', '20'),
      shares('23T02:00', [share(market, '23T01:00', '0.2')]),
    ],
    ['22T01:00', '22T05:00', '22T09:00', '22T18:00', '22T21:00', '23T02:00'].map(at),
  )
  await server.close()
  await own.close()
})
