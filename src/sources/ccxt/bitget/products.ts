import { z } from 'zod'
import { findDecimal, times, type DecimalString } from '../../../lib/decimal.ts'
import type { StoredMarket } from '../../../markets/record.ts'

/** Every answer of the venue holds its rows in `data`; ccxt throws for a `code` that is not "00000". */
export const dataSchema = z.object({ data: z.array(z.unknown()) })

/** The venue's list that a contract belongs to, as its requests name it. */
export function productTypeOf({ settle }: StoredMarket): string {
  return settle === 'USDT' || settle === 'USDC' ? `${settle}-FUTURES` : 'COIN-FUTURES'
}

/**
 * Ours of a size. Bitget counts COINS everywhere, on coin-margined contracts too (BTCUSD: holdingAmount "number of coins", and base
 * volume x price is the quote volume); an INVERSE market of ours counts USD.
 * https://www.bitget.com/api-doc/contract/market/Get-All-Symbol-Ticker
 */
export function contractsOf(market: StoredMarket, coins: DecimalString, price: DecimalString): DecimalString {
  return market.style === 'INVERSE' ? times(coins, price) : coins
}

/** The same of an entry of a book; what is no number stays as it is, for the book's mapper to refuse. */
export function entryOf(market: StoredMarket, [price, coins]: readonly unknown[]): unknown[] {
  const [known, size] = [findDecimal(price), findDecimal(coins)]
  return known === undefined || size === undefined
    ? [price, coins]
    : [known, contractsOf(market, size, known)]
}
