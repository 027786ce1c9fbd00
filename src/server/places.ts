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

interface Held {
  readonly units: number
  count: number
}

/**
 * What an event costs for each caller: the units of all that it asks of events, over its sockets and streams. What it asks several times is made
 * once, and counts once.
 */
export class EventPlaces {
  readonly #most: number
  readonly #held = new Map<string, Map<string, Held>>()

  /** @param most units of a caller, Infinity: as many as it likes */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * @param question what is asked, as one text for all that is alike
   * @throws CallerFullError
   */
  take(caller: Pick<Caller, 'id'> | undefined, question: string, units: number): Leave {
    if (!caller) return () => undefined
    const { id } = caller
    const held = this.#held.get(id) ?? new Map<string, Held>()
    const own = held.get(question) ?? { units, count: 0 }
    if (own.count === 0) {
      const taken = [...held.values()].reduce((sum, one) => sum + one.units, 0)
      if (taken + units > this.#most)
        throw new CallerFullError(
          'TOO_MANY_SUBSCRIPTIONS',
          `An event may cost ${this.#most} units over all that a caller asks of events, and this makes ${taken + units}: ask for less of it, or end another subscription.`,
        )
      held.set(question, own)
      this.#held.set(id, held)
    }
    own.count += 1
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      own.count -= 1
      if (own.count === 0) held.delete(question)
      if (held.size === 0) this.#held.delete(id)
    }
  }
}

/** What one caller may have open at a time on a server; Infinity: as much as it likes. */
export interface CallerLimits {
  /** Sockets and event streams together, and as many subscriptions over them. */
  readonly streams: number
  /** Units that an event may cost over all its subscriptions: they are paid for once, and told for as long as they are open. */
  readonly eventUnits: number
  readonly exports: number
}

export const DEFAULT_CALLER_LIMITS: CallerLimits = { streams: 1_000, eventUnits: 5_000, exports: 1 }

/** Places for what goes on for long. */
export const placesOf = ({ streams, eventUnits, exports }: CallerLimits) => ({
  events: new EventPlaces(eventUnits),
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
