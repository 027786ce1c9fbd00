import type { StoredMarket } from '../../src/markets/record.ts'
import type { CandleRecord } from '../../src/volume/record.ts'
import { at } from './fixtures.ts'

/** A bar of one hour at a price of 1, told by its volume and what takers bought of it, USD; undefined is not told. */
export function bar(
  market: StoredMarket,
  time: string,
  volumeUsd: string | undefined,
  takerBuyUsd?: string,
): CandleRecord {
  return {
    marketId: market.id,
    time: at(time),
    stepMs: 3_600_000,
    open: '1',
    high: '1',
    low: '1',
    close: '1',
    baseVolume: volumeUsd ?? '1',
    ...(volumeUsd === undefined ? {} : { volumeUsd }),
    ...(takerBuyUsd === undefined ? {} : { takerBuyUsd, takerBuyBase: takerBuyUsd }),
  }
}
