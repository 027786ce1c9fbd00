import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db.ts'
import { startEmbeddedPostgres } from '../../src/embeddedPostgres.ts'
import { createApi } from '../support/api.ts'
import { countsOf, factsOf, fill, rollupsOf } from '../support/archive.ts'
import type { TestDatabase } from '../support/database.ts'
import { POSTGRES_15, startPostgres15, type Postgres15 } from '../support/postgres15.ts'

/** The commands of docs/store.md: each is taken from the page and run. */

const PAGE = fs.readFileSync('docs/store.md', 'utf8')
const COMMANDS = [...PAGE.matchAll(/```\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'))
const CITUS = /```sql\n([\s\S]*?)```/.exec(PAGE)![1]!

/** The command of the page that begins so. */
function commandOf(beginning: string): string {
  const found = COMMANDS.filter((command) => command.startsWith(beginning))
  expect([beginning, found.length]).toEqual([beginning, 1])
  return found[0]!
}

test('no command of the page is left out here', () => {
  expect(COMMANDS.map((command) => command.split(' ').slice(0, 2).join(' '))).toEqual([
    'cp -a',
    'rm -rf',
    'cp -a',
    'node scripts/run.mjs',
    'pg_dump --format=custom',
    'createdb --maintenance-db="$ADMIN_URL"',
    'pg_restore --exit-on-error',
    'pg_basebackup --pgdata=replica',
  ])
})

test('an embedded store is copied while it is stopped, and put back', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-backup-'))
  fs.chmodSync(dir, 0o755)
  const run = (command: string) => execFileSync('sh', ['-c', command], { cwd: dir })
  /** Runs a statement in the store, from start to stop. */
  const inStore = async (sql: string) => {
    const embedded = await startEmbeddedPostgres({
      dir: path.join(dir, '.data/postgres'),
      settings: ['fsync=off'],
    })
    const database = openDatabase({ url: embedded.urlOf('postgres'), size: 1 })
    try {
      return (await database.pool.query(sql)).rows
    } finally {
      await database.close()
      await embedded.stop()
    }
  }
  try {
    await inStore('create table kept as select 1 as it')
    const [backup, remove, restore] = COMMANDS as [string, string, string]
    run(backup)
    await inStore('drop table kept')
    run(remove)
    run(restore)
    expect(await inStore('select it from kept')).toEqual([{ it: 1 }])
  } finally {
    fs.rmSync(dir, { recursive: true, force: true })
  }
})

// Skipped where Debian's package postgresql-15 is not installed: `.ci/run` installs it.
describe.skipIf(POSTGRES_15 === undefined)('on PostgreSQL 15', () => {
  let postgres: Postgres15
  const open = (url: string): TestDatabase => ({ ...openDatabase({ url, size: 4 }), url })
  const QUESTION = `{
    liquidations(window: { from: "2025-05-01T00:00:00Z", to: "2025-08-01T00:00:00Z" }) { total { usd longUsd } meta { notices { code } } }
    openInterest(window: { from: "2025-05-01T00:00:00Z", to: "2025-08-01T00:00:00Z" }, interval: DAY) { series { columns { usd } } }
    exchanges { code } }`

  const answerOf = async (database: TestDatabase) => {
    const api = await createApi(database)
    try {
      const { data, errors } = await api.query(QUESTION)
      expect(errors).toBeUndefined()
      return data
    } finally {
      await api.close()
    }
  }

  let store: TestDatabase
  beforeAll(async () => {
    postgres = await startPostgres15()
    await postgres.shell(`createdb --maintenance-db="${postgres.urlOf('postgres')}" unwind`)
    const url = postgres.urlOf('unwind')
    execFileSync('sh', ['-c', commandOf('node scripts/run.mjs')], {
      env: { ...process.env, DATABASE_URL: url },
    })
    store = open(url)
    await fill(store)
  })
  afterAll(async () => {
    await store?.close()
    await postgres?.stop()
  })

  test('a dump that is restored answers as the store does', async () => {
    await postgres.shell(commandOf('pg_dump'), { DATABASE_URL: store.url })
    await postgres.shell(commandOf('createdb'), { ADMIN_URL: postgres.urlOf('postgres') })
    const url = postgres.urlOf('unwind_restored')
    await postgres.shell(commandOf('pg_restore'), { RESTORED_URL: url })
    const restored = open(url)
    try {
      expect(await factsOf(restored)).toEqual(await factsOf(store))
      expect(await rollupsOf(restored)).toEqual(await rollupsOf(store))
      expect((await countsOf(restored)).liquidation).toBeGreaterThan(0)
      expect(await answerOf(restored)).toEqual(await answerOf(store))
    } finally {
      await restored.close()
    }
  })

  test('a replica answers, and what is written goes to the store', async () => {
    await postgres.shell(commandOf('pg_basebackup'), { REPLICATION_URL: postgres.urlOf('postgres') })
    const replicaOf = await postgres.startAt('replica')
    const replica = open(replicaOf('unwind'))
    const api = await createApi(replica, { writer: store })
    try {
      expect((await replica.pool.query('select pg_is_in_recovery() as it')).rows).toEqual([{ it: true }])
      expect(await answerOf(replica)).toEqual(await answerOf(store))
      const make = await api.query(
        'mutation { basketCreate(input: { code: "mine", name: "Mine", exchanges: ["binance"] }) { basket { code } } }',
      )
      expect(make.data.basketCreate.basket.code).toBe('mine')
      await expect
        .poll(async () => (await api.query('{ baskets { code } }')).data.baskets)
        .toEqual([{ code: 'mine' }])
    } finally {
      await api.close()
      await replica.close()
    }
  })

  test('the statements for Citus spread every fact and rollup, and copy what they refer to', async () => {
    const { rows } = await store.pool.query<{ format: string }>(CITUS)
    const statements = rows.map(({ format }) => format)
    for (const table of ['liquidation', 'open_interest_hour', 'candle_day'])
      expect(statements).toContain(`select create_distributed_table('${table}', 'market_id');`)
    expect(statements).toContain(`select create_distributed_table('market_cap', 'asset_id');`)
    for (const table of ['market', 'asset', 'source', 'exchange', 'sector'])
      expect(statements).toContain(`select create_reference_table('${table}');`)
    // What is copied comes first, and no partition is named.
    expect(statements.findIndex((text) => text.includes('distributed'))).toBeGreaterThan(
      statements.findLastIndex((text) => text.includes('reference')),
    )
    expect(statements.join()).not.toMatch(/_\d{4}_\d{2}/)
  })
})
