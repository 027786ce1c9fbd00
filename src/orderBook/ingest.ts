import { UnwindError } from '../lib/errors.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import {
  readHistory,
  readSnapshot,
  runLoad,
  type Facts,
  type LoadContext,
  type LoadResult,
} from '../quality/ingest.ts'
import type { DepthRecord, OrderBookSource } from './record.ts'
import { upsertDepth } from './store.ts'

const CHUNK_MS = 14 * DAY_MS

/** How readings become rows. */
export const DEPTH_FACTS: Facts<DepthRecord> = {
  family: 'ORDER_BOOK',
  tables: ['order_book_depth'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({ written: await upsertDepth(client, batch.records, origin) }),
}

/**
 * Reads the order book of each market, now. There is no past to read: what is missed stays missing. With a window the readings
 * that a source kept of it.
 * @throws UnwindError NOT_OFFERED for a window of a source that kept none
 */
export async function ingestDepth(
  context: LoadContext,
  source: OrderBookSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window?: Window,
): Promise<LoadResult> {
  if (window && !source.past)
    throw new UnwindError('NOT_OFFERED', `${exchange.code} gives no order books of the past.`)
  return runLoad(
    context,
    { source: source.source, family: 'ORDER_BOOK', exchange, ...(window ? { window } : {}) },
    (rest) =>
      rest === undefined
        ? readSnapshot(source.depth(markets, context.signal))
        : readHistory(
            rest,
            CHUNK_MS,
            (piece) => source.past!(markets, piece, context.signal),
            source.coverage && ((piece) => source.coverage!(piece)),
          ),
    DEPTH_FACTS.write,
    DEPTH_FACTS,
  )
}
