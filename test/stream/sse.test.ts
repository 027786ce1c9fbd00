import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createClient, type Client } from 'graphql-sse'
import { createClient as createSocket } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { DEFAULT_CALLER_LIMITS } from '../../src/server/places.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { forceOrders } from '../support/forcedOrder.ts'
import { linearMarket, loadMarkets } from '../support/fixtures.ts'
import { cutWhatComes } from '../support/streamLog.ts'
import { spendUnits } from '../support/units.ts'

let database: TestDatabase
let api: Api
let btc: StoredMarket
let eth: StoredMarket
const clients: Client[] = []

const urlOf = ({ app }: Api) =>
  `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql/stream`

beforeAll(async () => {
  database = await createEmptyDatabase()
  const markets = await loadMarkets(
    database,
    [linearMarket('bybit', 'BTC'), linearMarket('bybit', 'ETH')],
    new Date(),
  )
  btc = markets.find(({ baseCode }) => baseCode === 'BTC')!
  eth = markets.find(({ baseCode }) => baseCode === 'ETH')!
  await force(btc, '1')
  api = await createApi(database, { stalledMs: 300 })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const force = (market: StoredMarket, notionalUsd: string, count?: number) =>
  forceOrders(database, market, notionalUsd, count)

const FROM_THE_BEGIN = Buffer.from('["StreamCursor",0]').toString('base64url')
const ORDERS = `subscription ($after: String, $filter: LiquidationFilter) {
  liquidations(after: $after, filter: $filter) { cursor orders { notionalUsd market { symbol } } } }`

interface Message {
  readonly data?: {
    readonly liquidations: { readonly cursor: string; readonly orders: readonly { notionalUsd: string }[] }
  } | null
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[]
}

/** A subscription by the protocol's own client. */
function hear(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const client = createClient({ url: urlOf(api), retryAttempts: 0, headers })
  clients.push(client)
  const messages: Message[] = []
  const ended = new Promise<unknown>((resolve) => {
    client.subscribe(
      { query, variables },
      {
        next: (message) => messages.push(message as Message),
        error: resolve,
        complete: () => resolve('complete'),
      },
    )
  })
  const values = () =>
    messages.flatMap(({ data }) => data!.liquidations.orders.map(({ notionalUsd }) => notionalUsd))
  return { messages, ended, values, stop: () => client.dispose() }
}

test('orders are pushed as they are committed, those alone that a filter lets through', async () => {
  // From the begin of the log on: what comes while the stream is opened is told too.
  const all = hear(ORDERS, { after: FROM_THE_BEGIN })
  const some = hear(ORDERS, { after: FROM_THE_BEGIN, filter: { assets: ['ETH'] } })
  await force(btc, '1000')
  await force(eth, '2000')
  await expect.poll(all.values).toEqual(['1', '1000', '2000'])
  await expect.poll(some.values).toEqual(['2000'])
})

test('a client that was cut off goes on from its cursor: nothing is missed, nothing told twice', async () => {
  const first = hear(ORDERS, { after: FROM_THE_BEGIN })
  await expect.poll(first.values).toContain('2000')
  first.stop()
  const { cursor: after } = first.messages.at(-1)!.data!.liquidations
  for (const value of ['11', '12', '13']) await force(btc, value)
  const second = hear(ORDERS, { after })
  await expect.poll(second.values).toEqual(['11', '12', '13'])
  await force(btc, '14')
  await expect.poll(second.values).toEqual(['11', '12', '13', '14'])
})

/** What a browser's EventSource would read. */
async function readEvents(url: string, headers: Record<string, string>, until: string): Promise<string> {
  const closing = new AbortController()
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: closing.signal,
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  let text = ''
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk as Uint8Array).toString()
    if (text.includes(until)) break
  }
  closing.abort()
  return text
}

test('EventSource goes on by itself: the id of an event is its cursor, though the question does not ask for it', async () => {
  const question = new URLSearchParams({
    query: 'subscription ($after: String) { liquidations(after: $after) { orders { notionalUsd } } }',
    variables: JSON.stringify({ after: FROM_THE_BEGIN }),
  })
  const url = `${urlOf(api)}?${question.toString()}`
  const first = await readEvents(url, { 'sec-fetch-site': 'same-origin' }, '"14"')
  const last = /id: (\S+)\nevent: next\ndata: [^\n]*"14"[^\n]*\n\n/.exec(first)?.[1]
  expect(last).toBeDefined()
  await force(btc, '21')
  const second = await readEvents(url, { 'last-event-id': last! }, '"21"')
  expect(second.match(/"notionalUsd":"[^"]*"/g)).toEqual(['"notionalUsd":"21"'])
})

test('a stream begins with a cursor, so that one that is cut off before its first order goes on from there', async () => {
  const question = new URLSearchParams({
    query: `subscription ($after: String, $filter: LiquidationFilter) {
      liquidations(after: $after, filter: $filter) { orders { notionalUsd } } }`,
    variables: JSON.stringify({ filter: { assets: ['ETH'] } }),
  })
  const url = `${urlOf(api)}?${question.toString()}`
  const first = await readEvents(url, {}, '"orders":[]')
  const begin = /id: (\S+)\nevent: next\n/.exec(first)?.[1]
  expect(begin).toBeDefined()
  await force(btc, '1515')
  await force(eth, '1616')
  const second = await readEvents(url, { 'last-event-id': begin! }, '"1616"')
  expect(second.match(/"orders":\S*/g)).toEqual(['"orders":[{"notionalUsd":"1616"}]}}}'])
})

describe('what is asked wrong is told within the stream, and not tried again', () => {
  test.each([
    ['an unknown field', 'subscription { nothing }', { code: 'GRAPHQL_VALIDATION_FAILED' }],
    ['half a document', 'subscription {', { code: 'GRAPHQL_PARSE_FAILED' }],
    ['tokens without end', `{ ${'__typename '.repeat(9_000)} }`, { code: 'DOCUMENT_TOO_LARGE' }],
    ['a query', '{ __typename }', { code: 'BAD_REQUEST' }],
    [
      'a cursor that is none',
      'subscription { episodes(after: "x") { cursor } }',
      { code: 'BAD_USER_INPUT', reason: 'MALFORMED_CURSOR' },
    ],
    [
      'a variable that is left out',
      'subscription ($f: LiquidationFilter!) { liquidations(filter: $f) { cursor } }',
      { code: 'BAD_USER_INPUT' },
    ],
  ])('%s', async (_, query, extensions) => {
    const heard = hear(query)
    expect(await heard.ended).toBe('complete')
    expect(heard.messages).toMatchObject([{ errors: [{ extensions }] }])
    expect(api.unexpected).toEqual([])
  })
})

test('a page of another origin opens no stream, and what is no request is refused with a code', async () => {
  const ask = async (init: RequestInit, search = '') => {
    const response = await fetch(urlOf(api) + search, init)
    const { errors } = (await response.json()) as Message
    return [response.status, errors![0]!.extensions.code]
  }
  const search = `?query=${encodeURIComponent('subscription { episodes { cursor } }')}`
  expect(await ask({ headers: { 'sec-fetch-site': 'cross-site' } }, search)).toEqual([400, 'BAD_REQUEST'])
  // Older browsers say the origin alone.
  for (const origin of ['https://evil.example', 'null'])
    expect(await ask({ headers: { origin } }, search)).toEqual([400, 'BAD_REQUEST'])
  const { origin } = new URL(urlOf(api))
  expect(await readEvents(urlOf(api) + search, { origin }, ':')).toMatch(/^:/)
  const json = { 'content-type': 'application/json' }
  expect(await ask({ method: 'POST', headers: json, body: '[]' })).toEqual([400, 'BAD_REQUEST'])
  expect(await ask({ method: 'POST', headers: json, body: '{"query":1}' })).toEqual([400, 'BAD_REQUEST'])
  expect(await ask({}, `${search}&variables=x`)).toEqual([400, 'BAD_REQUEST'])
  expect((await fetch(urlOf(api), { method: 'HEAD' })).status).toBe(405)
})

test('what an event may cost a caller is bounded, over streams and sockets', async () => {
  const own = await createApi(database, {
    access: DEFAULT_ACCESS,
    callerLimits: { ...DEFAULT_CALLER_LIMITS, eventUnits: 10 },
  })
  await own.app.listen({ port: 0, host: '127.0.0.1' })
  const refused = { code: 'TOO_MANY_SUBSCRIPTIONS' }
  const body = JSON.stringify({ query: ORDERS })
  const response = await fetch(urlOf(own), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  expect(response.status).toBe(429)
  expect(((await response.json()) as Message).errors![0]!.extensions).toMatchObject(refused)
  const socket = createSocket({
    url: urlOf(own).replace('http', 'ws').replace('/stream', ''),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  const failure = new Promise((resolve) =>
    socket.subscribe(
      { query: ORDERS },
      { next: resolve, error: resolve, complete: () => resolve('complete') },
    ),
  )
  expect(await failure).toEqual([
    expect.objectContaining({ extensions: expect.objectContaining(refused) as object }),
  ])
  await socket.dispose()
  await own.close()
})

test('keys, scopes and units hold as over HTTP and sockets', async () => {
  const guarded = await createApi(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
  const send = async (headers: Record<string, string>) => {
    const response = await guarded.app.inject({
      method: 'POST',
      url: '/graphql/stream',
      headers,
      payload: { query: ORDERS },
    })
    const { errors } = response.json<Message>()
    return { status: response.statusCode, extensions: errors![0]!.extensions, headers: response.headers }
  }
  expect(await send({})).toMatchObject({ status: 401, extensions: { reason: 'KEY_REQUIRED' } })
  const keyOf = async (more: object) =>
    (await createKey(database.pool, { name: 'x', scopes: ['READ'], ...more }, new Date())).key
  const write = await keyOf({ scopes: ['WRITE'] })
  expect(await send({ authorization: `Bearer ${write}` })).toMatchObject({
    status: 403,
    extensions: { code: 'FORBIDDEN', scope: 'READ' },
  })
  const poor = await createKey(
    database.pool,
    { name: 'x', scopes: ['READ'], unitsPerMinute: 1_000 },
    new Date(),
  )
  await spendUnits(database.pool, `key:${poor.row.id}`, 995)
  expect(await send({ authorization: `Bearer ${poor.key}` })).toMatchObject({
    status: 429,
    extensions: { code: 'RATE_LIMITED' },
    headers: { 'retry-after': expect.any(String) as string },
  })
  await guarded.close()
})

/** A client that opens a stream and does not read it; the server's end of its connection. */
async function openUnread(query: string): Promise<Socket> {
  const accepted = once(api.app.server, 'connection') as Promise<[Socket]>
  const request = http.request(urlOf(api), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    agent: false,
  })
  request.on('error', () => undefined)
  request.on('response', (response) => response.on('error', () => undefined))
  request.end(JSON.stringify({ query, variables: { after: FROM_THE_BEGIN } }))
  return (await accepted)[0]
}

test('a client that takes nothing is cut off, with a small piece waiting for it; the others go on', async () => {
  await force(eth, '9', 500)
  // Each order has a hundred ids: what follows the begin is more than the buffers of a connection hold.
  const ids = Array.from({ length: 100 }, (_, at) => `a${at}: id`).join(' ')
  const slow = await openUnread(
    `subscription ($after: String) { liquidations(after: $after) { orders { ${ids} } } }`,
  )
  let most = 0
  await expect
    .poll(
      () => {
        most = Math.max(most, slow.writableLength)
        return slow.destroyed
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(true)
  // All of it is more than 5 MB.
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(200_000)
  const good = hear(ORDERS, { after: FROM_THE_BEGIN })
  await force(btc, '31')
  await expect.poll(good.values, { timeout: 5_000 }).toContain('31')
  expect(good.values().filter((value) => value === '9')).toHaveLength(500)
})

test('a server that stops ends its streams without a word of completion: clients come back with their cursors', async () => {
  const own = await createApi(database)
  await own.app.listen({ port: 0, host: '127.0.0.1' })
  const client = createClient({ url: urlOf(own), retryAttempts: 0 })
  clients.push(client)
  const heard: unknown[] = []
  const ended = new Promise<unknown>((resolve) => {
    client.subscribe(
      { query: ORDERS, variables: { after: FROM_THE_BEGIN } },
      { next: (message) => heard.push(message), error: resolve, complete: () => resolve('complete') },
    )
  })
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  await own.close()
  expect(await ended).toMatchObject({ name: 'NetworkError' })
})

test('a stream that can no longer tell all says so, and ends', async () => {
  const heard = hear(ORDERS, { after: FROM_THE_BEGIN })
  await expect.poll(() => heard.messages.length).toBeGreaterThan(0)
  await force(btc, '99')
  await expect.poll(heard.values).toContain('99')
  await cutWhatComes(database)
  expect(await heard.ended).toBe('complete')
  const [last, error] = heard.messages.slice(-2)
  expect(last!.data!.liquidations.orders.at(-1)!.notionalUsd).toBe('99')
  expect(error!.errors).toMatchObject([{ extensions: { reason: 'CURSOR_TOO_OLD' } }])
})
