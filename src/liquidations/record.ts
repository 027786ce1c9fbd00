import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/** Side of the POSITION that was closed: a liquidated long is LONG, though its closing order is a sell. */
export type PositionSide = 'LONG' | 'SHORT'

/**
 * One forced order.
 *
 * Clock: `time` is the venue's, to the millisecond. Size: `contracts` as the venue counts them.
 * Price: the average fill where the venue prints it (Binance), else the bankruptcy price (Bybit, OKX).
 */
export interface LiquidationRecord {
  readonly marketId: number
  readonly time: Date
  /** Natural key within (market, time): the venue's order id, or the order's content. The same message twice has the same key. */
  readonly orderKey: string
  readonly side: PositionSide
  readonly price: DecimalString
  readonly contracts: DecimalString
  /** Base units (coins), after contract size and multiplier. undefined for a quanto contract. */
  readonly baseQuantity?: DecimalString
  /** USD; undefined when no USD value can be had (coin-quoted or quanto without a price): counted, never guessed. */
  readonly notionalUsd?: DecimalString
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** A feed of forced orders of one venue. */
export interface LiquidationSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** HISTORY: any past window can be read, again and again. STREAM: only what arrives from now on. */
  readonly mode: 'HISTORY' | 'STREAM'
  /** Spans of a past window for which the feed was read; the whole window when left out. */
  coverage?(window: Window): readonly Window[]
  /**
   * Orders of `window` in batches, time ascending. A venue's history is read over REST; a venue that only streams
   * yields what arrives from now until `window.to`, so its window must not begin in the past.
   * A stream yields empty batches too while nothing is liquidated, each with `aliveSince`: what is covered is known by them.
   * Throws SourceError when the venue can't be read.
   */
  liquidations(
    markets: readonly StoredMarket[],
    window: Window,
    signal: AbortSignal,
  ): AsyncIterable<Batch<LiquidationRecord>>
}
