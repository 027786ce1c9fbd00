import { getBucketStarts, type Interval } from '../../src/lib/buckets.ts'
import type { Window } from '../../src/lib/time.ts'
import { CloseCache } from '../../src/measures/closes.ts'
import { getCarriedSums, OpenInterestColumns } from '../../src/openInterest/series.ts'
import type { Database } from '../../src/db.ts'

/** A series of open interest as the API tells it, with nothing kept from an earlier one. */
export async function openInterestOf(
  { pool }: Pick<Database, 'pool'>,
  marketIds: readonly number[],
  window: Window,
  interval: Interval,
  maxAgeMinutes: number,
) {
  const starts = getBucketStarts(window, interval)
  const request = { marketIds, window, interval, starts, maxAgeMinutes }
  const sums = await getCarriedSums(pool, new CloseCache(pool), request)
  const { start, usd, marketsReporting, marketsCarried, marketsMissing } = new OpenInterestColumns(
    starts,
    sums,
  )
  return { start, usd, marketsReporting, marketsCarried, marketsMissing }
}
