import Big from 'big.js'
import { z } from 'zod'
import { ratio } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { DAY_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { notNegative, numeric, parseRow, timeOf } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'

const accountRatioSchema = z.object({ longAccount: numeric, shortAccount: numeric, timestamp: z.unknown() })

/**
 * Binance `globalLongShortAccountRatio`: shares of all accounts with a position (the endpoints named top… count the
 * largest fifth only). The two shares are rounded, so their sum may miss 1. Clock: `timestamp`, in ms.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Long-Short-Ratio
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapAccountRatio(row: unknown, market: StoredMarket): LongShortRecord {
  const raw = parseRow(accountRatioSchema, row)
  const long = notNegative(raw.longAccount, 'longAccount')
  const longShare = ratio(long, new Big(long).plus(notNegative(raw.shortAccount, 'shortAccount')))
  if (longShare === undefined) throw new RecordError('BAD_NUMBER', 'no account is long, and none is short')
  return { marketId: market.id, time: timeOf(raw.timestamp, 'timestamp'), longShare }
}

const PAGE_ROWS = 500

export const BINANCE_LONG_SHORT: PagedPlan<LongShortRecord> = {
  read(client, market, page) {
    const inverse = market.style === 'INVERSE'
    const query = {
      // COIN-M asks by pair, e.g. BTCUSD.
      ...(inverse ? { pair: market.venueSymbol.replace(/_PERP$/, '') } : { symbol: market.venueSymbol }),
      period: '5m',
      startTime: page.from.getTime(),
      endTime: page.to.getTime() - 1,
      limit: PAGE_ROWS,
    }
    const name = `${inverse ? 'dapi' : 'fapi'}DataGetGlobalLongShortAccountRatio`
    return client.request(
      `globalLongShortAccountRatio ${market.venueSymbol}`,
      () => callOf(client.exchange, name)(query),
      z.array(z.unknown()),
    )
  },
  map: mapAccountRatio,
  stepMs: 5 * MINUTE_MS,
  pageRows: PAGE_ROWS,
  historyMs: 30 * DAY_MS,
  takes: ({ kind }) => kind === 'PERPETUAL',
}
