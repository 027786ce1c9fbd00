/** Weights that were fitted, and by how much. */
export interface Calibration {
  /** By bucket; each 0 or more, their sum 1 at most. */
  readonly weights: readonly number[]
  /** Rows in which both are known and something was expected. */
  readonly rows: number
  /** What was recorded in those rows / what the weights that were given make of them; undefined: nothing was expected. */
  readonly ratio: number | undefined
}

/** Rounds of the fit. */
const ROUNDS = 50

/**
 * Fits weights of buckets to what was recorded: sum over buckets of weight x expected is to be what was recorded, row by row. Multiplicative
 * updates that keep weights above zero and make the likelihood of Poisson counts larger with each round (Richardson-Lucy, as in Shepp and
 * Vardi, Maximum likelihood reconstruction for emission tomography, IEEE Trans. Med. Imaging 1, 1982), with a Gamma prior about the weights
 * that are given: a bucket that rows hardly tell of stays near its own.
 * @param expected a column for each bucket: what each row would be at weight 1
 * @param recorded of each row, 0 or more; NaN: not known
 * @param given by bucket: where the fit begins, and what the prior is about
 * @param strength how much of what is expected the prior counts for, in the unit of the rows
 */
export function calibrate(
  expected: readonly Float64Array[],
  recorded: Float64Array,
  given: readonly number[],
  strength: number,
): Calibration {
  const rows: number[] = []
  for (let row = 0; row < recorded.length; row++)
    if (recorded[row]! >= 0 && expected.some((column, bucket) => column[row]! * given[bucket]! > 0))
      rows.push(row)
  const totals = expected.map((column) => rows.reduce((sum, row) => sum + column[row]!, 0))
  const sumAt = (row: number, weights: readonly number[]) =>
    weights.reduce((sum, weight, bucket) => sum + weight * expected[bucket]![row]!, 0)
  const whole = rows.reduce((sum, row) => sum + recorded[row]!, 0)
  const first = rows.reduce((sum, row) => sum + sumAt(row, given), 0)
  let weights = [...given]
  for (let round = 0; round < ROUNDS; round++) {
    const factors = new Float64Array(weights.length)
    for (const row of rows) {
      const made = sumAt(row, weights)
      if (!(made > 0)) continue
      const factor = recorded[row]! / made
      for (let bucket = 0; bucket < weights.length; bucket++)
        factors[bucket]! += expected[bucket]![row]! * factor
    }
    weights = weights.map((weight, bucket) => {
      const exposure = strength + totals[bucket]!
      return exposure > 0 ? (strength * given[bucket]! + weight * factors[bucket]!) / exposure : weight
    })
  }
  const sum = weights.reduce((a, b) => a + b, 0)
  return {
    weights: sum > 1 ? weights.map((weight) => weight / sum) : weights,
    rows: rows.length,
    ratio: first > 0 ? whole / first : undefined,
  }
}
