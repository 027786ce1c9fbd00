import { z } from 'zod'
import { findDecimal, isPositive } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import { USD_LIKE, type MarketRecord } from '../../markets/record.ts'
import { splitMultiplier } from '../../markets/ticker.ts'
import { parseRow, timeOf } from './mapping.ts'

/**
 * What is read from a market of ccxt: names, dates and kinds. Sizes come from the venue's own row, as text.
 */
const ccxtMarketSchema = z.object({
  id: z.string().min(1),
  symbol: z.string().min(1),
  base: z.string().min(1),
  quote: z.string().min(1),
  settle: z.string().min(1).nullish(),
  spot: z.boolean().nullish(),
  swap: z.boolean(),
  future: z.boolean(),
  linear: z.boolean().nullish(),
  inverse: z.boolean().nullish(),
  active: z.boolean().nullish(),
  created: z.number().nullish(),
  expiry: z.number().nullish(),
  info: z.unknown(),
})

export type CcxtMarket = z.infer<typeof ccxtMarketSchema>

/** true for perpetuals, dated futures, and spot against a currency that counts as USD: what ccxt lists besides is no market of ours. */
export function isOurs(row: unknown): boolean {
  const { spot, swap, future, quote } = (row ?? {}) as Record<string, unknown>
  return (
    swap === true || future === true || (spot === true && typeof quote === 'string' && USD_LIKE.has(quote))
  )
}

/**
 * Our record from a market as ccxt's fetchMarkets gives it.
 * @param findContractSize from the venue's own row (`info`): base units for LINEAR, USD for INVERSE; not asked of spot, whose
 * orders count the venue's base
 * @throws RecordError BAD_SHAPE, BAD_NUMBER, BAD_TIME
 */
export function mapMarket(
  exchangeCode: string,
  row: unknown,
  findContractSize: (market: CcxtMarket) => unknown,
): MarketRecord {
  const market = parseRow(ccxtMarketSchema, row)
  const contractSize = market.spot ? '1' : findDecimal(findContractSize(market))
  if (contractSize === undefined || !isPositive(contractSize)) {
    throw new RecordError('BAD_NUMBER', `${market.symbol} has no contract size`)
  }
  const { baseCode, baseMultiplier } = splitMultiplier(market.base)
  const style = market.spot || market.linear ? 'LINEAR' : market.inverse ? 'INVERSE' : 'QUANTO'
  return {
    exchangeCode,
    symbol: market.symbol,
    venueSymbol: market.id,
    baseCode,
    baseMultiplier,
    quote: market.quote,
    settle: market.settle ?? market.quote,
    kind: market.spot ? 'SPOT' : market.swap ? 'PERPETUAL' : 'FUTURE',
    style,
    contractSize,
    active: market.active ?? false,
    ...(market.created ? { listedAt: timeOf(market.created, 'created') } : {}),
    ...(market.future && market.expiry ? { expiresAt: timeOf(market.expiry, 'expiry') } : {}),
  }
}
