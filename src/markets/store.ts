import type { PrismaClient, Queryable } from '../db.ts'
import type { AssetModel, ExchangeModel, MarketModel, SectorModel } from '../generated/prisma/models.ts'
import type { Family, Provenance } from '../quality/record.ts'
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
 * Makes or updates the markets of one venue, and the assets they are on. Accepts [].
 * @returns how many markets were new or changed
 */
export async function upsertMarkets(
  db: Queryable,
  exchangeId: number,
  records: readonly MarketRecord[],
): Promise<number> {
  if (records.length === 0) return 0
  const markets = [...new Map(records.map((record) => [record.symbol, record])).values()]
  await db.query(
    `insert into asset (code, name) select distinct code, code from unnest($1::text[]) as t(code) order by 1
     on conflict (code) do nothing`,
    [markets.map(({ baseCode }) => baseCode)],
  )
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
  return result.rowCount ?? 0
}

/** Markets of a venue that the store knows, by symbol; [] for a venue it does not know. */
export async function getMarketsOf(db: Queryable, exchangeCode: string): Promise<StoredMarket[]> {
  const result = await db.query<StoredMarket & { listedAt: Date | null; expiresAt: Date | null }>(
    `select m.id, m.exchange_id as "exchangeId", e.code as "exchangeCode", m.symbol, m.venue_symbol as "venueSymbol",
       m.base_asset_id as "baseAssetId", a.code as "baseCode", m.base_multiplier as "baseMultiplier", m.quote, m.settle,
       m.kind, m.style, m.contract_size as "contractSize", m.active, m.listed_at as "listedAt", m.expires_at as "expiresAt"
     from market as m join exchange as e on e.id = m.exchange_id join asset as a on a.id = m.base_asset_id
     where e.code = $1 order by m.symbol`,
    [exchangeCode],
  )
  return result.rows.map(({ listedAt, expiresAt, ...market }) => ({
    ...market,
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
  /** Exchanges of which a family was ever read, by code. */
  readonly readExchanges: ReadonlyMap<Family, readonly number[]>
  /** Feeds that a family was ever read from. */
  readonly readSources: ReadonlyMap<Family, readonly { exchangeId: number | null; sourceId: number }[]>
}

/** Reads the small tables whole, in one statement each. */
export async function readDimensions(db: Queryable): Promise<Dimensions> {
  const rowsOf = async <T extends object>(sql: string) => (await db.query<T>(sql)).rows
  const [exchanges, sectors, assets, markets, sources, read] = await Promise.all([
    rowsOf<DimensionExchange>('select id, code, name from exchange order by code collate "C"'),
    rowsOf<DimensionSector>('select id, code, name from sector order by code collate "C"'),
    rowsOf<DimensionAsset>('select id, code, sector_id as "sectorId" from asset order by code collate "C"'),
    rowsOf<DimensionMarket>(
      `select m.id, m.exchange_id as "exchangeId", m.symbol, m.base_asset_id as "assetId", m.active, m.kind, m.style
       from market as m join exchange as e on e.id = m.exchange_id order by e.code collate "C", m.symbol collate "C"`,
    ),
    rowsOf<DimensionSource>('select id, code, name, provenance, url from source order by code collate "C"'),
    rowsOf<{ family: Family; exchangeId: number | null; sourceId: number }>(
      'select family, exchange_id as "exchangeId", source_id as "sourceId" from feed',
    ),
  ])
  const byId = <T extends { id: number }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))
  const byCode = <T extends { code: string }>(rows: T[]) => new Map(rows.map((row) => [row.code, row]))
  const readExchanges = new Map<Family, number[]>()
  const readSources = new Map<Family, { exchangeId: number | null; sourceId: number }[]>()
  for (const { family, exchangeId, sourceId } of read) {
    readSources.set(family, [...(readSources.get(family) ?? []), { exchangeId, sourceId }])
  }
  for (const [family, rows] of readSources) {
    const ids = new Set(rows.map(({ exchangeId }) => exchangeId))
    readExchanges.set(
      family,
      exchanges.filter(({ id }) => ids.has(id)).map(({ id }) => id),
    )
  }
  return {
    exchanges: byId(exchanges),
    exchangesByCode: byCode(exchanges),
    sectors: byId(sectors),
    sectorsByCode: byCode(sectors),
    assets: byId(assets),
    assetsByCode: byCode(assets),
    markets: byId(markets),
    sources: byId(sources),
    readExchanges,
    readSources,
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
