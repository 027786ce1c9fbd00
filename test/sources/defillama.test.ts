import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ingestSeries } from '../../src/series/ingest.ts'
import { createReservesSource } from '../../src/sources/defillama/index.ts'
import { findSlug, houseHistorySchema, mapHouse } from '../../src/sources/defillama/mapping.ts'
import { tokensOf } from '../../src/sources/defillama/tokens.ts'
import { mapEach } from '../../src/sources/ccxt/mapping.ts'
import { collect, failureOf } from '../support/collect.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import { contextOf } from '../support/fixtures.ts'
import { mutationsOf } from '../support/mutations.ts'
import * as defillama from '../support/payloads/defillama.ts'
import { expectSoundPoint, seriesRows } from '../support/seriesRows.ts'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
  server.respond('/defillama/cexs', () => defillama.cexs)
  server.respond('/defillama/protocol/binance-cex', () => defillama.binance)
  server.respond('/defillama/protocol/crypto-com', () => defillama.cryptocom)
})
afterEach(() => server.stop())

const NOW = new Date('2026-09-22T10:30:00Z')
const never = new AbortController().signal
const ASSETS = ['BTC', 'ETH', 'SOL', 'USDC']
const EVER = { from: new Date('2020-01-01T00:00:00Z'), to: NOW }

const source = (now = NOW) =>
  createReservesSource({
    baseUrl: server.urlOf('defillama'),
    timeoutMs: 2_000,
    retries: 1,
    backoffMs: 1,
    now: () => now,
    assets: ASSETS,
  })

const read = (window?: typeof EVER) => collect(source().points(window, never))

const lineOf = (time: Date, value: string, more: (string | undefined)[]) =>
  [...more.filter((part) => part !== undefined), time.toISOString().slice(5, 10), value].join(' ')

const linesOf = (batch: Awaited<ReturnType<typeof read>>[number] | undefined) =>
  batch?.records.map(({ series, time, value }) =>
    lineOf(time, value, [
      series.measure.replace('EXCHANGE_RESERVE_', ''),
      series.assetCode,
      series.exchangeCode,
      series.venueSymbol,
      series.label,
    ]),
  )

describe('what exchanges hold', () => {
  test('is read by token, with the coin that a token stands for, and in dollars altogether', async () => {
    const [binance] = await read()
    expect(linesOf(binance)?.sort()).toMatchInlineSnapshot(`
      [
        "COINS BTC binance BTC 09-20 600000.12345",
        "COINS BTC binance BTC 09-21 599000",
        "COINS BTC binance BTC 09-22 598000",
        "COINS BTC binance BTCB 09-20 1250",
        "COINS BTC binance BTCB 09-22 0",
        "COINS ETH binance WETH 09-20 4000000.5",
        "COINS ETH binance WETH 09-21 3990000",
        "COINS ETH binance WETH 09-22 3980000",
        "COINS USDC binance USDC.E 09-21 12.5",
        "USD BTC binance BTC 09-20 48000000000.5",
        "USD BTC binance BTC 09-21 47000000000",
        "USD BTC binance BTC 09-22 46000000000",
        "USD BTC binance BTCB 09-20 100000000",
        "USD BTC binance BTCB 09-22 0",
        "USD ETH binance WETH 09-20 14000000000",
        "USD ETH binance WETH 09-21 13500000000",
        "USD ETH binance WETH 09-22 13000000000",
        "USD binance 09-20 140000000000.125",
        "USD binance 09-21 139000000000",
        "USD binance 09-22 138000000000",
      ]
    `)
    expect(binance?.observedAt).toEqual(NOW)
    expect(binance?.rejections).toEqual([])
  })

  test('stands under our code of a venue, else under its slug alone; a house without wallets is not asked for', async () => {
    const [, cryptocom, ...more] = await read()
    expect(more).toEqual([])
    expect(linesOf(cryptocom)).toEqual([
      'USD crypto-com 09-21 3000000000.5',
      'COINS BTC BTC crypto-com 09-21 15000.25',
      'USD BTC BTC crypto-com 09-21 1200000000',
    ])
    const { series } = cryptocom!.records[0]!
    expect(series).toMatchObject({ venues: ['crypto-com'], completeness: 'UNKNOWN', stepMs: 86_400_000 })
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/defillama/cexs',
      '/defillama/protocol/binance-cex',
      '/defillama/protocol/crypto-com',
    ])
  })

  test('of the hour that is under way is no day yet, and a window is half-open', async () => {
    const [binance] = await read({
      from: new Date('2026-09-21T00:00:00Z'),
      to: new Date('2026-09-22T00:00:00Z'),
    })
    expect(new Set(binance?.records.map(({ time }) => time.toISOString()))).toEqual(
      new Set(['2026-09-21T00:00:00.000Z']),
    )
  })

  test('without a window is that of the last 30 days', async () => {
    const old = Date.UTC(2026, 7, 1) / 1000
    server.respond('/defillama/protocol/crypto-com', () => ({
      ...defillama.cryptocom,
      tvl: [{ date: old, totalLiquidityUSD: 1 }, ...defillama.cryptocom.tvl],
    }))
    const ofTotal = (batches: Awaited<ReturnType<typeof read>>) =>
      batches.at(-1)!.records.filter(({ series }) => series.assetCode === undefined).length
    expect(ofTotal(await read())).toBe(1)
    expect(ofTotal(await read(EVER))).toBe(2)
  })

  test('is refused where it can be no amount or no day, and the rest goes on', async () => {
    server.respond('/defillama/protocol/crypto-com', () => ({
      tvl: [
        { date: defillama.DAY_20, totalLiquidityUSD: null },
        { date: defillama.DAY_21 + 5, totalLiquidityUSD: 7 },
        { date: defillama.DAY_21, totalLiquidityUSD: '8' },
      ],
      tokens: [{ date: defillama.DAY_21, tokens: { BTC: -1, SOL: '2.5', WETH: 'many' } }],
      tokensInUsd: [],
    }))
    const batch = (await read()).at(-1)
    expect(linesOf(batch)).toEqual(['USD crypto-com 09-21 8', 'COINS SOL SOL crypto-com 09-21 2.5'])
    expect(batch?.rejections.map(({ code }) => code)).toEqual([
      'BAD_SHAPE',
      'BAD_TIME',
      'BAD_NUMBER',
      'BAD_NUMBER',
      'NO_TOKENS',
    ])
    expect(batch?.rejections[2]?.payload).toEqual({
      slug: 'crypto-com',
      list: 'tokens',
      time: '2026-09-21T00:00:00.000Z',
      token: 'BTC',
      amount: -1,
    })
  })

  test('is not told by token where tokens are printed as others than they are', async () => {
    server.respond('/defillama/protocol/crypto-com', () => ({
      ...defillama.cryptocom,
      misrepresentedTokens: true,
    }))
    const batch = (await read()).at(-1)
    expect(linesOf(batch)).toEqual(['USD crypto-com 09-21 3000000000.5'])
    expect(batch?.rejections.map(({ code }) => code)).toEqual(['NO_TOKENS', 'NO_TOKENS'])
  })
})

describe('when DefiLlama fails', () => {
  test('a house that it does not know is told, and the others are read', async () => {
    server.misbehave('/binance-cex', {
      kind: 'status',
      status: 400,
      body: '{"message":"Protocol not found"}',
    })
    const [binance, cryptocom] = await read()
    expect(binance?.records).toEqual([])
    expect(binance?.rejections).toMatchObject([{ code: 'HOUSE_NOT_READ', payload: { slug: 'binance-cex' } }])
    expect(cryptocom?.records).toHaveLength(3)
  })

  test.each([
    [{ kind: 'status', status: 500 }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'hang' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'stall' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'truncate' }, 'SOURCE_BAD_ANSWER'],
    [{ kind: 'status', status: 429, retryAfter: '0' }, 'SOURCE_RATE_LIMITED'],
    [{ kind: 'status', status: 429, retryAfter: '3600' }, 'SOURCE_RATE_LIMITED'],
    [{ kind: 'status', status: 200, body: '<html>' }, 'SOURCE_BAD_ANSWER'],
    [{ kind: 'status', status: 200, body: '{"cexs":"none"}' }, 'SOURCE_BAD_ANSWER'],
  ] as const)('%j ends as %s, once retries have failed too', async (misbehaviour, code) => {
    server.misbehave('/cexs', misbehaviour, 1)
    if (!('retryAfter' in misbehaviour && misbehaviour.retryAfter === '3600')) {
      const quick = createReservesSource({
        baseUrl: server.urlOf('defillama'),
        timeoutMs: 300,
        retries: 1,
        backoffMs: 1,
        assets: ASSETS,
        now: () => NOW,
      })
      expect(await collect(quick.points(undefined, never))).toHaveLength(2)
      server.misbehave('/cexs', misbehaviour, 2)
      const failure = await failureOf(collect(quick.points(undefined, never)))
      expect(failure.code).toBe(code)
      return
    }
    // Asked to wait for longer than a run may: it fails at once.
    expect((await failureOf(read())).code).toBe(code)
    expect(server.requestsTo('/cexs')).toHaveLength(1)
  })

  test('a signal ends a request that hangs', async () => {
    server.misbehave('/cexs', { kind: 'hang' })
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('stopped')), 100)
    expect((await failureOf(collect(source().points(undefined, abort.signal)))).message).toBe('stopped')
  })
})

describe('in the store', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createEmptyDatabase()
  })
  afterEach(() => database.close())

  const load = (at: Date) =>
    ingestSeries(contextOf(database, { now: () => at }), source(at), 'RESERVES', undefined)

  test('a second load changes nothing, and a day that is corrected is a new version with the old one kept', async () => {
    const first = await load(NOW)
    expect(first.counts).toMatchObject({ written: 23, rejected: 0 })
    const again = await load(new Date('2026-09-22T16:30:00Z'))
    expect(again.counts).toMatchObject({ written: 0, unchanged: 23 })
    const before = await seriesRows(database, 'defillama.rest')
    expect(before).toContain('EXCHANGE_RESERVE_COINS BTC binance BTC 09-20 600000.12345')

    // A wallet became known: the day before yesterday held more.
    const [day, ...days] = defillama.binance.tokens
    server.respond('/defillama/protocol/binance-cex', () => ({
      ...defillama.binance,
      tokens: [{ ...day, tokens: { ...day!.tokens, BTC: 610000 } }, ...days],
    }))
    const later = new Date('2026-09-22T22:30:00Z')
    expect((await load(later)).counts).toMatchObject({ written: 1, unchanged: 22 })
    const after = await seriesRows(database, 'defillama.rest')
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'EXCHANGE_RESERVE_COINS BTC binance BTC 09-20 610000',
    ])
    const versions = await database.pool.query(
      'select fact, "row", observed_at as "observedAt", superseded_at as "supersededAt" from fact_version',
    )
    expect(versions.rows).toEqual([
      { fact: 'series_point', row: { value: 600000.12345 }, observedAt: NOW, supersededAt: later },
    ])
  })

  test('what is refused is kept with its reason, and the run says whose it was', async () => {
    server.respond('/defillama/protocol/crypto-com', () => ({
      ...defillama.cryptocom,
      tvl: [{ date: 'today' }],
    }))
    expect((await load(NOW)).counts).toMatchObject({ written: 22, rejected: 1 })
    const kept = await database.pool.query<{ line: string }>(
      `select concat_ws(' ', o.code, e.family, e.status, r.code) as line
       from rejected_record as r join etl_run as e on e.id = r.run_id join source as o on o.id = e.source_id`,
    )
    expect(kept.rows).toEqual([{ line: 'defillama.rest RESERVES SUCCEEDED BAD_TIME' }])
  })
})

test("a house's history with anything in it is mapped or refused, never thrown and never half a number", () => {
  const map = (message: unknown) => {
    // The client refuses an answer of another shape as a whole.
    const history = houseHistorySchema.safeParse(message)
    return history.success ? mapHouse('binance-cex', history.data, tokensOf(ASSETS), EVER) : undefined
  }
  expect(map(defillama.binance)?.records.length).toBeGreaterThan(15)
  fc.assert(
    fc.property(mutationsOf(defillama.binance), (mutated) => {
      const mapped = map(mutated)
      for (const record of mapped?.records ?? []) {
        expectSoundPoint(record)
        expect(ASSETS).toContain(record.series.assetCode ?? 'BTC')
      }
      for (const { code, reason } of mapped?.rejections ?? []) {
        expect(code).toMatch(/^[A-Z_]+$/)
        expect(reason.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a slug that could lead to another address is refused', () => {
  const slugs = ['../protocols', 'a/b', 'a?b', 'a b', '', null, 'Gate', '\u0000', 'x'.repeat(80)]
  const mapped = mapEach(
    slugs.map((slug) => ({ name: 'House', slug })),
    findSlug,
  )
  expect(mapped.records).toEqual([undefined, undefined, 'gate'])
  expect(mapped.rejections.map(({ code }) => code)).toEqual(Array(6).fill('BAD_SHAPE'))
})
