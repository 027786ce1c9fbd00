import { z } from 'zod'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { parseRow } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { listAnswerSchema } from './openInterest.ts'

/** [start, open, high, low, close, volume, turnover] */
const klineSchema = z.array(z.unknown()).min(7)

/**
 * Bybit `kline` of spot, linear and inverse. Spot and linear: `volume` in units of the venue's base, `turnover` in the quote
 * currency. Inverse: `volume` in contracts of one USD, `turnover` in coins. Neither taker volumes nor a count of trades.
 * Clock: `start`, in ms. https://bybit-exchange.github.io/docs/v5/market/kline
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapKline(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, high, low, close, volume, turnover] = parseRow(klineSchema, row)
  const [base, usd] = market.style === 'INVERSE' ? [turnover, volume] : [volume, turnover]
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base, usd })
}

const PAGE_ROWS = 1000

export const BYBIT_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const category = market.kind === 'SPOT' ? 'spot' : market.style === 'INVERSE' ? 'inverse' : 'linear'
    const query = {
      category,
      symbol: market.venueSymbol,
      interval: '1',
      start: page.from.getTime(),
      end: page.to.getTime() - 1,
      limit: PAGE_ROWS,
    }
    const { result } = await client.request(
      `kline ${market.symbol}`,
      () => callOf(client.exchange, 'publicGetV5MarketKline')(query),
      listAnswerSchema.omit({ time: true }),
    )
    return result.list
  },
  map: mapKline,
  stepMs: MINUTE_MS,
  pageRows: PAGE_ROWS,
  takes: ({ kind }) => kind !== 'FUTURE',
}
