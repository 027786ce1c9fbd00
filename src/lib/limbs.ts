import type { DecimalString } from './decimal.ts'
import { divideRounded, fromUnits } from './fixed.ts'

/**
 * Columns of exact decimals for sums over millions of values: each decimal is parted into whole numbers of eleven digits
 * ("limbs"), and each limb has a column of its own. Whole numbers are exact in a double up to 2^53, so columns of tens of
 * thousands of markets add up exactly at the speed of machine arithmetic. Nothing is ever rounded.
 */
const DIGITS = 11
const BASE = 1e11

/** Summands that a column can hold: what the sum of that many limbs stays below is 2^53. */
export const MAX_SUMMANDS = 40_000

/** Limbs behind the point from the first down to the finest, and whole ones from the lowest upwards. */
interface Ordered {
  readonly fractions: readonly Float64Array[]
  readonly wholes: readonly Float64Array[]
}

/** A decimal in limbs: by power, the number of times BASE^power is in it; 0: whole units, -1: the first eleven decimals. */
export class LimbColumn {
  readonly length: number
  /** Columns by power; power 0 is always there. */
  readonly limbs = new Map<number, Float64Array>()

  constructor(length: number) {
    this.length = length
    this.limbs.set(0, new Float64Array(length))
  }

  limb(power: number): Float64Array {
    let column = this.limbs.get(power)
    if (!column) this.limbs.set(power, (column = new Float64Array(this.length)))
    return column
  }

  get bytes(): number {
    return this.limbs.size * this.length * 8
  }

  /** Puts a decimal, the text's part from `begin` to `end`, into a row: plain notation, as PostgreSQL prints numerics. */
  set(row: number, text: string, begin: number, end: number): void {
    const negative = text.charCodeAt(begin) === 45
    const first = negative ? begin + 1 : begin
    const sign = negative ? -1 : 1
    let point = first
    while (point < end && text.charCodeAt(point) !== 46) point++
    let power = 0
    for (let to = point; to > first; to -= DIGITS, power++) {
      const digits = wholeOf(text, Math.max(first, to - DIGITS), to)
      if (digits !== 0 || power === 0) this.limb(power)[row] = sign * digits
    }
    power = -1
    for (let from = point + 1; from < end; from += DIGITS, power--) {
      const to = Math.min(end, from + DIGITS)
      const digits = wholeOf(text, from, to) * TENS[DIGITS - (to - from)]!
      if (digits !== 0) this.limb(power)[row] = sign * digits
    }
  }

  /** Adds a row of another column to one of this. */
  add(row: number, other: LimbColumn, otherRow: number): void {
    for (const [power, limb] of other.limbs) {
      const digits = limb[otherRow]!
      if (digits !== 0) this.limb(power)[row]! += digits
    }
  }

  /** Takes a row of another column from one of this. */
  subtract(row: number, other: LimbColumn, otherRow: number): void {
    for (const [power, limb] of other.limbs) {
      const digits = limb[otherRow]!
      if (digits !== 0) this.limb(power)[row]! -= digits
    }
  }

  clear(row: number): void {
    for (const limb of this.limbs.values()) limb[row] = 0
  }

  /** The same column with fewer rows. */
  cut(length: number): LimbColumn {
    if (length === this.length) return this
    const column = new LimbColumn(length)
    for (const [power, limb] of this.limbs) column.limbs.set(power, limb.slice(0, length))
    return column
  }

  /** The value of a row in units of BASE^-places: for what is made of it further. */
  unitsAt(row: number, places: number): bigint {
    let value = 0n
    for (const [power, limb] of this.limbs) {
      const digits = limb[row]!
      if (digits !== 0) value += BigInt(digits) * powerOf(power + places)
    }
    return value
  }

  /** The value of a row in units of 10^-places (at most 11), rounded half to even; NaN for what no double holds exactly. */
  roundedAt(row: number, places: number): number {
    let units = 0
    let isExact = true
    for (const [power, limb] of this.limbs) {
      const digits = limb[row]!
      if (digits === 0) continue
      const finer = TENS[DIGITS - places]!
      if (power === 0) units += digits * TENS[places]!
      else if (power === 1) units += digits * BASE * TENS[places]!
      else if (power === -1 && digits % finer === 0) units += digits / finer
      else isExact = false
    }
    if (isExact && Number.isSafeInteger(units)) return units
    const rounded = Number(this.unitsRounded(row, places))
    return Number.isSafeInteger(rounded) ? rounded : NaN
  }

  /** The value of a row in units of 10^-places, rounded half to even, as a whole number of any size. */
  unitsRounded(row: number, places: number): bigint {
    const fine = Math.max(Math.ceil(places / DIGITS), this.places)
    return divideRounded(this.unitsAt(row, fine), 10n ** BigInt(fine * DIGITS - places))
  }

  /** About the value of a row: for what needs no exactness. */
  numberAt(row: number): number {
    let value = 0
    for (const [power, limb] of this.limbs) {
      const digits = limb[row]!
      if (digits !== 0) value += power === 0 ? digits : digits * BASE ** power
    }
    return value
  }

  /** Limbs behind the point. */
  get places(): number {
    return -Math.min(...this.limbs.keys())
  }

  /** Plain text of a row: no exponent, no trailing zeros. */
  textAt(row: number): DecimalString {
    return this.#textOf(row, this.#ordered())
  }

  /** The same of rows from `begin` to `end`; null where `isKnown` says so. */
  texts(begin: number, end: number, isKnown: (row: number) => boolean): (DecimalString | null)[] {
    const limbs = this.#ordered()
    const texts = new Array<DecimalString | null>(end - begin)
    for (let row = begin; row < end; row++)
      texts[row - begin] = isKnown(row) ? this.#textOf(row, limbs) : null
    return texts
  }

  #ordered(): Ordered {
    const powers = [...this.limbs.keys()].sort((a, b) => a - b)
    const column = (power: number) => this.limbs.get(power) ?? new Float64Array(this.length)
    const [lowest, highest] = [powers[0]!, powers.at(-1)!]
    return {
      fractions: Array.from({ length: -lowest }, (_, at) => column(-1 - at)),
      wholes: Array.from({ length: highest + 1 }, (_, power) => column(power)),
    }
  }

  #textOf(row: number, { fractions, wholes }: Ordered): DecimalString {
    let carry = 0
    let fraction = ''
    for (let at = fractions.length - 1; at >= 0; at--) {
      const sum = fractions[at]![row]! + carry
      carry = carryOf(sum)
      const digits = sum - carry * BASE
      if (fraction !== '') fraction = padded(digits) + fraction
      else if (digits !== 0) fraction = trimmed(padded(digits))
    }
    let whole = ''
    const top = wholes.length - 1
    for (let power = 0; power < top; power++) {
      const sum = wholes[power]![row]! + carry
      carry = carryOf(sum)
      whole = padded(sum - carry * BASE) + whole
    }
    const highest = wholes[top]![row]! + carry
    if (highest < 0) return fromUnits(this.unitsAt(row, this.places), this.places * DIGITS)
    whole = highest === 0 && top > 0 ? whole.replace(/^0+(?=\d)/, '') : `${highest}${whole}`
    return fraction === '' ? whole : `${whole}.${fraction}`
  }
}

/** What of a sum of limbs belongs to the next higher one. */
function carryOf(sum: number): number {
  if (sum >= 0 && sum < BASE) return 0
  const carry = Math.floor(sum / BASE)
  // The quotient of two doubles may be rounded up to the next whole number.
  return carry * BASE > sum ? carry - 1 : carry
}

function trimmed(digits: string): string {
  let end = digits.length
  while (digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}

const LIMB = 10n ** BigInt(DIGITS)
const POWERS = [1n]

function powerOf(power: number): bigint {
  while (POWERS.length <= power) POWERS.push(POWERS.at(-1)! * LIMB)
  return POWERS[power]!
}

const TENS = Array.from({ length: DIGITS + 1 }, (_, power) => 10 ** power)

function wholeOf(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + (text.charCodeAt(at) - 48)
  return value
}

function padded(digits: number): string {
  return String(digits).padStart(DIGITS, '0')
}
