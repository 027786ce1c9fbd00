import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { HOUR_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { MarketRecord, StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import type { CandleRecord } from '../../../volume/record.ts'
import { barOf } from '../bars.ts'
import {
  marketOf,
  notNegative,
  numeric,
  openInterestOf,
  parseRow,
  positive,
  timeOf,
  type MarketIndex,
} from '../mapping.ts'
import type { CcxtMarket } from '../markets.ts'
import { rateOf } from '../readers.ts'

/**
 * ccxt's id is the coin's place in the venue's list; every answer names the coin, so that is our venue symbol. "kPEPE" counts
 * thousands. https://hyperliquid.gitbook.io/hyperliquid-docs/trading/contract-specifications
 */
export function completeMarket(record: MarketRecord, market: CcxtMarket): MarketRecord {
  const { name } = parseRow(z.object({ name: z.string().min(1) }), market.info)
  const isThousand = /^k[A-Z]/.test(name)
  return {
    ...record,
    venueSymbol: name,
    ...(isThousand ? { baseCode: name.slice(1).toUpperCase(), baseMultiplier: '1000' } : {}),
  }
}

export const answerSchema = z.tuple([z.object({ universe: z.array(z.unknown()) }), z.array(z.unknown())])

/** One coin with what stands of it at its place in the second list. */
export interface Context {
  readonly name: unknown
  readonly context: unknown
}

/** Pairs the two lists by place, as the venue means them. */
export function contextsOf([{ universe }, contexts]: z.infer<typeof answerSchema>): Context[] {
  return universe.map((coin, at) => ({
    name: (coin as { name?: unknown } | null)?.name,
    context: contexts[at],
  }))
}

const contextSchema = z.object({
  name: z.string(),
  context: z.object({ openInterest: numeric, markPx: numeric, funding: numeric }),
})

/**
 * `metaAndAssetCtxs`: `openInterest` in coins (thousands for kPEPE), `markPx` in USD of the same moment. No clock: ours.
 * https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint/perpetuals
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: Context, markets: MarketIndex, receivedAt: Date): OpenInterestRecord {
  const { name, context } = parseRow(contextSchema, row)
  return openInterestOf(
    marketOf(markets, name),
    receivedAt,
    notNegative(context.openInterest, 'openInterest'),
    positive(context.markPx, 'markPx'),
  )
}

/** Every market settles every hour. https://hyperliquid.gitbook.io/hyperliquid-docs/trading/funding */
const INTERVAL_MINUTES = 60

/**
 * The same row: `funding` is what the hour so far would charge at its end. Fraction per hour, positive: longs pay.
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER
 */
export function mapPrediction(row: Context, markets: MarketIndex, receivedAt: Date): FundingRecord {
  const { name, context } = parseRow(contextSchema, row)
  return {
    marketId: marketOf(markets, name).id,
    time: receivedAt,
    kind: 'PREDICTED',
    rate: rateOf(context.funding, 'funding'),
    intervalMinutes: INTERVAL_MINUTES,
    settlesAt: new Date(Math.floor(receivedAt.getTime() / HOUR_MS + 1) * HOUR_MS),
  }
}

const settledSchema = z.object({ fundingRate: numeric, time: z.unknown() })

/** `fundingHistory`: charged at `time` (ms, some milliseconds after the full hour, which is kept). @throws RecordError */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  const time = timeOf(raw.time, 'time')
  const hour = Math.round(time.getTime() / HOUR_MS) * HOUR_MS
  return {
    marketId: market.id,
    time: Math.abs(time.getTime() - hour) < MINUTE_MS ? new Date(hour) : time,
    kind: 'SETTLED',
    rate: rateOf(raw.fundingRate, 'fundingRate'),
    intervalMinutes: INTERVAL_MINUTES,
  }
}

const candleSchema = z.object({
  t: z.unknown(),
  o: z.unknown(),
  h: z.unknown(),
  l: z.unknown(),
  c: z.unknown(),
  v: z.unknown(),
  n: z.unknown(),
})

/**
 * `candleSnapshot`: `v` in coins (thousands for kPEPE), `n` trades; no USD, no takers. Clock: `t`, the bar's begin in ms.
 * https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint#candle-snapshot
 * @throws RecordError BAD_SHAPE, BAD_TIME, BAD_NUMBER, BAD_BAR
 */
export function mapCandle(row: unknown, market: StoredMarket): CandleRecord {
  const { t: time, o: open, h: high, l: low, c: close, v: base, n: trades } = parseRow(candleSchema, row)
  return barOf(market, { time, stepMs: MINUTE_MS, open, high, low, close, base, trades })
}

const levelSchema = z.object({ px: numeric, sz: numeric })

export const bookSchema = z.object({
  time: z.unknown(),
  levels: z.tuple([z.array(levelSchema), z.array(levelSchema)]),
})
