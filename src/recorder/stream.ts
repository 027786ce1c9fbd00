import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, UnwindError } from '../lib/errors.ts'
import { pause } from '../lib/pause.ts'
import type { LiquidationRecord, LiquidationSource } from '../liquidations/record.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { FeedState } from '../quality/feeds.ts'
import { Pace } from './pace.ts'
import type { FeedWriter } from './writer.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** A connection that held for so long ends the count of failures in a row. */
const STEADY_MS = 60_000
/** A new connection that is to replace one gets so long to be confirmed. */
const HANDOVER_MS = 15_000

const FOREVER = new Date('2100-01-01T00:00:00Z')

export interface StreamOptions {
  readonly source: LiquidationSource
  /** Read anew for every connection, so that new listings are heard. */
  readonly getMarkets: () => Promise<readonly StoredMarket[]>
  readonly writer: FeedWriter<LiquidationRecord>
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly log: (message: string) => void
  readonly firstPauseMs?: number
  /** How often the venue's markets are compared with those that are listened to. */
  readonly marketsMs?: number
}

/**
 * Keeps one venue's stream of forced orders open until the signal is aborted. A stream that breaks, or falls silent beyond
 * its own usual rate, is opened again after a pause that doubles with each failure in a row, with jitter; why it broke is
 * kept. When the venue's markets change, a second connection is opened and the first is let go once the second is
 * confirmed: what both hear is one row, since the key of an order is its content.
 */
export class Stream {
  readonly #options: StreamOptions
  readonly pace = new Pace()
  state: FeedState = 'CONNECTING'
  breaks = 0
  lastBreak: { readonly at: Date; readonly code: string } | undefined
  lastMessageAt: Date | undefined
  connectedSince: Date | undefined

  constructor(options: StreamOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { signal, now, firstPauseMs = FIRST_PAUSE_MS } = this.#options
    let failures = 0
    while (!signal.aborted) {
      const began = now().getTime()
      try {
        await this.#keepConnected()
        failures = 0
      } catch (error) {
        if (signal.aborted) break
        failures = now().getTime() - began > STEADY_MS ? 1 : failures + 1
        this.#break(error)
        const pauseMs = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** (failures - 1))
        // Half of the pause is chance: recorders cut off together shall not come back together.
        await pause(pauseMs * (0.5 + Math.random() / 2), signal)
      }
    }
    this.state = 'STOPPED'
    const at = now()
    this.#options.writer.push({
      at,
      state: 'STOPPED',
      cause: { code: 'RECORDER_STOPPED', message: 'the recorder was stopped' },
    })
  }

  /** Holds a connection, and replaces it by another when markets change. Throws when the one in charge breaks. */
  async #keepConnected(): Promise<void> {
    const { signal, getMarkets, marketsMs = 10 * 60_000 } = this.#options
    this.state = 'CONNECTING'
    let markets = await getMarkets()
    let current = this.#connect(markets)
    try {
      for (;;) {
        const event = await Promise.race([
          current.ended.then(() => 'ended' as const),
          sleep(marketsMs, 'look' as const, { signal, ref: false }).catch(() => 'ended' as const),
        ])
        if (signal.aborted) return
        if (event === 'ended') {
          await current.ended
          return
        }
        const newest = await getMarkets().catch(() => markets)
        if (namesOf(newest) === namesOf(markets)) continue
        const next = this.#connect(newest)
        const isConfirmed = await Promise.race([
          next.confirmed.then(() => true),
          sleep(HANDOVER_MS, false, { signal, ref: false }).catch(() => false),
        ])
        if (isConfirmed) {
          current.close()
          current = next
          markets = newest
        } else next.close()
      }
    } finally {
      current.close()
    }
  }

  #connect(markets: readonly StoredMarket[]) {
    const { source, signal } = this.#options
    const abort = new AbortController()
    const own = AbortSignal.any([signal, abort.signal])
    let confirm: () => void
    const confirmed = new Promise<void>((resolve) => (confirm = resolve))
    const window = { from: new Date(0), to: FOREVER }
    const listen = async () => {
      for await (const batch of source.liquidations(markets, window, own)) {
        confirm()
        const at = batch.observedAt
        if (batch.records.length > 0) {
          this.pace.hear(at.getTime())
          this.lastMessageAt = at
        } else if (this.pace.isSilent(at.getTime())) {
          throw new UnwindError(
            'FEED_SILENT',
            `${source.exchangeCode}: nothing since ${this.lastMessageAt?.toISOString() ?? 'the begin'}, though one message in ${Math.round((this.pace.averageMs ?? 0) / 1000)} s is usual`,
          )
        }
        this.state = 'LIVE'
        this.connectedSince ??= at
        this.#options.writer.push({
          at,
          state: 'LIVE',
          batch,
          ...(batch.aliveSince ? { coverage: [{ from: batch.aliveSince, to: at }] } : {}),
        })
      }
    }
    const ended = listen()
    ended.catch(() => undefined)
    return { confirmed, ended, close: () => abort.abort() }
  }

  #break(error: unknown): void {
    const { writer, now, log, source } = this.#options
    const code = error instanceof UnwindError ? error.code : 'INTERNAL'
    const at = now()
    this.state = code === 'FEED_SILENT' ? 'SILENT' : 'DOWN'
    this.breaks += 1
    this.lastBreak = { at, code }
    this.connectedSince = undefined
    log(`${source.exchangeCode} liquidations: ${code} ${messageOf(error)}`)
    writer.push({ at, state: this.state, cause: { code, message: messageOf(error) } })
  }
}

function namesOf(markets: readonly StoredMarket[]): string {
  return markets
    .filter(({ active }) => active)
    .map(({ venueSymbol, contractSize }) => `${venueSymbol}=${contractSize}`)
    .sort()
    .join()
}
