import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toIsoText } from '../../src/server/scalars.ts'

test('the text of a moment is what toISOString says, for any moment and in any order', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }), (ms) => {
      expect(toIsoText(ms)).toBe(new Date(ms).toISOString())
    }),
    { numRuns: 2_000 },
  )
})
