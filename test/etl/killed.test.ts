import { fork } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'

let killed: TestDatabase
let undisturbed: TestDatabase

beforeAll(async () => {
  killed = await createEmptyDatabase()
  undisturbed = await createEmptyDatabase()
})

afterAll(async () => {
  await killed.close()
  await undisturbed.close()
})

/** Runs the load; kills it so long after it began to load. Resolves to whether it came to its end. */
function load(database: TestDatabase, killAfterMs?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = fork('test/support/loadPart.ts', [database.url], {
      execArgv: ['--import', 'tsx'],
      silent: true,
    })
    let said = ''
    child.stderr?.on('data', (chunk) => (said += String(chunk)))
    child.once('message', () => {
      if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(false)
      else if (code === 0) resolve(true)
      else reject(new Error(said))
    })
  })
}

/** One line a table: what it holds, but for the marks of when and by which run it was written. */
async function contents({ pool }: TestDatabase): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of [
    ...['liquidation', 'liquidation_minute', 'liquidation_hour', 'liquidation_day'],
    ...['open_interest', 'open_interest_minute', 'open_interest_hour', 'open_interest_day'],
    ...['market', 'exchange', 'source', 'coverage', 'checkpoint'],
  ]) {
    const result = await pool.query<{ count: string; sum: string }>(
      `select count(*), md5(coalesce(string_agg(row, ',' order by row), '')) as sum
       from (select (to_jsonb(t) - 'run_id')::text as row from ${table} as t) as rows`,
    )
    sums[table] = `${result.rows[0]!.count} ${result.rows[0]!.sum}`
  }
  return sums
}

/** Facts, rollups and coverage of whatever was committed so far agree. */
async function expectWhole({ pool }: TestDatabase): Promise<void> {
  const result = await pool.query(`
    select (select coalesce(sum(notional_usd), 0) from liquidation) as facts,
      (select coalesce(sum(long_usd + short_usd), 0) from liquidation_minute) as minutes,
      (select coalesce(sum(long_usd + short_usd), 0) from liquidation_hour) as hours,
      (select coalesce(sum(long_usd + short_usd), 0) from liquidation_day) as days,
      (select count(*) from open_interest)::int as readings,
      (select coalesce(sum(readings), 0) from open_interest_day)::int as counted,
      (select count(*) from liquidation where time >= coalesce(
        (select max("to") from coverage where family = 'LIQUIDATIONS'), '-infinity'))::int as beyond`)
  const row = result.rows[0] as Record<string, unknown>
  expect([row.minutes, row.hours, row.days]).toEqual([row.facts, row.facts, row.facts])
  expect(row.counted).toBe(row.readings)
  expect(row.beyond).toBe(0)
}

test('a load killed at random moments leaves no half batch, and the next one completes it', async () => {
  const whole = load(undisturbed)
  let kills = 0
  for (let round = 0; round < 4; round++) {
    const finished = await load(killed, 50 + Math.floor(Math.random() * 900))
    await expectWhole(killed)
    if (!finished) kills++
  }
  expect(await load(killed)).toBe(true)
  expect(kills).toBeGreaterThan(0)
  await expectWhole(killed)
  expect(await whole).toBe(true)
  expect(await contents(killed)).toEqual(await contents(undisturbed))
  // The same range once more: every table as it was.
  const before = await contents(killed)
  expect(await load(killed)).toBe(true)
  expect(await contents(killed)).toEqual(before)
  // A killed run stays RUNNING in the records; those that ended say how.
  const runs = await killed.pool.query<{ status: string }>('select distinct status from etl_run order by 1')
  expect(runs.rows.map(({ status }) => status)).toContain('SUCCEEDED')
}, 120_000)
