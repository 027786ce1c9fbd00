import type { DecimalString } from '../lib/decimal.ts'
import { figureText, PLACES, roundedFigure } from '../lib/figures.ts'
import { divideRounded, fractionDigits, fromUnits, toUnits } from '../lib/fixed.ts'

/** One, in the unit of values. */
export const VALUE_UNIT = 10n ** BigInt(PLACES)
const UNITS = 10 ** PLACES

/**
 * One market over the buckets of a series: what it says, and how much that counts. Both are whole numbers below 2^53; NaN: not known in
 * that bucket.
 */
export interface WeightedMarket {
  readonly marketId: number
  /** In units of 10^-PLACES. */
  readonly value: Float64Array
  /** In units of 10^-weightScale, below MAX_WEIGHT. */
  readonly weight: Float64Array
}

/** Markets over the buckets of a window. */
export interface WeightedGrid {
  /** Begin of each bucket, ms. */
  readonly starts: readonly number[]
  /** Below zero: weights are tens, hundreds … */
  readonly weightScale: number
  readonly markets: readonly WeightedMarket[]
}

/** What several cells of a grid come to. A cell counts when both its value and its weight are known. */
export interface CellSums {
  readonly cells: number
  /** Sum of value x weight. */
  readonly product: bigint
  readonly weight: bigint
  /** Cells with a value below zero, and their weight. */
  readonly negativeCells: number
  readonly negativeWeight: bigint
}

export interface WeightedSums extends CellSums {
  /** Markets with a cell that counts. */
  readonly known: number
  /** Markets with a value, but never with a weight beside it. */
  readonly withoutWeight: number
  /** Markets with a weight, but never with a value beside it. */
  readonly withoutValue: number
}

/** A value of decimals in units of 10^-PLACES, half to even. */
export function toValue(value: DecimalString): bigint {
  const digits = fractionDigits(value)
  if (digits <= PLACES) return toUnits(value, PLACES)
  return divideRounded(toUnits(value, digits), 10n ** BigInt(digits - PLACES))
}

/** A whole number for a cell; NaN for what no double holds exactly, and for null. */
export const toCell = (units: bigint | null): number => {
  const cell = units === null ? NaN : Number(units)
  return Number.isSafeInteger(cell) ? cell : NaN
}

/** What weights stay below, so that sums of products are whole numbers that doubles hold exactly. */
export const MAX_WEIGHT = 2 ** 36

/**
 * Weights in a common unit in which each stays below MAX_WEIGHT: the finest down to 10^-most of the given one.
 * @param weights whole numbers of 10^-scale
 */
export function scaleWeights(
  weights: readonly Float64Array[],
  scale: number,
): { readonly weights: readonly Float64Array[]; readonly weightScale: number } {
  let largest = 0
  for (const column of weights) for (const weight of column) if (weight > largest) largest = weight
  let cut = 0
  while (largest / 10 ** cut >= MAX_WEIGHT) cut++
  if (cut === 0) return { weights, weightScale: scale }
  const divisor = 10 ** cut
  return {
    weights: weights.map((column) => column.map((weight) => Math.round(weight / divisor))),
    weightScale: scale - cut,
  }
}

/** A weight of a grid as text. */
export const weightText = (weight: bigint, weightScale: number): DecimalString =>
  weightScale >= 0 ? fromUnits(weight, weightScale) : String(weight * 10n ** BigInt(-weightScale))

/*
 * Values are parted into limbs of 22 bits, weights into two of 18. A product of limbs has 40 bits, so that thousands of them add up
 * exactly in doubles: the speed of machine arithmetic, and not a digit is lost.
 */
const VALUE_LIMB = 2 ** 22
const WEIGHT_LIMB = 2 ** 18
/** Values with more than two limbs are summed in whole numbers of any size. */
const MAX_VALUE = VALUE_LIMB * VALUE_LIMB
/** Summands until limbs are carried. */
const MOST = 4_096

/** Sums of cells by row: a row is a bucket, or all of them. */
class SumColumns {
  readonly cells: Int32Array
  readonly negativeCells: Int32Array
  /** By the powers of two that their limbs count: 0, 18, 22 and 40; and 58, for what the one before can't hold. */
  readonly #products: readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  /** Weights of 36 bits: hundreds of thousands add up exactly. */
  readonly #weights: Float64Array
  readonly #negativeWeights: Float64Array
  readonly #large = new Map<number, bigint>()
  /** More than any row has, since limbs were carried. */
  #summands = 0

  constructor(size: number) {
    const column = () => new Float64Array(size)
    this.cells = new Int32Array(size)
    this.negativeCells = new Int32Array(size)
    this.#products = [column(), column(), column(), column(), column()]
    this.#weights = column()
    this.#negativeWeights = column()
  }

  /** Adds the cells [from, to) of a market: each to its own row, counted from `from`, or all to row 0. */
  add({ value, weight }: WeightedMarket, from: number, to: number, isOneRow: boolean): number {
    const [p0, p1, p2, p3] = this.#products
    const { cells, negativeCells } = this
    const weights = this.#weights
    const negativeWeights = this.#negativeWeights
    let count = 0
    this.#room(isOneRow ? Math.min(to - from, MOST) : 1)
    for (let at = from; at < to; at++) {
      const v = value[at]!
      const w = weight[at]!
      if (v !== v || w !== w) continue
      const row = isOneRow ? 0 : at - from
      count++
      if (isOneRow && count % MOST === 0) this.#room(MOST)
      const wHigh = Math.floor(w / WEIGHT_LIMB)
      const wLow = w - wHigh * WEIGHT_LIMB
      cells[row]! += 1
      weights[row]! += w
      if (v < 0) {
        negativeCells[row]! += 1
        negativeWeights[row]! += w
      }
      if (v >= MAX_VALUE || v < -MAX_VALUE) {
        this.#large.set(row, (this.#large.get(row) ?? 0n) + BigInt(v) * BigInt(w))
        continue
      }
      const vHigh = Math.floor(v / VALUE_LIMB)
      const vLow = v - vHigh * VALUE_LIMB
      p0[row]! += vLow * wLow
      p1[row]! += vLow * wHigh
      p2[row]! += vHigh * wLow
      p3[row]! += vHigh * wHigh
    }
    return count
  }

  /** Makes room for more summands: what a limb holds beyond its own bits goes to the next. */
  #room(summands: number): void {
    this.#summands += summands
    if (this.#summands <= MOST) return
    this.#summands = summands
    const [p0, p1, p2, p3, p4] = this.#products
    carry(p0, p1, WEIGHT_LIMB)
    carry(p1, p2, VALUE_LIMB / WEIGHT_LIMB)
    carry(p2, p3, WEIGHT_LIMB)
    carry(p3, p4, WEIGHT_LIMB)
  }

  sums(row: number): CellSums {
    const [p0, p1, p2, p3, p4] = this.#products.map((column) => BigInt(column[row]!)) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    return {
      cells: this.cells[row]!,
      product: p0 + (p1 << 18n) + (p2 << 22n) + (p3 << 40n) + (p4 << 58n) + (this.#large.get(row) ?? 0n),
      weight: BigInt(this.#weights[row]!),
      negativeCells: this.negativeCells[row]!,
      negativeWeight: BigInt(this.#negativeWeights[row]!),
    }
  }

  /** The same in doubles, each within a few units in its last place, unless what is summed cancels out. */
  about(row: number): AboutSums | undefined {
    if (this.#large.size > 0) return undefined
    const [p0, p1, p2, p3, p4] = this.#products
    return {
      cells: this.cells[row]!,
      product: p0[row]! + p1[row]! * 2 ** 18 + p2[row]! * 2 ** 22 + p3[row]! * 2 ** 40 + p4[row]! * 2 ** 58,
      size:
        p0[row]! +
        p1[row]! * 2 ** 18 +
        Math.abs(p2[row]!) * 2 ** 22 +
        Math.abs(p3[row]!) * 2 ** 40 +
        Math.abs(p4[row]!) * 2 ** 58,
      weight: this.#weights[row]!,
      negativeCells: this.negativeCells[row]!,
      negativeWeight: this.#negativeWeights[row]!,
    }
  }
}

function carry(low: Float64Array, high: Float64Array, limb: number): void {
  for (let row = 0; row < low.length; row++) {
    const over = Math.floor(low[row]! / limb)
    low[row]! -= over * limb
    high[row]! += over
  }
}

/** Sums in doubles. */
export interface AboutSums {
  readonly cells: number
  readonly product: number
  /** Sum of the magnitudes that make `product`: by how much it can be off. */
  readonly size: number
  readonly weight: number
  readonly negativeCells: number
  readonly negativeWeight: number
}

/** Sums over the buckets [from, to) of markets. */
export function sumsOf(markets: readonly WeightedMarket[], from: number, to: number): WeightedSums {
  const columns = new SumColumns(1)
  let [known, withoutWeight, withoutValue] = [0, 0, 0]
  for (const market of markets) {
    if (columns.add(market, from, to, true) > 0) known += 1
    else if (hasAny(market.value, from, to)) withoutWeight += 1
    else if (hasAny(market.weight, from, to)) withoutValue += 1
  }
  return { ...columns.sums(0), known, withoutWeight, withoutValue }
}

/** Sums and counts by bucket. */
export function sumsByBucket(markets: readonly WeightedMarket[], size: number): WeightedSums[] {
  const columns = columnsOf(markets, size)
  return Array.from({ length: size }, (_, at) => {
    let [withoutWeight, withoutValue] = [0, 0]
    for (const { value, weight } of markets) {
      const [hasValue, hasWeight] = [!Number.isNaN(value[at]!), !Number.isNaN(weight[at]!)]
      if (hasValue && !hasWeight) withoutWeight += 1
      else if (hasWeight && !hasValue) withoutValue += 1
    }
    return { ...columns.sums(at), known: columns.cells[at]!, withoutWeight, withoutValue }
  })
}

function columnsOf(markets: readonly WeightedMarket[], size: number): SumColumns {
  const columns = new SumColumns(size)
  for (const market of markets) columns.add(market, 0, size, false)
  return columns
}

function hasAny(column: Float64Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!Number.isNaN(column[at]!)) return true
  return false
}

/** The weight of the cells that count in the buckets [from, to), and how many they are. */
export function weightOf(
  markets: readonly WeightedMarket[],
  from: number,
  to: number,
): Pick<CellSums, 'weight' | 'cells'> {
  let [weight, cells] = [0n, 0]
  for (const { value, weight: own } of markets) {
    let sum = 0
    for (let at = from; at < to; at++) {
      const w = own[at]!
      if (Number.isNaN(value[at]!) || Number.isNaN(w)) continue
      sum += w
      cells += 1
    }
    // 10,000 weights of 36 bits are below 2^50.
    weight += BigInt(sum)
  }
  return { weight, cells }
}

/** A figure of cells, in units of 10^-PLACES. */
export interface Figure {
  /** null when they tell none. */
  readonly exact: (sums: CellSums) => bigint | null
  /** The same before it is rounded, in doubles, of cells that tell one; and by how much of it the sums can be off. */
  readonly about?: (sums: AboutSums) => { readonly value: number; readonly size: number }
}

/** Sum of value x weight / sum of weights, times `factor`. */
export const weightedMean = (factor = 1n): Figure => ({
  exact: ({ product, weight }) => (weight === 0n ? null : divideRounded(product * factor, weight)),
  about: ({ product, size, weight }) => ({
    value: (product * Number(factor)) / weight,
    size: (size * Number(factor)) / weight,
  }),
})

/** A part of the cells. */
export const cellShare: Figure = {
  exact: ({ negativeCells, cells }) => fractionOf(BigInt(negativeCells), BigInt(cells)),
}

/** A part of the weight. */
export const weightShare: Figure = {
  exact: ({ negativeWeight, weight }) => fractionOf(negativeWeight, weight),
  about: ({ negativeWeight, weight }) => {
    const value = (negativeWeight * UNITS) / weight
    return { value, size: value }
  },
}

/** a / b as a figure. */
export const fractionOf = (a: bigint, b: bigint): bigint | null =>
  b === 0n ? null : divideRounded(a * VALUE_UNIT, b)

export const toFigureText = (figure: bigint | null): DecimalString | null =>
  figure === null ? null : fromUnits(figure, PLACES)

/** A figure by bucket. */
export function columnOf(
  markets: readonly WeightedMarket[],
  size: number,
  figure: Figure,
): (DecimalString | null)[] {
  const columns = columnsOf(markets, size)
  return Array.from({ length: size }, (_, at) => {
    if (columns.cells[at] === 0) return null
    return roundedText(columns, at, figure) ?? toFigureText(figure.exact(columns.sums(at)))
  })
}

/** Doubles tell most figures; undefined: they don't. */
function roundedText(columns: SumColumns, at: number, { about }: Figure): DecimalString | undefined {
  const sums = about && columns.about(at)
  if (!sums || sums.weight === 0) return undefined
  const { value, size } = about(sums)
  const rounded = roundedFigure(value, size)
  return rounded === undefined ? undefined : figureText(rounded)
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
