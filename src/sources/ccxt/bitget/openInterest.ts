import { z } from 'zod'
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
import { contractsOf } from './products.ts'

const tickerSchema = z.object({
  symbol: z.string(),
  holdingAmount: numeric,
  markPrice: numeric,
  ts: z.unknown(),
})

/**
 * Bitget `mix/market/tickers`: `holdingAmount` in COINS, of coin-margined contracts too; `markPrice` of the same row. Clock: `ts`, in ms.
 * https://www.bitget.com/api-doc/contract/market/Get-All-Symbol-Ticker
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex): OpenInterestRecord {
  const raw = parseRow(tickerSchema, row)
  const market = marketOf(markets, raw.symbol)
  const price = positive(raw.markPrice, 'markPrice')
  const coins = notNegative(raw.holdingAmount, 'holdingAmount')
  return openInterestOf(market, timeOf(raw.ts, 'ts'), contractsOf(market, coins, price), price)
}
