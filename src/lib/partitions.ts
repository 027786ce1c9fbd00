import type { Queryable } from '../db.ts'
import type { Window } from './time.ts'

/** The tables that are range-partitioned by month; see the first migration. */
export type PartitionedTable =
  | 'liquidation'
  | 'liquidation_minute'
  | 'open_interest'
  | 'open_interest_minute'
  | 'funding_rate'
  | 'funding_prediction'
  | 'order_book_depth'
  | 'candle'
  | 'long_short'
  | 'market_cap'
  | 'market_cap_minute'
  | 'series_point'

const made = new WeakMap<object, Set<string>>()

/**
 * Makes the monthly partitions that rows of `window` need, and the month after it. Run it before the writing
 * transaction and on `pool`: making a partition locks its table for a moment. A month that was retired is not made again.
 */
export async function ensurePartitions(
  pool: Queryable,
  tables: readonly PartitionedTable[],
  window: Window,
): Promise<void> {
  let known = made.get(pool)
  if (!known) made.set(pool, (known = new Set()))
  const end = monthAfter(window.to)
  for (let month = monthOf(window.from); month <= end; month = monthAfter(month)) {
    for (const table of tables) {
      const name = partitionNameOf(table, month)
      if (known.has(name)) continue
      // Two writers may make the same partition at once: the lock puts them in a row, "if not exists" does the rest.
      await pool.query(
        `do $$ begin
           perform pg_advisory_xact_lock(hashtext('unwind.partition'));
           if to_regclass('partition.${name}') is null and not exists (
             select 1 from public.retired_month where fact = '${table}' and month = '${month.toISOString()}') then
             create table partition.${name} partition of public.${table}
               for values from ('${month.toISOString()}') to ('${monthAfter(month).toISOString()}');
           end if;
         end $$`,
      )
      known.add(name)
    }
  }
}

/** Name of a month's partition, in the database schema "partition". */
export function partitionNameOf(table: PartitionedTable, month: Date): string {
  return `${table}_${month.toISOString().slice(0, 7).replace('-', '_')}`
}

/** First moment of the month of a time, UTC. */
export function monthOf(time: Date): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1))
}

/** First moment of the next month, UTC. */
export function monthAfter(time: Date): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1))
}
