import { expect } from 'vitest'
import { RecordError } from '../../src/lib/errors.ts'

const DECIMAL = /^-?\d+(\.\d+)?$/
/** Text of a record that is no number. */
const WORDS: ReadonlySet<string> = new Set([
  'kind',
  'side',
  'orderKey',
  'exchangeCode',
  'symbol',
  'venueSymbol',
  'baseCode',
  'quote',
  'settle',
  'style',
])

/** What a mapper made is a record of plain decimals and times that can be, or it threw a refusal with a code; nothing else. */
export function expectSound(map: () => object): void {
  let record: object
  try {
    record = map()
  } catch (error) {
    expect(error).toBeInstanceOf(RecordError)
    const { code, message } = error as RecordError
    expect(code).toMatch(/^[A-Z_]+$/)
    expect(message.length).toBeGreaterThan(0)
    return
  }
  expectWhole(record)
}

/** The same of a record alone. */
export function expectWhole(record: object): void {
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    if (value instanceof Date) {
      expect(value.getTime(), name).toBeGreaterThanOrEqual(Date.UTC(2011, 0))
      expect(value.getTime(), name).toBeLessThanOrEqual(Date.UTC(2100, 0, 2))
    } else if (typeof value === 'string') {
      if (!WORDS.has(name)) expect(value, name).toMatch(DECIMAL)
    } else if (typeof value !== 'boolean') {
      expect(value, name).toSatisfy((number: unknown) => Number.isInteger(number) && Number(number) > 0)
    }
  }
}
