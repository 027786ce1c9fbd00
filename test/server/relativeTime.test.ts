import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
})
afterAll(async () => {
  vi.useRealTimers()
  await api.close()
  await database.close()
})

const windowAt = async (now: string, query: string, variables?: Record<string, unknown>) => {
  vi.setSystemTime(new Date(now))
  const { data, errors } = await api.query(query, variables)
  expect(errors).toBeUndefined()
  return data.liquidations.meta.window as { from: string; to: string }
}

const LITERAL = '{ liquidations(window: { from: "-24h/h", to: "now" }) { meta { window { from to } } } }'
const VARIABLES =
  'query ($window: WindowInput!) { liquidations(window: $window) { meta { window { from to } } } }'

test('the same question is of another moment each time it is asked, in the document and in variables', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const variables = { window: { from: '-7d', to: 'now/d' } }
  for (let turn = 0; turn < 2; turn++) {
    expect(await windowAt('2026-03-04T05:06:07Z', LITERAL)).toEqual({
      from: '2026-03-03T05:00:00.000Z',
      to: '2026-03-04T05:06:00.000Z',
    })
    expect(await windowAt('2026-03-05T06:07:08Z', LITERAL)).toEqual({
      from: '2026-03-04T06:00:00.000Z',
      to: '2026-03-05T06:07:00.000Z',
    })
    expect(await windowAt('2026-03-04T05:06:07Z', VARIABLES, variables)).toEqual({
      from: '2026-02-25T05:06:00.000Z',
      to: '2026-03-04T00:00:00.000Z',
    })
    expect(await windowAt('2026-03-06T05:06:07Z', VARIABLES, variables)).toMatchObject({
      to: '2026-03-06T00:00:00.000Z',
    })
  }
})
