import { DAY_MS, HOUR_MS } from '../lib/time.ts'

/** Leverages that positions are taken to have: one bucket each. */
export const LEVERAGES = [2, 3, 5, 10, 20, 50, 100] as const

/** Buckets of one side, in the order of LEVERAGES. */
export const BUCKETS = LEVERAGES.length

/** What is known of an asset's positions by hour: columns of equal length, oldest first. NaN: not known. */
export interface PositionFlow {
  /** USD a coin, at each hour's end. */
  readonly price: Float64Array
  /** Open interest at each hour's end, coins. */
  readonly coins: Float64Array
  /** Which part of it was opened within the hour, 0 to 1. */
  readonly opened: Float64Array
}

/** Margin that a leverage needs, by bucket. */
export interface Margin {
  /** A position is closed by force when what is left of its margin is this part of its value. */
  readonly maintenanceRate: number
  /** On which part of open interest venues allow the leverage, 0 to 1. */
  readonly allowed: number
}

/** A price at which positions are closed by force, and which part of the bucket's positions that is. */
export interface TriggerLevel {
  readonly bucket: number
  /** USD a coin. */
  readonly price: number
  readonly share: number
}

/** Where the positions of one side stand at the end of a walk. */
export interface SideLevels {
  /** Of longs from the highest price down, of shorts from the lowest up: in the order in which a move reaches them. */
  readonly levels: readonly TriggerLevel[]
}

export interface Entries {
  readonly long: SideLevels
  readonly short: SideLevels
}

export interface WalkOptions {
  /** Which part of all positions is closed and opened anew in a day, whatever open interest does. */
  readonly turnoverPerDay: number
  /** By bucket of LEVERAGES. */
  readonly margins: readonly Margin[]
  /**
   * Told of each hour's positions that the price has reached: side (0 long, 1 short), bucket, and their value in USD had all open
   * interest the bucket's leverage.
   */
  readonly onForced?: (hour: number, side: 0 | 1, bucket: number, usd: number) => void
}

/** Steps of entry prices, as a ratio. */
const STEP = Math.log(1.0025)

/**
 * Price at which a position is closed by force: margin entry / leverage, less the loss, is `maintenanceRate` of the value.
 * Longs: entry (1 - 1 / leverage) / (1 - rate); shorts: entry (1 + 1 / leverage) / (1 + rate). Isolated margin, no funding, no fees.
 */
export function triggerPrice(side: 0 | 1, entry: number, leverage: number, rate: number): number {
  return side === 0 ? (entry * (1 - 1 / leverage)) / (1 - rate) : (entry * (1 + 1 / leverage)) / (1 + rate)
}

/** Whether a leverage can be held at all: what it puts up is more than what must be left. */
export const isPossible = (leverage: number, { maintenanceRate, allowed }: Margin): boolean =>
  allowed > 0 && 1 / leverage > maintenanceRate

/**
 * Follows at which prices positions were opened, for each side and leverage: what is opened comes in at the hour's price, what is closed
 * goes out of all entries alike, and what the price has reached is gone and replaced by positions at that price. Of each side and leverage
 * the entries are shares that sum to 1: how much open interest has which leverage is not said here. Hours without a price are passed over.
 * @returns undefined when no price is known
 */
export function walkEntries(flow: PositionFlow, options: WalkOptions): Entries | undefined {
  const { price, coins, opened } = flow
  const { margins, turnoverPerDay, onForced } = options
  let [least, most] = [Infinity, -Infinity]
  for (const value of price)
    if (value > 0) {
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
  if (!(most > 0)) return undefined
  const origin = Math.log(least)
  const size = Math.round((Math.log(most) - origin) / STEP) + 1
  const cellOf = (value: number) => Math.round((Math.log(value) - origin) / STEP)
  const priceOf = (cell: number) => Math.exp(origin + cell * STEP)
  const turnover = (turnoverPerDay * HOUR_MS) / DAY_MS
  const books = ([0, 1] as const).flatMap((side) =>
    LEVERAGES.map((leverage, bucket) => ({
      side,
      bucket,
      // What an entry's trigger price is to the entry.
      reach: triggerPrice(side, 1, leverage, margins[bucket]!.maintenanceRate),
      isPossible: isPossible(leverage, margins[bucket]!),
      cells: new Float64Array(size),
      // The outermost cell that may hold something: the one that a move reaches first.
      outer: 0,
    })),
  )
  // Closing thins all cells alike: kept as one factor, as if what is new were so much larger.
  let scale = 1
  let isBegun = false
  for (let hour = 0; hour < price.length; hour++) {
    const now = price[hour]!
    if (!(now > 0)) continue
    const cell = cellOf(now)
    if (!isBegun) {
      for (const book of books) {
        book.cells[cell] = 1
        book.outer = cell
      }
      isBegun = true
      continue
    }
    const fresh = Math.min(1, (opened[hour]! > 0 ? opened[hour]! : 0) + turnover)
    const before = scale
    if (fresh < 1) scale *= 1 - fresh
    for (const book of books) {
      if (!book.isPossible) continue
      const { side, bucket, reach, cells } = book
      const inward = side === 0 ? -1 : 1
      let forced = 0
      let usd = 0
      for (; ; book.outer += inward) {
        const { outer } = book
        if (outer < 0 || outer >= size) break
        const trigger = priceOf(outer) * reach
        if (side === 0 ? trigger < now : trigger > now) break
        const share = cells[outer]! * before
        if (share > 0) {
          forced += share
          usd += share * trigger
          cells[outer] = 0
        }
      }
      if (usd > 0 && coins[hour]! > 0) onForced?.(hour, side, bucket, usd * coins[hour]!)
      if (fresh >= 1) cells.fill(0)
      // Shares sum to 1: what was closed and what was forced is replaced.
      const kept = fresh >= 1 ? 0 : (1 - forced) * (1 - fresh)
      cells[cell]! += (1 - kept) / scale
      if (side === 0 ? cell > book.outer : cell < book.outer) book.outer = cell
    }
    if (scale < 1e-100) {
      for (const { cells } of books) for (let at = 0; at < size; at++) cells[at]! *= scale
      scale = 1
    }
  }
  const sideOf = (side: 0 | 1): SideLevels => {
    const levels = books
      .filter((book) => book.side === side && book.isPossible)
      .flatMap(({ bucket, reach, cells }) =>
        Array.from(cells, (held, cell) => ({
          bucket,
          price: priceOf(cell) * reach,
          share: held * scale,
        })),
      )
      .filter(({ share }) => share > 1e-9)
    levels.sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price))
    return { levels }
  }
  return { long: sideOf(0), short: sideOf(1) }
}
