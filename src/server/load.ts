import { UnwindError } from '../lib/errors.ts'

export interface LoadOptions {
  /** Questions that are worked on at a time. */
  readonly executing: number
  /** Questions that may wait for their turn. */
  readonly queued: number
  /** How long one may wait, ms: whoever would wait longer is told at once. */
  readonly waitMs: number
  /** Exports that are written at a time: they go on for long, and none waits. */
  readonly exports: number
}

export const DEFAULT_LOAD: LoadOptions = { executing: 10, queued: 100, waitMs: 300, exports: 2 }

/** Why a question was not let in. */
export type ShedReason = 'QUEUE_FULL' | 'WAIT_TOO_LONG' | 'EXPORTS_FULL'

/** There is more to do than can be done in time. HTTP 503. */
export class ServerBusyError extends UnwindError {
  readonly reason: ShedReason
  readonly retryAfterSeconds: number

  constructor(reason: ShedReason, retryAfterSeconds: number) {
    super('SERVER_BUSY', `The server has as much to do as it can: ask again in ${retryAfterSeconds} s.`)
    this.reason = reason
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Gives a place back; what is called twice counts once. */
export type Leave = () => void

interface Waiting {
  readonly since: number
  readonly enter: (leave: Leave) => void
  readonly refuse: (error: ServerBusyError) => void
  readonly timer: NodeJS.Timeout
}

/** Weight of the newest question in the average of how long one takes. */
const NEWEST = 0.1

/** Places for so many at a time, and a short queue with a limit to how long one stands in it. */
export class LoadLimiter {
  readonly #options: Omit<LoadOptions, 'exports'>
  readonly #waiting: Waiting[] = []
  readonly #now: () => number
  #executing = 0
  /** How long a question takes of late, ms. */
  #usualMs = 0

  constructor(options: Omit<LoadOptions, 'exports'>, now: () => number = () => performance.now()) {
    this.#options = options
    this.#now = now
  }

  get executing(): number {
    return this.#executing
  }

  get queued(): number {
    return this.#waiting.length
  }

  /** What one who comes now would wait, ms. */
  get expectedWaitMs(): number {
    const { executing } = this.#options
    return this.#executing < executing ? 0 : ((this.#waiting.length + 1) * this.#usualMs) / executing
  }

  /** Why one who comes now would not be let in; undefined: it would. */
  findRefusal(): ServerBusyError | undefined {
    const { executing, queued, waitMs } = this.#options
    if (this.#executing < executing) return undefined
    if (this.#waiting.length >= queued) return this.#refusalOf('QUEUE_FULL')
    return this.expectedWaitMs > waitMs ? this.#refusalOf('WAIT_TOO_LONG') : undefined
  }

  /**
   * Takes a place, at once or after a short wait.
   * @throws ServerBusyError
   */
  enter(): Promise<Leave> {
    const refusal = this.findRefusal()
    if (refusal) return Promise.reject(refusal)
    if (this.#executing < this.#options.executing) return Promise.resolve(this.#take())
    return new Promise((enter, refuse) => {
      const waiting: Waiting = {
        since: this.#now(),
        enter,
        refuse,
        timer: setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
          refuse(this.#refusalOf('WAIT_TOO_LONG'))
        }, this.#options.waitMs),
      }
      this.#waiting.push(waiting)
    })
  }

  #take(): Leave {
    this.#executing++
    const since = this.#now()
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      this.#executing--
      this.#usualMs += (this.#now() - since - this.#usualMs) * (this.#usualMs === 0 ? 1 : NEWEST)
      this.#admitNext()
    }
  }

  #admitNext(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      clearTimeout(next.timer)
      // Its timer is late when the process is busy.
      if (this.#now() - next.since <= this.#options.waitMs) {
        next.enter(this.#take())
        return
      }
      next.refuse(this.#refusalOf('WAIT_TOO_LONG'))
    }
  }

  #refusalOf(reason: ShedReason): ServerBusyError {
    return new ServerBusyError(reason, Math.max(1, Math.ceil(this.expectedWaitMs / 1_000)))
  }
}
