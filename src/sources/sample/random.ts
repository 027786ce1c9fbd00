/** Changing it changes every figure of the sample; the test pins what it gives. */
const SEED = 0x5eed2025

/**
 * A number in [0, 1) that depends on its keys alone: what is drawn for a time never depends on what was drawn before, so
 * any sub-window of the sample equals that part of the whole. Integer arithmetic only: the same on every machine.
 */
export function draw(a: number, b = 0, c = 0, d = 0): number {
  let hash = SEED
  hash = mix(hash ^ a)
  hash = mix(hash ^ b)
  hash = mix(hash ^ c)
  hash = mix(hash ^ d)
  return hash / 0x1_0000_0000
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x45d9f3b) + 0x9e3779b9
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A curve in [-1, 1] through a random value at every multiple of `periodMs`. */
export function wave(key: number, timeMs: number, periodMs: number): number {
  const index = Math.floor(timeMs / periodMs)
  const u = timeMs / periodMs - index
  const from = draw(key, periodMs, index)
  const to = draw(key, periodMs, index + 1)
  return 2 * (from + (to - from) * u * u * (3 - 2 * u)) - 1
}

/**
 * The value at `x` on the straight lines through `points`, which ascend in x; flat outside them.
 * @param column of the points, where they have several values: 1 is the first
 */
export function along(
  points: readonly (readonly [x: number, ...values: number[]])[],
  x: number,
  column = 1,
): number {
  let low = 0
  let high = points.length - 1
  if (x <= points[low]![0]) return points[low]![column]!
  if (x >= points[high]![0]) return points[high]![column]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (points[middle]![0] <= x) low = middle
    else high = middle
  }
  const [x0, x1] = [points[low]![0], points[high]![0]]
  const [y0, y1] = [points[low]![column]!, points[high]![column]!]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}
