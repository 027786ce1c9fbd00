import Big from 'big.js'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { AssetLow, AssetNode } from '../volume/store.ts'
import { depthWithin, type Bounds } from './slippage.ts'
import type { StoredBook } from './store.ts'

export type SupportMethod = 'RECENT_LOW' | 'ROUND_NUMBER' | 'HIGH_VOLUME_NODE'

/** Width of the price steps in which volume is summed, as a fraction of mid. */
export const NODE_STEP = '0.005'

/** A price below mid at which buyers are said to wait, and what rests in the bids down to it. */
export interface SupportLevel {
  readonly assetId: number
  /** Median mid of the books, USD a coin. */
  readonly mid: DecimalString
  /** null: the method finds none below mid. */
  readonly price: DecimalString | null
  /** 1 - price / mid. */
  readonly distance: DecimalString | null
  /** When the low was traded: begin of its hour; null for the other methods. */
  readonly at: Date | null
  /** USD traded within the node's price step; null for the other methods. */
  readonly volumeUsd: DecimalString | null
  readonly bids: Bounds | null
  readonly marketCount: number
}

/** The middle of some prices; of an even number half-way between the two in the middle. Not of nothing. */
export function medianOf(prices: readonly DecimalString[]): DecimalString {
  const sorted = prices.map((price) => new Big(price)).sort((a, b) => a.cmp(b))
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return toPlain(low.plus(high).times('0.5'))
}

/** The highest multiple of a tenth of mid's order of magnitude that lies below mid: of 112,345 it is 110,000. */
export function roundNumberBelow(mid: DecimalString): DecimalString {
  const price = new Big(mid)
  const step = new Big(`1e${price.e - 1}`)
  const steps = price.div(step).round(0, Big.roundDown)
  const below = steps.times(step)
  // Below 100,000 the next round number is 99,000: the order of magnitude changes with it.
  if (below.lt(price)) return toPlain(below)
  return toPlain(price.eq(new Big(`1e${price.e}`)) ? price.minus(step.div(10)) : below.minus(step))
}

/** What a method found of an asset. */
interface Found {
  readonly price: Big
  readonly at: Date | null
  readonly volumeUsd: DecimalString | null
}

/** One asset's level from its books. */
export function supportOf(
  assetId: number,
  books: readonly StoredBook[],
  method: SupportMethod,
  low: AssetLow | undefined,
  node: AssetNode | undefined,
): SupportLevel {
  const mid = medianOf(books.map((book) => book.mid))
  const found = findLevel(method, mid, low, node)
  const base = { assetId, mid, marketCount: books.length }
  if (!found?.price.lt(mid))
    return { ...base, price: null, distance: null, at: null, volumeUsd: null, bids: null }
  const price = toPlain(found.price)
  const own = books.map((book) => {
    const distance = new Big(1).minus(ratio(price, book.mid, 40)!)
    // A venue that already trades below the level has nothing left above it.
    return distance.gt(0) ? depthWithin(book.bids, distance) : { lower: '0', upper: '0' }
  })
  const uppers = own.map(({ upper }) => upper)
  return {
    ...base,
    price,
    distance: toPlain(new Big(1).minus(ratio(price, mid)!)),
    at: found.at,
    volumeUsd: found.volumeUsd,
    bids: {
      lower: sum(own.map(({ lower }) => lower)),
      upper: uppers.every((upper) => upper !== null) ? sum(uppers) : null,
    },
  }
}

function findLevel(
  method: SupportMethod,
  mid: DecimalString,
  low: AssetLow | undefined,
  node: AssetNode | undefined,
): Found | undefined {
  switch (method) {
    case 'RECENT_LOW':
      return low && { price: new Big(low.low), at: low.at, volumeUsd: null }
    case 'ROUND_NUMBER':
      return { price: new Big(roundNumberBelow(mid)), at: null, volumeUsd: null }
    case 'HIGH_VOLUME_NODE':
      // The middle of its step.
      return (
        node && {
          price: new Big(1).minus(new Big(NODE_STEP).times(node.step).plus('0.0025')).times(mid),
          at: null,
          volumeUsd: node.volumeUsd,
        }
      )
  }
}
