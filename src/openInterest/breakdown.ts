import Big from 'big.js'
import { apportion } from '../lib/apportion.ts'
import { sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import { checkDimensions, type Dimension, type GroupKey, type MarketGroup } from '../markets/groups.ts'
import type { ExplainRow, Explanation } from '../measures/explain.ts'
import { findMethodology } from '../measures/registry.ts'
import { changeBetween, splitChanges, type MarketChange, type OpenInterestChange } from './change.ts'
import { sumReadings, type ReadingSum } from './readingSum.ts'
import type { OpenInterestAnswer } from './resolvers.ts'
import type { MarketReading } from './store.ts'

export interface OpenInterestGroup {
  readonly key: GroupKey
  readonly now: ReadingSum
  readonly share: DecimalString | null
  readonly change: OpenInterestChange | null
}

/** Open interest by one or two dimensions, largest first: the groups of every market that was read by the window's end. */
export async function breakdownOf(
  answer: OpenInterestAnswer,
  by: readonly Dimension[],
  first: number,
): Promise<OpenInterestGroup[]> {
  checkDimensions(by, ['by'])
  return (await groupsWithReadings(answer, by)).slice(0, first)
}

/**
 * The groups with what stands of them, largest first, with shares that sum to exactly 1.
 * @param empty groups that are told even without a reading
 */
export async function groupsWithReadings(
  answer: OpenInterestAnswer,
  by: readonly Dimension[],
  empty: readonly GroupKey[] = [],
): Promise<OpenInterestGroup[]> {
  const [before, after, groups] = await Promise.all([answer.before(), answer.after(), answer.groupsBy(by)])
  const groupOf = new Map(groups.flatMap((group) => group.marketIds.map((id) => [id, group] as const)))
  const cells = new Map<string, { key: GroupKey; before: MarketReading[]; after: MarketReading[] }>(
    empty.map((key) => [key.label, { key, before: [], after: [] }]),
  )
  const put = (end: 'before' | 'after', readings: readonly MarketReading[]) => {
    for (const reading of readings) {
      const { key } = groupOf.get(reading.marketId)!
      const cell = cells.get(key.label) ?? { key, before: [], after: [] }
      cell[end].push(reading)
      cells.set(key.label, cell)
    }
  }
  put('before', before)
  put('after', after)
  const rows = [...cells.values()].map(({ key, ...ends }) => {
    const isOneAsset = answer.isOneAsset([...ends.before, ...ends.after].map(({ marketId }) => marketId))
    return {
      key,
      now: sumReadings(ends.after, answer.window.to, isOneAsset),
      change: changeBetween(ends.before, ends.after, isOneAsset) ?? null,
    }
  })
  rows.sort(
    (a, b) => new Big(b.now.knownUsd ?? 0).cmp(a.now.knownUsd ?? 0) || (a.key.label < b.key.label ? -1 : 1),
  )
  const shares = apportion(rows.map(({ now }) => now.knownUsd ?? '0'))
  return rows.map((row, at) => ({
    ...row,
    share: row.now.knownUsd === null ? null : (shares?.[at] ?? null),
  }))
}

/** Groups of markets in the order of their open interest at the window's end, largest first; those without any last. */
export function byOpenInterest(
  groups: readonly MarketGroup[],
  readings: readonly MarketReading[],
): { readonly group: MarketGroup; readonly nowUsd: DecimalString | null }[] {
  const valueOf = new Map(readings.map(({ marketId, valueUsd }) => [marketId, valueUsd]))
  const rows = groups.map((group) => {
    const known = group.marketIds.flatMap((id) => valueOf.get(id) ?? [])
    return { group, nowUsd: known.length === 0 ? null : sum(known) }
  })
  return rows.sort(
    (a, b) => new Big(b.nowUsd ?? -1).cmp(a.nowUsd ?? -1) || (a.group.key.label < b.group.key.label ? -1 : 1),
  )
}

export type OpenInterestFigure = 'NOW' | 'CHANGE' | 'PRICE_PART' | 'POSITION_PART'

const PART_OF: Record<Exclude<OpenInterestFigure, 'NOW'>, (change: MarketChange) => Big> = {
  CHANGE: ({ from, to }) => to.minus(from),
  PRICE_PART: ({ price }) => price,
  POSITION_PART: ({ position }) => position,
}

/** The markets that make a number; those that are left out of it stand with why. */
export async function explain(answer: OpenInterestAnswer, figure: OpenInterestFigure): Promise<Explanation> {
  const after = await answer.after()
  const readingOf = new Map(after.map((reading) => [reading.marketId, reading]))
  const rowOf = (marketId: number, value: DecimalString | null, note?: string): ExplainRow => {
    const reading = readingOf.get(marketId)
    return {
      marketId,
      value,
      ...(reading?.time ? { readAt: reading.time } : {}),
      ...(reading?.sourceId == null ? {} : { sourceId: reading.sourceId }),
      ...(note === undefined ? {} : { note }),
    }
  }
  if (figure === 'NOW') {
    const { knownUsd } = await answer.now()
    return {
      methodology: findMethodology('openInterest.value'),
      value: knownUsd,
      unit: 'USD',
      operation: 'SUM',
      rows: after.map(({ marketId, valueUsd }) =>
        valueUsd === null ? rowOf(marketId, null, 'its last reading is too old') : rowOf(marketId, valueUsd),
      ),
    }
  }
  const { parts, leftOut } = splitChanges(await answer.before(), after)
  const values = parts.map((part) => toPlain(PART_OF[figure](part)))
  return {
    methodology: findMethodology('openInterest.change'),
    value: parts.length === 0 ? null : sum(values),
    unit: 'USD',
    operation: 'SUM',
    rows: [
      ...parts.map(({ marketId }, at) => rowOf(marketId, values[at]!)),
      ...leftOut.map((marketId) => rowOf(marketId, null, 'read at one end of the window alone')),
    ],
  }
}
