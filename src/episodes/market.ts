/** What a detector reads of a market: columns of equal length, one row a step, oldest first. NaN: not known. */
export interface MarketColumns {
  /** Begin of the first step, ms. */
  readonly from: number
  readonly stepMs: number
  /** Open interest at each step's end, in any unit: only its changes are read. */
  readonly openInterest: Float64Array
  /** How much of the change since the step before was positions opened or closed: a fraction of the open interest then. */
  readonly positions: Float64Array
  /** Open interest of parts of the market, e.g. of venues: a fall must show on most of them. */
  readonly parts: readonly Float64Array[]
  /** Open interest of the market without each of the parts: a fall must hold without any one of them. [] where there is but one. */
  readonly without: readonly Float64Array[]
  /** Bitcoin's price at each step's end, USD. */
  readonly price: Float64Array
  /** Forced orders within each step, USD; NaN: no feed was read. */
  readonly longUsd: Float64Array
  readonly shortUsd: Float64Array
}

/** What a reader of the store gives: what was read, and what it would be if a part had printed something else. */
export interface ReadColumns extends MarketColumns {
  readonly withFault: (fault: PartFault) => MarketColumns
}

/** One part's open interest over the same steps: USD and coins at each step's end; NaN: not known. */
export interface PositionColumns {
  readonly part: number
  readonly usd: Float64Array
  readonly coins: Float64Array
}

/**
 * Adds markets one by one, and links the changes of those that are known at both ends of each step: open interest neither falls when a
 * venue is silent, nor rises when a market is listed. The level begins at 1.
 */
export class MarketSum {
  readonly #size: number
  readonly #parts: PartSums[] = []

  constructor(size: number, parts: number) {
    this.#size = size
    for (let part = 0; part < parts; part++) this.#parts.push(sumsOf(size))
  }

  add({ part, usd, coins }: PositionColumns): void {
    const own = this.#parts[part]!
    for (let at = 1; at < this.#size; at++) {
      const [v0, v1] = [usd[at - 1]!, usd[at]!]
      if (!(v0 > 0) || !(v1 >= 0)) continue
      own.before[at]! += v0
      own.after[at]! += v1
      const [q0, q1] = [coins[at - 1]!, coins[at]!]
      // Mean price x change of positions; where coins are not known the whole change counts as price.
      if (q0 > 0 && q1 > 0) own.positions[at]! += ((v0 / q0 + v1 / q1) / 2) * (q1 - q0)
    }
  }

  /**
   * The level of open interest, what positions made of each change, and the level of each part.
   * @param fault what one part prints wrongly; left out: nothing
   */
  columns(fault?: PartFault): Pick<MarketColumns, 'openInterest' | 'positions' | 'parts' | 'without'> {
    const parts = this.#parts.map((own, part) => (fault?.part === part ? withFault(own, fault) : own))
    const total = sumsOf(this.#size)
    for (const own of parts)
      for (const name of ['before', 'after', 'positions'] as const) {
        const [sum, column] = [total[name], own[name]]
        for (let at = 0; at < sum.length; at++) sum[at]! += column[at]!
      }
    return {
      openInterest: linked(total.before, total.after),
      positions: total.positions.map((change, at) =>
        total.before[at]! > 0 ? change / total.before[at]! : NaN,
      ),
      parts: parts.map(({ before, after }) => linked(before, after)),
      without: parts.length < 2 ? [] : parts.map((_, place) => levelWithout(parts, place)),
    }
  }
}

/** Of the markets that are known at both ends of each step: their value before and after it, and what positions made of the change. */
interface PartSums {
  readonly before: Float64Array
  readonly after: Float64Array
  readonly positions: Float64Array
}

const sumsOf = (size: number): PartSums => ({
  before: new Float64Array(size),
  after: new Float64Array(size),
  positions: new Float64Array(size),
})

/** What a part prints wrongly from one step to another: so many times its positions; 0: nothing at all. */
export interface PartFault {
  readonly part: number
  readonly from: number
  readonly to: number
  readonly factor: number
}

function withFault({ before, after, positions }: PartSums, { from, to, factor }: PartFault): PartSums {
  const own = { before: before.slice(), after: after.slice(), positions: positions.slice() }
  for (let at = Math.max(0, from); at <= Math.min(to, before.length - 1); at++) {
    // The first step ends in the fault, the last one begins in it; silence is known at neither end.
    const [begin, end] = factor === 0 ? [0, 0] : [at === from ? 1 : factor, at === to ? 1 : factor]
    own.before[at] = before[at]! * begin
    own.after[at] = after[at]! * end
    // Prices are as they were: what the value jumps by is positions that were never opened.
    own.positions[at] = positions[at]! * begin + (end - begin) * after[at]!
  }
  return own
}

/** The level of all parts but one: summed anew, so that what it prints leaves no trace. */
function levelWithout(parts: readonly PartSums[], place: number): Float64Array {
  const size = parts[0]!.before.length
  const [before, after] = [new Float64Array(size), new Float64Array(size)]
  for (const [other, own] of parts.entries()) {
    if (other === place) continue
    for (let at = 0; at < size; at++) {
      before[at]! += own.before[at]!
      after[at]! += own.after[at]!
    }
  }
  return linked(before, after)
}

/** A chain of changes; NaN where there is no change to link. */
function linked(before: Float64Array, after: Float64Array): Float64Array {
  const level = new Float64Array(before.length).fill(NaN)
  let last = 1
  for (let at = 1; at < before.length; at++) {
    if (!(before[at]! > 0)) continue
    if (Number.isNaN(level[at - 1]!)) level[at - 1] = last
    last *= after[at]! / before[at]!
    level[at] = last
  }
  return level
}
