import type { Queryable } from '../db.ts'
import { getBucketStarts } from '../lib/buckets.ts'
import {
  intoBuckets,
  laterRow,
  rowAt,
  type ColumnRow,
  type ColumnsRead,
  type FeedColumns,
} from '../lib/columns.ts'
import { sum, type DecimalString } from '../lib/decimal.ts'
import { divideRounded } from '../lib/fixed.ts'
import { DAY_MS } from '../lib/time.ts'
import type { DimensionMarket } from '../markets/store.ts'
import { toGrid, toValue, VALUE_UNIT, type WeightedGrid, type WeightedMarket } from '../measures/weighted.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import { getCandleColumns } from '../volume/store.ts'

export type BasisWeight = 'OPEN_INTEREST' | 'VOLUME'

const YEAR_MS = BigInt(365 * DAY_MS)

/** Which spot market a derivative is held against: that of its own quote, else in this order. */
const QUOTES = ['USDT', 'USDC', 'USD']

/** The two prices of a bucket, USD: both the close of bars that end together. */
export interface BasisPair {
  readonly spotId: number
  readonly price: DecimalString
  readonly spotPrice: DecimalString
  /** When the two bars ended, ms. */
  readonly end: number
}

export interface BasisMarket extends WeightedMarket {
  /** A dated future's basis of a year. */
  readonly annual: readonly (bigint | null)[]
  /** Of the last bucket. */
  readonly lastPair: BasisPair | undefined
  /** Buckets that have its bars, but none of spot that ends together with them. */
  readonly unpaired: number
}

export interface BasisGrid extends WeightedGrid {
  readonly markets: readonly BasisMarket[]
}

interface Bars {
  readonly end: number
  readonly close: DecimalString
  readonly volume: DecimalString
}

/** The bars of each bucket: the last close, when it ended, and the coins traded in all of them. */
function barsOf(
  feeds: readonly FeedColumns[],
  starts: readonly number[],
  read: ColumnsRead,
): (Bars | null)[] {
  return intoBuckets(feeds, starts, read.interval, read.window.from, laterRow).rows.map((own) => {
    if (own.length === 0) return null
    const last = own.reduce(laterRow)
    // All bars of one source have one length.
    const barMs = (Number(last.values[2]) * 1000) / Number(last.values[3])
    return {
      end: last.closeTime + barMs,
      close: last.values[0]!,
      volume: own.length === 1 ? own[0]!.values[1]! : sum(own.map(({ values }) => values[1]!)),
    }
  })
}

function lastRowOf(feeds: readonly FeedColumns[]): ColumnRow {
  const lastOf = (feed: FeedColumns) =>
    rowAt(
      feed,
      feed.closeTime.reduce((best, time, at) => (time > feed.closeTime[best]! ? at : best), 0),
    )
  return feeds.map(lastOf).reduce(laterRow)
}

/** (price - spot) / spot. */
export function basisOf({ price, spotPrice }: BasisPair): bigint | null {
  const spot = toValue(spotPrice)
  return spot === 0n ? null : divideRounded((toValue(price) - spot) * VALUE_UNIT, spot)
}

/** A basis over the time that is left until delivery, as one of 365 days; null once there is none, and for what has no delivery. */
export function annualOf(basis: bigint, end: number, expiresAt: Date | null): bigint | null {
  const left = expiresAt === null ? 0 : expiresAt.getTime() - end
  return left > 0 ? divideRounded(basis * YEAR_MS, BigInt(left)) : null
}

/** Spot markets of a derivative's venue and asset, the one that fits best first. */
function spotsOf(market: DimensionMarket, spots: readonly DimensionMarket[]): DimensionMarket[] {
  const rank = ({ quote }: DimensionMarket) =>
    quote === market.quote ? -1 : (QUOTES.indexOf(quote) + QUOTES.length + 1) % (QUOTES.length + 1)
  return spots
    .filter(({ exchangeId, assetId }) => exchangeId === market.exchangeId && assetId === market.assetId)
    .sort((a, b) => rank(a) - rank(b) || a.id - b.id)
}

/** The basis of each derivative by bucket against spot of its venue, and its open interest or volume. */
export async function getBasisGrid(
  db: Queryable,
  derivatives: readonly DimensionMarket[],
  spots: readonly DimensionMarket[],
  weight: BasisWeight,
  read: Omit<ColumnsRead, 'marketIds'>,
): Promise<BasisGrid> {
  const starts = getBucketStarts(read.window, read.interval)
  const own = { ...read, marketIds: derivatives.map(({ id }) => id) }
  const [candles, openInterest] = await Promise.all([
    getCandleColumns(db, { ...own, leadMs: 0, marketIds: [...derivatives, ...spots].map(({ id }) => id) }),
    weight === 'OPEN_INTEREST' ? getOpenInterestWeights(db, own, starts) : undefined,
  ])
  const none = starts.map(() => null)
  const bars = new Map([...candles].map(([id, feeds]) => [id, barsOf(feeds, starts, own)]))
  const parts = derivatives.map((market) => {
    const prices = bars.get(market.id) ?? none
    const against = spotsOf(market, spots).flatMap(({ id }) => {
      const held = bars.get(id)
      return held ? [{ id, bars: held }] : []
    })
    const pairs = prices.map((bar, at): BasisPair | null => {
      if (bar === null) return null
      const spot = against.find((one) => one.bars[at]?.end === bar.end)
      return spot
        ? { spotId: spot.id, price: bar.close, spotPrice: spot.bars[at]!.close, end: bar.end }
        : null
    })
    const value = pairs.map((pair) => pair && basisOf(pair))
    return {
      marketId: market.id,
      value,
      annual: value.map((one, at) => (one === null ? null : annualOf(one, pairs[at]!.end, market.expiresAt))),
      weight: openInterest ? openInterest(market.id) : prices.map((bar) => bar?.volume ?? null),
      last: pairs.at(-1) ? lastRowOf(candles.get(market.id)!) : undefined,
      lastPair: pairs.at(-1) ?? undefined,
      unpaired: prices.filter((_, at) => prices[at] !== null && pairs[at] === null).length,
    }
  })
  const grid = toGrid(starts, parts)
  return { ...grid, markets: grid.markets.map((market, at) => ({ ...parts[at]!, ...market })) }
}
