import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { monthAfter, monthOf, type PartitionedTable } from '../lib/partitions.ts'
import type { Window } from '../lib/time.ts'
import type { Batch, Family } from './record.ts'

/** Tables of raw facts, by family. Each is partitioned by month; rollups and dimensions are not among them. */
export const FACT_TABLES = {
  MARKETS: [],
  LIQUIDATIONS: ['liquidation'],
  OPEN_INTEREST: ['open_interest'],
  FUNDING: ['funding_rate', 'funding_prediction'],
  ORDER_BOOK: ['order_book_depth'],
  CANDLES: ['candle'],
  LONG_SHORT: ['long_short'],
  MARKET_CAPS: ['market_cap'],
  RESERVES: ['series_point'],
  FUND_FLOWS: ['series_point'],
  SERIES: ['series_point'],
} as const satisfies Record<Family, readonly PartitionedTable[]>

export type FactTableName = (typeof FACT_TABLES)[Family][number]

/** A month of raw facts that is in a file, and no longer in the store. Its rollups and coverage are. */
export interface RetiredMonth {
  readonly fact: FactTableName
  /** First moment of the month, UTC. */
  readonly month: Date
  readonly rows: number
  /** Where the file was written. */
  readonly file: string
  /** Of the file, in hex. */
  readonly sha256: string
  readonly retiredAt: Date
}

const COLUMNS = `fact, month, rows::float8 as rows, file, sha256, retired_at as "retiredAt"`

/** Retired months of these tables, oldest first. */
export async function getRetiredMonths(
  db: Queryable,
  tables: readonly FactTableName[],
): Promise<RetiredMonth[]> {
  const result = await db.query<RetiredMonth>({
    name: 'retired-months',
    text: `select ${COLUMNS} from retired_month where fact = any($1::text[]) order by month, fact`,
    values: [tables],
  })
  return result.rows
}

/** The month as a window. */
export function windowOfMonth({ month }: Pick<RetiredMonth, 'month'>): Window {
  return { from: month, to: monthAfter(month) }
}

/** "2025-06" */
export function labelOfMonth(month: Date): string {
  return month.toISOString().slice(0, 7)
}

/**
 * Parts records of retired months from the others: they become rejections MONTH_RETIRED. Written, they would be counted into
 * rollups that hold them already, or rollups would be made anew from them alone; both would be wrong without a sign.
 */
export async function refuseRetired<T, B extends Batch<T>>(
  client: pg.PoolClient,
  family: Family,
  batch: B,
  timeOf: (record: T) => Date,
): Promise<B> {
  const tables = FACT_TABLES[family]
  if (tables.length === 0 || batch.records.length === 0) return batch
  const retired = new Set((await getRetiredMonths(client, tables)).map(({ month }) => month.getTime()))
  if (retired.size === 0) return batch
  const isRetired = (record: T) => retired.has(monthOf(timeOf(record)).getTime())
  const refused = batch.records.filter(isRetired)
  if (refused.length === 0) return batch
  const rejections = refused.map((record) => ({
    code: 'MONTH_RETIRED',
    reason: `the facts of ${labelOfMonth(timeOf(record))} are retired: import the file they are in, then load this again`,
    payload: record,
  }))
  return {
    ...batch,
    records: batch.records.filter((record) => !isRetired(record)),
    rejections: [...batch.rejections, ...rejections],
  }
}
