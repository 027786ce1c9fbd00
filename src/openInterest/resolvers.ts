import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { apportion } from '../lib/apportion.ts'
import { checkWindow, getBucketStarts, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import { MINUTE_MS, type Window } from '../lib/time.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { changeBetween, isKnown, type OpenInterestChange } from './change.ts'
import { findHigh } from './high.ts'
import { getCarriedSums, OpenInterestColumns } from './series.ts'
import { findFirstDay, getHighBounds, getReadingsAt, MAX_AGE_MINUTES, type MarketReading } from './store.ts'

/** The sum of readings at one moment. */
export interface ReadingSum {
  readonly at: Date
  readonly usd: DecimalString | null
  readonly knownUsd: DecimalString | null
  readonly marketsKnown: number
  readonly marketsMissing: number
  readonly oldestReadingAt: Date | null
}

export interface OpenInterestGroup {
  readonly key: number
  readonly now: ReadingSum
  readonly share: DecimalString | null
  readonly change: OpenInterestChange | null
}

/** One answer to `openInterest`: what is read is read once, when a field first asks for it. */
export class OpenInterestAnswer {
  readonly window: Window
  readonly interval: Interval
  readonly maxAgeMinutes: number
  readonly #context: Context
  readonly #catalog: Catalog
  readonly #selection: Selection
  #before: Promise<MarketReading[]> | undefined
  #after: Promise<MarketReading[]> | undefined

  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    { window, interval, maxAgeMinutes }: { window: Window; interval: Interval; maxAgeMinutes: number },
  ) {
    this.#context = context
    this.#catalog = catalog
    this.#selection = selection
    this.window = window
    this.interval = interval
    this.maxAgeMinutes = maxAgeMinutes
  }

  get meta(): Meta {
    return createMeta(this.#catalog, {
      families: ['OPEN_INTEREST'],
      window: this.window,
      exchangeIds: this.#selection.exchangeIds,
      methodology: ['openInterest.value', 'openInterest.change'],
    })
  }

  get exchangeIds(): readonly number[] {
    return this.#selection.exchangeIds
  }

  before(): Promise<MarketReading[]> {
    return (this.#before ??= this.#readingsAt(this.window.from))
  }

  after(): Promise<MarketReading[]> {
    return (this.#after ??= this.#readingsAt(this.window.to))
  }

  #readingsAt(at: Date): Promise<MarketReading[]> {
    return getReadingsAt(this.#context.database.pool, this.#selection.marketIds, at, this.maxAgeMinutes)
  }

  async columnsOf(window: Window, interval: Interval): Promise<OpenInterestColumns> {
    const starts = getBucketStarts(window, interval)
    const sums = await getCarriedSums(this.#context.database.pool, this.#context.closes, {
      marketIds: this.#selection.marketIds,
      window,
      interval,
      starts,
      maxAgeMinutes: this.maxAgeMinutes,
      asOf: this.#selection.asOf,
    })
    return new OpenInterestColumns(starts, sums)
  }

  async now(): Promise<ReadingSum> {
    return sumOf(await this.after(), this.window.to)
  }

  async change(): Promise<OpenInterestChange | null> {
    return changeBetween(await this.before(), await this.after()) ?? null
  }

  /** Readings by a key of the market, largest first, with shares that sum to exactly 1. */
  async groupBy(
    keyOf: (market: { exchangeId: number; assetId: number }) => number,
    keys: readonly number[] = [],
  ): Promise<OpenInterestGroup[]> {
    const groups = new Map(
      keys.map((key) => [key, { before: [] as MarketReading[], after: [] as MarketReading[] }]),
    )
    for (const end of ['before', 'after'] as const)
      for (const reading of await this[end]()) {
        const key = keyOf(this.#catalog.markets.get(reading.marketId)!)
        const group = groups.get(key) ?? { before: [], after: [] }
        group[end].push(reading)
        groups.set(key, group)
      }
    const rows = [...groups].map(([key, { before, after }]) => ({
      key,
      now: sumOf(after, this.window.to),
      change: changeBetween(before, after) ?? null,
    }))
    rows.sort((a, b) => new Big(b.now.knownUsd ?? 0).cmp(a.now.knownUsd ?? 0))
    const shares = apportion(rows.map(({ now }) => now.knownUsd ?? '0'))
    return rows.map((row, index) => ({
      ...row,
      share: row.now.knownUsd === null ? null : (shares?.[index] ?? null),
    }))
  }

  async allTimeHigh() {
    const { pool } = this.#context.database
    const { marketIds } = this.#selection
    const since = await findFirstDay(pool, marketIds)
    // A reading at `window.to` itself counts in `now`: the minute that begins there is searched too.
    const until = new Date(this.window.to.getTime() + MINUTE_MS)
    if (!since || since >= until) return null
    const high = await findHigh(
      { from: since, to: until },
      {
        bounds: (grain, span) => getHighBounds(pool, marketIds, grain, span),
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

function sumOf(readings: readonly MarketReading[], at: Date): ReadingSum {
  const known = readings.filter(isKnown)
  const knownUsd = known.length === 0 ? null : sum(known.map(({ valueUsd }) => valueUsd))
  const missing = readings.length - known.length
  return {
    at,
    usd: missing > 0 ? null : knownUsd,
    knownUsd,
    marketsKnown: known.length,
    marketsMissing: missing,
    oldestReadingAt:
      known.length === 0 ? null : new Date(Math.min(...known.map(({ time }) => (time ?? at).getTime()))),
  }
}

export const openInterestResolvers: Resolvers = {
  Query: {
    openInterest: async (_, { window: asked, interval, filter, basket, maxAgeMinutes }, context) => {
      const window = checkWindow(asked, ['window'])
      getBucketStarts(window, interval)
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const catalog = await context.catalog()
      const selection = select(catalog, 'OPEN_INTEREST', filter, basket)
      return new OpenInterestAnswer(context, catalog, selection, { window, interval, maxAgeMinutes })
    },
  },
  OpenInterest: {
    now: (answer) => answer.now(),
    change: (answer) => answer.change(),
    byExchange: async (answer) =>
      (await answer.groupBy(({ exchangeId }) => exchangeId, answer.exchangeIds)).map(({ key, ...row }) => ({
        exchangeId: key,
        ...row,
      })),
    byAsset: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      const groups = await answer.groupBy(({ assetId }) => assetId)
      return groups.slice(0, first).map(({ key, ...row }) => ({ assetId: key, ...row }))
    },
    allTimeHigh: (answer) => answer.allTimeHigh(),
    series: async (answer) => {
      const columns = await answer.columnsOf(answer.window, answer.interval)
      return { interval: answer.interval, columns }
    },
  },
  OpenInterestSeries: {
    points: ({ columns }) =>
      columns.start.map((start, index) => ({
        start,
        usd: columns.usd[index]!,
        marketsReporting: columns.marketsReporting[index]!,
        marketsCarried: columns.marketsCarried[index]!,
        marketsMissing: columns.marketsMissing[index]!,
      })),
  },
  ExchangeOpenInterest: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId),
  },
  AssetOpenInterest: { asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId) },
}
