import { OPEN_INTEREST_TABLES } from '../openInterest/store.ts'
import { readCarried, rememberValues, type GridRead } from './carryColumns.ts'
import type { CloseCache, CloseSource } from './closes.ts'

const SOURCE: CloseSource = { tables: OPEN_INTEREST_TABLES, column: 'close_usd' }

const dollars = rememberValues(({ values }, row) => values.roundedAt(row, 0))

/** Open interest by bucket, whole USD, by market: the last reading, carried. NaN: not known. */
export function getOpenInterestWeights(
  cache: CloseCache,
  read: GridRead,
): Promise<Map<number, Float64Array>> {
  return readCarried(cache, SOURCE, read, dollars)
}
