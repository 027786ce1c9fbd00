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
