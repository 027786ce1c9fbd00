import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { serveMetrics } from '../telemetry/metricsServer.ts'
import { recorderMetrics } from './metrics.ts'
import type { Recorder } from './recorder.ts'

export interface StatusServer {
  readonly url: string
  close(): Promise<void>
}

/** `/recorder/status`: all feeds as JSON. `/recorder/healthz`: 200 while feeds are heard and written, else 503 and why. `/metrics`: for Prometheus. */
export async function startStatusServer(
  recorder: Recorder,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<StatusServer> {
  const server = Fastify({ logger: false })
  server.get('/recorder/status', () => recorder.status())
  server.get('/recorder/healthz', (_, reply) => {
    const fault = recorder.findFault()
    return reply
      .code(fault === undefined ? 200 : 503)
      .send(fault === undefined ? { status: 'ok' } : { status: 'fault', fault })
  })
  serveMetrics(server, recorderMetrics(recorder))
  await server.listen({ host, port })
  const { port: bound } = server.server.address() as AddressInfo
  return { url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${bound}`, close: () => server.close() }
}
