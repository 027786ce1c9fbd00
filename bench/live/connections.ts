import http from 'node:http'
import { WebSocket } from 'ws'
import type { Transport } from './record.ts'

export interface Connection {
  close(): void
}

export interface Hearer {
  /** Told of each result: its JSON, and what the message took on the wire without frames. */
  readonly onPayload: (payload: Buffer, bytes: number) => void
  readonly onEnd: () => void
}

/** What all clients ask: an order as a page shows it. */
const ORDERS =
  'subscription { liquidations { cursor orders { id time side notionalUsd market { symbol exchange { code } } } } }'

/** What a client asks that reads nothing: so much of each order that what is in the way is full soon. */
const MUCH = `subscription { liquidations { cursor orders { ${Array.from({ length: 60 }, (_, at) => `a${at}: id`).join(' ')} } } }`

const INIT = JSON.stringify({ type: 'connection_init' })
const subscribe = (query: string) => JSON.stringify({ id: '1', type: 'subscribe', payload: { query } })
const NEXT = Buffer.from('{"id":"1","type":"next","payload":')

async function socketOf(port: number, query: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(INIT)
  await new Promise((resolve) => socket.once('message', resolve))
  socket.send(subscribe(query))
  return socket
}

/** A subscription over a socket of its own. */
export async function openSocket(port: number, { onPayload, onEnd }: Hearer): Promise<Connection> {
  const socket = await socketOf(port, ORDERS)
  socket.on('message', (message: Buffer) => {
    if (!message.subarray(0, NEXT.length).equals(NEXT)) throw new Error(message.toString())
    onPayload(message.subarray(NEXT.length, -1), message.length)
  })
  socket.on('close', onEnd).on('error', () => undefined)
  return { close: () => socket.close() }
}

async function streamOf(port: number, query: string): Promise<http.IncomingMessage> {
  const request = http.get({
    port,
    host: '127.0.0.1',
    path: `/graphql/stream?query=${encodeURIComponent(query)}`,
    headers: { accept: 'text/event-stream' },
    agent: false,
  })
  const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).once('error', reject),
  )
  if (response.statusCode !== 200) throw new Error(`The stream was answered ${response.statusCode}.`)
  return response
}

/** A subscription as server-sent events. */
export async function openStream(port: number, { onPayload, onEnd }: Hearer): Promise<Connection> {
  const response = await streamOf(port, ORDERS)
  let rest: Buffer = Buffer.alloc(0)
  response.on('data', (part: Buffer) => {
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part])
    let from = 0
    for (let end = bytes.indexOf('\n\n'); end !== -1; end = bytes.indexOf('\n\n', from)) {
      const data = bytes.indexOf('data: ', from)
      if (data !== -1 && data < end) onPayload(bytes.subarray(data + 6, end), end + 2 - from)
      from = end + 2
    }
    rest = bytes.subarray(from)
  })
  response.on('close', onEnd).on('error', () => undefined)
  return { close: () => response.destroy() }
}

/** A client that subscribes to much and reads nothing of it. */
export interface Stalled {
  /** Reads what there is; how it was ended. */
  end(): Promise<string>
}

/** How long a client that reads again waits for its end, ms. */
const ENDED_WITHIN_MS = 10_000

export async function openStalled(port: number, transport: Transport): Promise<Stalled> {
  const within = (ended: Promise<string>) =>
    Promise.race([
      ended,
      new Promise<string>((resolve) => setTimeout(() => resolve('was not ended'), ENDED_WITHIN_MS).unref()),
    ])
  if (transport === 'sockets') {
    const socket = await socketOf(port, MUCH)
    const ended = new Promise<string>((resolve) =>
      socket.once('close', (code) => resolve(`was closed with ${code}`)),
    )
    socket.on('error', () => undefined).pause()
    return {
      end: () => {
        socket.resume()
        return within(ended).finally(() => socket.terminate())
      },
    }
  }
  const response = await streamOf(port, MUCH)
  const ended = new Promise<string>((resolve) => response.once('close', () => resolve('was cut off')))
  response.on('error', () => undefined).pause()
  return {
    end: () => {
      response.resume()
      return within(ended).finally(() => response.destroy())
    },
  }
}
