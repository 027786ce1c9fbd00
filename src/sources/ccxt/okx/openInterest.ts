import { z } from 'zod'
import { RecordError } from '../../../lib/errors.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
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

export const dataAnswerSchema = z.object({ data: z.array(z.unknown()) })

const openInterestSchema = z.object({ instId: z.string(), oi: numeric, ts: z.unknown() })

const markPriceSchema = z.object({ instId: z.string(), markPx: numeric })

/** Mark prices by instrument, from `mark-price` of one instrument type. */
export function mapMarkPrices(rows: readonly unknown[]): Map<string, unknown> {
  const prices = new Map<string, unknown>()
  for (const row of rows) {
    const parsed = markPriceSchema.safeParse(row)
    if (parsed.success) prices.set(parsed.data.instId, parsed.data.markPx)
  }
  return prices
}

/**
 * OKX `open-interest`: all instruments of a type in one answer. `oi` is in CONTRACTS, worth contractSize coins (linear)
 * or USD (inverse) each. Clock: `ts`, in ms. https://www.okx.com/docs-v5/en/#public-data-rest-api-get-open-interest
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapOpenInterest(
  row: unknown,
  markPrices: ReadonlyMap<string, unknown>,
  markets: MarketIndex,
): OpenInterestRecord {
  const raw = parseRow(openInterestSchema, row)
  const market = marketOf(markets, raw.instId)
  const markPrice = markPrices.get(raw.instId)
  if (markPrice === undefined) throw new RecordError('NO_PRICE', `${raw.instId} has no mark price`)
  return openInterestOf(
    market,
    timeOf(raw.ts, 'ts'),
    notNegative(raw.oi, 'oi'),
    positive(markPrice, 'markPx'),
  )
}
