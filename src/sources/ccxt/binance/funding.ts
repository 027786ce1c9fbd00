import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { HOUR_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { intervalOf, LEAD_MS, withIntervals } from '../fundingInterval.ts'
import type { VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, marketOf, numeric, parseRow, timeOf, type Mapped } from '../mapping.ts'
import { callOf, rateOf, type FundingPlan } from '../readers.ts'

/** Minutes by symbol, of the markets that fundingInfo lists; undefined for one whose hours can't be read. */
type Intervals = ReadonlyMap<string, number | undefined>

const EIGHT_HOURS = 480

const rowsSchema = z.array(z.unknown())

const fundingInfoSchema = z.object({ symbol: z.string(), fundingIntervalHours: z.unknown().optional() })

/**
 * Intervals from `fundingInfo`, which lists only markets whose cap, floor or interval was adjusted.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-Info
 */
export function mapIntervals(rows: readonly unknown[]): Intervals {
  const intervals = new Map<string, number | undefined>()
  for (const row of rows) {
    const parsed = fundingInfoSchema.safeParse(row)
    if (!parsed.success) continue
    const hours = parsed.data.fundingIntervalHours
    intervals.set(parsed.data.symbol, typeof hours === 'number' ? hours * 60 : undefined)
  }
  return intervals
}

/** A market that was never adjusted settles every 8 hours. */
function minutesOf(intervals: Intervals, symbol: string): number | undefined {
  return intervals.has(symbol) ? intervals.get(symbol) : EIGHT_HOURS
}

const premiumIndexSchema = z.object({
  symbol: z.string(),
  lastFundingRate: numeric,
  nextFundingTime: z.unknown(),
  time: z.unknown(),
})

/**
 * Binance `premiumIndex`. `lastFundingRate`, in spite of its name, is the rate of the period that runs: it moves until
 * `nextFundingTime`, when it is charged. Fraction per interval, positive: longs pay. Clock: `time`, in ms.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Mark-Price
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME (also for a market without a next settlement), NO_INTERVAL
 */
export function mapPremiumIndex(
  row: unknown,
  markets: ReadonlyMap<string, StoredMarket>,
  intervals: Intervals,
): FundingRecord {
  const raw = parseRow(premiumIndexSchema, row)
  return {
    marketId: marketOf(markets, raw.symbol).id,
    time: timeOf(raw.time, 'time'),
    kind: 'PREDICTED',
    rate: rateOf(raw.lastFundingRate, 'lastFundingRate'),
    intervalMinutes: intervalOf(minutesOf(intervals, raw.symbol), raw.symbol),
    settlesAt: timeOf(raw.nextFundingTime, 'nextFundingTime'),
  }
}

const fundingRateSchema = z.object({
  symbol: z.string(),
  fundingRate: numeric,
  fundingTime: z.unknown(),
  intervalMinutes: z.number().optional(),
})

/**
 * Binance `fundingRate`: rates that were charged, at `fundingTime` (ms, some of them a few late). Back to the listing.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-History
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapFundingRate(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(fundingRateSchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.fundingTime, 'fundingTime'),
    kind: 'SETTLED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

export const BINANCE_FUNDING: FundingPlan = {
  now: readNow,
  history: {
    read: readHistory,
    map: mapFundingRate,
    // No interval is shorter; with the rows before the page it stays under the 1000 that a request gives.
    stepMs: HOUR_MS,
    pageRows: 960,
  },
}

async function readNow(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<FundingRecord>> {
  const asked = indexMarkets(markets)
  const apis = [
    ...(markets.some(({ style }) => style !== 'INVERSE') ? ['fapi'] : []),
    ...(markets.some(({ style }) => style === 'INVERSE') ? ['dapi'] : []),
  ]
  const rows: unknown[] = []
  const intervals = new Map<string, number | undefined>()
  for (const api of apis) {
    const [index, info] = await Promise.all([
      client.request(
        `${api} premiumIndex`,
        () => callOf(client.exchange, `${api}PublicGetPremiumIndex`)({}),
        rowsSchema,
      ),
      readIntervals(client, api),
    ])
    rows.push(...index.filter((row) => isAsked(row, asked)))
    for (const [symbol, minutes] of info) intervals.set(symbol, minutes)
  }
  return mapEach(rows, (row) => mapPremiumIndex(row, asked, intervals))
}

async function readIntervals(client: VenueClient, api: string): Promise<Intervals> {
  const rows = await client.request(
    `${api} fundingInfo`,
    () => callOf(client.exchange, `${api}PublicGetFundingInfo`)({}),
    rowsSchema,
  )
  return mapIntervals(rows)
}

/** ccxt's unit of pace is 50 ms: 600 ms a request are the 500 in 5 minutes that the venue allows of this endpoint. */
const FUNDING_RATE_PACE = 12

async function readHistory(client: VenueClient, market: StoredMarket, page: Window): Promise<unknown[]> {
  const api = market.style === 'INVERSE' ? 'dapi' : 'fapi'
  if (client.settings.rateLimit) await client.exchange.throttle(FUNDING_RATE_PACE)
  // Both bounds are inclusive at the venue, and it counts its limit from the first.
  const rows = await client.request(
    `fundingRate ${market.venueSymbol}`,
    () =>
      callOf(
        client.exchange,
        `${api}PublicGetFundingRate`,
      )({
        symbol: market.venueSymbol,
        startTime: page.from.getTime() - LEAD_MS,
        endTime: page.to.getTime() - 1,
        limit: 1000,
      }),
    rowsSchema,
  )
  return withIntervals(
    rows,
    page,
    (row) => (row as { fundingTime?: unknown } | null)?.fundingTime,
    async () => minutesOf(await readIntervals(client, api), market.venueSymbol),
  )
}

/** The answer holds every market; those that were not asked for are no fault of it. */
function isAsked(row: unknown, asked: ReadonlyMap<string, StoredMarket>): boolean {
  const symbol = (row as { symbol?: unknown } | null)?.symbol
  return typeof symbol !== 'string' || asked.has(symbol)
}
