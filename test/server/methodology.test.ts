import fs from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { METHODOLOGY_DOC } from '../../scripts/docs.ts'
import { writeMethodologyDoc } from '../../scripts/support/methodologyDoc.ts'
import { METHODOLOGIES } from '../../src/measures/registry.ts'
import { createApi, type Api } from '../support/api.ts'
import { openSampleDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await openSampleDatabase()
  api = await createApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

test('docs/methodology.md says what the code says: `npm run docs` writes it', () => {
  expect(fs.readFileSync(METHODOLOGY_DOC, 'utf8')).toBe(writeMethodologyDoc())
})

test('every rule has an id of its own, a formula, and says what it counts', () => {
  expect(new Set(METHODOLOGIES.map(({ id }) => id)).size).toBe(METHODOLOGIES.length)
  for (const { formula, limits, name } of METHODOLOGIES)
    expect([formula.length > 10, limits.length > 0, name.length > 3]).toEqual([true, true, true])
})

test.each(METHODOLOGIES.map(({ id, example }) => [id, example] as const))(
  'the example of %s is what the sample answers',
  async (_, { query, path, answer }) => {
    const { data, errors } = await api.query(query)
    expect(errors).toBeUndefined()
    const found = path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data)
    expect(found).toEqual(answer)
  },
)
