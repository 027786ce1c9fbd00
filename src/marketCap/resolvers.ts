import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { apportion } from '../lib/apportion.ts'
import { checkWindow, getBucketStarts } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import { MINUTE_MS, type Window } from '../lib/time.ts'
import { assetOf, type Catalog } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import {
  addUp,
  contributionOf,
  contributionsOf,
  fellTenPercent,
  groupParts,
  pinUniverse,
  tierOf,
  type CapTier,
  type Contribution,
  type Part,
  type PinnedUniverse,
  type Universe,
} from './attribution.ts'
import { MarketCapAnswer } from './marketCap.ts'
import { timeSeriesBy, timeSeriesOf } from './series.ts'
import { findNewestCapTime, getCapsAt, type CapReading, type CapSnapshot } from './store.ts'

const MAX_AGE_MINUTES = 10_080
const MAX_ROWS = 10_000

export type BreakdownKind = 'MEMBER' | 'UNCLASSIFIED' | 'REMAINDER'

interface DominanceRow {
  readonly kind: BreakdownKind
  readonly capUsd: DecimalString
  readonly dominance: DecimalString
}

/** A row of `Dominance.byAsset`; assetId undefined is the remainder. */
export interface AssetDominanceRow extends DominanceRow {
  readonly assetId: number | undefined
  readonly priceUsd: DecimalString | null
  readonly readAt: Date
}

export interface SectorDominanceRow extends DominanceRow {
  readonly sectorId: number | undefined
  readonly assetCount: number
}

export interface TierDominanceRow extends DominanceRow {
  readonly tier: CapTier | null
  readonly assetCount: number
}

/** One answer to `dominance`. */
export class DominanceAnswer {
  readonly at: Date
  readonly universe: Universe
  readonly meta: Meta
  readonly total: Big
  readonly #catalog: Catalog
  readonly #snapshot: CapSnapshot
  readonly #remainder: Big | undefined

  constructor(catalog: Catalog, snapshot: CapSnapshot, at: Date, universe: Universe, meta: Meta) {
    this.#catalog = catalog
    this.#snapshot = snapshot
    this.at = at
    this.universe = universe
    this.meta = meta
    const held = snapshot.assets.reduce((total, { capUsd }) => total.plus(capUsd), new Big(0))
    this.total = universe === 'HELD' ? held : new Big(snapshot.total!.capUsd)
    this.#remainder = universe === 'HELD' ? undefined : this.total.minus(held)
  }

  get totalUsd(): DecimalString {
    return toPlain(this.total)
  }

  byAsset(): AssetDominanceRow[] {
    const members = [...this.#snapshot.assets].sort((a, b) => new Big(b.capUsd).cmp(a.capUsd))
    const rows: Omit<AssetDominanceRow, 'dominance'>[] = members.map(
      ({ assetId, capUsd, priceUsd, time }) => ({
        kind: 'MEMBER',
        assetId,
        capUsd,
        priceUsd,
        readAt: time,
      }),
    )
    if (this.#remainder)
      rows.push({
        kind: 'REMAINDER',
        assetId: undefined,
        capUsd: toPlain(this.#remainder),
        priceUsd: null,
        readAt: this.#snapshot.total!.time,
      })
    return withDominance(rows)
  }

  bySector(): SectorDominanceRow[] {
    return this.#group(({ assetId }) => this.#catalog.assets.get(assetId)?.sectorId ?? undefined).map(
      ({ key: sectorId, ...row }) => ({
        ...row,
        sectorId,
        kind: row.kind === 'MEMBER' && sectorId === undefined ? 'UNCLASSIFIED' : row.kind,
      }),
    )
  }

  byTier(): TierDominanceRow[] {
    return this.#group(({ capUsd }) => tierOf(capUsd)).map(({ key, ...row }) => ({
      ...row,
      tier: key ?? null,
    }))
  }

  #group<Key>(keyOf: (reading: CapReading) => Key) {
    const groups = new Map<Key, { cap: Big; assetCount: number }>()
    for (const reading of this.#snapshot.assets) {
      const key = keyOf(reading)
      const { cap, assetCount } = groups.get(key) ?? { cap: new Big(0), assetCount: 0 }
      groups.set(key, { cap: cap.plus(reading.capUsd), assetCount: assetCount + 1 })
    }
    const rows: { kind: BreakdownKind; key: Key | undefined; capUsd: DecimalString; assetCount: number }[] = [
      ...groups,
    ]
      .sort(([a, x], [b, y]) => Number(a === undefined) - Number(b === undefined) || y.cap.cmp(x.cap))
      .map(([key, { cap, assetCount }]) => ({ kind: 'MEMBER', key, capUsd: toPlain(cap), assetCount }))
    if (this.#remainder)
      rows.push({ kind: 'REMAINDER', key: undefined, capUsd: toPlain(this.#remainder), assetCount: 0 })
    return withDominance(rows)
  }
}

function withDominance<T extends { capUsd: DecimalString }>(
  rows: readonly T[],
): (T & { dominance: DecimalString })[] {
  const shares = apportion(rows.map(({ capUsd }) => capUsd))
  return rows.map((row, index) => ({ ...row, dominance: shares?.[index] ?? '0' }))
}

interface ContributionRow {
  readonly kind: BreakdownKind
  readonly part: Contribution
}

export interface AssetContributionRow extends ContributionRow {
  readonly assetId: number | undefined
}

export interface SectorContributionRow extends ContributionRow {
  readonly sectorId: number | undefined
  readonly assetCount: number
  readonly fellTenPercentCount: number
}

export interface TierContributionRow extends ContributionRow {
  readonly tier: CapTier | null
  readonly assetCount: number
  readonly fellTenPercentCount: number
}

/** One answer to `attribution`. */
export class AttributionAnswer {
  readonly from: Date
  readonly to: Date
  readonly universe: Universe
  readonly meta: Meta
  readonly #catalog: Catalog
  readonly #pinned: PinnedUniverse
  #byAsset: AssetContributionRow[] | undefined

  constructor(catalog: Catalog, pinned: PinnedUniverse, window: Window, universe: Universe, meta: Meta) {
    this.#catalog = catalog
    this.#pinned = pinned
    this.from = window.from
    this.to = window.to
    this.universe = universe
    this.meta = meta
  }

  get assetsLeftOut(): number {
    return this.#pinned.leftOut
  }

  get total(): Contribution {
    return contributionsOf([this.#pinned.total], this.#pinned.total)[0]!
  }

  /** Throws InputError UNKNOWN_ASSET, and NOT_HELD for an asset without a reading at both moments. */
  excluding(code: string): Contribution {
    const { id } = assetOf(this.#catalog, code, ['asset'])
    const { parts, total } = this.#pinned
    const own = parts.find(({ assetId }) => assetId === id)
    if (!own)
      throw new InputError(`${code} has no market cap at both moments.`, {
        reason: 'NOT_HELD',
        argument: ['asset'],
        accepted: 'an asset of `byAsset`',
      })
    const rest = parts.filter((part) => part !== own)
    return contributionOf(addUp(rest), total)
  }

  /** Throws InputError UNKNOWN_ASSET. */
  asset(code: string): AssetContributionRow | null {
    const { id } = assetOf(this.#catalog, code, ['code'])
    return this.byAsset().find(({ assetId }) => assetId === id) ?? null
  }

  byAsset(): AssetContributionRow[] {
    return (this.#byAsset ??= this.#readByAsset())
  }

  #readByAsset(): AssetContributionRow[] {
    const { parts, total } = this.#pinned
    const contributions = contributionsOf(parts, total)
    return this.#sorted(
      parts.map((part, index) => ({
        kind: part.assetId === undefined ? ('REMAINDER' as const) : ('MEMBER' as const),
        assetId: part.assetId,
        part: contributions[index]!,
      })),
    )
  }

  bySector(): SectorContributionRow[] {
    const sectorOf = (assetId: number) => this.#catalog.assets.get(assetId)?.sectorId ?? undefined
    return this.#grouped((part) => sectorOf(part.assetId!)).map(({ key: sectorId, ...row }) => ({
      ...row,
      sectorId,
      kind: row.kind === 'MEMBER' && sectorId === undefined ? 'UNCLASSIFIED' : row.kind,
    }))
  }

  byTier(): TierContributionRow[] {
    return this.#grouped((part) => tierOf(part.fromUsd)).map(({ key, ...row }) => ({
      ...row,
      tier: key ?? null,
    }))
  }

  #grouped<Key>(keyOf: (part: Part) => Key) {
    const { parts, total } = this.#pinned
    const members = parts.filter(({ assetId }) => assetId !== undefined)
    const remainder = parts.filter(({ assetId }) => assetId === undefined)
    const groups: { kind: BreakdownKind; key: Key | undefined; own: Part[] }[] = [
      ...groupParts(members, keyOf),
    ].map(([key, own]) => ({ kind: 'MEMBER', key, own }))
    for (const part of remainder) groups.push({ kind: 'REMAINDER', key: undefined, own: [part] })
    const contributions = contributionsOf(
      groups.map(({ own }) => addUp(own)),
      total,
    )
    return this.#sorted(
      groups.map(({ kind, key, own }, index) => ({
        kind,
        key,
        part: contributions[index]!,
        assetCount: kind === 'REMAINDER' ? 0 : own.length,
        fellTenPercentCount: kind === 'REMAINDER' ? 0 : own.filter(fellTenPercent).length,
      })),
    )
  }

  /** Largest contribution first; the remainder last. Twelve digits fit into a number: its order is theirs. */
  #sorted<T extends ContributionRow>(rows: readonly T[]): T[] {
    return rows
      .map((row) => ({
        row,
        isRest: Number(row.kind === 'REMAINDER'),
        size: Number(row.part.contribution ?? 0),
      }))
      .sort((a, b) => a.isRest - b.isRest || b.size - a.size)
      .map(({ row }) => row)
  }
}

function noData(what: string, at: Date, maxAgeMinutes: number): UnwindError {
  return new UnwindError(
    'NO_DATA',
    `The store holds no ${what} from the ${maxAgeMinutes} minutes up to ${at.toISOString()}.`,
  )
}

function checkSnapshot(snapshot: CapSnapshot, universe: Universe, at: Date, maxAgeMinutes: number): void {
  if (universe === 'HELD' && snapshot.assets.length === 0) throw noData('market caps', at, maxAgeMinutes)
  if (universe === 'ALL_LISTED' && !snapshot.total)
    throw noData('total of the whole market', at, maxAgeMinutes)
}

function remainderNotices(snapshots: readonly CapSnapshot[], universe: Universe): Notice[] {
  const negative = snapshots.some(({ assets, total }) => {
    const held = assets.reduce((sum, { capUsd }) => sum.plus(capUsd), new Big(0))
    return universe === 'ALL_LISTED' && total !== undefined && held.gt(total.capUsd)
  })
  return negative
    ? [
        {
          code: 'NEGATIVE_REMAINDER',
          message: 'The assets held sum to more than the stated total: the remainder is negative.',
        },
      ]
    : []
}

/** What attributionOf answers; null when caps of either moment are not held. */
export async function findAttribution(
  ...[context, question]: Parameters<typeof attributionOf>
): Promise<AttributionAnswer | null> {
  try {
    return await attributionOf(context, question)
  } catch (error) {
    if (error instanceof UnwindError && error.code === 'NO_DATA') return null
    throw error
  }
}

/**
 * Who carried a change of the whole market between two moments.
 * @throws InputError WINDOW_EMPTY, OUT_OF_RANGE; UnwindError NO_DATA
 */
export async function attributionOf(
  context: Context,
  {
    from,
    to,
    universe,
    maxAgeMinutes,
    asOf,
  }: {
    readonly from: Date
    readonly to: Date
    readonly universe: Universe
    readonly maxAgeMinutes: number
    readonly asOf?: Date | null | undefined
  },
): Promise<AttributionAnswer> {
  const moment = checkAsOf(asOf, context.now())
  checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
  if (from >= to)
    throw new InputError(`from (${from.toISOString()}) is not before to (${to.toISOString()})`, {
      reason: 'WINDOW_EMPTY',
      argument: ['to'],
      accepted: 'a moment after `from`',
    })
  const catalog = await context.catalog()
  const { pool } = context.database
  const [before, after] = await Promise.all([
    getCapsAt(pool, from, maxAgeMinutes, moment),
    getCapsAt(pool, to, maxAgeMinutes, moment),
  ])
  checkSnapshot(before, universe, from, maxAgeMinutes)
  checkSnapshot(after, universe, to, maxAgeMinutes)
  const pinned = pinUniverse(before, after, universe)
  if (!pinned) throw new UnwindError('NO_DATA', 'No asset has a market cap at both moments.')
  const meta = createMeta(catalog, {
    families: ['MARKET_CAPS'],
    window: { from, to },
    asOf: moment,
    methodology: ['marketCap.attribution'],
    notices: remainderNotices([before, after], universe),
  })
  return new AttributionAnswer(catalog, pinned, { from, to }, universe, meta)
}

export const marketCapResolvers: Resolvers = {
  Query: {
    marketCap: async (_, { window: asked, interval, universe, maxAgeMinutes, asOf: moment }, context) => {
      const window = checkWindow(asked, ['window'])
      getBucketStarts(window, interval)
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const asOf = checkAsOf(moment, context.now())
      const catalog = await context.catalog()
      return new MarketCapAnswer(context, catalog, { window, interval, universe, maxAgeMinutes, asOf })
    },
    dominance: async (_, { at: asked, universe, maxAgeMinutes, asOf }, context) => {
      const moment = checkAsOf(asOf, context.now())
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const { pool } = context.database
      const at = asked ?? moment ?? (await findNewestCapTime(pool))
      if (!at) throw new UnwindError('NO_DATA', 'The store holds no market caps.')
      const catalog = await context.catalog()
      const snapshot = await getCapsAt(pool, at, maxAgeMinutes, moment)
      checkSnapshot(snapshot, universe, at, maxAgeMinutes)
      const window = { from: new Date(at.getTime() - maxAgeMinutes * MINUTE_MS), to: at }
      const meta = createMeta(catalog, {
        families: ['MARKET_CAPS'],
        window,
        asOf: moment,
        methodology: ['marketCap.dominance'],
        notices: remainderNotices([snapshot], universe),
      })
      return new DominanceAnswer(catalog, snapshot, at, universe, meta)
    },
    attribution: (_, asked, context) => attributionOf(context, asked),
  },
  MarketCap: {
    assetCount: (answer) => answer.assetCount(),
    totalUsd: (answer) => answer.totalUsd(),
    timeSeries: (answer, { measure, of, transform }) => timeSeriesOf(answer, measure, of, transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      timeSeriesBy(answer, by, measure, checkCount(first, ['first'], 100), transform),
    returns: (answer, { by, threshold }) => answer.returns(by, threshold),
    trend: (answer, { asset, days }) => answer.trend(asset, checkCount(days, ['days'], 400)),
  },
  MemberReturn: { asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId) },
  Dominance: {
    byAsset: (answer, { first }) => answer.byAsset().slice(0, checkCount(first, ['first'], MAX_ROWS)),
    bySector: (answer) => answer.bySector(),
    byTier: (answer) => answer.byTier(),
  },
  Attribution: {
    excluding: (answer, { asset }) => answer.excluding(asset),
    asset: (answer, { code }) => answer.asset(code),
    byAsset: (answer, { first }) => answer.byAsset().slice(0, checkCount(first, ['first'], MAX_ROWS)),
    bySector: (answer) => answer.bySector(),
    byTier: (answer) => answer.byTier(),
  },
  AssetDominance: {
    asset: ({ assetId }, _, { assetLoader }) => (assetId === undefined ? null : assetLoader.load(assetId)),
  },
  SectorDominance: {
    sector: ({ sectorId }, _, { sectorLoader }) =>
      sectorId === undefined ? null : sectorLoader.load(sectorId),
  },
  AssetContribution: {
    asset: ({ assetId }, _, { assetLoader }) => (assetId === undefined ? null : assetLoader.load(assetId)),
  },
  SectorContribution: {
    sector: ({ sectorId }, _, { sectorLoader }) =>
      sectorId === undefined ? null : sectorLoader.load(sectorId),
  },
}
