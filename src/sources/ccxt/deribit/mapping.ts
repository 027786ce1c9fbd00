import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { barOf } from '../bars.ts'
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
import type { CcxtMarket } from '../markets.ts'
import { rateOf } from '../readers.ts'

/**
 * Futures and perpetuals of one underlying. Combos are spreads of two legs; what a point of a volatility index (BTCDVOL) is worth
 * is not documented with the rest.
 */
export function isFuture({ base, info }: Pick<CcxtMarket, 'base' | 'info'>): boolean {
  return (info as { kind?: unknown } | null)?.kind === 'future' && !String(base).endsWith('DVOL')
}

const summarySchema = z.object({
  instrument_name: z.string(),
  open_interest: numeric,
  mark_price: numeric,
  creation_timestamp: z.unknown(),
})

/**
 * `get_book_summary_by_currency`: `open_interest` in USD (inverse) or coins (linear), never in contracts; `mark_price` of the same
 * row. Clock: `creation_timestamp`, the venue's.
 * https://docs.deribit.com/api-reference/market-data/public-get_book_summary_by_currency
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex): OpenInterestRecord {
  const raw = parseRow(summarySchema, row)
  return openInterestOf(
    marketOf(markets, raw.instrument_name),
    timeOf(raw.creation_timestamp, 'creation_timestamp'),
    notNegative(raw.open_interest, 'open_interest'),
    positive(raw.mark_price, 'mark_price'),
  )
}

const rateSchema = z.object({
  instrument_name: z.string(),
  current_funding: numeric,
  creation_timestamp: z.unknown(),
})

/** A rate of now is told per 8 hours. https://support.deribit.com/hc/en-us/articles/31424939178397-Funding-Specifications */
const NOW_MINUTES = 480

/**
 * The same row of a perpetual: `current_funding` is what holds at this millisecond, as a fraction per 8 HOURS; positive: longs
 * pay. It is paid all the time, so nothing is settled at any moment. `funding_8h`, paid over the 8 hours past, is not read: it is
 * the sum of eight settled hours.
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER
 */
export function mapPrediction(row: unknown, markets: MarketIndex): FundingRecord {
  const raw = parseRow(rateSchema, row)
  return {
    marketId: marketOf(markets, raw.instrument_name).id,
    time: timeOf(raw.creation_timestamp, 'creation_timestamp'),
    kind: 'PREDICTED',
    rate: rateOf(raw.current_funding, 'current_funding'),
    intervalMinutes: NOW_MINUTES,
  }
}

const hourSchema = z.object({ timestamp: z.unknown(), interest_1h: numeric })

/** The history has a row each hour. */
const HOUR_MINUTES = 60

/**
 * `get_funding_rate_history`: `interest_1h` is what was paid over the HOUR that ends at `timestamp`. `interest_8h` of the same row
 * runs over eight hours and overlaps its neighbours: summed, it would count each hour eight times.
 * https://docs.deribit.com/api-reference/market-data/public-get_funding_rate_history
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER
 */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(hourSchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.timestamp, 'timestamp'),
    kind: 'SETTLED',
    rate: rateOf(raw.interest_1h, 'interest_1h'),
    intervalMinutes: HOUR_MINUTES,
  }
}

const columns = ['ticks', 'open', 'high', 'low', 'close', 'volume', 'cost'] as const

export const chartSchema = z.object({
  result: z.object({
    status: z.enum(['ok', 'no_data']),
    ticks: z.array(z.unknown()),
    open: z.array(z.unknown()),
    high: z.array(z.unknown()),
    low: z.array(z.unknown()),
    close: z.array(z.unknown()),
    volume: z.array(z.unknown()),
    cost: z.array(z.unknown()),
  }),
})

type Row = Partial<Record<(typeof columns)[number], unknown>>

/** The bars of a chart, which comes in columns: a row for each of the longest column, so that one cut short is seen. */
export function rowsOfChart({ result }: z.infer<typeof chartSchema>): Row[] {
  const length = Math.max(...columns.map((name) => result[name].length))
  return Array.from({ length }, (_, at) =>
    Object.fromEntries(columns.map((name) => [name, result[name][at] ?? null])),
  )
}

const barSchema = z.object({
  ticks: z.unknown(),
  open: z.unknown(),
  high: z.unknown(),
  low: z.unknown(),
  close: z.unknown(),
  volume: z.unknown(),
  cost: z.unknown(),
})

/**
 * `get_tradingview_chart_data`: `volume` in coins and `cost` in USD (inverse) or the quote currency (linear), for both styles
 * alike. A minute without a trade comes with the last close and no volume. Clock: `ticks`, the bar's begin in ms.
 * https://docs.deribit.com/api-reference/market-data/public-get_tradingview_chart_data
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const { ticks: time, open, high, low, close, volume: base, cost: usd } = parseRow(barSchema, row)
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base, usd })
}
