import { InputError } from './errors.ts'

/** Opaque text of a few values: what global ids and cursors are made of. */
export function encodeOpaque(kind: string, parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url')
}

/** The parts of opaque text of that kind; undefined when it is not that. */
export function decodeOpaque(kind: string, text: string): (string | number | null)[] | undefined {
  const all = decodeAny(text)
  return all?.[0] === kind ? all.slice(1) : undefined
}

/** Kind and parts of opaque text; undefined when it is none of ours. */
export function decodeAny(text: string): (string | number | null)[] | undefined {
  if (!/^[A-Za-z0-9_-]{1,1000}$/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const isPart = (part: unknown) =>
      part === null || (typeof part === 'string' && !part.includes('\0')) || typeof part === 'number'
    return Array.isArray(value) && value.length > 0 && value.every(isPart) ? value : undefined
  } catch {
    return undefined
  }
}

const FIRST_MS = Date.UTC(1970, 0)
const LAST_MS = Date.UTC(10_000, 0) - 1

/** Whether a part can be a moment of the store, ms: Date and PostgreSQL each end elsewhere. */
export const isMoment = (part: unknown): part is number =>
  Number.isInteger(part) && (part as number) >= FIRST_MS && (part as number) <= LAST_MS

/** Whether a part can be the number of a row. */
export const isRowId = (part: unknown): part is number =>
  Number.isInteger(part) && (part as number) >= 0 && (part as number) < 2 ** 31

export function malformedCursor(argument: 'after' | 'before'): InputError {
  return new InputError(`\`${argument}\` is not a cursor of this field.`, {
    reason: 'MALFORMED_CURSOR',
    argument: [argument],
    accepted: 'a cursor that this field returned for the same sort',
  })
}
