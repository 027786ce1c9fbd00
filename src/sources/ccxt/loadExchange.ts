import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Exchange } from 'ccxt'
import type { z } from 'zod'
import { HistoryError, messageOf } from '../../lib/errors.ts'
import {
  BadAnswerError,
  DEFAULT_RETRY_POLICY,
  findRetryAfterMs,
  withRetries,
  type Failure,
  type RetryPolicy,
} from '../retry.ts'

export const VENUE_CODES = [
  'binance',
  'bybit',
  'okx',
  'bitget',
  'gate',
  'hyperliquid',
  'htx',
  'deribit',
  'bitfinex',
  'krakenfutures',
  'kucoinfutures',
] as const

/** ccxt's id of a venue that Unwind reads. */
export type VenueCode = (typeof VENUE_CODES)[number]

/** How a venue's sources behave; every field has a default that is right for production. */
export interface VenueOptions {
  /** Put over ccxt's own constructor options, e.g. `{ urls: { api: … } }` to point a test at a local server. */
  readonly ccxt?: Readonly<Record<string, unknown>>
  /** ccxt's pace of requests; false only for tests. */
  readonly rateLimit?: boolean
  /** For a whole answer, its body too. */
  readonly timeoutMs?: number
  readonly retries?: number
  readonly backoffMs?: number
  readonly maxWaitMs?: number
  /** A socket that has sent nothing at all, not even a pong, for so long is dead: FEED_SILENT. */
  readonly silenceMs?: number
  /** A venue that has sent no forced order for so long, though its socket lives, is not to be believed: FEED_SILENT. */
  readonly quietMs?: number
  /** How long after the last forced order a living socket alone still counts as proof that the feed delivers. */
  readonly provenMs?: number
  /** How often an empty batch is yielded when nothing arrives. */
  readonly heartbeatMs?: number
  readonly now?: () => Date
}

export type Settings = Required<Omit<VenueOptions, 'ccxt'>> & {
  readonly ccxt: Readonly<Record<string, unknown>>
}

export function settingsOf(options: VenueOptions): Settings {
  return {
    ccxt: {},
    rateLimit: true,
    timeoutMs: 20_000,
    silenceMs: 60_000,
    quietMs: 30 * 60_000,
    provenMs: 60_000,
    heartbeatMs: 5_000,
    now: () => new Date(),
    ...DEFAULT_RETRY_POLICY,
    ...options,
  }
}

/** A ccxt exchange at work for one call of a source: it ends with the call's signal. */
export interface VenueClient {
  readonly exchange: Exchange
  readonly settings: Settings
  /**
   * Sends one request through ccxt and reads the raw answer with `schema`; retries what may pass.
   * @param what names the request in errors
   * @throws SourceError SOURCE_UNAVAILABLE, SOURCE_RATE_LIMITED, SOURCE_BAD_ANSWER, SOURCE_REFUSED
   */
  request<T>(what: string, send: () => Promise<unknown>, schema: z.ZodType<T>): Promise<T>
}

/**
 * ccxt's class of one venue, with its WebSocket half.
 *
 * `import 'ccxt'` loads all its venues: 0.33 s and 84 MB, against 0.10 s and 31 MB for one. The package's `exports`
 * name no single venue, so the file is found beside its entry point; should a later ccxt move it, the whole is loaded.
 */
async function loadVenueClass(code: VenueCode): Promise<new (config: object) => Exchange> {
  const entry = createRequire(import.meta.url).resolve('ccxt')
  const file = path.join(path.dirname(path.dirname(entry)), 'js', 'src', 'pro', `${code}.js`)
  if (existsSync(file)) {
    const module = (await import(pathToFileURL(file).href)) as { default: new (config: object) => Exchange }
    return module.default
  }
  const { pro } = await import('ccxt')
  return pro[code]
}

/** A ccxt exchange wired for us: our timeout over the whole answer, our signal, no printing, Retry-After kept. */
export async function openVenue(
  code: VenueCode,
  settings: Settings,
  signal: AbortSignal,
  config: Readonly<Record<string, unknown>> = {},
): Promise<VenueClient> {
  signal.throwIfAborted()
  const VenueClass = await loadVenueClass(code)
  const exchange = new VenueClass({
    enableRateLimit: settings.rateLimit,
    timeout: settings.timeoutMs,
    ...config,
    ...settings.ccxt,
    options: { ...(config.options as object), ...(settings.ccxt.options as object | undefined) },
  })
  // Wanted by ccxt before it opens a ws:// address; wss:// does without.
  await exchange.loadHttpProxyAgent()
  // ccxt prints frames that it can't parse to stdout; we keep them as rejections.
  exchange.log = () => {}
  // ccxt's timeout ends with the headers, so a body that stalls would wait for ever; and it knows no signal.
  exchange.fetchImplementation = (url: string, init: RequestInit) => {
    const { method, headers, body } = init
    return fetch(url, {
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
    })
  }
  // A venue limits an address, not a request: its wish to wait holds for every request of this call.
  let blockedUntil = 0
  // Bybit's handler makes a plain ExchangeError of any answer with a body, 429 and 500 too.
  const statuses = new WeakMap<Error, number>()
  const handleErrors = exchange.handleErrors.bind(exchange)
  exchange.handleErrors = (...args) => {
    const [status, , , , headers] = args as unknown as [
      number,
      string,
      string,
      string,
      Record<string, string>,
    ]
    const waitMs = status >= 400 ? findRetryAfterMs(headers['Retry-After'], settings.now()) : undefined
    if (waitMs !== undefined) blockedUntil = Math.max(blockedUntil, performance.now() + waitMs)
    try {
      return handleErrors(...args)
    } catch (error) {
      if (error instanceof Error) statuses.set(error, status)
      throw error
    }
  }
  const judge = (error: unknown) =>
    judgeCcxt(
      error,
      error instanceof Error ? (statuses.get(error) ?? 0) : 0,
      Math.max(0, blockedUntil - performance.now()),
    )
  const policy: RetryPolicy = settings
  return {
    exchange,
    settings,
    request: (what, send, schema) =>
      withRetries(
        `${code} ${what}`,
        async () => {
          const parsed = schema.safeParse(await send())
          if (!parsed.success)
            throw new BadAnswerError(`the answer has another shape: ${issueOf(parsed.error)}`)
          return parsed.data
        },
        judge,
        policy,
        signal,
      ),
  }
}

/** The first fault of a parse, short: for an error's message or a rejection's reason. */
export function issueOf(error: z.ZodError): string {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'value'}: ${issue.message}` : 'not as documented'
}

/** By the names of ccxt's error classes: importing the classes would import every venue. */
function judgeCcxt(error: unknown, status: number, waitMs: number): Failure {
  const message = messageOf(error).slice(0, 300)
  const names = classNames(error)
  const failure = { message, cause: error, waitMs }
  if (error instanceof BadAnswerError || names.has('BadResponse') || names.has('SyntaxError')) {
    return { ...failure, code: 'SOURCE_BAD_ANSWER', retry: true }
  }
  if (status === 429 || status === 418 || names.has('RateLimitExceeded') || names.has('DDoSProtection')) {
    return { ...failure, code: 'SOURCE_RATE_LIMITED', retry: true }
  }
  if (
    status >= 500 ||
    names.has('NetworkError') ||
    names.has('TimeoutError') ||
    names.has('AbortError') ||
    names.has('TypeError')
  ) {
    return { ...failure, code: 'SOURCE_UNAVAILABLE', retry: true }
  }
  // The venue understood and said no: a delisted symbol, a window it does not offer.
  return { ...failure, code: 'SOURCE_REFUSED', retry: false }
}

/** The names of an error's class and of all that it extends. */
export function classNames(error: unknown): Set<string> {
  const names = new Set<string>()
  if (error instanceof Error) names.add(error.name)
  for (
    let prototype: unknown = error;
    prototype instanceof Error;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    names.add(prototype.constructor.name)
  }
  return names
}

/** A past window that the venue does not offer; it gives what is after `offeredFrom`. */
export function historyNotOffered(message: string, offeredFrom?: Date): HistoryError {
  return new HistoryError(message, offeredFrom)
}
