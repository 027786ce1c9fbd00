import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyTransforms,
  leadOf,
  readTransforms,
  unitAfter,
  type TransformKind,
} from '../../src/measures/transform.ts'

const make = (kind: TransformKind, buckets?: number, minKnown?: number) =>
  readTransforms(
    [{ kind, ...(buckets ? { buckets } : {}), ...(minKnown ? { minKnown } : {}) }],
    ['transform'],
  )

const run = (values: (string | null)[], kind: TransformKind, buckets?: number, minKnown?: number) =>
  applyTransforms(values, make(kind, buckets, minKnown))

test('a change is the difference to so many buckets before, exact, and null where an end is missing', () => {
  expect(run(['1', '4.5', null, '2'], 'CHANGE', 1)).toEqual(['3.5', null, null])
  expect(run(['0.1', '0.3', '0.2'], 'CHANGE', 2)).toEqual(['0.1'])
})

test('a percent change is a fraction of what was before; of zero or less it says nothing', () => {
  expect(run(['3', '4', '0', '5', '-2', '1'], 'PERCENT_CHANGE')).toEqual([
    '0.333333333333',
    '-1',
    null,
    '-1.4',
    null,
  ])
})

test('a moving average covers the bucket and those before it, and needs all of them unless told otherwise', () => {
  expect(run(['1', '2', '4', null, '3', '5'], 'MOVING_AVERAGE', 2)).toEqual(['1.5', '3', null, null, '4'])
  expect(run(['1', '2', '4', null, '3', '5'], 'MOVING_AVERAGE', 3, 2)).toEqual([
    '2.333333333333',
    null,
    '3.5',
    '4',
  ])
})

test('a moving sum is a rolling total: a bucket that is missing leaves none', () => {
  expect(run(['1', '2.5', '4', null, '3'], 'MOVING_SUM', 2)).toEqual(['3.5', '6.5', null, null])
  expect(() => make('MOVING_SUM', 3, 2)).toThrow('needs every bucket')
})

test('a z-score is in sample standard deviations; where nothing varies there is none', () => {
  // Mean 5, squares of deviations 9 1 1 1 0 0 4 16, sum 32, s = sqrt(32 / 7).
  expect(run(['2', '4', '4', '4', '5', '5', '7', '9'], 'Z_SCORE', 8)).toEqual(['1.870828693387'])
  expect(run(['3', '3'], 'Z_SCORE', 2)).toEqual([null])
})

test('a percentile rank is the share of the window that is not above the value', () => {
  expect(run(['3', '1', '2', '2', '9'], 'PERCENTILE_RANK', 4)).toEqual(['0.75', '1'])
})

test('a cumulative sum begins with the window and ends where something is missing', () => {
  expect(run(['1', '2', null, '3'], 'CUMULATIVE')).toEqual(['1', '3', null, null])
  const composed = readTransforms([{ kind: 'CUMULATIVE' }, { kind: 'CHANGE', buckets: 1 }], ['transform'])
  expect(applyTransforms(['5', '1', '2'], composed)).toEqual([null, '2'])
})

test('transforms compose in their order, look back together, and tell the unit', () => {
  const both = readTransforms(
    [
      { kind: 'PERCENT_CHANGE', buckets: 2 },
      { kind: 'MOVING_AVERAGE', buckets: 3 },
    ],
    ['transform'],
  )
  expect(leadOf(both)).toBe(4)
  expect(unitAfter('USD', both)).toBe('FRACTION')
  expect(applyTransforms(['1', '1', '2', '2', '4', '4'], both)).toEqual(['1', '1'])
})

describe('what a caller gives wrong is refused', () => {
  test.each([
    [[{ kind: 'MOVING_AVERAGE' as const }], 'TRANSFORM_BUCKETS'],
    [[{ kind: 'CHANGE' as const, buckets: 0 }], 'TRANSFORM_BUCKETS'],
    [[{ kind: 'CUMULATIVE' as const, buckets: 3 }], 'TRANSFORM_BUCKETS'],
    [[{ kind: 'Z_SCORE' as const, buckets: 3, minKnown: 4 }], 'TRANSFORM_BUCKETS'],
    [[{ kind: 'Z_SCORE' as const, buckets: 10_001 }], 'TRANSFORM_BUCKETS'],
    [Array(6).fill({ kind: 'CHANGE' as const }), 'TOO_MANY_TRANSFORMS'],
    [Array(2).fill({ kind: 'CHANGE' as const, buckets: 6_000 }), 'LOOKBACK_TOO_LONG'],
  ])('%j', (given: Parameters<typeof readTransforms>[0], reason) => {
    expect(() => readTransforms(given, ['transform'])).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ reason }) as unknown }) as Error,
    )
  })
})

const value = fc.option(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((number) => String(number / 1_000)),
  { nil: null, freq: 6 },
)
const kind = fc.constantFrom<TransformKind>(
  'CHANGE',
  'PERCENT_CHANGE',
  'MOVING_AVERAGE',
  'Z_SCORE',
  'PERCENTILE_RANK',
)

test('the answer of a bucket is the same wherever the window begins, and agrees with floats', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 12, maxLength: 60 }),
      kind,
      fc.integer({ min: 2, max: 6 }),
      (values, of, n) => {
        const transform = make(of, n, of === 'CHANGE' || of === 'PERCENT_CHANGE' ? undefined : 2)
        const lead = leadOf(transform)
        const whole = applyTransforms(values, transform)
        expect(whole).toHaveLength(values.length - lead)
        expect(applyTransforms(values.slice(3), transform)).toEqual(whole.slice(3))
        whole.forEach((result, at) => {
          const end = at + lead
          const own = values[end]
          const window = values.slice(end - n + 1, end + 1).flatMap((v) => (v == null ? [] : [Number(v)]))
          if (result === null) return
          const x = Number(own)
          const before = Number(values[end - n])
          const mean = window.reduce((sum, v) => sum + v, 0) / window.length
          const spread = Math.sqrt(window.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (window.length - 1))
          const expected = {
            CHANGE: () => x - before,
            PERCENT_CHANGE: () => (x - before) / before,
            MOVING_AVERAGE: () => mean,
            Z_SCORE: () => (x - mean) / spread,
            PERCENTILE_RANK: () => window.filter((v) => v <= x).length / window.length,
          }[of as 'CHANGE']()
          expect(Math.abs(Number(result) - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)))
        })
      },
    ),
  )
})
