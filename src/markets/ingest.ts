import { readSnapshot, runLoad, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { MarketRecord, MarketSource } from './record.ts'
import { endUnlisted, upsertExchange, upsertMarkets } from './store.ts'

/** Loads a venue's instrument list. A market that the list no longer names has ended; it stays, as the facts refer to it. */
export function ingestMarkets(context: LoadContext, source: MarketSource): Promise<LoadResult> {
  return runLoad<MarketRecord>(
    context,
    { source: source.source, family: 'MARKETS', exchange: source.exchange },
    () => readSnapshot(once(() => source.getMarkets(context.signal))),
    async (client, batch) => {
      const exchangeId = await upsertExchange(client, source.exchange)
      const written = await upsertMarkets(client, exchangeId, batch.records, batch.observedAt)
      const symbols = batch.records.map(({ symbol }) => symbol)
      const unmapped = batch.rejections.map(
        ({ payload }) => (payload as { readonly id?: unknown } | null)?.id,
      )
      await endUnlisted(
        client,
        exchangeId,
        symbols,
        unmapped.filter((id) => typeof id === 'string'),
        batch.observedAt,
      )
      return { written }
    },
    // An instrument list has no time of its own, and its tables no partitions.
    { tables: [], timeOf: () => new Date(0) },
  )
}

async function* once<T>(read: () => Promise<T>): AsyncGenerator<T> {
  yield await read()
}
