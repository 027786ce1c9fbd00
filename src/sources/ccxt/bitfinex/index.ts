import { z } from 'zod'
import { SourceError } from '../../../lib/errors.ts'
import { MINUTE_MS } from '../../../lib/time.ts'
import type { LiquidationSource } from '../../../liquidations/record.ts'
import type { MarketSource, StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import { openVenue, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, type Mapped, type MarketIndex } from '../mapping.ts'
import { isOurs, mapMarket, type CcxtMarket } from '../markets.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  readPaged,
  type PagedPlan,
} from '../readers.ts'
import { restSource, type Venue, type VenueDescription } from '../venue.ts'
import { findTimeMs, flatRows, mapLiquidations } from './liquidations.ts'
import {
  bookSchema,
  completeMarket,
  isTraded,
  mapCandle,
  mapOpenInterest,
  mapPastOpenInterest,
  mapPrediction,
  sidesOf,
} from './mapping.ts'
import { BITFINEX_SHEET } from './sheet.ts'

const BITFINEX: VenueDescription = {
  code: 'bitfinex',
  name: 'Bitfinex',
  restUrl: 'https://docs.bitfinex.com/reference/rest-public',
  socketUrl: 'https://docs.bitfinex.com/reference/ws-public-status',
}

const rowsSchema = z.array(z.unknown())

export function createBitfinex(settings: Settings): Venue {
  return {
    sheet: BITFINEX_SHEET,
    markets: createMarketSource(settings),
    liquidations: createLiquidationSource(settings),
    openInterest: createOpenInterestSource(settings),
    // Without a history: at which end of its 8 hours a rate is charged is not documented.
    funding: createFundingSource(BITFINEX, settings, {
      now: (client, markets) => readStatus(client, markets, mapPrediction),
    }),
    orderBook: createOrderBookSource(BITFINEX, settings, { read: readBook }),
    candles: createCandleSource(BITFINEX, settings, {
      read: readCandles,
      map: mapCandle,
      stepMs: MINUTE_MS,
      pageRows: 9_999,
    }),
  }
}

function ask<T>(
  client: VenueClient,
  what: string,
  call: string,
  schema: z.ZodType<T>,
  query: object,
): Promise<T> {
  return client.request(what, () => callOf(client.exchange, call)(query), schema)
}

function createMarketSource(settings: Settings): MarketSource {
  return {
    source: restSource(BITFINEX),
    exchange: { code: 'bitfinex', name: 'Bitfinex' },
    async getMarkets(signal) {
      const { exchange, request } = await openVenue('bitfinex', settings, signal)
      const rows = await request('markets', () => exchange.fetchMarkets(), z.array(z.unknown()).min(1))
      const ours = rows.filter((row) => isOurs(row) && isTraded(row as CcxtMarket))
      // Books, bars, interest and liquidations count coins. https://docs.bitfinex.com/reference/rest-public-derivatives-status
      const mapped = mapEach(ours, (row) => completeMarket(mapMarket('bitfinex', row, () => '1')))
      return { ...mapped, observedAt: settings.now() }
    },
  }
}

/** The state of every perpetual in one answer. */
async function readStatus<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: unknown, index: MarketIndex) => T,
): Promise<Mapped<T>> {
  const index = indexMarkets(markets)
  const rows = await ask(client, 'status of perpetuals', 'publicGetStatusDeriv', rowsSchema, { keys: 'ALL' })
  const own = rows.filter((row) => {
    const key = Array.isArray(row) ? (row[0] as unknown) : undefined
    return typeof key !== 'string' || index.has(key)
  })
  return mapEach(own, (row) => map(row, index))
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(BITFINEX),
    exchangeCode: 'bitfinex',
    async *openInterest(markets, window, signal) {
      const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
      if (window) {
        yield* readPaged(BITFINEX, settings, PAST_INTEREST, perpetuals, window, signal)
        return
      }
      const open = perpetuals.filter(({ active }) => active)
      if (open.length === 0) return
      const client = await openWithMarkets(BITFINEX, settings, open, signal)
      yield { ...(await readStatus(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

const STATUS_ROWS = 5_000

/** A row comes about once a minute, some twice and some not: an answer that is full is gone on from. */
const PAST_INTEREST: PagedPlan<OpenInterestRecord> = {
  read: (client, market, page) =>
    readForward(
      (start) =>
        ask(client, `status of ${market.venueSymbol}`, 'publicGetStatusDerivSymbolHist', rowsSchema, {
          symbol: market.venueSymbol,
          sort: 1,
          start,
          end: page.to.getTime() - 1,
          limit: STATUS_ROWS,
        }),
      page.from.getTime(),
      STATUS_ROWS,
      (row) => findNumber(Array.isArray(row) ? row[0] : undefined),
    ),
  map: mapPastOpenInterest,
  stepMs: MINUTE_MS,
  pageRows: 4_000,
  takes: ({ kind }) => kind === 'PERPETUAL',
}

/**
 * Every row from `start` on, of a list that the venue sorts by time, oldest first: a full answer is followed by one that begins
 * with the time of its last row, and what both hold is taken once.
 * @throws SourceError SOURCE_BAD_ANSWER when it can't be gone on: no time in the last row, or one time in all of them
 */
async function readForward(
  read: (start: number) => Promise<unknown[]>,
  start: number,
  limit: number,
  findMs: (row: unknown) => number | undefined,
): Promise<unknown[]> {
  const all: unknown[] = []
  const seen = new Set<string>()
  for (let from = start; ;) {
    const rows = await read(from)
    for (const row of rows) {
      const text = JSON.stringify(row)
      if (!seen.has(text)) all.push(row)
      seen.add(text)
    }
    if (rows.length < limit) return all
    const last = findMs(rows.at(-1))
    if (last === undefined || last <= from)
      throw new SourceError(
        'SOURCE_BAD_ANSWER',
        `bitfinex: ${limit} rows from ${new Date(from).toISOString()} on, and none tells where the next begin`,
      )
    from = last
  }
}

function findNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : undefined
}

/** The most prices that are given over REST; raw orders (R0) would end nearer to mid. */
const BOOK_PRICES = 100

async function readBook(client: VenueClient, market: StoredMarket) {
  const rows = await ask(client, `book ${market.venueSymbol}`, 'publicGetBookSymbolPrecision', bookSchema, {
    symbol: market.venueSymbol,
    precision: 'P0',
    len: BOOK_PRICES,
  })
  return sidesOf(rows)
}

/** ccxt paces bars at 90 requests a minute; the venue allows 30, so that each counts for two more. */
const MORE_COST = 5.4

async function readCandles(client: VenueClient, market: StoredMarket, page: { from: Date; to: Date }) {
  if (client.settings.rateLimit) await client.exchange.throttle(MORE_COST)
  return ask(client, `bars ${market.venueSymbol}`, 'publicGetCandlesTradeTimeframeSymbolHist', rowsSchema, {
    timeframe: '1m',
    symbol: market.venueSymbol,
    sort: 1,
    start: page.from.getTime(),
    end: page.to.getTime() - 1,
    limit: 10_000,
  })
}

const LIQUIDATION_ROWS = 500
/** A position's executions are booked milliseconds around its trigger: so much about the window is read for their prices. */
const AROUND_MS = MINUTE_MS
/** The newest rows may not be listed yet: so much is read again before it counts as read. */
const UNSETTLED_MS = MINUTE_MS

function createLiquidationSource(settings: Settings): LiquidationSource {
  return {
    source: restSource(BITFINEX),
    exchangeCode: 'bitfinex',
    mode: 'HISTORY',
    coverage(window) {
      const to = new Date(Math.min(window.to.getTime(), settings.now().getTime() - UNSETTLED_MS))
      return window.from < to ? [{ from: window.from, to }] : []
    },
    async *liquidations(markets, window, signal) {
      const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
      const client = await openWithMarkets(BITFINEX, settings, perpetuals, signal)
      const [from, to] = [window.from.getTime(), window.to.getTime()]
      // All pairs in one list, and three requests a minute: the window is read as a whole, forward.
      const rows = await readForward(
        async (start) =>
          flatRows(
            await ask(client, 'liquidations', 'publicGetLiquidationsHist', rowsSchema, {
              sort: 1,
              start,
              end: to + AROUND_MS - 1,
              limit: LIQUIDATION_ROWS,
            }),
          ),
        from - AROUND_MS,
        LIQUIDATION_ROWS,
        findTimeMs,
      )
      const isMeant = (row: unknown) => {
        const ms = findTimeMs(row)
        return ms === undefined || (ms >= from && ms < to)
      }
      yield { ...mapLiquidations(rows, indexMarkets(perpetuals), isMeant), observedAt: settings.now() }
    },
  }
}
