import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../scripts/migrate.ts'
import { openDatabase } from '../../src/db.ts'
import { startEmbeddedPostgres } from '../../src/embeddedPostgres.ts'
import { ExchangeServer } from './exchangeServer.ts'

/**
 * A purge in small: real recorders in processes of their own, a real PostgreSQL, and exchanges that send forced orders by the
 * thousand a second while sockets are cut, PostgreSQL is restarted and recorders are killed. What was sent is known to the last
 * order, so that afterwards the store can be held against it.
 */
export interface SoakOptions {
  readonly seconds: number
  /** Messages a second at the height. */
  readonly peak: number
  readonly log: (text: string) => void
}

export interface SoakResult {
  readonly sent: number
  readonly stored: number
  /** Stored, but never sent so: must be 0. */
  readonly invented: number
  /** Sent in a span that counts as read, and not stored: must be 0. */
  readonly missing: number
  /** Sent while a feed was cut or a recorder dead: these lie in gaps. */
  readonly inGaps: number
  readonly duplicates: number
  /** Minute, hour and day rollups that are not the sum of their orders: must be 0. */
  readonly wrongRollups: number
  /** Receipt of a message to its committed row, at the height; of the slowest feed. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  readonly residentMb: readonly number[]
  /** From the kill of the first recorder's process to a job taken by the other; undefined when the run has no such part. */
  readonly takeoverSeconds: number | undefined
  readonly gaps: readonly {
    readonly exchange: string
    readonly from: Date
    readonly to: Date
    readonly cause: string
  }[]
}

type Venue = 'binance' | 'bybit' | 'okx'

interface Feed {
  readonly venue: Venue
  /** Part of the socket's path. */
  readonly path: string
  readonly symbol: string
  readonly message: (order: Order) => unknown
}

interface Order {
  readonly timeMs: number
  readonly side: 'LONG' | 'SHORT'
  readonly contracts: string
}

const PRICE = '80000'

const forceOrder =
  (symbol: string) =>
  ({ timeMs, side, contracts }: Order) => ({
    e: 'forceOrder',
    E: timeMs,
    o: {
      s: symbol,
      S: side === 'LONG' ? 'SELL' : 'BUY',
      o: 'LIMIT',
      f: 'IOC',
      q: contracts,
      p: PRICE,
      ap: PRICE,
      X: 'FILLED',
      l: contracts,
      z: contracts,
      T: timeMs,
    },
  })

const allLiquidation =
  (symbol: string) =>
  ({ timeMs, side, contracts }: Order) => ({
    topic: `allLiquidation.${symbol}`,
    type: 'snapshot',
    ts: timeMs,
    data: [{ T: timeMs, s: symbol, S: side === 'LONG' ? 'Buy' : 'Sell', v: contracts, p: PRICE }],
  })

const FEEDS: readonly Feed[] = [
  { venue: 'binance', path: 'usdm', symbol: 'BTCUSDT', message: forceOrder('BTCUSDT') },
  { venue: 'binance', path: 'coinm', symbol: 'BTCUSD_PERP', message: forceOrder('BTCUSD_PERP') },
  { venue: 'bybit', path: 'linear', symbol: 'BTCUSDT', message: allLiquidation('BTCUSDT') },
  { venue: 'bybit', path: 'inverse', symbol: 'BTCUSD', message: allLiquidation('BTCUSD') },
  {
    venue: 'okx',
    path: 'okx',
    symbol: 'BTC-USDT-SWAP',
    message: ({ timeMs, side, contracts }) => ({
      arg: { channel: 'liquidation-orders', instType: 'SWAP' },
      data: [
        {
          instId: 'BTC-USDT-SWAP',
          instType: 'SWAP',
          details: [
            {
              side: side === 'LONG' ? 'sell' : 'buy',
              posSide: side === 'LONG' ? 'long' : 'short',
              bkPx: PRICE,
              sz: contracts,
              ts: String(timeMs),
            },
          ],
        },
      ],
    }),
  },
]

/**
 * What was on its way at the moment of a cut: a venue has two sockets, and an order heard on one covers the venue until then,
 * though the other one's may still be under way.
 */
const EDGE_MS = 250

const ROOT = path.resolve(import.meta.dirname, '../..')

export async function soak({ seconds, peak, log }: SoakOptions): Promise<SoakResult> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-soak-'))
  fs.chmodSync(dir, 0o755)
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'shared_buffers=256MB',
    'max_connections=100',
    'max_wal_size=4GB',
  ]
  // The same port after a restart, as any PostgreSQL has.
  const postgresPort = await freePort()
  const start = () => startEmbeddedPostgres({ dir: path.join(dir, 'postgres'), settings, port: postgresPort })
  let postgres = await start()
  await postgres.ensureDatabase('soak')
  await migrate(postgres.urlOf('soak'))
  const server = await ExchangeServer.start()
  const optionsFile = path.join(dir, 'venues.json')
  const venues: Venue[] = ['binance', 'bybit', 'okx']
  fs.writeFileSync(
    optionsFile,
    JSON.stringify(Object.fromEntries(venues.map((code) => [code, server.ccxtOptions(code)]))),
  )

  const children = new Set<ChildProcess>()
  const record = (port: number): ChildProcess => {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/run.mjs'), 'recorder'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: postgres.urlOf('soak'),
        UNWIND_DATA: 'live',
        UNWIND_DATA_DIR: dir,
        EXCHANGES: venues.join(','),
        RECORD_ASSETS: 'BTC',
        VENUE_OPTIONS_FILE: optionsFile,
        RECORDER_PORT: String(port),
        SOURCE_RETRIES: '0',
      },
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    const tell = (data: Buffer) => {
      for (const line of data.toString().split('\n'))
        if (line.includes('FEED_') || /PostgreSQL|dead/.test(line)) log(`  ${port}: ${line}`)
    }
    child.stdout?.on('data', tell)
    child.stderr?.on('data', tell)
    return child
  }
  const [portA, portB] = await Promise.all([freePort(), freePort()])
  let first = record(portA)
  await until(
    () => FEEDS.every((feed) => listeners(server, feed).length > 0),
    30_000,
    'the recorder to listen',
  )

  const truth = new Map<string, number>()
  const began = Date.now()
  const share = () => (Date.now() - began) / (seconds * 1_000)
  let sequence = 0
  let doubled = false
  let disorderly = false
  const held: (() => void)[] = []
  const send = () => {
    const feed = FEEDS[sequence % FEEDS.length]!
    sequence += 1
    const order: Order = {
      timeMs: Date.now(),
      side: sequence % 20 === 0 ? 'SHORT' : 'LONG',
      contracts: `${1 + (sequence % 9)}.${String(sequence).padStart(9, '0')}1`,
    }
    truth.set(keyOf(feed.venue, feed.symbol, order), order.timeMs)
    const text = feed.message(order)
    const deliver = () => {
      for (const listener of listeners(server, feed)) {
        listener.send(text)
        if (doubled) listener.send(text)
      }
    }
    // Out of order: some wait until others have gone.
    if (disorderly && sequence % 7 === 0) held.push(deliver)
    else deliver()
  }
  let due = 0
  const pump = setInterval(() => {
    const at = share()
    const rate = at < 0.35 ? peak * 0.1 : at < 0.7 ? peak : peak * 0.2
    due += rate * 0.02
    for (; due >= 1; due -= 1) send()
    for (const deliver of held.splice(0)) deliver()
  }, 20)

  const status = async (port: number): Promise<Status | undefined> => {
    try {
      return (await (await fetch(`http://127.0.0.1:${port}/recorder/status`)).json()) as Status
    } catch {
      return undefined
    }
  }
  const latencies: { p50: number; p99: number }[] = []
  const residentMb: number[] = []
  const note = async (port: number, atHeight = false) => {
    const now = await status(port)
    if (!now) return
    residentMb.push(Math.round(now.residentBytes / 1e6))
    if (atHeight) for (const { latencyMs } of now.feeds) if (latencyMs) latencies.push(latencyMs)
  }
  const at = async (when: number, what: string, work: () => Promise<void> | void) => {
    await sleep(Math.max(0, when * seconds * 1_000 - (Date.now() - began)))
    log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${what}`)
    await work()
  }

  let takeoverSeconds: number | undefined
  await at(0.1, 'the sockets of binance are cut', () => {
    for (const feed of FEEDS)
      if (feed.venue === 'binance') for (const one of listeners(server, feed)) one.drop()
  })
  await at(0.18, 'open interest is answered with 429', () => {
    server.misbehave('/openInterest', { kind: 'status', status: 429, retryAfter: '1' }, 6)
    server.misbehave('/tickers', { kind: 'status', status: 429, retryAfter: '1' }, 3)
  })
  await at(0.25, 'PostgreSQL is restarted', async () => {
    await note(portA)
    await postgres.stop()
    await sleep(1_500)
    postgres = await start()
  })
  await at(0.4, 'the height: messages come twice and out of order', () => {
    doubled = true
    disorderly = true
  })
  await at(0.5, 'as they should again', async () => {
    doubled = false
    disorderly = false
    await note(portA, true)
  })
  await at(0.68, 'what the height has cost', () => note(portA, true))
  await at(0.72, 'the recorder is killed', async () => {
    first.kill('SIGKILL')
    await sleep(1_000)
    first = record(portA)
    await until(() => FEEDS.every((feed) => listeners(server, feed).length > 0), 20_000, 'it to listen again')
  })
  await at(0.8, 'a second recorder begins', async () => {
    record(portB)
    await until(() => FEEDS.every((feed) => listeners(server, feed).length > 1), 20_000, 'both to listen')
  })
  await at(0.88, 'the first one is killed for good', async () => {
    const killed = Date.now()
    first.kill('SIGKILL')
    const reader = openDatabase({ url: postgres.urlOf('soak'), size: 1 })
    await until(
      async () => (await reader.pool.query('select 1 from recorder')).rowCount === 1,
      30_000,
      'the second one to take over',
    )
    takeoverSeconds = (Date.now() - killed) / 1_000
    await reader.close()
  })
  await at(1, 'the end', () => undefined)
  clearInterval(pump)
  // One order more on each feed: it covers what came before it.
  for (const [index] of FEEDS.entries()) {
    sequence += (index - (sequence % FEEDS.length) + FEEDS.length) % FEEDS.length
    send()
  }
  await sleep(1_500)
  await note(portB)
  for (const child of children) child.kill('SIGTERM')
  await until(() => children.size === 0, 20_000, 'the recorders to end')

  const database = openDatabase({ url: postgres.urlOf('soak'), size: 2 })
  const { pool } = database
  const stored = await pool.query<{
    code: string
    symbol: string
    ms: string
    side: string
    contracts: string
    n: string
  }>(
    `select e.code, m.venue_symbol as symbol, (extract(epoch from l.time) * 1000)::bigint::text as ms, l.side,
       trim_scale(l.contracts)::text as contracts, count(*)::text as n
     from liquidation as l join market as m on m.id = l.market_id join exchange as e on e.id = m.exchange_id
     group by 1, 2, 3, 4, 5`,
  )
  const spans = await pool.query<{ code: string; from: Date; to: Date }>(
    `select e.code, c."from", c."to" from coverage as c join exchange as e on e.id = c.exchange_id
     where c.family = 'LIQUIDATIONS' order by 1, 2`,
  )
  const wrong = await pool.query<{ n: string }>(
    ['minute', 'hour', 'day']
      .map(
        (grain) => `select count(*) as n from (
           select market_id, date_bin('1 ${grain}', time, '2000-01-01Z') as bucket, sum(notional_usd) as usd, count(*) as orders
           from liquidation group by 1, 2) as f
         full join liquidation_${grain} as r using (market_id, bucket)
         where f.usd is distinct from r.long_usd + r.short_usd or f.orders is distinct from r.long_count + r.short_count`,
      )
      .join(' union all '),
  )
  const breaks = await pool.query<{ scope: string; at: Date; code: string }>(
    `select scope, at, code from feed_break where family = 'LIQUIDATIONS' order by at`,
  )
  await database.close()
  await postgres.stop()
  await server.stop()
  fs.rmSync(dir, { recursive: true, force: true })

  const found = new Set<string>()
  let invented = 0
  let duplicates = 0
  for (const row of stored.rows) {
    const key = `${row.code}|${row.symbol}|${row.ms}|${row.side}|${row.contracts}`
    if (!truth.has(key)) invented += 1
    duplicates += Number(row.n) - 1
    found.add(key)
  }
  let missing = 0
  let inGaps = 0
  for (const [key, timeMs] of truth) {
    if (found.has(key)) continue
    const code = key.slice(0, key.indexOf('|'))
    const covered = spans.rows.some(
      (span) => span.code === code && timeMs >= span.from.getTime() && timeMs < span.to.getTime() - EDGE_MS,
    )
    if (covered) missing += 1
    else inGaps += 1
  }
  const gaps = venues.flatMap((exchange) => {
    const own = spans.rows.filter(({ code }) => code === exchange)
    return own.slice(1).map((span, index) => {
      const from = own[index]!.to
      const cause = breaks.rows.find(
        ({ scope, at: when }) => scope === exchange && when >= from && when <= span.from,
      )
      return { exchange, from, to: span.from, cause: cause?.code ?? 'NOT_READ' }
    })
  })
  return {
    sent: truth.size,
    stored: found.size,
    invented,
    missing,
    inGaps,
    duplicates,
    wrongRollups: wrong.rows.reduce((sum, { n }) => sum + Number(n), 0),
    latencyMs: {
      p50: Math.max(0, ...latencies.map(({ p50 }) => p50)),
      p99: Math.max(0, ...latencies.map(({ p99 }) => p99)),
    },
    residentMb,
    takeoverSeconds,
    gaps,
  }
}

interface Status {
  readonly residentBytes: number
  readonly feeds: readonly { readonly latencyMs?: { readonly p50: number; readonly p99: number } }[]
}

function keyOf(venue: string, symbol: string, { timeMs, side, contracts }: Order): string {
  return `${venue}|${symbol}|${timeMs}|${side}|${contracts}`
}

function listeners(server: ExchangeServer, feed: Feed) {
  return server.subscribers.filter(
    ({ path: at, subscriptions, isOpen }) =>
      isOpen && at.includes(`/${feed.venue}/`) && at.includes(feed.path) && subscriptions.length > 0,
  )
}

async function until(look: () => boolean | Promise<boolean>, ms: number, what: string): Promise<void> {
  for (const end = Date.now() + ms; !(await look());) {
    if (Date.now() > end) throw new Error(`waited ${ms / 1_000} s in vain for ${what}`)
    await sleep(50)
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
