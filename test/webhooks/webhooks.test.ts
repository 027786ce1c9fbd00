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
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/time.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { outcomeOf } from '../../src/webhooks/deliver.ts'
import { MOST_TRIES, pauseAfter, retryAfterMs } from '../../src/webhooks/retries.ts'
import { isAllowed, parseNetworks } from '../../src/webhooks/target.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets } from '../support/fixtures.ts'
import { startReceiver, type Received, type Receiver } from '../support/receiver.ts'

let database: TestDatabase
let api: Api
let receiver: Receiver
let btc: StoredMarket
let eth: StoredMarket
/** The servers' clock stands where a test puts it: retries take days. */
let clock: number | undefined
let lookup: LookupFunction | undefined
let key: string
let keyId: string

const now = () => new Date(clock ?? Date.now())

const startApi = (more: object = {}) =>
  createApi(database, {
    access: DEFAULT_ACCESS,
    now,
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
  clock = undefined
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
})

describe('a receiver that fails', () => {
  const DEAD_AFTER_MS = 80 * HOUR_MS

  /** Lets the clock run, by jumps to the next try. */
  async function runUntil(id: string, isDone: (log: Log) => boolean): Promise<Log> {
    const from = clock!
    for (;;) {
      const log = await logOf(id)
      if (isDone(log)) return log
      expect(clock! - from).toBeLessThan(30 * DAY_MS)
      const next = log.deliveries.nodes.map(({ nextAttemptAt }) => nextAttemptAt).filter((at) => at !== null)
      const at = Math.min(...next.map((time) => Date.parse(time)))
      // What is being sent is due again soon, should its server end: no time to jump to.
      if (next.length > 0 && at - clock! > 2_000) clock = at
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  test('with 500 for days is tried ten times, then it is a dead letter; replayed, it comes with its id, signed anew', async () => {
    clock = Date.now()
    receiver.reply = () => ({ status: 500, body: 'no\0' })
    const { id, secret } = await create()
    await force(btc, ['7'])
    await untilReceived(1)
    const began = clock
    const { deliveries, failingSince } = await runUntil(
      id,
      (log) => log.deliveries.nodes[0]?.state === 'DEAD',
    )
    expect(deliveries.nodes[0]!.attempts).toEqual(
      Array.from({ length: MOST_TRIES }, () => ({ status: 500, failure: 'STATUS', response: 'no' })),
    )
    expect(receiver.received).toHaveLength(MOST_TRIES)
    expect(clock - began).toBeGreaterThan(65 * HOUR_MS)
    expect(clock - began).toBeLessThan(DEAD_AFTER_MS)
    expect(failingSince).toBe(new Date(began).toISOString())
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)

    receiver.reply = () => undefined
    clock = Date.now()
    const from = new Date(began - MINUTE_MS).toISOString()
    const { data } = await ask(
      `mutation ($id: ID!, $from: DateTime!, $to: DateTime) { webhookReplay(id: $id, from: $from, to: $to) { count } }`,
      { id, from, to: new Date(began + HOUR_MS).toISOString() },
    )
    expect(data.webhookReplay.count).toBe(1)
    await untilReceived(MOST_TRIES + 1)
    const again = receiver.received.at(-1)!
    expect(again.headers['webhook-id']).toBe(receiver.received[0]!.headers['webhook-id'])
    expect(again.body).toBe(receiver.received[0]!.body)
    verify(again, secret)
    // What somebody else sends again is too old, or is signed by another.
    const stale = { ...again.headers, 'webhook-timestamp': String(Math.floor(clock / 1_000) - 600) }
    expect(() => verify({ ...again, headers: stale }, secret)).toThrow(/too old/)
    expect(() => verify(again, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toThrow(/No matching signature/)
    await expect.poll(async () => (await logOf(id)).failingSince).toBeNull()
  })

  test('for five days is sent nothing more, until its owner enables it', async () => {
    clock = Date.now()
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
    await database.pool.query("update webhook set previous_until = now() - interval '1 hour'")
    await force(btc, ['2'])
    await untilReceived(2)
    verify(receiver.received[1]!, next)
    expect(() => verify(receiver.received[1]!, secret)).toThrow()
  })

  test('a key that was rotated leaves its webhooks to the new one; one that is revoked ends them', async () => {
    const { id } = await create()
    const next = await rotateKey(database.pool, keyId, 0, now())
    expect((await ask('{ webhooks { id } }', {}, { as: next.key })).data.webhooks).toEqual([{ id }])
    await force(btc, ['1'])
    await untilReceived(1)
    await revokeKey(database.pool, next.row.id, now())
    const leased = () => database.pool.query('select 1 from webhook where leased_until > now()')
    await database.pool.query('update webhook set leased_until = now()')
    await expect.poll(async () => (await leased()).rowCount).toBe(0)
    await force(btc, ['2'])
    const { rows } = await database.pool.query<{ position: string; last: string }>(
      'select position, (select max(id) from stream_event) as last from webhook',
    )
    expect(Number(rows[0]!.position)).toBeLessThan(Number(rows[0]!.last))
    expect(receiver.received).toHaveLength(1)
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
    const at = new Date('2026-01-10T00:00:00Z')
    const sent = { at, durationMs: 1, status: 200, failure: null, response: '', askedMs: 0 }
    expect(outcomeOf({ failingSince: new Date(0) }, MOST_TRIES, sent, 0)).toEqual({
      state: 'DELIVERED',
      nextAt: at,
    })
  })
})
