import fs from 'node:fs'
import path from 'node:path'
import type { Config } from '../../src/config.ts'
import type { ServerMetrics } from '../../src/telemetry/metrics.ts'
import type { Tracing } from '../../src/telemetry/tracing.ts'

export interface Telemetry {
  readonly metrics: ServerMetrics | undefined
  readonly tracing: Tracing | undefined
  /** Where /metrics is; undefined: nowhere. */
  readonly metricsPort: number | undefined
  close(): Promise<void>
}

/** What the environment asks to be told of the server; a library that is not asked for is not loaded. */
export async function openTelemetry(config: Config): Promise<Telemetry> {
  const tracing = config.tracing && (await openTracing(config.tracing))
  if (config.metricsPort === undefined)
    return { metrics: undefined, tracing, metricsPort: undefined, close: async () => tracing?.close() }
  const { ServerMetrics } = await import('../../src/telemetry/metrics.ts')
  const { startMetricsServer } = await import('../../src/telemetry/metricsServer.ts')
  const metrics = new ServerMetrics()
  const server = await startMetricsServer(metrics.registry, { host: config.host, port: config.metricsPort })
  return {
    metrics,
    tracing,
    metricsPort: server.port,
    close: async () => {
      await Promise.all([server.close(), tracing?.close()])
    },
  }
}

async function openTracing(options: NonNullable<Config['tracing']>): Promise<Tracing> {
  const { startTracing } = await import('../../src/telemetry/tracing.ts')
  const text = fs.readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')
  return startTracing({ ...options, version: (JSON.parse(text) as { version: string }).version })
}
