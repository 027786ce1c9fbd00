import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers one message; undefined: 204. `hang` never answers. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang'
  | undefined

export interface Receiver {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  reply: (message: Received) => Reply
  close(): Promise<void>
}

/** A partner's server: a real one, that keeps what it is sent. */
export async function startReceiver(tls?: {
  readonly key: string
  readonly cert: string
}): Promise<Receiver> {
  const listener: http.RequestListener = (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const message = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      }
      receiver.received.push(message)
      const reply = receiver.reply(message)
      if (reply === 'hang') return
      response.writeHead(reply?.status ?? 204, reply?.headers).end(reply?.body)
    })
  }
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}`,
    port,
    received: [],
    reply: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
