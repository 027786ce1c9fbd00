import crypto from 'node:crypto'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import fastifyApollo from '@as-integrations/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import type pg from 'pg'
import { Gate, type AccessOptions } from '../access/gate.ts'
import type { Database, Queryable } from '../db.ts'
import { messageOf } from '../lib/errors.ts'
import { createCatalog } from '../markets/catalog.ts'
import { CloseCache } from '../measures/closes.ts'
import { createContext, type Context } from './context.ts'
import { CostModel } from './cost.ts'
import { DEFAULT_LIMITS, Documents } from './documents.ts'
import { createErrorFormatter } from './errors.ts'
import { createExecutor } from './executor.ts'
import { explorer } from './explorer.ts'
import { serveExport } from './export.ts'
import { guardPlugin } from './guard.ts'
import { page } from './page.ts'
import { buildSchema } from './schema.ts'
import { StreamHub } from '../stream/hub.ts'
import { serveSockets } from './socket.ts'
import { MOST_BYTES, transport } from './transport.ts'

export interface AppOptions {
  readonly database: Database
  /** Where changes are written, when `database` is a replica. */
  readonly writer?: Queryable
  readonly introspection?: boolean
  /** Told of every error that was not planned for; by default written to standard error. */
  readonly onUnexpected?: (error: unknown) => void
  readonly now?: () => Date
  /** How long the small tables are held in memory, ms. */
  readonly catalogTtlMs?: number
  /** Who may ask how much; left out: everybody everything. */
  readonly access?: AccessOptions
  /** Origins whose pages may ask; ["*"]: all; left out: none but this server's own. */
  readonly corsOrigins?: readonly string[]
  /** Structured lines for each request, by pino; left out: none. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error'
}

/** How long a subscription takes the small tables to be the same, ms. */
const SEEN_MS = 1_000

/** The HTTP server, not yet listening: the page, /graphql, /explorer, /healthz, /readyz. Closing it closes what it opened. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { database } = options
  const app = Fastify({
    forceCloseConnections: 'idle',
    bodyLimit: MOST_BYTES,
    // A client that sends its request byte by byte is not waited for.
    requestTimeout: 30_000,
    genReqId: () => crypto.randomUUID(),
    logger: options.logLevel
      ? { level: options.logLevel, redact: ['req.headers.authorization', 'req.headers["x-api-key"]'] }
      : false,
  })
  const schema = buildSchema()
  const executor = createExecutor(schema)
  const now = options.now ?? (() => new Date())
  const writer = options.writer ?? database.pool
  const gate = options.access && new Gate(writer as pg.Pool, options.access, now)
  const onUnexpected =
    options.onUnexpected ?? ((error: unknown) => process.stderr.write(`${describe(error)}\n`))
  await transport(app, { corsOrigins: options.corsOrigins ?? [], gate, onUnexpected })
  const documents = new Documents(schema, options.introspection ?? true)
  const costs = new CostModel(schema)
  const guard = guardPlugin({ documents, costs, gate, now })
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
    // Ours keeps them: Apollo's would take the place of what the guard has prepared.
    documentStore: null,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It wraps every field of every point, for hints that this schema does not give.
      ApolloServerPluginCacheControlDisabled(),
      guard,
      statusPlugin,
    ],
  })
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())

  const catalog = createCatalog(database.pool, options.catalogTtlMs)
  const shared = {
    database,
    catalog: catalog.read,
    forgetCatalog: catalog.forget,
    closes: new CloseCache(database.pool),
    writer,
    now,
    ...(options.access ? { mostUnits: options.access.mostUnits } : {}),
  }
  await app.register(fastifyApollo(apollo), {
    context: ({ caller }) => Promise.resolve(createContext(caller ? { ...shared, caller } : shared)),
  })
  const hub = new StreamHub({ pool: writer as pg.Pool, onError: onUnexpected })
  serveSockets(app, {
    schema,
    documents,
    costs,
    gate,
    hub,
    // What goes on for long sees the small tables anew, now and then.
    contextOf: (caller, stream) => {
      let [held, until] = [shared.catalog(), Date.now() + SEEN_MS]
      return {
        ...createContext({ ...shared, ...(caller ? { caller } : {}), stream }),
        catalog: () => {
          if (Date.now() >= until) [held, until] = [shared.catalog(), Date.now() + SEEN_MS]
          return held
        },
      }
    },
    formatError,
  })
  serveExport(app, {
    schema,
    documents,
    costs,
    gate,
    contextOf: (caller) => createContext(caller ? { ...shared, caller } : shared),
    formatError,
  })
  await app.register(explorer)
  await page(app)
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    try {
      await database.pool.query('select 1 from exchange limit 1')
      return { status: 'ready' }
    } catch (error) {
      return reply.code(503).send({ status: 'unavailable', reason: codeOf(error) })
    }
  })
  return app
}

/**
 * A request that is well formed HTTP and JSON is answered 200 under `accept: application/json`, whatever GraphQL says of
 * it; 4xx is for clients that ask for application/graphql-response+json. (GraphQL over HTTP, section 6.4.)
 */
const statusPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response }) => {
        const accept = request.http?.headers.get('accept') ?? ''
        // Parameters of another type than the specification's are no well-formed request.
        const isWellFormed =
          response.body.kind !== 'single' ||
          response.body.singleResult.errors?.[0]?.extensions?.code !== 'BAD_REQUEST'
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

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : 'UNKNOWN'
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error)
}
