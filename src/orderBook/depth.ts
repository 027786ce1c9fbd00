import Big from 'big.js'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { RecordError } from '../lib/errors.ts'
import { USD_LIKE, type StoredMarket } from '../markets/record.ts'
import { DEPTH_LEVELS, type DepthLevel, type DepthSide } from './record.ts'

/** One price of a book: quote units per unit of the venue's base, and how much rests there in the venue's contracts. */
export type BookEntry = readonly [price: DecimalString, contracts: DecimalString]

export interface Book {
  /** Any order; entries of no size are left out. */
  readonly bids: readonly BookEntry[]
  readonly asks: readonly BookEntry[]
  /** true when the venue is known to have given every order of the side: then a level beyond the last price is whole. */
  readonly whole: boolean
}

export interface MeasuredBook {
  readonly mid: DecimalString
  readonly bids: DepthSide
  readonly asks: DepthSide
}

/**
 * Sums what rests within ±0.5, 1, 2 and 5 % of mid, in USD. LINEAR: contracts x contractSize x price, INVERSE: contracts x
 * contractSize. mid = (best bid + best ask) / 2. A price exactly at the distance belongs to the level.
 * @throws RecordError BAD_BOOK when a side is empty or the book is crossed; NO_PRICE when the market is not quoted in USD
 */
export function measureBook(market: StoredMarket, book: Book): MeasuredBook {
  if (market.style === 'QUANTO' || !USD_LIKE.has(market.quote)) {
    throw new RecordError(
      'NO_PRICE',
      `${market.symbol} has no price in USD (${market.style}, ${market.quote})`,
    )
  }
  const bids = sorted(book.bids, -1)
  const asks = sorted(book.asks, 1)
  const [bid] = bids
  const [ask] = asks
  if (!bid || !ask) throw new RecordError('BAD_BOOK', `${market.symbol}: a side of the book is empty`)
  if (bid.price.gt(ask.price)) throw new RecordError('BAD_BOOK', `${market.symbol}: the book is crossed`)
  const mid = bid.price.plus(ask.price).div(2)
  return {
    mid: perCoin(mid, market),
    bids: measureSide(bids, mid, market, book.whole),
    asks: measureSide(asks, mid, market, book.whole),
  }
}

interface Entry {
  readonly price: Big
  readonly contracts: Big
}

function sorted(entries: readonly BookEntry[], direction: 1 | -1): Entry[] {
  return entries
    .map(([price, contracts]) => ({ price: new Big(price), contracts: new Big(contracts) }))
    .filter(({ contracts }) => contracts.gt(0))
    .sort((a, b) => a.price.cmp(b.price) * direction)
}

function measureSide(entries: readonly Entry[], mid: Big, market: StoredMarket, whole: boolean): DepthSide {
  const usd: Partial<Record<DepthLevel, DecimalString>> = {}
  const farthest = entries.at(-1)!.price.minus(mid).abs()
  let total = new Big(0)
  let at = 0
  for (const level of DEPTH_LEVELS) {
    const distance = mid.times(level)
    for (; at < entries.length && entries[at]!.price.minus(mid).abs().lte(distance); at++) {
      total = total.plus(usdOf(entries[at]!, market))
    }
    if (whole || farthest.gte(distance)) usd[level] = toPlain(total)
  }
  for (; at < entries.length; at++) total = total.plus(usdOf(entries[at]!, market))
  return {
    usd,
    totalUsd: toPlain(total),
    reach: whole ? '1' : (ratio(farthest, mid) ?? '0'),
    best: perCoin(entries[0]!.price, market),
  }
}

function usdOf({ price, contracts }: Entry, market: StoredMarket): Big {
  const size = contracts.times(market.contractSize)
  return market.style === 'INVERSE' ? size : size.times(price)
}

function perCoin(price: Big, market: StoredMarket): DecimalString {
  return market.baseMultiplier === '1' ? toPlain(price) : (ratio(price, market.baseMultiplier, 20) ?? '0')
}
