import { z } from 'zod'
import { times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { sizedAt, type StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import {
  notNegative,
  numeric,
  openInterestFromValue,
  openInterestOf,
  parseRow,
  positive,
  timeOf,
} from '../mapping.ts'

const openInterestSchema = z.object({ symbol: z.string(), openInterest: numeric, time: z.unknown() })

const premiumIndexRowSchema = z.object({ symbol: z.string(), markPrice: numeric })

export const premiumIndexSchema = z.array(z.unknown())

/** Mark prices by symbol from premiumIndex (all markets in one answer): quote units per unit of the venue's base. */
export function mapMarkPrices(rows: readonly unknown[]): Map<string, unknown> {
  const prices = new Map<string, unknown>()
  for (const row of rows) {
    const parsed = premiumIndexRowSchema.safeParse(row)
    if (parsed.success) prices.set(parsed.data.symbol, parsed.data.markPrice)
  }
  return prices
}

/**
 * Binance `openInterest` of one symbol, now. `openInterest` is in venue-base units on USD-M and in CONTRACTS (of a fixed USD
 * size) on COIN-M; the mark price comes from premiumIndex, read within seconds. Clock: `time`, in ms.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterest(row: unknown, market: StoredMarket, markPrice: unknown): OpenInterestRecord {
  const raw = parseRow(openInterestSchema, row)
  if (markPrice === undefined) throw new RecordError('NO_PRICE', `${market.venueSymbol} has no mark price`)
  return openInterestOf(
    market,
    timeOf(raw.time, 'time'),
    notNegative(raw.openInterest, 'openInterest'),
    positive(markPrice, 'markPrice'),
  )
}

const openInterestHistSchema = z.object({
  sumOpenInterest: numeric,
  sumOpenInterestValue: numeric,
  timestamp: z.unknown(),
})

/**
 * Binance `openInterestHist`, 5-minute readings of the last 30 days. USD-M: `sumOpenInterest` in venue-base units,
 * `sumOpenInterestValue` in the quote currency. COIN-M: contracts, and coins. So the venue prints amount and value of one
 * moment, and the price is their quotient. Clock: `timestamp`, in ms.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest-Statistics
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterestHist(row: unknown, market: StoredMarket): OpenInterestRecord {
  const raw = parseRow(openInterestHistSchema, row)
  const time = timeOf(raw.timestamp, 'timestamp')
  return openInterestFromValue(
    market,
    time,
    times(notNegative(raw.sumOpenInterest, 'sumOpenInterest'), sizedAt(market, time).contractSize),
    notNegative(raw.sumOpenInterestValue, 'sumOpenInterestValue'),
  )
}
