import type { Queryable } from '../db.ts'
import { tierOf, type CapTier } from './attribution.ts'
import { getCapsAt } from './store.ts'

/** A cap that is a week old still tells the size class. */
const MAX_AGE_MINUTES = 10_080

/** Size class of each asset whose cap is known at a moment, by the asset's key. */
export async function getTiersAt(db: Queryable, at: Date, asOf?: Date): Promise<Map<number, CapTier>> {
  const { assets } = await getCapsAt(db, at, MAX_AGE_MINUTES, asOf)
  return new Map(assets.map(({ assetId, capUsd }) => [assetId, tierOf(capUsd)]))
}
