import { z } from 'zod'
import { RecordError } from '../../../lib/errors.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import {
  marketOf,
  notNegative,
  numeric,
  openInterestOf,
  parseRow,
  positive,
  timeOf,
  type MarketIndex,
} from '../mapping.ts'

/** Bybit's envelope: `time` is the venue's clock at the answer, the only one that tickers carry. */
export const listAnswerSchema = z.object({
  result: z.object({ list: z.array(z.unknown()), nextPageCursor: z.string().optional() }),
  time: z.unknown(),
})

const tickerSchema = z.object({ symbol: z.string(), openInterest: numeric, markPrice: numeric })

/**
 * Bybit `tickers`: all markets of a category in one answer, interest and mark price of the same moment.
 * `openInterest` is in venue-base units on linear and in USD on inverse (contracts of one USD). Clock: the answer's `time`.
 * https://bybit-exchange.github.io/docs/v5/market/tickers
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapTicker(row: unknown, time: unknown, markets: MarketIndex): OpenInterestRecord {
  const raw = parseRow(tickerSchema, row)
  return openInterestOf(
    marketOf(markets, raw.symbol),
    timeOf(time, 'time'),
    notNegative(raw.openInterest, 'openInterest'),
    priceOf(raw.markPrice),
  )
}

const historySchema = z.object({ openInterest: numeric, timestamp: z.unknown() })

/**
 * Bybit `open-interest`, 5-minute readings back to the listing. The amount is counted as in tickers; no value is
 * printed, so the price is the mark price at that time: the open of the mark-price kline that begins there.
 * Clock: `timestamp`, in ms. https://bybit-exchange.github.io/docs/v5/market/open-interest
 * @param markPrices by time in ms
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterest(
  row: unknown,
  market: StoredMarket,
  markPrices: ReadonlyMap<number, unknown>,
): OpenInterestRecord {
  const raw = parseRow(historySchema, row)
  const time = timeOf(raw.timestamp, 'timestamp')
  return openInterestOf(
    market,
    time,
    notNegative(raw.openInterest, 'openInterest'),
    priceOf(markPrices.get(time.getTime())),
  )
}

const klineSchema = z.tuple([numeric, numeric]).rest(z.unknown())

/** Opens by start time in ms, from mark-price klines [start, open, high, low, close]. */
export function mapMarkPrices(rows: readonly unknown[]): Map<number, unknown> {
  const prices = new Map<number, unknown>()
  for (const row of rows) {
    const parsed = klineSchema.safeParse(row)
    if (parsed.success) prices.set(Number(parsed.data[0]), parsed.data[1])
  }
  return prices
}

function priceOf(value: unknown): string {
  if (value === undefined || value === '') throw new RecordError('NO_PRICE', 'no mark price at that time')
  return positive(value, 'markPrice')
}
