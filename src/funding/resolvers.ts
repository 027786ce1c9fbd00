import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import type { LastRow } from '../lib/lastRows.ts'
import type { Window } from '../lib/time.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import type { Unit } from '../measures/transform.ts'
import {
  cellShare,
  columnOf,
  signFlipsOf,
  sumsByBucket,
  sumsOf,
  toFigureText,
  weightedMean,
  weightShare,
  weightText,
  type Figure,
  type WeightedGrid,
  type WeightedSums,
} from '../measures/weighted.ts'
import {
  checkDays,
  hourBefore,
  MAX_AGE_MINUTES,
  WeightedAnswer,
  type WeightedMeasure,
  type WeightedQuestion,
} from '../measures/weightedAnswer.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getFundingGrid, PER_YEAR, rate8hOf } from './grid.ts'
import type { FundingKind } from './record.ts'
import { getLastRates } from './store.ts'

export type FundingMeasure = 'RATE_8H' | 'RATE_YEAR' | 'NEGATIVE_SHARE' | 'NEGATIVE_SHARE_BY_OPEN_INTEREST'

const rate8h = weightedMean()
const rateYear = weightedMean(PER_YEAR)

const measureOf = (figure: Figure, methodology: string, unit: Unit = 'FRACTION'): WeightedMeasure => ({
  figure,
  unit,
  methodology,
})

const MEASURES: Record<FundingMeasure, WeightedMeasure> = {
  RATE_8H: measureOf(rate8h, 'funding.rate'),
  RATE_YEAR: measureOf(rateYear, 'funding.rate'),
  NEGATIVE_SHARE: measureOf(cellShare, 'funding.negativeShare'),
  NEGATIVE_SHARE_BY_OPEN_INTEREST: measureOf(weightShare, 'funding.negativeShare'),
}

export interface FundingMean {
  readonly rate8h: DecimalString | null
  readonly rateYear: DecimalString | null
  readonly marketCount: number
  readonly withoutOpenInterest: number
  readonly withoutRate: number
}

const meanOf = (sums: WeightedSums): FundingMean => ({
  rate8h: toFigureText(rate8h.exact(sums)),
  rateYear: toFigureText(rateYear.exact(sums)),
  marketCount: sums.known,
  withoutOpenInterest: sums.withoutWeight,
  withoutRate: sums.withoutValue,
})

/** The rate that one market is expected to charge next. */
export interface CurrentFundingRow {
  readonly marketId: number
  readonly rate: DecimalString
  readonly intervalMinutes: number
  readonly rate8h: DecimalString
  readonly rateYear: DecimalString
  readonly settlesAt: Date | null
  readonly readAt: Date
  readonly openInterestUsd: DecimalString | null
}

export interface CurrentFundings {
  readonly mean: FundingMean
  /** Largest open interest first. */
  readonly markets: readonly CurrentFundingRow[]
}

/** One answer to `funding`. */
export class FundingAnswer extends WeightedAnswer {
  readonly kind: FundingKind

  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    question: WeightedQuestion,
    kind: FundingKind,
  ) {
    super(context, catalog, selection, question, (window, interval) => this.gridOf(kind, window, interval))
    this.kind = kind
  }

  gridOf(kind: FundingKind, window: Window, interval: Interval) {
    return getFundingGrid(this.context.closes, kind, this.readOf(window, interval))
  }

  lastReadings({ starts }: WeightedGrid): Promise<ReadonlyMap<number, LastRow>> {
    return this.lastRates(this.kind, starts.at(-1)!)
  }

  /** The rate of each market that stands in the bucket from `start` to the window's end. */
  lastRates(kind: FundingKind, start: number): Promise<Map<number, LastRow>> {
    return getLastRates(this.context.database.pool, kind, this.lastOf(start))
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.selection
    return createMeta(this.catalog, {
      families: ['FUNDING', 'OPEN_INTEREST'],
      window: this.window,
      asOf,
      exchangeIds,
      methodology: ['funding.rate', 'funding.negativeShare'],
      notices: this.notices('a rate', 'open interest'),
    })
  }

  async current(): Promise<CurrentFundings> {
    const hour = hourBefore(this.window.to)
    const [{ markets, weightScale }, rows] = await Promise.all([
      this.gridOf('PREDICTED', hour, 'HOUR'),
      this.lastRates('PREDICTED', hour.from.getTime()),
    ])
    const known = markets.flatMap(({ marketId, weight }) => {
      const last = rows.get(marketId)
      if (last === undefined) return []
      const units = weight[0]!
      const [rate, minutes, settlesAt] = last.values
      const rate8h = rate8hOf(rate!, minutes!)
      const row: CurrentFundingRow = {
        marketId,
        rate: toPlain(new Big(rate!)),
        intervalMinutes: Number(minutes),
        rate8h: figureOf(rate8h),
        rateYear: figureOf(rate8h * PER_YEAR),
        settlesAt: settlesAt == null ? null : new Date(Number(settlesAt)),
        readAt: last.readAt,
        openInterestUsd: Number.isNaN(units) ? null : weightText(BigInt(units), weightScale),
      }
      return [{ row, size: Number.isNaN(units) ? -1 : units }]
    })
    known.sort((a, b) => b.size - a.size || a.row.marketId - b.row.marketId)
    return { mean: meanOf(sumsOf(markets, 0, 1)), markets: known.map(({ row }) => row) }
  }

  /** Over all markets and buckets of the window. */
  async mean(): Promise<FundingMean> {
    return meanOf(await this.sums())
  }

  async columns() {
    const { starts, markets } = await this.grid
    const cells = sumsByBucket(markets, starts.length)
    return {
      start: [...starts],
      rate8h: cells.map((sums) => toFigureText(rate8h.exact(sums))),
      rateYear: cells.map((sums) => toFigureText(rateYear.exact(sums))),
      marketCount: cells.map(({ known }) => known),
      withoutOpenInterest: cells.map(({ withoutWeight }) => withoutWeight),
      withoutRate: cells.map(({ withoutValue }) => withoutValue),
    }
  }

  async signFlips() {
    const { starts, markets } = await this.grid
    return signFlipsOf(columnOf(markets, starts.length, rate8h)).map(({ at, before, after }) => ({
      at: starts[at]!,
      before,
      after,
    }))
  }
}

/** A single value as a figure. */
const figureOf = (value: bigint): DecimalString => toFigureText(value)!

export const fundingResolvers: Resolvers = {
  Query: {
    funding: async (_, { window: asked, interval, filter, basket, kind, maxAgeMinutes, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const catalog = await context.catalog()
      const selection = select(catalog, 'FUNDING', { ...filter, kind: 'PERPETUAL' }, basket, moment)
      return new FundingAnswer(context, catalog, selection, { window, interval, maxAgeMinutes }, kind)
    },
  },
  Funding: {
    meta: (answer) => answer.meta,
    current: (answer) => answer.current(),
    mean: (answer) => answer.mean(),
    columns: (answer) => answer.columns(),
    breakdown: async (answer, { by, first }) => {
      const groups = await answer.breakdown(by, checkCount(first, ['first'], 1_000))
      return groups.map(({ key, sums, weightShare }) => ({ key, mean: meanOf(sums), weightShare }))
    },
    timeSeries: (answer, { measure, transform }) => answer.timeSeries(MEASURES[measure], transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      answer.timeSeriesBy(by, MEASURES[measure], checkCount(first, ['first'], 100), transform),
    signFlips: (answer) => answer.signFlips(),
    negativeShare: async (answer) => {
      const sums = await answer.lastSums()
      return {
        negativeCount: sums.negativeCells,
        marketCount: sums.cells,
        share: toFigureText(cellShare.exact(sums)),
        shareByOpenInterest: toFigureText(weightShare.exact(sums)),
      }
    },
    extremes: (answer, { days }) => answer.extremes(MEASURES.RATE_8H, checkDays(days)),
    explain: (answer) => answer.explain(MEASURES.RATE_8H, 'no open interest: left out'),
  },
  CurrentFundings: {
    markets: ({ markets }, { first }) => markets.slice(0, checkCount(first, ['first'], 1_000)),
  },
  CurrentFunding: { market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId) },
}
