import fs from 'node:fs'
import path from 'node:path'
import Big from 'big.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isSampleLoaded } from '../../scripts/support/sample.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

/** The questions of the market report, asked of the whole sample through the server. */

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await openSampleDatabase()
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

test('the whole sample is known to be loaded: the next start loads nothing', async () => {
  expect(await isSampleLoaded(database.pool)).toBe(true)
})

const saved = (name: string) => fs.readFileSync(path.join('schema/examples', name), 'utf8')
const percent = (fraction: string) => new Big(fraction).times(100).toFixed(2)
const billions = (usd: string) => new Big(usd).div('1e9').toFixed(2)
const add = (values: string[]) => values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed()

test('"How much was liquidated on the purge day, and how much of it was long?"', async () => {
  const { data, errors } = await api.query(saved('01-purge-day.graphql'))
  expect(errors).toBeUndefined()
  const { total, byExchange, bySector, byAsset, series, meta, coverage, completeness } = data.liquidations
  expect(billions(total.usd)).toBe('1.68')
  expect(billions(total.longUsd)).toBe('1.60')
  expect(percent(total.longShare)).toBe('95.00')
  expect(completeness).toBe('THROTTLED')
  expect(Number(total.floorShare)).toBeGreaterThan(0.5)
  expect(coverage.share).toBe('1')
  // Parts equal the whole to the last digit, whichever way it is cut.
  for (const groups of [byExchange, bySector]) {
    expect(add(groups.map((row: { total: { usd: string } }) => row.total.usd))).toBe(total.usd)
    expect(add(groups.map((row: { share: string }) => row.share))).toBe('1')
  }
  expect(byAsset).toHaveLength(5)
  expect(add([...series.columns.longUsd, ...series.columns.shortUsd])).toBe(total.usd)
  expect(meta).toMatchObject({
    provenance: 'RECONSTRUCTED',
    sources: [{ name: expect.stringContaining('reconstructed') }],
  })
  expect(meta.warnings[0]).toContain('never observed')
})

test('"What share of the fall did Bitcoin carry, and which sectors?"', async () => {
  const { data, errors } = await api.query(saved('02-who-carried-the-fall.graphql'))
  expect(errors).toBeUndefined()
  const { total, bitcoin, withoutBitcoin, bySector, byTier } = data.attribution
  expect([billions(total.fromUsd), billions(total.changeUsd), percent(total.changeFraction)]).toEqual([
    '3956.04',
    '-180.00',
    '-4.55',
  ])
  expect(percent(bitcoin.part.changeFraction)).toBe('-3.04')
  expect(percent(bitcoin.part.contribution)).toBe('38.84')
  expect(percent(bitcoin.part.weightBefore)).toBe('58.14')
  expect(new Big(bitcoin.part.contributionOverWeight).toFixed(2)).toBe('0.67')
  expect([billions(withoutBitcoin.changeUsd), percent(withoutBitcoin.changeFraction)]).toEqual([
    '-110.08',
    '-6.65',
  ])
  for (const rows of [bySector, byTier])
    expect(add(rows.map((row: { part: { contribution: string } }) => row.part.contribution))).toBe('1')
  const fallOf = (name: string) =>
    Number(
      bySector.find((row: { sector: { name: string } | null }) => row.sector?.name === name).part
        .changeFraction,
    )
  expect(fallOf('Decentralized Finance')).toBeLessThan(-0.1)
  expect(fallOf('Memecoins')).toBeLessThan(-0.1)
})

test('"How far is open interest from its high, and how much of the fall was price?"', async () => {
  const { data, errors } = await api.query(saved('03-open-interest-from-its-high.graphql'))
  expect(errors).toBeUndefined()
  const { now, allTimeHigh, change, byExchange } = data.openInterest
  expect([billions(allTimeHigh.usd), allTimeHigh.at]).toEqual(['227.00', '2025-09-21T20:00:00.000Z'])
  expect(allTimeHigh.since).toBe('2025-06-01T00:00:00.000Z')
  expect(now.marketsMissing).toBe(0)
  expect(new Big(now.usd).minus(allTimeHigh.usd).toFixed()).toBe(allTimeHigh.distanceUsd)
  expect(add([change.priceUsd, change.positionUsd])).toBe(change.usd)
  expect(add([change.priceShare, change.positionShare])).toBe('1')
  expect(Number(change.positionShare)).toBeGreaterThan(0.3)
  expect(add(byExchange.map((row: { now: { usd: string } }) => row.now.usd))).toBe(now.usd)
})

test('a silent venue is a gap in coverage, and open interest does not drop for it', async () => {
  const { data } = await api.query(`{
    liquidations(window: { from: "2025-08-20T00:00:00Z", to: "2025-08-20T12:00:00Z" }, basket: { exchanges: ["okx"] }) {
      total { usd }
      coverage { share byExchange { gaps { from to } } }
      series { columns { longUsd coverage } }
    }
    openInterest(window: { from: "2025-08-20T00:00:00Z", to: "2025-08-20T12:00:00Z" }) {
      series { columns { usd marketsCarried } }
    }
  }`)
  expect(data.liquidations.coverage).toEqual({
    share: '0.5',
    byExchange: [{ gaps: [{ from: '2025-08-20T03:00:00.000Z', to: '2025-08-20T09:00:00.000Z' }] }],
  })
  expect(data.liquidations.series.columns.coverage).toEqual([
    '1',
    '1',
    '1',
    '0',
    '0',
    '0',
    '0',
    '0',
    '0',
    '1',
    '1',
    '1',
  ])
  expect(data.liquidations.series.columns.longUsd.slice(3, 9)).toEqual(Array(6).fill(null))
  const { usd, marketsCarried } = data.openInterest.series.columns
  expect(marketsCarried.slice(2, 10)).toEqual([0, 18, 18, 18, 18, 18, 18, 0])
  for (const [index, value] of usd.entries())
    if (index > 0) expect(Math.abs(Number(value) / Number(usd[index - 1]) - 1)).toBeLessThan(0.02)
})

describe('rollups', () => {
  /** Rows that the plan of the last statement of a name read, by table, from PostgreSQL's own counters. */
  async function rowsRead(query: string): Promise<Map<string, number>> {
    const counters = async () => {
      await database.pool.query('select pg_stat_clear_snapshot()')
      const result = await database.pool.query<{ name: string; rows: number }>(
        `select regexp_replace(relname, '_\\d{4}_\\d{2}$', '') as name, sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows
         from pg_stat_user_tables where relname ~ '^(liquidation|open_interest)' group by 1`,
      )
      return new Map(result.rows.map(({ name, rows }) => [name, rows]))
    }
    const flush = async () => {
      // Every connection of the pool hands its counters in when told to.
      const clients = await Promise.all(Array.from({ length: 4 }, () => database.pool.connect()))
      for (const client of clients) await client.query('select pg_stat_force_next_flush()')
      for (const client of clients) client.release()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    // Other tests read the sample too, and the counters are the database's: the least of several turns is this query's own.
    const least = new Map<string, number>()
    for (let turn = 0; turn < 4; turn++) {
      // A server that has kept nothing yet.
      const fresh = await createApi(database)
      await flush()
      const before = await counters()
      const { errors } = await fresh.query(query)
      expect(errors).toBeUndefined()
      await flush()
      for (const [name, rows] of await counters()) {
        const own = rows - (before.get(name) ?? 0)
        least.set(name, Math.min(own, least.get(name) ?? Infinity))
      }
      await fresh.close()
    }
    return least
  }

  const series = (field: string, from: string, to: string, interval: string) =>
    `{ ${field}(window: { from: "${from}", to: "${to}" }, interval: ${interval}  ) { series { columns { start } } } }`

  test('serve a series of the whole sample at the same cost a point as one of a day', async () => {
    for (const field of ['liquidations', 'openInterest']) {
      const day = await rowsRead(series(field, '2025-07-10T00:00:00Z', '2025-07-11T00:00:00Z', 'HOUR'))
      const whole = await rowsRead(series(field, '2025-06-01T00:00:00Z', '2025-11-01T00:00:00Z', 'DAY'))
      const table = field === 'liquidations' ? 'liquidation' : 'open_interest'
      // 80 markets, 24 hours and 153 days: a point costs the markets, whatever lies below it.
      expect(day.get(`${table}_hour`)! / 24).toBeLessThanOrEqual(81)
      expect(whole.get(`${table}_day`)! / 153).toBeLessThanOrEqual(81)
      // Facts: at most the last reading before the window, of each market.
      expect(day.get(table) ?? 0).toBeLessThanOrEqual(160)
      expect(whole.get(table) ?? 0).toBeLessThanOrEqual(160)
      expect(whole.get(`${table}_minute`) ?? 0).toBe(0)
    }
  })

  test('serve totals of months from days, however many orders lie below them', async () => {
    const rows = await rowsRead(
      `{ liquidations(window: { from: "2025-06-01T00:00:00Z", to: "2025-11-01T00:00:00Z" }) { total { usd } } }`,
    )
    expect(rows.get('liquidation') ?? 0).toBe(0)
    expect(rows.get('liquidation_day')).toBeGreaterThan(5_000)
    expect(rows.get('liquidation_day')).toBeLessThan(80 * 153 + 1)
  })
})
