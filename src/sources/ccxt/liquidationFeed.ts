import type { Exchange } from 'ccxt'
import { SourceError, messageOf } from '../../lib/errors.ts'
import type { Window } from '../../lib/time.ts'
import type { LiquidationRecord } from '../../liquidations/record.ts'
import type { StoredMarket } from '../../markets/record.ts'
import type { Batch, Rejection } from '../../quality/record.ts'
import { classNames, type Settings, type VenueClient } from './loadExchange.ts'
import { indexMarkets, type MarketIndex, type Mapped } from './mapping.ts'

/** The part of ccxt's WebSocket client that is watched here. */
interface CcxtSocket {
  readonly url: string
  lastPong?: number
  connectionEstablished?: number
  error?: unknown
  connection?: { terminate?: () => void }
  send(message: unknown): Promise<unknown>
  clearPingInterval(): void
  clearConnectionTimeout(): void
}

/** The part of a ccxt exchange that is listened in on. Its own handlers call these by name, on the instance. */
interface CcxtFeed {
  log: (...args: unknown[]) => void
  streaming: Record<string, unknown>
  client(url: string): CcxtSocket
  handleMessage(socket: CcxtSocket, message: unknown): void
  handleLiquidation(socket: CcxtSocket, message: unknown): void
  setMarkets(markets: unknown[]): unknown
}

export interface Subscription {
  /** ccxt's own watch call: opens the socket, subscribes, keeps it alive, and rejects when it breaks. */
  readonly watch: () => Promise<unknown>
  /** Confirmations that the venue sends for it. */
  readonly acknowledgements: number
}

export interface FeedPlan {
  /** The subscriptions for these markets, once ccxt knows them. */
  readonly subscribe: (
    exchange: Exchange,
    markets: readonly StoredMarket[],
  ) => Promise<Subscription[]> | Subscription[]
  /** true for a message by which the venue confirms one subscribe request. */
  readonly isAcknowledgement: (message: Readonly<Record<string, unknown>>) => boolean
  /** What the venue says when it refuses a subscription in a way that ccxt does not pass on. */
  readonly findRefusal?: (message: Readonly<Record<string, unknown>>) => string | undefined
  /** Pure: the raw message of the venue to records. */
  readonly map: (message: unknown, markets: MarketIndex) => Mapped<LiquidationRecord>
}

interface Frame {
  readonly message: unknown
  readonly receivedAt: Date
}

/** So many frames waiting for a slow reader end the feed rather than the memory. */
const MOST_FRAMES = 100_000

/**
 * Forced orders as a venue pushes them, from now until `window.to` or until the signal is aborted.
 *
 * ccxt opens, subscribes, pings and reads the sockets. Messages are taken where ccxt hands them to its own liquidation
 * handler, whole: what its watch calls return is one order at a time, drops orders that come while nobody waits, and for OKX
 * holds the first detail only.
 *
 * `aliveSince` is claimed only with proof that the feed delivers: all subscriptions confirmed, every socket heard from lately,
 * and a forced order seen on this connection in the last `provenMs`. A quiet stretch is claimed afterwards, by the
 * next order that comes over the unbroken connection. An address that accepts and pings but never sends an order
 * is thus never covered, and after `quietMs` it is an error.
 * @throws SourceError FEED_SILENT, FEED_DROPPED, FEED_OVERFLOW, SOURCE_UNAVAILABLE, SOURCE_REFUSED; HISTORY_NOT_OFFERED
 */
export async function* watchLiquidations(
  { exchange, settings }: VenueClient,
  plan: FeedPlan,
  markets: readonly StoredMarket[],
  window: Window,
  signal: AbortSignal,
): AsyncGenerator<Batch<LiquidationRecord>> {
  const index = indexMarkets(markets)
  const feed = new Feed(exchange, plan, settings)
  const onAbort = () => feed.wake()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await feed.open(markets)
    for (;;) {
      const ended = signal.aborted || settings.now() >= window.to
      const batch = feed.take((message) => plan.map(message, index), window)
      if (batch) yield batch
      if (ended) return
      feed.assertAlive()
      await feed.wait(Math.min(settings.heartbeatMs, window.to.getTime() - settings.now().getTime()))
      if (!signal.aborted && !feed.waiting) yield feed.heartbeat()
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    feed.close()
  }
}

class Feed {
  readonly #exchange: Exchange
  readonly #plan: FeedPlan
  readonly #settings: Settings
  readonly #sockets = new Map<CcxtSocket, { lastFrameMs: number }>()
  #frames: Frame[] = []
  #failure: SourceError | undefined
  #openedMs = 0
  #missingAcknowledgements = 0
  #aliveSince: Date | undefined
  #lastOrderMs: number | undefined
  #wake: (() => void) | undefined

  constructor(exchange: Exchange, plan: FeedPlan, settings: Settings) {
    this.#exchange = exchange
    this.#plan = plan
    this.#settings = settings
  }

  get waiting(): boolean {
    return this.#frames.length > 0 || this.#failure !== undefined
  }

  async open(markets: readonly StoredMarket[]): Promise<void> {
    const ccxt = this.#exchange as unknown as CcxtFeed
    // Three pings fit into the silence that is allowed.
    ccxt.streaming = { ...ccxt.streaming, keepAlive: Math.ceil(this.#settings.silenceMs / 3) }
    ccxt.setMarkets(markets.map(ccxtMarketOf))
    const client = ccxt.client.bind(ccxt)
    ccxt.client = (url) => {
      const socket = client(url)
      if (!this.#sockets.has(socket)) {
        this.#sockets.set(socket, { lastFrameMs: Date.now() })
        // ccxt leaves this promise alone when it subscribes: a socket that closes just then would end the process.
        const send = socket.send.bind(socket)
        socket.send = (message) => send(message).catch((error: unknown) => this.#fail(this.#judge(error)))
      }
      return socket
    }
    const handleMessage = ccxt.handleMessage.bind(ccxt)
    ccxt.handleMessage = (socket, message) => {
      this.#hear(socket, message)
      handleMessage(socket, message)
    }
    ccxt.handleLiquidation = (_socket, message) => {
      this.#lastOrderMs = Date.now()
      this.#push(message)
    }
    this.#openedMs = Date.now()
    const subscriptions = await this.#plan.subscribe(this.#exchange, markets)
    for (const { acknowledgements } of subscriptions) this.#missingAcknowledgements += acknowledgements
    // The watch calls never resolve, since their handler is ours; they reject when the socket or the subscription fails.
    for (const { watch } of subscriptions) watch().catch((error: unknown) => this.#fail(this.#judge(error)))
  }

  /** What has come since the last call, as one batch of records in order of time; undefined when nothing has. */
  take(
    map: (message: unknown) => Mapped<LiquidationRecord>,
    window: Window,
  ): Batch<LiquidationRecord> | undefined {
    const frames = this.#frames
    const last = frames.at(-1)
    if (!last) return undefined
    this.#frames = []
    const records: LiquidationRecord[] = []
    const rejections: Rejection[] = []
    for (const { message } of frames) {
      const mapped = map(message)
      rejections.push(...mapped.rejections)
      for (const record of mapped.records) {
        if (record.time >= window.from && record.time < window.to) records.push(record)
      }
    }
    records.sort((a, b) => a.time.getTime() - b.time.getTime())
    return { records, rejections, observedAt: last.receivedAt, ...this.#claim(last.receivedAt) }
  }

  /** An empty batch: the feed is still there. Its time is that of the last sign of life of the least lively socket. */
  heartbeat(): Batch<LiquidationRecord> {
    const observedAt = new Date(this.#settings.now().getTime() - this.#longestSilenceMs())
    return { records: [], rejections: [], observedAt, ...this.#claim(observedAt) }
  }

  assertAlive(): void {
    if (this.#failure) throw this.#failure
    const { silenceMs, quietMs } = this.#settings
    const silent = (what: string, ms: number) =>
      new SourceError('FEED_SILENT', `${this.#exchange.id}: ${what} for ${Math.round(ms / 1000)} s`)
    const now = Date.now()
    if (this.#missingAcknowledgements > 0 && now - this.#openedMs > silenceMs) {
      throw silent('no confirmation of the subscription', now - this.#openedMs)
    }
    const silence = this.#longestSilenceMs()
    if (silence > silenceMs) throw silent('nothing on the socket', silence)
    const quiet = now - Math.max(this.#lastOrderMs ?? 0, this.#openedMs)
    if (quiet > quietMs) throw silent('no forced order on a living socket', quiet)
  }

  async wait(ms: number): Promise<void> {
    if (this.waiting) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }

  wake(): void {
    this.#wake?.()
  }

  /** At once: a silent server would let a closing handshake wait half a minute. */
  close(): void {
    this.#failure ??= new SourceError('FEED_DROPPED', `${this.#exchange.id}: closed by us`)
    for (const socket of this.#sockets.keys()) {
      socket.error ??= new Error('closed by us')
      socket.clearPingInterval()
      socket.clearConnectionTimeout()
      socket.connection?.terminate?.()
    }
    this.#sockets.clear()
  }

  #hear(socket: CcxtSocket, message: unknown): void {
    const state = this.#sockets.get(socket)
    if (state) state.lastFrameMs = Date.now()
    if (typeof message === 'object' && message !== null) {
      if (this.#missingAcknowledgements === 0) return
      const reply = message as Readonly<Record<string, unknown>>
      const refusal = this.#plan.findRefusal?.(reply)
      if (refusal !== undefined) {
        this.#fail(new SourceError('SOURCE_REFUSED', `${this.#exchange.id}: ${refusal.slice(0, 300)}`))
        return
      }
      if (!this.#plan.isAcknowledgement(reply)) return
      this.#missingAcknowledgements -= 1
      if (this.#missingAcknowledgements > 0) return
      this.#aliveSince = this.#settings.now()
    } else if (message !== 'pong') {
      // ccxt leaves a frame as text when it is no JSON: cut short on its way.
      this.#push(typeof message === 'string' ? message.slice(0, 2_000) : null)
    }
  }

  #push(message: unknown): void {
    if (this.#frames.length >= MOST_FRAMES) {
      this.#fail(
        new SourceError('FEED_OVERFLOW', `${this.#exchange.id}: ${MOST_FRAMES} messages wait to be read`),
      )
      return
    }
    this.#frames.push({ message, receivedAt: this.#settings.now() })
    this.wake()
  }

  #fail(error: SourceError): void {
    this.#failure ??= error
    this.wake()
  }

  #claim(until: Date): { aliveSince?: Date } {
    const proven =
      this.#aliveSince !== undefined &&
      this.#lastOrderMs !== undefined &&
      Date.now() - this.#lastOrderMs <= this.#settings.provenMs &&
      this.#longestSilenceMs() <= (this.#settings.silenceMs * 2) / 3 &&
      this.#aliveSince <= until
    return proven && this.#aliveSince ? { aliveSince: this.#aliveSince } : {}
  }

  #longestSilenceMs(): number {
    let oldest = Date.now()
    for (const [socket, { lastFrameMs }] of this.#sockets) {
      const heard = Math.max(lastFrameMs, socket.lastPong ?? 0, socket.connectionEstablished ?? 0)
      oldest = Math.min(oldest, heard)
    }
    return Date.now() - oldest
  }

  #judge(error: unknown): SourceError {
    const venue = this.#exchange.id
    const message = `${venue}: ${messageOf(error).slice(0, 300)}`
    const names = classNames(error)
    const options = { cause: error }
    if (names.has('RequestTimeout')) return new SourceError('FEED_SILENT', message, options)
    if (!names.has('NetworkError') && !message.includes('not open'))
      return new SourceError('SOURCE_REFUSED', message, options)
    return new SourceError(this.#aliveSince ? 'FEED_DROPPED' : 'SOURCE_UNAVAILABLE', message, options)
  }
}

/** A market as ccxt wants it, from our own table: a feed then needs no instrument list of the venue. */
export function ccxtMarketOf(market: StoredMarket): Record<string, unknown> {
  const [base = market.baseCode] = market.symbol.split('/')
  return {
    id: market.venueSymbol,
    lowercaseId: market.venueSymbol.toLowerCase(),
    symbol: market.symbol,
    base,
    quote: market.quote,
    settle: market.kind === 'SPOT' ? undefined : market.settle,
    baseId: base,
    quoteId: market.quote,
    settleId: market.kind === 'SPOT' ? undefined : market.settle,
    type: market.kind === 'PERPETUAL' ? 'swap' : market.kind === 'FUTURE' ? 'future' : 'spot',
    spot: market.kind === 'SPOT',
    margin: false,
    swap: market.kind === 'PERPETUAL',
    future: market.kind === 'FUTURE',
    option: false,
    contract: market.kind !== 'SPOT',
    active: market.active,
    linear: market.style === 'LINEAR' && market.kind !== 'SPOT',
    inverse: market.style === 'INVERSE',
    contractSize: Number(market.contractSize),
  }
}
