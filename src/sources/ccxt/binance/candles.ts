import { z } from 'zod'
import { findDecimal, times } from '../../../lib/decimal.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import { sizedAt, type StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { parseRow, timeOf } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'

/** [open time, open, high, low, close, volume, close time, quote volume, trades, taker-buy volume, taker-buy quote volume] */
const klineSchema = z.array(z.unknown()).min(11)

/**
 * Binance `klines` of spot, USD-M and COIN-M. Spot and USD-M: volumes 5 and 9 in units of the venue's base, 7 and 10 in the
 * quote currency. COIN-M turns them round: 5 and 9 count contracts of a fixed USD size, 7 and 10 coins.
 * Clock: 0, the bar's begin in ms.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Kline-Candlestick-Data
 * https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api/Kline-Candlestick-Data
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapKline(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, high, low, close, volume, , quoteVolume, trades, takerVolume, takerQuoteVolume] =
    parseRow(klineSchema, row)
  const prices = { time, stepMs: MINUTE_MS, open, high, low, close, trades: trades ?? 'none' }
  if (market.style === 'INVERSE') {
    const sized = sizedAt(market, timeOf(time, 'time'))
    return barOf(market, {
      ...prices,
      base: quoteVolume,
      usd: usdOf(volume, sized),
      takerBuyBase: takerQuoteVolume,
      takerBuyUsd: usdOf(takerVolume, sized),
    })
  }
  return barOf(market, {
    ...prices,
    base: volume,
    usd: quoteVolume,
    takerBuyBase: takerVolume,
    takerBuyUsd: takerQuoteVolume,
  })
}

/** What is no number is left as it is, for barOf to refuse. */
function usdOf(contracts: unknown, market: StoredMarket): unknown {
  const decimal = findDecimal(contracts)
  return decimal === undefined ? contracts : times(decimal, market.contractSize)
}

const PAGE_ROWS = 1000

export const BINANCE_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const api = market.kind === 'SPOT' ? 'public' : market.style === 'INVERSE' ? 'dapiPublic' : 'fapiPublic'
    const query = {
      symbol: market.venueSymbol,
      interval: '1m',
      startTime: page.from.getTime(),
      endTime: page.to.getTime() - 1,
      // A request is charged by its limit, whatever comes.
      limit: Math.min(PAGE_ROWS, Math.ceil((page.to.getTime() - page.from.getTime()) / MINUTE_MS)),
    }
    return client.request(
      `klines ${market.symbol}`,
      () => callOf(client.exchange, `${api}GetKlines`)(query),
      z.array(z.unknown()),
    )
  },
  map: mapKline,
  stepMs: MINUTE_MS,
  pageRows: PAGE_ROWS,
  takes: ({ kind }) => kind !== 'FUTURE',
}
