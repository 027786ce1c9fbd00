import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import type { LookupFunction } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey, revokeKey, rotateKey } from '../../src/access/manage.ts'
import type { Scope } from '../../src/access/record.ts'
import { inTransaction } from '../../src/db.ts'
import { encodeOpaque } from '../../src/lib/ids.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/time.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { TrustedDocuments } from '../../src/server/trusted.ts'
import { encodeStreamCursor } from '../../src/stream/events.ts'
import { takeDue, type Room } from '../../src/webhooks/deliveryStore.ts'
import { outcomeOf } from '../../src/webhooks/dispatcher.ts'
import { MOST_TRIES, pauseAfter, retryAfterMs } from '../../src/webhooks/retries.ts'
import { isAllowed, parseNetworks } from '../../src/webhooks/target.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { forceOrders } from '../support/forcedOrder.ts'
import { linearMarket, loadLiquidations, loadMarkets } from '../support/fixtures.ts'
import { startReceiver, type Received, type Receiver } from '../support/receiver.ts'

let database: TestDatabase
let api: Api
let receiver: Receiver
let btc: StoredMarket
let eth: StoredMarket
let lookup: LookupFunction | undefined
let key: string
let keyId: string

const startApi = (more: object = {}, of: TestDatabase = database) =>
  createApi(of, {
    access: DEFAULT_ACCESS,
    webhooks: {
      sending: { allowed: parseNetworks(['127.0.0.0/8']), timeoutMs: 400 },
      everyMs: 10,
    },
    ...more,
  })

beforeAll(async () => {
  database = await createEmptyDatabase()
  const markets = await loadMarkets(
    database,
    [linearMarket('bybit', 'BTC'), linearMarket('bybit', 'ETH')],
    new Date(),
  )
  btc = markets.find(({ baseCode }) => baseCode === 'BTC')!
  eth = markets.find(({ baseCode }) => baseCode === 'ETH')!
  api = await startApi()
})
afterAll(async () => {
  await api.close()
  await database.close()
})
beforeEach(async () => {
  lookup = undefined
  receiver = await startReceiver()
  ;({ key, keyId } = await makeKey())
})
afterEach(async () => {
  await database.pool.query('delete from webhook')
  await receiver.close()
  expect(api.unexpected.splice(0)).toEqual([])
})

async function makeKey(scopes: readonly Scope[] = ['READ', 'WEBHOOKS']) {
  const made = await createKey(database.pool, { name: 'partner', scopes }, new Date('2020-01-01'))
  return { key: made.key, keyId: made.row.id }
}

async function ask(query: string, variables: object = {}, { as = key, server = api } = {}) {
  const response = await server.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query, variables },
    headers: { authorization: `Bearer ${as}` },
  })
  // Tests look into answers of any shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return response.json<{ data?: any; errors?: { message: string; extensions: Record<string, unknown> }[] }>()
}

const LIQUIDATIONS = `subscription ($filter: LiquidationFilter) {
  liquidations(filter: $filter) { cursor orders { id side notionalUsd market { symbol } } } }`

const CREATE = `mutation ($input: WebhookCreateInput!) {
  webhookCreate(input: $input) { secret webhook { id url query variables disabledReason pendingCount } } }`

async function create(
  more: object = {},
  options: { as?: string; server?: Api } = {},
): Promise<{ id: string; secret: string }> {
  const { data, errors } = await ask(
    CREATE,
    { input: { url: `${receiver.url}/hook`, query: LIQUIDATIONS, ...more } },
    options,
  )
  expect(errors).toBeUndefined()
  const { secret, webhook } = data.webhookCreate
  return { id: webhook.id, secret }
}

async function reasonOf(query: string, variables: object, options: { as?: string } = {}) {
  const { errors } = await ask(query, variables, options)
  const { reason, code } = errors?.[0]?.extensions ?? {}
  return reason ?? code
}

interface Log {
  disabledReason: string | null
  failingSince: string | null
  pendingCount: number
  deliveries: {
    nodes: {
      id: string
      type: string
      state: string
      payload: string
      nextAttemptAt: string | null
      attempts: { status: number | null; failure: string | null; response: string | null }[]
    }[]
  }
}

const logOf = async (id: string): Promise<Log> =>
  (
    await ask(
      `query ($id: ID!) { webhook(id: $id) { disabledReason failingSince pendingCount
         deliveries(first: 100) { nodes { id type state payload nextAttemptAt attempts { status failure response } } } } }`,
      { id },
    )
  ).data.webhook as Log

let made = 0

/** Commits orders of this moment, together. */
async function force(market: StoredMarket, values: readonly string[]): Promise<void> {
  const time = new Date()
  const records = values.map((notionalUsd): LiquidationRecord => ({
    marketId: market.id,
    time,
    orderKey: `order-${made++}`,
    side: 'LONG',
    price: '100',
    contracts: '1',
    baseQuantity: '1',
    notionalUsd,
  }))
  const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
  await loadLiquidations(database, 'bybit', window, records, { receivedAt: time })
}

const bodyOf = ({ body }: Received) =>
  JSON.parse(body) as {
    type: string
    timestamp: string
    data: { liquidations: { cursor: string; orders: { notionalUsd: string }[] } }
  }
const valuesOf = (messages: readonly Received[]): string[] =>
  messages.flatMap((message) =>
    bodyOf(message).data.liquidations.orders.map(({ notionalUsd }) => notionalUsd),
  )

/** As a receiver does it, by the standard's own library. @throws Error when the signature is not good */
const verify = ({ body, headers }: Received, secret: string) =>
  new Verifier(secret).verify(body, headers as Record<string, string>)

const untilReceived = (count: number) =>
  expect.poll(() => receiver.received.length, { timeout: 5_000, interval: 10 }).toBe(count)

describe('a webhook is told what its subscription would be told', () => {
  test('signed as the standard says; the log has the message and the try', async () => {
    const { id, secret } = await create({ variables: { filter: { assets: ['BTC'] } } })
    expect(secret).toMatch(/^whsec_/)
    await force(eth, ['1'])
    await force(btc, ['1000', '2000'])
    await untilReceived(1)
    const message = receiver.received[0]!
    expect(verify(message, secret)).toMatchObject({
      type: 'liquidations',
      data: { liquidations: { orders: [{ side: 'LONG', notionalUsd: '1000' }, { notionalUsd: '2000' }] } },
    })
    expect(message.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(() => verify({ ...message, body: message.body.replace('1000', '9000') }, secret)).toThrow()
    await expect.poll(async () => (await logOf(id)).deliveries.nodes[0]?.state).toBe('DELIVERED')
    expect((await logOf(id)).deliveries.nodes).toEqual([
      {
        id: message.headers['webhook-id'],
        type: 'liquidations',
        state: 'DELIVERED',
        payload: message.body,
        nextAttemptAt: null,
        attempts: [{ status: 204, failure: null, response: '' }],
      },
    ])
    // The secret is told once, and no query has it.
    expect(JSON.stringify(await ask('{ webhooks { id url query } }'))).not.toContain(secret)
  })

  test('many records come in several messages, each once', async () => {
    await create()
    const values = Array.from({ length: 250 }, (_, at) => String(at + 1))
    await force(btc, values)
    await untilReceived(3)
    expect(valuesOf(receiver.received).sort()).toEqual([...values].sort())
    expect(
      receiver.received.map((message) => bodyOf(message).data.liquidations.orders.length).sort(),
    ).toEqual([100, 100, 50].sort())
  })

  test('of two servers each message is made by one; what one leaves the other takes over, and nothing is missed', async () => {
    const other = await startApi()
    try {
      const { id } = await create({}, { server: other })
      const leased = () =>
        database.pool
          .query<{ by: string | null }>('select leased_by as by from webhook where id = $1', [id])
          .then(({ rows }) => rows[0]!.by)
      await expect.poll(leased).not.toBeNull()
      const first = await leased()
      for (let at = 0; at < 5; at++) await force(btc, [String(at)])
      await expect.poll(() => valuesOf(receiver.received).length).toBe(5)
      // As a server that is gone: its lease is over, and its messages are no more taken.
      await database.pool.query(
        `update webhook set leased_by = 'gone', leased_until = now() + interval '2 seconds' where id = $1`,
        [id],
      )
      await force(btc, ['5'])
      await expect.poll(leased, { timeout: 5_000 }).not.toBe('gone')
      await expect.poll(() => valuesOf(receiver.received).length, { timeout: 5_000 }).toBe(6)
      expect(valuesOf(receiver.received)).toEqual(['0', '1', '2', '3', '4', '5'])
      expect(first).toMatch(/^[0-9a-f-]{36}$/)
    } finally {
      await other.close()
    }
    expect(other.unexpected).toEqual([])
  })

  test('events that are no longer kept are told as a hole, not passed over', async () => {
    const { id } = await create()
    await ask(
      'mutation ($id: ID!) { webhookUpdate(id: $id, input: { enabled: false }) { webhook { id } } }',
      { id },
    )
    await force(btc, ['1'])
    await force(btc, ['2'])
    await database.pool.query('delete from stream_event where id < (select max(id) from stream_event)')
    await ask('mutation ($id: ID!) { webhookUpdate(id: $id, input: { enabled: true }) { webhook { id } } }', {
      id,
    })
    await untilReceived(2)
    expect(receiver.received.map((message) => bodyOf(message).type).sort()).toEqual([
      'liquidations',
      'stream.gap',
    ])
    const told = receiver.received.filter((message) => bodyOf(message).type === 'liquidations')
    expect(valuesOf(told)).toEqual(['2'])
  })

  test('events that are cut from the log while there is no room for them are told as a hole', async () => {
    const own = await createEmptyDatabase()
    const [market] = await loadMarkets(own, [linearMarket('bybit', 'BTC')], new Date())
    const { key: as } = await createKey(own.pool, { name: 'x', scopes: ['READ', 'WEBHOOKS'] }, new Date(0))
    let server = await startApi({}, own)
    try {
      const { id } = await create({}, { as, server })
      await server.close()
      const position = async () => {
        const { rows } = await own.pool.query<{ position: string }>('select position from webhook')
        return Number(rows[0]!.position)
      }
      const began = await position()
      for (let value = 1; value <= 30; value++) await forceOrders(own, market!, String(value))
      await own.pool.query(
        `insert into webhook_delivery (id, webhook_id, type, payload, state, created_at, next_at)
         select 'msg_' || n, $1, 'liquidations', '{}', 'PENDING', now(), now() + interval '1 day' from generate_series(1, 100) as n`,
        [id],
      )
      // It has none of them in memory: twenty are read from the log, then there is no room.
      server = await startApi({}, own)
      await expect.poll(position, { timeout: 5_000 }).toBe(began + 20)
      await own.pool.query('delete from stream_event where id < $1', [began + 30])
      await forceOrders(own, market!, '31')
      await own.pool.query(`update webhook_delivery set state = 'DEAD' where payload = '{}'`)
      await expect.poll(position, { timeout: 5_000 }).toBe(began + 31)
      const cursor = (at: number) => encodeStreamCursor(began + at)
      const isGap = (message: Received) => bodyOf(message).type === 'stream.gap'
      await expect
        .poll(() => receiver.received.filter(isGap).map((message) => bodyOf(message).data), {
          timeout: 5_000,
        })
        .toEqual([{ after: cursor(20), until: cursor(29) }])
      const values = () => valuesOf(receiver.received.filter((message) => !isGap(message))).map(Number)
      const kept = [...Array.from({ length: 20 }, (_, at) => at + 1), 30, 31]
      await expect.poll(() => values().sort((a, b) => a - b), { timeout: 5_000 }).toEqual(kept)
      expect(server.unexpected).toEqual([])
    } finally {
      await server.close()
      await own.close()
    }
  })
})

describe('a receiver that fails', () => {
  /** Some 75 hours, and a tenth more or less of each pause. */
  const DEAD_AFTER_MS = 84 * HOUR_MS

  /** Puts what the store knows of a webhook so much further into the past: retries take days. */
  const passTime = (id: string, ms: number) =>
    database.pool.query(
      `with passed as (
         update webhook_delivery set next_at = next_at - $2::interval, created_at = created_at - $2::interval where webhook_id = $1
       )
       update webhook set failing_since = failing_since - $2::interval where id = $1`,
      [id, `${ms} milliseconds`],
    )

  /** Lets time pass, by jumps to the next try. @returns how much, too */
  async function runUntil(id: string, isDone: (log: Log) => boolean): Promise<Log & { passedMs: number }> {
    let passedMs = 0
    for (;;) {
      const log = await logOf(id)
      if (isDone(log)) return { ...log, passedMs }
      expect(passedMs).toBeLessThan(30 * DAY_MS)
      const next = log.deliveries.nodes.map(({ nextAttemptAt }) => nextAttemptAt).filter((at) => at !== null)
      const ms = Math.min(...next.map((time) => Date.parse(time) - Date.now()))
      // What is being sent is due again soon, should its server end: no time to jump to.
      if (next.length > 0 && ms > 2_000) {
        await passTime(id, ms)
        passedMs += ms
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  test('with 500 for days is tried ten times, then it is a dead letter; replayed, it comes with its id, signed anew', async () => {
    receiver.reply = () => ({ status: 500, body: 'no\0' })
    const { id, secret } = await create()
    await force(btc, ['7'])
    await untilReceived(1)
    const { deliveries, failingSince, passedMs } = await runUntil(
      id,
      (log) => log.deliveries.nodes[0]?.state === 'DEAD',
    )
    expect(deliveries.nodes[0]!.attempts).toEqual(
      Array.from({ length: MOST_TRIES }, () => ({ status: 500, failure: 'STATUS', response: 'no' })),
    )
    expect(receiver.received).toHaveLength(MOST_TRIES)
    expect(passedMs).toBeGreaterThan(65 * HOUR_MS)
    expect(passedMs).toBeLessThan(DEAD_AFTER_MS)
    expect(Math.abs(Date.now() - passedMs - Date.parse(failingSince!))).toBeLessThan(MINUTE_MS)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)

    receiver.reply = () => undefined
    const began = Date.now() - passedMs
    const { data } = await ask(
      `mutation ($id: ID!, $from: DateTime!, $to: DateTime) { webhookReplay(id: $id, from: $from, to: $to) { count } }`,
      { id, from: new Date(began - MINUTE_MS).toISOString(), to: new Date(began + HOUR_MS).toISOString() },
    )
    expect(data.webhookReplay.count).toBe(1)
    await untilReceived(MOST_TRIES + 1)
    const again = receiver.received.at(-1)!
    expect(again.headers['webhook-id']).toBe(receiver.received[0]!.headers['webhook-id'])
    expect(again.body).toBe(receiver.received[0]!.body)
    verify(again, secret)
    // What somebody else sends again is too old, or is signed by another.
    const stale = { ...again.headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 600) }
    expect(() => verify({ ...again, headers: stale }, secret)).toThrow(/too old/)
    expect(() => verify(again, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toThrow(/No matching signature/)
    await expect.poll(async () => (await logOf(id)).failingSince).toBeNull()
  })

  test('for five days is sent nothing more, until its owner enables it', async () => {
    receiver.reply = () => ({ status: 503, headers: { 'retry-after': '86400' } })
    const { id } = await create()
    await force(btc, ['7'])
    const log = await runUntil(id, ({ disabledReason }) => disabledReason !== null)
    expect(log.disabledReason).toBe('FAILING')
    expect(receiver.received.length).toBeLessThan(8)
    const tries = receiver.received.length
    receiver.reply = () => undefined
    await force(btc, ['8'])
    const { data } = await ask(
      'mutation ($id: ID!) { webhookUpdate(id: $id, input: { enabled: true }) { webhook { disabledReason } } }',
      { id },
    )
    expect(data.webhookUpdate.webhook.disabledReason).toBeNull()
    await untilReceived(tries + 2)
    expect(valuesOf(receiver.received.slice(-2)).sort()).toEqual(['7', '8'])
  })

  test('once after days of silence, or after a test went through, has not failed for days', async () => {
    const fail = () => ({ status: 500, headers: { 'retry-after': '3600' } })
    receiver.reply = fail
    const { id } = await create()
    const failFor = (days: number) =>
      database.pool.query(`update webhook set failing_since = now() - $2 * interval '1 day' where id = $1`, [
        id,
        days,
      ])
    /** The newest message was tried so often, and the webhook fails since this moment alone. */
    const failsAnew = (tries: number) =>
      expect
        .poll(async () => {
          const { disabledReason, failingSince, deliveries } = await logOf(id)
          const [{ state, attempts } = {}] = deliveries.nodes
          const isNew = Date.parse(failingSince ?? '') > Date.now() - MINUTE_MS
          return { disabledReason, isNew, state, tries: attempts?.length }
        })
        .toEqual({ disabledReason: null, isNew: true, state: 'PENDING', tries })
    await force(btc, ['1'])
    await failsAnew(1)
    await database.pool.query(`update webhook_delivery set state = 'DEAD' where webhook_id = $1`, [id])
    await failFor(6)
    await force(btc, ['2'])
    await failsAnew(1)

    await failFor(6)
    receiver.reply = () => undefined
    await ask('mutation ($id: ID!) { webhookTest(id: $id) { attempt { status } } }', { id })
    expect((await logOf(id)).failingSince).toBeNull()
    receiver.reply = fail
    const tryAgain = () =>
      database.pool.query(
        `update webhook_delivery set next_at = now() where webhook_id = $1 and state = 'PENDING'`,
        [id],
      )
    await tryAgain()
    await failsAnew(2)

    await failFor(6)
    await tryAgain()
    await expect.poll(async () => (await logOf(id)).disabledReason).toBe('FAILING')
  })

  test('with 410 is sent nothing more', async () => {
    receiver.reply = () => ({ status: 410 })
    const { id } = await create()
    await force(btc, ['7'])
    await expect.poll(async () => (await logOf(id)).disabledReason).toBe('GONE')
    expect((await logOf(id)).deliveries.nodes[0]!.state).toBe('DEAD')
  })

  test('by not answering does not hold up another', async () => {
    const slow = await startReceiver()
    slow.reply = () => 'hang'
    try {
      const { id } = await create({ url: slow.url })
      await create()
      for (let at = 0; at < 6; at++) await force(btc, [String(at)])
      await expect.poll(() => valuesOf(receiver.received).length).toBe(6)
      await expect
        .poll(async () => (await logOf(id)).deliveries.nodes.flatMap(({ attempts }) => attempts)[0])
        .toEqual({ status: null, failure: 'TIMEOUT', response: null })
    } finally {
      await slow.close()
    }
  })
})

describe('secrets and keys', () => {
  test('a new secret signs beside the old one for the overlap, then alone', async () => {
    const { id, secret } = await create()
    const { data } = await ask(
      'mutation ($id: ID!) { webhookRotateSecret(id: $id, overlapHours: 1) { secret } }',
      { id },
    )
    const next = data.webhookRotateSecret.secret as string
    await force(btc, ['1'])
    await untilReceived(1)
    verify(receiver.received[0]!, secret)
    verify(receiver.received[0]!, next)
    await database.pool.query("update webhook set previous_untils = array[now() - interval '1 hour']")
    await force(btc, ['2'])
    await untilReceived(2)
    verify(receiver.received[1]!, next)
    expect(() => verify(receiver.received[1]!, secret)).toThrow()
  })

  test('a secret that is replaced again meanwhile breaks no promise: each old one signs to its end, so many at most', async () => {
    const { id, secret } = await create()
    const rotate =
      'mutation ($id: ID!, $hours: Float) { webhookRotateSecret(id: $id, overlapHours: $hours) { secret } }'
    const next = async (hours: number) =>
      (await ask(rotate, { id, hours })).data.webhookRotateSecret.secret as string
    const secrets = [secret, await next(1), ...(await Promise.all([next(24), next(24)]))]
    /** Which of them sign what is sent now. */
    const signing = async () => {
      await ask('mutation ($id: ID!) { webhookTest(id: $id) { attempt { status } } }', { id })
      const signed = (by: string) => {
        try {
          return Boolean(verify(receiver.received.at(-1)!, by))
        } catch {
          return false
        }
      }
      return secrets.map(signed)
    }
    expect(await signing()).toEqual([true, true, true, true])
    await database.pool.query(
      `update webhook set previous_untils = array(select until - interval '2 hours' from unnest(previous_untils) as until)`,
    )
    expect(await signing()).toEqual([false, true, true, true])
    secrets.push(await next(24), await next(0.5))
    expect(await signing()).toEqual([false, true, true, true, true, true])
    expect(await reasonOf(rotate, { id, hours: 24 })).toBe('TOO_MANY_SECRETS')
    secrets.push(await next(0))
    expect(await signing()).toEqual([false, false, false, false, false, false, true])
  })

  test('a key that was rotated leaves its webhooks to the new one; one that is revoked ends them', async () => {
    const { id } = await create()
    const next = await rotateKey(database.pool, keyId, 0, new Date())
    expect((await ask('{ webhooks { id } }', {}, { as: next.key })).data.webhooks).toEqual([{ id }])
    await force(btc, ['1'])
    await untilReceived(1)
    await revokeKey(database.pool, next.row.id, new Date())
    const other = await startReceiver()
    try {
      // Made after that: what takes it up leaves the other one.
      await create({ url: other.url }, { as: (await makeKey()).key })
      await expect
        .poll(async () => {
          await force(btc, ['2'])
          return valuesOf(other.received)
        })
        .toContain('2')
      await force(btc, ['3'])
      await expect.poll(() => valuesOf(other.received)).toContain('3')
    } finally {
      await other.close()
    }
    const { rows } = await database.pool.query<{ position: string; last: string }>(
      'select position, (select max(id) from stream_event) as last from webhook where id = $1',
      [id],
    )
    expect(Number(rows[0]!.position)).toBeLessThan(Number(rows[0]!.last))
    expect(valuesOf(receiver.received)).not.toContain('3')
  })

  test('what is made with a key that is being replaced goes on with the new one, and both see it', async () => {
    const next = await rotateKey(database.pool, keyId, 1, new Date())
    const { id } = await create()
    const owner = async () =>
      (await database.pool.query<{ key: string }>('select key_id as key from webhook where id = $1', [id]))
        .rows[0]!.key
    expect(await owner()).toBe(next.row.id)
    // As one that was kept at the moment of the rotation: the next look finds it.
    await database.pool.query('update webhook set key_id = $1', [keyId])
    await expect.poll(owner).toBe(next.row.id)
    for (const as of [key, next.key])
      expect(
        (await ask('query ($id: ID!) { webhooks { id } webhook(id: $id) { id } }', { id }, { as })).data,
      ).toEqual({ webhooks: [{ id }], webhook: { id } })
    await database.pool.query("update api_key set expires_at = now() - interval '1 minute' where id = $1", [
      keyId,
    ])
    await force(btc, ['1'])
    await untilReceived(1)
    const later = await rotateKey(database.pool, next.row.id, 1, new Date())
    const { id: newest } = await create({}, { as: later.key })
    expect((await ask('{ webhooks { id } }', {}, { as: later.key })).data.webhooks).toHaveLength(2)
    expect((await ask('{ webhooks { id } }', {}, { as: next.key })).data.webhooks).toContainEqual({
      id: newest,
    })
  })

  test('a new key that is revoked at once, or lost, leaves them to the old one, and to the next that takes its place', async () => {
    const { id } = await create()
    const lost = await rotateKey(database.pool, keyId, 1, new Date())
    await revokeKey(database.pool, lost.row.id, new Date())
    // The old one still opens: what it sees is sent.
    await force(btc, ['1'])
    await untilReceived(1)
    for (const value of ['2', '3']) {
      const next = await rotateKey(database.pool, keyId, 1, new Date())
      await force(btc, [value])
      await expect.poll(() => valuesOf(receiver.received)).toContain(value)
      const { rows } = await database.pool.query('select id, key_id as key from webhook')
      expect(rows).toEqual([{ id, key: next.row.id }])
      for (const as of [key, next.key])
        expect((await ask('{ webhooks { id } }', {}, { as })).data.webhooks).toEqual([{ id }])
    }
  })

  test('a webhook is its key’s: others do not see it, but for ADMIN', async () => {
    const { id } = await create()
    const stranger = await makeKey()
    const admin = await makeKey(['READ', 'WEBHOOKS', 'ADMIN'])
    const again = 'query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }'
    expect((await ask(again, { id })).data).toEqual({ node: { __typename: 'Webhook', id }, nodes: [{ id }] })
    expect((await ask(again, { id }, { as: stranger.key })).data).toEqual({ node: null, nodes: [null] })
    const one = 'query ($id: ID!) { webhook(id: $id) { id } webhooks { id } }'
    expect((await ask(one, { id }, { as: stranger.key })).data).toEqual({ webhook: null, webhooks: [] })
    expect((await ask(one, { id }, { as: admin.key })).data.webhook).toEqual({ id })
    const all = await ask('{ webhooks(ofAllKeys: true) { id } }', {}, { as: admin.key })
    expect(all.data.webhooks).toEqual([{ id }])
    expect(await reasonOf('{ webhooks(ofAllKeys: true) { id } }', {})).toBe('FORBIDDEN')
    const end = 'mutation ($id: ID!) { webhookDelete(id: $id) { deletedId } }'
    expect(await reasonOf(end, { id }, { as: stranger.key })).toBe('UNKNOWN_WEBHOOK')
    expect((await ask(end, { id })).data.webhookDelete.deletedId).toBe(id)
    const reader = await makeKey(['READ'])
    expect(await reasonOf('{ webhooks { id } }', {}, { as: reader.key })).toBe('FORBIDDEN')
  })
})

test('a document that is no longer on the list of the server is told as such, and sent again once it is', async () => {
  const own = await createEmptyDatabase()
  const [market] = await loadMarkets(own, [linearMarket('bybit', 'BTC')], new Date())
  const explain = 'query ($id: ID!) { webhook(id: $id) { disabledReason } }'
  const serve = (...more: string[]) => {
    const texts = [CREATE, explain, ...more].map((text, at) => [String(at), text] as const)
    return startApi({ trusted: new TrustedDocuments(texts, true) }, own)
  }
  const makeOwn = async (scopes: Scope[]) =>
    (await createKey(own.pool, { name: 'x', scopes }, new Date('2020-01-01'))).key
  const [partner, analyst] = [
    await makeOwn(['READ', 'WEBHOOKS']),
    await makeOwn(['READ', 'WEBHOOKS', 'EXPLORE']),
  ]
  let server = await serve(LIQUIDATIONS)
  const reason = async (id: string, as: string) =>
    (await ask(explain, { id }, { as, server })).data.webhook.disabledReason as string | null
  try {
    const { id } = await create({}, { as: partner, server })
    const { id: free } = await create({}, { as: analyst, server })
    await server.close()
    server = await serve()
    await expect.poll(() => reason(id, partner), { timeout: 5_000 }).toBe('DOCUMENT_NOT_TRUSTED')
    await forceOrders(own, market!, '1')
    await untilReceived(1)
    expect(await reason(free, analyst)).toBeNull()
    await server.close()
    server = await serve(LIQUIDATIONS)
    await untilReceived(2)
    expect(await reason(id, partner)).toBeNull()
    expect(valuesOf(receiver.received)).toEqual(['1', '1'])
    expect(server.unexpected).toEqual([])
  } finally {
    await server.close()
    await own.close()
  }
})

describe('who is sent what, and how much at a time', () => {
  const room: Room = { limit: 32, toFailing: 16, toOne: 4, againAfterMs: 60_000, underWay: [] }

  /** So many webhooks that nobody follows, each with messages that are due. */
  async function pend(name: string, webhooks: number, messages: number, failingSince: string | null) {
    await database.pool.query(
      `with made as (
         insert into webhook (id, key_id, topic, url, query, secret, created_at, position, failing_since, leased_by, leased_until)
         select $1 || n, $2, 'EPISODES', $6, '', 'whsec_', now(), 0, $5::timestamptz, 'nobody', now() + interval '1 hour'
         from generate_series(1, $3) as n returning id
       )
       insert into webhook_delivery (id, webhook_id, type, created_at, payload, state, next_at)
       select made.id || '-' || n, made.id, 'episodes', now(), '{}', 'PENDING', now() - n * interval '1 second'
       from made, generate_series(1, $4) as n`,
      [name, keyId, webhooks, messages, failingSince, receiver.url],
    )
  }

  test('those that do not answer leave places for those that do; what a server took and never told of is sent by another', async () => {
    // The servers send nothing of a key that is revoked: what is not committed they do not see.
    await database.pool.query('update api_key set revoked_at = now() where id = $1', [keyId])
    await pend('bad', 30, 5, '2020-01-01')
    await pend('good', 2, 10, null)
    const take = (more: Partial<Room>, rollback = true) =>
      inTransaction(
        database.pool,
        async (client) => {
          await client.query('update api_key set revoked_at = null where id = $1', [keyId])
          return takeDue(client, { ...room, ...more })
        },
        { rollback },
      )
    const taken = await take({})
    const of = (name: string) => taken.filter(({ webhookId }) => webhookId.startsWith(name))
    expect([of('good').length, of('bad').length]).toEqual([8, 16])
    expect(new Set(of('bad').map(({ webhookId }) => webhookId)).size).toBe(16)
    const fewer = await take({ limit: 20, toFailing: 0, underWay: ['good1', 'good1', 'good1'] })
    expect(fewer.map(({ webhookId }) => webhookId).sort()).toEqual([
      'good1',
      ...Array.from({ length: 4 }, () => 'good2'),
    ])

    await database.pool.query(`delete from webhook where id like 'bad%'`)
    // As a server that dies with them: they are due again soon.
    const lost = await take({ againAfterMs: 100 }, false)
    await untilReceived(20)
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(20)
    expect(lost.every(({ id }) => ids.includes(id))).toBe(true)
  })
})

describe('the test button', () => {
  test('sends one signed message and tells how it went', async () => {
    const { id, secret } = await create()
    const test =
      'mutation ($id: ID!) { webhookTest(id: $id) { attempt { status failure response durationMs } } }'
    receiver.reply = () => ({ status: 200, body: 'thanks' })
    const { data } = await ask(test, { id })
    expect(data.webhookTest.attempt).toMatchObject({ status: 200, failure: null, response: 'thanks' })
    expect(verify(receiver.received[0]!, secret)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: id },
    })
    receiver.reply = () => ({ status: 302, headers: { location: 'http://127.0.0.1/' } })
    expect((await ask(test, { id })).data.webhookTest.attempt).toMatchObject({
      status: 302,
      failure: 'STATUS',
    })
    expect(receiver.received).toHaveLength(2)
    await receiver.close()
    expect((await ask(test, { id })).data.webhookTest.attempt).toMatchObject({
      status: null,
      failure: 'CONNECTION',
    })
  })

  test.skipIf(lacksOpenssl())(
    'over TLS, with a certificate that is good; one that is not is refused',
    async () => {
      const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-tls-'))
      const [keyFile, certFile] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')]
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
      execFileSync(
        'openssl',
        ['req', '-x509', '-nodes', '-days', '2', ...curve, '-keyout', keyFile, '-out', certFile, ...subject],
        { stdio: 'ignore' },
      )
      const [privateKey, cert] = [keyFile, certFile].map((file) => fs.readFileSync(file, 'utf8')) as [
        string,
        string,
      ]
      fs.rmSync(dir, { recursive: true })
      const secure = await startReceiver({ key: privateKey, cert })
      const sending = { allowed: parseNetworks(['127.0.0.0/8', '::1/128']), timeoutMs: 2_000 }
      const trusting = await startApi({ webhooks: { sending: { ...sending, ca: cert }, everyMs: 1_000 } })
      const doubting = await startApi({ webhooks: { sending, everyMs: 1_000 } })
      try {
        const { id } = await create({ url: secure.url })
        const test = 'mutation ($id: ID!) { webhookTest(id: $id) { attempt { status failure } } }'
        const attemptBy = async (server: Api) =>
          (await ask(test, { id }, { server })).data.webhookTest.attempt
        expect(await attemptBy(trusting)).toEqual({ status: 204, failure: null })
        expect(await attemptBy(doubting)).toEqual({ status: null, failure: 'TLS' })
      } finally {
        await Promise.all([trusting.close(), doubting.close(), secure.close()])
      }
    },
  )
})

test('the receiver of the docs takes what is signed, and nothing else', async () => {
  const { id, secret } = await create()
  const file = path.resolve('docs/examples/webhooks/receiver.mjs')
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: '0' },
  })
  let printed = ''
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()))
  try {
    await expect.poll(() => /Listening on (\d+)/.exec(printed)?.[1], { timeout: 10_000 }).toBeDefined()
    const url = `http://127.0.0.1:${/Listening on (\d+)/.exec(printed)![1]}/`
    const attempt = async () =>
      (
        await ask(
          'mutation ($id: ID!, $url: String) { webhookUpdate(id: $id, input: { url: $url }) { webhook { id } } webhookTest(id: $id) { attempt { status } } }',
          { id, url },
        )
      ).data.webhookTest.attempt
    expect(await attempt()).toEqual({ status: 204 })
    await expect.poll(() => printed).toContain(`webhook.test {"webhook":"${id}"}`)
    await database.pool.query("update webhook set secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'")
    expect(await attempt()).toEqual({ status: 401 })
  } finally {
    child.kill()
  }
})

/** Certificates are made by openssl. */
function lacksOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return false
  } catch {
    return true
  }
}

describe('addresses', () => {
  const open = { allowed: [] }

  test.each([
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
  ])('%s is not sent to', (address) => {
    expect(isAllowed(address, open)).toBe(false)
  })

  test('public ones are, and networks that are named', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1']) expect(isAllowed(address, open)).toBe(true)
    const named = { allowed: parseNetworks(['10.0.0.0/8']) }
    expect(
      ['10.1.2.3', '192.168.1.1', '::ffff:10.1.2.3'].map((address) => isAllowed(address, named)),
    ).toEqual([true, false, false])
  })

  let strict: Api
  beforeAll(async () => {
    const sending = { allowed: [], timeoutMs: 400, lookup: ((...args) => lookup!(...args)) as LookupFunction }
    strict = await startApi({ webhooks: { sending, everyMs: 1_000 } })
  })
  afterAll(() => strict.close())
  const loopback: LookupFunction = (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])

  test.each([
    'http://example.org/hook',
    'https://127.0.0.1/hook',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/latest/meta-data',
    'https://user:word@example.org/',
    'https://localhost/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'no address',
    `https://example.org/${'a'.repeat(2_000)}`,
  ])('%s is refused when a webhook is made', async (url) => {
    lookup = loopback
    const { errors } = await ask(CREATE, { input: { url, query: LIQUIDATIONS } }, { server: strict })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'WEBHOOK_URL' })
  })

  test('a name that turns to a private address after it was taken is not connected to', async () => {
    const answers = ['93.184.216.34', '127.0.0.1', '127.0.0.1', '::1']
    lookup = (_, __, callback) => {
      const address = answers.shift()!
      callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
    }
    const url = `https://rebound.example:${receiver.port}/`
    const { data } = await ask(CREATE, { input: { url, query: LIQUIDATIONS } }, { server: strict })
    const test = 'mutation ($id: ID!) { webhookTest(id: $id) { attempt { status failure } } }'
    for (let times = 0; times < 3; times++)
      expect(
        (await ask(test, { id: data.webhookCreate.webhook.id }, { server: strict })).data.webhookTest.attempt,
      ).toEqual({ status: null, failure: 'ADDRESS_REFUSED' })
    expect(answers).toEqual([])
    expect(receiver.received).toEqual([])
  })
})

describe('bad input', () => {
  const input = (more: object) => ({ input: { url: receiver.url, query: LIQUIDATIONS, ...more } })

  test('a document that is no subscription, is not valid, costs too much, or names what is not known', async () => {
    expect(await reasonOf(CREATE, input({ query: '{ __typename }' }))).toBe('WEBHOOK_QUERY')
    expect(await reasonOf(CREATE, input({ query: 'subscription { nothing }' }))).toBe('INVALID_DOCUMENT')
    expect(await reasonOf(CREATE, input({ query: 'subscription {' }))).toBe('INVALID_DOCUMENT')
    expect(await reasonOf(CREATE, input({ operationName: 'other' }))).toBe('INVALID_DOCUMENT')
    expect(await reasonOf(CREATE, input({ variables: { filter: { assets: ['NOPE'] } } }))).toBe(
      'UNKNOWN_ASSET',
    )
    expect(await reasonOf(CREATE, input({ variables: { filter: 7 } }))).toBe('WEBHOOK_QUERY')
    expect(await reasonOf(CREATE, input({ description: 'x'.repeat(501) }))).toBe('OUT_OF_RANGE')
    const orders = Array.from(
      { length: 20 },
      (_, at) => `o${at}: orders { market { exchange { markets(first: 100) { nodes { id } } } } }`,
    )
    const dear = `subscription { liquidations { cursor ${orders.join(' ')} } }`
    expect(await reasonOf(CREATE, input({ query: dear }))).toBe('QUERY_TOO_EXPENSIVE')
    expect((await database.pool.query('select 1 from webhook')).rowCount).toBe(0)
  })

  test('what PostgreSQL could not keep as it is: U+0000, halves of pairs, what is nested without end', async () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 33; depth++) nested = [nested]
    for (const [more, reason] of [
      [{ description: '\0' }, 'MALFORMED_TEXT'],
      [{ query: `${LIQUIDATIONS} # \0` }, 'MALFORMED_TEXT'],
      [{ operationName: '\0' }, 'MALFORMED_TEXT'],
      [{ url: `${receiver.url}/\0` }, 'WEBHOOK_URL'],
      [{ variables: { note: '\0' } }, 'WEBHOOK_VARIABLES'],
      [{ variables: { '\0': 1 } }, 'WEBHOOK_VARIABLES'],
      [{ variables: { note: '\ud800' } }, 'WEBHOOK_VARIABLES'],
      [{ variables: { nested } }, 'WEBHOOK_VARIABLES'],
    ] as const)
      expect(await reasonOf(CREATE, input(more))).toBe(reason)
    const { id } = await create({ variables: { note: '😀' } })
    const update = `mutation ($id: ID!, $input: WebhookUpdateInput!) { webhookUpdate(id: $id, input: $input) { webhook { id } } }`
    expect(await reasonOf(update, { id, input: { description: '\0' } })).toBe('MALFORMED_TEXT')
    for (const unknown of ['\0', 'wh_\0']) {
      expect(await reasonOf(update, { id: unknown, input: {} })).toBe('UNKNOWN_WEBHOOK')
      expect((await ask('query ($id: ID!) { webhook(id: $id) { id } }', { id: unknown })).data).toEqual({
        webhook: null,
      })
    }
    const log =
      'query ($id: ID!, $after: String) { webhook(id: $id) { deliveries(first: 1, after: $after) { nodes { id } } } }'
    for (const place of [
      [9e15, 'a'],
      [-9e15, 'a'],
      [8.64e15 + 1, 'a'],
      [-1, 'a'],
      [0.5, 'a'],
      [1, '\0'],
    ])
      expect(await reasonOf(log, { id, after: encodeOpaque('WebhookDelivery', place) })).toBe(
        'MALFORMED_CURSOR',
      )
    expect(
      (
        await ask('mutation ($id: ID!) { webhookRotateSecret(id: $id, overlapHours: 1e-15) { secret } }', {
          id,
        })
      ).errors,
    ).toBeUndefined()
  })

  test('an id that is not known, a window that is empty, an overlap that is none, a cursor of another', async () => {
    const { id } = await create()
    const unknown = { id: 'wh_none' }
    for (const mutation of [
      'webhookUpdate(id: $id, input: {}) { webhook { id } }',
      'webhookTest(id: $id) { attempt { status } }',
      'webhookRotateSecret(id: $id) { secret }',
      'webhookReplay(id: $id, from: "2025-01-01T00:00:00Z") { count }',
    ])
      expect(await reasonOf(`mutation ($id: ID!) { ${mutation} }`, unknown)).toBe('UNKNOWN_WEBHOOK')
    expect(
      await reasonOf(
        'mutation ($id: ID!) { webhookReplay(id: $id, from: "2100-01-01T00:00:00Z") { count } }',
        { id },
      ),
    ).toBe('WINDOW_EMPTY')
    expect(
      await reasonOf('mutation ($id: ID!) { webhookRotateSecret(id: $id, overlapHours: -1) { secret } }', {
        id,
      }),
    ).toBe('OUT_OF_RANGE')
    expect(
      await reasonOf(
        'query ($id: ID!) { webhook(id: $id) { deliveries(first: 1, after: "x") { nodes { id } } } }',
        {
          id,
        },
      ),
    ).toBe('MALFORMED_CURSOR')
  })

  test('a key has twenty at most; a server without keys sends none', async () => {
    await database.pool.query(
      `insert into webhook (id, key_id, topic, url, query, secret, created_at, position, disabled_reason)
       select 'wh_' || n, $1, 'EPISODES', 'https://example.org', 'subscription { episodes { cursor } }', '', now(), 0, 'CALLER'
       from generate_series(1, 20) as n`,
      [keyId],
    )
    expect(await reasonOf(CREATE, input({}))).toBe('TOO_MANY_WEBHOOKS')
    const bare = await createApi(database)
    expect((await bare.query('{ webhooks { id } }')).errors![0]!.extensions.code).toBe('NOT_OFFERED')
    await bare.close()
  })
})

test('the log is paged both ways', async () => {
  const { id } = await create()
  await database.pool.query(
    `insert into webhook_delivery (id, webhook_id, type, created_at, payload, state, next_at)
     select 'msg_' || n, $1, 'liquidations', now() + n * interval '1 second', '{}', case n % 2 when 0 then 'DEAD' else 'DELIVERED' end, now()
     from generate_series(1, 5) as n`,
    [id],
  )
  const page = async (more: string) =>
    (
      await ask(
        `query ($id: ID!) { webhook(id: $id) { deliveries(${more}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        { id },
      )
    ).data.webhook.deliveries
  const first = await page('first: 2')
  expect(first.nodes).toEqual([{ id: 'msg_5' }, { id: 'msg_4' }])
  const next = await page(`first: 2, after: "${first.pageInfo.endCursor}"`)
  expect(next.nodes).toEqual([{ id: 'msg_3' }, { id: 'msg_2' }])
  const back = await page(`last: 2, before: "${next.pageInfo.startCursor}"`)
  expect(back.nodes).toEqual(first.nodes)
  expect((await page('first: 5, states: [DEAD]')).nodes).toEqual([{ id: 'msg_4' }, { id: 'msg_2' }])
})

describe('when a message is tried again', () => {
  test('pauses grow to a day, ten tries in some 75 hours; a receiver may ask for more, to a day', () => {
    const pauses = Array.from({ length: MOST_TRIES - 1 }, (_, at) => pauseAfter(at + 1, 0, 0.5)!)
    expect(pauses.every((pause, at) => at === 0 || pause > pauses[at - 1]!)).toBe(true)
    expect(pauses.reduce((sum, pause) => sum + pause, 0) / HOUR_MS).toBeCloseTo(75.6, 1)
    expect(pauseAfter(MOST_TRIES, 0, 0.5)).toBeUndefined()
    expect([0, 1].map((chance) => pauseAfter(1, 0, chance))).toEqual([4_500, 5_500])
    expect(pauseAfter(1, HOUR_MS, 0.5)).toBe(HOUR_MS)
    expect(pauseAfter(1, 90 * DAY_MS, 0.5)).toBe(DAY_MS)
  })

  test('retry-after is seconds or a date', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    expect(retryAfterMs('120', at)).toBe(120_000)
    expect(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', at)).toBe(60_000)
    for (const bad of [undefined, 'soon', '-5', 'Thu, 01 Jan 2025 00:01:00 GMT'])
      expect(retryAfterMs(bad, at)).toBe(0)
  })

  test('a try that went through ends it, whatever came before', () => {
    const sent = { status: 200, failure: null, askedMs: 0 }
    expect(outcomeOf({ failingForMs: 100 * DAY_MS, tries: MOST_TRIES }, sent, 0)).toEqual({
      state: 'DELIVERED',
    })
  })
})
