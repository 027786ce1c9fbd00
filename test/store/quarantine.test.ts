import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../src/db.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { judgeByHand } from '../../src/openInterest/quarantine.ts'
import { getReadingsAt } from '../../src/openInterest/store.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  linearMarket,
  loadLiquidations,
  loadMarkets,
  loadOpenInterest,
  order,
  reading,
  span,
} from '../support/fixtures.ts'

/** A jump on one venue alone is kept out of totals until later readings, or somebody, tell what it was. */

let database: TestDatabase
let binance: StoredMarket
let okx: StoredMarket
let day = 0

beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[binance] = (await loadMarkets(database, [linearMarket('binance', 'BTC')])) as [StoredMarket]
  ;[okx] = (await loadMarkets(database, [linearMarket('okx', 'BTC')])) as [StoredMarket]
})

afterAll(() => database.close())

// Each test has days of its own, too far from the others' to be compared with them.
beforeEach(() => {
  day += 3
})

const time = (clock: string) => `${String(day).padStart(2, '0')}T${clock}`
const load = (code: string, rows: [StoredMarket, string, string, string][]) =>
  loadOpenInterest(
    database,
    code,
    span(time('00:00'), time('23:59')),
    rows.map(([market, clock, coins, price]) => reading(market, time(clock), coins, price)),
  )

const coinsAt = async (market: StoredMarket, clock: string) =>
  (await getReadingsAt(database.pool, [market.id], at(time(clock)), 1440))[0]?.baseQuantity

const held = async () =>
  (
    await database.pool.query<{
      id: string
      status: string
      time: Date
      reason: string
      judgedBy: string | null
    }>(
      `select id, status, time, reason, judged_by as "judgedBy" from quarantined_reading where time >= $1 order by time`,
      [at(time('00:00'))],
    )
  ).rows

test('a fall by 99.56 % in a quarter of an hour is held, and confirmed as a fault when the level is back', async () => {
  await load('binance', [[binance, '10:00', '1000', '100000']])
  await load('binance', [[binance, '10:15', '4.4', '100000']])
  expect(await coinsAt(binance, '10:20')).toBe('1000')
  expect(await held()).toMatchObject([
    { status: 'HELD', reason: expect.stringContaining('0.00440-fold in 15 min') as string },
  ])
  await load('binance', [[binance, '10:30', '1010', '100000']])
  expect(await coinsAt(binance, '10:40')).toBe('1010')
  expect(await held()).toMatchObject([{ status: 'CONFIRMED', judgedBy: 'a later reading' }])
})

test('the same glitch within one load of history stays out just so, and a second load changes nothing', async () => {
  const rows: [StoredMarket, string, string, string][] = [
    [binance, '10:00', '1000', '100000'],
    [binance, '10:15', '4.4', '100000'],
    [binance, '10:30', '1010', '100000'],
  ]
  const first = await load('binance', rows)
  expect(first.counts).toMatchObject({ read: 3, written: 3 })
  expect(await held()).toMatchObject([{ status: 'CONFIRMED' }])
  const again = await load('binance', rows)
  expect(again.counts).toMatchObject({ read: 3, written: 0, unchanged: 3 })
  expect(await coinsAt(binance, '10:20')).toBe('1000')
})

test('a level that lasts is released: three readings over ten minutes', async () => {
  await load('binance', [[binance, '10:00', '1000', '100000']])
  await load('binance', [[binance, '10:05', '100', '100000']])
  await load('binance', [[binance, '10:10', '101', '100000']])
  expect(await coinsAt(binance, '10:12')).toBe('1000')
  await load('binance', [[binance, '10:15', '99', '100000']])
  expect(await coinsAt(binance, '10:06')).toBe('100')
  expect(await coinsAt(binance, '10:20')).toBe('99')
  expect(await held()).toMatchObject([{ status: 'RELEASED' }, { status: 'RELEASED' }])
})

test('a fall that the other venues share is no fault', async () => {
  await load('okx', [
    [okx, '10:00', '2000', '100000'],
    [okx, '10:15', '500', '99000'],
  ])
  await load('okx', [[okx, '10:20', '500', '99000']])
  await load('okx', [[okx, '10:30', '500', '99000']])
  await load('binance', [
    [binance, '10:00', '1000', '100000'],
    [binance, '10:30', '240', '99000'],
  ])
  expect(await coinsAt(binance, '10:31')).toBe('240')
})

test('a fall that forced orders explain is no fault', async () => {
  await loadLiquidations(database, 'binance', span(time('10:00'), time('11:00')), [
    order(binance, time('10:05:00.000'), 'LONG', '60000000'),
  ])
  await load('binance', [
    [binance, '10:00', '1000', '100000'],
    [binance, '10:15', '200', '98000'],
  ])
  expect(await coinsAt(binance, '10:16')).toBe('200')
  expect(await held()).toEqual([])
})

test('a price far from all other venues is held, however steady the coins', async () => {
  await load('okx', [[okx, '10:00', '2000', '100000']])
  await load('binance', [
    [binance, '10:00', '1000', '100000'],
    [binance, '10:05', '1000', '1000'],
  ])
  expect(await held()).toMatchObject([{ reason: 'price 1000 where other venues have 100000' }])
})

test('one can judge by hand, once', async () => {
  await load('binance', [[binance, '10:00', '1000', '100000']])
  await load('binance', [[binance, '10:15', '4.4', '100000']])
  const [waiting] = await held()
  const judge = () =>
    inTransaction(database.pool, (client) =>
      judgeByHand(client, waiting!.id, 'RELEASED', 'mara', at(time('11:00'))),
    )
  await judge()
  expect(await coinsAt(binance, '10:20')).toBe('4.4')
  expect(await held()).toMatchObject([{ status: 'RELEASED', judgedBy: 'mara' }])
  await expect(judge()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', fault: { reason: 'READING_JUDGED' } })
})

test('small markets may jump as they like', async () => {
  await load('binance', [
    [binance, '10:00', '1', '100000'],
    [binance, '10:15', '0.001', '100000'],
  ])
  expect(await held()).toEqual([])
})
