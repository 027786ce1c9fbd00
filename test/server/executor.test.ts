import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

/** Documents that come again are compiled: what they answer must not change by it. */

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  const [btc] = await loadMarkets(database, [linearMarket('bybit', 'BTC')])
  await loadLiquidations(database, 'bybit', span('22T00:00', '23T00:00'), [
    order(btc!, '22T05:30:00', 'LONG', '1000'),
  ])
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = '{ from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ANSWER = { data: { liquidations: { total: { usd: '1000' } } } }

test.each<[string, Record<string, unknown>, object]>([
  [`query ($w: WindowInput! = ${WINDOW}) { liquidations(window: $w) { total { usd } } }`, {}, ANSWER],
  [
    `query ($from: DateTime = "2025-09-22T00:00:00Z", $to: DateTime! = "2025-09-23T00:00:00Z") {
      liquidations(window: { from: $from, to: $to }) { total { usd } } }`,
    { to: '2025-09-22T12:00:00+00:00' },
    ANSWER,
  ],
  [
    `query ($w: WindowInput!, $codes: [String!] = ["ETH"], $side: Interval! = DAY) {
      liquidations(window: $w, interval: $side, filter: { assets: $codes }) { total { usd } } }`,
    { w: { from: '2025-09-22T00:00:00Z', to: '2025-09-23T00:00:00Z' }, codes: ['BTC'] },
    ANSWER,
  ],
  [
    `query ($w: WindowInput! = ${WINDOW}, $f: LiquidationFilter = { kind: FUTURE }) { liquidations(window: $w, filter: $f) { total { usd } } }`,
    {},
    { data: { liquidations: { total: null } } },
  ],
  [
    `query ($w: WindowInput! = ${WINDOW}, $f: LiquidationFilter = { kind: FUTURE }) { liquidations(window: $w, filter: $f) { total { usd } } }`,
    { f: null },
    ANSWER,
  ],
])('%s with %j is answered alike each time', async (query, variables, answer) => {
  for (let time = 0; time < 8; time++) expect(await api.query(query, variables)).toMatchObject(answer)
})

test('a variable within an object of any form is read as what it is', async () => {
  const subgraph = await createApi(database, { federation: true })
  const query =
    'query ($code: String!) { _entities(representations: [{ __typename: "Exchange", code: $code }]) { ... on Exchange { code } } }'
  for (let time = 0; time < 3; time++)
    expect(await subgraph.query(query, { code: 'bybit' })).toMatchObject({
      data: { _entities: [{ code: 'bybit' }] },
    })
  await subgraph.close()
})
