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
import type { LongShortRecord, LongShortSource } from './record.ts'
import { upsertLongShort } from './store.ts'

const CHUNK_MS = 7 * DAY_MS

/** How readings become rows. */
export const LONG_SHORT_FACTS: Facts<LongShortRecord> = {
  family: 'LONG_SHORT',
  tables: ['long_short'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({ written: await upsertLongShort(client, batch.records, origin) }),
}

/** Loads readings of `window`, or the last one of each market when there is no window. */
export function ingestLongShort(
  context: LoadContext,
  source: LongShortSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window: Window | undefined,
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family: 'LONG_SHORT', exchange, ...(window ? { window } : {}) },
    (rest) =>
      rest === undefined
        ? readSnapshot(source.longShort(markets, undefined, context.signal))
        : readHistory(
            rest,
            CHUNK_MS,
            (piece) => source.longShort(markets, piece, context.signal),
            source.coverage && ((piece) => source.coverage!(piece)),
          ),
    LONG_SHORT_FACTS.write,
    LONG_SHORT_FACTS,
  )
}
