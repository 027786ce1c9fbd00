import type { Unit } from '../measures/transform.ts'
import type { KnownMoment } from './knownMoment.ts'

/** What episodes are likened by: each as it was known when the episode was detected. */
export type EpisodeFeature =
  | 'OPEN_INTEREST_CHANGE'
  | 'POSITION_CHANGE'
  | 'PRICE_CHANGE'
  | 'LIQUIDATION_RATIO'
  | 'LONG_SHARE'
  | 'BUILD_UP'
  | 'OPEN_INTEREST_PERCENTILE'
  | 'BITCOIN_CONTRIBUTION'
  | 'FUNDING_BEFORE'
  | 'SPOT_SHARE_BEFORE'

export const FEATURE_UNITS: Record<EpisodeFeature, Unit> = {
  OPEN_INTEREST_CHANGE: 'FRACTION',
  POSITION_CHANGE: 'FRACTION',
  PRICE_CHANGE: 'FRACTION',
  LIQUIDATION_RATIO: 'RATIO',
  LONG_SHARE: 'FRACTION',
  BUILD_UP: 'FRACTION',
  OPEN_INTEREST_PERCENTILE: 'FRACTION',
  BITCOIN_CONTRIBUTION: 'FRACTION',
  FUNDING_BEFORE: 'FRACTION',
  SPOT_SHARE_BEFORE: 'FRACTION',
}

export const FEATURES = Object.keys(FEATURE_UNITS) as EpisodeFeature[]

/** Features of one episode; null: not known. */
export type FeatureValues = Readonly<Partial<Record<EpisodeFeature, number | null>>>

/** Some features of a moment. */
export async function featuresOf(
  moment: KnownMoment,
  features: readonly EpisodeFeature[],
): Promise<FeatureValues> {
  const values = await Promise.all(
    features.map(async (feature) => [feature, await featureOf(moment, feature)] as const),
  )
  return Object.fromEntries(values)
}

async function featureOf(moment: KnownMoment, feature: EpisodeFeature): Promise<number | null> {
  const { state } = moment
  switch (feature) {
    case 'OPEN_INTEREST_CHANGE':
      return state.openInterestChange
    case 'POSITION_CHANGE':
      return state.positionChange
    case 'PRICE_CHANGE':
      return state.priceChange
    case 'LIQUIDATION_RATIO':
      return state.liquidationRatio
    case 'LONG_SHARE':
      return state.longShare
    case 'BUILD_UP':
      return state.buildUp
    case 'OPEN_INTEREST_PERCENTILE':
      return state.openInterestPercentile
    case 'BITCOIN_CONTRIBUTION':
      return numberOf((await moment.attribution())?.asset('BTC')?.part.contribution)
    case 'FUNDING_BEFORE':
      return numberOf((await moment.funding().mean()).rate8h)
    case 'SPOT_SHARE_BEFORE':
      return numberOf(await moment.volume().spotShare())
  }
}

const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text))
