import type { EpisodesToCompareQuery } from '../../generated/compare.ts'
import type { Palette } from '../../theme.ts'

export type Listed = EpisodesToCompareQuery['episodes']['nodes'][number]

/** The fewest and the most that one picture can hold apart. */
export const [FEWEST, MOST] = [2, 5]

/** What an episode is called, and drawn with, on this view. */
export interface Drawn {
  readonly code: string
  readonly name: string
  readonly colorName: (typeof COLORS)[number]
  readonly dash: 'solid' | readonly number[]
}

const COLORS = ['main', 'second', 'third', 'fourth', 'fifth'] as const satisfies readonly (keyof Palette)[]

/** Told apart without colour, too. */
const DASHES = ['solid', [7, 3], [2, 2], [8, 3, 2, 3], [12, 4]] as const

/** @param names a name for each code; one that is not known is called by its code */
export const drawnOf = (codes: readonly string[], names: ReadonlyMap<string, string>): Drawn[] =>
  codes.map((code, at) => ({
    code,
    name: names.get(code) ?? code,
    colorName: COLORS[at % COLORS.length]!,
    dash: DASHES[at % DASHES.length]!,
  }))

/** What is compared when the address names nothing: the newest purges, or what else there is. */
export function newestOf(episodes: readonly Listed[], count = 3): string[] {
  const purges = episodes.filter(({ kind }) => kind === 'PURGE')
  return (purges.length >= FEWEST ? purges : episodes).slice(0, count).map(({ code }) => code)
}
