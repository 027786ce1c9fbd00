import { execFile, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse as parseCsv } from 'csv-parse/sync'
import type { ReactElement } from 'react'
import { RelayEnvironmentProvider } from 'react-relay'
import { act, create, type ReactTestRenderer } from 'react-test-renderer'
import { fetchQuery } from 'relay-runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import * as apollo from '../../docs/examples/apollo-client.ts'
import * as graphqlRequest from '../../docs/examples/graphql-request.ts'
import { createEnvironment } from '../../docs/examples/relay/environment.ts'
import { ExchangeMarkets } from '../../docs/examples/relay/ExchangeMarkets.tsx'
import { followOrders } from '../../docs/examples/relay/followOrders.ts'
import { Orders } from '../../docs/examples/relay/Orders.tsx'
import OrdersQuery from '../../docs/examples/relay/__generated__/OrdersQuery.graphql.ts'
import * as urql from '../../docs/examples/urql.ts'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import type { Api } from '../support/api.ts'
import { createCuttableLine } from '../support/cuttable.ts'
import { listen, originOf } from '../support/visit.ts'
import { ORDERS_USD, startClientServer, type ClientServer } from './server.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../docs/examples')
const DAY = { from: '2025-09-22T00:00:00Z', to: '2025-09-23T00:00:00Z' }
const BACKWARDS = { from: DAY.to, to: DAY.from }
/** BTC's orders are every second one of 25. */
const BTC_USD = String(ORDERS_USD.filter((_, at) => at % 2 === 0).reduce((sum, usd) => sum + Number(usd), 0))

let server: ClientServer
beforeAll(async () => {
  // Node before 22 has no WebSocket of its own.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, WebSocket })
  server = await startClientServer()
})
afterAll(() => server.close())

/** Each client's own way to the same answers. */
const CLIENTS = {
  'Apollo Client': () => {
    const client = apollo.createClient(server.url)
    return {
      liquidated: (window: typeof DAY) => apollo.liquidated(client, window, ['BTC']),
      orders: () => apollo.allOrders(client, DAY),
      explain: apollo.explain,
    }
  },
  urql: () => {
    const client = urql.createClient(server.url)
    return {
      liquidated: (window: typeof DAY) => urql.liquidated(client, window, ['BTC']),
      orders: () => urql.allOrders(client, DAY),
      explain: urql.explain,
    }
  },
  'graphql-request': () => {
    const client = graphqlRequest.createClient(server.url)
    return {
      liquidated: (window: typeof DAY) => graphqlRequest.liquidated(client, window, ['BTC']),
      orders: async () => {
        const all = []
        for await (const order of graphqlRequest.orders(client, DAY)) all.push(order)
        return all
      },
      explain: graphqlRequest.explain,
    }
  },
}

describe.each(Object.entries(CLIENTS))('%s', (_, open) => {
  test('asks with variables, and reads a connection to its end', async () => {
    const { liquidated, orders } = open()
    expect(await liquidated(DAY)).toMatchObject({ usd: BTC_USD })
    expect((await orders()).map(({ notionalUsd }) => notionalUsd)).toEqual(ORDERS_USD)
  })

  test('tells what to do about an error, by its code', async () => {
    const { liquidated, explain } = open()
    const error: unknown = await liquidated(BACKWARDS).catch((thrown: unknown) => thrown)
    expect(explain(error)).toMatch(/Accepted: /)
    expect(() => explain(new Error('of another kind'))).toThrow('of another kind')
  })
})

test('a key is sent, and one that is none is told', async () => {
  const { key } = await createKey(server.database.pool, { name: 'Acme', scopes: ['READ'] }, new Date())
  const total = await apollo.liquidated(apollo.createClient(server.url, key), DAY, ['BTC'])
  expect(total?.usd).toBe(BTC_USD)
  const wrong = graphqlRequest.createClient(server.url, 'unwind_000000000000_wrong')
  const error: unknown = await graphqlRequest
    .liquidated(wrong, DAY, ['BTC'])
    .catch((thrown: unknown) => thrown)
  expect(graphqlRequest.explain(error)).toMatch(/Look at the key\.$/)
})

test('subscriptions of all clients go on from their cursors, the first ones too, when the line was cut: none missed, none told twice', async () => {
  const line = await createCuttableLine(server.url)
  interface Batch {
    readonly orders: readonly { readonly notionalUsd: string | null | undefined }[]
  }
  const heard: Record<string, Batch[]> = { apollo: [], urql: [], graphqlRequest: [], relay: [] }
  const hear = (name: string) => (batch: Batch) => void heard[name]!.push(batch)

  const fail = (error: Error) => void (heard[error.message] = [])
  const ofApollo = apollo.follow(apollo.createClient(line.url)).subscribe(hear('apollo'))
  const stopUrql = urql.follow(urql.createClient(line.url), hear('urql'), fail)
  const ofGraphqlRequest = graphqlRequest.follow(line.url)
  void (async () => {
    for await (const batch of ofGraphqlRequest) hear('graphqlRequest')(batch)
  })()
  const ofRelay = followOrders(createEnvironment(line.url), hear('relay'), fail)

  const hasBegun = () => Object.values(heard).every(({ length }) => length > 0)
  await expect.poll(hasBegun, { timeout: 10_000 }).toBe(true)
  await line.cut()
  for (const usd of ['1', '2', '3']) await server.force(usd)
  await line.mend()
  await server.force('4')
  const told = () =>
    Object.values(heard).map((batches) =>
      batches.flatMap(({ orders }) => orders.map(({ notionalUsd }) => notionalUsd)),
    )
  await expect.poll(told, { timeout: 10_000 }).toEqual(Array(4).fill(['1', '2', '3', '4']))

  ofApollo.unsubscribe()
  stopUrql()
  ofRelay.dispose()
  await line.close()
  void ofGraphqlRequest.return(undefined)
})

test('a subscription that the API refuses ends, and tells why', async () => {
  const told: Record<string, string> = {}
  const tell = (name: string, explain: (error: unknown) => string) => (error: unknown) =>
    void (told[name] = explain(error))
  const ignore = () => undefined
  apollo
    .follow(apollo.createClient(server.url), 'no cursor')
    .subscribe({ error: tell('apollo', apollo.explain) })
  const ofUrql = urql.createClient(server.url)
  urql.follow(ofUrql, ignore, tell('urql', urql.explain), 'no cursor')
  graphqlRequest.follow(server.url, 'no cursor').next().catch(tell('graphqlRequest', graphqlRequest.explain))
  const ofRelay = createEnvironment(server.url)
  followOrders(
    ofRelay,
    ignore,
    tell('relay', (error) => (error as Error).message),
    'no cursor',
  )
  const why = expect.stringMatching(/^`after` is not a cursor of a subscription\./) as string
  await expect
    .poll(() => told, { timeout: 10_000 })
    .toEqual({ apollo: why, urql: why, graphqlRequest: why, relay: why })
})

describe('Relay', () => {
  /** Shows a component on the server's API. */
  async function show(component: ReactElement): Promise<ReactTestRenderer> {
    const environment = createEnvironment(server.url)
    let page!: ReactTestRenderer
    await act(() => {
      page = create(
        <RelayEnvironmentProvider environment={environment}>{component}</RelayEnvironmentProvider>,
      )
    })
    return page
  }
  const itemsOf = (page: ReactTestRenderer) =>
    page.root.findAllByType('li').map(({ children }) => children.map(String).join(''))
  const click = (page: ReactTestRenderer) =>
    act(() => (page.root.findByType('button').props as { onClick: () => void }).onClick())

  test('a list grows by pages of a connection, each order once', async () => {
    const page = await show(<Orders {...DAY} />)
    await expect.poll(() => itemsOf(page)).toHaveLength(10)
    expect(itemsOf(page)[0]).toBe('BTC/USDT:USDT SHORT 25000')
    await click(page)
    await expect.poll(() => itemsOf(page)).toHaveLength(20)
    await click(page)
    await expect.poll(() => itemsOf(page)).toHaveLength(25)
    expect(itemsOf(page).map((text) => text.split(' ')[2])).toEqual(ORDERS_USD)
    expect(page.root.findAllByType('button')).toEqual([])
    await act(() => page.unmount())
  })

  test('an error carries its code', async () => {
    const asked = fetchQuery(createEnvironment(server.url), OrdersQuery, { window: BACKWARDS })
    await expect(asked.toPromise()).rejects.toMatchObject({ name: 'ApiError', code: 'BAD_USER_INPUT' })
  })

  test('a venue is asked for anew through node(id:)', async () => {
    const page = await show(<ExchangeMarkets code="bybit" />)
    await expect.poll(() => itemsOf(page)).toEqual(['BTC/USDT:USDT'])
    await click(page)
    await expect.poll(() => itemsOf(page)).toEqual(['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'])
    await act(() => page.unmount())
  })
})

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0
const run = (file: string, args: readonly string[] = [], env: Record<string, string> = {}) =>
  promisify(execFile)(file, args, { env: { ...process.env, UNWIND_URL: server.origin, ...env } })

// CI installs both where they are missing.
describe.skipIf(!isThere('python3'))('Python (skipped where python3 is not installed)', () => {
  const file = path.join(EXAMPLES, 'python/liquidations.py')

  test('forced orders become a CSV file', async () => {
    const { stdout, stderr } = await run('python3', [file, server.url, DAY.from, DAY.to])
    const rows = parseCsv<Record<string, string>>(stdout, { columns: true })
    expect(rows.map(({ usd }) => usd)).toEqual(ORDERS_USD)
    expect(rows[0]).toEqual({
      time: '2025-09-22T06:00:00.000Z',
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      side: 'SHORT',
      usd: '25000',
    })
    expect(stderr).toBe('325000 USD, and 0 orders without a USD value\n')
  })

  test('what is asked wrong ends it with the code', async () => {
    await expect(run('python3', [file, server.url, DAY.to, DAY.from])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BAD_USER_INPUT: .*Accepted: /),
    })
  })
})

describe.skipIf(!isThere('python3') || !isThere('curl'))('where a key is needed', () => {
  let strict: Api
  let url: string
  beforeAll(async () => {
    strict = await listen(server.database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
    url = originOf(strict)
  })
  afterAll(() => strict.close())
  const keyOf = async (more: { unitsPerMinute?: number } = {}) =>
    (await createKey(server.database.pool, { name: 'Acme', scopes: ['READ'], ...more }, new Date())).key

  test('the one in UNWIND_KEY goes along', async () => {
    const env = { UNWIND_URL: url, UNWIND_KEY: await keyOf() }
    const files = ['query.sh', 'cost.sh', 'persisted.sh', 'export.sh']
    const answers = await Promise.all(files.map((name) => run(path.join(EXAMPLES, 'curl', name), [], env)))
    const [query, cost, persisted, table] = answers.map(({ stdout }) => stdout)
    expect(JSON.parse(query!)).toMatchObject({ data: { liquidations: { total: { usd: '325000' } } } })
    expect(JSON.parse(cost!)).toMatchObject({ extensions: { cost: { actual: null } } })
    expect(JSON.parse(persisted!)).toMatchObject({ data: { exchanges: [{ code: 'bybit' }] } })
    expect(parseCsv(table!, { columns: true })).toHaveLength(25)
  })

  test('Python waits for units a few times, and no more', async () => {
    const folder = path.join(EXAMPLES, 'python')
    // Its sleeps are told, not slept. The units are those of one page.
    const program = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import liquidations
waits = []
liquidations.time.sleep = waits.append
try:
    liquidations.main(${[`${url}/graphql`, DAY.from, DAY.to].map((text) => JSON.stringify(text)).join(', ')})
except liquidations.ApiError as error:
    print(error.code, len(waits), all(0 < seconds <= 60 for seconds in waits))`
    const { stdout } = await run('python3', ['-B', '-c', program], {
      UNWIND_KEY: await keyOf({ unitsPerMinute: 50 }),
    })
    const lines = stdout.trimEnd().split(/\r?\n/)
    expect([lines.length, lines.at(-1)]).toEqual([12, 'RATE_LIMITED 5 True'])
  })
})

describe.skipIf(!isThere('curl'))('curl (skipped where curl is not installed)', () => {
  const answerOf = async (name: string, env: Record<string, string> = {}) =>
    JSON.parse((await run(path.join(EXAMPLES, 'curl', name), [], env)).stdout) as unknown

  test('a query, its cost, a key, a query by its hash, and a table', async () => {
    const { key } = await createKey(server.database.pool, { name: 'Acme', scopes: ['READ'] }, new Date())
    const [query, cost, viewer, first, again, table] = await Promise.all([
      answerOf('query.sh'),
      answerOf('cost.sh'),
      answerOf('key.sh', { UNWIND_KEY: key }),
      answerOf('persisted.sh'),
      answerOf('persisted.sh'),
      run(path.join(EXAMPLES, 'curl/export.sh')),
    ])
    expect(query).toMatchObject({ data: { liquidations: { total: { usd: '325000' } } } })
    expect(cost).toMatchObject({ data: null, extensions: { cost: { requested: 201, actual: null } } })
    expect(viewer).toMatchObject({ data: { viewer: { key: { name: 'Acme' }, scopes: ['READ'] } } })
    expect(first).toMatchObject({ data: { exchanges: [{ code: 'bybit', name: 'BYBIT' }] } })
    expect(again).toMatchObject({ data: { exchanges: [{ code: 'bybit', name: 'BYBIT' }] } })
    expect(parseCsv<Record<string, string>>(table.stdout, { columns: true })).toHaveLength(25)
  })
})

test('docs/clients.md names every example, and none that is not there', () => {
  const docs = path.dirname(EXAMPLES)
  const text = fs.readFileSync(path.join(docs, 'clients.md'), 'utf8')
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link!)
  expect(links.filter((link) => !fs.existsSync(path.join(docs, link)))).toEqual([])
  const programs = fs
    .readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx|py|sh)$/.test(name))
  expect(programs.filter((name) => !links.includes(`examples/${name}`) && !text.includes(name))).toEqual([])
})
