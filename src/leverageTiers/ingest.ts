import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import { readSnapshot, runLoad, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { LeverageTierRecord, LeverageTierSource } from './record.ts'
import { upsertLeverageTiers } from './store.ts'

/** Reads what a venue asks of positions, now. Tiers that have changed are kept beside those of before. */
export function ingestLeverageTiers(
  context: LoadContext,
  source: LeverageTierSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
): Promise<LoadResult> {
  return runLoad<LeverageTierRecord>(
    context,
    { source: source.source, family: 'MARKETS', exchange },
    () => readSnapshot(source.leverageTiers(markets, context.signal)),
    async (client, batch, origin) => ({
      written: await upsertLeverageTiers(client, batch.records, origin),
    }),
    // Tiers have no time of their own, and their table no partitions.
    { tables: [], timeOf: () => new Date(0) },
  )
}
