import type { DecimalString } from './decimal.ts'

/**
 * The share of each part in the sum of all, to `places` decimals, such that the shares sum to exactly 1.
 *
 * Each share is first rounded down; the units that are then missing go to the parts that lost most by it (the method
 * of largest remainders, Hamilton's), so no share is off by a whole unit of the last place. Parts may be negative.
 * @returns shares in the order of the parts; undefined when the parts sum to zero
 */
export function apportion(parts: readonly DecimalString[], places = 12): DecimalString[] | undefined {
  const scale = Math.max(0, ...parts.map(fractionDigits))
  const scaled = parts.map((part) => toScaled(part, scale))
  let total = scaled.reduce((sum, part) => sum + part, 0n)
  if (total === 0n) return undefined
  const sign = total < 0n ? -1n : 1n
  total *= sign
  const units = 10n ** BigInt(places)
  const rows = scaled.map((part, index) => {
    const product = part * sign * units
    const floor = product >= 0n ? product / total : -((-product + total - 1n) / total)
    return { index, floor, remainder: product - floor * total }
  })
  const missing = Number(units - rows.reduce((sum, { floor }) => sum + floor, 0n))
  const byLoss = [...rows].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )
  for (const row of byLoss.slice(0, missing)) row.floor += 1n
  return rows.map(({ floor }) => fromScaled(floor, places))
}

function fractionDigits(value: DecimalString): number {
  const point = value.indexOf('.')
  return point < 0 ? 0 : value.length - point - 1
}

function toScaled(value: DecimalString, scale: number): bigint {
  return BigInt(value.replace('.', '') + '0'.repeat(scale - fractionDigits(value)))
}

function fromScaled(value: bigint, places: number): DecimalString {
  const negative = value < 0n
  const digits = String(negative ? -value : value).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`
}
