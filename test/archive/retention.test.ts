import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parquetReadObjects, asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importFile } from '../../scripts/support/importFiles.ts'
import { ARCHIVED, storedColumns } from '../../src/archive/record.ts'
import { ageLimit, retain, type Manifest, type RetainStep } from '../../src/archive/retain.ts'
import { withArchiveLock } from '../../src/archive/store.ts'
import { inTransaction } from '../../src/db.ts'
import { ensurePartitions } from '../../src/lib/partitions.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import { OPEN_INTEREST_FACTS } from '../../src/openInterest/ingest.ts'
import { getMissing } from '../../src/quality/backfill.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { getReadingsAt } from '../../src/openInterest/store.ts'
import { getCapsAt, findNewestCapTime } from '../../src/marketCap/store.ts'
import { getHoldings } from '../../src/quality/store.ts'
import type { Venue } from '../../src/sources/ccxt/index.ts'
import { planFills } from '../../scripts/support/backfill.ts'
import { createApi } from '../support/api.ts'
import { countsOf, createFilledDatabase, factsOf, JULY, rollupsOf, write } from '../support/archive.ts'
import type { TestDatabase } from '../support/database.ts'
import { contextOf } from '../support/fixtures.ts'
import { openInterestOf } from '../support/openInterest.ts'

/** Months of raw facts leave the store for files and come back from them, in a real PostgreSQL. */

const ALL = Object.values(ARCHIVED)

let database: TestDatabase
let dir: string
let btc: StoredMarket
let pepe: StoredMarket

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-archive-'))
  const filled = await createFilledDatabase()
  database = filled.database
  ;[btc, pepe] = filled.markets
})

afterEach(async () => {
  await database.close()
  fs.rmSync(dir, { recursive: true, force: true })
})

const context = () => contextOf(database, { now: () => new Date('2026-09-01T00:00:00Z') })
const run = (more: Partial<Parameters<typeof retain>[1]> = {}) =>
  retain(context(), { tables: ALL, before: JULY, dir, ...more })
const files = () => fs.readdirSync(dir).sort()
const parquets = () => files().filter((name) => name.endsWith('.parquet'))
const restoreAll = async (names = parquets()) => {
  for (const name of names) {
    const outcome = await importFile(context(), path.join(dir, name), undefined)
    expect(outcome.error).toBeUndefined()
  }
}
const retiredCount = async () => (await database.pool.query('select 1 from retired_month')).rowCount
const partitions = async (table: string) =>
  (
    await database.pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'partition'::regnamespace and relkind = 'r'
         and relname ~ $1 order by 1`,
      [`^${table}_\\d`],
    )
  ).rows.map(({ name }) => name)

test('what is written of each table are its own columns, types and absences as the database has them', async () => {
  const types: Record<string, string[]> = {
    numeric: ['DECIMAL', 'AMOUNT', 'PRICE', 'SHARE'],
    int4: ['INTEGER'],
    int2: ['INTEGER'],
    int8: ['BIGINT'],
    bool: ['BOOLEAN'],
    timestamptz: ['TIME'],
    text: ['TEXT'],
    position_side: ['SIDE'],
  }
  for (const table of ALL) {
    const { rows } = await database.pool.query<{ name: string; type: string; nullable: boolean }>(
      `select column_name as name, udt_name as type, is_nullable = 'YES' as nullable from information_schema.columns
       where table_schema = 'public' and table_name = $1 order by ordinal_position`,
      [table.name],
    )
    const columns = storedColumns(table)
    expect(rows.map(({ name, nullable }) => [name, nullable])).toEqual(
      columns.map(({ name, nullable = false }) => [name, nullable]),
    )
    for (const [at, { type }] of rows.entries()) expect(types[type]).toContain(columns[at]!.type)
  }
})

test('retired, months are in files and out of the store, rollups and coverage stay; restored, every row is as it was', async () => {
  const before = await factsOf(database)
  const rollups = await rollupsOf(database)
  const outcomes = await run()
  expect(outcomes.map(({ result }) => result)).toEqual(outcomes.map(() => 'RETIRED'))
  expect(outcomes).toHaveLength(2 * ALL.length)

  const after = await factsOf(database)
  const isOfJuly = (row: string) => (JSON.parse(row) as { time: string }).time.startsWith('2025-07')
  for (const { name } of ALL) {
    expect(before[name]!.filter(isOfJuly).length).toBeGreaterThan(1)
    expect(after[name]).toEqual(before[name]!.filter(isOfJuly))
  }
  expect(after.fact_version).toEqual(before.fact_version)
  expect(after.coverage).toEqual(before.coverage)
  expect(await rollupsOf(database)).toEqual(rollups)
  expect(await partitions('open_interest')).toEqual(['open_interest_2025_07', 'open_interest_2025_08'])

  await restoreAll()
  expect(await factsOf(database)).toEqual(before)
  expect(await rollupsOf(database)).toEqual(rollups)
  expect(await retiredCount()).toBe(0)
  // A second time changes nothing: the month is there.
  const again = await importFile(context(), path.join(dir, 'open_interest_2025_06.parquet'), undefined)
  expect(again.counts).toMatchObject({ read: 6, written: 0, unchanged: 6 })
  // And it can be retired again, from the file that is there.
  expect((await run()).map(({ result }) => result)).toEqual(outcomes.map(() => 'RETIRED'))
  expect(parquets()).toHaveLength(2 * ALL.length)
  await restoreAll()
  expect(await factsOf(database)).toEqual(before)
})

test('a file holds names beside keys, times as timestamps, decimals digit for digit, and its manifest says what it is', async () => {
  await run({ tables: [ARCHIVED.liquidation] })
  const name = 'liquidation_2025_05'
  const file = await asyncBufferFromFile(path.join(dir, `${name}.parquet`))
  const { schema } = await parquetMetadataAsync(file)
  const typeOf = (column: string) => schema.find((element) => element.name === column)
  expect(typeOf('time')).toMatchObject({ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' })
  expect(typeOf('contracts')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'UTF8' })
  const rows = await parquetReadObjects({ file })
  expect(rows).toHaveLength(9)
  expect(rows[0]).toEqual({
    exchange: 'binance',
    symbol: '1000PEPE/USDT:USDT',
    venue_symbol: '1000PEPEUSDT',
    time: new Date('2025-05-01T00:00:00Z'),
    source: 'binance.ws',
    provenance: 'OBSERVED',
    order_key: 'LONG:"0",\\1:1',
    side: 'LONG',
    price: '65000.10',
    contracts: '123456789012345678901.5',
    base_quantity: '0.000000000000000001234',
    notional_usd: '0.000000000000000000001',
    observed_at: new Date('2025-08-01T00:00:00Z'),
    market_id: pepe.id,
    source_id: expect.any(Number) as number,
    run_id: expect.any(BigInt) as bigint,
  })
  expect(rows.filter(({ notional_usd: usd }) => usd == null).length).toBe(3)
  const manifest = JSON.parse(fs.readFileSync(path.join(dir, `${name}.json`), 'utf8')) as Manifest
  expect(manifest).toMatchObject({
    format: 'unwind.retired-month/1',
    table: 'liquidation',
    month: '2025-05',
    from: '2025-05-01T00:00:00.000Z',
    to: '2025-06-01T00:00:00.000Z',
    rows: 9,
    file: `${name}.parquet`,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    schemaMigration: expect.stringMatching(/^\d{14}_/) as string,
    decimals: expect.stringContaining('UTF8') as string,
    sources: [
      { code: 'binance.ws', name: 'binance.ws', provenance: 'OBSERVED', rows: '6' },
      { code: 'tardis.csv', name: 'tardis.csv', provenance: 'OBSERVED', rows: '3' },
    ],
  })
  expect(manifest.columns).toContainEqual({
    name: 'contracts',
    holds: 'AMOUNT',
    parquet: 'BYTE_ARRAY UTF8',
    nullable: false,
  })
  expect(manifest.sums.columns.time).toMatchObject({
    count: '9',
    min: '2025-05-01T00:00:00.000Z',
    max: '2025-05-28T23:59:59.999Z',
  })
})

test('a dry run tells the months and changes nothing; empty months and those not wholly old are left alone', async () => {
  await ensurePartitions(database.pool, ['candle'], {
    from: new Date('2024-01-01T00:00:00Z'),
    to: new Date('2024-01-02T00:00:00Z'),
  })
  const before = await factsOf(database)
  const told = await run({ tables: [ARCHIVED.candle], dryRun: true })
  expect(told).toEqual([
    { table: 'candle', month: new Date('2025-05-01T00:00:00Z'), rows: 6, result: 'WOULD_RETIRE' },
    { table: 'candle', month: new Date('2025-06-01T00:00:00Z'), rows: 6, result: 'WOULD_RETIRE' },
  ])
  expect(files()).toEqual([])
  const almost = await run({ tables: [ARCHIVED.candle], before: new Date('2025-06-30T23:59:59Z') })
  expect(almost.map(({ month }) => month.toISOString().slice(0, 7))).toEqual(['2025-05'])
  expect(await partitions('candle')).toContain('candle_2024_01')
  await restoreAll()
  expect(await factsOf(database)).toEqual(before)
})

describe('killed', () => {
  const steps: RetainStep[] = ['WRITTEN', 'VERIFIED', 'NOTED', 'DETACHED', 'DROPPED']
  test.each(steps)('after %s, the next run goes on and nothing is lost or written twice', async (last) => {
    const before = await factsOf(database)
    const rollups = await rollupsOf(database)
    const tables = [ARCHIVED.liquidation, ARCHIVED.open_interest]
    const stop = (step: RetainStep) => {
      if (step === last) throw new Error('killed')
    }
    await expect(run({ tables, onStep: stop })).rejects.toThrow('killed')
    expect(await rollupsOf(database)).toEqual(rollups)
    const outcomes = await run({ tables })
    // What the killed run had dropped is done.
    expect(outcomes).toHaveLength(last === 'DROPPED' ? 3 : 4)
    expect(parquets()).toHaveLength(4)
    expect(files().filter((name) => name.endsWith('.part'))).toEqual([])
    expect(await partitions('liquidation')).toEqual(['liquidation_2025_07', 'liquidation_2025_08'])
    await restoreAll()
    expect(await factsOf(database)).toEqual(before)
  })

  test.each(['NOTED', 'DETACHED'] as const)(
    'after %s, the month is restored from its file all the same',
    async (last) => {
      const before = await factsOf(database)
      const stop = (step: RetainStep) => {
        if (step === last) throw new Error('killed')
      }
      const tables = [ARCHIVED.open_interest]
      await expect(run({ tables, onStep: stop })).rejects.toThrow('killed')
      await restoreAll()
      expect(await factsOf(database)).toEqual(before)
      expect(await retiredCount()).toBe(0)
      // It takes rows again.
      const time = new Date('2025-05-20T00:00:00Z')
      const result = await write(database, OPEN_INTEREST_FACTS, 'binance.rest', [
        { marketId: btc.id, time, baseQuantity: '11', markPrice: '100' },
      ])
      expect(result.counts.written).toBe(1)
    },
  )

  test.each(['NOTED', 'DETACHED'] as const)(
    'after %s, with the file lost since, the table is the only copy and is written anew',
    async (last) => {
      const before = await factsOf(database)
      const tables = [ARCHIVED.open_interest]
      const stop = (step: RetainStep) => {
        if (step === last) throw new Error('killed')
      }
      await expect(run({ tables, onStep: stop })).rejects.toThrow('killed')
      fs.appendFileSync(path.join(dir, 'open_interest_2025_05.parquet'), 'x')
      const outcomes = await run({ tables })
      expect(outcomes.map(({ file }) => path.basename(file!))).toEqual([
        'open_interest_2025_05.2.parquet',
        'open_interest_2025_06.parquet',
      ])
      await restoreAll(['open_interest_2025_05.2.parquet', 'open_interest_2025_06.parquet'])
      expect(await factsOf(database)).toEqual(before)
    },
  )
})

test('a file of another store is never written over', async () => {
  fs.writeFileSync(path.join(dir, 'candle_2025_05.parquet'), 'of another store')
  const outcomes = await run({ tables: [ARCHIVED.candle] })
  expect(path.basename(outcomes[0]!.file!)).toBe('candle_2025_05.2.parquet')
  expect(fs.readFileSync(path.join(dir, 'candle_2025_05.parquet'), 'utf8')).toBe('of another store')
})

describe('late records', () => {
  const time = new Date('2025-06-20T00:00:00Z')
  const young = new Date('2025-07-20T00:00:00Z')
  const orderAt = (at: Date) => ({
    marketId: btc.id,
    time: at,
    orderKey: 'late',
    side: 'LONG' as const,
    price: '1',
    contracts: '5',
    baseQuantity: '5',
    notionalUsd: '5',
  })

  test('of a retired month are kept as rejections with their code: rollups never count them twice or from a part', async () => {
    await run()
    const rollups = await rollupsOf(database)
    const counts = await countsOf(database)
    const orders = await write(database, LIQUIDATION_FACTS, 'binance.ws', [orderAt(time), orderAt(young)])
    expect(orders.counts).toEqual({ read: 2, written: 1, unchanged: 0, rejected: 1 })
    const readings = await write(database, OPEN_INTEREST_FACTS, 'binance.rest', [
      { marketId: btc.id, time, baseQuantity: '1', markPrice: '1' },
    ])
    expect(readings.counts).toMatchObject({ written: 0, rejected: 1 })
    const kept = await database.pool.query('select code, payload from rejected_record order by id')
    expect(kept.rows.map(({ code }) => code)).toEqual(['MONTH_RETIRED', 'MONTH_RETIRED'])
    expect(kept.rows[0].payload).toMatchObject({ orderKey: 'late', time: time.toISOString() })
    expect(await countsOf(database)).toEqual({ ...counts, liquidation: counts.liquidation! + 1 })
    const now = await rollupsOf(database)
    expect(now.open_interest_day).toEqual(rollups.open_interest_day)
    expect(now.liquidation_day!.length).toBe(rollups.liquidation_day!.length + 1)
    expect(await partitions('liquidation')).toEqual(['liquidation_2025_07', 'liquidation_2025_08'])
  })

  test('go in once the month is restored, and it can be retired with them', async () => {
    await run({ tables: [ARCHIVED.liquidation] })
    await restoreAll()
    const result = await write(database, LIQUIDATION_FACTS, 'binance.ws', [orderAt(time)])
    expect(result.counts.written).toBe(1)
    const whole = await factsOf(database)
    const outcomes = await run({ tables: [ARCHIVED.liquidation] })
    // June holds one more than its first file: it goes into a second one.
    expect(outcomes.map(({ file }) => path.basename(file!))).toEqual([
      'liquidation_2025_05.parquet',
      'liquidation_2025_06.2.parquet',
    ])
    const old = await importFile(context(), path.join(dir, 'liquidation_2025_06.parquet'), undefined)
    expect(old.error).toMatchObject({ code: 'MONTH_RETIRED' })
    await restoreAll(['liquidation_2025_05.parquet', 'liquidation_2025_06.2.parquet'])
    expect(await factsOf(database)).toEqual(whole)
  })

  test('in an imported file have the whole file refused, with the file to import first', async () => {
    await run({ tables: [ARCHIVED.open_interest] })
    const header =
      'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio'
    const file = path.join(dir, 'BTCUSDT-metrics-2025-06-30.csv')
    fs.writeFileSync(
      file,
      `${header}\n2025-06-30 00:00:00,BTCUSDT,10,1000,1,1,1,1\n2025-07-01 00:00:00,BTCUSDT,10,1000,1,1,1,1\n`,
    )
    const counts = await countsOf(database)
    const outcome = await importFile(context(), file, undefined)
    expect(outcome.error).toMatchObject({
      code: 'MONTH_RETIRED',
      message: expect.stringContaining('open_interest_2025_06.parquet') as string,
    })
    expect(await countsOf(database)).toEqual(counts)
  })

  test('that a writer has not committed when a month is retired are in its file', async () => {
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query(
      `insert into liquidation select market_id, '2025-05-09Z', source_id, 'in flight', side, price, contracts, base_quantity,
         notional_usd, run_id, observed_at from liquidation where time = '2025-05-01Z' limit 1`,
    )
    const retiring = run({ tables: [ARCHIVED.liquidation], before: new Date('2025-06-01T00:00:00Z') })
    await expect
      .poll(async () => {
        const waits = await database.pool.query(
          `select 1 from pg_locks where not granted and relation = 'partition.liquidation_2025_05'::regclass`,
        )
        return waits.rowCount
      })
      .toBe(1)
    await client.query('commit')
    client.release()
    const [outcome] = await retiring
    expect(outcome).toMatchObject({ rows: 10, result: 'RETIRED' })
    expect(parquets()).toEqual(['liquidation_2025_05.parquet'])
    await restoreAll()
    const held = await database.pool.query(`select 1 from liquidation where order_key = 'in flight'`)
    expect(held.rowCount).toBe(1)
  })

  test('of a writer that asked before the month was retired are refused by the table itself', async () => {
    const stop = (step: RetainStep) => {
      if (step === 'NOTED') throw new Error('killed')
    }
    await expect(run({ tables: [ARCHIVED.liquidation], onStep: stop })).rejects.toThrow('killed')
    const insert = database.pool.query(
      `insert into liquidation select market_id, '2025-05-09Z', source_id, 'too late', side, price, contracts, base_quantity,
         notional_usd, run_id, observed_at from liquidation limit 1`,
    )
    await expect(insert).rejects.toMatchObject({ code: '23514', constraint: 'retired' })
  })
})

test('a month with readings that wait in quarantine stays until they are judged', async () => {
  await database.pool.query(
    `insert into quarantined_reading (family, market_id, time, source_id, run_id, observed_at, reason, row)
     select 'OPEN_INTEREST', market_id, '2025-05-02Z', source_id, run_id, observed_at, 'a jump', '{"baseQuantity":"1","markPrice":"1"}'
     from open_interest limit 1`,
  )
  const outcomes = await run({ tables: [ARCHIVED.open_interest] })
  expect(outcomes.map(({ result }) => result)).toEqual(['HELD', 'RETIRED'])
  expect(await partitions('open_interest')).toContain('open_interest_2025_05')
})

test('two commands never move months at once', async () => {
  await withArchiveLock(database.pool, async () => {
    await expect(run()).rejects.toMatchObject({ code: 'ARCHIVE_BUSY' })
  })
  expect(await run({ tables: [ARCHIVED.candle] })).toHaveLength(2)
})

describe('a file that is not what was written', () => {
  test('restores nothing: changed by one bit, cut, or of other rows', async () => {
    await run({ tables: [ARCHIVED.candle] })
    const good = path.join(dir, 'candle_2025_05.parquet')
    const bytes = fs.readFileSync(good)
    const changed = Buffer.from(bytes)
    changed[200]! ^= 1
    fs.writeFileSync(path.join(dir, 'changed.parquet'), changed)
    fs.writeFileSync(path.join(dir, 'cut.parquet'), bytes.subarray(0, bytes.length / 2))
    for (const name of ['changed.parquet', 'cut.parquet']) {
      const outcome = await importFile(context(), path.join(dir, name), undefined)
      expect((outcome.error as { code: string }).code).toMatch(/^(MONTH_RETIRED|FILE_UNREADABLE)$/)
    }
    expect(await countsOf(database)).toMatchObject({ candle: 6 })
    const outcome = await importFile(context(), good, undefined)
    expect(outcome.counts).toMatchObject({ written: 6 })
  })

  test('a restore that is stopped, or dry, leaves the month retired', async () => {
    await run({ tables: [ARCHIVED.candle] })
    const file = path.join(dir, 'candle_2025_05.parquet')
    const dry = await importFile({ ...context(), dryRun: true }, file, undefined)
    expect(dry.counts).toMatchObject({ read: 6, written: 6 })
    const stopped = await importFile({ ...context(), signal: AbortSignal.abort() }, file, undefined)
    expect(stopped.error).toBeDefined()
    expect(await partitions('candle')).toEqual(['candle_2025_07', 'candle_2025_08'])
    expect(await retiredCount()).toBe(2)
  })
})

describe('questions about a retired month', () => {
  const window = { from: new Date('2025-06-15T13:00:00Z'), to: new Date('2025-07-02T00:00:00Z') }

  test('that sums answer are answered as before, to the digit', async () => {
    const ids = [btc.id]
    const ask = async () => ({
      series: await openInterestOf(database, ids, window, 'DAY', 30_000),
      early: await openInterestOf(
        database,
        ids,
        { from: new Date('2025-05-20T00:00:00Z'), to: new Date('2025-05-21T00:00:00Z') },
        'HOUR',
        10_080,
      ),
      reading: await getReadingsAt(database.pool, ids, new Date('2025-06-16T00:00:00Z'), 1440),
      caps: await getCapsAt(database.pool, new Date('2025-06-16T00:00:00Z'), 1440),
      newest: await findNewestCapTime(database.pool),
    })
    const before = await ask()
    expect(before.reading[0]!.baseQuantity).not.toBeNull()
    expect(before.early.usd.some((value) => value !== null)).toBe(true)
    await run()
    expect(await ask()).toEqual(before)
    const holdings = await getHoldings(database.pool)
    const sinceOf = (family: string) => holdings.find((own) => own.family === family)!.since?.toISOString()
    expect(['LIQUIDATIONS', 'OPEN_INTEREST', 'MARKET_CAPS'].map((own) => sinceOf(own)?.slice(0, 10))).toEqual(
      ['2025-05-01', '2025-05-01', '2025-05-01'],
    )
  })

  test('that need single orders say so, instead of listing none', async () => {
    await run({ tables: [ARCHIVED.liquidation] })
    const api = await createApi(database)
    const orders = (from: string, to: string) =>
      api.query(
        `{ liquidationOrders(window: { from: "${from}", to: "${to}" }, first: 10) { nodes { time } } }`,
      )
    const refused = await orders('2025-06-30T00:00:00Z', '2025-07-02T00:00:00Z')
    expect(refused.errors![0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'MONTH_RETIRED',
      argument: ['window'],
    })
    expect((await orders('2025-07-01T00:00:00Z', '2025-07-02T00:00:00Z')).errors).toBeUndefined()
    const sums = await api.query(
      `{ liquidations(window: { from: "2025-05-01T00:00:00Z", to: "2025-06-01T00:00:00Z" }) { total { orderCount } largestOrders { time } } }`,
    )
    expect(sums.errors![0]!.extensions).toMatchObject({ reason: 'MONTH_RETIRED' })
    const total = await api.query(
      `{ liquidations(window: { from: "2025-05-01T00:00:00Z", to: "2025-06-01T00:00:00Z" }) { total { orderCount } } }`,
    )
    // Of two feeds of one venue the one counts, each day, that printed more.
    expect(total.data).toEqual({ liquidations: { total: { orderCount: 6 } } })
  })
})

test('a backfill does not plan what a retired month would refuse', async () => {
  await run({ tables: [ARCHIVED.open_interest] })
  const window = { from: new Date('2025-05-20T00:00:00Z'), to: new Date('2025-07-10T00:00:00Z') }
  expect(await getMissing(database.pool, 'OPEN_INTEREST', 'binance', window)).toEqual([window])
  const venue = { markets: { exchange: { code: 'binance' } }, openInterest: {} } as unknown as Venue
  const tasks = await planFills(database.pool, venue, ['open-interest'], window, undefined)
  expect(tasks.map((task) => task.window)).toEqual([{ from: JULY, to: window.to }])
})

test('an age counts whole months by the calendar, or days', () => {
  const limit = (age: string, now: string) => ageLimit(age, new Date(now)).toISOString()
  expect(limit('13M', '2026-09-15T06:00:00Z')).toBe('2025-08-15T06:00:00.000Z')
  expect(limit('1M', '2026-03-31T00:00:00Z')).toBe('2026-02-28T00:00:00.000Z')
  expect(limit('400d', '2026-09-15T00:00:00Z')).toBe('2025-08-11T00:00:00.000Z')
  for (const age of ['0M', '13', 'M', '1y', '-1d', '1.5M'])
    expect(() => limit(age, '2026-01-01Z')).toThrow('13M')
})

test('a reader in the middle of its transaction is waited for, not disturbed', async () => {
  const reading = inTransaction(database.pool, async (client) => {
    await client.query(`select count(*) from open_interest where time >= '2025-07-01Z'`)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await client.query(`select count(*) from open_interest where time >= '2025-07-01Z'`)
  })
  const outcomes = await run({ tables: [ARCHIVED.open_interest] })
  await reading
  expect(outcomes.map(({ result }) => result)).toEqual(['RETIRED', 'RETIRED'])
})
