import crypto from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql'
import type pg from 'pg'
import type { Caller } from '../access/record.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import type { Admission, Question } from '../server/admit.ts'
import type { Context } from '../server/context.ts'
import { decodeStreamCursor, encodeStreamCursor } from '../stream/events.ts'
import type { StreamHub } from '../stream/hub.ts'
import { fieldOf, type WebhookToMake } from './manage.ts'
import { GAP, TEST, type Attempt, type WebhookRow } from './record.ts'
import { FAILING_FOR_MS, MOST_TRIES, pauseAfter } from './retries.ts'
import { send, type SendOptions, type Sent } from './send.ts'
import { signedHeaders } from './sign.ts'
import type { Targets } from './target.ts'
import {
  claimWebhooks,
  countPending,
  disableWebhook,
  findWebhook,
  getSecrets,
  insertDeliveries,
  keepAttempt,
  pruneDeliveries,
  releaseWebhooks,
  takeDue,
  type Claimed,
  type DeliveryToKeep,
  type Due,
  type Outcome,
} from './store.ts'

export interface DelivererOptions {
  /** The store itself, not a replica. */
  readonly pool: pg.Pool
  readonly schema: GraphQLSchema
  readonly admission: Admission
  readonly hub: StreamHub
  readonly callerOf: (keyId: string) => Promise<Caller | undefined>
  readonly contextOf: (caller: Caller, stream: NonNullable<Context['stream']>) => Context
  readonly formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError
  readonly sending: SendOptions
  readonly now: () => Date
  /** Told of what was not planned for. */
  readonly onUnexpected: (error: unknown) => void
  /** Pause between looks at what is due, ms. */
  readonly everyMs?: number
}

const LEASE_MS = 20_000
/** Looks at what is due between looks at whose the webhooks are. */
const LOOKS_A_CLAIM = 5
const EVERY_MS = 1_000
const PRUNE_MS = 60 * 60_000
/** Messages on their way at once, from one server, and to one webhook. */
const MOST_SENDING = 32
const MOST_TO_ONE = 4
/** A request waits for a test. */
const TEST_TIMEOUT_MS = 5_000
/** An event whose answer fails on our side is told as it is after so many times. */
const MOST_FAILED = 5
/** Records in one message. */
const RECORDS_A_MESSAGE = 100
/** A webhook of which so many messages wait is told no more events: they stay in the log, and are read together later. */
const MOST_PENDING = 100

/** Codes of errors that may be gone when it is tried again. */
const PASSING: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'QUERY_TIMEOUT'])

type Asked = Pick<WebhookToMake, 'query' | 'variables' | 'operationName'>

/** One webhook that events are made messages of. */
interface Running {
  readonly webhook: Claimed
  readonly controller: AbortController
  /** Id of the last event that was looked at. */
  position: number
  readonly ended: Promise<void>
}

/**
 * Tells webhooks what their subscriptions would be told. Of the servers of one store, one makes messages of a webhook's events (it holds
 * a lease), and any sends them. A message is made once and sent at least once.
 */
export class Deliverer {
  readonly #id = crypto.randomUUID()
  readonly #options: DelivererOptions
  readonly #running = new Map<string, Running>()
  readonly #sending = new Set<Promise<void>>()
  /** Keys that have a test under way here. */
  readonly #testing = new Set<string>()
  /** Messages on their way from here, by webhook. */
  readonly #onTheirWay = new Map<string, number>()
  /** Events whose answers failed, by webhook, and how often. */
  readonly #failed = new Map<string, { readonly position: number; readonly times: number }>()
  readonly #closing = new AbortController()
  #wake: (() => void) | undefined
  #isWoken = false
  #loop: Promise<void> | undefined
  #claimedAt = -Infinity
  #prunedAt = -Infinity

  constructor(options: DelivererOptions) {
    this.#options = options
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  /** Ends what runs, waits for what is being sent, and leaves the rest to the other servers. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#wake?.()
    for (const { controller } of this.#running.values()) controller.abort()
    await this.#loop
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
    await Promise.all(this.#sending)
    if (this.#loop)
      await releaseWebhooks(this.#options.pool, this.#id).catch((error: unknown) =>
        this.#options.onUnexpected(error),
      )
  }

  /** Has it look at once: something was made or is due. */
  wake({ claim = false } = {}): void {
    if (claim) this.#claimedAt = -Infinity
    this.#isWoken = true
    this.#wake?.()
  }

  /** Where messages may go. */
  get targets(): Targets {
    return this.#options.sending
  }

  /**
   * Whether a key's subscription would be told anything: it is asked as it will be, but for no event.
   * @returns its document
   * @throws UnwindError of the document, its price, its variables and its arguments
   */
  async check(asked: Asked, caller: Caller): Promise<DocumentNode> {
    const { admission, hub, contextOf } = this.#options
    const question = this.#read(asked, caller)
    fieldOf(question.document, asked.operationName)
    admission.priceOf(question, caller)
    const stream = { hub, signal: AbortSignal.abort(), isTaken: () => true }
    for await (const _ of await eventsOf(this.#argsOf(question, asked, contextOf(caller, stream)))) break
    return question.document
  }

  /** Sends a message that says it is a test, once, and tells how it went; nothing of it is kept. */
  async test(webhook: WebhookRow): Promise<Attempt> {
    const { now } = this.#options
    const body = bodyOf(TEST, now(), { data: { webhook: webhook.id } })
    if (this.#testing.has(webhook.keyId))
      throw new UnwindError('WEBHOOK_TEST_RUNNING', 'A test of this key is under way: wait for its end.')
    this.#testing.add(webhook.keyId)
    try {
      return await this.#send(webhook, messageId(), body, TEST_TIMEOUT_MS)
    } finally {
      this.#testing.delete(webhook.keyId)
    }
  }

  async #run(): Promise<void> {
    const { everyMs = EVERY_MS, onUnexpected } = this.#options
    let isFailing = false
    while (!this.#closing.signal.aborted) {
      try {
        await this.#claim()
        await this.#sendDue()
        await this.#prune()
        isFailing = false
      } catch (error) {
        // Once for the same trouble: the store may be away for long.
        if (!isFailing) onUnexpected(error)
        isFailing = true
      }
      await this.#rest(everyMs)
    }
  }

  #rest(ms: number): Promise<void> {
    if (this.#isWoken || this.#closing.signal.aborted) {
      this.#isWoken = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      this.#wake = () => {
        clearTimeout(timer)
        this.#isWoken = false
        resolve()
      }
    })
  }

  /** Takes webhooks that nobody has, keeps its own, and lets go of those that are no longer its own. */
  async #claim(): Promise<void> {
    const { everyMs = EVERY_MS } = this.#options
    if (performance.now() - this.#claimedAt < LOOKS_A_CLAIM * everyMs) return
    this.#claimedAt = performance.now()
    const { pool, now } = this.#options
    const positions = new Map([...this.#running].map(([id, { position }]) => [id, position]))
    const claimed = await claimWebhooks(pool, this.#id, LEASE_MS, positions, now())
    const ids = new Set(claimed.map(({ id }) => id))
    for (const [id, { controller }] of this.#running) if (!ids.has(id)) controller.abort()
    for (const webhook of claimed) if (!this.#running.has(webhook.id)) this.#follow(webhook)
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
          // What was cut from the log meanwhile the next look tells; what else is wrong with a document stays wrong.
          if (error instanceof UnwindError && !isTooOld(error))
            await disableWebhook(this.#options.pool, webhook.id, 'DOCUMENT', this.#options.now())
          else if (!controller.signal.aborted) this.#options.onUnexpected(error)
        } finally {
          this.#running.delete(webhook.id)
        }
      }),
    }
    this.#running.set(webhook.id, running)
  }

  /** Makes messages of a webhook's events, as they come, until the lease is another's. */
  async #makeMessages(running: Running): Promise<void> {
    const { pool, hub, now, callerOf, contextOf } = this.#options
    const { webhook, controller } = running
    const caller = await callerOf(webhook.keyId)
    if (!caller) return
    await hub.start()
    await this.#skipGap(running)
    const stream = {
      hub,
      signal: controller.signal,
      isTaken: () => true,
      after: encodeStreamCursor(running.position),
      onPassed: (last: number) => {
        running.position = last
      },
    }
    const args = this.#argsOf(this.#read(webhook, caller), webhook, contextOf(caller, stream))
    for await (const event of await eventsOf(args)) {
      const position = decodeStreamCursor(Object.values(event)[0]!.cursor)
      const messages = await this.#messagesOf(args, event)
      if (messages.some(({ hasFailed }) => hasFailed) && !this.#isToldAsFailed(webhook.id, position)) return
      if (!(await insertDeliveries(pool, webhook.id, this.#id, position, messages, now()))) return
      running.position = position
      this.wake()
      await this.#waitForRoom(running)
    }
  }

  /**
   * The document of a webhook.
   * @throws UnwindError when it is none, or none that its key may run
   */
  #read(asked: Asked, caller: Caller): Question {
    const read = this.#options.admission.read(asked, caller)
    if ('document' in read) return read
    throw new InputError(read[0]?.message ?? 'The document is not valid.', {
      reason: 'INVALID_DOCUMENT',
      argument: ['input', 'query'],
      accepted: 'a document of the schema',
    })
  }

  #argsOf({ document, variables }: Question, { operationName }: Asked, contextValue: Context): ExecutionArgs {
    return {
      schema: this.#options.schema,
      document,
      variableValues: variables,
      operationName: operationName ?? null,
      contextValue,
    }
  }

  /** Tells what is no longer kept: a receiver must know that there is a hole. */
  async #skipGap(running: Running): Promise<void> {
    const { pool, hub, now } = this.#options
    const first = (await hub.findEnds())?.first
    if (first === undefined || running.position >= first - 1) return
    const data = { after: encodeStreamCursor(running.position), until: encodeStreamCursor(first - 1) }
    const message = { id: messageId(), type: GAP, payload: bodyOf(GAP, now(), { data }) }
    await insertDeliveries(pool, running.webhook.id, this.#id, first - 1, [message], now())
    running.position = first - 1
    this.wake()
  }

  /** What the document says of an event, in messages of a bounded number of records. */
  async #messagesOf(args: ExecutionArgs, event: Event): Promise<(DeliveryToKeep & { hasFailed: boolean })[]> {
    const { formatError, now } = this.#options
    const messages: (DeliveryToKeep & { hasFailed: boolean })[] = []
    for (const part of partsOf(event)) {
      const { data, errors } = await execute({ ...args, rootValue: part })
      const told = errors?.map((error: GraphQLError) => formatError(error.toJSON(), error))
      const hasFailed = told?.some(({ extensions }) => PASSING.has(String(extensions?.code))) ?? false
      const type = Object.keys(part)[0]!
      messages.push({
        id: messageId(),
        hasFailed,
        type,
        payload: bodyOf(type, now(), { data, ...(told ? { errors: told } : {}) }),
      })
    }
    return messages
  }

  /** An event whose answer failed for the moment is looked at again with the next claim, so often; then its errors are told. */
  #isToldAsFailed(webhookId: string, position: number): boolean {
    const before = this.#failed.get(webhookId)
    const times = before?.position === position ? before.times + 1 : 1
    this.#failed.set(webhookId, { position, times })
    return times >= MOST_FAILED
  }

  async #waitForRoom({ webhook, controller }: Running): Promise<void> {
    while (!controller.signal.aborted) {
      const waiting = await countPending(this.#options.pool, webhook.id, MOST_PENDING)
      if (waiting < MOST_PENDING) return
      const pauseMs = this.#options.everyMs ?? EVERY_MS
      await sleep(pauseMs, undefined, { signal: controller.signal, ref: false }).catch(() => undefined)
    }
  }

  async #sendDue(): Promise<void> {
    const { pool, now, sending } = this.#options
    const limit = MOST_SENDING - this.#sending.size
    if (limit <= 0) return
    const due = await takeDue(
      pool,
      {
        limit,
        perWebhook: MOST_TO_ONE,
        againAfterMs: 2 * sending.timeoutMs,
        busy: [...this.#onTheirWay].filter(([, count]) => count >= MOST_TO_ONE).map(([id]) => id),
      },
      now(),
    )
    for (const message of due) {
      const { webhookId } = message
      this.#onTheirWay.set(webhookId, (this.#onTheirWay.get(webhookId) ?? 0) + 1)
      const sent = this.#deliver(message)
        .catch((error: unknown) => this.#options.onUnexpected(error))
        .finally(() => {
          this.#sending.delete(sent)
          const left = (this.#onTheirWay.get(webhookId) ?? 1) - 1
          if (left > 0) this.#onTheirWay.set(webhookId, left)
          else this.#onTheirWay.delete(webhookId)
        })
      this.#sending.add(sent)
    }
  }

  async #deliver(due: Due): Promise<void> {
    const { pool } = this.#options
    const webhook = await findWebhook(pool, due.webhookId)
    if (!webhook) return
    const sent = await this.#send(webhook, due.id, due.payload)
    await keepAttempt(pool, due, sent, outcomeOf(webhook, due.tries, sent, Math.random()))
    // What waited for this one; a receiver that fails is asked once a look.
    if (sent.failure === null) this.wake()
  }

  async #send({ id, url }: WebhookRow, message: string, body: string, timeoutMs = Infinity): Promise<Sent> {
    const { pool, now, sending } = this.#options
    const at = now()
    const secrets = await getSecrets(pool, id, at)
    const options = { ...sending, timeoutMs: Math.min(sending.timeoutMs, timeoutMs) }
    return send(url, signedHeaders(message, at, body, secrets), body, at, options)
  }

  async #prune(): Promise<void> {
    if (performance.now() - this.#prunedAt < PRUNE_MS) return
    this.#prunedAt = performance.now()
    await pruneDeliveries(this.#options.pool, this.#options.now())
  }
}

/** What a subscription is told: its field, with a cursor and one list of records. */
type Event = Readonly<Record<string, { readonly cursor: string } & Readonly<Record<string, unknown>>>>

/** An event with many records as several with few. */
function partsOf(event: Event): Event[] {
  const [field, value] = Object.entries(event)[0]!
  const [name, records] = Object.entries(value).find((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  )!
  return Array.from({ length: Math.ceil(records.length / RECORDS_A_MESSAGE) }, (_, at) => ({
    [field]: { ...value, [name]: records.slice(at * RECORDS_A_MESSAGE, (at + 1) * RECORDS_A_MESSAGE) },
  }))
}

const isTooOld = (error: unknown): boolean =>
  error instanceof InputError && error.fault.reason === 'CURSOR_TOO_OLD'

/** @throws UnwindError for what is no subscription of the schema, or is not known to it */
async function eventsOf(args: ExecutionArgs): Promise<AsyncIterable<Event>> {
  const events = await createSourceEventStream(args)
  if (Symbol.asyncIterator in events) return events as AsyncIterable<Event>
  const [error] = events.errors ?? []
  throw error?.originalError instanceof UnwindError
    ? error.originalError
    : new InputError(error?.message ?? 'The document is no subscription.', {
        reason: 'WEBHOOK_QUERY',
        argument: ['input', 'query'],
        accepted: 'a document of the schema, with its variables',
      })
}

const messageId = (): string => `msg_${crypto.randomBytes(15).toString('base64url')}`

const bodyOf = (type: string, at: Date, content: object): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), ...content })

/** How a message and its webhook fare after a try. */
export function outcomeOf(
  { failingSince }: Pick<WebhookRow, 'failingSince'>,
  tries: number,
  { at, failure, status, askedMs }: Sent,
  chance: number,
): Outcome {
  if (failure === null) return { state: 'DELIVERED', nextAt: at }
  if (status === 410) return { state: 'DEAD', nextAt: at, disable: 'GONE' }
  const pauseMs = pauseAfter(tries, askedMs, chance)
  const hasFailedForLong = failingSince !== null && at.getTime() - failingSince.getTime() > FAILING_FOR_MS
  return {
    ...(pauseMs === undefined || tries >= MOST_TRIES
      ? { state: 'DEAD', nextAt: at }
      : { state: 'PENDING', nextAt: new Date(at.getTime() + pauseMs) }),
    ...(hasFailedForLong ? { disable: 'FAILING' as const } : {}),
  }
}
