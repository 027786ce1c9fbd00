import { setTimeout as sleep } from 'node:timers/promises'
import { openSocket, openStream, type Connection } from './connections.ts'
import { MOST_MS, type Opening, type Said, type Tally, type Told } from './record.ts'

// A process of clients, forked by ./measure.ts. Each keeps when it was told each order; what is asked of all is the same, so that a message
// is parsed once for all of them, and compared byte by byte with what was parsed: the load is the server's, not the clients'.

/** Clients whose connections are opened at the same time. */
const OPENED_AT_ONCE = 50
/** How long the last orders are waited for, ms. */
const LAST_WITHIN_MS = 20_000

const tell = (told: Told) => process.send?.(told)

/** What one message says: which orders. */
interface Parsed {
  readonly bytes: Buffer
  readonly orders: readonly number[]
}

class Clients {
  readonly #opening: Opening
  /** By client and order: when it came, ms after `#began`; 0: it has not. */
  readonly #heardAt: Float32Array[]
  readonly #hasHeard: boolean[]
  readonly #left: number[]
  readonly #parsed = new Map<string, Parsed>()
  readonly #began = Date.now()
  readonly #connections: Connection[] = []
  #twice = 0
  #dropped = 0
  #bytes = 0
  #isEnding = false

  constructor(opening: Opening) {
    this.#opening = opening
    const { clients, orders } = opening
    this.#heardAt = Array.from({ length: clients }, () => new Float32Array(orders + 1))
    this.#hasHeard = Array.from({ length: clients }, () => false)
    this.#left = Array.from({ length: clients }, () => orders)
  }

  async open(): Promise<void> {
    const { port, transport, clients } = this.#opening
    const open = transport === 'sockets' ? openSocket : openStream
    for (let from = 0; from < clients; from += OPENED_AT_ONCE)
      this.#connections.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(OPENED_AT_ONCE, clients - from) }, (_, at) =>
            open(port, {
              onPayload: (payload, bytes) => this.#hear(from + at, payload, bytes),
              onEnd: () => (this.#dropped += this.#isEnding ? 0 : 1),
            }),
          ),
        )),
      )
    while (!this.#hasHeard.every(Boolean)) await sleep(50)
  }

  /** Waits for what is still under way, then counts. */
  async end(committedAt: readonly number[]): Promise<Tally> {
    const until = Date.now() + LAST_WITHIN_MS
    while (this.#left.some((left) => left > 0) && Date.now() < until) await sleep(50)
    this.#isEnding = true
    for (const connection of this.#connections) connection.close()
    const counts = Array.from({ length: MOST_MS + 1 }, () => 0)
    for (const heardAt of this.#heardAt)
      for (let order = 1; order < heardAt.length; order++) {
        if (heardAt[order] === 0) continue
        const ms = Math.round(this.#began + heardAt[order]! - committedAt[order]!)
        counts[Math.min(MOST_MS, Math.max(0, ms))]! += 1
      }
    const lost = this.#left.reduce((sum, left) => sum + left, 0)
    return { counts, lost, twice: this.#twice, dropped: this.#dropped, bytes: this.#bytes }
  }

  #hear(client: number, payload: Buffer, bytes: number): void {
    const at = Date.now() - this.#began
    this.#bytes += bytes
    this.#hasHeard[client] = true
    const heardAt = this.#heardAt[client]!
    for (const order of this.#ordersOf(payload)) {
      if (order === 0) continue
      if (heardAt[order] !== 0) this.#twice += 1
      else this.#left[client]! -= 1
      heardAt[order] = at
    }
  }

  #ordersOf(payload: Buffer): readonly number[] {
    // The cursor comes first: the same cursor is the same message, but for a client that began within it.
    const key = payload.toString('latin1', 0, 80)
    const known = this.#parsed.get(key)
    if (known?.bytes.equals(payload)) return known.orders
    const { data } = JSON.parse(payload.toString()) as {
      data: { liquidations: { orders: { notionalUsd: string }[] } }
    }
    const orders = data.liquidations.orders.map(({ notionalUsd }) => Number(notionalUsd))
    this.#parsed.set(key, { bytes: Buffer.from(payload), orders })
    return orders
  }
}

let clients: Clients | undefined

async function obey(said: Said): Promise<void> {
  if (said.kind === 'open') {
    clients = new Clients(said.opening)
    await clients.open()
    tell({ kind: 'listening' })
  } else tell({ kind: 'tally', tally: await clients!.end(said.committedAt) })
}

process.on('message', (said: Said) => {
  obey(said).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})
