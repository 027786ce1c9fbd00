import type { Measure } from '../../series/record.ts'

/**
 * A file that goes on in another unit: percent becomes a fraction, coins become USD, units become thousands. The new values
 * stand at another level from one row on and stay there, which what is measured does not do from bar to bar.
 */
interface Rule {
  /** So many values before, and so many after, are compared by their medians. */
  readonly before: number
  readonly after: number
  /** Medians farther apart than this factor are of two units. */
  readonly factor: number
  /** The change is one step: the first value after is so far from the last one before, too. A rally takes several. */
  readonly atOnce?: number
}

// Tuned so that a hundredfold change is found and no series of years of daily and hourly data is refused.
const LEVEL: Rule = { before: 10, after: 5, factor: 20, atOnce: 12 }
/** Flows move tenfold from a quiet day to a purge, and stay low or high for weeks. */
const FLOW: Rule = { before: 20, after: 10, factor: 600 }
/** Rates swing about zero: their size is compared. */
const RATE: Rule = { before: 30, after: 20, factor: 40 }

function ruleOf(measure: Measure): Rule {
  if (/^FUNDING_RATE|PREMIUM/.test(measure)) return RATE
  if (/LIQUIDATIONS|VOLUME|TAKER|FLOW|MARGIN/.test(measure)) return FLOW
  return LEVEL
}

/** The row at which a series goes on in another unit, and both levels. */
export interface UnitChange {
  readonly line: number
  readonly before: number
  readonly after: number
}

/** Watches one column of one series, row by row. */
export class UnitWatch {
  readonly #rule: Rule
  readonly #before: number[] = []
  #after: { readonly line: number; readonly size: number }[] = []

  constructor(measure: Measure) {
    this.#rule = ruleOf(measure)
  }

  /** Takes the next value; returns the change once it is certain. A zero says nothing of a unit. */
  see(value: number, line: number): UnitChange | undefined {
    const size = Math.abs(value)
    if (size === 0 || !Number.isFinite(size)) return undefined
    const { before, after, factor, atOnce = 1 } = this.#rule
    if (this.#before.length < before) {
      this.#before.push(size)
      return undefined
    }
    const usual = median(this.#before)
    const last = this.#before.at(-1)!
    const isFar =
      (size / usual > factor && size / last > atOnce) || (usual / size > factor && last / size > atOnce)
    if (this.#after.length === 0 && !isFar) {
      this.#push(size)
      return undefined
    }
    this.#after.push({ line, size })
    if (this.#after.length < after) return undefined
    const level = median(this.#after.map((seen) => seen.size))
    if (level / usual > factor || usual / level > factor)
      return { line: this.#after[0]!.line, before: usual, after: level }
    for (const seen of this.#after) this.#push(seen.size)
    this.#after = []
    return undefined
  }

  #push(size: number): void {
    this.#before.push(size)
    if (this.#before.length > this.#rule.before) this.#before.shift()
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** So many distances in a row that are all another than the step: the file has changed its step. */
const AGREEING = 5

/** The step that a file was declared to have, against its rows: gaps are allowed, another grid is not. */
export class StepWatch {
  readonly #stepMs: number
  #lastMs: number | undefined
  #distance = 0
  #repeats = 0
  #sawStep = false

  constructor(stepMs: number) {
    this.#stepMs = stepMs
  }

  /** What the distance is, when it shows that the step is another; rows out of order are passed over. */
  see(ms: number): string | undefined {
    const last = this.#lastMs
    if (last === undefined || ms > last) this.#lastMs = ms
    if (last === undefined || ms <= last) return undefined
    const distance = ms - last
    if (distance % this.#stepMs !== 0) return durationOf(distance)
    if (distance === this.#stepMs) this.#sawStep = true
    this.#repeats = distance === this.#distance ? this.#repeats + 1 : 1
    this.#distance = distance
    const isOther = distance > this.#stepMs && this.#repeats >= AGREEING
    return isOther ? `${durationOf(distance)}, ${this.#repeats} times in a row` : undefined
  }

  /** true when two rows lay one step apart somewhere. */
  get sawStep(): boolean {
    return this.#sawStep
  }
}

export function durationOf(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const)
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`
  return `${ms}ms`
}
