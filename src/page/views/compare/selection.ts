import type { EpisodesToCompareQuery } from '../../generated/compare.ts'
import { shortName } from '../../parts/episodeNames.ts'
import type { Palette } from '../../theme.ts'
import { hasFall } from '../episode/span.ts'

export type Listed = EpisodesToCompareQuery['episodes']['nodes'][number]

/** The fewest and the most that one picture can hold apart. */
export const [FEWEST, MOST] = [2, 5]

/** What an episode is called, and drawn with, on this view. */
export interface Drawn {
  readonly code: string
  readonly name: string
  /** Whether open interest fell: else it begins with its day of forced orders. */
  readonly hasFall: boolean
  readonly colorName: (typeof COLORS)[number]
  readonly dash: 'solid' | readonly number[]
}

const COLORS = ['main', 'second', 'third', 'fourth', 'fifth'] as const satisfies readonly (keyof Palette)[]

/** Told apart without colour, too. */
const DASHES = ['solid', [7, 3], [2, 2], [8, 3, 2, 3], [12, 4]] as const

/** @param episodes those that are known; another is called by its code */
export const drawnOf = (codes: readonly string[], episodes: readonly Listed[]): Drawn[] =>
  codes.map((code, at) => {
    const own = episodes.find((episode) => episode.code === code)
    return {
      code,
      name: own ? shortName(own) : code,
      hasFall: own ? hasFall(own) : true,
      colorName: COLORS[at % COLORS.length]!,
      dash: DASHES[at % DASHES.length]!,
    }
  })

/** What is compared when the address names nothing: the newest purges, or what else there is. */
export function newestOf(episodes: readonly Listed[], count = 3): string[] {
  const purges = episodes.filter(({ kind }) => kind === 'PURGE')
  return (purges.length >= FEWEST ? purges : episodes).slice(0, count).map(({ code }) => code)
}

/** What the begin of episodes is called, of those with a fall and of those with a day of forced orders alone. */
export function ofBegin(drawn: readonly Drawn[], high: string, day: string): string {
  const falls = drawn.filter((own) => own.hasFall).length
  return falls === drawn.length
    ? high
    : falls === 0
      ? day
      : `${high}, or ${day.charAt(0).toLowerCase()}${day.slice(1)}`
}
