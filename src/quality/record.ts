/** OBSERVED: as the source sent it. RECONSTRUCTED: made by Unwind from anchor figures, never observed. */
export type Provenance = 'OBSERVED' | 'RECONSTRUCTED'

export type Family =
  | 'MARKETS'
  | 'LIQUIDATIONS'
  | 'OPEN_INTEREST'
  | 'FUNDING'
  | 'ORDER_BOOK'
  | 'CANDLES'
  | 'LONG_SHORT'
  | 'MARKET_CAPS'
  | 'RESERVES'
  | 'FUND_FLOWS'
  | 'SERIES'

/** Who said it: one outside feed. Every fact row names one. */
export interface SourceRecord {
  /** e.g. "binance.ws", "binance.rest", "coingecko.rest", "sample". */
  readonly code: string
  readonly name: string
  readonly provenance: Provenance
  /** Where the feed is documented; undefined for the sample. */
  readonly url?: string
}

/** A record that could not be mapped: kept with its payload, never dropped in silence. */
export interface Rejection {
  /** Stable code, e.g. UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, BAD_SIDE, BAD_SHAPE. */
  readonly code: string
  readonly reason: string
  /** The record as it arrived, without keys or secrets. */
  readonly payload: unknown
}

/** What a source hands over at a time: the good records, and those it had to refuse. */
export interface Batch<T> {
  readonly records: readonly T[]
  readonly rejections: readonly Rejection[]
  /** Our clock when the batch was received (for the sample: the record's own time). */
  readonly observedAt: Date
  /** Of a stream: since when it has been connected without a break, our clock; it is read for [aliveSince, observedAt). */
  readonly aliveSince?: Date
}

/** Where rows come from: on every fact row. */
export interface Origin {
  readonly sourceId: number
  readonly runId: string
  /** Our clock when the rows were received. */
  readonly observedAt: Date
}
