import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { RecordError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import { intervalOf } from '../fundingInterval.ts'
import {
  marketOf,
  notNegative,
  numeric,
  openInterestOf,
  parseRow,
  positive,
  timeOf,
  type MarketIndex,
  numberOf,
} from '../mapping.ts'
import type { CcxtMarket } from '../markets.ts'
import { rateOf } from '../readers.ts'

/**
 * What a lot is worth, from the contract's own row: `multiplier` coins of a linear contract; an inverse one is a lot of USD, and
 * its multiplier is printed below zero. https://www.kucoin.com/docs-new/rest/futures-trading/market-data/get-symbol
 */
export function findContractSize({ info, inverse }: CcxtMarket): unknown {
  const multiplier = (info as { multiplier?: unknown } | null)?.multiplier
  const text = typeof multiplier === 'number' ? String(multiplier) : multiplier
  return inverse && typeof text === 'string' && text.startsWith('-') ? text.slice(1) : text
}

const contractSchema = z.object({ symbol: z.string(), openInterest: numeric, markPrice: numeric })

/**
 * KuCoin `contracts/active`: `openInterest` in LOTS, one side, `markPrice` of the same moment. No clock in the row: ours.
 * https://www.kucoin.com/docs-new/rest/futures-trading/market-data/get-all-symbols
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex, receivedAt: Date): OpenInterestRecord {
  const raw = parseRow(contractSchema, row)
  return openInterestOf(
    marketOf(markets, raw.symbol),
    receivedAt,
    notNegative(raw.openInterest, 'openInterest'),
    positive(raw.markPrice, 'markPrice'),
  )
}

const fundingSchema = z.object({
  symbol: z.string(),
  fundingFeeRate: numeric,
  fundingRateGranularity: z.unknown().optional(),
  nextFundingRateTime: z.unknown().optional(),
  nextFundingRateDateTime: z.unknown().optional(),
})

/**
 * The same row: `fundingFeeRate` of the running cycle, charged at its end; `fundingRateGranularity` is the market's own interval in
 * ms. `predictedFundingFeeRate`, of the cycle after, is not taken. The end is `nextFundingRateDateTime`, a time; older answers have
 * but `nextFundingRateTime`, the ms that are LEFT until it. Fraction per interval, positive: longs pay.
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, markets: MarketIndex, receivedAt: Date): FundingRecord {
  const raw = parseRow(fundingSchema, row)
  const settlesAt =
    raw.nextFundingRateDateTime === undefined || raw.nextFundingRateDateTime === null
      ? endOf(raw.nextFundingRateTime, receivedAt)
      : timeOf(raw.nextFundingRateDateTime, 'nextFundingRateDateTime')
  return {
    marketId: marketOf(markets, raw.symbol).id,
    time: receivedAt,
    kind: 'PREDICTED',
    rate: rateOf(raw.fundingFeeRate, 'fundingFeeRate'),
    intervalMinutes: intervalOf(statedMinutes(row), raw.symbol),
    ...(settlesAt === undefined ? {} : { settlesAt }),
  }
}

/** Cycles end at whole minutes: what the answer took on its way is rounded off. @throws RecordError BAD_TIME */
function endOf(leftMs: unknown, receivedAt: Date): Date | undefined {
  if (leftMs === undefined || leftMs === null) return undefined
  const left = Number(notNegative(leftMs, 'nextFundingRateTime'))
  return timeOf(Math.round((receivedAt.getTime() + left) / MINUTE_MS) * MINUTE_MS, 'nextFundingRateTime')
}

/** What a contract's row states, in minutes; undefined when it states nothing. */
export function statedMinutes(row: unknown): number | undefined {
  const stated = (row as { fundingRateGranularity?: unknown } | null)?.fundingRateGranularity
  return typeof stated === 'number' && Number.isFinite(stated) ? stated / MINUTE_MS : undefined
}

const settledSchema = z.object({
  fundingRate: numeric,
  timepoint: z.unknown(),
  intervalMinutes: z.unknown().optional(),
})

/**
 * KuCoin `contract/funding-rates`: `fundingRate` was charged at `timepoint`, in ms.
 * https://www.kucoin.com/docs-new/rest/futures-trading/funding-fees/get-public-funding-history
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  return {
    marketId: market.id,
    time: timeOf(raw.timepoint, 'timepoint'),
    kind: 'SETTLED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

const historySchema = z.object({
  openInterest: numeric,
  ts: z.unknown(),
  markPrice: z.unknown().optional(),
})

/**
 * KuCoin `market/open-interest` with an interval, a row each five minutes: `openInterest` in LOTS, as in `contracts/active`. It has no
 * price: `markPrice` is put into the row, the open of the mark-price bar that begins then. Clock: `ts`, in ms.
 * https://www.kucoin.com/docs-new/rest/ua/get-futures-open-interset
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapPastInterest(row: unknown, market: StoredMarket): OpenInterestRecord {
  const raw = parseRow(historySchema, row)
  const time = timeOf(raw.ts, 'ts')
  if (raw.markPrice === undefined) throw new RecordError('NO_PRICE', 'no mark price at that time')
  return openInterestOf(
    market,
    time,
    notNegative(raw.openInterest, 'openInterest'),
    positive(raw.markPrice, 'markPrice'),
  )
}

const barSchema = z.tuple([numeric, numeric]).rest(z.unknown())

/** Rows of interest with the mark price of their time, from bars [seconds, open, …]; one without a price is left as it is. */
export function withMarkPrices(rows: readonly unknown[], bars: readonly unknown[]): unknown[] {
  const prices = new Map<number, unknown>()
  for (const bar of bars) {
    const parsed = barSchema.safeParse(bar)
    if (parsed.success) prices.set(Number(parsed.data[0]) * 1_000, parsed.data[1])
  }
  return rows.map((row) => {
    if (typeof row !== 'object' || row === null) return row
    const markPrice = prices.get(numberOf((row as { ts?: unknown }).ts))
    return markPrice === undefined ? row : { ...row, markPrice }
  })
}
