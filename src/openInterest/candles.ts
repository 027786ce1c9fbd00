import { getBucketStarts, INTERVALS, MAX_BUCKETS, ORIGIN_MS, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { fromFixedColumn, toFixedColumn } from '../lib/fixed.ts'
import { floorTo, type Window } from '../lib/time.ts'
import { sumsOf } from '../measures/carry.ts'
import type { Unit } from '../measures/transform.ts'
import type { OpenInterestAnswer } from './resolvers.ts'
import type { OpenInterestUnit } from './series.ts'
import { checkOneAsset } from './timeSeries.ts'

/** Candles as columns; `start` in ms. */
export interface Candles {
  readonly interval: Interval
  readonly step: Interval
  readonly unit: Unit
  readonly start: readonly number[]
  readonly open: readonly (DecimalString | null)[]
  readonly high: readonly (DecimalString | null)[]
  readonly low: readonly (DecimalString | null)[]
  readonly close: readonly (DecimalString | null)[]
}

const STEPS = ['MINUTE', 'HOUR', 'DAY'] as const
/** Markets x steps that are looked at for one answer at most. */
const MOST_CELLS = 2_000_000

/** The finest step that the window can be looked at in. */
export function stepOf({ from, to }: Window, interval: Interval, markets: number): Interval {
  const { ms } = INTERVALS[interval]
  const found = STEPS.find((step) => {
    const steps = (to.getTime() - from.getTime()) / INTERVALS[step].ms
    return INTERVALS[step].ms <= ms && steps <= MAX_BUCKETS - 2 && steps * markets <= MOST_CELLS
  })
  return found ?? interval
}

/** Candles of the sum over all markets: what stood at the begin, and at the end of each step in it. */
export async function candlesOf(answer: OpenInterestAnswer, unit: OpenInterestUnit): Promise<Candles> {
  const { window, interval } = answer
  const marketIds = await answer.marketIds()
  if (unit === 'COINS') checkOneAsset(answer, marketIds, ['unit'])
  const step = stepOf(window, interval, marketIds.length)
  const stepMs = INTERVALS[step].ms
  const start = getBucketStarts(window, interval)
  // One step more, at whose end the first candle opens.
  const begin = floorTo(window.from.getTime(), stepMs, ORIGIN_MS)
  const read = { from: new Date(begin - stepMs), to: window.to }
  const steps = [begin - stepMs, ...getBucketStarts(window, step)]
  const sums = await answer.carried(read, step, steps, { unit })
  const { scale, values } = toFixedColumn(sumsOf(sums, 0))

  const columns = { open: [], high: [], low: [], close: [] } as Record<
    'open' | 'high' | 'low' | 'close',
    (bigint | null)[]
  >
  let at = 1
  for (const bucket of start) {
    const open = values[at - 1]!
    let [high, low, close]: (bigint | null)[] = [open, open, open]
    for (; at < steps.length && steps[at]! < bucket + INTERVALS[interval].ms; at++) {
      close = values[at]!
      high = high == null || close === null ? null : close > high ? close : high
      low = low == null || close === null ? null : close < low ? close : low
    }
    columns.open.push(open)
    columns.high.push(high ?? null)
    columns.low.push(low ?? null)
    columns.close.push(close ?? null)
  }
  const textOf = (column: readonly (bigint | null)[]) => fromFixedColumn({ scale, values: column })
  return {
    interval,
    step,
    unit,
    start,
    open: textOf(columns.open),
    high: textOf(columns.high),
    low: textOf(columns.low),
    close: textOf(columns.close),
  }
}
