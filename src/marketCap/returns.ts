import Big from 'big.js'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import type { GroupKey } from '../markets/groups.ts'
import { addUp, type Part } from './attribution.ts'

export interface MemberReturn {
  readonly assetId: number
  readonly change: DecimalString
}

/** What the assets of one group did: see GroupReturns in the SDL. */
export interface GroupReturns {
  readonly key: GroupKey
  readonly assetCount: number
  readonly change: DecimalString | null
  readonly medianChange: DecimalString | null
  readonly fellCount: number
  readonly best: MemberReturn | null
  readonly worst: MemberReturn | null
}

/**
 * Returns of groups, the worst first.
 * @param members each an asset with a cap at both moments, with the group it belongs to
 * @param threshold a fall of so much or more is counted, a fraction
 */
export function returnsOf(
  members: readonly { readonly key: GroupKey; readonly part: Part & { readonly assetId: number } }[],
  threshold: DecimalString,
): GroupReturns[] {
  const groups = new Map<string, { key: GroupKey; parts: (Part & { readonly assetId: number })[] }>()
  for (const { key, part } of members) {
    const group = groups.get(key.label)
    if (group) group.parts.push(part)
    else groups.set(key.label, { key, parts: [part] })
  }
  const least = new Big(1).minus(threshold)
  const rows = [...groups.values()].map(({ key, parts }): GroupReturns => {
    const { from, to } = addUp(parts)
    const own = parts
      .filter((part) => part.from.gt(0))
      .map((part) => ({ assetId: part.assetId, change: ratio(part.to.minus(part.from), part.from)! }))
      .sort((a, b) => new Big(a.change).cmp(b.change) || a.assetId - b.assetId)
    return {
      key,
      assetCount: parts.length,
      change: ratio(to.minus(from), from) ?? null,
      medianChange: medianOf(own.map(({ change }) => change)),
      fellCount: parts.filter((part) => part.from.gt(0) && part.to.lte(part.from.times(least))).length,
      best: own.at(-1) ?? null,
      worst: own[0] ?? null,
    }
  })
  const size = ({ change }: GroupReturns) => new Big(change ?? 0)
  return rows.sort((a, b) => size(a).cmp(size(b)) || (a.key.label < b.key.label ? -1 : 1))
}

/** The middle one of sorted values; the mean of the two middle ones where their number is even. */
function medianOf(sorted: readonly DecimalString[]): DecimalString | null {
  if (sorted.length === 0) return null
  const middle = Math.floor((sorted.length - 1) / 2)
  const [low, high] = [sorted[middle]!, sorted[sorted.length - 1 - middle]!]
  return toPlain(new Big(low).plus(high).times('0.5'))
}
