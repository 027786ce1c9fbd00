import type { DecimalString } from './decimal.ts'
import { fractionDigits, fromUnits, toUnits } from './fixed.ts'

/**
 * The share of each part in the sum of all, to `places` decimals, such that the shares sum to exactly 1.
 *
 * Each share is first rounded down; the units that are then missing go to the parts that lost most by it (the method
 * of largest remainders, Hamilton's), so no share is off by a whole unit of the last place. Parts may be negative.
 * @returns shares in the order of the parts; undefined when the parts sum to zero
 */
export function apportion(parts: readonly DecimalString[], places = 12): DecimalString[] | undefined {
  const scale = parts.reduce((most, part) => Math.max(most, fractionDigits(part)), 0)
  return apportionUnits(
    parts.map((part) => toUnits(part, scale)),
    places,
  )
}

/** The same of whole numbers of any one unit. */
export function apportionUnits(scaled: readonly bigint[], places = 12): DecimalString[] | undefined {
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
  return rows.map(({ floor }) => fromUnits(floor, places))
}
