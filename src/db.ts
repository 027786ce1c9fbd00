import { createRequire } from 'node:module'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/prisma/client.ts'
import { observedClient, type StatementListener } from './telemetry/statements.ts'

export type { PrismaClient } from './generated/prisma/client.ts'
export { Prisma } from './generated/prisma/client.ts'

/** A pool or one of its connections in a transaction: whatever statements can be sent to. */
export type Queryable = Pick<pg.PoolClient, 'query'>

/** A connection to the store: Prisma for dimensions and runs, the pool for hand-written SQL. Both share connections. */
export interface Database {
  readonly pool: pg.Pool
  readonly prisma: PrismaClient
  /** Tells of each statement of the pool when it has ended. */
  observe(listener: StatementListener): void
  /** Has PostgreSQL stop what a connection of the pool is at; resolves when it has been told. */
  cancel(client: pg.ClientBase): Promise<void>
  close(): Promise<void>
}

/** What resolvers read through: the pool itself, or what stands before it for one request. */
export interface Reads {
  readonly pool: Queryable
  readonly prisma: PrismaClient
}

export interface DatabaseOptions {
  readonly url: string
  /** Connections at most. */
  readonly size?: number
  /** PostgreSQL cancels a statement that runs longer; no limit when left out. */
  readonly statementTimeoutMs?: number
}

/** Opens a pool; connects at the first statement. */
export function openDatabase({ url, size = 10, statementTimeoutMs }: DatabaseOptions): Database {
  const listeners = new Set<StatementListener>()
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: 'unwind',
    options: '-c timezone=UTC -c client_min_messages=warning',
    Client: observedClient(listeners),
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
  })
  // Connections of its own: those of the pool may all be at what is to be stopped. It connects at the first need.
  const canceller = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'unwind cancel',
    allowExitOnIdle: true,
  })
  canceller.on('error', () => undefined)
  // A connection that breaks while idle is replaced at the next statement, which then tells the caller if it can't be.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    pool,
    prisma,
    observe: (listener) => void listeners.add(listener),
    async cancel(client) {
      const { processID } = client as unknown as { readonly processID: number }
      await canceller.query('select pg_cancel_backend($1)', [processID])
    },
    async close() {
      await prisma.$disconnect()
      // In this order: a connection is given back once its cancellation is through, and a pool that ends forgets who waits for it.
      await pool.end()
      await canceller.end()
    },
  }
}

/** What systems and PostgreSQL call a store that can't be reached, is starting or stopping, or takes no more connections. */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|08\w{3}|57P0[1-5]|53300|P10(01|02|08|17))$/
/** The same in the words of `pg`, which has no code for it. */
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (was closed|has encountered a connection error))/

/** Whether a statement failed because the store was away, which may be other in a moment; also of an error that names it as its cause. */
export function isStoreAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { readonly code?: unknown }
    if (AWAY_WORDS.test(cause.message) || (typeof code === 'string' && AWAY.test(code))) return true
  }
  return false
}

/** What is gathered while a transaction runs, and written as the last thing before it commits. */
export interface Ending<T> {
  readonly start: () => T
  readonly finish: (client: pg.PoolClient, gathered: T) => Promise<void>
}

const endings = new WeakMap<pg.PoolClient, Map<Ending<unknown>, unknown>>()

/**
 * What is gathered in the caller's transaction: one object for each `ending` and transaction.
 * @throws Error for a client that is in no transaction of `inTransaction`, which would never come to its end: a fault of ours
 */
export function gatherUntilCommit<T>(client: pg.PoolClient, ending: Ending<T>): T {
  const own = endings.get(client)
  if (!own) throw new Error('Facts are written in a transaction of inTransaction alone.')
  if (!own.has(ending as Ending<unknown>)) own.set(ending as Ending<unknown>, ending.start())
  return own.get(ending as Ending<unknown>) as T
}

/** Runs `work` in one transaction: committed when it resolves (rolled back if `rollback`), rolled back when it throws. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  { rollback = false }: { rollback?: boolean } = {},
): Promise<T> {
  const client = await pool.connect()
  // A connection may break between two statements: the next one says so, and this event would end the process.
  const onError = () => undefined
  client.on('error', onError)
  try {
    const gathered = new Map<Ending<unknown>, unknown>()
    endings.set(client, gathered)
    await client.query('begin')
    const result = await work(client)
    for (const [ending, value] of gathered) await ending.finish(client, value)
    await client.query(rollback ? 'rollback' : 'commit')
    client.release()
    return result
  } catch (error) {
    // A connection that can't even roll back is broken: the pool must not hand it out again.
    const broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    client.release(broken)
    throw error
  } finally {
    endings.delete(client)
    client.off('error', onError)
  }
}

export interface Migration {
  readonly name: string
  readonly sql: string
}

const PRISMA_DIR = path.resolve(import.meta.dirname, '../prisma')

/** The migrations of this version, oldest first. */
export function getMigrations(): Migration[] {
  const root = path.join(PRISMA_DIR, 'migrations')
  return fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: fs.readFileSync(path.join(root, name, 'migration.sql'), 'utf8') }))
}

export interface SchemaEngine {
  /** Applies what is missing; returns the names applied. */
  migrate(): Promise<string[]>
  /** SQL that makes schema.prisma from nothing. */
  scriptFromEmpty(): Promise<string>
}

/**
 * Prisma's own schema engine, as WebAssembly from the npm registry: the native binary is a download that closed
 * networks refuse. Costs about 90 ms and 80 MB to load, so the API process never calls it.
 */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const bindings = await (engineBindings ??= loadEngine())
  const schemaPath = path.join(PRISMA_DIR, 'schema.prisma')
  const schema = { path: schemaPath, content: fs.readFileSync(schemaPath, 'utf8') }
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    // The engine has no way to be closed: its idle connections must not keep the process alive.
    bindMigrationAwareSqlAdapterFactory(
      new PrismaPg({ connectionString: url, max: 2, allowExitOnIdle: true }),
    ),
  )
  const filters = { externalTables: [], externalEnums: [] }
  const migrationsList = {
    baseDir: path.join(PRISMA_DIR, 'migrations'),
    lockfile: {
      path: 'migration_lock.toml',
      content: fs.readFileSync(path.join(PRISMA_DIR, 'migrations/migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: getMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const { setTimeout } = globalThis
    // The engine never clears the ten seconds that it gives itself for its lock: they must not keep the process alive.
    globalThis.setTimeout = ((...timer: Parameters<typeof setTimeout>) =>
      setTimeout(...timer).unref()) as never
    try {
      return await work()
    } catch (error) {
      throw enginePanic === undefined ? error : new Error(enginePanic, { cause: error })
    } finally {
      globalThis.setTimeout = setTimeout
    }
  }
  return {
    migrate: async () =>
      (await call(() => engine.applyMigrations({ migrationsList, filters }))).appliedMigrationNames,
    scriptFromEmpty: async () => {
      const to = { tag: 'schemaDatamodel', files: [schema], configDir: PRISMA_DIR }
      const input = {
        from: { tag: 'empty' },
        to,
        shadowDatabaseUrl: null,
        script: true,
        exitCode: null,
        filters,
      }
      return (await call(() => engine.diff(input))).stdout ?? ''
    },
  }
}

/** The parts of the platform's WebAssembly that are used here: neither lib ES2023 nor @types/node 20 declare it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
    imports: Record<string, unknown>,
  ) => { readonly exports: Record<string, unknown> }
}

let engineBindings: Promise<EngineBindings> | undefined
let enginePanic: string | undefined

/** Once a process: the bindings hold one instance's memory, and timers of an earlier one would reach into it. */
async function loadEngine(): Promise<EngineBindings> {
  const dir = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const bindings = (await import(pathToFileURL(path.join(dir, 'schema_engine_bg.js')).href)) as EngineBindings
  const wasm = new WebAssembly.Module(fs.readFileSync(path.join(dir, 'schema_engine_bg.wasm')))
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  // The engine reports a panic through this; without it a panic reads as "unreachable".
  const registry = { set_message: (text: string) => (enginePanic = text) }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry })
  return bindings
}

interface EngineBindings {
  __wbg_set_wasm(exports: unknown): void
  SchemaEngine: {
    new: (
      schema: unknown,
      log: () => void,
      adapter: unknown,
    ) => Promise<{
      applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>
      diff(input: unknown): Promise<{ exitCode: number; stdout: string | null }>
    }>
  }
}
