import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow, type Interval } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { fromUnits } from '../lib/fixed.ts'
import type { Window } from '../lib/time.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import type { Unit } from '../measures/transform.ts'
import {
  columnOf,
  fractionOf,
  signFlipsOf,
  sumsOf,
  toFigureText,
  VALUE_UNIT,
  weightedMean,
  type Figure,
  type WeightedSums,
} from '../measures/weighted.ts'
import {
  ageOf,
  checkDays,
  hourBefore,
  MAX_AGE_MINUTES,
  WeightedAnswer,
  type WeightedMeasure,
  type WeightedQuestion,
} from '../measures/weightedAnswer.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getFundingGrid, lastRate8h, PER_YEAR } from './grid.ts'
import type { FundingKind } from './record.ts'

export type FundingMeasure = 'RATE_8H' | 'RATE_YEAR' | 'NEGATIVE_SHARE' | 'NEGATIVE_SHARE_BY_OPEN_INTEREST'

const rate8h = weightedMean()
const rateYear = weightedMean(PER_YEAR)
const negativeShare: Figure = ({ negativeCells, cells }) => fractionOf(BigInt(negativeCells), BigInt(cells))
const negativeShareByOpenInterest: Figure = ({ negativeWeight, weight }) => fractionOf(negativeWeight, weight)

const measureOf = (figure: Figure, methodology: string, unit: Unit = 'FRACTION'): WeightedMeasure => ({
  figure,
  unit,
  methodology,
})

const MEASURES: Record<FundingMeasure, WeightedMeasure> = {
  RATE_8H: measureOf(rate8h, 'funding.rate'),
  RATE_YEAR: measureOf(rateYear, 'funding.rate'),
  NEGATIVE_SHARE: measureOf(negativeShare, 'funding.negativeShare'),
  NEGATIVE_SHARE_BY_OPEN_INTEREST: measureOf(negativeShareByOpenInterest, 'funding.negativeShare'),
}

export interface FundingMean {
  readonly rate8h: DecimalString | null
  readonly rateYear: DecimalString | null
  readonly marketCount: number
  readonly withoutOpenInterest: number
  readonly withoutRate: number
}

const meanOf = (sums: WeightedSums): FundingMean => ({
  rate8h: toFigureText(rate8h(sums)),
  rateYear: toFigureText(rateYear(sums)),
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
    const { marketIds, asOf } = this.selection
    return getFundingGrid(this.context.database.pool, kind, {
      marketIds,
      window,
      interval,
      leadMs: ageOf(this),
      asOf,
    })
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
    const { markets, weightScale } = await this.gridOf('PREDICTED', hourBefore(this.window.to), 'HOUR')
    const known = markets.flatMap(({ marketId, last, weight }) => {
      if (last === undefined) return []
      const units = weight[0]!
      const row: CurrentFundingRow = {
        marketId,
        rate: toPlain(new Big(last.values[0]!)),
        intervalMinutes: Number(last.values[1]),
        rate8h: figureOf(lastRate8h(last)),
        rateYear: figureOf(lastRate8h(last) * PER_YEAR),
        settlesAt: last.values[2] === '' ? null : new Date(Number(last.values[2])),
        readAt: new Date(last.closeTime),
        openInterestUsd: units === null ? null : fromUnits(units, weightScale),
      }
      return [{ row, size: units ?? -1n }]
    })
    known.sort((a, b) => (a.size === b.size ? a.row.marketId - b.row.marketId : a.size > b.size ? -1 : 1))
    return { mean: meanOf(sumsOf(markets, 0, 1)), markets: known.map(({ row }) => row) }
  }

  async columns() {
    const { starts, markets } = await this.grid
    const cells = starts.map((_, at) => sumsOf(markets, at, at + 1))
    return {
      start: [...starts],
      rate8h: cells.map((sums) => toFigureText(rate8h(sums))),
      rateYear: cells.map((sums) => toFigureText(rateYear(sums))),
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
const figureOf = (value: bigint): DecimalString => toFigureText(fractionOf(value, VALUE_UNIT))!

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
    mean: async (answer) => meanOf(await answer.sums()),
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
        share: toFigureText(negativeShare(sums)),
        shareByOpenInterest: toFigureText(negativeShareByOpenInterest(sums)),
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
