import type pg from 'pg'
import { keepAttempt, takeDue, type DeliveryToKeep, type Due, type Outcome } from './deliveryStore.ts'
import { pauseAfter, FAILING_FOR_MS, MOST_TRIES } from './retries.ts'
import { send, type SendOptions, type Sent } from './send.ts'
import { signedHeaders } from './sign.ts'

export interface DispatcherOptions {
  /** The store itself, not a replica. */
  readonly pool: pg.Pool
  readonly sending: SendOptions
  /** What messages are signed with: receivers compare it with their clocks. */
  readonly now: () => Date
  /** Told when a message went through: what waited for it may be due. */
  readonly onDelivered: () => void
  /** Told of what was not planned for. */
  readonly onUnexpected: (error: unknown) => void
}

/** Messages on their way at once from one server; to webhooks whose last try failed; and to one webhook, one where its last try failed. */
const MOST_SENDING = 32
const MOST_TO_FAILING = 16
const MOST_TO_ONE = 4

/** Sends what is due, whichever server made it. */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #underWay = new Map<Promise<void>, Due>()

  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  /** Begins to send what is due, as much as may be on its way. */
  async sendDue(): Promise<void> {
    const { pool, sending } = this.#options
    const due = [...this.#underWay.values()]
    const failing = due.filter(({ hasFailed }) => hasFailed).length
    const limit = MOST_SENDING - due.length
    if (limit <= 0) return
    const taken = await takeDue(pool, {
      limit,
      toFailing: Math.max(0, MOST_TO_FAILING - failing),
      toOne: MOST_TO_ONE,
      // Should this server end before it can tell how it went.
      againAfterMs: 2 * sending.timeoutMs,
      underWay: due.map(({ webhookId }) => webhookId),
    })
    for (const message of taken) {
      const sent = this.#deliver(message)
        .catch(this.#options.onUnexpected)
        .finally(() => this.#underWay.delete(sent))
      this.#underWay.set(sent, message)
    }
  }

  /** Waits for what is on its way. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay.keys())
  }

  /** Posts a message, signed by all of a webhook's secrets. */
  post(
    { url, secrets }: Pick<Due, 'url' | 'secrets'>,
    { id, payload }: Pick<DeliveryToKeep, 'id' | 'payload'>,
    timeoutMs = Infinity,
  ): Promise<Sent> {
    const { now, sending } = this.#options
    const at = now()
    const options = { ...sending, timeoutMs: Math.min(sending.timeoutMs, timeoutMs) }
    return send(url, signedHeaders(id, at, payload, secrets), payload, at, options)
  }

  async #deliver(due: Due): Promise<void> {
    const sent = await this.post(due, due)
    await keepAttempt(this.#options.pool, due, sent, outcomeOf(due, sent, Math.random()))
    // A receiver that fails is asked once a look.
    if (sent.failure === null) this.#options.onDelivered()
  }
}

/**
 * How a message and its webhook fare after a try.
 * @param chance from 0 to 1: what failed together is not tried again together
 */
export function outcomeOf(
  { failingForMs, tries }: Pick<Due, 'failingForMs' | 'tries'>,
  { failure, status, askedMs }: Pick<Sent, 'failure' | 'status' | 'askedMs'>,
  chance: number,
): Outcome {
  if (failure === null) return { state: 'DELIVERED' }
  if (status === 410) return { state: 'DEAD', disable: 'GONE' }
  const pauseMs = tries >= MOST_TRIES ? undefined : pauseAfter(tries, askedMs, chance)
  return {
    ...(pauseMs === undefined ? { state: 'DEAD' } : { state: 'PENDING', againAfterMs: pauseMs }),
    ...((failingForMs ?? 0) > FAILING_FOR_MS ? { disable: 'FAILING' } : {}),
  }
}
