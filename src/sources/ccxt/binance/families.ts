import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { times } from '../../../lib/decimal.ts'
import { DAY_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { intervalsFromSpacing, LONGEST_INTERVAL_MS, settlementOf } from '../funding.ts'
import {
  coinPrice,
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

const rowsSchema = z.array(z.unknown())

const premiumSchema = z.object({
  symbol: z.string(),
  lastFundingRate: z.string(),
  nextFundingTime: z.unknown(),
  time: z.unknown(),
})

/**
 * Binance `premiumIndex`: `lastFundingRate` is the rate that the running period has so far and that would be charged at
 * `nextFundingTime`; it moves until then. Intervals: `fundingInfo` lists the markets whose interval was adjusted, all others
 * have 8 hours by its documentation.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Mark-Price
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME
 */
export function mapPrediction(
  row: unknown,
  markets: MarketIndex,
  intervals: ReadonlyMap<string, number>,
): FundingRecord {
  const raw = parseRow(premiumSchema, row)
  const market = marketOf(markets, raw.symbol)
  return {
    marketId: market.id,
    time: timeOf(raw.time, 'time'),
    kind: 'PREDICTED',
    rate: rateOf(raw.lastFundingRate, 'lastFundingRate'),
    intervalMinutes: (intervals.get(raw.symbol) ?? 8) * 60,
    settlesAt: timeOf(raw.nextFundingTime, 'nextFundingTime'),
  }
}

const fundingInfoSchema = z.object({ symbol: z.string(), fundingIntervalHours: z.number().int().positive() })

const settledSchema = z.object({ fundingRate: z.string(), fundingTime: z.unknown() })

export const FUNDING: FundingPlan = {
  async now(client, markets) {
    const predictions = async (api: 'fapi' | 'dapi', asked: readonly StoredMarket[]) => {
      const index: MarketIndex = new Map(asked.map((market) => [market.venueSymbol, market]))
      if (index.size === 0) return { records: [], rejections: [] }
      const [rows, infos] = await Promise.all(
        (['PremiumIndex', 'FundingInfo'] as const).map((name) =>
          client.request(name, () => callOf(client.exchange, `${api}PublicGet${name}`)({}), rowsSchema),
        ),
      )
      const intervals = new Map(
        infos!.flatMap((row) => {
          const info = fundingInfoSchema.safeParse(row).data
          return info ? [[info.symbol, info.fundingIntervalHours] as const] : []
        }),
      )
      // The answer holds every market; dated futures among them have no funding, and no rate.
      const own = rows!.filter((row) => {
        const symbol = (row as { symbol?: unknown } | null)?.symbol
        return typeof symbol !== 'string' || index.has(symbol)
      })
      return mapEach(own, (row) => mapPrediction(row, index, intervals))
    }
    return joinMapped([
      await predictions(
        'fapi',
        markets.filter(({ style }) => style !== 'INVERSE'),
      ),
      await predictions(
        'dapi',
        markets.filter(({ style }) => style === 'INVERSE'),
      ),
    ])
  },
  history: {
    stepMs: LONGEST_INTERVAL_MS / 8,
    pageRows: 900,
    read: (client, market, page) =>
      client.request(
        `fundingRate ${market.venueSymbol}`,
        () =>
          callOf(
            client.exchange,
            `${apiOf(market)}PublicGetFundingRate`,
          )({
            symbol: market.venueSymbol,
            // One settlement more, for the interval of the first.
            startTime: page.from.getTime() - LONGEST_INTERVAL_MS - MINUTE_MS,
            endTime: page.to.getTime() - 1,
            limit: 1000,
          }),
        rowsSchema,
      ),
    map: (row, market) => {
      const raw = parseRow(settledSchema, row)
      return {
        marketId: market.id,
        time: settlementOf(timeOf(raw.fundingTime, 'fundingTime')),
        kind: 'SETTLED',
        rate: rateOf(raw.fundingRate, 'fundingRate'),
        intervalMinutes: 0,
      }
    },
    complete: intervalsFromSpacing,
  },
}

function apiOf(market: StoredMarket): 'fapi' | 'dapi' {
  return market.style === 'INVERSE' ? 'dapi' : 'fapi'
}

const klineSchema = z.tuple([
  z.unknown(),
  numeric,
  numeric,
  numeric,
  numeric,
  numeric,
  z.unknown(),
  numeric,
  z.number().int().nonnegative(),
  numeric,
  numeric,
  z.unknown(),
])

/**
 * Binance `klines`, spot, USD-M and COIN-M: [open time, open, high, low, close, volume, close time, quote volume, trades, taker
 * buy volume, taker buy quote volume, unused]. USD-M and spot: volume in venue-base units, quote volume in the quote currency.
 * COIN-M: volume in CONTRACTS, "quote" volume in coins. Clock: the open time, in ms.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Kline-Candlestick-Data
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapKline(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, high, low, close, volume, , quoteVolume, trades, takerVolume, takerQuote] = parseRow(
    klineSchema,
    row,
  )
  const isInverse = market.style === 'INVERSE'
  const price = (value: unknown, name: string) => coinPrice(positive(value, name), market)
  const coins = (units: unknown, quote: unknown) =>
    isInverse
      ? notNegative(quote, 'quote volume')
      : times(notNegative(units, 'volume'), market.baseMultiplier)
  const usd = (units: unknown, quote: unknown) =>
    isInverse ? times(notNegative(units, 'volume'), market.contractSize) : notNegative(quote, 'quote volume')
  return {
    marketId: market.id,
    time: timeOf(time, 'open time'),
    stepMs: MINUTE_MS,
    open: price(open, 'open'),
    high: price(high, 'high'),
    low: price(low, 'low'),
    close: price(close, 'close'),
    baseVolume: coins(volume, quoteVolume),
    volumeUsd: usd(volume, quoteVolume),
    takerBuyBase: coins(takerVolume, takerQuote),
    takerBuyUsd: usd(takerVolume, takerQuote),
    trades,
  }
}

export const CANDLES: PagedPlan<CandleRecord> = {
  stepMs: MINUTE_MS,
  pageRows: 1000,
  read: (client, market, page) => {
    const call =
      market.kind === 'SPOT'
        ? 'publicGetKlines'
        : market.style === 'INVERSE'
          ? 'dapiPublicGetKlines'
          : 'fapiPublicGetKlines'
    return client.request(
      `klines ${market.venueSymbol}`,
      () =>
        callOf(
          client.exchange,
          call,
        )({
          symbol: market.venueSymbol,
          interval: '1m',
          startTime: page.from.getTime(),
          endTime: page.to.getTime() - 1,
          limit: 1000,
        }),
      rowsSchema,
    )
  },
  map: mapKline,
}

const ratioSchema = z.object({ longAccount: numeric, timestamp: z.unknown() })

/**
 * Binance `globalLongShortAccountRatio`: `longAccount` is the share of accounts that are net long. 30 days. USD-M alone: COIN-M
 * asks by pair, whose markets it adds up.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Long-Short-Ratio
 */
export const LONG_SHORT: PagedPlan<LongShortRecord> = {
  stepMs: 5 * MINUTE_MS,
  pageRows: 500,
  historyMs: 30 * DAY_MS,
  takes: ({ style, kind }) => style === 'LINEAR' && kind === 'PERPETUAL',
  read: (client, market, page) =>
    client.request(
      `globalLongShortAccountRatio ${market.venueSymbol}`,
      () =>
        callOf(
          client.exchange,
          'fapiDataGetGlobalLongShortAccountRatio',
        )({
          symbol: market.venueSymbol,
          period: '5m',
          startTime: page.from.getTime(),
          endTime: page.to.getTime() - 1,
          limit: 500,
        }),
      rowsSchema,
    ),
  map: (row, market) => {
    const raw = parseRow(ratioSchema, row)
    return {
      marketId: market.id,
      time: timeOf(raw.timestamp, 'timestamp'),
      longShare: shareOf(raw.longAccount, 'longAccount'),
    }
  },
}
