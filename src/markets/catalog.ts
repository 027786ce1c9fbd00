import type { Queryable } from '../db.ts'
import { InputError } from '../lib/errors.ts'
import type { Family, Provenance } from '../quality/record.ts'
import type { ContractStyle, MarketKind } from './record.ts'
import { readDimensions, type DimensionMarket, type Dimensions } from './store.ts'

/** The small tables as the server holds them in memory, so that a query resolves codes without asking the store. */
export interface Catalog extends Dimensions {
  readonly provenance: Provenance | undefined
}

export interface SelectionFilter {
  readonly assets?: readonly string[] | null | undefined
  readonly sectors?: readonly string[] | null | undefined
  readonly kind?: MarketKind | null | undefined
  readonly style?: ContractStyle | null | undefined
}

/** A list of venues, or the code of a named one. */
export interface Basket {
  readonly exchanges?: readonly string[] | null | undefined
  readonly code?: string | null | undefined
}

/** The markets that a query is about. */
export interface Selection {
  /** The basket: every exchange that counts, whether it has a fitting market or not. */
  readonly exchangeIds: readonly number[]
  readonly marketIds: readonly number[]
  /** Only what was observed by then counts; undefined: all that is held. */
  readonly asOf?: Date | undefined
}

export interface CatalogReader {
  readonly read: () => Promise<Catalog>
  /** The next read asks the store. */
  readonly forget: () => void
}

/** Reads the catalog at most every `ttlMs`; requests in between share one copy. A new market is known after that long. */
export function createCatalog(db: Queryable, ttlMs = 5_000): CatalogReader {
  let held: Promise<Catalog> | undefined
  let until = 0
  const read = () => {
    if (held === undefined || Date.now() >= until) {
      until = Date.now() + ttlMs
      const reading = readDimensions(db).then((dimensions) => ({
        ...dimensions,
        provenance: [...dimensions.sources.values()][0]?.provenance,
      }))
      // A failed read is not kept: the next request tries again.
      reading.catch(() => {
        if (held === reading) held = undefined
      })
      held = reading
    }
    return held
  }
  return { read, forget: () => (until = 0) }
}

/**
 * The markets of a basket that meet a filter.
 * @throws InputError for a code that the store does not know, with what it does know
 */
export function select(
  catalog: Catalog,
  family: Family,
  filter: SelectionFilter | null | undefined,
  basket: Basket | null | undefined,
  asOf?: Date,
): Selection {
  const exchangeIds = basket ? exchangesOf(catalog, basket) : getReadExchanges(catalog, family, asOf)
  const assetIds =
    filter?.assets &&
    new Set(filter.assets.map((code, at) => assetOf(catalog, code, ['filter', 'assets', at]).id))
  const sectorIds =
    filter?.sectors &&
    new Set(filter.sectors.map((code, at) => sectorOf(catalog, code, ['filter', 'sectors', at]).id))
  const exchanges = new Set(exchangeIds)
  const marketIds: number[] = []
  for (const market of catalog.markets.values()) {
    if (!exchanges.has(market.exchangeId)) continue
    if (assetIds && !assetIds.has(market.assetId)) continue
    if (sectorIds) {
      const sectorId = catalog.assets.get(market.assetId)?.sectorId
      if (sectorId == null || !sectorIds.has(sectorId)) continue
    }
    if (filter?.kind && market.kind !== filter.kind) continue
    if (filter?.style && market.style !== filter.style) continue
    marketIds.push(market.id)
  }
  return { exchangeIds, marketIds, asOf }
}

/** The exchanges that a family was ever read of, by code; with `asOf` those of which something was known by then. */
export function getReadExchanges(catalog: Catalog, family: Family, asOf?: Date): number[] {
  const read = new Set(
    (catalog.readSources.get(family) ?? [])
      .filter(({ firstReadAt }) => !asOf || firstReadAt <= asOf)
      .map(({ exchangeId }) => exchangeId),
  )
  return [...catalog.exchanges.keys()].filter((id) => read.has(id))
}

/** The feeds that families were read from, of the basket's venues (undefined: of any), known by `asOf`. */
export function getReadSources(
  catalog: Catalog,
  families: readonly Family[],
  exchangeIds: readonly number[] | undefined,
  asOf?: Date,
) {
  const basket = exchangeIds && new Set<number | null>(exchangeIds)
  const ids = new Set(
    families
      .flatMap((family) => catalog.readSources.get(family) ?? [])
      .filter(({ exchangeId }) => !basket || exchangeId === null || basket.has(exchangeId))
      .filter(({ firstReadAt }) => !asOf || firstReadAt <= asOf)
      .map(({ sourceId }) => sourceId),
  )
  return [...catalog.sources.values()].filter(({ id }) => ids.has(id))
}

function exchangesOf(catalog: Catalog, basket: Basket): number[] {
  const { code } = basket
  if ((code == null) === (basket.exchanges == null))
    throw new InputError('A basket is a list of exchanges or the code of a named one.', {
      reason: 'BASKET_AMBIGUOUS',
      argument: ['basket'],
      accepted: '`exchanges` or `code`, exactly one of the two',
    })
  if (code != null) {
    const named = catalog.baskets.get(code)
    if (!named)
      throw new InputError(`There is no basket ${JSON.stringify(code)}.`, {
        reason: 'UNKNOWN_BASKET',
        argument: ['basket', 'code'],
        accepted: [...catalog.baskets.keys()],
      })
    return checkExchanges(catalog, named.exchanges, ['basket', 'code'])
  }
  return checkExchanges(catalog, basket.exchanges!, ['basket', 'exchanges'])
}

/**
 * The exchanges of a list of codes, in its order.
 * @throws InputError EMPTY_BASKET, UNKNOWN_EXCHANGE, EXCHANGE_TWICE
 */
export function checkExchanges(
  catalog: Catalog,
  exchanges: readonly string[],
  path: readonly (string | number)[],
): number[] {
  const known = [...catalog.exchangesByCode.keys()]
  if (exchanges.length === 0)
    throw new InputError('A basket needs an exchange at least.', {
      reason: 'EMPTY_BASKET',
      argument: path,
      accepted: known,
    })
  return exchanges.map((code, at) => {
    const argument = [...path, at]
    const found = exchangeOf(catalog, code, argument)
    if (exchanges.indexOf(code) !== at)
      throw new InputError(`The basket names ${JSON.stringify(code)} twice.`, {
        reason: 'EXCHANGE_TWICE',
        argument,
        accepted: 'each exchange once',
      })
    return found.id
  })
}

/** The exchange of a code. Throws InputError UNKNOWN_EXCHANGE. */
export function exchangeOf(catalog: Catalog, code: string, argument: readonly (string | number)[]) {
  const found = catalog.exchangesByCode.get(code)
  if (found) return found
  throw new InputError(`The store has no exchange ${JSON.stringify(code)}.`, {
    reason: 'UNKNOWN_EXCHANGE',
    argument,
    accepted: [...catalog.exchangesByCode.keys()],
  })
}

/** The asset of a code. Throws InputError UNKNOWN_ASSET. */
export function assetOf(catalog: Catalog, code: string, argument: readonly (string | number)[]) {
  const found = catalog.assetsByCode.get(code)
  if (found) return found
  throw new InputError(`The store has no asset ${JSON.stringify(code)}.`, {
    reason: 'UNKNOWN_ASSET',
    argument,
    accepted: nearest(code, [...catalog.assetsByCode.keys()]),
  })
}

/** The sector of a code. Throws InputError UNKNOWN_SECTOR. */
export function sectorOf(catalog: Catalog, code: string, argument: readonly (string | number)[]) {
  const found = catalog.sectorsByCode.get(code)
  if (found) return found
  throw new InputError(`The store has no sector ${JSON.stringify(code)}.`, {
    reason: 'UNKNOWN_SECTOR',
    argument,
    accepted: [...catalog.sectorsByCode.keys()],
  })
}

/** Up to ten known codes, those that begin alike first: a list of thousands helps nobody. */
function nearest(code: string, known: readonly string[]): string[] {
  const wanted = code.toUpperCase()
  const alike = (candidate: string) => {
    let shared = 0
    while (shared < wanted.length && candidate[shared] === wanted[shared]) shared++
    return shared
  }
  return [...known]
    .sort((a, b) => alike(b) - alike(a) || a.length - b.length || (a < b ? -1 : 1))
    .slice(0, 10)
}

/** The market of an exchange and symbol; undefined when the store has none. */
export function findCatalogMarket(
  catalog: Catalog,
  exchangeCode: string,
  symbol: string,
): DimensionMarket | undefined {
  const exchangeId = catalog.exchangesByCode.get(exchangeCode)?.id
  return [...catalog.markets.values()].find((row) => row.exchangeId === exchangeId && row.symbol === symbol)
}
