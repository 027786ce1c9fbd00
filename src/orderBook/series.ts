import type { Queryable } from '../db.ts'
import { INTERVALS, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded, fromUnits } from '../lib/fixed.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import { getExpectations } from '../markets/ends.ts'
import type { CloseCache, ClosePiece, CloseSource } from '../measures/closes.ts'
import { rowsById, type RowSpan } from '../measures/idRows.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import type { DepthLevel } from './record.ts'
import { DEPTH_TABLES, levelColumn } from './store.ts'

export type BookSide = 'BIDS' | 'ASKS'

/** A market whose book was not read for so long is not expected any more. */
export const FORGOTTEN_MS = 7 * DAY_MS

export interface DepthRequest {
  readonly marketIds: readonly number[]
  /** The group of each market, in their order, whole numbers from 0. */
  readonly groupOf: readonly number[]
  /** At whole hours. */
  readonly window: Window
  readonly interval: Interval
  /** Begin of each bucket, ms. */
  readonly starts: readonly number[]
  readonly level: DepthLevel
  /** A market counts where each of them is known. */
  readonly sides: readonly BookSide[]
  readonly asOf?: Date | undefined
}

/** Mean depth by group and bucket: row = group x buckets + bucket. */
export interface DepthSums {
  readonly buckets: number
  readonly values: LimbColumn
  /** Markets that count. */
  readonly known: Int32Array
  /** Markets that should, but were not read. */
  readonly missing: Int32Array
  /** Markets that count in any bucket, in the order asked. */
  readonly markets: readonly MarketDepth[]
}

/** One market over the whole window. */
export interface MarketDepth {
  readonly marketId: number
  readonly group: number
  /** Mean of the readings in the buckets where it counts, USD, 8 decimals. */
  readonly usd: DecimalString
  /** Whether it was expected in a bucket and not read. */
  readonly isMissing: boolean
}

const sourceOf = (side: BookSide, level: DepthLevel): CloseSource => {
  const column = levelColumn(side, level)
  return { tables: DEPTH_TABLES, column: `${column}_sum`, fact: column, more: `${column}_count` }
}

/**
 * What rests within a level of mid, USD: of each market the mean over its readings in the bucket, 8 decimals, summed by group. A market
 * is expected in every bucket from its first reading that reaches the level (one of the 7 days before the window, or in it) until it
 * ends or was not read for 7 days.
 */
export async function getDepthSums(
  db: Queryable,
  closes: CloseCache,
  { marketIds, groupOf, window, interval, starts, level, sides, asOf }: DepthRequest,
): Promise<DepthSums> {
  const { ms: stepMs, grain } = INTERVALS[interval]
  const [expectations, lasts] = await Promise.all([
    getExpectations(db, marketIds, asOf),
    Promise.all(
      sides.map((side) =>
        getLastBefore(db, sourceOf(side, level), marketIds, window.from, FORGOTTEN_MS, asOf),
      ),
    ),
  ])
  const read: ClosePiece[][] = []
  for (const side of sides)
    read.push(
      await closes.read(sourceOf(side, level), marketIds, {
        scopeOf: (id) => expectations.get(id)!.exchangeId,
        window,
        coarsest: grain,
        asOf,
      }),
    )
  const rows = read.map(rowsById)
  const buckets = starts.length
  const groups = Math.max(-1, ...groupOf) + 1
  const values = new LimbColumn(groups * buckets)
  const [known, missing] = [new Int32Array(groups * buckets), new Int32Array(groups * buckets)]
  const markets: MarketDepth[] = []
  for (const [place, id] of marketIds.entries()) {
    const means = rows.map((byId) => bucketMeans(byId.get(id) ?? [], starts[0]!, stepMs, buckets))
    const begin = groupOf[place]! * buckets
    // The oldest of the sides: a market counts where all are known.
    let last = Math.min(...lasts.map((byId) => byId.get(id)?.time.getTime() ?? -Infinity))
    const endsAt = expectations.get(id)!.endedAt?.getTime() ?? Infinity
    const wholes = means.map(() => ({ sum: new LimbColumn(1), count: 0 }))
    let isMissing = false
    for (let at = 0; at < buckets; at++) {
      if (means.every(({ counts }) => counts[at]! > 0)) {
        for (const [side, { sums, counts }] of means.entries()) {
          addMean(values, begin + at, sums, at, counts[at]!)
          wholes[side]!.sum.add(0, sums, at)
          wholes[side]!.count += counts[at]!
        }
        known[begin + at]! += 1
        last = starts[at]! + stepMs
      } else if (starts[at]! < last + FORGOTTEN_MS && starts[at]! < endsAt) {
        missing[begin + at]! += 1
        isMissing = true
      }
    }
    if (wholes.every(({ count }) => count === 0)) continue
    const usd = new LimbColumn(1)
    for (const { sum, count } of wholes) addMean(usd, 0, sum, 0, count)
    markets.push({ marketId: id, group: groupOf[place]!, usd: usd.textAt(0), isMissing })
  }
  return { buckets, values, known, missing, markets }
}

/** Sum and number of readings by bucket. */
function bucketMeans(spans: readonly RowSpan[], base: number, stepMs: number, buckets: number) {
  const sums = new LimbColumn(buckets)
  const counts = new Float64Array(buckets)
  for (const { closes, first, last } of spans) {
    const { times, origin, values, more } = closes
    for (const power of values.limbs.keys()) sums.limb(power)
    const limbs = [...values.limbs].map(([power, from]) => [from, sums.limb(power)] as const)
    const readings = more!.limbs.get(0)!
    for (let row = first; row < last; row++) {
      const at = Math.floor((origin + times[row]! - base) / stepMs)
      for (const [from, into] of limbs) into[at]! += from[row]!
      counts[at]! += readings[row]!
    }
  }
  return { sums, counts }
}

const LIMB_DIGITS = 11
const PLACES = 8n
const BASE = 10 ** LIMB_DIGITS
/** Eight of the eleven decimals of a limb. */
const CUT = 1_000
const MOST = 2 ** 53

/**
 * Adds sum / count, rounded to 8 decimals, half to even, to a row. Exact: in doubles while every step is a whole number below 2^53,
 * else in whole numbers of any size.
 */
export function addMean(into: LimbColumn, row: number, sums: LimbColumn, at: number, count: number): void {
  let high = 0
  let isSmall = true
  for (const [power, limb] of sums.limbs) {
    const digits = limb[at]!
    if (power === 0) high += digits
    else if (power === 1) high += digits * BASE
    else if (power !== -1 && digits !== 0) isSmall = false
  }
  const low = sums.limbs.get(-1)?.[at] ?? 0
  if (
    !isSmall ||
    high < 0 ||
    low < 0 ||
    high >= MOST ||
    low >= BASE * CUT ||
    (count - 1) * BASE + low >= MOST
  ) {
    addLongMean(into, row, sums, at, count)
    return
  }
  const [whole, left] = divide(high, count)
  const rest = left * BASE + low
  const [floor, remainder] = divide(rest, count * CUT)
  const isUp = remainder * 2 > count * CUT || (remainder * 2 === count * CUT && floor % 2 === 1)
  const units = isUp ? floor + 1 : floor
  // Limbs may hold more than their digits until they are told: the next one is carried then.
  if (whole < BASE) into.limb(0)[row]! += whole
  else {
    const [upper, lower] = divide(whole, BASE)
    into.limb(1)[row]! += upper
    into.limb(0)[row]! += lower
  }
  if (units !== 0) into.limb(-1)[row]! += units * CUT
}

/** Quotient and remainder of whole numbers below 2^53. */
function divide(a: number, b: number): [quotient: number, remainder: number] {
  const remainder = a % b
  return [Math.round((a - remainder) / b), remainder]
}

function addLongMean(into: LimbColumn, row: number, sums: LimbColumn, at: number, count: number): void {
  const places = Math.max(0, sums.places)
  const units = 10n ** BigInt(LIMB_DIGITS * places)
  const text = fromUnits(
    divideRounded(sums.unitsAt(at, places) * 10n ** PLACES, BigInt(count) * units),
    Number(PLACES),
  )
  const one = new LimbColumn(1)
  one.set(0, text, 0, text.length)
  into.add(row, one, 0)
}

/** The sums of a group by bucket, USD; null where no market is known, or one that is expected was not read. */
export function depthColumn(
  { buckets, values, known, missing }: DepthSums,
  group: number,
): (DecimalString | null)[] {
  const isKnown = (row: number) => known[row] !== 0 && missing[row] === 0
  return values.texts(group * buckets, (group + 1) * buckets, isKnown)
}
