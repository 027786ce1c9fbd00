import Big from 'big.js'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { HeldSeries, SeriesValue } from './store.ts'

/** Who keeps coins, by one source, and the series whose sum they are. */
export interface Holder {
  readonly exchangeId: number | null
  /** undefined for a venue of ours. */
  readonly label: string | undefined
  readonly seriesIds: readonly number[]
}

/**
 * Holders of one source. Of one holder the series of all tokens counts, else those of each token together. A series of no holder
 * is the source's own total: it counts only where the source names no holder.
 */
export function holdersOf(series: readonly HeldSeries[]): Holder[] {
  const named = series.filter(({ exchangeId, label }) => exchangeId !== null || label !== null)
  const groups = new Map<string, HeldSeries[]>()
  for (const one of named.length > 0 ? named : series) {
    const key = one.exchangeId === null ? `label ${one.label ?? ''}` : `venue ${one.exchangeId}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((own) => {
    const whole = own.filter(({ token }) => token === null)
    const { exchangeId, label } = own[0]!
    return {
      exchangeId,
      label: exchangeId === null ? (label ?? undefined) : undefined,
      seriesIds: (whole.length > 0 ? whole.slice(0, 1) : own).map(({ id }) => id),
    }
  })
}

/** Coins of one holder at one moment. */
export interface HolderCoins {
  readonly coins: DecimalString
  /** Begin of the oldest bar in it. */
  readonly at: Date
}

/** Coins of a holder at the moment of that place; undefined when any of its series is not known. */
export function coinsOf(
  { seriesIds }: Holder,
  values: ReadonlyMap<number, readonly (SeriesValue | undefined)[]>,
  place: number,
): HolderCoins | undefined {
  const own = seriesIds.map((id) => values.get(id)![place])
  const known = own.filter((value) => value !== undefined)
  if (known.length < own.length) return undefined
  return {
    coins: sum(known.map(({ value }) => value)),
    at: new Date(Math.min(...known.map(({ time }) => time.getTime()))),
  }
}

/** Coins of all holders together; undefined when there is none, or any is not known. */
export function coinsOfAll(
  holders: readonly Holder[],
  values: ReadonlyMap<number, readonly (SeriesValue | undefined)[]>,
  place: number,
): DecimalString | undefined {
  const known = holders.flatMap((holder) => coinsOf(holder, values, place) ?? [])
  if (holders.length === 0 || known.length < holders.length) return undefined
  return sum(known.map(({ coins }) => coins))
}

export interface ReserveChange {
  readonly days: number
  readonly coins: DecimalString
  readonly fraction: DecimalString | null
}

export function changeOf(
  days: number,
  before: DecimalString | undefined,
  after: DecimalString | undefined,
): ReserveChange | null {
  if (before === undefined || after === undefined) return null
  const change = new Big(after).minus(before)
  return { days, coins: toPlain(change), fraction: ratio(change, before) ?? null }
}

/** The source whose first bar is the oldest; of equals the one registered first. */
export function oldestSource(series: readonly HeldSeries[]): number | undefined {
  return [...series].sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime() || a.sourceId - b.sourceId)[0]
    ?.sourceId
}
