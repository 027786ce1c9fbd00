import DataLoader from 'dataloader'
import type { Reads } from '../db.ts'
import { findLiquidationOrders, type LiquidationOrder, type OrderKey } from './store.ts'

/** Batches and caches single orders within one request. */
export interface LiquidationLoaders {
  readonly liquidationOrderLoader: DataLoader<OrderKey, LiquidationOrder | undefined, string>
}

export function createLiquidationLoaders(database: Reads): LiquidationLoaders {
  return {
    liquidationOrderLoader: new DataLoader((keys) => findLiquidationOrders(database.pool, keys), {
      cacheKeyFn: ({ marketId, time, sourceId, orderKey }) =>
        [marketId, time.getTime(), sourceId, orderKey].join('|'),
    }),
  }
}
