import Big from 'big.js'

/**
 * A decimal number as text, e.g. "1680000000.5": exact, any precision, no exponent, no trailing zeros.
 * Money and quantities travel as this from the exchange to the client; floats never hold them.
 */
export type DecimalString = string

const PATTERN = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

/** Parses a number or numeric text exactly; undefined for anything else (also "", NaN, Infinity). */
export function findDecimal(value: unknown): DecimalString | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? toPlain(new Big(value)) : undefined
  if (typeof value !== 'string' || value.length > 100 || !PATTERN.test(value)) return undefined
  return toPlain(new Big(value))
}

/** Plain notation: "-0" becomes "0", exponents are written out. */
export function toPlain(value: Big): DecimalString {
  const text = value.toFixed()
  return text === '-0' ? '0' : text
}

export function isPositive(value: DecimalString): boolean {
  return !value.startsWith('-') && /[1-9]/.test(value)
}

/** Exact product. */
export function times(a: DecimalString, b: DecimalString): DecimalString {
  return toPlain(new Big(a).times(b))
}

/** Exact sum; "0" of nothing. */
export function sum(values: Iterable<DecimalString>): DecimalString {
  let total = new Big(0)
  for (const value of values) total = total.plus(value)
  return toPlain(total)
}

/** a / b to `places` decimals, half to even; undefined when b is zero. */
export function ratio(
  a: DecimalString | Big,
  b: DecimalString | Big,
  places = 12,
): DecimalString | undefined {
  const divisor = new Big(b)
  if (divisor.eq(0)) return undefined
  // Big.div rounds by the constructor's DP and RM: a constructor of our own leaves the shared one alone.
  return toPlain(new (bigWith(places))(new Big(a).toFixed()).div(divisor.toFixed()))
}

const constructors = new Map<number, typeof Big>()

function bigWith(places: number): typeof Big {
  let constructor = constructors.get(places)
  if (!constructor) {
    constructor = Big()
    constructor.DP = places
    constructor.RM = 2
    constructors.set(places, constructor)
  }
  return constructor
}
