import type { Resolvers } from '../generated/graphql.ts'
import { PLACES } from '../lib/figures.ts'
import { checkWindow, getBucketStarts } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import type { LastRow } from '../lib/lastRows.ts'
import { select, type Catalog, type Selection } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { readCarried, rememberValues, type GridRead } from '../measures/carryColumns.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import {
  fractionOf,
  toFigureText,
  scaleWeights,
  toCell,
  VALUE_UNIT,
  weightedMean,
  weightText,
  type Figure,
  type WeightedGrid,
  type WeightedSums,
} from '../measures/weighted.ts'
import {
  checkDays,
  MAX_AGE_MINUTES,
  WeightedAnswer,
  type WeightedMeasure,
  type WeightedQuestion,
} from '../measures/weightedAnswer.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getLastShares, LONG_SHORT_TABLES } from './store.ts'

export type LongShortMeasure = 'LONG_SHARE' | 'LONG_SHORT_RATIO'

const longShare = weightedMean()
const longShortRatio: Figure = {
  exact: ({ product, weight }) => fractionOf(product, weight * VALUE_UNIT - product),
}

const MEASURES: Record<LongShortMeasure, WeightedMeasure> = {
  LONG_SHARE: { figure: longShare, unit: 'FRACTION', methodology: 'longShort.share' },
  LONG_SHORT_RATIO: { figure: longShortRatio, unit: 'RATIO', methodology: 'longShort.share' },
}

const SOURCE: CloseSource = { tables: LONG_SHORT_TABLES, column: 'close_long_share' }

const shares = rememberValues(({ values }, row) => toCell(values.unitsRounded(row, PLACES)))

/** Shares of each market by bucket, and its open interest. */
async function getLongShortGrid(cache: CloseCache, read: GridRead): Promise<WeightedGrid> {
  const starts = getBucketStarts(read.window, read.interval)
  const [values, weights] = await Promise.all([
    readCarried(cache, SOURCE, read, shares),
    getOpenInterestWeights(cache, read),
  ])
  const none = new Float64Array(starts.length).fill(NaN)
  // A market that no venue prints a share of is none that lacks one.
  const marketIds = read.marketIds.filter((id) => values.has(id))
  const scaled = scaleWeights(
    marketIds.map((id) => weights.get(id) ?? none),
    0,
  )
  return {
    starts,
    weightScale: scaled.weightScale,
    markets: marketIds.map((marketId, at) => ({
      marketId,
      value: values.get(marketId)!,
      weight: scaled.weights[at]!,
    })),
  }
}

/** Shares of several markets together. */
export interface LongShortMean {
  readonly longShare: DecimalString | null
  readonly ratio: DecimalString | null
  readonly marketCount: number
  readonly withoutOpenInterest: number
}

const meanOf = (sums: WeightedSums): LongShortMean => ({
  longShare: toFigureText(longShare.exact(sums)),
  ratio: toFigureText(longShortRatio.exact(sums)),
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
    super(context, catalog, selection, question, (window, interval) =>
      getLongShortGrid(context.closes, this.readOf(window, interval)),
    )
  }

  lastReadings({ starts }: WeightedGrid): Promise<ReadonlyMap<number, LastRow>> {
    return getLastShares(this.context.database.pool, this.lastOf(starts.at(-1)!))
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
    const grid = await this.grid
    const lasts = await this.lastReadings(grid)
    const end = grid.starts.length - 1
    const rows = grid.markets.flatMap(({ marketId, value, weight }) => {
      const size = weight[end]!
      const last = lasts.get(marketId)
      if (Number.isNaN(value[end]!) || last === undefined) return []
      const share = BigInt(value[end]!)
      const row: MarketLongShortRow = {
        marketId,
        longShare: toFigureText(share)!,
        ratio: toFigureText(fractionOf(share, VALUE_UNIT - share)),
        openInterestUsd: Number.isNaN(size) ? null : weightText(BigInt(size), grid.weightScale),
        readAt: last.readAt,
      }
      return [{ row, size: Number.isNaN(size) ? -1 : size }]
    })
    rows.sort((a, b) => b.size - a.size || a.row.marketId - b.row.marketId)
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
