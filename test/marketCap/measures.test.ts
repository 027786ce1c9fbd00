import Big from 'big.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hoursBefore, trendOf, type Value } from '../../src/marketCap/trend.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, cap, loadMarketCaps, span } from '../support/fixtures.ts'
import { relationsRead } from '../support/plans.ts'

let database: TestDatabase
let api: Api

/** Three coins by the hour; ARB is silent after 22T01:00, SUI is listed at 22T02:00. All small enough to check by hand. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await loadMarketCaps(
    database,
    span('21T00:00', '24T00:00'),
    [
      cap('BTC', '21T22:00', '100', '20', 'layer-1'),
      cap('BTC', '22T01:30', '90', '20', 'layer-1'),
      cap('UNI', '21T22:00', '10', '50', 'defi'),
      cap('UNI', '22T00:30', '8', '50', 'defi'),
      cap('UNI', '22T02:10', '9', '50', 'defi'),
      cap('ARB', '21T22:00', '1', '100', 'defi'),
      cap('SUI', '22T02:00', '5', '10'),
    ],
    [
      { time: at('21T22:00'), capUsd: '3000' },
      { time: at('22T01:30'), capUsd: '2700' },
      { time: at('22T02:10'), capUsd: '2760' },
    ],
  )
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T04:00:00Z" }, maxAgeMinutes: 240'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ marketCap(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.marketCap
}

test('a bucket holds the value at its end, by the last reading; one that is too old leaves it unknown, never lower', async () => {
  const answer = await ask(`
    totalUsd assetCount
    whole: timeSeries { unit columns { start value } }
    bitcoin: timeSeries(of: { asset: "BTC" }) { columns { value } }
    defi: timeSeries(of: { sector: "defi" }) { columns { value } }
    rest: timeSeries(of: { excluding: "BTC" }) { columns { value } }
    dominance: timeSeries(measure: DOMINANCE, of: { asset: "BTC" }) { unit columns { value } }
    price: timeSeries(measure: PRICE_USD, of: { asset: "UNI" }) { unit columns { value } }
    micro: timeSeries(of: { tier: MICRO }) { columns { value } }
    large: timeSeries(of: { tier: LARGE }) { columns { value } }`)
  expect(answer).toMatchObject({
    totalUsd: '2760',
    assetCount: 3,
    whole: { unit: 'USD', columns: { value: ['3000', '2700', '2760', '2760'] } },
    bitcoin: { columns: { value: ['2000', '1800', '1800', '1800'] } },
    // ARB's reading of 22:00 is four hours old when the bucket of 02:00 begins.
    defi: { columns: { value: ['500', '500', null, null] } },
    rest: { columns: { value: ['1000', '900', '960', '960'] } },
    dominance: {
      unit: 'FRACTION',
      columns: { value: ['0.666666666667', '0.666666666667', '0.652173913043', '0.652173913043'] },
    },
    price: { unit: 'USD_PER_COIN', columns: { value: ['8', '8', '9', '9'] } },
    micro: { columns: { value: ['2500', '2300', null, null] } },
    large: { columns: { value: [null, null, null, null] } },
  })
  expect(answer.whole.columns.start[0]).toBe('2025-09-22T00:00:00.000Z')
})

test('the assets held are those of the begin: one that is listed later is in no group, one that falls silent leaves no sum', async () => {
  const answer = await ask(
    `universe totalUsd timeSeries { columns { value } }
     timeSeriesBy(by: ASSET) { key { label asset { code } } fromUsd series { columns { value } } }
     meta { notices { code } }`,
    `${WINDOW}, universe: HELD`,
  )
  expect(answer).toMatchObject({
    universe: 'HELD',
    totalUsd: null,
    timeSeries: { columns: { value: ['2500', '2300', null, null] } },
    meta: { notices: [{ code: 'STALE' }] },
  })
  expect(
    answer.timeSeriesBy.map(({ key, fromUsd }: { key: { label: string }; fromUsd: string }) => [
      key.label,
      fromUsd,
    ]),
  ).toEqual([
    ['BTC', '2000'],
    ['UNI', '500'],
    ['ARB', '100'],
  ])
})

test('returns count members with a cap at both ends, the worst group first', async () => {
  const { returns } = await ask(
    'returns(by: SECTOR, threshold: "0.1") { key { label } assetCount change medianChange fellCount best { asset { code } change } worst { asset { code } } }',
    'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T04:00:00Z" }',
  )
  expect(returns).toEqual([
    {
      key: { label: 'layer-1' },
      assetCount: 1,
      change: '-0.1',
      medianChange: '-0.1',
      fellCount: 1,
      best: { asset: { code: 'BTC' }, change: '-0.1' },
      worst: { asset: { code: 'BTC' } },
    },
    {
      key: { label: 'defi' },
      assetCount: 2,
      change: '-0.083333333333',
      medianChange: '-0.05',
      fellCount: 1,
      best: { asset: { code: 'ARB' }, change: '0' },
      worst: { asset: { code: 'UNI' } },
    },
  ])
})

test('the trend tells since when data is held, what is missing, and how the end stands against it', async () => {
  const { trend } = await ask(
    'trend(days: 1) { usd since hoursMissing low { usd at } high { usd } isLow isHigh dayChange sharpestFall { change } isSharpestFall fromHigh peak { usd at } peakSince drawdown }',
    'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T02:00:00Z" }',
  )
  expect(trend).toEqual({
    usd: '2700',
    since: '2025-09-21T22:00:00.000Z',
    // 02:00 to 21:00 of the day before.
    hoursMissing: 20,
    low: { usd: '2700', at: '2025-09-22T02:00:00.000Z' },
    high: { usd: '3000' },
    isLow: true,
    isHigh: false,
    dayChange: null,
    sharpestFall: null,
    isSharpestFall: null,
    fromHigh: '-0.1',
    // Midnight stands at the same: the first counts.
    peak: { usd: '3000', at: '2025-09-21T22:00:00.000Z' },
    peakSince: '2025-09-21T22:00:00.000Z',
    drawdown: '-0.1',
  })
})

test('the sharpest fall is the deepest of the steps of a day that end with the window', () => {
  const to = at('24T00:00')
  const values = new Map(
    [
      ['21T00:00', '100'],
      ['22T00:00', '96'],
      ['23T00:00', '95'],
      ['24T00:00', '92'],
    ].map(([time, usd]) => [at(time!).getTime(), usd!]),
  )
  const hours = hoursBefore(to, 3).map((ms): Value => ({ at: ms, usd: values.get(ms) ?? null }))
  expect(trendOf(3, hours, [])).toMatchObject({
    dayChange: '-0.031578947368',
    sharpestFall: { from: at('21T00:00'), to: at('22T00:00'), change: '-0.04' },
    isSharpestFall: false,
    isLow: true,
  })
  expect(trendOf(2, hours.slice(24), [])).toMatchObject({
    sharpestFall: { change: '-0.031578947368' },
    isSharpestFall: true,
  })
})

test("the report's own arithmetic: Bitcoin's loss, its share of the fall, and what everything else lost", async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  // 2.23 T after -3.04 %, and -180 bn as -4.55 % of the whole: in billions, with a supply of one.
  const before = new Big('2230').div('0.9696').toFixed()
  const total = new Big(180).div('0.0455').toFixed()
  await loadMarketCaps(
    own,
    span('21T00:00', '24T00:00'),
    [cap('BTC', '22T00:00', before, '1'), cap('BTC', '23T00:00', '2230', '1')],
    [
      { time: at('22T00:00'), capUsd: total },
      { time: at('23T00:00'), capUsd: new Big(total).minus(180).toFixed() },
    ],
  )
  const { data } =
    await server.query(`{ attribution(from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z") {
    bitcoin: asset(code: "BTC") { part { changeUsd changeFraction contribution weightBefore contributionOverWeight } }
    rest: excluding(asset: "BTC") { fromUsd changeUsd changeFraction }
  } }`)
  const { part } = data.attribution.bitcoin
  const rounded = (value: string, places: number) => new Big(value).toFixed(places)
  expect([
    rounded(part.changeUsd, 1),
    rounded(part.contribution, 3),
    rounded(part.weightBefore, 3),
    rounded(part.contributionOverWeight, 2),
  ]).toEqual(['-69.9', '0.388', '0.581', '0.67'])
  const { rest } = data.attribution
  expect([rounded(rest.fromUsd, 0), rounded(rest.changeUsd, 1), rounded(rest.changeFraction, 4)]).toEqual([
    '1656',
    '-110.1',
    '-0.0665',
  ])
  await server.close()
  await own.close()
})

test('a series of one asset is read from rollups', async () => {
  // A server of its own: the other one holds the days in memory by now.
  const fresh = await createApi(database)
  const relations = await relationsRead(database, () =>
    fresh.query(
      `{ marketCap(${WINDOW}, universe: HELD) { timeSeries(measure: PRICE_USD, of: { asset: "UNI" }) { unit } } }`,
    ),
  )
  expect(relations.has('market_cap_hour')).toBe(true)
  expect(relations.has('market_cap')).toBe(false)
  await fresh.close()
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['timeSeries(of: { asset: "BTC", tier: LARGE }) { unit }', 'ONE_PART'],
    ['timeSeries(of: { asset: "NONE" }) { unit }', 'UNKNOWN_ASSET'],
    ['timeSeries(of: { sector: "none" }) { unit }', 'UNKNOWN_SECTOR'],
    ['timeSeries(measure: PRICE_USD) { unit }', 'PRICE_OF_ONE_ASSET'],
    ['timeSeriesBy(by: SECTOR, measure: PRICE_USD) { fromUsd }', 'PRICE_OF_ONE_ASSET'],
    ['returns(threshold: "0") { change }', 'OUT_OF_RANGE'],
    ['returns(threshold: "1.5") { change }', 'OUT_OF_RANGE'],
    ['trend(days: 0) { usd }', 'OUT_OF_RANGE'],
    ['trend(asset: "NONE") { usd }', 'UNKNOWN_ASSET'],
  ])('%s: %s', async (fields, reason) => {
    const { errors } = await api.query(`{ marketCap(${WINDOW}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })

  test('a window before the first fact has a defined answer: nothing is known, and it says so', async () => {
    const answer = await ask(
      'totalUsd assetCount timeSeries { columns { value } } returns { change } trend { usd low { usd } peak { usd } } meta { notices { code } }',
      'window: { from: "2020-01-01T00:00:00Z", to: "2020-01-01T02:00:00Z" }',
    )
    expect(answer).toEqual({
      totalUsd: null,
      assetCount: 0,
      timeSeries: { columns: { value: [null, null] } },
      returns: [],
      trend: { usd: null, low: null, peak: null },
      meta: { notices: [{ code: 'NOTHING_HELD' }, { code: 'NO_TOTAL' }] },
    })
  })
})

test('as of a moment, caps, dominance and attribution stay, whatever comes or is corrected later', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const step = (received: string, coins: Parameters<typeof cap>[], totals: [string, string][]) => ({
    receivedAt: at(received),
    load: () =>
      loadMarketCaps(
        own,
        span('21T00:00', '24T00:00'),
        coins.map((coin) => cap(...coin)),
        totals.map(([time, capUsd]) => ({ time: at(time), capUsd })),
        at(received),
      ),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      marketCap(window: { from: "2025-09-22T01:00:00Z", to: "2025-09-22T06:00:00Z" }, asOf: $asOf) {
        totalUsd assetCount timeSeries { columns { value } } returns { change } trend(days: 2) { usd low { usd at } peak { usd } }
        timeSeriesBy(by: ASSET, measure: DOMINANCE) { key { label } series { columns { value } } }
      }
      dominance(at: "2025-09-22T03:00:00Z", asOf: $asOf) { totalUsd byAsset { capUsd } }
      attribution(from: "2025-09-22T01:00:00Z", to: "2025-09-22T03:00:00Z", asOf: $asOf) { total { changeUsd } byAsset { part { changeUsd } } }
    }`,
    [
      step(
        '22T03:30',
        [
          ['BTC', '22T00:30', '100', '20'],
          ['BTC', '22T02:30', '95', '20'],
        ],
        [
          ['22T00:30', '3000'],
          ['22T02:30', '2900'],
        ],
      ),
      step('22T05:30', [['BTC', '22T05:10', '96', '20']], [['22T05:10', '2950']]),
      // A correction of what was known, and a coin with older readings that came later.
      step(
        '22T08:00',
        [
          ['BTC', '22T02:30', '94', '20'],
          ['UNI', '22T00:40', '5', '10'],
          ['UNI', '22T02:40', '4', '10'],
        ],
        [['22T02:30', '2890']],
      ),
    ],
    ['22T03:30', '22T04:00', '22T05:30', '22T07:00', '22T08:00', '22T12:00'].map(at),
  )
  await server.close()
  await own.close()
})
