import { counted, percent, usd, words } from '../format.ts'
import type { Mark } from './Picture.tsx'
import { venueNames } from './unread.ts'

/** What an answer says about itself, as far as the page asks it. */
export interface AnswerMeta {
  readonly coverage?: string | null
  readonly notices: readonly { readonly code: string; readonly message: string }[]
}

/** That the data is a reconstruction stands at the top of every view already. */
const TOLD_ELSEWHERE = new Set(['RECONSTRUCTED'])

/** Notices that tell of something that was not read. */
const OF_GAPS = new Set(['NOT_READ', 'NO_READING', 'STALE', 'BARS_MISSING', 'NO_BARS', 'NO_BOOKS'])

/**
 * Marks of an answer: what was not read, and what to know.
 * @param unread who was not read, and for how long, in words
 */
export function marksOf({ coverage, notices }: AnswerMeta, unread = ''): Mark[] {
  const missing = coverage == null ? 0 : 1 - Number(coverage)
  return [
    ...(missing > 0
      ? [
          {
            kind: 'GAP' as const,
            text: `${percent(missing, missing < 0.01 ? 2 : 1)} of the time not read${unread && `: ${unread}`}`,
            detail: 'Of the time of all venues together. What happened then is not known: it is not zero.',
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

/** Below this part of a sum what is carried is told under the pointer, and not marked. */
const CARRIED_LEAST = 0.005

/** What of a series of open interest was not read in its bucket, but carried there. */
export interface CarriedColumns {
  readonly start: readonly string[]
  readonly usd: readonly (string | null)[]
  readonly carriedUsd: readonly (string | null)[]
}

/** The same by venue. */
export interface CarriedByVenue {
  readonly key: { readonly label: string; readonly exchange: { readonly name: string } | null }
  readonly series: { readonly columns: { readonly value: readonly (string | null)[] } }
}

export interface Carried {
  /** Of each value, whether enough of it was carried to mark it. */
  readonly isCarried: readonly boolean[]
  /** Of the last value, which part is carried, where it is marked; else 0. */
  readonly lastShare: number
  /** Of the series. */
  readonly marks: readonly Mark[]
  /** Of the last value, for what rests on it alone. */
  readonly lastMarks: readonly Mark[]
  /** Lines for the pointer at a value. */
  readonly linesAt: (place: number) => string[]
}

/**
 * What of open interest stands by what was read before, and on which venues.
 * @param end of the window, ms: in a bucket that goes on beyond it there may be more readings to come, and it is marked only where the one
 * before is
 */
export function carriedOf(
  { start, usd: sums, carriedUsd }: CarriedColumns,
  byVenue: readonly CarriedByVenue[],
  end: number,
): Carried {
  const shares = sums.map((sum, at) =>
    sum === null || Number(sum) === 0 ? 0 : Number(carriedUsd[at]) / Number(sum),
  )
  const step = start.length > 1 ? Date.parse(start[1]!) - Date.parse(start[0]!) : 0
  const isWorthTelling = (at: number) => (shares[at] ?? 0) >= CARRIED_LEAST
  const isCarried = shares.map(
    (_, at) => isWorthTelling(at) && (Date.parse(start[at]!) + step <= end || isWorthTelling(at - 1)),
  )
  const lastShare = isCarried.at(-1) ? shares.at(-1)! : 0
  const venuesAt = (places: readonly number[]) =>
    venueNames(
      byVenue
        .filter(({ series }) => places.some((at) => Number(series.columns.value[at] ?? 0) > 0))
        .map(({ key }) => key.exchange?.name ?? key.label),
      byVenue.length,
    )
  const marked = isCarried.flatMap((own, at) => (own ? [at] : []))
  return {
    isCarried,
    lastShare,
    lastMarks:
      lastShare === 0
        ? []
        : [
            {
              kind: 'GAP',
              text: `${percent(lastShare, 0)} of open interest carried forward: ${venuesAt([shares.length - 1])}`,
              detail: 'Where a venue was not read its last reading stands.',
            },
          ],
    marks:
      marked.length === 0
        ? []
        : [
            {
              kind: 'GAP',
              text: `carried forward in ${marked.length} of ${counted(sums.length, 'bucket')}: ${venuesAt(marked)}`,
              detail: `Where a venue was not read its last reading stands: up to ${percent(Math.max(...marked.map((at) => shares[at]!)))} of the sum. The line is dashed there.`,
            },
          ],
    linesAt: (place) =>
      (shares[place] ?? 0) > 0
        ? [
            `Of it carried forward  ${usd(carriedUsd[place])} (${percent(shares[place])}): ${venuesAt([place])}`,
          ]
        : [],
  }
}
