import Big from 'big.js'
import type { DecimalString } from '../lib/decimal.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import type { EpisodeRow } from './store.ts'

// How a report writes numbers, times and names. What a program reads of it stands beside each sentence, exact.

const UNITS = [
  ['1e12', 'trillion'],
  ['1e9', 'billion'],
  ['1e6', 'million'],
] as const

/** "12345.6" as "12,345.6", with a real minus sign. */
function grouped(plain: string): string {
  const [whole, fraction] = plain.replace('-', '').split('.')
  const thousands = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${plain.startsWith('-') ? '−' : ''}${thousands}${fraction === undefined ? '' : `.${fraction}`}`
}

/** "$1.77 billion": three figures. */
export function money(usd: DecimalString): string {
  const value = new Big(usd)
  const [unit, name] = UNITS.find(([least]) => value.abs().gte(least)) ?? [undefined, undefined]
  const scaled = unit ? value.div(unit) : value
  const shown = new Big(scaled.abs().toPrecision(3)).toFixed()
  return `${value.lt(0) ? '−' : ''}$${grouped(shown)}${name ? ` ${name}` : ''}`
}

/** "12.4 %" of a fraction. */
export const percent = (fraction: DecimalString, places = 1): string => {
  const shown = new Big(fraction).times(100).toFixed(places)
  // No sign stands before a zero.
  return `${grouped(Number(shown) === 0 ? shown.replace('-', '') : shown)} %`
}

/** "12,345". */
export const count = (value: DecimalString | number): string => grouped(new Big(value).toFixed(0))

/** "1 order", "2,345 orders". */
export const counted = (value: DecimalString | number, noun: string): string =>
  `${grouped(new Big(value).toFixed())} ${noun}${new Big(value).eq(1) ? '' : 's'}`

/** "18 hours", "7.3 days": days above 72 hours. */
export function lasting(hours: DecimalString): string {
  const length = new Big(hours)
  return length.gt(72)
    ? counted(
        length
          .div(DAY_MS / HOUR_MS)
          .round(1)
          .toFixed(),
        'day',
      )
    : counted(length.round(1).toFixed(), 'hour')
}

/** "fell by 12.4 %". */
export function moved(fraction: DecimalString | null): string {
  if (fraction === null) return 'moved'
  const value = new Big(fraction)
  return `${value.lt(0) ? 'fell' : 'rose'} by ${percent(value.abs().toFixed())}`
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** "10 Oct 2025". */
export const day = (time: Date): string => dayFormat.format(time)

/** "10 Oct 2025, 21:00 UTC". */
export const moment = (time: Date): string => `${day(time)}, ${time.toISOString().slice(11, 16)} UTC`

/** "10 Oct 2025", "10 to 12 Oct 2025": the days that a window touches. */
export function days({ from, to }: Window): string {
  const [first, last] = [day(from), day(new Date(to.getTime() - 1))]
  if (first === last) return first
  const [number, ...month] = first.split(' ')
  return last.endsWith(` ${month.join(' ')}`) ? `${number} to ${last}` : `${first} to ${last}`
}

const KINDS = {
  PURGE: 'purge',
  DELEVERAGING: 'deleveraging',
  LIQUIDATIONS_ONLY: 'liquidations',
  SQUEEZE: 'squeeze',
} as const

/** "long purge of 10 Oct 2025". */
export const nameOf = ({ kind, side, peakAt }: Pick<EpisodeRow, 'kind' | 'side' | 'peakAt'>): string =>
  `${side.toLowerCase()} ${KINDS[kind]} of ${day(peakAt)}`

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const MEASURES: Readonly<Record<string, string>> = {
  LIQUIDATIONS_TOTAL: 'liquidations',
  LIQUIDATIONS_LONG: 'liquidations of longs',
  LIQUIDATIONS_SHORT: 'liquidations of shorts',
  LONG_SHARE: 'part of liquidations that was long',
  MARKET_CAP_CHANGE: 'change of market cap',
  SHARE_OF_FALL: 'part of the fall of the whole market',
}

/** What a published figure is of, as a person says it. */
export const measureOf = (measure: string): string =>
  MEASURES[measure] ?? measure.toLowerCase().replaceAll('_', ' ')

/** A published figure as people write it; the exact one stands beside the sentence. */
export function inUnit(value: DecimalString, unit: string): string {
  if (unit === 'USD') return money(value)
  if (unit === 'FRACTION') return percent(value)
  return unit === 'DAYS' ? counted(value, 'day') : count(value)
}
