import Big from 'big.js'

/**
 * A decimal number as text, e.g. "1680000000.5": exact, any precision, no exponent, no trailing zeros.
 * Money and quantities travel as this from the exchange to the client; floats never hold them.
 */
export type DecimalString = string

const PATTERN = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

/** Nothing that is traded is counted in more digits before the point, or begins farther behind it. */
const MOST_DIGITS = 30

/**
 * Parses a number or numeric text exactly; undefined for anything else (also "", NaN, Infinity), and for what is of no size that
 * can be: 10^30 and above, or nearer to zero than 10^-30.
 */
export function findDecimal(value: unknown): DecimalString | undefined {
  const isText = typeof value === 'string' && value.length <= 100 && PATTERN.test(value)
  if (!isText && !(typeof value === 'number' && Number.isFinite(value))) return undefined
  const big = new Big(value)
  return big.eq(0) || Math.abs(big.e) < MOST_DIGITS ? toPlain(big) : undefined
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
