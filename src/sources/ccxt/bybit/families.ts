import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { intervalsFromSpacing, LONGEST_INTERVAL_MS, settlementOf } from '../funding.ts'
import {
  coinPrice,
  indexMarkets,
  joinMapped,
  mapEach,
  marketOf,
  notNegative,
  numeric,
  parseRow,
  positive,
  shareOf,
  timeOf,
  type MarketIndex,
} from '../mapping.ts'
import { callOf, rateOf, type FundingPlan, type PagedPlan } from '../readers.ts'
import { listAnswerSchema } from './openInterest.ts'

export function categoryOf(market: StoredMarket): 'linear' | 'inverse' | 'spot' {
  if (market.kind === 'SPOT') return 'spot'
  return market.style === 'INVERSE' ? 'inverse' : 'linear'
}

const tickerSchema = z.object({
  symbol: z.string(),
  fundingRate: z.string(),
  nextFundingTime: z.unknown(),
  fundingIntervalHour: numeric.optional(),
})

/**
 * Bybit `tickers`: `fundingRate` is what would be charged at `nextFundingTime`; `fundingIntervalHour` is the market's own interval.
 * Clock: the answer's `time`. https://bybit-exchange.github.io/docs/v5/market/tickers
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, time: unknown, markets: MarketIndex): FundingRecord {
  const raw = parseRow(tickerSchema, row)
  const market = marketOf(markets, raw.symbol)
  const hours = Number(raw.fundingIntervalHour)
  if (!Number.isInteger(hours) || hours < 1 || hours > 24)
    throw new RecordError('NO_INTERVAL', `fundingIntervalHour is ${JSON.stringify(raw.fundingIntervalHour)}`)
  return {
    marketId: market.id,
    time: timeOf(time, 'time'),
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: hours * 60,
    settlesAt: timeOf(raw.nextFundingTime, 'nextFundingTime'),
  }
}

const settledSchema = z.object({ fundingRate: z.string(), fundingRateTimestamp: z.unknown() })

export const FUNDING: FundingPlan = {
  async now(client, markets) {
    const ofCategory = async (category: string) => {
      const index = indexMarkets(markets.filter((market) => categoryOf(market) === category))
      if (index.size === 0) return { records: [], rejections: [] }
      const answer = await client.request(
        `tickers ${category}`,
        () => callOf(client.exchange, 'publicGetV5MarketTickers')({ category }),
        listAnswerSchema,
      )
      const own = answer.result.list.filter((row) => {
        const symbol = (row as { symbol?: unknown } | null)?.symbol
        return typeof symbol !== 'string' || index.has(symbol)
      })
      return mapEach(own, (row) => mapPrediction(row, answer.time, index))
    }
    return joinMapped([await ofCategory('linear'), await ofCategory('inverse')])
  },
  history: {
    stepMs: LONGEST_INTERVAL_MS / 8,
    pageRows: 180,
    read: (client, market, page) =>
      client
        .request(
          `funding/history ${market.venueSymbol}`,
          () =>
            callOf(
              client.exchange,
              'publicGetV5MarketFundingHistory',
            )({
              category: categoryOf(market),
              symbol: market.venueSymbol,
              startTime: page.from.getTime() - LONGEST_INTERVAL_MS - MINUTE_MS,
              endTime: page.to.getTime() - 1,
              limit: 200,
            }),
          listAnswerSchema,
        )
        .then(({ result }) => result.list),
    map: (row, market) => {
      const raw = parseRow(settledSchema, row)
      return {
        marketId: market.id,
        time: settlementOf(timeOf(raw.fundingRateTimestamp, 'fundingRateTimestamp')),
        kind: 'SETTLED',
        rate: rateOf(raw.fundingRate, 'fundingRate'),
        intervalMinutes: 0,
      }
    },
    complete: intervalsFromSpacing,
  },
}

const klineSchema = z.tuple([z.unknown(), numeric, numeric, numeric, numeric, numeric, numeric])

/**
 * Bybit `kline`: [start, open, high, low, close, volume, turnover]. Linear and spot: volume in venue-base units, turnover in the quote
 * currency; inverse: volume in USD, turnover in coins. Takers are not told apart. Clock: the start, in ms.
 * https://bybit-exchange.github.io/docs/v5/market/kline
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapKline(row: unknown, market: StoredMarket): CandleRecord {
  const [start, open, high, low, close, volume, turnover] = parseRow(klineSchema, row)
  const isInverse = market.style === 'INVERSE'
  const price = (value: unknown, name: string) => coinPrice(positive(value, name), market)
  const first = notNegative(volume, 'volume')
  const second = notNegative(turnover, 'turnover')
  return {
    marketId: market.id,
    time: timeOf(start, 'start'),
    stepMs: MINUTE_MS,
    open: price(open, 'open'),
    high: price(high, 'high'),
    low: price(low, 'low'),
    close: price(close, 'close'),
    baseVolume: isInverse ? second : times(first, market.baseMultiplier),
    volumeUsd: isInverse ? first : second,
  }
}

export const CANDLES: PagedPlan<CandleRecord> = {
  stepMs: MINUTE_MS,
  pageRows: 1000,
  read: (client, market, page) =>
    client
      .request(
        `kline ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicGetV5MarketKline',
          )({
            category: categoryOf(market),
            symbol: market.venueSymbol,
            interval: '1',
            start: page.from.getTime(),
            end: page.to.getTime() - 1,
            limit: 1000,
          }),
        listAnswerSchema,
      )
      .then(({ result }) => result.list),
  map: mapKline,
}

const ratioSchema = z.object({ buyRatio: numeric, timestamp: z.unknown() })

/** Bybit `account-ratio`: `buyRatio` is the share of accounts that are net long. https://bybit-exchange.github.io/docs/v5/market/long-short-ratio */
export const LONG_SHORT: PagedPlan<LongShortRecord> = {
  stepMs: 5 * MINUTE_MS,
  pageRows: 500,
  takes: ({ kind }) => kind === 'PERPETUAL',
  read: (client, market, page) =>
    client
      .request(
        `account-ratio ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicGetV5MarketAccountRatio',
          )({
            category: categoryOf(market),
            symbol: market.venueSymbol,
            period: '5min',
            startTime: page.from.getTime(),
            endTime: page.to.getTime() - 1,
            limit: 500,
          }),
        listAnswerSchema,
      )
      .then(({ result }) => result.list),
  map: (row, market) => {
    const raw = parseRow(ratioSchema, row)
    return {
      marketId: market.id,
      time: timeOf(raw.timestamp, 'timestamp'),
      longShare: shareOf(raw.buyRatio, 'buyRatio'),
    }
  },
}
