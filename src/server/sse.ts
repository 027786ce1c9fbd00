import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql'
import { createHandler } from 'graphql-sse'
import { UnwindError } from '../lib/errors.ts'
import { perObject } from '../lib/perObject.ts'
import { statusOf, type OperationRequest, type Question } from './admit.ts'
import { formatPushed, httpOf, noteRequest, toGraphQLError } from './errors.ts'
import type { Caller } from '../access/record.ts'
import { isOwnOrigin, RECHECK_MS, stillOpens, type SocketOptions } from './socket.ts'
import { cursorOf, eventsOf, subscribeOnce, textOf } from './subscribe.ts'

/** Streams of one server. */
const MOST_STREAMS = 5_000
/** A client that takes nothing for so long is cut off, ms: it goes on from its cursor. */
const STALLED_MS = 10_000
/** What it must take within that time, bytes. */
const PIECE_BYTES = 65_536
/** How long the last words to a client may take, ms. */
const END_MS = 1_000

/** The server holds as many streams as it may. HTTP 503. */
class TooManyStreamsError extends UnwindError {
  constructor() {
    super(
      'TOO_MANY_STREAMS',
      `This server holds ${MOST_STREAMS} streams: try again later, or another server.`,
    )
  }
}

/** A request that is no subscription. HTTP 400. */
const badRequest = (message: string) => new UnwindError('BAD_REQUEST', message)

export interface EventStreamOptions extends SocketOptions {
  readonly stalledMs?: number | undefined
}

/**
 * Subscriptions as server-sent events at /graphql/stream, by the distinct connections mode of the GraphQL over SSE protocol. Each event's id is
 * its cursor, so that a browser's EventSource goes on by itself where it was cut off. Closing the app ends the streams.
 */
export function serveEventStreams(app: FastifyInstance, options: EventStreamOptions): void {
  const { admission, gate, places, formatError, corsOrigins, stalledMs = STALLED_MS } = options
  const streams = new Map<EventStream, Caller | undefined>()
  const recheck = setInterval(() => {
    for (const [stream, caller] of streams)
      void stillOpens(gate, caller).then((isOpen) => {
        if (!isOpen) stream.stop()
      })
  }, options.recheckMs ?? RECHECK_MS)
  recheck.unref()

  const handle = createHandler<EventStream, undefined>({
    // There are no streams that several subscriptions share: nobody needs a name for one.
    authenticate: () => null,
    onSubscribe: ({ raw: stream }) => stream.results(),
  })
  /** The library frames events and keeps the connection warm; what the request says was read before. */
  const frame = (stream: EventStream) =>
    handle({
      method: 'GET',
      url: '/graphql/stream?query=-',
      headers: { get: (name) => (name === 'accept' ? 'text/event-stream' : undefined) },
      body: null,
      raw: stream,
      context: undefined,
    })

  /** @throws what refuses the request before anything is streamed */
  const open = async (request: FastifyRequest, reply: FastifyReply): Promise<EventStream> => {
    if (!isOwnPage(request, corsOrigins))
      throw badRequest('Pages of other origins may not open a stream: name the origin in CORS_ORIGINS.')
    const asked = requestOf(request)
    if (streams.size >= MOST_STREAMS) throw new TooManyStreamsError()
    // Who has gone already would never give its places back.
    request.scope?.check()
    let question: Question | readonly GraphQLError[]
    try {
      question = admission.read(asked, request.caller)
      if ('document' in question && (question.operation.operation as string) !== 'subscription')
        throw badRequest('One subscription is streamed: ask queries and mutations at /graphql.')
      if ('document' in question) {
        // Before it is paid for: others may come meanwhile.
        for (const kind of [places.connections, places.subscriptions])
          reply.raw.once('close', kind.take(request.caller))
        const price = admission.priceOf(question, request.caller)
        reply.raw.once('close', places.events.take(request.caller, eventsOf(question), price))
        await admission.charge(question, request.caller, price)
      }
    } catch (error) {
      // What will be refused again is told within the stream, as the protocol has it: by a status clients would try again.
      if (!(error instanceof UnwindError) || statusOf(error) !== 400) throw error
      question = [toGraphQLError(error)]
    }
    request.scope?.check()
    return new EventStream(
      reply.raw,
      'document' in question ? argumentsOf(options, question, request) : question,
      options,
      stalledMs,
    )
  }

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      let stream: EventStream
      try {
        stream = await open(request, reply)
      } catch (error) {
        return refuse(request.id, reply, error, formatError)
      }
      streams.set(stream, request.caller)
      try {
        const [body, { status, headers }] = await frame(stream)
        if (body === null || typeof body === 'string') return await reply.code(status).send(body)
        reply.hijack()
        reply.raw.writeHead(status, {
          ...(reply.getHeaders() as Record<string, string>),
          ...headers,
          'cache-control': 'no-store',
          // Proxies that gather answers, as nginx does, would hold events back.
          'x-accel-buffering': 'no',
        })
        await stream.write(body)
        return reply
      } finally {
        stream.stop()
        streams.delete(stream)
      }
    },
  })

  // Ended without a word of completion: clients come back, and go on from their cursors.
  app.addHook('preClose', (done) => {
    clearInterval(recheck)
    for (const stream of streams.keys()) stream.stop()
    done()
  })
}

/** Framed in the place of a result whose text is already there. */
const STAND_IN: ExecutionResult = {}

/** The line that tells a client where it stands; empty where that is not known. */
function idLineOf(result: ExecutionResult): string {
  const cursor = cursorOf(result)
  return cursor === undefined ? '' : `id: ${cursor}\n`
}

const sharedEventOf = perObject((result: ExecutionResult) =>
  Buffer.concat([Buffer.from(`${idLineOf(result)}event: next\ndata: `), textOf(result), Buffer.from('\n\n')]),
)

/**
 * An event as it is sent, made once for all who are told the same, but for one with errors.
 * @param framed what the library made of it
 */
const eventOf = (result: ExecutionResult, framed: string): Buffer =>
  result.errors ? Buffer.from(idLineOf(result) + framed) : sharedEventOf(result)

/** One response that is a stream of events. */
class EventStream {
  readonly #response: ServerResponse
  readonly #what: ExecutionArgs | readonly GraphQLError[]
  readonly #options: EventStreamOptions
  readonly #stalledMs: number
  readonly #closing = new AbortController()
  /** What is under way: the library frames a stand-in for it; undefined: what it frames is sent as it is. */
  #result: ExecutionResult | undefined
  /** Called when the event that is under way has left. */
  #taken: (() => void) | undefined

  constructor(
    response: ServerResponse,
    what: readonly GraphQLError[] | ((stream: EventStream) => ExecutionArgs),
    options: EventStreamOptions,
    stalledMs: number,
  ) {
    this.#response = response
    this.#options = options
    this.#stalledMs = stalledMs
    this.#what = typeof what === 'function' ? what(this) : what
    response.once('close', () => this.stop())
  }

  get signal(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Results one by one: the next is made when the last one has left. A client that is slow is behind, not in memory: what it has not yet
   * asked for lies in the store.
   */
  async *results(): AsyncGenerator<ExecutionResult> {
    if (!('schema' in this.#what)) {
      yield { errors: this.#format(this.#what) }
      return
    }
    const source = await subscribeOnce(this.#what)
    if (!(Symbol.asyncIterator in source)) {
      yield { ...source, errors: this.#format(source.errors ?? []) }
      return
    }
    try {
      for await (const result of source) {
        const taken = new Promise<void>((resolve) => (this.#taken = resolve))
        this.#result = result
        yield result.errors ? { ...result, errors: this.#format(result.errors) } : STAND_IN
        await taken
        if (this.signal.aborted) return
      }
    } catch (error) {
      // The source itself has failed: nothing is known of what would follow.
      this.#result = undefined
      yield { errors: this.#format([toGraphQLError(error)]) }
    }
  }

  /** Writes until the body or the client ends, or the stream is stopped; a client that takes nothing for long is cut off. */
  async write(body: AsyncIterable<string>): Promise<void> {
    for await (const text of body) {
      const isResult = text.startsWith('event: next')
      if (!(await this.#send(isResult && this.#result ? eventOf(this.#result, text) : Buffer.from(text)))) {
        // Before the body is given up: it waits for what has not left.
        this.stop()
        break
      }
      if (isResult) this.#taken?.()
    }
    this.#response.end()
    // What it was sent before it does not take either.
    setTimeout(() => this.#response.destroy(), END_MS).unref()
  }

  /** Piece by piece, each when the last one has left; false: the client does not take it, or is gone. */
  async #send(bytes: Buffer): Promise<boolean> {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      if (this.signal.aborted) return false
      const hasLeft = this.#response.write(bytes.subarray(from, from + PIECE_BYTES))
      if (!hasLeft && !(await this.#isDrained())) return false
    }
    return true
  }

  #isDrained(): Promise<boolean> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#response.off('drain', done)
        this.signal.removeEventListener('abort', done)
        resolve(!this.#response.writableNeedDrain)
      }
      const timer = setTimeout(done, this.#stalledMs)
      this.#response.once('drain', done)
      this.signal.addEventListener('abort', done)
    })
  }

  stop(): void {
    this.#closing.abort()
    this.#taken?.()
  }

  #format(errors: readonly GraphQLError[]): GraphQLError[] {
    return formatPushed(errors, this.#options.formatError) as GraphQLError[]
  }
}

const argumentsOf =
  ({ schema, hub, contextOf }: EventStreamOptions, question: Question, request: FastifyRequest) =>
  ({ signal }: EventStream): ExecutionArgs => ({
    schema,
    document: question.document,
    operationName: question.operation.name?.value ?? null,
    variableValues: resumed(question, request),
    contextValue: contextOf(request.caller, { hub, signal, isTaken: () => !signal.aborted }),
  })

/** A browser's EventSource tells the id of the last event it had: its cursor, which stands for `$after`. */
function resumed({ operation, variables }: Question, { headers }: FastifyRequest): Question['variables'] {
  const last = headers['last-event-id']
  const takesAfter = operation.variableDefinitions?.some(({ variable }) => variable.name.value === 'after')
  return takesAfter && typeof last === 'string' && last !== '' ? { ...variables, after: last } : variables
}

/**
 * A page of another origin can have a browser open a stream without asking first: what it costs would be the visitor's. Browsers say where a
 * request comes from, older ones by its origin alone; what is no browser says nothing, and has its own address.
 */
function isOwnPage({ headers, method }: FastifyRequest, corsOrigins: readonly string[]): boolean {
  // A body of JSON is asked for first.
  if (method === 'POST' || corsOrigins.includes('*')) return true
  const site = headers['sec-fetch-site']
  if (site === undefined) return isOwnOrigin({ headers }, corsOrigins)
  return (
    site === 'same-origin' ||
    site === 'none' ||
    (headers.origin !== undefined && corsOrigins.includes(headers.origin))
  )
}

/** @throws UnwindError BAD_REQUEST */
function requestOf({ method, body, query }: FastifyRequest): OperationRequest {
  const parameters = (method === 'GET' ? query : body) as Record<string, unknown> | null | undefined
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
    throw badRequest('Send one object with `query` and `variables`.')
  const { query: text, documentId, operationName } = parameters
  for (const [name, value] of Object.entries({ query: text, documentId, operationName }))
    if (value != null && typeof value !== 'string') throw badRequest(`\`${name}\` is no text.`)
  const objectOf = (name: 'variables' | 'extensions') => {
    let value = parameters[name]
    if (method === 'GET' && typeof value === 'string')
      try {
        value = JSON.parse(value)
      } catch {
        throw badRequest(`\`${name}\` is no JSON.`)
      }
    if (value != null && (typeof value !== 'object' || Array.isArray(value)))
      throw badRequest(`\`${name}\` is no object.`)
    return value as Record<string, unknown> | null | undefined
  }
  return {
    query: text as string | undefined,
    documentId,
    operationName: operationName as string | undefined,
    variables: objectOf('variables'),
    extensions: objectOf('extensions'),
  }
}

function refuse(
  id: string,
  reply: FastifyReply,
  error: unknown,
  formatError: EventStreamOptions['formatError'],
) {
  const graphql = toGraphQLError(error)
  noteRequest(graphql, id)
  const formatted = formatError(graphql.toJSON(), graphql)
  const { status, retryAfter } =
    error instanceof TooManyStreamsError ? { status: 503, retryAfter: '10' } : httpOf(formatted, error)
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
  return reply.code(status).send({ errors: [formatted] })
}
