import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { upsertClaims } from '../../src/quality/claimStore.ts'
import { readClaims } from '../../src/quality/claims.ts'
import { createApi } from '../support/api.ts'
import { createEmptyDatabase } from '../support/database.ts'

const shipped = ['report', 'others'].map((name) => path.join('schema/claims', `${name}.yaml`))

test('the shipped figures go in once, and the API tells each with its citation and window', async () => {
  const database = await createEmptyDatabase()
  const claims = shipped.flatMap(readClaims)
  expect(await upsertClaims(database.pool, claims)).toBe(claims.length)
  expect(await upsertClaims(database.pool, claims)).toBe(0)
  expect(await upsertClaims(database.pool, [{ ...claims[0]!, low: '1' }])).toBe(1)
  await upsertClaims(database.pool, claims)
  const api = await createApi(database)
  const { data, errors } = await api.query(`{
    quality {
      traders: claims(measure: "LIQUIDATED_TRADERS") { code low high unit window { from to } publisher }
      september: claims(
        measure: "LIQUIDATIONS_TOTAL"
        window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }
      ) { code low }
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data.quality.traders).toContainEqual({
    code: 'report-liquidated-traders',
    low: '389000',
    high: '390000',
    unit: 'COUNT',
    window: null,
    publisher: 'market report',
  })
  expect(data.quality.september.map(({ low }: { low: string }) => low).sort()).toEqual([
    '1500000000',
    '1680000000',
    '1700000000',
    '3620000000',
  ])
  await api.close()
  await database.close()
})

test.each([
  ['publications: []', 'fewer than 1'],
  ['a: b', 'publications'],
  [
    'publications: [{publisher: p, title: t, claims: [{code: abc, measure: PRICE, unit: USD, low: "2", high: "1"}]}]',
    'low 2 is above high 1',
  ],
  [
    'publications: [{publisher: p, title: t, claims: [{code: abc, measure: PRICE, unit: USD, value: "2"}, {code: abc, measure: PRICE, unit: USD, value: "3"}]}]',
    'stands twice',
  ],
  [
    'publications: [{publisher: p, title: t, claims: [{code: abc, measure: PRICE, unit: USD, value: about 3}]}]',
    'pattern',
  ],
])('a file that is off is refused whole: %s', (text, says) => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-claims-')), 'claims.yaml')
  fs.writeFileSync(file, text)
  expect(() => readClaims(file)).toThrow(says)
})
