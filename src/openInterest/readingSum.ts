import { sum, type DecimalString } from '../lib/decimal.ts'
import { isKnown } from './change.ts'
import type { MarketReading } from './store.ts'

/** The sum of readings at one moment. */
export interface ReadingSum {
  readonly at: Date
  readonly usd: DecimalString | null
  readonly knownUsd: DecimalString | null
  /** null: the markets are on several assets, or `usd` is null. */
  readonly coins: DecimalString | null
  readonly marketsKnown: number
  readonly marketsMissing: number
  readonly oldestReadingAt: Date | null
}

/** @param isOneAsset whether the markets' coins can be summed */
export function sumReadings(readings: readonly MarketReading[], at: Date, isOneAsset: boolean): ReadingSum {
  const known = readings.filter(isKnown)
  const missing = readings.length - known.length
  const knownUsd = known.length === 0 ? null : sum(known.map(({ valueUsd }) => valueUsd))
  const isWhole = missing === 0 && known.length > 0
  return {
    at,
    usd: isWhole ? knownUsd : null,
    knownUsd,
    coins: isWhole && isOneAsset ? sum(known.map(({ baseQuantity }) => baseQuantity)) : null,
    marketsKnown: known.length,
    marketsMissing: missing,
    oldestReadingAt:
      known.length === 0 ? null : new Date(Math.min(...known.map(({ time }) => (time ?? at).getTime()))),
  }
}
