import { setMaxListeners } from 'node:events'
import type { Context as TraceContext } from '@opentelemetry/api'
import type pg from 'pg'
import type { Database, Queryable, Reads } from '../db.ts'
import { UnwindError } from '../lib/errors.ts'
import type { Tracing } from '../telemetry/tracing.ts'

/** A request took longer than any may: what it was at is stopped. */
export class RequestTimeoutError extends UnwindError {
  constructor(limitMs: number) {
    super(
      'REQUEST_TIMEOUT',
      `The request took longer than ${limitMs / 1_000} s and was stopped. Ask for less, or in several requests.`,
    )
  }
}

/** The connection was closed before the answer: nobody is told. */
export class ClientGoneError extends UnwindError {
  constructor() {
    super('CLIENT_GONE', 'Nobody waits for the answer any more.')
  }
}

/** One request while it is answered: how long it may go on, and what came of it for logs and metrics. */
export class RequestScope {
  readonly id: string
  /** Codes of the errors that the client was told. */
  readonly codes = new Set<string>()
  /** Units that it was charged in the end. */
  units = 0
  /** Under which span statements lie; undefined: nothing is traced. */
  trace: TraceContext | undefined
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(id: string) {
    this.id = id
    // One for each statement at work.
    setMaxListeners(0, this.#controller.signal)
  }

  /** Stops the request when so much time has passed. */
  limit(ms: number): void {
    this.#timer = setTimeout(() => this.stop(new RequestTimeoutError(ms)), ms)
  }

  /** Cancels its statements and begins no other. */
  stop(reason: UnwindError): void {
    this.#controller.abort(reason)
    this.end()
  }

  /** It was answered, or is answered for as long as the client likes. */
  end(): void {
    clearTimeout(this.#timer)
  }

  /** Why it was stopped; undefined: it goes on. */
  get stopped(): UnwindError | undefined {
    return this.#controller.signal.aborted ? (this.#controller.signal.reason as UnwindError) : undefined
  }

  /** @throws UnwindError why it was stopped */
  check(): void {
    if (this.stopped) throw this.stopped
  }

  /** Calls back once when the request is stopped; what it returns takes that back. */
  onStop(listener: () => void): () => void {
    const { signal } = this.#controller
    signal.addEventListener('abort', listener, { once: true })
    return () => signal.removeEventListener('abort', listener)
  }

  /**
   * What some work comes to, unless the request is stopped before.
   * @throws UnwindError why it was stopped; whatever the work throws
   */
  async orStopped<T>(work: () => Promise<T>): Promise<T> {
    this.check()
    let forget: (() => void) | undefined
    const stop = new Promise<never>((_, reject) => {
      // Always one of ours, see `stop`.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      forget = this.onStop(() => reject(this.stopped))
    })
    try {
      return await Promise.race([work(), stop])
    } finally {
      forget?.()
    }
  }
}

const CANCEL_AGAIN_MS = 250

/** On whose behalf a connection is at work: its statements are logged with the request's id. */
const owners = new WeakMap<object, RequestScope>()

export const ownerOf = (client: object): RequestScope | undefined => owners.get(client)

/** The store as one request reads it: its statements end with it. What several requests share is read through the pool itself. */
export function readsOf(database: Database, scope: RequestScope, tracing: Tracing | undefined): Reads {
  return { prisma: database.prisma, pool: { query: queryFor(database, scope, tracing) } }
}

function queryFor(database: Database, scope: RequestScope, tracing: Tracing | undefined): Queryable['query'] {
  const query = async (...question: Parameters<pg.PoolClient['query']>) => {
    scope.check()
    const client = await database.pool.connect()
    try {
      scope.check()
    } catch (error) {
      client.release()
      throw error
    }
    // A connection that breaks fails its statement; this event would end the process.
    const ignore = () => undefined
    client.on('error', ignore)
    owners.set(client, scope)
    let hasFailed = true
    let cancelling: Promise<void> | undefined
    let again: NodeJS.Timeout | undefined
    const cancel = () => {
      // Without a connection to cancel by, PostgreSQL's own limit is what ends it.
      cancelling = database.cancel(client).catch(() => undefined)
    }
    const forget = scope.onStop(() => {
      cancel()
      // A cancellation that overtakes its statement does nothing.
      again = setInterval(cancel, CANCEL_AGAIN_MS)
    })
    const span = tracing?.startStatement(textOf(question[0]), scope.trace)
    try {
      const result = await (client.query(...question) as unknown as Promise<pg.QueryResult>)
      span?.end(result.rowCount)
      hasFailed = false
      return result
    } catch (error) {
      span?.fail(error)
      throw scope.stopped ?? error
    } finally {
      forget()
      clearInterval(again)
      // The connection must not be another's when the cancellation comes to it.
      await cancelling
      owners.delete(client)
      client.off('error', ignore)
      client.release(hasFailed || cancelling !== undefined)
    }
  }
  return query as Queryable['query']
}

const textOf = (question: unknown): string =>
  typeof question === 'string' ? question : (question as { text: string }).text
