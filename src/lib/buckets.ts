import { InputError } from './errors.ts'
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Grain, type Window } from './time.ts'

export type Interval =
  'MINUTE' | 'FIVE_MINUTES' | 'FIFTEEN_MINUTES' | 'HOUR' | 'FOUR_HOURS' | 'TWELVE_HOURS' | 'DAY' | 'WEEK'

interface IntervalFacts {
  readonly ms: number
  /** The coarsest rollup that fits into it. */
  readonly grain: Grain
}

export const INTERVALS: Record<Interval, IntervalFacts> = {
  MINUTE: { ms: MINUTE_MS, grain: 'minute' },
  FIVE_MINUTES: { ms: 5 * MINUTE_MS, grain: 'minute' },
  FIFTEEN_MINUTES: { ms: 15 * MINUTE_MS, grain: 'minute' },
  HOUR: { ms: HOUR_MS, grain: 'hour' },
  FOUR_HOURS: { ms: 4 * HOUR_MS, grain: 'hour' },
  TWELVE_HOURS: { ms: 12 * HOUR_MS, grain: 'hour' },
  DAY: { ms: DAY_MS, grain: 'day' },
  WEEK: { ms: 7 * DAY_MS, grain: 'day' },
}

/** A Monday at 00:00 UTC: what all buckets are counted from, here and in SQL. */
export const ORIGIN_MS = Date.UTC(2000, 0, 3)
export const ORIGIN_SQL = `timestamptz '2000-01-03Z'`

export const MAX_BUCKETS = 10_000

/** Checks a window that a caller gave. Throws InputError. */
export function checkWindow(window: Window, argument: readonly string[]): Window {
  for (const end of ['from', 'to'] as const) {
    if (window[end].getTime() % MINUTE_MS !== 0)
      throw new InputError(`${end} is not a whole minute: ${window[end].toISOString()}`, {
        reason: 'WINDOW_NOT_WHOLE_MINUTES',
        argument: [...argument, end],
        accepted: `a whole minute, e.g. ${new Date(floorTo(window[end].getTime(), MINUTE_MS)).toISOString()}`,
      })
  }
  if (window.from >= window.to)
    throw new InputError(
      `from (${window.from.toISOString()}) is not before to (${window.to.toISOString()})`,
      {
        reason: 'WINDOW_EMPTY',
        argument: [...argument, 'to'],
        accepted: 'a moment after `from`',
      },
    )
  return window
}

/**
 * Families without rollups by the minute are measured from whole hours to whole hours, by the hour at the finest: anything finer
 * would have to scan single readings.
 * @throws InputError WINDOW_NOT_WHOLE_HOURS, INTERVAL_TOO_FINE
 */
export function checkWholeHours(window: Window, interval: Interval): void {
  for (const end of ['from', 'to'] as const)
    if (window[end].getTime() % HOUR_MS !== 0)
      throw new InputError(`${end} is not a whole hour: ${window[end].toISOString()}`, {
        reason: 'WINDOW_NOT_WHOLE_HOURS',
        argument: ['window', end],
        accepted: `a whole hour, e.g. ${new Date(floorTo(window[end].getTime(), HOUR_MS)).toISOString()}`,
      })
  if (INTERVALS[interval].ms < HOUR_MS)
    throw new InputError(`These readings are kept by the hour at the finest, not by ${interval}.`, {
      reason: 'INTERVAL_TOO_FINE',
      argument: ['interval'],
      accepted: ['HOUR', 'FOUR_HOURS', 'TWELVE_HOURS', 'DAY', 'WEEK'],
    })
}

/** Begin of each bucket that has a part in the window, ms, oldest first. Throws InputError when there are too many. */
export function getBucketStarts(window: Window, interval: Interval): number[] {
  const { ms } = INTERVALS[interval]
  const first = floorTo(window.from.getTime(), ms, ORIGIN_MS)
  const count = Math.ceil((window.to.getTime() - first) / ms)
  if (count > MAX_BUCKETS) {
    const fitting = (Object.keys(INTERVALS) as Interval[]).filter(
      (name) => (window.to.getTime() - window.from.getTime()) / INTERVALS[name].ms < MAX_BUCKETS - 1,
    )
    throw new InputError(`This window has ${count} buckets of ${interval}; ${MAX_BUCKETS} are the most.`, {
      reason: 'TOO_MANY_BUCKETS',
      argument: ['interval'],
      accepted: fitting.length > 0 ? fitting : 'a shorter window',
    })
  }
  return Array.from({ length: count }, (_, index) => first + index * ms)
}

/** A window cut at the edges where coarser rollups begin: parts that are empty have from = to. */
export interface GrainPlan {
  readonly minuteHead: Window
  readonly hourHead: Window
  readonly day: Window
  readonly hourTail: Window
  readonly minuteTail: Window
}

/**
 * Which rollups make up a window exactly: days in the middle, hours and minutes at its edges. The rows read then follow
 * the answer, not the span.
 * @param coarsest no coarser rollup is used, so that buckets of a series can be told apart
 */
export function planGrains(window: Window, coarsest: Grain): GrainPlan {
  const from = window.from.getTime()
  const to = window.to.getTime()
  const [hourFrom, hourTo] = coarsest === 'minute' ? [to, to] : within(from, to, HOUR_MS)
  const [dayFrom, dayTo] = coarsest === 'day' ? within(hourFrom, hourTo, DAY_MS) : [hourTo, hourTo]
  const span = (a: number, b: number): Window => ({ from: new Date(a), to: new Date(Math.max(a, b)) })
  return {
    minuteHead: span(from, hourFrom),
    hourHead: span(hourFrom, dayFrom),
    day: span(dayFrom, dayTo),
    hourTail: span(dayTo, hourTo),
    minuteTail: span(hourTo, to),
  }
}

/** The part of [from, to) between whole steps; [to, to) when there is none. */
function within(from: number, to: number, stepMs: number): [number, number] {
  const first = ceilTo(from, stepMs)
  const last = floorTo(to, stepMs)
  return first < last ? [first, last] : [to, to]
}

const PARTS = [
  ['minuteHead', 'minute'],
  ['hourHead', 'hour'],
  ['day', 'day'],
  ['hourTail', 'hour'],
  ['minuteTail', 'minute'],
] as const

/** A prepared statement's name has 63 characters at most. */
const SHORT: Record<keyof GrainPlan, string> = {
  minuteHead: 'mh',
  hourHead: 'hh',
  day: 'd',
  hourTail: 'ht',
  minuteTail: 'mt',
}

export interface GrainSql {
  /** Reads the parts one under the other. */
  readonly sql: string
  /** Its parameters, from $`first` on. */
  readonly values: readonly Date[]
  /** Tells statements apart that read other parts: for the name of a prepared one. */
  readonly name: string
  /** The one rollup that is read, if it is one. */
  readonly only: Grain | undefined
}

/**
 * SQL that reads a plan from the rollups: a select for each part that is not empty, so that the usual window of whole
 * hours or days is one plain range scan.
 * @param part the select of one part, from its grain and a condition on `bucket`
 * @param first number of the first parameter
 */
export function grainSql(
  plan: GrainPlan,
  first: number,
  part: (grain: Grain, within: string) => string,
): GrainSql {
  const values: Date[] = []
  const selects: string[] = []
  const names: string[] = []
  const grains = new Set<Grain>()
  for (const [name, grain] of PARTS) {
    const { from, to } = plan[name]
    if (from >= to) continue
    const number = first + values.length
    values.push(from, to)
    names.push(SHORT[name])
    grains.add(grain)
    selects.push(part(grain, `bucket >= $${number}::timestamptz and bucket < $${number + 1}::timestamptz`))
  }
  return {
    sql: selects.join('\nunion all\n'),
    values,
    name: names.join('+'),
    only: grains.size === 1 ? [...grains][0] : undefined,
  }
}
