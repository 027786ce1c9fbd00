import fs from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import { Recorder } from '../../src/recorder/recorder.ts'
import { startStatusServer } from '../../src/recorder/statusServer.ts'
import { DEFAULT_LOAD } from '../../src/server/load.ts'
import { ServerMetrics } from '../../src/telemetry/metrics.ts'
import { startMetricsServer } from '../../src/telemetry/metricsServer.ts'
import { startTracing, type Tracing } from '../../src/telemetry/tracing.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

const TIMEOUT_MS = 1_500
/** How long a condition is waited for. */
const LONG = { timeout: 10_000, interval: 20 }
/** Reads the table that the tests lock. */
const CLAIMS = '{ quality { claims(first: 5) { code } } }'
const SECRET_VALUE = 'NOTLOGGED'

interface SentSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly unknown[]
}

let database: TestDatabase
let api: Api
let url: string
let key: string
let logged: string
let tracing: Tracing
let receiver: http.Server
const spans: SentSpan[] = []
const metrics = new ServerMetrics()

beforeAll(async () => {
  database = await createEmptyDatabase()
  key = (await createKey(database.pool, { name: 'test', scopes: ['READ'] }, new Date())).key
  receiver = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const sent = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] }
      spans.push(
        ...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      )
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  tracing = await startTracing({
    endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    headers: {},
    serviceName: 'unwind-test',
    version: '0',
    ratio: 1,
  })
  const logTo = new PassThrough()
  logged = ''
  logTo.on('data', (chunk) => (logged += String(chunk)))
  api = await createApi(database, {
    access: DEFAULT_ACCESS,
    requestTimeoutMs: TIMEOUT_MS,
    slowStatementMs: 100,
    logLevel: 'info',
    logTo,
    load: { ...DEFAULT_LOAD, executing: 2, queued: 2, exports: 1, waitMs: 20_000, targetMs: 20_000 },
    metrics,
    tracing,
  })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await api.close()
  await database.close()
  receiver.close()
})

const ask = (query: string, more: Record<string, string> = {}, path = '/graphql', body: object = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify({ query, ...body }),
  })

/** While `work` goes on nobody can read claims: statements that do so are at work until they are stopped. */
async function withClaimsLocked<T>(work: () => Promise<T>): Promise<T> {
  const client: pg.PoolClient = await database.pool.connect()
  try {
    await client.query('begin; lock table claim in access exclusive mode')
    return await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const countRunning = async () => {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where datname = current_database() and state = 'active' and query ~ 'from claim'
     and pid <> pg_backend_pid()`,
  )
  return rows[0]!.count
}

const linesOf = (message: string) =>
  logged
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === message)

test('a request that goes on for too long is told so, and its statement is stopped in PostgreSQL and logged', async () => {
  const requestId = await withClaimsLocked(async () => {
    const response = await ask(CLAIMS)
    expect(await response.json()).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }],
    })
    await vi.waitFor(async () => expect(await countRunning()).toBe(0), LONG)
    return response.headers.get('x-request-id')
  })
  await vi.waitFor(
    () =>
      expect(linesOf('slow statement')).toContainEqual(
        expect.objectContaining({
          level: 40,
          requestId,
          rows: null,
          statement: expect.stringContaining('from claim') as string,
        }),
      ),
    LONG,
  )
  expect(linesOf('request')).toContainEqual(
    expect.objectContaining({ requestId, status: 200, route: '/graphql', errors: ['REQUEST_TIMEOUT'] }),
  )
  // The connections are as good as before.
  const again = await Promise.all([ask(CLAIMS), ask(CLAIMS)])
  expect(await Promise.all(again.map((response) => response.json()))).toEqual(
    again.map(() => expect.objectContaining({ data: { quality: { claims: [] } } }) as unknown),
  )
})

test('a client that goes takes its statement with it', async () => {
  await withClaimsLocked(async () => {
    const abort = new AbortController()
    const asked = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: CLAIMS }),
      signal: abort.signal,
    })
    asked.catch(() => undefined)
    await vi.waitFor(async () => expect(await countRunning()).toBe(1), LONG)
    abort.abort()
    await vi.waitFor(async () => expect(await countRunning()).toBe(0), LONG)
  })
  await vi.waitFor(() =>
    expect(linesOf('request')).toContainEqual(
      expect.objectContaining({ status: 499, errors: ['CLIENT_GONE'] }),
    ),
  )
})

describe('when there is more to do than can be done', () => {
  test('what is more is told 503 and when to ask again, and nothing else is kept from answering', async () => {
    const asked = await withClaimsLocked(async () => {
      const asked = Array.from({ length: 6 }, () => ask(CLAIMS))
      const refused = await Promise.race(asked)
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
      expect(await refused.json()).toMatchObject({
        errors: [
          {
            extensions: {
              code: 'SERVER_BUSY',
              reason: 'QUEUE_FULL',
              retryAfterSeconds: expect.any(Number) as number,
            },
          },
        ],
      })
      for (const path of ['/healthz', '/readyz', '/explorer'])
        expect((await fetch(`${url}${path}`)).status, path).toBe(200)
      return asked
    })
    const statuses = (await Promise.all(asked)).map(({ status }) => status).sort()
    // Two at work and two in the queue.
    expect(statuses).toEqual([200, 200, 200, 200, 503, 503])
  })

  test('exports have places of their own', async () => {
    await withClaimsLocked(async () => {
      const abort = new AbortController()
      const body = JSON.stringify({ query: CLAIMS, format: 'CSV' })
      const headers = { 'content-type': 'application/json' }
      const send = (signal?: AbortSignal) =>
        fetch(`${url}/export`, { method: 'POST', headers, body, ...(signal ? { signal } : {}) })
      const first = send(abort.signal)
      first.catch(() => undefined)
      await vi.waitFor(async () => expect(await countRunning()).toBe(1), LONG)
      const second = await send()
      expect([second.status, await second.json()]).toMatchObject([
        503,
        { errors: [{ extensions: { code: 'SERVER_BUSY', reason: 'EXPORTS_FULL' } }] },
      ])
      expect((await ask('{ viewer { scopes } }')).status).toBe(200)
      abort.abort()
      await vi.waitFor(async () => expect(await countRunning()).toBe(0), LONG)
    })
  })
})

describe('what is told of requests', () => {
  const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

  beforeEach(() => {
    metrics.registry.resetMetrics()
  })

  test('a line each, without keys and without what was asked', async () => {
    const query = `query Feeds($exchanges: [String!]) { quality { feeds(exchanges: $exchanges) { family } } }`
    const response = await ask(query, { authorization: `Bearer ${key}` }, '/graphql', {
      variables: { exchanges: [SECRET_VALUE] },
    })
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    await ask(query, { 'x-api-key': 'unwind_wrong' })
    await fetch(`${url}/graphql?query=${encodeURIComponent(`{ node(id: "${SECRET_VALUE}") { id } }`)}`)
    await fetch(`${url}/nothing?key=${key}`)
    const requestId = response.headers.get('x-request-id')
    await vi.waitFor(() =>
      expect(linesOf('request')).toContainEqual(
        expect.objectContaining({
          requestId,
          method: 'POST',
          route: '/graphql',
          status: 200,
          ms: expect.any(Number) as number,
          units: expect.any(Number) as number,
          errors: ['BAD_USER_INPUT'],
        }),
      ),
    )
    await vi.waitFor(() =>
      expect(linesOf('request').map(({ status, errors }) => [status, errors])).toContainEqual([
        401,
        ['UNAUTHENTICATED'],
      ]),
    )
    await vi.waitFor(() => expect(linesOf('request').some(({ status }) => status === 404)).toBe(true), LONG)
    for (const secret of [key, 'unwind_wrong', SECRET_VALUE]) expect(logged).not.toContain(secret)
  })

  test('what Prometheus reads has them by route, operation and caller', async () => {
    await ask('{ viewer { scopes } }', { authorization: `Bearer ${key}` })
    await ask('{ nothing }')
    const server = await startMetricsServer(metrics.registry, { host: '127.0.0.1', port: 0 })
    const text = await vi.waitFor(async () => {
      const response = await fetch(`http://127.0.0.1:${server.port}/metrics`)
      expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
      const told = await response.text()
      expect(told).toContain(
        'http_server_request_duration_seconds_count{http_request_method="POST",http_route="/graphql",http_response_status_code="200"} 2',
      )
      return told
    })
    await server.close()
    expect(text).toContain('unwind_graphql_operations_total{type="query",code="OK"} 1')
    expect(text).toContain('code="GRAPHQL_VALIDATION_FAILED"} 1')
    expect(text).toMatch(/^unwind_cost_units_total\{caller="key"\} [1-9]/m)
    expect(text).toMatch(/^unwind_db_statement_duration_seconds_count\{outcome="done"\} [1-9]/m)
    expect(text).toContain('unwind_executing{kind="questions"} 0')
    expect(text).not.toContain(key)
  })

  test('every metric that the dashboard and the alerts ask for is there', async () => {
    const recorder = new Recorder({
      pool: database.pool,
      url: database.url,
      venues: [],
      assets: [],
      spoolDir: fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-spool-')),
      spoolBytes: 1,
      signal: new AbortController().signal,
      now: () => new Date(),
      log: () => undefined,
    })
    const server = await startStatusServer(recorder, { host: '127.0.0.1', port: 0 })
    const ofRecorder = await (await fetch(`${server.url}/metrics`)).text()
    await server.close()
    // Prometheus' own.
    const served = new Set(['up'])
    for (const [, name, type] of `${ofRecorder}\n${await metrics.registry.metrics()}`.matchAll(
      /^# TYPE (\w+) (\w+)$/gm,
    ))
      for (const suffix of type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''])
        served.add(name! + suffix)
    const docs = path.resolve(import.meta.dirname, '../../docs/operations')
    const { panels } = JSON.parse(
      fs.readFileSync(path.join(docs, 'grafana/dashboards/unwind.json'), 'utf8'),
    ) as {
      panels: { targets: { expr: string }[] }[]
    }
    const { groups } = parse(fs.readFileSync(path.join(docs, 'alerts.yml'), 'utf8')) as {
      groups: { rules: { expr: string }[] }[]
    }
    const asked = [...panels.flatMap(({ targets }) => targets), ...groups.flatMap(({ rules }) => rules)]
      .flatMap(({ expr }) => [
        ...expr.replace(/"[^"]*"/g, '').matchAll(/\b(?:unwind|http|process|nodejs)_\w+|\bup\b/g),
      ])
      .map(([name]) => name)
      .filter((name) => !/^http_(route|response_status_code|request_method)$/.test(name))
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter((name) => !served.has(name))).toEqual([])
  })

  test('what is pushed has a span, one for all who are told it, and spans of a request lie within each other and within the trace that it came with', async () => {
    for (let subscriber = 0; subscriber < 3; subscriber++) {
      const pushed = await ask('subscription Orders { liquidations { cursor } }', {}, '/graphql/stream')
      const events = pushed.body!.getReader()
      let heard = ''
      await vi.waitFor(async () => {
        heard += Buffer.from((await events.read()).value).toString()
        expect(heard).toContain('event: next')
      }, LONG)
      await events.cancel()
    }
    await ask('query Claims { quality { claims(first: 5) { code } } }', {
      authorization: `Bearer ${key}`,
      traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
    })
    await vi.waitFor(() => expect(linesOf('request').length).toBeGreaterThan(0))
    await tracing.close()
    const own = spans.filter(({ traceId }) => traceId === TRACE_ID)
    const find = (name: string) => own.find((span) => span.name === name)!
    const [request, operation, statement] = ['POST /graphql', 'query Claims', 'select claim'].map(find)
    expect(request?.parentSpanId).toBe('00f067aa0ba902b7')
    expect(operation?.parentSpanId).toBe(request?.spanId)
    expect(statement?.parentSpanId).toBe(operation?.spanId)
    expect(JSON.stringify(statement)).toContain('db.response.returned_rows')
    expect(spans.filter(({ name }) => name === 'subscription Orders')).toHaveLength(1)
    for (const secret of [key, 'unwind_wrong', SECRET_VALUE])
      expect(JSON.stringify(spans)).not.toContain(secret)
  })
})

describe('a server that closes', () => {
  const open = async () => {
    const own = await createApi(database)
    await own.app.listen({ port: 0, host: '127.0.0.1' })
    return { own, port: (own.app.server.address() as AddressInfo).port }
  }

  test('does not wait for connections over which nothing came', async () => {
    const { own, port } = await open()
    const spare = net.connect(port, '127.0.0.1')
    const ended = new Promise((resolve) => spare.once('close', resolve))
    await new Promise<void>((resolve) => own.app.server.once('connection', () => resolve()))
    await own.close()
    await ended
  })

  test('waits for the answers that are being made, but not for their connections, which clients keep; what is asked then is told to come again', async () => {
    const { own, port } = await open()
    const client = net.connect(port, '127.0.0.1')
    const heard = text(client)
    const body = JSON.stringify({ query: CLAIMS })
    const send = () =>
      client.write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
    let closed: Promise<void> | undefined
    await withClaimsLocked(async () => {
      send()
      await vi.waitFor(async () => expect(await countRunning()).toBe(1), LONG)
      const isAsked = new Promise((resolve) => own.app.server.once('request', resolve))
      closed = own.close()
      send()
      await isAsked
    })
    // Kept alive, the connection would last for more than a minute.
    const [answer, refusal] = (await heard).split(/(?=HTTP\/1\.1 )/)
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*"claims":\[/s)
    expect(refusal).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 2\r\n.*"SERVER_BUSY".*"CLOSING"/s)
  })
})
