import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../lib/time.ts'

const utc = (text: string): Date => new Date(`${text}Z`)

/** What the sample spans. */
export const sampleWindow: Window = { from: utc('2025-06-01T00:00'), to: utc('2025-11-01T00:00') }

/**
 * The purge of the report. The report gives no date: a bitcoin near 112,000 dollars and a low of several weeks fit this
 * UTC day, and other reports of the day (1.5 to 1.7 billion dollars liquidated) do not speak against it.
 */
export const purgeWindow: Window = { from: utc('2025-09-22T00:00'), to: utc('2025-09-23T00:00') }

/** Spans with a reading every five minutes: at least 12 hours either side of the flush of each of three purges. */
export const denseWindows: readonly Window[] = [
  { from: utc('2025-08-01T00:00'), to: utc('2025-08-02T00:00') },
  { from: utc('2025-09-21T12:00'), to: utc('2025-09-23T01:00') },
  { from: utc('2025-10-10T09:00'), to: utc('2025-10-11T10:00') },
]

/** Spans with a prediction of funding every hour: from the build-up of each of three purges into the days after it. */
export const watchedWindows: readonly Window[] = [
  { from: utc('2025-07-30T00:00'), to: utc('2025-08-04T00:00') },
  { from: utc('2025-09-20T00:00'), to: utc('2025-09-27T00:00') },
  { from: utc('2025-10-09T00:00'), to: utc('2025-10-14T00:00') },
]

/**
 * A silent feed, left in on purpose: this venue printed nothing in that span. Bars are whole, as a venue serves them from its
 * history.
 */
export const silence = {
  exchangeCode: 'okx',
  window: { from: utc('2025-08-20T03:00'), to: utc('2025-08-20T09:00') } satisfies Window,
}

export function contains(window: Window, ms: number): boolean {
  return ms >= window.from.getTime() && ms < window.to.getTime()
}

/** The part of `window` that lies in the sample; undefined when there is none. */
export function withinSample(window: Window): Window | undefined {
  const from = Math.max(window.from.getTime(), sampleWindow.from.getTime())
  const to = Math.min(window.to.getTime(), sampleWindow.to.getTime())
  return from < to ? { from: new Date(from), to: new Date(to) } : undefined
}

/** Times of readings in `window`: every hour on the hour, every five minutes (or `denseMs`) in the dense spans. */
export function* readingTimes(window: Window, denseMs = 5 * MINUTE_MS): Generator<number> {
  const part = withinSample(window)
  if (!part) return
  let ms = Math.ceil(part.from.getTime() / denseMs) * denseMs
  for (; ms < part.to.getTime(); ms += denseMs)
    if (ms % HOUR_MS === 0 || denseWindows.some((dense) => contains(dense, ms))) yield ms
}

/** Spans of `window` in which the venue's feed was connected. */
export function coverageOf(exchangeCode: string, window: Window): Window[] {
  const part = withinSample(window)
  if (!part) return []
  if (exchangeCode !== silence.exchangeCode) return [part]
  const before = {
    from: part.from,
    to: new Date(Math.min(part.to.getTime(), silence.window.from.getTime())),
  }
  const after = { from: new Date(Math.max(part.from.getTime(), silence.window.to.getTime())), to: part.to }
  return [before, after].filter(({ from, to }) => from < to)
}

/** Whether the venue's feed was connected at that time. */
export function isSilent(exchangeCode: string, ms: number): boolean {
  return exchangeCode === silence.exchangeCode && contains(silence.window, ms)
}

/** UTC days since the begin of the sample. */
export function dayOf(ms: number): number {
  return Math.floor((ms - sampleWindow.from.getTime()) / DAY_MS)
}
