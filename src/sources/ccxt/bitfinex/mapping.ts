import Big from 'big.js'
import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { findDecimal } from '../../../lib/decimal.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { MarketRecord, StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { barOf } from '../bars.ts'
import {
  marketOf,
  notNegative,
  openInterestOf,
  parseRow,
  positive,
  timeOf,
  type MarketIndex,
} from '../mapping.ts'
import type { CcxtMarket } from '../markets.ts'
import { rateOf } from '../readers.ts'

/** Paper-trading pairs stand among the real ones, as do tokens that are shares in something. */
export function isTraded({ id, tradfi }: Pick<CcxtMarket, 'id'> & { readonly tradfi?: unknown }): boolean {
  return !id.includes('TEST') && tradfi !== true
}

/** The venue's short names that perpetuals carry before "F0", by ccxt's table, which it applies to spot alone. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  ALG: 'ALGO',
  ATO: 'ATOM',
  DSH: 'DASH',
  IOT: 'IOTA',
  MNA: 'MANA',
  QTM: 'QTUM',
}

/** So that a perpetual and the spot of one coin have one name: "tATOF0:USTF0" is ATOM. */
export function completeMarket(record: MarketRecord): MarketRecord {
  const longName = record.kind === 'PERPETUAL' ? LONG_NAMES[record.baseCode] : undefined
  return longName === undefined ? record : { ...record, baseCode: longName }
}

/** Milliseconds; liquidations have been printed with fractions of one. */
export function msOf(value: unknown, name: string): Date {
  return timeOf(typeof value === 'number' ? Math.trunc(value) : value, name)
}

/** [0] KEY, [1] MTS, [12] CURRENT_FUNDING, [15] MARK_PRICE, [18] OPEN_INTEREST; without a key all stand one place before. */
const statusSchema = z.tuple([z.string()]).rest(z.unknown())

/**
 * Bitfinex `status/deriv`: OPEN_INTEREST in coins at MARK_PRICE of the same row. Clock: MTS.
 * https://docs.bitfinex.com/reference/rest-public-derivatives-status
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex): OpenInterestRecord {
  const [key, ...status] = parseRow(statusSchema, row)
  return mapPastOpenInterest(status, marketOf(markets, key))
}

/** `status/deriv/{key}/hist`: the same row without its key, about one a minute. @throws as above */
export function mapPastOpenInterest(row: unknown, market: StoredMarket): OpenInterestRecord {
  const status = parseRow(z.array(z.unknown()), row)
  return openInterestOf(
    market,
    msOf(status[0], 'MTS'),
    notNegative(status[17], 'OPEN_INTEREST'),
    positive(status[14], 'MARK_PRICE'),
  )
}

/** Funding is told per period of 8 hours. */
const INTERVAL_MINUTES = 480

/**
 * The same row: CURRENT_FUNDING is applied in the current period of 8 hours, as a fraction per 8 hours; it has the sign of the
 * premium: longs pay when it is positive. At which end of the period it is charged is not said, so there is no settlesAt, and
 * nothing is taken for settled. NEXT_FUNDING_ACCRUED is not read: it grows from zero through the period and is no rate of eight
 * hours before its end.
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER
 */
export function mapPrediction(row: unknown, markets: MarketIndex): FundingRecord {
  const status = parseRow(statusSchema, row)
  return {
    marketId: marketOf(markets, status[0]).id,
    time: msOf(status[1], 'MTS'),
    kind: 'PREDICTED',
    rate: rateOf(status[12], 'CURRENT_FUNDING'),
    intervalMinutes: INTERVAL_MINUTES,
  }
}

/** [MTS, OPEN, CLOSE, HIGH, LOW, VOLUME]: the close stands before the high. */
const candleSchema = z.array(z.unknown()).min(6)

/**
 * `candles/trade:1m`: VOLUME in coins; no USD, no takers. A minute without a trade is left out. Clock: MTS, the bar's begin.
 * https://docs.bitfinex.com/reference/rest-public-candles
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, close, high, low, base] = parseRow(candleSchema, row)
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base })
}

/** Rows [PRICE, COUNT, AMOUNT]: bids above zero, asks below. */
export const bookSchema = z.array(z.array(z.unknown()).min(3))

/**
 * The two sides of a book; no clock is printed. An amount that is no number goes to the bids as it is, where it is refused.
 * https://docs.bitfinex.com/reference/rest-public-book
 */
export function sidesOf(rows: z.infer<typeof bookSchema>) {
  const bids: unknown[][] = []
  const asks: unknown[][] = []
  for (const [price, , amount] of rows) {
    const signed = findDecimal(amount)
    if (signed?.startsWith('-')) asks.push([price, new Big(signed).abs().toFixed()])
    else bids.push([price, signed ?? amount])
  }
  return { bids, asks, timestamp: undefined }
}
