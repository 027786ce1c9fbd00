import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * One closed bar of one market, spot or perpetual. A bar that is still open is never a record.
 *
 * Prices in USD per coin, `baseVolume` in coins, whatever the venue counts in. Clock: `time` is the bar's begin, the
 * venue's clock. undefined is "the venue does not tell it", never zero. A bar of zero volume is a bar.
 */
export interface CandleRecord {
  readonly marketId: number
  readonly time: Date
  readonly stepMs: number
  readonly open: DecimalString
  readonly high: DecimalString
  readonly low: DecimalString
  readonly close: DecimalString
  readonly baseVolume: DecimalString
  /** USD traded, as the venue sums it; undefined when it prints none: volume x close would be a guess. */
  readonly volumeUsd?: DecimalString
  /** Coins bought by takers. Sold by takers: baseVolume less this. */
  readonly takerBuyBase?: DecimalString
  /** USD bought by takers. */
  readonly takerBuyUsd?: DecimalString
  readonly trades?: number
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of bars of one venue. */
export interface CandleSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** Length of its bars. */
  readonly stepMs: number
  /** Spans of a past window for which the feed was read; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
  /** Closed bars that begin in `window`, time ascending within a market. Throws SourceError when the venue can't be read. */
  candles(
    markets: readonly StoredMarket[],
    window: Window,
    signal: AbortSignal,
  ): AsyncIterable<Batch<CandleRecord>>
}
