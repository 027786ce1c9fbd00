import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import fastifyApollo from '@as-integrations/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Database, Queryable } from '../db.ts'
import { messageOf } from '../lib/errors.ts'
import { createCatalog } from '../markets/catalog.ts'
import { CloseCache } from '../measures/closes.ts'
import { createContext, type Context } from './context.ts'
import { createErrorFormatter } from './errors.ts'
import { createExecutor } from './executor.ts'
import { explorer } from './explorer.ts'
import { buildSchema } from './schema.ts'

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
}

/** The HTTP server, not yet listening: /graphql, /explorer, /healthz, /readyz. Closing it closes what it opened. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { database } = options
  const app = Fastify({ forceCloseConnections: 'idle', bodyLimit: 1_048_576 })
  const schema = buildSchema()
  const executor = createExecutor(schema)
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
    formatError: createErrorFormatter({
      onUnexpected: options.onUnexpected ?? ((error) => process.stderr.write(`${describe(error)}\n`)),
    }),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It wraps every field of every point, for hints that this schema does not give.
      ApolloServerPluginCacheControlDisabled(),
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
    writer: options.writer ?? database.pool,
    now: options.now ?? (() => new Date()),
  }
  await app.register(fastifyApollo(apollo), { context: () => Promise.resolve(createContext(shared)) })
  await app.register(explorer)
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
        if (response.http.status === 400 && !accept.includes('application/graphql-response+json'))
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
