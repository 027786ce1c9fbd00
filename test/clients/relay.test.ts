import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  isRequiredArgument,
  printSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadMarkets } from '../support/fixtures.ts'

const EXAMPLE = path.resolve(import.meta.dirname, '../../docs/examples/relay')

let sample: TestDatabase
let api: Api
let schema: GraphQLSchema
beforeAll(async () => {
  sample = await openSampleDatabase()
  api = await createApi(sample)
  const { data } = await api.query(getIntrospectionQuery())
  schema = buildClientSchema(data as IntrospectionQuery)
})
afterAll(async () => {
  await api.close()
  await sample.close()
})

type Field = GraphQLField<unknown, unknown>
const objectsOf = (): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter((type) => isObjectType(type))
const isConnection = (name: string) => name.endsWith('Connection')
const typesOf = (type: GraphQLObjectType) =>
  Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)]))
/** Every field that is a connection, with the type that it is of. */
const connectionFields = (): [GraphQLObjectType, Field][] =>
  objectsOf().flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isConnection(getNamedType(field.type).name))
      .map((field): [GraphQLObjectType, Field] => [type, field]),
  )
const nodeTypes = () => schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name)

test('every connection has the shape that Relay pages by', () => {
  const connections = objectsOf().filter(({ name }) => isConnection(name))
  expect(connections.length).toBeGreaterThanOrEqual(5)
  for (const connection of connections) {
    const { edges, pageInfo } = typesOf(connection)
    const edge = `${connection.name.replace(/Connection$/, '')}Edge`
    expect([connection.name, edges, pageInfo]).toEqual([connection.name, `[${edge}!]!`, 'PageInfo!'])
    const { cursor, node } = typesOf(schema.getType(edge) as GraphQLObjectType)
    expect([edge, cursor, node]).toEqual([edge, 'String!', `${edge.replace(/Edge$/, '')}!`])
  }
  expect(typesOf(schema.getType('PageInfo') as GraphQLObjectType)).toEqual({
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  })
})

test('every field that is a connection pages forwards and backwards', () => {
  expect(connectionFields().length).toBeGreaterThanOrEqual(8)
  for (const [type, { name, args }] of connectionFields())
    expect([
      `${type.name}.${name}`,
      Object.fromEntries(args.map((arg) => [arg.name, String(arg.type)])),
    ]).toEqual([
      `${type.name}.${name}`,
      expect.objectContaining({ first: 'Int', after: 'String', last: 'Int', before: 'String' }),
    ])
})

test('relay-compiler takes the schema: the example, every connection, and every node asked for anew', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-relay-'))
  fs.cpSync(EXAMPLE, dir, { recursive: true, filter: (file) => !/__generated__|schema\.graphql$/.test(file) })
  fs.writeFileSync(path.join(dir, 'schema.graphql'), printSchema(schema))
  const fragments = [
    ...connectionFields().map(([type, field]) => paginationFragment(type.name, field)),
    ...nodeTypes().map(
      (name) =>
        `fragment all_${name} on ${name} @refetchable(queryName: "all${name}Query") { __typename id }`,
    ),
  ]
  fs.writeFileSync(path.join(dir, 'all.ts'), fragments.map((text) => `graphql\`${text}\``).join('\n'))
  const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js')
  await promisify(execFile)(process.execPath, [compiler, 'relay.config.json'], { cwd: dir })

  const read = (folder: string) =>
    Object.fromEntries(
      fs
        .readdirSync(path.join(folder, '__generated__'))
        .filter((name) => !name.startsWith('all'))
        .map((name) => [name, fs.readFileSync(path.join(folder, '__generated__', name), 'utf8')]),
    )
  // `npm run codegen:client` writes them.
  expect(read(EXAMPLE)).toEqual(read(dir))
  expect(fs.readdirSync(path.join(dir, '__generated__')).length).toBeGreaterThan(fragments.length)
  fs.rmSync(dir, { recursive: true })
})

/** A fragment that pages a connection as `usePaginationFragment` does. */
function paginationFragment(type: string, field: Field): string {
  const name = `${type}${field.name}`
  const given = field.args.filter(isRequiredArgument)
  const variables = given.map((arg) => `${arg.name}: { type: "${String(arg.type)}" }`).join(' ')
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(' ')
  return `fragment all_${name} on ${type}
    @refetchable(queryName: "all${name}Query")
    @argumentDefinitions(${variables} count: { type: "Int", defaultValue: 10 } cursor: { type: "String" }) {
      ${field.name}(${passed} first: $count, after: $cursor) @connection(key: "all_${field.name}") { edges { node { __typename } } }
    }`
}

describe('each kind of node is found again by its id', () => {
  const QUESTIONS: Record<string, string> = {
    Exchange: '{ one: exchange(code: "binance") { id } }',
    Sector: '{ sectors { id } }',
    Asset: '{ one: asset(code: "BTC") { id } }',
    Market: '{ page: markets(first: 1) { nodes { id } } }',
    Episode: '{ page: episodes(first: 1) { nodes { id } } }',
    LiquidationOrder:
      '{ page: liquidationOrders(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, first: 1) { nodes { id } } }',
  }

  test.each(Object.entries(QUESTIONS))('%s', async (type, question) => {
    const { data } = await api.query(question)
    const id = (data.one ?? data.sectors?.[0] ?? data.page.nodes[0]).id
    await expectAgain(api, type, id)
  })

  test('Basket, and there is no other kind', async () => {
    const database = await createEmptyDatabase()
    await loadMarkets(database, [linearMarket('bybit', 'BTC')])
    const own = await createApi(database)
    const { data } = await own.query(
      'mutation { basketCreate(input: { code: "mine", exchanges: ["bybit"] }) { basket { id } } }',
    )
    await expectAgain(own, 'Basket', data.basketCreate.basket.id)
    await own.close()
    await database.close()
    // A webhook needs a key: test/webhooks finds one again.
    expect(nodeTypes().sort()).toEqual([...Object.keys(QUESTIONS), 'Basket', 'Webhook'].sort())
  })

  async function expectAgain(from: Api, type: string, id: string) {
    const { data } = await from.query(
      'query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }',
      { id },
    )
    const node = { __typename: type, id }
    expect(data).toEqual({ node, nodes: [node] })
  }
})
