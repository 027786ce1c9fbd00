import Big from 'big.js'
import { ratio, sum, type DecimalString } from '../lib/decimal.ts'
import type { CapTier, Universe } from '../marketCap/attribution.ts'
import type { CapSnapshot } from '../marketCap/store.ts'
import type { Catalog } from '../markets/catalog.ts'
import type { GroupKey } from '../markets/groups.ts'
import type { Explanation } from '../measures/explain.ts'
import { findMethodology } from '../measures/registry.ts'
import { isKnown } from '../openInterest/change.ts'
import type { MarketReading } from '../openInterest/store.ts'
import type { Notice } from '../quality/meta.ts'

export type LeverageDimension = 'ASSET' | 'SECTOR' | 'TIER'

/** Open interest against market cap of the same assets. USD. */
export interface LeverageRow {
  readonly key: GroupKey
  readonly openInterestUsd: DecimalString | null
  readonly capUsd: DecimalString | null
  readonly ratio: DecimalString | null
  readonly assetCount: number
  readonly notice: Notice | null
}

/** What stands of one asset: its open interest, and its cap when one is young enough. */
export interface AssetLeverage {
  readonly assetId: number
  readonly knownUsd: DecimalString | undefined
  readonly marketsMissing: number
  readonly capUsd: DecimalString | undefined
}

/** The assets with a market that was read, by what stands of them. */
export function assetsOf(
  catalog: Catalog,
  readings: readonly MarketReading[],
  caps: CapSnapshot,
): AssetLeverage[] {
  const capOf = new Map(caps.assets.map(({ assetId, capUsd }) => [assetId, capUsd]))
  const byAsset = new Map<number, MarketReading[]>()
  for (const reading of readings) {
    const { assetId } = catalog.markets.get(reading.marketId)!
    const own = byAsset.get(assetId)
    if (own) own.push(reading)
    else byAsset.set(assetId, [reading])
  }
  return [...byAsset].map(([assetId, own]) => {
    const known = own.filter(isKnown)
    return {
      assetId,
      knownUsd: known.length === 0 ? undefined : sum(known.map(({ valueUsd }) => valueUsd)),
      marketsMissing: own.length - known.length,
      capUsd: capOf.get(assetId),
    }
  })
}

/** The group of an asset. */
export function keyOf(
  catalog: Catalog,
  assetId: number,
  by: LeverageDimension,
  tiers: ReadonlyMap<number, CapTier>,
): GroupKey {
  const { code, sectorId } = catalog.assets.get(assetId)!
  switch (by) {
    case 'ASSET':
      return { assetId, label: code }
    case 'SECTOR':
      return { sectorId, label: sectorId === null ? 'unknown' : catalog.sectors.get(sectorId)!.code }
    case 'TIER': {
      const tier = tiers.get(assetId) ?? null
      return { tier, label: tier ?? 'unknown' }
    }
  }
}

/** One row of assets: those without a cap count on neither side. */
export function rowOf(catalog: Catalog, key: GroupKey, assets: readonly AssetLeverage[]): LeverageRow {
  const counted = assets.filter(({ capUsd }) => capUsd !== undefined)
  const without = assets.filter(({ capUsd }) => capUsd === undefined)
  const known = counted.flatMap(({ knownUsd }) => knownUsd ?? [])
  const missing = counted.reduce((all, { marketsMissing }) => all + marketsMissing, 0)
  const openInterestUsd = missing > 0 || known.length === 0 ? null : sum(known)
  const capUsd = counted.length === 0 ? null : sum(counted.map((asset) => asset.capUsd!))
  return {
    key,
    openInterestUsd,
    capUsd,
    ratio: openInterestUsd === null || capUsd === null ? null : (ratio(openInterestUsd, capUsd) ?? null),
    assetCount: counted.length,
    notice: noticeOf(catalog, without, missing),
  }
}

function noticeOf(catalog: Catalog, without: readonly AssetLeverage[], missing: number): Notice | null {
  if (missing > 0) return { code: 'STALE', message: `The last reading of ${missing} markets is too old.` }
  if (without.length === 0) return null
  const codes = without.map(({ assetId }) => catalog.assets.get(assetId)!.code).sort()
  const named = codes.length > 20 ? `${codes.slice(0, 20).join(', ')} …` : codes.join(', ')
  return { code: 'NO_CAP', message: `Without a market cap, so on neither side: ${named}.` }
}

/** Rows of all groups, the largest open interest first. */
export function rowsBy(
  catalog: Catalog,
  assets: readonly AssetLeverage[],
  by: LeverageDimension,
  tiers: ReadonlyMap<number, CapTier>,
): LeverageRow[] {
  const groups = new Map<string, { key: GroupKey; assets: AssetLeverage[] }>()
  for (const asset of assets) {
    const key = keyOf(catalog, asset.assetId, by, tiers)
    const group = groups.get(key.label)
    if (group) group.assets.push(asset)
    else groups.set(key.label, { key, assets: [asset] })
  }
  return [...groups.values()]
    .map((group) => ({
      row: rowOf(catalog, group.key, group.assets),
      size: new Big(sum(group.assets.flatMap(({ knownUsd }) => knownUsd ?? []))),
    }))
    .sort((a, b) => b.size.cmp(a.size) || (a.row.key.label < b.row.key.label ? -1 : 1))
    .map(({ row }) => row)
}

const TOTAL: GroupKey = { label: 'total' }

/** All assets together, against their own caps or against that of the whole market. */
export function totalOf(
  catalog: Catalog,
  assets: readonly AssetLeverage[],
  caps: CapSnapshot,
  universe: Universe,
): LeverageRow {
  if (universe === 'HELD') return rowOf(catalog, TOTAL, assets)
  const missing = assets.reduce((all, { marketsMissing }) => all + marketsMissing, 0)
  const known = assets.flatMap(({ knownUsd }) => knownUsd ?? [])
  const openInterestUsd = missing > 0 || known.length === 0 ? null : sum(known)
  const capUsd = caps.total?.capUsd ?? null
  return {
    key: TOTAL,
    openInterestUsd,
    capUsd,
    ratio: openInterestUsd === null || capUsd === null ? null : (ratio(openInterestUsd, capUsd) ?? null),
    assetCount: assets.length,
    notice:
      capUsd === null
        ? { code: 'NO_CAP', message: 'No total of the whole market is young enough.' }
        : noticeOf(catalog, [], missing),
  }
}

/** The total as the mean of the assets' own ratios, weighted by their caps. */
export function explain(catalog: Catalog, assets: readonly AssetLeverage[]): Explanation {
  return {
    methodology: findMethodology('leverage.ratio'),
    value: rowOf(catalog, TOTAL, assets).ratio,
    unit: 'RATIO',
    operation: 'WEIGHTED_MEAN',
    rows: assets.map(({ assetId, knownUsd, marketsMissing, capUsd }) => {
      const isWhole = capUsd !== undefined && marketsMissing === 0
      return {
        assetId,
        value: isWhole ? (ratio(knownUsd ?? '0', capUsd) ?? null) : null,
        weight: capUsd ?? null,
        ...(isWhole
          ? {}
          : { note: capUsd === undefined ? 'no market cap' : 'the last reading of a market is too old' }),
      }
    }),
  }
}
