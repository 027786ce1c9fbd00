import type { Socket } from 'node:net'
import fastifyCors from '@fastify/cors'
import fastifyHelmet from '@fastify/helmet'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import sjson from 'secure-json-parse'
import { UnauthenticatedError, type Gate } from '../access/gate.ts'
import type { Caller } from '../access/record.ts'
import { isStoreAway } from '../db.ts'
import { messageOf } from '../lib/errors.ts'
import { STORE_RETRY_SECONDS, STORE_UNAVAILABLE, type OnUnexpected } from './errors.ts'
import { ServerBusyError } from './load.ts'
import { CallerFullError } from './places.ts'
import type { Requests } from './requests.ts'
import { RequestTimeoutError } from './requestScope.ts'
import { isQuestion } from './routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** undefined: this server does not look at callers. */
    caller?: Caller
  }
}

/** What a body may hold at most, bytes. */
export const MOST_BYTES = 1_048_576

export interface TransportOptions {
  /** Origins whose pages may ask; ["*"]: all. */
  readonly corsOrigins: readonly string[]
  readonly gate: Gate | undefined
  readonly requests: Requests
  /** Told of every error that was not planned for. */
  readonly onUnexpected: OnUnexpected
}

/** Errors of HTTP itself, by Fastify's names: what a client is told. */
const HTTP_ERRORS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', `A body may have ${MOST_BYTES} bytes at most.`],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_REQUEST', 'The body is empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_REQUEST', 'The length of the body is not what the header says.'],
}

/** Before any question is read: headers, origins, bodies, callers. Errors look as those of GraphQL do. */
export async function transport(
  app: FastifyInstance,
  { corsOrigins, gate, requests, onUnexpected }: TransportOptions,
): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // Whoever ends TLS in front of this server knows whether it is there.
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
  })
  if (corsOrigins.length > 0)
    await app.register(fastifyCors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'POST'],
      exposedHeaders: [
        'ratelimit-limit',
        'ratelimit-remaining',
        'ratelimit-reset',
        'retry-after',
        'x-request-id',
      ],
      maxAge: 86_400,
    })

  const decoder = new TextDecoder('utf-8', { fatal: true })
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>(
    ['application/json', 'application/graphql+json'],
    { parseAs: 'buffer' },
    (_, body, done) => {
      try {
        if (body.length === 0) throw badBody('The body is empty.')
        done(
          null,
          sjson.parse(decodeWith(decoder, body), undefined, {
            protoAction: 'error',
            constructorAction: 'error',
          }),
        )
      } catch (error) {
        done(
          error instanceof SyntaxError
            ? badBody('The body is no JSON, or has a reserved name in it.')
            : (error as Error),
        )
      }
    },
  )

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    requests.begin(request, reply)
    if (!gate || !isQuestion(request)) return
    try {
      // Each question has one: it has just begun.
      request.caller = await request.scope!.orStopped(() => gate.callerOf(keyOf(request), request.ip))
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error
      request.scope?.codes.add(error.code)
      await reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send(errorBody(error.code, error.message, { reason: error.reason }))
    }
  })

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const tell = (status: number, code: string, message: string, more?: object) => {
      request.scope?.codes.add(code)
      return reply.code(status).send(errorBody(code, message, more))
    }
    if (error instanceof ServerBusyError) {
      const { code, message, reason, retryAfterSeconds } = error
      void reply.header('retry-after', String(retryAfterSeconds))
      return tell(503, code, message, { reason, retryAfterSeconds })
    }
    if (error instanceof CallerFullError) {
      const { code, message, retryAfterSeconds } = error
      void reply.header('retry-after', String(retryAfterSeconds))
      return tell(429, code, message, { retryAfterSeconds })
    }
    // Before there was an operation to tell it: nobody was asked for its caller, or let in, in time.
    if (error instanceof RequestTimeoutError) return tell(503, error.code, error.message)
    const [code, message] = HTTP_ERRORS[error.code] ?? []
    if (code) return tell(error.statusCode ?? 400, code, message!)
    if (error.statusCode !== undefined && error.statusCode < 500)
      return tell(error.statusCode, 'BAD_REQUEST', error.message)
    onUnexpected(error, request.id)
    if (isStoreAway(error)) {
      void reply.header('retry-after', String(STORE_RETRY_SECONDS))
      return tell(503, STORE_UNAVAILABLE.code, STORE_UNAVAILABLE.message)
    }
    return tell(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side. It has been logged.')
  })
}

/** Of requests that never came to be one: the status that HTTP has for it, by Node's names. */
const BROKEN: Readonly<Record<string, readonly [status: string, code: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'RECEIVE_TIMEOUT', 'The request took too long to come.'],
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
    'The headers are too large.',
  ],
}

/** Tells a client whose request is no HTTP, or did not come in time, and hangs up. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, message] = BROKEN[error.code ?? ''] ?? [
    '400 Bad Request',
    'BAD_REQUEST',
    'This is no HTTP.',
  ]
  const body = JSON.stringify(errorBody(code, message))
  socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
  // It may hold its own end open for ever.
  socket.destroySoon()
}

const badBody = (message: string): Error => Object.assign(new Error(message), { statusCode: 400 })

function decodeWith(decoder: InstanceType<typeof TextDecoder>, body: Buffer): string {
  try {
    return decoder.decode(body)
  } catch (error) {
    throw badBody(`The body is not UTF-8: ${messageOf(error)}`)
  }
}

/** An error of HTTP, as those of GraphQL look. */
export const errorBody = (code: string, message: string, more: object = {}) => ({
  errors: [{ message, extensions: { code, ...more } }],
})

/** `Authorization: Bearer KEY`, or `x-api-key: KEY`. A key never stands in an address: those are logged. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]
  const own = headers['x-api-key']
  return (
    bearer ??
    (typeof own === 'string' ? own : undefined) ??
    (headers.authorization === undefined ? undefined : '')
  )
}
