import { DAY_MS, HOUR_MS } from '../lib/time.ts'
import { detectEpisodes, type Episode } from './detector.ts'
import type { ReadColumns } from './market.ts'
import type { DetectorParams } from './params.ts'

/** What a part prints: so many times what it holds; 0: nothing. */
const FACTORS = [0, 0.1, 0.5, 0.9, 1.5, 2, 10]
const HOURS = [1, 6, 24, 72, 240]

/** How often each factor and length is tried, at other times. */
const TURNS = 10

export interface FaultScore {
  /** Faults that were tried, each alone. */
  readonly faults: number
  /** Days that they lasted in all. */
  readonly days: number
  /** Episodes that were found with a fault, and none of their kind at that time without it. */
  readonly alarms: number
}

/**
 * Has one part after the other print something wrong, and counts what is then found that is not there. The faults are the same each time.
 * @param clean what is found without a fault
 * @param turns how often each factor and length is tried
 */
export function countFalseAlarms(
  market: ReadColumns,
  params: DetectorParams,
  clean: readonly Episode[],
  turns = TURNS,
): FaultScore {
  const size = market.openInterest.length
  const parts = market.parts.length
  if (parts < 2 || size < 2) return { faults: 0, days: 0, alarms: 0 }
  let [faults, steps, alarms] = [0, 0, 0]
  for (let turn = 0; turn < turns; turn++)
    for (const factor of FACTORS)
      for (const hours of HOURS) {
        const length = Math.max(1, Math.round((hours * HOUR_MS) / market.stepMs))
        // Spread over parts and time by steps that share no factor with their number.
        const from = (faults * 7_919 + 101) % Math.max(1, size - length)
        const fault = { part: faults % parts, from, to: from + length, factor }
        const found = detectEpisodes(market.withFault(fault), params)
        alarms += found.filter(
          (episode) => !clean.some((other) => other.kind === episode.kind && touches(episode, other)),
        ).length
        faults += 1
        steps += length
      }
  return { faults, days: (steps * market.stepMs) / DAY_MS, alarms }
}

const touches = (a: Episode, b: Episode) =>
  a.peakAt <= Math.max(b.lastSeenAt, b.flushEndAt) && Math.max(a.lastSeenAt, a.flushEndAt) >= b.peakAt
