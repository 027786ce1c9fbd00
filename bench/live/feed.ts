import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/db.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import { ingestMarkets } from '../../src/markets/ingest.ts'
import type { ExchangeRecord, StoredMarket } from '../../src/markets/record.ts'
import { getMarketsOf } from '../../src/markets/store.ts'
import { Spool } from '../../src/recorder/spool.ts'
import type { SourceRecord } from '../../src/quality/record.ts'
import { FeedWriter, type Entry } from '../../src/recorder/writer.ts'
import { findSampleVenue, sampleExchanges } from '../../src/sources/sample/index.ts'

interface Venue {
  readonly markets: readonly StoredMarket[]
  readonly writer: FeedWriter<LiquidationRecord>
}

/** The venues of the sample with forced orders of this moment, which a recorder's writers commit. */
export class Feed {
  readonly #venues: readonly Venue[]
  readonly #dir: string
  #error: unknown
  #heard = 0

  private constructor(venues: (feed: Feed) => readonly Venue[], dir: string) {
    this.#dir = dir
    this.#venues = venues(this)
  }

  static async open(database: Database): Promise<Feed> {
    const context = { pool: database.pool, signal: new AbortController().signal, now: () => new Date() }
    const markets = new Map<ExchangeRecord, StoredMarket[]>()
    for (const exchange of sampleExchanges) {
      const { markets: sample } = findSampleVenue(exchange.code)!
      // The store is one of live data: nothing in it is of the sample but what its markets are.
      const source: SourceRecord = {
        code: `${exchange.code}.rest`,
        name: exchange.name,
        provenance: 'OBSERVED',
      }
      await ingestMarkets(context, { ...sample, source, getMarkets: (signal) => sample.getMarkets(signal) })
      const own = await getMarketsOf(database.pool, exchange.code)
      markets.set(
        exchange,
        own.filter(({ kind }) => kind !== 'SPOT'),
      )
    }
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-bench-spool-'))
    return new Feed(
      (feed) =>
        [...markets].map(([exchange, own]) => ({
          markets: own,
          writer: new FeedWriter({
            pool: database.pool,
            source: { code: `${exchange.code}.ws`, name: exchange.name, provenance: 'OBSERVED' },
            exchange,
            facts: LIQUIDATION_FACTS,
            spool: new Spool<Entry<LiquidationRecord>>(path.join(dir, exchange.code), 2 ** 20),
            now: () => new Date(),
            onStore: (isThere, error) => {
              if (!isThere) feed.#error = error
            },
          }),
        })),
      dir,
    )
  }

  /** Has an order heard: message by message, as venues send them; 0 is none of those that count. @throws what the store refused before */
  hear(order: number): void {
    if (this.#error) throw this.#error as Error
    const heard = (this.#heard += 1)
    const { markets, writer } = this.#venues[heard % this.#venues.length]!
    const at = new Date()
    const record: LiquidationRecord = {
      marketId: markets[Math.floor(heard / this.#venues.length) % markets.length]!.id,
      time: at,
      orderKey: `bench-${heard}-${at.getTime()}`,
      side: order % 3 === 0 ? 'SHORT' : 'LONG',
      price: '100',
      contracts: '1',
      baseQuantity: '1',
      notionalUsd: String(order),
    }
    writer.push({ at, state: 'LIVE', batch: { records: [record], rejections: [], observedAt: at } })
  }

  /** Hears orders 1 to `rate * seconds`, evenly, and resolves once all are committed. @throws what the store refused */
  run(rate: number, seconds: number): Promise<void> {
    return this.#hearEvenly(rate, seconds, (order) => order)
  }

  /** The same with orders that don't count: what a process does for the first time takes longer. */
  warmUp(rate: number, seconds: number): Promise<void> {
    return this.#hearEvenly(rate, seconds, () => 0)
  }

  async #hearEvenly(rate: number, seconds: number, orderOf: (at: number) => number): Promise<void> {
    const began = performance.now()
    for (let at = 1; at <= rate * seconds;) {
      const due = Math.floor(((performance.now() - began) / 1_000) * rate)
      for (; at <= Math.min(due, rate * seconds); at++) this.hear(orderOf(at))
      await sleep(2)
    }
    await this.settle()
  }

  async settle(): Promise<void> {
    await Promise.all(this.#venues.map(({ writer }) => writer.settle()))
    if (this.#error) throw this.#error as Error
  }

  async close(): Promise<void> {
    await Promise.all(this.#venues.map(({ writer }) => writer.close()))
    fs.rmSync(this.#dir, { recursive: true, force: true })
  }
}
