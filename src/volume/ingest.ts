import type { Window } from '../lib/time.ts'
import type { ExchangeRecord, StoredMarket } from '../markets/record.ts'
import { readHistory, runLoad, type Facts, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { CandleRecord, CandleSource } from './record.ts'
import { upsertCandles } from './store.ts'

/** So many bars of one market at a time: a day of minutes is one request or two at most venues. */
const CHUNK_BARS = 1_440

/** How bars become rows. */
export const CANDLE_FACTS: Facts<CandleRecord> = {
  family: 'CANDLES',
  tables: ['candle'],
  timeOf: ({ time }) => time,
  write: async (client, batch, origin) => ({ written: await upsertCandles(client, batch.records, origin) }),
}

/** Loads the closed bars that begin in `window`. */
export function ingestCandles(
  context: LoadContext,
  source: CandleSource,
  exchange: ExchangeRecord,
  markets: readonly StoredMarket[],
  window: Window,
): Promise<LoadResult> {
  return runLoad(
    context,
    { source: source.source, family: 'CANDLES', exchange, window },
    (rest = window) =>
      readHistory(
        rest,
        CHUNK_BARS * source.stepMs,
        (piece) => source.candles(markets, piece, context.signal),
        source.coverage && ((piece) => source.coverage!(piece)),
      ),
    CANDLE_FACTS.write,
    CANDLE_FACTS,
  )
}
