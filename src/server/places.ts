import type { Caller } from '../access/record.ts'
import { UnwindError } from '../lib/errors.ts'
import type { Leave } from './load.ts'

/** How long one who has too much open should wait, s: what is open may stay so for long. */
const RETRY_AFTER_SECONDS = 10

/** A caller has as much open at a time as it may. HTTP 429. */
export class CallerFullError extends UnwindError {
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS
}

/** What callers hold open at a time: so many of a kind each, on this server. */
export class CallerPlaces {
  readonly #most: number
  readonly #refuse: (most: number) => CallerFullError
  readonly #taken = new Map<string, number>()

  /** @param most Infinity: as many as they like */
  constructor(most: number, refuse: (most: number) => CallerFullError) {
    this.#most = most
    this.#refuse = refuse
  }

  /**
   * Takes a place of a caller's; one that is not known has as many as it likes.
   * @throws CallerFullError
   */
  take(caller: Pick<Caller, 'id'> | undefined): Leave {
    if (!caller) return () => undefined
    const { id } = caller
    const taken = this.#taken.get(id) ?? 0
    if (taken >= this.#most) throw this.#refuse(this.#most)
    this.#taken.set(id, taken + 1)
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      const left = this.#taken.get(id)! - 1
      if (left > 0) this.#taken.set(id, left)
      else this.#taken.delete(id)
    }
  }
}

/** What one caller may have open at a time on a server; Infinity: as much as it likes. */
export interface CallerLimits {
  /** Sockets and event streams together, and as many subscriptions over them. */
  readonly streams: number
  readonly exports: number
}

export const DEFAULT_CALLER_LIMITS: CallerLimits = { streams: 1_000, exports: 1 }

/** Places for what goes on for long. */
export const placesOf = ({ streams, exports }: CallerLimits) => ({
  connections: new CallerPlaces(
    streams,
    (most) =>
      new CallerFullError(
        'TOO_MANY_STREAMS',
        `A caller may hold ${most} sockets and streams: close one, or try again later.`,
      ),
  ),
  subscriptions: new CallerPlaces(
    streams,
    (most) =>
      new CallerFullError(
        'TOO_MANY_SUBSCRIPTIONS',
        `A caller may hold ${most} subscriptions: end one, or try again later.`,
      ),
  ),
  exports: new CallerPlaces(
    exports,
    (most) =>
      new CallerFullError(
        'TOO_MANY_EXPORTS',
        `A caller may have ${most} exports at a time: wait for the end of one.`,
      ),
  ),
})

export type Places = ReturnType<typeof placesOf>
