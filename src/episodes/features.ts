import type { Unit } from '../measures/transform.ts'
import type { EpisodeAnswer } from './answer.ts'

/** What episodes are likened by: each as it was known when the episode was detected. */
export type EpisodeFeature =
  | 'OPEN_INTEREST_CHANGE'
  | 'POSITION_CHANGE'
  | 'PRICE_CHANGE'
  | 'LIQUIDATION_RATIO'
  | 'LONG_SHARE'
  | 'BUILD_UP'
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
  BITCOIN_CONTRIBUTION: 'FRACTION',
  FUNDING_BEFORE: 'FRACTION',
  SPOT_SHARE_BEFORE: 'FRACTION',
}

export const FEATURES = Object.keys(FEATURE_UNITS) as EpisodeFeature[]

/** Features of one episode; null: not known. */
export type FeatureValues = Readonly<Partial<Record<EpisodeFeature, number | null>>>

/** Some features of an episode. */
export async function featuresOf(
  episode: EpisodeAnswer,
  features: readonly EpisodeFeature[],
): Promise<FeatureValues> {
  const values = await Promise.all(
    features.map(async (feature) => [feature, await featureOf(episode, feature)] as const),
  )
  return Object.fromEntries(values)
}

async function featureOf(episode: EpisodeAnswer, feature: EpisodeFeature): Promise<number | null> {
  const { atDetection } = episode.row
  switch (feature) {
    case 'OPEN_INTEREST_CHANGE':
      return atDetection.openInterestChange
    case 'POSITION_CHANGE':
      return atDetection.positionChange
    case 'PRICE_CHANGE':
      return atDetection.priceChange
    case 'LIQUIDATION_RATIO':
      return atDetection.liquidationRatio
    case 'LONG_SHARE':
      return atDetection.longShare
    case 'BUILD_UP':
      return atDetection.buildUp
    case 'BITCOIN_CONTRIBUTION': {
      const attribution = await episode.attributionUntilDetected()
      return numberOf(attribution?.asset('BTC')?.part.contribution)
    }
    case 'FUNDING_BEFORE':
      return numberOf((await episode.fundingBefore().mean()).rate8h)
    case 'SPOT_SHARE_BEFORE':
      return numberOf(await episode.volumeBefore().spotShare())
  }
}

const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text))
