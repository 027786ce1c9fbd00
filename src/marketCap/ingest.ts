import { DAY_MS, type Window } from '../lib/time.ts'
import { readHistory, readSnapshot, runLoad, type LoadContext, type LoadResult } from '../quality/ingest.ts'
import type { MarketCapBatch, MarketCapRecord, MarketCapSource } from './record.ts'
import { upsertCoins, upsertMarketCaps, upsertSectors, upsertTotalMarketCaps } from './store.ts'

/** A source reads a past window coin by coin: long chunks spare it most of its requests. */
const CHUNK_MS = 30 * DAY_MS

/** Tables whose monthly partitions its rows need. */
export const MARKET_CAP_PARTITIONED = ['market_cap', 'market_cap_minute'] as const

/** Loads market caps and totals of `window`, or one snapshot of now when there is no window. */
export async function ingestMarketCaps(
  context: LoadContext,
  source: MarketCapSource,
  window: Window | undefined,
): Promise<LoadResult> {
  const sectors = await source.getSectors(context.signal)
  return runLoad<MarketCapRecord>(
    context,
    { source: source.source, family: 'MARKET_CAPS', ...(window ? { window } : {}) },
    (rest) =>
      rest === undefined
        ? readSnapshot(source.marketCaps(undefined, context.signal))
        : readHistory(rest, CHUNK_MS, (piece) => source.marketCaps(piece, context.signal)),
    async (client, batch, origin) => {
      const { totals } = batch as MarketCapBatch
      const sectorIds = await upsertSectors(client, sectors)
      const coins = batch.records.map(({ coin }) => coin)
      const assetIds = await upsertCoins(client, coins, sectorIds)
      const caps = await upsertMarketCaps(client, batch.records, assetIds, origin)
      return {
        written: caps + (await upsertTotalMarketCaps(client, totals, origin)),
        alsoRead: totals.length,
      }
    },
    { tables: MARKET_CAP_PARTITIONED, timeOf: ({ time }) => time },
  )
}
