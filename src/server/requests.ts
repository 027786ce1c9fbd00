import type { ApolloServerPlugin } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerMetrics } from '../telemetry/metrics.ts'
import type { OpenSpan, Tracing } from '../telemetry/tracing.ts'
import type { Context } from './context.ts'
import {
  doorOf,
  LoadLimiter,
  saturation,
  ServerBusyError,
  type Leave,
  type LoadOptions,
  type ShedReason,
} from './load.ts'
import type { Places } from './places.ts'
import { ClientGoneError, RequestScope } from './requestScope.ts'
import { isQuestion, routeOf } from './routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** undefined: a page or a probe, which nothing limits. */
    scope?: RequestScope
    /** Gives its place to the next question. */
    leave?: Leave
    span?: OpenSpan | undefined
  }
}

export interface RequestOptions {
  readonly load: LoadOptions
  /** What callers hold open. */
  readonly places: Places
  /** How long a question may take, ms. */
  readonly timeoutMs: number
  /** How long an export may take, ms. */
  readonly exportTimeoutMs: number
  /** Statements that wait for a connection. */
  readonly waiting: () => number
  /** Whether the server closes: what it is asked then is another one's, or its own once it is back. */
  readonly isClosing: () => boolean
  readonly metrics: ServerMetrics | undefined
  readonly tracing: Tracing | undefined
}

export interface Requests {
  /**
   * The first to see a request.
   * @throws ServerBusyError
   */
  begin(request: FastifyRequest, reply: FastifyReply): void
}

/** Whoever is told that the server closes asks again after so long, s. */
const CLOSING_RETRY_SECONDS = 2

/** What of the status line stands in logs for an answer that nobody took. */
const CLIENT_CLOSED_REQUEST = 499

const isExport = (request: FastifyRequest): boolean => routeOf(request) === '/export'

/** Answered for as long as the client likes. */
const isStream = (request: FastifyRequest): boolean => routeOf(request) === '/graphql/stream'

/**
 * Follows each request from its first header to its end: lets no more questions in than can be answered in time, stops those that take
 * too long or that nobody waits for, and tells what came of them.
 */
export function followRequests(
  app: FastifyInstance,
  { load, places, timeoutMs, exportTimeoutMs, waiting, isClosing, metrics, tracing }: RequestOptions,
): Requests {
  const questions = new LoadLimiter(load, saturation(waiting))
  const exports = new LoadLimiter(
    { ...load, executing: load.exports, queued: 0, ofOneReader: 0 },
    // As many as there are places for, however long they take.
    () => false,
  )
  const atDoor = doorOf(app.server)
  metrics?.watchLoad({ questions, exports })
  const limiterOf = (request: FastifyRequest) => (isExport(request) ? exports : questions)
  const refuse = (request: FastifyRequest, error: ServerBusyError): ServerBusyError => {
    const reason: ShedReason = isExport(request) && error.reason !== 'CLOSING' ? 'EXPORTS_FULL' : error.reason
    metrics?.shed(reason)
    return new ServerBusyError(reason, error.retryAfterSeconds)
  }

  /** @throws CallerFullError, ServerBusyError */
  const enterExports = async ({ caller, scope }: FastifyRequest): Promise<Leave> => {
    const leaveOwn = places.exports.take(caller)
    try {
      const leave = await exports.enter(scope)
      return () => {
        leaveOwn()
        leave()
      }
    } catch (error) {
      leaveOwn()
      throw error
    }
  }

  const end = (request: FastifyRequest, status: number, ms: number) => {
    const { scope, span } = request
    release(request)
    const route = routeOf(request)
    metrics?.requestEnded({ method: request.method, route, status, seconds: ms / 1_000 })
    if (scope) metrics?.questionEnded(request.caller?.key ? 'key' : 'anonymous', scope)
    span?.set({ 'http.response.status_code': status })
    if (status < 500 && status !== CLIENT_CLOSED_REQUEST) span?.end()
    else span?.fail({ code: String(status) })
    const line = {
      method: request.method,
      // Not the address: a question may stand in it.
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      ...(scope ? { units: scope.units, errors: [...scope.codes] } : {}),
    }
    request.log.info(line, 'request')
  }

  app.addHook('preValidation', async (request, reply) => {
    const { scope } = request
    if (!scope || isStream(request)) return
    try {
      request.leave = isExport(request) ? await enterExports(request) : await questions.enter(scope)
    } catch (error) {
      throw error instanceof ServerBusyError ? refuse(request, error) : error
    }
    await atDoor()
    // Who waited too long is told so where the question would run. Whoever went meanwhile has given back no place: it had none yet.
    if (!reply.raw.destroyed) return
    request.leave()
    return reply.hijack()
  })
  app.addHook('onResponse', (request, reply, done) => {
    end(request, reply.statusCode, reply.elapsedTime)
    done()
  })

  return {
    begin(request, reply) {
      request.span = tracing?.startRequest(request.method, routeOf(request), request.headers)
      if (isQuestion(request)) {
        const scope = new RequestScope(request.id)
        request.scope = scope
        scope.trace = request.span?.context
        if (!isStream(request)) scope.limit(isExport(request) ? exportTimeoutMs : timeoutMs)
      }
      reply.raw.once('close', () => {
        if (reply.raw.writableFinished) return
        const { scope } = request
        // One that was stopped before keeps its reason.
        scope?.stop(new ClientGoneError())
        if (scope?.stopped) scope.codes.add(scope.stopped.code)
        const { headersSent, statusCode } = reply.raw
        end(request, headersSent ? statusCode : CLIENT_CLOSED_REQUEST, reply.elapsedTime)
      })
      if (request.scope && isClosing())
        throw refuse(request, new ServerBusyError('CLOSING', CLOSING_RETRY_SECONDS))
      if (!request.scope || isStream(request)) return
      const refusal = limiterOf(request).findRefusal()
      if (refusal) throw refuse(request, refusal)
    },
  }
}

/** Takes a request out of what is limited: it has ended, or goes on for as long as the client likes. */
function release(request: FastifyRequest): void {
  request.scope?.end()
  request.leave?.()
}

/** Notes what came of each operation. */
export function operationPlugin(
  metrics: ServerMetrics | undefined,
  tracing: Tracing | undefined,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: ({ operation, operationName, contextValue: { scope } }) => {
          const span = tracing?.startOperation(operation.operation, operationName ?? undefined, scope?.trace)
          if (scope && span) scope.trace = span.context
          return Promise.resolve({
            executionDidEnd: (error) => {
              if (error) span?.fail(error)
              else span?.end()
              return Promise.resolve()
            },
          })
        },
        willSendResponse: ({ operation, response, contextValue: { scope } }) => {
          const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
          const codes = errors.map(({ extensions }) => (extensions?.code as string | undefined) ?? 'UNKNOWN')
          for (const code of codes) scope?.codes.add(code)
          metrics?.operationEnded(operation?.operation ?? 'unknown', codes[0] ?? 'OK')
          return Promise.resolve()
        },
      }),
  }
}
