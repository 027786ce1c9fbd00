import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * SETTLED: charged at `time`. PREDICTED: what would be charged at `settlesAt` by what was known at `time`.
 * The two are never mixed: a prediction moves until its settlement.
 */
export type FundingKind = 'SETTLED' | 'PREDICTED'

/**
 * One funding rate of one perpetual.
 *
 * Unit: `rate` is a fraction of the position per interval of `intervalMinutes`; positive: longs pay shorts. Intervals
 * differ by venue and market and change: a rate without its interval is refused, never assumed to be of 8 hours.
 * Clock: the venue's. No rate is no record: never a zero.
 */
export interface FundingRecord {
  readonly marketId: number
  /** SETTLED: time of settlement; PREDICTED: time of the reading. */
  readonly time: Date
  readonly kind: FundingKind
  readonly rate: DecimalString
  readonly intervalMinutes: number
  /** PREDICTED: when it will be charged; undefined when the venue does not tell it. Of SETTLED left out. */
  readonly settlesAt?: Date
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of funding rates of one venue. */
export interface FundingSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** Spans of a past window for which the feed was read; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
  /**
   * With a window: rates settled in it, time ascending within a market. With none: the prediction of each perpetual, now,
   * and the last settled rate where the same answer holds it. Throws SourceError when the venue can't be read.
   */
  funding(
    markets: readonly StoredMarket[],
    window: Window | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Batch<FundingRecord>>
}
