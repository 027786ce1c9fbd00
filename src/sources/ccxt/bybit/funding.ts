import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { HOUR_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { intervalOf, LEAD_MS, withIntervals } from '../fundingInterval.ts'
import type { VenueClient } from '../loadExchange.ts'
import {
  indexMarkets,
  joinMapped,
  mapEach,
  marketOf,
  numeric,
  parseRow,
  timeOf,
  type Mapped,
  type MarketIndex,
  numberOf,
} from '../mapping.ts'
import { callOf, rateOf, type FundingPlan } from '../readers.ts'
import { listAnswerSchema } from './openInterest.ts'

/** Minutes by symbol, from the instrument list. */
type Intervals = ReadonlyMap<string, unknown>

const tickerSchema = z.object({
  symbol: z.string(),
  fundingRate: numeric,
  nextFundingTime: z.unknown(),
  fundingIntervalHour: z.unknown().optional(),
})

/**
 * Bybit `tickers`: `fundingRate` is what would be charged at `nextFundingTime`; it moves until then. Fraction per interval of
 * `fundingIntervalHour`, which older answers lack: then the instrument's own. Positive: longs pay. Clock: the answer's `time`.
 * https://bybit-exchange.github.io/docs/v5/market/tickers
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapTickerFunding(
  row: unknown,
  time: unknown,
  markets: MarketIndex,
  intervals: Intervals,
): FundingRecord {
  const raw = parseRow(tickerSchema, row)
  const hours = raw.fundingIntervalHour
  const minutes = isGiven(hours) ? numberOf(hours) * 60 : intervals.get(raw.symbol)
  return {
    marketId: marketOf(markets, raw.symbol).id,
    time: timeOf(time, 'time'),
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(minutes, raw.symbol),
    settlesAt: timeOf(raw.nextFundingTime, 'nextFundingTime'),
  }
}

const historySchema = z.object({
  fundingRate: numeric,
  fundingRateTimestamp: z.unknown(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * Bybit `funding/history`: rates that were charged, at `fundingRateTimestamp` (ms). Back to the listing.
 * https://bybit-exchange.github.io/docs/v5/market/history-fund-rate
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapFundingHistory(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(historySchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.fundingRateTimestamp, 'fundingRateTimestamp'),
    kind: 'SETTLED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

const instrumentSchema = z.object({ symbol: z.string(), fundingInterval: z.unknown().optional() })

/** `fundingInterval` of instruments-info, in minutes. https://bybit-exchange.github.io/docs/v5/market/instrument */
export function mapIntervals(rows: readonly unknown[]): Intervals {
  const intervals = new Map<string, unknown>()
  for (const row of rows) {
    const parsed = instrumentSchema.safeParse(row)
    if (parsed.success) intervals.set(parsed.data.symbol, parsed.data.fundingInterval)
  }
  return intervals
}

const PAGE_ROWS = 200

export const BYBIT_FUNDING: FundingPlan = {
  now: readNow,
  history: {
    read: readHistory,
    map: mapFundingHistory,
    stepMs: HOUR_MS,
    // 1000 hours are one request of most markets; readHistory asks again where they are more.
    pageRows: 1000,
  },
}

async function readNow(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<FundingRecord>> {
  const parts: Mapped<FundingRecord>[] = []
  for (const category of ['linear', 'inverse'] as const) {
    const asked = indexMarkets(markets.filter((market) => categoryOf(market) === category))
    if (asked.size === 0) continue
    const answer = await client.request(
      `tickers ${category}`,
      () => callOf(client.exchange, 'publicGetV5MarketTickers')({ category }),
      listAnswerSchema,
    )
    const rows = answer.result.list.filter((row) => {
      const symbol = (row as { symbol?: unknown } | null)?.symbol
      return typeof symbol !== 'string' || asked.has(symbol)
    })
    const complete = rows.every((row) =>
      isGiven((row as { fundingIntervalHour?: unknown } | null)?.fundingIntervalHour),
    )
    const intervals = complete ? new Map<string, unknown>() : await readIntervals(client, { category })
    parts.push(mapEach(rows, (row) => mapTickerFunding(row, answer.time, asked, intervals)))
  }
  return joinMapped(parts)
}

async function readIntervals(client: VenueClient, query: object): Promise<Intervals> {
  const rows: unknown[] = []
  let cursor = ''
  do {
    const full = { ...query, limit: 1000, ...(cursor === '' ? {} : { cursor }) }
    const { result } = await client.request(
      'instruments-info',
      () => callOf(client.exchange, 'publicGetV5MarketInstrumentsInfo')(full),
      listAnswerSchema,
    )
    rows.push(...result.list)
    cursor = result.list.length === 0 ? '' : (result.nextPageCursor ?? '')
  } while (cursor !== '')
  return mapIntervals(rows)
}

async function readHistory(client: VenueClient, market: StoredMarket, page: Window): Promise<unknown[]> {
  const query = { category: categoryOf(market), symbol: market.venueSymbol }
  const startTime = page.from.getTime() - LEAD_MS
  const rows: unknown[] = []
  // Newest first, and no more than 200: the next request ends before the oldest.
  for (let endTime = page.to.getTime() - 1; endTime >= startTime;) {
    const full = { ...query, startTime, endTime, limit: PAGE_ROWS }
    const { result } = await client.request(
      `funding history ${market.venueSymbol}`,
      () => callOf(client.exchange, 'publicGetV5MarketFundingHistory')(full),
      listAnswerSchema,
    )
    rows.push(...result.list)
    const oldest = Math.min(...result.list.map(settledMsOf))
    if (result.list.length < PAGE_ROWS || !(oldest <= endTime)) break
    endTime = oldest - 1
  }
  return withIntervals(
    rows,
    page,
    (row) => (row as { fundingRateTimestamp?: unknown } | null)?.fundingRateTimestamp,
    async () => {
      const minutes = (await readIntervals(client, query)).get(market.venueSymbol)
      return isGiven(minutes) ? numberOf(minutes) : undefined
    },
  )
}

function settledMsOf(row: unknown): number {
  return numberOf((row as { fundingRateTimestamp?: unknown } | null)?.fundingRateTimestamp)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function categoryOf({ style }: StoredMarket): 'linear' | 'inverse' {
  return style === 'INVERSE' ? 'inverse' : 'linear'
}
