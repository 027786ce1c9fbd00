import {
  BREAK,
  GraphQLError,
  GraphQLScalarType,
  Kind,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
} from 'graphql'
import { findDecimal } from '../lib/decimal.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../lib/time.ts'

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i

function refuse(name: string, accepted: string): never {
  throw new GraphQLError(`${name} must be ${accepted}.`, {
    extensions: { code: 'BAD_USER_INPUT', reason: `MALFORMED_${name.toUpperCase()}`, accepted },
  })
}

/** "-24h" ago, "now", and either down to a whole hour or day: "-7d/d". */
const RELATIVE = /^(?:now|-(\d{1,5})([mhdw]))(?:\/([mhd]))?$/
const UNITS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const

/** Whether a text of a document is a moment that is another one each time it is asked. */
export function hasRelativeTime(document: DocumentNode): boolean {
  let isFound = false
  visit(document, {
    [Kind.STRING]({ value }) {
      if (!RELATIVE.test(value)) return undefined
      isFound = true
      return BREAK
    },
  })
  return isFound
}

/** The same of the value of a variable. */
export function isRelativeValue(value: unknown): boolean {
  if (typeof value === 'string') return RELATIVE.test(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(isRelativeValue)
}

/** A moment by the server's clock, down to a whole minute; undefined: the text is none. */
export function findRelativeTime(text: string, now: number): Date | undefined {
  const [match, count = '0', unit = 'm', down = 'm'] = RELATIVE.exec(text) ?? []
  if (match === undefined) return undefined
  const moment = now - Number(count) * UNITS[unit as keyof typeof UNITS]
  return new Date(floorTo(moment, UNITS[down as keyof typeof UNITS]))
}

function parseDateTime(value: unknown): Date {
  const accepted =
    'RFC 3339 text with "Z" or an offset, e.g. "2025-09-22T00:00:00Z", or "now", "-24h", "-7d/d"'
  const relative = typeof value === 'string' ? findRelativeTime(value, Date.now()) : undefined
  if (relative) return relative
  if (typeof value !== 'string' || !RFC3339.test(value)) return refuse('DateTime', accepted)
  const time = new Date(value)
  // Date turns 30 February into 2 March: the day must come back as it went in.
  const offset = /[+-]\d{2}:\d{2}$/.exec(value)?.[0] ?? '+00:00'
  const minutes =
    (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * (offset.startsWith('-') ? -1 : 1)
  const local = new Date(time.getTime() + minutes * 60_000)
  if (Number.isNaN(time.getTime()) || local.getUTCDate() !== Number(value.slice(8, 10)))
    return refuse('DateTime', accepted)
  return time
}

const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

let day = NaN
let dayText = ''

/** toISOString of epoch milliseconds; a series asks for the same day again and again, so the last one is kept. */
export function toIsoText(ms: number): string {
  const ownDay = Math.floor(ms / DAY_MS)
  if (ownDay !== day) {
    dayText = new Date(ms).toISOString().slice(0, -13)
    day = ownDay
  }
  const rest = ms - ownDay * DAY_MS
  const hour = TWO[Math.floor(rest / HOUR_MS)]!
  const minute = TWO[Math.floor(rest / MINUTE_MS) % 60]!
  const second = TWO[Math.floor(rest / 1000) % 60]!
  const milli = rest % 1000
  return `${dayText}${hour}:${minute}:${second}.${milli === 0 ? '000' : String(milli).padStart(3, '0')}Z`
}

/** Resolvers hand over a Date or epoch milliseconds; clients get RFC 3339 text in UTC. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => toIsoText(typeof value === 'number' ? value : (value as Date).getTime()),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
})

function parseDecimal(value: unknown): string {
  return findDecimal(value) ?? refuse('Decimal', 'a decimal number as text, e.g. "1000000.5"')
}

/** Text on both sides: a JSON number has been through a float, but small whole ones are taken. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => value as string,
  parseValue: (value) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? parseDecimal(undefined) : parseDecimal(value),
  parseLiteral: (node) =>
    parseDecimal(
      node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
        ? node.value
        : undefined,
    ),
})

function parseObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  return refuse('JSONObject', 'a JSON object')
}

/** Any JSON object, as it is. */
export const JSONObject = new GraphQLScalarType<Record<string, unknown>, Record<string, unknown>>({
  name: 'JSONObject',
  serialize: (value) => value as Record<string, unknown>,
  parseValue: parseObject,
  parseLiteral: (node, variables) => parseObject(valueFromASTUntyped(node, variables)),
})
