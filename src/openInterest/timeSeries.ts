import type { DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { checkDimensions, type Dimension, type GroupKey } from '../markets/groups.ts'
import { sumsOf, type CarriedSums } from '../measures/carry.ts'
import { planSeries, toTimeSeries, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms, type Unit } from '../measures/transform.ts'
import { byOpenInterest } from './breakdown.ts'
import type { OpenInterestAnswer } from './resolvers.ts'
import { carriedOf, type OpenInterestSums } from './series.ts'

export type OpenInterestMeasure =
  'USD' | 'CARRIED_USD' | 'COINS' | 'MARKETS_KNOWN' | 'MARKETS_REPORTING' | 'MARKETS_MISSING'

const UNIT_OF: Record<OpenInterestMeasure, Unit> = {
  USD: 'USD',
  CARRIED_USD: 'USD',
  COINS: 'COINS',
  MARKETS_KNOWN: 'COUNT',
  MARKETS_REPORTING: 'COUNT',
  MARKETS_MISSING: 'COUNT',
}

type TransformArgument = Parameters<typeof readTransforms>[0]

/** One measure of all markets by bucket. */
export async function timeSeriesOf(
  answer: OpenInterestAnswer,
  measure: OpenInterestMeasure,
  transform: TransformArgument,
): Promise<TimeSeries> {
  const transforms = readTransforms(transform, ['transform'])
  const plan = planSeries(answer.window, answer.interval, transforms)
  const marketIds = await answer.marketIds()
  if (measure === 'COINS') checkOneAsset(answer, marketIds, ['measure'])
  const sums = await answer.carried(plan.read, answer.interval, plan.readStart, {
    unit: measure === 'COINS' ? 'COINS' : 'USD',
  })
  return toTimeSeries(plan, UNIT_OF[measure], columnOf(sums, measure, 0))
}

export interface OpenInterestGroupSeries {
  readonly key: GroupKey
  readonly nowUsd: DecimalString | null
  readonly series: TimeSeries
}

/** One measure by bucket of each group, the largest groups at the window's end first. */
export async function timeSeriesBy(
  answer: OpenInterestAnswer,
  by: readonly Dimension[],
  measure: OpenInterestMeasure,
  first: number,
  transform: TransformArgument,
): Promise<OpenInterestGroupSeries[]> {
  checkDimensions(by, ['by'])
  const transforms = readTransforms(transform, ['transform'])
  const plan = planSeries(answer.window, answer.interval, transforms)
  const after = answer.after()
  // Awaited below; a failure of it must not go unheard when something else fails first.
  after.catch(() => undefined)
  const groups = await answer.groupsBy(by)
  const told =
    groups.length <= first
      ? groups
      : byOpenInterest(groups, await after)
          .slice(0, first)
          .map(({ group }) => group)
  if (measure === 'COINS') for (const { marketIds } of told) checkOneAsset(answer, marketIds, ['measure'])
  const numbers = new Map(told.flatMap(({ marketIds }, at) => marketIds.map((id) => [id, at] as const)))
  const marketIds = [...numbers.keys()]
  const sums = await answer.carried(plan.read, answer.interval, plan.readStart, {
    marketIds,
    groupOf: [...numbers.values()],
    unit: measure === 'COINS' ? 'COINS' : 'USD',
  })
  const numberOf = new Map(told.map((group, at) => [group, at]))
  return byOpenInterest(told, await after).flatMap(({ group, nowUsd }) => {
    const at = numberOf.get(group)!
    if (nowUsd === null && !wasRead(sums, at)) return []
    const series = toTimeSeries(plan, UNIT_OF[measure], columnOf(sums, measure, at))
    return [{ key: group.key, nowUsd, series }]
  })
}

/** Whether any market of the group was known or expected at any time of it. */
function wasRead({ buckets, known, missing }: CarriedSums, group: number): boolean {
  const own = (column: Int32Array) => column.subarray(group * buckets, (group + 1) * buckets)
  return own(known).some((count) => count > 0) || own(missing).some((count) => count > 0)
}

/**
 * Coins of several assets have no sum.
 * @throws InputError COINS_OF_SEVERAL_ASSETS
 */
export function checkOneAsset(
  answer: OpenInterestAnswer,
  marketIds: readonly number[],
  argument: readonly string[],
): void {
  if (marketIds.length === 0 || answer.isOneAsset(marketIds)) return
  throw new InputError('Coins of several assets have no sum.', {
    reason: 'COINS_OF_SEVERAL_ASSETS',
    argument,
    accepted: 'USD, a filter on one asset, or a breakdown by ASSET',
  })
}

function columnOf(
  sums: OpenInterestSums,
  measure: OpenInterestMeasure,
  group: number,
): (DecimalString | null)[] {
  if (measure === 'USD' || measure === 'COINS') return sumsOf(sums, group)
  if (measure === 'CARRIED_USD') return carriedOf(sums, group)
  const { buckets, known, reporting, missing } = sums
  const counts = { MARKETS_KNOWN: known, MARKETS_REPORTING: reporting, MARKETS_MISSING: missing }[measure]
  return Array.from(counts.subarray(group * buckets, (group + 1) * buckets), String)
}
