import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { messageOf } from '../lib/errors.ts'
import { ensurePartitions } from '../lib/partitions.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import type { ExchangeRecord } from '../markets/record.ts'
import { upsertExchange } from '../markets/store.ts'
import type { FeedState } from '../quality/feeds.ts'
import { refuseFuture, spanOf, writeChunk, type Facts } from '../quality/ingest.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'
import { addCoverage, addToRun, finishRun, registerSource, startRun, type Run } from '../quality/store.ts'
import { insertFeedBreak, noteFeed } from './feedStore.ts'
import type { Spool } from './spool.ts'

/** What a feed hands to its writer, in the order in which it happened. */
export interface Entry<T> {
  readonly at: Date
  readonly state: FeedState
  readonly batch?: Batch<T>
  /** Spans for which the feed is now known to have been read. */
  readonly coverage?: readonly Window[]
  /** When the poll that it ends has ended well. */
  readonly polledAt?: Date
  /** Why the feed broke. */
  readonly cause?: { readonly code: string; readonly message: string }
  /** What came before it and could not be kept; set by the writer. */
  readonly lost?: Loss
}

/** Records that neither memory nor disk could take. */
interface Loss {
  /** When the first of them came, our clock. */
  readonly since: Date
  readonly records: number
}

export interface WriterOptions<T> {
  readonly pool: pg.Pool
  readonly source: SourceRecord
  /** undefined for a family that is of no venue. */
  readonly exchange?: ExchangeRecord
  readonly facts: Facts<T>
  readonly spool: Spool<Entry<T>>
  readonly now: () => Date
  /** Told when a write failed for a reason of the store's, and when one has succeeded again. */
  readonly onStore: (isThere: boolean, error?: unknown) => void
  readonly retryMs?: number
  readonly mostWaiting?: number
}

/** So many records may wait in memory while a write is under way; with what comes on top all of them go to disk. */
const MOST_WAITING = 50_000
/** A run's record is closed and the next one opened so often, so that none stays open for months. */
const RUN_MS = HOUR_MS
const LONGEST_RETRY_MS = 5_000
/** A feed commits no more often: in a rush a commit for every few messages would take the machine from those who are told them. */
const GATHER_MS = 100

/**
 * Writes what one feed hands over, in its order: all that waits goes into one transaction with its coverage, the feed's state
 * and the run's counts, at most every GATHER_MS. While PostgreSQL is away entries go to the spool on disk, and are written from there, in order,
 * once it is back; they leave the disk after their commit. An entry written twice changes nothing.
 *
 * Entries wait in memory or on disk, never in both: what is on disk is all of it, in order. What neither can take is lost, and no
 * later entry claims the span up to it.
 */
export class FeedWriter<T> {
  readonly #options: WriterOptions<T>
  #waiting: Entry<T>[] = []
  #waitingRecords = 0
  /** What is being written from memory; [] once it is on disk too. */
  #writing: readonly Entry<T>[] = []
  /** Oldest entries on disk that have been committed from memory meanwhile. */
  #committedOnDisk = 0
  /** true from when the disk did not take what waits until the next write is tried: not every message shall try anew. */
  #isDiskRefusing = false
  #run: { readonly run: Run; readonly until: number } | undefined
  #loop: Promise<void> | undefined
  #failures = 0
  #lastBegan = -Infinity
  #lost = 0
  /** No claim reaches back beyond this: up to here something was lost. */
  #lostUntil = new Date(0)
  /** What was lost since the last entry that was kept. */
  #untold: Loss | undefined
  readonly #idlers: (() => void)[] = []
  #closing = false
  #wakeRetry: (() => void) | undefined
  #latency = createHistogram()
  #latencyBefore = createHistogram()
  #latencySince = 0
  records = 0
  messages = 0

  constructor(options: WriterOptions<T>) {
    this.#options = options
    if (!options.spool.isEmpty) this.#work()
  }

  get spooled(): number {
    return this.#options.spool.entries
  }

  /** Records that neither memory nor disk could take: a gap. */
  get lost(): number {
    return this.#lost
  }

  /** Receipt of a record to its commit, in ms, over the last ten to twenty seconds in which any was written. */
  get latency(): RecordableHistogram {
    const both = createHistogram()
    both.add(this.#latencyBefore)
    both.add(this.#latency)
    return both
  }

  /** Takes an entry; never waits, never throws. */
  push(entry: Entry<T>): void {
    const { spool, mostWaiting = MOST_WAITING } = this.#options
    const records = countRecords(entry)
    this.messages += entry.batch ? 1 : 0
    if (spool.isEmpty && this.#waitingRecords + records <= mostWaiting) {
      this.#waiting.push(this.#afterLosses(entry))
      this.#waitingRecords += records
      this.#untold = undefined
    } else {
      if (spool.isEmpty) this.#moveToDisk()
      this.#spill(entry)
    }
    this.#work()
  }

  /** Settles once all that was pushed is committed or on disk, or the disk has refused it while PostgreSQL is away. */
  async settle(): Promise<void> {
    if (this.#waiting.length === 0 && this.#writing.length === 0) return
    await new Promise<void>((resolve) => this.#idlers.push(resolve))
  }

  /** Writes what can be written, leaves the rest on disk, and closes the run's record. */
  async close(): Promise<void> {
    this.#closing = true
    this.#wakeRetry?.()
    await this.#loop
    const { pool, now } = this.#options
    if (this.#run) await finishRun(pool, this.#run.run, now()).catch(() => undefined)
  }

  #work(): void {
    this.#loop ??= this.#drain().finally(() => {
      this.#loop = undefined
      if (this.#isPending && !this.#closing) this.#work()
      else this.#wakeIdlers()
    })
  }

  get #isPending(): boolean {
    return this.#waiting.length > 0 || !this.#options.spool.isEmpty
  }

  async #drain(): Promise<void> {
    while (this.#isPending) {
      this.#isDiskRefusing = false
      try {
        if (this.#options.spool.isEmpty) await this.#writeWaiting()
        else await this.#writeSpooled()
        this.#failures = 0
        this.#options.onStore(true)
        if (this.#waiting.length === 0) this.#wakeIdlers()
      } catch (error) {
        this.#failures += 1
        this.#run = undefined
        this.#options.onStore(false, error)
        // What waits must survive the process too.
        this.#moveToDisk()
        this.#wakeIdlers()
        if (this.#closing) {
          for (const entry of this.#takeWaiting()) this.#spill(entry)
          return
        }
        await this.#pause()
      }
    }
  }

  async #writeWaiting(): Promise<void> {
    await this.#gather()
    const entries = this.#takeWaiting()
    if (entries.length === 0) return
    this.#writing = entries
    try {
      await this.#writeAll(entries)
      if (this.#writing.length === 0) this.#committedOnDisk = entries.length
    } catch (error) {
      this.#waiting = [...this.#writing, ...this.#waiting]
      this.#waitingRecords += this.#writing.reduce((sum, entry) => sum + countRecords(entry), 0)
      throw error
    } finally {
      this.#writing = []
    }
  }

  async #writeSpooled(): Promise<void> {
    await this.#options.spool.drainOldest(async (entries) => {
      const open = entries.slice(this.#committedOnDisk)
      if (open.length > 0) await this.#writeAll(open)
      this.#committedOnDisk = Math.max(0, this.#committedOnDisk - entries.length)
    })
  }

  #takeWaiting(): Entry<T>[] {
    const entries = this.#waiting
    this.#waiting = []
    this.#waitingRecords = 0
    return entries
  }

  /** Lets more come before the next commit when the last one has only just begun. */
  async #gather(): Promise<void> {
    const spareMs = this.#lastBegan + GATHER_MS - performance.now()
    if (spareMs > 0 && !this.#closing) await sleep(spareMs)
    this.#lastBegan = performance.now()
  }

  #wakeIdlers(): void {
    for (const wake of this.#idlers.splice(0)) wake()
  }

  async #pause(): Promise<void> {
    const { retryMs = 250 } = this.#options
    await new Promise<void>((resolve) => {
      const timer = setTimeout(
        resolve,
        Math.min(LONGEST_RETRY_MS, retryMs * 2 ** Math.min(10, this.#failures - 1)),
      )
      this.#wakeRetry = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wakeRetry = undefined
  }

  /**
   * Puts what waits on disk, after what is being written: that write may fail, and would else come after what follows here. All of
   * it or, when the disk does not take it, nothing: it then goes on waiting in memory.
   */
  #moveToDisk(): void {
    const entries = [...this.#writing, ...this.#waiting]
    if (this.#isDiskRefusing || entries.length === 0) return
    try {
      this.#options.spool.append(entries)
    } catch {
      this.#isDiskRefusing = true
      return
    }
    this.#writing = []
    this.#takeWaiting()
    this.#wakeIdlers()
  }

  #spill(entry: Entry<T>): void {
    const kept = this.#afterLosses(entry)
    try {
      // Before older entries, that memory still holds, nothing may be on disk.
      if (this.#waiting.length > 0 || this.#writing.length > 0)
        throw new Error('what came before it is still in memory')
      this.#options.spool.append([kept])
      this.#untold = undefined
    } catch (error) {
      this.#lose(kept, error)
    }
  }

  /** Neither written nor covered: the span is a gap. Its cause must be known all the same. */
  #lose(entry: Entry<T>, error: unknown): void {
    const { facts, onStore } = this.#options
    const { batch, at } = entry
    const records = countRecords(entry) + (batch?.rejections.length ?? 0)
    this.#lost += records
    this.#untold = entry.lost
    if (batch && records > 0) {
      // Clocks of venues may be ahead of ours.
      const span = spanOf({ batches: [refuseFuture(batch, facts.timeOf)] }, facts.timeOf)
      const until = Math.max(this.#lostUntil.getTime(), at.getTime() + 1, span?.to.getTime() ?? 0)
      this.#lostUntil = new Date(until)
      this.#untold = sumOf(entry.lost, { since: at, records })
    }
    onStore(false, new Error(`the spool takes no more: ${messageOf(error)}`, { cause: error }))
  }

  /** The entry as it may be kept: it tells of what was lost just before it, and claims none of it. */
  #afterLosses(entry: Entry<T>): Entry<T> {
    const from = this.#lostUntil
    const coverage = entry.coverage
      ?.filter(({ to }) => to > from)
      .map((claim) => (claim.from < from ? { from, to: claim.to } : claim))
    const lost = sumOf(entry.lost, this.#untold)
    return { ...entry, ...(coverage ? { coverage } : {}), ...(lost ? { lost } : {}) }
  }

  /**
   * Writes entries together. What PostgreSQL itself refuses is narrowed down to the record and kept as a rejection
   * STORE_REFUSED, so that one bad record neither stops the feed nor takes others with it.
   */
  async #writeAll(entries: readonly Entry<T>[]): Promise<void> {
    try {
      await this.#write(entries)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const [first, ...others] = entries
      if (first && others.length > 0) {
        const half = Math.ceil(entries.length / 2)
        await this.#writeAll(entries.slice(0, half))
        await this.#writeAll(entries.slice(half))
      } else if (first?.batch && first.batch.records.length > 1) {
        const { records, rejections, ...rest } = first.batch
        const half = Math.ceil(records.length / 2)
        // What the entry claims comes last: a claim must not stand before its records do.
        const { coverage: _, cause: __, polledAt: ___, lost: ____, ...plain } = first
        await this.#writeAll([{ ...plain, batch: { ...rest, records: records.slice(0, half), rejections } }])
        await this.#writeAll([{ ...first, batch: { ...rest, records: records.slice(half), rejections: [] } }])
      } else if (first?.batch?.records.length === 1) {
        const refused = { code: 'STORE_REFUSED', reason: messageOf(error), payload: first.batch.records[0] }
        const rejections = [...first.batch.rejections, refused]
        await this.#write([{ ...first, batch: { ...first.batch, records: [], rejections } }])
      } else throw error
    }
  }

  async #write(entries: readonly Entry<T>[]): Promise<void> {
    const { pool, facts, now, exchange } = this.#options
    // Before partitions are made and the feed's lag is told: one date of 2099 would make them for every month until then.
    const batch = refuseFuture(join(entries), facts.timeOf)
    const span = spanOf({ batches: [batch] }, facts.timeOf)
    if (span) await ensurePartitions(pool, facts.tables, span)
    const { run } = await this.#openRun()
    const key = { sourceId: run.sourceId, family: facts.family, scope: exchange?.code ?? '-' }
    await inTransaction(pool, async (client) => {
      if (batch.records.length > 0 || batch.rejections.length > 0) {
        const written = await writeChunk(client, run, { batches: [batch] }, facts.write, facts.timeOf, now())
        await addToRun(client, run, written)
      }
      for (const { cause, at, lost } of entries) {
        if (lost) await insertFeedBreak(client, key, breakOf(lost))
        if (cause) await insertFeedBreak(client, key, { at, ...cause })
      }
      if (run.exchangeId !== undefined) {
        const of = { exchangeId: run.exchangeId, family: facts.family, sourceId: run.sourceId }
        const at = entries.at(-1)!.at
        for (const covered of uniteWindows(entries.flatMap(({ coverage = [] }) => coverage)))
          await addCoverage(client, of, covered, at)
      }
      const last = entries.at(-1)!
      const newest = newestOf(batch, facts.timeOf)
      const polledAt = entries.findLast((entry) => entry.polledAt)?.polledAt
      await noteFeed(client, key, run.exchangeId, {
        state: last.state,
        at: last.at,
        ...newest,
        ...(polledAt ? { polledAt } : {}),
      })
    })
    const committed = Date.now()
    if (committed - this.#latencySince > 10_000) {
      this.#latencyBefore = this.#latency
      this.#latency = createHistogram()
      this.#latencySince = committed
    }
    for (const record of batch.records) {
      const { observedAt } = record as { observedAt?: Date }
      if (observedAt) this.#latency.record(Math.max(1, committed - observedAt.getTime()))
    }
    this.records += batch.records.length
  }

  async #openRun(): Promise<{ readonly run: Run }> {
    const { pool, source, exchange, facts, now } = this.#options
    const at = now()
    if (this.#run && at.getTime() < this.#run.until) return this.#run
    const before = this.#run
    const run = await inTransaction(pool, async (client) => {
      if (before) await finishRun(client, before.run, at)
      const sourceId = await registerSource(client, source)
      const exchangeId = exchange === undefined ? undefined : await upsertExchange(client, exchange)
      return startRun(client, { sourceId, exchangeId, family: facts.family, window: undefined }, at)
    })
    this.#run = { run, until: at.getTime() + RUN_MS }
    return this.#run
  }
}

const countRecords = ({ batch }: Entry<unknown>): number => batch?.records.length ?? 0

const sumOf = (one: Loss | undefined, other: Loss | undefined): Loss | undefined =>
  one && other
    ? { since: one.since < other.since ? one.since : other.since, records: one.records + other.records }
    : (one ?? other)

const breakOf = ({ since, records }: Loss) => ({
  at: since,
  code: 'RECORDS_LOST',
  message: `${records} records could be kept neither in memory nor in the spool`,
})

/** true when PostgreSQL understood the statement and said no to its data: the same again would fail again. */
function isRefusal(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' && /^(22|23)[0-9A-Z]{3}$/.test(code)
}

/** One batch of all: each record keeps when it was received. */
function join<T>(entries: readonly Entry<T>[]): Batch<T> {
  const records: T[] = []
  const rejections = []
  let observedAt = entries[0]!.at
  for (const { batch } of entries) {
    if (!batch) continue
    for (const record of batch.records) {
      const own = (record as { readonly observedAt?: Date }).observedAt
      records.push(own ? record : { ...record, observedAt: batch.observedAt })
    }
    rejections.push(...batch.rejections)
    if (batch.observedAt > observedAt) observedAt = batch.observedAt
  }
  return { records, rejections, observedAt }
}

function uniteWindows(windows: readonly Window[]): Window[] {
  const united: { from: Date; to: Date }[] = []
  for (const { from, to } of [...windows].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = united.at(-1)
    if (last && from <= last.to) last.to = to > last.to ? to : last.to
    else united.push({ from, to })
  }
  return united
}

/** A venue may repeat a reading for weeks: what the column can hold. */
const LONGEST_LAG_MS = 2 ** 31 - 1

function newestOf<T>(batch: Batch<T>, timeOf: (record: T) => Date) {
  let newest: { lastMessageAt: Date; lagMs: number } | undefined
  for (const record of batch.records) {
    const lastMessageAt = (record as { readonly observedAt?: Date }).observedAt ?? batch.observedAt
    if (!newest || lastMessageAt >= newest.lastMessageAt)
      newest = {
        lastMessageAt,
        lagMs: Math.min(LONGEST_LAG_MS, lastMessageAt.getTime() - timeOf(record).getTime()),
      }
  }
  return newest
}
