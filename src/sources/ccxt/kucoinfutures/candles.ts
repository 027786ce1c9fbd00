import { z } from 'zod'
import { times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { notNegative, parseRow } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { answerSchema } from './answer.ts'

/** [ms, open, high, low, close, volume in lots] */
const futuresSchema = z.array(z.unknown()).min(6)

/**
 * KuCoin futures `kline/query`: volume in LOTS. It says "transaction volume"; that it is lots shows against the same contract's 24
 * hours: 78,051 in a quarter of an hour of ETHUSDTM, of 0.01 ETH each, beside 74,833 ETH a day. No USD, no takers.
 * Clock: the bar's begin in ms. https://www.kucoin.com/docs-new/rest/futures-trading/market-data/get-klines
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapFuturesCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, high, low, close, lots] = parseRow(futuresSchema, row)
  return barOf(market, {
    time,
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base: times(notNegative(lots, 'volume'), market.contractSize),
  })
}

/** [seconds, open, close, high, low, volume in coins, turnover in quote units] */
const spotSchema = z.array(z.unknown()).min(7)

/**
 * KuCoin spot `market/candles`: another order of columns, and seconds.
 * https://www.kucoin.com/docs-new/rest/spot-trading/market-data/get-klines
 * @throws RecordError as above
 */
export function mapSpotCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [seconds, open, close, high, low, base, usd] = parseRow(spotSchema, row)
  return barOf(market, {
    time: msOf(seconds),
    stepMs: MINUTE_MS,
    open,
    high,
    low,
    close,
    base,
    usd,
  })
}

function msOf(seconds: unknown): number {
  const number = typeof seconds === 'string' && /^\d{1,10}$/.test(seconds) ? Number(seconds) : seconds
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new RecordError('BAD_TIME', `time is ${JSON.stringify(seconds)}, not seconds since 1970`)
  return number * 1_000
}

export const KUCOIN_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const symbol = market.venueSymbol
    const [from, to] = [page.from.getTime(), page.to.getTime()]
    const [name, query] =
      market.kind === 'SPOT'
        ? ['publicGetMarketCandles', { symbol, type: '1min', startAt: from / 1_000, endAt: to / 1_000 }]
        : ['futuresPublicGetKlineQuery', { symbol, granularity: 1, from, to }]
    const { data } = await client.request(
      `klines ${symbol}`,
      () => callOf(client.exchange, name)(query as object),
      answerSchema,
    )
    return data
  },
  map: (row, market) => (market.kind === 'SPOT' ? mapSpotCandle(row, market) : mapFuturesCandle(row, market)),
  stepMs: MINUTE_MS,
  // The documentation has said 200 and says 500 for futures; spot gives 1,500.
  pageRows: 199,
  // Lots of an inverse contract are dollars: how many coins they were is not printed.
  takes: ({ style }) => style === 'LINEAR',
}
