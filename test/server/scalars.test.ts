import fc from 'fast-check'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { findRelativeTime, hasRelativeTime, isRelativeValue, toIsoText } from '../../src/server/scalars.ts'

test('the text of a moment is what toISOString says, for any moment and in any order', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }), (ms) => {
      expect(toIsoText(ms)).toBe(new Date(ms).toISOString())
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['now', '2026-03-04T05:06:00.000Z'],
  ['now/h', '2026-03-04T05:00:00.000Z'],
  ['now/d', '2026-03-04T00:00:00.000Z'],
  ['-90m', '2026-03-04T03:36:00.000Z'],
  ['-24h', '2026-03-03T05:06:00.000Z'],
  ['-24h/h', '2026-03-03T05:00:00.000Z'],
  ['-7d/d', '2026-02-25T00:00:00.000Z'],
  ['-4w', '2026-02-04T05:06:00.000Z'],
])('%s is %s', (text, moment) => {
  const now = Date.UTC(2026, 2, 4, 5, 6, 7, 89)
  expect(findRelativeTime(text, now)?.toISOString()).toBe(moment)
  const spelt = text.replace('-', String.raw`\u002d`)
  for (const literal of [`"${text}"`, `"${spelt}"`, `"""\n  ${text}\n"""`])
    expect(hasRelativeTime(parse(`{ now(at: ${literal}) }`))).toBe(true)
  expect(
    hasRelativeTime(parse(`query now($at: DateTime) { now(at: $at, of: "${text}s") } # "${text}"`)),
  ).toBe(false)
  expect(isRelativeValue({ window: [{ from: text }] })).toBe(true)
})

test.each(['', 'nows', '-h', '24h', '-24y', '-24h/w', '--1h', '-1000000h', '2026-03-04T05:06:07Z'])(
  '%s is no relative time',
  (text) => {
    expect(findRelativeTime(text, Date.now())).toBeUndefined()
  },
)
