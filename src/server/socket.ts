import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { useServer } from 'graphql-ws/use/ws'
import { GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql'
import type { FastifyInstance } from 'fastify'
import proxyAddress from '@fastify/proxy-addr'
import { WebSocketServer, type WebSocket } from 'ws'
import { idOfAddress, UnauthenticatedError, type Gate } from '../access/gate.ts'
import type { Caller } from '../access/record.ts'
import { UnwindError } from '../lib/errors.ts'
import { perObject } from '../lib/perObject.ts'
import type { StreamHub } from '../stream/hub.ts'
import type { ServerMetrics } from '../telemetry/metrics.ts'
import type { Admission, Question } from './admit.ts'
import type { Context } from './context.ts'
import { formatPushed, STORE_UNAVAILABLE, toGraphQLError, type FormatError } from './errors.ts'
import type { Leave } from './load.ts'
import { CallerFullError, type Places } from './places.ts'
import { trustOf } from './proxies.ts'
import { eventsOf, subscribeOnce, textOf } from './subscribe.ts'
import { MOST_BYTES } from './transport.ts'

/** Sockets of one server, and subscriptions of one socket. */
const MOST_SOCKETS = 5_000
const MOST_SUBSCRIPTIONS = 50
/** What a client may leave untaken, bytes, and what for some seconds: beyond it is closed, and goes on from its cursor. */
const MOST_UNTAKEN = 4 * 2 ** 20
const UNTAKEN_FOR_LONG = 2 ** 20
const WATCH_MS = 1_000
const WATCHES = 3
const INIT_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 12_000

/** What goes on for long ends soon after its key does. */
export const RECHECK_MS = 60_000

/** Whether a key still opens what goes on under it; it is not ended because the store is away for a moment. */
export const stillOpens = async (gate: Gate | undefined, caller: Caller | undefined): Promise<boolean> =>
  !gate || !caller || (await gate.stillOpens(caller).catch(() => true))

/** Why a socket is closed, beside what graphql-ws itself closes it for. */
const CLOSE_FORBIDDEN = 4403
const CLOSE_FAILED = 4500
export const CLOSE_SLOW = 4429
/** There is no room, or no store, for now. */
export const CLOSE_FULL = 4503

export interface SocketOptions {
  readonly schema: GraphQLSchema
  readonly admission: Admission
  readonly gate: Gate | undefined
  /** What callers hold open. */
  readonly places: Places
  readonly hub: StreamHub
  readonly metrics: ServerMetrics | undefined
  readonly trustedProxies: readonly string[]
  /** How often keys are looked at again, ms. */
  readonly recheckMs?: number
  /** Origins whose pages may subscribe beside this server's own; ["*"]: all. */
  readonly corsOrigins: readonly string[]
  readonly contextOf: (caller: Caller | undefined, stream: NonNullable<Context['stream']>) => Context
  readonly formatError: FormatError
}

interface Extra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket
  readonly request: IncomingMessage
  caller?: Caller | undefined
}

/** Subscriptions over WebSocket at /graphql, by graphql-transport-ws. Closing the app closes the sockets. */
export function serveSockets(app: FastifyInstance, options: SocketOptions): void {
  const { schema, admission, gate, places, hub, metrics, corsOrigins, contextOf, formatError } = options
  const isTrusted = trustOf(options.trustedProxies)
  const connected = new Set<Extra>()
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false })
  metrics?.watchSockets(() => server.clients.size)
  /** What runs on each socket, by the id that the client gave it. */
  const running = perObject((_: WebSocket) => new Map<string, AbortController>())
  const runningOn = ({ socket }: Extra) => running(socket)
  /** Whose place each socket has: of its network, until it has shown a key. */
  const holders = new WeakMap<WebSocket, { readonly id: string; readonly leave: Leave }>()
  /** Takes a place of a caller's for a socket, in the place of the one that it had; false: it is closed, there is none left. */
  const hold = (socket: WebSocket, id: string): boolean => {
    const before = holders.get(socket)
    if (before?.id === id) return true
    // One that has gone meanwhile would never give it back.
    if (socket.readyState === socket.CLOSED) return false
    try {
      holders.set(socket, { id, leave: places.connections.take({ id }) })
    } catch (error) {
      if (!(error instanceof CallerFullError)) throw error
      socket.close(CLOSE_FULL, error.code)
      return false
    }
    before?.leave()
    return true
  }
  const format = (errors: readonly GraphQLError[]) => formatPushed(errors, formatError)
  /** The server itself has failed, or its store is away. */
  const closeFailed = (socket: WebSocket, error: unknown) => {
    const graphql = toGraphQLError(error)
    const code = String(formatError(graphql.toJSON(), graphql).extensions?.code)
    socket.close(code === STORE_UNAVAILABLE.code ? CLOSE_FULL : CLOSE_FAILED, code)
  }
  const isSlow = (socket: WebSocket) => socket.bufferedAmount > MOST_UNTAKEN
  const drop = (socket: WebSocket) => {
    socket.close(CLOSE_SLOW, 'SLOW_CLIENT')
    // It does not take the close either.
    setTimeout(() => socket.terminate(), WATCH_MS).unref()
  }

  const argumentsOf = (extra: Extra, question: Question, signal: AbortSignal): ExecutionArgs => ({
    schema,
    document: question.document,
    operationName: question.operation.name?.value ?? null,
    variableValues: question.variables,
    contextValue: contextOf(extra.caller, {
      hub,
      signal,
      isTaken: () => {
        if (!isSlow(extra.socket)) return true
        drop(extra.socket)
        return false
      },
    }),
  })

  useServer<Record<string, unknown>, Extra>(
    {
      schema,
      subscribe: subscribeOnce,
      connectionInitWaitTimeout: INIT_TIMEOUT_MS,
      onConnect: async ({ connectionParams, extra }) => {
        if (!gate) return true
        const key = keyOf(connectionParams) ?? keyOf(extra.request.headers)
        try {
          extra.caller = await gate.callerOf(key, proxyAddress(extra.request, isTrusted))
          if (!hold(extra.socket, extra.caller.id)) return false
          connected.add(extra)
          return true
        } catch (error) {
          if (error instanceof UnauthenticatedError)
            extra.socket.close(CLOSE_FORBIDDEN, `${error.code}: ${error.reason}`)
          else closeFailed(extra.socket, error)
          return false
        }
      },
      onSubscribe: async ({ extra }, id, asked) => {
        const { caller } = extra
        try {
          const question = admission.read(asked, caller)
          if (!('document' in question)) return question
          // What has one answer is asked over HTTP, where its place, its time and its size are limited.
          if ((question.operation.operation as string) !== 'subscription')
            throw new UnwindError(
              'BAD_REQUEST',
              'A socket is for subscriptions: ask queries and mutations over HTTP.',
            )
          const own = runningOn(extra)
          if (own.size >= MOST_SUBSCRIPTIONS)
            throw new UnwindError(
              'TOO_MANY_SUBSCRIPTIONS',
              `A socket may hold ${MOST_SUBSCRIPTIONS} subscriptions.`,
            )
          // Its place is taken while it is paid for: others may come meanwhile.
          const controller = new AbortController()
          controller.signal.addEventListener('abort', places.subscriptions.take(caller))
          own.set(id, controller)
          try {
            const price = admission.priceOf(question, caller)
            controller.signal.addEventListener('abort', places.events.take(caller, eventsOf(question), price))
            await admission.charge(question, caller, price)
          } catch (error) {
            controller.abort()
            own.delete(id)
            throw error
          }
          return argumentsOf(extra, question, controller.signal)
        } catch (error) {
          return [toGraphQLError(error)]
        }
      },
      onOperation: ({ extra }, id, _, __, results) =>
        Symbol.asyncIterator in results
          ? sendShared(extra, id, results, {
              onSent: () => metrics?.resultSent(),
              stop: () => runningOn(extra).get(id)?.abort(),
            })
          : undefined,
      onNext: (_, __, ___, ____, result) => {
        metrics?.resultSent()
        return result.errors ? { data: result.data ?? null, errors: format(result.errors) } : undefined
      },
      onError: (_, __, ___, errors) => format(errors.filter((error) => error instanceof GraphQLError)),
      onComplete: ({ extra }, id) => {
        runningOn(extra).get(id)?.abort()
        runningOn(extra).delete(id)
      },
      onClose: ({ extra }) => {
        connected.delete(extra)
        for (const controller of runningOn(extra).values()) controller.abort()
        runningOn(extra).clear()
      },
    },
    server,
    KEEP_ALIVE_MS,
  )

  const recheck = setInterval(() => {
    for (const extra of connected)
      void stillOpens(gate, extra.caller).then((isOpen) => {
        if (!isOpen) extra.socket.close(CLOSE_FORBIDDEN, 'UNAUTHENTICATED: KEY_ENDED')
      })
  }, options.recheckMs ?? RECHECK_MS)
  recheck.unref()
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!/^\/graphql\/?(\?|$)/.test(request.url ?? '')) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
      return
    }
    if (!isOwnOrigin(request, corsOrigins)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    server.handleUpgrade(request, socket, head, (client) => {
      client.once('close', () => holders.get(client)?.leave())
      // What it says after a refusal is nobody's fault.
      client.on('error', () => undefined)
      if (server.clients.size > MOST_SOCKETS) client.close(CLOSE_FULL, 'TOO_MANY_SOCKETS')
      else if (!gate || hold(client, idOfAddress(proxyAddress(request, isTrusted))))
        server.emit('connection', client, request)
    })
  }
  app.server.on('upgrade', upgrade)
  // A client that does not take what it is sent is not waited for: what it missed is kept for a day.
  const behind = new WeakMap<WebSocket, number>()
  const watch = setInterval(() => {
    for (const client of server.clients) {
      const times = client.bufferedAmount > UNTAKEN_FOR_LONG ? (behind.get(client) ?? 0) + 1 : 0
      behind.set(client, times)
      if (times >= WATCHES || isSlow(client)) drop(client)
    }
  }, WATCH_MS)
  watch.unref()
  app.addHook('preClose', async () => {
    clearInterval(watch)
    clearInterval(recheck)
    app.server.off('upgrade', upgrade)
    for (const client of server.clients) {
      client.close(1001, 'GOING_AWAY')
      setTimeout(() => client.terminate(), WATCH_MS).unref()
    }
    await hub.close()
  })
}

const END = Buffer.from('}')

/** What follows the begin of a message with a result: the same bytes for all who are told it. */
const endOf = perObject((result: object) => Buffer.concat([textOf(result), END]))

/**
 * Sends the results of a subscription by itself, the text of each made once for all who are told it: the library would write it anew for each.
 * Those with errors are left to the library.
 * @param stop ends the results: they may be waited for when the client wants no more
 */
function sendShared<Result extends { readonly errors?: unknown }>(
  extra: Extra,
  id: string,
  results: AsyncIterable<Result>,
  { onSent, stop }: { readonly onSent: () => void; readonly stop: () => void },
): AsyncGenerator<Result> {
  const begin = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
  const rest = (async function* () {
    for await (const result of results)
      if (result.errors) yield result
      else {
        await sendInTwo(extra, begin, endOf(result))
        onSent()
      }
  })()
  const end = rest.return.bind(rest)
  return Object.assign(rest, {
    return: (value: undefined) => {
      stop()
      return end(value)
    },
  })
}

/**
 * Sends a message as two frames in one write: to copy both into one for each of a thousand sockets costs more than to write them.
 * Settles when it was handed to the system. @throws Error when the connection breaks meanwhile
 */
function sendInTwo({ socket, request }: Extra, begin: Buffer, end: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve()
    request.socket.cork()
    socket.send(begin, { binary: false, fin: false })
    socket.send(end, { binary: false, fin: true }, (error) => (error ? reject(error) : resolve()))
    request.socket.uncork()
  })
}

/** `authorization: "Bearer KEY"` or `"x-api-key": KEY`, of the first message or of the upgrade. */
function keyOf(params: Readonly<Record<string, unknown>> | undefined | null): string | undefined {
  const of = (name: string) => (typeof params?.[name] === 'string' ? params[name] : undefined)
  const header = of('authorization') ?? of('Authorization')
  return header === undefined ? (of('x-api-key') ?? of('apiKey')) : header.replace(/^Bearer\s+/i, '')
}

/** Browsers ask no leave before they open a socket or a stream for a page of another origin: they only say whose it is. */
export function isOwnOrigin(
  { headers }: Pick<IncomingMessage, 'headers'>,
  corsOrigins: readonly string[],
): boolean {
  const { origin, host } = headers
  if (origin === undefined || corsOrigins.includes('*') || corsOrigins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
