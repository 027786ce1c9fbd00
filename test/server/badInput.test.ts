import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApp } from '../../src/server/app.ts'
import { openDatabase } from '../../src/db.ts'
import { createApi, type Answer, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await createEmptyDatabase()
  const [market] = (await loadMarkets(database, [
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'ETH'),
  ])) as [StoredMarket]
  await loadLiquidations(database, 'binance', span('22T00:00', '23T00:00'), [
    order(market, '22T06:00', 'LONG', '5'),
  ])
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const DAY = '{ from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

/** What a client can act on: the code, the reason, the argument and what would be accepted. */
function faultOf({ data, errors }: Answer) {
  expect(errors).toHaveLength(1)
  // A field that may be null is null; one that may not takes the whole answer with it.
  expect([null, { node: null }]).toContainEqual(data ?? null)
  const { code, reason, argument, accepted } = errors![0]!.extensions
  return { code, reason, argument, accepted }
}

describe('wrong arguments are errors with a code, the argument and what would be accepted', () => {
  test.each([
    [
      'an unknown exchange',
      `liquidations(window: ${DAY}, basket: { exchanges: ["binance", "ftx"] }) { completeness }`,
      'UNKNOWN_EXCHANGE',
      ['basket', 'exchanges', 1],
      ['binance'],
    ],
    [
      'an exchange twice',
      `liquidations(window: ${DAY}, basket: { exchanges: ["binance", "binance"] }) { completeness }`,
      'EXCHANGE_TWICE',
      ['basket', 'exchanges', 1],
      'each exchange once',
    ],
    [
      'an empty basket',
      `openInterest(window: ${DAY}, basket: { exchanges: [] }) { maxAgeMinutes }`,
      'EMPTY_BASKET',
      ['basket', 'exchanges'],
      ['binance'],
    ],
    [
      'an unknown asset',
      `liquidations(window: ${DAY}, filter: { assets: ["BTC", "BTX"] }) { completeness }`,
      'UNKNOWN_ASSET',
      ['filter', 'assets', 1],
      ['BTC', 'ETH'],
    ],
    [
      'an unknown sector',
      `openInterest(window: ${DAY}, filter: { sectors: ["nope"] }) { maxAgeMinutes }`,
      'UNKNOWN_SECTOR',
      ['filter', 'sectors', 0],
      [],
    ],
    [
      'from after to',
      `liquidations(window: { from: "2025-09-23T00:00:00Z", to: "2025-09-22T00:00:00Z" }) { completeness }`,
      'WINDOW_EMPTY',
      ['window', 'to'],
      'a moment after `from`',
    ],
    [
      'a window of no length',
      `openInterest(window: { from: "2025-09-23T00:00:00Z", to: "2025-09-23T00:00:00Z" }) { maxAgeMinutes }`,
      'WINDOW_EMPTY',
      ['window', 'to'],
      'a moment after `from`',
    ],
    [
      'a window with seconds',
      `liquidations(window: { from: "2025-09-22T00:00:30Z", to: "2025-09-23T00:00:00Z" }) { completeness }`,
      'WINDOW_NOT_WHOLE_MINUTES',
      ['window', 'from'],
      'a whole minute, e.g. 2025-09-22T00:00:00.000Z',
    ],
    [
      'fifty years at one minute',
      `liquidations(window: { from: "1976-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }, interval: MINUTE) { completeness }`,
      'TOO_MANY_BUCKETS',
      ['interval'],
      ['WEEK'],
    ],
    [
      'no page size',
      `liquidationOrders(window: ${DAY}) { nodes { id } }`,
      'PAGE_ARGUMENTS',
      ['first'],
      'a whole number from 1 to 100',
    ],
    [
      'a negative first',
      `liquidationOrders(window: ${DAY}, first: -1) { nodes { id } }`,
      'OUT_OF_RANGE',
      ['first'],
      'a whole number from 1 to 100',
    ],
    [
      'a last of zero',
      `markets(last: 0) { nodes { id } }`,
      'OUT_OF_RANGE',
      ['last'],
      'a whole number from 1 to 100',
    ],
    [
      'a first of 101',
      `assets(first: 101) { nodes { id } }`,
      'OUT_OF_RANGE',
      ['first'],
      'a whole number from 1 to 100',
    ],
    [
      'first and last together',
      `assets(first: 1, last: 1) { nodes { id } }`,
      'PAGE_ARGUMENTS',
      ['last'],
      '`first` with `after`, or `last` with `before`',
    ],
    [
      'a malformed cursor',
      `liquidationOrders(window: ${DAY}, first: 1, after: "what") { nodes { id } }`,
      'MALFORMED_CURSOR',
      ['after'],
      'a cursor that this field returned for the same sort',
    ],
    [
      'a cursor of another field',
      `markets(first: 1, after: "WyJBc3NldEN1cnNvciIsIkJUQyJd") { nodes { id } }`,
      'MALFORMED_CURSOR',
      ['after'],
      'a cursor that this field returned for the same sort',
    ],
    [
      'an id that is none',
      `node(id: "hello") { id }`,
      'MALFORMED_ID',
      ['id'],
      'an `id` as this API returned it',
    ],
    [
      'an age of zero',
      `openInterest(window: ${DAY}, maxAgeMinutes: 0) { maxAgeMinutes }`,
      'OUT_OF_RANGE',
      ['maxAgeMinutes'],
      'a whole number from 1 to 10080',
    ],
    [
      'attribution backwards',
      `attribution(from: "2025-09-23T00:00:00Z", to: "2025-09-22T00:00:00Z") { assetsLeftOut }`,
      'WINDOW_EMPTY',
      ['to'],
      'a moment after `from`',
    ],
  ])('%s', async (_, field, reason, argument, accepted) => {
    expect(faultOf(await api.query(`{ ${field} }`))).toEqual({
      code: 'BAD_USER_INPUT',
      reason,
      argument,
      accepted,
    })
  })

  test('a nested list asked for too many', async () => {
    const answer = await api.query(`{ liquidations(window: ${DAY}) { largestOrders(first: 1000) { id } } }`)
    expect(faultOf(answer)).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'OUT_OF_RANGE',
      argument: ['first'],
    })
    expect(answer.errors![0]!.path).toEqual(['liquidations', 'largestOrders'])
  })
})

describe('wrong scalars', () => {
  test.each([
    '2025-09-22',
    '2025-09-22T00:00:00',
    '2025-02-30T00:00:00Z',
    '22.9.2025',
    '',
    'yesterday',
    '2025-13-01T00:00:00Z',
  ])('the moment %j is refused, written into the query or given as a variable', async (moment) => {
    const literal = await api.query(`{ dominance(at: ${JSON.stringify(moment)}) { totalUsd } }`)
    const variable = await api.query('query ($at: DateTime) { dominance(at: $at) { totalUsd } }', {
      at: moment,
    })
    for (const { errors, data } of [literal, variable]) {
      expect(data ?? null).toBeNull()
      expect(errors![0]!.message).toContain('RFC 3339')
      expect(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(errors![0]!.extensions.code)
      expect(errors![0]!.extensions.reason).toBe('MALFORMED_DATETIME')
    }
  })

  test('a moment with an offset is the same moment in UTC', async () => {
    const { data } = await api.query(`{
      liquidations(window: { from: "2025-09-22T02:00:00+02:00", to: "2025-09-22T20:00:00-04:00" }) { meta { window { from to } } }
    }`)
    expect(data.liquidations.meta.window).toEqual({
      from: '2025-09-22T00:00:00.000Z',
      to: '2025-09-23T00:00:00.000Z',
    })
  })

  test.each(['ten', '1,000', 'NaN', '1e999999', '0x10'])('the decimal %j is refused', async (minUsd) => {
    const { errors } = await api.query(
      `query ($minUsd: Decimal) { liquidationOrders(window: ${DAY}, filter: { minUsd: $minUsd }, first: 1) { nodes { id } } }`,
      { minUsd },
    )
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'MALFORMED_DECIMAL' })
  })
})

describe('variables', () => {
  const QUERY = `query ($interval: Interval! = DAY, $first: Int! = 5) {
    liquidations(window: ${DAY}, interval: $interval) { series { interval } byAsset(first: $first) { asset { code } } }
  }`

  test('that are required but have a default may be left out', async () => {
    const { data, errors } = await api.query(QUERY)
    expect(errors).toBeUndefined()
    expect(data.liquidations).toEqual({ series: { interval: 'DAY' }, byAsset: [{ asset: { code: 'BTC' } }] })
  })

  test.each([
    [{ interval: 'HOURLY' }, 'does not exist in "Interval" enum'],
    [{ first: 'ten' }, 'Int cannot represent'],
    [{ first: null }, 'must not be null'],
  ])('%j are refused with what is wrong', async (variables, why) => {
    const { data, errors } = await api.query(QUERY, variables)
    expect(data ?? null).toBeNull()
    expect(errors![0]!.message).toContain(why)
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'VARIABLE_MALFORMED' })
  })
})

describe('what is not held', () => {
  test('is NO_DATA, not an empty answer', async () => {
    for (const field of [
      'dominance { totalUsd }',
      'attribution(from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z") { assetsLeftOut }',
    ])
      expect(faultOf(await api.query(`{ ${field} }`)).code).toBe('NO_DATA')
  })

  test('an object by an id of another store is null, not an error', async () => {
    const id = Buffer.from(JSON.stringify(['Market', 'okx', 'BTC/USDT:USDT'])).toString('base64url')
    expect((await api.query('query ($id: ID!) { node(id: $id) { id } }', { id })).data).toEqual({
      node: null,
    })
  })

  test('an empty store answers with nulls and says so', async () => {
    const empty = await createEmptyDatabase()
    const own = await createApi(empty)
    const { data, errors } = await own.query(`{
      liquidations(window: ${DAY}) { total { usd } completeness coverage { share } series { columns { usd } } meta { provenance sources { code } warnings } }
      openInterest(window: ${DAY}) { now { usd } change { usd } allTimeHigh { usd } series { columns { usd } } }
      quality { provenance sources { code } holdings { family since until } runs { id } }
      exchanges { code }
    }`)
    expect(errors).toBeUndefined()
    expect(data.liquidations).toMatchObject({
      total: null,
      completeness: 'UNKNOWN',
      coverage: { share: '0' },
    })
    expect(data.liquidations.series.columns.usd).toEqual(Array(24).fill(null))
    expect(data.liquidations.meta.warnings).toEqual(['The store holds nothing of this kind for this basket.'])
    expect(data.openInterest).toMatchObject({ now: { usd: null }, change: null, allTimeHigh: null })
    expect(data.quality).toMatchObject({ provenance: null, sources: [], runs: [] })
    await own.close()
    await empty.close()
  })
})

describe('never a 500 and never a word of the inside', () => {
  test.each([
    ['a document that does not parse', '{ liquidations( }', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ liquidation { usd } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing argument', '{ liquidations { completeness } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment that circles', 'query { ...a } fragment a on Query { ...a }', 'GRAPHQL_VALIDATION_FAILED'],
    ['__proto__ as a field', '{ __proto__ { x } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_, query, code) => {
    const { status, errors } = await api.query(query)
    expect(status).toBeLessThan(500)
    expect(errors![0]!.extensions.code).toBe(code)
    expect(JSON.stringify(errors)).not.toMatch(/stacktrace|node_modules|select /i)
  })

  test.each([
    ['no body', ''],
    ['half a body', '{"query": "{ exch'],
    ['a list', '[]'],
    ['a number', '7'],
    ['no query', '{}'],
  ])('%s is a client error', async (_, payload) => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      payload,
      headers: { 'content-type': 'application/json' },
    })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
  })

  test('a query that runs too long is cancelled in PostgreSQL and told as QUERY_TIMEOUT', async () => {
    const hasty = openDatabase({ url: database.url, size: 2, statementTimeoutMs: 300 })
    const blocker = await database.pool.connect()
    const own = await createApi(hasty)
    try {
      await own.query('{ exchanges { code } }')
      await blocker.query('begin; lock table liquidation_day in access exclusive mode')
      const { errors } = await own.query(`{ liquidations(window: ${DAY}) { total { usd } } }`)
      expect(errors![0]!.extensions).toEqual({ code: 'QUERY_TIMEOUT' })
      expect(own.unexpected).toEqual([])
    } finally {
      await blocker.query('rollback')
      blocker.release()
      await own.close()
      await hasty.close()
    }
  })

  test('a store that is gone is an INTERNAL_SERVER_ERROR without its address, and /readyz says 503', async () => {
    const gone = openDatabase({ url: 'postgres://secret:hunter2@127.0.0.1:1/none', size: 1 })
    const unexpected: unknown[] = []
    const app = await createApp({ database: gone, onUnexpected: (error) => unexpected.push(error) })
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ exchanges { code } }' },
    })
    expect(answer.json().errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' })
    expect(answer.body).not.toMatch(/hunter2|127\.0\.0\.1|ECONNREFUSED/)
    expect(unexpected).toHaveLength(1)
    expect((await app.inject('/readyz')).statusCode).toBe(503)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    await app.close()
    await gone.close()
  })
})
