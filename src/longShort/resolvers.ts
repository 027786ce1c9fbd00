import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow, getBucketStarts } from '../lib/buckets.ts'
import { lastValues, type ColumnsRead } from '../lib/columns.ts'
import { checkCount } from '../lib/connection.ts'
import type { Queryable } from '../db.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { fromUnits } from '../lib/fixed.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import {
  fractionOf,
  toFigureText,
  toGrid,
  toValue,
  VALUE_UNIT,
  weightedMean,
  type Figure,
  type WeightedGrid,
  type WeightedSums,
} from '../measures/weighted.ts'
import {
  ageOf,
  checkDays,
  MAX_AGE_MINUTES,
  WeightedAnswer,
  type WeightedMeasure,
  type WeightedQuestion,
} from '../measures/weightedAnswer.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getLongShortColumns } from './store.ts'

export type LongShortMeasure = 'LONG_SHARE' | 'LONG_SHORT_RATIO'

const longShare = weightedMean()
const longShortRatio: Figure = ({ product, weight }) => fractionOf(product, weight * VALUE_UNIT - product)

const MEASURES: Record<LongShortMeasure, WeightedMeasure> = {
  LONG_SHARE: { figure: longShare, unit: 'FRACTION', methodology: 'longShort.share' },
  LONG_SHORT_RATIO: { figure: longShortRatio, unit: 'RATIO', methodology: 'longShort.share' },
}

/** Shares of each market by bucket, and its open interest. */
async function getLongShortGrid(db: Queryable, read: ColumnsRead): Promise<WeightedGrid> {
  const starts = getBucketStarts(read.window, read.interval)
  const [shares, weightOf] = await Promise.all([
    getLongShortColumns(db, read),
    getOpenInterestWeights(db, read, starts),
  ])
  return toGrid(
    starts,
    // A market that no venue prints a share of is none that lacks one.
    read.marketIds.flatMap((marketId) => {
      const rows = shares.get(marketId)
      if (!rows) return []
      const { values, last } = lastValues(rows, starts, read.interval, read.window.from, read.leadMs)
      const value = values.map((share) => (share === null ? null : toValue(share)))
      return [{ marketId, value, weight: weightOf(marketId), last }]
    }),
  )
}

/** Shares of several markets together. */
export interface LongShortMean {
  readonly longShare: DecimalString | null
  readonly ratio: DecimalString | null
  readonly marketCount: number
  readonly withoutOpenInterest: number
}

const meanOf = (sums: WeightedSums): LongShortMean => ({
  longShare: toFigureText(longShare(sums)),
  ratio: toFigureText(longShortRatio(sums)),
  marketCount: sums.known,
  withoutOpenInterest: sums.withoutWeight,
})

/** The accounts of one market in the last bucket. */
export interface MarketLongShortRow {
  readonly marketId: number
  readonly longShare: DecimalString
  readonly ratio: DecimalString | null
  readonly openInterestUsd: DecimalString | null
  readonly readAt: Date
}

/** One answer to `longShort`. */
export class LongShortAnswer extends WeightedAnswer {
  constructor(context: Context, catalog: Catalog, selection: Selection, question: WeightedQuestion) {
    const { marketIds, asOf } = selection
    super(context, catalog, selection, question, (window, interval) =>
      getLongShortGrid(context.database.pool, { marketIds, window, interval, leadMs: ageOf(question), asOf }),
    )
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.selection
    return createMeta(this.catalog, {
      families: ['LONG_SHORT', 'OPEN_INTEREST'],
      window: this.window,
      asOf,
      exchangeIds,
      methodology: ['longShort.share'],
      notices: this.notices('a share', 'open interest'),
    })
  }

  /** Of the last bucket, largest open interest first. */
  async markets(): Promise<MarketLongShortRow[]> {
    const { markets, weightScale, starts } = await this.grid
    const end = starts.length - 1
    const rows = markets.flatMap(({ marketId, value, weight, last }) => {
      const [share, size] = [value[end]!, weight[end]!]
      if (share === null || last === undefined) return []
      const row: MarketLongShortRow = {
        marketId,
        longShare: toFigureText(fractionOf(share, VALUE_UNIT))!,
        ratio: toFigureText(fractionOf(share, VALUE_UNIT - share)),
        openInterestUsd: size === null ? null : fromUnits(size, weightScale),
        readAt: new Date(last.closeTime),
      }
      return [{ row, size: size ?? -1n }]
    })
    rows.sort((a, b) => (a.size === b.size ? a.row.marketId - b.row.marketId : a.size > b.size ? -1 : 1))
    return rows.map(({ row }) => row)
  }
}

export const longShortResolvers: Resolvers = {
  Query: {
    longShort: async (_, { window: asked, interval, filter, basket, maxAgeMinutes, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      if (filter?.kind === 'SPOT')
        throw new InputError('Spot markets have no positions.', {
          reason: 'SPOT_HAS_NO_POSITIONS',
          argument: ['filter', 'kind'],
          accepted: ['PERPETUAL', 'FUTURE'],
        })
      const catalog = await context.catalog()
      const selection = select(catalog, 'LONG_SHORT', filter, basket, moment)
      return new LongShortAnswer(context, catalog, selection, { window, interval, maxAgeMinutes })
    },
  },
  LongShort: {
    meta: (answer) => answer.meta,
    mean: async (answer) => meanOf(await answer.sums()),
    latest: async (answer) => meanOf(await answer.lastSums()),
    markets: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      return (await answer.markets()).slice(0, first)
    },
    breakdown: async (answer, { by, first }) => {
      const groups = await answer.breakdown(by, checkCount(first, ['first'], 1_000))
      return groups.map(({ key, sums, weightShare }) => ({ key, mean: meanOf(sums), weightShare }))
    },
    timeSeries: (answer, { measure, transform }) => answer.timeSeries(MEASURES[measure], transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      answer.timeSeriesBy(by, MEASURES[measure], checkCount(first, ['first'], 100), transform),
    extremes: (answer, { days }) => answer.extremes(MEASURES.LONG_SHARE, checkDays(days)),
    explain: (answer) => answer.explain(MEASURES.LONG_SHARE, 'no open interest: left out'),
  },
  MarketLongShort: { market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId) },
}
