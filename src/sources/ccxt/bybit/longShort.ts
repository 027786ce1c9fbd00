import Big from 'big.js'
import { z } from 'zod'
import { ratio } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { notNegative, numeric, parseRow, timeOf } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { listAnswerSchema } from './openInterest.ts'

const accountRatioSchema = z.object({ buyRatio: numeric, sellRatio: numeric, timestamp: z.unknown() })

/**
 * Bybit `account-ratio`: holders of long (`buyRatio`) and of short (`sellRatio`) positions, as shares of all holders.
 * Clock: `timestamp`, in ms. https://bybit-exchange.github.io/docs/v5/market/long-short-ratio
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapAccountRatio(row: unknown, market: StoredMarket): LongShortRecord {
  const raw = parseRow(accountRatioSchema, row)
  const long = notNegative(raw.buyRatio, 'buyRatio')
  const longShare = ratio(long, new Big(long).plus(notNegative(raw.sellRatio, 'sellRatio')))
  if (longShare === undefined) throw new RecordError('BAD_NUMBER', 'no account is long, and none is short')
  return { marketId: market.id, time: timeOf(raw.timestamp, 'timestamp'), longShare }
}

const PAGE_ROWS = 500

export const BYBIT_LONG_SHORT: PagedPlan<LongShortRecord> = {
  async read(client, market, page) {
    const query = {
      category: market.style === 'INVERSE' ? 'inverse' : 'linear',
      symbol: market.venueSymbol,
      period: '5min',
      startTime: page.from.getTime(),
      endTime: page.to.getTime() - 1,
      limit: PAGE_ROWS,
    }
    const { result } = await client.request(
      `account-ratio ${market.venueSymbol}`,
      () => callOf(client.exchange, 'publicGetV5MarketAccountRatio')(query),
      listAnswerSchema.omit({ time: true }),
    )
    return result.list
  },
  map: mapAccountRatio,
  stepMs: 5 * MINUTE_MS,
  pageRows: PAGE_ROWS,
  // The venue counts holders of USDT and of inverse contracts, not of USDC ones.
  takes: ({ kind, style, settle }) => kind === 'PERPETUAL' && (style === 'INVERSE' || settle === 'USDT'),
}
