import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { createClient } from 'graphql-ws'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import { readConfig } from '../../src/config.ts'
import { readTrustedDocuments } from '../../src/server/trusted.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

/** Documents by their names: those that clients send once, those of a list, and what is not to be asked at all. */

const LISTED = 'query Venues { exchanges { code } }'
const PUSHED = 'subscription Found { episodes(after: "x") { cursor } }'
const OTHER = 'query Other { exchanges { name } }'
const hashOf = (text: string) => crypto.createHash('sha256').update(text).digest('hex')
const apq = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } })

let database: TestDatabase
let open: Api
let closed: Api
let key: string
let dir: string

beforeAll(async () => {
  database = await createEmptyDatabase()
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'documents-'))
  open = await createApi(database)
  closed = await createApi(database, {
    access: DEFAULT_ACCESS,
    trusted: readTrustedDocuments(
      write({ [hashOf(LISTED)]: LISTED, 'venues-v1': LISTED, pushed: PUSHED }),
      true,
    ),
  })
  await closed.app.listen({ port: 0, host: '127.0.0.1' })
  key = (await createKey(database.pool, { name: 'x', scopes: ['READ', 'EXPLORE'] }, new Date())).key
})
afterAll(async () => {
  await open.close()
  await closed.close()
  await database.close()
  fs.rmSync(dir, { recursive: true })
})

function write(manifest: unknown): string {
  const file = path.join(dir, `${crypto.randomUUID()}.json`)
  fs.writeFileSync(file, JSON.stringify(manifest))
  return file
}

interface Body {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions: Record<string, unknown> }[]
}

async function ask({ app }: Api, body: object, headers: Record<string, string> = {}, url = '/graphql') {
  const response = await app.inject({ method: 'POST', url, payload: body, headers })
  const { data, errors } = response.json<Body>()
  return { status: response.statusCode, data, code: errors?.[0]?.extensions.code }
}

async function get({ app }: Api, parameters: Record<string, string | object>, headers = {}) {
  const query = Object.entries(parameters).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const response = await app.inject({
    url: `/graphql?${new URLSearchParams(query).toString()}`,
    headers: { 'apollo-require-preflight': '1', ...headers },
  })
  const { data, errors } = response.json<Body>()
  return { status: response.statusCode, data, code: errors?.[0]?.extensions.code }
}

describe('a document that was sent once is asked for by its hash', () => {
  test('by POST and GET', async () => {
    expect(await ask(open, { extensions: apq(OTHER) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
    expect(await get(open, { extensions: apq(OTHER) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
    expect(await get(open, { query: OTHER, extensions: apq(OTHER) })).toMatchObject({
      data: { exchanges: [] },
    })
    expect(await ask(open, { extensions: apq(OTHER) })).toMatchObject({ data: { exchanges: [] } })
    expect(await get(open, { extensions: apq(OTHER) })).toMatchObject({ data: { exchanges: [] } })
  })

  test('another text than the hash’s, and what is refused, are not kept', async () => {
    const wrong = await ask(open, { query: LISTED, extensions: apq('{ __typename }') })
    expect(wrong).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    for (const persistedQuery of ['x', { version: 2, sha256Hash: 'x' }, { version: 1 }])
      expect(await ask(open, { extensions: { persistedQuery } })).toMatchObject({ code: 'BAD_REQUEST' })
    expect(open.unexpected).toEqual([])
    const hostile = `{ ${Array.from({ length: 400 }, (_, at) => `a${at}: __typename`).join(' ')} }`
    expect(await ask(open, { query: hostile, extensions: apq(hostile) })).toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
    })
    expect(await ask(open, { extensions: apq(hostile) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  })

  test('what is kept is bounded: the least recently used go first', async () => {
    // 8 MB of texts are kept.
    const textOf = (at: number) => `query Q${at} { __typename } #${'x'.repeat(99_000)}`
    for (let at = 0; at < 90; at++) await ask(open, { query: textOf(at), extensions: apq(textOf(at)) })
    expect(await ask(open, { extensions: apq(textOf(89)) })).toMatchObject({ data: { __typename: 'Query' } })
    expect(await ask(open, { extensions: apq(textOf(0)) })).toMatchObject({
      code: 'PERSISTED_QUERY_NOT_FOUND',
    })
  })
})

describe('a server that runs the documents of its list alone', () => {
  const found = { status: 200, data: { exchanges: [] } }
  const refused = { status: 403, code: 'DOCUMENT_NOT_TRUSTED' }

  test('runs them by hash, by name and by text', async () => {
    expect(await ask(closed, { extensions: apq(LISTED) })).toMatchObject(found)
    expect(await get(closed, { extensions: apq(LISTED) })).toMatchObject(found)
    expect(await ask(closed, { documentId: `sha256:${hashOf(LISTED)}` })).toMatchObject(found)
    expect(await ask(closed, { documentId: 'venues-v1' })).toMatchObject(found)
    expect(await get(closed, { documentId: 'venues-v1' })).toMatchObject(found)
    expect(await ask(closed, { query: LISTED })).toMatchObject(found)
  })

  test('refuses all others, whichever way they come', async () => {
    expect(await ask(closed, { query: OTHER })).toMatchObject(refused)
    expect(await get(closed, { query: OTHER })).toMatchObject(refused)
    expect(await ask(closed, { query: OTHER, extensions: apq(OTHER) })).toMatchObject(refused)
    expect(await ask(closed, { documentId: 'venues-v2' })).toMatchObject(refused)
    expect(await ask(closed, { query: getIntrospectionQuery() })).toMatchObject(refused)
    expect(await ask(closed, { query: OTHER, format: 'CSV' }, {}, '/export')).toMatchObject(refused)
    expect(await ask(closed, { query: PUSHED.replace('x', 'y') }, {}, '/graphql/stream')).toMatchObject(
      refused,
    )
  })

  test('exports and pushes those of the list by their names', async () => {
    const exported = await closed.app.inject({
      method: 'POST',
      url: '/export',
      payload: { documentId: 'venues-v1', format: 'CSV' },
    })
    expect([exported.statusCode, exported.body]).toEqual([200, 'code\r\n'])
    const streamed = await closed.app.inject({
      method: 'POST',
      url: '/graphql/stream',
      payload: { documentId: 'pushed' },
    })
    // The list's document itself names a cursor that is none.
    expect(streamed.body).toContain('MALFORMED_CURSOR')
  })

  test('holds to the list over sockets too', async () => {
    const client = createClient({
      url: `ws://127.0.0.1:${(closed.app.server.address() as AddressInfo).port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    })
    const say = async (payload: { query: string; extensions?: Record<string, unknown> }) => {
      const messages: unknown[] = []
      await new Promise<void>((resolve) => {
        client.subscribe(payload, {
          next: (message) => messages.push(message),
          error: (errors) => resolve(void messages.push(errors)),
          complete: resolve,
        })
      })
      return messages
    }
    expect(await say({ query: OTHER })).toMatchObject([[{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]])
    // It is found, and is no subscription.
    expect(await say({ query: '', extensions: apq(LISTED) })).toMatchObject([
      [{ extensions: { code: 'BAD_REQUEST' } }],
    ])
    await client.dispose()
  })

  test('lets a key with the scope EXPLORE ask anything, and others nothing of what it has asked', async () => {
    const headers = { authorization: `Bearer ${key}` }
    expect(await ask(closed, { query: OTHER, extensions: apq(OTHER) }, headers)).toMatchObject(found)
    expect(await ask(closed, { extensions: apq(OTHER) }, headers)).toMatchObject(found)
    expect(await ask(closed, { documentId: 'venues-v2' }, headers)).toMatchObject({
      code: 'PERSISTED_QUERY_NOT_FOUND',
    })
    expect(await ask(closed, { extensions: apq(OTHER) })).toMatchObject(refused)
  })
})

describe('the list', () => {
  test('may be Apollo’s manifest', async () => {
    const manifest = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'a', name: 'Venues', type: 'query', body: LISTED }],
    }
    const api = await createApi(database, { trusted: readTrustedDocuments(write(manifest), false) })
    expect(await ask(api, { documentId: 'a' })).toMatchObject({ data: { exchanges: [] } })
    expect(await ask(api, { query: OTHER })).toMatchObject({ data: { exchanges: [] } })
    await api.close()
  })

  test.each([
    ['no file', () => path.join(dir, 'none.json'), 'ENOENT'],
    ['another format', () => write({ format: 'x', version: 1, operations: [] }), 'neither'],
    ['no texts', () => write(['{ __typename }']), 'neither'],
  ])('%s is told at the start', (_, fileOf, message) => {
    expect(() => readTrustedDocuments(fileOf(), false)).toThrow(message)
  })

  test('a document of another schema is told at the start, and a list that is needed', async () => {
    const trusted = readTrustedDocuments(write({ a: '{ nothing }' }), false)
    await expect(createApi(database, { trusted })).rejects.toMatchObject({
      code: 'TRUSTED_DOCUMENTS_INVALID',
      message: expect.stringContaining('Cannot query field "nothing"') as string,
    })
    expect(() => readConfig({ TRUSTED_DOCUMENTS_ONLY: 'true' })).toThrow('TRUSTED_DOCUMENTS_ONLY: needs')
  })
})
