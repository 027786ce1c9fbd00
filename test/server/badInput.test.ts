import net, { type AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { makeKey } from '../../src/access/keys.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApp } from '../../src/server/app.ts'
import { isStoreAway, openDatabase } from '../../src/db.ts'
import { encodeOpaque } from '../../src/lib/ids.ts'
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
    ...[
      ['1', 9e15, 1, 1, 'key'],
      ['1', 8.64e15, 1, 1, 'key'],
      ['1', -2e14, 1, 1, 'key'],
      ['1', 1.5e12, 9e15, 1, 'key'],
      ['1', 1.5e12, 1, -1, 'key'],
      ['1', 1.5e12, 1, 1, 'k\0'],
    ].map((parts): [string, string, string, string[], string] => [
      `a cursor of ${JSON.stringify(parts)}`,
      `liquidationOrders(window: ${DAY}, first: 1, after: "${encodeOpaque('OrderCursor/TIME_DESC', parts)}") { nodes { id } }`,
      'MALFORMED_CURSOR',
      ['after'],
      'a cursor that this field returned for the same sort',
    ]),
    [
      'a cursor of an episode of another age',
      `episodes(first: 1, after: "${encodeOpaque('EpisodeCursor', [-2e14, 'x'])}") { nodes { id } }`,
      'MALFORMED_CURSOR',
      ['after'],
      'a cursor that this field returned for the same sort',
    ],
    [
      'an id of an order of another age',
      `node(id: "${encodeOpaque('LiquidationOrder', ['binance', 'BTC/USDT:USDT', 'binance.ws', -2e14, 'k'])}") { id }`,
      'MALFORMED_ID',
      ['id'],
      'an `id` as this API returned it',
    ],
    [
      'a text with NUL',
      `quality { claims(asset: "B\\u0000") { code } }`,
      'NUL_IN_TEXT',
      [],
      'text without it',
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
    expect(data.liquidations.meta.warnings).toEqual([
      'The store holds nothing of this kind for what was asked.',
    ])
    expect(data.openInterest).toMatchObject({ now: { usd: null }, change: null, allTimeHigh: null })
    expect(data.quality).toMatchObject({ provenance: null, sources: [], runs: [] })
    // Every family that has times is told of, so that a store of one alone is not taken for empty.
    expect(data.quality.holdings).toHaveLength(10)
    expect(data.quality.holdings).toContainEqual({ family: 'SERIES', since: null, until: null })
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

  test('a store that is gone is told with 503 and when to ask again, without its address, whichever way is asked', async () => {
    const gone = openDatabase({ url: 'postgres://secret:hunter2@127.0.0.1:1/none', size: 1 })
    const own = await createApi(gone)
    const counted = await createApi(gone, { access: DEFAULT_ACCESS })
    const { key } = makeKey()
    const ask = (api: Api, url = '/graphql', headers: Record<string, string> = {}) =>
      api.app.inject({
        method: 'POST',
        url,
        payload: { query: '{ exchanges { code } }', format: 'CSV' },
        headers,
      })
    const answers = await Promise.all([
      ask(own),
      ask(own, '/export'),
      ask(counted),
      ask(counted, '/graphql', { authorization: `Bearer ${key}` }),
      ask(counted, '/export'),
      counted.app.inject({
        method: 'POST',
        url: '/graphql/stream',
        payload: { query: 'subscription { episodes { cursor } }' },
      }),
    ])
    for (const { statusCode, headers, body } of answers) {
      expect([statusCode, headers['retry-after']]).toEqual([503, '5'])
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'STORE_UNAVAILABLE' } }] })
      expect(body).not.toMatch(/hunter2|127\.0\.0\.1|ECONNREFUSED/)
    }
    // Operators are told why.
    expect(own.unexpected).toMatchObject([{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }])
    expect((await own.app.inject('/readyz')).statusCode).toBe(503)
    expect((await own.app.inject('/healthz')).statusCode).toBe(200)
    for (const { app } of [own, counted]) await app.close()
    await gone.close()
  })

  test('a store that answers nothing holds nobody for longer than a request may take, nor those who look whether it is ready', async () => {
    // As one that is cut off without a word: it takes connections, and says nothing.
    const silent = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const frozen = openDatabase({
      url: `postgres://x:x@127.0.0.1:${(silent.address() as AddressInfo).port}/x`,
      size: 2,
    })
    const own = await createApi(frozen, { access: DEFAULT_ACCESS, requestTimeoutMs: 300 })
    const accepted = new Set<net.Socket>()
    silent.on('connection', (socket) => accepted.add(socket))
    const { key } = makeKey()
    for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
      const { body } = await own.app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query: '{ __typename }' },
        headers,
      })
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }] })
    }
    expect((await own.app.inject('/readyz')).statusCode).toBe(503)
    for (const socket of accepted) socket.destroy()
    silent.close()
    await own.close()
    await frozen.close()
  })

  test('a store that stops or is full is away, and one that refuses a statement is not', async () => {
    const victim = new pg.Client({ connectionString: database.url })
    victim.on('error', () => undefined)
    await victim.connect()
    const { processID } = victim as unknown as { processID: number }
    const stopped = victim.query('select pg_sleep(60)').catch((error: unknown) => error)
    await expect
      .poll(
        async () =>
          (
            await database.pool.query(
              'select pg_terminate_backend($1) as ended from pg_stat_activity where pid = $1 and state = $2',
              [processID, 'active'],
            )
          ).rows,
      )
      .toEqual([{ ended: true }])
    expect(await stopped).toSatisfy(isStoreAway)
    expect(await victim.query('select 1').catch((error: unknown) => error)).toSatisfy(isStoreAway)
    expect(
      new Error('of another', { cause: Object.assign(new Error('too many clients'), { code: '53300' }) }),
    ).toSatisfy(isStoreAway)
    const refused = await database.pool.query('select nothing').catch((error: unknown) => error)
    expect(refused).not.toSatisfy(isStoreAway)
  })

  test('a fault of ours is told to operators with the number that the client was told', async () => {
    const said: string[] = []
    const written = vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => said.push(String(text)) > 0)
    const app = await createApp({ database, catalogTtlMs: 0 })
    try {
      await database.pool.query('alter table exchange rename to lost')
      const ask = (url: string) =>
        app.inject({ method: 'POST', url, payload: { query: '{ exchanges { code } }', format: 'CSV' } })
      for (const answer of [await ask('/graphql'), await ask('/export')]) {
        expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
        const id = String(answer.headers['x-request-id'])
        expect(
          said.find((line) => line.startsWith(`request ${id}: error: relation "exchange" does not exist`)),
        ).toBeDefined()
      }
    } finally {
      written.mockRestore()
      await database.pool.query('alter table lost rename to exchange')
      await app.close()
    }
  })

  test.each([
    ['GET', '/nothing?key=unwind_secret', 404, 'NOT_FOUND'],
    ['GET', '/graphql/nothing', 404, 'NOT_FOUND'],
    ['PUT', '/graphql', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/graphql/stream', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/%65xport', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/%E0%A4%A', 400, 'BAD_REQUEST'],
    ['POST', '/graphql%', 400, 'BAD_REQUEST'],
  ] as const)('%s %s is told as an error of GraphQL: %i %s', async (method, url, status, code) => {
    const answer = await api.app.inject({ method, url })
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({
      errors: [{ message: expect.any(String) as string, extensions: { code } }],
    })
    expect(answer.body).not.toContain('unwind_secret')
    expect(answer.headers).toMatchObject({
      'x-request-id': expect.any(String) as string,
      'x-content-type-options': 'nosniff',
    })
    expect('allow' in answer.headers).toBe(status === 405)
    const page = await api.app.inject({ method: 'GET', url: '/%E0%A4%A', headers: { accept: 'text/html' } })
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
  })
})
