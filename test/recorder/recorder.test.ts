import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../src/db.ts'
import { Recorder, type RecorderOptions } from '../../src/recorder/recorder.ts'
import { findVenue } from '../../src/sources/ccxt/index.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { createCuttableLine, type CuttableLine } from '../support/cuttable.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import { POLLED_VENUES } from '../support/soakVenues.ts'

/** The recorder against a local exchange server and a real PostgreSQL that can be cut off. */

let database: TestDatabase
let line: CuttableLine
let throughLine: Database
let server: ExchangeServer
let spoolDir: string
let abort: AbortController
let running: Promise<void> | undefined
let pushed: NodeJS.Timeout | undefined

beforeEach(async () => {
  database = await createEmptyDatabase()
  line = await createCuttableLine(database.url)
  throughLine = openDatabase({ url: line.url, size: 6 })
  server = await ExchangeServer.start()
  spoolDir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-spool-'))
  abort = new AbortController()
})

afterEach(async () => {
  clearInterval(pushed)
  abort.abort()
  await running
  running = undefined
  await server.stop()
  await throughLine.close()
  await line.close()
  await database.close()
  fs.rmSync(spoolDir, { recursive: true, force: true })
})

function start(
  codes: readonly ('binance' | 'okx' | 'krakenfutures')[],
  options: Pick<RecorderOptions, 'cadenceMs'> = {},
): Recorder {
  const recorder = new Recorder({
    pool: throughLine.pool,
    url: line.url,
    venues: codes.map((code) =>
      findVenue(code, {
        rateLimit: false,
        retries: 0,
        backoffMs: 1,
        heartbeatMs: 50,
        ccxt:
          code === 'krakenfutures'
            ? POLLED_VENUES.krakenfutures!.ccxt!(`http://127.0.0.1:${server.port}/${code}`)
            : server.ccxtOptions(code),
      })!,
    ),
    assets: [],
    spoolDir,
    spoolBytes: 10_000_000,
    signal: abort.signal,
    now: () => new Date(),
    log: () => undefined,
    streamPauseMs: 50,
    heartbeatMs: 200,
    deadAfterMs: 2_000,
    ...options,
  })
  running = recorder.run()
  return recorder
}

let orders = 0

/** A forced order as Binance pushes it; each of another size. */
function forceOrder(T = Date.now()): unknown {
  orders += 1
  const o = {
    s: 'BTCUSDT',
    S: 'SELL',
    o: 'LIMIT',
    f: 'IOC',
    q: '1',
    p: '100000',
    ap: '100000',
    X: 'FILLED',
    l: '1',
  }
  return { e: 'forceOrder', E: T, o: { ...o, z: `1.${String(orders).padStart(6, '0')}`, T } }
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined, ms = 15_000): Promise<T> {
  for (const end = Date.now() + ms; ;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${look.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const rows = async <T extends object>(sql: string) => (await database.pool.query<T>(sql)).rows
const countOrders = async () =>
  Number((await rows<{ n: string }>('select count(*) as n from liquidation'))[0]!.n)
const usdm = () =>
  server.subscribers.filter(({ path: at, subscriptions }) => at.includes('usdm') && subscriptions.length > 0)

test('streams and polls reach the store, and the state tells each feed', async () => {
  const recorder = start(['binance', 'okx'])
  await until(() => usdm()[0])
  pushed = setInterval(() => usdm().at(-1)?.send(forceOrder()), 20)
  await until(async () => (await countOrders()) > 10 || undefined)
  const interest = await until(async () => {
    const found = await rows<{ code: string }>(
      `select distinct e.code from open_interest as o join market as m on m.id = o.market_id
       join exchange as e on e.id = m.exchange_id order by 1`,
    )
    return found.length === 2 ? found : undefined
  })
  clearInterval(pushed)
  expect(interest.map(({ code }) => code)).toEqual(['binance', 'okx'])
  const status = recorder.status()
  expect(status).toMatchObject({ store: 'THERE', queue: 'THERE' })
  const liquidations = status.feeds.find(
    ({ family, exchange }) => family === 'LIQUIDATIONS' && exchange === 'binance',
  )
  expect(liquidations).toMatchObject({ state: 'LIVE', breaks: 0, spooled: 0, lost: 0 })
  expect(liquidations!.latencyMs!.p99).toBeLessThan(1_000)
  expect(
    await rows('select state from feed where family = $$LIQUIDATIONS$$ and scope = $$binance$$'),
  ).toEqual([{ state: 'LIVE' }])
})

test('what comes while PostgreSQL is away is kept on disk and written in order once it is back, and is no gap', async () => {
  const recorder = start(['binance'])
  await until(() => usdm()[0])
  const first = orders + 1
  pushed = setInterval(() => usdm().at(-1)?.send(forceOrder()), 10)
  await until(async () => (await countOrders()) > 5 || undefined)
  await line.cut()
  await until(() => recorder.status().store === 'AWAY' || undefined)
  const feed = () => recorder.status().feeds.find(({ family }) => family === 'LIQUIDATIONS')!
  await until(() => feed().spooled > 20 || undefined)
  await line.mend()
  await until(() => (recorder.status().store === 'THERE' && feed().spooled === 0) || undefined)
  clearInterval(pushed)
  const sent = orders - first + 1
  await until(async () => (await countOrders()) >= sent || undefined)
  expect(await countOrders()).toBe(sent)
  expect(feed()).toMatchObject({ lost: 0, breaks: 0 })
  const spans = await rows(`select "from", "to" from coverage where family = 'LIQUIDATIONS'`)
  expect(spans).toHaveLength(1)
})

test('a stream that is cut is opened again, and the cut is a gap with its cause', async () => {
  start(['binance'])
  await until(() => usdm()[0])
  pushed = setInterval(() => usdm().at(-1)?.send(forceOrder()), 20)
  await until(async () => (await rows(`select 1 from coverage where family = 'LIQUIDATIONS'`))[0])
  const before = usdm().length
  for (const subscriber of server.subscribers) subscriber.drop()
  await until(() => usdm().length > before || undefined)
  await until(async () => (await rows(`select 1 from coverage where family = 'LIQUIDATIONS'`))[1])
  clearInterval(pushed)
  // Polls of other families fail here when they like.
  expect(await rows(`select code, family, scope from feed_break where family = 'LIQUIDATIONS'`)).toEqual([
    { code: 'FEED_DROPPED', family: 'LIQUIDATIONS', scope: 'binance' },
  ])
})

test('an order dated in the future is rejected alone: no partition is made for its time, and the lag stays true', async () => {
  start(['binance'])
  await until(() => usdm()[0])
  usdm()[0]!.send(forceOrder())
  usdm()[0]!.send(forceOrder(Date.UTC(2099, 0)))
  usdm()[0]!.send(forceOrder())
  await until(async () => (await countOrders()) === 2 || undefined)
  const rejected = await until(
    async () => (await rows<{ code: string }>('select code from rejected_record'))[0],
  )
  expect(rejected.code).toBe('FUTURE_TIME')
  expect(await countOrders()).toBe(2)
  // This month's and the next one's.
  expect(
    await rows(`select 1 from pg_tables where schemaname = 'partition' and tablename ~ '^liquidation_2'`),
  ).toHaveLength(2)
  const [feed] = await rows<{ lag: number }>(`select lag_ms as lag from feed where family = 'LIQUIDATIONS'`)
  expect(Math.abs(feed!.lag)).toBeLessThan(10_000)
})

test('polls that follow each other are one span of coverage; one that fails covers nothing', async () => {
  const spans = () =>
    rows<{ from: Date; to: Date }>(
      `select "from", "to" from coverage where family = 'OPEN_INTEREST' order by "from"`,
    )
  const lengthOf = ({ from, to }: { from: Date; to: Date }) => to.getTime() - from.getTime()
  start(['okx'], { cadenceMs: { OPEN_INTEREST: 600 } })
  const [span] = await until(async () => {
    const found = await spans()
    return found.some((one) => lengthOf(one) > 2_500) ? found : undefined
  })
  expect(await spans()).toHaveLength(1)
  // Its lists are answered, the prices that they need are not.
  server.misbehave('/mark-price', { kind: 'status', status: 503 }, 10_000)
  await until(async () => (await rows("select 1 from feed_break where family = 'OPEN_INTEREST'"))[0])
  const brokeAt = (await spans())[0]!.to
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect((await spans()).map(({ to }) => to)).toEqual([brokeAt])
  server.behave()
  const [first, second] = await until(async () => ((await spans()).length > 1 ? await spans() : undefined))
  expect(first).toEqual({ from: span!.from, to: brokeAt })
  expect(second!.from.getTime() - brokeAt.getTime()).toBeGreaterThan(2_400)
})

test('a venue that takes minutes for one poll is polled at a pace of its own', async () => {
  start(['krakenfutures', 'okx'])
  const offered = await until(async () => {
    const jobs = await rows<{ exchange: string; family: string; everyMs: number }>(
      `select data->>'exchange' as exchange, data->>'family' as family, (data->>'everyMs')::int as "everyMs"
       from recorder_queue.job where name = 'poll' and data->>'family' in ('LIQUIDATIONS', 'OPEN_INTEREST')
       order by 1, 2`,
    ).catch(() => [])
    return jobs.length >= 3 ? jobs : undefined
  })
  expect(offered).toEqual([
    { exchange: 'krakenfutures', family: 'LIQUIDATIONS', everyMs: 300_000 },
    { exchange: 'krakenfutures', family: 'OPEN_INTEREST', everyMs: 60_000 },
    { exchange: 'okx', family: 'OPEN_INTEREST', everyMs: 60_000 },
  ])
})

test('what a killed recorder left on disk is written by the next one, before anything new', async () => {
  const recorder = start(['binance'])
  await until(() => usdm()[0])
  const first = orders + 1
  pushed = setInterval(() => usdm().at(-1)?.send(forceOrder()), 10)
  await until(async () => (await countOrders()) > 5 || undefined)
  await line.cut()
  await until(
    () =>
      (recorder.status().feeds.find(({ family }) => family === 'LIQUIDATIONS')?.spooled ?? 0) > 20 ||
      undefined,
  )
  clearInterval(pushed)
  const sent = orders - first + 1
  // What is still under way on the socket when the recorder ends is heard by nobody.
  await new Promise((resolve) => setTimeout(resolve, 300))
  abort.abort()
  await running
  expect(await countOrders()).toBeLessThan(sent)
  await line.mend()
  abort = new AbortController()
  start(['binance'])
  await until(async () => (await countOrders()) === sent || undefined)
  expect(fs.readdirSync(path.join(spoolDir, '1', 'LIQUIDATIONS-binance'))).toEqual([])
})
