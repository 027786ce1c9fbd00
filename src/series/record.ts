import type { DecimalString } from '../lib/decimal.ts'
import type { Completeness } from '../liquidations/completeness.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/**
 * What a series of another house measures, with its unit. These are sums that somebody else made, over venues of their
 * choice: they stand beside what Unwind measures, as a source of their own, and are never merged into it.
 */
export const MEASURES = {
  /** Positions closed by force in the bar, by the side of the position. */
  LIQUIDATIONS_LONG: 'USD',
  LIQUIDATIONS_SHORT: 'USD',
  LIQUIDATIONS_TOTAL: 'USD',
  OPEN_INTEREST_USD: 'USD',
  OPEN_INTEREST_COINS: 'COINS',
  /** Fraction per 8 hours; positive: longs pay. */
  FUNDING_RATE_8H: 'FRACTION',
  /** Fraction per interval of the market, whatever that was; positive: longs pay. */
  FUNDING_RATE: 'FRACTION',
  /** USD per coin. */
  PRICE_OPEN: 'USD',
  PRICE_HIGH: 'USD',
  PRICE_LOW: 'USD',
  PRICE_CLOSE: 'USD',
  SPOT_PRICE_CLOSE: 'USD',
  VOLUME_USD: 'USD',
  VOLUME_COINS: 'COINS',
  SPOT_VOLUME_USD: 'USD',
  TAKER_BUY_USD: 'USD',
  TAKER_SELL_USD: 'USD',
  SPOT_TAKER_BUY_USD: 'USD',
  SPOT_TAKER_SELL_USD: 'USD',
  /** Quote value resting within 1 % of mid. */
  DEPTH_BIDS_1: 'USD',
  DEPTH_ASKS_1: 'USD',
  SPOT_DEPTH_BIDS_1: 'USD',
  SPOT_DEPTH_ASKS_1: 'USD',
  /** Accounts that are net long, as a share of all, 0 to 1. */
  LONG_ACCOUNT_SHARE: 'FRACTION',
  MARKET_CAP: 'USD',
  /** Asset's share of the cap of all, 0 to 1. */
  DOMINANCE: 'FRACTION',
  /** Coins that exchanges hold for their customers and themselves. */
  EXCHANGE_RESERVE_COINS: 'COINS',
  EXCHANGE_RESERVE_USD: 'USD',
  /** Into a fund less out of it. */
  FUND_NET_FLOW: 'USD',
  STABLECOIN_CAP: 'USD',
  /** Coins borrowed or bought on margin on spot markets. */
  MARGIN_LONG_COINS: 'COINS',
  MARGIN_SHORT_COINS: 'COINS',
  /** Price on Coinbase less that on Binance, as a share of it. */
  COINBASE_PREMIUM: 'FRACTION',
  /** Coins that exchanges hold for each USD of stablecoins that they hold. */
  EXCHANGE_STABLECOIN_RATIO: 'COINS_PER_USD',
} as const satisfies Record<string, SeriesUnit>

export type Measure = keyof typeof MEASURES
export type SeriesUnit = 'USD' | 'COINS' | 'FRACTION' | 'COINS_PER_USD'

/** What names one series of one source. */
export interface SeriesKey {
  readonly measure: Measure
  /** Ticker in capitals; undefined: the whole market. */
  readonly assetCode?: string
  /** The one venue it is of, by code; undefined: of a set of venues, or of none. */
  readonly exchangeCode?: string
  /** The venue's own id of the one market it is of, or the source's of the one token. */
  readonly venueSymbol?: string
  /** What else tells it apart, e.g. a fund's ticker. */
  readonly label?: string
  /** Length of its bars. */
  readonly stepMs: number
}

export interface SeriesRecord extends SeriesKey {
  /** Codes of the venues that the source says it sums; undefined: it does not say. */
  readonly venues?: readonly string[]
  /** How much of what it sums it is known to hold. */
  readonly completeness: Completeness
}

/** One value of one series. Clock: `time` is the begin of its bar, UTC. A missing value is no record. */
export interface SeriesPointRecord {
  readonly series: SeriesRecord
  readonly time: Date
  /** In the measure's unit; may be negative where the measure can be. */
  readonly value: DecimalString
  /** Our clock when this record was received, where that differs within a batch; else the batch's. */
  readonly observedAt?: Date
}

/** Measures whose values may be below zero. */
export const SIGNED_MEASURES: ReadonlySet<Measure> = new Set([
  'FUNDING_RATE_8H',
  'FUNDING_RATE',
  'FUND_NET_FLOW',
  'COINBASE_PREMIUM',
])

/** A feed of such series, e.g. a keyed vendor. */
export interface SeriesSource {
  readonly source: SourceRecord
  /** Points of `window` [from, to), time ascending within a series; no window: the latest that it has. Throws SourceError. */
  points(
    window: { readonly from: Date; readonly to: Date } | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Batch<SeriesPointRecord>>
}
