import { z } from 'zod'
import { MINUTE_MS } from '../../../lib/time.ts'
import { RecordError } from '../../../lib/errors.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { parseRow, textOf } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { dataAnswerSchema } from './openInterest.ts'

/** [ts, open, high, low, close, vol, volCcy, volCcyQuote, confirm] */
const candleSchema = z.array(z.unknown()).min(9)

/**
 * OKX `candles`. `vol` is in contracts for swaps and in coins for spot; `volCcy` in coins for swaps and in the quote currency
 * for spot; `volCcyQuote` in the quote currency for both. `confirm` 0: the bar is still open. Clock: `ts`, the bar's begin in ms.
 * https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-candlesticks
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR; OPEN_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const [time, open, high, low, close, vol, volCcy, usd, confirm] = parseRow(candleSchema, row)
  if (textOf(confirm) !== '1') throw new RecordError('OPEN_BAR', 'the bar is still open at the venue')
  const base = market.kind === 'SPOT' ? vol : volCcy
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base, usd })
}

const PAGE_ROWS = 300

/** `candles` goes 1440 bars back; `history-candles` to the listing. */
const RECENT_MS = 1430 * MINUTE_MS

export const OKX_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const recent = page.from.getTime() >= client.settings.now().getTime() - RECENT_MS
    const name = recent ? 'publicGetMarketCandles' : 'publicGetMarketHistoryCandles'
    const query = {
      instId: market.venueSymbol,
      bar: '1m',
      // Newer than `before` and older than `after`, both left out.
      before: page.from.getTime() - 1,
      after: page.to.getTime(),
      limit: PAGE_ROWS,
    }
    const { data } = await client.request(
      `candles ${market.venueSymbol}`,
      () => callOf(client.exchange, name)(query),
      dataAnswerSchema,
    )
    return data
  },
  map: mapCandle,
  stepMs: MINUTE_MS,
  pageRows: PAGE_ROWS,
  takes: ({ kind }) => kind !== 'FUTURE',
}
