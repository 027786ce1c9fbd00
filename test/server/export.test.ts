import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { parse as parseCsv } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import type { AppOptions } from '../../src/server/app.ts'
import { csvCell } from '../../src/server/export.ts'
import { ParquetTable } from '../../src/server/parquetTable.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'
import { spendUnits } from '../support/units.ts'

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await createEmptyDatabase()
  const [market] = (await loadMarkets(database, [linearMarket('bybit', 'BTC')])) as [StoredMarket]
  await loadLiquidations(
    database,
    'bybit',
    span('22T00:00', '23T00:00'),
    Array.from({ length: 250 }, (_, at) =>
      order(
        market,
        `22T${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`,
        at % 3 ? 'LONG' : 'SHORT',
        at === 7 ? undefined : String(at + 1),
      ),
    ),
  )
  api = await createApi(database)
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ORDERS = `query ($after: String) {
  liquidationOrders(${WINDOW}, orderBy: TIME_ASC, first: 100, after: $after) {
    nodes { time side usd: notionalUsd market { symbol exchange { code } } }
    pageInfo { hasNextPage endCursor }
  } }`

async function save(query: string, format = 'CSV', more: object = {}) {
  const response = await api.app.inject({
    method: 'POST',
    url: '/export',
    payload: { query, format, ...more },
  })
  return { status: response.statusCode, headers: response.headers, text: response.body }
}

test('a connection is read to its end, page by page: each row once, in its order', async () => {
  const { status, headers, text } = await save(ORDERS)
  expect(status).toBe(200)
  expect(headers['content-type']).toContain('text/csv')
  expect(headers['content-disposition']).toBe('attachment; filename="unwind.csv"')
  const rows = parseCsv<Record<string, string>>(text, { columns: true })
  expect(rows).toHaveLength(250)
  expect(Object.keys(rows[0]!)).toEqual(['time', 'side', 'usd', 'market.symbol', 'market.exchange.code'])
  expect(rows.map(({ usd }) => usd)).toEqual(
    Array.from({ length: 250 }, (_, at) => (at === 7 ? '' : String(at + 1))),
  )
  expect(rows[0]).toEqual({
    time: '2025-09-22T00:00:00.000Z',
    side: 'SHORT',
    usd: '1',
    'market.symbol': 'BTC/USDT:USDT',
    'market.exchange.code': 'bybit',
  })
})

test.each([
  ['not asked for', '', 'nodes'],
  ['asked for by another name', 'end: pageInfo { hasNextPage }', 'orders: nodes'],
])('so it is when the cursor is %s', async (_, pageInfo, nodes) => {
  const query = `query ($after: String) { ...Orders }
    fragment Orders on Query {
      liquidationOrders(${WINDOW}, orderBy: TIME_ASC, first: 100, after: $after) { ${pageInfo} ${nodes} { time } }
    }`
  const { text } = await save(query)
  const rows = parseCsv<Record<string, string>>(text, { columns: true })
  expect(new Set(rows.map(({ time }) => time)).size).toBe(250)
  expect(Object.keys(rows[0]!)).toEqual(['time'])
})

test('moments told from now, in the document and in variables, are those of the first page', async () => {
  // A day passes with each look at the clock.
  let days = 23
  const own = await createApi(database, { now: () => new Date(Date.UTC(2025, 8, days++, 12)) })
  const payload = {
    query: ORDERS.replace('$after', '$from: DateTime!, $after').replace(
      WINDOW,
      'window: { from: $from, to: "now/d" }',
    ),
    variables: { from: '-1d/d' },
    format: 'CSV',
  }
  const { body } = await own.app.inject({ method: 'POST', url: '/export', payload })
  await own.close()
  expect(parseCsv(body, { columns: true })).toHaveLength(250)
})

test('the same as NDJSON, where what is not known is null', async () => {
  const { headers, text } = await save(ORDERS, 'NDJSON')
  expect(headers['content-type']).toBe('application/x-ndjson')
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(rows).toHaveLength(250)
  expect(rows[7]).toMatchObject({ usd: null, side: 'LONG' })
})

describe('the same as Parquet', () => {
  const saveParquet = async (query: string) => {
    const { rawPayload, headers } = await api.app.inject({
      method: 'POST',
      url: '/export',
      payload: { query, format: 'PARQUET' },
    })
    expect(headers['content-type']).toBe('application/vnd.apache.parquet')
    const file = new Uint8Array(rawPayload).buffer
    return { rows: await parquetReadObjects({ file }), schema: parquetSchema(parquetMetadata(file)) }
  }
  /** As JSON tells it: moments as text. */
  const asJson = (rows: readonly object[]) => JSON.parse(JSON.stringify(rows)) as unknown[]
  const ndjson = async (query: string) =>
    (await save(query, 'NDJSON')).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

  test('holds the rows that NDJSON has: moments as moments, exact decimals as text, null where nothing is known', async () => {
    const { rows, schema } = await saveParquet(ORDERS)
    expect(rows).toHaveLength(250)
    expect(rows[7]).toEqual({
      time: new Date('2025-09-22T00:07:00.000Z'),
      side: 'LONG',
      usd: null,
      'market.symbol': 'BTC/USDT:USDT',
      'market.exchange.code': 'bybit',
    })
    expect(asJson(rows)).toEqual(await ndjson(ORDERS))
    expect(
      schema.children.map(({ element: { name, type, converted_type } }) => [name, type, converted_type]),
    ).toEqual([
      ['time', 'INT64', 'TIMESTAMP_MILLIS'],
      ['side', 'BYTE_ARRAY', 'UTF8'],
      ['usd', 'BYTE_ARRAY', 'UTF8'],
      ['market.symbol', 'BYTE_ARRAY', 'UTF8'],
      ['market.exchange.code', 'BYTE_ARRAY', 'UTF8'],
    ])
  })

  test.each([
    ['columns', `{ liquidations(${WINDOW}) { series { columns { start usd orderCount coverage } } } }`],
    [
      'numbers',
      `query { ...F } fragment F on Query { a: liquidations(${WINDOW}) { total { usd n: orderCount } } }`,
    ],
  ])('of %s too', async (_, query) => {
    const { rows } = await saveParquet(query)
    expect(asJson(rows)).toEqual(await ndjson(query))
  })

  test('is made group by group: what was told is no longer held', () => {
    const table = new ParquetTable([
      { name: 'at', kind: 'TIME' },
      { name: 'usd', kind: 'TEXT' },
    ])
    const parts: Buffer[] = []
    let most = 0
    for (let at = 0; at < 200_000; at++) {
      const part = table.add([new Date(at * 1_000).toISOString(), String(at)])
      if (part) parts.push(part)
      most = Math.max(most, part?.length ?? 0)
    }
    parts.push(table.end())
    const file = new Uint8Array(Buffer.concat(parts)).buffer
    const { row_groups, num_rows } = parquetMetadata(file)
    expect([row_groups.length, num_rows]).toEqual([7, 200_000n])
    expect(most * 6).toBeLessThan(file.byteLength)
    // The footer is all that grows.
    expect(parts.at(-1)!.length).toBeLessThan(most)
  })
})

test('who was cut off goes on from the last cursor that it has', async () => {
  const edges = ORDERS.replace('nodes {', 'edges { cursor node {').replace(
    '} }\n    pageInfo',
    '} } }\n    pageInfo',
  )
  const whole = parseCsv<Record<string, string>>((await save(edges)).text, { columns: true })
  expect(whole).toHaveLength(250)
  const rest = parseCsv<Record<string, string>>(
    (await save(edges, 'CSV', { variables: { after: whole[119]!.cursor } })).text,
    {
      columns: true,
    },
  )
  expect(rest).toEqual(whole.slice(120))
})

test('a page alone, columns of a series, a list, and single numbers are tables too', async () => {
  const page = await save(`{ liquidationOrders(${WINDOW}, first: 10) { nodes { side } } }`)
  expect(page.text.split('\r\n')).toHaveLength(12)
  const series = await save(
    `{ liquidations(${WINDOW}, interval: HOUR) { series { columns { start longUsd shortUsd } } } }`,
  )
  const rows = parseCsv<Record<string, string>>(series.text, { columns: true })
  expect(rows).toHaveLength(24)
  expect(Object.keys(rows[0]!)).toEqual(['start', 'longUsd', 'shortUsd'])
  const list = await save(`{ liquidations(${WINDOW}) { byExchange { exchange { code } total { usd } } } }`)
  expect(list.text).toMatch(/^exchange\.code,total\.usd\r\nbybit,\d+\r\n$/)
  const one = await save(`{ liquidations(${WINDOW}) { total { usd orderCount } } }`)
  expect(one.text).toMatch(/^liquidations\.total\.usd,liquidations\.total\.orderCount\r\n\d+,250\r\n$/)
})

test('what a row has several of is a list of values: JSON in a cell, null only where nothing is known', async () => {
  const query = '{ markets(first: 1) { nodes { symbol versions { symbol validFrom expiresAt } } } }'
  const { data } = await api.query(query)
  const [{ symbol, versions }] = data.markets.nodes as [
    { symbol: string; versions: Record<string, unknown>[] },
  ]
  const of = (name: string) => versions.map((version) => version[name])
  expect(of('validFrom')).toEqual([expect.any(String)])
  const row = {
    symbol,
    'versions.symbol': [symbol],
    'versions.validFrom': of('validFrom'),
    'versions.expiresAt': [null],
  }
  expect(JSON.parse((await save(query, 'NDJSON')).text)).toEqual(row)
  const asText = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
  expect(parseCsv((await save(query)).text, { columns: true })).toEqual([asText])
  const { rawPayload } = await api.app.inject({
    method: 'POST',
    url: '/export',
    payload: { query, format: 'PARQUET' },
  })
  expect(await parquetReadObjects({ file: new Uint8Array(rawPayload).buffer })).toEqual([asText])
})

describe('cells', () => {
  test.each([
    [null, ''],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@x', "'@x"],
    ['-1.5', '-1.5'],
    ['-cmd', "'-cmd"],
    [-2, '-2'],
    [['a', 'b'], '"[""a"",""b""]"'],
    [true, 'true'],
  ])('%j: %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })
})

describe('what can’t be a table is refused with a code', () => {
  test.each([
    ['{ nothing }', 'CSV', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['mutation { apiKeyRevoke(id: "x") { apiKey { id } } }', 'CSV', 400, 'BAD_REQUEST'],
    ['subscription { episodes { cursor } }', 'CSV', 400, 'BAD_REQUEST'],
    ['{ __typename }', 'XLS', 400, 'BAD_REQUEST'],
    [`{ ${'__typename '.repeat(9_000)} }`, 'CSV', 400, 'DOCUMENT_TOO_LARGE'],
    ['{ episode(id: "none") { code } }', 'CSV', 400, 'NO_TABLE'],
    [
      `{ liquidations(${WINDOW}, basket: { exchanges: ["ftx"] }) { total { usd } } }`,
      'CSV',
      400,
      'BAD_USER_INPUT',
    ],
  ])('%s as %s: %i %s', async (query, format, status, code) => {
    const answer = await save(query, format)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code } }] })
  })

  test('each page is paid for, and who has no units left is told so', async () => {
    const guarded = await createApi(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
    const send = (key?: string) =>
      guarded.app.inject({
        method: 'POST',
        url: '/export',
        payload: { query: ORDERS, format: 'CSV' },
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      })
    expect((await send()).statusCode).toBe(401)
    const poor = await createKey(
      database.pool,
      { name: 'x', scopes: ['READ'], unitsPerMinute: 1_000 },
      new Date(),
    )
    await spendUnits(database.pool, `key:${poor.row.id}`, 990)
    const refused = await send(poor.key)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, expect.any(String)])
    const rich = await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())
    expect((await send(rich.key)).body.split('\r\n')).toHaveLength(252)

    const ask = async (url: string, query: string, more: object = {}) => {
      const { headers, body } = await guarded.app.inject({
        method: 'POST',
        url,
        payload: { query, format: 'NDJSON', ...more },
        headers: { authorization: `Bearer ${second.key}` },
      })
      return { body, left: Number(headers['ratelimit-remaining']) }
    }
    const second = await createKey(
      database.pool,
      { name: 'x', scopes: ['READ'], unitsPerMinute: 1_000 },
      new Date(),
    )
    const dry = { extensions: { dryRun: true } }
    const estimate = await ask('/export', ORDERS, dry)
    expect(JSON.parse(estimate.body)).toEqual(JSON.parse((await ask('/graphql', ORDERS, dry)).body))
    // 17 orders of a page of a hundred.
    const few = ORDERS.replace('23T00:00', '22T00:17')
    const before = (await ask('/graphql', few)).left
    expect(before).toBeGreaterThan(900)
    const after = (await ask('/export', few)).left
    expect(after).toBe(before - (1_000 - before))
    for (const refused of ['{ episode(id: "none") { code } }', few.replace('22T00:17', '21T00:00')])
      expect(await ask('/export', refused)).toMatchObject({ left: after })
    await guarded.close()
  })
})

describe('an export that goes on for too long', () => {
  /** A server whose clients have little time; the address that it listens at. */
  async function listen(more: Partial<AppOptions>) {
    const own = await createApi(database, { access: DEFAULT_ACCESS, ...more })
    await own.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = own.app.server.address() as AddressInfo
    return { own, url: `http://127.0.0.1:${port}/export` }
  }
  const send = (url: string, query: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, format: 'NDJSON' }),
    })
  const codeOf = async (response: Response) =>
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code

  test('as its client takes nothing is cut off, and its place is another’s', async () => {
    const { own, url } = await listen({ stalledMs: 200 })
    // Some 20 MB: more than the buffers of a connection hold.
    const fields = ['start', 'usd', 'longUsd', 'shortUsd'].map((name) => `${name}${'_'.repeat(500)}: ${name}`)
    const accepted = once(own.app.server, 'connection') as Promise<[Socket]>
    const unread = http.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
    })
    unread.on('error', () => undefined)
    unread.on('response', (response) => response.on('error', () => undefined))
    const query = `{ liquidations(window: { from: "2025-09-20T00:00:00Z", to: "2025-09-26T00:00:00Z" }, interval: MINUTE) { series { columns { ${fields.join(' ')} } } } }`
    unread.end(JSON.stringify({ query, format: 'NDJSON' }))
    const [socket] = await accepted
    let most = 0
    await expect
      .poll(
        () => {
          most = Math.max(most, socket.writableLength)
          return socket.destroyed
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe(true)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(500_000)
    // The caller may have one at a time.
    const next = await send(url, ORDERS)
    expect([next.status, (await next.text()).split('\n')]).toEqual([
      200,
      expect.objectContaining({ length: 251 }),
    ])
    await own.close()
  })

  /** A key that has units for one page left in its minute, which ends so much later, ms. */
  async function keyOfOnePage(own: Api, ms: number) {
    const limit = 1_000
    const { key, row } = await createKey(
      database.pool,
      { name: 'x', scopes: ['READ'], unitsPerMinute: limit },
      new Date(),
    )
    const authorization = { authorization: `Bearer ${key}` }
    const dry = await own.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: ORDERS, extensions: { dryRun: true } },
      headers: authorization,
    })
    const { requested } = dry.json<{ extensions: { cost: { requested: number } } }>().extensions.cost
    await own.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ exchanges { code } }' },
      headers: authorization,
    })
    await database.pool.query('update rate_limit set points = $2, expire = $3 where key like $1', [
      `%${row.id}`,
      limit - requested,
      Date.now() + ms,
    ])
    return authorization
  }

  test('as its caller’s units are spent waits for the next minute, and goes on', async () => {
    const { own, url } = await listen({})
    const soon = await send(url, ORDERS, await keyOfOnePage(own, 1_500))
    expect((await soon.text()).split('\n')).toHaveLength(251)

    // One whose client has gone keeps nobody from his next.
    const late = await keyOfOnePage(own, 60_000)
    const client = new AbortController()
    const left = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...late },
      body: JSON.stringify({ query: ORDERS, format: 'NDJSON' }),
      signal: client.signal,
    })
    expect(left.status).toBe(200)
    client.abort()
    await expect
      .poll(async () => codeOf(await send(url, ORDERS, late)), { timeout: 10_000, interval: 20 })
      .toBe('RATE_LIMITED')
    await own.close()
  })

  test('as it waits for units is cut off in the end, and the log says why', async () => {
    const logTo = new PassThrough()
    let logged = ''
    logTo.on('data', (chunk) => (logged += String(chunk)))
    const { own, url } = await listen({ exportTimeoutMs: 3_000, logLevel: 'info', logTo })
    const cut = await send(url, ORDERS, await keyOfOnePage(own, 60_000))
    expect(cut.status).toBe(200)
    await expect(cut.text()).rejects.toThrow()
    await expect
      .poll(() => logged.split('\n').find((line) => line.includes('export broke off')) ?? '{}')
      .not.toBe('{}')
    const line = logged.split('\n').find((text) => text.includes('export broke off'))!
    expect(JSON.parse(line)).toMatchObject({
      code: 'REQUEST_TIMEOUT',
      rows: 100,
      requestId: expect.any(String),
    })
    await own.close()
  })

  test('is stopped with its statement, and meanwhile its caller has no other', async () => {
    const { own, url } = await listen({ exportTimeoutMs: 2_000 })
    const { key } = await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())
    const client = await database.pool.connect()
    const countRunning = async () =>
      (
        await client.query<{ pid: number }>(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rowCount
    try {
      await client.query('begin; lock table liquidation in access exclusive mode')
      const stuck = send(url, ORDERS)
      await expect.poll(countRunning, { timeout: 10_000, interval: 20 }).toBe(1)
      const second = await send(url, ORDERS)
      expect([second.status, second.headers.get('retry-after'), await codeOf(second)]).toEqual([
        429,
        '10',
        'TOO_MANY_EXPORTS',
      ])
      // Another caller has its own.
      const other = send(url, ORDERS, { authorization: `Bearer ${key}` })
      for (const stopped of [stuck, other]) expect(await codeOf(await stopped)).toBe('REQUEST_TIMEOUT')
      await expect.poll(countRunning, { timeout: 10_000, interval: 20 }).toBe(0)
    } finally {
      await client.query('rollback')
      client.release()
    }
    expect(await (await send(url, ORDERS)).text()).toContain('BTC/USDT:USDT')
    await own.close()
  })
})
