import DataLoader from 'dataloader'
import type { Reads } from '../db.ts'
import {
  getAssetsById,
  getExchangesById,
  getMarketsById,
  getMarketVersions,
  getSectorsById,
  type AssetRow,
  type ExchangeRow,
  type MarketRow,
  type MarketVersionRow,
  type SectorRow,
} from './store.ts'

/** Batch and cache dimension rows within one request: any number of nested fields costs one statement a table. */
export interface MarketLoaders {
  readonly exchangeLoader: DataLoader<number, ExchangeRow>
  readonly assetLoader: DataLoader<number, AssetRow>
  readonly sectorLoader: DataLoader<number, SectorRow>
  readonly marketLoader: DataLoader<number, MarketRow>
  readonly marketVersionLoader: DataLoader<number, MarketVersionRow[]>
}

export function createMarketLoaders(database: Reads): MarketLoaders {
  return {
    marketVersionLoader: new DataLoader((ids) => getMarketVersions(database.pool, ids)),
    exchangeLoader: byId((ids) => getExchangesById(database.prisma, ids)),
    assetLoader: byId((ids) => getAssetsById(database.prisma, ids)),
    sectorLoader: byId((ids) => getSectorsById(database.prisma, ids)),
    marketLoader: byId((ids) => getMarketsById(database.prisma, ids)),
  }
}

function byId<T extends { id: number }>(read: (ids: number[]) => Promise<T[]>): DataLoader<number, T> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await read([...ids])).map((row) => [row.id, row]))
    return ids.map((id) => rows.get(id) ?? new Error(`No row of id ${id}`))
  })
}
