import type { DecimalString } from '../lib/decimal.ts'

/**
 * Takes the multiplier out of a venue's base: "1000PEPE" and "SHIB1000" count thousands, "1MBABYDOGE" millions.
 * Tickers with a digit of their own ("1INCH", "C98", "API3") stay as they are: only 1000 and more zeros, or Binance's 1M.
 */
export function splitMultiplier(base: string): { baseCode: string; baseMultiplier: DecimalString } {
  const leading = /^(10{3,})([A-Z].*)$/.exec(base)
  if (leading?.[1] && leading[2]) return { baseCode: leading[2], baseMultiplier: leading[1] }
  const trailing = /^([A-Z]{2,}?)(10{3,})$/.exec(base)
  if (trailing?.[1] && trailing[2]) return { baseCode: trailing[1], baseMultiplier: trailing[2] }
  const million = /^1M([A-Z]{3,})$/.exec(base)
  if (million?.[1]) return { baseCode: million[1], baseMultiplier: '1000000' }
  return { baseCode: base, baseMultiplier: '1' }
}
