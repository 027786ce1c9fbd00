/** How long a feed is let be quiet before anything is made of it, whatever its rate. */
const LEAST_MS = 60_000
/** So many times its usual pause between messages: at a steady rate a chance of one in 10^13. */
const TIMES = 30
/** Weight of the newest pause in the average: about the last fifty messages count. */
const WEIGHT = 0.04

/**
 * The usual pause between a feed's messages, as an exponential average, and what is too long for it. Messages of one moment
 * count as one: a purge sends hundreds at a time, and an average over those would call the minute after it silence.
 */
export class Pace {
  #averageMs: number | undefined
  #lastMs: number | undefined

  /** @param ms time of a message, our clock */
  hear(ms: number): void {
    if (this.#lastMs !== undefined) {
      const pause = ms - this.#lastMs
      if (pause < 1_000) return
      this.#averageMs =
        this.#averageMs === undefined ? pause : this.#averageMs + WEIGHT * (pause - this.#averageMs)
    }
    this.#lastMs = ms
  }

  /** undefined until two messages have come. */
  get averageMs(): number | undefined {
    return this.#averageMs
  }

  /** true when nothing has come for far longer than is usual for this feed; never before its rate is known. */
  isSilent(nowMs: number): boolean {
    if (this.#averageMs === undefined || this.#lastMs === undefined) return false
    return nowMs - this.#lastMs > Math.max(LEAST_MS, TIMES * this.#averageMs)
  }
}
