import Big from 'big.js'
import { apportion } from '../lib/apportion.ts'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { CapReading, CapSnapshot } from './store.ts'

export type Universe = 'ALL_LISTED' | 'HELD'
export type CapTier = 'LARGE' | 'MID' | 'SMALL' | 'MICRO'

/** Lower bounds of the size classes, USD. */
const TIERS: readonly (readonly [CapTier, number])[] = [
  ['LARGE', 10e9],
  ['MID', 1e9],
  ['SMALL', 100e6],
  ['MICRO', 0],
]

/** Size class of a cap in USD. */
export function tierOf(capUsd: DecimalString): CapTier {
  const cap = new Big(capUsd)
  return TIERS.find(([, least]) => cap.gte(least))?.[0] ?? 'MICRO'
}

/** One part of the whole at both moments; `assetId` undefined is the remainder of listed coins that are not held. */
export interface Part {
  readonly assetId: number | undefined
  readonly from: Big
  readonly to: Big
  /** Parts that prices and supplies made; undefined when a supply is not known. */
  readonly price: Big | undefined
  readonly supply: Big | undefined
}

/** A contribution as the API tells it: see the type of that name in the SDL. USD. */
export interface Contribution {
  readonly fromUsd: DecimalString
  readonly toUsd: DecimalString
  readonly changeUsd: DecimalString
  readonly changeFraction: DecimalString | null
  readonly contribution: DecimalString | null
  readonly weightBefore: DecimalString
  readonly contributionOverWeight: DecimalString | null
  readonly priceUsd: DecimalString | null
  readonly supplyUsd: DecimalString | null
}

export interface PinnedUniverse {
  /** Assets with a reading at both moments, then the remainder if the universe has one. They sum to the total exactly. */
  readonly parts: readonly Part[]
  readonly total: Part
  /** Assets with a reading at one moment alone. */
  readonly leftOut: number
}

/**
 * Pins the universe of a change: every asset with a reading at both moments and, for ALL_LISTED, what the source's total
 * holds besides them. Each asset splits by midpoints: with price P and supply S, change = mean(S) x dP + mean(P) x dS.
 * @returns undefined when a total (ALL_LISTED) or any asset (HELD) is missing at either moment
 */
export function pinUniverse(
  before: CapSnapshot,
  after: CapSnapshot,
  universe: Universe,
): PinnedUniverse | undefined {
  const first = new Map(before.assets.map((reading) => [reading.assetId, reading]))
  const parts: Part[] = []
  for (const end of after.assets) {
    const begin = first.get(end.assetId)
    if (begin) parts.push(partOf(begin, end))
  }
  const held = addUp(parts)
  const leftOut = before.assets.length + after.assets.length - 2 * parts.length
  if (universe === 'HELD') return parts.length === 0 ? undefined : { parts, total: held, leftOut }
  if (!before.total || !after.total) return undefined
  const [from, to] = [new Big(before.total.capUsd), new Big(after.total.capUsd)]
  const remainder: Part = {
    assetId: undefined,
    from: from.minus(held.from),
    to: to.minus(held.to),
    price: undefined,
    supply: undefined,
  }
  return { parts: [...parts, remainder], total: { ...remainder, from, to }, leftOut }
}

const HALF = new Big('0.5')

function partOf(begin: CapReading, end: CapReading): Part {
  const split = begin.supply !== null && end.supply !== null
  const [p0, p1] = [new Big(begin.priceUsd), new Big(end.priceUsd)]
  const [s0, s1] = [new Big(begin.supply ?? 0), new Big(end.supply ?? 0)]
  return {
    assetId: end.assetId,
    from: new Big(begin.capUsd),
    to: new Big(end.capUsd),
    price: split ? s0.plus(s1).times(p1.minus(p0)).times(HALF) : undefined,
    supply: split ? p0.plus(p1).times(s1.minus(s0)).times(HALF) : undefined,
  }
}

/** The sum of parts; its price and supply parts are known when all of theirs are. */
export function addUp(parts: readonly Part[]): Part {
  const add = (values: readonly Big[]) => values.reduce((total, value) => total.plus(value), new Big(0))
  const addKnown = (name: 'price' | 'supply') => {
    const known = parts.flatMap((part) => (part[name] === undefined ? [] : [part[name]]))
    return known.length === parts.length ? add(known) : undefined
  }
  return {
    assetId: undefined,
    from: add(parts.map(({ from }) => from)),
    to: add(parts.map(({ to }) => to)),
    price: addKnown('price'),
    supply: addKnown('supply'),
  }
}

/**
 * Contributions of groups that make up the whole: contributions and weights each sum to exactly 1.
 * @param groups every part of the whole in one of them
 */
export function contributionsOf(groups: readonly Part[], total: Part): Contribution[] {
  const contributions = apportion(groups.map(({ from, to }) => toPlain(to.minus(from))))
  const weights = apportion(groups.map(({ from }) => toPlain(from)))
  return groups.map((group, index) =>
    describe(group, total, contributions?.[index] ?? null, weights?.[index] ?? '0'),
  )
}

/** The contribution of one part beside an unnamed rest; the two sum to 1 within rounding. */
export function contributionOf(part: Part, total: Part): Contribution {
  const change = total.to.minus(total.from)
  return describe(
    part,
    total,
    ratio(part.to.minus(part.from), change) ?? null,
    ratio(part.from, total.from) ?? '0',
  )
}

function describe(
  part: Part,
  total: Part,
  contribution: DecimalString | null,
  weight: DecimalString,
): Contribution {
  const change = part.to.minus(part.from)
  const totalChange = total.to.minus(total.from)
  return {
    fromUsd: toPlain(part.from),
    toUsd: toPlain(part.to),
    changeUsd: toPlain(change),
    changeFraction: ratio(change, part.from) ?? null,
    contribution,
    weightBefore: weight,
    // (change / total change) / (from / total from), in one division.
    contributionOverWeight: ratio(change.times(total.from), totalChange.times(part.from)) ?? null,
    priceUsd: part.price === undefined ? null : toPlain(part.price),
    supplyUsd: part.supply === undefined ? null : toPlain(part.supply),
  }
}

/** Groups parts by a key, in the order in which keys first appear. */
export function groupParts<Key>(parts: readonly Part[], keyOf: (part: Part) => Key): Map<Key, Part[]> {
  const groups = new Map<Key, Part[]>()
  for (const part of parts) {
    const key = keyOf(part)
    const group = groups.get(key)
    if (group) group.push(part)
    else groups.set(key, [part])
  }
  return groups
}

/** Whether a part lost a tenth of its cap or more. */
export function fellTenPercent({ from, to }: Part): boolean {
  return from.gt(0) && to.lte(from.times('0.9'))
}
