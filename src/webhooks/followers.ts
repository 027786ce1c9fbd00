import type pg from 'pg'
import type { Caller } from '../access/record.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import { pause } from '../lib/pause.ts'
import { DocumentNotTrustedError } from '../server/trusted.ts'
import type { StreamHub } from '../stream/hub.ts'
import { countPending, insertDeliveries } from './deliveryStore.ts'
import type { Messages } from './messages.ts'
import type { DisabledReason } from './record.ts'
import {
  claimWebhooks,
  disableWebhook,
  enableWebhook,
  getDisabledWebhooks,
  handOverWebhooks,
  releaseWebhooks,
  type Claimed,
} from './store.ts'

export interface FollowerOptions {
  /** The store itself, not a replica. */
  readonly pool: pg.Pool
  /** Who holds the leases. */
  readonly server: string
  readonly messages: Messages
  readonly hub: StreamHub
  readonly callerOf: (keyId: string) => Promise<Caller | undefined>
  /** Told when messages were made. */
  readonly onMade: () => void
  /** Told of what was not planned for. */
  readonly onUnexpected: (error: unknown) => void
  /** Pause between looks at whether there is room again, ms. */
  readonly everyMs: number
}

const LEASE_MS = 20_000
/** An event whose answer fails on our side is told as it is after so many times. */
const MOST_FAILED = 5
/** A webhook of which so many messages wait is told no more events: they stay in the log, and are read together later. */
const MOST_PENDING = 100

/** One webhook that events are made messages of. */
interface Running {
  readonly webhook: Claimed
  readonly controller: AbortController
  /** Id of the last event that was looked at. */
  position: number
  readonly ended: Promise<void>
}

/** Makes messages of the events of those webhooks that this server holds the leases of. */
export class Followers {
  readonly #options: FollowerOptions
  readonly #running = new Map<string, Running>()
  /** Events whose answers failed, by webhook, and how often. */
  readonly #failed = new Map<string, { readonly position: number; readonly times: number }>()

  constructor(options: FollowerOptions) {
    this.#options = options
  }

  /** Takes webhooks that nobody has, keeps its own, and lets go of those that are no longer its own. */
  async claim(): Promise<void> {
    const { pool, server } = this.#options
    await handOverWebhooks(pool)
    await this.#trustAgain()
    const positions = new Map([...this.#running].map(([id, { position }]) => [id, position]))
    const claimed = await claimWebhooks(pool, server, LEASE_MS, positions)
    const ids = new Set(claimed.map(({ id }) => id))
    for (const [id, { controller }] of this.#running) if (!ids.has(id)) controller.abort()
    for (const id of this.#failed.keys()) if (!ids.has(id)) this.#failed.delete(id)
    for (const webhook of claimed) if (!this.#running.has(webhook.id)) this.#follow(webhook)
  }

  /** Ends what runs and leaves it to the other servers. */
  async close(): Promise<void> {
    const { pool, server, onUnexpected } = this.#options
    for (const { controller } of this.#running.values()) controller.abort()
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
    await releaseWebhooks(pool, server).catch(onUnexpected)
  }

  /** Has those sent again whose documents are on this server's list, which they were not on another's, or on an earlier one. */
  async #trustAgain(): Promise<void> {
    const { pool, messages } = this.#options
    for (const webhook of await getDisabledWebhooks(pool, 'DOCUMENT_NOT_TRUSTED')) {
      try {
        messages.read(webhook, undefined)
      } catch (error) {
        // What is wrong with it otherwise is told when it is followed.
        if (error instanceof DocumentNotTrustedError) continue
      }
      await enableWebhook(pool, webhook.id, 'DOCUMENT_NOT_TRUSTED')
    }
  }

  #follow(webhook: Claimed): void {
    const controller = new AbortController()
    const running: Running = {
      webhook,
      controller,
      position: webhook.position,
      ended: Promise.resolve().then(async () => {
        try {
          await this.#makeMessages(running)
        } catch (error) {
          await this.#end(running, error)
        } finally {
          this.#running.delete(webhook.id)
        }
      }),
    }
    this.#running.set(webhook.id, running)
  }

  /** What is wrong with a document stays wrong; all else is tried again with the next claim. */
  async #end({ webhook, controller }: Running, error: unknown): Promise<void> {
    const { pool, onUnexpected } = this.#options
    const reason = reasonOf(error)
    if (reason !== undefined)
      await disableWebhook(pool, webhook.id, reason).then(() => undefined, onUnexpected)
    // What was cut from the log before it was read, as while there was no room, is told as a gap with the next claim.
    else if (!controller.signal.aborted && !isTooOld(error)) onUnexpected(error)
  }

  /** Makes messages of a webhook's events, as they come, until the lease is another's. */
  async #makeMessages(running: Running): Promise<void> {
    const { pool, server, messages, hub, callerOf, onMade } = this.#options
    const { webhook, controller } = running
    const caller = await callerOf(webhook.keyId)
    if (!caller) return
    await hub.start()
    if (!(await this.#tellGap(running))) return
    const following = {
      after: running.position,
      signal: controller.signal,
      onPassed: (last: number) => {
        running.position = last
      },
    }
    for await (const told of messages.follow(webhook, caller, following)) {
      if (told.hasFailed && !this.#isToldAsFailed(webhook.id, told.position)) return
      if (!(await insertDeliveries(pool, webhook.id, server, told.position, told.messages))) return
      running.position = told.position
      onMade()
      await this.#waitForRoom(running)
    }
  }

  /**
   * Tells what is no longer kept: a receiver must know that there is a hole.
   * @returns false when it could not be told: the webhook is another server's by now, or is disabled
   */
  async #tellGap(running: Running): Promise<boolean> {
    const { pool, server, messages, hub, onMade } = this.#options
    const first = (await hub.findEnds())?.first
    if (first === undefined || running.position >= first - 1) return true
    const gap = messages.gap(running.position, first - 1)
    if (!(await insertDeliveries(pool, running.webhook.id, server, first - 1, [gap]))) return false
    running.position = first - 1
    onMade()
    return true
  }

  /** An event whose answer failed for the moment is looked at again with the next claim, so often; then its errors are told. */
  #isToldAsFailed(webhookId: string, position: number): boolean {
    const before = this.#failed.get(webhookId)
    const times = before?.position === position ? before.times + 1 : 1
    this.#failed.set(webhookId, { position, times })
    return times >= MOST_FAILED
  }

  async #waitForRoom({ webhook, controller: { signal } }: Running): Promise<void> {
    const { pool, everyMs } = this.#options
    while (!signal.aborted && (await countPending(pool, webhook.id, MOST_PENDING)) >= MOST_PENDING)
      await pause(everyMs, signal)
  }
}

/** Why nothing more can be told of a document; undefined: it may be told again. */
function reasonOf(error: unknown): DisabledReason | undefined {
  if (error instanceof DocumentNotTrustedError) return 'DOCUMENT_NOT_TRUSTED'
  return error instanceof UnwindError && !isTooOld(error) ? 'DOCUMENT' : undefined
}

const isTooOld = (error: unknown): boolean =>
  error instanceof InputError && error.fault.reason === 'CURSOR_TOO_OLD'
