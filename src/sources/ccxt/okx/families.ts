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
  mapEach,
  marketOf,
  notNegative,
  numeric,
  parseRow,
  positive,
  shareOfRatio,
  timeOf,
  type MarketIndex,
} from '../mapping.ts'
import { callOf, rateOf, type FundingPlan, type PagedPlan } from '../readers.ts'
import { dataAnswerSchema } from './openInterest.ts'

const fundingSchema = z.object({
  instId: z.string(),
  fundingRate: z.string(),
  fundingTime: z.unknown(),
  nextFundingTime: z.unknown(),
  ts: z.unknown(),
})

/**
 * OKX `funding-rate`: `fundingRate` would be charged at `fundingTime`, the settlement that comes next; the interval is the distance to the
 * one after it, `nextFundingTime`. Clock: `ts`. https://www.okx.com/docs-v5/en/#public-data-rest-api-get-funding-rate
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, markets: MarketIndex): FundingRecord {
  const raw = parseRow(fundingSchema, row)
  const market = marketOf(markets, raw.instId)
  const settlesAt = timeOf(raw.fundingTime, 'fundingTime')
  const minutes = (timeOf(raw.nextFundingTime, 'nextFundingTime').getTime() - settlesAt.getTime()) / MINUTE_MS
  if (!Number.isInteger(minutes) || minutes < 60 || minutes > 24 * 60)
    throw new RecordError('NO_INTERVAL', `nextFundingTime is ${minutes} minutes after fundingTime`)
  return {
    marketId: market.id,
    time: timeOf(raw.ts, 'ts'),
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: minutes,
    settlesAt,
  }
}

const settledSchema = z.object({ realizedRate: z.string(), fundingTime: z.unknown() })

export const FUNDING: FundingPlan = {
  async now(client, markets) {
    const answer = await client.request(
      'funding-rate',
      () => callOf(client.exchange, 'publicGetPublicFundingRate')({ instId: 'ANY' }),
      dataAnswerSchema,
    )
    const index = indexMarkets(markets)
    const own = answer.data.filter((row) => {
      const instId = (row as { instId?: unknown } | null)?.instId
      return typeof instId !== 'string' || index.has(instId)
    })
    return mapEach(own, (row) => mapPrediction(row, index))
  },
  history: {
    stepMs: LONGEST_INTERVAL_MS / 8,
    pageRows: 90,
    read: (client, market, page) =>
      client
        .request(
          `funding-rate-history ${market.venueSymbol}`,
          () =>
            callOf(
              client.exchange,
              'publicGetPublicFundingRateHistory',
            )({
              instId: market.venueSymbol,
              // "after" is older than, "before" newer than; both exclusive.
              after: page.to.getTime(),
              before: page.from.getTime() - LONGEST_INTERVAL_MS - MINUTE_MS,
              limit: 100,
            }),
          dataAnswerSchema,
        )
        .then(({ data }) => data),
    // realizedRate is what was charged; fundingRate of the same row what had been predicted.
    map: (row, market) => {
      const raw = parseRow(settledSchema, row)
      return {
        marketId: market.id,
        time: settlementOf(timeOf(raw.fundingTime, 'fundingTime')),
        kind: 'SETTLED',
        rate: rateOf(raw.realizedRate, 'realizedRate'),
        intervalMinutes: 0,
      }
    },
    complete: intervalsFromSpacing,
  },
}

const candleSchema = z.tuple([
  z.unknown(),
  numeric,
  numeric,
  numeric,
  numeric,
  numeric,
  numeric,
  numeric,
  z.string(),
])

/**
 * OKX `history-candles`: [ts, open, high, low, close, vol, volCcy, volCcyQuote, confirm]. Derivatives: vol in contracts, volCcy in coins,
 * volCcyQuote in the quote currency (USD). Spot: vol in coins, volCcy and volCcyQuote in the quote currency. confirm "1": closed.
 * https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-candlesticks-history
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, UNFINISHED
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [ts, open, high, low, close, vol, volCcy, volCcyQuote, confirm] = parseRow(candleSchema, row)
  if (confirm !== '1') throw new RecordError('UNFINISHED', 'the bar is not closed yet')
  const price = (value: unknown, name: string) => coinPrice(positive(value, name), market)
  const coins = market.kind === 'SPOT' ? notNegative(vol, 'vol') : notNegative(volCcy, 'volCcy')
  return {
    marketId: market.id,
    time: timeOf(ts, 'ts'),
    stepMs: MINUTE_MS,
    open: price(open, 'open'),
    high: price(high, 'high'),
    low: price(low, 'low'),
    close: price(close, 'close'),
    baseVolume: times(coins, market.baseMultiplier),
    volumeUsd: notNegative(volCcyQuote, 'volCcyQuote'),
  }
}

export const CANDLES: PagedPlan<CandleRecord> = {
  stepMs: MINUTE_MS,
  pageRows: 100,
  read: (client, market, page) =>
    client
      .request(
        `history-candles ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicGetMarketHistoryCandles',
          )({
            instId: market.venueSymbol,
            bar: '1m',
            after: page.to.getTime(),
            before: page.from.getTime() - 1,
            limit: 100,
          }),
        dataAnswerSchema,
      )
      .then(({ data }) => data),
  map: mapCandle,
}

const ratioSchema = z.tuple([z.unknown(), numeric])

/**
 * OKX `long-short-account-ratio-contract`: [ts, longs per short], of one perpetual, all accounts.
 * https://www.okx.com/docs-v5/en/#trading-statistics-rest-api-get-contract-long-short-ratio
 */
export const LONG_SHORT: PagedPlan<LongShortRecord> = {
  stepMs: 5 * MINUTE_MS,
  pageRows: 100,
  takes: ({ kind }) => kind === 'PERPETUAL',
  read: (client, market, page) =>
    client
      .request(
        `long-short-account-ratio-contract ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            'publicGetRubikStatContractsLongShortAccountRatioContract',
          )({
            instId: market.venueSymbol,
            period: '5m',
            begin: page.from.getTime(),
            end: page.to.getTime() - 1,
            limit: 100,
          }),
        dataAnswerSchema,
      )
      .then(({ data }) => data),
  map: (row, market) => {
    const [ts, perShort] = parseRow(ratioSchema, row)
    return { marketId: market.id, time: timeOf(ts, 'ts'), longShare: shareOfRatio(perShort, 'ratio') }
  },
}
