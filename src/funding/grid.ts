import type { Queryable } from '../db.ts'
import { getBucketStarts } from '../lib/buckets.ts'
import { carryForward, intoBuckets, laterRow, type ColumnRow, type ColumnsRead } from '../lib/columns.ts'
import { divideRounded } from '../lib/fixed.ts'
import { toGrid, toValue, type WeightedGrid } from '../measures/weighted.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import type { FundingKind } from './record.ts'
import { getFundingColumns } from './store.ts'

/** What rates are normalised to. */
const NORMAL_MINUTES = 480n

/** Intervals of 8 hours in a year of 365 days. */
export const PER_YEAR = 1_095n

/** Rates that were for `minutes` together, as one of 8 hours. */
const to8h = (rates: bigint, minutes: bigint) => divideRounded(rates * NORMAL_MINUTES, minutes)

/** The last rate of a row, of 8 hours. */
export const lastRate8h = ({ values }: ColumnRow): bigint => to8h(toValue(values[0]!), BigInt(values[1]!))

/** All that was charged in a bucket, of 8 hours: exact also where the interval changed within it. */
function settled8h(rows: readonly ColumnRow[]): bigint {
  let [rates, minutes] = [0n, 0n]
  for (const { values } of rows) {
    rates += toValue(values[2]!)
    minutes += BigInt(values[3]!)
  }
  return to8h(rates, minutes)
}

/** Of feeds that hold the same hours or days, the one with more rates counts: a sum must not lack a part. Else the one read last. */
function fullerRow(a: ColumnRow, b: ColumnRow): ColumnRow {
  const more = Number(a.values[4]) - Number(b.values[4])
  if (more !== 0) return more > 0 ? a : b
  return laterRow(a, b)
}

/** Rates of 8 hours of each market by bucket, and its open interest. */
export async function getFundingGrid(
  db: Queryable,
  kind: FundingKind,
  read: ColumnsRead,
): Promise<WeightedGrid> {
  const starts = getBucketStarts(read.window, read.interval)
  const [rates, weightOf] = await Promise.all([
    getFundingColumns(db, kind, read),
    getOpenInterestWeights(db, read, starts),
  ])
  const none = starts.map(() => null)
  const choose = kind === 'SETTLED' ? fullerRow : laterRow
  return toGrid(
    starts,
    read.marketIds.map((marketId) => {
      const rows = rates.get(marketId)
      const weight = weightOf(marketId)
      if (!rows) return { marketId, value: none, weight, last: undefined }
      const { values, last } = carryForward(
        intoBuckets(rows, starts, read.interval, read.window.from, choose),
        starts,
        read.leadMs,
        kind === 'SETTLED' ? settled8h : (_, row) => lastRate8h(row),
        lastRate8h,
      )
      return { marketId, value: values, weight, last }
    }),
  )
}
