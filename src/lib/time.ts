/** Half-open span of time in UTC: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: Date
  readonly to: Date
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The resolutions in which rollups are stored. */
export type Grain = 'minute' | 'hour' | 'day'

export const GRAIN_MS: Record<Grain, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS }

/** First multiple of `stepMs` at or before `ms`, counted from `originMs`. */
export function floorTo(ms: number, stepMs: number, originMs = 0): number {
  return Math.floor((ms - originMs) / stepMs) * stepMs + originMs
}

/** First multiple of `stepMs` at or after `ms`, counted from `originMs`. */
export function ceilTo(ms: number, stepMs: number, originMs = 0): number {
  return Math.ceil((ms - originMs) / stepMs) * stepMs + originMs
}

/** Cuts a window into consecutive half-open windows of at most `stepMs`, aligned to multiples of it. */
export function splitWindow(window: Window, stepMs: number): Window[] {
  const parts: Window[] = []
  let from = window.from.getTime()
  const end = window.to.getTime()
  while (from < end) {
    const to = Math.min(floorTo(from, stepMs) + stepMs, end)
    parts.push({ from: new Date(from), to: new Date(to) })
    from = to
  }
  return parts
}
