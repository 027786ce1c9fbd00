import Big from 'big.js'
import type { Resolvers, WindowEnds } from '../generated/graphql.ts'
import { checkWindow, getBucketStarts, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { ratio, toPlain } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { MINUTE_MS, type Window } from '../lib/time.ts'
import { getTiersAt } from '../marketCap/tiers.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { groupMarkets, type Dimension, type MarketGroup } from '../markets/groups.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { breakdownOf, explain, groupsWithReadings } from './breakdown.ts'
import { buildUpOf } from './buildUp.ts'
import { candlesOf } from './candles.ts'
import { changeBetween, isKnown, type OpenInterestChange } from './change.ts'
import { findHigh } from './high.ts'
import { getHighBounds } from './highBounds.ts'
import { noticesOf } from './notices.ts'
import { sumReadings, type ReadingSum } from './readingSum.ts'
import { getCarriedSums, OpenInterestColumns, type OpenInterestSums, type SeriesRequest } from './series.ts'
import { findFirstDay, getReadingsAt, MAX_AGE_MINUTES, type MarketReading } from './store.ts'
import { timeSeriesBy, timeSeriesOf } from './timeSeries.ts'

export interface OpenInterestArguments {
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
  readonly constantBasket?: boolean
  /** AT: a reading at the window's very begin or end stands there; BEFORE: the last one before it, as at the end of a bucket. */
  readonly ends?: WindowEnds
}

/** One answer to `openInterest`: what is read is read once, when a field first asks for it. */
export class OpenInterestAnswer {
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
  readonly constantBasket: boolean
  readonly ends: WindowEnds
  readonly context: Context
  readonly catalog: Catalog
  readonly selection: Selection
  #all: Promise<MarketReading[]> | undefined
  #marketIds: Promise<readonly number[]> | undefined
  #before: Promise<MarketReading[]> | undefined
  #after: Promise<MarketReading[]> | undefined

  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    { window, interval, maxAgeMinutes, constantBasket = false, ends = 'AT' }: OpenInterestArguments,
  ) {
    this.context = context
    this.catalog = catalog
    this.selection = selection
    this.window = window
    this.interval = interval
    this.maxAgeMinutes = maxAgeMinutes
    this.constantBasket = constantBasket
    this.ends = ends
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.selection
    return createMeta(this.catalog, {
      families: ['OPEN_INTEREST'],
      window: this.window,
      asOf,
      exchangeIds,
      methodology: [
        'openInterest.value',
        'openInterest.change',
        'openInterest.candle',
        'openInterest.buildUp',
      ],
      notices: this.#notices(),
    })
  }

  async #notices() {
    return noticesOf(this.catalog, this.selection, await this.before(), await this.after())
  }

  /** The markets that count: those of the selection, or of them those that could be read when the window began. */
  marketIds(): Promise<readonly number[]> {
    return (this.#marketIds ??= this.#findMarketIds())
  }

  async #findMarketIds(): Promise<readonly number[]> {
    if (!this.constantBasket) return this.selection.marketIds
    return (await this.#atBegin()).filter(isKnown).map(({ marketId }) => marketId)
  }

  /** Readings of the whole selection when the window begins. */
  #atBegin(): Promise<MarketReading[]> {
    return (this.#all ??= this.#readingsAt(this.selection.marketIds, this.window.from))
  }

  /** Readings of the markets that count, when the window begins. */
  before(): Promise<MarketReading[]> {
    return (this.#before ??= this.#atBegin().then((all) => (this.constantBasket ? all.filter(isKnown) : all)))
  }

  /** The same when it ends. */
  after(): Promise<MarketReading[]> {
    return (this.#after ??= this.marketIds().then((ids) => this.#readingsAt(ids, this.window.to)))
  }

  #readingsAt(marketIds: readonly number[], at: Date): Promise<MarketReading[]> {
    const { pool } = this.context.database
    // Clocks of venues are told in whole milliseconds.
    const last = this.ends === 'BEFORE' ? new Date(at.getTime() - 1) : at
    return getReadingsAt(pool, marketIds, last, this.maxAgeMinutes, this.selection.asOf)
  }

  /** Sums over any window by the rules of this answer; of all its markets in one group, unless told otherwise. */
  async carried(
    window: Window,
    interval: Interval,
    starts: readonly number[],
    more: Partial<Pick<SeriesRequest, 'marketIds' | 'groupOf' | 'unit'>> = {},
  ): Promise<OpenInterestSums> {
    const { database, closes } = this.context
    return getCarriedSums(database.pool, closes, {
      marketIds: await this.marketIds(),
      window,
      interval,
      starts,
      maxAgeMinutes: this.maxAgeMinutes,
      asOf: this.selection.asOf,
      ...more,
    })
  }

  async columnsOf(window: Window, interval: Interval): Promise<OpenInterestColumns> {
    const starts = getBucketStarts(window, interval)
    return new OpenInterestColumns(starts, await this.carried(window, interval, starts))
  }

  async groupsBy(by: readonly Dimension[]): Promise<MarketGroup[]> {
    const { pool } = this.context.database
    const tiers = by.includes('TIER')
      ? await getTiersAt(pool, this.window.from, this.selection.asOf)
      : undefined
    return groupMarkets(this.catalog, await this.marketIds(), by, (assetId) => tiers?.get(assetId))
  }

  /** Whether the coins of markets can be summed. */
  isOneAsset(marketIds: readonly number[]): boolean {
    return new Set(marketIds.map((id) => this.catalog.markets.get(id)!.assetId)).size === 1
  }

  async now(): Promise<ReadingSum> {
    const readings = await this.after()
    return sumReadings(readings, this.window.to, this.isOneAsset(readings.map(({ marketId }) => marketId)))
  }

  async change(): Promise<OpenInterestChange | null> {
    const [before, after] = await Promise.all([this.before(), this.after()])
    const isOneAsset = this.isOneAsset([...before, ...after].map(({ marketId }) => marketId))
    return changeBetween(before, after, isOneAsset) ?? null
  }

  async allTimeHigh() {
    const { closes, database } = this.context
    const { pool } = database
    const { maxAgeMinutes } = this
    const { asOf } = this.selection
    const marketIds = await this.marketIds()
    const since = await findFirstDay(pool, marketIds, asOf)
    // Where a reading at `window.to` itself counts in `now`, the minute that begins there is searched too.
    const until = new Date(this.window.to.getTime() + (this.ends === 'AT' ? MINUTE_MS : 0))
    if (!since || since >= until) return null
    const high = await findHigh(
      { from: since, to: until },
      {
        bounds: (grain, span) => getHighBounds(pool, closes, { marketIds, span, grain, maxAgeMinutes, asOf }),
        minutes: (span) => this.columnsOf(span, 'MINUTE'),
      },
    )
    if (!high) return null
    const { usd } = await this.now()
    const distance = usd === null ? null : new Big(usd).minus(high.usd)
    return {
      usd: high.usd,
      at: high.start,
      since,
      distanceUsd: distance && toPlain(distance),
      distanceFraction: distance && (ratio(distance, high.usd) ?? null),
    }
  }
}

/** @throws InputError OUT_OF_RANGE */
function checkRange(value: number, argument: string, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new InputError(`${argument} is ${value}.`, {
    reason: 'OUT_OF_RANGE',
    argument: [argument],
    accepted: `${least} to ${most}`,
  })
}

export const openInterestResolvers: Resolvers = {
  Query: {
    openInterest: async (
      _,
      { window: asked, interval, filter, basket, maxAgeMinutes, constantBasket, ends, asOf },
      context,
    ) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      getBucketStarts(window, interval)
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const catalog = await context.catalog()
      const selection = select(catalog, 'OPEN_INTEREST', filter, basket, moment)
      return new OpenInterestAnswer(context, catalog, selection, {
        window,
        interval,
        maxAgeMinutes,
        constantBasket,
        ends,
      })
    },
  },
  OpenInterest: {
    now: (answer) => answer.now(),
    change: (answer) => answer.change(),
    byExchange: async (answer) => {
      const { exchanges } = answer.catalog
      const basket = answer.selection.exchangeIds.map((exchangeId) => ({
        exchangeId,
        label: exchanges.get(exchangeId)!.code,
      }))
      const groups = await groupsWithReadings(answer, ['EXCHANGE'], basket)
      return groups.map(({ key, ...row }) => ({ exchangeId: key.exchangeId!, ...row }))
    },
    byAsset: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      const groups = await groupsWithReadings(answer, ['ASSET'])
      return groups.slice(0, first).map(({ key, ...row }) => ({ assetId: key.assetId!, ...row }))
    },
    allTimeHigh: (answer) => answer.allTimeHigh(),
    series: async (answer) => {
      const columns = await answer.columnsOf(answer.window, answer.interval)
      return { interval: answer.interval, columns }
    },
    breakdown: (answer, { by, first }) => breakdownOf(answer, by, checkCount(first, ['first'], 1_000)),
    timeSeries: (answer, { measure, transform }) => timeSeriesOf(answer, measure, transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      timeSeriesBy(answer, by, measure, checkCount(first, ['first'], 100), transform),
    ohlc: (answer, { unit }) => candlesOf(answer, unit),
    buildUp: (answer, { days, trailingDays }) =>
      buildUpOf(
        answer,
        checkRange(days, 'days', 1, 365),
        checkRange(trailingDays, 'trailingDays', 30, 3_650),
      ),
    explain: (answer, { figure }) => explain(answer, figure),
  },
  OpenInterestSeries: {
    points: ({ columns }) => {
      const { usd, marketsReporting, marketsCarried, marketsMissing } = columns
      return columns.start.map((start, index) => ({
        start,
        usd: usd[index]!,
        // Worked out only where it is asked for.
        get carriedUsd() {
          return columns.carriedUsd[index]!
        },
        marketsReporting: marketsReporting[index]!,
        marketsCarried: marketsCarried[index]!,
        marketsMissing: marketsMissing[index]!,
      }))
    },
  },
  OpenInterestCandles: {
    points: ({ start, open, high, low, close }) =>
      start.map((begin, at) => ({
        start: begin,
        open: open[at]!,
        high: high[at]!,
        low: low[at]!,
        close: close[at]!,
      })),
    columns: ({ start, open, high, low, close }) => ({
      start: [...start],
      open: [...open],
      high: [...high],
      low: [...low],
      close: [...close],
    }),
  },
  ExchangeOpenInterest: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId),
  },
  AssetOpenInterest: { asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId) },
}
