import type pg from 'pg'
import { copyRows, copyText } from '../lib/copy.ts'
import type { Origin } from '../quality/record.ts'
import type { LiquidationRecord } from './record.ts'

const flows = `
  coalesce(sum(notional_usd) filter (where side = 'LONG'), 0) as long_usd,
  coalesce(sum(notional_usd) filter (where side = 'SHORT'), 0) as short_usd,
  count(*) filter (where side = 'LONG') as long_count,
  count(*) filter (where side = 'SHORT') as short_count,
  count(*) filter (where notional_usd is null) as unvalued_count,
  max(notional_usd) as largest_usd,
  max(observed_at) as last_observed_at`

const flowSums = `sum(long_usd) as long_usd, sum(short_usd) as short_usd, sum(long_count) as long_count,
  sum(short_count) as short_count, sum(unvalued_count) as unvalued_count, max(largest_usd) as largest_usd,
  max(last_observed_at) as last_observed_at`

const bin = (width: string, column: string) => `date_bin('${width}', ${column}, '2000-01-01Z')`

const into = (table: string, from: string) => `
  insert into ${table} as t (market_id, bucket, source_id, long_usd, short_usd, long_count, short_count,
    unvalued_count, largest_usd, last_observed_at)
  select market_id, bucket, source_id, long_usd, short_usd, long_count, short_count, unvalued_count, largest_usd,
    last_observed_at
  from ${from} order by 1, 2, 3
  on conflict (market_id, bucket, source_id) do update set
    long_usd = t.long_usd + excluded.long_usd,
    short_usd = t.short_usd + excluded.short_usd,
    long_count = t.long_count + excluded.long_count,
    short_count = t.short_count + excluded.short_count,
    unvalued_count = t.unvalued_count + excluded.unvalued_count,
    largest_usd = greatest(t.largest_usd, excluded.largest_usd),
    last_observed_at = greatest(t.last_observed_at, excluded.last_observed_at)`

/** Facts first; only the rows that were new flow on into the rollups, all in one statement. */
const merge = `
  with fresh as (
    insert into liquidation (market_id, time, source_id, order_key, side, price, contracts, base_quantity,
      notional_usd, run_id, observed_at)
    select market_id, time, source_id, order_key, side, price, contracts, base_quantity, notional_usd, run_id,
      observed_at
    from staged_liquidation order by market_id, time
    on conflict (market_id, time, source_id, order_key) do nothing
    returning market_id, time, source_id, side, notional_usd, observed_at
  ),
  minutes as materialized (
    select market_id, ${bin('1 minute', 'time')} as bucket, source_id, ${flows} from fresh group by 1, 2, 3
  ),
  hours as materialized (
    select market_id, ${bin('1 hour', 'bucket')} as bucket, source_id, ${flowSums} from minutes group by 1, 2, 3
  ),
  days as materialized (
    select market_id, ${bin('1 day', 'bucket')} as bucket, source_id, ${flowSums} from hours group by 1, 2, 3
  ),
  m as (${into('liquidation_minute', 'minutes')}),
  h as (${into('liquidation_hour', 'hours')}),
  d as (${into('liquidation_day', 'days')})
  select count(*)::int as written from fresh`

/**
 * Writes forced orders and their minute, hour and day rollups, in the caller's transaction. Orders that the store
 * holds already change nothing. Partitions must exist (ensurePartitions). Accepts [].
 * @returns how many were new
 */
export async function insertLiquidations(
  client: pg.PoolClient,
  records: readonly LiquidationRecord[],
  origin: Origin,
): Promise<number> {
  if (records.length === 0) return 0
  await client.query(
    'create temp table if not exists staged_liquidation (like liquidation) on commit delete rows',
  )
  const tail = `${origin.runId}\t${origin.observedAt.toISOString()}`
  await copyRows(client, 'staged_liquidation', linesOf(records, origin.sourceId, tail))
  const result = await client.query<{ written: number }>(merge)
  // The next batch of the same transaction starts from an empty stage.
  await client.query('truncate staged_liquidation')
  return result.rows[0]!.written
}

function* linesOf(records: readonly LiquidationRecord[], sourceId: number, tail: string): Generator<string> {
  for (const r of records) {
    yield `${r.marketId}\t${r.time.toISOString()}\t${sourceId}\t${copyText(r.orderKey)}\t${r.side}\t${r.price}\t${
      r.contracts
    }\t${r.baseQuantity ?? '\\N'}\t${r.notionalUsd ?? '\\N'}\t${tail}`
  }
}
