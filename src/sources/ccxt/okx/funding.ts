import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { intervalOf, LEAD_MS, withIntervals } from '../fundingInterval.ts'
import type { VenueClient } from '../loadExchange.ts'
import {
  indexMarkets,
  mapEach,
  marketOf,
  numeric,
  parseRow,
  timeOf,
  type MarketIndex,
  numberOf,
} from '../mapping.ts'
import { callOf, rateOf, type FundingPlan } from '../readers.ts'
import { dataAnswerSchema } from './openInterest.ts'

const fundingRateSchema = z.object({
  instId: z.string(),
  fundingRate: numeric,
  fundingTime: z.unknown(),
  nextFundingTime: z.unknown().optional(),
  ts: z.unknown().optional(),
})

/**
 * OKX `funding-rate`: `fundingRate` is charged at `fundingTime`, which is still to come (it moves until then where `method` is
 * current_period). `nextFundingRate`, of the period after, is not taken. The venue tells the interval as the time from
 * `fundingTime` to `nextFundingTime`. Fraction per interval, positive: longs pay. Clock: `ts`, in ms; answers of before
 * it came have none, and then it is ours.
 * https://www.okx.com/docs-v5/en/#public-data-rest-api-get-funding-rate
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapFundingRate(row: unknown, markets: MarketIndex, receivedAt: Date): FundingRecord {
  const raw = parseRow(fundingRateSchema, row)
  const settlesAt = timeOf(raw.fundingTime, 'fundingTime')
  return {
    marketId: marketOf(markets, raw.instId).id,
    time: raw.ts === undefined || raw.ts === '' ? receivedAt : timeOf(raw.ts, 'ts'),
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(minutesUntilNext(settlesAt, raw.nextFundingTime), raw.instId),
    settlesAt,
  }
}

/** undefined when there is no later settlement. */
function minutesUntilNext(settlesAt: Date, next: unknown): number | undefined {
  if (next === undefined || next === null || next === '') return undefined
  const minutes = (timeOf(next, 'nextFundingTime').getTime() - settlesAt.getTime()) / MINUTE_MS
  return minutes > 0 ? minutes : undefined
}

const historySchema = z.object({
  realizedRate: numeric,
  fundingTime: z.unknown(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * OKX `funding-rate-history`: `realizedRate` is what was charged at `fundingTime` (ms); `fundingRate` beside it is only what
 * had been predicted. https://www.okx.com/docs-v5/en/#public-data-rest-api-get-funding-rate-history
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapFundingHistory(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(historySchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.fundingTime, 'fundingTime'),
    kind: 'SETTLED',
    rate: rateOf(raw.realizedRate, 'realizedRate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

/** The venue gives 400 by now, and gave 100: so much it has in every version. */
const PAGE_ROWS = 100

export const OKX_FUNDING: FundingPlan = {
  async now(client, markets) {
    const asked = indexMarkets(markets)
    if (asked.size === 0) return { records: [], rejections: [] }
    const { data } = await client.request(
      'funding-rate',
      () => callOf(client.exchange, 'publicGetPublicFundingRate')({ instId: 'ANY' }),
      dataAnswerSchema,
    )
    const receivedAt = client.settings.now()
    const rows = data.filter((row) => {
      const instId = (row as { instId?: unknown } | null)?.instId
      return typeof instId !== 'string' || asked.has(instId)
    })
    return mapEach(rows, (row) => mapFundingRate(row, asked, receivedAt))
  },
  history: {
    read: readHistory,
    map: mapFundingHistory,
    stepMs: HOUR_MS,
    // 30 days: one request where a market settles every 8 hours, more where it does oftener.
    pageRows: 720,
    historyMs: 90 * DAY_MS,
  },
}

async function readHistory(client: VenueClient, market: StoredMarket, page: Window): Promise<unknown[]> {
  const earliest = page.from.getTime() - LEAD_MS
  const rows: unknown[] = []
  // Newest first; `after` means earlier than, and leaves its own time out, as `before` does.
  for (let after = page.to.getTime(); after > earliest;) {
    const query = { instId: market.venueSymbol, before: earliest - 1, after, limit: PAGE_ROWS }
    const { data } = await client.request(
      `funding-rate-history ${market.venueSymbol}`,
      () => callOf(client.exchange, 'publicGetPublicFundingRateHistory')(query),
      dataAnswerSchema,
    )
    rows.push(...data)
    const oldest = Math.min(...data.map(settledMsOf))
    if (data.length < PAGE_ROWS || !(oldest < after)) break
    after = oldest
  }
  return withIntervals(
    rows,
    page,
    (row) => (row as { fundingTime?: unknown } | null)?.fundingTime,
    () => readStated(client, market),
  )
}

/** What the venue states of the market today. */
async function readStated(client: VenueClient, market: StoredMarket): Promise<number | undefined> {
  const { data } = await client.request(
    `funding-rate ${market.venueSymbol}`,
    () => callOf(client.exchange, 'publicGetPublicFundingRate')({ instId: market.venueSymbol }),
    dataAnswerSchema,
  )
  const [stated] = mapEach(data, (row) =>
    mapFundingRate(row, indexMarkets([market]), client.settings.now()),
  ).records
  return stated?.intervalMinutes
}

function settledMsOf(row: unknown): number {
  return numberOf((row as { fundingTime?: unknown } | null)?.fundingTime)
}
