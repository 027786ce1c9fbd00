import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFile } from '../../scripts/support/importFiles.ts'
import { exportFacts, type ExportFormat, type ExportOptions } from '../../src/archive/export.ts'
import { ARCHIVED, type FactTable } from '../../src/archive/record.ts'
import { retain } from '../../src/archive/retain.ts'
import type { DecimalString } from '../../src/lib/decimal.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import {
  ARCHIVE_MARKETS,
  countsOf,
  createFilledDatabase,
  factsOf,
  JULY,
  rollupsOf,
  write,
} from '../support/archive.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { contextOf, loadMarkets } from '../support/fixtures.ts'

/** Raw facts out of one store into files, and from the files into another. */

const TABLES = Object.values(ARCHIVED)

let database: TestDatabase
let dir: string

beforeAll(async () => {
  database = (await createFilledDatabase()).database
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-export-'))
})

afterAll(async () => {
  await database.close()
  fs.rmSync(dir, { recursive: true, force: true })
})

let files = 0
const newFile = (ending: string) => path.join(dir, `${(files += 1)}.${ending}`)

async function write1(
  table: FactTable,
  format: ExportFormat,
  more: Partial<ExportOptions> = {},
  of = database,
): Promise<string> {
  const out = newFile(format)
  await exportFacts({ pool: of.pool, signal: new AbortController().signal }, { table, format, out, ...more })
  return out
}

const read = (target: TestDatabase, file: string) =>
  importFile(contextOf(target, { now: () => new Date('2026-09-01T00:00:00Z') }), file, undefined)

/** Facts by what they are called anywhere: keys of one store mean nothing in another. */
async function namedFacts({ pool }: TestDatabase): Promise<Record<string, unknown[]>> {
  const named: Record<string, unknown[]> = {}
  const idOf = {
    market_id: `(select e.code || ' ' || m.symbol from market as m join exchange as e on e.id = m.exchange_id where m.id = t.market_id)`,
    asset_id: `(select code || ' ' || name from asset as a where a.id = t.asset_id)`,
    series_id: `(select concat_ws('|', s.key, s.venues, s.completeness, s.unit) from series as s where s.id = t.series_id)`,
  }
  for (const { name, id } of TABLES) {
    const result = await pool.query<{ row: unknown }>(
      `select to_jsonb(t) - 'run_id' - '${id}' - 'source_id' || jsonb_build_object('of', ${idOf[id]},
         'source', (select code || ' ' || provenance from source where id = t.source_id)) as row
       from ${name} as t order by 1`,
    )
    named[name] = result.rows.map(({ row }) => row)
  }
  return named
}

/** Rollups less the keys of the store they are in. */
async function namedRollups(target: TestDatabase): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const [table, rows] of Object.entries(await rollupsOf(target)))
    all[table] = rows
      .map((row) => {
        const {
          source_id: _,
          series_id: __,
          asset_id: ___,
          ...rest
        } = JSON.parse(row) as Record<string, unknown>
        return JSON.stringify(rest)
      })
      .sort()
  return all
}

describe.each(['csv', 'ndjson', 'parquet'] as const)('as %s', (format) => {
  test('all facts go into another store with their sources, times and digits, and make the same rollups there', async () => {
    const other = await createEmptyDatabase()
    try {
      await loadMarkets(other, ARCHIVE_MARKETS)
      for (const table of TABLES) {
        const outcome = await read(other, await write1(table, format))
        expect(outcome.error).toBeUndefined()
        expect(outcome.counts.rejected).toBe(0)
        expect(outcome.counts.written).toBe(outcome.counts.read)
      }
      expect(await namedFacts(other)).toEqual({
        ...(await namedFacts(database)),
        // Only there CoinGecko was asked for names.
        market_cap: (await namedFacts(database)).market_cap!.map((row) => ({
          ...(row as object),
          of: 'BTC BTC',
        })),
      })
      expect(await namedRollups(other)).toEqual(await namedRollups(database))
      // Again: nothing changes.
      const again = await read(other, await write1(ARCHIVED.candle, format))
      expect(again.counts).toMatchObject({ written: 0, unchanged: 18 })
    } finally {
      await other.close()
    }
  })

  test('a window, a venue and an asset choose the rows', async () => {
    const window = { from: new Date('2025-06-01T00:00:00Z'), to: new Date('2025-06-16T00:00:00Z') }
    const file = await write1(ARCHIVED.candle, format, { window, assets: ['PEPE'], exchanges: ['binance'] })
    const outcome = await read(database, file)
    expect(outcome.counts).toMatchObject({ read: 2, unchanged: 2 })
  })
})

test('what is not told is nothing between commas and null in JSON; numbers are text and times are in UTC', async () => {
  const csv = fs
    .readFileSync(await write1(ARCHIVED.liquidation, 'csv', { assets: ['BTC'] }), 'utf8')
    .split('\n')
  expect(csv.slice(0, 4)).toEqual([
    'exchange,symbol,venue_symbol,time,source,provenance,order_key,side,price,contracts,base_quantity,notional_usd,observed_at',
    'binance,BTC/USDT:USDT,BTCUSDT,2025-05-01T00:00:00.000Z,binance.ws,OBSERVED,"LONG:""0"",\\1:1",LONG,65000.10,123456789012345678901.5,0.000000000000000001234,0.000000000000000000001,2025-08-01T00:00:00.000Z',
    'binance,BTC/USDT:USDT,BTCUSDT,2025-05-01T00:00:00.000Z,tardis.csv,OBSERVED,"LONG:""0"",\\1:1",LONG,65000.10,123456789012345678901.5,0.000000000000000001234,0.000000000000000000001,2025-08-01T00:00:00.000Z',
    'binance,BTC/USDT:USDT,BTCUSDT,2025-05-15T12:30:30.123Z,binance.ws,OBSERVED,"LONG:""1"",\\1:1",SHORT,65000.10,1.50,,,2025-08-01T00:00:00.000Z',
  ])
  const json = fs.readFileSync(
    await write1(ARCHIVED.funding_prediction, 'ndjson', { assets: ['BTC'] }),
    'utf8',
  )
  expect(JSON.parse(json.split('\n')[0]!)).toEqual({
    exchange: 'binance',
    symbol: 'BTC/USDT:USDT',
    venue_symbol: 'BTCUSDT',
    time: '2025-05-15T12:30:30.123Z',
    source: 'binance.rest',
    provenance: 'OBSERVED',
    rate: '0.0001',
    interval_minutes: '480',
    settles_at: null,
    observed_at: '2025-08-01T00:00:00.000Z',
  })
})

test('a file that ends in .gz is gzipped, and is read back so', async () => {
  for (const format of ['csv', 'ndjson'] as const) {
    const out = newFile(`${format}.gz`)
    await exportFacts(
      { pool: database.pool, signal: new AbortController().signal },
      { table: ARCHIVED.long_short, format, out },
    )
    expect(zlib.gunzipSync(fs.readFileSync(out)).toString()).toContain('0.61')
    expect((await read(database, out)).counts).toMatchObject({ read: 18, unchanged: 18 })
  }
})

test.each([
  ['an unknown venue', { exchanges: ['nyse'] }, 'UNKNOWN_EXCHANGE'],
  ['an unknown asset', { assets: ['BTC', 'XYZ'] }, 'UNKNOWN_ASSET'],
  ['a venue of what is of none', { table: ARCHIVED.market_cap, exchanges: ['binance'] }, 'NO_EXCHANGE'],
])('%s is refused, and no file is left', async (_, more, reason) => {
  const before = fs.readdirSync(dir).length
  await expect(write1(ARCHIVED.candle, 'csv', more)).rejects.toMatchObject({ fault: { reason } })
  expect(fs.readdirSync(dir)).toHaveLength(before)
})

test('a file that is there is not written over, and a stopped export leaves none', async () => {
  const out = newFile('csv')
  fs.writeFileSync(out, 'mine')
  const options = { table: ARCHIVED.candle, format: 'csv', out } as const
  const { signal } = new AbortController()
  await expect(exportFacts({ pool: database.pool, signal }, options)).rejects.toMatchObject({
    code: 'FILE_EXISTS',
  })
  expect(fs.readFileSync(out, 'utf8')).toBe('mine')
  const stopped = { ...options, out: newFile('csv') }
  await expect(exportFacts({ pool: database.pool, signal: AbortSignal.abort() }, stopped)).rejects.toThrow()
  expect(fs.existsSync(stopped.out)).toBe(false)
})

test('a window with a retired month is refused with the file that holds it; the rest is exported', async () => {
  const { database: own } = await createFilledDatabase()
  try {
    const context = contextOf(own)
    await retain(context, { tables: [ARCHIVED.candle], before: JULY, dir: path.join(dir, 'archive') })
    await expect(write1(ARCHIVED.candle, 'csv', {}, own)).rejects.toMatchObject({
      code: 'MONTH_RETIRED',
      message: expect.stringMatching(
        /2025-05, 2025-06.*candle_2025_05\.parquet.*--from 2025-07-01/,
      ) as string,
    })
    const file = await write1(ARCHIVED.candle, 'csv', { window: { from: JULY } }, own)
    expect(fs.readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(7)
  } finally {
    await own.close()
  }
})

test('the file of a retired month fills another store too, by its names', async () => {
  const [{ database: own }, other] = [await createFilledDatabase(), await createEmptyDatabase()]
  try {
    // Other keys there: a market before ours.
    await loadMarkets(other, [{ ...ARCHIVE_MARKETS[0]!, exchangeCode: 'okx' }])
    await loadMarkets(other, ARCHIVE_MARKETS)
    const archive = path.join(dir, 'moved')
    await retain(contextOf(own), { tables: [ARCHIVED.open_interest], before: JULY, dir: archive })
    const outcome = await read(other, path.join(archive, 'open_interest_2025_06.parquet'))
    expect(outcome.counts).toMatchObject({ read: 6, written: 6 })
    const held = await other.pool.query(
      `select distinct m.symbol, s.code from open_interest as o join market as m on m.id = o.market_id
       join exchange as e on e.id = m.exchange_id and e.code = 'binance' join source as s on s.id = o.source_id order by 1`,
    )
    expect(held.rows).toEqual([
      { symbol: '1000PEPE/USDT:USDT', code: 'binance.rest' },
      { symbol: 'BTC/USDT:USDT', code: 'binance.rest' },
    ])
  } finally {
    await own.close()
    await other.close()
  }
})

describe('bad files', () => {
  const header =
    'exchange,symbol,venue_symbol,time,source,provenance,base_quantity,mark_price,value_usd,observed_at'
  const row = (more: Record<string, string> = {}) =>
    Object.values({
      exchange: 'binance',
      symbol: 'BTC/USDT:USDT',
      venue_symbol: 'BTCUSDT',
      time: '2025-07-20T00:00:00.000Z',
      source: 'binance.rest',
      provenance: 'OBSERVED',
      base_quantity: '2',
      mark_price: '3',
      value_usd: '6',
      observed_at: '2025-08-01T00:00:00.000Z',
      ...more,
    }).join(',')

  test.each([
    [{ symbol: 'NO/SUCH:ONE' }, 'UNKNOWN_MARKET'],
    [{ time: 'yesterday' }, 'BAD_TIME'],
    [{ time: '2025-02-30T00:00:00Z' }, 'BAD_TIME'],
    [{ time: '2025-09-20T00:00:00Z' }, 'FUTURE_TIME'],
    [{ base_quantity: 'NaN' }, 'BAD_NUMBER'],
    [{ base_quantity: '-2', value_usd: '-6' }, 'BAD_NUMBER'],
    [{ mark_price: '0', value_usd: '0' }, 'BAD_NUMBER'],
    [{ value_usd: '7' }, 'BAD_NUMBER'],
    [{ mark_price: '' }, 'BAD_SHAPE'],
    [{ provenance: 'GUESSED' }, 'BAD_SHAPE'],
    [{ source: '' }, 'BAD_SHAPE'],
  ])('a row with %j is a rejection %s, and the others go in', async (more, code) => {
    const other = await createEmptyDatabase()
    try {
      await loadMarkets(other, ARCHIVE_MARKETS)
      const file = newFile('csv')
      fs.writeFileSync(file, `${header}\n${row(more)}\n${row({ time: '2025-07-21T00:00:00Z' })}\n`)
      const outcome = await read(other, file)
      expect(outcome.error).toBeUndefined()
      expect(outcome.counts).toEqual({ read: 2, written: 1, unchanged: 0, rejected: 1 })
      const kept = await other.pool.query('select code from rejected_record')
      expect(kept.rows).toEqual([{ code }])
    } finally {
      await other.close()
    }
  })

  test.each([
    ['a line that is no JSON', 'ndjson', '{"a":1\n', 'BAD_JSON'],
    ['columns that change half-way', 'ndjson', undefined, 'BAD_HEADER'],
    ['no Parquet at all', 'parquet', 'PAR1 it is not', 'FILE_UNREADABLE'],
    ['a Parquet file without its end', 'parquet', undefined, 'FILE_UNREADABLE'],
    ['nothing', 'ndjson', '', 'UNKNOWN_FILE'],
    ['a gzip that is cut', 'ndjson.gz', 'CUT', 'FILE_UNREADABLE'],
    ['a gzip that is none', 'ndjson.gz', 'plain', 'FILE_UNREADABLE'],
  ] as const)('%s is refused whole', async (_, ending, text, code) => {
    const before = await factsOf(database)
    const file = newFile(ending)
    if (text === 'CUT') {
      const whole = zlib.gzipSync(fs.readFileSync(await write1(ARCHIVED.candle, 'ndjson')))
      fs.writeFileSync(file, whole.subarray(0, whole.length - 20))
    } else if (text !== undefined) fs.writeFileSync(file, text)
    else if (ending === 'ndjson') {
      const good = fs.readFileSync(await write1(ARCHIVED.candle, 'ndjson'), 'utf8')
      fs.writeFileSync(
        file,
        `${good.replaceAll('2025-05-01', '2025-05-02')}{"time":"2025-05-01T00:00:00Z"}\n`,
      )
    } else {
      const good = fs.readFileSync(await write1(ARCHIVED.candle, 'parquet'))
      fs.writeFileSync(file, good.subarray(0, good.length - 40))
    }
    const outcome = await read(database, file)
    expect(outcome.error).toMatchObject({ code })
    expect(await factsOf(database)).toEqual(before)
  })

  test('reconstructed rows never go into a store of observed ones', async () => {
    const file = newFile('csv')
    fs.writeFileSync(file, `${header}\n${row({ source: 'sample', provenance: 'RECONSTRUCTED' })}\n`)
    const outcome = await read(database, file)
    expect(outcome.error).toMatchObject({ code: 'STORE_HOLDS_OTHER_DATA' })
  })
})

test('any orders at all: exported, retired and dropped, and restored, every row and every sum is the same', async () => {
  const own = await createEmptyDatabase()
  const archive = path.join(dir, 'property')
  try {
    const [btc] = await loadMarkets(own, ARCHIVE_MARKETS)
    const digits = fc.bigInt({ min: 1n, max: 10n ** 28n })
    const decimal: fc.Arbitrary<DecimalString> = fc
      .tuple(digits, fc.nat({ max: 28 }))
      .map(([whole, places]) => {
        const text = String(whole).padStart(places + 1, '0')
        return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`
      })
    const order = fc.record({
      ms: fc.integer({ min: Date.UTC(2025, 4, 1), max: Date.UTC(2025, 5, 1) - 1 }),
      key: fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => !key.includes('\0')),
      side: fc.constantFrom('LONG' as const, 'SHORT' as const),
      price: decimal,
      contracts: decimal,
      usd: fc.option(decimal, { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 30 }), async (orders) => {
        await write(
          own,
          LIQUIDATION_FACTS,
          'binance.ws',
          orders.map(({ ms, key, side, price, contracts, usd }) => ({
            marketId: btc!.id,
            time: new Date(ms),
            orderKey: key,
            side,
            price,
            contracts,
            ...(usd === undefined ? {} : { notionalUsd: usd }),
          })),
        )
        const [facts, rollups] = [await factsOf(own), await rollupsOf(own)]
        const csv = await write1(ARCHIVED.liquidation, 'csv', {}, own)
        const outcomes = await retain(contextOf(own), {
          tables: [ARCHIVED.liquidation],
          before: JULY,
          dir: archive,
        })
        expect((await countsOf(own)).liquidation).toBe(0)
        expect(await rollupsOf(own)).toEqual(rollups)
        const restored = await read(own, outcomes[0]!.file!)
        expect(restored.error).toBeUndefined()
        expect(await factsOf(own)).toEqual(facts)
        expect(await rollupsOf(own)).toEqual(rollups)
        // The same rows as text name what is there.
        const same = await read(own, csv)
        expect(same.counts).toMatchObject({ written: 0, rejected: 0, unchanged: facts.liquidation!.length })
      }),
      { numRuns: 40 },
    )
  } finally {
    await own.close()
  }
})
