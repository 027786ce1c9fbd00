import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { FUNDING_FACTS } from '../../src/funding/ingest.ts'
import { inTransaction } from '../../src/db.ts'
import { UnwindError } from '../../src/lib/errors.ts'
import { ensurePartitions } from '../../src/lib/partitions.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { getMarketsOf, upsertExchange } from '../../src/markets/store.ts'
import { OPEN_INTEREST_FACTS } from '../../src/openInterest/ingest.ts'
import {
  codedMessage,
  firstReceipt,
  spanOf,
  writeChunk,
  type Facts,
  type LoadContext,
} from '../../src/quality/ingest.ts'
import type { Batch, Rejection, SourceRecord } from '../../src/quality/record.ts'
import {
  addCounts,
  addToRun,
  finishRun,
  NO_COUNTS,
  registerSource,
  startRun,
  touchFeed,
} from '../../src/quality/store.ts'
import { SERIES_FACTS } from '../../src/series/ingest.ts'
import {
  findKnownFormat,
  KNOWN_FORMATS,
  readKnownFile,
  type KnownBatch,
} from '../../src/sources/files/known.ts'
import { readMapping, type MappingDocument } from '../../src/sources/files/mapping.ts'
import { FileError } from '../../src/sources/files/rows.ts'
import { readSeriesFile } from '../../src/sources/files/seriesFile.ts'
import { CANDLE_FACTS } from '../../src/volume/ingest.ts'
import type { Outcome } from './loads.ts'
import { createProgress } from './progress.ts'

/** What one pass over a file yields: records of one family, whatever it is. */
interface FileReader {
  readonly source: SourceRecord
  /** undefined where a file's rows name their venues themselves, or where there is none. */
  readonly exchange: string | undefined
  readonly facts: Facts<never>
  readonly read: (onBytes: (bytes: number) => void) => AsyncIterable<{
    readonly records: readonly never[]
    readonly rejections: readonly Rejection[]
  }>
}

/**
 * Imports one file: reads it through once to the end, so that a fault of the file is found before anything is kept, then again
 * to write it, in one transaction. Memory does not grow with the file.
 */
export async function importFile(
  context: LoadContext,
  file: string,
  mapping: MappingDocument | undefined,
): Promise<Outcome> {
  const began = performance.now()
  const label = path.basename(file)
  let counts = NO_COUNTS
  let reader: FileReader | undefined
  try {
    reader = await openReader(context, file, mapping)
    const size = Math.max(1, fs.statSync(file).size)
    const progress = createProgress(label, { from: new Date(0), to: new Date(2 * size) })
    const { read, facts, source, exchange } = reader
    let from = Infinity
    let to = -Infinity
    for await (const batch of read((bytes) => progress.update({ counts, doneUntil: new Date(bytes) }))) {
      context.signal.throwIfAborted()
      const span = spanOf({ batches: [batchOf(batch, context)] }, facts.timeOf)
      if (span) {
        from = Math.min(from, span.from.getTime())
        to = Math.max(to, span.to.getTime())
      }
    }
    // Of its own connection: making a partition waits for every writer of its table, this import's among them.
    if (from < to && !context.dryRun)
      await ensurePartitions(context.pool, facts.tables, { from: new Date(from), to: new Date(to) })
    counts = await inTransaction(
      context.pool,
      async (client) => {
        if (from < to && context.dryRun)
          await ensurePartitions(client, facts.tables, { from: new Date(from), to: new Date(to) })
        const sourceId = await registerSource(client, source)
        const exchangeId =
          exchange === undefined
            ? undefined
            : await upsertExchange(client, { code: exchange, name: exchange })
        const run = await startRun(
          client,
          { sourceId, exchangeId, family: facts.family, window: undefined },
          context.now(),
        )
        let sum = NO_COUNTS
        let first = context.now()
        for await (const batch of read((bytes) =>
          progress.update({ counts: sum, doneUntil: new Date(size + bytes) }),
        )) {
          context.signal.throwIfAborted()
          const chunk = { batches: [batchOf(batch, context)] }
          const written = await writeChunk(client, run, chunk, facts.write, facts.timeOf, context.now())
          first = firstReceipt(chunk, first)
          await addToRun(client, run, written)
          sum = addCounts(sum, written)
        }
        await touchFeed(client, run, exchange ?? '-', { first, last: context.now() })
        await finishRun(client, run, context.now())
        return sum
      },
      { rollback: context.dryRun ?? false },
    )
    progress.stop()
    return { label, counts, ms: performance.now() - began }
  } catch (error) {
    if (reader && !context.dryRun) await keepFailure(context, reader, error).catch(() => undefined)
    return { label, counts: NO_COUNTS, ms: performance.now() - began, error }
  }
}

/** A refused file leaves the record of its refusal, and nothing else. */
async function keepFailure(
  context: LoadContext,
  { source, facts }: FileReader,
  error: unknown,
): Promise<void> {
  await inTransaction(context.pool, async (client) => {
    const sourceId = await registerSource(client, source)
    const run = await startRun(
      client,
      { sourceId, exchangeId: undefined, family: facts.family, window: undefined },
      context.now(),
    )
    await finishRun(client, run, context.now(), codedMessage(error))
  })
}

function batchOf(
  { records, rejections }: { readonly records: readonly never[]; readonly rejections: readonly Rejection[] },
  context: LoadContext,
): Batch<never> {
  return { records, rejections, observedAt: context.now() }
}

async function openReader(
  context: LoadContext,
  file: string,
  mapping: MappingDocument | undefined,
): Promise<FileReader> {
  if (!fs.existsSync(file)) throw new FileError('FILE_UNREADABLE', file, undefined, 'a file', 'none')
  if (mapping) {
    const { code, name, url } = mapping.source
    return {
      source: { code, name, provenance: 'OBSERVED', ...(url === undefined ? {} : { url }) },
      exchange: undefined,
      facts: SERIES_FACTS as unknown as Facts<never>,
      read: (onBytes) => readSeriesFile(mapping, file, { onBytes }) as never,
    }
  }
  const known = await findKnownFormat(file)
  if (!known) {
    const formats = KNOWN_FORMATS.map(({ name }) => name).join(', ')
    throw new FileError(
      'UNKNOWN_FILE',
      file,
      1,
      `the header of ${formats}; or say --mapping FILE`,
      'another header',
    )
  }
  const markets = new Map<string, StoredMarket>()
  const { rows } = await context.pool.query<{ code: string }>('select code from exchange')
  for (const { code } of rows)
    for (const market of await getMarketsOf(context.pool, code))
      markets.set(`${code}|${market.venueSymbol}|${market.kind === 'SPOT' ? 'SPOT' : 'DERIVATIVE'}`, market)
  const family = familyOf(known.format.name)
  const { source, exchange } = known.format
  return {
    source: typeof source === 'function' ? source(file) : source,
    exchange,
    facts: family.facts,
    read: async function* (onBytes) {
      const batches = readKnownFile(
        file,
        known,
        (code, symbol, kind) => markets.get(`${code}|${symbol}|${kind}`),
        { onBytes },
      )
      for await (const batch of batches)
        yield { records: family.recordsOf(batch) as readonly never[], rejections: batch.rejections }
    },
  }
}

function familyOf(name: string): {
  facts: Facts<never>
  recordsOf: (batch: KnownBatch) => readonly unknown[]
} {
  const of = <T>(facts: Facts<T>, recordsOf: (batch: KnownBatch) => readonly T[]) => ({
    facts: facts as unknown as Facts<never>,
    recordsOf,
  })
  if (/liquidation/i.test(name)) return of(LIQUIDATION_FACTS, ({ liquidations }) => liquidations)
  if (name.includes('klines')) return of(CANDLE_FACTS, ({ candles }) => candles)
  if (name.includes('fundingRate')) return of(FUNDING_FACTS, ({ funding }) => funding)
  return of(OPEN_INTEREST_FACTS, ({ openInterest }) => openInterest)
}

/** Adds `import` to the command. */
export function importCommand(
  program: Command,
  run: (files: string[], options: { readonly mapping?: string; readonly dryRun?: boolean }) => Promise<void>,
): void {
  program
    .command('import')
    .description('bulk files (csv, csv.gz, zip): known by their header, or any CSV by a declared mapping')
    .argument('<files...>', 'files to import, each whole or not at all')
    .option('--mapping <file>', 'YAML or JSON by schema/import-mapping.schema.json; see schema/mappings')
    .option('--dry-run', 'read and map everything, tell the counts, keep nothing')
    .action(run)
}

/** Reads the mapping and imports each file, one after the other; a file that is refused stops no other. */
export async function importFiles(
  context: LoadContext,
  files: readonly string[],
  mappingFile: string | undefined,
): Promise<Outcome[]> {
  let mapping: MappingDocument | undefined
  try {
    mapping = mappingFile === undefined ? undefined : readMapping(mappingFile)
  } catch (error) {
    if (!(error instanceof UnwindError)) throw error
    return [{ label: path.basename(mappingFile!), counts: NO_COUNTS, ms: 0, error }]
  }
  const outcomes: Outcome[] = []
  for (const file of files) {
    if (context.signal.aborted) break
    outcomes.push(await importFile(context, file, mapping))
  }
  return outcomes
}
