import { DAY_MS, HOUR_MS } from '../lib/time.ts'
import type { MarketColumns } from './market.ts'
import type { DetectorParams } from './params.ts'

/**
 * What happened: PURGE: positions were forced out and open interest fell. DELEVERAGING: open interest fell, forced orders don't show it.
 * LIQUIDATIONS_ONLY: forced orders as in a purge, but open interest stood. SQUEEZE: shorts were forced out while open interest rose.
 */
export type EpisodeKind = 'PURGE' | 'DELEVERAGING' | 'LIQUIDATIONS_ONLY' | 'SQUEEZE'

/** Whose positions were forced out: those of longs when prices fell. */
export type EpisodeSide = 'LONG' | 'SHORT'

/** Times are ends of steps, ms. null: has not come by the last step, or is not known. */
export interface Episode {
  readonly kind: EpisodeKind
  readonly side: EpisodeSide
  /** Low of open interest before its high. */
  readonly buildUpAt: number
  /** High of open interest. */
  readonly peakAt: number
  /** First step by which the rules were met: what was known then was enough. */
  readonly detectedAt: number
  /** Low of open interest. */
  readonly flushEndAt: number
  /** Extreme of the price between the high and the end. */
  readonly troughAt: number
  /** End of the first span in which open interest stayed within the band. */
  readonly resetAt: number | null
  /** First step at which the price is back where the change began. */
  readonly recoveredAt: number | null
  /** Last step at which the rules were met. */
  readonly lastSeenAt: number
  /** Whether it may still go on: nothing says yet that it has ended. */
  readonly isProvisional: boolean
  /** Change of open interest from high to low, a fraction; of positions alone. */
  readonly openInterestChange: number
  readonly positionChange: number
  /** Change of the price to its extreme, from that of the day up to the high of open interest. */
  readonly priceChange: number
  /** The most forced orders of a day, in medians of the days before; NaN: not known. */
  readonly liquidationRatio: number
  /** Long / (long + short) from the high to the end of the flush; NaN: not known. */
  readonly longShare: number
  /** Share of the parts on which the fall shows. */
  readonly breadth: number
  readonly atDetection: DetectedState
}

/** What an episode had come to when it was detected: of steps up to then alone. NaN: not known. */
export interface DetectedState {
  /** Change of open interest since its high; what positions made of it. */
  readonly openInterestChange: number
  readonly positionChange: number
  readonly priceChange: number
  readonly liquidationRatio: number
  readonly longShare: number
  /** Change of open interest from the begin of the build-up to the high. */
  readonly buildUp: number
  /** Share of the steps of 60 days up to the high whose open interest was not above it, 0 to 1. */
  readonly openInterestPercentile: number
}

/** What the rules say of one step, and why. */
export interface Verdict {
  readonly at: number
  readonly peakAt: number | null
  readonly drop: number
  readonly positions: number
  readonly price: number
  readonly liquidationRatio: number
  readonly breadth: number
  /** Rules that are not met; empty: this is (a part of) an episode. */
  readonly failed: readonly string[]
  readonly isPurge: boolean
  readonly isDeleveraging: boolean
}

/** How far back a high of open interest is held to what was before. */
const PERCENTILE_DAYS = 60
/** Days of the baseline that must be known. */
const LEAST_BASELINE_DAYS = 7
/** Steps of a day that must be known for its forced orders to count. */
const LEAST_DAY = 0.5

/**
 * Finds episodes in columns. Pure: the same columns and parameters give the same episodes, and what it says of a step uses only the steps
 * up to it. NaN is never taken for zero.
 */
export function detectEpisodes(market: MarketColumns, params: DetectorParams): Episode[] {
  const scan = new Scan(market, params)
  const episodes: Episode[] = []
  let open: OpenEpisode | undefined
  const finish = (last: number) => {
    if (open) episodes.push(scan.episodeOf(open, last))
    open = undefined
  }
  const quiet = scan.steps(params.quietHours)
  for (let at = 0; at < scan.size; at++) {
    const verdict = scan.judge(at)
    const kind = verdict.isPurge ? 'PURGE' : verdict.isDeleveraging ? 'DELEVERAGING' : undefined
    if (open && at - open.lastSeen > quiet) finish(at)
    if (kind === undefined) continue
    if (!open) open = { kind, peak: scan.peakOf(at), detected: at, lastSeen: at, verdict }
    else {
      open.lastSeen = at
      // Forced orders may be told after open interest has fallen: then it was a purge.
      if (kind === 'PURGE' && open.kind !== 'PURGE') open = { ...open, kind, detected: at, verdict }
    }
  }
  finish(scan.size - 1)
  return [...episodes, ...scan.withoutFall(episodes)].sort((a, b) => a.peakAt - b.peakAt)
}

/** Why a moment is, or is not, part of an episode. undefined: it lies outside of the columns. */
export function explainMoment(
  market: MarketColumns,
  params: DetectorParams,
  moment: number,
): Verdict | undefined {
  const scan = new Scan(market, params)
  const at = Math.ceil((moment - market.from) / market.stepMs) - 1
  return at >= 0 && at < scan.size ? scan.judge(at) : undefined
}

/** What the last step had come to since the high of open interest before it. undefined: open interest is not known. */
export function stateNow(
  market: MarketColumns,
  params: DetectorParams,
): { readonly peakAt: number; readonly at: number; readonly state: DetectedState } | undefined {
  const scan = new Scan(market, params)
  const at = scan.size - 1
  if (at < 0) return undefined
  const verdict = scan.judge(at)
  if (verdict.peakAt === null) return undefined
  return { peakAt: verdict.peakAt, at: verdict.at, state: scan.stateAt(scan.peakOf(at), at, verdict) }
}

interface OpenEpisode {
  readonly kind: EpisodeKind
  readonly peak: number
  readonly detected: number
  lastSeen: number
  readonly verdict: Verdict
}

class Scan {
  readonly #market: MarketColumns
  readonly #params: DetectorParams
  readonly size: number
  readonly #window: number
  readonly #peaks: Int32Array
  readonly #partDrops: readonly Float64Array[]
  /** Forced orders of the 24 hours up to each step; and their median over the days before. */
  readonly #day: Float64Array
  readonly #baseline: Float64Array
  /** Since when a fall without forced orders holds, by step; -1: it does not. */
  #fellSince = -1
  #judged = -1
  readonly #perDay: number

  constructor(market: MarketColumns, params: DetectorParams) {
    this.#market = market
    this.#params = params
    this.size = market.openInterest.length
    this.#window = this.steps(params.windowHours)
    this.#peaks = highsOf(market.openInterest, this.#window)
    this.#partDrops = market.parts.map((part) => dropsOf(part, this.#window))
    const both = market.longUsd.map((long, at) => long + market.shortUsd[at]!)
    this.#perDay = Math.max(1, Math.round(DAY_MS / market.stepMs))
    this.#day = rollingSum(both, this.#perDay)
    this.#baseline = mediansBefore(this.#day, this.#perDay, params.baselineDays)
  }

  steps(hours: number): number {
    return Math.max(1, Math.round((hours * HOUR_MS) / this.#market.stepMs))
  }

  endOf(at: number): number {
    return this.#market.from + (at + 1) * this.#market.stepMs
  }

  peakOf(at: number): number {
    return this.#peaks[at]!
  }

  /** Steps must be judged in order, or alone. */
  judge(at: number): Verdict {
    const { openInterest } = this.#market
    const {
      dropFraction,
      positionFraction,
      priceFraction,
      liquidationRatio,
      breadth,
      withoutPart,
      persistHours,
    } = this.#params
    const peak = this.#peaks[at]!
    const failed: string[] = []
    const none = {
      at: this.endOf(at),
      drop: NaN,
      positions: NaN,
      price: NaN,
      liquidationRatio: NaN,
      breadth: NaN,
    }
    if (peak < 0 || Number.isNaN(openInterest[at]!)) {
      this.#fellSince = -1
      return {
        ...none,
        peakAt: null,
        failed: ['open interest is not known'],
        isPurge: false,
        isDeleveraging: false,
      }
    }
    const drop = openInterest[at]! / openInterest[peak]! - 1
    const moved = this.#positionsOf(peak, at)
    const move = this.#moveOf(peak, at).change
    const ratio = this.#ratioOf(peak, at)
    const wide = this.#breadthOf(at, dropFraction / 2)
    const least = this.#leastDropOf(peak, at)
    if (!(drop <= -dropFraction))
      failed.push(`open interest fell by ${percent(-drop)}, not ${percent(dropFraction)}`)
    if (moved > -positionFraction)
      failed.push(`closed positions are ${percent(-moved)}, not ${percent(positionFraction)}`)
    if (wide < breadth) failed.push(`it shows on ${percent(wide)} of the parts, not ${percent(breadth)}`)
    if (least > -withoutPart * dropFraction)
      failed.push(
        `without one of the parts it fell by ${percent(-least)}, not ${percent(withoutPart * dropFraction)}`,
      )
    const fell = failed.length === 0
    const isMoved = Math.abs(move) >= priceFraction
    const isForced = ratio >= liquidationRatio
    if (!fell) this.#fellSince = -1
    else if (this.#fellSince < 0 || this.#judged !== at - 1) this.#fellSince = this.#sinceWhen(at)
    this.#judged = at
    const isHeld = fell && at - this.#fellSince >= this.steps(persistHours)
    const isPriceKnown = !Number.isNaN(move)
    if (!isPriceKnown) failed.push('the price is not known')
    else if (!isMoved)
      failed.push(`the price moved by ${percent(Math.abs(move))}, not ${percent(priceFraction)}`)
    if (Number.isNaN(ratio))
      failed.push(...(isHeld ? [] : ['forced orders are not known, and it has not held long enough']))
    else if (!isForced)
      failed.push(`forced orders are ${ratio.toFixed(1)} times their median, not ${liquidationRatio}`)
    const isPurge = fell && isMoved && (isForced || (Number.isNaN(ratio) && isHeld))
    return {
      at: this.endOf(at),
      peakAt: this.endOf(peak),
      drop,
      positions: moved,
      price: move,
      liquidationRatio: ratio,
      breadth: wide,
      failed,
      isPurge,
      // Whose positions they were is told by the price.
      isDeleveraging: !isPurge && isHeld && isPriceKnown,
    }
  }

  /** The first step of the run of steps up to this one in which open interest is down by enough. */
  #sinceWhen(at: number): number {
    const { openInterest } = this.#market
    const { dropFraction } = this.#params
    let since = at
    while (since > 0) {
      const peak = this.#peaks[since - 1]!
      if (peak < 0 || !(openInterest[since - 1]! / openInterest[peak]! - 1 <= -dropFraction)) break
      since--
    }
    return since
  }

  /** What positions made of the change of open interest since its high, a fraction of it then. */
  #positionsOf(peak: number, at: number): number {
    const { openInterest, positions } = this.#market
    let sum = NaN
    for (let step = peak + 1; step <= at; step++) {
      const part = (positions[step]! * openInterest[step - 1]!) / openInterest[peak]!
      if (!Number.isNaN(part)) sum = Number.isNaN(sum) ? part : sum + part
    }
    return sum
  }

  /**
   * The larger of the moves of the price, down from the highest or up from the lowest of the day up to the high: open interest may be
   * stale on the very day.
   */
  #moveOf(
    peak: number,
    at: number,
  ): { readonly change: number; readonly begin: number; readonly extreme: number } {
    const { price } = this.#market
    const first = Math.max(0, peak - this.#perDay)
    const [top, bottom] = [highestAt(price, first, peak), lowestAt(price, first, peak)]
    const [low, high] = [lowestAt(price, top, at), highestAt(price, bottom, at)]
    const [down, up] = [price[low]! / price[top]! - 1, price[high]! / price[bottom]! - 1]
    return -down >= up
      ? { change: down, begin: top, extreme: low }
      : { change: up, begin: bottom, extreme: high }
  }

  /** The most forced orders of a day, of those that end with the high or after it, in medians of the days up to the high. */
  #ratioOf(peak: number, at: number): number {
    const baseline = this.#baseline[peak]!
    if (!(baseline > 0)) return NaN
    let most = NaN
    for (let step = peak; step <= at; step++) {
      const day = this.#day[step]!
      if (!(day <= most)) most = Number.isNaN(day) ? most : day
    }
    return most / baseline
  }

  /** Share of the parts that are known on which open interest is down by so much; 1 when there are less than two. */
  #breadthOf(at: number, least: number): number {
    let [known, down] = [0, 0]
    for (const drops of this.#partDrops) {
      const drop = drops[at]!
      if (Number.isNaN(drop)) continue
      known += 1
      if (drop <= -least) down += 1
    }
    return known < 2 ? 1 : down / known
  }

  /** The least change from one step to another that is left when any one part is left out; NaN: there is but one part. */
  #leastDropOf(from: number, to: number): number {
    let least = NaN
    for (const level of this.#market.without) {
      const change = level[to]! / level[from]! - 1
      if (!(change <= least)) least = Number.isNaN(change) ? least : change
    }
    return least
  }

  /** Whether open interest rose from one step to another on most of the parts: one that prints something wrong does not say. */
  #isRise(from: number, to: number): boolean {
    const changes = this.#market.parts.map((level) => level[to]! / level[from]! - 1)
    const known = changes.filter((change) => !Number.isNaN(change))
    if (known.length < 2) return this.#market.openInterest[to]! > this.#market.openInterest[from]!
    return known.filter((change) => change > 0).length > known.length / 2
  }

  /** @param last the step up to which it is known */
  episodeOf({ kind, peak, detected, lastSeen, verdict }: OpenEpisode, last: number): Episode {
    const { openInterest } = this.#market
    const { buildUpDays, quietHours } = this.#params
    const end = Math.min(this.size - 1, lastSeen)
    const low = lowestAt(openInterest, peak, end)
    const { change, begin, extreme: trough } = this.#moveOf(peak, end)
    const down = change <= 0
    const from = Math.max(0, peak - this.steps(buildUpDays * 24))
    let ratio = NaN
    for (let at = peak; at <= end; at++) {
      const own = this.#ratioOf(peak, at)
      if (!(own <= ratio)) ratio = Number.isNaN(own) ? ratio : own
    }
    return {
      kind,
      side: down ? 'LONG' : 'SHORT',
      buildUpAt: this.endOf(lowestAt(openInterest, from, peak)),
      peakAt: this.endOf(peak),
      detectedAt: this.endOf(detected),
      flushEndAt: this.endOf(low),
      troughAt: this.endOf(trough),
      resetAt: this.#resetAfter(low),
      recoveredAt: this.#recoveredAfter(trough, begin, down),
      lastSeenAt: this.endOf(end),
      isProvisional: last - lastSeen <= this.steps(quietHours),
      openInterestChange: openInterest[low]! / openInterest[peak]! - 1,
      positionChange: this.#positionsOf(peak, low),
      priceChange: change,
      liquidationRatio: ratio,
      longShare: this.#longShare(peak, low),
      breadth: verdict.breadth,
      atDetection: this.stateAt(peak, detected, verdict),
    }
  }

  /** When open interest has been calm for as long as the rules ask, after a step. */
  #resetAfter(step: number): number | null {
    const { resetHours, resetBand } = this.#params
    const calm = this.#calmAfter(step, this.steps(resetHours), resetBand)
    return calm === undefined ? null : this.endOf(calm)
  }

  /** When the price is back where its move began, after its extreme. */
  #recoveredAfter(extreme: number, origin: number, down: boolean): number | null {
    const { price } = this.#market
    const begin = price[origin]!
    const at = firstAt(extreme, this.size, (step) => (down ? price[step]! >= begin : price[step]! <= begin))
    return at === undefined ? null : this.endOf(at)
  }

  /** What a step had come to since a high. */
  stateAt(peak: number, at: number, verdict: Verdict): DetectedState {
    const { openInterest } = this.#market
    const from = Math.max(0, peak - this.steps(this.#params.buildUpDays * 24))
    return {
      openInterestChange: verdict.drop,
      positionChange: verdict.positions,
      priceChange: verdict.price,
      liquidationRatio: verdict.liquidationRatio,
      longShare: this.#longShare(peak, at),
      buildUp: openInterest[peak]! / openInterest[lowestAt(openInterest, from, peak)]! - 1,
      openInterestPercentile: this.#percentileOf(peak),
    }
  }

  #percentileOf(at: number): number {
    const { openInterest } = this.#market
    let [known, below] = [0, 0]
    for (let step = Math.max(0, at - PERCENTILE_DAYS * this.#perDay); step <= at; step++) {
      const level = openInterest[step]!
      if (Number.isNaN(level)) continue
      known += 1
      if (level <= openInterest[at]!) below += 1
    }
    return known === 0 ? NaN : below / known
  }

  /** Long / (long + short) of the steps from one to another. */
  #longShare(from: number, to: number): number {
    const { longUsd, shortUsd } = this.#market
    const [long, short] = [sumOf(longUsd, from, to + 1), sumOf(shortUsd, from, to + 1)]
    return long + short > 0 ? long / (long + short) : NaN
  }

  /** The end of the first span after a step in which open interest stays within the band of the span's begin. */
  #calmAfter(step: number, span: number, band: number): number | undefined {
    const { openInterest } = this.#market
    for (let from = step; from + span < this.size; from++) {
      const begin = openInterest[from]!
      let isCalm = !Number.isNaN(begin)
      for (let at = from + 1; isCalm && at <= from + span; at++)
        isCalm = Math.abs(openInterest[at]! / begin - 1) <= band
      if (isCalm) return from + span
    }
    return undefined
  }

  /** Days of forced orders as in a purge without a fall of open interest: told once the window after them has passed. */
  withoutFall(episodes: readonly Episode[]): Episode[] {
    const { openInterest, price, longUsd, shortUsd } = this.#market
    const { liquidationRatio, priceFraction } = this.#params
    const perDay = this.#perDay
    const found: Episode[] = []
    for (let at = perDay; at + this.#window < this.size; at++) {
      const begin = at - perDay
      const baseline = this.#baseline[begin]!
      // Against nothing usual nothing is many.
      if (!(baseline > 0 && this.#day[at]! >= liquidationRatio * baseline)) continue
      // The most of its surroundings.
      const end = at + this.#window
      const top = highestAt(this.#day, at, end)
      if (top !== at) continue
      const [from, to] = [this.endOf(begin - this.#window), this.endOf(end)]
      if (episodes.some(({ peakAt, lastSeenAt }) => peakAt <= to && lastSeenAt >= from)) continue
      const move = extremeMove(price, begin, at)
      const change = openInterest[end]! / openInterest[begin]! - 1
      if (Number.isNaN(change) || !(Math.abs(move) >= priceFraction)) continue
      const [long, short] = [sumOf(longUsd, begin + 1, at + 1), sumOf(shortUsd, begin + 1, at + 1)]
      const side = long >= short ? 'LONG' : 'SHORT'
      const extreme = move <= 0 ? lowestAt(price, begin, at) : highestAt(price, begin, at)
      const origin = move <= 0 ? highestAt(price, begin, extreme) : lowestAt(price, begin, extreme)
      found.push({
        kind: side === 'SHORT' && move > 0 && this.#isRise(begin, end) ? 'SQUEEZE' : 'LIQUIDATIONS_ONLY',
        side,
        buildUpAt: this.endOf(begin),
        peakAt: this.endOf(begin),
        detectedAt: this.endOf(end),
        flushEndAt: this.endOf(at),
        troughAt: this.endOf(extreme),
        resetAt: this.#resetAfter(at),
        recoveredAt: this.#recoveredAfter(extreme, origin, move <= 0),
        lastSeenAt: this.endOf(at),
        // A fall that began before the window had passed may still be told within another one: then it was that.
        isProvisional: end + this.#window >= this.size,
        openInterestChange: change,
        positionChange: this.#positionsOf(begin, end),
        priceChange: move,
        liquidationRatio: this.#day[at]! / baseline,
        longShare: long + short > 0 ? long / (long + short) : NaN,
        breadth: NaN,
        atDetection: {
          openInterestChange: change,
          positionChange: this.#positionsOf(begin, end),
          priceChange: move,
          liquidationRatio: this.#day[at]! / baseline,
          longShare: long + short > 0 ? long / (long + short) : NaN,
          buildUp: NaN,
          openInterestPercentile: this.#percentileOf(begin),
        },
      })
      at = end
    }
    return found
  }
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`

/** The place of the highest of the trailing `window` steps and the step itself; of equals the last. -1: none is known. */
function highsOf(column: Float64Array, window: number): Int32Array {
  const highs = new Int32Array(column.length).fill(-1)
  const queue: number[] = []
  let head = 0
  for (let at = 0; at < column.length; at++) {
    while (head < queue.length && queue[head]! < at - window) head++
    const value = column[at]!
    if (!Number.isNaN(value)) {
      while (queue.length > head && column[queue.at(-1)!]! <= value) queue.pop()
      queue.push(at)
    }
    if (head < queue.length) highs[at] = queue[head]!
  }
  return highs
}

/** value / highest of the trailing window - 1. */
function dropsOf(column: Float64Array, window: number): Float64Array {
  const highs = highsOf(column, window)
  return column.map((value, at) => (highs[at]! < 0 ? NaN : value / column[highs[at]!]! - 1))
}

/** Sum of the known steps of the trailing span; NaN where less than half of it is known. */
function rollingSum(column: Float64Array, span: number): Float64Array {
  const sums = new Float64Array(column.length).fill(NaN)
  let [sum, known] = [0, 0]
  for (let at = 0; at < column.length; at++) {
    const value = column[at]!
    if (!Number.isNaN(value)) {
      sum += value
      known += 1
    }
    const old = column[at - span]
    if (old !== undefined && !Number.isNaN(old)) {
      sum -= old
      known -= 1
    }
    if (known >= span * LEAST_DAY) sums[at] = Math.max(0, sum)
  }
  return sums
}

/** Median of the column at this step and each day before it, over so many days; NaN where too few are known. */
function mediansBefore(column: Float64Array, perDay: number, days: number): Float64Array {
  const medians = new Float64Array(column.length).fill(NaN)
  for (let at = 0; at < column.length; at++) {
    const known: number[] = []
    for (let day = 0; day < days; day++) {
      const value = column[at - day * perDay]
      if (value !== undefined && !Number.isNaN(value)) known.push(value)
    }
    if (known.length < LEAST_BASELINE_DAYS) continue
    known.sort((a, b) => a - b)
    medians[at] = (known[(known.length - 1) >> 1]! + known[known.length >> 1]!) / 2
  }
  return medians
}

/** Sum of the steps [from, to) that are known; NaN when none is. */
function sumOf(column: Float64Array, from: number, to: number): number {
  let sum = NaN
  for (let at = Math.max(0, from); at < to; at++) {
    const value = column[at]!
    if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value
  }
  return sum
}

/** The larger of the moves down and up from the step `from`, up to `to`. */
function extremeMove(price: Float64Array, from: number, to: number): number {
  const [low, high] = [price[lowestAt(price, from, to)]!, price[highestAt(price, from, to)]!]
  const [down, up] = [low / price[from]! - 1, high / price[from]! - 1]
  return -down >= up ? down : up
}

function lowestAt(column: Float64Array, from: number, to: number): number {
  let best = from
  for (let at = from; at <= to; at++)
    if (column[at]! < column[best]! || Number.isNaN(column[best]!)) best = at
  return best
}

function highestAt(column: Float64Array, from: number, to: number): number {
  let best = from
  for (let at = from; at <= to; at++)
    if (column[at]! > column[best]! || Number.isNaN(column[best]!)) best = at
  return best
}

function firstAt(from: number, to: number, isSo: (at: number) => boolean): number | undefined {
  for (let at = from; at < to; at++) if (isSo(at)) return at
  return undefined
}
