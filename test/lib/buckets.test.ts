import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getBucketStarts, INTERVALS, planGrains, type Interval } from '../../src/lib/buckets.ts'
import type { InputError } from '../../src/lib/errors.ts'
import { GRAIN_MS, MINUTE_MS, type Grain } from '../../src/lib/time.ts'

const window = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })

test('a window of whole days is read from day rollups alone', () => {
  const plan = planGrains(window('2025-09-22T00:00Z', '2025-09-25T00:00Z'), 'day')
  expect(plan.day).toEqual(window('2025-09-22T00:00Z', '2025-09-25T00:00Z'))
  for (const part of [plan.minuteHead, plan.hourHead, plan.hourTail, plan.minuteTail])
    expect(part.from).toEqual(part.to)
})

test('a window with ragged ends takes minutes and hours at its edges', () => {
  expect(planGrains(window('2025-09-21T22:58Z', '2025-09-23T01:02Z'), 'day')).toEqual({
    minuteHead: window('2025-09-21T22:58Z', '2025-09-21T23:00Z'),
    hourHead: window('2025-09-21T23:00Z', '2025-09-22T00:00Z'),
    day: window('2025-09-22T00:00Z', '2025-09-23T00:00Z'),
    hourTail: window('2025-09-23T00:00Z', '2025-09-23T01:00Z'),
    minuteTail: window('2025-09-23T01:00Z', '2025-09-23T01:02Z'),
  })
})

test('whatever the window, its parts touch, cover it once, and begin and end where their rollups do', () => {
  const epoch = Date.UTC(2025, 0, 1) / MINUTE_MS
  const minute = fc.integer({ min: epoch, max: epoch + 400_000 })
  const coarsest = fc.constantFrom<Grain>('minute', 'hour', 'day')
  fc.assert(
    fc.property(minute, minute, coarsest, (a, b, grain) => {
      fc.pre(a < b)
      const plan = planGrains({ from: new Date(a * MINUTE_MS), to: new Date(b * MINUTE_MS) }, grain)
      const parts = [
        [plan.minuteHead, 'minute'],
        [plan.hourHead, 'hour'],
        [plan.day, 'day'],
        [plan.hourTail, 'hour'],
        [plan.minuteTail, 'minute'],
      ] as const
      let at = a * MINUTE_MS
      for (const [part, of] of parts) {
        if (part.from >= part.to) continue
        expect(part.from.getTime()).toBe(at)
        expect(part.from.getTime() % GRAIN_MS[of]).toBe(0)
        expect(part.to.getTime() % GRAIN_MS[of]).toBe(0)
        expect(GRAIN_MS[of]).toBeLessThanOrEqual(GRAIN_MS[grain])
        at = part.to.getTime()
      }
      expect(at).toBe(b * MINUTE_MS)
    }),
  )
})

describe('bucket starts', () => {
  test('weeks begin on Monday, also when the window does not', () => {
    const starts = getBucketStarts(window('2025-09-25T00:00Z', '2025-10-02T00:00Z'), 'WEEK')
    expect(starts.map((ms) => new Date(ms).toISOString())).toEqual([
      '2025-09-22T00:00:00.000Z',
      '2025-09-29T00:00:00.000Z',
    ])
  })

  test('fifty years of minutes are refused with the intervals that would fit', () => {
    try {
      getBucketStarts(window('1976-01-01T00:00Z', '2026-01-01T00:00Z'), 'MINUTE')
      expect.unreachable()
    } catch (error) {
      expect((error as InputError).fault).toEqual({
        reason: 'TOO_MANY_BUCKETS',
        argument: ['interval'],
        accepted: ['WEEK'],
      })
    }
  })

  test('no interval has more than ten thousand', () => {
    for (const interval of Object.keys(INTERVALS) as Interval[]) {
      const to = new Date(Date.UTC(2025, 0, 6) + 10_000 * INTERVALS[interval].ms)
      expect(getBucketStarts({ from: new Date(Date.UTC(2025, 0, 6)), to }, interval)).toHaveLength(10_000)
    }
  })
})
