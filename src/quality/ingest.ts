import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { messageOf, UnwindError } from '../lib/errors.ts'
import { ensurePartitions, type PartitionedTable } from '../lib/partitions.ts'
import { MINUTE_MS, splitWindow, type Window } from '../lib/time.ts'
import type { ExchangeRecord } from '../markets/record.ts'
import { upsertExchange } from '../markets/store.ts'
import type { Batch, Family, Origin, Rejection, SourceRecord } from './record.ts'
import { refuseRetired } from './retiredMonths.ts'
import {
  addCounts,
  addCoverage,
  addToRun,
  dropCheckpoint,
  findCheckpoint,
  finishRun,
  insertRejections,
  moveCheckpoint,
  NO_COUNTS,
  registerSource,
  startRun,
  touchFeed,
  type Run,
  type RunCounts,
} from './store.ts'

/** What every load is given. */
export interface LoadContext {
  readonly pool: pg.Pool
  readonly signal: AbortSignal
  readonly now: () => Date
  /** Reads, maps and writes as always, then rolls everything back: the counts are true, the store is untouched. */
  readonly dryRun?: boolean
  readonly onProgress?: (progress: LoadProgress) => void
}

export interface LoadProgress {
  readonly counts: RunCounts
  /** Everything before this is done; undefined for a snapshot. */
  readonly doneUntil?: Date
}

/** What a load is of. */
export interface Load {
  readonly source: SourceRecord
  readonly family: Family
  /** undefined for market caps, which are of no venue. */
  readonly exchange?: ExchangeRecord
  /** undefined: a snapshot of now. */
  readonly window?: Window
}

export interface LoadResult {
  readonly counts: RunCounts
  /** Where an earlier, killed load of the same range was taken up; undefined when it began at the begin. */
  readonly resumedAt?: Date
}

/** One piece of a load: all of it is written in one transaction, or none. */
export interface Chunk<T> {
  readonly batches: readonly Batch<T>[]
  /** The piece of the window it is; undefined for a snapshot. */
  readonly window?: Window
  /** Spans for which the feed was read; [] when that is not known. */
  readonly coverage: readonly Window[]
}

/** Writes the records of one batch inside the chunk's transaction; returns how many were new or changed. */
export type BatchWriter<T> = (client: pg.PoolClient, batch: Batch<T>, origin: Origin) => Promise<WrittenBatch>

/** How one family's records become rows. */
export interface Facts<T> {
  readonly family: Family
  /** Tables whose monthly partitions its rows need. */
  readonly tables: readonly PartitionedTable[]
  readonly timeOf: (record: T) => Date
  readonly write: BatchWriter<T>
}

export interface WrittenBatch {
  readonly written: number
  /** Records that only the store could refuse. */
  readonly rejections?: readonly Rejection[]
  /** Records beside `batch.records` that were read, e.g. totals. */
  readonly alsoRead?: number
}

/**
 * Runs one load to its end: registers feed and venue, opens the run's record, writes chunk by chunk, closes the record.
 * Each chunk is fetched first, then written in one transaction with its rejections, coverage, counts and checkpoint: a
 * killed load leaves whole chunks alone, and the next load of the same range goes on after the last of them.
 * @throws what the source or the store throws; the run is then FAILED with its code, and written chunks stay
 */
export async function runLoad<T>(
  context: LoadContext,
  load: Load,
  chunksOf: (window: Window | undefined) => AsyncIterable<Chunk<T>>,
  write: BatchWriter<T>,
  partitions: { readonly tables: readonly PartitionedTable[]; readonly timeOf: (record: T) => Date },
): Promise<LoadResult> {
  const { pool, now } = context
  const scope = load.exchange?.code ?? '-'
  const open = async (client: pg.PoolClient): Promise<Run> => {
    const sourceId = await registerSource(client, load.source)
    const exchangeId = load.exchange === undefined ? undefined : await upsertExchange(client, load.exchange)
    return startRun(client, { sourceId, exchangeId, family: load.family, window: load.window }, now())
  }
  // A dry run opens the record anew in each transaction that it rolls back.
  const run = context.dryRun ? undefined : await inTransaction(pool, open)
  const key = run &&
    load.window && {
      sourceId: run.sourceId,
      family: load.family,
      scope,
      from: load.window.from,
    }
  const checkpoint = key && (await findCheckpoint(pool, key))
  const resumedAt = load.window && checkpoint && checkpoint < load.window.to ? checkpoint : undefined
  const window = load.window && { from: resumedAt ?? load.window.from, to: load.window.to }

  let counts = NO_COUNTS
  try {
    for await (const sent of chunksOf(window)) {
      // Before partitions are made: one date of 2099 would make them for every month until then.
      const chunk = { ...sent, batches: sent.batches.map((batch) => refuseFuture(batch, partitions.timeOf)) }
      const span = spanOf(chunk, partitions.timeOf)
      if (run && span) await ensurePartitions(pool, partitions.tables, span)
      const ofChunk = await inTransaction(
        pool,
        async (client) => {
          const current = run ?? (await open(client))
          if (!run && span) await ensurePartitions(client, partitions.tables, span)
          const written = await writeChunk(client, current, chunk, write, partitions.timeOf, now())
          if (current.exchangeId !== undefined) {
            const of = { exchangeId: current.exchangeId, family: load.family, sourceId: current.sourceId }
            const at = load.source.provenance === 'RECONSTRUCTED' ? undefined : now()
            for (const covered of chunk.coverage) await addCoverage(client, of, covered, at)
          }
          if (key && chunk.window) await moveCheckpoint(client, key, chunk.window.to)
          await addToRun(client, current, written)
          await touchFeed(client, current, scope, { first: firstReceipt(chunk, now()), last: now() })
          return written
        },
        { rollback: context.dryRun ?? false },
      )
      counts = addCounts(counts, ofChunk)
      context.onProgress?.({ counts, ...(chunk.window ? { doneUntil: chunk.window.to } : {}) })
    }
  } catch (error) {
    if (run) await finishRun(pool, run, now(), codedMessage(error)).catch(() => undefined)
    throw error
  }
  if (run) {
    await inTransaction(pool, async (client) => {
      await finishRun(client, run, now())
      if (key) await dropCheckpoint(client, key)
    })
  }
  return { counts, ...(resumedAt ? { resumedAt } : {}) }
}

/** Writes a chunk's records and keeps its rejections, in the caller's transaction. */
export async function writeChunk<T>(
  client: pg.PoolClient,
  run: Run,
  chunk: Pick<Chunk<T>, 'batches'>,
  write: BatchWriter<T>,
  timeOf: (record: T) => Date,
  at: Date,
): Promise<RunCounts> {
  let counts = NO_COUNTS
  for (const sent of chunk.batches) {
    const batch = await refuseRetired(client, run.family, refuseFuture(sent, timeOf), timeOf)
    const origin = { sourceId: run.sourceId, runId: run.id, observedAt: batch.observedAt }
    const { written, rejections = [], alsoRead = 0 } = await write(client, batch, origin)
    const refused = [...batch.rejections, ...rejections]
    await insertRejections(client, run, refused, at)
    const read = batch.records.length + batch.rejections.length + alsoRead
    counts = addCounts(counts, {
      read,
      written,
      unchanged: read - written - refused.length,
      rejected: refused.length,
    })
  }
  return counts
}

/** When the first record of a chunk was received; `now` when there is none before. */
export function firstReceipt<T>({ batches }: Pick<Chunk<T>, 'batches'>, now: Date): Date {
  let first = now.getTime()
  for (const { records, observedAt } of batches)
    for (const record of records) {
      const own = (record as { readonly observedAt?: Date }).observedAt ?? observedAt
      first = Math.min(first, own.getTime())
    }
  return new Date(first)
}

/** Clocks of venues run ahead of ours by seconds at times, never by so much. */
const AHEAD_MS = 5 * MINUTE_MS

/** A record dated after it was received can't be right: it would stand as the newest value until that time came. */
export function refuseFuture<T>(batch: Batch<T>, timeOf: (record: T) => Date): Batch<T> {
  const isFuture = (record: T) => {
    const observedAt = (record as { readonly observedAt?: Date }).observedAt ?? batch.observedAt
    return timeOf(record).getTime() > observedAt.getTime() + AHEAD_MS
  }
  const future = batch.records.filter(isFuture)
  if (future.length === 0) return batch
  const rejections = future.map((record) => ({
    code: 'FUTURE_TIME',
    reason: `${timeOf(record).toISOString()} is after ${batch.observedAt.toISOString()}, when it was received`,
    payload: record,
  }))
  return {
    ...batch,
    records: batch.records.filter((record) => !isFuture(record)),
    rejections: [...batch.rejections, ...rejections],
  }
}

export function spanOf<T>(chunk: Pick<Chunk<T>, 'batches'>, timeOf: (record: T) => Date): Window | undefined {
  let from = Infinity
  let to = -Infinity
  for (const batch of chunk.batches)
    for (const record of batch.records) {
      const time = timeOf(record).getTime()
      if (time < from) from = time
      if (time > to) to = time
    }
  return from > to ? undefined : { from: new Date(from), to: new Date(to + 1) }
}

/** Reads a window of history piece by piece; a piece counts as covered once its source has answered for all of it. */
export async function* readHistory<T>(
  window: Window,
  stepMs: number,
  read: (window: Window) => AsyncIterable<Batch<T>>,
  coverage: (window: Window) => readonly Window[] = (piece) => [piece],
): AsyncGenerator<Chunk<T>> {
  for (const piece of splitWindow(window, stepMs)) {
    const batches: Batch<T>[] = []
    for await (const batch of read(piece)) batches.push(batch)
    yield { batches, window: piece, coverage: coverage(piece) }
  }
}

/** Reads one snapshot of now: each batch a chunk. */
export async function* readSnapshot<T>(read: AsyncIterable<Batch<T>>): AsyncGenerator<Chunk<T>> {
  for await (const batch of read) yield { batches: [batch], coverage: [] }
}

/** What a run's record says of an error. */
export function codedMessage(error: unknown): string {
  return error instanceof UnwindError ? `${error.code}: ${error.message}` : `INTERNAL: ${messageOf(error)}`
}
