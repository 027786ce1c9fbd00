import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { main } from '../../scripts/etl.ts'
import { countsOf, createFilledDatabase, factsOf, rollupsOf } from '../support/archive.ts'
import type { TestDatabase } from '../support/database.ts'

/** The commands of docs/retention.md, in its order, through the command line's own entry, on a store that is older than they ask for. */

let database: TestDatabase
let dir: string
const before = { ...process.env }
const cwd = process.cwd()

beforeEach(async () => {
  database = (await createFilledDatabase()).database
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-doc-'))
  process.env.DATABASE_URL = database.url
  process.env.UNWIND_DATA_DIR = dir
  // The facts are of May to July 2025: by then May and June are older than 13 months and 400 days, July is not.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-08-20T00:00:00Z') })
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  process.env = before
  process.exitCode = 0
  process.chdir(cwd)
  await database.close()
  fs.rmSync(dir, { recursive: true, force: true })
})

function commandsOf(doc: string): string[][] {
  const blocks = [...fs.readFileSync(doc, 'utf8').matchAll(/```\n([\s\S]*?)```/g)].map(([, block]) => block!)
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('npm run etl -- '))
    .map((line) => line.slice('npm run etl -- '.length).split(' '))
}

test('each command of docs/retention.md does what the page says', async () => {
  const commands = commandsOf('docs/retention.md')
  expect(commands).toHaveLength(8)
  const facts = await factsOf(database)
  const rollups = await rollupsOf(database)
  const said: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (said.push(String(text)), true))
  process.chdir(dir)
  for (const command of commands) {
    process.exitCode = undefined
    await main(command)
    expect([command.join(' '), process.exitCode ?? 0]).toEqual([command.join(' '), 0])
  }
  const output = said.join('')
  expect(output).toContain('open_interest 2025-05: 6 rows would be retired')
  expect(output).toMatch(/open_interest 2025-05: 6 rows retired to .*archive\/open_interest_2025_05\.parquet/)
  expect(output).toMatch(/market_cap 2025-06: 3 rows retired/)
  expect(output).toContain('btc-orders.csv: 3 rows of liquidation')
  expect(output).toContain('interest.parquet: 6 rows of open_interest')
  expect(output).toMatch(/total +read 13, written 0, unchanged 13, rejected 0/)
  // June's open interest is back, of May and June of all else only the sums are left.
  expect((await countsOf(database)).open_interest).toBe(12)
  expect((await countsOf(database)).candle).toBe(6)
  expect(await rollupsOf(database)).toEqual(rollups)
  for (const name of fs.readdirSync('archive').filter((file) => file.endsWith('.parquet')))
    await main(['import', path.join('archive', name)])
  expect(await factsOf(database)).toEqual(facts)
  expect(await rollupsOf(database)).toEqual(rollups)
})

test.each([
  ['retain --family candles --older-than soon', 'Give an age as 13M'],
  ['retain --family everything --older-than 13M', 'Give names of'],
  ['retain --family candles', '--older-than'],
  ['export --family candles --format xml --out x', 'Allowed choices'],
  ['export --family candles --format csv', '--out'],
  ['export --family candles --format csv --out x --from 2025-07-02 --to 2025-07-01', 'is not before'],
])('"%s" is a wrong use: exit code 2, and why', async (command, says) => {
  const errors: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (errors.push(String(text)), true))
  await main(command.split(' '))
  expect(process.exitCode).toBe(2)
  expect(errors.join('')).toContain(says)
})
