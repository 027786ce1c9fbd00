import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { getLargestOrders, getLiquidationBuckets, getLiquidationSums } from '../../src/liquidations/store.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

let database: TestDatabase
let btc: StoredMarket
let eth: StoredMarket

beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[btc, eth] = (await loadMarkets(database, [
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'ETH'),
  ])) as [StoredMarket, StoredMarket]
})

afterAll(() => database.close())

/** Every row of every table of the store, as one checksum; what only tells when a run was is left out. */
async function checksum(): Promise<string> {
  const tables = [
    'liquidation',
    'liquidation_minute',
    'liquidation_hour',
    'liquidation_day',
    'market',
    'coverage',
  ]
  const parts = tables.map(
    (table) =>
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${table} as t`,
  )
  const result = await database.pool.query<{ sum: string }>(parts.join(' union all '))
  return result.rows.map(({ sum }) => sum).join()
}

test('facts and their minute, hour and day rollups come together, and a second load of the same range changes nothing', async () => {
  const orders = [
    order(btc, '22T06:00:01.000', 'LONG', '1000.5'),
    order(btc, '22T06:00:59.999', 'LONG', '0.25'),
    order(btc, '22T06:01:00.000', 'SHORT', '70'),
    order(eth, '22T23:59:59.999', 'LONG', undefined),
    order(eth, '23T00:00:00.000', 'SHORT', '5'),
  ]
  const window = span('22T00:00', '24T00:00')
  const first = await loadLiquidations(database, 'binance', window, orders)
  expect(first.counts).toEqual({ read: 5, written: 5, unchanged: 0, rejected: 0 })
  const before = await checksum()

  const again = await loadLiquidations(database, 'binance', window, orders)
  expect(again.counts).toEqual({ read: 5, written: 0, unchanged: 5, rejected: 0 })
  expect(await checksum()).toBe(before)

  const rollups = await database.pool.query(
    `select 'minute' as grain, market_id, bucket, long_usd, short_usd, long_count, unvalued_count, largest_usd from liquidation_minute
     union all select 'hour', market_id, bucket, long_usd, short_usd, long_count, unvalued_count, largest_usd from liquidation_hour
     union all select 'day', market_id, bucket, long_usd, short_usd, long_count, unvalued_count, largest_usd from liquidation_day
     order by 1, 2, 3`,
  )
  const shown = rollups.rows.map((row: Record<string, unknown>) =>
    [
      row.grain,
      row.market_id === btc.id ? 'BTC' : 'ETH',
      (row.bucket as Date).toISOString().slice(8, 16),
      row.long_usd,
      row.short_usd,
      row.long_count,
      row.unvalued_count,
      row.largest_usd,
    ].join(' '),
  )
  expect(shown).toMatchInlineSnapshot(`
    [
      "day BTC 22T00:00 1000.75 70 2 0 1000.5",
      "day ETH 22T00:00 0 0 1 1 ",
      "day ETH 23T00:00 0 5 0 0 5",
      "hour BTC 22T06:00 1000.75 70 2 0 1000.5",
      "hour ETH 22T23:00 0 0 1 1 ",
      "hour ETH 23T00:00 0 5 0 0 5",
      "minute BTC 22T06:00 1000.75 0 2 0 1000.5",
      "minute BTC 22T06:01 0 70 0 0 70",
      "minute ETH 22T23:59 0 0 1 1 ",
      "minute ETH 23T00:00 0 5 0 0 5",
    ]
  `)
})

test('sums over a ragged window equal the sum of its orders, whichever rollups they are read from', async () => {
  const selection = { marketIds: [btc.id, eth.id], exchangeIds: [btc.exchangeId] }
  const { markets, covered } = await getLiquidationSums(
    database.pool,
    selection,
    span('22T06:01', '23T00:01'),
  )
  expect(markets.find(({ marketId }) => marketId === btc.id)).toMatchObject({ longUsd: '0', shortUsd: '70' })
  expect(markets.find(({ marketId }) => marketId === eth.id)).toMatchObject({
    shortUsd: '5',
    longCount: 1,
    unvaluedCount: 1,
  })
  expect(covered.get(btc.exchangeId)).toEqual([[Date.UTC(2025, 8, 22, 6, 1), Date.UTC(2025, 8, 23, 0, 1)]])
})

test('buckets add up to the totals at every interval', async () => {
  const selection = { marketIds: [btc.id, eth.id], exchangeIds: [btc.exchangeId] }
  for (const interval of ['MINUTE', 'FIFTEEN_MINUTES', 'HOUR', 'FOUR_HOURS', 'DAY', 'WEEK'] as const) {
    const buckets = await getLiquidationBuckets(
      database.pool,
      selection,
      span('22T00:00', '24T00:00'),
      interval,
    )
    const usd = [...buckets.longUsd, ...buckets.shortUsd].reduce((sum, part) => sum + Number(part), 0)
    expect(usd).toBe(1075.75)
    expect(buckets.orderCount.reduce((sum, count) => sum + count, 0)).toBe(5)
  }
})

test('the largest orders are found through the rollups, in order, without those that have no value', async () => {
  const selection = { marketIds: [btc.id, eth.id], exchangeIds: [btc.exchangeId] }
  const largest = await getLargestOrders(database.pool, selection, span('22T00:00', '24T00:00'), 3)
  expect(largest.map(({ notionalUsd }) => notionalUsd)).toEqual(['1000.5', '70', '5'])
})

test('a dry run tells true counts and leaves the store as it was', async () => {
  const before = await checksum()
  const orders = [order(btc, '25T00:00', 'LONG', '1')]
  const result = await loadLiquidations(database, 'binance', span('25T00:00', '26T00:00'), orders, {
    context: { dryRun: true },
  })
  expect(result.counts).toEqual({ read: 1, written: 1, unchanged: 0, rejected: 0 })
  expect(await checksum()).toBe(before)
})

test('a refused record is kept with its payload, reason and run, and the rest of the batch is written', async () => {
  const window = span('26T00:00', '27T00:00')
  const rejections = [{ code: 'BAD_NUMBER', reason: 'price is not a number', payload: { p: 'NaN\u0000' } }]
  const result = await loadLiquidations(database, 'binance', window, [order(btc, '26T01:00', 'LONG', '2')], {
    rejections,
  })
  expect(result.counts).toEqual({ read: 2, written: 1, unchanged: 0, rejected: 1 })
  const kept = await database.pool.query(
    `select r.code, r.reason, r.payload, e.family from rejected_record as r join etl_run as e on e.id = r.run_id`,
  )
  expect(kept.rows).toEqual([
    {
      code: 'BAD_NUMBER',
      reason: 'price is not a number',
      payload: { p: 'NaN\ufffd' },
      family: 'LIQUIDATIONS',
    },
  ])
})
