import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { main } from '../../scripts/keys.ts'
import { startClientServer, type ClientServer } from '../clients/server.ts'
import type { Api } from '../support/api.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { listen, originOf } from '../support/visit.ts'

/** docs/quickstart.md as its readers walk it: each command is taken from the page and run by a shell. */

const PAGE = fs.readFileSync('docs/quickstart.md', 'utf8')
const SERVER = 'http://localhost:4000'

/** The commands and what the page says they print, of one walk. */
function walkOf(user: string): readonly { readonly command: string; readonly answer: string | undefined }[] {
  const walk = PAGE.split(/^## /m).find((section) => section.startsWith(user))!
  return [...walk.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```(?:json)?\n([\s\S]*?)```)?/g)].map(
    ([, command, answer]) => ({ command: command!, answer: answer?.trim() }),
  )
}

let dir: string
beforeAll(() => {
  // The page's folder, but for what its commands write.
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-walk-'))
  for (const name of [
    'docs',
    'scripts',
    'src',
    'schema',
    'prisma',
    'node_modules',
    'package.json',
    'tsconfig.json',
  ])
    fs.symlinkSync(path.resolve(name), path.join(dir, name))
})
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }))

/** Runs commands in one shell; the server of the page is at `url`. */
async function run(
  commands: string,
  url: string,
  more: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', commands.replaceAll(SERVER, url)], {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, UNWIND_URL: url, ...more },
  })
}

describe('on the sample', () => {
  let sample: TestDatabase
  let api: Api
  let url: string
  beforeAll(async () => {
    sample = await openSampleDatabase()
    api = await listen(sample)
    url = originOf(api)
  })
  afterAll(async () => {
    await api?.close()
    await sample?.close()
  })

  test('a frontend team has the answers that the page prints', async () => {
    const [ask, typed] = walkOf('A frontend team')
    const { stdout } = await run(ask!.command, url)
    expect(JSON.parse(stdout)).toMatchObject(JSON.parse(ask!.answer!) as object)
    expect((await run(typed!.command, url)).stdout).toMatch(/usd: '\d+/)
  })

  test('an analyst has the tables', async () => {
    const [exported, python, parquet, ...others] = walkOf('An analyst')
    expect(others).toEqual([])
    expect((await run(exported!.command, url)).stdout.trim()).toBe(exported!.answer)
    expect(fs.readFileSync(path.join(dir, 'orders.csv'), 'utf8').split('\n').length).toBeGreaterThan(1_000)
    expect((await run(python!.command, url)).stderr).toMatch(
      /^[\d.]+ USD, and \d+ orders without a USD value/,
    )
    expect(fs.readFileSync(path.join(dir, 'minutes.csv'), 'utf8')).toMatch(/^time,exchange,symbol,side,usd/)
    await run(parquet!.command, url)
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path.join(dir, 'days.parquet')) })
    expect(rows).toHaveLength(30)
    expect(rows[21]).toMatchObject({
      start: new Date('2025-09-22T00:00:00Z'),
      usd: expect.stringMatching(/^\d+/) as string,
    })
  })
})

describe('on a store of its own', () => {
  let server: ClientServer
  beforeAll(async () => {
    server = await startClientServer()
  })
  afterAll(() => server?.close())

  test('a frontend team is told of an order when it is committed', async () => {
    const { command } = walkOf('A frontend team')[2]!
    const child = spawn('bash', ['-c', `exec ${command.replaceAll(SERVER, server.origin)}`], { cwd: dir })
    let told = ''
    child.stdout.on('data', (chunk) => (told += String(chunk)))
    try {
      // It is told only what is committed after it has begun: until then again.
      await expect
        .poll(
          async () => {
            await server.force('123456')
            return told
          },
          { timeout: 20_000, interval: 300 },
        )
        .toMatch(/123456/)
    } finally {
      child.kill()
    }
  })

  test('a partner has a key, knows what it may, and has the subgraph', async () => {
    const commands = walkOf('A partner').map(({ command }) => command)
    const { stdout } = await run(commands.join('\n'), server.origin, {
      DATABASE_URL: server.database.url,
      UNWIND_DATA: 'live',
    })
    expect(stdout).toMatch(/Partner {2}READ,WEBHOOKS {2}made/)
    expect(stdout).toContain('"key":{"name":"Partner"}')
    expect(stdout).toMatch(/"requested":[1-9]/)
    expect(fs.readFileSync(path.join(dir, 'unwind.graphql'), 'utf8')).toContain('@key(fields: "code")')
  })
})

test('the commands of docs/api.md: keys are made, listed, rotated and revoked, and a table is had', async () => {
  const blocks = [...fs.readFileSync('docs/api.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)```/gm)].map(
    ([, block]) => block!.trim(),
  )
  const [keys, table, ...others] = blocks
  expect(others).toEqual([])
  const database = await createEmptyDatabase()
  const before = { ...process.env }
  const said: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => (said.push(String(text)), true))
  Object.assign(process.env, { DATABASE_URL: database.url, UNWIND_DATA: 'live' })
  try {
    let id = ''
    for (const line of keys!.split('\n')) {
      const args = line
        .replace(/\s+#.*$/, '')
        .replace('0123456789ab', id)
        .split(' ')
      expect(args.splice(0, 4)).toEqual(['npm', 'run', 'keys', '--'])
      await main(args.map((word) => word.replaceAll('"', '')))
      id ||= /^\w+/.exec(said[0]!)![0]
    }
  } finally {
    spy.mockRestore()
    process.env = before
  }
  const [made, listed, count, rotated, revoked] = said
  expect(made).toMatch(/^\w{12} {2}Acme {2}READ,WRITE {2}made .*, expires /)
  expect([listed?.slice(0, 12), count]).toEqual([made?.slice(0, 12), '1 key.\n'])
  expect(rotated).toMatch(/Acme/)
  expect(revoked).toMatch(/^\w{12} {2}Acme .*revoked/)
  const api = await listen(database)
  try {
    const { stdout } = await run(table!.replace('localhost:4000', originOf(api)), SERVER)
    expect(stdout).toMatch(/^time,side,notionalUsd,market\.symbol/)
  } finally {
    await api.close()
    await database.close()
  }
})

test('an operator has the store brought up to date', async () => {
  const [migrated, ...others] = walkOf('An operator')
  expect(others).toEqual([])
  const database = await createEmptyDatabase()
  try {
    const commands = migrated!.command.replace(/postgres:\/\/\S+/, database.url)
    const { stdout } = await run(commands, SERVER)
    expect(stdout).toMatch(/^Nothing to migrate\.\nUsage: etl COMMAND/)
  } finally {
    await database.close()
  }
})

test('no walk of the page is left out', () => {
  expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, user]) => user)).toEqual([
    'A frontend team',
    'An analyst',
    'A partner',
    'An operator',
  ])
  expect([...PAGE.matchAll(/```sh\n/g)]).toHaveLength(3 + 3 + 3 + 1)
})
