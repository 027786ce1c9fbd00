import type { Unit } from './transform.ts'

/**
 * How a number is made. `id` is stable; `version` goes up whenever the same data would give another number, so that an answer
 * kept elsewhere can be told from one made by another rule.
 */
export interface Methodology {
  /** e.g. "liquidations.total". */
  readonly id: string
  readonly version: number
  /** Name for people. */
  readonly name: string
  readonly unit: Unit
  /** The formula, in one line. */
  readonly formula: string
  /** What to know of it: its limits, each a sentence. */
  readonly limits: readonly string[]
  /** Where the formula or its convention comes from; undefined: it is Unwind's own. */
  readonly source?: string
  /** A question to the sample and its answer; a test asks it. */
  readonly example: {
    /** A whole GraphQL document without variables. */
    readonly query: string
    /** Path of the number in `data`. */
    readonly path: string
    /** What stands there. */
    readonly answer: string | number | boolean | null
  }
}
