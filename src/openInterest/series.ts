import type { Queryable } from '../db.ts'
import { floorTo, MINUTE_MS, type Window } from '../lib/time.ts'
import { INTERVALS, ORIGIN_MS, type Interval } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { carryForward, sumRead, sumsOf, type CarriedSums } from '../measures/carry.ts'
import type { CloseCache, CloseSource } from '../measures/closes.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import { getExpectations } from '../markets/ends.ts'
import { OPEN_INTEREST_TABLES } from './store.ts'

/** In what open interest is summed; coins of different assets have no sum. */
export type OpenInterestUnit = 'USD' | 'COINS'

const SOURCES: Record<OpenInterestUnit, CloseSource> = {
  USD: { tables: OPEN_INTEREST_TABLES, column: 'close_usd' },
  COINS: { tables: OPEN_INTEREST_TABLES, column: 'close_base' },
}

export interface SeriesRequest {
  readonly marketIds: readonly number[]
  /** The group of each market, in their order, whole numbers from 0; undefined: all are one. */
  readonly groupOf?: readonly number[]
  /** At whole minutes. */
  readonly window: Window
  readonly interval: Interval
  /** Begin of each bucket, ms. */
  readonly starts: readonly number[]
  readonly maxAgeMinutes: number
  readonly asOf?: Date | undefined
  readonly unit?: OpenInterestUnit
}

export interface OpenInterestSums extends CarriedSums {
  /** Of each of `values`, the part that was not read within the bucket. Worked out when it is first asked for. */
  readonly carried: () => LimbColumn
}

/** Open interest by group at the end of each bucket: each market's last reading, carried forward. */
export async function getCarriedSums(
  db: Queryable,
  closes: CloseCache,
  { marketIds, groupOf, window, interval, starts, maxAgeMinutes, asOf, unit = 'USD' }: SeriesRequest,
): Promise<OpenInterestSums> {
  const source = SOURCES[unit]
  const { ms: stepMs, grain } = INTERVALS[interval]
  const maxAgeMs = maxAgeMinutes * MINUTE_MS
  // A reading stands when it is young enough at the begin of the bucket, which may lie before the window's.
  const lead = window.from.getTime() - floorTo(window.from.getTime(), stepMs, ORIGIN_MS)
  const [expectations, last] = await Promise.all([
    getExpectations(db, marketIds, asOf),
    getLastBefore(db, source, marketIds, window.from, maxAgeMs + lead, asOf),
  ])
  const pieces = await closes.read(source, marketIds, {
    scopeOf: (id) => expectations.get(id)!.exchangeId,
    window,
    coarsest: grain,
    asOf,
  })
  const begins = marketIds.map((id, at) => {
    const { endedAt } = expectations.get(id)!
    const before = last.get(id)
    return {
      id,
      group: groupOf?.[at] ?? 0,
      time: before?.time.getTime(),
      value: before?.value,
      endsAt: endedAt?.getTime(),
    }
  })
  const groups = groupOf ? Math.max(0, ...groupOf) + 1 : 1
  const plan = { starts, stepMs, maxAgeMs, groups }
  const sums = carryForward(plan, begins, pieces)
  let carried: LimbColumn | undefined
  return { ...sums, carried: () => (carried ??= without(sums.values, sumRead(plan, begins, pieces))) }
}

/** One column less another. */
function without(whole: LimbColumn, part: LimbColumn): LimbColumn {
  const rest = new LimbColumn(whole.length)
  for (let row = 0; row < whole.length; row++) {
    rest.add(row, whole, row)
    rest.subtract(row, part, row)
  }
  return rest
}

/** Of the sums of a group, what is carried; null where they are not known. */
export const carriedOf = (sums: OpenInterestSums, group: number): (DecimalString | null)[] =>
  sumsOf({ ...sums, values: sums.carried() }, group)

/** The columns of one group on the full grid. */
export class OpenInterestColumns {
  readonly start: readonly number[]
  readonly #sums: OpenInterestSums
  readonly #group: number
  #usd: (DecimalString | null)[] | undefined
  #carriedUsd: (DecimalString | null)[] | undefined

  constructor(starts: readonly number[], sums: OpenInterestSums, group = 0) {
    this.start = starts
    this.#sums = sums
    this.#group = group
  }

  /** Sum at each bucket's end; null where an expected market has no reading young enough. USD, or coins where they were asked for. */
  get usd(): (DecimalString | null)[] {
    return (this.#usd ??= sumsOf(this.#sums, this.#group))
  }

  /** Part of `usd` that stands by readings from before each bucket; null where `usd` is. */
  get carriedUsd(): (DecimalString | null)[] {
    return (this.#carriedUsd ??= carriedOf(this.#sums, this.#group))
  }

  get marketsKnown(): number[] {
    return this.#counts(this.#sums.known)
  }

  get marketsReporting(): number[] {
    return this.#counts(this.#sums.reporting)
  }

  get marketsCarried(): number[] {
    const reporting = this.marketsReporting
    return this.marketsKnown.map((known, at) => known - reporting[at]!)
  }

  get marketsMissing(): number[] {
    return this.#counts(this.#sums.missing)
  }

  #counts(column: Int32Array): number[] {
    const { buckets } = this.#sums
    return [...column.subarray(this.#group * buckets, (this.#group + 1) * buckets)]
  }
}
