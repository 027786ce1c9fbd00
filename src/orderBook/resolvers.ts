import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { checkWholeHours, checkWindow, getBucketStarts, INTERVALS, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { isPositive, ratio, sum, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { quotient } from '../lib/figures.ts'
import { DAY_MS, floorTo, HOUR_MS, type Window } from '../lib/time.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkDimensions, type Dimension, type GroupKey } from '../markets/groups.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { largestFirst, type Explanation } from '../measures/explain.ts'
import { largestGroups, readGroups } from '../measures/knownGroups.ts'
import { findMethodology } from '../measures/registry.ts'
import { planSeries, toTimeSeries, type SeriesPlan, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms, type Unit } from '../measures/transform.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getLows, getVolumeNodes } from '../volume/store.ts'
import { DEPTH_LEVELS, type DepthLevel } from './record.ts'
import { depthColumn, getDepthSums, type BookSide, type DepthSums, type MarketDepth } from './series.ts'
import { slippageOf, type OrderSide, type Slippage } from './slippage.ts'
import { getBookReadings, getBooksAt, type StoredBook, type StoredSide } from './store.ts'
import { medianOf, NODE_STEP, supportOf, type SupportLevel, type SupportMethod } from './support.ts'
import { thinningOf, USUAL_DAYS } from './thinning.ts'

export type DepthMeasure = 'DEPTH_USD' | 'CHANGE_FROM_USUAL' | 'IMBALANCE'
export type LevelName = 'PERCENT_0_5' | 'PERCENT_1' | 'PERCENT_2' | 'PERCENT_5'
export type SideName = BookSide | 'BOTH'

const LEVELS: Record<LevelName, DepthLevel> = {
  PERCENT_0_5: '0.005',
  PERCENT_1: '0.01',
  PERCENT_2: '0.02',
  PERCENT_5: '0.05',
}

const SIDES: Record<SideName, readonly BookSide[]> = {
  BIDS: ['BIDS'],
  ASKS: ['ASKS'],
  BOTH: ['BIDS', 'ASKS'],
}

const MOST_DAYS = 365
const MAX_AGE_MINUTES = 10_080

type Column = readonly (DecimalString | null)[]
type TransformArgument = Parameters<typeof readTransforms>[0]

/** Which part of the books is meant. */
export interface Part {
  readonly level: LevelName
  readonly side: SideName
}

export interface OrderBookGroupSeries {
  readonly key: GroupKey
  readonly knownUsd: DecimalString
  readonly series: TimeSeries
}

export interface ThinMomentRow {
  readonly start: number
  readonly depthUsd: DecimalString
  readonly usualUsd: DecimalString
  readonly change: DecimalString
  readonly days: number
}

export interface SlippageRow {
  readonly book: StoredBook
  readonly knownUsd: DecimalString
  readonly found: Slippage | undefined
}

/** One answer to `orderBook`: what is read is read when a field asks for it. */
export class OrderBookAnswer {
  readonly #context: Context
  readonly #catalog: Catalog
  readonly #selection: Selection
  readonly #window: Window
  readonly #interval: Interval
  readonly #maxAgeMinutes: number
  readonly #markets = new Map<string, Promise<readonly MarketDepth[]>>()
  #books: Promise<StoredBook[]> | undefined

  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    question: { readonly window: Window; readonly interval: Interval; readonly maxAgeMinutes: number },
  ) {
    this.#context = context
    this.#catalog = catalog
    this.#selection = selection
    this.#window = question.window
    this.#interval = question.interval
    this.#maxAgeMinutes = question.maxAgeMinutes
  }

  get #pool() {
    return this.#context.database.pool
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.#selection
    return createMeta(this.#catalog, {
      families: ['ORDER_BOOK'],
      window: this.#window,
      asOf,
      exchangeIds,
      methodology: [
        'orderBook.depth',
        'orderBook.thinning',
        'orderBook.imbalance',
        'orderBook.slippage',
        'orderBook.support',
      ],
      notices: this.#notices(),
    })
  }

  async #notices(): Promise<Notice[]> {
    const { marketIds, asOf } = this.#selection
    const read = await getBookReadings(this.#pool, marketIds, this.#window, asOf)
    if (read.length === 0)
      return [{ code: 'NO_BOOKS', message: 'No book of these markets was read in the window.' }]
    const short = DEPTH_LEVELS.flatMap((level) => {
      const count = read.filter(({ readings, reaching }) => reaching[level] < readings).length
      return count === 0 ? [] : [`${count} of ${read.length} don't always reach ${Number(level) * 100} %`]
    })
    return short.length === 0
      ? []
      : [
          {
            code: 'BOOKS_END_NEARER',
            message: `Some venues give a part of their books: ${short.join(', ')}. Readings that end nearer are in no sum of that level.`,
          },
        ]
  }

  #read(
    part: Part,
    window: Window,
    starts: readonly number[],
    groupOf?: (marketId: number) => number,
  ): Promise<DepthSums> {
    const { marketIds, asOf } = this.#selection
    return getDepthSums(this.#pool, this.#context.closes, {
      marketIds,
      groupOf: marketIds.map((id) => groupOf?.(id) ?? 0),
      window,
      interval: this.#interval,
      starts,
      level: LEVELS[part.level],
      sides: SIDES[part.side],
      asOf,
    })
  }

  /** Each market's mean of the window. */
  #depths(part: Part): Promise<readonly MarketDepth[]> {
    const key = `${part.level} ${part.side}`
    const found = this.#markets.get(key)
    if (found) return found
    const starts = getBucketStarts(this.#window, this.#interval)
    const reading = this.#read(part, this.#window, starts).then(({ markets }) => markets)
    this.#markets.set(key, reading)
    return reading
  }

  async depth(part: Part) {
    const markets = await this.#depths(part)
    const knownUsd = knownOf(markets)
    return {
      usd: markets.some(({ isMissing }) => isMissing) ? null : knownUsd,
      knownUsd,
      marketCount: markets.length,
    }
  }

  async explain(part: Part): Promise<Explanation> {
    const markets = await this.#depths(part)
    return {
      methodology: findMethodology('orderBook.depth'),
      value: knownOf(markets),
      unit: 'USD',
      operation: 'SUM',
      rows: largestFirst(
        markets.map(({ marketId, usd, isMissing }) => ({
          marketId,
          value: usd,
          ...(isMissing ? { note: 'was not read throughout the window' } : {}),
        })),
      ),
    }
  }

  /** @throws InputError INTERVAL_TOO_COARSE */
  #planOf(measure: DepthMeasure, transform: TransformArgument): DepthPlan {
    const series = planSeries(this.#window, this.#interval, readTransforms(transform, ['transform']))
    if (measure !== 'CHANGE_FROM_USUAL')
      return { series, read: series.read, starts: series.readStart, lead: 0 }
    const { ms } = INTERVALS[this.#interval]
    if (ms > DAY_MS)
      throw new InputError('What is usual is that of the same time of other days.', {
        reason: 'INTERVAL_TOO_COARSE',
        argument: ['interval'],
        accepted: 'a day at most',
      })
    const lead = (USUAL_DAYS * DAY_MS) / ms
    const first = series.readStart[0]! - USUAL_DAYS * DAY_MS
    const before = Array.from({ length: lead }, (_, at) => first + at * ms)
    return {
      series,
      read: { from: new Date(first), to: series.read.to },
      starts: [...before, ...series.readStart],
      lead,
    }
  }

  async timeSeries(measure: DepthMeasure, part: Part, transform: TransformArgument): Promise<TimeSeries> {
    const plan = this.#planOf(measure, transform)
    const sums = await this.#readFor(measure, part, plan)
    return this.#series(sums, plan, measure, 0)
  }

  async timeSeriesBy(
    by: readonly Dimension[],
    measure: DepthMeasure,
    part: Part,
    first: number,
    transform: TransformArgument,
  ): Promise<OrderBookGroupSeries[]> {
    checkDimensions(by, ['by'])
    const plan = this.#planOf(measure, transform)
    const groups = await readGroups(this.#pool, this.#catalog, this.#selection, by, this.#window.from)
    const isOwn = plan.read === this.#window && measure === 'DEPTH_USD'
    const [sums, own] = await Promise.all([
      this.#readFor(measure, part, plan, groups.placeOf),
      isOwn ? undefined : this.#depths(part),
    ])
    return largestGroups(groups, own ?? sums[0]!.markets, first).map(({ place, key, knownUsd }) => ({
      key,
      knownUsd,
      series: this.#series(sums, plan, measure, place),
    }))
  }

  /** Sums of the side that was asked for; for the imbalance of each. */
  async #readFor(
    measure: DepthMeasure,
    { level, side }: Part,
    { read, starts }: DepthPlan,
    groupOf?: (marketId: number) => number,
  ): Promise<DepthSums[]> {
    const sides: SideName[] = measure === 'IMBALANCE' ? ['BIDS', 'ASKS'] : [side]
    const sums: DepthSums[] = []
    for (const own of sides) sums.push(await this.#read({ level, side: own }, read, starts, groupOf))
    return sums
  }

  #series(sums: readonly DepthSums[], plan: DepthPlan, measure: DepthMeasure, group: number): TimeSeries {
    const columns = sums.map((own) => depthColumn(own, group))
    const [column, unit]: [Column, Unit] =
      measure === 'DEPTH_USD'
        ? [columns[0]!, 'USD']
        : [
            measure === 'IMBALANCE'
              ? imbalancesOf(columns[0]!, columns[1]!)
              : this.#thinning(columns[0]!, plan).map(({ change }) => change),
            'FRACTION',
          ]
    return toTimeSeries(plan.series, unit, column)
  }

  #thinning(column: Column, { lead }: DepthPlan) {
    return thinningOf(column, DAY_MS / INTERVALS[this.#interval].ms, lead)
  }

  async thinnest(part: Part, first: number): Promise<ThinMomentRow[]> {
    const plan = this.#planOf('CHANGE_FROM_USUAL', undefined)
    const [sums] = await this.#readFor('CHANGE_FROM_USUAL', part, plan)
    const column = depthColumn(sums!, 0)
    const rows = this.#thinning(column, plan).flatMap(({ usualUsd, days, change }, at) =>
      usualUsd === null || change === null
        ? []
        : [{ start: plan.series.start[at]!, depthUsd: column[plan.lead + at]!, usualUsd, change, days }],
    )
    return rows.sort((a, b) => new Big(a.change).cmp(b.change) || a.start - b.start).slice(0, first)
  }

  /** The books at the window's end, by market. */
  #booksAtEnd(): Promise<StoredBook[]> {
    const { marketIds, asOf } = this.#selection
    return (this.#books ??= getBooksAt(this.#pool, marketIds, this.#window.to, this.#maxAgeMinutes, asOf))
  }

  async books(first: number): Promise<StoredBook[]> {
    const size = ({ bids, asks }: StoredBook) => new Big(bids.total).plus(asks.total)
    return [...(await this.#booksAtEnd())].sort((a, b) => size(b).cmp(size(a))).slice(0, first)
  }

  async slippage(side: OrderSide, usd: DecimalString, first: number): Promise<SlippageRow[]> {
    if (!isPositive(usd))
      throw new InputError(`An order of ${usd} USD trades nothing.`, {
        reason: 'NOT_POSITIVE',
        argument: ['usd'],
        accepted: 'above 0',
      })
    const rows = (await this.#booksAtEnd()).map((book) => ({
      book,
      knownUsd: (side === 'BUY' ? book.asks : book.bids).total,
      found: slippageOf(book, side, usd),
    }))
    return rows
      .sort((a, b) => {
        if (a.found && b.found) return new Big(a.found.slippage.upper).cmp(b.found.slippage.upper)
        if (a.found || b.found) return a.found ? -1 : 1
        return new Big(b.knownUsd).cmp(a.knownUsd)
      })
      .slice(0, first)
  }

  async support(method: SupportMethod, days: number, first: number): Promise<SupportLevel[]> {
    checkCount(days, ['days'], MOST_DAYS)
    const books = await this.#booksAtEnd()
    const byAsset = new Map<number, StoredBook[]>()
    for (const book of books) {
      const { assetId } = this.#catalog.markets.get(book.marketId)!
      byAsset.set(assetId, [...(byAsset.get(assetId) ?? []), book])
    }
    const { marketIds, asOf } = this.#selection
    const of = marketIds.filter((id) => byAsset.has(this.#catalog.markets.get(id)!.assetId))
    const to = new Date(floorTo(this.#window.to.getTime(), HOUR_MS))
    const read = {
      marketIds: of,
      assetIds: of.map((id) => this.#catalog.markets.get(id)!.assetId),
      window: { from: new Date(to.getTime() - days * DAY_MS), to },
      asOf,
    }
    const mids = new Map([...byAsset].map(([id, own]) => [id, medianOf(own.map(({ mid }) => mid))]))
    const [lows, nodes] = await Promise.all([
      method === 'RECENT_LOW' ? getLows(this.#pool, read) : [],
      method === 'HIGH_VOLUME_NODE' ? getVolumeNodes(this.#pool, read, mids, NODE_STEP) : [],
    ])
    const lowOf = new Map(lows.map((low) => [low.assetId, low]))
    const nodeOf = new Map(nodes.map((node) => [node.assetId, node]))
    const size = ({ bids }: SupportLevel) => new Big(bids?.lower ?? -1)
    return [...byAsset]
      .map(([id, own]) => supportOf(id, own, method, lowOf.get(id), nodeOf.get(id)))
      .sort((a, b) => size(b).cmp(size(a)) || a.assetId - b.assetId)
      .slice(0, first)
  }
}

/** What is read for a series: what transforms and the usual days look back to comes before. */
interface DepthPlan {
  readonly series: SeriesPlan
  readonly read: Window
  readonly starts: readonly number[]
  /** Buckets before those of `series.readStart`. */
  readonly lead: number
}

function knownOf(markets: readonly MarketDepth[]): DecimalString | null {
  return markets.length === 0 ? null : sum(markets.map(({ usd }) => usd))
}

function imbalancesOf(bids: Column, asks: Column): Column {
  return bids.map((bid, at) => {
    const ask = asks[at]!
    if (bid === null || ask === null) return null
    return quotient(
      bid,
      ask,
      (a, b) => [a.minus(b), a.plus(b)],
      (a, b) => (a - b) / (a + b),
    )
  })
}

const sideOf = ({ best, levels, total, reach }: StoredSide) => ({
  best,
  within05: levels['0.005'],
  within1: levels['0.01'],
  within2: levels['0.02'],
  within5: levels['0.05'],
  knownUsd: total,
  reach,
})

export const orderBookResolvers: Resolvers = {
  Query: {
    orderBook: async (_, { window: asked, interval, filter, basket, maxAgeMinutes, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      checkWholeHours(window, interval)
      getBucketStarts(window, interval)
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const moment = checkAsOf(asOf, context.now())
      const catalog = await context.catalog()
      const selection = select(catalog, 'ORDER_BOOK', filter, basket, moment)
      return new OrderBookAnswer(context, catalog, selection, { window, interval, maxAgeMinutes })
    },
  },
  OrderBook: {
    depth: (answer, part) => answer.depth(part),
    timeSeries: (answer, { measure, transform, ...part }) => answer.timeSeries(measure, part, transform),
    timeSeriesBy: (answer, { by, measure, first, transform, ...part }) =>
      answer.timeSeriesBy(by, measure, part, checkCount(first, ['first'], 100), transform),
    thinnest: (answer, { first, ...part }) => answer.thinnest(part, checkCount(first, ['first'], 1_000)),
    books: (answer, { first }) => answer.books(checkCount(first, ['first'], 1_000)),
    slippage: (answer, { side, usd, first }) =>
      answer.slippage(side, usd, checkCount(first, ['first'], 1_000)),
    support: (answer, { method, days, first }) =>
      answer.support(method, days, checkCount(first, ['first'], 1_000)),
    explain: (answer, part) => answer.explain(part),
  },
  MarketBook: {
    market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId),
    readAt: ({ time }) => time,
    spread: ({ mid, bids, asks }) => ratio(new Big(asks.best).minus(bids.best), mid) ?? '0',
    bids: ({ bids }) => sideOf(bids),
    asks: ({ asks }) => sideOf(asks),
  },
  Slippage: {
    market: ({ book }, _, { marketLoader }) => marketLoader.load(book.marketId),
    readAt: ({ book }) => book.time,
    mid: ({ book }) => book.mid,
    averagePrice: ({ found }) => found?.averagePrice ?? null,
    slippage: ({ found }) => found?.slippage ?? null,
  },
  SupportLevel: {
    asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId),
    tradedAt: ({ at }) => at,
    bidsUsd: ({ bids }) => bids,
  },
}
