import Coingecko, { APIError } from '@coingecko/coingecko-typescript'
import type { z } from 'zod'
import { messageOf } from '../../lib/errors.ts'
import {
  BadAnswerError,
  DEFAULT_RETRY_POLICY,
  findRetryAfterMs,
  retryPolicyOf,
  withRetries,
  type Failure,
  type RetryPolicy,
} from '../retry.ts'

export interface CoingeckoOptions {
  readonly demoKey?: string | undefined
  readonly proKey?: string | undefined
  /** CoinGecko's address of the plan that the key is for, unless given. */
  readonly baseUrl?: string
  /** For a whole answer, its body too. */
  readonly timeoutMs?: number
  readonly retries?: number
  readonly backoffMs?: number
  readonly maxWaitMs?: number
  readonly now?: () => Date
}

const PRO_URL = 'https://pro-api.coingecko.com/api/v3'
const PUBLIC_URL = 'https://api.coingecko.com/api/v3'

interface RequestOptions {
  signal: AbortSignal
}

/** CoinGecko's SDK with our retries, our timeout and no way for a key to get out through an error. */
export class CoingeckoClient {
  readonly hasProKey: boolean
  readonly #sdk: Coingecko
  readonly #keys: readonly string[]
  readonly #policy: RetryPolicy
  readonly #timeoutMs: number
  readonly #now: () => Date

  constructor(options: CoingeckoOptions) {
    const { demoKey, proKey, timeoutMs = 20_000 } = options
    this.hasProKey = proKey !== undefined
    this.#keys = [demoKey, proKey].filter((key) => key !== undefined)
    this.#policy = retryPolicyOf(options, { ...DEFAULT_RETRY_POLICY, backoffMs: 2_000 })
    this.#timeoutMs = timeoutMs
    this.#now = options.now ?? (() => new Date())
    this.#sdk = new Coingecko({
      proAPIKey: proKey ?? null,
      demoAPIKey: proKey === undefined ? (demoKey ?? null) : null,
      baseURL: options.baseUrl ?? (proKey === undefined ? PUBLIC_URL : PRO_URL),
      // The SDK wants a key; without one it must be told so for one header.
      ...(this.#keys.length === 0 ? { defaultHeaders: { 'x-cg-pro-api-key': null } } : {}),
      timeout: timeoutMs,
      // Ours: they know a body that is cut short, a wait that is too long, and our signal.
      maxRetries: 0,
      logLevel: 'off',
    })
  }

  /**
   * One request, read with `schema`.
   * @throws SourceError SOURCE_UNAVAILABLE, SOURCE_RATE_LIMITED, SOURCE_BAD_ANSWER, SOURCE_REFUSED
   */
  request<T>(
    what: string,
    send: (sdk: Coingecko, options: RequestOptions) => Promise<unknown>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return withRetries(
      `coingecko ${what}`,
      async () => {
        const timed = AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)])
        const parsed = schema.safeParse(await send(this.#sdk, { signal: timed }))
        if (!parsed.success) throw new BadAnswerError('the answer has another shape than documented')
        return parsed.data
      },
      (error) => this.#judge(error),
      this.#policy,
      signal,
    )
  }

  #judge(error: unknown): Failure {
    const message = this.#redact(messageOf(error)).slice(0, 300)
    // The SDK's own error is not kept as the cause: it carries the answer's headers and body as they came.
    const cause = new Error(message)
    if (error instanceof BadAnswerError || error instanceof SyntaxError) {
      return { code: 'SOURCE_BAD_ANSWER', retry: true, message, cause }
    }
    const status = error instanceof APIError ? (error.status as number | undefined) : undefined
    const headers = error instanceof APIError ? (error.headers as Headers | undefined) : undefined
    const waitMs = findRetryAfterMs(headers?.get('retry-after'), this.#now())
    if (status === 429) return { code: 'SOURCE_RATE_LIMITED', retry: true, waitMs, message, cause }
    if (status !== undefined && status < 500) return { code: 'SOURCE_REFUSED', retry: false, message, cause }
    return { code: 'SOURCE_UNAVAILABLE', retry: true, waitMs, message, cause }
  }

  #redact(text: string): string {
    return this.#keys.reduce((redacted, key) => redacted.replaceAll(key, '***'), text)
  }
}
