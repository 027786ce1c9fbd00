import type { TimeFormat } from './mapping.ts'

const EARLIEST_MS = Date.UTC(2009, 0)
const LATEST_MS = Date.UTC(2100, 0)

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/

/**
 * Milliseconds of a time as files print it, in UTC; undefined when it is no such time (30 February, the year 57000).
 * ISO takes "2024-01-31", "2024-01-31 00:00:00+00", "…T00:00:00.000Z"; without an offset it is UTC.
 */
export function parseTime(text: string, format: TimeFormat): number | undefined {
  const ms = parse(text, format)
  return ms === undefined || ms < EARLIEST_MS || ms >= LATEST_MS ? undefined : ms
}

function parse(text: string, format: TimeFormat): number | undefined {
  if (format === 'MS' || format === 'S' || format === 'US') {
    if (!/^\d{9,17}(\.0+)?$/.test(text)) return undefined
    const count = Number(text)
    return Math.floor(format === 'MS' ? count : format === 'S' ? count * 1_000 : count / 1_000)
  }
  if (format === 'ISO') {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
      ISO.exec(text) ?? []
    if (year === undefined) return undefined
    const ms = dateOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
    if (ms === undefined) return undefined
    return ms + Math.floor(Number(`0.${fraction || '0'}`) * 1_000) - offsetOf(zone)
  }
  const [date = '', clock = '00:00'] = text.split(' ')
  const [hour = NaN, minute = NaN, second = 0] = clock.split(':').map(Number)
  if (format === 'YYYYMMDD') {
    const [, y, m, d] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
    return y === undefined ? undefined : dateOf(Number(y), Number(m), Number(d), 0, 0, 0)
  }
  const separator = { 'YYYY.M.D': '.', 'DD-MM-YYYY': '-', 'MM/DD/YYYY': '/' }[format]
  const parts = date.split(separator)
  if (parts.length !== 3 || parts.some((part) => !/^\d{1,4}$/.test(part))) return undefined
  const [a = NaN, b = NaN, c = NaN] = parts.map(Number)
  if (format === 'YYYY.M.D') return dateOf(a, b, c, hour, minute, second)
  return format === 'DD-MM-YYYY'
    ? dateOf(c, b, a, hour, minute, second)
    : dateOf(c, a, b, hour, minute, second)
}

/** undefined for a day or a clock that does not exist. */
function dateOf(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(ms)
  const isSame =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isSame && hour < 24 && minute < 60 && second < 60 ? ms : undefined
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
