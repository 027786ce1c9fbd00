import { InputError } from '../lib/errors.ts'
import type { CapTier } from '../marketCap/attribution.ts'
import type { Catalog } from './catalog.ts'
import { USD_LIKE, type MarketKind } from './record.ts'
import type { DimensionMarket } from './store.ts'

export type Dimension = 'EXCHANGE' | 'ASSET' | 'SECTOR' | 'TIER' | 'KIND' | 'MARGIN'
/** Size class of a forced order by its notional. */
export type LiquidationSize = 'BELOW_10K' | 'FROM_10K' | 'FROM_100K' | 'FROM_1M' | 'FROM_10M'
export type MarginType = 'STABLE' | 'COIN'

/** What the markets of one group have in common; null: asked for, but not known. Undefined: not asked for. */
export interface GroupKey {
  readonly exchangeId?: number
  readonly assetId?: number
  readonly sectorId?: number | null
  readonly tier?: CapTier | null
  readonly kind?: MarketKind
  readonly margin?: MarginType
  readonly size?: LiquidationSize | null
  readonly label: string
}

export interface MarketGroup {
  readonly key: GroupKey
  readonly marketIds: readonly number[]
}

/** What a contract is margined in: by the currency that it is settled in. */
export function marginOf({ settle }: Pick<DimensionMarket, 'settle'>): MarginType {
  return USD_LIKE.has(settle) ? 'STABLE' : 'COIN'
}

/**
 * Checks by what a caller breaks down.
 * @throws InputError DIMENSIONS
 */
export function checkDimensions<T extends string>(
  dimensions: readonly T[],
  argument: readonly (string | number)[],
  most = 2,
): readonly T[] {
  if (dimensions.length === 0 || dimensions.length > most || new Set(dimensions).size < dimensions.length)
    throw new InputError(`A breakdown by ${dimensions.join(' and ') || 'nothing'} can't be made.`, {
      reason: 'DIMENSIONS',
      argument,
      accepted: most === 1 ? 'one dimension' : `1 to ${most} dimensions, each once`,
    })
  return dimensions
}

/**
 * Parts markets into groups, each market into exactly one, in the order in which they first appear.
 * @param tierOf size class of an asset; undefined when its cap is not known
 */
export function groupMarkets(
  catalog: Catalog,
  marketIds: readonly number[],
  dimensions: readonly Dimension[],
  tierOf: (assetId: number) => CapTier | undefined = () => undefined,
): MarketGroup[] {
  const groups = new Map<string, { key: GroupKey; marketIds: number[] }>()
  for (const id of marketIds) {
    const key = groupKeyOf(catalog, catalog.markets.get(id)!, dimensions, tierOf)
    const group = groups.get(key.label)
    if (group) group.marketIds.push(id)
    else groups.set(key.label, { key, marketIds: [id] })
  }
  return [...groups.values()]
}

/** The group that a market belongs to; its label tells it from all others of the same dimensions. */
export function groupKeyOf(
  catalog: Catalog,
  market: DimensionMarket,
  dimensions: readonly Dimension[],
  tierOf: (assetId: number) => CapTier | undefined,
): GroupKey {
  const labels: string[] = []
  let key: Omit<GroupKey, 'label'> = {}
  for (const dimension of dimensions) {
    const [part, label] = partOf(catalog, market, dimension, tierOf)
    key = { ...key, ...part }
    labels.push(label ?? 'unknown')
  }
  return { ...key, label: labels.join(' / ') }
}

function partOf(
  catalog: Catalog,
  market: DimensionMarket,
  dimension: Dimension,
  tierOf: (assetId: number) => CapTier | undefined,
): [part: Omit<GroupKey, 'label'>, label: string | undefined] {
  const { exchangeId, assetId, kind } = market
  switch (dimension) {
    case 'EXCHANGE':
      return [{ exchangeId }, catalog.exchanges.get(exchangeId)?.code]
    case 'ASSET':
      return [{ assetId }, catalog.assets.get(assetId)?.code]
    case 'SECTOR': {
      const sectorId = catalog.assets.get(assetId)?.sectorId ?? null
      return [{ sectorId }, sectorId === null ? undefined : catalog.sectors.get(sectorId)?.code]
    }
    case 'TIER': {
      const tier = tierOf(assetId) ?? null
      return [{ tier }, tier ?? undefined]
    }
    case 'KIND':
      return [{ kind }, kind]
    case 'MARGIN':
      return [{ margin: marginOf(market) }, marginOf(market)]
  }
}
