import type { FastifyInstance } from 'fastify'
import type { Database } from '../../src/db.ts'
import { createApp, type AppOptions } from '../../src/server/app.ts'
import { DEFAULT_LOAD } from '../../src/server/load.ts'

export interface Answer {
  readonly status: number
  // The tests look into answers of any shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: Record<string, unknown> }[]
}

export interface Api {
  readonly app: FastifyInstance
  query(query: string, variables?: Record<string, unknown>): Promise<Answer>
  /** Of errors that were not planned for. */
  readonly unexpected: unknown[]
  close(): Promise<void>
}

/** The whole server on a database, asked without a socket: parsing, validation, execution and error handling are real. */
export async function createApi(database: Database, more: Partial<AppOptions> = {}): Promise<Api> {
  const unexpected: unknown[] = []
  const app = await createApp({
    database,
    catalogTtlMs: 0,
    // What a test asks is answered, however busy the machine is.
    load: { ...DEFAULT_LOAD, waitMs: 60_000, targetMs: 60_000, executing: 100, queued: 1_000 },
    onUnexpected: (error) => unexpected.push(error),
    ...more,
  })
  return {
    app,
    unexpected,
    async query(query, variables) {
      const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } })
      const body: object = response.json()
      return { status: response.statusCode, data: undefined, ...body }
    },
    close: () => app.close(),
  }
}
