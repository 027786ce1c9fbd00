import Big from 'big.js'
import { apportion } from '../lib/apportion.ts'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import { select } from '../markets/catalog.ts'
import { checkDimensions, type GroupKey } from '../markets/groups.ts'
import type { Explanation } from '../measures/explain.ts'
import { findMethodology } from '../measures/registry.ts'
import { isKnown } from '../openInterest/change.ts'
import { getReadingsAt } from '../openInterest/store.ts'
import { coverageShare } from '../quality/coverage.ts'
import { readSizeSums, readWindowSums, totalOf, type BoundedSums, type LiquidationTotal } from './bounds.ts'
import type { Completeness } from './completeness.ts'
import type { LiquidationAnswer } from './resolvers.ts'
import type { MarketSums, SizeSums } from './store.ts'
import {
  groupsOf,
  SIZES,
  UNIT_OF,
  withSize,
  type LiquidationDimension,
  type LiquidationMeasure,
} from './timeSeries.ts'

export interface LiquidationGroup {
  readonly key: GroupKey
  readonly total: LiquidationTotal
  readonly share: DecimalString | null
}

/** Sums by one or two dimensions, largest first; they add up to the total, valued and unvalued orders alike. */
export async function breakdownOf(
  answer: LiquidationAnswer,
  by: readonly LiquidationDimension[],
  first: number,
): Promise<LiquidationGroup[]> {
  checkDimensions(by, ['by'])
  const { groups } = await groupsOf(answer, by)
  const { markets } = await answer.sums
  const cells = new Map<string, { key: GroupKey; sums: BoundedSums[] }>()
  const add = (key: GroupKey, row: BoundedSums) => {
    const cell = cells.get(key.label)
    if (cell) cell.sums.push(row)
    else cells.set(key.label, { key, sums: [row] })
  }
  const keyOf = new Map(groups.flatMap(({ key, marketIds }) => marketIds.map((id) => [id, key] as const)))
  if (by.includes('SIZE')) {
    answer.assertSizesHeld(answer.window)
    const bySize = await readSizeSums(answer.pool, answer.catalog, answer.selection, answer.window)
    for (const row of bySize) add(withSize(keyOf.get(row.marketId)!, by, SIZES[row.size]!), row)
    for (const rest of unsized(markets, bySize)) add(withSize(keyOf.get(rest.marketId)!, by, null), rest)
  } else for (const row of markets) add(keyOf.get(row.marketId)!, row)
  const rows = [...cells.values()].map(({ key, sums }) => ({ key, total: totalOf(sums) }))
  rows.sort((a, b) => new Big(b.total.usd).cmp(a.total.usd) || (a.key.label < b.key.label ? -1 : 1))
  const shares = apportion(rows.map(({ total }) => total.usd))
  return rows.slice(0, first).map((row, at) => ({ ...row, share: shares?.[at] ?? null }))
}

/** What the size classes leave of each market's orders: those without a USD value. */
function unsized(markets: readonly BoundedSums[], sizes: readonly SizeSums[]): BoundedSums[] {
  const counted = new Map<number, { long: number; short: number }>()
  for (const { marketId, longCount, shortCount } of sizes) {
    const { long, short } = counted.get(marketId) ?? { long: 0, short: 0 }
    counted.set(marketId, { long: long + longCount, short: short + shortCount })
  }
  return markets.flatMap((row) => {
    if (row.unvaluedCount === 0) return []
    const { long, short } = counted.get(row.marketId) ?? { long: 0, short: 0 }
    return [
      {
        ...row,
        longUsd: '0',
        shortUsd: '0',
        floorUsd: '0',
        longCount: row.longCount - long,
        shortCount: row.shortCount - short,
        largestUsd: null,
      },
    ]
  })
}

export type RollingLength = 'HOUR' | 'FOUR_HOURS' | 'TWELVE_HOURS' | 'DAY' | 'WEEK'

const LENGTH_MS: Record<RollingLength, number> = {
  HOUR: HOUR_MS,
  FOUR_HOURS: 4 * HOUR_MS,
  TWELVE_HOURS: 12 * HOUR_MS,
  DAY: 24 * HOUR_MS,
  WEEK: 168 * HOUR_MS,
}

export interface RollingLiquidations {
  readonly length: RollingLength
  readonly window: Window
  readonly total: LiquidationTotal | null
  readonly coverage: DecimalString
  readonly completeness: Completeness
}

/** Totals of the last so long of the window; it may begin before the window does. */
export async function rollingOf(
  answer: LiquidationAnswer,
  length: RollingLength,
): Promise<RollingLiquidations> {
  const { to } = answer.window
  const window = { from: new Date(to.getTime() - LENGTH_MS[length]), to }
  const sums = await readWindowSums(answer.pool, answer.catalog, answer.selection, window)
  const { markets, covered } = sums
  return {
    length,
    window,
    total: markets.length === 0 && covered.size === 0 ? null : totalOf(markets),
    coverage: coverageShare(covered, answer.selection.exchangeIds, window),
    completeness: answer.weakestOf(sums),
  }
}

/** How much of the total a few assets carry; null without a total above zero. */
export async function concentrationOf(answer: LiquidationAnswer, top: number) {
  const total = await answer.total()
  if (total === null || total.usd === '0') return null
  const groups = await answer.groupBy(({ assetId }) => assetId)
  const largest = groups.slice(0, top)
  const topUsd = sum(largest.map((row) => row.total!.usd))
  const bitcoin = groups.find(({ key }) => answer.catalog.assets.get(key)?.code === 'BTC')
  const altcoinUsd = toPlain(new Big(total.usd).minus(bitcoin?.total?.usd ?? 0))
  const squares = groups.reduce((all, row) => all.plus(new Big(row.total!.usd).pow(2)), new Big(0))
  return {
    top,
    assets: largest.map(({ key, total: own, share }) => ({ assetId: key, total: own!, share })),
    topUsd,
    topShare: ratio(topUsd, total.usd)!,
    altcoinUsd,
    altcoinShare: ratio(altcoinUsd, total.usd)!,
    largestOrderShare: total.largestUsd === null ? null : (ratio(total.largestUsd, total.usd) ?? null),
    herfindahl: ratio(squares, new Big(total.usd).pow(2))!,
  }
}

/** How old a reading of open interest may be at most: a day, as everywhere by default. */
const OPEN_INTEREST_AGE_MINUTES = 1_440

/** Liquidations over the open interest that stood before them, on the same markets; null when either is not known. */
export async function intensityOf(answer: LiquidationAnswer) {
  const { selection, window, pool, catalog } = answer
  const venues = { exchanges: selection.exchangeIds.map((id) => catalog.exchanges.get(id)!.code) }
  if (venues.exchanges.length === 0) return null
  const held = new Set(select(catalog, 'OPEN_INTEREST', undefined, venues).marketIds)
  const marketIds = selection.marketIds.filter((id) => held.has(id))
  const [total, readings] = await Promise.all([
    answer.total(),
    getReadingsAt(pool, marketIds, window.from, OPEN_INTEREST_AGE_MINUTES, selection.asOf),
  ])
  const known = readings.filter(isKnown)
  if (total === null || known.length === 0 || known.length < readings.length) return null
  const openInterestUsd = sum(known.map(({ valueUsd }) => valueUsd))
  const share = ratio(total.usd, openInterestUsd)
  return share === undefined ? null : { liquidatedUsd: total.usd, openInterestUsd, ratio: share }
}

/** The markets that make a number of the window. */
export async function explain(answer: LiquidationAnswer, measure: LiquidationMeasure): Promise<Explanation> {
  const { markets } = await answer.sums
  const total = await answer.total()
  const value = {
    USD: total?.usd,
    LONG_USD: total?.longUsd,
    SHORT_USD: total?.shortUsd,
    LONG_SHARE: total?.longShare,
    ORDER_COUNT: total && String(total.orderCount),
  }[measure]
  const usd = (row: MarketSums) => sum([row.longUsd, row.shortUsd])
  const partOf: Record<LiquidationMeasure, (row: MarketSums) => DecimalString | null> = {
    USD: usd,
    LONG_USD: ({ longUsd }) => longUsd,
    SHORT_USD: ({ shortUsd }) => shortUsd,
    LONG_SHARE: (row) => ratio(row.longUsd, usd(row)) ?? null,
    ORDER_COUNT: ({ longCount, shortCount }) => String(longCount + shortCount),
  }
  const isShare = measure === 'LONG_SHARE'
  return {
    methodology: findMethodology(isShare ? 'liquidations.longShare' : 'liquidations.total'),
    value: value ?? null,
    unit: UNIT_OF[measure],
    operation: isShare ? 'WEIGHTED_MEAN' : 'SUM',
    rows: markets.map((row) => {
      const { completeness, floorUsd } = row
      const part = floorUsd === usd(row) ? '' : 'in part '
      return {
        marketId: row.marketId,
        exchangeId: answer.catalog.markets.get(row.marketId)!.exchangeId,
        value: partOf[measure](row),
        ...(isShare ? { weight: usd(row) } : {}),
        ...(completeness === 'COMPLETE' ? {} : { note: `${completeness}: ${part}a lower bound` }),
      }
    }),
  }
}
