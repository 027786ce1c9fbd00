import type { PrismaClient, Queryable } from '../db.ts'
import type { AssetModel, ExchangeModel, MarketModel, SectorModel } from '../generated/prisma/models.ts'
import { getBaskets, type BasketRow } from './basketStore.ts'
import type { Family, Provenance } from '../quality/record.ts'
import { getRetiredMonths, type RetiredMonth } from '../quality/retiredMonths.ts'
import type { ContractStyle, ExchangeRecord, MarketKind, MarketRecord, StoredMarket } from './record.ts'

/** Makes or renames the venue; returns its key. */
export async function upsertExchange(db: Queryable, exchange: ExchangeRecord): Promise<number> {
  await db.query(
    `insert into exchange as e (code, name) values ($1, $2)
     on conflict (code) do update set name = excluded.name where e.name <> excluded.name`,
    [exchange.code, exchange.name],
  )
  const result = await db.query<{ id: number }>('select id from exchange where code = $1', [exchange.code])
  return result.rows[0]!.id
}

/**
 * Makes or updates the markets of one venue, and the assets they are on; a change of symbol, size or state is kept as a new
 * version, valid from `at`. A market that only changed its name (the venue's own id and kind are the same) stays the same
 * market. Accepts [].
 * @returns how many markets were new or changed
 */
export async function upsertMarkets(
  db: Queryable,
  exchangeId: number,
  records: readonly MarketRecord[],
  at: Date,
): Promise<number> {
  if (records.length === 0) return 0
  const markets = [...new Map(records.map((record) => [record.symbol, record])).values()]
  await db.query(
    `insert into asset (code, name) select distinct code, code from unnest($1::text[]) as t(code) order by 1
     on conflict (code) do nothing`,
    [markets.map(({ baseCode }) => baseCode)],
  )
  const renamed = await renameMarkets(db, exchangeId, markets)
  const result = await db.query(
    `insert into market as m (exchange_id, symbol, venue_symbol, base_asset_id, base_multiplier, quote, settle, kind,
       style, contract_size, active, listed_at, expires_at)
     select $1, r.symbol, r.venue_symbol, a.id, r.multiplier, r.quote, r.settle, r.kind, r.style, r.size, r.active,
       r.listed, r.expires
     from unnest($2::text[], $3::text[], $4::text[], $5::numeric[], $6::text[], $7::text[], $8::market_kind[],
       $9::contract_style[], $10::numeric[], $11::boolean[], $12::timestamptz[], $13::timestamptz[])
       as r(symbol, venue_symbol, base, multiplier, quote, settle, kind, style, size, active, listed, expires)
     join asset as a on a.code = r.base
     order by r.symbol
     on conflict (exchange_id, symbol) do update set
       venue_symbol = excluded.venue_symbol, base_asset_id = excluded.base_asset_id,
       base_multiplier = excluded.base_multiplier, quote = excluded.quote, settle = excluded.settle,
       kind = excluded.kind, style = excluded.style, contract_size = excluded.contract_size,
       active = excluded.active, listed_at = coalesce(excluded.listed_at, m.listed_at),
       expires_at = excluded.expires_at
     where (m.venue_symbol, m.base_asset_id, m.base_multiplier, m.quote, m.settle, m.kind, m.style, m.contract_size,
         m.active, m.listed_at, m.expires_at)
       is distinct from (excluded.venue_symbol, excluded.base_asset_id, excluded.base_multiplier, excluded.quote,
         excluded.settle, excluded.kind, excluded.style, excluded.contract_size, excluded.active,
         coalesce(excluded.listed_at, m.listed_at), excluded.expires_at)`,
    [
      exchangeId,
      markets.map(({ symbol }) => symbol),
      markets.map(({ venueSymbol }) => venueSymbol),
      markets.map(({ baseCode }) => baseCode),
      markets.map(({ baseMultiplier }) => baseMultiplier),
      markets.map(({ quote }) => quote),
      markets.map(({ settle }) => settle),
      markets.map(({ kind }) => kind),
      markets.map(({ style }) => style),
      markets.map(({ contractSize }) => contractSize),
      markets.map(({ active }) => active),
      markets.map(({ listedAt }) => listedAt?.toISOString() ?? null),
      markets.map(({ expiresAt }) => expiresAt?.toISOString() ?? null),
    ],
  )
  const changed = result.rowCount ?? 0
  if (changed > 0 || renamed > 0) await keepVersions(db, exchangeId, at)
  return Math.max(changed, renamed)
}

/**
 * Gives markets the names that the list has for their venue's own id. Names may go round (A becomes B while B becomes C), and may
 * be those of a market that has ended: that one then is called "NAME~venue's id", so that facts of the two are never mixed.
 * @returns how many have another name
 */
async function renameMarkets(
  db: Queryable,
  exchangeId: number,
  markets: readonly MarketRecord[],
): Promise<number> {
  const { rows } = await db.query<{ id: number; symbol: string }>(
    `with listed as (
       select * from unnest($2::text[], $3::text[], $4::market_kind[]) as r(symbol, venue_symbol, kind)
     ),
     renamed as (
       select distinct on (r.symbol) m.id, r.symbol
       from market as m join listed as r on r.venue_symbol = m.venue_symbol and r.kind = m.kind and r.symbol <> m.symbol
       where m.exchange_id = $1 and not exists (
         select 1 from listed as l where l.symbol = m.symbol and l.venue_symbol = m.venue_symbol)
       order by r.symbol, m.active desc, m.id desc
     )
     select id, symbol from renamed
     union all
     select m.id, m.symbol || '~' || m.venue_symbol from market as m join renamed as r on r.symbol = m.symbol
     where m.exchange_id = $1 and m.id not in (select id from renamed)`,
    [
      exchangeId,
      markets.map(({ symbol }) => symbol),
      markets.map(({ venueSymbol }) => venueSymbol),
      markets.map(({ kind }) => kind),
    ],
  )
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  // In two steps: a name is taken until its owner has let it go.
  await db.query(`update market set symbol = '~' || id where id = any($1::int[])`, [ids])
  await db.query(
    `update market as m set symbol = r.symbol from unnest($1::int[], $2::text[]) as r(id, symbol) where m.id = r.id`,
    [ids, rows.map(({ symbol }) => symbol)],
  )
  return rows.length
}

/** A version for each market of a venue that is not as its newest version says. The first one is valid from the listing. */
async function keepVersions(db: Queryable, exchangeId: number, at: Date): Promise<void> {
  await db.query(
    `insert into market_version as v (market_id, valid_from, symbol, venue_symbol, base_multiplier, contract_size, active,
       expires_at)
     select m.id, case when l.market_id is null then coalesce(m.listed_at, '2009-01-01Z') else $2 end, m.symbol,
       m.venue_symbol, m.base_multiplier, m.contract_size, m.active, m.expires_at
     from market as m left join lateral (
       select * from market_version as x where x.market_id = m.id order by x.valid_from desc limit 1) as l on true
     where m.exchange_id = $1
       and (l.market_id is null or (l.symbol, l.venue_symbol, l.base_multiplier, l.contract_size, l.active, l.expires_at)
         is distinct from (m.symbol, m.venue_symbol, m.base_multiplier, m.contract_size, m.active, m.expires_at))
     on conflict (market_id, valid_from) do update set symbol = excluded.symbol, venue_symbol = excluded.venue_symbol,
       base_multiplier = excluded.base_multiplier, contract_size = excluded.contract_size, active = excluded.active,
       expires_at = excluded.expires_at`,
    [exchangeId, at],
  )
}

/**
 * Marks as no longer trading what a venue's whole list does not name. A list of less than half of what is known is taken for
 * a fault of the venue, and changes nothing.
 * @param symbols those that the list names
 * @param unmapped the venue's own ids of rows that could not be mapped: they are listed all the same
 * @returns how many markets have ended
 */
export async function endUnlisted(
  db: Queryable,
  exchangeId: number,
  symbols: readonly string[],
  unmapped: readonly string[],
  at: Date,
): Promise<number> {
  const result = await db.query(
    `with known as (select count(*) as active from market where exchange_id = $1 and active)
     update market as m set active = false from known
     where m.exchange_id = $1 and m.active and not (m.symbol = any($2::text[]))
       and not (m.venue_symbol = any($3::text[])) and cardinality($2::text[]) * 2 >= known.active`,
    [exchangeId, symbols, unmapped],
  )
  const ended = result.rowCount ?? 0
  if (ended > 0) await keepVersions(db, exchangeId, at)
  return ended
}

export interface MarketVersionRow {
  readonly validFrom: Date
  readonly symbol: string
  readonly venueSymbol: string
  readonly contractSize: string
  readonly active: boolean
  readonly expiresAt: Date | null
}

/** What markets were, oldest first; [] for one that has no version. In the order of the keys. */
export async function getMarketVersions(
  db: Queryable,
  marketIds: readonly number[],
): Promise<MarketVersionRow[][]> {
  const result = await db.query<MarketVersionRow & { marketId: number }>(
    `select market_id as "marketId", valid_from as "validFrom", symbol, venue_symbol as "venueSymbol",
       trim_scale(contract_size)::text as "contractSize", active, expires_at as "expiresAt"
     from market_version where market_id = any($1::int[]) order by market_id, valid_from`,
    [marketIds],
  )
  const versions = new Map<number, MarketVersionRow[]>(marketIds.map((id) => [id, []]))
  for (const row of result.rows) versions.get(row.marketId)!.push(row)
  return marketIds.map((id) => versions.get(id)!)
}

/** Markets of a venue that the store knows, by symbol; [] for a venue it does not know. */
export async function getMarketsOf(db: Queryable, exchangeCode: string): Promise<StoredMarket[]> {
  interface Row extends Omit<StoredMarket, 'sizes'> {
    readonly sizes: readonly { from: string; contractSize: string; baseMultiplier: string }[] | null
  }
  const result = await db.query<Row & { listedAt: Date | null; expiresAt: Date | null }>(
    `select m.id, m.exchange_id as "exchangeId", e.code as "exchangeCode", m.symbol, m.venue_symbol as "venueSymbol",
       m.base_asset_id as "baseAssetId", a.code as "baseCode", m.base_multiplier as "baseMultiplier", m.quote, m.settle,
       m.kind, m.style, m.contract_size as "contractSize", m.active, m.listed_at as "listedAt", m.expires_at as "expiresAt",
       (select json_agg(json_build_object('from', v.valid_from, 'contractSize', v.contract_size::text,
          'baseMultiplier', v.base_multiplier::text) order by v.valid_from)
        from market_version as v where v.market_id = m.id) as sizes
     from market as m join exchange as e on e.id = m.exchange_id join asset as a on a.id = m.base_asset_id
     where e.code = $1 order by m.symbol`,
    [exchangeCode],
  )
  return result.rows.map(({ listedAt, expiresAt, sizes, ...market }) => ({
    ...market,
    ...((sizes?.length ?? 0) > 1
      ? { sizes: sizes!.map((size) => ({ ...size, from: new Date(size.from) })) }
      : {}),
    ...(listedAt === null ? {} : { listedAt }),
    ...(expiresAt === null ? {} : { expiresAt }),
  }))
}

export interface DimensionExchange {
  readonly id: number
  readonly code: string
  readonly name: string
}

export interface DimensionSector {
  readonly id: number
  readonly code: string
  readonly name: string
}

export interface DimensionAsset {
  readonly id: number
  readonly code: string
  readonly sectorId: number | null
}

export interface DimensionMarket {
  readonly id: number
  readonly exchangeId: number
  readonly symbol: string
  readonly assetId: number
  readonly active: boolean
  readonly kind: MarketKind
  readonly style: ContractStyle
  readonly settle: string
  readonly quote: string
  /** Delivery of a dated future. */
  readonly expiresAt: Date | null
}

/** A feed that a family was read from. */
export interface ReadSource {
  readonly exchangeId: number | null
  readonly sourceId: number
  /** When its first record was received, our clock. */
  readonly firstReadAt: Date
}

export interface DimensionSource {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly provenance: Provenance
  readonly url: string | null
}

/** The small tables in memory, by key and by code, each in the order of its codes (markets: exchange, then symbol). */
export interface Dimensions {
  readonly exchanges: ReadonlyMap<number, DimensionExchange>
  readonly exchangesByCode: ReadonlyMap<string, DimensionExchange>
  readonly sectors: ReadonlyMap<number, DimensionSector>
  readonly sectorsByCode: ReadonlyMap<string, DimensionSector>
  readonly assets: ReadonlyMap<number, DimensionAsset>
  readonly assetsByCode: ReadonlyMap<string, DimensionAsset>
  readonly markets: ReadonlyMap<number, DimensionMarket>
  readonly sources: ReadonlyMap<number, DimensionSource>
  /** Feeds that a family was ever read from. */
  readonly readSources: ReadonlyMap<Family, readonly ReadSource[]>
  /** Named baskets by code. */
  readonly baskets: ReadonlyMap<string, BasketRow>
  /** Months of single orders that are in files and no longer in the store, oldest first. */
  readonly retiredOrders: readonly RetiredMonth[]
}

/** Reads the small tables whole, in one statement each. */
export async function readDimensions(db: Queryable): Promise<Dimensions> {
  const rowsOf = async <T extends object>(sql: string) => (await db.query<T>(sql)).rows
  const [exchanges, sectors, assets, markets, sources, read, baskets, retiredOrders] = await Promise.all([
    rowsOf<DimensionExchange>('select id, code, name from exchange order by code collate "C"'),
    rowsOf<DimensionSector>('select id, code, name from sector order by code collate "C"'),
    rowsOf<DimensionAsset>('select id, code, sector_id as "sectorId" from asset order by code collate "C"'),
    rowsOf<DimensionMarket>(
      `select m.id, m.exchange_id as "exchangeId", m.symbol, m.base_asset_id as "assetId", m.active, m.kind, m.style, m.settle,
         m.quote, m.expires_at as "expiresAt"
       from market as m join exchange as e on e.id = m.exchange_id order by e.code collate "C", m.symbol collate "C"`,
    ),
    rowsOf<DimensionSource>('select id, code, name, provenance, url from source order by code collate "C"'),
    rowsOf<ReadSource & { family: Family }>(
      'select family, exchange_id as "exchangeId", source_id as "sourceId", first_read_at as "firstReadAt" from feed',
    ),
    getBaskets(db),
    getRetiredMonths(db, ['liquidation']),
  ])
  const byId = <T extends { id: number }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))
  const byCode = <T extends { code: string }>(rows: T[]) => new Map(rows.map((row) => [row.code, row]))
  const readSources = new Map<Family, ReadSource[]>()
  for (const { family, ...source } of read)
    readSources.set(family, [...(readSources.get(family) ?? []), source])
  return {
    exchanges: byId(exchanges),
    exchangesByCode: byCode(exchanges),
    sectors: byId(sectors),
    sectorsByCode: byCode(sectors),
    assets: byId(assets),
    assetsByCode: byCode(assets),
    markets: byId(markets),
    sources: byId(sources),
    readSources,
    baskets: byCode(baskets),
    retiredOrders,
  }
}

export type ExchangeRow = ExchangeModel
export type SectorRow = SectorModel
export type AssetRow = AssetModel
export type MarketRow = MarketModel

export function getExchangesById(prisma: PrismaClient, ids: number[]): Promise<ExchangeRow[]> {
  return prisma.exchange.findMany({ where: { id: { in: ids } } })
}

export function getSectorsById(prisma: PrismaClient, ids: number[]): Promise<SectorRow[]> {
  return prisma.sector.findMany({ where: { id: { in: ids } } })
}

export function getAssetsById(prisma: PrismaClient, ids: number[]): Promise<AssetRow[]> {
  return prisma.asset.findMany({ where: { id: { in: ids } } })
}

export function getMarketsById(prisma: PrismaClient, ids: number[]): Promise<MarketRow[]> {
  return prisma.market.findMany({ where: { id: { in: ids } } })
}
