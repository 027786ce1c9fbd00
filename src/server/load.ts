import type { Server } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { UnwindError } from '../lib/errors.ts'
import type { RequestScope } from './requestScope.ts'
import { MOST_AT_ONCE } from '../page/atOnce.ts'

export interface LoadOptions {
  /** Questions that are let in however long they take, and wait as long as they must: one reader's, who asks no more at a time. */
  readonly ofOneReader: number
  /** Questions that are worked on at a time, at most. */
  readonly executing: number
  /** Questions that may wait for their turn. */
  readonly queued: number
  /** How long one may wait, ms: whoever would wait longer is told at once. */
  readonly waitMs: number
  /** How long a question should take, ms: when they take longer and the server has no more to give, fewer are worked on at a time. */
  readonly targetMs: number
  /** Exports that are written at a time: they go on for long, and none waits. */
  readonly exports: number
}

export const DEFAULT_LOAD: LoadOptions = {
  ofOneReader: MOST_AT_ONCE,
  executing: 20,
  queued: 100,
  waitMs: 400,
  targetMs: 250,
  exports: 2,
}

/** Why a question was not let in. */
export const SHED_REASONS = ['QUEUE_FULL', 'WAIT_TOO_LONG', 'EXPORTS_FULL', 'CLOSING'] as const
export type ShedReason = (typeof SHED_REASONS)[number]

/** There is more to do than can be done in time, or the server closes. HTTP 503. */
export class ServerBusyError extends UnwindError {
  readonly reason: ShedReason
  readonly retryAfterSeconds: number

  constructor(reason: ShedReason, retryAfterSeconds: number) {
    const why = reason === 'CLOSING' ? 'The server is closing' : 'The server has as much to do as it can'
    super('SERVER_BUSY', `${why}: ask again in ${retryAfterSeconds} s.`)
    this.reason = reason
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Gives a place back; what is called twice counts once. */
export type Leave = () => void

interface Waiting {
  /** When it has waited too long. */
  readonly until: number
  readonly enter: (leave: Leave) => void
  readonly refuse: (error: UnwindError) => void
  /** undefined: it waits as long as it must. */
  readonly timer: NodeJS.Timeout | undefined
}

/** Weight of the newest question in the average of how long one takes. */
const NEWEST = 0.1
const FIRST_PLACES = 4
/** Questions that end together tell of one moment: places change no more often than this. */
const CHANGE_MS = 100
const CUT_TO = 0.7

/**
 * Places for so many at a time, and a short queue with a limit to how long one stands in it. Places become fewer when questions take long
 * because the server is at its end, and more again when they don't: additive increase, multiplicative decrease. Questions that are slow on a
 * server with time to spare wait for something else: fewer at a time would not be quicker, and others need not wait for them.
 */
export class LoadLimiter {
  readonly #options: Omit<LoadOptions, 'exports'>
  readonly #isSaturated: () => boolean
  readonly #now: () => number
  readonly #waiting: Waiting[] = []
  #places: number
  #executing = 0
  /** How long a question takes of late, ms. */
  #usualMs = 0
  #changedAt = 0

  constructor(
    options: Omit<LoadOptions, 'exports'>,
    isSaturated: () => boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#options = options
    this.#isSaturated = isSaturated
    this.#now = now
    this.#places = Math.min(FIRST_PLACES, options.executing)
  }

  get executing(): number {
    return this.#executing
  }

  get queued(): number {
    return this.#waiting.length
  }

  /** How many may be worked on at a time, for now. */
  get places(): number {
    return Math.floor(this.#places)
  }

  /** Whether no more are here than one reader asks at once: a server that is slow, or has just begun, is not too full for one. */
  get #isQuiet(): boolean {
    return this.#executing + this.#waiting.length < this.#options.ofOneReader
  }

  get #isFull(): boolean {
    return this.#executing >= this.places
  }

  /** What one who comes now would wait, ms. */
  get #expectedWaitMs(): number {
    return this.#isFull ? ((this.#waiting.length + 1) * this.#usualMs) / this.places : 0
  }

  /** Why one who comes now would not be let in; undefined: it would. */
  findRefusal(): ServerBusyError | undefined {
    const { queued, waitMs } = this.#options
    this.#widen()
    if (!this.#isFull || this.#isQuiet) return undefined
    if (this.#waiting.length >= queued) return this.#refusalOf('QUEUE_FULL')
    return this.#expectedWaitMs > waitMs ? this.#refusalOf('WAIT_TOO_LONG') : undefined
  }

  /**
   * Takes a place, at once or after a short wait, which ends when the request is stopped.
   * @throws ServerBusyError, UnwindError why the request was stopped
   */
  async enter(scope?: Pick<RequestScope, 'onStop' | 'stopped'>): Promise<Leave> {
    const refusal = this.findRefusal()
    if (refusal) throw refusal
    if (!this.#isFull) return this.#take()
    if (scope?.stopped) throw scope.stopped
    let forget: (() => void) | undefined
    try {
      return await new Promise<Leave>((enter, refuse) => {
        const giveUp = (why: UnwindError) => {
          const at = this.#waiting.indexOf(waiting)
          // It was let in, or refused, before.
          if (at < 0) return
          this.#waiting.splice(at, 1)
          clearTimeout(waiting.timer)
          refuse(why)
        }
        const waitMs = this.#isQuiet ? Infinity : this.#options.waitMs
        const waiting: Waiting = {
          until: this.#now() + waitMs,
          enter,
          refuse,
          // A timer knows no infinity.
          timer: Number.isFinite(waitMs)
            ? setTimeout(() => giveUp(this.#refusalOf('WAIT_TOO_LONG')), waitMs)
            : undefined,
        }
        this.#waiting.push(waiting)
        forget = scope?.onStop(() => giveUp(scope.stopped!))
      })
    } finally {
      forget?.()
    }
  }

  #take(): Leave {
    this.#executing++
    const since = this.#now()
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      this.#adapt(this.#now() - since)
      this.#executing--
      this.#admit()
    }
  }

  #adapt(tookMs: number): void {
    const { executing, targetMs } = this.#options
    this.#usualMs += (tookMs - this.#usualMs) * (this.#usualMs === 0 ? 1 : NEWEST)
    if (tookMs <= targetMs) {
      // Places that nobody needed prove nothing.
      if (this.#isFull) this.#places = Math.min(executing, this.#places + 1 / this.#places)
      return
    }
    if (this.#now() - this.#changedAt < CHANGE_MS || !this.#isSaturated()) return
    this.#changedAt = this.#now()
    this.#places = Math.max(1, this.#places * CUT_TO)
  }

  /** One place more, when all are taken for long by what does not keep the server busy. */
  #widen(): void {
    if (!this.#isFull || this.#now() - this.#changedAt < CHANGE_MS || this.#isSaturated()) return
    this.#changedAt = this.#now()
    this.#places = Math.min(this.#options.executing, this.#places + 1)
    this.#admit()
  }

  #admit(): void {
    while (this.#waiting.length > 0 && !this.#isFull) {
      const next = this.#waiting.shift()!
      clearTimeout(next.timer)
      // Its timer is late when the process is busy.
      if (this.#now() <= next.until) next.enter(this.#take())
      else next.refuse(this.#refusalOf('WAIT_TOO_LONG'))
    }
  }

  #refusalOf(reason: ShedReason): ServerBusyError {
    return new ServerBusyError(reason, Math.max(1, Math.ceil(this.#expectedWaitMs / 1_000)))
  }
}

/** The event loop has nothing to spare above this part of its time. */
const BUSY_LOOP = 0.9

/**
 * Whether this process or its connections to the store are at their end: what more at a time would only make slower.
 * @param waiting statements that wait for a connection
 */
export function saturation(waiting: () => number): () => boolean {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization >= BUSY_LOOP || waiting() > 0
  }
}

/** Turns of the event loop without a new connection, after which there are taken to be none. */
const QUIET_TURNS = 2
const MOST_SETTLING_MS = 100

/**
 * Resolves when the connections that stand at the door have come in, or after a moment. libuv takes one a turn of the event loop: beside a
 * question at work, whose turns are long, those of a rush would wait for seconds where no limit sees them.
 */
export function doorOf(server: Server): () => Promise<void> {
  let connections = 0
  server.on('connection', () => connections++)
  return async () => {
    const until = performance.now() + MOST_SETTLING_MS
    let seen = connections
    for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until;) {
      await setImmediate()
      quiet = seen === connections ? quiet + 1 : 0
      seen = connections
    }
  }
}
