import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKey, revokeKey, rotateKey } from '../../src/access/manage.ts'
import { DEFAULT_ACCESS, Gate, networkOf } from '../../src/access/gate.ts'
import type { Scope } from '../../src/access/record.ts'
import { HOUR_MS } from '../../src/lib/time.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
let now = new Date('2026-01-01T00:00:00Z')
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database, {
    access: { ...DEFAULT_ACCESS, requireKey: true, keyUnits: 1_000, mostUnits: 500 },
    now: () => now,
  })
})
afterAll(async () => {
  await api.close()
  await database.close()
})
beforeEach(async () => {
  now = new Date('2026-01-01T00:00:00Z')
  await database.pool.query('truncate rate_limit')
})

const make = (scopes: readonly Scope[] = ['READ'], more: object = {}) =>
  createKey(database.pool, { name: 'partner', scopes, ...more }, now)

async function ask(query: string, key?: string, more: object = {}) {
  const response = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query, ...more },
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.json<{
      data?: Record<string, never> | null
      errors?: { message: string; extensions: Record<string, unknown> }[]
      extensions?: { cost?: Record<string, unknown> }
    }>(),
  }
}

describe('a key', () => {
  test('opens the door, is kept as a hash alone, and its use is noted', async () => {
    const { key, row } = await make()
    const { status, body } = await ask(
      '{ viewer { key { id name } scopes rateLimit { limit mostPerRequest } } }',
      key,
    )
    expect(status).toBe(200)
    expect(body.data).toEqual({
      viewer: {
        key: { id: row.id, name: 'partner' },
        scopes: ['READ'],
        rateLimit: { limit: 1_000, mostPerRequest: 500 },
      },
    })
    const held = await database.pool.query('select * from api_key where id = $1', [row.id])
    expect(JSON.stringify(held.rows)).not.toContain(key.slice(-43))
    await expect
      .poll(
        async () =>
          (await database.pool.query('select last_used_at from api_key where id = $1', [row.id])).rows,
      )
      .toEqual([{ last_used_at: now }])
    // The other header, as some gateways send it.
    const other = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ __typename }' },
      headers: { 'x-api-key': key },
    })
    expect(other.statusCode).toBe(200)
  })

  test.each([
    ['none', undefined, 'KEY_REQUIRED'],
    ['of another shape', 'secret', 'KEY_MALFORMED'],
    ['that nobody made', `unwind_${'0'.repeat(12)}_${'a'.repeat(43)}`, 'KEY_UNKNOWN'],
  ])('%s is refused with 401', async (_, key, reason) => {
    const { status, body, headers } = await ask('{ __typename }', key)
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer')
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason })
    expect(body.data).toBeUndefined()
  })

  test('that has expired, or was revoked, opens nothing; another scheme is no key', async () => {
    const expired = await make(['READ'], { expiresAt: new Date(now.getTime() + HOUR_MS) })
    expect((await ask('{ __typename }', expired.key)).status).toBe(200)
    now = new Date(now.getTime() + HOUR_MS)
    expect((await ask('{ __typename }', expired.key)).body.errors?.[0]?.extensions.reason).toBe('KEY_EXPIRED')
    const revoked = await make()
    await revokeKey(database.pool, revoked.row.id, now)
    expect((await ask('{ __typename }', revoked.key)).body.errors?.[0]?.extensions.reason).toBe('KEY_REVOKED')
    const basic = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ __typename }' },
      headers: { authorization: 'Basic dXNlcjpwYXNz' },
    })
    expect(basic.json()).toMatchObject({ errors: [{ extensions: { reason: 'KEY_MALFORMED' } }] })
  })

  test('is rotated: both open the door for the overlap, then the new one alone', async () => {
    const old = await make(['READ', 'WRITE'], { unitsPerMinute: 77 })
    const made = await rotateKey(database.pool, old.row.id, 2, now)
    expect(made.row).toMatchObject({
      name: 'partner',
      scopes: ['READ', 'WRITE'],
      unitsPerMinute: 77,
      replaces: old.row.id,
    })
    for (const { key } of [old, made]) expect((await ask('{ __typename }', key)).status).toBe(200)
    // The server believes what it read of a key for some seconds.
    const later = await createApi(database, {
      access: { ...DEFAULT_ACCESS, requireKey: true },
      now: () => new Date(now.getTime() + 2 * HOUR_MS),
    })
    const status = async (key: string) =>
      (
        await later.app.inject({
          method: 'POST',
          url: '/graphql',
          payload: { query: '{ __typename }' },
          headers: { authorization: `Bearer ${key}` },
        })
      ).statusCode
    expect(await status(old.key)).toBe(401)
    expect(await status(made.key)).toBe(200)
    await later.close()
    const unknown = { fault: { reason: 'UNKNOWN_KEY' } }
    for (const id of ['none', '\0']) {
      await expect(rotateKey(database.pool, id, 2, now)).rejects.toMatchObject(unknown)
      await expect(revokeKey(database.pool, id, now)).rejects.toMatchObject(unknown)
    }
    await revokeKey(database.pool, made.row.id, now)
    await expect(rotateKey(database.pool, made.row.id, 2, now)).rejects.toMatchObject({
      fault: { reason: 'KEY_ENDED' },
    })
  })

  test('that is rotated keeps the end that it was made with, also when it is rotated again, unless another is named', async () => {
    const end = new Date(now.getTime() + 48 * HOUR_MS)
    const { row } = await make(['READ'], { expiresAt: end })
    // The newest of several is known by when it was made.
    const rotate = async (id: string, asked: object = {}) => {
      now = new Date(now.getTime() + 1)
      return (await rotateKey(database.pool, id, 2, now, asked)).row
    }
    const next = await rotate(row.id)
    expect(next.expiresAt).toEqual(end)
    // The first one ends with its overlap by now: that is not its end.
    expect((await rotate(row.id)).expiresAt).toEqual(end)
    const later = new Date(end.getTime() + HOUR_MS)
    expect((await rotate(next.id, { expiresAt: later })).expiresAt).toEqual(later)
    expect((await rotate(next.id)).expiresAt).toEqual(later)
    await expect(rotate(next.id, { expiresAt: now })).rejects.toMatchObject({
      fault: { reason: 'EXPIRES_AT', argument: ['expiresAt'] },
    })
    const admin = await make(['ADMIN', 'READ'])
    const endBy = async (more: string) => {
      const mutation = `mutation ${more.includes('$') ? '($end: DateTime) ' : ''}{ apiKeyRotate(id: "${next.id}"${more}) { apiKey { expiresAt } } }`
      return (await ask(mutation, admin.key)).body.data!.apiKeyRotate
    }
    for (const more of ['', ', expiresAt: $end'])
      expect(await endBy(more)).toEqual({ apiKey: { expiresAt: later.toISOString() } })
    expect(await endBy(', expiresAt: null')).toEqual({ apiKey: { expiresAt: null } })
  })

  test('does what its scopes say: keys need ADMIN, baskets WRITE, questions READ', async () => {
    const [read, admin, write] = [await make(), await make(['READ', 'ADMIN']), await make(['WRITE'])]
    const create = 'mutation { apiKeyCreate(input: { name: "new" }) { key apiKey { id scopes } } }'
    const refused = await ask(create, read.key)
    expect(refused.body.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', scope: 'ADMIN' })
    const made = await ask(create, admin.key)
    const { key, apiKey } = made.body.data!.apiKeyCreate as unknown as {
      key: string
      apiKey: { id: string; scopes: string[] }
    }
    expect(apiKey.scopes).toEqual(['READ'])
    expect((await ask('{ __typename }', key)).status).toBe(200)
    const listed = await ask('{ apiKeys { id name revokedAt } }', admin.key)
    expect(listed.body.data!.apiKeys).toContainEqual({ id: apiKey.id, name: 'new', revokedAt: null })
    expect((await ask('{ apiKeys { id } }', read.key)).body.errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    })
    const question = await ask('{ __typename }', write.key)
    expect([question.status, question.body.errors?.[0]?.extensions]).toEqual([
      403,
      { code: 'FORBIDDEN', scope: 'READ' },
    ])
    const basket =
      'mutation { basketCreate(input: { code: "b", name: "B", exchanges: ["none"] }) { basket { code } } }'
    expect((await ask(basket, read.key)).body.errors?.[0]?.extensions).toMatchObject({ scope: 'WRITE' })
    expect((await ask(basket, write.key)).body.errors?.[0]?.extensions).toMatchObject({
      reason: 'UNKNOWN_EXCHANGE',
    })
    await database.pool.query(
      `insert into basket (code, name, exchanges, created_at) values ('b', 'B', '{none}', now())`,
    )
    const remove = 'mutation { basketDelete(code: "b") { code } }'
    expect((await ask(remove, write.key)).body.errors?.[0]?.extensions).toMatchObject({ scope: 'ADMIN' })
    expect((await ask(remove, admin.key)).body.data).toEqual({ basketDelete: { code: 'b' } })
    expect((await ask(remove, admin.key)).body.errors?.[0]?.extensions).toMatchObject({
      reason: 'UNKNOWN_BASKET',
    })
    const rotated = await ask(
      `mutation { apiKeyRotate(id: "${apiKey.id}") { apiKey { replaces } } }`,
      admin.key,
    )
    expect(rotated.body.data!.apiKeyRotate).toEqual({ apiKey: { replaces: apiKey.id } })
    const ended = await ask(
      `mutation { apiKeyRevoke(id: "${apiKey.id}") { apiKey { revokedAt } } }`,
      admin.key,
    )
    expect(ended.body.data!.apiKeyRevoke).toEqual({ apiKey: { revokedAt: now.toISOString() } })
  })

  test.each([
    [{ name: ' ' }, 'KEY_NAME'],
    [{ name: 'x'.repeat(201) }, 'KEY_NAME'],
    [{ name: 'x\0' }, 'KEY_NAME'],
    [{ scopes: [] }, 'SCOPES'],
    [{ scopes: ['READ', 'READ'] }, 'SCOPES'],
    [{ unitsPerMinute: 0 }, 'OUT_OF_RANGE'],
    [{ unitsPerMinute: 1.5 }, 'OUT_OF_RANGE'],
    [{ expiresAt: new Date('2025-01-01T00:00:00Z') }, 'EXPIRES_AT'],
  ])('of %j is not made: %s', async (more, reason) => {
    await expect(
      createKey(database.pool, { name: 'x', scopes: ['READ'], ...(more as object) }, now),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT', fault: { reason } })
  })
})

describe('units', () => {
  const ASSETS = '{ assets(first: 100) { nodes { code } } }'

  test('what a request may cost is told before, what it did cost after, and what is left', async () => {
    const { key } = await make()
    const dry = await ask(ASSETS, key, { extensions: { dryRun: true } })
    expect(dry.body).toEqual({
      data: null,
      extensions: { cost: { requested: 101, actual: null, limit: 1_000, remaining: null, resetAt: null } },
    })
    const { body, headers } = await ask(ASSETS, key)
    // The store is empty: one connection, no node.
    expect(body.extensions?.cost).toMatchObject({ requested: 101, actual: 1, limit: 1_000, remaining: 999 })
    expect(headers).toMatchObject({ 'ratelimit-limit': '1000', 'ratelimit-remaining': '999' })
    expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0)
    const next = await ask(ASSETS, key)
    expect(next.body.extensions?.cost).toMatchObject({ remaining: 998 })
  })

  test('spent units are refused with 429 and when to come again; another key has its own; the next minute all are back', async () => {
    const [spent, other] = [await make(['READ'], { unitsPerMinute: 150 }), await make()]
    const first = await ask(ASSETS, spent.key)
    expect(first.status).toBe(200)
    await database.pool.query(`update rate_limit set points = 100 where key like '%' || $1`, [spent.row.id])
    const { status, headers, body } = await ask(ASSETS, spent.key)
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', limit: 150, remaining: 50 })
    // What was refused took nothing: a smaller question still goes through.
    expect((await ask('{ __typename }', spent.key)).status).toBe(200)
    expect((await ask(ASSETS, other.key)).status).toBe(200)
    await database.pool.query('update rate_limit set expire = 1')
    expect((await ask(ASSETS, spent.key)).status).toBe(200)
  })

  test('several servers of one store count together, and never give out more than there is', async () => {
    const { key } = await make(['READ'], { unitsPerMinute: 60 })
    const servers = await Promise.all(
      [1, 2, 3].map(() => createApi(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })),
    )
    const statuses = await Promise.all(
      Array.from({ length: 90 }, (_, at) =>
        servers[at % 3]!.app.inject({
          method: 'POST',
          url: '/graphql',
          payload: { query: '{ __typename }' },
          headers: { authorization: `Bearer ${key}` },
        }).then(({ statusCode }) => statusCode),
      ),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect(statuses.filter((status) => status === 429)).toHaveLength(30)
    for (const server of servers) await server.close()
  })

  test('what is given back goes to the minute that it was taken from: the next one begins with what it has', async () => {
    const { key, row } = await make(['READ'], { unitsPerMinute: 50 })
    const gate = new Gate(database.pool, DEFAULT_ACCESS, () => new Date())
    const caller = await gate.callerOf(key, '127.0.0.1')
    const points = async () => {
      const { rows } = await database.pool.query<{ points: number }>(
        `select points from rate_limit where key like '%' || $1`,
        [row.id],
      )
      return rows[0]!.points
    }
    const charge = await gate.charge(caller, 40)
    await gate.refund(caller, 30, charge)
    expect(await points()).toBe(10)
    await database.pool.query('update rate_limit set points = 3, expire = expire + 60000')
    await gate.refund(caller, 10, charge)
    expect(await points()).toBe(3)
  })

  test('what costs more than a caller’s whole minute is refused for good: waiting would not help', async () => {
    const { key } = await make(['READ'], { unitsPerMinute: 50 })
    const { body } = await ask(ASSETS, key)
    expect(body.errors?.[0]?.extensions).toMatchObject({
      code: 'QUERY_TOO_EXPENSIVE',
      requested: 101,
      accepted: 50,
    })
    const viewer = await ask('{ viewer { rateLimit { limit mostPerRequest } } }', key)
    expect(viewer.body.data).toMatchObject({ viewer: { rateLimit: { limit: 50, mostPerRequest: 50 } } })
  })

  test('one request can’t ask for more than any may', async () => {
    const { key } = await make()
    const { status, body } = await ask(
      '{ a: assets(first: 100) { nodes { code } } b: markets(first: 100) { nodes { symbol } } c: episodes(first: 100) { nodes { liquidations { byAsset(first: 10) { asset { code } } } } } }',
      key,
    )
    expect(status).toBe(200)
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', accepted: 500 })
  })
})

describe('a series costs the more the longer it is', () => {
  const DAY = { from: '2025-09-22T00:00:00Z', to: '2025-09-23T00:00:00Z' }
  const MONTH = { from: '2025-09-01T00:00:00Z', to: '2025-10-01T00:00:00Z' }
  const seriesOf = (
    { from, to }: typeof DAY,
    interval: string,
    below = 'timeSeries { columns { start value } }',
  ) => `{ liquidations(window: { from: "${from}", to: "${to}" }, interval: ${interval}) { ${below} } }`
  const dry = async (query: string, variables: object = {}) => {
    const { key } = await make()
    const { body } = await ask(query, key, { variables, extensions: { dryRun: true } })
    return body.extensions!.cost!.requested
  }

  // One for what is asked, five for the series, five for its columns or points; then its buckets and its values.
  test.each([
    ['24 hours', seriesOf(DAY, 'HOUR'), 11 + 1 + 1],
    ['720 hours', seriesOf(MONTH, 'HOUR'), 11 + 8 + 15],
    ['1,440 minutes', seriesOf(DAY, 'MINUTE'), 11 + 15 + 29],
    [
      '4 hours and parts of two',
      seriesOf({ from: '2025-09-22T00:30:00Z', to: '2025-09-22T05:30:00Z' }, 'HOUR'),
      11 + 1 + 1,
    ],
    ['one field', seriesOf(MONTH, 'HOUR', 'timeSeries { columns { value } }'), 11 + 8 + 8],
    ['points', seriesOf(MONTH, 'HOUR', 'timeSeries { points { start value } }'), 11 + 8 + 29],
    ['no value', seriesOf(MONTH, 'HOUR', 'timeSeries { unit }'), 6 + 8],
    ['the last week', seriesOf({ from: '-7d/h', to: 'now/h' }, 'HOUR'), 11 + 2 + 4],
    [
      'of each group',
      seriesOf(
        MONTH,
        'HOUR',
        'timeSeriesBy(by: [EXCHANGE], first: 4) { series { columns { start value } } }',
      ),
      1 + 4 * (5 + 1 + 5 + 8 + 15),
    ],
    [
      'days where there is no interval',
      `{ reserves(asset: "BTC", window: { from: "${MONTH.from}", to: "${MONTH.to}" }) { timeSeries { columns { start value } } } }`,
      11 + 1 + 1,
    ],
    [
      'hours of an axis',
      '{ compareEpisodes(ids: ["a", "b"], hoursBefore: 100, hoursAfter: 400) { series { index level } } }',
      60 + 2 * (1 + 10),
    ],
    ['a window that ends before it begins', seriesOf({ from: DAY.to, to: DAY.from }, 'HOUR'), 11],
    [
      'more buckets than a series may have',
      seriesOf({ from: '0001-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z' }, 'MINUTE'),
      11 + 100 + 200,
    ],
  ])('%s', async (_, query, units) => {
    expect(await dry(query)).toBe(units)
  })

  test('told by variables as by their defaults, and what is no moment is refused by the question itself', async () => {
    const query = `query ($window: WindowInput!, $from: DateTime = "${MONTH.from}", $interval: Interval = HOUR) {
      a: liquidations(window: $window, interval: $interval) { timeSeries { columns { start value } } }
      b: liquidations(window: { from: $from, to: "${MONTH.to}" }) { timeSeries { columns { start value } } } }`
    expect(await dry(query, { window: MONTH })).toBe(2 * 34)
    expect(await dry(query, { window: DAY, from: '2025-09-30T00:00:00Z', interval: 'MINUTE' })).toBe(55 + 13)
    for (const window of [{ from: 'yesterday', to: 7 }, { from: DAY.from }, 'all', null]) {
      const { key } = await make()
      expect((await ask(query, key, { variables: { window } })).body.errors![0]!.extensions.code).toBe(
        'BAD_USER_INPUT',
      )
    }
  })

  test('what came is what is paid', async () => {
    const { key } = await make()
    for (const query of [
      seriesOf(MONTH, 'HOUR'),
      seriesOf(MONTH, 'HOUR', 'timeSeries { unit }'),
      seriesOf(MONTH, 'DAY', 'series { points { start usd } }'),
    ]) {
      const { body } = await ask(query, key)
      expect(body.errors).toBeUndefined()
      expect(body.extensions!.cost!.actual).toBe(await dry(query))
    }
    // No venue is held: no group came.
    const grouped = 'timeSeriesBy(by: [EXCHANGE], first: 4) { series { columns { start value } } }'
    expect((await ask(seriesOf(MONTH, 'HOUR', grouped), key)).body.extensions!.cost).toMatchObject({
      requested: 137,
      actual: 1,
    })
  })
})

test('a server that is open counts by address, and has no keys to give away', async () => {
  const open = await createApi(database, { access: { ...DEFAULT_ACCESS, anonymousUnits: 3 } })
  const statuses = []
  for (let turn = 0; turn < 4; turn++)
    statuses.push(
      (
        await open.app.inject({
          method: 'POST',
          url: '/graphql',
          payload: { query: '{ __typename }' },
        })
      ).statusCode,
    )
  expect(statuses).toEqual([200, 200, 200, 429])
  // What is kept for all is not filled up by who is nobody.
  expect([
    ...(await new Gate(database.pool, DEFAULT_ACCESS, () => new Date()).callerOf(undefined, '::1')).scopes,
  ]).toEqual(['READ'])
  await open.close()
  const free = await createApi(database)
  const { errors } = await free.query('{ apiKeys { id } }')
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
  expect((await free.query('{ viewer { key { id } scopes rateLimit { limit } } }')).data).toEqual({
    viewer: { key: null, scopes: null, rateLimit: null },
  })
  await free.close()
})

test('addresses of one customer count together; a proxy says whose they are where it is trusted', async () => {
  expect(['10.0.0.1', '::ffff:10.0.0.1', '2001:db8:1:2::5', '2001:db8:1:2:ffff::1'].map(networkOf)).toEqual([
    '10.0.0.1',
    '10.0.0.1',
    '2001:db8:1:2::/64',
    '2001:db8:1:2::/64',
  ])
  // The port is another one with each connection.
  expect(
    ['10.0.0.1:5678', '[::ffff:10.0.0.1]:5678', '[2001:db8:1:2::5]:443', '[2001:db8:1:2::5]'].map(networkOf),
  ).toEqual(['10.0.0.1', '10.0.0.1', '2001:db8:1:2::/64', '2001:db8:1:2::/64'])
  const idsOf = async (trustedProxies: readonly string[], forwarded = '203.0.113.9') => {
    await database.pool.query('truncate rate_limit')
    const own = await createApi(database, { access: DEFAULT_ACCESS, now: () => now, trustedProxies })
    await own.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ __typename }' },
      headers: { 'x-forwarded-for': forwarded },
    })
    await own.close()
    return (await database.pool.query<{ key: string }>('select key from rate_limit')).rows.map(
      ({ key }) => key,
    )
  }
  expect(await idsOf([])).toEqual(['units:address:127.0.0.1'])
  expect(await idsOf(['127.0.0.0/8'])).toEqual(['units:address:203.0.113.9'])
  expect(await idsOf(['127.0.0.0/8', '10.0.0.7'], '203.0.113.9:5678, 10.0.0.7:443')).toEqual([
    'units:address:203.0.113.9',
  ])
})

describe('no way around', () => {
  test.each(['/%67raphql', '/graphq%6C', '/%65xport', '/gr%61phql/stream', '/graphql?x=1'])(
    'an address that is written %s is the route that it is',
    async (url) => {
      const response = await api.app.inject({
        method: 'POST',
        url,
        payload: { query: '{ exchanges { code } }', format: 'CSV' },
      })
      expect([response.statusCode, response.json<{ errors: unknown[] }>().errors]).toEqual([
        401,
        [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED', reason: 'KEY_REQUIRED' } })],
      ])
    },
  )

  test('a default of a variable costs what it stands for', async () => {
    const { key } = await make()
    const costOf = async (query: string) =>
      (await ask(query, key, { extensions: { dryRun: true } })).body.extensions!.cost!.requested
    const literal = await costOf('{ markets(first: 40) { nodes { symbol } } }')
    expect(literal).toBeGreaterThan(40)
    expect(await costOf('query ($n: Int = 40) { markets(first: $n) { nodes { symbol } } }')).toBe(literal)
    const huge =
      'query ($n: Int = 100) { assets(first: $n) { nodes { markets(first: $n) { nodes { symbol } } } } }'
    expect((await ask(huge, key)).body.errors![0]!.extensions.code).toBe('QUERY_TOO_EXPENSIVE')
  })

  test('what fails is paid for as it was asked', async () => {
    const { key } = await make()
    const query = '{ markets(first: 100) { nodes { symbol } } nodes(ids: ["x"]) { id } }'
    const { body } = await ask(query, key)
    expect(body.errors).toHaveLength(1)
    expect(body.extensions!.cost!.actual).toBe(body.extensions!.cost!.requested)
    expect(body.extensions!.cost!.actual).toBeGreaterThan(100)
  })
})
