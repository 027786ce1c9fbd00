import { ceilTo, DAY_MS, HOUR_MS, type Window } from '../../lib/time.ts'
import type { SeriesPointRecord, SeriesRecord, SeriesSource } from '../../series/record.ts'
import { FUND_ASSETS, fundFlows } from './fundFlows.ts'
import { RESERVE_ASSETS, RESERVE_VENUES, reserveOf } from './reserves.ts'
import { sampleWindow, withinSample } from './schedule.ts'
import { inBatches, receivedAt, SAMPLE_SOURCE } from './source.ts'

/** Coins on each exchange by the day: what it holds when the day ends. */
export const sampleReserves: SeriesSource = {
  source: SAMPLE_SOURCE,
  points: (window = sampleWindow, signal) => inBatches(reservesOf(window), signal),
}

/** Net flows of the spot funds by the day, of days with trading alone. */
export const sampleFundFlows: SeriesSource = {
  source: SAMPLE_SOURCE,
  points: (window = sampleWindow, signal) => inBatches(flowsOf(window), signal),
}

function* daysOf(window: Window): Generator<number> {
  const part = withinSample(window)
  if (!part) return
  for (let day = ceilTo(part.from.getTime(), DAY_MS); day < part.to.getTime(); day += DAY_MS) yield day
}

function* reservesOf(window: Window): Generator<SeriesPointRecord> {
  const series = RESERVE_VENUES.flatMap((exchangeCode) =>
    RESERVE_ASSETS.map((assetCode): SeriesRecord & { exchangeCode: string; assetCode: string } => ({
      measure: 'EXCHANGE_RESERVE_COINS',
      exchangeCode,
      assetCode,
      stepMs: DAY_MS,
      completeness: 'UNKNOWN',
    })),
  )
  for (const day of daysOf(window))
    for (const one of series)
      yield {
        series: one,
        time: new Date(day),
        value: String(reserveOf(one.exchangeCode, one.assetCode, day)),
        observedAt: receivedAt(day + DAY_MS),
      }
}

/** Funds tell the flows of a day when America's evening is over. */
const PUBLISHED_AFTER_MS = DAY_MS + 4 * HOUR_MS

function* flowsOf(window: Window): Generator<SeriesPointRecord> {
  const series = FUND_ASSETS.map((assetCode): SeriesRecord & { assetCode: string } => ({
    measure: 'FUND_NET_FLOW',
    assetCode,
    stepMs: DAY_MS,
    completeness: 'UNKNOWN',
  }))
  for (const day of daysOf(window))
    for (const one of series) {
      const flow = fundFlows.get(one.assetCode)!.get(day)
      if (flow === undefined) continue
      yield {
        series: one,
        time: new Date(day),
        value: String(flow),
        observedAt: receivedAt(day + PUBLISHED_AFTER_MS),
      }
    }
}
