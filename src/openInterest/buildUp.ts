import Big from 'big.js'
import { getBucketStarts } from '../lib/buckets.ts'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { DAY_MS, floorTo } from '../lib/time.ts'
import { sumsOf } from '../measures/carry.ts'
import { applyTransforms } from '../measures/transform.ts'
import type { Notice } from '../quality/meta.ts'
import type { OpenInterestAnswer } from './resolvers.ts'

/** Changes below which a place among them says nothing. */
const FEWEST_CHANGES = 30

export interface BuildUp {
  readonly days: number
  readonly at: Date
  readonly usd: DecimalString | null
  readonly fraction: DecimalString | null
  readonly percentile: DecimalString | null
  readonly changesHeld: number
  readonly since: Date | null
  readonly notice: Notice | null
}

/** The change over some days up to the last midnight of the window, and its place among those of the trailing days. */
export async function buildUpOf(
  answer: OpenInterestAnswer,
  days: number,
  trailingDays: number,
): Promise<BuildUp> {
  const to = floorTo(answer.window.to.getTime(), DAY_MS)
  const window = { from: new Date(to - (trailingDays + days) * DAY_MS), to: new Date(to) }
  const starts = getBucketStarts(window, 'DAY')
  const values = sumsOf(await answer.carried(window, 'DAY', starts), 0)
  const changes = applyTransforms(values, [{ kind: 'PERCENT_CHANGE', buckets: days, minKnown: 0 }])
  const [percentile] = applyTransforms(changes, [
    { kind: 'PERCENTILE_RANK', buckets: trailingDays, minKnown: FEWEST_CHANGES },
  ]).slice(-1)
  const [before, now] = [values[trailingDays - 1]!, values.at(-1)!]
  const changesHeld = changes.filter((change) => change !== null).length
  const first = changes.findIndex((change) => change !== null)
  const fraction = changes.at(-1)!
  return {
    days,
    at: window.to,
    usd: before === null || now === null ? null : toPlain(new Big(now).minus(before)),
    fraction,
    percentile: percentile ?? null,
    changesHeld,
    since: first < 0 ? null : new Date(starts[days + first]! + DAY_MS),
    notice: noticeOf(fraction, changesHeld),
  }
}

function noticeOf(fraction: DecimalString | null, changesHeld: number): Notice | null {
  if (fraction === null)
    return { code: 'NOT_KNOWN', message: 'Open interest is not known at one end of the change.' }
  if (changesHeld >= FEWEST_CHANGES) return null
  return {
    code: 'TOO_FEW_CHANGES',
    message: `Only ${changesHeld} changes of that length are held: a place among them needs ${FEWEST_CHANGES}.`,
  }
}
