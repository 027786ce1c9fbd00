import type { Database } from '../db.ts'
import { createLiquidationLoaders, type LiquidationLoaders } from '../liquidations/loader.ts'
import type { Catalog } from '../markets/catalog.ts'
import { createMarketLoaders, type MarketLoaders } from '../markets/loader.ts'

/** What every resolver is given: made anew for each request. */
export interface Context extends MarketLoaders, LiquidationLoaders {
  readonly database: Database
  /** The small tables in memory. */
  readonly catalog: () => Promise<Catalog>
  readonly now: () => Date
}

/** Context of one request: its loaders batch and cache within that request alone, and it sees one catalog throughout. */
export function createContext(shared: Pick<Context, 'database' | 'catalog' | 'now'>): Context {
  let catalog: Promise<Catalog> | undefined
  return {
    ...shared,
    catalog: () => (catalog ??= shared.catalog()),
    ...createMarketLoaders(shared.database),
    ...createLiquidationLoaders(shared.database),
  }
}
