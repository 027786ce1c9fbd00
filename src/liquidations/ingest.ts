import { DAY_MS, type Window } from '../lib/time.ts'
import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import {
  readHistory,
  runLoad,
  type Chunk,
  type Facts,
  type LoadContext,
  type LoadResult,
} from '../quality/ingest.ts'
import type { Batch } from '../quality/record.ts'
import type { LiquidationRecord, LiquidationSource } from './record.ts'
import { insertLiquidations } from './store.ts'

/** A transaction holds so much of a history: large enough that the statements around the rows cost little. */
const CHUNK_MS = 7 * DAY_MS

/** How forced orders become rows. */
export const LIQUIDATION_FACTS: Facts<LiquidationRecord> = {
  family: 'LIQUIDATIONS',
  tables: ['liquidation', 'liquidation_minute'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({
    written: await insertLiquidations(client, batch.records, origin),
  }),
}

/**
 * Loads forced orders of `window`: from a venue's history day by day, from a stream as they arrive until `window.to`.
 * A stream is covered only for the spans in which it was alive; the rest stays a gap.
 */
export function ingestLiquidations(
  context: LoadContext,
  source: LiquidationSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window: Window,
): Promise<LoadResult> {
  const read = (piece: Window) => source.liquidations(markets, piece, context.signal)
  return runLoad(
    context,
    { source: source.source, family: 'LIQUIDATIONS', exchange, window },
    (rest = window) =>
      source.mode === 'STREAM'
        ? readStream(read(rest))
        : readHistory(rest, CHUNK_MS, read, source.coverage && ((piece) => source.coverage!(piece))),
    LIQUIDATION_FACTS.write,
    LIQUIDATION_FACTS,
  )
}

/** Each batch of a stream is a chunk of its own: committed as it comes. */
async function* readStream(
  batches: AsyncIterable<Batch<LiquidationRecord>>,
): AsyncGenerator<Chunk<LiquidationRecord>> {
  for await (const batch of batches) {
    const { aliveSince, observedAt } = batch
    yield { batches: [batch], coverage: aliveSince ? [{ from: aliveSince, to: observedAt }] : [] }
  }
}
