import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, type Client } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey, revokeKey } from '../../src/access/manage.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { DEFAULT_CALLER_LIMITS } from '../../src/server/places.ts'
import { decodeStreamCursor, encodeStreamCursor } from '../../src/stream/events.ts'
import { pruneStream } from '../../src/stream/store.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { forceOrders } from '../support/forcedOrder.ts'
import { linearMarket, loadLiquidations, loadMarkets, loadOpenInterest } from '../support/fixtures.ts'
import { cutWhatComes } from '../support/streamLog.ts'

let database: TestDatabase
let api: Api
let other: Api
let btc: StoredMarket
let eth: StoredMarket
const clients: Client[] = []

const portOf = ({ app }: Api) => (app.server.address() as AddressInfo).port

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
  api = await createApi(database)
  other = await createApi(database)
  for (const { app } of [api, other]) await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose()
})
afterAll(async () => {
  await api.close()
  await other.close()
  await database.close()
})

/** Commits an order of this moment. */
const force = (market: StoredMarket, notionalUsd: string) => forceOrders(database, market, notionalUsd)

interface Heard {
  readonly messages: {
    data?: Record<string, never>
    errors?: readonly { extensions: Record<string, unknown> }[]
  }[]
  readonly ended: Promise<unknown>
  readonly stop: () => void
}

function clientOf(server: Api, connectionParams: Record<string, unknown> = {}): Client {
  const client = createClient({
    url: `ws://127.0.0.1:${portOf(server)}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
  })
  clients.push(client)
  return client
}

function hear(client: Client, query: string, variables: Record<string, unknown> = {}): Heard {
  const messages: Heard['messages'] = []
  let stop = () => undefined as void
  const ended = new Promise((resolve) => {
    stop = client.subscribe(
      { query, variables },
      {
        next: (message) => messages.push(message as never),
        error: resolve,
        complete: () => resolve('complete'),
      },
    )
  })
  return { messages, ended, stop }
}

const ORDERS = `subscription ($after: String, $filter: LiquidationFilter) {
  liquidations(after: $after, filter: $filter) { cursor orders { id notionalUsd side market { symbol } source { code } } } }`

const valuesOf = ({ messages }: Heard): string[] =>
  messages.flatMap(({ data }) =>
    (data!.liquidations as unknown as { orders: { notionalUsd: string }[] }).orders.map(
      ({ notionalUsd }) => notionalUsd,
    ),
  )
const lastId = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ last: string }>('select max(id) as last from stream_event')
  return Number(rows[0]!.last)
}
const cursorOf = ({ messages }: Heard): string =>
  (messages.at(-1)!.data!.liquidations as unknown as { cursor: string }).cursor

/** A subscription that begins says so: by a batch of none, where it does not begin behind an older cursor. */
const untilBegun = (heard: Heard) =>
  expect.poll(() => heard.messages.length, { timeout: 5_000 }).toBeGreaterThan(0)

test('orders are pushed as they are committed, to clients of every server, each as a query tells it', async () => {
  const [here, there] = [hear(clientOf(api), ORDERS), hear(clientOf(other), ORDERS)]
  await untilBegun(here)
  await untilBegun(there)
  await force(btc, '1000')
  await force(eth, '2000')
  for (const heard of [here, there]) {
    await expect.poll(() => valuesOf(heard)).toContain('2000')
    expect(valuesOf(heard)).toEqual(['1000', '2000'])
  }
  const { orders } = here.messages.at(-1)!.data!.liquidations as unknown as {
    orders: { id: string; market: { symbol: string } }[]
  }
  const last = orders.at(-1)!
  expect(last.market.symbol).toBe('ETH/USDT:USDT')
  const { data } = await api.query(
    'query ($id: ID!) { node(id: $id) { ... on LiquidationOrder { id notionalUsd } } }',
    {
      id: last.id,
    },
  )
  expect(data.node).toEqual({ id: last.id, notionalUsd: '2000' })
})

test('a filter lets through what it names', async () => {
  const heard = hear(clientOf(api), ORDERS, { filter: { assets: ['ETH'] } })
  await untilBegun(heard)
  await force(btc, '31')
  await force(eth, '32')
  await expect.poll(() => valuesOf(heard)).toEqual(['32'])
})

test('a client that was cut off goes on where it stood: nothing is missed, nothing told twice, whichever server it comes to', async () => {
  const first = hear(clientOf(api), ORDERS)
  await untilBegun(first)
  await force(btc, '41')
  await expect.poll(() => valuesOf(first)).toContain('41')
  await clients.at(-1)!.dispose()
  const after = cursorOf(first)
  const missed = []
  for (let value = 50; value < 60; value++) {
    await force(value % 2 ? btc : eth, String(value))
    missed.push(String(value))
  }
  const second = hear(clientOf(other), ORDERS, { after })
  await expect.poll(() => valuesOf(second)).toEqual(missed)
  await force(btc, '61')
  await expect.poll(() => valuesOf(second)).toEqual([...missed, '61'])
  // From the begin of the log on: all that was ever pushed, each once.
  const all = hear(clientOf(api), ORDERS, { after: Buffer.from('["StreamCursor",0]').toString('base64url') })
  await expect.poll(() => valuesOf(all)).toEqual(['1', '1000', '2000', '31', '32', '41', ...missed, '61'])
})

const orderless = ({ messages }: Heard) =>
  messages.filter(({ data }) => (data!.liquidations as unknown as { orders: unknown[] }).orders.length === 0)
const ETH = { filter: { assets: ['ETH'] } }

test('one that is cut off before it was told an order has a cursor, and is told what came meanwhile', async () => {
  const first = hear(clientOf(api), ORDERS, ETH)
  await untilBegun(first)
  expect(orderless(first)).toHaveLength(1)
  await clients.at(-1)!.dispose()
  for (const value of ['101', '103']) await force(btc, value)
  await force(eth, '102')
  const second = hear(clientOf(other), ORDERS, { ...ETH, after: cursorOf(first) })
  await expect.poll(() => valuesOf(second)).toEqual(['102'])
  // That it has caught up was told by the last order; where there is none, by a batch of none.
  await force(btc, '104')
  const third = hear(clientOf(api), ORDERS, { ...ETH, after: cursorOf(second) })
  await untilBegun(third)
  expect([orderless(second), orderless(third)].map(({ length }) => length)).toEqual([0, 1])
  expect(cursorOf(third)).toBe(encodeStreamCursor(await lastId()))
})

test('from its first cursor on each is told each order once, whatever is committed while it begins', async () => {
  const quick = await createApi(database, { cursorEveryMs: 1 })
  await quick.app.listen({ port: 0, host: '127.0.0.1' })
  let isGoingOn = true
  const committing = (async () => {
    for (let at = 0; isGoingOn; at++) await force(at % 3 ? btc : eth, String(1_000 + at))
  })()
  const all: Heard[] = []
  for (let at = 0; at < 9; at++) {
    all.push(hear(clientOf([api, other, quick][at % 3]!), ORDERS, ETH))
    await untilBegun(all.at(-1)!)
  }
  isGoingOn = false
  await committing
  await force(eth, '9000')
  for (const heard of all) {
    await expect.poll(() => valuesOf(heard)).toContain('9000')
    const [first, ...later] = heard.messages
    const { rows } = await database.pool.query<{ usd: string }>(
      `select r ->> 8 as usd from stream_event cross join jsonb_array_elements(payload) as r
       where topic = 'LIQUIDATIONS' and id > $1 and (r ->> 0)::int = $2 order by id`,
      [decodeStreamCursor(cursorOf({ ...heard, messages: [first!] })), eth.id],
    )
    expect(valuesOf({ ...heard, messages: later })).toEqual(rows.map(({ usd }) => usd))
  }
  await quick.close()
})

test('where nothing that was asked for comes, the cursor goes on with the log, and is good when the log has forgotten the rest', async () => {
  const quick = await createApi(database, { cursorEveryMs: 20 })
  await quick.app.listen({ port: 0, host: '127.0.0.1' })
  const first = hear(clientOf(quick), ORDERS, ETH)
  await untilBegun(first)
  const begin = cursorOf(first)
  for (const value of ['111', '112', '113']) await force(btc, value)
  await expect.poll(() => cursorOf(first)).toBe(encodeStreamCursor(await lastId()))
  await clients.at(-1)!.dispose()
  await database.pool.query(`update stream_event set at = at - interval '2 days'`)
  await force(eth, '114')
  await pruneStream(database.pool)
  const second = hear(clientOf(quick), ORDERS, { ...ETH, after: cursorOf(first) })
  await expect.poll(() => valuesOf(second)).toEqual(['114'])
  // Nothing is told while the log stands still.
  const cursors = first.messages.map((message) => cursorOf({ ...first, messages: [message] }))
  expect(new Set(cursors).size).toBe(cursors.length)
  expect(valuesOf(first)).toEqual([])
  expect(await hear(clientOf(quick), ORDERS, { ...ETH, after: begin }).ended).toMatchObject([
    { extensions: { reason: 'CURSOR_TOO_OLD' } },
  ])
  await quick.close()
})

test('the same order again, and orders of the past, are not pushed', async () => {
  const heard = hear(clientOf(api), ORDERS)
  await untilBegun(heard)
  const time = new Date(Date.now() - 2 * 3_600_000)
  const old: LiquidationRecord = {
    marketId: btc.id,
    time,
    orderKey: 'old',
    side: 'LONG',
    price: '1',
    contracts: '1',
    notionalUsd: '71',
  }
  const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
  await loadLiquidations(database, 'bybit', window, [old], { receivedAt: new Date() })
  const at = new Date()
  const now: LiquidationRecord = { ...old, time: at, orderKey: 'now', notionalUsd: '72' }
  const today = { from: new Date(at.getTime() - 1_000), to: new Date(at.getTime() + 1_000) }
  // Heard by two recorders: two feeds of the same order are two rows of one source and key, and one event.
  for (let turn = 0; turn < 2; turn++)
    await loadLiquidations(
      database,
      'bybit',
      { ...today, from: new Date(today.from.getTime() - turn) },
      [now],
      { receivedAt: at },
    )
  await force(btc, '73')
  await expect.poll(() => valuesOf(heard)).toContain('73')
  expect(valuesOf(heard).filter((value) => /^7[123]$/.test(value))).toEqual(['72', '73'])
})

test('readings of open interest and changes of episodes are pushed too', async () => {
  const found = hear(clientOf(api), 'subscription { episodes { cursor changes { code } } }')
  await untilBegun(found)
  expect(found.messages).toEqual([
    { data: { episodes: { cursor: encodeStreamCursor(await lastId()), changes: [] } } },
  ])
  const interest = hear(
    clientOf(api),
    'subscription { openInterest { cursor readings { time valueUsd market { symbol } } } }',
  )
  await untilBegun(interest)
  const time = new Date()
  const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
  const reading = { marketId: btc.id, time, baseQuantity: '3', markPrice: '7' }
  await loadOpenInterest(database, 'bybit', window, [reading], time)
  const readings = () =>
    interest.messages.flatMap(
      ({ data }) => (data!.openInterest as unknown as { readings: object[] }).readings,
    )
  await expect.poll(readings).toMatchObject([{ valueUsd: '21', market: { symbol: 'BTC/USDT:USDT' } }])
})

describe('what is asked wrong is refused with a code', () => {
  test.each([
    ['subscription { liquidations(after: "x") { cursor } }', 'MALFORMED_CURSOR'],
    ['subscription { liquidations(filter: { assets: ["NONE"] }) { cursor } }', 'UNKNOWN_ASSET'],
    ['subscription { episodes(after: "x") { cursor } }', 'MALFORMED_CURSOR'],
  ])('%s', async (query, reason) => {
    const heard = hear(clientOf(api), query)
    const errors = (await heard.ended) as { extensions: Record<string, unknown> }[]
    expect(errors[0]?.extensions ?? heard.messages[0]?.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason,
    })
  })

  test.each([
    [
      'within an input',
      'subscription ($v: LiquidationFilter) { liquidations(filter: $v) { cursor } }',
      { minUsd: 'x' },
    ],
    ['of another kind', 'subscription ($v: LiquidationFilter) { liquidations(filter: $v) { cursor } }', 5],
    ['of a directive', 'subscription ($v: Boolean!) { liquidations { cursor @include(if: $v) } }', 'x'],
  ])('a variable that does not fit, %s', async (_, query, v) => {
    const heard = hear(clientOf(api), query, { v })
    const errors = (await heard.ended) as { extensions: Record<string, unknown> }[]
    expect(errors[0]?.extensions ?? heard.messages[0]?.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
    expect(api.unexpected).toEqual([])
  })

  test('a cursor whose followers are no longer kept', async () => {
    await database.pool.query(`update stream_event set at = at - interval '2 days'`)
    await database.pool.query(`delete from stream_event where id < (select max(id) from stream_event)`)
    const heard = hear(clientOf(api), ORDERS, {
      after: Buffer.from('["StreamCursor",1]').toString('base64url'),
    })
    const errors = (await heard.ended) as { extensions: Record<string, unknown> }[]
    expect(errors[0]?.extensions ?? heard.messages[0]?.errors?.[0]?.extensions).toMatchObject({
      reason: 'CURSOR_TOO_OLD',
    })
  })

  test('no document, a hostile one, and more subscriptions than a socket may hold', async () => {
    const client = clientOf(api)
    const errorsOf = async (query: string) =>
      ((await hear(client, query).ended) as { extensions: Record<string, unknown> }[])[0]!.extensions
    expect(await errorsOf('subscription { nothing }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' })
    expect(await errorsOf(`{ ${'__typename '.repeat(9_000)} }`)).toMatchObject({ code: 'DOCUMENT_TOO_LARGE' })
    const many = Array.from({ length: 51 }, () => hear(client, ORDERS))
    expect(((await many.at(-1)!.ended) as { extensions: object }[])[0]!.extensions).toMatchObject({
      code: 'TOO_MANY_SUBSCRIPTIONS',
    })
  })
})

test('where a key is needed a socket without one is closed with 4403, and one with a key is heard', async () => {
  const guarded = await createApi(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
  await guarded.app.listen({ port: 0, host: '127.0.0.1' })
  const refused = hear(clientOf(guarded), ORDERS)
  expect(await refused.ended).toMatchObject({ code: 4403, reason: 'UNAUTHENTICATED: KEY_REQUIRED' })
  const { key } = await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())
  const heard = hear(clientOf(guarded, { authorization: `Bearer ${key}` }), ORDERS)
  await untilBegun(heard)
  // What a key may not ask over HTTP it may not ask over a socket.
  const write = await createKey(database.pool, { name: 'x', scopes: ['WRITE'] }, new Date())
  const forbidden = hear(clientOf(guarded, { authorization: `Bearer ${write.key}` }), ORDERS)
  expect(await forbidden.ended).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'READ' } }])
  await guarded.close()
})

test('a client that does not take what it is sent is closed with 4429, and the others go on', async () => {
  const good = hear(clientOf(api), ORDERS)
  await untilBegun(good)
  const slow = new WebSocket(`ws://127.0.0.1:${portOf(api)}/graphql`, 'graphql-transport-ws')
  await new Promise((resolve) => slow.once('open', resolve))
  const closed = new Promise<number>((resolve) => slow.once('close', resolve))
  slow.send(JSON.stringify({ type: 'connection_init' }))
  await new Promise((resolve) => slow.once('message', resolve))
  const fields = Array.from({ length: 15 }, (_, at) => `a${at}: id`).join(' ')
  for (let id = 0; id < 12; id++)
    slow.send(
      JSON.stringify({
        id: String(id),
        type: 'subscribe',
        payload: { query: `subscription { liquidations { cursor orders { ${fields} } } }` },
      }),
    )
  await new Promise((resolve) => setTimeout(resolve, 300))
  slow.pause()
  const began = Date.now()
  const records = Array.from({ length: 300 }, (_, at): LiquidationRecord => ({
    marketId: btc.id,
    time: new Date(),
    orderKey: `flood-${at}`,
    side: 'LONG',
    price: '1',
    contracts: '1',
    notionalUsd: '9',
  }))
  for (let turn = 0; turn < 3; turn++) {
    const time = new Date()
    await loadLiquidations(
      database,
      'bybit',
      { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) },
      records.map((record) => ({ ...record, time, orderKey: `${record.orderKey}-${turn}` })),
      { receivedAt: time },
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  // The server looks once a second, and ends what does not take the close either.
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  slow.resume()
  expect([4429, 1006]).toContain(await closed)
  // Long before a client that does not answer a ping would be.
  expect(Date.now() - began).toBeLessThan(9_000)
  await force(btc, '81')
  await expect.poll(() => valuesOf(good), { timeout: 5_000 }).toContain('81')
}, 30_000)

test('a socket takes subscriptions alone, of pages of its own origin or of none, and no cursor of the future', async () => {
  const query = hear(clientOf(api), '{ exchanges { code } }')
  expect(await query.ended).toEqual([
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) as unknown }),
  ])
  const refused = new WebSocket(`ws://127.0.0.1:${portOf(api)}/graphql`, 'graphql-transport-ws', {
    origin: 'https://elsewhere.example',
  })
  const status = await new Promise((resolve) => {
    refused.once('unexpected-response', (_, response) => resolve(response.statusCode))
    refused.once('error', resolve)
  })
  expect(status).toBe(403)
  const ahead = Buffer.from(JSON.stringify(['StreamCursor', 9_007_199_254_740_991])).toString('base64url')
  const heard = hear(clientOf(api), ORDERS, { after: ahead })
  const errors = (await heard.ended) as { extensions: Record<string, unknown> }[]
  expect(errors[0]?.extensions ?? heard.messages[0]?.errors?.[0]?.extensions).toMatchObject({
    reason: 'CURSOR_AHEAD',
  })
})

test('a subscription that is completed ends at once, and its id may be used again', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${portOf(api)}/graphql`, 'graphql-transport-ws')
  const messages: { id: string; type: string; payload?: { data: unknown } }[] = []
  socket.on('message', (text: Buffer) => messages.push(JSON.parse(text.toString()) as never))
  const heard = (id: string) =>
    messages.filter((message) => message.type === 'next' && message.id === id).map(({ payload }) => payload!)
  const send = (message: object) => socket.send(JSON.stringify(message))
  await new Promise((resolve) => socket.once('open', resolve))
  send({ type: 'connection_init' })
  await expect.poll(() => messages[0]?.type).toBe('connection_ack')
  const query = 'subscription { liquidations { orders { notionalUsd } } }'
  // An id is the client's own, whatever stands in it.
  const ids = ['"a"', 'b']
  for (const id of ids) send({ id, type: 'subscribe', payload: { query } })
  await expect.poll(() => ids.every((id) => heard(id).length > 0), { timeout: 5_000 }).toBe(true)
  send({ id: 'b', type: 'complete' })
  send({ type: 'ping' })
  await expect.poll(() => messages.some(({ type }) => type === 'pong')).toBe(true)
  send({ id: 'b', type: 'subscribe', payload: { query } })
  const before = heard('b').length
  await expect.poll(() => heard('b').length, { timeout: 5_000 }).toBeGreaterThan(before)
  await force(btc, '91')
  const has = (id: string) => heard(id).filter((payload) => JSON.stringify(payload).includes('"91"'))
  await expect.poll(() => ids.every((id) => has(id).length > 0)).toBe(true)
  expect(has('b')).toEqual([{ data: { liquidations: { orders: [{ notionalUsd: '91' }] } } }])
  socket.close()
})

test('what goes on under a key ends soon after it', async () => {
  const own = await createApi(database, { access: DEFAULT_ACCESS, recheckMs: 20 })
  await own.app.listen({ port: 0, host: '127.0.0.1' })
  try {
    const { key, row } = await createKey(database.pool, { name: 'partner', scopes: ['READ'] }, new Date())
    const heard = hear(clientOf(own, { authorization: `Bearer ${key}` }), ORDERS)
    await untilBegun(heard)
    await revokeKey(database.pool, row.id, new Date())
    expect(await heard.ended).toMatchObject({ code: 4403 })
  } finally {
    await own.close()
  }
})

test('a caller holds so many sockets, streams and subscriptions; another has its own, and what ends makes room', async () => {
  const own = await createApi(database, {
    access: DEFAULT_ACCESS,
    callerLimits: { ...DEFAULT_CALLER_LIMITS, streams: 2 },
  })
  await own.app.listen({ port: 0, host: '127.0.0.1' })
  const { key } = await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())
  const LONG = { timeout: 10_000 }
  const withKey = { authorization: `Bearer ${key}` }
  /** A socket that was let in, or why it was closed. */
  const connect = (headers: Record<string, string> = {}) =>
    new Promise<WebSocket | string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${portOf(own)}/graphql`, 'graphql-transport-ws', {
        headers,
      })
      socket.once('open', () => socket.send('{"type":"connection_init"}'))
      socket.once('message', () => resolve(socket))
      socket.once('close', (code, reason) => resolve(`${code} ${reason.toString()}`))
    })
  const stream = (headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; close: () => void }>((resolve) => {
      const request = http.request(
        `http://127.0.0.1:${portOf(own)}/graphql/stream`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, agent: false },
        (response) => {
          response.on('error', () => undefined)
          resolve({ status: response.statusCode, close: () => void request.destroy() })
        },
      )
      request.on('error', () => undefined)
      request.end(JSON.stringify({ query: ORDERS }))
    })
  try {
    const first = await connect()
    expect(await connect()).toBeInstanceOf(WebSocket)
    expect(await connect()).toBe('4503 TOO_MANY_STREAMS')
    expect((await stream()).status).toBe(429)
    // The network's places are taken by those who have shown no key.
    const [one, other] = [await stream(withKey), await stream(withKey)]
    expect([one.status, other.status, (await stream(withKey)).status]).toEqual([200, 200, 429])
    ;(first as WebSocket).close()
    await expect.poll(() => connect(withKey), LONG).toBe('4503 TOO_MANY_STREAMS')
    one.close()
    await expect.poll(() => connect(withKey), LONG).toBeInstanceOf(WebSocket)
    other.close()
    const client = clientOf(own)
    const heard = [hear(client, ORDERS), hear(client, ORDERS), hear(client, ORDERS)]
    expect(await heard[2]!.ended).toMatchObject([
      { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryAfterSeconds: 10 } },
    ])
  } finally {
    await own.close()
  }
})

test('a subscription that can no longer be told all ends with a code', async () => {
  const heard = hear(clientOf(api), ORDERS)
  await untilBegun(heard)
  await cutWhatComes(database)
  expect(await heard.ended).toMatchObject([{ extensions: { reason: 'CURSOR_TOO_OLD' } }])
})
