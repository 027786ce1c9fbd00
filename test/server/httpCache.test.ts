import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

/** Answers that may be kept, by whom and how long, and how a client asks whether what it has still holds. */

let database: TestDatabase
let api: Api
let key: string
let market: StoredMarket
let origin: string

beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[market] = (await loadMarkets(database, [linearMarket('bybit', 'BTC')])) as [StoredMarket]
  await loadLiquidations(database, 'bybit', span('22T00:00', '23T00:00'), [
    order(market, '22T01:00', 'LONG', '5'),
  ])
  api = await createApi(database, { access: DEFAULT_ACCESS, corsOrigins: ['https://app.example.org'] })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
  key = (await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())).key
})
afterAll(async () => {
  await api.close()
  await database.close()
})

async function get(query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) })
  const response = await fetch(`${origin}/graphql?${search.toString()}`, {
    headers: { 'apollo-require-preflight': '1', ...headers },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const cacheOf = async (query: string, variables?: object, headers?: Record<string, string>) =>
  (await get(query, variables, headers)).headers.get('cache-control')

const sumOf = (window: string, more = '') =>
  `{ liquidations(window: ${window}, interval: WEEK${more}) { total { usd } } }`
const DAY = '{ from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const TO_COME = '{ from: "2025-09-22T00:00:00Z", to: "2099-01-01T00:00:00Z" }'

describe('how long an answer may be kept', () => {
  test.each([
    ['a window that is over', sumOf(DAY), {}, 'public, max-age=3600'],
    ['one that reaches to now', sumOf(TO_COME), {}, 'public, max-age=5'],
    [
      'the same as of a past moment',
      sumOf(TO_COME, ', asOf: "2025-10-01T00:00:00Z"'),
      {},
      'public, max-age=3600',
    ],
    ['one that is told from now', sumOf('{ from: "-9d/d", to: "-2d/d" }'), {}, 'public, max-age=5'],
    [
      'one of variables that is over',
      'query ($w: WindowInput!) { liquidations(window: $w) { total { usd } } }',
      { w: { from: '2025-09-22T00:00:00Z', to: '2025-09-23T00:00:00Z' } },
      'public, max-age=3600',
    ],
    [
      'one of variables that is told from now',
      'query ($w: WindowInput!) { liquidations(window: $w) { total { usd } } }',
      { w: { from: '-9d/d', to: '-2d/d' } },
      'public, max-age=5',
    ],
    ['a moment that is left out', '{ dominance { at } }', {}, 'no-store'],
    ['what changes seldom', '{ exchanges { code } }', {}, 'public, max-age=60'],
    ['the least of several', `{ exchanges { code } ${sumOf(TO_COME).slice(1)}`, {}, 'public, max-age=5'],
    ['within a fragment', `query { ...F } fragment F on Query ${sumOf(DAY)}`, {}, 'public, max-age=3600'],
    ['who asks', '{ viewer { scopes } }', {}, 'private, no-cache'],
    ['that and more', '{ viewer { scopes } exchanges { code } }', {}, 'private, no-cache'],
  ])('%s', async (_, query, variables, expected) => {
    expect(await cacheOf(query, variables)).toBe(expected)
  })

  test('an answer to a key is its owner’s', async () => {
    expect(await cacheOf(sumOf(DAY), {}, { authorization: `Bearer ${key}` })).toBe('private, max-age=3600')
  })

  test('errors, refusals, dry runs and answers to POST are not kept', async () => {
    expect(await cacheOf('{ nothing }')).toBe('no-store')
    expect(await cacheOf(sumOf(DAY.replace('22T', '24T')))).toBe('no-store')
    expect(await cacheOf('{ exchanges { code } }', {}, { authorization: 'Bearer x' })).toBe('no-store')
    const post = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: sumOf(DAY) },
      headers: { 'if-none-match': '*' },
    })
    expect([post.statusCode, post.headers['cache-control'], post.headers.etag]).toEqual([
      200,
      'no-store',
      undefined,
    ])
    const dry = await api.app.inject({
      url: `/graphql?${new URLSearchParams({ query: sumOf(DAY), extensions: '{"dryRun":true}' }).toString()}`,
      headers: { 'apollo-require-preflight': '1' },
    })
    expect(dry.headers['cache-control']).toBe('no-store')
    expect(dry.json()).toMatchObject({ extensions: { cost: { actual: null } } })
  })
})

describe('whether what a client has still holds', () => {
  test('the tag is of the answer alone: the same for all until something is written', async () => {
    const first = await get(sumOf(DAY))
    const tag = first.headers.get('etag')!
    expect(tag).toMatch(/^"[\w-]{43}"$/)
    expect(JSON.parse(first.text)).toEqual({ data: { liquidations: { total: { usd: '5' } } } })
    expect(Number(first.headers.get('ratelimit-remaining'))).toBeGreaterThan(0)
    expect((await get(sumOf(DAY))).headers.get('etag')).toBe(tag)
    for (const given of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await get(sumOf(DAY), {}, { 'if-none-match': given })
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag])
      expect(again.headers.get('cache-control')).toBe('public, max-age=3600')
      expect(again.headers.get('vary')).toBe(first.headers.get('vary'))
    }
    await loadLiquidations(database, 'bybit', span('22T02:00', '22T03:00'), [
      order(market, '22T02:30', 'LONG', '7'),
    ])
    const changed = await get(sumOf(DAY), {}, { 'if-none-match': tag })
    expect(changed.status).toBe(200)
    expect(changed.text).toContain('"12"')
    expect(changed.headers.get('etag')).not.toBe(tag)
  })

  test('caches keep answers to other callers, types and origins apart', async () => {
    const { headers } = await get(sumOf(DAY), {}, { origin: 'https://app.example.org' })
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.org')
    const vary = headers.get('vary')!.split(', ')
    expect(vary).toEqual(['Origin', 'accept', 'authorization', 'x-api-key'])
  })
})
