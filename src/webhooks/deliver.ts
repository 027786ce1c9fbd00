import crypto from 'node:crypto'
import type { DocumentNode } from 'graphql'
import type { Caller } from '../access/record.ts'
import { UnwindError } from '../lib/errors.ts'
import { Bell } from '../lib/pause.ts'
import { pruneDeliveries } from './deliveryStore.ts'
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts'
import { Followers, type FollowerOptions } from './followers.ts'
import { Messages, type Asked, type MessageOptions } from './messages.ts'
import type { Attempt, WebhookRow } from './record.ts'
import { endFailing, getSecrets } from './store.ts'
import type { Targets } from './target.ts'

export interface DelivererOptions
  extends
    MessageOptions,
    Pick<FollowerOptions, 'callerOf'>,
    Pick<DispatcherOptions, 'pool' | 'sending' | 'onUnexpected'> {
  /** Pause between looks at what is due, ms. */
  readonly everyMs?: number
}

const EVERY_MS = 1_000
/** Looks at what is due between looks at whose the webhooks are. */
const LOOKS_A_CLAIM = 5
const PRUNE_MS = 60 * 60_000
/** A request waits for a test. */
const TEST_TIMEOUT_MS = 5_000

/**
 * Tells webhooks what their subscriptions would be told. Of the servers of one store, one makes messages of a webhook's events (it holds
 * a lease), and any sends them. A message is made once and sent at least once. What is due when is by the clock of the store.
 */
export class Deliverer {
  readonly #options: DelivererOptions
  readonly #everyMs: number
  readonly #messages: Messages
  readonly #followers: Followers
  readonly #dispatcher: Dispatcher
  /** Keys that have a test under way here. */
  readonly #testing = new Set<string>()
  readonly #closing = new AbortController()
  readonly #bell = new Bell()
  #loop: Promise<void> | undefined
  #claimedAt = -Infinity
  #prunedAt = -Infinity

  constructor(options: DelivererOptions) {
    this.#options = options
    this.#everyMs = options.everyMs ?? EVERY_MS
    this.#messages = new Messages(options)
    this.#followers = new Followers({
      ...options,
      server: crypto.randomUUID(),
      messages: this.#messages,
      onMade: () => this.wake(),
      everyMs: this.#everyMs,
    })
    this.#dispatcher = new Dispatcher({ ...options, onDelivered: () => this.wake() })
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  /** Ends what runs, waits for what is being sent, and leaves the rest to the other servers. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#loop
    await Promise.all([this.#dispatcher.close(), ...(this.#loop ? [this.#followers.close()] : [])])
  }

  /** Has it look at once: something was made or is due. */
  wake({ claim = false } = {}): void {
    if (claim) this.#claimedAt = -Infinity
    this.#bell.ring()
  }

  /** Where messages may go. */
  get targets(): Targets {
    return this.#options.sending
  }

  /** As Messages.check. */
  check(asked: Asked, caller: Caller): Promise<DocumentNode> {
    return this.#messages.check(asked, caller)
  }

  /**
   * Sends a message that says it is a test, once, and tells how it went; nothing of it is kept, but that a receiver which took it does not
   * fail any more.
   * @throws UnwindError WEBHOOK_TEST_RUNNING
   */
  async test({ id, keyId, url }: WebhookRow): Promise<Attempt> {
    if (this.#testing.has(keyId))
      throw new UnwindError('WEBHOOK_TEST_RUNNING', 'A test of this key is under way: wait for its end.')
    this.#testing.add(keyId)
    try {
      const { pool } = this.#options
      const secrets = await getSecrets(pool, id)
      const sent = await this.#dispatcher.post({ url, secrets }, this.#messages.test(id), TEST_TIMEOUT_MS)
      if (sent.failure === null) await endFailing(pool, id)
      return sent
    } finally {
      this.#testing.delete(keyId)
    }
  }

  async #run(): Promise<void> {
    const { onUnexpected } = this.#options
    let isFailing = false
    while (!this.#closing.signal.aborted) {
      try {
        await this.#claim()
        await this.#dispatcher.sendDue()
        await this.#prune()
        isFailing = false
      } catch (error) {
        // Once for the same trouble: the store may be away for long.
        if (!isFailing) onUnexpected(error)
        isFailing = true
      }
      await this.#bell.wait(this.#everyMs, this.#closing.signal)
    }
  }

  async #claim(): Promise<void> {
    if (performance.now() - this.#claimedAt < LOOKS_A_CLAIM * this.#everyMs) return
    this.#claimedAt = performance.now()
    await this.#followers.claim()
  }

  async #prune(): Promise<void> {
    if (performance.now() - this.#prunedAt < PRUNE_MS) return
    this.#prunedAt = performance.now()
    await pruneDeliveries(this.#options.pool)
  }
}
