import type pg from 'pg'
import type { Queryable } from '../db.ts'
import type { Origin } from '../quality/record.ts'
import type { LeverageTier, LeverageTierRecord } from './record.ts'

/**
 * Keeps the tiers of markets, in the caller's transaction: a market whose tiers are those that are held gets no new row. Accepts [].
 * @returns how many markets were new or changed
 */
export async function upsertLeverageTiers(
  client: pg.PoolClient,
  records: readonly LeverageTierRecord[],
  origin: Origin,
): Promise<number> {
  const byMarket = new Map(records.map((record) => [record.marketId, record.tiers]))
  const held = await getLeverageTiers(client, [...byMarket.keys()], undefined)
  const changed = [...byMarket].filter(([id, tiers]) => !isSame(held.get(id), tiers))
  const rows = changed.flatMap(([id, tiers]) => tiers.map((tier, at) => ({ id, at, ...tier })))
  if (rows.length === 0) return 0
  await client.query(
    `insert into leverage_tier as t (market_id, valid_from, tier, maintenance_rate, max_leverage, source_id, run_id)
     select r.id, $5, r.tier, r.rate, r.leverage, $6, $7
     from unnest($1::int[], $2::smallint[], $3::numeric[], $4::numeric[]) as r(id, tier, rate, leverage)
     on conflict (market_id, valid_from, tier) do update set
       maintenance_rate = excluded.maintenance_rate, max_leverage = excluded.max_leverage`,
    [
      rows.map(({ id }) => id),
      rows.map(({ at }) => at + 1),
      rows.map(({ maintenanceRate }) => maintenanceRate),
      rows.map(({ maxLeverage }) => maxLeverage),
      origin.observedAt,
      origin.sourceId,
      origin.runId,
    ],
  )
  return changed.length
}

function isSame(held: readonly LeverageTier[] | undefined, tiers: readonly LeverageTier[]): boolean {
  return (
    held?.length === tiers.length &&
    held.every(
      ({ maintenanceRate, maxLeverage }, at) =>
        Number(maintenanceRate) === Number(tiers[at]!.maintenanceRate) &&
        Number(maxLeverage) === Number(tiers[at]!.maxLeverage),
    )
  )
}

/**
 * The tiers of markets, as last seen: smallest positions first; markets without any are left out.
 * @param asOf only what was seen by then; undefined: all that is held
 */
export async function getLeverageTiers(
  db: Queryable,
  marketIds: readonly number[],
  asOf: Date | undefined,
): Promise<Map<number, LeverageTier[]>> {
  const result = await db.query<LeverageTier & { id: number }>({
    name: 'leverage-tiers',
    text: `select k.id, trim_scale(t.maintenance_rate)::text as "maintenanceRate", trim_scale(t.max_leverage)::text as "maxLeverage"
      from unnest($1::int[]) as k(id) cross join lateral (
        select max(valid_from) as at from leverage_tier
        where market_id = k.id and ($2::timestamptz is null or valid_from <= $2)) as last
      join leverage_tier as t on t.market_id = k.id and t.valid_from = last.at
      order by k.id, t.tier`,
    values: [marketIds, asOf ?? null],
  })
  const found = new Map<number, LeverageTier[]>()
  for (const { id, ...tier } of result.rows) {
    const own = found.get(id)
    if (own) own.push(tier)
    else found.set(id, [tier])
  }
  return found
}
