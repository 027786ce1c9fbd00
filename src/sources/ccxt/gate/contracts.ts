import { z } from 'zod'
import type { FundingRecord } from '../../../funding/record.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { LongShortRecord } from '../../../longShort/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import { RecordError } from '../../../lib/errors.ts'
import { ratio } from '../../../lib/decimal.ts'
import Big from 'big.js'
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
import { rateOf } from '../readers.ts'

/** Gate prints seconds; its history of funding has also printed milliseconds, which no second can be. @throws RecordError BAD_TIME */
export function secondsOf(value: unknown, name: string): Date {
  const number = typeof value === 'string' && /^\d{1,13}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new RecordError('BAD_TIME', `${name} is ${JSON.stringify(value)}, not seconds since 1970`)
  return timeOf(number >= 1e12 ? number : number * 1_000, name)
}

const contractSchema = z.object({
  name: z.string(),
  mark_price: numeric,
  position_size: numeric,
  funding_rate: numeric,
  funding_interval: z.unknown().optional(),
  funding_next_apply: z.unknown(),
})

/**
 * Gate `contracts`: `position_size` is the total long position in CONTRACTS of quanto_multiplier coins (linear) or one USD
 * (inverse): one side of the book, as open interest is counted. No clock in the row: ours.
 * https://www.gate.com/docs/developers/apiv4/en/#list-all-futures-contracts
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, NO_PRICE
 */
export function mapOpenInterest(row: unknown, markets: MarketIndex, receivedAt: Date): OpenInterestRecord {
  const raw = parseRow(contractSchema, row)
  return openInterestOf(
    marketOf(markets, raw.name),
    receivedAt,
    notNegative(raw.position_size, 'position_size'),
    positive(raw.mark_price, 'mark_price'),
  )
}

/**
 * The same row: `funding_rate` is charged at `funding_next_apply` (seconds); `funding_interval` is the market's own, in seconds.
 * `funding_rate_indicative`, of the period after, is not taken. Fraction per interval, positive: longs pay.
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_INTERVAL
 */
export function mapPrediction(row: unknown, markets: MarketIndex, receivedAt: Date): FundingRecord {
  const raw = parseRow(contractSchema, row)
  return {
    marketId: marketOf(markets, raw.name).id,
    time: receivedAt,
    kind: 'PREDICTED',
    rate: rateOf(raw.funding_rate, 'funding_rate'),
    intervalMinutes: intervalOf(statedMinutes(row), raw.name),
    settlesAt: secondsOf(raw.funding_next_apply, 'funding_next_apply'),
  }
}

/** What a row of `contracts` states, in minutes; undefined when it states nothing. */
export function statedMinutes(row: unknown): number | undefined {
  const seconds = numberOf((row as { funding_interval?: unknown } | null)?.funding_interval)
  return Number.isFinite(seconds) ? seconds / 60 : undefined
}

const settledSchema = z.object({ r: numeric, t: z.unknown(), intervalMinutes: z.unknown().optional() })

/** Gate `funding_rate`: `r` was charged at `t`, in seconds. https://www.gate.com/docs/developers/apiv4/en/#funding-rate-history */
export function mapSettled(row: unknown, market: StoredMarket): FundingRecord {
  const raw = parseRow(settledSchema, row)
  return {
    marketId: market.id,
    time: secondsOf(raw.t, 't'),
    kind: 'SETTLED',
    rate: rateOf(raw.r, 'r'),
    intervalMinutes: intervalOf(raw.intervalMinutes, market.venueSymbol),
  }
}

const statsSchema = z.object({ time: z.unknown(), open_interest: numeric, mark_price: numeric })

/**
 * Gate `contract_stats`, a row each five minutes: `open_interest` in CONTRACTS, `mark_price` of the same moment. `open_interest_usd` is not
 * read: it is the product of the two. Clock: `time`, in seconds.
 * https://www.gate.com/docs/developers/apiv4/en/#futures-stats
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterestStats(row: unknown, market: StoredMarket): OpenInterestRecord {
  const raw = parseRow(statsSchema, row)
  return openInterestOf(
    market,
    secondsOf(raw.time, 'time'),
    notNegative(raw.open_interest, 'open_interest'),
    positive(raw.mark_price, 'mark_price'),
  )
}

const ratioSchema = z.object({ time: z.unknown(), lsr_account: numeric })

/**
 * The same row: `lsr_account` is accounts that are net long for each that is net short. Zero stands where nothing was counted.
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapAccountRatio(row: unknown, market: StoredMarket): LongShortRecord {
  const raw = parseRow(ratioSchema, row)
  const perShort = positive(raw.lsr_account, 'lsr_account')
  return {
    marketId: market.id,
    time: secondsOf(raw.time, 'time'),
    longShare: ratio(perShort, new Big(perShort).plus(1))!,
  }
}

export const STATS_STEP_MS = 5 * MINUTE_MS
