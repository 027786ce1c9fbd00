import { InputError } from '../lib/errors.ts'
import {
  divideRounded,
  fromFixedColumn,
  rescale,
  squareRoot,
  toFixedColumn,
  type Fixed,
} from '../lib/fixed.ts'
import type { DecimalString } from '../lib/decimal.ts'

export type TransformKind =
  'CHANGE' | 'PERCENT_CHANGE' | 'MOVING_SUM' | 'MOVING_AVERAGE' | 'Z_SCORE' | 'PERCENTILE_RANK' | 'CUMULATIVE'

/** What is made of a series, in words that `TransformInput` explains. */
export interface Transform {
  readonly kind: TransformKind
  /** Buckets it looks back: the distance of a change, the length of a trailing window. 0 for CUMULATIVE. */
  readonly buckets: number
  /** Values that a trailing window needs at least. */
  readonly minKnown: number
}

/** A unit of a series, and what a transform makes of it. */
export type Unit =
  | 'USD'
  | 'COINS'
  | 'FRACTION'
  | 'COUNT'
  | 'USD_PER_COIN'
  | 'RATIO'
  | 'STANDARD_DEVIATIONS'
  | 'INDEX'
  | 'HOURS'

/** Transforms in one argument at most, and buckets that all of them together look back. */
export const MAX_TRANSFORMS = 5
export const MAX_LOOKBACK = 10_000

/** Fractions, averages and scores are rounded to so many digits behind the point, half to even. */
const PLACES = 12

/**
 * Checks what a caller gave.
 * @throws InputError TRANSFORM_BUCKETS, TOO_MANY_TRANSFORMS, LOOKBACK_TOO_LONG
 */
export function readTransforms(
  given:
    | readonly {
        readonly kind: TransformKind
        readonly buckets?: number | null | undefined
        readonly minKnown?: number | null | undefined
      }[]
    | null
    | undefined,
  argument: readonly (string | number)[],
): Transform[] {
  const transforms = (given ?? []).map(({ kind, buckets, minKnown }, at): Transform => {
    const fault = (message: string, accepted: string, field: string) =>
      new InputError(message, { reason: 'TRANSFORM_BUCKETS', argument: [...argument, at, field], accepted })
    if (kind === 'CUMULATIVE') {
      if (buckets != null) throw fault('CUMULATIVE takes no `buckets`.', 'no `buckets`', 'buckets')
      return { kind, buckets: 0, minKnown: 0 }
    }
    const isChange = kind === 'CHANGE' || kind === 'PERCENT_CHANGE'
    const least = isChange ? 1 : 2
    const length = buckets ?? (isChange ? 1 : undefined)
    if (length === undefined || length < least || length > MAX_LOOKBACK)
      throw fault(`${kind} needs \`buckets\`.`, `${least} to ${MAX_LOOKBACK}`, 'buckets')
    if (isChange && minKnown != null)
      throw fault(`${kind} takes no \`minKnown\`: it needs both ends.`, 'no `minKnown`', 'minKnown')
    // A sum that lacks a part is no sum.
    if (kind === 'MOVING_SUM' && minKnown != null)
      throw fault('MOVING_SUM takes no `minKnown`: it needs every bucket.', 'no `minKnown`', 'minKnown')
    const known = minKnown ?? length
    if (!isChange && (known < 2 || known > length))
      throw fault(`minKnown is ${known}.`, `2 to ${length}`, 'minKnown')
    return { kind, buckets: length, minKnown: known }
  })
  if (transforms.length > MAX_TRANSFORMS)
    throw new InputError(`There are ${transforms.length} transforms.`, {
      reason: 'TOO_MANY_TRANSFORMS',
      argument,
      accepted: `${MAX_TRANSFORMS} at most`,
    })
  if (leadOf(transforms) > MAX_LOOKBACK)
    throw new InputError(`These transforms look back ${leadOf(transforms)} buckets.`, {
      reason: 'LOOKBACK_TOO_LONG',
      argument,
      accepted: `${MAX_LOOKBACK} buckets together`,
    })
  return transforms
}

/** Buckets before the window that the transforms need, so that its first value is as whole as its last. */
export function leadOf(transforms: readonly Transform[]): number {
  return transforms.reduce((sum, { kind, buckets }) => sum + lookbackOf(kind, buckets), 0)
}

function lookbackOf(kind: TransformKind, buckets: number): number {
  if (kind === 'CUMULATIVE') return 0
  return kind === 'CHANGE' || kind === 'PERCENT_CHANGE' ? buckets : buckets - 1
}

/** The unit of what the transforms make of a series. */
export function unitAfter(unit: Unit, transforms: readonly Transform[]): Unit {
  return transforms.reduce<Unit>((current, { kind }) => {
    if (kind === 'PERCENT_CHANGE' || kind === 'PERCENTILE_RANK') return 'FRACTION'
    return kind === 'Z_SCORE' ? 'STANDARD_DEVIATIONS' : current
  }, unit)
}

/**
 * Applies transforms one after the other. null is a value that is not known; it is never taken for zero.
 * @param values the buckets of the window, with `leadOf(transforms)` buckets before them
 * @returns the buckets of the window
 */
export function applyTransforms(
  values: readonly (DecimalString | null)[],
  transforms: readonly Transform[],
): (DecimalString | null)[] {
  const lead = leadOf(transforms)
  if (transforms.length === 0) return [...values]
  let column = toFixedColumn(values)
  for (const transform of transforms) column = apply(column, transform, lead)
  return fromFixedColumn({ scale: column.scale, values: column.values.slice(lead) })
}

function apply(column: Fixed, transform: Transform, windowBegin: number): Fixed {
  switch (transform.kind) {
    case 'CHANGE':
      return changeOf(column, transform.buckets)
    case 'PERCENT_CHANGE':
      return percentChangeOf(column, transform.buckets)
    case 'CUMULATIVE':
      return cumulativeOf(column, windowBegin)
    case 'MOVING_SUM':
      return { scale: column.scale, values: overTrailing(column.values, transform, ({ sum }) => sum) }
    case 'MOVING_AVERAGE':
      return averageOf(column.scale >= PLACES ? column : rescale(column, PLACES), transform)
    case 'Z_SCORE':
      return { scale: PLACES, values: overTrailing(column.values, transform, zScoreOf) }
    case 'PERCENTILE_RANK':
      return percentileRankOf(column, transform)
  }
}

function changeOf({ scale, values }: Fixed, buckets: number): Fixed {
  return {
    scale,
    values: values.map((value, at) => {
      const before = at < buckets ? null : values[at - buckets]!
      return value === null || before === null ? null : value - before
    }),
  }
}

/** Of a base that is zero or below, a fraction would say nothing, or the opposite. */
function percentChangeOf({ values }: Fixed, buckets: number): Fixed {
  const unit = 10n ** BigInt(PLACES)
  return {
    scale: PLACES,
    values: values.map((value, at) => {
      const before = at < buckets ? null : values[at - buckets]!
      return value === null || before === null || before <= 0n
        ? null
        : divideRounded((value - before) * unit, before)
    }),
  }
}

/** From the window's begin on. What follows a value that is missing is not known either. */
function cumulativeOf({ scale, values }: Fixed, windowBegin: number): Fixed {
  let sum: bigint | null = 0n
  return {
    scale,
    values: values.map((value, at) => {
      if (at < windowBegin) return null
      sum = sum === null || value === null ? null : sum + value
      return sum
    }),
  }
}

interface TrailingSums {
  readonly value: bigint
  readonly known: bigint
  readonly sum: bigint
  readonly squares: bigint
}

function averageOf({ scale, values }: Fixed, transform: Transform): Fixed {
  return {
    scale,
    values: overTrailing(values, transform, ({ sum, known }) => divideRounded(sum, known)),
  }
}

/** A figure over the trailing window of each value, from sums that one pass keeps. */
function overTrailing(
  values: readonly (bigint | null)[],
  { buckets, minKnown }: Transform,
  figure: (sums: TrailingSums) => bigint | null,
): (bigint | null)[] {
  let [known, sum, squares] = [0, 0n, 0n]
  return values.map((value, at) => {
    const leaving = at < buckets ? null : values[at - buckets]!
    if (value !== null) {
      known += 1
      sum += value
      squares += value * value
    }
    if (leaving !== null) {
      known -= 1
      sum -= leaving
      squares -= leaving * leaving
    }
    if (value === null || at < buckets - 1 || known < minKnown) return null
    return figure({ value, known: BigInt(known), sum, squares })
  })
}

/**
 * (x - mean) / s with the sample standard deviation s over the n known values of the window, x among them. Since
 * s² = (n Σx² - (Σx)²) / (n (n - 1)), it is (n x - Σx) / √(n (n Σx² - (Σx)²) / (n - 1)). null when nothing varies.
 */
function zScoreOf({ value, known, sum, squares }: TrailingSums): bigint | null {
  const spread = known * squares - sum * sum
  if (spread === 0n) return null
  const unit = 10n ** BigInt(PLACES)
  const root = squareRoot((known * spread * unit ** 4n) / (known - 1n))
  return divideRounded((known * value - sum) * unit ** 3n, root)
}

/** Share of the known values of the trailing window, this one among them, that are not above it: 1 is the highest. */
function percentileRankOf({ values }: Fixed, { buckets, minKnown }: Transform): Fixed {
  const unit = 10n ** BigInt(PLACES)
  const sorted: bigint[] = []
  return {
    scale: PLACES,
    values: values.map((value, at) => {
      if (value !== null) sorted.splice(countUpTo(sorted, value), 0, value)
      const leaving = at < buckets ? null : values[at - buckets]!
      if (leaving !== null) sorted.splice(countUpTo(sorted, leaving) - 1, 1)
      if (value === null || at < buckets - 1 || sorted.length < minKnown) return null
      return divideRounded(BigInt(countUpTo(sorted, value)) * unit, BigInt(sorted.length))
    }),
  }
}

/** How many of the sorted values are not above `value`. */
function countUpTo(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
