import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { apportion } from '../lib/apportion.ts'
import { checkWindow, getBucketStarts, INTERVALS, type Interval } from '../lib/buckets.ts'
import { checkCount, checkPage, toConnection, type Connection } from '../lib/connection.ts'
import { ratio, sum, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { decodeOpaque, encodeOpaque, isMoment, isRowId, malformedCursor } from '../lib/ids.ts'
import { ceilTo, floorTo, HOUR_MS, type Window } from '../lib/time.ts'
import { getTiersAt } from '../marketCap/tiers.ts'
import type { CapTier } from '../marketCap/attribution.ts'
import { select, type Basket, type Catalog, type SelectionFilter } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { coverageOfBuckets, coverageShare, gapsOf, type CoveredSpans } from '../quality/coverage.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import { labelOfMonth, windowOfMonth } from '../quality/retiredMonths.ts'
import type { Context } from '../server/context.ts'
import { breakdownOf, concentrationOf, explain, intensityOf, rollingOf } from './breakdown.ts'
import {
  completenessIn,
  readWindowSums,
  totalOf,
  type BoundedSums,
  type LiquidationTotal,
  type WindowSums,
} from './bounds.ts'
import { weakestOf, type Completeness, type CompletenessRegime } from './completeness.ts'
import {
  getLargestOrders,
  getLiquidationBuckets,
  getLiquidationOrders,
  type LiquidationBuckets,
  type LiquidationOrder,
  type LiquidationSelection,
  type OrderSort,
} from './store.ts'
import { timeSeriesBy, timeSeriesOf } from './timeSeries.ts'

/**
 * The markets of a query, their venues, and whether feeds of these overlap. Without a market there is no venue either: what a feed that is
 * read leaves out is zero only of markets that are known.
 */
export function selectOrders(...[catalog, filter, basket, asOf]: SelectArguments): LiquidationSelection {
  const chosen = select(catalog, 'LIQUIDATIONS', filter, basket, asOf)
  const selection = chosen.marketIds.length > 0 ? chosen : { ...chosen, exchangeIds: [] }
  const asked = new Set<number | null>(selection.exchangeIds)
  const read = (catalog.readSources.get('LIQUIDATIONS') ?? []).filter(({ exchangeId }) =>
    asked.has(exchangeId),
  )
  // A feed that has no venue of its own (a file of many venues) may overlap with any.
  const hasFiles = (catalog.readSources.get('LIQUIDATIONS') ?? []).some(
    ({ exchangeId }) => exchangeId === null,
  )
  const isOverlapping = hasFiles || new Set(read.map(({ exchangeId }) => exchangeId)).size < read.length
  return { ...selection, isOverlapping }
}

type SelectArguments = [
  catalog: Catalog,
  filter: SelectionFilter | null | undefined,
  basket: Basket | null | undefined,
  asOf: Date | undefined,
]

/** One answer to `liquidations`: what is read is read once, when a field first asks for it. */
export class LiquidationAnswer {
  readonly window: Window
  readonly interval: Interval
  readonly selection: LiquidationSelection
  readonly context: Context
  readonly catalog: Catalog
  #sums: Promise<WindowSums> | undefined
  #buckets: Promise<LiquidationBuckets> | undefined
  #tiers: Promise<ReadonlyMap<number, CapTier>> | undefined

  constructor(
    context: Context,
    catalog: Catalog,
    selection: LiquidationSelection,
    window: Window,
    interval: Interval,
  ) {
    this.context = context
    this.catalog = catalog
    this.selection = selection
    this.window = window
    this.interval = interval
  }

  get pool() {
    return this.context.database.pool
  }

  get sums(): Promise<WindowSums> {
    return (this.#sums ??= readWindowSums(this.pool, this.catalog, this.selection, this.window))
  }

  get buckets(): Promise<LiquidationBuckets> {
    return (this.#buckets ??= getLiquidationBuckets(this.pool, this.selection, this.window, this.interval))
  }

  /** Size classes of assets at the window's begin. */
  get tiers(): Promise<ReadonlyMap<number, CapTier>> {
    return (this.#tiers ??= getTiersAt(this.pool, this.window.from, this.selection.asOf))
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.selection
    return createMeta(this.catalog, {
      families: ['LIQUIDATIONS'],
      window: this.window,
      asOf,
      exchangeIds,
      methodology: ['liquidations.total', 'liquidations.longShare'],
      coverage:
        exchangeIds.length === 0
          ? null
          : this.sums.then(({ covered }) => coverageShare(covered, exchangeIds, this.window)),
      completeness: this.completeness,
      notices: this.sums.then(({ markets, covered }) => this.#notices(markets, covered)),
    })
  }

  #notices(markets: readonly BoundedSums[], covered: CoveredSpans): Notice[] {
    const notices: Notice[] = []
    const { exchangeIds, isOverlapping } = this.selection
    const silent = exchangeIds.filter((id) => !covered.has(id))
    if (silent.length > 0)
      notices.push({
        code: 'NOT_READ',
        message: `Not read at any time of the window: ${silent.map((id) => this.catalog.exchanges.get(id)!.code).join(', ')}.`,
      })
    const unvalued = markets.reduce((sum, { unvaluedCount }) => sum + unvaluedCount, 0)
    if (unvalued > 0)
      notices.push({
        code: 'UNVALUED',
        message: `${unvalued} orders have no USD value: they are counted, and in no sum.`,
      })
    if (isOverlapping)
      notices.push({
        code: 'OVERLAPPING_FEEDS',
        message:
          'Several feeds hold orders of a venue: for each market and day the one counts that printed most.',
      })
    return notices
  }

  /** The largest single orders. @throws InputError MONTH_RETIRED */
  largestOrders(first: number): Promise<LiquidationOrder[]> {
    assertOrdersHeld(this.catalog, this.window)
    return getLargestOrders(this.pool, this.selection, this.window, first)
  }

  /** What each venue's feed prints, of the venues of the basket. */
  async completenessByExchange(): Promise<(CompletenessRegime & { readonly exchangeId: number })[]> {
    const sums = await this.sums
    return this.selection.exchangeIds.map((exchangeId) => ({
      exchangeId,
      ...completenessIn(sums, this.catalog, exchangeId),
    }))
  }

  /** The weakest of any venue of the basket. */
  get completeness(): Promise<Completeness> {
    return this.sums.then((sums) => this.weakestOf(sums))
  }

  weakestOf(sums: WindowSums): Completeness {
    return weakestOf(
      this.selection.exchangeIds.map((id) => completenessIn(sums, this.catalog, id).completeness),
    )
  }

  /** Sums by a key of the market, largest first, with shares that sum to exactly 1. */
  async groupBy<Key>(
    keyOf: (market: { exchangeId: number; assetId: number; sectorId: number | null }) => Key,
    keys: readonly Key[] = [],
  ): Promise<{ key: Key; total: LiquidationTotal | null; share: DecimalString | null }[]> {
    const { markets, covered } = await this.sums
    const groups = new Map<Key, BoundedSums[]>(keys.map((key) => [key, []]))
    for (const row of markets) {
      const { exchangeId, assetId } = this.catalog.markets.get(row.marketId)!
      const key = keyOf({
        exchangeId,
        assetId,
        sectorId: this.catalog.assets.get(assetId)?.sectorId ?? null,
      })
      const group = groups.get(key)
      if (group) group.push(row)
      else groups.set(key, [row])
    }
    const rows = [...groups].map(([key, sums]) => ({ key, total: totalOf(sums) }))
    rows.sort((a, b) => new Big(b.total.usd).cmp(a.total.usd))
    const shares = apportion(rows.map(({ total }) => total.usd))
    // Without a covered moment nothing is known of the group, and nothing can be said of its share.
    const isKnown = (row: { key: Key; total: LiquidationTotal }) =>
      row.total.orderCount > 0 || !keys.includes(row.key) || covered.has(row.key as number)
    return rows.map((row, index) =>
      isKnown(row) ? { ...row, share: shares?.[index] ?? null } : { key: row.key, total: null, share: null },
    )
  }

  async total(): Promise<LiquidationTotal | null> {
    const { markets, covered } = await this.sums
    return markets.length === 0 && covered.size === 0 ? null : totalOf(markets)
  }

  /** Size classes within an hour are told from the single orders. @throws InputError MONTH_RETIRED */
  assertSizesHeld(window: Window): void {
    const [first, last] = [ceilTo(window.from.getTime(), HOUR_MS), floorTo(window.to.getTime(), HOUR_MS)]
    for (const [from, to] of [
      [window.from.getTime(), Math.min(first, window.to.getTime())],
      [Math.max(last, window.from.getTime()), window.to.getTime()],
    ] as const)
      if (from < to) assertOrdersHeld(this.catalog, { from: new Date(from), to: new Date(to) })
  }
}

/** The columns of a series on its full grid. A value is null where no feed was read. */
export class LiquidationColumns {
  readonly start: readonly number[]
  readonly longUsd: (DecimalString | null)[]
  readonly shortUsd: (DecimalString | null)[]
  readonly orderCount: (number | null)[]
  readonly coverage: readonly DecimalString[]

  constructor(starts: readonly number[], coverage: readonly DecimalString[], buckets: LiquidationBuckets) {
    this.start = starts
    this.coverage = coverage
    const size = starts.length
    this.longUsd = new Array<DecimalString | null>(size)
    this.shortUsd = new Array<DecimalString | null>(size)
    this.orderCount = new Array<number | null>(size)
    for (let index = 0, row = 0; index < size; index++) {
      if (buckets.start[row] === starts[index]) {
        this.longUsd[index] = buckets.longUsd[row]!
        this.shortUsd[index] = buckets.shortUsd[row]!
        this.orderCount[index] = buckets.orderCount[row]!
        row++
      } else {
        const none = coverage[index] === '0'
        this.longUsd[index] = this.shortUsd[index] = none ? null : '0'
        this.orderCount[index] = none ? null : 0
      }
    }
  }

  usdAt(index: number): DecimalString | null {
    const long = this.longUsd[index]
    return long == null ? null : sum([long, this.shortUsd[index]!])
  }

  get usd(): (DecimalString | null)[] {
    return this.start.map((_, index) => this.usdAt(index))
  }

  longShareAt(index: number): DecimalString | null {
    const usd = this.usdAt(index)
    return usd == null ? null : (ratio(this.longUsd[index]!, usd) ?? null)
  }

  get longShare(): (DecimalString | null)[] {
    return this.start.map((_, index) => this.longShareAt(index))
  }
}

/** One bucket of the columns. */
export class LiquidationPoint {
  readonly #columns: LiquidationColumns
  readonly #index: number
  readonly start: number
  readonly longUsd: DecimalString | null
  readonly shortUsd: DecimalString | null
  readonly orderCount: number | null
  readonly coverage: DecimalString

  constructor(columns: LiquidationColumns, index: number) {
    this.#columns = columns
    this.#index = index
    this.start = columns.start[index]!
    this.longUsd = columns.longUsd[index]!
    this.shortUsd = columns.shortUsd[index]!
    this.orderCount = columns.orderCount[index]!
    this.coverage = columns.coverage[index]!
  }

  get usd(): DecimalString | null {
    return this.#columns.usdAt(this.#index)
  }

  get longShare(): DecimalString | null {
    return this.#columns.longShareAt(this.#index)
  }
}

export interface ExchangeCoverageRow {
  readonly exchangeId: number
  readonly share: DecimalString
  readonly gaps: readonly Window[]
}

/** How much of a window was read, of each exchange and of all. */
export function coverageOf(covered: CoveredSpans, exchangeIds: readonly number[], window: Window) {
  return {
    share: coverageShare(covered, exchangeIds, window),
    byExchange: exchangeIds.map((exchangeId): ExchangeCoverageRow => ({
      exchangeId,
      share: coverageShare(covered, [exchangeId], window),
      gaps: gapsOf(window, covered.get(exchangeId) ?? []).slice(0, 100),
    })),
  }
}

const orderCursor = (sort: OrderSort) => `OrderCursor/${sort}`

export interface OrderConnection extends Connection<LiquidationOrder> {
  readonly meta: Meta
}

export const liquidationResolvers: Resolvers = {
  Query: {
    liquidations: async (_, { window: asked, interval, filter, basket, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      // A series that would be too long is refused even when only totals are asked for: one rule for one argument list.
      getBucketStarts(window, interval)
      const catalog = await context.catalog()
      // What was known earlier is told from the single orders.
      if (moment) assertOrdersHeld(catalog, window)
      return new LiquidationAnswer(
        context,
        catalog,
        selectOrders(catalog, filter, basket, moment),
        window,
        interval,
      )
    },
    liquidationOrders: async (_, { window: asked, filter, basket, asOf, orderBy, ...paging }, context) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      const page = checkPage(paging)
      const catalog = await context.catalog()
      const selection = selectOrders(catalog, filter, basket, moment)
      assertOrdersHeld(catalog, window)
      const rows = await getLiquidationOrders(context.database.pool, selection, window, {
        sort: orderBy,
        side: filter?.side ?? undefined,
        minUsd: filter?.minUsd ?? undefined,
        after: page.cursor === undefined ? undefined : readCursor(page.cursor, orderBy, page.backwards),
        backwards: page.backwards,
        limit: page.limit + 1,
      })
      const connection = toConnection(rows, page, (row) =>
        encodeOpaque(orderCursor(orderBy), [
          row.notionalUsd,
          row.time.getTime(),
          row.marketId,
          row.sourceId,
          row.orderKey,
        ]),
      )
      return {
        ...connection,
        meta: createMeta(catalog, {
          families: ['LIQUIDATIONS'],
          window,
          asOf: moment,
          exchangeIds: selection.exchangeIds,
          methodology: ['liquidations.total'],
        }),
      }
    },
  },
  Liquidations: {
    total: (answer) => answer.total(),
    completeness: (answer) => answer.completeness,
    completenessByExchange: (answer) => answer.completenessByExchange(),
    coverage: async (answer) =>
      coverageOf((await answer.sums).covered, answer.selection.exchangeIds, answer.window),
    byExchange: async (answer) => {
      const sums = await answer.sums
      const groups = await answer.groupBy(({ exchangeId }) => exchangeId, answer.selection.exchangeIds)
      return groups.map(({ key, ...row }) => ({
        ...row,
        exchangeId: key,
        completeness: completenessIn(sums, answer.catalog, key).completeness,
      }))
    },
    byAsset: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      const groups = await answer.groupBy(({ assetId }) => assetId)
      return groups.slice(0, first).map(({ key, total, share }) => ({ assetId: key, total: total!, share }))
    },
    bySector: async (answer) =>
      (await answer.groupBy(({ sectorId }) => sectorId)).map(({ key, total, share }) => ({
        sectorId: key,
        total: total!,
        share,
      })),
    series: async (answer) => {
      const starts = getBucketStarts(answer.window, answer.interval)
      const buckets = await answer.buckets
      const { exchangeIds } = answer.selection
      const stepMs = INTERVALS[answer.interval].ms
      const coverage = coverageOfBuckets(buckets.covered, exchangeIds, answer.window, starts, stepMs)
      return { interval: answer.interval, columns: new LiquidationColumns(starts, coverage, buckets) }
    },
    breakdown: (answer, { by, first }) => breakdownOf(answer, by, checkCount(first, ['first'], 1_000)),
    timeSeries: (answer, { measure, transform }) => timeSeriesOf(answer, measure, transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      timeSeriesBy(answer, by, measure, checkCount(first, ['first'], 100), transform),
    rolling: (answer, { lengths }) => Promise.all(lengths.map((length) => rollingOf(answer, length))),
    concentration: (answer, { top }) => concentrationOf(answer, checkCount(top, ['top'], 100)),
    intensity: (answer) => intensityOf(answer),
    explain: (answer, { measure }) => explain(answer, measure),
    largestOrders: (answer, { first }) => {
      checkCount(first, ['first'], 100)
      return answer.largestOrders(first)
    },
  },
  LiquidationSeries: {
    points: ({ columns }) => columns.start.map((_, index) => new LiquidationPoint(columns, index)),
  },
  ExchangeCompleteness: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId),
  },
  ExchangeCoverage: { exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId) },
  ExchangeLiquidations: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) => exchangeLoader.load(exchangeId),
  },
  AssetLiquidations: { asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId) },
  SectorLiquidations: {
    sector: ({ sectorId }, _, { sectorLoader }) => (sectorId === null ? null : sectorLoader.load(sectorId)),
  },
  LiquidationOrder: {
    id: async ({ marketId, sourceId, time, orderKey }, _, context) => {
      const catalog = await context.catalog()
      const { exchangeId, symbol } = catalog.markets.get(marketId)!
      const source = catalog.sources.get(sourceId)!.code
      const exchange = catalog.exchanges.get(exchangeId)!.code
      return encodeOpaque('LiquidationOrder', [exchange, symbol, source, time.getTime(), orderKey])
    },
    market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId),
    source: async ({ sourceId }, _, { catalog }) => (await catalog()).sources.get(sourceId)!,
  },
}

/**
 * A list without the orders of a retired month would look like a month without orders.
 * @throws InputError MONTH_RETIRED
 */
export function assertOrdersHeld({ retiredOrders }: Catalog, window: Window): void {
  const retired = retiredOrders.filter((month) => {
    const { from, to } = windowOfMonth(month)
    return from < window.to && to > window.from
  })
  if (retired.length === 0) return
  const months = retired.map(({ month }) => labelOfMonth(month))
  throw new InputError(`Single orders of ${months.join(', ')} are no longer in the store; their sums are.`, {
    reason: 'MONTH_RETIRED',
    argument: ['window'],
    accepted: 'a window without those months, or sums and series instead of single orders',
  })
}

function readCursor(cursor: string, sort: OrderSort, backwards: boolean) {
  const [notionalUsd, time, marketId, sourceId, orderKey] = decodeOpaque(orderCursor(sort), cursor) ?? []
  if (
    !isMoment(time) ||
    !isRowId(marketId) ||
    !isRowId(sourceId) ||
    typeof orderKey !== 'string' ||
    !(notionalUsd === null || (typeof notionalUsd === 'string' && /^\d+(\.\d+)?$/.test(notionalUsd)))
  )
    throw malformedCursor(backwards ? 'before' : 'after')
  return { notionalUsd, time: new Date(time), marketId, sourceId, orderKey }
}
