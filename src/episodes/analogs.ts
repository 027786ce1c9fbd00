import { mean, sampleStandardDeviation } from 'simple-statistics'
import type { EpisodeFeature, FeatureValues } from './features.ts'

/** One feature of two episodes. */
export interface FeatureDistance {
  readonly feature: EpisodeFeature
  readonly value: number
  readonly ofValue: number
  /** value - ofValue in standard deviations of the past episodes. */
  readonly difference: number
  /** Its part of the squared distance; parts sum to 1. 0 where nothing differs. */
  readonly part: number
}

export interface Analog<T> {
  readonly episode: T
  /** Root mean square of the differences: 1 is one standard deviation on every feature. */
  readonly distance: number
  readonly features: readonly FeatureDistance[]
}

/** Features that two episodes must both tell. */
export const LEAST_FEATURES = 2

/**
 * The past episodes that are nearest to one, by standardised features. Each feature is divided by its sample standard deviation over
 * the past episodes that tell it; one that does not vary among them tells nothing and is left out.
 * @param of features of the episode that is asked for
 * @param past earlier episodes with their features
 * @returns nearest first, of equals in the order given; those that tell too few features are left out
 */
export function nearestOf<T>(
  of: FeatureValues,
  past: readonly { readonly episode: T; readonly values: FeatureValues }[],
  features: readonly EpisodeFeature[],
  k: number,
): Analog<T>[] {
  const deviations = new Map<EpisodeFeature, number>()
  for (const feature of features) {
    const known = past.flatMap(({ values }) => values[feature] ?? [])
    const deviation = known.length < 2 ? 0 : sampleStandardDeviation(known)
    // What rounding alone makes of equal values is no variation.
    if (deviation > 1e-12 * Math.abs(mean(known.length === 0 ? [0] : known)))
      deviations.set(feature, deviation)
  }
  const compared = [...deviations]
  const distances = past.flatMap(({ episode, values }) => {
    let [squares, count] = [0, 0]
    for (const [feature, deviation] of compared) {
      const [value, ofValue] = [values[feature], of[feature]]
      if (value == null || ofValue == null) continue
      squares += ((value - ofValue) / deviation) ** 2
      count += 1
    }
    return count < LEAST_FEATURES ? [] : [{ episode, values, squares, distance: Math.sqrt(squares / count) }]
  })
  return distances
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k)
    .map(({ episode, values, squares, distance }) => ({
      episode,
      distance,
      features: compared.flatMap(([feature, deviation]) => {
        const [value, ofValue] = [values[feature], of[feature]]
        if (value == null || ofValue == null) return []
        const difference = (value - ofValue) / deviation
        return [{ feature, value, ofValue, difference, part: squares === 0 ? 0 : difference ** 2 / squares }]
      }),
    }))
}
