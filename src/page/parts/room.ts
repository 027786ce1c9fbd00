import { DAY_MS, dayOfAxis } from '../format.ts'

/** Space for a text of so many letters, px, more or less. */
export const widthOf = (text: string): number => text.length * 6.2 + 10

/**
 * Places of the buckets that a day of UTC begins with, as far as there is room for its name.
 * @param width of all buckets, px
 * @param step 2 names every second day
 */
export function namedDays(starts: readonly string[], width: number, step: number): ReadonlySet<number> {
  const dayOf = (at: number) => Math.floor(Date.parse(starts[at]!) / DAY_MS)
  const bucketWidth = width / starts.length
  const begins = starts.flatMap((start, at) =>
    (at === 0 ? Date.parse(start) % DAY_MS === 0 : dayOf(at) > dayOf(at - 1)) ? [at] : [],
  )
  return new Set(
    begins
      .filter((_, number) => number % step === 0)
      .filter((at) => (starts.length - at) * bucketWidth >= widthOf(dayOfAxis(starts[at]!))),
  )
}
