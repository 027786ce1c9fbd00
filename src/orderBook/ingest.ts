import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import { readSnapshot, runLoad, type Facts, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { DepthRecord, OrderBookSource } from './record.ts'
import { upsertDepth } from './store.ts'

/** How readings become rows. */
export const DEPTH_FACTS: Facts<DepthRecord> = {
  family: 'ORDER_BOOK',
  tables: ['order_book_depth'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({ written: await upsertDepth(client, batch.records, origin) }),
}

/** Reads the order book of each market, now. There is no past to read: what is missed stays missing. */
export function ingestDepth(
  context: LoadContext,
  source: OrderBookSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family: 'ORDER_BOOK', exchange },
    () => readSnapshot(source.depth(markets, context.signal)),
    DEPTH_FACTS.write,
    DEPTH_FACTS,
  )
}
