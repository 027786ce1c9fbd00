import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow, getBucketStarts } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import type { CapTier } from '../marketCap/attribution.ts'
import { getCapsAt, type CapSnapshot } from '../marketCap/store.ts'
import { getTiersAt } from '../marketCap/tiers.ts'
import { select } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { noticesOf } from '../openInterest/notices.ts'
import { OpenInterestAnswer } from '../openInterest/resolvers.ts'
import { MAX_AGE_MINUTES } from '../openInterest/store.ts'
import { createMeta, type Meta } from '../quality/meta.ts'
import { estimatedOf } from './reserves.ts'
import { assetsOf, explain, rowsBy, totalOf, type AssetLeverage, type LeverageDimension } from './rows.ts'
import { timeSeriesBy, timeSeriesOf } from './series.ts'

/** One answer to `leverage`: what is read is read once, when a field first asks for it. */
export class LeverageAnswer {
  /** Open interest of the same markets, by the same rules. */
  readonly interest: OpenInterestAnswer
  #caps: Promise<CapSnapshot> | undefined
  #tiers: Promise<ReadonlyMap<number, CapTier>> | undefined

  constructor(interest: OpenInterestAnswer) {
    this.interest = interest
  }

  get meta(): Meta {
    const { catalog, selection, window } = this.interest
    return createMeta(catalog, {
      families: ['OPEN_INTEREST', 'MARKET_CAPS'],
      window,
      asOf: selection.asOf,
      exchangeIds: selection.exchangeIds,
      methodology: ['leverage.ratio', 'leverage.estimated', 'openInterest.value'],
      notices: this.#notices(),
    })
  }

  async #notices() {
    const { catalog, selection } = this.interest
    return noticesOf(catalog, selection, await this.interest.before(), await this.interest.after())
  }

  caps(): Promise<CapSnapshot> {
    const { context, window, maxAgeMinutes, selection } = this.interest
    return (this.#caps ??= getCapsAt(context.database.pool, window.to, maxAgeMinutes, selection.asOf))
  }

  /** Size classes of assets at the window's begin. */
  tiers(): Promise<ReadonlyMap<number, CapTier>> {
    const { context, window, selection } = this.interest
    return (this.#tiers ??= getTiersAt(context.database.pool, window.from, selection.asOf))
  }

  async assets(): Promise<AssetLeverage[]> {
    const [readings, caps] = await Promise.all([this.interest.after(), this.caps()])
    return assetsOf(this.interest.catalog, readings, caps)
  }

  async rowsBy(by: LeverageDimension) {
    const [assets, tiers] = await Promise.all([this.assets(), by === 'TIER' ? this.tiers() : new Map()])
    return rowsBy(this.interest.catalog, assets, by, tiers)
  }
}

export const leverageResolvers: Resolvers = {
  Query: {
    leverage: async (_, { window: asked, interval, filter, basket, maxAgeMinutes, asOf }, context) => {
      const window = checkWindow(asked, ['window'])
      const moment = checkAsOf(asOf, context.now())
      getBucketStarts(window, interval)
      checkCount(maxAgeMinutes, ['maxAgeMinutes'], MAX_AGE_MINUTES)
      const catalog = await context.catalog()
      const selection = select(catalog, 'OPEN_INTEREST', filter, basket, moment)
      return new LeverageAnswer(
        new OpenInterestAnswer(context, catalog, selection, { window, interval, maxAgeMinutes }),
      )
    },
  },
  Leverage: {
    total: async (answer, { universe }) => {
      const [assets, caps] = await Promise.all([answer.assets(), answer.caps()])
      return totalOf(answer.interest.catalog, assets, caps, universe)
    },
    breakdown: async (answer, { by, first }) => {
      checkCount(first, ['first'], 1_000)
      return (await answer.rowsBy(by)).slice(0, first)
    },
    timeSeries: (answer, { transform }) => timeSeriesOf(answer, transform),
    timeSeriesBy: (answer, { by, first, transform }) =>
      timeSeriesBy(answer, by, checkCount(first, ['first'], 100), transform),
    estimated: async (answer, { first }) => {
      checkCount(first, ['first'], 1_000)
      const rows = await answer.rowsBy('ASSET')
      return estimatedOf(
        answer.interest,
        rows.slice(0, first).map(({ key }) => key.assetId!),
      )
    },
    explain: async (answer) => explain(answer.interest.catalog, await answer.assets()),
  },
  EstimatedLeverage: {
    asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId),
    exchanges: ({ exchangeIds }, _, { exchangeLoader }) =>
      Promise.all(exchangeIds.map((id) => exchangeLoader.load(id))),
    source: async ({ sourceId }, _, { catalog }) =>
      sourceId === null ? null : (await catalog()).sources.get(sourceId)!,
  },
}
