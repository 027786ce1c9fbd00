import Big from 'big.js'
import type { Queryable } from '../db.ts'
import { sum, type DecimalString } from '../lib/decimal.ts'
import type { CapTier } from '../marketCap/attribution.ts'
import { getTiersAt } from '../marketCap/tiers.ts'
import type { Catalog, Selection } from '../markets/catalog.ts'
import { groupMarkets, type Dimension, type GroupKey } from '../markets/groups.ts'

/** Markets parted into groups, and which group each belongs to. */
export interface KnownGroups {
  readonly keys: readonly GroupKey[]
  /** The place of a market's group in `keys`. */
  readonly placeOf: (marketId: number) => number
}

/** The groups of a selection; size classes are those at a moment. */
export async function readGroups(
  db: Queryable,
  catalog: Catalog,
  { marketIds, asOf }: Selection,
  by: readonly Dimension[],
  at: Date,
): Promise<KnownGroups> {
  const tiers: ReadonlyMap<number, CapTier> = by.includes('TIER') ? await getTiersAt(db, at, asOf) : new Map()
  const groups = groupMarkets(catalog, marketIds, by, (assetId) => tiers.get(assetId))
  const places = new Map(groups.flatMap((group, place) => group.marketIds.map((id) => [id, place] as const)))
  return { keys: groups.map(({ key }) => key), placeOf: (id) => places.get(id)! }
}

/** The groups with most that is known, the largest first: what each market adds is summed. Groups without any are left out. */
export function largestGroups(
  { keys, placeOf }: KnownGroups,
  parts: readonly { readonly marketId: number; readonly usd: DecimalString }[],
  first: number,
): { readonly place: number; readonly key: GroupKey; readonly knownUsd: DecimalString }[] {
  const known = new Map<number, DecimalString[]>()
  for (const { marketId, usd } of parts) {
    const place = placeOf(marketId)
    known.set(place, [...(known.get(place) ?? []), usd])
  }
  return [...known]
    .map(([place, own]) => ({ place, key: keys[place]!, knownUsd: sum(own) }))
    .sort((a, b) => new Big(b.knownUsd).cmp(a.knownUsd) || a.place - b.place)
    .slice(0, first)
}
