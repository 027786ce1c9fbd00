import { DAY_MS, HOUR_MS } from '../../format.ts'
import type { EpisodeHeadQuery } from '../../generated/episode.ts'
import type { Shade } from '../../parts/drawings.ts'

export type EpisodeHead = NonNullable<EpisodeHeadQuery['episode']>
type Phases = EpisodeHead['phases']

/** Whether open interest fell: else the episode is of a day of forced orders, and begins and ends with it. */
export const hasFall = ({ kind }: Pick<EpisodeHead, 'kind'>): boolean =>
  kind === 'PURGE' || kind === 'DELEVERAGING'

/** FLUSH: from a day before it to a day after; EPISODE: up to its reset; WHOLE: from the build-up to the recovery. */
export const SPANS = ['episode', 'flush', 'whole'] as const
export type Span = (typeof SPANS)[number]

const PARTS = 12

export interface EpisodeWindow {
  readonly from: number
  readonly to: number
  readonly interval: 'HOUR' | 'FOUR_HOURS'
}

/** What the pictures of an episode show: whole hours, never beyond what the store holds. */
export function windowOf(
  { buildUpAt, peakAt, flushEndAt, troughAt, resetAt, recoveredAt }: Phases,
  span: Span,
  end: Date,
): EpisodeWindow {
  const ms = (text: string) => Date.parse(text)
  const flushEnd = Math.max(ms(flushEndAt), ms(troughAt))
  const [from, to] = {
    flush: [ms(peakAt) - DAY_MS, flushEnd + DAY_MS],
    episode: [
      Math.max(ms(buildUpAt), ms(peakAt) - 4 * DAY_MS) - DAY_MS,
      Math.max(ms(resetAt ?? flushEndAt), flushEnd) + 2 * DAY_MS,
    ],
    whole: [
      ms(buildUpAt) - DAY_MS,
      Math.max(ms(recoveredAt ?? resetAt ?? flushEndAt), flushEnd) + 2 * DAY_MS,
    ],
  }[span] as [number, number]
  const last = Math.floor(end.getTime() / HOUR_MS) * HOUR_MS
  const cut = Math.max(from + DAY_MS, Math.min(to, last))
  return { from, to: cut, interval: cut - from > 21 * DAY_MS ? 'FOUR_HOURS' : 'HOUR' }
}

export const asInput = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
})

/** The window in equal spans, at whole minutes. */
export function partsOf({ from, to }: EpisodeWindow) {
  const edge = (at: number) => from + Math.round(((to - from) * at) / PARTS / 60_000) * 60_000
  const span = (at: number) => asInput({ from: edge(at), to: edge(at + 1) })
  return {
    w0: span(0),
    w1: span(1),
    w2: span(2),
    w3: span(3),
    w4: span(4),
    w5: span(5),
    w6: span(6),
    w7: span(7),
    w8: span(8),
    w9: span(9),
    w10: span(10),
    w11: span(11),
  }
}

/** The phases as shades behind a time series. */
export function shadesOf({ buildUpAt, peakAt, flushEndAt, resetAt }: Phases): Shade[] {
  return [
    ...(buildUpAt === peakAt ? [] : [{ name: 'Build-up', from: buildUpAt, to: peakAt }]),
    { name: buildUpAt === peakAt ? 'Forced orders' : 'Flush', from: peakAt, to: flushEndAt, isStrong: true },
    ...(resetAt ? [{ name: 'Reset', from: flushEndAt, to: resetAt }] : []),
  ]
}
