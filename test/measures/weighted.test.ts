import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratio } from '../../src/lib/decimal.ts'
import { figureText, quotient, roundedFigure } from '../../src/lib/figures.ts'
import { divideRounded, fromUnits } from '../../src/lib/fixed.ts'
import { LimbColumn } from '../../src/lib/limbs.ts'
import { carryColumn } from '../../src/measures/carryColumns.ts'
import type { Closes } from '../../src/measures/closes.ts'
import {
  columnOf,
  MAX_WEIGHT,
  scaleWeights,
  sumsByBucket,
  sumsOf,
  weightedMean,
  weightOf,
  weightShare,
  weightText,
  type WeightedMarket,
} from '../../src/measures/weighted.ts'

/** Whole numbers that a cell can hold: rates, and what is far beyond any. */
const value = fc.oneof(
  fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
  fc.maxSafeInteger(),
  fc.constant(NaN),
  fc.constant(0),
)
const weight = fc.oneof(fc.integer({ min: 0, max: MAX_WEIGHT - 1 }), fc.constant(NaN), fc.constant(0))

const SIZE = 4
const column = (cell: fc.Arbitrary<number>) =>
  fc.array(cell, { minLength: SIZE, maxLength: SIZE }).map((cells) => Float64Array.from(cells))
const markets = fc.array(fc.record({ marketId: fc.nat(), value: column(value), weight: column(weight) }), {
  maxLength: 12,
})

/** The same sums in whole numbers of any size. */
function plainSums(own: readonly WeightedMarket[], from: number, to: number) {
  let [cells, product, total, negativeCells, negativeWeight] = [0, 0n, 0n, 0, 0n]
  for (const { value: values, weight: weights } of own)
    for (let at = from; at < to; at++) {
      if (Number.isNaN(values[at]!) || Number.isNaN(weights[at]!)) continue
      const [v, w] = [BigInt(values[at]!), BigInt(weights[at]!)]
      cells += 1
      product += v * w
      total += w
      if (v < 0n) {
        negativeCells += 1
        negativeWeight += w
      }
    }
  return { cells, product, weight: total, negativeCells, negativeWeight }
}

test('sums in doubles are those of whole numbers of any size', () => {
  fc.assert(
    fc.property(markets, (own) => {
      expect(sumsOf(own, 0, SIZE)).toMatchObject(plainSums(own, 0, SIZE))
      expect(sumsOf(own, 1, 3)).toMatchObject(plainSums(own, 1, 3))
      for (const [at, sums] of sumsByBucket(own, SIZE).entries())
        expect(sums).toMatchObject(plainSums(own, at, at + 1))
      const { weight: total, cells } = plainSums(own, 0, SIZE)
      expect(weightOf(own, 0, SIZE)).toEqual({ weight: total, cells })
    }),
    { numRuns: 500 },
  )
})

test('thousands of the largest cells add up exactly, over markets and over buckets', () => {
  const largest = 2 ** 44 - 1
  const one = (marketId: number, sign: 1 | -1, size: number): WeightedMarket => ({
    marketId,
    value: new Float64Array(size).fill(sign * largest),
    weight: new Float64Array(size).fill(MAX_WEIGHT - 1),
  })
  for (const sign of [1, -1] as const) {
    const product = BigInt(sign * largest) * BigInt(MAX_WEIGHT - 1)
    const many = Array.from({ length: 10_000 }, (_, id) => one(id, sign, 1))
    expect(sumsByBucket(many, 1)[0]!.product).toBe(product * 10_000n)
    expect(sumsOf(many, 0, 1).product).toBe(product * 10_000n)
    expect(sumsOf([one(1, sign, 10_000)], 0, 10_000).product).toBe(product * 10_000n)
  }
})

test('a column of figures is rounded as whole numbers round it', () => {
  fc.assert(
    fc.property(markets, fc.constantFrom(1n, 1_095n), (own, factor) => {
      for (const figure of [weightedMean(factor), weightShare]) {
        const exact = Array.from({ length: SIZE }, (_, at) => {
          const sums = plainSums(own, at, at + 1)
          const units = sums.cells === 0 ? null : figure.exact(sums)
          return units === null ? null : fromUnits(units, 12)
        })
        expect(columnOf(own, SIZE, figure)).toEqual(exact)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('what lies half-way goes to the even figure', () => {
  const cell = (units: number, own: number): WeightedMarket => ({
    marketId: units,
    value: Float64Array.of(units),
    weight: Float64Array.of(own),
  })
  expect(columnOf([cell(1, 1), cell(2, 1)], 1, weightedMean())).toEqual(['0.000000000002'])
  expect(columnOf([cell(2, 1), cell(3, 1)], 1, weightedMean())).toEqual(['0.000000000002'])
  expect(columnOf([cell(-1, 1), cell(-2, 1)], 1, weightedMean())).toEqual(['-0.000000000002'])
  expect(roundedFigure(2.5)).toBeUndefined()
  expect(figureText(-1_500_000_000_000)).toBe('-1.5')
})

test('quotients are those of decimals', () => {
  const decimal = fc
    .tuple(fc.bigInt(0n, 10n ** 20n), fc.integer({ min: 0, max: 12 }))
    .map(([units, digits]) => fromUnits(units, digits))
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const share = quotient(
        a,
        b,
        (x, y) => [x, x.plus(y)],
        (x, y) => x / (x + y),
      )
      const whole = [a, b].every((one) => one === '0') ? null : ratio(a, String(sumText(a, b)))
      expect(share).toBe(whole)
    }),
    { numRuns: 1_000 },
  )
})

function sumText(a: string, b: string): string {
  const column = new LimbColumn(1)
  for (const text of [a, b]) {
    const one = new LimbColumn(1)
    one.set(0, text, 0, text.length)
    column.add(0, one, 0)
  }
  return column.textAt(0)
}

test('rows of limbs round as decimals do', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 30n), 10n ** 30n),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 11 }),
      (units, digits, places) => {
        const text = fromUnits(units, digits)
        const one = new LimbColumn(1)
        one.set(0, text, 0, text.length)
        const exact =
          digits <= places
            ? units * 10n ** BigInt(places - digits)
            : divideRounded(units, 10n ** BigInt(digits - places))
        expect(one.unitsRounded(0, places)).toBe(exact)
        const double = one.roundedAt(0, places)
        if (Number.isNaN(double)) expect(Number.isSafeInteger(Number(exact))).toBe(false)
        else expect(BigInt(double)).toBe(exact)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('weights that are too large are told in tens, hundreds …', () => {
  const { weights, weightScale } = scaleWeights([Float64Array.of(2 ** 40, NaN, 5)], 0)
  expect(weightScale).toBe(-2)
  expect([...weights[0]!]).toEqual([Math.round(2 ** 40 / 100), NaN, 0])
  expect(weightText(12n, weightScale)).toBe('1200')
  expect(scaleWeights([Float64Array.of(7)], 4)).toEqual({ weights: [Float64Array.of(7)], weightScale: 4 })
})

test('values are carried as long as they are young enough, and those before the window stand only', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 30 })
    .map((own) => own.sort((a, b) => a - b))
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 50, max: 80 }),
      fc.array(fc.integer({ min: 1, max: 29 }), { maxLength: 3 }),
      (own, stepMs, maxAgeMs, from, cuts) => {
        const base = Math.floor(from / stepMs) * stepMs
        const size = 10
        const values = own.map((_, row) => row + 1)
        const closes = (at: number, to: number): Closes => ({
          ids: Int32Array.of(1),
          offsets: Int32Array.of(0, to - at),
          times: Uint32Array.from(own.slice(at, to)),
          origin: 0,
          values: new LimbColumn(to - at),
          more: undefined,
        })
        const edges = [0, ...cuts.filter((cut) => cut < own.length), own.length].sort((a, b) => a - b)
        const parts = edges.slice(1).map((to, at) => ({ from: edges[at]!, closes: closes(edges[at]!, to) }))
        const spans = parts.map((part) => ({
          closes: part.closes,
          first: 0,
          last: part.closes.times.length,
          grainMs: 1,
        }))
        const valuesOf = (one: Closes) => {
          const part = parts.find((each) => each.closes === one)!
          return Float64Array.from(values.slice(part.from, part.from + one.times.length))
        }
        const naive = Array.from({ length: size }, (_, at) => {
          const [begin, end] = [base + at * stepMs, base + (at + 1) * stepMs]
          const within = own.flatMap((time, row) =>
            time >= Math.max(begin, from) && time < end ? [row] : [],
          )
          if (within.length > 0) return values[within.at(-1)!]
          const before = own.flatMap((time, row) => (time < Math.max(begin, from) ? [row] : [])).at(-1)
          return before !== undefined && begin < own[before]! + maxAgeMs ? values[before] : NaN
        })
        expect([...carryColumn(spans, { base, stepMs, size, from, maxAgeMs }, valuesOf)]).toEqual(naive)
      },
    ),
    { numRuns: 1_000 },
  )
})
