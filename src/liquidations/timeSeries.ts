import { INTERVALS } from '../lib/buckets.ts'
import { InputError } from '../lib/errors.ts'
import { ratio, sum, type DecimalString } from '../lib/decimal.ts'
import { HOUR_MS } from '../lib/time.ts'
import {
  checkDimensions,
  groupMarkets,
  type Dimension,
  type GroupKey,
  type LiquidationSize,
} from '../markets/groups.ts'
import { readTransforms, type Unit } from '../measures/transform.ts'
import { planSeries, toTimeSeries, type SeriesPlan, type TimeSeries } from '../measures/timeSeries.ts'
import { coverageOfBuckets, type CoveredSpans } from '../quality/coverage.ts'
import { getCovered } from '../quality/store.ts'
import { readGroupBuckets } from './groupSums.ts'
import type { LiquidationAnswer } from './resolvers.ts'
import {
  getGroupBuckets,
  getLiquidationBuckets,
  type FlowSum,
  type GroupBuckets,
  type LiquidationBuckets,
} from './store.ts'

export type LiquidationMeasure = 'USD' | 'LONG_USD' | 'SHORT_USD' | 'LONG_SHARE' | 'ORDER_COUNT'
export type LiquidationDimension = Dimension | 'SIZE'

type TransformArgument = Parameters<typeof readTransforms>[0]

export const UNIT_OF: Record<LiquidationMeasure, Unit> = {
  USD: 'USD',
  LONG_USD: 'USD',
  SHORT_USD: 'USD',
  LONG_SHARE: 'FRACTION',
  ORDER_COUNT: 'COUNT',
}

/** What each measure is made of. */
const SUMS_OF: Record<LiquidationMeasure, readonly FlowSum[]> = {
  USD: ['usd'],
  LONG_USD: ['long'],
  SHORT_USD: ['short'],
  LONG_SHARE: ['long', 'usd'],
  ORDER_COUNT: ['orders'],
}

function columnOfSum({ longUsd, shortUsd, orderCount }: LiquidationBuckets, name: FlowSum): DecimalString[] {
  switch (name) {
    case 'usd':
      return longUsd.map((long, row) => sum([long, shortUsd[row]!]))
    case 'long':
      return [...longUsd]
    case 'short':
      return [...shortUsd]
    case 'orders':
      return orderCount.map(String)
  }
}

export const SIZES: readonly LiquidationSize[] = ['BELOW_10K', 'FROM_10K', 'FROM_100K', 'FROM_1M', 'FROM_10M']

/** One measure of all orders by bucket. */
export async function timeSeriesOf(
  answer: LiquidationAnswer,
  measure: LiquidationMeasure,
  transform: TransformArgument,
): Promise<TimeSeries> {
  const { window, interval, selection, pool } = answer
  const plan = planSeries(window, interval, readTransforms(transform, ['transform']))
  const buckets = await getLiquidationBuckets(pool, selection, plan.read, interval)
  const sums = SUMS_OF[measure].map((name) => columnOfSum(buckets, name))
  const column = columnOf(
    plan,
    measure,
    { start: buckets.start, sums },
    buckets.covered,
    selection.exchangeIds,
  )
  return toTimeSeries(plan, UNIT_OF[measure], column)
}

export interface LiquidationGroupSeries {
  readonly key: GroupKey
  readonly totalUsd: DecimalString
  readonly series: TimeSeries
}

/** One measure by bucket of each group, the largest groups first. */
export async function timeSeriesBy(
  answer: LiquidationAnswer,
  by: readonly LiquidationDimension[],
  measure: LiquidationMeasure,
  first: number,
  transform: TransformArgument,
): Promise<LiquidationGroupSeries[]> {
  const { window, interval, selection, pool, catalog } = answer
  checkDimensions(by, ['by'])
  const bySize = by.includes('SIZE')
  if (bySize && INTERVALS[interval].ms < HOUR_MS)
    throw new InputError(`Orders are kept by size class an hour at the finest, not by ${interval}.`, {
      reason: 'SIZE_BY_HOUR',
      argument: ['interval'],
      accepted: ['HOUR', 'FOUR_HOURS', 'TWELVE_HOURS', 'DAY', 'WEEK'],
    })
  const plan = planSeries(window, interval, readTransforms(transform, ['transform']))
  if (bySize) answer.assertSizesHeld(plan.read)
  const { groups, groupOf } = await groupsOf(answer, by)
  const exchangeIds = [...new Set(selection.marketIds.map((id) => catalog.markets.get(id)!.exchangeId))]
  const span = { window: plan.read, interval, since: new Date(plan.start[0]!) }
  const isPlain = !bySize && !selection.isOverlapping && selection.asOf === undefined
  const [found, covered] = await Promise.all([
    isPlain
      ? readGroupBuckets(
          answer.context.closes,
          selection,
          span,
          { groupOf },
          SUMS_OF[measure],
          plan.readStart,
          (id) => catalog.markets.get(id)!.exchangeId,
        )
      : getGroupBuckets(pool, selection, span, { groupOf, bySize }, SUMS_OF[measure]),
    getCovered(pool, 'LIQUIDATIONS', exchangeIds, plan.read, selection.asOf),
  ])
  const classes = bySize ? SIZES.length : 1
  return [...found]
    .map(([id, buckets]) => {
      const group = groups[Math.floor(id / classes)]!
      const venues = [...new Set(group.marketIds.map((market) => catalog.markets.get(market)!.exchangeId))]
      return {
        key: bySize ? withSize(group.key, by, SIZES[id % classes]!) : group.key,
        totalUsd: buckets.totalUsd,
        series: toTimeSeries(plan, UNIT_OF[measure], columnOf(plan, measure, buckets, covered, venues)),
      }
    })
    .sort((a, b) => Number(b.totalUsd) - Number(a.totalUsd) || (a.key.label < b.key.label ? -1 : 1))
    .slice(0, first)
}

/** The groups of the markets, without the size class, and the number of each market's group. */
export async function groupsOf(answer: LiquidationAnswer, by: readonly LiquidationDimension[]) {
  const { catalog, selection } = answer
  const tiers = by.includes('TIER') ? await answer.tiers : undefined
  const ofMarkets = by.filter((dimension): dimension is Dimension => dimension !== 'SIZE')
  const groups = groupMarkets(catalog, selection.marketIds, ofMarkets, (assetId) => tiers?.get(assetId))
  const numbers = new Map(groups.flatMap(({ marketIds }, at) => marketIds.map((id) => [id, at] as const)))
  return { groups, groupOf: selection.marketIds.map((id) => numbers.get(id)!) }
}

/** A group's key with the size class put where the caller asked for it. */
export function withSize(
  key: GroupKey,
  by: readonly LiquidationDimension[],
  size: LiquidationSize | null,
): GroupKey {
  const label = size ?? 'unknown'
  if (by.length === 1) return { size, label }
  return { ...key, size, label: by[0] === 'SIZE' ? `${label} / ${key.label}` : `${key.label} / ${label}` }
}

/** The measure in each bucket that is read: zero where the feeds were read and printed nothing, null where none was read. */
function columnOf(
  { readStart, read, interval }: SeriesPlan,
  measure: LiquidationMeasure,
  buckets: Pick<GroupBuckets, 'start' | 'sums'>,
  covered: CoveredSpans,
  exchangeIds: readonly number[],
): (DecimalString | null)[] {
  const coverage = coverageOfBuckets(covered, exchangeIds, read, readStart, INTERVALS[interval].ms)
  let row = 0
  return readStart.map((start, at) => {
    if (buckets.start[row] !== start) {
      if (coverage[at] === '0' || measure === 'LONG_SHARE') return null
      return '0'
    }
    const value = valueAt(measure, buckets.sums, row)
    row += 1
    return value
  })
}

function valueAt(measure: LiquidationMeasure, sums: GroupBuckets['sums'], row: number): DecimalString | null {
  const value = sums[0]![row]!
  return measure === 'LONG_SHARE' ? (ratio(value, sums[1]![row]!) ?? null) : value
}
