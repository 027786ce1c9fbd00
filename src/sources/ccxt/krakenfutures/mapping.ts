import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { ratio, times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { MarketRecord, StoredMarket } from '../../../markets/record.ts'
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

const instrumentSchema = z.object({
  symbol: z.string(),
  type: z.enum(['futures_inverse', 'futures_vanilla', 'flexible_futures']),
})

/** PF_XBTUSD, PI_XBTUSD, FI_XBTUSD_260925: capitals in every answer, small letters in old ones. */
const QUOTED_IN_USD = /^[A-Z]{2}_[A-Z0-9]+USD(_\d{6})?$/

/**
 * ccxt takes every instrument for one in USD, and every type that it does not know for a linear one: others are refused.
 * https://docs.kraken.com/api-reference/instrument-details/get-instruments
 * @throws RecordError BAD_SHAPE
 */
export function completeMarket(record: MarketRecord, market: CcxtMarket): MarketRecord {
  const venueSymbol = parseRow(instrumentSchema, market.info).symbol.toUpperCase()
  if (!QUOTED_IN_USD.test(venueSymbol)) throw new RecordError('BAD_SHAPE', `${venueSymbol} is not in USD`)
  return { ...record, venueSymbol }
}

/** The venue prints times as "2026-09-02T17:52:21.671Z". @throws RecordError BAD_TIME */
export function isoTimeOf(value: unknown, name: string): Date {
  const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)
  return timeOf(isIso ? Math.floor(Date.parse(value)) : value, name)
}

const tickerSchema = z.object({ symbol: z.string(), openInterest: numeric, markPrice: numeric })

/**
 * Kraken Futures `tickers`: `openInterest` in CONTRACTS of one coin (PF_, FF_) or one USD (PI_, FI_), `markPrice` of the same moment.
 * Clock: the answer's `serverTime`. https://docs.kraken.com/api-reference/market-data/get-tickers
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex, serverTime: unknown): OpenInterestRecord {
  const raw = parseRow(tickerSchema, row)
  return openInterestOf(
    marketOf(markets, raw.symbol.toUpperCase()),
    isoTimeOf(serverTime, 'serverTime'),
    notNegative(raw.openInterest, 'openInterest'),
    positive(raw.markPrice, 'markPrice'),
  )
}

/** Every perpetual settles at the end of every hour. https://support.kraken.com/articles/4844359082772 */
const INTERVAL_MINUTES = 60

const fundingSchema = z.object({ symbol: z.string(), fundingRate: numeric, indexPrice: numeric })

/**
 * The same row: `fundingRate` is an AMOUNT for an hour and a contract, USD for one coin (PF_) or coins for one USD (PI_), fixed when the
 * hour began from a relative rate and the index price of then. The tickers don't print the relative rate: ours is that amount against the
 * index price of the same answer, so it stands off the venue's by what the index moved since the hour began. What was charged
 * comes exactly with mapSettled. `fundingRatePrediction`, of the hour after, is not taken. Fraction per hour, positive: longs pay.
 * https://docs.kraken.com/exchange/api-reference/futures-websocket/ticker
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_TIME, BAD_NUMBER, NO_PRICE
 */
export function mapPrediction(row: unknown, markets: MarketIndex, serverTime: unknown): FundingRecord {
  const raw = parseRow(fundingSchema, row)
  const market = marketOf(markets, raw.symbol.toUpperCase())
  const time = isoTimeOf(serverTime, 'serverTime')
  const amount = rateOf(raw.fundingRate, 'fundingRate')
  const index = positive(raw.indexPrice, 'indexPrice')
  if (market.style === 'QUANTO')
    throw new RecordError('NO_PRICE', `what ${market.symbol}'s rate is against can't be known`)
  return {
    marketId: market.id,
    time,
    kind: 'PREDICTED',
    rate: market.style === 'INVERSE' ? times(amount, index) : ratio(amount, index, 24)!,
    intervalMinutes: INTERVAL_MINUTES,
    settlesAt: new Date(Math.floor(time.getTime() / HOUR_MS + 1) * HOUR_MS),
  }
}

/**
 * Until then a period had four hours, and its rates were made otherwise.
 * https://support.kraken.com/hc/en-us/articles/9618146737172-Perpetual-Contracts-Funding-Rate-Method-Prior-to-September-29-2022
 */
const HOURLY_SINCE = Date.UTC(2022, 8, 30)

const settledSchema = z.object({ timestamp: z.unknown(), relativeFundingRate: numeric })

/**
 * `historicalfundingrates`: `relativeFundingRate` for the period that BEGINS at `timestamp`, so it is charged an hour later. The running
 * hour is in the list as well. `fundingRate`, the amount, is not taken.
 * https://docs.kraken.com/api-reference/historical-funding-rates/historical-funding-rates
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER, NO_INTERVAL
 */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  const begin = isoTimeOf(raw.timestamp, 'timestamp')
  if (begin.getTime() % HOUR_MS !== 0)
    throw new RecordError('BAD_TIME', `no period begins at ${begin.toISOString()}`)
  if (begin.getTime() < HOURLY_SINCE)
    throw new RecordError('NO_INTERVAL', `${market.venueSymbol} was not settled hourly at that time`)
  return {
    marketId: market.id,
    time: chargedAt(begin),
    kind: 'SETTLED',
    rate: rateOf(raw.relativeFundingRate, 'relativeFundingRate'),
    intervalMinutes: INTERVAL_MINUTES,
  }
}

/** When the rate of a period is charged. */
export function chargedAt(begin: Date): Date {
  return new Date(begin.getTime() + INTERVAL_MINUTES * MINUTE_MS)
}

const candleSchema = z.object({
  time: z.unknown(),
  open: z.unknown(),
  high: z.unknown(),
  low: z.unknown(),
  close: z.unknown(),
  volume: z.unknown(),
})

/**
 * `charts/v1/trade`: `volume` in CONTRACTS, one coin each on linear markets; inverse ones are not read. No USD, no takers.
 * Clock: `time`, the bar's begin in ms. https://docs.kraken.com/api-reference/candles/market-candles
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const { time, open, high, low, close, volume } = parseRow(candleSchema, row)
  return barOf(market, {
    time,
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base: times(notNegative(volume, 'volume'), market.contractSize),
  })
}
