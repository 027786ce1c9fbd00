import type { DecimalString } from './decimal.ts'

/**
 * A column of exact decimals as whole numbers of one common unit, 10^-scale: sums and differences of thousands of values
 * cost what whole numbers cost. null: not known.
 */
export interface Fixed {
  readonly scale: number
  readonly values: readonly (bigint | null)[]
}

/** Reads decimals as whole numbers of the smallest unit that any of them has. */
export function toFixedColumn(values: readonly (DecimalString | null)[]): Fixed {
  let scale = 0
  for (const value of values) if (value !== null) scale = Math.max(scale, fractionDigits(value))
  return { scale, values: values.map((value) => (value === null ? null : toUnits(value, scale))) }
}

/** The same column in another, finer unit. */
export function rescale({ scale, values }: Fixed, to: number): Fixed {
  const factor = 10n ** BigInt(to - scale)
  return { scale: to, values: values.map((value) => (value === null ? null : value * factor)) }
}

export function fromFixedColumn({ scale, values }: Fixed): (DecimalString | null)[] {
  return values.map((value) => (value === null ? null : fromUnits(value, scale)))
}

/** Digits behind the point. */
export function fractionDigits(value: DecimalString): number {
  const point = value.indexOf('.')
  return point < 0 ? 0 : value.length - point - 1
}

/** A decimal in units of 10^-scale; `scale` must be at least its digits behind the point. */
export function toUnits(value: DecimalString, scale: number): bigint {
  return BigInt(value.replace('.', '') + '0'.repeat(scale - fractionDigits(value)))
}

/** Plain text: no exponent, no trailing zeros, no "-0". */
export function fromUnits(value: bigint, scale: number): DecimalString {
  const negative = value < 0n
  const digits = String(negative ? -value : value).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`
}

/** a / b, rounded half to even. b must not be 0. */
export function divideRounded(a: bigint, b: bigint): bigint {
  if (b < 0n) return divideRounded(-a, -b)
  const quotient = a / b
  const twice = 2n * (a - quotient * b)
  const magnitude = twice < 0n ? -twice : twice
  if (magnitude < b || (magnitude === b && quotient % 2n === 0n)) return quotient
  return a < 0n ? quotient - 1n : quotient + 1n
}

/** The whole square root, rounded down. Newton's method on whole numbers. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
