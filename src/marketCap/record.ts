import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * One asset's market capitalisation at one time, in USD.
 *
 * `supply` is circulating supply in coins; undefined when the source does not tell it, and then the cap can't be
 * split into price and supply. Clock: the source's time of its last update.
 */
export interface MarketCapRecord {
  readonly coin: CoinRecord
  readonly time: Date
  readonly priceUsd: DecimalString
  readonly supply?: DecimalString
  /** As the source states it. The store keeps priceUsd x supply where supply is known, so that parts are exact. */
  readonly statedCapUsd: DecimalString
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

export interface CoinRecord {
  /** CoinGecko's id, e.g. "bitcoin": the key, since tickers are not unique. */
  readonly coingeckoId: string
  /** Ticker in capitals. */
  readonly code: string
  readonly name: string
  /** The one sector it counts in; undefined: none known. */
  readonly sectorCode?: string
}

export interface SectorRecord {
  readonly code: string
  readonly name: string
}

/** The whole market as a source totals it: every coin it lists, held here or not. USD. */
export interface TotalMarketCapRecord {
  readonly time: Date
  readonly capUsd: DecimalString
  /** Coins in that total; undefined when not told. */
  readonly coins?: number
  /** Our clock when this total was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

export interface MarketCapBatch extends Batch<MarketCapRecord> {
  readonly totals: readonly TotalMarketCapRecord[]
}

/** A feed of market capitalisations. */
export interface MarketCapSource {
  readonly source: SourceRecord
  /** The sectors its coins may name. */
  getSectors(signal: AbortSignal): Promise<SectorRecord[]>
  /** Snapshots of `window`, time ascending; with no window: one snapshot, now. Throws SourceError. */
  marketCaps(window: Window | undefined, signal: AbortSignal): AsyncIterable<MarketCapBatch>
}
