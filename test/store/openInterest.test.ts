import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { changeBetween } from '../../src/openInterest/change.ts'
import { findHigh } from '../../src/openInterest/high.ts'
import { getCarriedSums, OpenInterestColumns } from '../../src/openInterest/series.ts'
import { getHighBounds } from '../../src/openInterest/highBounds.ts'
import { getReadingsAt } from '../../src/openInterest/store.ts'
import { getBucketStarts, type Interval } from '../../src/lib/buckets.ts'
import type { Window } from '../../src/lib/time.ts'
import { CloseCache } from '../../src/measures/closes.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, linearMarket, loadMarkets, loadOpenInterest, reading, span } from '../support/fixtures.ts'

let database: TestDatabase
let btc: StoredMarket
let eth: StoredMarket

beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[btc, eth] = (await loadMarkets(database, [
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'ETH'),
  ])) as [StoredMarket, StoredMarket]
  await loadOpenInterest(database, 'binance', span('20T00:00', '24T00:00'), [
    reading(btc, '20T00:00', '10', '100'),
    reading(btc, '20T01:00', '10', '110'),
    // BTC is then silent until 20T05:00.
    reading(btc, '20T05:00', '8', '90'),
    reading(eth, '20T00:30', '100', '5'),
    reading(eth, '20T01:30', '100', '6'),
    reading(eth, '20T02:30', '120', '6'),
  ])
})

afterAll(() => database.close())

async function columnsOf(window: Window, interval: Interval, maxAgeMinutes: number) {
  const starts = getBucketStarts(window, interval)
  const sums = await getCarriedSums(database.pool, new CloseCache(database.pool), {
    marketIds: [btc.id, eth.id],
    window,
    interval,
    starts,
    maxAgeMinutes,
  })
  return new OpenInterestColumns(starts, sums)
}

/** start, usd, reporting/carried/missing of each bucket. */
async function series(from: string, to: string, interval: Interval, maxAge: number) {
  const columns = await columnsOf(span(from, to), interval, maxAge)
  return columns.start.map(
    (start, index) =>
      `${new Date(start).toISOString().slice(8, 16)} ${columns.usd[index] ?? 'null'} ` +
      `${columns.marketsReporting[index]}/${columns.marketsCarried[index]}/${columns.marketsMissing[index]}`,
  )
}

describe('a series', () => {
  test('carries the last reading forward, so that a silent venue never looks like a fall', async () => {
    expect(await series('20T00:00', '20T07:00', 'HOUR', 1440)).toMatchInlineSnapshot(`
      [
        "20T00:00 1500 2/0/0",
        "20T01:00 1700 2/0/0",
        "20T02:00 1820 1/1/0",
        "20T03:00 1820 0/2/0",
        "20T04:00 1820 0/2/0",
        "20T05:00 1440 1/1/0",
        "20T06:00 1440 0/2/0",
      ]
    `)
  })

  test('is null, not lower, once a reading is older than the age allowed', async () => {
    expect(await series('20T00:00', '20T07:00', 'HOUR', 120)).toMatchInlineSnapshot(`
      [
        "20T00:00 1500 2/0/0",
        "20T01:00 1700 2/0/0",
        "20T02:00 1820 1/1/0",
        "20T03:00 null 0/1/1",
        "20T04:00 null 0/1/1",
        "20T05:00 null 1/0/1",
        "20T06:00 null 0/1/1",
      ]
    `)
  })

  test('that begins in a silence starts from the last reading before it', async () => {
    expect(await series('20T03:00', '20T05:00', 'HOUR', 1440)).toEqual([
      '20T03:00 1820 0/2/0',
      '20T04:00 1820 0/2/0',
    ])
  })

  test('does not look beyond the end of a window that cuts a bucket', async () => {
    expect(await series('20T01:00', '20T02:15', 'FOUR_HOURS', 1440)).toEqual(['20T00:00 1700 2/0/0'])
  })

  test('is null before the first reading and long after the last', async () => {
    expect(await series('19T23:00', '20T00:00', 'HOUR', 1440)).toEqual(['19T23:00 null 0/0/0'])
    expect(await series('23T00:00', '23T01:00', 'HOUR', 1440)).toEqual(['23T00:00 null 0/0/2'])
  })
})

test('a reading at a moment counts, one later does not, one too old is missing', async () => {
  const now = await getReadingsAt(database.pool, [btc.id, eth.id], at('20T05:00'), 120)
  expect(now).toEqual([
    {
      marketId: btc.id,
      time: at('20T05:00'),
      baseQuantity: '8',
      markPrice: '90',
      valueUsd: '720',
      sourceId: expect.any(Number),
    },
    {
      marketId: eth.id,
      time: null,
      baseQuantity: null,
      markPrice: null,
      valueUsd: null,
      sourceId: null,
    },
  ])
})

test('a change splits exactly into price and position parts, worked by hand', async () => {
  const before = await getReadingsAt(database.pool, [btc.id, eth.id], at('20T00:30'), 1440)
  const after = await getReadingsAt(database.pool, [btc.id, eth.id], at('20T05:00'), 1440)
  // BTC: 10 x 100 -> 8 x 90: mean Q 9 x dP -10 = -90, mean P 95 x dQ -2 = -190. ETH: 110 x 1 = 110, 5.5 x 20 = 110.
  expect(changeBetween(before, after)).toEqual({
    fromUsd: '1500',
    toUsd: '1440',
    usd: '-60',
    coins: null,
    fraction: '-0.04',
    priceUsd: '20',
    positionUsd: '-80',
    priceShare: '-0.333333333333',
    positionShare: '1.333333333333',
    marketsCompared: 2,
    marketsLeftOut: 0,
  })
})

test("the high is the highest sum at the end of any minute, not the sum of the markets' own highs", async () => {
  const marketIds = [btc.id, eth.id]
  const whole = span('20T00:00', '20T07:00')
  const closes = new CloseCache(database.pool)
  const boundsOf = (grain: 'hour' | 'day', part: Window) =>
    getHighBounds(database.pool, closes, { marketIds, span: part, grain, maxAgeMinutes: 1440 })
  // BTC's own high of the day is 1100, ETH's 720; the hour from 02:00 had both.
  const [day] = await boundsOf('day', whole)
  expect([day!.start, Math.round(day!.highUsd)]).toEqual([at('20T00:00'), 1820])
  const hours = await boundsOf('hour', whole)
  expect(hours.map(({ start, highUsd }) => [start.getUTCHours(), Math.round(highUsd)])).toEqual([
    [2, 1820],
    [3, 1820],
    [4, 1820],
    [5, 1820],
    [1, 1700],
    [0, 1500],
    [6, 1440],
  ])
  const opened: Date[] = []
  const high = await findHigh(whole, {
    bounds: boundsOf,
    minutes: (part) => {
      opened.push(part.from)
      return columnsOf(part, 'MINUTE', 1440)
    },
  })
  expect(high).toEqual({ usd: '1820', start: at('20T02:30').getTime() })
  // Only the hours whose bound is not below what was found.
  expect(opened.map((from) => from.getUTCHours())).toEqual([2, 3, 4, 5])
})

test('hours in which a market is silent all through are not searched for a high: no sum is known in them', async () => {
  const bounds = await getHighBounds(database.pool, new CloseCache(database.pool), {
    marketIds: [btc.id, eth.id],
    span: span('20T00:00', '20T07:00'),
    grain: 'hour',
    maxAgeMinutes: 60,
  })
  // BTC was read at 01:00 and 05:00, ETH last at 02:30.
  expect(bounds.map(({ start }) => start.getUTCHours()).sort()).toEqual([0, 1])
  const high = await findHigh(span('20T00:00', '20T07:00'), {
    bounds: (grain, part) =>
      getHighBounds(database.pool, new CloseCache(database.pool), {
        marketIds: [btc.id, eth.id],
        span: part,
        grain,
        maxAgeMinutes: 60,
      }),
    minutes: (part) => columnsOf(part, 'MINUTE', 60),
  })
  expect(high).toEqual({ usd: '1700', start: at('20T01:30').getTime() })
})

test('a corrected reading replaces the old one and its buckets are made again from the facts', async () => {
  const own = await createEmptyDatabase()
  try {
    const [market] = await loadMarkets(own, [linearMarket('okx', 'BTC')])
    const window = span('20T00:00', '21T00:00')
    const readings = [reading(market!, '20T00:00', '1', '10'), reading(market!, '20T00:10', '9', '10')]
    await loadOpenInterest(own, 'okx', window, readings)
    const result = await loadOpenInterest(own, 'okx', window, [
      readings[0]!,
      reading(market!, '20T00:10', '2', '10'),
    ])
    expect(result.counts).toEqual({ read: 2, written: 1, unchanged: 1, rejected: 0 })
    const hours = await own.pool.query(
      'select open_usd, high_usd, low_usd, close_usd, readings from open_interest_hour',
    )
    expect(hours.rows).toEqual([
      { open_usd: '10', high_usd: '20', low_usd: '10', close_usd: '20', readings: 2 },
    ])
    const days = await own.pool.query('select high_usd, close_usd from open_interest_day')
    expect(days.rows).toEqual([{ high_usd: '20', close_usd: '20' }])
  } finally {
    await own.close()
  }
})
