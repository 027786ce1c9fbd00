import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { relationsRead } from '../support/plans.ts'

/** What PostgreSQL plans to read for the series of every measure: never the facts, however many lie below an hour or a day. */

let database: TestDatabase

beforeAll(async () => {
  database = await openSampleDatabase()
})

afterAll(async () => {
  await database.close()
})

const FACTS = [
  'liquidation',
  'open_interest',
  'funding_rate',
  'funding_prediction',
  'candle',
  'long_short',
  'order_book_depth',
  'market_cap',
]

const WINDOW = 'window: { from: "2025-09-15T00:00:00Z", to: "2025-09-24T00:00:00Z" }'
const SERIES = 'series { columns { value } }'
const ONE = 'columns { value }'

test.each([
  [
    'liquidations',
    `liquidations(${WINDOW}) { timeSeries { ${ONE} } timeSeriesBy(by: [EXCHANGE]) { ${SERIES} } }`,
  ],
  [
    'liquidations by size',
    `liquidations(${WINDOW}, interval: DAY) { timeSeriesBy(by: [SIZE, TIER]) { totalUsd } breakdown(by: [SECTOR]) { share } }`,
  ],
  [
    'open interest',
    `openInterest(${WINDOW}) { timeSeries { ${ONE} } timeSeriesBy(by: [ASSET]) { ${SERIES} } ohlc { step } }`,
  ],
  [
    'coins of open interest',
    `openInterest(${WINDOW}, filter: { assets: ["BTC"] }) { timeSeries(measure: COINS) { ${ONE} } }`,
  ],
  [
    'the build-up of open interest',
    `openInterest(${WINDOW}, interval: DAY) { buildUp(days: 7, trailingDays: 60) { percentile } }`,
  ],
  ['leverage', `leverage(${WINDOW}) { timeSeries { ${ONE} } timeSeriesBy(by: ASSET) { ${SERIES} } }`],
  [
    'funding',
    `funding(${WINDOW}) { timeSeriesBy(by: [EXCHANGE]) { ${SERIES} } signFlips { at } extremes(days: 60) { percentile } }`,
  ],
  ['predicted funding', `funding(${WINDOW}, kind: PREDICTED) { timeSeries { ${ONE} } }`],
  ['account ratios', `longShort(${WINDOW}) { timeSeriesBy(by: [ASSET]) { ${SERIES} } }`],
  ['basis', `basis(asset: "BTC", ${WINDOW}) { timeSeries { ${ONE} } timeSeriesBy { ${SERIES} } }`],
  [
    'volume',
    `volume(${WINDOW}) { timeSeries { ${ONE} } timeSeriesBy(by: [EXCHANGE], measure: SPOT_NET_TAKER_USD) { ${SERIES} } }`,
  ],
  [
    'order books',
    `orderBook(${WINDOW}) { timeSeries(measure: CHANGE_FROM_USUAL) { ${ONE} } timeSeriesBy(by: [ASSET], side: BOTH) { ${SERIES} } thinnest { change } }`,
  ],
  [
    'market caps by asset, sector and size class',
    `marketCap(${WINDOW}) { timeSeriesBy(by: ASSET, measure: DOMINANCE) { ${SERIES} } sectors: timeSeriesBy(by: SECTOR) { ${SERIES} } }`,
  ],
])('a series of %s reads rollups alone', async (_, query) => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const ask = async () => {
    const { errors } = await cold.query(`{ ${query} }`)
    expect(errors).toBeUndefined()
  }
  // The readings of one moment, the window's begin or end, are one step into an index for each market or asset.
  const relations = await relationsRead(database, ask, true)
  await cold.close()
  expect([...relations].some((name) => /_(minute|hour|day)$/.test(name))).toBe(true)
  expect(FACTS.filter((fact) => relations.has(fact))).toEqual([])
})
