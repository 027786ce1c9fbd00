import type { Resolvers } from '../generated/graphql.ts'
import { checkWholeHours, checkWindow, getBucketStarts, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { sum, type DecimalString } from '../lib/decimal.ts'
import { quotient } from '../lib/figures.ts'
import type { Window } from '../lib/time.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkDimensions, type Dimension, type GroupKey } from '../markets/groups.ts'
import { checkAsOf } from '../measures/asOf.ts'
import type { Explanation } from '../measures/explain.ts'
import { largestGroups, readGroups } from '../measures/knownGroups.ts'
import { findMethodology } from '../measures/registry.ts'
import { planSeries, toTimeSeries, type SeriesPlan, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms, type Unit } from '../measures/transform.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { readVolumeBuckets } from './buckets.ts'
import { getOverlappingBuckets, type VolumeBuckets, type VolumeMarket } from './store.ts'

export type VolumeKind = 'SPOT' | 'PERPETUAL'
export type VolumeMeasure =
  | 'SPOT_USD'
  | 'PERPETUAL_USD'
  | 'SPOT_SHARE'
  | 'SPOT_NET_TAKER_USD'
  | 'PERPETUAL_NET_TAKER_USD'
  | 'SPOT_KNOWN_USD'
  | 'PERPETUAL_KNOWN_USD'

const KINDS: readonly VolumeKind[] = ['SPOT', 'PERPETUAL']

type Column = readonly (DecimalString | null)[]
type TransformArgument = Parameters<typeof readTransforms>[0]

/** Sums of one side of trading over the window. */
export interface VolumeTotal {
  readonly usd: DecimalString | null
  readonly knownUsd: DecimalString | null
  readonly netTakerUsd: DecimalString | null
  readonly marketCount: number
  readonly takerMarketCount: number
}

/** What is read of a window: sums of group x 2 + side, and the markets that make them. */
interface Read {
  readonly groups: ReadonlyMap<number, VolumeBuckets>
  readonly markets: readonly VolumeMarket[]
  readonly groupOf: ReadonlyMap<number, number>
}

export interface VolumeGroupSeries {
  readonly key: GroupKey
  readonly knownUsd: DecimalString
  readonly series: TimeSeries
}

/** One answer to `volume`: what is read is read once, when a field first asks for it. */
export class VolumeAnswer {
  readonly #context: Context
  readonly #catalog: Catalog
  readonly #selection: Selection
  readonly #window: Window
  readonly #interval: Interval
  #own: Promise<Read> | undefined

  constructor(context: Context, catalog: Catalog, selection: Selection, window: Window, interval: Interval) {
    this.#context = context
    this.#catalog = catalog
    // Dated futures are neither spot nor perpetual.
    const marketIds = selection.marketIds.filter((id) => catalog.markets.get(id)!.kind !== 'FUTURE')
    this.#selection = { ...selection, marketIds }
    this.#window = window
    this.#interval = interval
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.#selection
    return createMeta(this.#catalog, {
      families: ['CANDLES'],
      window: this.#window,
      asOf,
      exchangeIds,
      methodology: ['volume.spotShare', 'volume.netTaker'],
      notices: this.#notices(),
    })
  }

  async #notices(): Promise<Notice[]> {
    const { markets } = await this.#whole()
    const notices: Notice[] = []
    const sides = await Promise.all(KINDS.map((kind) => this.total(kind)))
    const late = markets.filter(({ firstAt }) => firstAt > this.#window.from.getTime()).length
    if (late > 0)
      notices.push({
        code: 'BASKET_CHANGES',
        message: `The bars of ${late} markets begin within the window: sums grow with them.`,
      })
    for (const [at, { usd, knownUsd, marketCount, takerMarketCount }] of sides.entries()) {
      const side = KINDS[at]!.toLowerCase()
      if (marketCount === 0)
        notices.push({ code: 'NO_BARS', message: `No ${side} market has a bar in the window.` })
      else if (usd === null && knownUsd !== null)
        notices.push({
          code: 'BARS_MISSING',
          message: `Bars of some ${side} markets are missing: what is held adds up to a lower bound.`,
        })
      if (marketCount > takerMarketCount)
        notices.push({
          code: 'NO_TAKERS',
          message: `${marketCount - takerMarketCount} of ${marketCount} ${side} markets don't tell takers apart: they are in no net taker volume.`,
        })
    }
    return notices
  }

  /** The whole window as one group. */
  #whole(): Promise<Read> {
    return (this.#own ??= this.#read(this.#window, () => 0))
  }

  async #read(window: Window, groupOf: (marketId: number) => number, withTakers = true): Promise<Read> {
    const { marketIds, asOf } = this.#selection
    const numbers = marketIds.map((id) => groupOf(id) * 2 + this.#sideOf(id))
    const question = { marketIds, groupOf: numbers, window, interval: this.#interval, withTakers, asOf }
    const { groups, markets } = this.#isOverlapping()
      ? await getOverlappingBuckets(this.#context.database.pool, question)
      : await readVolumeBuckets(
          this.#context.closes,
          question,
          getBucketStarts(window, this.#interval),
          (id) => this.#catalog.markets.get(id)!.exchangeId,
        )
    return { groups, markets, groupOf: new Map(marketIds.map((id, at) => [id, numbers[at]!])) }
  }

  #sideOf(marketId: number): 0 | 1 {
    return this.#catalog.markets.get(marketId)!.kind === 'SPOT' ? 0 : 1
  }

  /** Whether several feeds hold bars of one venue, or one feed bars of many. */
  #isOverlapping(): boolean {
    const read = this.#catalog.readSources.get('CANDLES') ?? []
    const venues = read.map(({ exchangeId }) => exchangeId)
    return venues.includes(null) || new Set(venues).size < venues.length
  }

  async total(kind: VolumeKind): Promise<VolumeTotal> {
    const read = await this.#whole()
    const side = KINDS.indexOf(kind)
    const starts = getBucketStarts(this.#window, this.#interval)
    const own = read.markets.filter(({ marketId }) => this.#sideOf(marketId) === side)
    const column = (of: 'usd' | 'net') => this.#column(read, side, starts, this.#window, of)
    return {
      usd: totalOf(column('usd')),
      knownUsd: own.length === 0 ? null : sum(own.map(({ knownUsd }) => knownUsd)),
      netTakerUsd: totalOf(column('net')),
      marketCount: own.length,
      takerMarketCount: own.filter(({ hasTakers }) => hasTakers).length,
    }
  }

  async spotShare(): Promise<DecimalString | null> {
    const [spot, perpetual] = await Promise.all(KINDS.map((kind) => this.total(kind)))
    return shareOf(spot!.usd, perpetual!.usd)
  }

  async timeSeries(measure: VolumeMeasure, transform: TransformArgument): Promise<TimeSeries> {
    const plan = planSeries(this.#window, this.#interval, readTransforms(transform, ['transform']))
    const read = await this.#read(plan.read, () => 0, needsTakers(measure))
    return this.#series(read, plan, 0, measure)
  }

  async timeSeriesBy(
    by: readonly Dimension[],
    measure: VolumeMeasure,
    first: number,
    transform: TransformArgument,
  ): Promise<VolumeGroupSeries[]> {
    checkDimensions(by, ['by'])
    const plan = planSeries(this.#window, this.#interval, readTransforms(transform, ['transform']))
    const groups = await readGroups(
      this.#context.database.pool,
      this.#catalog,
      this.#selection,
      by,
      this.#window.from,
    )
    const [read, own] = await Promise.all([
      this.#read(plan.read, groups.placeOf, needsTakers(measure)),
      plan.read === this.#window ? undefined : this.#whole(),
    ])
    const parts = (own ?? read).markets.map(({ marketId, knownUsd }) => ({ marketId, usd: knownUsd }))
    return largestGroups(groups, parts, first).map(({ place, key, knownUsd }) => ({
      key,
      knownUsd,
      series: this.#series(read, plan, place, measure),
    }))
  }

  #series(read: Read, plan: SeriesPlan, group: number, measure: VolumeMeasure): TimeSeries {
    const side = (at: 0 | 1, of: 'usd' | 'net' | 'known') =>
      this.#column(read, group * 2 + at, plan.readStart, plan.read, of)
    const [column, unit]: [Column, Unit] =
      measure === 'SPOT_SHARE'
        ? [sharesOf(side(0, 'usd'), side(1, 'usd')), 'FRACTION']
        : [side(measure.startsWith('SPOT') ? 0 : 1, PART_OF[measure]), 'USD']
    return toTimeSeries(plan, unit, column)
  }

  /** A sum by bucket; null where a market that is expected does not count. */
  #column(
    read: Read,
    number: number,
    starts: readonly number[],
    window: Window,
    of: 'usd' | 'net' | 'known',
  ): Column {
    const buckets = read.groups.get(number)
    const members = read.markets.filter(
      ({ marketId, hasTakers }) => read.groupOf.get(marketId) === number && (of !== 'net' || hasTakers),
    )
    const firsts = members.map(({ firstAt }) => firstAt).sort((a, b) => a - b)
    const begin = window.from.getTime()
    let row = 0
    let expected = 0
    return starts.map((start) => {
      const from = Math.max(start, begin)
      while (expected < firsts.length && firsts[expected]! <= from) expected++
      if (buckets?.start[row] !== start) return null
      const at = row++
      if (of === 'known') return buckets.knownUsd[at]!
      const counted = of === 'usd' ? buckets.full[at]! : buckets.takers[at]!
      if (expected === 0 || counted < expected) return null
      return of === 'usd' ? buckets.usd[at]! : buckets.netTakerUsd[at]!
    })
  }

  async explain(kind: VolumeKind): Promise<Explanation> {
    const { markets } = await this.#whole()
    const side = KINDS.indexOf(kind)
    const own = markets.filter(({ marketId }) => this.#sideOf(marketId) === side)
    return {
      methodology: findMethodology('volume.spotShare'),
      value: own.length === 0 ? null : sum(own.map(({ knownUsd }) => knownUsd)),
      unit: 'USD',
      operation: 'SUM',
      rows: own.map(({ marketId, knownUsd, hasTakers }) => ({
        marketId,
        value: knownUsd,
        ...(hasTakers ? {} : { note: 'takers are not told apart' }),
      })),
    }
  }
}

const PART_OF: Record<Exclude<VolumeMeasure, 'SPOT_SHARE'>, 'usd' | 'net' | 'known'> = {
  SPOT_USD: 'usd',
  PERPETUAL_USD: 'usd',
  SPOT_NET_TAKER_USD: 'net',
  PERPETUAL_NET_TAKER_USD: 'net',
  SPOT_KNOWN_USD: 'known',
  PERPETUAL_KNOWN_USD: 'known',
}

const needsTakers = (measure: VolumeMeasure) => measure.endsWith('NET_TAKER_USD')

/** The sum of a column that is known throughout. */
function totalOf(column: Column): DecimalString | null {
  return column.length > 0 && column.every((value) => value !== null) ? sum(column) : null
}

function sharesOf(spot: Column, perpetual: Column): Column {
  return spot.map((value, at) => shareOf(value, perpetual[at]!))
}

function shareOf(spot: DecimalString | null, perpetual: DecimalString | null): DecimalString | null {
  if (spot === null || perpetual === null) return null
  return quotient(
    spot,
    perpetual,
    (a, b) => [a, a.plus(b)],
    (a, b) => a / (a + b),
  )
}

export const volumeResolvers: Resolvers = {
  Query: {
    volume: async (_, { window: asked, interval, filter, basket, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      checkWholeHours(window, interval)
      getBucketStarts(window, interval)
      const moment = checkAsOf(asOf, context.now())
      const catalog = await context.catalog()
      const selection = select(catalog, 'CANDLES', filter, basket, moment)
      return new VolumeAnswer(context, catalog, selection, window, interval)
    },
  },
  Volume: {
    spot: (answer) => answer.total('SPOT'),
    perpetual: (answer) => answer.total('PERPETUAL'),
    spotShare: (answer) => answer.spotShare(),
    timeSeries: (answer, { measure, transform }) => answer.timeSeries(measure, transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      answer.timeSeriesBy(by, measure, checkCount(first, ['first'], 100), transform),
    explain: (answer, { kind }) => answer.explain(kind),
  },
}
