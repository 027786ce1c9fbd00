import fc from 'fast-check'
import { expect } from 'vitest'
import { RecordError } from '../../src/lib/errors.ts'
import { mutationsOf } from './mutations.ts'

const DECIMAL = /^-?\d+(\.\d+)?$/

/** Fields of records that are words, not numbers. */
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

/** Every value of a record is a plain decimal, a whole number from zero up, a time that can be, or a word where one belongs. */
export function expectWhole(record: unknown): void {
  expect(typeof record === 'object' && record !== null).toBe(true)
  for (const [name, value] of Object.entries(record as object) as [string, unknown][]) {
    if (value instanceof Date) {
      // Bitcoin's first year: market-cap series and vendors' files may begin then, and venues' records begin later.
      expect(value.getTime(), name).toBeGreaterThanOrEqual(Date.UTC(2009, 0))
      expect(value.getTime(), name).toBeLessThanOrEqual(Date.UTC(2100, 0, 2))
    } else if (typeof value === 'string') {
      if (!WORDS.has(name)) expect(value, name).toMatch(DECIMAL)
    } else if (typeof value === 'number') {
      expect(Number.isSafeInteger(value) && value >= 0, `${name}: ${value}`).toBe(true)
    } else if (typeof value === 'object' && value !== null) expectWhole(value)
    else expect(typeof value, name).toMatch(/boolean|undefined/)
  }
}

/** What a mapper made is a whole record, or it refused with a code and a reason; what else it throws fails the test. */
export function expectWholeOrRefused(map: () => unknown): void {
  let record: unknown
  try {
    record = map()
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    expect(error.code).toMatch(/^[A-Z_]+$/)
    expect(error.message.length).toBeGreaterThan(0)
    return
  }
  expectWhole(record)
}

/** Puts anything anywhere into a row that is right: each is mapped to whole records, or refused. */
export function assertMapsOrRefuses(row: unknown, map: (row: unknown) => unknown): void {
  // The row itself is right: otherwise the changes would prove nothing.
  expectWhole(map(row))
  fc.assert(
    fc.property(mutationsOf(row), (mutated) => expectWholeOrRefused(() => map(mutated))),
    { numRuns: 1_000 },
  )
}
