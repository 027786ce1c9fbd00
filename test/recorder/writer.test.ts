import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../src/db.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { Spool } from '../../src/recorder/spool.ts'
import { FeedWriter, type Entry } from '../../src/recorder/writer.ts'
import { createCuttableLine, type CuttableLine } from '../support/cuttable.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, exchangeOf, linearMarket, listSource, loadMarkets, order } from '../support/fixtures.ts'

/** A writer on a real PostgreSQL that can be cut off, and on a spool of a real disk. */

let database: TestDatabase
let line: CuttableLine
let throughLine: Database
let spoolDir: string
let btc: StoredMarket
let writer: FeedWriter<LiquidationRecord>
/** Keys of the orders in the order in which they were handed to the store, each time that they were. */
let handed: string[]
let unblock: (() => void) | undefined

beforeEach(async () => {
  database = await createEmptyDatabase()
  ;[btc] = (await loadMarkets(database, [linearMarket('binance', 'BTC')])) as [StoredMarket]
  line = await createCuttableLine(database.url)
  throughLine = openDatabase({ url: line.url, size: 2 })
  spoolDir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-spool-'))
  handed = []
})

afterEach(async () => {
  unblock?.()
  unblock = undefined
  await writer.close()
  await throughLine.close()
  await line.close()
  await database.close()
  fs.rmSync(spoolDir, { recursive: true, force: true })
})

function open(spoolBytes: number, mostWaiting: number): FeedWriter<LiquidationRecord> {
  return new FeedWriter({
    pool: throughLine.pool,
    source: listSource('binance.ws'),
    exchange: exchangeOf('binance'),
    facts: {
      ...LIQUIDATION_FACTS,
      write: (client, batch, origin) => {
        handed.push(...batch.records.map(({ orderKey }) => orderKey))
        return LIQUIDATION_FACTS.write(client, batch, origin)
      },
    },
    spool: new Spool<Entry<LiquidationRecord>>(spoolDir, spoolBytes),
    now: () => new Date(),
    onStore: () => undefined,
    retryMs: 20,
    mostWaiting,
  })
}

/** What a stream hands over at a time: orders with these keys, over a connection that has been alive since 09:59. */
function heard(time: string, keys: readonly string[]): Entry<LiquidationRecord> {
  const records = keys.map((orderKey) => order(btc, time, 'LONG', '1', { orderKey }))
  return {
    at: at(time),
    state: 'LIVE',
    batch: { records, rejections: [], observedAt: at(time) },
    coverage: [{ from: at('22T09:59:00'), to: at(time) }],
  }
}

const rows = async <T extends object>(sql: string) => (await database.pool.query<T>(sql)).rows

async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await look());) {
    if (Date.now() > end) throw new Error(`waited in vain for ${look.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Lets the first write wait for another transaction, and more come meanwhile than memory may hold. */
async function overflow(): Promise<{ release: () => Promise<void> }> {
  const blocker = await database.pool.connect()
  unblock = () => blocker.release(true)
  await blocker.query('begin; lock table feed in access exclusive mode')
  writer.push(heard('22T10:00:01', ['A']))
  await until(() => handed.length === 1)
  writer.push(heard('22T10:00:02', ['B1', 'B2']))
  const early = await Promise.race([writer.settle().then(() => 'settled'), Promise.resolve('waits')])
  expect(early).toBe('waits')
  writer.push({ ...heard('22T10:00:03', ['C']), state: 'DOWN' })
  await writer.settle()
  return {
    release: async () => {
      await blocker.query('rollback')
      blocker.release()
      unblock = undefined
    },
  }
}

test('what the full spool loses is a gap with its cause, though the same connection claims all of its time afterwards', async () => {
  writer = open(3_000, 50_000)
  writer.push(heard('22T10:00:00', ['kept']))
  await writer.settle()
  await line.cut()
  writer.push(heard('22T10:00:10', ['spooled']))
  await until(() => writer.spooled === 1)
  const tooMany = Array.from({ length: 40 }, (_, n) => `lost-${n}`)
  writer.push(heard('22T10:00:20', tooMany))
  writer.push(heard('22T10:00:30', tooMany))
  writer.push(heard('22T10:00:40', []))
  expect(writer).toMatchObject({ lost: 80, spooled: 2 })
  await line.mend()
  await until(() => writer.spooled === 0)
  writer.push(heard('22T10:00:50', ['after']))
  await writer.settle()

  expect(await rows('select order_key as key from liquidation order by time')).toEqual([
    { key: 'kept' },
    { key: 'spooled' },
    { key: 'after' },
  ])
  expect(await rows(`select "from", "to" from coverage order by "from"`)).toEqual([
    { from: at('22T09:59:00'), to: at('22T10:00:10') },
    { from: at('22T10:00:30.001'), to: at('22T10:00:50') },
  ])
  expect(await rows('select at, code, message from feed_break')).toEqual([
    {
      at: at('22T10:00:20'),
      code: 'RECORDS_LOST',
      message: '80 records could be kept neither in memory nor in the spool',
    },
  ])
})

test('what overflows memory comes after what was being written, when that write fails', async () => {
  writer = open(1_000_000, 2)
  const { release } = await overflow()
  await line.cut()
  await release()
  await line.mend()
  await until(() => writer.spooled === 0)
  expect(handed).toEqual(['A', 'A', 'B1', 'B2', 'C'])
  expect(await rows(`select state from feed where family = 'LIQUIDATIONS'`)).toEqual([{ state: 'DOWN' }])
})

test('what overflows memory is written after what was being written, and that only once', async () => {
  writer = open(1_000_000, 2)
  const { release } = await overflow()
  await release()
  await until(() => writer.spooled === 0)
  expect(handed).toEqual(['A', 'B1', 'B2', 'C'])
  expect(writer).toMatchObject({ records: 4, lost: 0 })
})

test('what does not fit on disk stays in memory, and is written before what comes later', async () => {
  writer = open(100, 2)
  await line.cut()
  writer.push(heard('22T10:00:01', ['A']))
  writer.push(heard('22T10:00:02', ['B']))
  await writer.settle()
  writer.push(heard('22T10:00:03', ['lost']))
  expect(writer).toMatchObject({ lost: 1, spooled: 0 })
  await line.mend()
  await until(() => writer.records === 2)
  expect(handed).toEqual(['A', 'B'])
  expect(await rows(`select "from", "to" from coverage`)).toEqual([
    { from: at('22T09:59:00'), to: at('22T10:00:02') },
  ])
})
