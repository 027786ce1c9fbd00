import fs from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { FUNDING_FACTS } from '../funding/ingest.ts'
import { messageOf, UnwindError } from '../lib/errors.ts'
import { pause } from '../lib/pause.ts'
import { HOUR_MS, MINUTE_MS, type Window } from '../lib/time.ts'
import { LIQUIDATION_FACTS } from '../liquidations/ingest.ts'
import { ingestLeverageTiers } from '../leverageTiers/ingest.ts'
import { LONG_SHORT_FACTS } from '../longShort/ingest.ts'
import { ingestMarketCaps } from '../marketCap/ingest.ts'
import type { MarketCapSource } from '../marketCap/record.ts'
import { ingestMarkets } from '../markets/ingest.ts'
import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import { getMarketsOf } from '../markets/store.ts'
import { OPEN_INTEREST_FACTS } from '../openInterest/ingest.ts'
import { DEPTH_FACTS } from '../orderBook/ingest.ts'
import type { Facts, LoadContext } from '../quality/ingest.ts'
import type { Batch, Family, SourceRecord } from '../quality/record.ts'
import { CANDLE_FACTS } from '../volume/ingest.ts'
import { findLastPoll } from './feedStore.ts'
import { Jobs } from './jobs.ts'
import { CADENCE_MS, dueSlots, nameOf, type Poll } from './schedule.ts'
import { claimSpoolDir, releaseSpoolDir, Spool } from './spool.ts'
import { Stream } from './stream.ts'
import type { RecordedVenue } from './venue.ts'
import { FeedWriter, type Entry } from './writer.ts'

export interface RecorderOptions {
  readonly pool: pg.Pool
  /** Of the same store, for the queue. */
  readonly url: string
  readonly venues: readonly RecordedVenue[]
  readonly marketCaps?: MarketCapSource
  /** Families without a venue that are read through their own load, e.g. reserves. */
  readonly others?: Readonly<Partial<Record<Family, (context: LoadContext) => Promise<unknown>>>>
  /** Tickers whose order books, bars and account ratios are recorded: these cost a request a market. */
  readonly assets: readonly string[]
  /** Folder of the spool. */
  readonly spoolDir: string
  readonly spoolBytes: number
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly log: (message: string) => void
  /** Other paces than the usual, for tests and the soak. */
  readonly cadenceMs?: Partial<Record<Family, number>>
  readonly streamPauseMs?: number
  readonly heartbeatMs?: number
  readonly deadAfterMs?: number
  /** Fills what the store lacks of a venue's recent past; called between polls. */
  readonly fill?: (venue: RecordedVenue, signal: AbortSignal) => Promise<unknown>
}

/** A venue's list of forced orders is read for so long back each time: a poll that was missed loses nothing. */
const LIQUIDATION_LOOKBACK_MS = 30 * MINUTE_MS
const CANDLE_LOOKBACK_MS = HOUR_MS
/** Two polls no farther apart than so many paces are one span that was read. */
const PACES_COVERED = 2.5

interface Reader<T> {
  readonly source: SourceRecord
  readonly facts: Facts<T>
  readonly read: (markets: readonly StoredMarket[]) => AsyncIterable<Batch<T>>
  /** What a poll that ended well has covered; `last` is the end of the one before. */
  readonly covered: (ended: Date, last: Date | undefined) => Window | undefined
}

interface FeedStatus {
  readonly exchange: string
  readonly family: Family
  readonly state: string
  readonly connectedSince: Date | undefined
  readonly lastMessageAt: Date | undefined
  readonly usualPauseMs: number | undefined
  readonly messages: number
  readonly records: number
  /** Entries on disk that wait for PostgreSQL. */
  readonly spooled: number
  /** Records that neither memory nor disk could take. */
  readonly lost: number
  readonly breaks: number
  readonly lastBreak: { readonly at: Date; readonly code: string } | undefined
  /** Receipt to commit. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number } | undefined
}

/**
 * Records every family of every venue: streams of forced orders in this process (each recorder hears all of them, so that
 * one that dies leaves no gap), everything else as jobs shared with the other recorders of the store.
 */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #writers = new Map<string, FeedWriter<unknown>>()
  readonly #streams = new Map<string, Stream>()
  readonly #markets = new Map<string, { readonly markets: StoredMarket[]; readonly at: number }>()
  readonly #polls: readonly Poll[]
  readonly #pollStates = new Map<string, { at: Date; code?: string; breaks: number }>()
  readonly #lastPolls = new Map<string, Date>()
  readonly #loadingMarkets = new Map<string, Promise<unknown>>()
  readonly #underway = new Set<string>()
  readonly #spoolDir: string
  readonly #startedAt: Date
  #jobs: Jobs
  #isStoreThere = true
  #localUntil: Date

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#spoolDir = claimSpoolDir(options.spoolDir)
    this.#startedAt = options.now()
    this.#localUntil = options.now()
    this.#polls = this.#planPolls()
    this.#jobs = new Jobs({
      pool: options.pool,
      url: options.url,
      polls: this.#polls,
      run: (poll) => this.#poll(poll),
      now: options.now,
      log: options.log,
      ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
      ...(options.deadAfterMs === undefined ? {} : { deadAfterMs: options.deadAfterMs }),
    })
  }

  /** Runs until the signal is aborted; then writes what can be written and leaves the rest on disk. */
  async run(): Promise<void> {
    const { venues, signal, log, now, firstMarkets } = {
      ...this.#options,
      firstMarkets: [] as Promise<void>[],
    }
    // What an earlier process left on disk goes in before anything new.
    this.#adoptSpools()
    for (const venue of venues) firstMarkets.push(this.#ensureMarkets(venue))
    const streams = venues.map(async (venue, at) => {
      await firstMarkets[at]
      if (signal.aborted || venue.liquidations?.mode !== 'STREAM') return
      const stream = new Stream({
        source: venue.liquidations,
        getMarkets: () => this.#marketsOf(venue),
        writer: this.#writerOf(venue.liquidations.source, venue.markets.exchange, LIQUIDATION_FACTS),
        signal,
        now,
        log,
        ...(this.#options.streamPauseMs === undefined ? {} : { firstPauseMs: this.#options.streamPauseMs }),
      })
      this.#streams.set(venue.markets.exchange.code, stream)
      await stream.run()
    })
    await Promise.all([...streams, this.#keepQueue()])
    await this.#jobs.stop()
    await Promise.all([...this.#writers.values()].map((writer) => writer.close()))
    releaseSpoolDir(this.#spoolDir)
  }

  /** For the status page: what is heard, and what is not. */
  status() {
    const { now } = this.#options
    const feeds: FeedStatus[] = [...this.#writers.entries()].map(([name, writer]) => {
      const [family, exchange] = name.split(':') as [Family, string]
      const stream = family === 'LIQUIDATIONS' ? this.#streams.get(exchange) : undefined
      const poll = this.#pollStates.get(name)
      const { latency } = writer
      return {
        exchange,
        family,
        state:
          stream?.state ?? (poll === undefined ? 'CONNECTING' : poll.code === undefined ? 'LIVE' : 'DOWN'),
        connectedSince: stream?.connectedSince,
        lastMessageAt: stream?.lastMessageAt ?? poll?.at,
        usualPauseMs: stream?.pace.averageMs,
        messages: writer.messages,
        records: writer.records,
        spooled: writer.spooled,
        lost: writer.lost,
        breaks: stream?.breaks ?? poll?.breaks ?? 0,
        lastBreak:
          stream?.lastBreak ?? (poll?.code === undefined ? undefined : { at: poll.at, code: poll.code }),
        latencyMs:
          latency.count === 0
            ? undefined
            : { p50: latency.percentile(50), p99: latency.percentile(99), max: latency.max },
      }
    })
    return {
      id: this.#jobs.id,
      startedAt: this.#startedAt,
      now: now(),
      store: this.#isStoreThere ? 'THERE' : 'AWAY',
      queue: this.#jobs.isHealthy ? 'THERE' : 'AWAY',
      jobs: {
        running: [...this.#jobs.running.values()],
        taken: this.#jobs.taken,
        failed: this.#jobs.failed,
        takenOver: this.#jobs.takenOver,
      },
      residentBytes: process.memoryUsage.rss(),
      feeds,
    }
  }

  /** What is wrong, for a health check; undefined: every feed is heard and the store takes what it says. */
  findFault(): string | undefined {
    const { feeds, store } = this.status()
    if (store === 'AWAY') return 'PostgreSQL is away; what comes is kept on disk.'
    const down = feeds.filter(({ state }) => state === 'DOWN' || state === 'SILENT')
    return down.length === 0 || down.length < feeds.length / 2
      ? undefined
      : `Not heard: ${down.map(({ exchange, family }) => `${family} of ${exchange}`).join(', ')}.`
  }

  #planPolls(): Poll[] {
    const { venues, marketCaps, others = {}, cadenceMs = {}, fill } = this.#options
    const every = (family: Family, venue?: RecordedVenue) =>
      cadenceMs[family] ?? venue?.cadenceMs?.[family] ?? CADENCE_MS[family]
    const polls: Poll[] = []
    for (const venue of venues) {
      const exchange = venue.markets.exchange.code
      const families: Family[] = [
        'MARKETS',
        ...(venue.liquidations?.mode === 'HISTORY' ? (['LIQUIDATIONS'] as const) : []),
        ...(venue.openInterest ? (['OPEN_INTEREST'] as const) : []),
        ...(venue.funding ? (['FUNDING'] as const) : []),
        ...(venue.orderBook ? (['ORDER_BOOK'] as const) : []),
        ...(venue.candles ? (['CANDLES'] as const) : []),
        ...(venue.longShort ? (['LONG_SHORT'] as const) : []),
      ]
      for (const family of families) polls.push({ family, exchange, everyMs: every(family, venue) })
      // Named as a family of its own that the queue alone knows: it works on all of a venue's.
      if (fill) polls.push({ family: 'SERIES', exchange, everyMs: cadenceMs.SERIES ?? 15 * MINUTE_MS })
    }
    if (marketCaps) polls.push({ family: 'MARKET_CAPS', everyMs: every('MARKET_CAPS') })
    for (const family of Object.keys(others) as Family[]) polls.push({ family, everyMs: every(family) })
    return polls
  }

  async #keepQueue(): Promise<void> {
    const { signal, log, now } = this.#options
    let isStarted = false
    while (!signal.aborted) {
      if (!isStarted) {
        isStarted = await this.#jobs.start().then(
          () => true,
          (error: unknown) => {
            log(`queue: ${messageOf(error)}`)
            return false
          },
        )
      }
      const at = now()
      // Nobody can be asked who polls: then every recorder polls for itself, and what two read is written once.
      if (!this.#jobs.isHealthy) {
        for (const { poll } of dueSlots(this.#polls, this.#localUntil, at))
          void this.#poll(poll).catch((error: unknown) => log(`${nameOf(poll)}: ${messageOf(error)}`))
      }
      this.#localUntil = at
      await pause(1_000, signal)
    }
  }

  /** One poll, whoever asked for it. Of the same poll only one is under way here. */
  async #poll(poll: Poll): Promise<void> {
    const name = nameOf(poll)
    if (this.#underway.has(name) || this.#options.signal.aborted) return
    this.#underway.add(name)
    try {
      await this.#pollOnce(poll)
    } finally {
      this.#underway.delete(name)
    }
  }

  async #pollOnce(poll: Poll): Promise<void> {
    const { pool, signal, now, marketCaps, others = {}, fill, venues } = this.#options
    const context: LoadContext = { pool, signal, now }
    if (poll.exchange === undefined) {
      if (poll.family === 'MARKET_CAPS' && marketCaps) await ingestMarketCaps(context, marketCaps, undefined)
      else await others[poll.family]?.(context)
      return
    }
    const venue = venues.find(({ markets }) => markets.exchange.code === poll.exchange)
    if (!venue) return
    if (poll.family === 'MARKETS') {
      await ingestMarkets(context, venue.markets)
      this.#markets.delete(poll.exchange)
      if (venue.leverageTiers)
        await ingestLeverageTiers(
          context,
          venue.leverageTiers,
          venue.markets.exchange,
          await this.#knownMarketsOf(venue),
        )
      return
    }
    if (poll.family === 'SERIES') {
      await fill?.(venue, signal)
      return
    }
    const reader = this.#readerOf(venue, poll)
    if (reader) await this.#runReader(venue.markets.exchange, poll, reader, await this.#knownMarketsOf(venue))
  }

  async #runReader<T>(
    exchange: ExchangeRecord,
    poll: Poll,
    reader: Reader<T>,
    markets: readonly StoredMarket[],
  ): Promise<void> {
    const { now, signal } = this.#options
    const name = nameOf(poll)
    const writer = this.#writerOf(reader.source, exchange, reader.facts)
    const last = (await this.#findLastPoll(reader, exchange)) ?? this.#lastPolls.get(name)
    const breaks = this.#pollStates.get(name)?.breaks ?? 0
    try {
      for await (const batch of reader.read(markets))
        writer.push({ at: batch.observedAt, state: 'LIVE', batch })
      const at = now()
      // From end to end: spans of polls touch, however long one takes.
      const covered = reader.covered(at, last)
      writer.push({ at, state: 'LIVE', polledAt: at, ...(covered ? { coverage: [covered] } : {}) })
      this.#lastPolls.set(name, at)
      this.#pollStates.set(name, { at, breaks })
    } catch (error) {
      if (signal.aborted) return
      const code = error instanceof UnwindError ? error.code : 'INTERNAL'
      const at = now()
      writer.push({ at, state: 'DOWN', cause: { code, message: messageOf(error) } })
      this.#pollStates.set(name, { at, code, breaks: breaks + 1 })
      throw error
    } finally {
      await writer.settle()
    }
  }

  /** The poll before, by whichever recorder; undefined when the store can't tell. */
  async #findLastPoll(
    { source, facts }: Pick<Reader<unknown>, 'source'> & { readonly facts: { readonly family: Family } },
    exchange: ExchangeRecord,
  ): Promise<Date | undefined> {
    const { pool } = this.#options
    try {
      const found = await pool.query<{ id: number }>('select id from source where code = $1', [source.code])
      const sourceId = found.rows[0]?.id
      if (sourceId === undefined) return undefined
      return await findLastPoll(pool, { sourceId, family: facts.family, scope: exchange.code })
    } catch {
      return undefined
    }
  }

  #readerOf(venue: RecordedVenue, poll: Poll): Reader<never> | undefined {
    const { signal, now, assets } = this.#options
    const chosen = (markets: readonly StoredMarket[]) =>
      markets.filter(({ baseCode, active }) => active && assets.includes(baseCode))
    const derivatives = (markets: readonly StoredMarket[]) => markets.filter(({ kind }) => kind !== 'SPOT')
    const sinceLast = (ended: Date, last: Date | undefined): Window | undefined =>
      last && ended.getTime() - last.getTime() <= PACES_COVERED * poll.everyMs && last < ended
        ? { from: last, to: ended }
        : undefined
    const lookback = (ms: number): Window => ({ from: new Date(now().getTime() - ms), to: now() })
    const { liquidations, openInterest, funding, orderBook, candles, longShort } = venue
    const as = <T>(reader: Reader<T>) => reader as unknown as Reader<never>
    if (poll.family === 'LIQUIDATIONS' && liquidations) {
      const window = lookback(LIQUIDATION_LOOKBACK_MS)
      return as({
        source: liquidations.source,
        facts: LIQUIDATION_FACTS,
        read: (markets) => liquidations.liquidations(derivatives(markets), window, signal),
        covered: () => (liquidations.coverage ? liquidations.coverage(window)[0] : window),
      })
    }
    if (poll.family === 'OPEN_INTEREST' && openInterest)
      return as({
        source: openInterest.source,
        facts: OPEN_INTEREST_FACTS,
        read: (markets) => openInterest.openInterest(derivatives(markets), undefined, signal),
        covered: sinceLast,
      })
    if (poll.family === 'FUNDING' && funding)
      return as({
        source: funding.source,
        facts: FUNDING_FACTS,
        read: (markets) => funding.funding(derivatives(markets), undefined, signal),
        // Coverage of funding is of settled rates, which are read as history.
        covered: () => undefined,
      })
    if (poll.family === 'ORDER_BOOK' && orderBook)
      return as({
        source: orderBook.source,
        facts: DEPTH_FACTS,
        read: (markets) => orderBook.depth(chosen(markets), signal),
        covered: sinceLast,
      })
    if (poll.family === 'CANDLES' && candles) {
      const from = lookback(CANDLE_LOOKBACK_MS).from
      const to = new Date(Math.floor(now().getTime() / candles.stepMs) * candles.stepMs)
      const window = { from: new Date(Math.ceil(from.getTime() / candles.stepMs) * candles.stepMs), to }
      return as({
        source: candles.source,
        facts: CANDLE_FACTS,
        read: (markets) => candles.candles(chosen(markets), window, signal),
        covered: () => window,
      })
    }
    if (poll.family === 'LONG_SHORT' && longShort)
      return as({
        source: longShort.source,
        facts: LONG_SHORT_FACTS,
        read: (markets) => longShort.longShort(chosen(derivatives(markets)), undefined, signal),
        covered: sinceLast,
      })
    return undefined
  }

  /** Reads the venue's list of instruments unless the store knows one; tries until it has succeeded. */
  async #ensureMarkets(venue: RecordedVenue): Promise<void> {
    const { signal, log } = this.#options
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.#knownMarketsOf(venue)
        return
      } catch (error) {
        if (signal.aborted) return
        log(`${venue.markets.exchange.code} markets: ${messageOf(error)}`)
        await pause(Math.min(MINUTE_MS, 1_000 * 2 ** attempt), signal)
      }
    }
  }

  /** The venue's markets; read from the venue first when the store knows none. */
  async #knownMarketsOf(venue: RecordedVenue): Promise<StoredMarket[]> {
    const held = await this.#marketsOf(venue)
    if (held.length > 0) return held
    const { pool, signal, now } = this.#options
    const { code } = venue.markets.exchange
    let loading = this.#loadingMarkets.get(code)
    if (!loading) {
      loading = ingestMarkets({ pool, signal, now }, venue.markets).finally(() =>
        this.#loadingMarkets.delete(code),
      )
      this.#loadingMarkets.set(code, loading)
    }
    await loading
    return this.#marketsOf(venue)
  }

  /** The venue's markets as the store knows them; those of before while the store is away. */
  async #marketsOf(venue: RecordedVenue): Promise<StoredMarket[]> {
    const { code } = venue.markets.exchange
    const held = this.#markets.get(code)
    if (held && Date.now() - held.at < MINUTE_MS) return held.markets
    try {
      const markets = await getMarketsOf(this.#options.pool, code)
      if (markets.length > 0) this.#markets.set(code, { markets, at: Date.now() })
      return markets
    } catch (error) {
      if (held) return held.markets
      throw error
    }
  }

  #writerOf<T>(source: SourceRecord, exchange: ExchangeRecord, facts: Facts<T>): FeedWriter<T> {
    const name = `${facts.family}:${exchange.code}`
    let writer = this.#writers.get(name) as unknown as FeedWriter<T> | undefined
    if (!writer) {
      const dir = path.join(this.#spoolDir, `${facts.family}-${exchange.code}`)
      writer = new FeedWriter({
        pool: this.#options.pool,
        source,
        exchange,
        facts,
        spool: new Spool<Entry<T>>(dir, this.#options.spoolBytes),
        now: this.#options.now,
        onStore: (isThere, error) => this.#noteStore(isThere, error),
      })
      this.#writers.set(name, writer as unknown as FeedWriter<unknown>)
    }
    return writer
  }

  #noteStore(isThere: boolean, error?: unknown): void {
    if (isThere !== this.#isStoreThere)
      this.#options.log(isThere ? 'PostgreSQL is back.' : `PostgreSQL is away: ${messageOf(error)}`)
    this.#isStoreThere = isThere
  }

  /** Opens the writer of every feed that has something on disk. */
  #adoptSpools(): void {
    for (const venue of this.#options.venues) {
      const { exchange } = venue.markets
      const has = (family: Family) => fs.existsSync(path.join(this.#spoolDir, `${family}-${exchange.code}`))
      if (venue.liquidations && has('LIQUIDATIONS'))
        this.#writerOf(venue.liquidations.source, exchange, LIQUIDATION_FACTS)
      for (const family of ['OPEN_INTEREST', 'FUNDING', 'ORDER_BOOK', 'CANDLES', 'LONG_SHORT'] as const) {
        const reader = this.#readerOf(venue, { family, exchange: exchange.code, everyMs: 1 })
        if (reader && has(family)) this.#writerOf(reader.source, exchange, reader.facts)
      }
    }
  }
}
