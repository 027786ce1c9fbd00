import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'

// Each snippet is linted in the place of a real file. No rule that is looked at needs types, and to find them takes long.
const untyped = tseslint.configs.disableTypeChecked as never
const cycles = new ESLint({ overrideConfig: [untyped] })
/** To look for cycles reads all that a file imports. */
const restrictions = new ESLint({ overrideConfig: [untyped, { rules: { 'import-x/no-cycle': 'off' } }] })

async function messagesOf(filePath: string, code: string, eslint = restrictions): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId?.startsWith('no-restricted') || ruleId === 'import-x/no-cycle')
    .map(({ message }) => message)
}

const ENVIRONMENT = 'export const port = process.env.PORT\n'
const PRISMA = "import { PrismaPg } from '@prisma/adapter-pg'\nexport const pg = PrismaPg\n"
const CLIENT =
  "import { PrismaClient } from '../generated/prisma/client.ts'\nexport const client = PrismaClient\n"
const SOURCE = "import { findVenue } from '../sources/ccxt/index.ts'\nexport const venue = findVenue\n"

test('the environment is read in src/config.ts alone', async () => {
  expect(await messagesOf('src/liquidations/resolvers.ts', ENVIRONMENT)).toEqual([
    expect.stringContaining('src/config.ts alone'),
  ])
  expect(await messagesOf('src/config.ts', ENVIRONMENT)).toEqual([])
})

test('Prisma is known in store.ts files and src/db.ts alone', async () => {
  for (const code of [PRISMA, CLIENT]) {
    expect(await messagesOf('src/liquidations/resolvers.ts', code)).toEqual([
      expect.stringContaining('store.ts files and src/db.ts alone'),
    ])
    expect(await messagesOf('src/liquidations/store.ts', code)).toEqual([])
  }
  expect(await messagesOf('src/db.ts', PRISMA)).toEqual([])
  expect(await messagesOf('scripts/etl.ts', PRISMA)).toHaveLength(1)
})

test('sources are imported by scripts and tests alone', async () => {
  for (const file of ['src/liquidations/ingest.ts', 'src/liquidations/store.ts', 'src/server/app.ts'])
    expect(await messagesOf(file, SOURCE)).toEqual([
      expect.stringContaining('src/sources is wired in by scripts and tests'),
    ])
  expect(await messagesOf('scripts/support/loads.ts', SOURCE.replace('../', '../../src/'))).toEqual([])
})

test('no file imports another that imports it back', async () => {
  const value = "import { insertLiquidations } from './store.ts'\nexport const copy = insertLiquidations\n"
  expect(
    await messagesOf('src/lib/copy.ts', value.replace('./store', '../liquidations/store'), cycles),
  ).toEqual([expect.stringContaining('Dependency cycle')])
  expect(
    await messagesOf(
      'src/lib/copy.ts',
      "import { messageOf } from './errors.ts'\nexport const copy = messageOf\n",
      cycles,
    ),
  ).toEqual([])
})
