import pRetry from 'p-retry'
import { SourceError, messageOf } from '../lib/errors.ts'
import { pause } from '../lib/pause.ts'

export interface RetryPolicy {
  /** Attempts after the first one. */
  readonly retries: number
  /** First pause; each further one is twice as long, with jitter, up to a minute. */
  readonly backoffMs: number
  /** A Retry-After longer than this fails at once: the run ends, and the next one tries again. */
  readonly maxWaitMs: number
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { retries: 5, backoffMs: 500, maxWaitMs: 120_000 }

/** The given values over the defaults; one that is undefined is not given. */
export function retryPolicyOf(
  { retries, backoffMs, maxWaitMs }: { [Field in keyof RetryPolicy]?: RetryPolicy[Field] | undefined },
  defaults: RetryPolicy = DEFAULT_RETRY_POLICY,
): RetryPolicy {
  return {
    retries: retries ?? defaults.retries,
    backoffMs: backoffMs ?? defaults.backoffMs,
    maxWaitMs: maxWaitMs ?? defaults.maxWaitMs,
  }
}

/** What a failed attempt means. */
export interface Failure {
  /** SOURCE_UNAVAILABLE, SOURCE_RATE_LIMITED, SOURCE_BAD_ANSWER or SOURCE_REFUSED. */
  readonly code: string
  readonly retry: boolean
  /** How long the other side asked us to wait. */
  readonly waitMs?: number | undefined
  /** What the error may say: no keys. */
  readonly message: string
  readonly cause?: unknown
}

/** An answer that came but can't be read: truncated JSON, a body of another shape. Worth a second try. */
export class BadAnswerError extends Error {}

/**
 * Runs `attempt` until it succeeds, waiting as long as the other side asks (Retry-After), else backing off.
 * @param what names the request in the error, e.g. "binance premiumIndex"
 * @param judge says what a thrown thing means
 * @throws SourceError with the failure's code and the last cause, or the signal's reason when aborted
 */
export async function withRetries<T>(
  what: string,
  attempt: () => Promise<T>,
  judge: (error: unknown) => Failure,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<T> {
  const judged = async (): Promise<T> => {
    try {
      return await abortable(attempt(), signal)
    } catch (error) {
      signal.throwIfAborted()
      throw new JudgedError(judge(error))
    }
  }
  try {
    return await pRetry(judged, {
      retries: policy.retries,
      minTimeout: policy.backoffMs,
      maxTimeout: 60_000,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) =>
        failureOf(error).retry && (failureOf(error).waitMs ?? 0) <= policy.maxWaitMs,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const { waitMs = 0, retry } = failureOf(error)
        if (!retry || retriesLeft === 0 || waitMs > policy.maxWaitMs) return
        await pause(waitMs, signal)
        signal.throwIfAborted()
      },
    })
  } catch (error) {
    signal.throwIfAborted()
    const failure = failureOf(error)
    throw new SourceError(failure.code, `${what}: ${failure.message}`, { cause: failure.cause })
  }
}

/** Settles with the promise, or rejects with the signal's reason as soon as it is aborted. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) promise.catch(() => {})
  signal.throwIfAborted()
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

/** Milliseconds that a Retry-After header asks for: seconds or an HTTP date; undefined when it can't be read. */
export function findRetryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

class JudgedError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof JudgedError) return error.failure
  return { code: 'SOURCE_UNAVAILABLE', retry: false, message: messageOf(error), cause: error }
}
