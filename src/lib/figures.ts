import Big from 'big.js'
import { ratio, type DecimalString } from './decimal.ts'

/** Figures are fractions and ratios of so many digits behind the point, half to even. */
export const PLACES = 12
const UNITS = 10 ** PLACES

/**
 * A figure in units of 10^-PLACES, rounded, when doubles can tell it: a double is off by some 10^-15 of its size, so that only what lies
 * near half-way between two figures must be worked out exactly.
 * @param value before it is rounded, in the same units
 * @param size of the numbers that it was made of, where they are larger than itself
 * @returns undefined when it must be worked out exactly
 */
export function roundedFigure(value: number, size = value): number | undefined {
  const off = 1e-9 + Math.abs(size) * 1e-14
  const rounded = Math.round(value)
  // Of NaN and what is too large no comparison holds.
  return off < 0.1 && Math.abs(Math.abs(value - rounded) - 0.5) > off ? rounded : undefined
}

/** Plain text of a whole number of 10^-PLACES below 2^53. */
export function figureText(units: number): DecimalString {
  if (units === 0) return '0'
  const magnitude = Math.abs(units)
  const fraction = magnitude % UNITS
  const whole = String((magnitude - fraction) / UNITS)
  const sign = units < 0 ? '-' : ''
  if (fraction === 0) return sign + whole
  return `${sign}${whole}.${String(fraction).padStart(PLACES, '0').replace(/0+$/, '')}`
}

/** a / (a + b) and the like: a quotient of decimals, rounded to a figure; null against nothing. */
export function quotient(
  a: DecimalString,
  b: DecimalString,
  parts: (a: Big, b: Big) => readonly [Big, Big],
  about: (a: number, b: number) => number,
): DecimalString | null {
  const [x, y] = [Number(a), Number(b)]
  const units = about(x, y) * UNITS
  const rounded = roundedFigure(units, Math.max(Math.abs(units), UNITS))
  if (rounded !== undefined) return figureText(rounded)
  const [over, under] = parts(new Big(a), new Big(b))
  return ratio(over, under) ?? null
}
