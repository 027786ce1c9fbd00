import Big from 'big.js'
import { z } from 'zod'
import { ratio } from '../../../lib/decimal.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { notNegative, numeric, parseRow, timeOf } from '../mapping.ts'
import { callOf, type PagedPlan } from '../readers.ts'
import { dataAnswerSchema } from './openInterest.ts'

const rowSchema = z.tuple([z.unknown(), numeric]).rest(z.unknown())

/**
 * OKX `long-short-account-ratio-contract`, rows [ts, ratio] of one contract: accounts that are net long for each that is net
 * short, so share = ratio / (1 + ratio). Clock: `ts`, in ms.
 * https://www.okx.com/docs-v5/en/#trading-statistics-rest-api-get-contract-long-short-ratio
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapAccountRatio(row: unknown, market: StoredMarket): LongShortRecord {
  const [ts, printed] = parseRow(rowSchema, row)
  const longPerShort = notNegative(printed, 'ratio')
  const longShare = ratio(longPerShort, new Big(longPerShort).plus(1)) ?? '0'
  return { marketId: market.id, time: timeOf(ts, 'ts'), longShare }
}

const STEP_MS = 5 * MINUTE_MS
const PAGE_ROWS = 100

export const OKX_LONG_SHORT: PagedPlan<LongShortRecord> = {
  async read(client, market, page) {
    const query = {
      instId: market.venueSymbol,
      period: '5m',
      begin: page.from.getTime(),
      end: page.to.getTime() - 1,
      limit: PAGE_ROWS,
    }
    const { data } = await client.request(
      `long-short-account-ratio-contract ${market.venueSymbol}`,
      () => callOf(client.exchange, 'publicGetRubikStatContractsLongShortAccountRatioContract')(query),
      dataAnswerSchema,
    )
    return data
  },
  map: mapAccountRatio,
  stepMs: STEP_MS,
  pageRows: PAGE_ROWS,
  // The venue keeps 1440 rows of each period.
  historyMs: 1440 * STEP_MS,
  takes: ({ kind }) => kind === 'PERPETUAL',
}
