import Big from 'big.js'
import { apportionUnits } from '../lib/apportion.ts'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { fromUnits, toFixedColumn } from '../lib/fixed.ts'
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
  /** The same as `from` and `to`, as text: sums of thousands of parts are made of these. */
  readonly fromUsd: DecimalString
  readonly toUsd: DecimalString
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
    if (begin) parts.push(new AssetPart(begin, end))
  }
  const held = addUp(parts)
  const leftOut = before.assets.length + after.assets.length - 2 * parts.length
  if (universe === 'HELD') return parts.length === 0 ? undefined : { parts, total: held, leftOut }
  if (!before.total || !after.total) return undefined
  const [from, to] = [new Big(before.total.capUsd), new Big(after.total.capUsd)]
  const remainder = unsplit(from.minus(held.from), to.minus(held.to))
  return { parts: [...parts, remainder], total: unsplit(from, to), leftOut }
}

/** A part of which prices and supplies are not known. */
function unsplit(from: Big, to: Big): Part {
  return {
    assetId: undefined,
    fromUsd: toPlain(from),
    toUsd: toPlain(to),
    from,
    to,
    price: undefined,
    supply: undefined,
  }
}

const HALF = new Big('0.5')

/** An asset at both moments. Of thousands, few are asked for more than their caps: the rest is worked out when it is. */
class AssetPart implements Part {
  readonly #begin: CapReading
  readonly #end: CapReading

  constructor(begin: CapReading, end: CapReading) {
    this.#begin = begin
    this.#end = end
  }

  get assetId(): number {
    return this.#end.assetId
  }

  get fromUsd(): DecimalString {
    return this.#begin.capUsd
  }

  get toUsd(): DecimalString {
    return this.#end.capUsd
  }

  get from(): Big {
    return new Big(this.fromUsd)
  }

  get to(): Big {
    return new Big(this.toUsd)
  }

  get price(): Big | undefined {
    const [begin, end] = [this.#begin, this.#end]
    if (begin.supply === null || end.supply === null) return undefined
    return new Big(begin.supply)
      .plus(end.supply)
      .times(new Big(end.priceUsd).minus(begin.priceUsd))
      .times(HALF)
  }

  get supply(): Big | undefined {
    const [begin, end] = [this.#begin, this.#end]
    if (begin.supply === null || end.supply === null) return undefined
    return new Big(begin.priceUsd)
      .plus(end.priceUsd)
      .times(new Big(end.supply).minus(begin.supply))
      .times(HALF)
  }
}

/** Several parts together. */
class PartSum implements Part {
  readonly assetId = undefined
  readonly fromUsd: DecimalString
  readonly toUsd: DecimalString
  readonly #parts: readonly Part[]

  constructor(parts: readonly Part[]) {
    this.#parts = parts
    this.fromUsd = sumOf(parts.map(({ fromUsd }) => fromUsd))
    this.toUsd = sumOf(parts.map(({ toUsd }) => toUsd))
  }

  get from(): Big {
    return new Big(this.fromUsd)
  }

  get to(): Big {
    return new Big(this.toUsd)
  }

  get price(): Big | undefined {
    return this.#sumKnown('price')
  }

  get supply(): Big | undefined {
    return this.#sumKnown('supply')
  }

  #sumKnown(name: 'price' | 'supply'): Big | undefined {
    const texts: DecimalString[] = []
    for (const part of this.#parts) {
      const value = part[name]
      if (value === undefined) return undefined
      texts.push(toPlain(value))
    }
    return new Big(sumOf(texts))
  }
}

/** Exact, as whole numbers of one unit. */
function sumOf(texts: readonly DecimalString[]): DecimalString {
  const { scale, values } = toFixedColumn(texts)
  return fromUnits(
    values.reduce<bigint>((total, value) => total + value!, 0n),
    scale,
  )
}

/** The sum of parts; its price and supply parts are known when all of theirs are. */
export function addUp(parts: readonly Part[]): Part {
  return new PartSum(parts)
}

/**
 * Contributions of groups that make up the whole: contributions and weights each sum to exactly 1.
 * @param groups every part of the whole in one of them
 */
export function contributionsOf(groups: readonly Part[], total: Part): Contribution[] {
  const ends = toFixedColumn(groups.flatMap(({ fromUsd, toUsd }) => [fromUsd, toUsd])).values
  const froms = groups.map((_, at) => ends[2 * at]!)
  const contributions = apportionUnits(groups.map((_, at) => ends[2 * at + 1]! - froms[at]!))
  const weights = apportionUnits(froms)
  return groups.map(
    (group, index) =>
      new PartContribution(group, total, contributions?.[index] ?? null, weights?.[index] ?? '0'),
  )
}

/** The contribution of one part beside an unnamed rest; the two sum to 1 within rounding. */
export function contributionOf(part: Part, total: Part): Contribution {
  const change = total.to.minus(total.from)
  return new PartContribution(
    part,
    total,
    ratio(part.to.minus(part.from), change) ?? null,
    ratio(part.from, total.from) ?? '0',
  )
}

/** What is not asked for is not worked out: a division of long decimals costs more than reading them. */
class PartContribution implements Contribution {
  readonly contribution: DecimalString | null
  readonly weightBefore: DecimalString
  readonly #part: Part
  readonly #total: Part

  constructor(part: Part, total: Part, contribution: DecimalString | null, weight: DecimalString) {
    this.#part = part
    this.#total = total
    this.contribution = contribution
    this.weightBefore = weight
  }

  get fromUsd(): DecimalString {
    return this.#part.fromUsd
  }

  get toUsd(): DecimalString {
    return this.#part.toUsd
  }

  get #change(): Big {
    return this.#part.to.minus(this.#part.from)
  }

  get changeUsd(): DecimalString {
    return toPlain(this.#change)
  }

  get changeFraction(): DecimalString | null {
    return ratio(this.#change, this.#part.from) ?? null
  }

  /** (change / total change) / (from / total from), in one division. */
  get contributionOverWeight(): DecimalString | null {
    const total = this.#total
    return ratio(this.#change.times(total.from), total.to.minus(total.from).times(this.#part.from)) ?? null
  }

  get priceUsd(): DecimalString | null {
    const { price } = this.#part
    return price === undefined ? null : toPlain(price)
  }

  get supplyUsd(): DecimalString | null {
    const { supply } = this.#part
    return supply === undefined ? null : toPlain(supply)
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
export function fellTenPercent(part: Part): boolean {
  const [from, to] = [Number(part.fromUsd), Number(part.toUsd)]
  // Far from the limit floats tell it; near it only the exact numbers do.
  if (Math.abs(to - from * 0.9) > from * 1e-9) return from > 0 && to < from * 0.9
  return part.from.gt(0) && part.to.lte(part.from.times('0.9'))
}
