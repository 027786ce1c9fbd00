import type { DecimalString } from '../../lib/decimal.ts'

/** A number at no more than `decimals` places, without trailing zeros. */
export function decimalText(value: number, decimals: number): DecimalString {
  const text = value.toFixed(decimals)
  return decimals === 0 || !text.endsWith('0') ? text : text.replace(/\.?0+$/, '')
}
