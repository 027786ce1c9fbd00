import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/embeddedPostgres.ts'
import { migrate } from '../../scripts/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the database "empty": migrated, without a row. Tests copy it. */
    emptyDatabaseUrl: string
  }
}

/** One real PostgreSQL for all tests, in a folder that is thrown away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-test-'))
  fs.chmodSync(dir, 0o755)
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'shared_buffers=256MB']
  const embedded = await startEmbeddedPostgres({
    dir: path.join(dir, 'postgres'),
    settings: [...settings, 'max_wal_size=4GB', 'max_connections=200', 'autovacuum=off'],
  })
  await embedded.ensureDatabase('empty')
  await migrate(embedded.urlOf('empty'))
  await freeze(embedded.urlOf('postgres'), 'empty')
  project.provide('emptyDatabaseUrl', embedded.urlOf('empty'))
  return async () => {
    await embedded.stop()
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** A database that others are copied from may have no connection; the schema engine leaves one behind. */
async function freeze(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`alter database ${name} with allow_connections false`)
  await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
    name,
  ])
  await client.end()
}
