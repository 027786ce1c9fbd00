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
import type { OpenInterestRecord, OpenInterestSource } from './record.ts'
import { screenOpenInterest } from './quarantine.ts'
import { upsertOpenInterest } from './store.ts'

/** A transaction holds so much of a history: large enough that the statements around the rows cost little. */
const CHUNK_MS = 7 * DAY_MS

/** How readings become rows. */
export const OPEN_INTEREST_FACTS: Facts<OpenInterestRecord> = {
  family: 'OPEN_INTEREST',
  tables: ['open_interest', 'open_interest_minute'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => {
    const { accepted, held } = await screenOpenInterest(client, batch.records, origin)
    return { written: held + (await upsertOpenInterest(client, accepted, origin)) }
  },
}

/** Loads readings of `window`, or one reading of each market now when there is no window. */
export function ingestOpenInterest(
  context: LoadContext,
  source: OpenInterestSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window: Window | undefined,
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family: 'OPEN_INTEREST', exchange, ...(window ? { window } : {}) },
    (rest) =>
      rest === undefined
        ? readSnapshot(source.openInterest(markets, undefined, context.signal))
        : readHistory(
            rest,
            CHUNK_MS,
            (piece) => source.openInterest(markets, piece, context.signal),
            source.coverage && ((piece) => source.coverage!(piece)),
          ),
    OPEN_INTEREST_FACTS.write,
    OPEN_INTEREST_FACTS,
  )
}
