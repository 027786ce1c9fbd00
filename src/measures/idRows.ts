import type { LimbColumn } from '../lib/limbs.ts'
import type { ClosePiece, Closes } from './closes.ts'

/** Rows of one id within one piece: [first, last) of its columns. */
export interface RowSpan {
  readonly closes: Closes
  readonly first: number
  readonly last: number
  /** Width of the rollup's buckets that the rows are of. */
  readonly grainMs: number
}

/** The rows of each id, oldest first; rows outside of their piece are left out. */
export function rowsById(pieces: readonly ClosePiece[]): Map<number, RowSpan[]> {
  const found = new Map<number, RowSpan[]>()
  for (const { from, to, grainMs, closes } of pieces)
    for (const own of closes) {
      const { ids, offsets, times, origin } = own
      for (let at = 0; at < ids.length; at++) {
        let first = offsets[at]!
        let last = offsets[at + 1]!
        while (first < last && origin + times[first]! < from) first++
        while (first < last && origin + times[last - 1]! >= to) last--
        if (first === last) continue
        const spans = found.get(ids[at]!)
        const span = { closes: own, first, last, grainMs }
        if (spans) spans.push(span)
        else found.set(ids[at]!, [span])
      }
    }
  return found
}

/** Buckets of one width, one after the other. */
export interface Buckets {
  /** Begin of the first one, ms. */
  readonly base: number
  readonly stepMs: number
  readonly size: number
}

/** The bucket that a row of a span lies in. */
export function bucketOf(
  { closes }: RowSpan,
  row: number,
  { base, stepMs }: Pick<Buckets, 'base' | 'stepMs'>,
): number {
  return Math.floor((closes.origin + closes.times[row]! - base) / stepMs)
}

/** Adds the rows of a span to their buckets. @param from a column of the span's closes */
export function addRows(
  into: LimbColumn,
  from: LimbColumn,
  { closes, first, last }: RowSpan,
  { base, stepMs }: Pick<Buckets, 'base' | 'stepMs'>,
): void {
  const { times, origin } = closes
  for (const [power, limb] of from.limbs) {
    const sums = into.limb(power)
    // As bucketOf has it: millions of rows go through here, so the call is spared.
    for (let row = first; row < last; row++)
      sums[Math.floor((origin + times[row]! - base) / stepMs)]! += limb[row]!
  }
}
