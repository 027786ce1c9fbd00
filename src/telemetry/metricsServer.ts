import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

export interface MetricsServer {
  readonly port: number
  close(): Promise<void>
}

/** GET /metrics in Prometheus' text format. */
export function serveMetrics(server: FastifyInstance, registry: Registry): void {
  server.get('/metrics', async (_, reply) => {
    const text = await registry.metrics()
    return reply.header('content-type', registry.contentType).send(text)
  })
}

/** A port of its own, so that what is told to operators is not told to all. */
export async function startMetricsServer(
  registry: Registry,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = Fastify({ logger: false, forceCloseConnections: true })
  serveMetrics(server, registry)
  await server.listen({ host, port })
  return { port: (server.server.address() as AddressInfo).port, close: () => server.close() }
}
