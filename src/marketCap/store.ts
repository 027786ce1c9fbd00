import type pg from 'pg'
import type { Queryable } from '../db.ts'
import { factDaysSql } from '../lib/factDays.ts'
import { times, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, upsertReadings, type ReadingTables } from '../lib/readings.ts'
import type { Origin } from '../quality/record.ts'
import type { CoinRecord, MarketCapRecord, SectorRecord, TotalMarketCapRecord } from './record.ts'

export const MARKET_CAP_TABLES: ReadingTables = {
  table: 'market_cap',
  id: 'asset_id',
  close: [
    ['price_usd', 'close_price_usd'],
    ['supply', 'close_supply'],
    ['cap_usd', 'close_cap_usd'],
  ],
}

/**
 * Writes market caps and their minute, hour and day rollups, in the caller's transaction. The cap kept is price x
 * supply where supply is known, so that price and supply parts are exact; else the cap that the source states.
 * @param assetIds keys of the coins, by CoinGecko id
 * @returns how many were new or changed
 */
export async function upsertMarketCaps(
  client: pg.PoolClient,
  records: readonly MarketCapRecord[],
  assetIds: ReadonlyMap<string, number>,
  origin: Origin,
): Promise<number> {
  const lines = new Map<string, string>()
  for (const r of records) {
    const key = `${assetIds.get(r.coin.coingeckoId)!}\t${r.time.toISOString()}`
    const cap = r.supply === undefined ? r.statedCapUsd : times(r.priceUsd, r.supply)
    lines.set(
      key,
      `${key}\t${origin.sourceId}\t${r.priceUsd}\t${r.supply ?? '\\N'}\t${cap}\t${origin.runId}\t${(r.observedAt ?? origin.observedAt).toISOString()}`,
    )
  }
  return upsertReadings(client, MARKET_CAP_TABLES, [...lines.values()])
}

/**
 * Writes totals of the whole market. One with another value than the store holds is a new version of it: the one that was observed
 * later stands, the other is kept in fact_version. Accepts [].
 * @returns how many were new or changed
 */
export async function upsertTotalMarketCaps(
  db: Queryable,
  records: readonly TotalMarketCapRecord[],
  origin: Origin,
): Promise<number> {
  if (records.length === 0) return 0
  const latest = [...new Map(records.map((record) => [record.time.getTime(), record])).values()]
  const values = [
    origin.sourceId,
    origin.runId,
    latest.map(({ observedAt }) => (observedAt ?? origin.observedAt).toISOString()),
    latest.map(({ time }) => time.toISOString()),
    latest.map(({ capUsd }) => capUsd),
    latest.map(({ coins }) => coins ?? null),
  ]
  const staged = `select time, $1::smallint as source_id, cap_usd, coins, $2::bigint as run_id, observed_at
    from unnest($3::timestamptz[], $4::timestamptz[], $5::numeric[], $6::int[]) as r(observed_at, time, cap_usd, coins)`
  const version = (of: 't' | 's', supersededAt: string) => `
    select 'total_market_cap', 0, ${of}.time, ${of}.source_id, ${of}.observed_at, ${supersededAt}, ${of}.run_id,
      jsonb_build_object('cap_usd', ${of}.cap_usd, 'coins', ${of}.coins)
    from total_market_cap as t join staged as s on t.time = s.time and t.source_id = s.source_id
      and (t.cap_usd, t.coins) is distinct from (s.cap_usd, s.coins)`
  await db.query(
    `with staged as (${staged})
     insert into fact_version (fact, id, time, source_id, observed_at, superseded_at, run_id, "row")
     ${version('t', 's.observed_at')} where s.observed_at > t.observed_at
     union all
     ${version('s', 't.observed_at')} where s.observed_at < t.observed_at
     on conflict (fact, id, time, source_id, observed_at) do nothing`,
    values,
  )
  const result = await db.query(
    `insert into total_market_cap as t (time, source_id, cap_usd, coins, run_id, observed_at) ${staged}
     on conflict (time, source_id) do update
     set cap_usd = excluded.cap_usd, coins = excluded.coins, run_id = excluded.run_id, observed_at = excluded.observed_at
     where (t.cap_usd, t.coins) is distinct from (excluded.cap_usd, excluded.coins)
       and excluded.observed_at >= t.observed_at`,
    values,
  )
  return result.rowCount ?? 0
}

/** Makes or renames sectors. Accepts []. Returns their keys by code. */
export async function upsertSectors(
  db: Queryable,
  sectors: readonly SectorRecord[],
): Promise<Map<string, number>> {
  await db.query(
    `insert into sector as s (code, name) select * from unnest($1::text[], $2::text[])
     on conflict (code) do update set name = excluded.name where s.name <> excluded.name`,
    [sectors.map(({ code }) => code), sectors.map(({ name }) => name)],
  )
  const all = await db.query<{ id: number; code: string }>('select id, code from sector')
  return new Map(all.rows.map(({ id, code }) => [code, id]))
}

/**
 * Makes the assets of coins, or brings their name and sector up to date. A coin takes over the asset that a market list
 * made under its ticker, if no other coin has; a ticker that is taken becomes "TICKER~coingecko-id". Give the largest
 * coins first. Accepts [].
 * @returns keys by CoinGecko id
 */
export async function upsertCoins(
  db: Queryable,
  coins: readonly CoinRecord[],
  sectorIds: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const distinct = [...new Map(coins.map((coin) => [coin.coingeckoId, coin])).values()]
  const known = await db.query<AssetRow>('select id, code, name, coingecko_id, sector_id from asset')
  const byCoin = new Map(
    known.rows.filter((row) => row.coingecko_id !== null).map((row) => [row.coingecko_id!, row]),
  )
  const byCode = new Map(known.rows.map((row) => [row.code, row]))

  const added: { code: string; coin: CoinRecord }[] = []
  const changed: { id: number; coin: CoinRecord }[] = []
  const taken = new Set(byCode.keys())
  for (const coin of distinct) {
    const sectorId = coin.sectorCode === undefined ? null : (sectorIds.get(coin.sectorCode) ?? null)
    const own = byCoin.get(coin.coingeckoId)
    const namesake = byCode.get(coin.code)
    if (own) {
      if (own.name !== coin.name || (sectorId !== null && own.sector_id !== sectorId))
        changed.push({ id: own.id, coin })
    } else if (namesake?.coingecko_id === null) {
      namesake.coingecko_id = coin.coingeckoId
      changed.push({ id: namesake.id, coin })
    } else {
      const code = taken.has(coin.code) ? `${coin.code}~${coin.coingeckoId}` : coin.code
      taken.add(code)
      added.push({ code, coin })
    }
  }
  const sectorOf = ({ coin }: { coin: CoinRecord }) =>
    coin.sectorCode === undefined ? null : (sectorIds.get(coin.sectorCode) ?? null)
  await db.query(
    `update asset as a set name = c.name, coingecko_id = c.coin, sector_id = coalesce(c.sector, a.sector_id)
     from unnest($1::int[], $2::text[], $3::text[], $4::int[]) as c(id, name, coin, sector) where a.id = c.id`,
    [
      changed.map(({ id }) => id),
      changed.map(({ coin }) => coin.name),
      changed.map(({ coin }) => coin.coingeckoId),
      changed.map(sectorOf),
    ],
  )
  await db.query(
    `insert into asset (code, name, coingecko_id, sector_id) select * from unnest($1::text[], $2::text[], $3::text[], $4::int[])`,
    [
      added.map(({ code }) => code),
      added.map(({ coin }) => coin.name),
      added.map(({ coin }) => coin.coingeckoId),
      added.map(sectorOf),
    ],
  )
  const ids = await db.query<{ id: number; coin: string }>(
    'select id, coingecko_id as coin from asset where coingecko_id = any($1::text[])',
    [distinct.map(({ coingeckoId }) => coingeckoId)],
  )
  return new Map(ids.rows.map(({ id, coin }) => [coin, id]))
}

interface AssetRow {
  id: number
  code: string
  name: string
  coingecko_id: string | null
  sector_id: number | null
}

/** The last snapshot of one asset at or before a moment. USD, exact. */
export interface CapReading {
  readonly assetId: number
  readonly time: Date
  readonly priceUsd: DecimalString
  readonly supply: DecimalString | null
  readonly capUsd: DecimalString
}

/** The last total of the whole market at or before a moment. */
export interface TotalReading {
  readonly time: Date
  readonly capUsd: DecimalString
}

export interface CapSnapshot {
  readonly assets: readonly CapReading[]
  /** undefined: no total young enough is held. */
  readonly total: TotalReading | undefined
}

const CAP_COLUMNS = ['time', 'price_usd', 'supply', 'cap_usd']

/** SQL texts of a moment, of how old a reading may be, and of the moment by which it must have been observed. */
interface At {
  readonly at: string
  readonly age: string
  readonly asOf: string | undefined
}

// One step into the index of the facts, whatever the store holds. Of a month whose facts are retired the minutes still tell the last
// snapshot that ended before the moment.
const lastCap = (asset: string, { at, age, asOf }: At) =>
  asOf !== undefined
    ? lastReadingAsOf(MARKET_CAP_TABLES, asset, CAP_COLUMNS, { at, age, asOf })
    : `select * from (
        (select time, price_usd, supply, cap_usd from market_cap as m
         where m.asset_id = ${asset} and m.time <= ${at} and m.time > ${at} - ${age}
         order by m.time desc limit 1)
        union all
        (select close_time, close_price_usd, close_supply, close_cap_usd from market_cap_minute as m
         where m.asset_id = ${asset} and m.bucket <= ${at} and m.bucket > ${at} - ${age} - interval '1 minute'
           and m.close_time <= ${at} and m.close_time > ${at} - ${age}
           and exists (select 1 from retired_month where fact = 'market_cap')
         order by m.bucket desc, m.close_time desc limit 1)
      ) as either order by time desc limit 1`

const lastTotal = ({ at, age, asOf }: At) =>
  asOf !== undefined
    ? `select time, cap_usd from (
        (select time, cap_usd from total_market_cap
         where time <= ${at} and time > ${at} - ${age} and observed_at <= ${asOf} order by time desc limit 1)
        union all
        (select time, ("row"->>'cap_usd')::numeric from fact_version where fact = 'total_market_cap' and id = 0
           and time <= ${at} and time > ${at} - ${age} and observed_at <= ${asOf} and superseded_at > ${asOf}
         order by time desc limit 1)
      ) as known order by time desc limit 1`
    : `select time, cap_usd from total_market_cap where time <= ${at} and time > ${at} - ${age} order by time desc limit 1`

// Whole columns leave PostgreSQL as one text each: of thousands of assets, rows would cost more than finding them.
const snapshotSql = (of: At) => `
  select string_agg(a.id::text, ',' order by a.id) as ids,
    string_agg((extract(epoch from c.time) * 1000)::bigint::text, ',' order by a.id) as times,
    string_agg(trim_scale(c.price_usd)::text, ',' order by a.id) as prices,
    string_agg(coalesce(trim_scale(c.supply)::text, ''), ',' order by a.id) as supplies,
    string_agg(trim_scale(c.cap_usd)::text, ',' order by a.id) as caps,
    (select json_build_object('ms', (extract(epoch from time) * 1000)::bigint, 'cap', trim_scale(cap_usd)::text)
     from (${lastTotal(of)}) as whole) as total
  from asset as a cross join lateral (${lastCap('a.id', of)}) as c
  where a.coingecko_id is not null`

const HELD_SNAPSHOTS = 8
/** By the database that they are of. */
const heldSnapshots = new WeakMap<Queryable, Map<string, HeldSnapshot>>()

interface HeldSnapshot {
  readonly version: string
  readonly assets: readonly CapReading[]
}

/**
 * The last snapshot of every asset, and of the whole market, at or before `at` and not older than `maxAgeMinutes`. A few snapshots are kept
 * in memory as long as the numbers of their days stand (lib/factDays.ts).
 * @param asOf only what was observed by then; undefined: all that is held
 */
export async function getCapsAt(
  db: Queryable,
  at: Date,
  maxAgeMinutes: number,
  asOf?: Date,
): Promise<CapSnapshot> {
  if (asOf) return readCapsAt(db, at, maxAgeMinutes, asOf)
  const key = `${at.getTime()}:${maxAgeMinutes}`
  const { version, total } = await getCapVersion(db, at, maxAgeMinutes)
  let held = heldSnapshots.get(db)
  if (!held) heldSnapshots.set(db, (held = new Map<string, HeldSnapshot>()))
  const found = held.get(key)
  if (found?.version === version) {
    held.delete(key)
    held.set(key, found)
    return { assets: found.assets, total }
  }
  const snapshot = await readCapsAt(db, at, maxAgeMinutes, undefined)
  // What was written between the two statements is read again: the version is that of the time before.
  held.set(key, { version, assets: snapshot.assets })
  for (const old of held.keys()) if (held.size > HELD_SNAPSHOTS) held.delete(old)
  return snapshot
}

/** What a snapshot's assets stand for, and the last total of the whole market. */
async function getCapVersion(
  db: Queryable,
  at: Date,
  maxAgeMinutes: number,
): Promise<{ readonly version: string; readonly total: TotalReading | undefined }> {
  const of = { at: '$1::timestamptz', age: '$2::interval', asOf: undefined }
  const days = factDaysSql({
    fact: `'market_cap'`,
    scopes: 'array[0]',
    from: '($1::timestamptz - $2::interval)',
    to: "($1::timestamptz + interval '1 millisecond')",
  })
  const result = await db.query<{ version: string | null; total: { ms: number; cap: DecimalString } | null }>(
    {
      name: 'market-cap-version',
      text: `select concat_ws(';', (select count(*) from asset where coingecko_id is not null), ${days}) as version,
      (select json_build_object('ms', (extract(epoch from time) * 1000)::bigint, 'cap', trim_scale(cap_usd)::text)
       from (${lastTotal(of)}) as whole) as total`,
      values: [at, `${maxAgeMinutes} minutes`],
    },
  )
  const { version, total } = result.rows[0]!
  return {
    version: version ?? '',
    total: total ? { time: new Date(total.ms), capUsd: total.cap } : undefined,
  }
}

async function readCapsAt(
  db: Queryable,
  at: Date,
  maxAgeMinutes: number,
  asOf: Date | undefined,
): Promise<CapSnapshot> {
  const result = await db.query<
    Record<'ids' | 'times' | 'prices' | 'supplies' | 'caps', string | null> & {
      total: { ms: number; cap: DecimalString } | null
    }
  >({
    name: `market-cap-snapshot:${String(asOf !== undefined)}`,
    text: snapshotSql({ at: '$1::timestamptz', age: '$2::interval', asOf: asOf && '$3::timestamptz' }),
    values: [at, `${maxAgeMinutes} minutes`, ...(asOf ? [asOf] : [])],
  })
  const row = result.rows[0]!
  const column = (text: string | null) => (text === null ? [] : text.split(','))
  const [times, prices, supplies, caps] = [row.times, row.prices, row.supplies, row.caps].map(column) as [
    string[],
    string[],
    string[],
    string[],
  ]
  return {
    assets: column(row.ids).map((id, place) => ({
      assetId: Number(id),
      time: new Date(Number(times[place]!)),
      priceUsd: prices[place]!,
      supply: supplies[place] === '' ? null : supplies[place]!,
      capUsd: caps[place]!,
    })),
    total: row.total ? { time: new Date(row.total.ms), capUsd: row.total.cap } : undefined,
  }
}

/**
 * The cap at each of some moments, by the last reading at or before it; null where none is young enough.
 * @param assetId undefined: of the whole market as its source totals it
 */
export async function getCapsOver(
  db: Queryable,
  assetId: number | undefined,
  moments: readonly Date[],
  maxAgeMinutes: number,
  asOf?: Date,
): Promise<(DecimalString | null)[]> {
  const of = { at: 'k.at', age: '$2::interval', asOf: asOf && '$3::timestamptz' }
  const asset = asOf ? '$4::int' : '$3::int'
  const last = assetId === undefined ? lastTotal(of) : lastCap(asset, of)
  const result = await db.query<{ cap: DecimalString | null }>({
    name: `market-cap-over:${assetId === undefined ? 'total' : 'asset'}:${asOf ? 'as-of' : 'now'}`,
    text: `select trim_scale(r.cap_usd)::text as cap from unnest($1::timestamptz[]) with ordinality as k(at, place)
      left join lateral (${last}) as r on true order by k.place`,
    values: [
      moments.map((moment) => moment.toISOString()),
      `${maxAgeMinutes} minutes`,
      ...(asOf ? [asOf] : []),
      ...(assetId === undefined ? [] : [assetId]),
    ],
  })
  return result.rows.map(({ cap }) => cap)
}

/** Begin of the first day with a cap of an asset, or of the whole market (undefined), held; undefined when there is none. */
export async function findFirstCapDay(db: Queryable, assetId: number | undefined): Promise<Date | undefined> {
  const result = await db.query<{ first: Date | null }>(
    assetId === undefined
      ? `select date_bin('1 day', min(time), '2000-01-01Z') as first from total_market_cap`
      : 'select min(bucket) as first from market_cap_day where asset_id = $1',
    assetId === undefined ? [] : [assetId],
  )
  return result.rows[0]?.first ?? undefined
}

/** Time of the newest snapshot held; undefined when there is none. */
export async function findNewestCapTime(db: Queryable): Promise<Date | undefined> {
  const result = await db.query<{ time: Date | null }>(
    `select greatest(
       (select max(m.newest) from asset as a cross join lateral (
          select close_time as newest from market_cap_day where asset_id = a.id
          order by bucket desc, close_time desc limit 1) as m),
       (select max(time) from total_market_cap)) as time`,
  )
  return result.rows[0]?.time ?? undefined
}
