import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate } from '../../src/episodes/calibrate.ts'
import {
  addDepths,
  depthAt,
  impactOf,
  runCascade,
  type DepthStep,
  type ForcedLevel,
} from '../../src/episodes/cascade.ts'
import {
  isPossible,
  LEVERAGES,
  triggerPrice,
  walkEntries,
  type PositionFlow,
  type SideLevels,
} from '../../src/episodes/entries.ts'

const MARGINS = LEVERAGES.map(() => ({ maintenanceRate: 0.004, allowed: 1 }))

const flowOf = (prices: readonly number[], opened = 0, coins = 100): PositionFlow => ({
  price: Float64Array.from(prices),
  coins: new Float64Array(prices.length).fill(coins),
  opened: new Float64Array(prices.length).fill(opened),
})

const shareOf = ({ levels }: SideLevels, bucket: number) =>
  levels.filter((level) => level.bucket === bucket).reduce((sum, { share }) => sum + share, 0)

describe('entries', () => {
  const prices = fc.array(
    fc.integer({ min: 50_000, max: 150_000 }).map((cents) => cents / 100),
    { minLength: 1, maxLength: 60 },
  )
  const part = fc.double({ min: 0, max: 1, noNaN: true })

  test('of each side and leverage shares sum to 1, and nothing stands that the price has passed', () => {
    fc.assert(
      fc.property(prices, part, part, (path, opened, turnoverPerDay) => {
        const entries = walkEntries(flowOf(path, opened), { turnoverPerDay, margins: MARGINS })!
        const now = path.at(-1)!
        for (const [side, levels] of [
          ['LONG', entries.long],
          ['SHORT', entries.short],
        ] as const) {
          for (const bucket of LEVERAGES.keys()) expect(shareOf(levels, bucket)).toBeCloseTo(1, 5)
          let last = side === 'LONG' ? Infinity : 0
          for (const { price } of levels.levels) {
            if (side === 'LONG') expect(price).toBeLessThanOrEqual(Math.min(now * 1.002, last))
            else expect(price).toBeGreaterThanOrEqual(Math.max(now / 1.002, last))
            last = price
          }
        }
      }),
    )
  })

  test('prices in another unit make other prices of the same shares', () => {
    fc.assert(
      fc.property(prices, part, fc.integer({ min: 1, max: 1_000 }), (path, opened, factor) => {
        const walk = (own: readonly number[]) =>
          walkEntries(flowOf(own, opened), { turnoverPerDay: 0.1, margins: MARGINS })!
        const [plain, scaled] = [walk(path), walk(path.map((price) => price * factor))]
        const sum = ({ levels }: SideLevels, by: number) =>
          levels.reduce((total, { price, share }) => total + (price / by) * share, 0)
        expect(sum(scaled.long, factor)).toBeCloseTo(sum(plain.long, 1), 3)
        expect(sum(scaled.short, factor)).toBeCloseTo(sum(plain.short, 1), 3)
      }),
    )
  })

  test('a fall of 6 % forces longs of 20 times and more, those of 10 and less stand; shorts all stand', () => {
    const forced = new Map<string, number>()
    const entries = walkEntries(flowOf([1_000, 940]), {
      turnoverPerDay: 0,
      margins: MARGINS,
      onForced: (hour, side, bucket, usd) => forced.set(`${hour} ${side} ${LEVERAGES[bucket]}`, usd),
    })!
    expect([...forced.keys()]).toEqual(['1 0 20', '1 0 50', '1 0 100'])
    // All of 100 coins at the price at which 20 times are closed, 1000 x 0.95 / 0.996: entries are kept in steps of 0.25 %.
    expect(forced.get('1 0 20')! / ((100 * 1_000 * 0.95) / 0.996)).toBeCloseTo(1, 2)
    // They are replaced by positions at the price of then.
    const twenty = entries.long.levels.filter(({ bucket }) => LEVERAGES[bucket] === 20)
    expect(twenty).toHaveLength(1)
    expect(twenty[0]!.share).toBeCloseTo(1)
    expect(twenty[0]!.price / triggerPrice(0, 940, 20, 0.004)).toBeCloseTo(1, 2)
  })

  test('what is opened comes in at the price of its hour', () => {
    const entries = walkEntries(
      { ...flowOf([1_000, 1_100]), opened: Float64Array.from([0, 0.25]) },
      { turnoverPerDay: 0, margins: MARGINS },
    )!
    const two = entries.long.levels.filter(({ bucket }) => LEVERAGES[bucket] === 2)
    expect(two.map(({ share }) => Number(share.toFixed(9)))).toEqual([0.25, 0.75])
  })

  test('a leverage that margins do not bear is nowhere; hours without a price are passed over', () => {
    const margins = LEVERAGES.map((leverage) => ({
      maintenanceRate: leverage > 20 ? 0.05 : 0.01,
      allowed: 1,
    }))
    expect(isPossible(100, margins[6]!)).toBe(false)
    const entries = walkEntries(flowOf([NaN, 1_000, NaN, 990]), { turnoverPerDay: 0.5, margins })!
    expect(shareOf(entries.long, 6)).toBe(0)
    expect(shareOf(entries.long, 0)).toBeCloseTo(1)
    expect(walkEntries(flowOf([NaN, NaN]), { turnoverPerDay: 0, margins })).toBeUndefined()
  })
})

describe('weights', () => {
  const column = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 30, maxLength: 30 })
  const weight = fc.integer({ min: 1, max: 300 }).map((units) => units / 1_000)

  test('what was made with weights is explained by what is found, as far as it can be', () => {
    fc.assert(
      fc.property(column, column, weight, weight, (a, b, first, second) => {
        const expected = [Float64Array.from(a), Float64Array.from(b)]
        const recorded = Float64Array.from(a, (value, row) => value * first + b[row]! * second)
        const { weights } = calibrate(expected, recorded, [0.1, 0.1], 0)
        const total = (own: readonly number[]) =>
          expected.reduce((sum, values, at) => sum + own[at]! * values.reduce((x, y) => x + y, 0), 0)
        // The likelihood's maximum tells the sum exactly, whatever the buckets.
        expect(total(weights)).toBeCloseTo(total([first, second]), 3)
      }),
    )
  })

  test('a strong prior is kept, one without strength is not; a bucket that is never expected stays', () => {
    const expected = [Float64Array.of(10, 20, 0), Float64Array.of(0, 0, 0)]
    const recorded = Float64Array.of(1, 2, NaN)
    expect(calibrate(expected, recorded, [0.5, 0.2], 0).weights).toEqual([expect.closeTo(0.1, 9), 0.2])
    expect(calibrate(expected, recorded, [0.5, 0.2], 1e9).weights).toEqual([
      expect.closeTo(0.5, 6),
      expect.closeTo(0.2, 6),
    ])
    expect(calibrate(expected, recorded, [0.5, 0.2], 0).ratio).toBeCloseTo(3 / 15)
  })

  test('weights never sum to more than all open interest', () => {
    const { weights } = calibrate([Float64Array.of(1)], Float64Array.of(50), [0.1], 0)
    expect(weights).toEqual([1])
    expect(calibrate([Float64Array.of(0)], Float64Array.of(5), [0.1], 0)).toMatchObject({
      weights: [0.1],
      rows: 0,
      ratio: undefined,
    })
  })
})

describe('a cascade', () => {
  const levels: fc.Arbitrary<ForcedLevel[]> = fc
    .array(
      fc.record({ price: fc.integer({ min: 100, max: 999 }), usd: fc.integer({ min: 1, max: 1_000 }) }),
      { maxLength: 30 },
    )
    .map((all) => all.sort((a, b) => b.price - a.price))
  const depth: fc.Arbitrary<DepthStep[]> = fc
    .array(fc.integer({ min: 1, max: 5_000 }), { minLength: 4, maxLength: 4 })
    .map((bands) => {
      let usd = 0
      return [0.005, 0.01, 0.02, 0.05].map((distance, at) => ({ distance, usd: (usd += bands[at]!) }))
    })
  const fall = fc.integer({ min: 1, max: 95 }).map((percent) => -percent / 100)

  test('ends below the shock, forces what it passes and no more, and a larger shock never forces less', () => {
    fc.assert(
      fc.property(levels, depth, fall, fc.integer({ min: 1, max: 20 }), (all, books, shock, refill) => {
        const ask = (own: number) =>
          runCascade({ price: 1_000, shock: own, levels: all, depth: books, refill })
        const cascade = ask(shock)
        expect(cascade.amplification).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(cascade.forcedUsd).toBe(
          all.filter(({ price }) => price >= cascade.endPrice).reduce((sum, { usd }) => sum + usd, 0),
        )
        expect(cascade.rounds.at(-1)!.totalForcedUsd).toBe(cascade.forcedUsd)
        expect(cascade.rounds.reduce((sum, { forcedUsd }) => sum + forcedUsd, 0)).toBe(cascade.forcedUsd)
        for (const [at, { price }] of cascade.rounds.entries())
          if (at > 0) expect(price).toBeLessThanOrEqual(cascade.rounds[at - 1]!.price)
        expect(ask(shock * 0.9).forcedUsd).toBeLessThanOrEqual(cascade.forcedUsd)
        const thinner = books.map(({ distance, usd }) => ({ distance, usd: usd / 2 }))
        const more = runCascade({ price: 1_000, shock, levels: all, depth: thinner, refill })
        expect(more.forcedUsd).toBeGreaterThanOrEqual(cascade.forcedUsd)
      }),
    )
  })

  test('by hand: one round forces 50 of a book of 100 within 1 %, half a percent; the next level lies beyond', () => {
    const cascade = runCascade({
      price: 1_000,
      shock: -0.1,
      levels: [
        { price: 950, usd: 50 },
        { price: 890, usd: 70 },
      ],
      depth: [{ distance: 0.01, usd: 100 }],
      refill: 1,
    })
    expect(cascade.rounds).toEqual([
      { price: 900, forcedUsd: 50, totalForcedUsd: 50 },
      { price: 895.5, forcedUsd: 0, totalForcedUsd: 50 },
    ])
    expect(cascade.amplification).toBeCloseTo(1.045)
  })

  test('shorts upwards; no level is no cascade; no book, no impact; a book of next to nothing is exhausted', () => {
    const short = { price: 1_000, shock: 0.1, refill: 1, depth: [{ distance: 0.05, usd: 10 }] }
    const up = runCascade({ ...short, levels: [{ price: 1_050, usd: 5 }] })
    expect(up.endPrice).toBeCloseTo(1_100 * 1.025)
    expect(runCascade({ ...short, levels: [] })).toMatchObject({ forcedUsd: 0, rounds: [{}] })
    expect(runCascade({ ...short, levels: [] }).amplification).toBeCloseTo(1)
    const unknown = runCascade({ ...short, levels: [{ price: 1_050, usd: 5 }], depth: [] })
    expect(unknown).toMatchObject({ amplification: undefined, forcedUsd: 5 })
    const empty = [0.01, 0.05].map((distance) => ({ distance, usd: 0 }))
    expect(runCascade({ ...short, levels: [{ price: 1_050, usd: 5 }], depth: empty }).amplification).toBe(
      undefined,
    )
    const flood = runCascade({ ...short, shock: -0.1, levels: [{ price: 950, usd: 1e9 }] })
    expect(flood).toMatchObject({ isExhausted: true, endPrice: 10 })
  })

  test('more orders never move less, and depth and impact are each other’s inverse', () => {
    fc.assert(
      fc.property(depth, fc.integer({ min: 1, max: 50_000 }), (books, usd) => {
        const distance = impactOf(books, usd)!
        expect(impactOf(books, usd * 1.001)!).toBeGreaterThanOrEqual(distance)
        // No jump: a little more moves a little more.
        expect(impactOf(books, usd * 1.000001)! - distance).toBeLessThan(1e-3 * (1 + distance))
        expect(depthAt(books, distance)).toBeCloseTo(usd, 3)
      }),
    )
  })

  test('several books are one: none ends where another still rests', () => {
    const near = [{ distance: 0.003, usd: 30 }]
    const far = [
      { distance: 0.01, usd: 100 },
      { distance: 0.05, usd: 300 },
    ]
    const both = addDepths([near, far])
    expect(both.map(({ distance, usd }) => [distance, Math.round(usd)])).toEqual([
      [0.003, 60],
      [0.01, 200],
      [0.05, 800],
    ])
    fc.assert(
      fc.property(
        fc.array(depth, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 20_000 }),
        (all, usd) => {
          // As many orders against more books never move more.
          expect(impactOf(addDepths(all), usd)!).toBeLessThanOrEqual(impactOf(all[0]!, usd)! + 1e-9)
        },
      ),
    )
  })

  test('distance into books: evenly within a band, and on beyond the last', () => {
    const books = [
      { distance: 0.01, usd: 100 },
      { distance: 0.02, usd: 100 },
      { distance: 0.05, usd: 400 },
    ]
    expect(impactOf(books, 50)).toBeCloseTo(0.005)
    expect(impactOf(books, 100)).toBeCloseTo(0.01)
    expect(impactOf(books, 250)).toBeCloseTo(0.035)
    expect(impactOf(books, 500)).toBeCloseTo(0.06)
    expect(impactOf([], 1)).toBeUndefined()
    expect(impactOf([{ distance: 0.01, usd: 0 }], 1)).toBeUndefined()
    // The last band is empty: what goes on is the last one that is not.
    expect(impactOf([books[0]!, books[1]!], 300)).toBeCloseTo(0.02 + 200 / (100 / 0.01))
  })
})
