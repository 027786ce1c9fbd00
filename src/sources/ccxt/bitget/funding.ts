import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { findDecimal } from '../../../lib/decimal.ts'
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
import { dataSchema, productTypeOf } from './products.ts'

const currentSchema = z.object({
  symbol: z.string(),
  fundingRate: numeric,
  fundingRateInterval: z.unknown(),
  nextUpdate: z.unknown(),
})

/**
 * Bitget `current-fund-rate`: `fundingRate` is charged at `nextUpdate` (ms), `fundingRateInterval` is the market's own, in hours.
 * Fraction per interval, positive: longs pay. No clock in the row: ours.
 * https://www.bitget.com/api-doc/contract/market/Get-Current-Funding-Rate
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, markets: MarketIndex, receivedAt: Date): FundingRecord {
  const raw = parseRow(currentSchema, row)
  return {
    marketId: marketOf(markets, raw.symbol).id,
    time: receivedAt,
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(statedMinutes(row), raw.symbol),
    settlesAt: timeOf(raw.nextUpdate, 'nextUpdate'),
  }
}

/** What a row of `current-fund-rate` states, in minutes; undefined when it states nothing. */
export function statedMinutes(row: unknown): number | undefined {
  const hours = findDecimal((row as { fundingRateInterval?: unknown } | null)?.fundingRateInterval)
  return hours === undefined ? undefined : Number(hours) * 60
}

const settledSchema = z.object({
  fundingRate: numeric,
  fundingTime: z.unknown(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * Bitget `history-fund-rate`: charged at `fundingTime`, in ms. https://www.bitget.com/api-doc/contract/market/Get-History-Funding-Rate
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.fundingTime, 'fundingTime'),
    kind: 'SETTLED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

/** One answer for all contracts of a product type; of one contract with its symbol. */
function readCurrent(client: VenueClient, productType: string, symbol?: string) {
  return client.request(
    `current-fund-rate ${symbol ?? productType}`,
    () =>
      callOf(
        client.exchange,
        'publicMixGetV2MixMarketCurrentFundRate',
      )({ productType, ...(symbol === undefined ? {} : { symbol }) }),
    dataSchema,
  )
}

async function readPredictions(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<FundingRecord>> {
  const answers: Mapped<FundingRecord>[] = []
  for (const productType of new Set(markets.map(productTypeOf))) {
    const index = indexMarkets(markets.filter((market) => productTypeOf(market) === productType))
    const { data } = await readCurrent(client, productType)
    const receivedAt = client.settings.now()
    answers.push(mapEach(ownRows(data, index), (row) => mapPrediction(row, index, receivedAt)))
  }
  return joinMapped(answers)
}

/** The rows of the markets that were asked for, and those that name none. */
export function ownRows(rows: readonly unknown[], index: MarketIndex): unknown[] {
  return rows.filter((row) => {
    const symbol = (row as { symbol?: unknown } | null)?.symbol
    return typeof symbol !== 'string' || index.has(symbol)
  })
}

/** The venue's most for one answer. */
const PAGE_ROWS = 100

const settledMsOf = (row: unknown) => numberOf((row as { fundingTime?: unknown } | null)?.fundingTime)

/** Settlements from the newest back to the one before the window: the venue takes page numbers, no times. */
async function readSettlements(client: VenueClient, market: StoredMarket, window: Window) {
  const rows: unknown[] = []
  let oldest = Infinity
  for (let pageNo = 1; ; pageNo++) {
    const { data } = await client.request(
      `history-fund-rate ${market.venueSymbol}`,
      () =>
        callOf(
          client.exchange,
          'publicMixGetV2MixMarketHistoryFundRate',
        )({
          symbol: market.venueSymbol,
          productType: productTypeOf(market),
          pageSize: PAGE_ROWS,
          pageNo,
        }),
      dataSchema,
    )
    rows.push(...data.filter((row) => !(settledMsOf(row) >= window.to.getTime())))
    const reached = Math.min(...data.map(settledMsOf).filter(Number.isFinite))
    // A page that goes no farther back than the one before is the last: else it would be asked for without end.
    const isLast = data.length < PAGE_ROWS || reached >= oldest || reached < window.from.getTime() - LEAD_MS
    if (isLast) return rows
    oldest = reached
  }
}

export const BITGET_FUNDING: FundingPlan = {
  now: readPredictions,
  history: {
    async read(client, market, window) {
      const rows = await readSettlements(client, market, window)
      return withIntervals(rows, window, settledMsOf, async () => {
        const { data } = await readCurrent(client, productTypeOf(market), market.venueSymbol)
        return statedMinutes(data[0])
      })
    },
    map: mapSettled,
    stepMs: HOUR_MS,
    // The whole window at once: it is walked back from the newest settlement.
    pageRows: 1_000_000,
  },
}
