import { quantileSorted } from 'simple-statistics'

/** An interval that holds a number with so much confidence. */
export interface Interval95 {
  readonly low: number
  readonly high: number
}

/** 97.5 % point of the normal distribution. */
const Z = 1.959_963_984_540_054

/**
 * Wilson's score interval of a share, 95 %: it stays within 0 and 1, and is honest for few cases.
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 * @returns undefined of nothing
 */
export function wilson(successes: number, count: number): Interval95 | undefined {
  if (count === 0) return undefined
  const share = successes / count
  const scale = 1 + Z ** 2 / count
  const middle = (share + Z ** 2 / (2 * count)) / scale
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

const RESAMPLES = 2_000

/** Whole numbers from 0 to 2^32 - 1, the same ones for every question. Source: G. Marsaglia, Xorshift RNGs, JSS 8 (2003). */
function* xorshift(): Generator<number> {
  let state = 2_463_534_242
  for (;;) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    yield state >>> 0
  }
}

/**
 * Percentile bootstrap of the median, 95 %: medians of resamples of the values.
 * @returns undefined of less than two values
 */
export function bootstrapMedian(values: readonly number[]): Interval95 | undefined {
  const count = values.length
  if (count < 2) return undefined
  const random = xorshift()
  const medians = new Float64Array(RESAMPLES)
  const resample = new Float64Array(count)
  for (let turn = 0; turn < RESAMPLES; turn++) {
    for (let at = 0; at < count; at++) resample[at] = values[(random.next().value as number) % count]!
    resample.sort()
    // The middle one; of an even number half-way between the two in the middle.
    medians[turn] = (resample[(count - 1) >> 1]! + resample[count >> 1]!) / 2
  }
  medians.sort()
  const sorted = [...medians]
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) }
}

/** How some numbers lie. */
export interface Spread {
  readonly count: number
  readonly median: number | null
  readonly lowerQuartile: number | null
  readonly upperQuartile: number | null
  readonly worst: number | null
  readonly best: number | null
  /** The numbers themselves, ascending: what an interval of the median is made of, when it is asked for. */
  readonly sorted: readonly number[]
  /** How many are above zero, their share, and its Wilson interval. */
  readonly positiveCount: number
  readonly positiveShare: number | null
  readonly positiveInterval: Interval95 | null
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const count = sorted.length
  const at = (part: number) => (count === 0 ? null : quantileSorted(sorted, part))
  const positiveCount = sorted.filter((value) => value > 0).length
  return {
    count,
    median: at(0.5),
    lowerQuartile: at(0.25),
    upperQuartile: at(0.75),
    worst: sorted[0] ?? null,
    best: sorted.at(-1) ?? null,
    sorted,
    positiveCount,
    positiveShare: count === 0 ? null : positiveCount / count,
    positiveInterval: wilson(positiveCount, count) ?? null,
  }
}

/**
 * Returns from some moments over a horizon: value so long after / value then - 1. Moments of which either is not known, or has not come,
 * are left out.
 * @param valueAt the level at a moment; null: not known
 */
export function forwardReturns(
  moments: readonly number[],
  horizonMs: number,
  valueAt: (moment: number) => number | null,
): number[] {
  return moments.flatMap((moment) => {
    const [before, after] = [valueAt(moment), valueAt(moment + horizonMs)]
    return before !== null && after !== null && before > 0 ? [after / before - 1] : []
  })
}
