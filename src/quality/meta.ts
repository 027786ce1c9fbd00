import type { DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'
import type { Completeness } from '../liquidations/completeness.ts'
import { getReadSources, type Catalog } from '../markets/catalog.ts'
import type { DimensionSource } from '../markets/store.ts'
import { findMethodology } from '../measures/registry.ts'
import type { Methodology } from '../measures/methodology.ts'
import type { Family, Provenance } from './record.ts'

/** Why a number is missing, or what to know before using it. */
export interface Notice {
  readonly code: string
  readonly message: string
}

/** What an answer says about itself. */
export interface Meta {
  readonly window: Window
  readonly asOf: Date | null
  readonly provenance: Provenance | null
  readonly sources: readonly DimensionSource[]
  readonly coverage: DecimalString | null | Promise<DecimalString | null>
  readonly completeness: Completeness | null | Promise<Completeness | null>
  readonly methodology: readonly Methodology[]
  readonly notices: readonly Notice[] | Promise<readonly Notice[]>
}

export interface MetaFacts {
  /** What was read; several when the answer joins them. */
  readonly families: readonly Family[]
  readonly window: Window
  readonly asOf?: Date | undefined
  /** The basket; undefined for what is of no venue. */
  readonly exchangeIds?: readonly number[] | undefined
  /** Ids of the rules. */
  readonly methodology: readonly string[]
  readonly coverage?: DecimalString | null | Promise<DecimalString | null>
  readonly completeness?: Completeness | Promise<Completeness>
  /** Found while the answer was made. */
  readonly notices?: readonly Notice[] | Promise<readonly Notice[]>
}

/**
 * What may be asked for or not: a promise that nobody looks at must not end the process when it is rejected. Whoever looks at it is told.
 */
function askedOrNot<T>(value: T): T {
  if (value instanceof Promise) value.catch(() => undefined)
  return value
}

/** What an answer says about itself, with the notices that every answer needs. */
export function createMeta(catalog: Catalog, facts: MetaFacts): Meta {
  const { families, window, asOf, exchangeIds, methodology, coverage, completeness, notices = [] } = facts
  const sources = getReadSources(catalog, families, exchangeIds, asOf)
  const general: Notice[] = []
  if (catalog.provenance === 'RECONSTRUCTED')
    general.push({
      code: 'RECONSTRUCTED',
      message: 'These numbers are reconstructed from published anchor figures: they were never observed.',
    })
  if (sources.length === 0)
    general.push({ code: 'EMPTY', message: 'The store holds nothing of this kind for what was asked.' })
  return {
    window,
    asOf: asOf ?? null,
    provenance: catalog.provenance ?? null,
    sources,
    coverage: askedOrNot(coverage ?? null),
    completeness: askedOrNot(completeness ?? null),
    methodology: methodology.map(findMethodology),
    notices: askedOrNot(Promise.resolve(notices).then((own) => [...general, ...own])),
  }
}
