import { PLACES, roundedFigure } from '../lib/figures.ts'
import { getBucketStarts, INTERVALS } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded, fractionDigits, toUnits } from '../lib/fixed.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { DAY_MS } from '../lib/time.ts'
import type { DimensionMarket } from '../markets/store.ts'
import type { GridRead } from '../measures/carryColumns.ts'
import type { CloseCache, Closes, CloseSource } from '../measures/closes.ts'
import { addRows, bucketOf, rowsById, type Buckets, type RowSpan } from '../measures/idRows.ts'
import {
  MAX_WEIGHT,
  scaleWeights,
  toCell,
  type WeightedGrid,
  type WeightedMarket,
} from '../measures/weighted.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import { CANDLE_TABLES } from '../volume/store.ts'

export type BasisWeight = 'OPEN_INTEREST' | 'VOLUME'

const YEAR_MS = BigInt(365 * DAY_MS)

/** Which spot market a derivative is held against: that of its own quote, else in this order. */
const QUOTES = ['USDT', 'USDC', 'USD']

/** Digits that a basis is worked out to, before it is annualised or rounded. */
const FINE_PLACES = 30
const FINE_UNIT = 10n ** BigInt(FINE_PLACES)
const CUT = 10n ** BigInt(FINE_PLACES - PLACES)

/** The last close, and how long its bars are: all of one source have one length. */
const PRICES: CloseSource = { tables: CANDLE_TABLES, column: 'close', more: 'covered_seconds / readings' }
/** Coins traded. */
const VOLUMES: CloseSource = { tables: CANDLE_TABLES, column: 'base_volume' }

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
  readonly annual: Float64Array
  /** Of the last bucket. */
  readonly lastPair: BasisPair | undefined
  /** Buckets that have its bars, but none of spot that ends together with them. */
  readonly unpaired: number
}

export interface BasisGrid extends WeightedGrid {
  readonly markets: readonly BasisMarket[]
}

/** One market's last bar of each bucket. */
interface Bars {
  /** When it ended, ms; NaN: there is none. */
  readonly end: Float64Array
  /** About its close. */
  readonly about: Float64Array
  /** Where its close stands. */
  readonly closes: (Closes | undefined)[]
  readonly rows: Int32Array
}

function barsOf(spans: readonly RowSpan[], buckets: Buckets): Bars {
  const { size } = buckets
  const end = new Float64Array(size).fill(NaN)
  const about = new Float64Array(size)
  const held = new Array<Closes | undefined>(size)
  const rows = new Int32Array(size)
  for (const span of spans) {
    const { closes, first, last } = span
    const lengths = closes.more!.limbs.get(0)!
    for (let row = first; row < last; row++) {
      const time = closes.origin + closes.times[row]!
      const at = bucketOf(span, row, buckets)
      end[at] = time + lengths[row]! * 1_000
      about[at] = closes.values.numberAt(row)
      held[at] = closes
      rows[at] = row
    }
  }
  return { end, about, closes: held, rows }
}

const priceAt = ({ closes, rows }: Bars, at: number): DecimalString => closes[at]!.values.textAt(rows[at]!)

/** (price - spot) / spot in units of 10^-30; null against nothing. */
export function basisOf({ price, spotPrice }: Pick<BasisPair, 'price' | 'spotPrice'>): bigint | null {
  const scale = Math.max(fractionDigits(price), fractionDigits(spotPrice))
  const [own, spot] = [toUnits(price, scale), toUnits(spotPrice, scale)]
  return spot === 0n ? null : divideRounded((own - spot) * FINE_UNIT, spot)
}

/** A basis over the time that is left until delivery, as one of 365 days; null once there is none, and for what has no delivery. */
export function annualOf(basis: bigint, end: number, expiresAt: Date | null): bigint | null {
  const left = expiresAt === null ? 0 : expiresAt.getTime() - end
  return left > 0 ? divideRounded(basis * YEAR_MS, BigInt(left)) : null
}

/** A basis in units of 10^-PLACES. */
export const roundedBasis = (basis: bigint): bigint => divideRounded(basis, CUT)

/** Spot markets of a derivative's venue and asset, the one that fits best first. */
function spotsOf(market: DimensionMarket, spots: readonly DimensionMarket[]): DimensionMarket[] {
  const rank = ({ quote }: DimensionMarket) =>
    quote === market.quote ? -1 : (QUOTES.indexOf(quote) + QUOTES.length + 1) % (QUOTES.length + 1)
  return spots
    .filter(({ exchangeId, assetId }) => exchangeId === market.exchangeId && assetId === market.assetId)
    .sort((a, b) => rank(a) - rank(b) || a.id - b.id)
}

/** A cell's basis. Doubles tell it, unless it lies so near to half-way between two figures that they can't. */
function cellOf(price: Bars, spot: Bars, at: number): number {
  const quotient = price.about[at]! / spot.about[at]!
  const one = 10 ** PLACES
  const rounded = roundedFigure((quotient - 1) * one, quotient * one)
  if (rounded !== undefined) return rounded
  const basis = basisOf({ price: priceAt(price, at), spotPrice: priceAt(spot, at) })
  return toCell(basis === null ? null : roundedBasis(basis))
}

/** The basis of each derivative by bucket against spot of its venue, and its open interest or volume. */
export async function getBasisGrid(
  cache: CloseCache,
  derivatives: readonly DimensionMarket[],
  spots: readonly DimensionMarket[],
  weight: BasisWeight,
  read: GridRead,
): Promise<BasisGrid> {
  const { window, interval, scopeOf, asOf } = read
  const starts = getBucketStarts(window, interval)
  const { ms: stepMs, grain: coarsest } = INTERVALS[interval]
  const buckets = { base: starts[0]!, stepMs, size: starts.length }
  const options = { scopeOf, window, coarsest, asOf }
  const ids = derivatives.map(({ id }) => id)
  const [prices, openInterest, volumes] = await Promise.all([
    cache.read(PRICES, [...ids, ...spots.map(({ id }) => id)], options).then(rowsById),
    weight === 'OPEN_INTEREST' ? getOpenInterestWeights(cache, { ...read, marketIds: ids }) : undefined,
    weight === 'VOLUME' ? cache.read(VOLUMES, ids, options).then(rowsById) : undefined,
  ])
  const bars = new Map([...prices].map(([id, spans]) => [id, barsOf(spans, buckets)]))
  const none = new Float64Array(starts.length).fill(NaN)
  const { weights, weightScale } = volumes
    ? volumeWeights(
        ids.map((id) => volumes.get(id) ?? []),
        buckets,
      )
    : scaleWeights(
        ids.map((id) => openInterest!.get(id) ?? none),
        0,
      )
  const markets = derivatives.map((market, place): BasisMarket => {
    const own = bars.get(market.id)
    const against = spotsOf(market, spots).flatMap(({ id }) => {
      const held = bars.get(id)
      return held ? [{ id, bars: held }] : []
    })
    const value = none.slice()
    const annual = none.slice()
    let unpaired = 0
    let lastPair: BasisPair | undefined
    for (let at = 0; own && at < starts.length; at++) {
      const end = own.end[at]!
      if (Number.isNaN(end)) continue
      const spot = against.find((one) => one.bars.end[at] === end)
      if (!spot) {
        unpaired += 1
        continue
      }
      value[at] = cellOf(own, spot.bars, at)
      const isLast = at === starts.length - 1
      if (!isLast && market.expiresAt === null) continue
      const pair = { spotId: spot.id, price: priceAt(own, at), spotPrice: priceAt(spot.bars, at), end }
      if (isLast) lastPair = pair
      const basis = basisOf(pair)
      const ofYear = basis === null ? null : annualOf(basis, end, market.expiresAt)
      annual[at] = toCell(ofYear === null ? null : roundedBasis(ofYear))
    }
    return { marketId: market.id, value, annual, weight: weights[place]!, lastPair, unpaired }
  })
  return { starts, weightScale, markets }
}

/** Coins traded by bucket, in the finest unit in which they stay below MAX_WEIGHT, down to 10^-8. */
function volumeWeights(volumes: readonly (readonly RowSpan[])[], buckets: Buckets) {
  const { size } = buckets
  const sums = volumes.map((spans) => {
    const coins = new LimbColumn(size)
    const isKnown = new Uint8Array(size)
    for (const span of spans) {
      addRows(coins, span.closes.values, span, buckets)
      for (let row = span.first; row < span.last; row++) isKnown[bucketOf(span, row, buckets)] = 1
    }
    return { coins, isKnown }
  })
  let largest = 0
  for (const { coins } of sums)
    for (let at = 0; at < size; at++) largest = Math.max(largest, coins.numberAt(at))
  let places = 8
  while (places > 0 && largest * 10 ** places >= MAX_WEIGHT) places--
  return scaleWeights(
    sums.map(({ coins, isKnown }) =>
      Float64Array.from(isKnown, (known, at) => (known ? coins.roundedAt(at, places) : NaN)),
    ),
    places,
  )
}
