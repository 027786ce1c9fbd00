import Big from 'big.js'
import { ratio, type DecimalString } from '../lib/decimal.ts'
import { DAY_MS, HOUR_MS } from '../lib/time.ts'

/** A value at the end of a bucket; null: not known. */
export interface Value {
  /** End of the bucket, ms. */
  readonly at: number
  readonly usd: DecimalString | null
}

type KnownValue = Value & { readonly usd: DecimalString }

export interface Moment {
  readonly usd: DecimalString
  readonly at: Date
}

export interface DayChange {
  readonly from: Date
  readonly to: Date
  readonly change: DecimalString
}

/** How a value stands against its own past: see MarketCapTrend in the SDL. */
export interface Trend {
  readonly usd: DecimalString | null
  readonly days: number
  readonly since: Date | null
  readonly hoursMissing: number
  readonly low: Moment | null
  readonly high: Moment | null
  readonly isLow: boolean | null
  readonly isHigh: boolean | null
  readonly dayChange: DecimalString | null
  readonly sharpestFall: DayChange | null
  readonly isSharpestFall: boolean | null
  readonly fromHigh: DecimalString | null
  readonly peak: Moment | null
  readonly peakSince: Date | null
  readonly drawdown: DecimalString | null
}

/**
 * How the last of some values stands against those before it.
 * @param hours values at the end of each hour of the last `days` days, ascending; the last one is now
 * @param all values at the end of each day over all data held, ascending
 */
export function trendOf(days: number, hours: readonly Value[], all: readonly Value[]): Trend {
  const now = hours.at(-1)!
  const { usd } = now
  const known = hours.filter(isKnown)
  const [low, high] = [lowestOf(known), highestOf(known)]
  const steps = stepsOf(days, hours)
  const sharpest = steps.reduce<DayChange | undefined>(
    (least, step) => (least === undefined || new Big(step.change).lt(least.change) ? step : least),
    undefined,
  )
  const dayChange = steps.find(({ to }) => to.getTime() === now.at)?.change ?? null
  const ofAll = [...all.filter(isKnown), ...known].sort((a, b) => a.at - b.at)
  const peak = highestOf(ofAll)
  return {
    usd,
    days,
    since: known[0] ? new Date(known[0].at) : null,
    hoursMissing: hours.length - known.length,
    low: low ? momentOf(low) : null,
    high: high ? momentOf(high) : null,
    isLow: usd === null ? null : new Big(usd).lte(low!.usd),
    isHigh: usd === null ? null : new Big(usd).gte(high!.usd),
    dayChange,
    sharpestFall: sharpest ?? null,
    isSharpestFall:
      dayChange === null ? null : dayChange.startsWith('-') && new Big(dayChange).lte(sharpest!.change),
    fromHigh: usd === null ? null : fallFrom(high!.usd, usd),
    peak: peak ? momentOf(peak) : null,
    peakSince: ofAll[0] ? new Date(ofAll[0].at) : null,
    drawdown: usd === null ? null : fallFrom(peak!.usd, usd),
  }
}

const fallFrom = (high: DecimalString, usd: DecimalString): DecimalString | null =>
  ratio(new Big(usd).minus(high), high) ?? null

/** Changes of the steps of 24 hours that end with the last value, newest first; those with an end that is not known are left out. */
function stepsOf(days: number, hours: readonly Value[]): DayChange[] {
  const at = new Map(hours.filter(isKnown).map((value) => [value.at, value.usd]))
  const end = hours.at(-1)!.at
  return Array.from({ length: days }, (_, step) => end - step * DAY_MS).flatMap((to) => {
    const [before, after] = [at.get(to - DAY_MS), at.get(to)]
    if (before === undefined || after === undefined) return []
    const change = ratio(new Big(after).minus(before), before)
    return change === undefined ? [] : [{ from: new Date(to - DAY_MS), to: new Date(to), change }]
  })
}

/** Ends of the hours that a comparison over `days` needs, ms: from `days` days before `to` up to it. */
export function hoursBefore(to: Date, days: number): number[] {
  const end = to.getTime()
  return Array.from({ length: days * 24 + 1 }, (_, hour) => end - (days * 24 - hour) * HOUR_MS)
}

function isKnown(value: Value): value is KnownValue {
  return value.usd !== null
}

/** Of equal ones the last. */
function lowestOf(values: readonly KnownValue[]): KnownValue | undefined {
  return values.reduce<KnownValue | undefined>(
    (least, value) => (least === undefined || new Big(value.usd).lte(least.usd) ? value : least),
    undefined,
  )
}

/** Of equal ones the first. */
function highestOf(values: readonly KnownValue[]): KnownValue | undefined {
  return values.reduce<KnownValue | undefined>(
    (most, value) => (most === undefined || new Big(value.usd).gt(most.usd) ? value : most),
    undefined,
  )
}

function momentOf({ usd, at }: KnownValue): Moment {
  return { usd, at: new Date(at) }
}
