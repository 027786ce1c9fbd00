import type { z } from 'zod'
import { messageOf } from '../lib/errors.ts'
import { pause } from '../lib/pause.ts'
import {
  BadAnswerError,
  DEFAULT_RETRY_POLICY,
  findRetryAfterMs,
  retryPolicyOf,
  withRetries,
  type Failure,
  type RetryPolicy,
} from './retry.ts'

export interface JsonClientOptions {
  readonly baseUrl?: string | undefined
  /** For a whole answer, its body too. */
  readonly timeoutMs?: number | undefined
  readonly retries?: number | undefined
  readonly backoffMs?: number | undefined
  readonly maxWaitMs?: number | undefined
  readonly now?: (() => Date) | undefined
}

/** What one house adds to plain HTTP. */
export interface JsonHouse {
  /** In errors, e.g. "coinglass". */
  readonly name: string
  readonly baseUrl: string
  readonly headers?: Readonly<Record<string, string>>
  /** What must get out through nothing: not an error, not a record. */
  readonly secrets?: readonly string[]
  /** A refusal that comes in a body, whatever the HTTP status says; undefined: it is none. */
  readonly findRefusal?: (body: unknown) => { readonly status: number; readonly message: string } | undefined
  /** How long the next request must wait, by the headers of any answer. */
  readonly restMsOf?: (headers: Headers) => number
}

/** An answer that says no, by its HTTP status or in its body. */
class RefusedError extends Error {
  readonly status: number
  readonly waitMs: number | undefined
  constructor(status: number, message: string, waitMs: number | undefined) {
    super(message)
    this.status = status
    this.waitMs = waitMs
  }
}

/** Houses that answer with JSON and have no client worth keeping: fetch with our retries, our timeout and no way out for a key. */
export class JsonClient {
  readonly #house: JsonHouse
  readonly #baseUrl: string
  readonly #policy: RetryPolicy
  readonly #timeoutMs: number
  readonly #now: () => Date
  /** By the process's own clock: until then no request is sent. */
  #restUntil = 0

  constructor(house: JsonHouse, options: JsonClientOptions) {
    this.#house = house
    this.#baseUrl = options.baseUrl ?? house.baseUrl
    this.#policy = retryPolicyOf(options, { ...DEFAULT_RETRY_POLICY, backoffMs: 2_000 })
    this.#timeoutMs = options.timeoutMs ?? 20_000
    this.#now = options.now ?? (() => new Date())
  }

  /**
   * One GET, read with `schema`. JSON numbers are read as doubles, which such houses reckon with themselves.
   * @throws SourceError SOURCE_UNAVAILABLE, SOURCE_RATE_LIMITED, SOURCE_BAD_ANSWER, SOURCE_REFUSED
   */
  get<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const url = new URL(`${this.#baseUrl}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return withRetries(
      `${this.#house.name} ${path}`,
      async () => {
        await pause(this.#restUntil - performance.now(), signal)
        const parsed = schema.safeParse(await this.#fetch(url, signal))
        if (!parsed.success) throw new BadAnswerError('the answer has another shape than documented')
        return parsed.data
      },
      (error) => this.#judge(error),
      this.#policy,
      signal,
    )
  }

  async #fetch(url: URL, signal: AbortSignal): Promise<unknown> {
    const { headers = {}, secrets = [], findRefusal, restMsOf } = this.#house
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]),
      // A redirect to another host would take a header of our own along.
      redirect: secrets.length === 0 ? 'follow' : 'error',
    })
    const restMs = restMsOf?.(response.headers) ?? 0
    if (restMs > 0) this.#restUntil = performance.now() + restMs
    const waitMs = findRetryAfterMs(response.headers.get('retry-after'), this.#now())
    // Before it is read: a key that an answer repeats can then be in no record either.
    const text = this.#redact(await response.text())
    if (!response.ok) throw new RefusedError(response.status, `HTTP ${response.status}: ${text}`, waitMs)
    const body: unknown = JSON.parse(text)
    const refusal = findRefusal?.(body)
    if (refusal) throw new RefusedError(refusal.status, refusal.message, waitMs)
    return body
  }

  #judge(error: unknown): Failure {
    const message = this.#redact(sayingOf(error, this.#timeoutMs)).slice(0, 300)
    // The error itself may hold what came or what was sent.
    const cause = new Error(message)
    if (error instanceof BadAnswerError || error instanceof SyntaxError) {
      return { code: 'SOURCE_BAD_ANSWER', retry: true, message, cause }
    }
    if (error instanceof RefusedError) {
      const { status, waitMs } = error
      if (status === 429) return { code: 'SOURCE_RATE_LIMITED', retry: true, waitMs, message, cause }
      if (status < 500 && status !== 408) return { code: 'SOURCE_REFUSED', retry: false, message, cause }
      return { code: 'SOURCE_UNAVAILABLE', retry: true, waitMs, message, cause }
    }
    return { code: 'SOURCE_UNAVAILABLE', retry: true, message, cause }
  }

  #redact(text: string): string {
    return (this.#house.secrets ?? []).reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text)
  }
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function sayingOf(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `no whole answer in ${timeoutMs} ms`
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error ? `${messageOf(error)}: ${cause.message}` : messageOf(error)
}
