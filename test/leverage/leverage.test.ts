import Big from 'big.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/db.ts'
import type { DecimalString } from '../../src/lib/decimal.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import type { SeriesPointRecord } from '../../src/series/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  cap,
  contextOf,
  linearMarket,
  listSource,
  loadMarketCaps,
  loadMarkets,
  loadOpenInterest,
  NOW,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

/** Coins that exchanges hold: one bar a day. */
const reserve = (
  assetCode: string,
  exchangeCode: string | undefined,
  time: string,
  value: DecimalString,
  token?: string,
): SeriesPointRecord => ({
  series: {
    measure: 'EXCHANGE_RESERVE_COINS',
    assetCode,
    ...(exchangeCode === undefined ? {} : { exchangeCode }),
    ...(token === undefined ? {} : { venueSymbol: token }),
    stepMs: 86_400_000,
    completeness: 'UNKNOWN',
  },
  time: at(time),
  value,
})

const loadReserves = (
  to: Database,
  source: string,
  records: readonly SeriesPointRecord[],
  receivedAt = NOW,
) =>
  ingestSeries(
    contextOf(to, { now: () => receivedAt }),
    {
      source: listSource(source),
      async *points() {
        yield { records, rejections: [], observedAt: receivedAt }
      },
    },
    'RESERVES',
    span('01T00:00', '25T00:00'),
  )

/** BTC 171,000 on a cap of 1,710,000, ETH 100,000 on 400,000; SOL has no cap. Reserves: bybit's of BTC, all venues' of ETH. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await loadMarketCaps(
    database,
    span('21T00:00', '23T00:00'),
    [
      cap('BTC', '22T00:00', '20000000000', '1', 'layer-1'),
      cap('BTC', '22T12:00', '1710000', '1', 'layer-1'),
      cap('ETH', '22T00:00', '2000000000', '1', 'defi'),
      cap('ETH', '22T12:00', '400000', '1', 'defi'),
    ],
    [{ time: at('22T12:00'), capUsd: '5430000' }],
  )
  const [btc, eth, sol] = (await loadMarkets(database, [
    linearMarket('bybit', 'BTC'),
    linearMarket('bybit', 'ETH'),
    linearMarket('bybit', 'SOL'),
  ])) as [StoredMarket, StoredMarket, StoredMarket]
  const [okx] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  await loadOpenInterest(database, 'bybit', span('21T00:00', '24T00:00'), [
    reading(btc, '21T23:00', '100', '1000'),
    reading(btc, '22T18:00', '120', '950'),
    reading(eth, '22T06:00', '1000', '100'),
    reading(sol, '22T06:00', '50', '10'),
  ])
  await loadOpenInterest(database, 'okx', span('21T00:00', '24T00:00'), [
    reading(okx, '21T23:00', '50', '1000'),
    reading(okx, '22T10:00', '60', '950'),
  ])
  await loadReserves(database, 'vendor', [
    reserve('BTC', 'bybit', '21T00:00', '1200', 'BTC'),
    // The day that ends with the window, and one that has not ended.
    reserve('BTC', 'bybit', '22T00:00', '900', 'BTC'),
    reserve('BTC', 'bybit', '22T00:00', '100', 'WBTC'),
    reserve('BTC', 'bybit', '23T00:00', '7', 'BTC'),
    reserve('ETH', undefined, '20T00:00', '5000'),
  ])
  // Another source counts other wallets: it is never added.
  await loadReserves(database, 'other-vendor', [reserve('BTC', undefined, '22T00:00', '99999')])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ leverage(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.leverage
}

test('open interest over market cap, of the same assets on both sides; an asset without a cap is named', async () => {
  const { total, listed, byAsset, bySector, byTier } = await ask(
    `total { key { label } openInterestUsd capUsd ratio assetCount notice { code message } }
     listed: total(universe: ALL_LISTED) { openInterestUsd capUsd ratio notice { code } }
     byAsset: breakdown(by: ASSET) { key { label asset { code } } openInterestUsd capUsd ratio notice { code } }
     bySector: breakdown(by: SECTOR) { key { label sector { name } } ratio notice { code } }
     byTier: breakdown(by: TIER) { key { label tier } ratio assetCount notice { code } }`,
  )
  expect(total).toEqual({
    key: { label: 'total' },
    openInterestUsd: '271000',
    capUsd: '2110000',
    ratio: '0.128436018957',
    assetCount: 2,
    notice: { code: 'NO_CAP', message: 'Without a market cap, so on neither side: SOL.' },
  })
  expect(listed).toEqual({ openInterestUsd: '271500', capUsd: '5430000', ratio: '0.05', notice: null })
  expect(byAsset).toEqual([
    {
      key: { label: 'BTC', asset: { code: 'BTC' } },
      openInterestUsd: '171000',
      capUsd: '1710000',
      ratio: '0.1',
      notice: null,
    },
    {
      key: { label: 'ETH', asset: { code: 'ETH' } },
      openInterestUsd: '100000',
      capUsd: '400000',
      ratio: '0.25',
      notice: null,
    },
    {
      key: { label: 'SOL', asset: { code: 'SOL' } },
      openInterestUsd: null,
      capUsd: null,
      ratio: null,
      notice: { code: 'NO_CAP' },
    },
  ])
  expect(bySector).toEqual([
    { key: { label: 'layer-1', sector: { name: 'Layer 1' } }, ratio: '0.1', notice: null },
    { key: { label: 'defi', sector: { name: 'DeFi' } }, ratio: '0.25', notice: null },
    { key: { label: 'unknown', sector: null }, ratio: null, notice: { code: 'NO_CAP' } },
  ])
  // Tiers are those of the window's begin.
  expect(byTier).toEqual([
    { key: { label: 'LARGE', tier: 'LARGE' }, ratio: '0.1', assetCount: 1, notice: null },
    { key: { label: 'MID', tier: 'MID' }, ratio: '0.25', assetCount: 1, notice: null },
    { key: { label: 'unknown', tier: null }, ratio: null, assetCount: 0, notice: { code: 'NO_CAP' } },
  ])
})

test('over time the ratio is null before a market is read or a cap is known, and an asset without a cap is left out', async () => {
  const { timeSeries, timeSeriesBy } = await ask(
    `timeSeries { unit interval columns { value } }
     timeSeriesBy(by: ASSET) { key { label } now series { columns { value } } }`,
    'window: { from: "2025-09-21T20:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: FOUR_HOURS',
  )
  // 150,000 on 20 billion; from 04:00 on with ETH 250,000 on 22 billion; 257,000 when okx grows; then the caps of noon.
  const total = [
    null,
    '0.0000075',
    '0.000011363636',
    '0.000011681818',
    '0.121800947867',
    '0.128436018957',
    '0.128436018957',
  ]
  expect(timeSeries).toEqual({ unit: 'RATIO', interval: 'FOUR_HOURS', columns: { value: total } })
  expect(timeSeriesBy).toEqual([
    {
      key: { label: 'BTC' },
      now: '0.1',
      series: {
        columns: { value: [null, '0.0000075', '0.0000075', '0.00000785', '0.091812865497', '0.1', '0.1'] },
      },
    },
    {
      key: { label: 'ETH' },
      now: '0.25',
      series: { columns: { value: [null, null, '0.00005', '0.00005', '0.25', '0.25', '0.25'] } },
    },
  ])
})

test('estimated leverage is another number: coins open for each coin that the exchanges hold, of one source', async () => {
  const { estimated, onOkx } = await ask(
    `estimated { asset { code } openInterestCoins reserveCoins ratio scope exchanges { code } source { code } reserveAt notice { code } }`,
  )
  expect(onOkx).toBeUndefined()
  expect(estimated).toEqual([
    {
      asset: { code: 'BTC' },
      openInterestCoins: '120',
      reserveCoins: '1000',
      ratio: '0.12',
      scope: 'VENUES',
      exchanges: [{ code: 'bybit' }],
      source: { code: 'vendor' },
      reserveAt: '2025-09-22T00:00:00.000Z',
      notice: null,
    },
    {
      asset: { code: 'ETH' },
      openInterestCoins: '1000',
      reserveCoins: '5000',
      ratio: '0.2',
      scope: 'SOURCE_TOTAL',
      exchanges: [{ code: 'bybit' }, { code: 'okx' }],
      source: { code: 'vendor' },
      reserveAt: '2025-09-20T00:00:00.000Z',
      notice: null,
    },
    {
      asset: { code: 'SOL' },
      openInterestCoins: '50',
      reserveCoins: null,
      ratio: null,
      scope: null,
      exchanges: [{ code: 'bybit' }, { code: 'okx' }],
      source: null,
      reserveAt: null,
      notice: { code: 'NO_RESERVE' },
    },
  ])
  const okx = await ask(
    'estimated { asset { code } scope source { code } reserveCoins }',
    `${WINDOW}, basket: { exchanges: ["okx"] }`,
  )
  expect(okx.estimated).toEqual([
    {
      asset: { code: 'BTC' },
      scope: 'SOURCE_TOTAL',
      source: { code: 'other-vendor' },
      reserveCoins: '99999',
    },
  ])
})

test("the explanation is the mean of the assets' own ratios, weighted by their caps", async () => {
  const { explain, meta } = await ask(
    `explain { value unit operation methodology { id } rows { asset { code } value weight note } }
     meta { methodology { id } sources { code } notices { code } }`,
  )
  expect(explain).toEqual({
    value: '0.128436018957',
    unit: 'RATIO',
    operation: 'WEIGHTED_MEAN',
    methodology: { id: 'leverage.ratio' },
    rows: [
      { asset: { code: 'BTC' }, value: '0.1', weight: '1710000', note: null },
      { asset: { code: 'ETH' }, value: '0.25', weight: '400000', note: null },
      { asset: { code: 'SOL' }, value: null, weight: null, note: 'no market cap' },
    ],
  })
  const mean = new Big('0.1').times(1_710_000).plus(new Big('0.25').times(400_000)).div(2_110_000)
  expect(mean.round(12).toFixed()).toBe(explain.value)
  expect(meta).toEqual({
    methodology: [{ id: 'leverage.ratio' }, { id: 'leverage.estimated' }, { id: 'openInterest.value' }],
    sources: [{ code: 'bybit.rest' }, { code: 'coingecko.rest' }, { code: 'okx.rest' }],
    notices: [{ code: 'BASKET_CHANGES' }],
  })
})

describe('what is missing makes a ratio null, with why', () => {
  test('a market whose last reading is too old', async () => {
    const { total, estimated } = await ask(
      'total { openInterestUsd capUsd ratio notice { code } } estimated(first: 1) { ratio notice { code } }',
      `${WINDOW}, maxAgeMinutes: 721`,
    )
    expect(total).toEqual({
      openInterestUsd: null,
      capUsd: '2110000',
      ratio: null,
      notice: { code: 'STALE' },
    })
    expect(estimated).toEqual([{ ratio: '0.12', notice: null }])
  })

  test('a whole market without a total, and a window before everything', async () => {
    const early = await ask(
      'total(universe: ALL_LISTED) { ratio notice { code } } breakdown(by: ASSET) { ratio } timeSeries { columns { value } } estimated { ratio } explain { value rowCount }',
      'window: { from: "2025-01-01T00:00:00Z", to: "2025-01-01T02:00:00Z" }',
    )
    expect(early).toEqual({
      total: { ratio: null, notice: { code: 'NO_CAP' } },
      breakdown: [],
      timeSeries: { columns: { value: [null, null] } },
      estimated: [],
      explain: { value: null, rowCount: 0 },
    })
  })

  test.each([
    [`${WINDOW}, maxAgeMinutes: 0`, 'total { ratio }', 'OUT_OF_RANGE'],
    [`${WINDOW}, basket: { exchanges: ["nope"] }`, 'total { ratio }', 'UNKNOWN_EXCHANGE'],
    [`${WINDOW}, asOf: "2999-01-01T00:00:00Z"`, 'total { ratio }', 'AS_OF_IN_FUTURE'],
    [WINDOW, 'breakdown(by: ASSET, first: 0) { ratio }', 'OUT_OF_RANGE'],
  ])('%s %s: %s', async (args, fields, reason) => {
    const { errors } = await api.query(`{ leverage(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('as of a moment, the answer is the same before and after later caps, reserves and readings', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const caps = (received: string, records: Parameters<typeof loadMarketCaps>[2]) => ({
    receivedAt: at(received),
    load: () => loadMarketCaps(own, span('21T00:00', '25T00:00'), records, [], at(received)),
  })
  await caps('21T00:00', [cap('BTC', '21T00:00', '100', '20')]).load()
  const [btc] = (await loadMarkets(own, [linearMarket('bybit', 'BTC')], at('21T00:00'))) as [StoredMarket]
  const interest = (received: string, readings: Parameters<typeof loadOpenInterest>[3]) => ({
    receivedAt: at(received),
    load: () => loadOpenInterest(own, 'bybit', span('21T00:00', '25T00:00'), readings, at(received)),
  })
  const reserves = (received: string, value: string) => ({
    receivedAt: at(received),
    load: () => loadReserves(own, 'vendor', [reserve('BTC', 'bybit', '21T00:00', value)], at(received)),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      leverage(window: { from: "2025-09-21T10:20:00Z", to: "2025-09-22T20:00:00Z" }, asOf: $asOf) {
        total { openInterestUsd capUsd ratio notice { code } } breakdown(by: TIER) { key { label } ratio }
        timeSeries(transform: [{ kind: CHANGE }]) { columns { value } } timeSeriesBy(by: ASSET) { now series { columns { value } } }
        estimated { openInterestCoins reserveCoins ratio source { code } } explain { rows { value weight } }
      }
    }`,
    [
      interest('21T12:00', [reading(btc, '21T10:00', '10', '100')]),
      caps('22T02:00', [cap('BTC', '22T01:00', '110', '20'), cap('BTC', '21T11:00', '105', '20')]),
      reserves('22T04:00', '50'),
      interest('22T06:00', [reading(btc, '22T05:00', '12', '110'), reading(btc, '21T10:00', '11', '100')]),
      // Corrections of all three.
      caps('22T10:00', [cap('BTC', '22T01:00', '111', '21')]),
      reserves('22T12:00', '60'),
      interest('22T14:00', [reading(btc, '22T05:00', '13', '110')]),
    ],
    ['21T12:00', '22T02:00', '22T03:00', '22T04:00', '22T06:00', '22T10:00', '22T12:00', '22T14:00'].map(at),
  )
  await server.close()
  await own.close()
})
