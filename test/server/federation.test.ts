import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { composeServices } from '@theguild/federation-composition'
import { execute, parse, print } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createApi, type Api } from '../support/api.ts'
import { statementsOf } from '../support/plans.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadMarkets } from '../support/fixtures.ts'

/** A partner's subgraph: what it holds of our assets. */
const PARTNER = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  type Query { holdings: [Holding!]! }
  type Holding { units: Int! asset: Asset! }
  type Asset @key(fields: "code") { code: String! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`

const LINK = `
  directive @link(url: String!, import: [String]) on SCHEMA
  directive @key(fields: String!) on OBJECT
  directive @shareable on OBJECT
`

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await createEmptyDatabase()
  await loadMarkets(
    database,
    ['BTC', 'ETH', 'SOL'].map((code) => linearMarket('bybit', code)),
  )
  api = await createApi(database, { federation: true, access: DEFAULT_ACCESS })
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Asset { id code }
    ... on Exchange { code }
    ... on Market { symbol }
  }
}`
const entities = (representations: unknown[]) => api.query(ENTITIES, { representations })

test('it composes with a subgraph that extends an asset, and a router answers from both', async () => {
  const { data } = await api.query('{ _service { sdl } }')
  const composed = composeServices([
    { name: 'unwind', typeDefs: parse(data._service.sdl), url: 'http://unwind/graphql' },
    { name: 'partner', typeDefs: parse(PARTNER), url: 'http://partner/graphql' },
  ])
  expect(composed.errors).toBeUndefined()

  const partner = makeExecutableSchema({
    typeDefs: [LINK, PARTNER],
    resolvers: {
      Query: { holdings: () => ['SOL', 'BTC'].map((code) => ({ units: 7, asset: { code } })) },
    },
  })
  const asked: string[] = []
  const router = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: composed.supergraphSdl!,
    onSubschemaConfig: (config) => {
      config.executor = async ({ document, variables }) => {
        const answer =
          config.name.toLowerCase() === 'partner'
            ? await execute({ schema: partner, document, variableValues: variables })
            : await api.query(asked[asked.push(print(document)) - 1]!, variables)
        return answer as never
      }
    },
  })
  const question = '{ holdings { units asset { code name markets(first: 5) { nodes { symbol } } } } }'
  const holding = (code: string) => ({
    units: 7,
    asset: { code, name: code, markets: { nodes: [{ symbol: `${code}/USDT:USDT` }] } },
  })
  expect(await execute({ schema: router, document: parse(question), contextValue: {} })).toEqual({
    data: { holdings: [holding('SOL'), holding('BTC')] },
  })
  // Both assets in one question.
  expect(asked).toEqual([expect.stringContaining('_entities')])
})

test('each entity is found by each of its keys, in one read for all; what there is none of is null', async () => {
  const { data } = await api.query('{ asset(code: "ETH") { id } }')
  const named = [
    { __typename: 'Asset', code: 'BTC' },
    { __typename: 'Asset', id: data.asset.id },
    { __typename: 'Asset', code: 'NONE' },
    { __typename: 'Exchange', code: 'bybit' },
    // An id of another type is none of this one.
    { __typename: 'Exchange', id: data.asset.id },
    { __typename: 'Market', exchange: { code: 'bybit' }, symbol: 'SOL/USDT:USDT' },
    { __typename: 'Episode', code: 'none' },
  ]
  expect((await entities(named)).data._entities).toEqual([
    { __typename: 'Asset', id: expect.any(String), code: 'BTC' },
    { __typename: 'Asset', id: data.asset.id, code: 'ETH' },
    null,
    { __typename: 'Exchange', code: 'bybit' },
    null,
    { __typename: 'Market', symbol: 'SOL/USDT:USDT' },
    null,
  ])

  const representations = Array.from({ length: 300 }, (_, at) => ({
    __typename: 'Asset',
    code: ['BTC', 'ETH', 'SOL'][at % 3],
  }))
  let many: Awaited<ReturnType<typeof entities>>
  const sent = await statementsOf(database, async () => (many = await entities(representations)))
  const statements = sent.filter(({ text }) => /\basset\b/i.test(text)).length
  expect(many!.data._entities).toHaveLength(300)
  // The small tables and the loader: not one for each.
  expect(statements).toBeGreaterThan(0)
  expect(statements).toBeLessThanOrEqual(4)
})

test('what names no object, and more than a router ever needs, is refused with a code', async () => {
  const answer = await entities([
    { __typename: 'Asset', code: 'BTC' },
    { __typename: 'Asset' },
    { __typename: 'toString', code: 'x' },
    { code: 'BTC' },
    { __typename: 'Market', exchange: 'bybit', symbol: 'x' },
    { __typename: 'Asset', id: '???' },
    { __typename: 'Asset', code: ['BTC'] },
  ])
  expect(answer.data._entities).toEqual([
    expect.objectContaining({ code: 'BTC' }),
    ...Array<null>(6).fill(null),
  ])
  expect(answer.errors?.map(({ path, extensions }) => [path?.[1], extensions.reason]).sort()).toEqual([
    [1, 'MALFORMED_REPRESENTATION'],
    [2, 'MALFORMED_REPRESENTATION'],
    [3, 'MALFORMED_REPRESENTATION'],
    [4, 'MALFORMED_REPRESENTATION'],
    [5, 'MALFORMED_ID'],
    [6, 'MALFORMED_REPRESENTATION'],
  ])
  for (const wrong of ['x', 1, [{ __typename: 'Asset' }]])
    expect((await entities([wrong])).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
  const btc = { __typename: 'Asset', code: 'BTC' }
  expect((await entities(Array<object>(1_001).fill(btc))).errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    reason: 'OUT_OF_RANGE',
  })
  // Each is paid for: what it costs grows with them.
  expect((await entities(Array<object>(20_001).fill(btc))).errors?.[0]?.extensions).toMatchObject({
    code: 'QUERY_TOO_EXPENSIVE',
  })
})

test('an API that is no subgraph knows nothing of it', async () => {
  const plain = await createApi(database)
  const { errors } = await plain.query('{ _service { sdl } }')
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  await plain.close()
})
