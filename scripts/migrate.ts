import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../src/config.ts'
import { getMigrations, openSchemaEngine, type Queryable } from '../src/db.ts'
import { startEmbeddedPostgres } from '../src/embeddedPostgres.ts'
import { SetupError } from '../src/lib/errors.ts'

/** Names of migrations that the database lacks, oldest first; all of them on an empty database. */
export async function getPendingMigrations(connection: Queryable): Promise<string[]> {
  const known = await connection.query<{ exists: boolean }>(
    `select to_regclass('public._prisma_migrations') is not null as exists`,
  )
  if (!known.rows[0]?.exists) return getMigrations().map(({ name }) => name)
  const applied = await connection.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const names = new Set(applied.rows.map(({ name }) => name))
  return getMigrations()
    .map(({ name }) => name)
    .filter((name) => !names.has(name))
}

/** Applies the missing migrations to the database at `url`; returns their names. */
export async function migrate(url: string): Promise<string[]> {
  const engine = await openSchemaEngine(url)
  return engine.migrate()
}

/**
 * `node scripts/run.mjs migrate`: brings the configured store up to date. With --check-empty: applies all migrations to an
 * empty database that is then thrown away, as a check that they can be applied.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const say = (names: string[]) =>
    process.stdout.write(names.length === 0 ? 'Nothing to migrate.\n' : `Applied: ${names.join(', ')}\n`)
  if (argv.includes('--check-empty')) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-migrate-'))
    fs.chmodSync(dir, 0o755)
    const embedded = await startEmbeddedPostgres({ dir: path.join(dir, 'postgres'), settings: ['fsync=off'] })
    try {
      await embedded.ensureDatabase('empty')
      say(await migrate(embedded.urlOf('empty')))
    } finally {
      await embedded.stop()
      fs.rmSync(dir, { recursive: true, force: true })
    }
    return
  }
  const { databaseUrl } = readConfig()
  if (databaseUrl === undefined)
    throw new SetupError(
      'DATABASE_URL_MISSING',
      'Set DATABASE_URL; the embedded store is migrated when it is opened.',
    )
  say(await migrate(databaseUrl))
}
