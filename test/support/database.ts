import crypto from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../../src/db.ts'

const urlOf = (name: string) => {
  const url = new URL(inject('emptyDatabaseUrl'))
  url.pathname = `/${name}`
  return url.href
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export interface TestDatabase extends Database {
  readonly url: string
}

/** A database of the test's own, migrated and empty; or with all that a database has that nobody writes to any more. */
export async function createEmptyDatabase(template = 'empty'): Promise<TestDatabase> {
  const name = `test_${crypto.randomBytes(6).toString('hex')}`
  // A template may have no other connection: copies are made one after the other.
  await asAdmin(async (client) => {
    await client.query(`select pg_advisory_lock(1)`)
    await client.query(`create database ${name} template ${template}`)
  })
  return { ...openDatabase({ url: urlOf(name), size: 4 }), url: urlOf(name) }
}

/** Closes a database, for others to be copied from it. Resolves to its name. */
export async function closeAsTemplate(database: TestDatabase): Promise<string> {
  await database.close()
  return new URL(database.url).pathname.slice(1)
}

/**
 * The database with the whole sample: loaded by the first test that asks, shared by all, and for reading only.
 */
export async function openSampleDatabase(): Promise<TestDatabase> {
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock(2)')
    const found = await client.query(`select 1 from pg_database where datname = 'sample'`)
    if (found.rowCount) return
    await client.query('drop database if exists sample_part')
    await client.query('select pg_advisory_lock(1)')
    await client.query('create database sample_part template empty')
    await client.query('select pg_advisory_unlock(1)')
    const { loadSample } = await import('../../scripts/support/sample.ts')
    const database = openDatabase({ url: urlOf('sample_part'), size: 4 })
    const signal = new AbortController().signal
    const outcomes = await loadSample({ pool: database.pool, signal, now: () => new Date() })
    const failed = outcomes.find(({ error }) => error !== undefined)
    if (!failed) await database.pool.query('analyze')
    await database.close()
    if (failed) throw failed.error
    await client.query('alter database sample_part rename to sample')
  })
  return { ...openDatabase({ url: urlOf('sample'), size: 4 }), url: urlOf('sample') }
}
