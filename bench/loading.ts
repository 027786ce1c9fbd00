import type pg from 'pg'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openDatabase } from '../src/db.ts'
import { ensurePartitions, type PartitionedTable } from '../src/lib/partitions.ts'
import type { Window } from '../src/lib/time.ts'
import { ingestLiquidations } from '../src/liquidations/ingest.ts'
import { ingestMarkets } from '../src/markets/ingest.ts'
import { getMarketsOf } from '../src/markets/store.ts'
import { ingestOpenInterest } from '../src/openInterest/ingest.ts'
import type { Batch } from '../src/quality/record.ts'
import { findSampleVenue, sampleExchanges, sampleWindow } from '../src/sources/sample/index.ts'

export interface Loading {
  readonly family: string
  readonly rows: number
  /** Fact rows a second through our ingest, rollups, coverage and checkpoints included. */
  readonly ingest: number
  /** Fact rows a second when the same facts and rollups are copied into the same tables. */
  readonly copy: number
}

const GRAINS = ['', '_minute', '_hour', '_day']

/** Loads the sample's liquidations and open interest into `ingestUrl`, then copies the very rows into `copyUrl`. */
export async function measureLoading(ingestUrl: string, copyUrl: string): Promise<Loading[]> {
  const source = openDatabase({ url: ingestUrl, size: 4 })
  const target = openDatabase({ url: copyUrl, size: 4 })
  const signal = new AbortController().signal
  const context = { pool: source.pool, signal, now: () => new Date() }
  const results: Loading[] = []
  try {
    for (const { code } of sampleExchanges) await ingestMarkets(context, findSampleVenue(code)!.markets)
    for (const [family, table] of [
      ['liquidations', 'liquidation'],
      ['open interest', 'open_interest'],
    ] as const) {
      let rows = 0
      let ms = 0
      for (const exchange of sampleExchanges) {
        const venue = findSampleVenue(exchange.code)!
        const markets = await getMarketsOf(source.pool, exchange.code)
        // Drawn before the clock starts: what is measured is the store.
        const batches: Batch<never>[] = []
        const drawn =
          family === 'liquidations'
            ? venue.liquidations.liquidations(markets, sampleWindow, signal)
            : venue.openInterest.openInterest(markets, sampleWindow, signal)
        for await (const batch of drawn) batches.push(batch as Batch<never>)
        const replay = (part: Window) => replayOf(batches, part)
        const began = performance.now()
        const { counts } =
          family === 'liquidations'
            ? await ingestLiquidations(
                context,
                { ...venue.liquidations, liquidations: (_, part) => replay(part) },
                exchange,
                markets,
                sampleWindow,
              )
            : await ingestOpenInterest(
                context,
                { ...venue.openInterest, openInterest: (_, part) => replay(part ?? sampleWindow) },
                exchange,
                markets,
                sampleWindow,
              )
        ms += performance.now() - began
        rows += counts.written
      }
      await ensurePartitions(target.pool, [table, `${table}_minute`] as PartitionedTable[], sampleWindow)
      let copyMs = 0
      for (const grain of GRAINS) {
        const parts = await exported(source.pool, table + grain)
        const client = await target.pool.connect()
        const began = performance.now()
        await pipeline(Readable.from(parts), client.query(copyFrom(`copy ${table}${grain} from stdin`)))
        copyMs += performance.now() - began
        client.release()
      }
      results.push({ family, rows, ingest: (1000 * rows) / ms, copy: (1000 * rows) / copyMs })
    }
  } finally {
    await source.close()
    await target.close()
  }
  return results
}

/** The part of each batch that lies in a window, from arrays in memory. */
async function* replayOf(batches: readonly Batch<never>[], part: Window): AsyncGenerator<Batch<never>> {
  for (const batch of batches) {
    const records = batch.records.filter(({ time }: { time: Date }) => time >= part.from && time < part.to)
    if (records.length > 0) yield { ...batch, records }
  }
}

/** All rows of a table in COPY's own text format. */
async function exported(pool: pg.Pool, table: string): Promise<Buffer[]> {
  const client = await pool.connect()
  const parts: Buffer[] = []
  for await (const part of client.query(copyTo(`copy (select * from ${table}) to stdout`)))
    parts.push(part as Buffer)
  client.release()
  return parts
}
