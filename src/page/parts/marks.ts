import { percent, words } from '../format.ts'
import type { Mark } from './Picture.tsx'

/** What an answer says about itself, as far as the page asks it. */
export interface AnswerMeta {
  readonly coverage?: string | null
  readonly notices: readonly { readonly code: string; readonly message: string }[]
}

/** That the data is a reconstruction stands at the top of every view already. */
const TOLD_ELSEWHERE = new Set(['RECONSTRUCTED'])

/** Notices that tell of something that was not read. */
const OF_GAPS = new Set(['NOT_READ', 'NO_READING', 'STALE', 'BARS_MISSING', 'NO_BARS', 'NO_BOOKS'])

/** Marks of an answer: what was not read, and what to know. */
export function marksOf({ coverage, notices }: AnswerMeta): Mark[] {
  const missing = coverage == null ? 0 : 1 - Number(coverage)
  return [
    ...(missing > 0
      ? [
          {
            kind: 'GAP' as const,
            text: `${percent(missing, missing < 0.01 ? 2 : 1)} of the time not read`,
            detail: 'Over all venues together. What happened then is not known: it is not zero.',
          },
        ]
      : []),
    ...notices
      .filter(({ code }) => !TOLD_ELSEWHERE.has(code))
      .map(({ code, message }) => ({
        kind: OF_GAPS.has(code) ? ('GAP' as const) : ('NOTE' as const),
        text: words(code),
        detail: message,
      })),
  ]
}

/** The mark of sums that are lower bounds in part. */
export const floorMarks = (floorShare: string | null | undefined): Mark[] =>
  floorShare == null || Number(floorShare) === 0
    ? []
    : [
        {
          kind: 'FLOOR',
          text: `${percent(floorShare, 0)} is a lower bound`,
          detail:
            'Some feeds leave orders out by design, as one order a second and symbol is all that they print: there was more.',
        },
      ]
