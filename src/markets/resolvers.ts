import type { Resolvers } from '../generated/graphql.ts'
import { checkPage, toConnection, type Connection, type PageArguments } from '../lib/connection.ts'
import { decodeOpaque, encodeOpaque, malformedCursor } from '../lib/ids.ts'
import type { Context } from '../server/context.ts'
import { findCatalogMarket, type Catalog } from './catalog.ts'
import type { AssetRow, DimensionAsset, DimensionMarket, MarketRow } from './store.ts'

/** A connection of a list, and its length. */
export interface ListConnection<T> extends Connection<T> {
  readonly totalCount: number
}

type Key = readonly string[]

/** Pages a list that is in memory by keys; only the page's rows are read from the store. */
async function pageOf<Item extends { id: number }, Row>(
  kind: string,
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  paging: PageArguments,
  load: (ids: number[]) => Promise<Row[]>,
): Promise<ListConnection<Row>> {
  const page = checkPage(paging)
  let rest = page.backwards ? [...items].reverse() : items
  if (page.cursor !== undefined) {
    const key = decodeOpaque(kind, page.cursor) as Key | undefined
    if (!key?.every((part) => typeof part === 'string'))
      throw malformedCursor(page.backwards ? 'before' : 'after')
    const at = rest.findIndex((item) =>
      page.backwards ? compare(keyOf(item), key) < 0 : compare(keyOf(item), key) > 0,
    )
    rest = at < 0 ? [] : rest.slice(at)
  }
  const connection = toConnection(rest.slice(0, page.limit + 1), page, (item) =>
    encodeOpaque(kind, keyOf(item)),
  )
  const rows = await load(connection.nodes.map(({ id }) => id))
  return {
    edges: connection.edges.map(({ cursor }, index) => ({ cursor, node: rows[index]! })),
    nodes: rows,
    pageInfo: connection.pageInfo,
    totalCount: items.length,
  }
}

function compare(a: Key, b: Key): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? ''
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}

function pageMarkets(
  context: Context,
  catalog: Catalog,
  fits: (market: DimensionMarket) => boolean,
  paging: PageArguments,
): Promise<ListConnection<MarketRow>> {
  return pageOf(
    'MarketCursor',
    [...catalog.markets.values()].filter(fits),
    (market) => [catalog.exchanges.get(market.exchangeId)!.code, market.symbol],
    paging,
    (ids) => Promise.all(ids.map((id) => context.marketLoader.load(id))),
  )
}

function pageAssets(
  context: Context,
  catalog: Catalog,
  fits: (asset: DimensionAsset) => boolean,
  paging: PageArguments,
): Promise<ListConnection<AssetRow>> {
  return pageOf(
    'AssetCursor',
    [...catalog.assets.values()].filter(fits),
    ({ code }) => [code],
    paging,
    (ids) => Promise.all(ids.map((id) => context.assetLoader.load(id))),
  )
}

export const marketResolvers: Resolvers = {
  Query: {
    exchanges: async (_, __, { catalog, exchangeLoader }) =>
      Promise.all([...(await catalog()).exchanges.keys()].map((id) => exchangeLoader.load(id))),
    sectors: async (_, __, { catalog, sectorLoader }) =>
      Promise.all([...(await catalog()).sectors.keys()].map((id) => sectorLoader.load(id))),
    exchange: async (_, { code }, { catalog, exchangeLoader }) => {
      const found = (await catalog()).exchangesByCode.get(code)
      return found ? exchangeLoader.load(found.id) : null
    },
    sector: async (_, { code }, { catalog, sectorLoader }) => {
      const found = (await catalog()).sectorsByCode.get(code)
      return found ? sectorLoader.load(found.id) : null
    },
    asset: async (_, { code }, { catalog, assetLoader }) => {
      const found = (await catalog()).assetsByCode.get(code)
      return found ? assetLoader.load(found.id) : null
    },
    market: async (_, { exchange, symbol }, { catalog, marketLoader }) => {
      const found = findCatalogMarket(await catalog(), exchange, symbol)
      return found ? marketLoader.load(found.id) : null
    },
    assets: async (_, { filter, ...paging }, context) => {
      const catalog = await context.catalog()
      const codes = filter?.codes && new Set(filter.codes)
      const sectors = filter?.sectors && new Set(filter.sectors)
      return pageAssets(
        context,
        catalog,
        (asset) =>
          (!codes || codes.has(asset.code)) &&
          (!sectors || (asset.sectorId !== null && sectors.has(catalog.sectors.get(asset.sectorId)!.code))),
        paging,
      )
    },
    markets: async (_, { filter, ...paging }, context) => {
      const catalog = await context.catalog()
      const exchanges = filter?.exchanges && new Set(filter.exchanges)
      const assets = filter?.assets && new Set(filter.assets)
      return pageMarkets(
        context,
        catalog,
        (market) =>
          (!exchanges || exchanges.has(catalog.exchanges.get(market.exchangeId)!.code)) &&
          (!assets || assets.has(catalog.assets.get(market.assetId)!.code)) &&
          (!filter?.kind || market.kind === filter.kind) &&
          (!filter?.style || market.style === filter.style) &&
          (filter?.active == null || market.active === filter.active),
        paging,
      )
    },
  },
  Exchange: {
    id: ({ code }) => encodeOpaque('Exchange', [code]),
    markets: async ({ id }, paging, context) =>
      pageMarkets(context, await context.catalog(), ({ exchangeId }) => exchangeId === id, paging),
  },
  Sector: {
    id: ({ code }) => encodeOpaque('Sector', [code]),
    assets: async ({ id }, paging, context) =>
      pageAssets(context, await context.catalog(), ({ sectorId }) => sectorId === id, paging),
  },
  Asset: {
    id: ({ code }) => encodeOpaque('Asset', [code]),
    sector: ({ sectorId }, _, { sectorLoader }) => (sectorId === null ? null : sectorLoader.load(sectorId)),
    markets: async ({ id }, paging, context) =>
      pageMarkets(context, await context.catalog(), ({ assetId }) => assetId === id, paging),
  },
  Market: {
    versions: ({ id }, _, { marketVersionLoader }) => marketVersionLoader.load(id),
    id: async ({ exchangeId, symbol }, _, { catalog }) =>
      encodeOpaque('Market', [(await catalog()).exchanges.get(exchangeId)!.code, symbol]),
    exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId),
    baseAsset: ({ baseAssetId }, _, { assetLoader }) => assetLoader.load(baseAssetId),
    baseMultiplier: ({ baseMultiplier }) => baseMultiplier.toFixed(),
    contractSize: ({ contractSize }) => contractSize.toFixed(),
  },
}
