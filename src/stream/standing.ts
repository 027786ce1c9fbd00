import { MINUTE_MS } from '../lib/time.ts'

/** A subscriber that nothing is of interest to is told so often where it stands, ms: far less than the log is kept. */
export const CURSOR_EVERY_MS = MINUTE_MS

/**
 * When a subscriber is told where it stands though there is nothing for it: once it has caught up with the log, then when it was told nothing for
 * a while and the log went on. Otherwise one that is cut off would go on from where it was last told something, or from nowhere.
 */
export class Standing {
  readonly #everyMs: number
  /** Id of the last event that it was told of, or was told that it stands behind. */
  #told: number | undefined
  #dueAt: number
  #hasCaughtUp = false

  constructor(everyMs: number) {
    this.#everyMs = everyMs
    this.#dueAt = Date.now() + everyMs
  }

  /** Whether it is to be told that it stands behind an event. */
  isDue(last: number): boolean {
    return last !== this.#told && Date.now() >= this.#dueAt
  }

  /** It is told something, or nothing, up to an event. */
  tell(last: number): void {
    this.#told = last
    this.#dueAt = Date.now() + this.#everyMs
  }

  /** How long it waits for what follows an event, the newest, before it is told that it stands behind it, ms. */
  msToRest(last: number): number {
    const isFirst = !this.#hasCaughtUp
    this.#hasCaughtUp = true
    if (last === this.#told) return Number.POSITIVE_INFINITY
    if (isFirst) this.#dueAt = Date.now()
    return this.#dueAt - Date.now()
  }
}
