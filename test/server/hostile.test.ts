import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getIntrospectionQuery, parse } from 'graphql'
import WebSocket from 'ws'
import { DEFAULT_LIMITS, findFault } from '../../src/server/documents.ts'
import { getExamples } from '../../src/server/explorer.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
let port: number
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const nested = (levels: number) =>
  `{ ${'node(id: "x") { ... on Episode { '.repeat(levels)}id${' } }'.repeat(levels)} }`
const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

/** Documents that want a server busy or confused, with what each is refused by. */
const HOSTILE: readonly (readonly [name: string, query: string, reason: string])[] = [
  [
    'fields within fields',
    `{ episodes(first: 1) { nodes ${'{ detection { exchanges '.repeat(20)}{ code }${' } }'.repeat(20)} } }`,
    'DEPTH',
  ],
  [
    'inline fragments within each other',
    `{ ${'... on Query { '.repeat(1_500)}__typename${' }'.repeat(1_500)} }`,
    'DEPTH',
  ],
  [
    'an alias bomb',
    `{ ${Array.from({ length: 400 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
    'ALIASES',
  ],
  [
    'questions without end',
    `{ ${Array.from({ length: 120 }, (_, at) => `a${at}: viewer { scopes }`).join(' ')} }`,
    'ROOT_FIELDS',
  ],
  ['one name answered over and over', `{ ${'viewer { scopes } '.repeat(60)} }`, 'REPEATS'],
  ['the same below', `{ viewer { ${'scopes '.repeat(2_000)} } }`, 'REPEATS'],
  [
    'fragments that double',
    `query { ...F0 } ${Array.from({ length: 40 }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F40 on Query { __typename }`,
    'FIELDS',
  ],
  ['directives without end', `{ __typename ${'@skip(if: false) '.repeat(200)} }`, 'DIRECTIVES'],
  [
    'a directive on each of many fields',
    `{ ${Array.from({ length: 45 }, (_, at) => `a${at}: __typename @include(if: true) @skip(if: false)`).join(' ')} }`,
    'DIRECTIVES',
  ],
  ['tokens without end', `{ ${'__typename '.repeat(9_000)} }`, 'TOKENS'],
  ['a list without end', `{ nodes(ids: [${'"x",'.repeat(7_000)}]) { id } }`, 'TOKENS'],
  ['a huge text', `{ node(id: "${'x'.repeat(200_000)}") { id } }`, 'LENGTH'],
  ['spaces without end', `{ __typename ${' '.repeat(200_000)} }`, 'LENGTH'],
  ['a document that nobody closes', '{'.repeat(3_000), 'DEPTH'],
  ['a reserved name', '{ __proto__: __typename }', 'RESERVED_NAME'],
  ['the constructor of an answer', '{ __defineGetter__: __typename }', 'RESERVED_NAME'],
  [
    'objects within objects',
    `{ liquidations(${WINDOW}, filter: ${'{ assets: '.repeat(3_000)}[]${' }'.repeat(3_000)}) { completeness } }`,
    'DEPTH',
  ],
]

/** Milliseconds of CPU that an answer takes, the least of several: other tests run beside it. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  let least = Infinity
  for (let turn = 0; turn < 5; turn++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

describe('hostile documents are refused with a code, in little time', () => {
  test.each(HOSTILE)('%s', async (_, query, reason) => {
    const cpu = await cpuOf(async () => {
      const { status, errors } = await api.query(query)
      expect(status).toBe(200)
      expect(errors).toHaveLength(1)
      expect(errors![0]!.extensions).toMatchObject({ code: 'DOCUMENT_TOO_LARGE', reason })
    })
    expect(cpu).toBeLessThan(50)
  })

  test.each([
    [
      'fragments that spread each other',
      'query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    ],
    ['a fragment that spreads itself', 'query { ...A } fragment A on Query { __typename ...A }'],
    ['no document', 'x'.repeat(50_000)],
    ['numbers without end', `{ episodes(first: ${'9'.repeat(50_000)}) { nodes { code } } }`],
    ['unknown fields', `{ ${Array.from({ length: 45 }, (_, at) => `f${at}`).join(' ')} }`],
    ['a variable of a reserved name', 'query ($__proto__: ID!) { node(id: $__proto__) { id } }'],
    ['nested nodes', nested(6)],
  ])('%s is an error of the caller', async (_, query) => {
    const cpu = await cpuOf(async () => {
      const { status, errors } = await api.query(query)
      expect(status).toBeLessThan(500)
      expect(errors!.length).toBeGreaterThan(0)
      for (const { extensions } of errors!)
        expect(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(
          extensions.code,
        )
    })
    expect(cpu).toBeLessThan(100)
    expect(api.unexpected).toEqual([])
  })

  test('what people ask is far from any limit: the saved questions, and the question for the schema', () => {
    for (const { title, query } of getExamples())
      expect(
        findFault(parse(query), { ...DEFAULT_LIMITS, depth: 10, fields: 300, aliases: 50, rootFields: 15 }),
        title,
      ).toBeUndefined()
    expect(findFault(parse(getIntrospectionQuery()), DEFAULT_LIMITS)).toBeUndefined()
  })

  test('a document that is refused once is not taken for good later, nor a good one refused', async () => {
    for (let turn = 0; turn < 3; turn++) {
      expect((await api.query(HOSTILE[0]![1])).errors).toHaveLength(1)
      expect((await api.query('{ __typename }')).data).toEqual({ __typename: 'Query' })
    }
  })
})

const post = (
  body: Buffer | string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => api.app.inject({ method: 'POST', url: '/graphql', payload: body, headers })

describe('hostile bodies', () => {
  test.each([
    ['ten megabytes', Buffer.alloc(10 * 2 ** 20, 32), 413, 'PAYLOAD_TOO_LARGE'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, 'BAD_REQUEST'],
    ['half an object', '{"query": "{ __typename', 400, 'BAD_REQUEST'],
    ['nothing', '', 400, 'BAD_REQUEST'],
    [
      '__proto__ in variables',
      '{"query":"{ __typename }","variables":{"__proto__":{"x":1}}}',
      400,
      'BAD_REQUEST',
    ],
    [
      'constructor.prototype',
      '{"query":"{ __typename }","variables":{"constructor":{"prototype":{}}}}',
      400,
      'BAD_REQUEST',
    ],
  ])('%s', async (_, body, status, code) => {
    const cpu = await cpuOf(async () => {
      const response = await post(body)
      expect(response.statusCode).toBe(status)
      expect(response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
    })
    expect(cpu).toBeLessThan(50)
    expect(api.unexpected).toEqual([])
  })

  test('another type of body, a list of questions, and a form of another site', async () => {
    const form = await post('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([form.statusCode, form.json()]).toMatchObject([
      415,
      { errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] },
    ])
    const batch = await post(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]))
    expect(batch.statusCode).toBe(400)
    expect(batch.json<{ errors: unknown[] }>().errors).toHaveLength(1)
    const plain = await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })
    expect(plain.statusCode).toBeGreaterThanOrEqual(400)
    // A simple request, as any page can send it: without a type of body or a header of its own.
    const simple = await api.app.inject({ method: 'GET', url: '/graphql?query=%7B__typename%7D' })
    expect(simple.statusCode).toBe(400)
    expect(simple.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
  })

  test('a client that sends its request byte by byte does not keep the others waiting', async () => {
    const slow = Array.from({ length: 50 }, () => {
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
      )
      return socket
    })
    const began = performance.now()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(
        { port, path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      request.on('error', reject)
      request.end('{"query":"{ __typename }"}')
    })
    expect(status).toBe(200)
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(api.app.server.requestTimeout).toBe(30_000)
    for (const socket of slow) socket.destroy()
  })
})

describe('a client that does not come to an end is told so, and cut off', () => {
  test.each([
    ['headers', 'POST /graphql HTTP/1.1\r\nhost: x\r\n', 'x'],
    [
      'a body',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
      ' ',
    ],
    [
      'a body in chunks',
      'POST /graphql/stream HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\n \r\n',
    ],
  ])('%s, byte by byte', async (_, begin, byte) => {
    const own = await createApi(database, { receiveTimeoutMs: 200 })
    await own.app.listen({ port: 0, host: '127.0.0.1' })
    const socket = net.connect((own.app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(begin)
    const dripping = setInterval(() => socket.write(byte), 20)
    let answer = ''
    socket.on('data', (chunk) => (answer += String(chunk)))
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(dripping)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('"code":"RECEIVE_TIMEOUT"')
    await own.close()
  })

  test('what is no HTTP, and headers without end', async () => {
    const say = async (text: string) => {
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      let answer = ''
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.write(text)
      await new Promise((resolve) => socket.once('close', resolve))
      return answer
    }
    expect(await say('GRAPHQL { __typename }\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"BAD_REQUEST"/)
    expect(await say(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*"code":"HEADERS_TOO_LARGE"/,
    )
  })
})

test('@defer and @stream are no directives of this server, and it says so', async () => {
  for (const [query, name] of [
    ['{ ... @defer { exchanges { code } } }', 'defer'],
    ['{ exchanges @stream { code } }', 'stream'],
  ]) {
    const response = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { accept: 'multipart/mixed; deferSpec=20220824, application/json' },
      payload: { query },
    })
    expect(response.json()).toMatchObject({
      errors: [
        { message: `Unknown directive "@${name}".`, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ],
    })
  }
})

describe('headers', () => {
  test('of every answer: nothing is framed, sniffed or referred; each has a number', async () => {
    const { headers } = await post('{"query":"{ __typename }"}')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('origins that are named may ask, others may not', async () => {
    const own = await createApi(database, { corsOrigins: ['https://app.example.org'] })
    const from = (origin: string) =>
      own.app.inject({
        method: 'OPTIONS',
        url: '/graphql',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
    expect((await from('https://app.example.org')).headers['access-control-allow-origin']).toBe(
      'https://app.example.org',
    )
    expect((await from('https://evil.example.org')).headers['access-control-allow-origin']).toBeUndefined()
    await own.close()
  })

  test('introspection can be switched off', async () => {
    const closed = await createApi(database, { introspection: false })
    const { errors } = await closed.query('{ __schema { types { name } } }')
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect((await closed.query('{ __typename }')).data).toEqual({ __typename: 'Query' })
    // Whichever way it is asked.
    const query = '{ __type(name: "Query") { name } }'
    const told = { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }
    const ask = (url: string, more: object = {}) =>
      closed.app.inject({ method: 'POST', url, payload: { query, ...more } })
    expect((await ask('/export', { format: 'CSV' })).json()).toMatchObject(told)
    expect((await ask('/graphql/stream')).body).toContain('"code":"GRAPHQL_VALIDATION_FAILED"')
    await closed.app.listen({ port: 0, host: '127.0.0.1' })
    const client = createClient({
      url: `ws://127.0.0.1:${(closed.app.server.address() as AddressInfo).port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    })
    const overSocket = await new Promise((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => resolve(undefined) })
    })
    expect(overSocket).toMatchObject(told.errors)
    await client.dispose()
    await closed.close()
  })
})
