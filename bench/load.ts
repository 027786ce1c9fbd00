import { fork } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { questionsOf } from './measures.ts'

export interface Reply {
  readonly status: number
  /** From the call to the last byte. */
  readonly ms: number
  readonly retryAfter: string | undefined
}

export interface Offer {
  /** Clients, each with one request at a time. */
  readonly clients: number
  readonly seconds: number
  /** Requests a second of all clients together; undefined: each asks as soon as it is answered. */
  readonly requestsPerSecond?: number
}

/** A server is given no longer than this for a reply: one that takes it hangs. */
const HANGS_MS = 30_000

/** Asks in turn, from so many clients at once. A reply that does not come throws. */
export async function offer(url: string, bodies: readonly string[], options: Offer): Promise<Reply[]> {
  const { clients, seconds, requestsPerSecond } = options
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
  const replies: Reply[] = []
  const pauseMs = requestsPerSecond === undefined ? 0 : (clients / requestsPerSecond) * 1_000
  const end = performance.now() + seconds * 1_000
  let turn = 0
  const ask = async (at: number) => {
    // The clients of a paced load spread over the first pause.
    let due = performance.now() + (pauseMs * at) / clients
    while (performance.now() < end) {
      const wait = due - performance.now()
      if (wait > 0) await sleep(Math.min(wait, end - performance.now()))
      if (performance.now() >= end) return
      replies.push(await post(url, bodies[turn++ % bodies.length]!, agent))
      due = Math.max(due + pauseMs, performance.now())
    }
  }
  try {
    await Promise.all(Array.from({ length: clients }, (_, at) => ask(at)))
  } finally {
    agent.destroy()
  }
  return replies
}

/** One question for each of so many clients, all at once. */
export async function burst(url: string, bodies: readonly string[], clients: number): Promise<Reply[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
  try {
    return await Promise.all(
      Array.from({ length: clients }, (_, at) => post(url, bodies[at % bodies.length]!, agent)),
    )
  } finally {
    agent.destroy()
  }
}

function post(url: string, body: string, agent: http.Agent): Promise<Reply> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const request = http.request(url, { method: 'POST', agent, headers, timeout: HANGS_MS }, (response) => {
      response.resume()
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode!,
          ms: performance.now() - began,
          retryAfter: response.headers['retry-after'],
        }),
      )
    })
    request.once('timeout', () => request.destroy(new Error(`No reply in ${HANGS_MS} ms.`)))
    request.once('error', reject)
    request.end(body)
  })
}

export interface LoadSummary {
  readonly requests: number
  readonly accepted: number
  readonly shed: number
  /** Neither answered nor told to come again. */
  readonly failed: number
  /** Of those that were accepted, ms. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export function summarise(replies: readonly Reply[]): LoadSummary {
  const isShed = ({ status }: Reply) => status === 503 || status === 429
  const times = replies
    .filter(({ status }) => status === 200)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b)
  const percentile = (part: number) => times[Math.max(0, Math.ceil(times.length * part) - 1)] ?? NaN
  return {
    requests: replies.length,
    accepted: times.length,
    shed: replies.filter(isShed).length,
    failed: replies.filter((reply) => reply.status !== 200 && !isShed(reply)).length,
    p50: percentile(0.5),
    p99: percentile(0.99),
    max: times.at(-1) ?? NaN,
  }
}

export const HEAVY_BODIES: readonly string[] = Object.values(
  questionsOf('2025-08-25T00:00:00Z', '2025-09-24T00:00:00Z'),
).map((query) => JSON.stringify({ query }))

export interface LoadFigures {
  readonly requestsPerSecond: number
  readonly atTwice: LoadSummary
  readonly atOnce: LoadSummary
}

/** What our server answers in a second of heavy questions, and what it makes of 200 clients that ask for twice as much. */
export async function measureLoad(storeUrl: string, seconds: number): Promise<LoadFigures> {
  const child = fork(path.resolve(import.meta.dirname, 'contestants/unwind.ts'), [storeUrl], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message: { port: number }) => resolve(message.port))
      child.once('exit', () => reject(new Error('The server ended.')))
    })
    const url = `http://127.0.0.1:${port}/graphql`
    await offer(url, HEAVY_BODIES, { clients: 2, seconds: 3 })
    const capacity = await offer(url, HEAVY_BODIES, { clients: 3, seconds })
    const requestsPerSecond = capacity.filter(({ status }) => status === 200).length / seconds
    const atTwice = await offer(url, HEAVY_BODIES, {
      clients: 200,
      seconds,
      requestsPerSecond: 2 * requestsPerSecond,
    })
    const atOnce = await burst(url, HEAVY_BODIES, 200)
    return { requestsPerSecond, atTwice: summarise(atTwice), atOnce: summarise(atOnce) }
  } finally {
    child.kill()
  }
}

export function loadTable({ requestsPerSecond, atTwice, atOnce }: LoadFigures): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const row = (name: string, { requests, accepted, shed, failed, p50, p99, max }: LoadSummary) =>
    line([
      name,
      requests,
      accepted,
      `${((100 * shed) / requests).toFixed(0)} %`,
      failed,
      ...[p50, p99, max].map((ms) => ms.toFixed(0)),
    ])
  return [
    `Series of 30 days by the hour, by venue, in turn of nine measures: ${requestsPerSecond.toFixed(0)} are answered a second.`,
    '',
    line(['', 'requests', 'accepted', 'told 503', 'failed', 'p50 ms', 'p99 ms', 'longest ms']),
    line(['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:']),
    row('200 clients, twice of it', atTwice),
    row('200 at the same moment', atOnce),
  ]
}
