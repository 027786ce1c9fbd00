import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db.ts'
import type { ServerMetrics } from '../telemetry/metrics.ts'
import { ownerOf } from './requestScope.ts'

export interface StoreLogOptions {
  /** By the role that metrics name them by. */
  readonly databases: Readonly<Record<string, Database>>
  readonly slowMs: number
  readonly isLogged: boolean
  readonly metrics: ServerMetrics | undefined
}

/** Counts statements, and logs each slow one with its text, in which values are $1, $2 …, and the request that it was for. */
export function observeStore(
  log: FastifyBaseLogger,
  { databases, slowMs, isLogged, metrics }: StoreLogOptions,
): void {
  metrics?.watchPools(Object.fromEntries(Object.entries(databases).map(([name, { pool }]) => [name, pool])))
  metrics?.watchFeeds((databases.write ?? databases.read)!.pool)
  if (!metrics && !isLogged) return
  for (const database of Object.values(databases))
    database.observe((statement) => {
      const isSlow = statement.ms >= slowMs
      metrics?.statementEnded(statement, isSlow)
      if (!isSlow) return
      const { client, text, ms, rows } = statement
      const requestId = ownerOf(client)?.id
      log.warn(
        {
          statement: text.replace(/\s+/g, ' ').trim(),
          ms: Math.round(ms),
          rows: rows ?? null,
          ...(requestId === undefined ? {} : { requestId }),
        },
        'slow statement',
      )
    })
}
