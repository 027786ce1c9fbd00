import { Client, CombinedError, fetchExchange, subscriptionExchange, type OperationResult } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { createClient, type Client as SocketClient } from 'graphql-ws/client'
import { MOST_AT_ONCE } from './atOnce.ts'
import { rootUrl } from './router.ts'

/** A document with the types of its answer and variables, as src/page/generated holds them. */
export interface TypedDocument<Answer, Variables> {
  toString(): string
  readonly __apiType?: (variables: Variables) => Answer
}

/** Why an answer did not come, in the reader's terms. */
export type Trouble =
  | { readonly kind: 'UNREACHABLE' }
  | {
      readonly kind: 'UNAVAILABLE'
      readonly status: number
      /** When the server says one may ask again; undefined: it does not say. */
      readonly retryAfterSeconds: number | undefined
    }
  | { readonly kind: 'RATE_LIMITED'; readonly retryAfterSeconds: number }
  | { readonly kind: 'KEY_NEEDED'; readonly message: string }
  | {
      readonly kind: 'REFUSED'
      readonly code: string
      readonly reason: string | undefined
      readonly message: string
      /** What would be taken instead, in words; undefined: not told. */
      readonly accepted: string | undefined
    }

export class TroubleError extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble) {
    super(trouble.kind)
    this.trouble = trouble
  }
}

const MOST_TRIES = 4
const KEY_NAME = 'unwind-key'
let socket: SocketClient | undefined
let client = makeClient()

/** The key that is sent with each question, kept until the tab is closed; undefined: none. */
export const findKey = (): string | undefined => sessionStorage.getItem(KEY_NAME) ?? undefined

/** Sets or clears the key. What is asked from now on is asked with it. */
export function setKey(key: string): void {
  if (key.trim() === '') sessionStorage.removeItem(KEY_NAME)
  else sessionStorage.setItem(KEY_NAME, key.trim())
  void socket?.dispose()
  client = makeClient()
}

export const keyHeaders = (): Record<string, string> => {
  const key = findKey()
  return key ? { authorization: `Bearer ${key}` } : {}
}

/** SHA-256 in hex; "" where the browser has none, as on a page that came without TLS from another machine: the text is sent then. */
async function hashOf(query: string): Promise<string> {
  if (!globalThis.isSecureContext) return ''
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(query)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function makeClient(): Client {
  const url = new URL('graphql', rootUrl())
  const webSocketUrl = new URL(url)
  webSocketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  socket = createClient({
    url: webSocketUrl.href,
    lazy: true,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    connectionParams: keyHeaders,
  })
  const current = socket
  return new Client({
    url: url.href,
    preferGetMethod: false,
    exchanges: [
      persistedExchange({ preferGetForPersistedQueries: 'within-url-limit', generateHash: hashOf }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: current.subscribe<Record<string, unknown>>(
              { query, ...(variables ? { variables } : {}) },
              {
                next: (value) => sink.next(value as never),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
    // A question by GET needs a header that no foreign page could send.
    fetchOptions: () => ({ headers: { 'apollo-require-preflight': 'true', ...keyHeaders() } }),
  })
}

/**
 * Asks a question: the text by its hash over GET, with the text where the server does not know it yet, by POST where it is long.
 * @param signal once it is given, the answer is not waited for, and never comes
 * @throws TroubleError
 */
export async function ask<Answer, Variables extends object>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const result = await askOnce(document, variables, signal)
    if (!result.error) return result.data!
    const trouble = troubleOf(result.error)
    // A server that is busy for a moment says when to come back.
    const seconds = trouble.kind === 'UNAVAILABLE' ? trouble.retryAfterSeconds : undefined
    if (seconds === undefined || tries >= MOST_TRIES || signal?.aborted) throw new TroubleError(trouble)
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  }
}

let atOnce = 0
const waiting: (() => void)[] = []

/** Does some work when its turn comes; its turn ends with its result, or when `signal` is aborted. */
function inTurn<T>(signal: AbortSignal | undefined, work: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve) => {
    const begin = () => {
      if (signal?.aborted) return next()
      let hasEnded = false
      const end = () => {
        if (hasEnded) return
        hasEnded = true
        atOnce--
        next()
      }
      atOnce++
      signal?.addEventListener('abort', end, { once: true })
      work((value) => {
        end()
        resolve(value)
      })
    }
    const next = () => {
      if (atOnce < MOST_AT_ONCE) waiting.shift()?.()
    }
    waiting.push(begin)
    next()
  })
}

/** Stays without an end when `signal` ends it. */
function askOnce<Answer, Variables extends object>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<OperationResult<Answer>> {
  return inTurn(signal, (resolve) => {
    const asking = client
      .query<Answer, Record<string, unknown>>(document.toString(), variables as Record<string, unknown>)
      .subscribe((answered) => {
        resolve(answered)
        // Who goes on listening would be handed this answer again the next time, in place of a new one.
        queueMicrotask(() => asking.unsubscribe())
      })
    // The client cuts a request that nobody waits for any more: one that two have asked goes on for the other.
    signal?.addEventListener('abort', () => asking.unsubscribe())
  })
}

/** Listens until the returned function is called. `onTrouble` is told when the server refuses; a lost connection is made again by itself. */
export function listen<Answer, Variables extends object>(
  document: TypedDocument<Answer, Variables>,
  variables: Variables,
  onAnswer: (answer: Answer) => void,
  onTrouble: (trouble: Trouble) => void = () => undefined,
): () => void {
  const listening = client
    .subscription<Answer, Record<string, unknown>>(document.toString(), variables as Record<string, unknown>)
    .subscribe(({ data, error }) => {
      if (error) onTrouble(troubleOf(error))
      else if (data) onAnswer(data)
    })
  return () => listening.unsubscribe()
}

/** Tells whether the socket is open, from now on until the returned function is called. */
export function watchSocket(onState: (isOpen: boolean) => void): () => void {
  const stops = [socket!.on('connected', () => onState(true)), socket!.on('closed', () => onState(false))]
  return () => {
    for (const stop of stops) stop()
  }
}

const unavailable = (response: Response): Trouble => ({
  kind: 'UNAVAILABLE',
  status: response.status,
  retryAfterSeconds: Number(response.headers.get('retry-after')) || undefined,
})

export function troubleOf(error: CombinedError): Trouble {
  const response = error.response as Response | undefined
  const [first] = error.graphQLErrors
  const code = typeof first?.extensions.code === 'string' ? first.extensions.code : undefined
  if (response?.status === 429 || code === 'RATE_LIMITED')
    return {
      kind: 'RATE_LIMITED',
      retryAfterSeconds: Number(response?.headers.get('retry-after') ?? 60) || 60,
    }
  if (response?.status === 401 || code === 'UNAUTHENTICATED')
    return { kind: 'KEY_NEEDED', message: first?.message ?? 'This server asks for a key.' }
  // It has more to do than it can, or is not there: another time it may answer.
  if (response && response.status >= 500) return unavailable(response)
  if (first && code)
    return {
      kind: 'REFUSED',
      code,
      reason: typeof first.extensions.reason === 'string' ? first.extensions.reason : undefined,
      message: first.message,
      accepted: typeof first.extensions.accepted === 'string' ? first.extensions.accepted : undefined,
    }
  if (response && response.status >= 400) return unavailable(response)
  return { kind: 'UNREACHABLE' }
}

/**
 * The table of a question's answer as a file of CSV.
 * @throws TroubleError
 */
export async function exportCsv(query: string, variables: object): Promise<Blob> {
  const response = await fetch(new URL('export', rootUrl()), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeaders() },
    body: JSON.stringify({ query, variables, format: 'CSV' }),
  }).catch(() => {
    throw new TroubleError({ kind: 'UNREACHABLE' })
  })
  if (response.ok) return response.blob()
  const body = (await response.json().catch(() => ({}))) as { errors?: Record<string, unknown>[] }
  throw new TroubleError(troubleOf(new CombinedError({ graphQLErrors: body.errors ?? [], response })))
}
