import Big from 'big.js'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import { timeSeriesOf as liquidationSeries } from '../liquidations/timeSeries.ts'
import { MarketCapAnswer } from '../marketCap/marketCap.ts'
import { timeSeriesOf as capSeries } from '../marketCap/series.ts'
import { timeSeriesOf as openInterestSeries } from '../openInterest/timeSeries.ts'
import type { Notice } from '../quality/meta.ts'
import { METRICS, type EpisodeAnswer, type EpisodeMetric } from './answer.ts'

export type EpisodeAlignment = 'PEAK' | 'FLUSH' | 'TROUGH'
export type EpisodeSeriesMeasure = 'OPEN_INTEREST' | 'BITCOIN_PRICE' | 'TOTAL_CAP' | 'LIQUIDATIONS'

type Column = readonly (DecimalString | null)[]

export interface MetricValue {
  readonly episode: EpisodeAnswer
  readonly value: DecimalString | null
  readonly difference: DecimalString | null
  readonly differenceFraction: DecimalString | null
  readonly rank: number | null
}

export interface MetricRow {
  readonly metric: EpisodeMetric
  readonly values: readonly MetricValue[]
}

/** Each value against the first, and its rank: 1 is the largest, equal ones have one rank. Of a first that is not above 0 nothing is a part. */
export function againstFirst(values: Column): Omit<MetricValue, 'episode'>[] {
  const first = values[0] ?? null
  const known = values.flatMap((value) => (value === null ? [] : [new Big(value)]))
  return values.map((value) => {
    if (value === null) return { value, difference: null, differenceFraction: null, rank: null }
    const own = new Big(value)
    const difference = first === null ? null : own.minus(first)
    return {
      value,
      difference: difference && toPlain(difference),
      differenceFraction:
        difference && first !== null && new Big(first).gt(0) ? (ratio(difference, first) ?? null) : null,
      rank: 1 + known.filter((other) => other.gt(own)).length,
    }
  })
}

/** A column with 100 at one place; null where either value is not known, or that one is 0. */
export function indexed(column: Column, at: number): Column {
  const begin = column[at] ?? null
  return column.map((value) =>
    value === null || begin === null ? null : (ratio(new Big(value).times(100), begin) ?? null),
  )
}

export interface ComparisonArguments {
  readonly align: EpisodeAlignment
  readonly hoursBefore: number
  readonly hoursAfter: number
}

/** Episodes against the first of them, on the same venues, measures and axis. */
export class Comparison {
  readonly episodes: readonly EpisodeAnswer[]
  readonly align: EpisodeAlignment
  readonly #before: number
  readonly #after: number

  constructor(episodes: readonly EpisodeAnswer[], { align, hoursBefore, hoursAfter }: ComparisonArguments) {
    this.episodes = episodes
    this.align = align
    this.#before = hoursBefore
    this.#after = hoursAfter
  }

  get offsets(): number[] {
    return Array.from({ length: this.#before + this.#after + 1 }, (_, at) => at - this.#before)
  }

  async metrics(): Promise<MetricRow[]> {
    return Promise.all(
      METRICS.map(async (metric) => {
        const values = await Promise.all(this.episodes.map((episode) => episode.metric(metric)))
        return {
          metric,
          values: againstFirst(values).map((value, at) => ({ episode: this.episodes[at]!, ...value })),
        }
      }),
    )
  }

  async series(measure: EpisodeSeriesMeasure) {
    return Promise.all(
      this.episodes.map(async (episode) => {
        const level = await this.#levelOf(episode, measure)
        const none = level.map(() => null)
        return { episode, level, index: measure === 'LIQUIDATIONS' ? none : indexed(level, this.#before) }
      }),
    )
  }

  /** By hour of the axis: what is told of each hour stands at its end. */
  async #levelOf(episode: EpisodeAnswer, measure: EpisodeSeriesMeasure): Promise<Column> {
    const window = this.#windowOf(episode)
    switch (measure) {
      case 'OPEN_INTEREST':
        return (await openInterestSeries(episode.openInterest(window), 'USD', undefined)).value
      case 'LIQUIDATIONS':
        return (await liquidationSeries(episode.liquidations(window), 'USD', undefined)).value
      case 'TOTAL_CAP':
        return (await capSeries(this.#caps(episode, window), 'CAP_USD', undefined, undefined)).value
      case 'BITCOIN_PRICE':
        return (await capSeries(this.#caps(episode, window), 'PRICE_USD', { asset: 'BTC' }, undefined)).value
    }
  }

  #caps({ context, catalog }: EpisodeAnswer, window: Window): MarketCapAnswer {
    return new MarketCapAnswer(context, catalog, {
      window,
      interval: 'HOUR',
      universe: 'ALL_LISTED',
      maxAgeMinutes: 1_440,
      asOf: undefined,
    })
  }

  /** The hours whose ends are the axis. */
  #windowOf({ row }: EpisodeAnswer): Window {
    const moment = { PEAK: row.peakAt, FLUSH: row.detectedAt, TROUGH: row.troughAt }[this.align].getTime()
    return {
      from: new Date(moment - (this.#before + 1) * HOUR_MS),
      to: new Date(moment + this.#after * HOUR_MS),
    }
  }

  /** Venues whose open interest or forced orders are known of some of the episodes only. */
  async notices(): Promise<Notice[]> {
    const [interest, orders] = await Promise.all([
      Promise.all(
        this.episodes.map(async (episode) => {
          const readings = await episode.openInterest().before()
          const venues = readings.filter(({ valueUsd }) => valueUsd !== null)
          return new Set(venues.map(({ marketId }) => episode.catalog.markets.get(marketId)!.exchangeId))
        }),
      ),
      Promise.all(
        this.episodes.map(async (episode) => new Set((await episode.liquidations().sums).covered.keys())),
      ),
    ])
    return [
      ...this.#ofSome(
        interest,
        'VENUE_OF_SOME',
        (venue, codes) =>
          `Open interest of ${venue} is not known at the high of ${codes}: levels are not on one basis.`,
      ),
      ...this.#ofSome(
        orders,
        'FEED_OF_SOME',
        (venue, codes) =>
          `Forced orders of ${venue} were not read in the flush of ${codes}: their sums are not on one basis.`,
      ),
    ]
  }

  /** A notice for each venue that is known of some episodes and not of the others. */
  #ofSome(
    known: readonly ReadonlySet<number>[],
    code: string,
    messageOf: (venue: string, codes: string) => string,
  ): Notice[] {
    const { catalog } = this.episodes[0]!
    const all = new Set(known.flatMap((venues) => [...venues]))
    return [...all].flatMap((id) => {
      const missing = this.episodes.filter((_, at) => !known[at]!.has(id))
      if (missing.length === 0) return []
      const codes = missing.map(({ row }) => row.code).join(', ')
      return [{ code, message: messageOf(catalog.exchanges.get(id)!.code, codes) }]
    })
  }
}
