import type { Queryable } from '../db.ts'
import { INTERVALS, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded, fromUnits } from '../lib/fixed.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import { getExpectations } from '../markets/ends.ts'
import type { CloseCache, ClosePiece, CloseSource } from '../measures/closes.ts'
import { addRows, bucketOf, rowsById, type Buckets, type RowSpan } from '../measures/idRows.ts'
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
    const means = rows.map((byId) =>
      bucketMeans(byId.get(id) ?? [], { base: starts[0]!, stepMs, size: buckets }),
    )
    const begin = groupOf[place]! * buckets
    // The oldest of the sides: a market counts where all are known.
    let last = Math.min(...lasts.map((byId) => byId.get(id)?.time.getTime() ?? -Infinity))
    const endsAt = expectations.get(id)!.endedAt?.getTime() ?? Infinity
    let isMissing = false
    let isRead = false
    const isKnown = new Uint8Array(buckets)
    for (let at = 0; at < buckets; at++) {
      if (means.every(({ counts }) => counts[at]! > 0)) {
        isKnown[at] = 1
        known[begin + at]! += 1
        last = starts[at]! + stepMs
        isRead = true
      } else if (starts[at]! < last + FORGOTTEN_MS && starts[at]! < endsAt) {
        missing[begin + at]! += 1
        isMissing = true
      }
    }
    if (!isRead) continue
    const usd = new LimbColumn(1)
    for (const { sums, counts } of means) {
      addMeans(values, begin, sums, counts, isKnown)
      const [whole, count] = totalOf(sums, counts, isKnown)
      addMean(usd, 0, whole, 0, count)
    }
    markets.push({ marketId: id, group: groupOf[place]!, usd: usd.textAt(0), isMissing })
  }
  return { buckets, values, known, missing, markets }
}

/** Sum and number of readings by bucket. */
function bucketMeans(spans: readonly RowSpan[], buckets: Buckets) {
  const sums = new LimbColumn(buckets.size)
  const counts = new Float64Array(buckets.size)
  for (const span of spans) {
    const readings = span.closes.more!.limbs.get(0)!
    addRows(sums, span.closes.values, span, buckets)
    for (let row = span.first; row < span.last; row++) counts[bucketOf(span, row, buckets)]! += readings[row]!
  }
  return { sums, counts }
}

/** The sum of the rows that are known, and the number of readings in them. */
function totalOf(sums: LimbColumn, counts: Float64Array, isKnown: Uint8Array): [LimbColumn, number] {
  const total = new LimbColumn(1)
  for (const [power, limb] of sums.limbs) {
    let sum = 0
    for (let at = 0; at < limb.length; at++) if (isKnown[at] === 1) sum += limb[at]!
    total.limb(power)[0] = sum
  }
  let count = 0
  for (let at = 0; at < counts.length; at++) if (isKnown[at] === 1) count += counts[at]!
  return [total, count]
}

const LIMB_DIGITS = 11
const PLACES = 8n
const BASE = 10 ** LIMB_DIGITS
/** Eight of the eleven decimals of a limb. */
const CUT = 1_000
const MOST = 2 ** 53

/** Adds sum / count, rounded to 8 decimals, half to even, to a row: exactly. */
export function addMean(into: LimbColumn, row: number, sums: LimbColumn, at: number, count: number): void {
  const counts = new Float64Array(sums.length)
  const isKnown = new Uint8Array(sums.length)
  counts[at] = count
  isKnown[at] = 1
  addMeans(into, row - at, sums, counts, isKnown)
}

/**
 * The same of every row that is known, to the row as far behind `begin`: in doubles while every step is a whole number below 2^53, else
 * in whole numbers of any size.
 */
function addMeans(
  into: LimbColumn,
  begin: number,
  sums: LimbColumn,
  counts: Float64Array,
  isKnown: Uint8Array,
): void {
  const none = new Float64Array(0)
  const [upper, middle, lower] = [1, 0, -1].map((power) => sums.limbs.get(power) ?? none) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const others = [...sums.limbs].flatMap(([power, limb]) => (Math.abs(power) > 1 ? [limb] : []))
  const [units, fractions] = [into.limb(0), into.limb(-1)]
  for (let at = 0; at < isKnown.length; at++) {
    if (isKnown[at] === 0) continue
    const count = counts[at]!
    const high = middle[at]! + (upper.length > 0 ? upper[at]! * BASE : 0)
    const low = lower.length > 0 ? lower[at]! : 0
    const isSmall = high < MOST && low < BASE * CUT && (count - 1) * BASE + low < MOST
    if (!isSmall || high < 0 || low < 0 || others.some((limb) => limb[at] !== 0)) {
      addLongMean(into, begin + at, sums, at, count)
      continue
    }
    const [whole, left] = divide(high, count)
    const rest = left * BASE + low
    const [floor, remainder] = divide(rest, count * CUT)
    const isUp = remainder * 2 > count * CUT || (remainder * 2 === count * CUT && floor % 2 === 1)
    // Limbs may hold more than their digits until they are told: the next one is carried then.
    if (whole < BASE) units[begin + at]! += whole
    else {
      const [over, under] = divide(whole, BASE)
      into.limb(1)[begin + at]! += over
      units[begin + at]! += under
    }
    fractions[begin + at]! += (isUp ? floor + 1 : floor) * CUT
  }
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
