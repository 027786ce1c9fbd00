import type { Queryable } from '../db.ts'
import { carryForward, intoBuckets, laterRow, type ColumnRow, type ColumnsRead } from '../lib/columns.ts'
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
    return own ? carriedOf(own, read, starts, (row) => row.values[0]!).values : none
  }
}

/** The last value of each bucket, carried at most `read.leadMs`. */
export function carriedOf<T>(
  rows: readonly ColumnRow[],
  { interval, window, leadMs }: ColumnsRead,
  starts: readonly number[],
  valueOf: (row: ColumnRow) => T,
) {
  const buckets = intoBuckets(rows, starts, interval, window.from, laterRow)
  return carryForward(buckets, starts, leadMs, (_, last) => valueOf(last), valueOf)
}
