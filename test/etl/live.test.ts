import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  exitCodeOf,
  runTask,
  summarise,
  type Outcome,
  type Sources,
  type Task,
} from '../../scripts/support/loads.ts'
import { loadSample } from '../../scripts/support/sample.ts'
import { findVenue, VENUE_CODES } from '../../src/sources/ccxt/index.ts'
import { createCoingeckoSource } from '../../src/sources/coingecko/index.ts'
import { createApi } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as binance from '../support/payloads/binance.ts'

/** The loads of `etl`, with ccxt's and CoinGecko's own clients sent to the local exchange server, down to GraphQL. */

let database: TestDatabase
let server: ExchangeServer
let abort: AbortController

beforeAll(async () => {
  database = await createEmptyDatabase()
})

afterAll(() => database.close())

beforeEach(async () => {
  server = await ExchangeServer.start()
  abort = new AbortController()
})

afterEach(() => server.stop())

function sources(): Sources {
  const options = { rateLimit: false, retries: 1, backoffMs: 1, heartbeatMs: 20 }
  return {
    venueCodes: VENUE_CODES,
    findVenue: (code) => findVenue(code, { ...options, ccxt: server.ccxtOptions(code as 'okx') }),
    marketCaps: createCoingeckoSource({ baseUrl: server.coingeckoUrl, retries: 1, backoffMs: 1 }),
  }
}

const run = (task: Task, more: { dryRun?: boolean } = {}): Promise<Outcome> =>
  runTask({ pool: database.pool, signal: abort.signal, now: () => new Date(), ...more }, sources(), task)

test('a dry run reads a venue and keeps nothing', async () => {
  const outcome = await run({ name: 'markets', exchange: 'okx' }, { dryRun: true })
  expect(outcome.error).toBeUndefined()
  expect(outcome.counts.written).toBeGreaterThan(0)
  const held = await database.pool.query(
    'select 1 from market union all select 1 from exchange union all select 1 from etl_run',
  )
  expect(held.rowCount).toBe(0)
})

describe.each(['binance', 'bybit', 'okx'])('%s', (exchange) => {
  test('markets and a reading of open interest go in, and a second load of markets changes nothing', async () => {
    const markets = await run({ name: 'markets', exchange })
    expect(markets.error).toBeUndefined()
    expect(markets.counts.written).toBeGreaterThan(1)
    const again = await run({ name: 'markets', exchange })
    expect(again.counts).toMatchObject({ written: 0, unchanged: markets.counts.written })
    const interest = await run({ name: 'open-interest', exchange })
    expect(interest.error).toBeUndefined()
    expect(interest.counts.written).toBeGreaterThan(0)
    const readings = await database.pool.query<{ value: string }>(
      `select o.value_usd as value from open_interest as o join market as m on m.id = o.market_id
       join exchange as e on e.id = m.exchange_id where e.code = $1`,
      [exchange],
    )
    expect(readings.rowCount).toBe(interest.counts.written)
    // In dollars, whatever the venue counts in: a mistaken unit would be off by a hundred or by the price.
    for (const { value } of readings.rows) expect(Number(value)).toBeGreaterThan(1_000)
  })
})

test('market caps, sectors and the total go in, and coins take over the assets that markets had named', async () => {
  const outcome = await run({ name: 'market-caps' })
  expect(outcome.error).toBeUndefined()
  const bitcoin = await database.pool.query(
    `select a.code, a.name, s.code as sector, (select count(*)::int from market where base_asset_id = a.id) > 0 as traded
     from asset as a left join sector as s on s.id = a.sector_id where coingecko_id = 'bitcoin'`,
  )
  expect(bitcoin.rows).toEqual([{ code: 'BTC', name: 'Bitcoin', sector: 'layer-1', traded: true }])
  const total = await database.pool.query('select 1 from total_market_cap')
  expect(total.rowCount).toBe(1)
})

test('a stream of forced orders is committed as it comes, and what it was alive for is covered', async () => {
  const from = new Date()
  const streaming = run({
    name: 'liquidations',
    exchange: 'binance',
    window: { from, to: new Date(from.getTime() + 60_000) },
  })
  await server.subscribed(2)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const now = Date.now()
  const order = { ...binance.forceOrderSell.o, T: now }
  server.subscriber('/usdm/').send({ ...binance.forceOrderSell, E: now, o: order })
  // The same message twice, as a venue sends it after a reconnect, and one of a market that nobody knows.
  server.subscriber('/usdm/').send({ ...binance.forceOrderSell, E: now, o: order })
  server.subscriber('/usdm/').send({ ...binance.forceOrderSell, E: now, o: { ...order, s: 'NOSUCHUSDT' } })
  const held = () => database.pool.query('select side from liquidation')
  await expect.poll(async () => (await held()).rowCount, { timeout: 10_000 }).toBe(1)
  // Silence alone proves nothing; the next order shows that the feed was alive in between.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const later = Date.now()
  server.subscriber('/usdm/').send({ ...binance.forceOrderSell, E: later, o: { ...order, T: later } })
  await expect.poll(async () => (await held()).rowCount, { timeout: 10_000 }).toBe(2)
  abort.abort()
  const outcome = await streaming
  expect(outcome.error).toBeUndefined()
  expect(outcome.counts).toEqual({ read: 4, written: 2, unchanged: 1, rejected: 1 })
  expect((await held()).rows).toEqual([{ side: 'LONG' }, { side: 'LONG' }])
  expect(exitCodeOf([outcome])).toBe(3)

  const rejected = await database.pool.query<{ code: string; payload: unknown }>(
    `select r.code, r.payload from rejected_record as r join etl_run as e on e.id = r.run_id where e.family = 'LIQUIDATIONS'`,
  )
  expect(rejected.rows).toHaveLength(1)
  expect(rejected.rows[0]!.code).toBe('UNKNOWN_MARKET')
  expect(JSON.stringify(rejected.rows[0]!.payload)).toContain('NOSUCHUSDT')
  const coverage = await database.pool.query<{ ms: number }>(
    `select (extract(epoch from "to" - "from") * 1000)::int as ms from coverage where family = 'LIQUIDATIONS'`,
  )
  expect(coverage.rows).toHaveLength(1)
  expect(coverage.rows[0]!.ms).toBeGreaterThanOrEqual(300)
})

test('all of it comes out of GraphQL as observed, with its sources', async () => {
  const api = await createApi(database)
  const { data, errors } = await api.query(`{
    quality { provenance sources { code provenance } runs(first: 3, family: LIQUIDATIONS) { status written rejected exchange { code } } }
    liquidationOrders(window: { from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }, first: 5) {
      nodes { side notionalUsd source { code } market { symbol exchange { name } } } meta { provenance warnings }
    }
    openInterest(window: { from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }, interval: WEEK, basket: { exchanges: ["okx"] }) {
      allTimeHigh { usd }
    }
    dominance { universe totalUsd byAsset(first: 2) { asset { code sector { code } } } }
  }`)
  await api.close()
  expect(errors).toBeUndefined()
  expect(data.quality.provenance).toBe('OBSERVED')
  expect(data.quality.sources.map(({ code }: { code: string }) => code)).toEqual([
    'binance.rest',
    'binance.ws',
    'bybit.rest',
    'coingecko.rest',
    'okx.rest',
  ])
  expect(data.quality.runs[0]).toEqual({
    status: 'SUCCEEDED',
    written: 2,
    rejected: 1,
    exchange: { code: 'binance' },
  })
  expect(data.liquidationOrders).toMatchObject({
    nodes: Array(2).fill({
      side: 'LONG',
      source: { code: 'binance.ws' },
      market: { exchange: { name: expect.any(String) } },
    }),
    meta: { provenance: 'OBSERVED', warnings: [] },
  })
  expect(data.dominance.byAsset[0].asset).toEqual({ code: 'BTC', sector: { code: 'layer-1' } })
})

describe('when a source fails', () => {
  test('the run is FAILED with its code, other loads still run, and the exit code is 1', async () => {
    server.misbehave('/exchangeInfo', { kind: 'status', status: 500 }, 20)
    const failed = await run({ name: 'markets', exchange: 'binance' })
    const fine = await run({ name: 'markets', exchange: 'okx' })
    expect(failed.error).toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
    expect(fine.error).toBeUndefined()
    expect(exitCodeOf([failed, fine])).toBe(1)
    expect(summarise([failed, fine], false)).toContain('FAILED SOURCE_UNAVAILABLE')
    const runs = await database.pool.query<{ error: string }>(
      `select error from etl_run where status = 'FAILED'`,
    )
    expect(runs.rows.at(-1)!.error).toContain('SOURCE_UNAVAILABLE')
  })

  test("an exchange that Unwind can't read is refused with those that it can", async () => {
    const outcome = await run({ name: 'open-interest', exchange: 'mtgox' })
    expect(summarise([outcome], false)).toContain('UNKNOWN_EXCHANGE')
    expect(summarise([outcome], false)).toContain('Accepted: binance, bybit, okx')
  })

  test('a past window of a venue that only streams is refused, not answered with nothing', async () => {
    const window = { from: new Date('2025-01-01'), to: new Date('2025-01-02') }
    const outcome = await run({ name: 'liquidations', exchange: 'bybit', window })
    expect(outcome.error).toMatchObject({ code: 'HISTORY_NOT_OFFERED' })
  })
})

test('the sample is refused by a store that holds live data', async () => {
  const [first] = await loadSample({ pool: database.pool, signal: abort.signal, now: () => new Date() })
  expect(first!.error).toMatchObject({ code: 'STORE_HOLDS_OTHER_DATA' })
  const held = await database.pool.query(`select 1 from source where provenance = 'RECONSTRUCTED'`)
  expect(held.rowCount).toBe(0)
})
