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

const writers = new Map<string, Intl.NumberFormat>()

/** So many digits behind the point, commas between thousands, and no sign before a zero. */
function fixed(number: number, digits: number, signDisplay: 'negative' | 'exceptZero' = 'negative'): string {
  const name = `${digits} ${signDisplay}`
  let writer = writers.get(name)
  if (!writer) {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay }
    writers.set(name, (writer = new Intl.NumberFormat('en', options)))
  }
  return writer.format(number)
}

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

/** From a thousand percent on what stands behind the point tells nothing. */
const digitsOf = (percents: number, digits: number): number => (Math.abs(percents) < 1_000 ? digits : 0)

/** "12.3 %" of a fraction. */
export const percent = (value: Value, digits = 1): string =>
  format(value, (number) => `${fixed(number * 100, digitsOf(number * 100, digits))} %`)

/** As many digits behind the point as a fraction in percent has, four at most: what somebody asked for is written as it was asked. */
export const digitsAsked = (fraction: number): number =>
  [0, 1, 2, 3].find((digits) => {
    const shifted = fraction * 100 * 10 ** digits
    return Math.abs(shifted - Math.round(shifted)) < 1e-7
  }) ?? 4

/** The same with its sign, of a change. */
export const change = (value: Value, digits = 1): string =>
  format(value, (number) => `${fixed(number * 100, digitsOf(number * 100, digits), 'exceptZero')} %`)

/** "+2.3 points", of a difference of two fractions: percentage points, finer where it is small. */
export const points = (value: Value): string =>
  format(value, (number) => {
    const size = number * 100
    return `${fixed(size, size !== 0 && Math.abs(size) < 0.1 ? 4 : 1, 'exceptZero')} points`
  })

export const count = (value: Value): string => format(value, (number) => whole.format(number))

/** "+1,234": of a difference in pieces. */
export const signedCount = (value: Value): string => format(value, (number) => fixed(number, 0, 'exceptZero'))

export const decimal = (value: Value, digits = 2): string => format(value, (number) => fixed(number, digits))

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

/** "21 to 22 Sept 2025": the days from one moment up to, not with, another. */
export function days(from: Moment, to: Moment): string {
  const [first, last] = [day(from), day(new Date(to).getTime() - 1)]
  if (first === last) return first
  const [number, ...month] = first.split(' ')
  return last.endsWith(` ${month.join(' ')}`) ? `${number} to ${last}` : `${first} to ${last}`
}
export const dayOfAxis = (at: Moment): string => dayShort.format(new Date(at))
export const hour = (at: Moment): string => clock.format(new Date(at))

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** What a span is told in: hours up to 72 of them, days above. */
const unitOf = (ms: number, mostMinutes: number): [size: number, unit: string] =>
  ms < mostMinutes * MINUTE_MS
    ? [MINUTE_MS, 'minute']
    : ms <= 72 * HOUR_MS
      ? [HOUR_MS, 'hour']
      : [DAY_MS, 'day']

/** "90 minutes", "18 hours", "7.3 days": how long something lasts. */
export function lasting(ms: number): string {
  const [size, unit] = unitOf(ms, 120)
  return counted(Math.round((ms / size) * 10) / 10, unit)
}

/** "3 hours ago", of a span that ended at `now`. */
export function ago(at: Moment, now: Moment): string {
  const ms = new Date(now).getTime() - new Date(at).getTime()
  const [size, unit] = unitOf(ms, 60)
  return `${counted(Math.max(0, Math.round(ms / size)), unit)} ago`
}

/** "LONG_USD" as "Long usd": of codes that have no name of their own. */
export const words = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** "1 gap", "2,345 gaps". */
export const counted = (number: number, noun: string): string =>
  `${plain.format(number)} ${noun}${number === 1 ? '' : 's'}`
