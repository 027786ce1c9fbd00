import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../format.ts'
import type { EpisodeHeadQuery } from '../../generated/episode.ts'
import type { Moment, Shade } from '../../parts/drawings.ts'

export type EpisodeHead = NonNullable<EpisodeHeadQuery['episode']>
type Phases = EpisodeHead['phases']

/** Whether open interest fell: else the episode is of a day of forced orders, and begins and ends with it. */
export const hasFall = ({ kind }: Pick<EpisodeHead, 'kind'>): boolean =>
  kind === 'PURGE' || kind === 'DELEVERAGING'

/** FLUSH: with some hours before and after it; EPISODE: up to its reset; WHOLE: from the build-up to the recovery. */
export const SPANS = ['flush', 'episode', 'whole'] as const
export type Span = (typeof SPANS)[number]

/** Moments that the change since the high is asked to, beside the high itself. */
const MOMENTS = 12

/** Beside the flush a third of its length is shown, within bounds, ms. */
const LEAST_BESIDE = 6 * HOUR_MS
const MOST_BESIDE = 12 * HOUR_MS

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
  const third = Math.ceil((ms(flushEndAt) - ms(peakAt)) / 3 / HOUR_MS) * HOUR_MS
  const beside = Math.min(MOST_BESIDE, Math.max(LEAST_BESIDE, third))
  const [from, to] = {
    flush: [ms(peakAt) - beside, ms(flushEndAt) + beside],
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
  const cut = Math.max(from + LEAST_BESIDE * 2, Math.min(to, last))
  return { from, to: cut, interval: cut - from > 21 * DAY_MS ? 'FOUR_HOURS' : 'HOUR' }
}

export const asInput = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
})

/**
 * Moments that part the window, the high of open interest and the flush's end among them: ms, ascending. One more than are asked for, as
 * at the high nothing has changed.
 */
export function momentsOf({ from, to }: EpisodeWindow, { peakAt, flushEndAt }: Phases): number[] {
  const moments = Array.from(
    { length: MOMENTS + 1 },
    (_, at) => from + Math.round(((to - from) * at) / MOMENTS / MINUTE_MS) * MINUTE_MS,
  )
  const nearest = (moment: number) =>
    moments.reduce(
      (best, own, at) => (Math.abs(own - moment) < Math.abs(moments[best]! - moment) ? at : best),
      0,
    )
  const peak = Date.parse(peakAt)
  const place = nearest(peak)
  moments[place] = peak
  const flushEnd = Date.parse(flushEndAt)
  if (flushEnd > peak && flushEnd <= to) moments[Math.max(place + 1, nearest(flushEnd))] = flushEnd
  return moments
}

/** Windows from the high to each of the other moments, or from it to the high. */
export function partsOf(window: EpisodeWindow, phases: Phases) {
  const peak = Date.parse(phases.peakAt)
  const others = momentsOf(window, phases).filter((at) => at !== peak)
  const span = (at: number) => {
    const other = others[at]!
    return asInput(other < peak ? { from: other, to: peak } : { from: peak, to: other })
  }
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
export function shadesOf({ buildUpAt, peakAt, flushEndAt, resetAt, recoveredAt }: Phases): Shade[] {
  const calm = resetAt ?? flushEndAt
  return [
    ...(buildUpAt === peakAt
      ? []
      : [{ name: 'Build-up', from: buildUpAt, to: peakAt, color: 'text' as const, strength: 0.05 }]),
    {
      name: buildUpAt === peakAt ? 'Forced orders' : 'Flush',
      from: peakAt,
      to: flushEndAt,
      color: 'fall',
      strength: 0.16,
    },
    ...(resetAt
      ? [{ name: 'Reset', from: flushEndAt, to: resetAt, color: 'main' as const, strength: 0.1 }]
      : []),
    ...(recoveredAt && recoveredAt > calm
      ? [{ name: 'Recovery', from: calm, to: recoveredAt, color: 'third' as const, strength: 0.07 }]
      : []),
  ]
}

/** What happened at one moment. */
export const marksInTime = ({ detectedAt, recoveredAt }: Phases): Moment[] => [
  { name: 'Detected', at: detectedAt, color: 'muted', isDotted: true },
  ...(recoveredAt ? [{ name: 'Recovered', at: recoveredAt, color: 'third' as const }] : []),
]
