import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Measure, SeriesPointRecord } from '../../src/series/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, loadSeries } from '../support/fixtures.ts'

interface Of {
  readonly exchange?: string
  readonly token?: string
  readonly label?: string
  readonly measure?: Measure
}

/** A value of one day of one series on BTC. */
const point = (
  day: string,
  value: string,
  { exchange, token, label, measure }: Of = {},
): SeriesPointRecord => ({
  series: {
    measure: measure ?? 'EXCHANGE_RESERVE_COINS',
    assetCode: 'BTC',
    ...(exchange === undefined ? {} : { exchangeCode: exchange }),
    ...(token === undefined ? {} : { venueSymbol: token }),
    ...(label === undefined ? {} : { label }),
    stepMs: 86_400_000,
    completeness: 'UNKNOWN',
  },
  time: at(`${day}T00:00`),
  value,
})
const flow = (day: string, value: string, fund?: string) =>
  point(day, value, { measure: 'FUND_NET_FLOW', ...(fund === undefined ? {} : { label: fund }) })

let database: TestDatabase
let api: Api

/** Two venues and a house that is none; Binance holds two tokens; the house falls silent. A second source totals alone. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await loadSeries(database, 'RESERVES', [
    ...['10', '20', '21', '22'].flatMap((day, index) => [
      point(day, String(100 - index), { exchange: 'binance', token: 'BTC' }),
      point(day, '10', { exchange: 'binance', token: 'WBTC' }),
      point(day, String(50 + 2 * index), { exchange: 'okx' }),
    ]),
    point('10', '5', { label: 'some-house' }),
    point('20', '5', { label: 'some-house' }),
    // The source's own sum is none of a holder.
    point('22', '999', {}),
  ])
  await loadSeries(database, 'RESERVES', [point('19', '700'), point('22', '690')], undefined, 'totals')
  await loadSeries(database, 'FUND_FLOWS', [
    flow('18', '10', 'IBIT'),
    flow('18', '-4', 'GBTC'),
    flow('19', '-1', 'IBIT'),
    flow('22', '-20', 'IBIT'),
    flow('22', '0', 'GBTC'),
  ])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'asset: "BTC", window: { from: "2025-09-21T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ask = async (query: string) => {
  const { data, errors } = await api.query(query)
  expect(errors).toBeUndefined()
  return data
}

test('coins by holder, tokens of one holder together, never mixed with another source', async () => {
  const { reserves } = await ask(`{ reserves(${WINDOW}) {
    source { code } coins knownCoins holderCount
    day: change(days: 1) { days coins fraction } week: change(days: 12) { coins }
    holders { exchange { code } label coins at share change(days: 1) { coins } }
    timeSeries { unit interval columns { start value } }
    meta { notices { code } }
  } }`)
  expect(reserves).toEqual({
    source: { code: 'houses' },
    coins: '168',
    knownCoins: '168',
    holderCount: 3,
    day: { days: 1, coins: '1', fraction: '0.005988023952' },
    week: { coins: '3' },
    holders: [
      {
        exchange: { code: 'binance' },
        label: null,
        coins: '107',
        at: '2025-09-22T00:00:00.000Z',
        share: '0.636904761905',
        change: { coins: '-1' },
      },
      {
        exchange: { code: 'okx' },
        label: null,
        coins: '56',
        at: '2025-09-22T00:00:00.000Z',
        share: '0.333333333333',
        change: { coins: '2' },
      },
      {
        exchange: null,
        label: 'some-house',
        coins: '5',
        at: '2025-09-20T00:00:00.000Z',
        share: '0.029761904762',
        change: { coins: '0' },
      },
    ],
    timeSeries: {
      unit: 'COINS',
      interval: 'DAY',
      columns: { start: ['2025-09-21T00:00:00.000Z', '2025-09-22T00:00:00.000Z'], value: ['167', '168'] },
    },
    meta: { notices: [] },
  })
})

test('a holder that is not told for a week leaves the sum unknown, and what is known a part of it', async () => {
  const { reserves } =
    await ask(`{ reserves(asset: "BTC", window: { from: "2025-09-28T00:00:00Z", to: "2025-09-29T00:00:00Z" }) {
    coins knownCoins change(days: 1) { coins } holders { coins share } meta { notices { code } }
  } }`)
  expect(reserves).toEqual({
    coins: null,
    knownCoins: '163',
    change: null,
    holders: [
      { coins: '107', share: null },
      { coins: '56', share: null },
      { coins: null, share: null },
    ],
    meta: { notices: [{ code: 'STALE' }] },
  })
})

test('another source is chosen by its code; one that totals alone is one holder without a name', async () => {
  const { reserves } = await ask(
    `{ reserves(${WINDOW}, source: "totals") { source { code } coins holders { exchange { code } label coins } timeSeries(transform: [{ kind: CHANGE, buckets: 1 }]) { columns { value } } } }`,
  )
  expect(reserves).toEqual({
    source: { code: 'totals' },
    coins: '690',
    holders: [{ exchange: null, label: null, coins: '690' }],
    timeSeries: { columns: { value: ['0', '-10'] } },
  })
})

test('flows of funds: by day and cumulative over the days that are told, and by fund', async () => {
  const { fundFlows } =
    await ask(`{ fundFlows(asset: "BTC", window: { from: "2025-09-18T00:00:00Z", to: "2025-09-23T00:00:00Z" }) {
    source { code } netUsd dayCount days { day netUsd cumulativeUsd } funds { fund netUsd dayCount } meta { notices { code } }
  } }`)
  expect(fundFlows).toEqual({
    source: { code: 'houses' },
    netUsd: '-15',
    dayCount: 3,
    days: [
      { day: '2025-09-18T00:00:00.000Z', netUsd: '6', cumulativeUsd: '6' },
      { day: '2025-09-19T00:00:00.000Z', netUsd: '-1', cumulativeUsd: '5' },
      { day: '2025-09-22T00:00:00.000Z', netUsd: '-20', cumulativeUsd: '-15' },
    ],
    funds: [
      { fund: 'GBTC', netUsd: '-4', dayCount: 2 },
      { fund: 'IBIT', netUsd: '-11', dayCount: 3 },
    ],
    meta: { notices: [] },
  })
})

describe('what is asked wrong is refused, and what is not held is told', () => {
  test.each([
    [
      'reserves(asset: "NONE", window: { from: "2025-09-21T00:00:00Z", to: "2025-09-23T00:00:00Z" }) { coins }',
      'UNKNOWN_ASSET',
    ],
    [`reserves(${WINDOW}, source: "none") { coins }`, 'UNKNOWN_SOURCE'],
    [`reserves(${WINDOW}) { change(days: 0) { coins } }`, 'OUT_OF_RANGE'],
    [`fundFlows(${WINDOW}, asOf: "2999-01-01T00:00:00Z") { netUsd }`, 'AS_OF_IN_FUTURE'],
  ])('%s: %s', async (field, reason) => {
    const { errors } = await api.query(`{ ${field} }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })

  test('before the first day nothing is known', async () => {
    const window = 'asset: "BTC", window: { from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" }'
    expect(
      await ask(`{ reserves(${window}) { source { code } coins holderCount timeSeries { columns { value } } meta { notices { code } } }
        fundFlows(${window}) { netUsd dayCount days { netUsd } funds { fund } meta { notices { code } } } }`),
    ).toEqual({
      reserves: {
        source: null,
        coins: null,
        holderCount: 0,
        timeSeries: { columns: { value: [null] } },
        meta: { notices: [{ code: 'NO_RESERVE' }] },
      },
      fundFlows: {
        netUsd: null,
        dayCount: 0,
        days: [],
        funds: [],
        meta: { notices: [{ code: 'NO_FLOWS' }] },
      },
    })
  })
})

test('as of a moment the answer stays, whatever comes or is corrected later', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const step = (received: string, points: SeriesPointRecord[], source?: string) => ({
    receivedAt: at(received),
    load: () => loadSeries(own, 'RESERVES', points, at(received), source),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      reserves(asset: "BTC", window: { from: "2025-09-20T00:00:00Z", to: "2025-09-24T00:00:00Z" }, asOf: $asOf) {
        source { code } coins knownCoins holderCount change(days: 2) { coins } timeSeries { columns { value } } holders { coins }
      }
      fundFlows(asset: "BTC", window: { from: "2025-09-20T00:00:00Z", to: "2025-09-24T00:00:00Z" }, asOf: $asOf) {
        netUsd days { day netUsd }
      }
    }`,
    [
      step('21T06:00', [point('20', '100', { exchange: 'okx' }), flow('20', '5')]),
      step('22T06:00', [point('21', '101', { exchange: 'okx' }), flow('21', '6')]),
      // A correction, a new holder with an older day, and a second source that goes back farther.
      step('23T06:00', [
        point('21', '99', { exchange: 'okx' }),
        point('20', '7', { label: 'house' }),
        flow('21', '-6'),
      ]),
      step('24T06:00', [point('10', '500'), point('22', '510')], 'totals'),
    ],
    ['21T06:00', '21T12:00', '22T06:00', '22T12:00', '23T06:00', '23T12:00', '24T06:00'].map(at),
  )
  await server.close()
  await own.close()
})
