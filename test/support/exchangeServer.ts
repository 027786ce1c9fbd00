import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import * as binance from './payloads/binance.ts'
import * as bybit from './payloads/bybit.ts'
import * as coingecko from './payloads/coingecko.ts'
import * as okx from './payloads/okx.ts'

/** How the next answers to a path go wrong. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** No answer at all. */
  | { readonly kind: 'hang' }
  /** Headers and half a body, then nothing. */
  | { readonly kind: 'stall' }
  /** A whole answer whose JSON ends too soon. */
  | { readonly kind: 'truncate' }
  /** The connection is cut. */
  | { readonly kind: 'reset' }

export interface SeenRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
}

/** What a subscriber was sent and may be sent. */
export interface Subscriber {
  readonly path: string
  /** The venue's subscribe requests, as they came. */
  readonly subscriptions: unknown[]
  readonly isOpen: boolean
  send(message: unknown): void
  /** A frame as it is, e.g. JSON that is cut short. */
  sendRaw(text: string): void
  /** From now on nothing is sent or answered, not even a pong, and nothing is closed. */
  fallSilent(): void
  /** The TCP connection is cut. */
  drop(): void
  /** A proper close by the server. */
  close(): void
}

/**
 * Binance, Bybit, OKX and CoinGecko on one local port, for ccxt's and CoinGecko's own clients: `/binance/…` and so on.
 * It answers well unless it is told to misbehave.
 */
export class ExchangeServer {
  readonly requests: SeenRequest[] = []
  readonly subscribers: Subscriber[] = []
  /** false: subscriptions are never confirmed. */
  acknowledge = true
  /** Sent with every answer. */
  headers: Readonly<Record<string, string>> = {}
  /** Answers a subscribe request with this instead of a confirmation. */
  refusal: unknown
  readonly #misbehaviours = new Map<string, Misbehaviour[]>()
  readonly #answers = new Map<string, (query: URLSearchParams, body: unknown) => unknown>(
    Object.entries(DEFAULT_ANSWERS),
  )
  readonly #waiters: { readonly count: number; readonly resolve: () => void }[] = []
  readonly #sockets = new Set<Socket>()
  readonly #http = createServer((request, response) => void this.#answer(request, response))
  // Pongs are ours to withhold.
  readonly #ws = new WebSocketServer({ server: this.#http, autoPong: false })

  static async start(): Promise<ExchangeServer> {
    const server = new ExchangeServer()
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve))
    return server
  }

  private constructor() {
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#ws.on('connection', (socket, request) => this.#welcome(socket, request.url ?? '/'))
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** Base address of a house that `respond` gives answers for. */
  urlOf(house: string): string {
    return `http://127.0.0.1:${this.port}/${house}`
  }

  get coingeckoUrl(): string {
    return `http://127.0.0.1:${this.port}/coingecko`
  }

  /** Open WebSocket connections. */
  get openSockets(): number {
    return this.#ws.clients.size
  }

  /** ccxt constructor options that send a venue's HTTP and WebSocket here. */
  ccxtOptions(venue: 'binance' | 'bybit' | 'okx'): Record<string, unknown> {
    const http = `http://127.0.0.1:${this.port}/${venue}`
    const ws = `ws://127.0.0.1:${this.port}/${venue}`
    if (venue === 'binance') {
      return {
        urls: {
          api: {
            public: `${http}/api/v3`,
            fapiPublic: `${http}/fapi/v1`,
            fapiData: `${http}/futures/data`,
            dapiPublic: `${http}/dapi/v1`,
            dapiData: `${http}/dapi/futures/data`,
            ws: { future: `${ws}/usdm/ws`, delivery: `${ws}/coinm/ws` },
          },
        },
      }
    }
    if (venue === 'bybit') {
      const pub = { linear: `${ws}/v5/public/linear`, inverse: `${ws}/v5/public/inverse` }
      return { urls: { api: { public: http, ws: { public: pub } } } }
    }
    return { urls: { api: { rest: http, ws: `${ws}/ws/v5` } } }
  }

  /** The next `times` answers to a path go wrong; a path ends like `/premiumIndex`. */
  misbehave(path: string, misbehaviour: Misbehaviour, times = 1): void {
    const queue = this.#misbehaviours.get(path) ?? []
    for (let i = 0; i < times; i += 1) queue.push(misbehaviour)
    this.#misbehaviours.set(path, queue)
  }

  /** Forgets the misbehaviours that are left. */
  behave(): void {
    this.#misbehaviours.clear()
  }

  /** Another answer for a whole path, e.g. `/bybit/v5/market/tickers`. */
  respond(path: string, answer: (query: URLSearchParams, body: unknown) => unknown): void {
    this.#answers.set(path, answer)
  }

  requestsTo(ending: string): SeenRequest[] {
    return this.requests.filter(({ path }) => path.endsWith(ending))
  }

  /** Settles when so many subscribe requests have been received in all. */
  async subscribed(count: number): Promise<void> {
    if (this.#countSubscriptions() >= count) return
    await new Promise<void>((resolve) => this.#waiters.push({ count, resolve }))
  }

  /** The first subscriber whose path holds this text. */
  subscriber(part: string): Subscriber {
    const found = this.subscribers.find(({ path }) => path.includes(part))
    if (!found)
      throw new Error(`nobody subscribed at ${part}: ${this.subscribers.map(({ path }) => path).join()}`)
    return found
  }

  async stop(): Promise<void> {
    for (const client of this.#ws.clients) client.terminate()
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
  }

  #countSubscriptions(): number {
    return this.subscribers.reduce((count, { subscriptions }) => count + subscriptions.length, 0)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    this.requests.push({ path: url.pathname, query: url.searchParams, headers: request.headers })
    const misbehaviour = this.#nextMisbehaviour(url.pathname)
    const answer = this.#answers.get(url.pathname)
    const sent = request.method === 'POST' ? await jsonOf(request) : undefined
    // Refused, the venue has told nothing of its own.
    if (misbehaviour?.kind === 'status') {
      misbehaveOnce(misbehaviour, request, response, '')
      return
    }
    const body = JSON.stringify(answer?.(url.searchParams, sent) ?? { error: 'not found' })
    if (misbehaviour) {
      misbehaveOnce(misbehaviour, request, response, body)
      return
    }
    const headers = { 'content-type': 'application/json', ...this.headers }
    response.writeHead(answer ? 200 : 404, headers).end(body)
  }

  #nextMisbehaviour(path: string): Misbehaviour | undefined {
    for (const [ending, queue] of this.#misbehaviours) if (path.endsWith(ending)) return queue.shift()
    return undefined
  }

  #welcome(socket: WebSocket, path: string): void {
    let silent = false
    const send = (message: unknown) => {
      if (!silent) socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    }
    const subscriber: Subscriber = {
      path,
      subscriptions: [],
      get isOpen() {
        return socket.readyState === socket.OPEN
      },
      send,
      sendRaw: (text) => send(text),
      fallSilent: () => {
        silent = true
      },
      drop: () => socket.terminate(),
      close: () => socket.close(1001),
    }
    this.subscribers.push(subscriber)
    socket.on('error', () => {})
    socket.on('ping', (data) => {
      if (!silent) socket.pong(data)
    })
    socket.on('message', (data) => {
      const text = (data as Buffer).toString()
      if (text === 'ping') return send('pong')
      const message = JSON.parse(text) as Record<string, unknown>
      if (message.op === 'ping') return send({ success: true, ret_msg: 'pong', op: 'ping', conn_id: 'x' })
      if (this.refusal !== undefined) send(this.refusal)
      else if (this.acknowledge) for (const reply of acknowledgementsOf(message)) send(reply)
      subscriber.subscriptions.push(message)
      for (const waiter of this.#waiters) if (this.#countSubscriptions() >= waiter.count) waiter.resolve()
    })
  }
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString() || 'null')
}

function acknowledgementsOf(message: Record<string, unknown>): unknown[] {
  if (message.method === 'SUBSCRIBE') return [{ result: null, id: message.id }]
  const args = message.args as unknown[]
  // OKX confirms each channel, Bybit each request.
  if (typeof args[0] === 'object') return args.map((arg) => ({ event: 'subscribe', arg, connId: 'x' }))
  return [{ success: true, ret_msg: '', op: 'subscribe', conn_id: 'x', req_id: message.req_id }]
}

function misbehaveOnce(
  misbehaviour: Misbehaviour,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void {
  const json = { 'content-type': 'application/json' }
  if (misbehaviour.kind === 'status') {
    const { status, retryAfter, body: text = '{"msg":"no"}' } = misbehaviour
    response
      .writeHead(status, { ...json, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) })
      .end(text)
  } else if (misbehaviour.kind === 'truncate') {
    response.writeHead(200, json).end(body.slice(0, Math.floor(body.length / 2)))
  } else if (misbehaviour.kind === 'stall') {
    response.writeHead(200, { ...json, 'content-length': String(body.length) })
    response.write(body.slice(0, 2))
  } else if (misbehaviour.kind === 'reset') {
    request.socket.destroy()
  }
}

const bybitList = (category: string | null, list: unknown[]) => ({
  retCode: 0,
  retMsg: 'OK',
  result: { category, list, nextPageCursor: '' },
  retExtInfo: {},
  time: 1790000000555,
})

const byTime = <T>(
  query: URLSearchParams,
  rows: T[],
  from: string,
  to: string,
  timeOf: (row: T) => number,
): T[] => rows.filter((row) => timeOf(row) >= Number(query.get(from)) && timeOf(row) <= Number(query.get(to)))

const okxData = (data: unknown[]) => ({ code: '0', msg: '', data })

const bySymbol = (query: URLSearchParams) => binance.openInterest[query.get('symbol') ?? '']

const DEFAULT_ANSWERS: Record<string, (query: URLSearchParams) => unknown> = {
  '/binance/api/v3/exchangeInfo': () => binance.spotExchangeInfo,
  '/binance/fapi/v1/exchangeInfo': () => binance.usdmExchangeInfo,
  '/binance/dapi/v1/exchangeInfo': () => binance.coinmExchangeInfo,
  '/binance/fapi/v1/premiumIndex': () => binance.usdmPremiumIndex,
  '/binance/dapi/v1/premiumIndex': () => binance.coinmPremiumIndex,
  '/binance/fapi/v1/openInterest': bySymbol,
  '/binance/dapi/v1/openInterest': bySymbol,
  '/binance/futures/data/openInterestHist': (query) =>
    byTime(query, binance.usdmHistory, 'startTime', 'endTime', ({ timestamp }) => timestamp),
  '/binance/dapi/futures/data/openInterestHist': (query) =>
    byTime(query, binance.coinmHistory, 'startTime', 'endTime', ({ timestamp }) => timestamp),

  '/bybit/v5/market/instruments-info': (query) => {
    const lists: Record<string, unknown[]> = {
      spot: bybit.spotInstruments,
      linear: bybit.linearInstruments,
      inverse: bybit.inverseInstruments,
    }
    const category = query.get('category') ?? ''
    return bybitList(
      category,
      query.get('status') === 'PreLaunch' || query.get('cursor') ? [] : (lists[category] ?? []),
    )
  },
  '/bybit/v5/market/risk-limit': (query) =>
    bybitList(query.get('category'), bybit.riskLimits[query.get('category') ?? ''] ?? []),
  '/bybit/v5/market/tickers': (query) =>
    bybitList(
      query.get('category'),
      query.get('category') === 'inverse' ? bybit.inverseTickers : bybit.linearTickers,
    ),
  '/bybit/v5/market/open-interest': (query) =>
    bybitList(
      query.get('category'),
      byTime(query, bybit.openInterestHistory, 'startTime', 'endTime', ({ timestamp }) => Number(timestamp)),
    ),
  '/bybit/v5/market/mark-price-kline': (query) =>
    bybitList(
      query.get('category'),
      byTime(query, bybit.markPriceKlines, 'start', 'end', ([start]) => Number(start)),
    ),

  '/okx/api/v5/public/instruments': (query) => okxData(okx.instruments[query.get('instType') ?? ''] ?? []),
  '/okx/api/v5/public/open-interest': (query) => okxData(okx.openInterest[query.get('instType') ?? ''] ?? []),
  '/okx/api/v5/public/position-tiers': (query) =>
    okxData(okx.positionTiers[query.get('instFamily') ?? ''] ?? []),
  '/okx/api/v5/public/mark-price': (query) => okxData(okx.markPrice[query.get('instType') ?? ''] ?? []),
  '/okx/api/v5/rubik/stat/contracts/open-interest-volume': () => okxData(okx.rubikOpenInterest),

  '/coingecko/coins/markets': (query) => {
    const category = query.get('category')
    return category === null ? coingecko.markets : (coingecko.categories[category] ?? [])
  },
  '/coingecko/global': () => coingecko.global,
  '/coingecko/global/market_cap_chart': () => coingecko.globalChart,
}
for (const { id } of [coingecko.bitcoin, coingecko.monero, coingecko.supplyless, coingecko.capless]) {
  DEFAULT_ANSWERS[`/coingecko/coins/${id}/market_chart/range`] = () => coingecko.marketChart
  DEFAULT_ANSWERS[`/coingecko/coins/${id}/circulating_supply_chart/range`] = () => coingecko.supplyChart
}
