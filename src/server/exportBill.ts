import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { RateLimitedError, type Charge, type Gate } from '../access/gate.ts'
import type { Admission, Question } from './admit.ts'
import type { CostModel } from './cost.ts'
import type { OnUnexpected } from './errors.ts'

export interface BillOptions {
  readonly admission: Admission
  readonly costs: CostModel
  /** undefined: callers and units are not looked at. */
  readonly gate: Gate | undefined
  readonly now: () => Date
  readonly onUnexpected: OnUnexpected
}

/** What an export takes from its caller's minutes: each page is paid for before it runs, and what it did not cost is given back. */
export class Bill {
  /** What the first page left of its minute; undefined: nothing is counted, or nothing was paid yet. */
  left: Charge | undefined
  /** How long it waited for units. */
  waitedMs = 0
  readonly #options: BillOptions
  readonly #request: FastifyRequest
  #paid: { readonly units: number; readonly charge: Charge } | undefined

  constructor(options: BillOptions, request: FastifyRequest) {
    this.#options = options
    this.#request = request
  }

  /**
   * What a page may cost, as `extensions.cost` tells it; undefined: nothing is counted.
   * @throws ForbiddenError, TooExpensiveError
   */
  estimate(question: Question) {
    const { gate, admission } = this.#options
    const { caller } = this.#request
    if (!gate || !caller) return undefined
    const requested = admission.priceOf(question, caller)
    return { requested, actual: null, limit: caller.unitsPerMinute, remaining: null, resetAt: null }
  }

  /**
   * Pays for a page. The first is refused when the minute's units are spent; those after it wait for another minute, as long as the request
   * may go on.
   * @throws ForbiddenError, TooExpensiveError, RateLimitedError, and what stopped the request
   */
  async pay(question: Question): Promise<void> {
    const { gate, admission } = this.#options
    const { caller, scope } = this.#request
    if (!gate || !caller) return
    const units = admission.priceOf(question, caller)
    for (;;)
      try {
        const charge = await this.#orStopped(() => gate.charge(caller, units))
        this.#paid = { units, charge }
        this.left ??= charge
        if (scope) scope.units += units
        return
      } catch (error) {
        const canWait = this.left && error instanceof RateLimitedError && units <= error.charge.limit
        if (!canWait) throw error
        await this.#wait(error.retryAfterSeconds * 1_000)
      }
  }

  /** Gives back all but what a page cost: units, of an answer by what it holds. */
  async settle(question: Question, data: unknown): Promise<void> {
    const { document, operation, variables } = question
    await this.#giveBackAllBut(Math.max(1, this.#options.costs.actual(document, operation, variables, data)))
  }

  /** Gives back all that a page was charged: it was refused before anything was done for it. */
  forgive(): Promise<void> {
    return this.#giveBackAllBut(0)
  }

  async #giveBackAllBut(actual: number): Promise<void> {
    const { gate, now, onUnexpected } = this.#options
    const { caller, scope } = this.#request
    const paid = this.#paid
    if (!gate || !caller || !paid) return
    this.#paid = undefined
    const { units, charge } = paid
    const back = Math.max(0, units - actual)
    if (scope) scope.units -= back
    // What was charged in another minute is not given back in this one.
    if (charge.resetAt <= now()) return
    if (this.left === charge)
      this.left = { ...charge, remaining: Math.min(charge.limit, charge.remaining + back) }
    // Who can't be given back his units has his table all the same.
    await gate.refund(caller, back, charge).catch((error: unknown) => onUnexpected(error, scope?.id))
  }

  async #wait(ms: number): Promise<void> {
    const begun = performance.now()
    const over = new AbortController()
    try {
      await this.#orStopped(() => sleep(ms, undefined, { signal: over.signal }))
    } finally {
      over.abort()
      this.waitedMs += performance.now() - begun
    }
  }

  #orStopped<T>(work: () => Promise<T>): Promise<T> {
    const { scope } = this.#request
    return scope ? scope.orStopped(work) : work()
  }
}
