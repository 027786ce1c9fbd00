import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { assertUsd, barOf } from '../bars.ts'
import { parseRow } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { dataSchema, productTypeOf } from './products.ts'

/** [ms, open, high, low, close, base volume, quote volume], and for spot [..., volume in USDT, quote volume] */
const contractSchema = z.array(z.unknown()).min(7)
const spotSchema = z.array(z.unknown()).min(8)

/**
 * Bitget `candles` and `history-candles`. Base volume in COINS and quote volume in the quote currency, of coin-margined contracts
 * too; spot prints its USDT value in between. Neither takers nor a count of trades. Clock: the bar's begin, in ms.
 * https://www.bitget.com/api-doc/contract/market/Get-Candle-Data https://www.bitget.com/api-doc/spot/market/Get-Candle-Data
 * @throws RecordError BAD_SHAPE, NO_PRICE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const spot = market.kind === 'SPOT'
  const cells = parseRow(spot ? spotSchema : contractSchema, row)
  const [time, open, high, low, close, base] = cells
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base, usd: cells[spot ? 7 : 6] })
}

/** `history-candles` gives no more at once. */
const LIMIT = 200

/** `candles` goes a month back; `history-candles` farther. */
const RECENT_MS = 29 * DAY_MS

/** A contract listed just now is answered with nothing at all. */
const answerSchema = z.union([dataSchema, z.literal('').transform(() => ({ data: [] }))])

export const BITGET_CANDLES: PagedPlan<CandleRecord> = {
  async read(client, market, page) {
    assertUsd(market)
    const recent = page.from.getTime() >= client.settings.now().getTime() - RECENT_MS
    const spot = market.kind === 'SPOT'
    const name = spot
      ? `publicSpotGetV2SpotMarket${recent ? '' : 'History'}Candles`
      : `publicMixGetV2MixMarket${recent ? '' : 'History'}Candles`
    const query = {
      symbol: market.venueSymbol,
      granularity: spot ? '1min' : '1m',
      ...(spot ? {} : { productType: productTypeOf(market) }),
      // Whether the ends are given too is not said: one bar more on either side is asked for. Spot's history knows no start.
      ...(spot && !recent ? {} : { startTime: page.from.getTime() - MINUTE_MS }),
      endTime: page.to.getTime(),
      limit: LIMIT,
    }
    const { data } = await client.request(
      `candles ${market.symbol}`,
      () => callOf(client.exchange, name)(query),
      answerSchema,
    )
    return data
  },
  map: mapCandle,
  stepMs: MINUTE_MS,
  pageRows: LIMIT - 2,
  takes: ({ kind }) => kind !== 'FUTURE',
}
