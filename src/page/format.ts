/** What a reader is told where nothing is known. Never "0", never "-". */
export const NOT_KNOWN = 'not known'

/** A decimal of the API as a number to draw; null stays null. Pictures are drawn from it, sums are never made of it. */
export const toNumber = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value)

export const toNumbers = (values: readonly (string | number | null)[]): (number | null)[] =>
  values.map(toNumber)

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const compactFine = new Intl.NumberFormat('en', {
  notation: 'compact',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

type Value = string | number | null | undefined

const format = (value: Value, write: (number: number) => string): string =>
  value === null || value === undefined || Number.isNaN(Number(value))
    ? NOT_KNOWN
    : // A line may break between a minus sign and a dollar sign, unless a word joiner (U+2060) stands there.
      write(Number(value)).replace('-$', '−\u2060$').replace('-', '−')

/** "$1.68B". */
export const usd = (value: Value): string =>
  format(
    value,
    (number) =>
      `${number < 0 ? '-' : ''}$${(Math.abs(number) < 1_000 ? whole : compactFine).format(Math.abs(number))}`,
  )

/** "$1.7B", for axes. */
export const usdShort = (value: Value): string =>
  format(value, (number) => `${number < 0 ? '-' : ''}$${compact.format(Math.abs(number))}`)

/** "$112,345". */
export const usdWhole = (value: Value): string =>
  format(value, (number) => `${number < 0 ? '-' : ''}$${whole.format(Math.abs(number))}`)

/** "12.3 %" of a fraction. */
export const percent = (value: Value, digits = 1): string =>
  format(value, (number) => `${(number * 100).toFixed(digits)} %`)

/** The same with its sign, of a change. */
export const change = (value: Value, digits = 1): string =>
  format(value, (number) => `${number > 0 ? '+' : ''}${(number * 100).toFixed(digits)} %`)

export const count = (value: Value): string => format(value, (number) => whole.format(number))

export const decimal = (value: Value, digits = 2): string => format(value, (number) => number.toFixed(digits))

const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const dayOnly = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const dayShort = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' })

type Moment = string | number | Date

/** "22 Sept 2025, 06:00 UTC". All times of the page are UTC and say so once. */
export const time = (at: Moment | null | undefined): string =>
  at === null || at === undefined ? NOT_KNOWN : `${moment.format(new Date(at))} UTC`
export const day = (at: Moment): string => dayOnly.format(new Date(at))
export const dayOfAxis = (at: Moment): string => dayShort.format(new Date(at))
export const hour = (at: Moment): string => clock.format(new Date(at))

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** "3 hours ago", of a span that ended at `now`. */
export function ago(at: Moment, now: Moment): string {
  const ms = new Date(now).getTime() - new Date(at).getTime()
  const [size, unit]: [number, string] =
    ms < HOUR_MS ? [MINUTE_MS, 'minute'] : ms < 2 * DAY_MS ? [HOUR_MS, 'hour'] : [DAY_MS, 'day']
  const number = Math.max(0, Math.round(ms / size))
  return `${whole.format(number)} ${unit}${number === 1 ? '' : 's'} ago`
}

/** "LONG_USD" as "Long usd": of codes that have no name of their own. */
export const words = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** "1 gap", "2 gaps". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
