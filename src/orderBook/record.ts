import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/** Distances from mid at which resting value is summed, as fractions: ±0.5, 1, 2 and 5 %. */
export const DEPTH_LEVELS = ['0.005', '0.01', '0.02', '0.05'] as const

export type DepthLevel = (typeof DEPTH_LEVELS)[number]

/**
 * What rests in one side of a book, in USD.
 *
 * `usd` has a level only when the book that the venue gave reaches so far: a book that ends nearer holds a part of the
 * level, and a part is not the whole. `totalUsd` is all that was given, out to `reach`: a floor for every level beyond.
 */
export interface DepthSide {
  readonly usd: Readonly<Partial<Record<DepthLevel, DecimalString>>>
  readonly totalUsd: DecimalString
  /** Distance of the last given price from mid, as a fraction of mid. A book that is known to be whole reaches "1". */
  readonly reach: DecimalString
  readonly best: DecimalString
}

/** One reading of one market's order book. Prices in USD per coin; clock: the venue's, else ours (`venueClock` false). */
export interface DepthRecord {
  readonly marketId: number
  readonly time: Date
  readonly venueClock: boolean
  readonly mid: DecimalString
  readonly bids: DepthSide
  readonly asks: DepthSide
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of order books of one venue: of now, since no venue gives past books. */
export interface OrderBookSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** One reading of each market, now. Throws SourceError when the venue can't be read. */
  depth(markets: readonly StoredMarket[], signal: AbortSignal): AsyncIterable<Batch<DepthRecord>>
  /** Readings of a past window, time ascending within a market; only of a source that kept them, as the sample has. */
  past?(
    markets: readonly StoredMarket[],
    window: Window,
    signal: AbortSignal,
  ): AsyncIterable<Batch<DepthRecord>>
  /** Spans of a past window for which readings were kept; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
}
