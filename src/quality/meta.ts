import type { Window } from '../lib/time.ts'
import type { Catalog } from '../markets/catalog.ts'
import type { DimensionSource } from '../markets/store.ts'
import type { Family, Provenance } from './record.ts'

/** What an answer says about itself. */
export interface Meta {
  readonly window: Window
  readonly provenance: Provenance | null
  readonly sources: readonly DimensionSource[]
  readonly warnings: readonly string[]
}

/** @param exchangeIds the basket; undefined for a family that is of no venue */
export function createMeta(
  catalog: Catalog,
  family: Family,
  window: Window,
  exchangeIds: readonly number[] | undefined,
  warnings: readonly string[] = [],
): Meta {
  const basket = exchangeIds && new Set<number | null>(exchangeIds)
  const ids = new Set(
    (catalog.readSources.get(family) ?? [])
      .filter(({ exchangeId }) => !basket || basket.has(exchangeId))
      .map(({ sourceId }) => sourceId),
  )
  const sources = [...catalog.sources.values()].filter(({ id }) => ids.has(id))
  const reconstructed = catalog.provenance === 'RECONSTRUCTED'
  return {
    window,
    provenance: catalog.provenance ?? null,
    sources,
    warnings: [
      ...(reconstructed
        ? ['These numbers are reconstructed from published anchor figures: they were never observed.']
        : []),
      ...(sources.length === 0 ? ['The store holds nothing of this kind for this basket.'] : []),
      ...warnings,
    ],
  }
}
