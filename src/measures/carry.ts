import type { DecimalString } from '../lib/decimal.ts'
import { UnwindError } from '../lib/errors.ts'
import { LimbColumn, MAX_SUMMANDS } from '../lib/limbs.ts'
import { floorTo } from '../lib/time.ts'
import type { ClosePiece } from './closes.ts'

/** What stands of one id when a window begins, and how long it should go on. */
export interface Begin {
  readonly id: number
  /** Which sum it belongs to: whole numbers from 0. */
  readonly group: number
  /** Its last reading before the window, ms; undefined: there was none. */
  readonly time: number | undefined
  /** Its value; undefined when it is not known any more, being too old. */
  readonly value: DecimalString | undefined
  /** From when on a silence of it is no gap, ms: it ended; undefined: it goes on. */
  readonly endsAt: number | undefined
}

export interface CarryPlan {
  /** Begin of each bucket, ms, ascending, without a hole. */
  readonly starts: readonly number[]
  readonly stepMs: number
  /** How long a reading stands at most. */
  readonly maxAgeMs: number
  readonly groups: number
}

/**
 * Sums by group and bucket, at the end of each bucket: each id counts with its last reading, carried forward as long as it is young
 * enough when the bucket begins. A row of `values` and of the counts is group x buckets + bucket.
 */
export interface CarriedSums {
  readonly buckets: number
  readonly values: LimbColumn
  /** Ids with a reading that stands. */
  readonly known: Int32Array
  /** Ids that were read within the bucket. */
  readonly reporting: Int32Array
  /** Ids that were read before and should go on, whose last reading is too old: the sum is then not known. */
  readonly missing: Int32Array
}

/**
 * Carries last readings forward and sums them by group. Each reading adds its difference to the one before to the bucket it comes
 * in; running sums then give the buckets. Exact.
 * @throws UnwindError TOO_MANY_MARKETS beyond what a column can sum exactly
 */
export function carryForward(
  { starts, stepMs, maxAgeMs, groups }: CarryPlan,
  begins: readonly Begin[],
  pieces: readonly ClosePiece[],
): CarriedSums {
  if (begins.length > MAX_SUMMANDS / 2)
    throw new UnwindError('TOO_MANY_MARKETS', `${begins.length} markets are more than one series can sum.`)
  const buckets = starts.length
  const base = starts[0]!
  const values = new LimbColumn(groups * buckets)
  const [known, reporting, missing] = [0, 1, 2].map(() => new Int32Array(groups * buckets)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  // What stands of each id, by its place in `begins`.
  const slots = slotsOf(begins)
  const count = begins.length
  const current = new LimbColumn(count)
  const isOpen = new Uint8Array(count)
  const wasRead = new Uint8Array(count)
  const end = new Int32Array(count)
  const lastRead = new Int32Array(count).fill(-1)
  const row = Int32Array.from(begins, ({ group }) => group * buckets)
  const endOf = (time: number) => Math.min(buckets, Math.floor((time + maxAgeMs - 1 - base) / stepMs) + 1)

  /** From its end on, until another reading or its delivery, what was read and should go on is missing. */
  const markMissing = (slot: number, until: number) => {
    const { endsAt } = begins[slot]!
    const from = Math.max(0, end[slot]!)
    if (from >= until) return
    if (endsAt !== undefined && endsAt <= base + from * stepMs) return
    const to =
      endsAt === undefined ? until : Math.min(until, (floorTo(endsAt - base, stepMs) + stepMs) / stepMs)
    missing[row[slot]! + from]! += 1
    if (to < buckets) missing[row[slot]! + to]! -= 1
  }
  const close = (slot: number, at: number) => {
    for (const [power, limb] of current.limbs) {
      const value = limb[slot]!
      if (value !== 0) values.limb(power)[row[slot]! + at]! -= value
    }
    known[row[slot]! + at]! -= 1
    isOpen[slot] = 0
  }

  for (const [slot, { time, value }] of begins.entries()) {
    if (time === undefined) continue
    wasRead[slot] = 1
    end[slot] = endOf(time)
    if (value === undefined || end[slot] <= 0) {
      end[slot] = 0
      continue
    }
    current.set(slot, value, 0, value.length)
    isOpen[slot] = 1
    known[row[slot]!]! += 1
    for (const [power, limb] of current.limbs) values.limb(power)[row[slot]!]! += limb[slot]!
  }

  // Bucket of each row of one id in one piece.
  let own = new Int32Array(32)
  for (const { from, to, closes } of pieces)
    for (const { ids, offsets, times, origin, values: read } of closes) {
      for (const power of current.limbs.keys()) values.limb(power)
      for (const power of read.limbs.keys()) {
        values.limb(power)
        current.limb(power)
      }
      for (let at = 0; at < ids.length; at++) {
        const slot = slots(ids[at]!)
        if (slot < 0) continue
        const group = row[slot]!
        let first = offsets[at]!
        let last = offsets[at + 1]!
        while (first < last && origin + times[first]! < from) first++
        while (first < last && origin + times[last - 1]! >= to) last--
        if (own.length < last - first) own = new Int32Array(last - first)
        // Rows that stand until the next one comes are taken together; a gap ends such a run.
        for (let begin = first; begin < last;) {
          let until = begin
          let before = 0
          for (; until < last; until++) {
            const time = origin + times[until]!
            const bucket = Math.floor((time - base) / stepMs)
            if (until > begin && time - before >= maxAgeMs && endOf(before) <= bucket) break
            own[until - begin] = bucket
            before = time
          }
          const bucket = own[0]!
          if (wasRead[slot] === 1 && end[slot]! <= bucket) {
            if (isOpen[slot] === 1) close(slot, end[slot]!)
            for (const limb of current.limbs.values()) limb[slot] = 0
            markMissing(slot, bucket)
          }
          if (isOpen[slot] === 0) {
            known[group + bucket]! += 1
            isOpen[slot] = 1
          }
          for (const [power, standing] of current.limbs) {
            const column = read.limbs.get(power)
            const sums = values.limb(power)
            if (column) addSteps(sums, group, own, column, begin, until, standing[slot]!)
            else sums[group + bucket]! -= standing[slot]!
            standing[slot] = column ? column[until - 1]! : 0
          }
          for (let each = 0; each < until - begin; each++)
            if (own[each] !== lastRead[slot]) {
              lastRead[slot] = own[each]!
              reporting[group + own[each]!]! += 1
            }
          wasRead[slot] = 1
          end[slot] = endOf(origin + times[until - 1]!)
          begin = until
        }
      }
    }

  for (let slot = 0; slot < count; slot++) {
    if (wasRead[slot] === 0 || end[slot]! >= buckets) continue
    if (isOpen[slot] === 1) close(slot, end[slot]!)
    markMissing(slot, buckets)
  }
  for (const limb of values.limbs.values()) addUp(limb, buckets)
  addUp(known, buckets)
  addUp(missing, buckets)
  return { buckets, values, known, reporting, missing }
}

/**
 * Of each sum of {@link carryForward}, the part that was read within its bucket: the last reading of each id in it. What is left of the
 * sum was carried there.
 */
export function sumRead(
  { starts, stepMs, groups }: CarryPlan,
  begins: readonly Begin[],
  pieces: readonly ClosePiece[],
): LimbColumn {
  const buckets = starts.length
  const base = starts[0]!
  const sums = new LimbColumn(groups * buckets)
  const slots = slotsOf(begins)
  // Each id's last reading so far: another one of the same bucket takes its place.
  const lastBucket = new Int32Array(begins.length).fill(-1)
  const last = new LimbColumn(begins.length)
  let own = new Int32Array(32)
  for (const { from, to, closes } of pieces)
    for (const { ids, offsets, times, origin, values } of closes) {
      for (const power of values.limbs.keys()) last.limb(power)
      for (let at = 0; at < ids.length; at++) {
        const slot = slots(ids[at]!)
        if (slot < 0) continue
        let first = offsets[at]!
        let end = offsets[at + 1]!
        while (first < end && origin + times[first]! < from) first++
        while (first < end && origin + times[end - 1]! >= to) end--
        if (first === end) continue
        if (own.length < end - first) own = new Int32Array(end - first)
        for (let row = first; row < end; row++)
          own[row - first] = Math.floor((origin + times[row]! - base) / stepMs)
        const rows = own.subarray(0, end - first)
        const group = begins[slot]!.group * buckets
        for (const [power, before] of last.limbs) {
          const column = values.limbs.get(power)?.subarray(first, end)
          before[slot] = addLast(sums.limb(power), group, rows, column, lastBucket[slot]!, before[slot]!)
        }
        lastBucket[slot] = rows.at(-1)!
      }
    }
  return sums
}

/**
 * Adds each row to its bucket, in place of the row before where that is of the same one.
 * @param column undefined: all are zero
 * @returns the last row
 */
function addLast(
  sums: Float64Array,
  group: number,
  buckets: Int32Array,
  column: Float64Array | undefined,
  lastBucket: number,
  standing: number,
): number {
  let [bucket, before] = [lastBucket, standing]
  for (let at = 0; at < buckets.length; at++) {
    const value = column ? column[at]! : 0
    const next = buckets[at]!
    sums[group + next]! += next === bucket ? value - before : value
    bucket = next
    before = value
  }
  return before
}

/** Adds to the bucket of each row its difference to the one before. */
function addSteps(
  sums: Float64Array,
  group: number,
  buckets: Int32Array,
  column: Float64Array,
  begin: number,
  until: number,
  standing: number,
): void {
  let before = standing
  for (let at = begin; at < until; at++) {
    const value = column[at]!
    sums[group + buckets[at - begin]!]! += value - before
    before = value
  }
}

/** Running sums within each group. */
function addUp(column: Float64Array | Int32Array, buckets: number): void {
  for (let at = 0; at < column.length; at++) if (at % buckets !== 0) column[at]! += column[at - 1]!
}

/** The place of an id; -1 when it is not among them. */
function slotsOf(begins: readonly Begin[]): (id: number) => number {
  const most = begins.reduce((max, { id }) => Math.max(max, id), -1)
  const table = new Int32Array(most + 1).fill(-1)
  for (const [slot, { id }] of begins.entries()) table[id] = slot
  return (id) => (id <= most ? table[id]! : -1)
}

/** The sums of a group by bucket; null where no id is known, or one is missing. */
export function sumsOf(
  { buckets, values, known, missing }: CarriedSums,
  group: number,
): (DecimalString | null)[] {
  const isKnown = (row: number) => known[row] !== 0 && missing[row] === 0
  return values.texts(group * buckets, (group + 1) * buckets, isKnown)
}
