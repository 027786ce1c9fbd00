import { day, words } from '../format.ts'

/** What a name of an episode is made of. */
export interface NamedEpisode {
  readonly code: string
  readonly kind: 'PURGE' | 'DELEVERAGING' | 'LIQUIDATIONS_ONLY' | 'SQUEEZE'
  readonly side: 'LONG' | 'SHORT'
  readonly phases: { readonly peakAt: string }
}

export const KIND_NAMES = {
  PURGE: 'purge',
  DELEVERAGING: 'deleveraging',
  LIQUIDATIONS_ONLY: 'liquidations only',
  SQUEEZE: 'squeeze',
} as const

/** "Long purge". */
export const kindOf = ({ kind, side }: Pick<NamedEpisode, 'kind' | 'side'>): string =>
  `${words(side)} ${KIND_NAMES[kind]}`

/** "Long purge, 21 Sept 2025". */
export const longName = (episode: NamedEpisode): string => `${kindOf(episode)}, ${day(episode.phases.peakAt)}`

/** "21 Sept 2025", for what stands beside others of its kind. */
export const shortName = ({ phases }: Pick<NamedEpisode, 'phases'>): string => day(phases.peakAt)
