import fs from 'node:fs'
import { expect, test } from 'vitest'
import { environmentSchema, readConfig } from '../src/config.ts'
import { SetupError } from '../src/lib/errors.ts'
import { VENUE_CODES } from '../src/sources/ccxt/index.ts'

test('without any variable the sample runs on an embedded store', () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: undefined,
    data: 'sample',
    port: 4000,
  })
})

test('with a database of your own the data are live, unless you say otherwise', () => {
  const DATABASE_URL = 'postgres://u:p@localhost:5432/unwind'
  expect(readConfig({ DATABASE_URL })).toMatchObject({
    data: 'live',
    databaseUrl: DATABASE_URL,
    readDatabaseUrl: DATABASE_URL,
  })
  expect(readConfig({ DATABASE_URL, UNWIND_DATA: 'sample' }).data).toBe('sample')
})

test('every fault is told at once, and no value is repeated: it may be a secret', () => {
  try {
    readConfig({
      PORT: '99999',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      UNWIND_DATA: 'both',
      SOURCE_RETRIES: 'many',
    })
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(SetupError)
    const { code, message } = error as SetupError
    expect(code).toBe('CONFIG_INVALID')
    for (const name of ['PORT', 'DATABASE_URL', 'UNWIND_DATA', 'SOURCE_RETRIES'])
      expect(message).toContain(name)
    expect(message).not.toContain('hunter2')
  }
})

test('.env.example names exactly the variables that are read, each with its default', () => {
  const lines = fs
    .readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const example = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  expect(Object.keys(example).sort()).toEqual(Object.keys(environmentSchema.shape).sort())
  expect(readConfig(example)).toEqual(readConfig({}))
})

test('the default is every venue that can be read', () => {
  expect(readConfig({}).exchanges).toEqual(VENUE_CODES)
})
