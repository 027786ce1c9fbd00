/** A price at which so much is closed by force, USD. */
export interface ForcedLevel {
  /** USD a coin. */
  readonly price: number
  readonly usd: number
}

/** What rests in books from mid out to a distance: both grow. */
export interface DepthStep {
  /** A fraction of mid. */
  readonly distance: number
  readonly usd: number
}

export interface CascadeQuestion {
  /** Before the shock, USD a coin. */
  readonly price: number
  /** Of the price, a fraction: above -1, not 0. */
  readonly shock: number
  /** In the order in which the move reaches them. */
  readonly levels: readonly ForcedLevel[]
  /** What rests on the side that forced orders trade against; none: their impact is not known. */
  readonly depth: readonly DepthStep[]
  /** How many times what rests is filled up while they trade. */
  readonly refill: number
}

/** One round: the price, and what it closes by force. */
export interface CascadeRound {
  readonly price: number
  /** Closed in this round, USD. */
  readonly forcedUsd: number
  /** Closed up to and with it, USD. */
  readonly totalForcedUsd: number
}

export interface Cascade {
  /** The first one is the shock alone. */
  readonly rounds: readonly CascadeRound[]
  readonly endPrice: number
  readonly forcedUsd: number
  /** Whole move / shock: 1 or more; undefined: the impact is not known. */
  readonly amplification: number | undefined
  /** The price went as far as the model lets it: what rests in books is no match. */
  readonly isExhausted: boolean
}

/** Nothing falls below this part of the price, nor rises above its inverse. */
const LEAST_PART = 0.01

/**
 * A shock moves the price; positions that it reaches are closed by force; their orders move the price on, and so forth, until a round
 * closes nothing. Levels are finite and a round never moves the price back, so that it always ends. What forced orders do to the price
 * depends on their sum alone: books are filled up again `refill` times around the shocked price.
 */
export function runCascade({ price, shock, levels, depth, refill }: CascadeQuestion): Cascade {
  const down = shock < 0
  const shocked = price * (1 + shock)
  const rounds: CascadeRound[] = []
  let now = shocked
  let total = 0
  let next = 0
  let isExhausted = false
  let isKnown = true
  for (;;) {
    let forced = 0
    for (; next < levels.length; next++) {
      const level = levels[next]!
      if (down ? level.price < now : level.price > now) break
      forced += level.usd
    }
    total += forced
    rounds.push({ price: now, forcedUsd: forced, totalForcedUsd: total })
    if (forced === 0 || isExhausted) break
    const distance = impactOf(depth, total / refill)
    if (distance === undefined) {
      isKnown = false
      break
    }
    const moved = down ? shocked * (1 - distance) : shocked * (1 + distance)
    const bound = down ? price * LEAST_PART : price / LEAST_PART
    isExhausted = down ? moved <= bound : moved >= bound
    // Prices never come back within a cascade.
    now = down ? Math.min(now, Math.max(bound, moved)) : Math.max(now, Math.min(bound, moved))
  }
  return {
    rounds,
    endPrice: now,
    forcedUsd: total,
    amplification: isKnown ? (now / price - 1) / shock : undefined,
    isExhausted,
  }
}

/**
 * How far orders of so many USD move the price, a fraction of mid: within each band what rests is spread evenly, and beyond the last
 * one it goes on as in the last that holds something.
 * @param depth nearest first
 * @returns undefined when no depth is known
 */
export function impactOf(depth: readonly DepthStep[], usd: number): number | undefined {
  let before: DepthStep = { distance: 0, usd: 0 }
  for (const step of depth) {
    const [width, resting] = [step.distance - before.distance, step.usd - before.usd]
    if (usd <= step.usd && resting > 0) return before.distance + (width * (usd - before.usd)) / resting
    before = step
  }
  const density = tailDensity(depth)
  return density > 0 ? before.distance + (usd - before.usd) / density : undefined
}

/** USD a unit of distance in the last band that holds something; 0: none does. */
function tailDensity(depth: readonly DepthStep[]): number {
  for (let at = depth.length - 1; at >= 0; at--) {
    const before = depth[at - 1] ?? { distance: 0, usd: 0 }
    const [width, resting] = [depth[at]!.distance - before.distance, depth[at]!.usd - before.usd]
    if (width > 0 && resting > 0) return resting / width
  }
  return 0
}

/** What rests from mid out to a distance, by the same rule. */
export function depthAt(depth: readonly DepthStep[], distance: number): number {
  let before: DepthStep = { distance: 0, usd: 0 }
  for (const step of depth) {
    if (distance <= step.distance) {
      const width = step.distance - before.distance
      return width > 0
        ? before.usd + ((step.usd - before.usd) * (distance - before.distance)) / width
        : step.usd
    }
    before = step
  }
  return before.usd + (distance - before.distance) * tailDensity(depth)
}

/** Several books as one: each goes on beyond its end as in its last band, so that none ends where another still rests. */
export function addDepths(books: readonly (readonly DepthStep[])[]): DepthStep[] {
  const distances = [...new Set(books.flatMap((book) => book.map(({ distance }) => distance)))]
  return distances
    .sort((a, b) => a - b)
    .map((distance) => ({
      distance,
      usd: books.reduce((sum, book) => sum + depthAt(book, distance), 0),
    }))
}
