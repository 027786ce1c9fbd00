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
  /** Bitcoin's price at each step's end, USD. */
  readonly price: Float64Array
  /** Forced orders within each step, USD; NaN: no feed was read. */
  readonly longUsd: Float64Array
  readonly shortUsd: Float64Array
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
  readonly #before: Float64Array
  readonly #after: Float64Array
  readonly #positions: Float64Array
  readonly #parts: { readonly before: Float64Array; readonly after: Float64Array }[] = []

  constructor(size: number, parts: number) {
    this.#size = size
    const column = () => new Float64Array(size)
    this.#before = column()
    this.#after = column()
    this.#positions = column()
    for (let part = 0; part < parts; part++) this.#parts.push({ before: column(), after: column() })
  }

  add({ part, usd, coins }: PositionColumns): void {
    const own = this.#parts[part]!
    for (let at = 1; at < this.#size; at++) {
      const [v0, v1] = [usd[at - 1]!, usd[at]!]
      if (!(v0 > 0) || !(v1 >= 0)) continue
      this.#before[at]! += v0
      this.#after[at]! += v1
      own.before[at]! += v0
      own.after[at]! += v1
      const [q0, q1] = [coins[at - 1]!, coins[at]!]
      // Mean price x change of positions; where coins are not known the whole change counts as price.
      if (q0 > 0 && q1 > 0) this.#positions[at]! += ((v0 / q0 + v1 / q1) / 2) * (q1 - q0)
    }
  }

  /** The level of open interest, what positions made of each change, and the level of each part. */
  columns(): Pick<MarketColumns, 'openInterest' | 'positions' | 'parts'> {
    return {
      openInterest: linked(this.#before, this.#after),
      positions: this.#positions.map((change, at) =>
        this.#before[at]! > 0 ? change / this.#before[at]! : NaN,
      ),
      parts: this.#parts.map(({ before, after }) => linked(before, after)),
    }
  }
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
