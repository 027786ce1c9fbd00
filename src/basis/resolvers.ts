import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import type { LastRow } from '../lib/lastRows.ts'
import { assetOf, select, type Catalog, type Selection } from '../markets/catalog.ts'
import type { MarketKind } from '../markets/record.ts'
import { checkAsOf } from '../measures/asOf.ts'
import {
  sumsOf,
  toFigureText,
  weightedMean,
  weightText,
  type WeightedGrid,
  type WeightedMarket,
} from '../measures/weighted.ts'
import {
  checkDays,
  MAX_AGE_MINUTES,
  WeightedAnswer,
  type WeightedMeasure,
  type WeightedQuestion,
} from '../measures/weightedAnswer.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { getLastBars } from '../volume/store.ts'
import {
  annualOf,
  basisOf,
  getBasisGrid,
  roundedBasis,
  type BasisGrid,
  type BasisMarket,
  type BasisWeight,
} from './grid.ts'

export type BasisMeasure = 'BASIS' | 'ANNUALISED'

const mean = weightedMean()

const annualMarkets = (markets: readonly WeightedMarket[]) =>
  (markets as readonly BasisMarket[]).map((market) => ({ ...market, value: market.annual }))

const annualGrid = (grid: WeightedGrid): WeightedGrid => ({ ...grid, markets: annualMarkets(grid.markets) })

const MEASURES: Record<BasisMeasure, WeightedMeasure> = {
  BASIS: { figure: mean, unit: 'FRACTION', methodology: 'basis.spot' },
  ANNUALISED: { figure: mean, unit: 'FRACTION', methodology: 'basis.annualised', pick: annualGrid },
}

/** The basis of several markets together. */
export interface BasisMean {
  readonly basis: DecimalString | null
  readonly annualised: DecimalString | null
  readonly marketCount: number
  readonly withoutWeight: number
  readonly withoutPrices: number
}

function meanOf(markets: readonly WeightedMarket[], from: number, to: number): BasisMean {
  const sums = sumsOf(markets, from, to)
  return {
    basis: toFigureText(mean.exact(sums)),
    annualised: toFigureText(mean.exact(sumsOf(annualMarkets(markets), from, to))),
    marketCount: sums.known,
    withoutWeight: sums.withoutWeight,
    withoutPrices: sums.withoutValue,
  }
}

/** The basis of one market in the last bucket. */
export interface MarketBasisRow {
  readonly marketId: number
  readonly spotId: number
  readonly price: DecimalString
  readonly spotPrice: DecimalString
  readonly basis: DecimalString
  readonly annualised: DecimalString | null
  readonly weight: DecimalString | null
  readonly at: Date
}

interface BasisQuestion extends WeightedQuestion {
  readonly assetId: number
  readonly kind: MarketKind
  readonly weight: BasisWeight
}

/** One answer to `basis`. */
export class BasisAnswer extends WeightedAnswer {
  readonly assetId: number
  readonly kind: MarketKind
  readonly weight: BasisWeight
  readonly spotIds: readonly number[]

  constructor(
    context: Context,
    catalog: Catalog,
    selection: Selection,
    spotIds: readonly number[],
    question: BasisQuestion,
  ) {
    const marketsOf = (ids: readonly number[]) => ids.map((id) => catalog.markets.get(id)!)
    super(context, catalog, selection, question, (window, interval) =>
      getBasisGrid(
        context.closes,
        marketsOf(selection.marketIds),
        marketsOf(spotIds),
        question.weight,
        this.readOf(window, interval),
      ),
    )
    this.assetId = question.assetId
    this.kind = question.kind
    this.weight = question.weight
    this.spotIds = spotIds
  }

  get meta(): Meta {
    const { exchangeIds, asOf } = this.selection
    return createMeta(this.catalog, {
      families: this.weight === 'OPEN_INTEREST' ? ['CANDLES', 'OPEN_INTEREST'] : ['CANDLES'],
      window: this.window,
      asOf,
      exchangeIds,
      methodology: this.kind === 'FUTURE' ? ['basis.spot', 'basis.annualised'] : ['basis.spot'],
      notices: this.#notices(),
    })
  }

  async #notices(): Promise<Notice[]> {
    const weight = this.weight === 'OPEN_INTEREST' ? 'open interest' : 'volume'
    const [general, { markets }] = await Promise.all([this.notices('a basis', weight), this.basisGrid()])
    const venues = (found: (ofVenue: readonly BasisMarket[]) => boolean) =>
      this.selection.exchangeIds
        .filter((id) =>
          found(markets.filter(({ marketId }) => this.catalog.markets.get(marketId)!.exchangeId === id)),
        )
        .map((id) => this.catalog.exchanges.get(id)!.code)
    const isPriced = ({ value, unpaired }: BasisMarket) =>
      unpaired > 0 || value.some((one) => !Number.isNaN(one))
    const noSpot = venues((own) => own.some(({ unpaired }) => unpaired > 0))
    const noDerivative = venues((own) => !own.some(isPriced))
    return [
      ...general,
      ...(noSpot.length > 0
        ? [
            {
              code: 'NO_SPOT',
              message: `In some or all buckets no price of spot ends with that of the derivative: ${noSpot.join(', ')}.`,
            },
          ]
        : []),
      ...(noDerivative.length > 0
        ? [
            {
              code: 'NO_DERIVATIVE',
              message: `No price of such a derivative is known: ${noDerivative.join(', ')}.`,
            },
          ]
        : []),
    ]
  }

  /** Of the bars of each market in the last bucket, the one that ended last. */
  async lastReadings({ starts }: WeightedGrid): Promise<ReadonlyMap<number, LastRow>> {
    const { markets } = await this.basisGrid()
    const marketIds = markets.flatMap(({ marketId, lastPair }) => (lastPair ? [marketId] : []))
    // A bar does not stand beyond its bucket: none before it counts.
    const since = new Date(Math.max(starts.at(-1)!, this.window.from.getTime()) - 1)
    return getLastBars(this.context.database.pool, { ...this.lastOf(starts.at(-1)!), marketIds, since })
  }

  async basisGrid(): Promise<BasisGrid> {
    return (await this.grid) as BasisGrid
  }

  /** @throws InputError NOT_DATED */
  measureOf(measure: BasisMeasure): WeightedMeasure {
    if (measure === 'ANNUALISED' && this.kind !== 'FUTURE')
      throw new InputError('A perpetual has no delivery to which a basis could be annualised.', {
        reason: 'NOT_DATED',
        argument: ['measure'],
        accepted: ['BASIS'],
      })
    return MEASURES[measure]
  }

  /** Of the last bucket, largest weight first. */
  async markets(): Promise<MarketBasisRow[]> {
    const { markets, weightScale } = await this.basisGrid()
    const rows = markets.flatMap(({ marketId, lastPair, weight }) => {
      const basis = lastPair && basisOf(lastPair)
      if (lastPair === undefined || basis == null) return []
      const size = weight.at(-1)!
      const isWeighed = !Number.isNaN(size)
      const { expiresAt } = this.catalog.markets.get(marketId)!
      const annual = annualOf(basis, lastPair.end, expiresAt)
      const row: MarketBasisRow = {
        marketId,
        spotId: lastPair.spotId,
        price: plain(lastPair.price),
        spotPrice: plain(lastPair.spotPrice),
        basis: figureOf(basis),
        annualised: annual === null ? null : figureOf(annual),
        weight: isWeighed ? weightText(BigInt(size), weightScale) : null,
        at: new Date(lastPair.end),
      }
      return [{ row, size: isWeighed ? size : -1 }]
    })
    rows.sort((a, b) => b.size - a.size || a.row.marketId - b.row.marketId)
    return rows.map(({ row }) => row)
  }
}

const figureOf = (basis: bigint): DecimalString => toFigureText(roundedBasis(basis))!

const plain = (text: DecimalString) => toPlain(new Big(text))

export const basisResolvers: Resolvers = {
  Query: {
    basis: async (
      _,
      { asset, window: asked, interval, kind, basket, weight, maxAgeMinutes, asOf },
      context,
    ) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      if (kind === 'SPOT')
        throw new InputError('Spot has no basis against itself.', {
          reason: 'SPOT_HAS_NO_BASIS',
          argument: ['kind'],
          accepted: ['PERPETUAL', 'FUTURE'],
        })
      const catalog = await context.catalog()
      const assetId = assetOf(catalog, asset, ['asset']).id
      const of = (own: MarketKind) =>
        select(catalog, 'CANDLES', { assets: [asset], kind: own }, basket, moment)
      const question = { window, interval, maxAgeMinutes, assetId, kind, weight }
      return new BasisAnswer(context, catalog, of(kind), of('SPOT').marketIds, question)
    },
  },
  Basis: {
    meta: (answer) => answer.meta,
    asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId),
    mean: async (answer) => {
      const { markets, starts } = await answer.grid
      return meanOf(markets, 0, starts.length)
    },
    latest: async (answer) => {
      const { markets, starts } = await answer.grid
      return meanOf(markets, starts.length - 1, starts.length)
    },
    markets: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      return (await answer.markets()).slice(0, first)
    },
    breakdown: async (answer, { by, first }) => {
      const groups = await answer.breakdown(by, checkCount(first, ['first'], 1_000))
      const size = (await answer.grid).starts.length
      return groups.map(({ key, markets, weightShare }) => ({
        key,
        mean: meanOf(markets, 0, size),
        weightShare,
      }))
    },
    timeSeries: (answer, { measure, transform }) => answer.timeSeries(answer.measureOf(measure), transform),
    timeSeriesBy: (answer, { by, measure, first, transform }) =>
      answer.timeSeriesBy(by, answer.measureOf(measure), checkCount(first, ['first'], 100), transform),
    extremes: (answer, { measure, days }) => answer.extremes(answer.measureOf(measure), checkDays(days)),
    explain: (answer, { measure }) => answer.explain(answer.measureOf(measure), 'no weight: left out'),
  },
  MarketBasis: {
    market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId),
    spotMarket: ({ spotId }, _, { marketLoader }) => marketLoader.load(spotId),
  },
}
