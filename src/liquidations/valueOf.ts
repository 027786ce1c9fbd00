import Big from 'big.js'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { USD_LIKE, type StoredMarket } from '../markets/record.ts'

/**
 * Size and USD value of a forced order, from our own market table (never from ccxt's fields, which leave the size
 * out and value inverse orders wrong by the price).
 *
 * LINEAR: base = contracts x contractSize x baseMultiplier; USD = contracts x contractSize x price, when the quote
 * counts as USD. INVERSE: USD = contracts x contractSize; base = USD / price, to 12 places. QUANTO: neither.
 * @param price quote units per unit of the venue's base
 * @returns `baseQuantity` and `notionalUsd`, each left out where it can't be had
 */
export function valueOf(
  market: Pick<StoredMarket, 'style' | 'quote' | 'contractSize' | 'baseMultiplier'>,
  contracts: DecimalString,
  price: DecimalString,
): { baseQuantity?: DecimalString; notionalUsd?: DecimalString } {
  const size = new Big(contracts).times(market.contractSize)
  if (market.style === 'LINEAR') {
    const baseQuantity = toPlain(size.times(market.baseMultiplier))
    return USD_LIKE.has(market.quote)
      ? { baseQuantity, notionalUsd: toPlain(size.times(price)) }
      : { baseQuantity }
  }
  if (market.style === 'INVERSE') {
    const coins = size.times(market.baseMultiplier).div(price)
    return { baseQuantity: toPlain(coins.round(12, Big.roundHalfEven)), notionalUsd: toPlain(size) }
  }
  return {}
}
