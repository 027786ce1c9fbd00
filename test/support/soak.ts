import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../scripts/migrate.ts'
import { openDatabase } from '../../src/db.ts'
import { startEmbeddedPostgres } from '../../src/embeddedPostgres.ts'
import type { Window } from '../../src/lib/time.ts'
import { gapsOf, unite, type Span } from '../../src/quality/coverage.ts'
import { ExchangeServer } from './exchangeServer.ts'
import { SOAK_CADENCE_MS } from './soakPaces.ts'
import { POLLED_VENUES, serveGateOrders, servePolledVenues, type PolledAnswer } from './soakVenues.ts'

/**
 * A purge in small: real recorders in processes of their own, a real PostgreSQL, and exchanges that send forced orders by the
 * thousand a second while sockets are cut or fall silent, PostgreSQL is restarted and recorders are killed. What was sent is known to
 * the last order, and what each poll was answered to the last value, so that afterwards the store can be held against it.
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
  /** Answers to polls: each told a value of its own. */
  readonly polled: {
    readonly answers: number
    /** Answered values that the store has. */
    readonly stored: number
    /** In the store, but never answered: must be 0. */
    readonly invented: number
    /** Answered, neither stored nor of a poll that said that it failed or that a kill cut short: must be 0. */
    readonly missing: number
    /** Which these are. */
    readonly lost: readonly string[]
    /** Venues of which no answer was stored: must be none. */
    readonly unheard: readonly string[]
    /** Gaps in the coverage of open interest. */
    readonly gaps: readonly Gap[]
    /** Those of them that lie beside the outage that was made: must be 0. */
    readonly gapsElsewhere: number
    /** Outages that left no gap: must be 0. */
    readonly outagesWithoutGap: number
  }
  /** What the store keeps beside the facts when all recorders have ended: how a run of months grows. */
  readonly rows: Readonly<Record<string, number>>
  /** Jobs that still belong to a recorder, and files of spools: must be 0, for all have ended and the store is there. */
  readonly leftBehind: number
  /** Minute, hour and day rollups that are not the sum of their orders: must be 0. */
  readonly wrongRollups: number
  /** Receipt of a message to its committed row, at the height; of the slowest feed. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  /** How late the exchanges themselves were: p99 of their event loop's delay. */
  readonly serverDelayMs: number
  readonly residentMb: readonly number[]
  /** From the kill of the first recorder's process to a job taken by the other; undefined when the run has no such part. */
  readonly takeoverSeconds: number | undefined
  readonly gaps: readonly Gap[]
  /** Gaps that lie beside every cut that was made: must be 0. */
  readonly gapsElsewhere: number
  /** Cuts that left no gap though orders were sent in them: must be 0. */
  readonly cutsWithoutGap: number
}

interface Gap {
  readonly exchange: string
  readonly from: Date
  readonly to: Date
  readonly cause: string
}

/** What was made to go wrong; `venue` undefined: all of them. */
interface Cut {
  readonly venue: string | undefined
  readonly from: number
  to: number
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
/** A gap ends with the first order over the new connection, and begins with the last over the old: orders are not without end. */
const GAP_EDGE_MS = 2_500
/** Of a poll that fails, requests that were under way beside the one that failed are answered so soon after. */
const BESIDE_MS = 1_000
/** A poll is committed, or has said that it failed, within so long of its answer. */
const POLL_MS = 10_000
/** A venue that answers no poll for this share of a long run: far more than the two and a half paces that a poll covers. */
const OUTAGE = { venue: 'deribit', path: '/get_book_summary_by_currency', begin: 0.45, end: 0.65 } as const
/** So long a run has room for the outage, and for polls before and after it. */
const OUTAGE_SECONDS = 240

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
  const streams: Venue[] = ['binance', 'bybit', 'okx']
  const venues = Object.keys(POLLED_VENUES)
  const { answers, options } = servePolledVenues(server)
  const gate = serveGateOrders(server)
  fs.writeFileSync(optionsFile, JSON.stringify(options))

  const children = new Set<ChildProcess>()
  const record = (port: number): ChildProcess => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(ROOT, 'test/support/soakRecorder.ts')],
      {
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
      },
    )
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
  const cuts: Cut[] = []
  const outages: Cut[] = []
  const kills: number[] = []
  /** From now until the venue is listened to again. */
  const cut = async (venue: string | undefined, work: () => void, again: () => boolean, ms: number) => {
    const made: Cut = { venue, from: Date.now(), to: Infinity }
    cuts.push(made)
    work()
    await until(again, ms, `${venue ?? 'all'} to be heard again`)
    made.to = Date.now()
  }
  const send = () => {
    const feed = FEEDS[sequence % FEEDS.length]!
    sequence += 1
    const order: Order = {
      timeMs: Date.now(),
      side: sequence % 20 === 0 ? 'SHORT' : 'LONG',
      contracts: `${1 + (sequence % 9)}.${String(sequence).padStart(9, '0')}1`,
    }
    truth.set(keyOf(feed.venue, feed.symbol, order), order.timeMs)
    const text = JSON.stringify(feed.message(order))
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
  const gatePump = setInterval(gate.add, 200)
  const delay = monitorEventLoopDelay({ resolution: 10 })
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
    if (!atHeight) return
    for (const { exchange, family, latencyMs } of now.feeds)
      if (latencyMs && family === 'LIQUIDATIONS' && streams.some((code) => code === exchange))
        latencies.push(latencyMs)
  }
  const at = async (when: number, what: string, work: () => Promise<void> | void) => {
    await sleep(Math.max(0, when * seconds * 1_000 - (Date.now() - began)))
    log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${what}`)
    await work()
  }

  let takeoverSeconds: number | undefined
  const feedsOf = (venue: Venue) => FEEDS.filter((feed) => feed.venue === venue)
  const heard = (of: readonly Feed[], before: ReadonlySet<unknown>) =>
    of.every((feed) => listeners(server, feed).some((one) => !before.has(one)))
  await at(0.1, 'the sockets of binance are cut', async () => {
    const before = new Set(feedsOf('binance').flatMap((feed) => listeners(server, feed)))
    await cut(
      'binance',
      () => before.forEach((one) => one.drop()),
      () => heard(feedsOf('binance'), before),
      30_000,
    )
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
  // A dead socket is noticed after a minute: a shorter run ends it with the kill.
  const silentAt = seconds * 0.25 > 65 ? 0.45 : 0.66
  let silence: Promise<void> = Promise.resolve()
  const beSilent = () => {
    const before = new Set(feedsOf('okx').flatMap((feed) => listeners(server, feed)))
    silence = cut(
      'okx',
      () => before.forEach((one) => one.fallSilent()),
      () => heard(feedsOf('okx'), before),
      120_000,
    )
  }
  await at(0.4, 'the height: messages come twice and out of order', () => {
    delay.enable()
    doubled = true
    disorderly = true
  })
  if (silentAt < 0.5) await at(silentAt, 'okx falls silent', beSilent)
  if (seconds >= OUTAGE_SECONDS)
    await at(OUTAGE.begin, `${OUTAGE.venue} answers no poll`, () => {
      outages.push({ venue: OUTAGE.venue, from: Date.now(), to: Infinity })
      server.misbehave(OUTAGE.path, { kind: 'status', status: 503 }, 10_000)
    })
  await at(0.5, 'as they should again', async () => {
    doubled = false
    disorderly = false
    await note(portA, true)
  })
  if (seconds >= OUTAGE_SECONDS)
    await at(OUTAGE.end, `${OUTAGE.venue} answers again`, () => {
      server.behave()
      for (const outage of outages) outage.to = Date.now()
    })
  if (silentAt > 0.5) await at(silentAt, 'okx falls silent', beSilent)
  await at(0.68, 'what the height has cost', async () => {
    await note(portA, true)
    delay.disable()
  })
  await at(0.72, 'the recorder is killed', async () => {
    const before = new Set(server.subscribers)
    kills.push(Date.now())
    await cut(
      undefined,
      () => {
        first.kill('SIGKILL')
        setTimeout(() => (first = record(portA)), 1_000)
      },
      () => heard(FEEDS, before),
      30_000,
    )
    await silence
  })
  await at(0.8, 'a second recorder begins', async () => {
    record(portB)
    // Listened to is not yet heard: its own span begins once its subscriptions are confirmed.
    const isHeard = async () => {
      const feeds = (await status(portB))?.feeds ?? []
      return streams.every((code) =>
        feeds.some(
          ({ exchange, family, state, records }) =>
            exchange === code && family === 'LIQUIDATIONS' && state === 'LIVE' && records > 0,
        ),
      )
    }
    await until(isHeard, 30_000, 'both to hear')
    await sleep(1_000)
  })
  await at(0.88, 'the first one is killed for good', async () => {
    const killed = Date.now()
    kills.push(killed)
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
  clearInterval(gatePump)
  // One order more on each feed: it covers what came before it.
  for (const [index] of FEEDS.entries()) {
    sequence += (index - (sequence % FEEDS.length) + FEEDS.length) % FEEDS.length
    send()
  }
  const endedAt = Date.now()
  await sleep(1_500)
  await note(portB)
  kills.push(Date.now())
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
  const coverage = await pool.query<{ code: string; family: string; from: Date; to: Date }>(
    'select e.code, c.family, c."from", c."to" from coverage as c join exchange as e on e.id = c.exchange_id',
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
  const breaks = await pool.query<{ scope: string; family: string; at: Date; code: string }>(
    'select scope, family, at, code from feed_break order by at',
  )
  const lists = await pool.query<{ code: string; from: Date; to: Date }>(
    `select e.code, r.started_at as "from", r.ended_at as "to" from etl_run as r join exchange as e on e.id = r.exchange_id
     where r.family = 'MARKETS' and r.ended_at is not null`,
  )
  const kept = await pool.query<{ what: string; n: string }>(
    ['recorder_job', 'coverage', 'feed_break', 'etl_run', 'rejected_record', 'fact_version']
      .map((table) => `select '${table}' as what, count(*)::text as n from ${table}`)
      .concat(
        `select 'queue', count(*)::text from recorder_queue.job where name = 'poll'`,
        `select 'queue archive', count(*)::text from recorder_queue.archive where name = 'poll'`,
      )
      .join(' union all '),
  )
  const rows = Object.fromEntries(kept.rows.map(({ what, n }) => [what, Number(n)]))
  const polls = await pool.query<{ family: string; code: string; symbol: string; value: string }>(
    `select 'OPEN_INTEREST' as family, e.code, m.venue_symbol as symbol, trim_scale(o.base_quantity)::text as value
     from open_interest as o join market as m on m.id = o.market_id join exchange as e on e.id = m.exchange_id
     union all
     select 'FUNDING', e.code, m.venue_symbol, trim_scale(f.rate)::text
     from funding_prediction as f join market as m on m.id = f.market_id join exchange as e on e.id = m.exchange_id`,
  )
  await database.close()
  await postgres.stop()
  await server.stop()
  const spooled = fs
    .readdirSync(path.join(dir, 'spool'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ndjson'))
  fs.rmSync(dir, { recursive: true, force: true })

  for (const { time, size } of gate.orders) {
    const order: Order = { timeMs: time * 1_000, side: 'LONG', contracts: String(size) }
    truth.set(keyOf('gate', 'BTC_USDT', order), order.timeMs)
  }
  const found = new Set<string>()
  let invented = 0
  let duplicates = 0
  for (const row of stored.rows) {
    const key = `${row.code}|${row.symbol}|${row.ms}|${row.side}|${row.contracts}`
    if (!truth.has(key)) invented += 1
    duplicates += Number(row.n) - 1
    found.add(key)
  }
  // Rows of coverage may touch and overlap: what was known late stands in rows of its own.
  const spansOf = (family: string, exchange: string) =>
    unite(
      coverage.rows
        .filter((row) => row.family === family && row.code === exchange)
        .map(({ from, to }) => [from.getTime(), to.getTime()] as const),
    )
  const orderSpans = new Map(venues.map((code) => [code, spansOf('LIQUIDATIONS', code)]))
  let missing = 0
  let inGaps = 0
  for (const [key, timeMs] of truth) {
    if (found.has(key)) continue
    const spans = orderSpans.get(key.slice(0, key.indexOf('|'))) ?? []
    if (spans.some(([from, to]) => timeMs >= from && timeMs < to - EDGE_MS)) missing += 1
    else inGaps += 1
  }
  const toldGaps = (family: string, exchange: string, window: Window, spans: readonly Span[]): Gap[] =>
    gapsOf(window, spans).map(({ from, to }) => {
      const cause = breaks.rows.find(
        (row) => row.family === family && row.scope === exchange && row.at >= from && row.at <= to,
      )
      return { exchange, from, to, cause: cause?.code ?? 'NOT_READ' }
    })
  // From the first order sent to the last: a feed that was heard late, or not to the end, has a gap there.
  const window = { from: new Date(began + EDGE_MS), to: new Date(endedAt - EDGE_MS) }
  const gaps = streams.flatMap((code) => toldGaps('LIQUIDATIONS', code, window, orderSpans.get(code)!))
  const interestGaps = venues.flatMap((code) => {
    // What history filled of the time before is not of the polls.
    const spans = spansOf('OPEN_INTEREST', code).filter(([, to]) => to > began)
    const [first, last] = [spans[0], spans.at(-1)]
    if (!first || !last) return []
    return toldGaps(
      'OPEN_INTEREST',
      code,
      { from: new Date(first[0]), to: new Date(Math.min(last[1], endedAt)) },
      spans,
    )
  })
  const isOf = (gap: Gap, { venue, from, to }: (typeof ownCuts)[number]) =>
    venue === gap.exchange && gap.from.getTime() >= from - GAP_EDGE_MS && gap.to.getTime() <= to + GAP_EDGE_MS
  // Cuts that touch are one: okx is silent when its recorder is killed.
  const ownCuts = streams.flatMap((code) =>
    cuts
      .filter(({ venue }) => venue === undefined || venue === code)
      .map(({ from, to }) => ({ venue: code, from, to }))
      .reduce<{ readonly venue: string; readonly from: number; to: number }[]>((all, one) => {
        const last = all.at(-1)
        if (last && one.from <= last.to + GAP_EDGE_MS) last.to = Math.max(last.to, one.to)
        else all.push(one)
        return all
      }, []),
  )
  const gapsElsewhere = gaps.filter((gap) => !ownCuts.some((one) => isOf(gap, one))).length
  const cutsWithoutGap = ownCuts.filter(
    ({ venue, from, to }) =>
      !gaps.some((gap) => gap.exchange === venue && gap.from.getTime() < to && gap.to.getTime() > from),
  ).length
  return {
    sent: truth.size,
    stored: found.size,
    invented,
    missing,
    inGaps,
    duplicates,
    polled: {
      ...comparePolls(answers, gate.answered, polls.rows, found, breaks.rows, lists.rows, kills),
      ...compareOutages(interestGaps, outages),
    },
    rows,
    leftBehind: rows.recorder_job! + spooled.length,
    wrongRollups: wrong.rows.reduce((sum, { n }) => sum + Number(n), 0),
    latencyMs: {
      p50: Math.max(0, ...latencies.map(({ p50 }) => p50)),
      p99: Math.max(0, ...latencies.map(({ p99 }) => p99)),
    },
    serverDelayMs: Math.round(delay.percentile(99) / 1e6),
    residentMb,
    takeoverSeconds,
    gaps,
    gapsElsewhere,
    cutsWithoutGap,
  }
}

/** A gap of polls reaches from the last good poll to the first good one: a pace on either side of the outage. */
function compareOutages(gaps: readonly Gap[], outages: readonly Cut[]) {
  const edge = SOAK_CADENCE_MS.OPEN_INTEREST + POLL_MS
  const isOf = (gap: Gap, { venue, from, to }: Cut) =>
    venue === gap.exchange &&
    gap.cause === 'SOURCE_UNAVAILABLE' &&
    gap.from.getTime() >= from - edge &&
    gap.from.getTime() <= from &&
    gap.to.getTime() >= to &&
    gap.to.getTime() <= to + edge
  return {
    gaps,
    gapsElsewhere: gaps.filter((gap) => !outages.some((outage) => isOf(gap, outage))).length,
    outagesWithoutGap: outages.filter((outage) => !gaps.some((gap) => isOf(gap, outage))).length,
  }
}

/** Holds what polls were answered against what is stored of it. */
function comparePolls(
  answers: readonly PolledAnswer[],
  gateOrders: ReadonlyMap<number, readonly number[]>,
  rows: readonly {
    readonly family: string
    readonly code: string
    readonly symbol: string
    readonly value: string
  }[],
  orders: ReadonlySet<string>,
  breaks: readonly { readonly scope: string; readonly family: string; readonly at: Date }[],
  lists: readonly { readonly code: string; readonly from: Date; readonly to: Date }[],
  kills: readonly number[],
): Omit<SoakResult['polled'], 'gaps' | 'gapsElsewhere' | 'outagesWithoutGap'> {
  const stored = new Set(
    rows.map(({ family, code, symbol, value }) => [family, code, symbol, value].join('|')),
  )
  const keysOf = ({ exchange, symbol, coins, rate }: PolledAnswer) => [
    ['OPEN_INTEREST', exchange, symbol, coins].join('|'),
    ...(rate === undefined ? [] : [['FUNDING', exchange, symbol, rate].join('|')]),
  ]
  const answered = new Set(answers.flatMap(keysOf))
  const symbols = new Set(answers.map(({ exchange, symbol }) => `${exchange}|${symbol}`))
  // An answer of which nothing came is told by the recorder, or was under way when it was killed.
  const isExcused = (families: readonly string[], exchange: string, atMs: number) =>
    kills.some((kill) => kill >= atMs && kill - atMs < POLL_MS) ||
    breaks.some(
      ({ scope, family, at }) =>
        scope === exchange &&
        families.includes(family) &&
        at.getTime() >= atMs - BESIDE_MS &&
        at.getTime() - atMs < POLL_MS,
    )
  const familiesOf = ({ rate }: PolledAnswer) =>
    rate === undefined ? ['OPEN_INTEREST'] : ['OPEN_INTEREST', 'FUNDING']
  const kept = new Set(answers.filter((answer) => keysOf(answer).some((key) => stored.has(key))))
  const isList = ({ exchange, atMs }: PolledAnswer) =>
    POLLED_VENUES[exchange]?.hasMarkets === true &&
    lists.some(({ code, from, to }) => code === exchange && atMs >= from.getTime() && atMs <= to.getTime())
  const lost = answers.filter(
    (answer) =>
      !kept.has(answer) && !isList(answer) && !isExcused(familiesOf(answer), answer.exchange, answer.atMs),
  )
  const gateSizes = new Set(
    [...orders].filter((key) => key.startsWith('gate|')).map((key) => Number(key.split('|').at(-1))),
  )
  const gateLost = [...gateOrders].filter(
    ([size, times]) => !gateSizes.has(size) && times.some((at) => !isExcused(['LIQUIDATIONS'], 'gate', at)),
  )
  return {
    answers: answers.length + gateOrders.size,
    stored: kept.size + gateSizes.size,
    invented: rows.filter(
      ({ family, code, symbol, value }) =>
        symbols.has(`${code}|${symbol}`) && !answered.has([family, code, symbol, value].join('|')),
    ).length,
    missing: lost.length + gateLost.length,
    lost: [
      ...lost.map(({ exchange, symbol, atMs }) => `${exchange} ${symbol} ${new Date(atMs).toISOString()}`),
      ...gateLost.map(([size]) => `gate order ${size}`),
    ],
    unheard: Object.keys(POLLED_VENUES).filter(
      (code) => ![...kept].some(({ exchange }) => exchange === code),
    ),
  }
}

interface Status {
  readonly residentBytes: number
  readonly feeds: readonly {
    readonly exchange: string
    readonly family: string
    readonly state: string
    readonly records: number
    readonly latencyMs?: { readonly p50: number; readonly p99: number }
  }[]
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
