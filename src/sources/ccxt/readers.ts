import type { Exchange } from 'ccxt'
import type { FundingRecord, FundingSource } from '../../funding/record.ts'
import { findDecimal } from '../../lib/decimal.ts'
import { RecordError, SourceError } from '../../lib/errors.ts'
import type { Window } from '../../lib/time.ts'
import type { LongShortRecord, LongShortSource } from '../../longShort/record.ts'
import type { StoredMarket } from '../../markets/record.ts'
import { measureBook, type BookEntry } from '../../orderBook/depth.ts'
import type { OrderBookSource } from '../../orderBook/record.ts'
import type { Batch, Rejection } from '../../quality/record.ts'
import type { CandleRecord, CandleSource } from '../../volume/record.ts'
import { z } from 'zod'
import { ccxtMarketOf } from './liquidationFeed.ts'
import { historyNotOffered, openVenue, type Settings, type VenueClient } from './loadExchange.ts'
import { mapEach, notNegative, positive, timeOf, type Mapped } from './mapping.ts'
import { restSource, type VenueDescription } from './venue.ts'

/** How many requests of one call are under way at once; ccxt's own pace holds them within the venue's limits. */
const PARALLEL = 8

/** Opens the venue with the store's markets put into ccxt, so that its unified calls need no instrument list. */
export async function openWithMarkets(
  venue: VenueDescription,
  settings: Settings,
  markets: readonly StoredMarket[],
  signal: AbortSignal,
): Promise<VenueClient> {
  // Text stays text: ccxt makes a number of it with this function.
  const client = await openVenue(venue.code, settings, signal, { number: String })
  client.exchange.setMarkets(markets.map(ccxtMarketOf))
  return client
}

/**
 * Asks for each market on its own, several at once. A market that the venue refuses alone (delisted since) is a rejection
 * MARKET_REFUSED, one whose answer can't be mapped is rejected with the mapper's code; a venue that can't be read is an error.
 * Records come in the order of the markets.
 */
export async function readEach<T>(
  markets: readonly StoredMarket[],
  read: (market: StoredMarket) => Promise<Mapped<T>>,
): Promise<Mapped<T>> {
  const answers: Mapped<T>[] = []
  let next = 0
  const work = async () => {
    for (let at = next++; at < markets.length; at = next++) {
      const market = markets[at]!
      try {
        answers[at] = await read(market)
      } catch (error) {
        answers[at] = { records: [], rejections: [refusalOf(error, { symbol: market.venueSymbol })] }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, markets.length) }, work))
  return {
    records: answers.flatMap(({ records }) => records),
    rejections: answers.flatMap(({ rejections }) => rejections),
  }
}

/** @throws the error itself, unless it is of one market or record alone */
export function refusalOf(error: unknown, payload: unknown): Rejection {
  if (error instanceof SourceError && error.code === 'SOURCE_REFUSED') {
    return { code: 'MARKET_REFUSED', reason: error.message, payload }
  }
  if (error instanceof RecordError) return { code: error.code, reason: error.message, payload }
  throw error
}

/** Cuts a window into pages of at most `rows` steps, oldest first. */
export function* pagesOf(window: Window, stepMs: number, rows: number): Generator<Window> {
  for (let from = window.from.getTime(); from < window.to.getTime(); from += rows * stepMs) {
    yield { from: new Date(from), to: new Date(Math.min(window.to.getTime(), from + rows * stepMs)) }
  }
}

export interface OrderBookPlan {
  /** The venue's own request, where ccxt's would lose what it prints; default: ccxt's fetchOrderBook. */
  readonly read?: (client: VenueClient, market: StoredMarket) => Promise<z.infer<typeof bookSchema>>
  /** Levels a side asked for: the most that the venue gives without a key. */
  readonly limit?: number
  /** The same, where it differs by market. */
  readonly limitOf?: (market: StoredMarket) => number
  readonly params?: Readonly<Record<string, unknown>>
  /** More of them, where they differ by market. */
  readonly paramsOf?: (market: StoredMarket) => Readonly<Record<string, unknown>>
  /** true: the venue gives every order of the book. */
  readonly whole?: boolean
  /** Levels in which the venue merges orders far from mid still count with their sum. Default: true for all markets. */
  readonly takes?: (market: StoredMarket) => boolean
}

const entrySchema = z.array(z.unknown()).min(2)
const bookSchema = z.object({
  bids: z.array(entrySchema),
  asks: z.array(entrySchema),
  timestamp: z.unknown(),
})

/**
 * Order books through ccxt's fetchOrderBook, which leaves prices and sizes as the venue prints them (as text here). Sizes are
 * in the venue's contracts: our market's contractSize turns them into coins or USD.
 */
export function createOrderBookSource(
  venue: VenueDescription,
  settings: Settings,
  { read, limit, limitOf, params = {}, paramsOf, whole = false, takes = () => true }: OrderBookPlan = {},
): OrderBookSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    async *depth(markets, signal) {
      const open = markets.filter((market) => market.active && takes(market))
      const client = await openWithMarkets(venue, settings, open, signal)
      for (const batch of batchesOf(open, 20)) {
        const mapped = await readEach(batch, async (market) => {
          const book = read
            ? await read(client, market)
            : await client.request(
                `order book ${market.venueSymbol}`,
                () =>
                  client.exchange.fetchOrderBook(market.symbol, limitOf?.(market) ?? limit, {
                    ...params,
                    ...paramsOf?.(market),
                  }),
                bookSchema,
              )
          const receivedAt = settings.now()
          return mapEach(
            [book],
            (row) => mapBook(row, market, whole, receivedAt),
            () => ({
              symbol: market.venueSymbol,
              bids: book.bids.slice(0, 5),
              asks: book.asks.slice(0, 5),
            }),
          )
        })
        yield { ...mapped, observedAt: settings.now() }
      }
    },
  }
}

/** @throws RecordError BAD_NUMBER, BAD_TIME, BAD_BOOK, NO_PRICE */
export function mapBook(
  book: z.infer<typeof bookSchema>,
  market: StoredMarket,
  whole: boolean,
  receivedAt: Date,
) {
  const entryOf = ([price, amount]: readonly unknown[]): BookEntry => [
    positive(price, 'price'),
    notNegative(amount, 'amount'),
  ]
  const venueClock = book.timestamp !== undefined && book.timestamp !== null
  return {
    marketId: market.id,
    time: venueClock ? timeOf(book.timestamp, 'timestamp') : receivedAt,
    venueClock,
    ...measureBook(market, { bids: book.bids.map(entryOf), asks: book.asks.map(entryOf), whole }),
    observedAt: receivedAt,
  }
}

export interface PagedPlan<T> {
  /** Rows of one page, as the venue sends them. */
  readonly read: (client: VenueClient, market: StoredMarket, page: Window) => Promise<readonly unknown[]>
  /** Pure; throws RecordError. */
  readonly map: (row: unknown, market: StoredMarket) => T
  /** Distance of rows in time, and how many rows a page may hold. */
  readonly stepMs: number
  readonly pageRows: number
  /** How far back the venue goes; a window that begins earlier is refused. undefined: to the listing. */
  readonly historyMs?: number
  readonly takes?: (market: StoredMarket) => boolean
}

/** Reads a window of each market page by page; rows outside the page are dropped, time ascends within a market. */
export async function* readPaged<T extends { readonly time: Date }>(
  venue: VenueDescription,
  settings: Settings,
  plan: PagedPlan<T>,
  markets: readonly StoredMarket[],
  window: Window,
  signal: AbortSignal,
): AsyncGenerator<Batch<T>> {
  const earliest =
    plan.historyMs === undefined ? undefined : new Date(settings.now().getTime() - plan.historyMs)
  if (earliest && window.from < earliest) {
    throw historyNotOffered(
      `${venue.code} gives no more than ${Math.round(plan.historyMs! / 3_600_000)} hours back, from ${earliest.toISOString()}`,
      earliest,
    )
  }
  const asked = markets.filter((market) => plan.takes?.(market) ?? true)
  const client = await openWithMarkets(venue, settings, asked, signal)
  for (const batch of batchesOf(asked, 20)) {
    const mapped = await readEach(batch, async (market) => {
      const records = new Map<number, T>()
      const rejections: Rejection[] = []
      for (const page of pagesOf(window, plan.stepMs, plan.pageRows)) {
        const rows = await plan.read(client, market, page)
        const ofPage = mapEach(rows, (row) => plan.map(row, market))
        for (const record of ofPage.records) {
          if (record.time >= page.from && record.time < page.to) records.set(record.time.getTime(), record)
        }
        rejections.push(...ofPage.rejections)
      }
      const inOrder = [...records.values()].sort((a, b) => a.time.getTime() - b.time.getTime())
      return { records: inOrder, rejections }
    })
    yield { ...mapped, observedAt: settings.now() }
  }
}

/** Bars of one minute, closed ones only: a bar that ends after now, by our clock, is left for the next time. */
export function createCandleSource(
  venue: VenueDescription,
  settings: Settings,
  plan: PagedPlan<CandleRecord>,
): CandleSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    stepMs: plan.stepMs,
    async *candles(markets, window, signal) {
      const closedUntil = Math.floor(settings.now().getTime() / plan.stepMs) * plan.stepMs
      const to = new Date(Math.min(window.to.getTime(), closedUntil))
      if (window.from >= to) return
      yield* readPaged(venue, settings, plan, markets, { from: window.from, to }, signal)
    },
  }
}

export interface FundingPlan {
  /** Predictions (and last settled rates, where the answer holds them) of these perpetuals, now. */
  readonly now: (client: VenueClient, markets: readonly StoredMarket[]) => Promise<Mapped<FundingRecord>>
  /** Settled rates of the past; undefined: the venue gives none. */
  readonly history?: PagedPlan<FundingRecord>
}

export function createFundingSource(
  venue: VenueDescription,
  settings: Settings,
  plan: FundingPlan,
): FundingSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    async *funding(markets, window, signal) {
      const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
      if (window) {
        if (!plan.history) throw historyNotOffered(`${venue.code} gives no past funding rates`)
        yield* readPaged(venue, settings, plan.history, perpetuals, window, signal)
        return
      }
      const open = perpetuals.filter(({ active }) => active)
      const client = await openWithMarkets(venue, settings, open, signal)
      const mapped = await plan.now(client, open)
      yield { ...mapped, observedAt: settings.now() }
    },
  }
}

/** Account ratios; `now` is the newest row of a page that ends now. */
export function createLongShortSource(
  venue: VenueDescription,
  settings: Settings,
  plan: PagedPlan<LongShortRecord>,
): LongShortSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    async *longShort(markets, window, signal) {
      if (window) {
        yield* readPaged(venue, settings, plan, markets, window, signal)
        return
      }
      const now = settings.now().getTime()
      const latest = { from: new Date(now - 3 * plan.stepMs), to: new Date(now + 1) }
      for await (const batch of readPaged(
        venue,
        settings,
        plan,
        markets.filter(({ active }) => active),
        latest,
        signal,
      )) {
        const last = new Map(batch.records.map((record) => [record.marketId, record]))
        yield { ...batch, records: [...last.values()] }
      }
    },
  }
}

/** Positive decimal or undefined when the venue leaves the field out. @throws RecordError BAD_NUMBER when it is there and no number */
export function optionalAmount(value: unknown, name: string) {
  return value === undefined || value === null ? undefined : notNegative(value, name)
}

/** A rate of either sign. @throws RecordError BAD_NUMBER */
export function rateOf(value: unknown, name: string) {
  const decimal = findDecimal(value)
  if (decimal === undefined)
    throw new RecordError('BAD_NUMBER', `${name} is ${JSON.stringify(value)}, not a number`)
  return decimal
}

/** ccxt's raw endpoints by name; a name that this version lacks is a fault of ours. */
export function callOf(exchange: Exchange, name: string): (query: object) => Promise<unknown> {
  const call = (exchange as unknown as Record<string, unknown>)[name]
  if (typeof call !== 'function') throw new Error(`ccxt has no ${name}`)
  return call.bind(exchange) as (query: object) => Promise<unknown>
}

export function* batchesOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
