import pg from 'pg'
import { messageOf } from '../lib/errors.ts'
import { Bell, pause } from '../lib/pause.ts'
import {
  findStreamEnds,
  getStreamEvents,
  pruneStream,
  STREAM_CHANNEL,
  type StreamEvent,
  type StreamRead,
} from './store.ts'

/** Events of a moment, in their order: what subscribers are given at a time. */
export interface Tick {
  /** Id of the last event in it. */
  readonly last: number
  readonly events: readonly StreamEvent[]
}

interface KeptTick extends Tick {
  /** Nothing is missing between this id and its events. */
  readonly after: number
}

export interface HubOptions {
  /** The store itself: a replica neither notifies nor has all that was committed. */
  readonly pool: pg.Pool
  /** Told when listening fails; it is tried again. */
  readonly onError: (error: unknown) => void
  /** Told of events when they are handed out. */
  readonly onEvents?: (events: readonly StreamEvent[]) => void
  /** How long events are gathered before they are handed out, ms. */
  readonly tickMs?: number
}

/** Events that are kept in memory for subscribers that are a little behind. */
const MOST_TICKS = 200
const EVENTS_A_READ = 200
/** A listener that hears nothing for so long asks by itself: a notification may be lost with its connection. */
const IDLE_MS = 5_000
const RETRY_MS = 1_000
const PRUNE_MS = 10 * 60_000

/**
 * One listener for each server: it reads the log of events after each notification and hands it out to all subscribers. What is read once
 * is shared. Several servers on one store each hear all.
 */
export class StreamHub {
  readonly #options: HubOptions
  readonly #ticks: KeptTick[] = []
  readonly #closing = new AbortController()
  readonly #waiters = new Set<() => void>()
  #still: Tick = { last: 0, events: [] }
  #last = 0
  #started: Promise<void> | undefined
  #client: pg.Client | undefined
  /** Rung when there may be something in the log that was not read. */
  readonly #bell = new Bell()

  constructor(options: HubOptions) {
    this.#options = options
  }

  /** Id of the last event that was handed out. */
  get head(): number {
    return this.#last
  }

  /** Events after an id, from the store. */
  read(after: number, limit: number): Promise<StreamRead> {
    return getStreamEvents(this.#options.pool, after, limit)
  }

  /** The first and the last id that are held; undefined: none is. */
  findEnds(): ReturnType<typeof findStreamEnds> {
    return findStreamEnds(this.#options.pool)
  }

  /** Begins to listen at the first call. */
  start(): Promise<void> {
    return (this.#started ??= this.#begin().catch((error: unknown) => {
      // The next one who asks tries again.
      this.#started = undefined
      throw error
    }))
  }

  async #begin(): Promise<void> {
    this.#last = (await findStreamEnds(this.#options.pool))?.last ?? 0
    void this.#listen()
    void this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#notify()
    await this.#client?.end().catch(() => undefined)
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  /** The tick that follows an id without a gap; undefined: none has come yet, or memory does not have it. */
  next(after: number): Tick | undefined {
    // Ticks ascend: most subscribers ask for the newest.
    const tick = this.#ticks.findLast((kept) => kept.after <= after)
    return tick && tick.last > after ? tick : undefined
  }

  /** Whether what follows an id must be read from the store. */
  isBehind(after: number): boolean {
    return after < this.#last && this.next(after) === undefined
  }

  /** A tick of nothing behind an id: the same object for all who stand there. */
  stillAt(last: number): Tick {
    if (this.#still.last !== last) this.#still = { last, events: [] }
    return this.#still
  }

  /** Resolves when something has come, or the hub closes, at most after so many ms; Infinity: however long it takes. */
  wait(signal: AbortSignal, ms: number): Promise<void> {
    if (this.isClosed || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#waiters.delete(done)
        resolve()
      }
      const timer = Number.isFinite(ms) ? setTimeout(done, ms).unref() : undefined
      signal.addEventListener('abort', done, { once: true })
      this.#waiters.add(done)
    })
  }

  #notify(): void {
    for (const waiter of [...this.#waiters]) waiter()
  }

  /** Holds a connection of its own that listens; one that breaks is made anew. */
  async #listen(): Promise<void> {
    const { pool, onError } = this.#options
    while (!this.isClosed) {
      const client = new pg.Client({ ...(pool as unknown as { options: pg.ClientConfig }).options })
      this.#client = client
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve)
        client.once('error', () => resolve())
      })
      try {
        await client.connect()
        client.on('notification', () => this.#bell.ring())
        await client.query(`listen ${STREAM_CHANNEL}`)
        // What was committed while nobody listened.
        this.#bell.ring()
        await ended
      } catch (error) {
        if (!this.isClosed) onError(error)
      }
      await client.end().catch(() => undefined)
      if (!this.isClosed) await pause(RETRY_MS, this.#closing.signal)
    }
  }

  async #run(): Promise<void> {
    const { pool, onError, tickMs = 50 } = this.#options
    let prunedAt = 0
    while (!this.isClosed) {
      await this.#bell.wait(IDLE_MS, this.#closing.signal)
      if (this.isClosed) return
      try {
        const { events, isCut } = await getStreamEvents(pool, this.#last, EVENTS_A_READ)
        // Cut off from the store for so long that it was cut meanwhile: subscribers find out when they ask the store for what is missing.
        if (events.length > 0) this.#add(events, isCut ? events[0]!.id - 1 : this.#last)
        if (events.length === EVENTS_A_READ) this.#bell.ring()
        if (Date.now() - prunedAt > PRUNE_MS) {
          prunedAt = Date.now()
          await pruneStream(pool)
        }
      } catch (error) {
        if (this.isClosed) return
        onError(`stream: ${messageOf(error)}`)
        await pause(RETRY_MS, this.#closing.signal)
        this.#bell.ring()
      }
      // What comes meanwhile is handed out together.
      await pause(tickMs, this.#closing.signal)
    }
  }

  #add(events: readonly StreamEvent[], after: number): void {
    this.#last = events.at(-1)!.id
    this.#ticks.push({ after, last: this.#last, events })
    this.#options.onEvents?.(events)
    if (this.#ticks.length > MOST_TICKS) this.#ticks.shift()
    this.#notify()
  }
}
