import { ratio, type DecimalString } from '../lib/decimal.ts'
import type { Window } from '../lib/time.ts'

/** A span in ms, half-open. */
export type Span = readonly [from: number, to: number]

/** Spans for which each exchange was read, cut to a window: sorted, none touching another. */
export type CoveredSpans = ReadonlyMap<number, readonly Span[]>

/** Joins spans that touch or overlap; sorted. */
export function unite(spans: readonly Span[]): Span[] {
  const united: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = united.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else if (from < to) united.push([from, to])
  }
  return united
}

/** What of the window lies in no span, oldest first. `spans` as `unite` returns them. */
export function gapsOf(window: Window, spans: readonly Span[]): Window[] {
  const gaps: Window[] = []
  let at = window.from.getTime()
  for (const [from, to] of spans) {
    if (from > at) gaps.push({ from: new Date(at), to: new Date(from) })
    at = Math.max(at, to)
  }
  if (at < window.to.getTime()) gaps.push({ from: new Date(at), to: window.to })
  return gaps
}

/** What of the spans lies in the window. */
export function cutTo(spans: readonly Span[], window: Window): Span[] {
  const [begin, end] = [window.from.getTime(), window.to.getTime()]
  return spans
    .map(([from, to]) => [Math.max(from, begin), Math.min(to, end)] as const)
    .filter(([from, to]) => from < to)
}

/** Covered time / window, 0 to 1, over all of `exchangeIds`; "0" when there are none. */
export function coverageShare(
  covered: CoveredSpans,
  exchangeIds: readonly number[],
  window: Window,
): DecimalString {
  const asked = (window.to.getTime() - window.from.getTime()) * exchangeIds.length
  return shareOf(
    exchangeIds.reduce((sum, id) => sum + lengthOf(covered.get(id) ?? []), 0),
    asked,
  )
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0)
}

function shareOf(covered: number, asked: number): DecimalString {
  if (covered === 0 || asked === 0) return '0'
  return covered === asked ? '1' : ratio(String(covered), String(asked))!
}

/**
 * Coverage of each bucket: covered time / bucket time over all exchanges, of the part of the bucket in the window.
 * @param starts begin of each bucket, ms, ascending
 */
export function coverageOfBuckets(
  covered: CoveredSpans,
  exchangeIds: readonly number[],
  window: Window,
  starts: readonly number[],
  stepMs: number,
): DecimalString[] {
  const begin = window.from.getTime()
  const end = window.to.getTime()
  const sums = new Float64Array(starts.length)
  const first = starts[0] ?? 0
  for (const id of exchangeIds)
    for (const [from, to] of covered.get(id) ?? []) {
      const last = Math.min(starts.length - 1, Math.floor((to - 1 - first) / stepMs))
      for (let index = Math.max(0, Math.floor((from - first) / stepMs)); index <= last; index++) {
        const start = starts[index]!
        sums[index]! += Math.min(to, start + stepMs) - Math.max(from, start)
      }
    }
  return starts.map((start, index) => {
    const asked = (Math.min(end, start + stepMs) - Math.max(begin, start)) * exchangeIds.length
    return shareOf(sums[index]!, asked)
  })
}
