import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { liveSources, runTask, type Sources } from '../../scripts/support/loads.ts'
import { readConfig } from '../../src/config.ts'
import { RecordError } from '../../src/lib/errors.ts'
import { DAY_MS, HOUR_MS } from '../../src/lib/time.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import {
  createAggregatesSource,
  createFundFlowsSource,
  type CoinglassAggregatesOptions,
} from '../../src/sources/coinglass/index.ts'
import { mapFlowDay, mapInterestBar, mapLiquidationBar } from '../../src/sources/coinglass/mapping.ts'
import { collect, failureOf, toldBy } from '../support/collect.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import { contextOf } from '../support/fixtures.ts'
import { mutationsOf } from '../support/mutations.ts'
import * as coinglass from '../support/payloads/coinglass.ts'
import { expectSoundPoint, seriesRows } from '../support/seriesRows.ts'

const { answer, DAY_20, DAY_21, DAY_22 } = coinglass
const LIQUIDATIONS = '/coinglass/api/futures/liquidation/aggregated-history'
const INTEREST = '/coinglass/api/futures/open-interest/aggregated-history'
const BITCOIN = '/coinglass/api/etf/bitcoin/flow-history'
const ETHER = '/coinglass/api/etf/ethereum/flow-history'

let server: ExchangeServer
beforeEach(async () => {
  server = await ExchangeServer.start()
  server.respond(LIQUIDATIONS, () => answer(coinglass.liquidations))
  server.respond(INTEREST, () => answer(coinglass.interest))
  server.respond(BITCOIN, () => answer(coinglass.bitcoinFlows))
  server.respond(ETHER, () => answer(coinglass.etherFlows))
})
afterEach(() => server.stop())

const NOW = new Date('2026-09-22T10:30:00Z')
const KEY = 'coinglass-secret'
const never = new AbortController().signal
type Options = Partial<CoinglassAggregatesOptions>

const options = (more: Options): CoinglassAggregatesOptions => ({
  baseUrl: server.urlOf('coinglass'),
  apiKey: KEY,
  timeoutMs: 2_000,
  retries: 1,
  backoffMs: 1,
  now: () => NOW,
  assets: ['BTC'],
  exchanges: ['okx', 'binance'],
  interval: '1d',
  ...more,
})
const readSums = (more: Options = {}, window?: { from: Date; to: Date }) =>
  collect(createAggregatesSource(options(more)).points(window, never))
const readFlows = (more: Options = {}, window?: { from: Date; to: Date }) =>
  collect(createFundFlowsSource(options(more)).points(window, never))

type Batches = Awaited<ReturnType<typeof readSums>>
const linesOf = (batches: Batches) =>
  batches.flatMap(({ records }) =>
    records.map(({ series, time, value }) =>
      [series.measure, series.assetCode, series.label ?? '-', time.toISOString().slice(5, 13), value].join(
        ' ',
      ),
    ),
  )
const codesOf = (batches: Batches) => batches.flatMap(({ rejections }) => rejections.map(({ code }) => code))

describe('liquidations', () => {
  test('are by the side of the position; a side that is not told is missing, and a quiet one is zero', async () => {
    const [liquidations] = await readSums()
    expect(linesOf([liquidations!])).toEqual([
      'LIQUIDATIONS_LONG BTC Binance,OKX 09-20T00 5916885.14234',
      'LIQUIDATIONS_SHORT BTC Binance,OKX 09-20T00 0',
      'LIQUIDATIONS_LONG BTC Binance,OKX 09-21T00 1596000000.5',
    ])
    expect(liquidations!.rejections).toEqual([])
  })

  test('say of which venues they are, and that nobody knows how complete they are', async () => {
    const series = (await readSums())[0]!.records[0]!.series
    expect(series).toMatchObject({ venues: ['okx', 'binance'], completeness: 'UNKNOWN', stepMs: DAY_MS })
    expect(series).not.toHaveProperty('exchangeCode')
    const ofOne = (await readSums({ exchanges: ['bybit'] }))[0]!.records[0]!.series
    expect(ofOne).toMatchObject({ exchangeCode: 'bybit', label: 'Bybit' })
    const asked = server
      .requestsTo('/liquidation/aggregated-history')
      .map(({ query }) => query.get('exchange_list'))
    expect(asked).toEqual(['OKX,Binance', 'Bybit'])
  })

  test('of a venue that Coinglass has no name for, or of none, are refused before anything is asked', async () => {
    expect(await failureOf(readSums({ exchanges: ['mtgox'] }))).toMatchObject({
      fault: { reason: 'UNKNOWN_EXCHANGE' },
    })
    expect(await failureOf(readSums({ exchanges: [] }))).toMatchObject({ fault: { reason: 'NO_EXCHANGE' } })
    expect(server.requests).toEqual([])
  })

  test('that are zero before the first that is not may lie before the record: they are missing', async () => {
    const zero = { aggregated_long_liquidation_usd: 0, aggregated_short_liquidation_usd: '0' }
    const bars = [
      { time: DAY_20 - DAY_MS, ...zero },
      { time: DAY_20, aggregated_long_liquidation_usd: 0, aggregated_short_liquidation_usd: 7 },
      { time: DAY_21, ...zero },
    ]
    server.respond(LIQUIDATIONS, () => answer(bars))
    expect(linesOf([(await readSums())[0]!])).toEqual([
      'LIQUIDATIONS_LONG BTC Binance,OKX 09-20T00 0',
      'LIQUIDATIONS_SHORT BTC Binance,OKX 09-20T00 7',
      'LIQUIDATIONS_LONG BTC Binance,OKX 09-21T00 0',
      'LIQUIDATIONS_SHORT BTC Binance,OKX 09-21T00 0',
    ])
  })

  test('come in seconds or milliseconds, as the documentation prints both', () => {
    const row = { aggregated_long_liquidation_usd: 1, aggregated_short_liquidation_usd: 2 }
    const expected = { time: new Date(DAY_20), longUsd: '1', shortUsd: '2' }
    expect(mapLiquidationBar({ ...row, time: DAY_20 / 1000 }, DAY_MS)).toEqual(expected)
    expect(mapLiquidationBar({ ...row, time: String(DAY_20) }, DAY_MS)).toEqual(expected)
  })
})

describe('open interest', () => {
  test('is dollars at the end of the bar, with the rest of the bar beside it; zero and null are missing', async () => {
    const interest = (await readSums())[1]!
    expect(linesOf([interest])).toEqual([
      'OPEN_INTEREST_USD BTC open 09-20T00 2644845344',
      'OPEN_INTEREST_USD BTC high 09-20T00 2692643311.5',
      'OPEN_INTEREST_USD BTC low 09-20T00 2576975597',
      'OPEN_INTEREST_USD BTC - 09-20T00 2608846475',
      'OPEN_INTEREST_USD BTC open 09-21T00 2608846475',
      'OPEN_INTEREST_USD BTC high 09-21T00 2620807645',
    ])
    // Which venues it sums, Coinglass does not say.
    expect(interest.records[0]!.series).not.toHaveProperty('venues')
    expect(server.requestsTo('/open-interest/aggregated-history')[0]!.query.get('unit')).toBe('usd')
  })

  test('whose numbers contradict each other is refused', async () => {
    server.respond(INTEREST, () => answer([{ time: DAY_20, open: '5', high: '4', low: '3', close: '3' }]))
    const batches = await readSums()
    expect(codesOf(batches)).toEqual(['BAD_BAR'])
  })
})

describe('bars', () => {
  test('of a long window come in pages of a thousand, each asked for and cut to its own span', async () => {
    const from = new Date('2026-05-01T00:00:00Z')
    const to = new Date('2026-08-01T00:00:00Z')
    // Every page answers with all hours, as a server would that ignored the span.
    server.respond(INTEREST, () => {
      const hours = Array.from({ length: 92 * 24 }, (_, at) => from.getTime() + at * HOUR_MS)
      return answer(hours.map((time) => ({ time, open: 1, high: 1, low: 1, close: 1 })))
    })
    const batches = await readSums({ interval: '1h' }, { from, to })
    const closes = batches.flatMap(({ records }) =>
      records.filter(({ series }) => series.label === undefined),
    )
    const interest = closes.filter(({ series }) => series.measure === 'OPEN_INTEREST_USD')
    expect(interest).toHaveLength(92 * 24)
    const asked = server.requestsTo('/open-interest/aggregated-history').map(({ query }) => ({
      limit: query.get('limit'),
      interval: query.get('interval'),
      from: Number(query.get('start_time')),
      to: Number(query.get('end_time')) + 1,
    }))
    expect(asked.length).toBeGreaterThan(2)
    expect(asked[0]!.from).toBe(from.getTime())
    expect(asked.at(-1)!.to).toBe(to.getTime())
    for (const [at, page] of asked.entries()) {
      expect(page).toMatchObject({ limit: '1000', interval: '1h' })
      expect(page.to - page.from).toBeLessThanOrEqual(1000 * HOUR_MS)
      if (at > 0) expect(page.from).toBe(asked[at - 1]!.to)
    }
  })

  test('that are not over are left out, and one that begins at no bar is refused', async () => {
    server.respond(LIQUIDATIONS, () =>
      answer([
        { time: DAY_21 + HOUR_MS, aggregated_long_liquidation_usd: 1, aggregated_short_liquidation_usd: 1 },
        { time: DAY_22, aggregated_long_liquidation_usd: 1, aggregated_short_liquidation_usd: 1 },
      ]),
    )
    const [batch] = await readSums()
    expect(batch).toMatchObject({ records: [], rejections: [{ code: 'BAD_TIME' }] })
  })

  test('of a coin that Coinglass does not know are no zero: that nothing came is told', async () => {
    server.respond(LIQUIDATIONS, () => answer([]))
    server.respond(INTEREST, () => answer([]))
    const batches = await readSums({ assets: ['BTCUSDT'] })
    expect(linesOf(batches)).toEqual([])
    expect(codesOf(batches)).toEqual(['NO_DATA', 'NO_DATA'])
    expect(batches[0]!.rejections[0]!.payload).toMatchObject({ symbol: 'BTCUSDT', interval: '1d' })
  })

  test('whose fields were renamed are refused, not taken for missing values', async () => {
    server.respond(LIQUIDATIONS, () =>
      answer([{ time: DAY_20, long_liquidation_usd: 1, short_liquidation_usd: 2 }]),
    )
    expect(codesOf(await readSums())).toEqual(['BAD_SHAPE'])
  })
})

describe('flows of funds', () => {
  test('are of all and of each, out of a fund below zero; what is not reported is missing, and zero is a value', async () => {
    const batches = await readFlows()
    expect(linesOf(batches)).toEqual([
      'FUND_NET_FLOW BTC - 09-20T00 655300000',
      'FUND_NET_FLOW BTC GBTC 09-20T00 -95100000',
      'FUND_NET_FLOW BTC IBIT 09-20T00 750400000.25',
      'FUND_NET_FLOW BTC BTCW 09-20T00 0',
      'FUND_NET_FLOW BTC IBIT 09-21T00 1',
      'FUND_NET_FLOW ETH - 09-20T00 -106600000',
      'FUND_NET_FLOW ETH ETHE 09-20T00 -106600000',
    ])
    expect(codesOf(batches)).toEqual([])
  })

  test('of a window are those of its days alone', async () => {
    const batches = await readFlows({}, { from: new Date(DAY_21), to: new Date(DAY_22) })
    expect(linesOf(batches)).toEqual(['FUND_NET_FLOW BTC IBIT 09-21T00 1'])
  })

  test('that are no number or no ticker are refused alone', async () => {
    const etf_flows = [{ etf_ticker: 'IBIT', flow_usd: 'much' }, { etf_ticker: 'no ticker', flow_usd: 1 }, 7]
    server.respond(BITCOIN, () => answer([{ timestamp: DAY_20, flow_usd: 1, etf_flows }]))
    const [bitcoin] = await readFlows()
    expect(linesOf([bitcoin!])).toEqual(['FUND_NET_FLOW BTC - 09-20T00 1'])
    expect(codesOf([bitcoin!])).toEqual(['BAD_NUMBER', 'BAD_SHAPE', 'BAD_SHAPE'])
  })
})

describe('when Coinglass refuses or fails', () => {
  test('the key goes out in its header alone', async () => {
    await readFlows()
    for (const { headers, path, query } of server.requests) {
      expect(headers['cg-api-key']).toBe(KEY)
      expect(`${path}?${query.toString()}`).not.toContain('secret')
    }
  })

  test.each([
    [{ code: '400', msg: 'Invalid API key provided' }, 'SOURCE_REFUSED', 1],
    [{ code: '401', msg: 'Upgrade plan' }, 'SOURCE_REFUSED', 1],
    [{ code: 403, msg: 'interval not in plan' }, 'SOURCE_REFUSED', 1],
    [{ code: '30001', msg: 'API key missing' }, 'SOURCE_REFUSED', 1],
    [{ code: '429', msg: 'slow down' }, 'SOURCE_RATE_LIMITED', 2],
    [{ code: '50001', msg: 'Too Many Requests' }, 'SOURCE_RATE_LIMITED', 2],
    [{ code: '500', msg: 'server error' }, 'SOURCE_UNAVAILABLE', 2],
    [{ code: '0', msg: 'success' }, 'SOURCE_BAD_ANSWER', 2],
    [{ data: [] }, 'SOURCE_BAD_ANSWER', 2],
    [null, 'SOURCE_BAD_ANSWER', 2],
  ])('a body %j under HTTP 200 is %s, asked %i times', async (body, code, times) => {
    server.respond(BITCOIN, () => body ?? 'null')
    expect((await failureOf(readFlows())).code).toBe(code)
    expect(server.requests).toHaveLength(times)
  })

  test.each([
    [{ kind: 'status', status: 401, body: '{"msg":"wrong"}' }, 'SOURCE_REFUSED'],
    [{ kind: 'status', status: 429, retryAfter: '0' }, 'SOURCE_RATE_LIMITED'],
    [{ kind: 'status', status: 503 }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'truncate' }, 'SOURCE_BAD_ANSWER'],
    [{ kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'hang' }, 'SOURCE_UNAVAILABLE'],
  ] as const)('%j is %s, and no error repeats the key', async (misbehaviour, code) => {
    server.misbehave('/bitcoin/flow-history', misbehaviour, 2)
    const failure = await failureOf(readFlows({ timeoutMs: 200 }))
    expect(failure.code).toBe(code)
    expect(toldBy(failure)).not.toContain('secret')
  })

  test('a 429 is waited for as long as it asks, then asked again', async () => {
    server.misbehave('/bitcoin/flow-history', { kind: 'status', status: 429, retryAfter: '0.2' })
    const begun = performance.now()
    expect(await readFlows()).toHaveLength(2)
    expect(performance.now() - begun).toBeGreaterThan(190)
  })

  test('an allowance that is used up is waited for before the next request', async () => {
    server.headers = { 'API-KEY-MAX-LIMIT': '30', 'API-KEY-USE-LIMIT': '30' }
    const begun = performance.now()
    await readFlows({ limitPeriodMs: 250 })
    expect(performance.now() - begun).toBeGreaterThan(240)
    server.headers = { 'API-KEY-MAX-LIMIT': '30', 'API-KEY-USE-LIMIT': '2' }
    const again = performance.now()
    await readFlows({ limitPeriodMs: 5_000 })
    expect(performance.now() - again).toBeLessThan(1_000)
  })

  test('a coin that is refused after others were answered is told, and the rest is read', async () => {
    const refusal = { code: '400', msg: 'symbol not supported' }
    server.respond(LIQUIDATIONS, (query) =>
      query.get('symbol') === 'NOPE' ? refusal : answer(coinglass.liquidations),
    )
    const batches = await readSums({ assets: ['BTC', 'NOPE', 'ETH'] })
    expect(codesOf(batches)).toEqual(['SOURCE_REFUSED'])
    expect(new Set(batches.flatMap(({ records }) => records.map(({ series }) => series.assetCode)))).toEqual(
      new Set(['BTC', 'NOPE', 'ETH']),
    )
    const first = await failureOf(readSums({ assets: ['NOPE', 'BTC'] }))
    expect(first.code).toBe('SOURCE_REFUSED')
  })

  test('an address that sends elsewhere is not followed: the key would go along', async () => {
    server.headers = { location: server.urlOf('elsewhere') }
    server.misbehave('/bitcoin/flow-history', { kind: 'status', status: 302 }, 2)
    expect(await failureOf(readFlows())).toBeInstanceOf(Error)
    expect(server.requestsTo('/elsewhere')).toEqual([])
  })
})

describe('in the store', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createEmptyDatabase()
  })
  afterEach(() => database.close())

  test('its sums stand under its own source; a correction is a new version with the old one kept', async () => {
    const load = (now: Date) =>
      ingestSeries(
        contextOf(database, { now: () => now }),
        createAggregatesSource(options({ now: () => now })),
        'SERIES',
        undefined,
      )
    expect((await load(NOW)).counts).toMatchObject({ written: 9, rejected: 0 })
    expect((await load(NOW)).counts).toMatchObject({ written: 0, unchanged: 9 })
    const [first, day, ...more] = coinglass.liquidations
    server.respond(LIQUIDATIONS, () =>
      answer([first, { ...day, aggregated_long_liquidation_usd: 6e6 }, ...more]),
    )
    const later = new Date('2026-09-22T16:30:00Z')
    expect((await load(later)).counts).toMatchObject({ written: 1, unchanged: 8 })
    expect(await seriesRows(database, 'coinglass.rest')).toContain(
      'LIQUIDATIONS_LONG BTC Binance,OKX 09-20 6000000',
    )
    const versions = await database.pool.query(
      'select "row", superseded_at as "supersededAt" from fact_version',
    )
    expect(versions.rows).toEqual([{ row: { value: 5916885.14234 }, supersededAt: later }])
    const own = await database.pool.query('select 1 from liquidation union all select 1 from open_interest')
    expect(own.rowCount).toBe(0)
    const series = await database.pool.query(
      `select distinct venues, completeness from series where measure like 'LIQ%'`,
    )
    expect(series.rows).toEqual([{ venues: 'okx,binance', completeness: 'UNKNOWN' }])
  })

  test('without a key nothing is asked: its commands say so, and the recorder has no poll of it', async () => {
    const without = await liveSources(readConfig({}))
    expect(Object.keys(without.others ?? {})).toEqual(['RESERVES'])
    const { error } = await runTask(contextOf(database), without, { name: 'vendor' }, { quiet: true })
    expect(error).toMatchObject({ code: 'KEY_MISSING' })
    const keyed = await liveSources(readConfig({ COINGLASS_API_KEY: KEY }))
    expect(Object.keys(keyed.others ?? {})).toEqual(['RESERVES', 'FUND_FLOWS', 'SERIES'])
  })

  test('a command loads the flows of a window through the same wiring', async () => {
    const flows = createFundFlowsSource(options({}))
    const sources: Sources = {
      ...(await liveSources(readConfig({}))),
      others: { FUND_FLOWS: (context, window) => ingestSeries(context, flows, 'FUND_FLOWS', window) },
    }
    const window = { from: new Date(DAY_20), to: new Date(DAY_21) }
    const outcome = await runTask(
      contextOf(database),
      sources,
      { name: 'fund-flows', window },
      { quiet: true },
    )
    expect(outcome).toMatchObject({ label: 'fund-flows', counts: { written: 6, rejected: 0 } })
    expect(await seriesRows(database, 'coinglass.rest')).toContain(
      'FUND_NET_FLOW BTC IBIT 09-20 750400000.25',
    )
  })
})

describe('a row with anything in it is mapped or refused, never thrown through', () => {
  const refusalOf = (map: () => void) => {
    try {
      map()
    } catch (error) {
      expect(error).toBeInstanceOf(RecordError)
      expect((error as RecordError).code).toMatch(/^[A-Z_]+$/)
    }
  }
  const bar = { series: { measure: 'OPEN_INTEREST_USD', stepMs: DAY_MS, completeness: 'UNKNOWN' } } as const

  test('of liquidations', () => {
    fc.assert(
      fc.property(mutationsOf(coinglass.liquidations[1]), (row) =>
        refusalOf(() => {
          const { time, longUsd, shortUsd } = mapLiquidationBar(row, DAY_MS)
          for (const value of [longUsd, shortUsd])
            if (value !== undefined) expectSoundPoint({ ...bar, time, value })
        }),
      ),
      { numRuns: 2_000 },
    )
  })

  test('of open interest', () => {
    fc.assert(
      fc.property(mutationsOf(coinglass.interest[0]), (row) =>
        refusalOf(() => {
          const { time, values } = mapInterestBar(row, DAY_MS)
          for (const value of Object.values(values)) {
            expectSoundPoint({ ...bar, time, value })
            expect(Number(value)).toBeGreaterThan(0)
          }
        }),
      ),
      { numRuns: 2_000 },
    )
  })

  test('of flows', () => {
    fc.assert(
      fc.property(mutationsOf(coinglass.bitcoinFlows[0]), (row) =>
        refusalOf(() => {
          const { records, rejections } = mapFlowDay(row, 'BTC')
          for (const record of records) {
            expectSoundPoint(record)
            expect(record.series.label ?? 'ALL').toMatch(/^[A-Z0-9.]{1,12}$/)
          }
          for (const { reason } of rejections) expect(reason.length).toBeGreaterThan(0)
        }),
      ),
      { numRuns: 2_000 },
    )
  })
})
