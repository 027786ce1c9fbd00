import { z } from 'zod'
import { times } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import { HOUR_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord } from '../../../openInterest/record.ts'
import type { VenueClient } from '../loadExchange.ts'
import {
  marketOf,
  notNegative,
  numeric,
  openInterestFromValue,
  parseRow,
  timeOf,
  type MarketIndex,
  textOf,
} from '../mapping.ts'
import type { PagedPlan } from '../readers.ts'
import { ask } from './api.ts'

const linearSchema = z.object({
  contract_code: z.string(),
  volume: numeric,
  value: numeric,
  ts: z.unknown(),
})

/**
 * HTX `v5/market/open_interest` of a linear perpetual, with the answer's `ts` put in: `volume` in CONTRACTS of contract_size coins,
 * `value` in the quote currency, at the venue's own price. Clock: `ts`, in ms.
 *
 * One side: the documentation calls `volume` the sum of both sides, yet odd numbers are printed (1711705, 3063121), which no
 * such sum can be. Volumes of trades, which are said to be the same, are always even: see candles.ts.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-get-swap-open-interest-information
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapLinear(row: unknown, market: StoredMarket): OpenInterestRecord {
  const raw = parseRow(linearSchema, row)
  if (raw.contract_code !== market.venueSymbol)
    throw new RecordError('UNKNOWN_MARKET', `asked for ${market.venueSymbol}, told ${raw.contract_code}`)
  return recordOf(market, raw.ts, raw.volume, raw.value)
}

const inverseSchema = z.object({
  contract_code: z.string(),
  volume: numeric,
  amount: numeric,
  ts: z.unknown(),
})

/**
 * HTX `swap_open_interest`, all inverse perpetuals, with the answer's `ts` put in: `volume` in CONTRACTS of contract_size USD (one side, as
 * above), `amount` the same in coins. https://huobiapi.github.io/docs/coin_margined_swap/v1/en/#get-swap-open-interest-information
 * @throws RecordError as mapLinear
 */
export function mapInverse(row: unknown, markets: MarketIndex): OpenInterestRecord {
  const raw = parseRow(inverseSchema, row)
  return recordOf(marketOf(markets, raw.contract_code), raw.ts, raw.volume, raw.amount)
}

/** 1: contracts. */
const CONTRACTS = 1

const historySchema = z.object({
  ts: z.unknown(),
  volume: numeric,
  amount_type: z.union([z.literal(CONTRACTS), z.literal(String(CONTRACTS))]),
  value: numeric,
})

/**
 * HTX `swap_his_open_interest`, a reading each hour: `volume` in CONTRACTS, `value` in the quote currency (linear) or in coins (inverse,
 * put in by the reader: those rows have none). Clock: `ts`, in ms.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-information-on-open-interest
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME, NO_PRICE
 */
export function mapHistory(row: unknown, market: StoredMarket): OpenInterestRecord {
  const raw = parseRow(historySchema, row)
  return recordOf(market, raw.ts, raw.volume, raw.value)
}

/** @param value in the quote currency of a linear market, in coins of an inverse one */
function recordOf(market: StoredMarket, ts: unknown, volume: unknown, value: unknown): OpenInterestRecord {
  return openInterestFromValue(
    market,
    timeOf(ts, 'ts'),
    times(notNegative(volume, 'volume'), market.contractSize),
    notNegative(value, 'value'),
  )
}

const tickSchema = z.object({
  data: z.object({ tick: z.array(z.unknown()).nullish() }),
})

/** The venue's most, counted back from now; it takes no times. */
const HISTORY_ROWS = 200

async function readTicks(client: VenueClient, market: StoredMarket, amountType: number): Promise<unknown[]> {
  const { data } = await ask(
    client,
    `swap_his_open_interest ${market.venueSymbol}`,
    market.style === 'LINEAR'
      ? 'contractPublicGetLinearSwapApiV1SwapHisOpenInterest'
      : 'contractPublicGetSwapApiV1SwapHisOpenInterest',
    { contract_code: market.venueSymbol, period: '60min', size: HISTORY_ROWS, amount_type: amountType },
    tickSchema,
  )
  return data.tick ?? []
}

export const HTX_OPEN_INTEREST: PagedPlan<OpenInterestRecord> = {
  async read(client, market) {
    const ticks = await readTicks(client, market, CONTRACTS)
    if (market.style === 'LINEAR') return ticks
    // Inverse rows have no value: the same readings are asked for in coins, which with the dollars of the contracts give the price.
    const inCoins = new Map<unknown, unknown>()
    for (const tick of await readTicks(client, market, 2)) {
      const { ts, volume } = (tick ?? {}) as Record<string, unknown>
      inCoins.set(textOf(ts), volume)
    }
    return ticks.map((tick) => {
      const { ts } = (tick ?? {}) as Record<string, unknown>
      return typeof tick === 'object' && tick !== null ? { ...tick, value: inCoins.get(textOf(ts)) } : tick
    })
  },
  map: mapHistory,
  stepMs: HOUR_MS,
  pageRows: HISTORY_ROWS,
  historyMs: (HISTORY_ROWS - 1) * HOUR_MS,
  takes: ({ kind }) => kind === 'PERPETUAL',
}
