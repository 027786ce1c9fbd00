import type { Queryable } from '../db.ts'
import { lastValues, type ColumnsRead } from '../lib/columns.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { getOpenInterestColumns } from '../openInterest/store.ts'

/** Open interest by bucket, USD, by market: the last reading, carried at most `read.leadMs`. */
export async function getOpenInterestWeights(
  db: Queryable,
  read: ColumnsRead,
  starts: readonly number[],
): Promise<(marketId: number) => readonly (DecimalString | null)[]> {
  const rows = await getOpenInterestColumns(db, read)
  const none = starts.map(() => null)
  return (marketId) => {
    const own = rows.get(marketId)
    return own ? lastValues(own, starts, read.interval, read.window.from, read.leadMs).values : none
  }
}
