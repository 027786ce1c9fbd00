import { z } from 'zod'
import { findDecimal, isPositive, type DecimalString } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import type { CoinRecord, MarketCapRecord, TotalMarketCapRecord } from '../../marketCap/record.ts'

const number = z.union([z.number(), z.string()])

const coinSchema = z.object({ id: z.string().min(1), symbol: z.string().min(1), name: z.string().min(1) })

const marketSchema = z.object({
  current_price: number.nullish(),
  market_cap: number.nullish(),
  circulating_supply: number.nullish(),
  last_updated: z.string().nullish(),
})

/**
 * A coin's names. @param sectors sector code by CoinGecko id
 * @throws RecordError BAD_SHAPE
 */
export function mapCoin(row: unknown, sectors: ReadonlyMap<string, string>): CoinRecord {
  const coin = parse(coinSchema, row)
  const sectorCode = sectors.get(coin.id)
  return {
    coingeckoId: coin.id,
    code: coin.symbol.toUpperCase(),
    name: coin.name,
    ...(sectorCode === undefined ? {} : { sectorCode }),
  }
}

/**
 * One row of `coins/markets?vs_currency=usd`. Clock: `last_updated` of the coin, not of the request.
 * A supply or cap of 0 or null is one that CoinGecko does not know. https://docs.coingecko.com/reference/coins-markets
 * @throws RecordError BAD_SHAPE, BAD_TIME, NO_PRICE, NO_CAP
 */
export function mapMarket(row: unknown, sectors: ReadonlyMap<string, string>): MarketCapRecord {
  const coin = mapCoin(row, sectors)
  const raw = parse(marketSchema, row)
  const time = isoTimeOf(raw.last_updated)
  const supply = findPositive(raw.circulating_supply)
  return {
    coin,
    time,
    priceUsd: priceOf(raw.current_price),
    ...(supply === undefined ? {} : { supply }),
    statedCapUsd: capOf(raw.market_cap),
  }
}

const globalSchema = z.object({
  data: z.object({
    total_market_cap: z.object({ usd: number }),
    // What the column can hold: there are some twenty thousand.
    active_cryptocurrencies: z.number().int().min(0).max(2_147_483_647).optional(),
    updated_at: z.number().int(),
  }),
})

/**
 * `/global`: the cap of all coins that CoinGecko counts. Clock: `updated_at`, in seconds.
 * @throws RecordError BAD_SHAPE, BAD_TIME, NO_CAP
 */
export function mapGlobal(row: unknown): TotalMarketCapRecord {
  const { data } = parse(globalSchema, row)
  const coins = data.active_cryptocurrencies
  return {
    time: millisecondsOf(data.updated_at * 1000),
    capUsd: capOf(data.total_market_cap.usd),
    ...(coins === undefined ? {} : { coins }),
  }
}

/** Pairs of `[milliseconds, number]` that CoinGecko's charts are made of. */
export const chartSchema = z.array(z.tuple([z.number(), number.nullable()]).rest(z.unknown()))

export type Chart = z.infer<typeof chartSchema>

/**
 * One point of `coins/{id}/market_chart/range`. Prices and caps are separate lists of the same times. Supply is not
 * told: cap / price would be a guess of it, so it is left out unless a supply chart gives it.
 * @throws RecordError BAD_TIME, NO_PRICE, NO_CAP
 */
export function mapChartPoint(
  coin: CoinRecord,
  [ms, price]: Chart[number],
  caps: ReadonlyMap<number, unknown>,
  findSupply: (ms: number) => DecimalString | undefined,
): MarketCapRecord {
  const supply = findSupply(ms)
  return {
    coin,
    time: millisecondsOf(ms),
    priceUsd: priceOf(price),
    ...(supply === undefined ? {} : { supply }),
    statedCapUsd: capOf(caps.get(ms)),
  }
}

/** One point of the pro chart `/global/market_cap_chart`. @throws RecordError BAD_TIME, NO_CAP */
export function mapTotalPoint([ms, cap]: Chart[number]): TotalMarketCapRecord {
  return { time: millisecondsOf(ms), capUsd: capOf(cap) }
}

const SUPPLY_AGE_MS = 24 * 60 * 60_000

/** The supply last stated at or before a time, at most a day old. */
export function supplyLookup(chart: Chart): (ms: number) => DecimalString | undefined {
  const sorted = chart.toSorted(([a], [b]) => a - b)
  return (ms) => {
    const stated = sorted.findLast(([at]) => at <= ms)
    return stated && ms - stated[0] <= SUPPLY_AGE_MS ? findPositive(stated[1]) : undefined
  }
}

function parse<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new RecordError(
    'BAD_SHAPE',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as documented'}`,
  )
}

function findPositive(value: unknown): DecimalString | undefined {
  const decimal = findDecimal(value)
  return decimal !== undefined && isPositive(decimal) ? decimal : undefined
}

function priceOf(value: unknown): DecimalString {
  const price = findPositive(value)
  if (price === undefined) throw new RecordError('NO_PRICE', 'no price is stated')
  return price
}

function capOf(value: unknown): DecimalString {
  const cap = findPositive(value)
  if (cap === undefined) throw new RecordError('NO_CAP', 'no market cap is stated')
  return cap
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Date takes "1,5" for a day of 2001: only the form that is documented is read. */
function isoTimeOf(text: string | null | undefined): Date {
  const ms = typeof text === 'string' && ISO.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new RecordError('BAD_TIME', `last_updated is ${JSON.stringify(text)}`)
  return millisecondsOf(ms)
}

function millisecondsOf(ms: number): Date {
  if (ms < Date.UTC(2009, 0) || ms >= Date.UTC(2100, 0)) {
    throw new RecordError('BAD_TIME', `${ms} is no time in milliseconds since 1970`)
  }
  return new Date(Math.floor(ms))
}
