import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * One reading of one market's open interest.
 *
 * Unit: `baseQuantity` in coins whatever the venue counts in, `markPrice` in USD per coin;
 * value in USD = baseQuantity x markPrice. Clock: the venue's. No reading is no record: never a zero.
 */
export interface OpenInterestRecord {
  readonly marketId: number
  readonly time: Date
  readonly baseQuantity: DecimalString
  readonly markPrice: DecimalString
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of open interest of one venue. */
export interface OpenInterestSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** Spans of a past window for which the feed was read; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
  /**
   * Readings of `window` in batches, time ascending within a market. With no window: one reading of each market, now.
   * Throws SourceError when the venue can't be read.
   */
  openInterest(
    markets: readonly StoredMarket[],
    window: Window | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Batch<OpenInterestRecord>>
}
