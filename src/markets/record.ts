import type { DecimalString } from '../lib/decimal.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/** A venue that trades derivatives. */
export interface ExchangeRecord {
  /** ccxt's id in small letters, e.g. "binance": the key everywhere. */
  readonly code: string
  readonly name: string
}

/** SPOT has no contract: it is kept as LINEAR with the venue's counting unit as its size, settled in its quote. */
export type MarketKind = 'PERPETUAL' | 'FUTURE' | 'SPOT'

/**
 * LINEAR: a contract is `contractSize` units of the venue's base, valued in the quote currency.
 * INVERSE: a contract is `contractSize` USD, settled in coin.
 * QUANTO: neither; its USD value needs a third price.
 */
export type ContractStyle = 'LINEAR' | 'INVERSE' | 'QUANTO'

/**
 * One market of one venue: a perpetual, a dated future, or spot.
 * `contractSize` is what turns the venue's contracts into base units (LINEAR) or USD (INVERSE): sizes in messages
 * are never used without it. Facts come from the venue's instrument list, read through ccxt.
 */
export interface MarketRecord {
  readonly exchangeCode: string
  /** ccxt's unified symbol, e.g. "BTC/USDT:USDT"; "BTC/USDT" for spot. */
  readonly symbol: string
  /** The venue's own id, e.g. "BTCUSDT", "BTC-USDT-SWAP". */
  readonly venueSymbol: string
  /** Ticker of the base asset in capitals, without a multiplier: "PEPE" for "1000PEPEUSDT". */
  readonly baseCode: string
  /** Base units in one unit of the venue's base: "1000" for "1000PEPEUSDT", else "1". */
  readonly baseMultiplier: DecimalString
  readonly quote: string
  readonly settle: string
  readonly kind: MarketKind
  readonly style: ContractStyle
  readonly contractSize: DecimalString
  readonly active: boolean
  /** Venue clock; undefined when the venue does not tell it. */
  readonly listedAt?: Date
  /** Delivery time of a future; undefined for a perpetual. */
  readonly expiresAt?: Date
}

/** A market as the store knows it: the record and its key. */
export interface StoredMarket extends MarketRecord {
  readonly id: number
  readonly exchangeId: number
  readonly baseAssetId: number
  /** Sizes that it had before, oldest first, each from its time on; left out when it never changed. */
  readonly sizes?: readonly MarketSize[]
}

/** What a market's contract was worth from a time on. */
export interface MarketSize {
  readonly from: Date
  readonly contractSize: DecimalString
  readonly baseMultiplier: DecimalString
}

/** The market with the size that was valid at a time: a contract that was split since is not counted at its new size. */
export function sizedAt(market: StoredMarket, time: Date): StoredMarket {
  const { sizes } = market
  if (!sizes || sizes.length < 2) return market
  const valid = sizes.filter(({ from }) => from <= time).at(-1) ?? sizes[0]!
  return { ...market, contractSize: valid.contractSize, baseMultiplier: valid.baseMultiplier }
}

/** Stablecoins that count as one USD; the API says so in its documentation. */
export const USD_LIKE: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC'])

/** A venue's instrument list. */
export interface MarketSource {
  readonly source: SourceRecord
  readonly exchange: ExchangeRecord
  /** Every perpetual, dated future and spot market of the venue. Throws SourceError when the venue can't be read. */
  getMarkets(signal: AbortSignal): Promise<Batch<MarketRecord>>
}
