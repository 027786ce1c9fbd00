import fc from 'fast-check'
import { expect } from 'vitest'
import { RecordError } from '../../src/lib/errors.ts'
import { mutationsOf } from './mutations.ts'

const DECIMAL = /^-?\d+(\.\d+)?$/

/** Every text and time below a record is a plain number, a time that can be, or one of the words that are named. */
function expectWhole(value: unknown, words: RegExp): void {
  if (value instanceof Date) {
    expect(value.getTime()).toBeGreaterThanOrEqual(Date.UTC(2011, 0))
    expect(value.getTime()).toBeLessThan(Date.UTC(2100, 0))
  } else if (typeof value === 'string') {
    if (!words.test(value)) expect(value).toMatch(DECIMAL)
  } else if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) expectWhole(part, words)
  else expect(typeof value).toBe('boolean')
}

/**
 * Puts anything anywhere into a row that is right: each is mapped to whole records, or refused with a code and a reason. What
 * else is thrown fails the test.
 * @param words what texts of a record may be besides numbers
 */
export function assertMapsOrRefuses(
  row: unknown,
  map: (row: unknown) => unknown,
  words = /^(SETTLED|PREDICTED|LONG|SHORT)$/,
): void {
  // The row itself is right: otherwise the changes would prove nothing.
  expectWhole(map(row), words)
  fc.assert(
    fc.property(mutationsOf(row), (mutated) => {
      try {
        expectWhole(map(mutated), words)
      } catch (error) {
        if (!(error instanceof RecordError)) throw error
        expect(error.code).toMatch(/^[A-Z_]+$/)
        expect(error.message.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1_000 },
  )
}
