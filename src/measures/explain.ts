import Big from 'big.js'
import type { DecimalString } from '../lib/decimal.ts'
import type { Methodology } from './methodology.ts'
import type { Unit } from './transform.ts'

export type ExplainOperation = 'SUM' | 'WEIGHTED_MEAN' | 'MEDIAN'

/** One market's part of a value, or one venue's or asset's where there is no market. */
export interface ExplainRow {
  readonly exchangeId?: number
  readonly marketId?: number
  readonly assetId?: number
  /** null: not known, so left out. */
  readonly value: DecimalString | null
  readonly weight?: DecimalString | null
  readonly sourceId?: number
  readonly readAt?: Date
  readonly note?: string
}

/** What a number is made of. */
export interface Explanation {
  readonly methodology: Methodology
  readonly value: DecimalString | null
  readonly unit: Unit
  readonly operation: ExplainOperation
  readonly rows: readonly ExplainRow[]
}

/** The rows with the largest part first; those that are not known come last. */
export function largestFirst(rows: readonly ExplainRow[]): ExplainRow[] {
  const sizes = new Map(rows.map((row) => [row, sizeOf(row)]))
  return [...rows].sort((a, b) => sizes.get(b)!.cmp(sizes.get(a)!))
}

function sizeOf({ value, weight }: ExplainRow): Big {
  return value === null ? new Big(-1) : new Big(weight ?? value).abs()
}
