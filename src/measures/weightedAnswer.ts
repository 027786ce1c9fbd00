import { PLACES } from '../lib/figures.ts'
import { apportion } from '../lib/apportion.ts'
import { checkWholeHours, getBucketStarts, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { divideRounded, fromUnits } from '../lib/fixed.ts'
import type { LastRow, LastRowsRead } from '../lib/lastRows.ts'
import { ceilTo, DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import type { CapTier } from '../marketCap/attribution.ts'
import { getTiersAt } from '../marketCap/tiers.ts'
import type { Catalog, Selection } from '../markets/catalog.ts'
import { checkDimensions, groupMarkets, type Dimension, type GroupKey } from '../markets/groups.ts'
import type { Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import type { GridRead } from './carryColumns.ts'
import type { Explanation } from './explain.ts'
import { findMethodology } from './registry.ts'
import { planSeries, toTimeSeries, type TimeSeries } from './timeSeries.ts'
import { readTransforms, type Unit } from './transform.ts'
import {
  columnOf,
  extremesOf,
  sumsOf,
  weightOf,
  toFigureText,
  weightText,
  type Extremes,
  type Figure,
  type WeightedGrid,
  type WeightedMarket,
  type WeightedSums,
} from './weighted.ts'

export type TransformArgument = Parameters<typeof readTransforms>[0]

/** The longest age of a reading that a caller may allow. */
export const MAX_AGE_MINUTES = 10_080

/** A figure that is asked for: how it is made of cells, and what it counts. */
export interface WeightedMeasure {
  readonly figure: Figure
  readonly unit: Unit
  readonly methodology: string
  /** Which cells are meant, where a grid holds several; default: its own. */
  readonly pick?: (grid: WeightedGrid) => WeightedGrid
}

export interface WeightedQuestion {
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
}

const same = (grid: WeightedGrid) => grid

/** Digits of the rows of an explanation: they make the value to its last digit. */
const EXPLAIN_PLACES = 30
const FINER = 10n ** BigInt(EXPLAIN_PLACES - PLACES)

/** How a domain reads its cells. */
export type LoadGrid = (window: Window, interval: Interval) => Promise<WeightedGrid>

export interface WeightedGroup {
  readonly key: GroupKey
  readonly markets: readonly WeightedMarket[]
  readonly sums: WeightedSums
  readonly weightShare: DecimalString | null
}

export interface WeightedGroupSeries {
  readonly key: GroupKey
  readonly weightShare: DecimalString | null
  readonly series: TimeSeries
}

export interface WeightedExtremes extends Extremes {
  readonly days: number
}

/**
 * One answer to a measure that is a mean over markets, each weighted by its size: what is read is read once, when a field first asks
 * for it.
 */
export abstract class WeightedAnswer {
  readonly context: Context
  readonly catalog: Catalog
  readonly selection: Selection
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
  readonly load: LoadGrid
  #grid: Promise<WeightedGrid> | undefined
  #tiers: Promise<ReadonlyMap<number, CapTier>> | undefined

  /** @throws InputError WINDOW_NOT_WHOLE_HOURS, INTERVAL_TOO_FINE, TOO_MANY_BUCKETS */
  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    { window, interval, maxAgeMinutes }: WeightedQuestion,
    load: LoadGrid,
  ) {
    checkWholeHours(window, interval)
    getBucketStarts(window, interval)
    this.context = context
    this.catalog = catalog
    this.selection = selection
    this.window = window
    this.interval = interval
    this.maxAgeMinutes = maxAgeMinutes
    this.load = load
  }

  /** What a domain reads of the markets. */
  readOf(window: Window, interval: Interval): GridRead {
    const { marketIds, asOf } = this.selection
    const scopeOf = (id: number) => this.catalog.markets.get(id)!.exchangeId
    return { marketIds, scopeOf, window, interval, maxAgeMs: ageOf(this), asOf }
  }

  get grid(): Promise<WeightedGrid> {
    return (this.#grid ??= this.load(this.window, this.interval))
  }

  /** Size classes of assets at the window's begin. */
  get tiers(): Promise<ReadonlyMap<number, CapTier>> {
    return (this.#tiers ??= getTiersAt(this.context.database.pool, this.window.from, this.selection.asOf))
  }

  /** Over all markets and buckets of the window. */
  async sums(): Promise<WeightedSums> {
    const { markets, starts } = await this.grid
    return sumsOf(markets, 0, starts.length)
  }

  /** Over all markets in the last bucket. */
  async lastSums(): Promise<WeightedSums> {
    const { markets, starts } = await this.grid
    return sumsOf(markets, starts.length - 1, starts.length)
  }

  /** Groups of markets that have a cell that counts, the heaviest first. */
  async breakdown(by: readonly Dimension[], first: number): Promise<WeightedGroup[]> {
    const grid = await this.grid
    const groups = await this.#groupsOf(grid, by, 0)
    return groups
      .slice(0, first)
      .map((group) => ({ ...group, sums: sumsOf(group.markets, 0, grid.starts.length) }))
  }

  async timeSeries(
    { figure, unit, pick = same }: WeightedMeasure,
    transform: TransformArgument,
  ): Promise<TimeSeries> {
    const plan = planSeries(this.window, this.interval, readTransforms(transform, ['transform']))
    const grid = pick(await (plan.read === this.window ? this.grid : this.load(plan.read, this.interval)))
    return toTimeSeries(plan, unit, columnOf(grid.markets, grid.starts.length, figure))
  }

  async timeSeriesBy(
    by: readonly Dimension[],
    { figure, unit, pick = same }: WeightedMeasure,
    first: number,
    transform: TransformArgument,
  ): Promise<WeightedGroupSeries[]> {
    checkDimensions(by, ['by'])
    const plan = planSeries(this.window, this.interval, readTransforms(transform, ['transform']))
    const grid = pick(await (plan.read === this.window ? this.grid : this.load(plan.read, this.interval)))
    const groups = await this.#groupsOf(grid, by, grid.starts.length - plan.start.length)
    return groups.slice(0, first).map(({ key, weightShare, markets }) => ({
      key,
      weightShare,
      series: toTimeSeries(plan, unit, columnOf(markets, grid.starts.length, figure)),
    }))
  }

  /** @param from the first bucket that counts; those before belong to the transforms */
  async #groupsOf({ starts, markets }: WeightedGrid, by: readonly Dimension[], from: number) {
    checkDimensions(by, ['by'])
    const tiers = by.includes('TIER') ? await this.tiers : undefined
    const byId = new Map(markets.map((market) => [market.marketId, market]))
    const ids = this.selection.marketIds.filter((id) => byId.has(id))
    const groups = groupMarkets(this.catalog, ids, by, (assetId) => tiers?.get(assetId))
      .map(({ key, marketIds }) => {
        const own = marketIds.map((id) => byId.get(id)!)
        return { key, markets: own, ...weightOf(own, from, starts.length) }
      })
      .filter(({ cells }) => cells > 0)
      .sort((a, b) =>
        a.weight === b.weight ? (a.key.label < b.key.label ? -1 : 1) : a.weight > b.weight ? -1 : 1,
      )
    const shares = apportion(groups.map(({ weight }) => String(weight)))
    return groups.map((group, at) => ({ ...group, weightShare: shares?.[at] ?? null }))
  }

  /** The figure of the last day up to the window's end, among those of the trailing days. */
  async extremes({ figure, pick = same }: WeightedMeasure, days: number): Promise<WeightedExtremes> {
    const { to } = this.window
    const from = new Date(ceilTo(to.getTime(), DAY_MS) - days * DAY_MS)
    const { starts, markets } = pick(await this.load({ from, to }, 'DAY'))
    return { days, ...extremesOf(starts, columnOf(markets, starts.length, figure)) }
  }

  /** The markets whose weighted mean the figure of the window is. */
  async explain(
    { figure, unit, methodology, pick = same }: WeightedMeasure,
    noWeight: string,
  ): Promise<Explanation> {
    const { starts, markets, weightScale } = pick(await this.grid)
    const size = starts.length
    const lasts = await this.lastReadings(await this.grid)
    return {
      methodology: findMethodology(methodology),
      value: toFigureText(figure.exact(sumsOf(markets, 0, size))),
      unit,
      operation: 'WEIGHTED_MEAN',
      rows: markets.flatMap((market) => {
        const sums = sumsOf([market], 0, size)
        if (sums.cells === 0 && sums.withoutWeight === 0) return []
        const last = lasts.get(market.marketId)
        const note =
          sums.cells === 0
            ? noWeight
            : sums.cells < size
              ? `known in ${sums.cells} of ${size} buckets`
              : undefined
        return [
          {
            marketId: market.marketId,
            // Not rounded to figures: the rows make the value to its last digit.
            value:
              sums.weight === 0n
                ? null
                : fromUnits(divideRounded(sums.product * FINER, sums.weight), EXPLAIN_PLACES),
            weight: sums.cells === 0 ? null : weightText(sums.weight, weightScale),
            ...(last === undefined ? {} : { sourceId: last.sourceId, readAt: last.readAt }),
            ...(note === undefined ? {} : { note }),
          },
        ]
      }),
    }
  }

  /** Where the value that stands in the last bucket comes from, by market. */
  abstract lastReadings(grid: WeightedGrid): Promise<ReadonlyMap<number, LastRow>>

  /** What stands in the bucket from `start` to the window's end. */
  protected lastOf(start: number): LastRowsRead {
    const { marketIds, asOf } = this.selection
    return { marketIds, since: new Date(start - ageOf(this)), to: this.window.to, asOf }
  }

  /** Venues of the basket that have no cell that counts; and markets that were left out. */
  async notices(value: string, weight: string): Promise<Notice[]> {
    const { markets, starts } = await this.grid
    const notices: Notice[] = []
    const known = markets.filter((market) => weightOf([market], 0, starts.length).cells > 0)
    const venues = new Set(known.map(({ marketId }) => this.catalog.markets.get(marketId)!.exchangeId))
    const silent = this.selection.exchangeIds.filter((id) => !venues.has(id))
    if (silent.length > 0)
      notices.push({
        code: 'NOT_READ',
        message: `Nothing of the window is known of: ${silent.map((id) => this.catalog.exchanges.get(id)!.code).join(', ')}.`,
      })
    const { withoutWeight, withoutValue } = sumsOf(markets, 0, starts.length)
    if (withoutWeight > 0)
      notices.push({
        code: 'NO_WEIGHT',
        message: `${withoutWeight} markets have ${value}, but no ${weight} young enough: they are left out.`,
      })
    if (withoutValue > 0)
      notices.push({
        code: 'NO_VALUE',
        message: `${withoutValue} markets have ${weight}, but not ${value}: they are left out.`,
      })
    return notices
  }
}

/** Age in ms from the argument in minutes. */
export const ageOf = ({ maxAgeMinutes }: Pick<WeightedQuestion, 'maxAgeMinutes'>): number =>
  maxAgeMinutes * 60_000

/** The last whole hour before a moment that is a whole hour. */
export const hourBefore = (to: Date): Window => ({ from: new Date(to.getTime() - HOUR_MS), to })

/** Checks over how many trailing days a value is ranked. @throws InputError OUT_OF_RANGE */
export function checkDays(days: number): number {
  if (days < 2 || days > 1_000)
    throw new InputError(`\`days\` is ${days}.`, {
      reason: 'OUT_OF_RANGE',
      argument: ['days'],
      accepted: 'a whole number from 2 to 1000',
    })
  return days
}
