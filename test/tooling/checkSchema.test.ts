import { expect, test } from 'vitest'
import { compareSchemas } from '../../scripts/checkSchema.ts'

const BEFORE = 'type Query { liquidations(from: String!): Int openInterest: Int }'

test('a field that is gone and an argument that is newly required are breaking', async () => {
  const changes = await compareSchemas(BEFORE, 'type Query { liquidations(from: String!, to: String!): Int }')
  expect(changes.map(({ level }) => level)).toEqual(['BREAKING', 'BREAKING'])
  expect(changes.map(({ message }) => message).join()).toContain('openInterest')
})

test('a new field is safe, a new enum value is dangerous', async () => {
  const changes = await compareSchemas(
    `${BEFORE} enum Side { LONG }`,
    'type Query { liquidations(from: String!): Int openInterest: Int funding: Int } enum Side { LONG SHORT }',
  )
  expect(changes.map(({ level }) => level)).toEqual(['DANGEROUS', 'SAFE'])
})

test('a schema is the same as itself', async () => {
  expect(await compareSchemas(BEFORE, BEFORE)).toEqual([])
})
