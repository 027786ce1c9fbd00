import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { findDecimal } from '../../../lib/decimal.ts'
import { HOUR_MS, MINUTE_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { intervalOf, LEAD_MS, withIntervals } from '../fundingInterval.ts'
import type { VenueClient } from '../loadExchange.ts'
import { joinMapped, mapEach, numeric, parseRow, timeOf, type Mapped, numberOf } from '../mapping.ts'
import { pagesOf, rateOf, readEach, type FundingPlan } from '../readers.ts'
import { ask } from './api.ts'

const currentSchema = z.object({
  funding_rate: numeric,
  funding_time: z.unknown(),
  next_funding_time: z.unknown().optional(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * HTX `v5/market/funding_rate` (linear) and `swap_batch_funding_rate` (inverse): `funding_rate`, renewed each minute, is charged at
 * `funding_time` (ms). Interval: what the reader put in (inverse), else from `funding_time` to `next_funding_time`. Fraction per
 * interval, positive: longs pay. Clock: ours.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-funding-rate
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, market: StoredMarket, receivedAt: Date): FundingRecord {
  const raw = parseRow(currentSchema, row)
  return {
    marketId: market.id,
    time: receivedAt,
    kind: 'PREDICTED',
    rate: rateOf(raw.funding_rate, 'funding_rate'),
    intervalMinutes: intervalOf(raw.intervalMinutes ?? statedMinutes(row), market.venueSymbol),
    settlesAt: timeOf(raw.funding_time, 'funding_time'),
  }
}

/** From the coming settlement to the one after it, in minutes; undefined where the venue does not tell the latter: inverse contracts. */
export function statedMinutes(row: unknown): number | undefined {
  const { funding_time: coming, next_funding_time: next } = (row ?? {}) as Record<string, unknown>
  const [from, to] = [findDecimal(coming), findDecimal(next)]
  return from === undefined || to === undefined ? undefined : (Number(to) - Number(from)) / MINUTE_MS
}

const settledSchema = z.object({
  funding_rate: numeric,
  funding_time: z.unknown(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * HTX `v5/market/funding_rate_history` (linear), `swap_historical_funding_rate` (inverse): charged at `funding_time`, in ms.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-historical-funding-rate
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.funding_time, 'funding_time'),
    kind: 'SETTLED',
    rate: rateOf(raw.funding_rate, 'funding_rate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

const dataSchema = z.object({ data: z.array(z.unknown()) })
const pageSchema = z.object({ data: z.object({ data: z.array(z.unknown()) }) })

const timeMsOf = (row: unknown) => numberOf((row as { funding_time?: unknown } | null)?.funding_time)

function readCurrent(client: VenueClient, { venueSymbol }: StoredMarket) {
  const query = { contract_code: venueSymbol }
  return ask(client, `funding_rate ${venueSymbol}`, 'contractPublicGetV5MarketFundingRate', query, dataSchema)
}

/** Newest first; page 1 is the newest. */
async function readInversePage(
  client: VenueClient,
  market: StoredMarket,
  pageIndex: number,
): Promise<unknown[]> {
  const { data } = await ask(
    client,
    `swap_historical_funding_rate ${market.venueSymbol}`,
    'contractPublicGetSwapApiV1SwapHistoricalFundingRate',
    { contract_code: market.venueSymbol, page_index: pageIndex, page_size: INVERSE_ROWS },
    pageSchema,
  )
  return data.data
}

async function readPredictions(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Mapped<FundingRecord>> {
  const now = () => client.settings.now()
  const linear = await readEach(
    markets.filter(({ style }) => style === 'LINEAR'),
    async (market) => {
      const { data } = await readCurrent(client, market)
      return mapEach(data, (row) => mapPrediction(row, market, now()))
    },
  )
  const inverse = markets.filter(({ style }) => style === 'INVERSE')
  if (inverse.length === 0) return linear
  const { data } = await ask(
    client,
    'swap_batch_funding_rate',
    'contractPublicGetSwapApiV1SwapBatchFundingRate',
    {},
    dataSchema,
  )
  const coming = new Map(data.map((row) => [(row as { contract_code?: unknown } | null)?.contract_code, row]))
  return joinMapped([
    linear,
    await readEach(inverse, async (market) => {
      const row = coming.get(market.venueSymbol)
      if (row === undefined) return { records: [], rejections: [] }
      // These rows tell no interval: it is the time since the last settlement.
      const settled = await readInversePage(client, market, 1)
      const last = new Date(timeMsOf(row))
      const [known] = await withIntervals(
        [...settled.filter((one) => timeMsOf(one) < last.getTime()), row],
        { from: last, to: last },
        timeMsOf,
        () => Promise.resolve(undefined),
      )
      return mapEach([known ?? row], (one) => mapPrediction(one, market, now()))
    }),
  ])
}

/** The venue's most for one answer. */
const LINEAR_ROWS = 100
const INVERSE_ROWS = 50

/** No shorter than an hour apart, so that a hundred hours fit into one answer whatever its order. */
async function readLinear(client: VenueClient, market: StoredMarket, window: Window): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const { from, to } of pagesOf(window, HOUR_MS, LINEAR_ROWS)) {
    const { data } = await ask(
      client,
      `funding_rate_history ${market.venueSymbol}`,
      'contractPublicGetV5MarketFundingRateHistory',
      {
        contract_code: market.venueSymbol,
        start_time: from.getTime(),
        end_time: to.getTime() - 1,
        limit: LINEAR_ROWS,
      },
      dataSchema,
    )
    rows.push(...data)
  }
  return rows
}

/** From the newest settlement back to the window: the venue takes page numbers, no times. */
async function readInverse(client: VenueClient, market: StoredMarket, window: Window): Promise<unknown[]> {
  const rows: unknown[] = []
  let oldest = Infinity
  for (let page = 1; ; page++) {
    const data = await readInversePage(client, market, page)
    rows.push(...data.filter((row) => !(timeMsOf(row) >= window.to.getTime())))
    const reached = Math.min(...data.map(timeMsOf).filter(Number.isFinite))
    // A page that goes no farther back than the one before is the last: else it would be asked for without end.
    if (data.length < INVERSE_ROWS || reached >= oldest || reached < window.from.getTime()) return rows
    oldest = reached
  }
}

export const HTX_FUNDING: FundingPlan = {
  now: readPredictions,
  history: {
    async read(client, market, window) {
      const led = { from: new Date(window.from.getTime() - LEAD_MS), to: window.to }
      const linear = market.style === 'LINEAR'
      const rows = await (linear ? readLinear : readInverse)(client, market, led)
      return withIntervals(rows, window, timeMsOf, async () => {
        if (!linear) return undefined
        const { data } = await readCurrent(client, market)
        return statedMinutes(data[0])
      })
    },
    map: mapSettled,
    stepMs: HOUR_MS,
    // The whole window at once: it is cut, or walked back, as the endpoint needs it.
    pageRows: 1_000_000,
  },
}
