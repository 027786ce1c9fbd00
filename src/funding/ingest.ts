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
import type { FundingRecord, FundingSource } from './record.ts'
import { upsertFunding } from './store.ts'

/** Rates are few: a long chunk spares requests, since every market is asked for each. */
const CHUNK_MS = 30 * DAY_MS

/** How rates become rows. */
export const FUNDING_FACTS: Facts<FundingRecord> = {
  family: 'FUNDING',
  tables: ['funding_rate', 'funding_prediction'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({ written: await upsertFunding(client, batch.records, origin) }),
}

/** Loads rates settled in `window`; with no window the predictions of now, and the last settled rates that come with them. */
export function ingestFunding(
  context: LoadContext,
  source: FundingSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window: Window | undefined,
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family: 'FUNDING', exchange, ...(window ? { window } : {}) },
    (rest) =>
      rest === undefined
        ? readSnapshot(source.funding(markets, undefined, context.signal))
        : readHistory(
            rest,
            CHUNK_MS,
            (piece) => source.funding(markets, piece, context.signal),
            source.coverage && ((piece) => source.coverage!(piece)),
          ),
    FUNDING_FACTS.write,
    FUNDING_FACTS,
  )
}
