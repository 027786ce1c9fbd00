import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { retryAfterMs } from './retries.ts'
import type { Attempt, Failure } from './record.ts'
import { AddressRefusedError, checkLiteral, guardLookup, type Targets } from './target.ts'

export interface SendOptions extends Targets {
  /** From the first byte sent to the last one heard. */
  readonly timeoutMs: number
  /** Authorities beside the well-known ones, PEM. */
  readonly ca?: string
}

export interface Sent extends Attempt {
  /** What the receiver asked to be left alone for, ms. */
  readonly askedMs: number
}

/** Characters of an answer that are kept, and bytes that are read. */
const KEPT_CHARACTERS = 1_000
const READ_BYTES = 4_000

/** Posts a message once. Never rejects: what went wrong is in the result. Redirections are not followed. */
export async function send(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  at: Date,
  options: SendOptions,
): Promise<Sent> {
  const began = performance.now()
  const done = (more: Pick<Attempt, 'status' | 'failure' | 'response'>, askedMs = 0): Sent => ({
    at,
    durationMs: Math.round(performance.now() - began),
    ...more,
    askedMs,
  })
  try {
    const response = await post(new URL(target), headers, body, options)
    const status = response.statusCode ?? 0
    const failure = status >= 200 && status < 300 ? null : 'STATUS'
    return done(
      { status, failure, response: response.text },
      retryAfterMs(response.headers['retry-after'], at),
    )
  } catch (error) {
    return done({ status: null, failure: failureOf(error), response: null })
  }
}

async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: SendOptions,
): Promise<IncomingMessage & { text: string }> {
  checkLiteral(url, options)
  const signal = AbortSignal.timeout(options.timeoutMs)
  const isPlain = url.protocol === 'http:'
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (isPlain ? http : https).request(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Unwind-Webhooks/1',
      },
      // A connection of its own: an address that was allowed is not kept for later.
      agent: false,
      lookup: guardLookup(options, isPlain),
      signal,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    })
    request.on('response', resolve).on('error', (error) => reject(signal.aborted ? timedOut() : error))
    request.end(body)
  })
  return Object.assign(response, { text: await beginningOf(response, signal) })
}

/** The beginning of an answer; the rest is not read. */
async function beginningOf(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part)
      if ((bytes += part.length) >= READ_BYTES) break
    }
  } catch (error) {
    if (signal.aborted) throw timedOut()
    throw error
  } finally {
    response.destroy()
  }
  // PostgreSQL keeps no text with a zero in it.
  return Buffer.concat(parts).toString('utf8').replaceAll('\0', '').slice(0, KEPT_CHARACTERS)
}

const timedOut = () => Object.assign(new Error('No answer in time.'), { code: 'TIMED_OUT' })

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/

function failureOf(error: unknown): Failure {
  if (error instanceof AddressRefusedError) return 'ADDRESS_REFUSED'
  const code = String((error as { code?: unknown }).code)
  if (code === 'TIMED_OUT' || code === 'ETIMEDOUT') return 'TIMEOUT'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'NAME_UNKNOWN'
  return TLS.test(code) ? 'TLS' : 'CONNECTION'
}
