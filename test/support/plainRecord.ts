import { expect } from 'vitest'
import { RecordError } from '../../src/lib/errors.ts'

const DECIMAL = /^-?\d+(\.\d+)?$/
/** Fields of records that are words, not numbers. */
const WORDS: ReadonlySet<string> = new Set(['kind', 'side', 'orderKey'])

/** What `map` gives is a record of plain decimals, whole numbers and times that can be; or it refuses with a code and a reason. */
export function expectPlainOrRejected(map: () => object): void {
  let record: object
  try {
    record = map()
  } catch (error) {
    expect(error).toBeInstanceOf(RecordError)
    expect((error as RecordError).code).toMatch(/^[A-Z_]+$/)
    expect((error as RecordError).message.length).toBeGreaterThan(0)
    return
  }
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    if (value instanceof Date) {
      expect(value.getTime(), name).toBeGreaterThanOrEqual(Date.UTC(2011, 0))
      expect(value.getTime(), name).toBeLessThan(Date.UTC(2100, 0))
    } else if (typeof value === 'number') expect(Number.isSafeInteger(value) && value >= 0, name).toBe(true)
    else if (WORDS.has(name)) expect(value, name).toMatch(/^[A-Z0-9]+$/)
    else expect(value, name).toMatch(DECIMAL)
  }
}
