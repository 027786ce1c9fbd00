import { divideRounded, fractionDigits, fromUnits, toUnits } from '../lib/fixed.ts'
import type { ColumnRow } from '../lib/columns.ts'
import type { DecimalString } from '../lib/decimal.ts'

/** Digits behind the point of the values of a grid: two thirds of a rate keep more than any figure is rounded to. */
export const VALUE_SCALE = 30
export const VALUE_UNIT = 10n ** BigInt(VALUE_SCALE)

/** Figures are fractions and ratios of so many digits behind the point, half to even. */
export const PLACES = 12
const PLACE_UNIT = 10n ** BigInt(PLACES)

/** One market over the buckets of a series: what it says, and how much that counts. */
export interface WeightedMarket {
  readonly marketId: number
  /** In units of 10^-VALUE_SCALE; null: not known in that bucket. */
  readonly value: readonly (bigint | null)[]
  /** In the grid's unit of weight; null: not known in that bucket. */
  readonly weight: readonly (bigint | null)[]
  /** The row of the value that stands in the last bucket. */
  readonly last: ColumnRow | undefined
}

/** Markets over the buckets of a window. */
export interface WeightedGrid {
  /** Begin of each bucket, ms. */
  readonly starts: readonly number[]
  readonly weightScale: number
  readonly markets: readonly WeightedMarket[]
}

/** What several cells of a grid come to. A cell counts when both its value and its weight are known. */
export interface WeightedSums {
  /** Sum of value x weight. */
  readonly product: bigint
  readonly weight: bigint
  /** Markets with a cell that counts. */
  readonly known: number
  /** Markets with a value, but never with a weight beside it. */
  readonly withoutWeight: number
  /** Markets with a weight, but never with a value beside it. */
  readonly withoutValue: number
  /** Cells that count. */
  readonly cells: number
  /** Those with a value below zero, and their weight. */
  readonly negativeCells: number
  readonly negativeWeight: bigint
}

/** A value of decimals in the grid's unit; what has more digits is rounded, half to even. */
export function toValue(value: DecimalString): bigint {
  const digits = fractionDigits(value)
  if (digits <= VALUE_SCALE) return toUnits(value, VALUE_SCALE)
  return divideRounded(toUnits(value, digits), 10n ** BigInt(digits - VALUE_SCALE))
}

/** Weights as whole numbers of one unit. */
export function toGrid(
  starts: readonly number[],
  markets: readonly (Omit<WeightedMarket, 'weight'> & {
    readonly weight: readonly (DecimalString | null)[]
  })[],
): WeightedGrid {
  let scale = 0
  for (const { weight } of markets)
    for (const one of weight) if (one !== null) scale = Math.max(scale, fractionDigits(one))
  return {
    starts,
    weightScale: scale,
    markets: markets.map((market) => {
      // Carried weights repeat: each is read once.
      let [text, units]: [DecimalString | null, bigint | null] = [null, null]
      return {
        ...market,
        weight: market.weight.map((one) => {
          if (one !== text) [text, units] = [one, one === null ? null : toUnits(one, scale)]
          return units
        }),
      }
    }),
  }
}

/** Sums over the buckets [from, to) of markets. */
export function sumsOf(markets: readonly WeightedMarket[], from: number, to: number): WeightedSums {
  let [product, weight, negativeWeight] = [0n, 0n, 0n]
  let [known, withoutWeight, withoutValue, cells, negativeCells] = [0, 0, 0, 0, 0]
  for (const market of markets) {
    let both = 0
    let values = 0
    let weights = 0
    for (let at = from; at < to; at++) {
      const value = market.value[at]!
      const own = market.weight[at]!
      if (value !== null) values += 1
      if (own !== null) weights += 1
      if (value === null || own === null) continue
      both += 1
      product += value * own
      weight += own
      if (value < 0n) {
        negativeCells += 1
        negativeWeight += own
      }
    }
    cells += both
    if (both > 0) known += 1
    else if (values > 0) withoutWeight += 1
    else if (weights > 0) withoutValue += 1
  }
  return { product, weight, known, withoutWeight, withoutValue, cells, negativeCells, negativeWeight }
}

/** The weight of the cells that count in the buckets [from, to), and how many they are. */
export function weightOf(
  markets: readonly WeightedMarket[],
  from: number,
  to: number,
): Pick<WeightedSums, 'weight' | 'cells'> {
  let [weight, cells] = [0n, 0]
  for (const { value, weight: own } of markets)
    for (let at = from; at < to; at++) {
      if (value[at] === null || own[at] === null) continue
      weight += own[at]!
      cells += 1
    }
  return { weight, cells }
}

/** A figure of cells, in units of 10^-PLACES; null when they tell none. */
export type Figure = (sums: WeightedSums) => bigint | null

/** Sum of value x weight / sum of weights, times `factor`. */
export const weightedMean =
  (factor = 1n): Figure =>
  ({ product, weight }) =>
    weight === 0n ? null : divideRounded(product * factor * PLACE_UNIT, weight * VALUE_UNIT)

/** a / b as a figure. */
export const fractionOf = (a: bigint, b: bigint): bigint | null =>
  b === 0n ? null : divideRounded(a * PLACE_UNIT, b)

export const toFigureText = (figure: bigint | null): DecimalString | null =>
  figure === null ? null : fromUnits(figure, PLACES)

/** A figure by bucket. */
export function columnOf(
  markets: readonly WeightedMarket[],
  size: number,
  figure: Figure,
): (DecimalString | null)[] {
  return Array.from({ length: size }, (_, at) => toFigureText(figure(sumsOf(markets, at, at + 1))))
}

/** Where a series changes its sign: zero and what is not known have none. */
export interface SignFlip {
  /** Place of the first value with the new sign. */
  readonly at: number
  readonly before: DecimalString
  readonly after: DecimalString
}

export function signFlipsOf(column: readonly (DecimalString | null)[]): SignFlip[] {
  const flips: SignFlip[] = []
  let last: DecimalString | undefined
  for (const [at, value] of column.entries()) {
    if (value === null || value === '0') continue
    if (last !== undefined && last.startsWith('-') !== value.startsWith('-'))
      flips.push({ at, before: last, after: value })
    last = value
  }
  return flips
}

/** Where the last value of a column stands among all of them. */
export interface Extremes {
  readonly value: DecimalString | null
  readonly known: number
  /** Share of the known values, the last one among them, that are not above it; null when it is not known, or the only one. */
  readonly percentile: DecimalString | null
  readonly low: DecimalString | null
  readonly lowAt: number | null
  readonly high: DecimalString | null
  readonly highAt: number | null
}

export function extremesOf(starts: readonly number[], column: readonly (DecimalString | null)[]): Extremes {
  const known = column.flatMap((value, at) =>
    value === null ? [] : [{ at: starts[at]!, text: value, units: toUnits(value, PLACES) }],
  )
  const value = column.at(-1) ?? null
  const sorted = [...known].sort((a, b) => (a.units < b.units ? -1 : a.units > b.units ? 1 : a.at - b.at))
  const [low, high] = [sorted[0], sorted.find(({ units }) => units === sorted.at(-1)!.units)]
  const latest = value === null ? null : toUnits(value, PLACES)
  const notAbove = known.filter(({ units }) => latest !== null && units <= latest).length
  return {
    value,
    known: known.length,
    percentile:
      latest === null || known.length < 2
        ? null
        : toFigureText(fractionOf(BigInt(notAbove), BigInt(known.length))),
    low: low?.text ?? null,
    lowAt: low?.at ?? null,
    high: high?.text ?? null,
    highAt: high?.at ?? null,
  }
}
