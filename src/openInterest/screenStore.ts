import type { Queryable } from '../db.ts'
import type { Level, Surroundings } from './screen.ts'

/** The last reading of each market before a time; markets without one are left out. */
export async function getLevelsBefore(
  db: Queryable,
  marketIds: readonly number[],
  times: readonly Date[],
): Promise<Map<number, Level>> {
  const result = await db.query<{ id: number; time: Date; coins: number; price: number }>(
    `select m.id, r.time, r.base_quantity::float8 as coins, r.mark_price::float8 as price
     from unnest($1::int[], $2::timestamptz[]) as m(id, before)
     cross join lateral (
       select time, base_quantity, mark_price from open_interest as o
       where o.market_id = m.id and o.time < m.before and o.time >= m.before - interval '1 day'
       order by o.time desc limit 1) as r`,
    [marketIds, times.map((time) => time.toISOString())],
  )
  return new Map(result.rows.map(({ id, ...level }) => [id, level]))
}

/** What the same asset did on other venues, and what was liquidated on this market, between two times. */
export async function getSurroundings(
  db: Queryable,
  marketId: number,
  from: Date,
  to: Date,
): Promise<Surroundings> {
  const others = await db.query<{ before: number | null; now: number; price: number }>(
    `with own as (select exchange_id, base_asset_id from market where id = $1)
     select b.coins as before, n.coins as now, n.price
     from own join market as m on m.base_asset_id = own.base_asset_id and m.exchange_id <> own.exchange_id
     cross join lateral (
       select base_quantity::float8 as coins, mark_price::float8 as price from open_interest as o
       where o.market_id = m.id and o.time <= $3 and o.time > $3::timestamptz - interval '2 hours'
         and o.value_usd >= 1000000
       order by o.time desc limit 1) as n
     left join lateral (
       select base_quantity::float8 as coins from open_interest as o
       where o.market_id = m.id and o.time <= $2 and o.time > $2::timestamptz - interval '2 hours'
       order by o.time desc limit 1) as b on true`,
    [marketId, from, to],
  )
  const liquidated = await db.query<{ usd: number | null }>(
    `select sum(long_usd + short_usd)::float8 as usd from liquidation_minute
     where market_id = $1 and bucket >= $2::timestamptz - interval '1 minute' and bucket < $3`,
    [marketId, from, to],
  )
  return {
    otherFactors: others.rows.flatMap(({ before, now }) => (before ? [now / before] : [])),
    otherPrices: others.rows.map(({ price }) => price),
    liquidatedUsd: liquidated.rows[0]?.usd ?? 0,
  }
}
