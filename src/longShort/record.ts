import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * Accounts that are net long, as a share of all accounts with a position, 0 to 1: one account one vote, whatever its
 * size. The ratio that venues print is share / (1 - share). Clock: the venue's.
 */
export interface LongShortRecord {
  readonly marketId: number
  readonly time: Date
  readonly longShare: DecimalString
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of account ratios of one venue. */
export interface LongShortSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** Spans of a past window for which the feed was read; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
  /** Readings of `window`, time ascending within a market; with no window: the last one of each market. Throws SourceError. */
  longShort(
    markets: readonly StoredMarket[],
    window: Window | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Batch<LongShortRecord>>
}
