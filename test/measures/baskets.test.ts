import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  for (const [code, usd] of [
    ['bybit', '100'],
    ['okx', '20'],
    ['gate', '3'],
  ] as const) {
    const [market] = (await loadMarkets(database, [linearMarket(code, 'BTC')])) as [StoredMarket]
    await loadLiquidations(database, code, span('22T00:00', '23T00:00'), [
      order(market, '22T05:00', 'LONG', usd),
    ])
  }
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const create = (input: object) =>
  api.query(
    'mutation ($input: BasketCreateInput!) { basketCreate(input: $input) { basket { id code name exchanges { code } } } }',
    { input },
  )

test('a basket that was made once can be shared by its code: every answer on it is of the same venues', async () => {
  const made = await create({ code: 'majors', name: 'The two', exchanges: ['okx', 'bybit'] })
  expect(made.data.basketCreate.basket).toMatchObject({
    code: 'majors',
    name: 'The two',
    exchanges: [{ code: 'bybit' }, { code: 'okx' }],
  })
  const again = await create({ code: 'majors', exchanges: ['bybit', 'okx'] })
  expect(again.data).toEqual(made.data)
  const { data } = await api.query(
    `query ($id: ID!) {
      liquidations(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, basket: { code: "majors" }) {
        total { usd }
        byExchange { exchange { code } }
      }
      basket(code: "majors") { name }
      baskets { code }
      node(id: $id) { id ... on Basket { code } }
    }`,
    { id: made.data.basketCreate.basket.id },
  )
  expect(data).toMatchObject({
    liquidations: {
      total: { usd: '120' },
      byExchange: [{ exchange: { code: 'bybit' } }, { exchange: { code: 'okx' } }],
    },
    basket: { name: 'The two' },
    baskets: [{ code: 'majors' }],
    node: { code: 'majors' },
  })
})

test.each([
  [{ code: 'majors', exchanges: ['gate'] }, 'BASKET_EXISTS'],
  [{ code: 'Majors!', exchanges: ['gate'] }, 'BASKET_CODE'],
  [{ code: 'x', name: ' ', exchanges: ['gate'] }, 'BASKET_NAME'],
  [{ code: 'x', name: 'a\nb', exchanges: ['gate'] }, 'BASKET_NAME'],
  [{ code: 'x', exchanges: [] }, 'EMPTY_BASKET'],
  [{ code: 'x', exchanges: ['gate', 'gate'] }, 'EXCHANGE_TWICE'],
  [{ code: 'x', exchanges: ['nowhere'] }, 'UNKNOWN_EXCHANGE'],
])('%j is refused with %s, and nothing is kept', async (input, reason) => {
  await create({ code: 'majors', exchanges: ['bybit', 'okx'] })
  const { errors } = await create(input)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  const { data } = await api.query('{ basket(code: "x") { code } baskets { code } }')
  expect(data).toEqual({ basket: null, baskets: [{ code: 'majors' }] })
})

test('rules can be listed, and looked up by id', async () => {
  const { data } = await api.query(
    '{ methodologies { id version formula unit } methodology(id: "liquidations.total") { name source limits } none: methodology(id: "no") { id } }',
  )
  const ids = data.methodologies.map(({ id }: { id: string }) => id)
  expect(ids).toEqual([...ids].sort())
  expect(ids).toContain('liquidations.longShare')
  expect(data.methodology).toMatchObject({ name: 'Liquidations', source: null })
  expect(data.none).toBeNull()
})
