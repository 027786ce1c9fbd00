import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../scripts/etl.ts'
import { freePort } from '../../src/embeddedPostgres.ts'
import { heardOf } from '../support/commands.ts'

/** The commands as a user runs them, each in a process of its own, on an embedded store in a folder of its own. */

let dir: string

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-start-'))
  fs.chmodSync(dir, 0o755)
})

afterAll(() => {
  fs.rmSync(dir, { recursive: true, force: true })
})

const environment = (more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  UNWIND_DATA_DIR: dir,
  UNWIND_DATA: 'live',
  ...more,
})

function etl(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'etl', ...args], {
    env: environment(),
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

/** The same entry without a process of its own. */
const etlHere = (...args: string[]) => heardOf(() => main(args))

async function start(
  more: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string; said: () => string }> {
  const port = await freePort()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: environment({ PORT: String(port), ...more }),
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  await new Promise<void>((resolve, reject) => {
    const look = setInterval(() => {
      if (!said.includes('Ready in')) return
      clearInterval(look)
      resolve()
    }, 20)
    // After the server is ready this does nothing: the promise is settled.
    child.once('exit', (code) => {
      clearInterval(look)
      reject(new Error(`ended with ${code}: ${said}`))
    })
  })
  return { child, url: `http://127.0.0.1:${port}`, said: () => said }
}

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  return ended
}

const postgresPid = () =>
  Number(fs.readFileSync(path.join(dir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

const isAlive = (pid: number) => spawnSync('kill', ['-0', String(pid)]).status === 0

describe('npm start', () => {
  test('serves the API, the explorer and its health, and Ctrl-C stops all of it, the database too', async () => {
    const { child, url, said } = await start()
    for (const place of ['/graphql', '/explorer', '/healthz', '/readyz']) expect(said()).toContain(place)
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
    expect(await (await fetch(`${url}/explorer`)).text()).toContain('<html')
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ quality { provenance } }' }),
    })
    expect(await answer.json()).toMatchObject({ data: { quality: { provenance: null } } })
    const pid = postgresPid()
    expect(isAlive(pid)).toBe(true)
    expect(await stop(child)).toBe(0)
    expect(said()).toContain('Stopped.')
    expect(isAlive(pid)).toBe(false)
  })

  test('is ready within three seconds when the store is there', async () => {
    // The quickest of a few: other tests run beside it.
    let took = Infinity
    for (let turn = 0; turn < 8 && took >= 3_000; turn++) {
      const began = Date.now()
      const { child } = await start()
      took = Math.min(took, Date.now() - began)
      await stop(child)
    }
    expect(took).toBeLessThan(3_000)
  }, 120_000)

  test('takes over the database of a process that was killed; of two that use it the last to go stops it', async () => {
    const first = await start()
    const ended = new Promise((resolve) => first.child.once('close', resolve))
    first.child.kill('SIGKILL')
    await ended
    const pid = postgresPid()
    expect(isAlive(pid)).toBe(true)
    const [second, third] = await Promise.all([start(), start()])
    expect(postgresPid()).toBe(pid)
    expect(await stop(second.child)).toBe(0)
    expect(isAlive(pid)).toBe(true)
    expect(await (await fetch(`${third.url}/readyz`)).json()).toEqual({ status: 'ready' })
    expect(await stop(third.child)).toBe(0)
    expect(isAlive(pid)).toBe(false)
  }, 60_000)

  test('tells every fault of the environment at once and starts nothing', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
      env: environment({ PORT: 'http', DATABASE_URL: 'localhost' }),
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('PORT')
    expect(stderr).toContain('DATABASE_URL')
  })
})

describe('the embedded PostgreSQL', () => {
  /** A process that starts it in `home` when it is told to, asks it, and stops it. */
  async function openUser(home: string) {
    const child = fork('test/support/embeddedUser.ts', [home], {
      execArgv: ['--import', 'tsx'],
      silent: true,
    })
    let said = ''
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += String(chunk)))
    const answer = () =>
      new Promise<unknown>((resolve, reject) => {
        child.once('message', resolve)
        child.once('exit', (code) => {
          reject(new Error(`ended with ${code}: ${said}`))
        })
      })
    const ask = (what: 'start' | 'stop') => {
      child.send(what)
      return answer()
    }
    expect(await answer()).toBe('ready')
    return { child, ask }
  }

  test('comes up once for two that start it at once, on a fresh folder, on an old one, and while the last one stops it', async () => {
    const home = path.join(dir, 'shared')
    const pidFile = path.join(home, 'cluster/postmaster.pid')
    const users = await Promise.all([openUser(home), openUser(home)])
    const [first, second] = users
    const startBoth = () => Promise.all(users.map((user) => user.ask('start')))
    try {
      const fresh = await startBoth()
      expect(fresh).toEqual([{ it: 1, port: expect.any(Number) }, fresh[0]])
      const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0])
      await first.ask('stop')
      expect(isAlive(pid)).toBe(true)
      await second.ask('stop')
      expect(isAlive(pid)).toBe(false)

      const old = await startBoth()
      expect(old).toEqual([{ it: 1, port: expect.any(Number) }, old[0]])
      await second.ask('stop')
      expect(await Promise.all([first.ask('stop'), second.ask('start')])).toEqual([
        'stopped',
        { it: 1, port: expect.any(Number) },
      ])
      await second.ask('stop')
      expect(fs.existsSync(pidFile)).toBe(false)
      expect(fs.readdirSync(home).sort()).toEqual(['cluster', 'lock', 'password', 'postgres.log', 'users'])
    } finally {
      const ended = users.map(({ child }) => child.exitCode ?? once(child, 'exit'))
      for (const { child } of users) if (child.connected) child.disconnect()
      for (const end of ended) await end
    }
  })
})

describe('npm run etl', () => {
  test('--help shows the commands with examples', async () => {
    const { status, said } = etl('--help')
    expect(status).toBe(0)
    for (const word of ['markets', 'liquidations', 'open-interest', 'market-caps', 'Examples', 'Exit code'])
      expect(said).toContain(word)
    const span = ['--from', '--to', '--dry-run']
    for (const [command, options] of [
      ['markets', ['--exchange']],
      ['liquidations', ['--exchange', ...span]],
      ['open-interest', ['--exchange', ...span]],
      ['market-caps', span],
    ] as const) {
      const { said: help } = await etlHere(command, '--help')
      for (const option of options) expect(help, command).toContain(option)
    }
  })

  test.each([
    [['nonsense'], 2],
    [['open-interest', '--exchange', 'mtgox'], 1],
  ])('%j ends the process with exit code %i', (args, code) => {
    const { status, said } = etl(...args)
    expect(status).toBe(code)
    expect(said).not.toMatch(/at .*\.ts:\d+/)
  })

  test.each([
    [['open-interest', '--from', '2026-02-30'], 2],
    [['liquidations', '--for', 'ages'], 2],
    [['markets', '--exchange', ','], 2],
    [['liquidations'], 2],
    [['open-interest', '--from', '2026-01-02', '--to', '2026-01-01'], 2],
    [['detect', '--from', '2026-01-01'], 2],
    [['detect', '--labels', 'none.yaml'], 1],
  ])('%j is refused with exit code %i', async (args, code) => {
    const { status, said } = await etlHere(...args)
    expect(status).toBe(code)
    expect(said).not.toMatch(/at .*\.ts:\d+/)
  })
})
