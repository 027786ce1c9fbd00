import crypto from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache'
import fastifyApollo from '@as-integrations/fastify'
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import { Gate, type AccessOptions } from '../access/gate.ts'
import type { Caller } from '../access/record.ts'
import type { Database } from '../db.ts'
import { messageOf, SetupError } from '../lib/errors.ts'
import { createCatalog, type Catalog } from '../markets/catalog.ts'
import { CloseCache } from '../measures/closes.ts'
import { tellBadAddress } from './addresses.ts'
import { Admission } from './admit.ts'
import { cacheControlPlugin, CacheModel } from './cacheControl.ts'
import { endConnectionsAtClose } from './closing.ts'
import { createContext, type Context } from './context.ts'
import { CostModel } from './cost.ts'
import { DEFAULT_LIMITS, Documents } from './documents.ts'
import {
  createErrorFormatter,
  noteRequest,
  STORE_RETRY_SECONDS,
  STORE_UNAVAILABLE,
  type OnUnexpected,
} from './errors.ts'
import { serveETags } from './etag.ts'
import { createExecutor } from './executor.ts'
import { explorer } from './explorer.ts'
import { serveExport } from './export.ts'
import { guardPlugin } from './guard.ts'
import { DEFAULT_LOAD, type LoadOptions } from './load.ts'
import { page } from './page.ts'
import { DEFAULT_CALLER_LIMITS, placesOf, type CallerLimits } from './places.ts'
import { trustOf } from './proxies.ts'
import { followRequests, operationPlugin } from './requests.ts'
import { readsOf } from './requestScope.ts'
import { buildSchema } from './schema.ts'
import { StreamHub } from '../stream/hub.ts'
import { CURSOR_EVERY_MS } from '../stream/standing.ts'
import type { ServerMetrics } from '../telemetry/metrics.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { Deliverer, type DelivererOptions } from '../webhooks/deliver.ts'
import { serveSockets, type SocketOptions } from './socket.ts'
import { serveEventStreams } from './sse.ts'
import { observeStore } from './storeLog.ts'
import { answerBrokenRequest, MOST_BYTES, transport } from './transport.ts'
import type { TrustedDocuments } from './trusted.ts'

export interface AppOptions {
  readonly database: Database
  /** Where changes are written, when `database` is a replica. */
  readonly writer?: Database
  readonly introspection?: boolean
  /** Told of every error that was not planned for; by default written to standard error. */
  readonly onUnexpected?: OnUnexpected
  readonly now?: () => Date
  /** How long the small tables are held in memory, ms. */
  readonly catalogTtlMs?: number
  /** Who may ask how much; left out: everybody everything. */
  readonly access?: AccessOptions
  /** Origins whose pages may ask; ["*"]: all; left out: none but this server's own. */
  readonly corsOrigins?: readonly string[]
  /** Networks of proxies whose word on a caller's address is taken; left out: none. */
  readonly trustedProxies?: readonly string[]
  /** How webhooks are sent; left out, or without `access`: none are. */
  readonly webhooks?: Pick<DelivererOptions, 'sending' | 'everyMs'>
  /** Whether a router may compose it as a subgraph of Apollo Federation 2. */
  readonly federation?: boolean
  /** Structured lines for each request, by pino; left out: none. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error'
  /** Where the lines go; by default standard output. */
  readonly logTo?: NodeJS.WritableStream
  /** Documents that are known by a name; left out: none, and all may run. */
  readonly trusted?: TrustedDocuments | undefined
  /** How much is worked on at a time. */
  readonly load?: LoadOptions
  /** How long a client may take to send its request, ms. */
  readonly receiveTimeoutMs?: number
  /** How long a question may take, ms. */
  readonly requestTimeoutMs?: number
  /** How often the keys of sockets and streams are looked at again, ms. */
  readonly recheckMs?: number
  /** How long a subscriber is told nothing while the log of events goes on, before it is told its cursor alone, ms. */
  readonly cursorEveryMs?: number
  /** How long an export may take, ms. */
  readonly exportTimeoutMs?: number
  /** What one caller may have open at a time. */
  readonly callerLimits?: CallerLimits
  /** How long a client of an event stream or an export may take nothing, ms. */
  readonly stalledMs?: number
  /** Statements that took longer are logged with their text, ms. */
  readonly slowStatementMs?: number
  /** What is counted for Prometheus; left out: nothing. */
  readonly metrics?: ServerMetrics | undefined
  /** Where spans go; left out: there are none. */
  readonly tracing?: Tracing | undefined
}

const RECEIVE_TIMEOUT_MS = 30_000
/** How often clients are looked for that have taken longer, ms. */
const SLOW_CLIENTS_MS = 5_000
const REQUEST_TIMEOUT_MS = 15_000
const EXPORT_TIMEOUT_MS = 600_000
/** A store that answers nothing for so long is away: probes are not to wait for it. */
const READY_MS = 2_000
const SLOW_STATEMENT_MS = 1_000

const PERSISTED_CHARACTERS = 8 * 2 ** 20
/** How long a subscription takes the small tables to be the same, ms. */
const SEEN_MS = 1_000

/** The HTTP server, not yet listening: the page, /graphql, /explorer, /healthz, /readyz. Closing it closes what it opened. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { database } = options
  const requestTimeout = options.receiveTimeoutMs ?? RECEIVE_TIMEOUT_MS
  const app = Fastify({
    forceCloseConnections: 'idle',
    // Questions are refused in our own words.
    return503OnClosing: false,
    bodyLimit: MOST_BYTES,
    trustProxy: trustOf(options.trustedProxies ?? []),
    // A client that sends its request byte by byte is not waited for.
    requestTimeout,
    http: {
      requestTimeout,
      // Node holds a body to the longer of the two.
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(SLOW_CLIENTS_MS, requestTimeout),
    },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: tellBadAddress,
    genReqId: () => crypto.randomUUID(),
    logger: options.logLevel
      ? { level: options.logLevel, ...(options.logTo ? { stream: options.logTo } : {}) }
      : false,
    // A line of ours for each request, in place of two with its address.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
  })
  const isClosing = endConnectionsAtClose(app)
  const { metrics, tracing, load = DEFAULT_LOAD, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options
  const schema = buildSchema({ federation: options.federation ?? false })
  const executor = createExecutor(schema)
  const now = options.now ?? (() => new Date())
  const writer = (options.writer ?? database).pool
  const gate = options.access && new Gate(writer, options.access, now)
  const onUnexpected: OnUnexpected =
    options.onUnexpected ??
    ((error, requestId) => {
      process.stderr.write(`${requestId === undefined ? '' : `request ${requestId}: `}${describe(error)}\n`)
    })
  observeStore(app.log, {
    databases: options.writer ? { read: database, write: options.writer } : { read: database },
    slowMs: options.slowStatementMs ?? SLOW_STATEMENT_MS,
    isLogged: options.logLevel !== undefined,
    metrics,
  })
  const places = placesOf(options.callerLimits ?? DEFAULT_CALLER_LIMITS)
  const requests = followRequests(app, {
    load,
    places,
    timeoutMs: requestTimeoutMs,
    exportTimeoutMs: options.exportTimeoutMs ?? EXPORT_TIMEOUT_MS,
    waiting: () => database.pool.waitingCount,
    isClosing,
    metrics,
    tracing,
  })
  await transport(app, { corsOrigins: options.corsOrigins ?? [], gate, requests, onUnexpected })
  serveETags(app)
  const documents = new Documents(schema, { introspection: options.introspection, trusted: options.trusted })
  const costs = new CostModel(schema)
  const guard = guardPlugin({ documents, costs, gate, now, onUnexpected })
  const admission = new Admission({ documents, costs, gate })
  const formatError = createErrorFormatter({ onUnexpected })
  const apollo = new ApolloServer<Context>({
    // The gateway interface is Apollo's own way to bring an executor.
    gateway: {
      load: () => Promise.resolve({ schema, executor }),
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: schema, coreSupergraphSdl: '' })
        return () => undefined
      },
      stop: () => Promise.resolve(),
    },
    introspection: options.introspection ?? true,
    includeStacktraceInErrorResponses: false,
    // Whoever starts the server stops it, and the store after it.
    stopOnTerminationSignals: false,
    formatError,
    parseOptions: { maxTokens: DEFAULT_LIMITS.tokens },
    allowBatchedHttpRequests: false,
    // Documents that clients ask for by their hashes: the least recently used go first.
    persistedQueries: { cache: new InMemoryLRUCache({ maxSize: PERSISTED_CHARACTERS }) },
    // Ours keeps them: Apollo's would take the place of what the guard has prepared.
    documentStore: null,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It wraps every field of every point: hints are read from the document instead.
      ApolloServerPluginCacheControlDisabled(),
      // Of a subgraph it would tell any caller how long each field took.
      ApolloServerPluginInlineTraceDisabled(),
      guard,
      operationPlugin(metrics, tracing),
      cacheControlPlugin(new CacheModel(schema), now),
      statusPlugin,
      requestPlugin,
    ],
  })
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())

  const catalog = createCatalog(database.pool, options.catalogTtlMs)
  const hub = new StreamHub({
    pool: writer,
    onError: onUnexpected,
    onEvents: (events) => metrics?.eventsHandedOut(events),
  })
  /** What goes on for long sees the small tables anew, now and then, and all that goes on the same. */
  let seen: { readonly catalog: Promise<Catalog>; readonly until: number } | undefined
  const streamContextOf = (caller: Caller | undefined, stream: NonNullable<Context['stream']>): Context => ({
    ...createContext({
      ...shared,
      ...(caller ? { caller } : {}),
      stream: { ...stream, ...(tracing ? { tracing } : {}) },
    }),
    catalog: () => {
      if (!seen || Date.now() >= seen.until) seen = { catalog: shared.catalog(), until: Date.now() + SEEN_MS }
      return seen.catalog
    },
    forgetCatalog: () => {
      shared.forgetCatalog()
      seen = undefined
    },
  })
  const deliverer =
    gate &&
    options.webhooks &&
    new Deliverer({
      ...options.webhooks,
      pool: writer,
      schema,
      admission,
      hub,
      callerOf: (keyId) => gate.findCaller(keyId),
      contextOf: streamContextOf,
      formatError,
      now,
      onUnexpected,
    })
  const shared = {
    database,
    catalog: catalog.read,
    forgetCatalog: catalog.forget,
    closes: new CloseCache(database.pool),
    writer,
    now,
    ...(options.access ? { mostUnits: options.access.mostUnits } : {}),
    ...(deliverer ? { deliverer } : {}),
  }
  if (deliverer) {
    deliverer.start()
    app.addHook('preClose', () => deliverer.close())
  }
  const contextOf = ({ caller, scope }: FastifyRequest) =>
    createContext({
      ...shared,
      ...(scope ? { scope, database: readsOf(database, scope, tracing) } : {}),
      ...(caller ? { caller } : {}),
    })
  await app.register(fastifyApollo(apollo), {
    context: (request) => Promise.resolve(contextOf(request)),
  })
  const cursorEveryMs = options.cursorEveryMs ?? CURSOR_EVERY_MS
  const pushed: SocketOptions = {
    schema,
    admission,
    gate,
    places,
    hub,
    metrics,
    corsOrigins: options.corsOrigins ?? [],
    trustedProxies: options.trustedProxies ?? [],
    ...(options.recheckMs === undefined ? {} : { recheckMs: options.recheckMs }),
    contextOf: (caller, stream) => streamContextOf(caller, { ...stream, cursorEveryMs }),
    formatError,
  }
  // Streams are ended before the hub is: a hub that closes would complete them.
  serveEventStreams(app, { ...pushed, stalledMs: options.stalledMs })
  serveSockets(app, pushed)
  serveExport(app, {
    schema,
    admission,
    costs,
    gate,
    contextOf,
    formatError,
    now,
    onUnexpected,
    stalledMs: options.stalledMs,
  })
  await app.register(explorer)
  await page(app)
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    const late = sleep(READY_MS, undefined, { ref: false }).then(() => {
      throw new SetupError('STORE_SILENT', 'The store does not answer.')
    })
    try {
      await Promise.race([database.pool.query('select 1 from exchange limit 1'), late])
      return { status: 'ready' }
    } catch (error) {
      return reply.code(503).send({ status: 'unavailable', reason: codeOf(error) })
    }
  })
  return app
}

/**
 * A request that is well formed HTTP and JSON is answered 200 under `accept: application/json`, whatever GraphQL says of
 * it; 4xx is for clients that ask for application/graphql-response+json. (GraphQL over HTTP, section 6.4.) While the store is away the whole
 * answer is 503, whatever was still known.
 */
const statusPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response }) => {
        const accept = request.http?.headers.get('accept') ?? ''
        const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
        if (errors.some(({ extensions }) => extensions?.code === STORE_UNAVAILABLE.code)) {
          response.http.status = 503
          response.http.headers.set('retry-after', String(STORE_RETRY_SECONDS))
          return Promise.resolve()
        }
        // Parameters of another type than the specification's are no well-formed request.
        const isWellFormed = errors[0]?.extensions?.code !== 'BAD_REQUEST'
        if (
          response.http.status === 400 &&
          isWellFormed &&
          !accept.includes('application/graphql-response+json')
        )
          response.http.status = 200
        return Promise.resolve()
      },
    }),
}

/** Errors are told to operators with the number that the client was told. */
const requestPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue: { scope } }) => {
        if (scope) for (const error of errors) noteRequest(error, scope.id)
        return Promise.resolve()
      },
    }),
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : 'UNKNOWN'
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error)
}
