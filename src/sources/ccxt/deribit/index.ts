import { z } from 'zod'
import { SourceError } from '../../../lib/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, splitWindow, type Window } from '../../../lib/time.ts'
import type { LiquidationSource } from '../../../liquidations/record.ts'
import type { MarketSource, StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestSource } from '../../../openInterest/record.ts'
import { historyNotOffered, openVenue, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, joinMapped, mapEach, type Mapped, type MarketIndex } from '../mapping.ts'
import { isOurs, mapMarket, type CcxtMarket } from '../markets.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  type FundingPlan,
} from '../readers.ts'
import { restSource, type Venue, type VenueDescription } from '../venue.ts'
import { mapLiquidationTrades } from './liquidations.ts'
import {
  chartSchema,
  isFuture,
  mapCandle,
  mapOpenInterest,
  mapPrediction,
  mapSettled,
  rowsOfChart,
} from './mapping.ts'
import { DERIBIT_SHEET } from './sheet.ts'

const DERIBIT: VenueDescription = {
  code: 'deribit',
  name: 'Deribit',
  restUrl: 'https://docs.deribit.com/',
  socketUrl: 'https://docs.deribit.com/subscriptions',
}

const listSchema = z.object({ result: z.array(z.unknown()) })

export function createDeribit(settings: Settings): Venue {
  return {
    sheet: DERIBIT_SHEET,
    markets: createMarketSource(settings),
    liquidations: createLiquidationSource(settings),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(DERIBIT, settings, FUNDING),
    // The most prices a side that the venue gives.
    orderBook: createOrderBookSource(DERIBIT, settings, { limit: 10_000 }),
    candles: createCandleSource(DERIBIT, settings, {
      read: async (client, market, page) =>
        rowsOfChart(
          await ask(client, `chart ${market.venueSymbol}`, 'publicGetGetTradingviewChartData', chartSchema, {
            instrument_name: market.venueSymbol,
            resolution: '1',
            start_timestamp: page.from.getTime(),
            end_timestamp: page.to.getTime() - 1,
          }),
        ),
      map: mapCandle,
      stepMs: MINUTE_MS,
      pageRows: 1_000,
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
    source: restSource(DERIBIT),
    exchange: { code: 'deribit', name: 'Deribit' },
    async getMarkets(signal) {
      const { exchange, request } = await openVenue('deribit', settings, signal)
      const rows = await request(
        'markets',
        // Its own request once in ten seconds is all that the venue allows: one for all currencies, and not the thousands of options.
        () => exchange.fetchMarkets({ currency: 'any', kind: 'future' }),
        z.array(z.unknown()).min(1),
      )
      const ours = rows.filter((row) => isOurs(row) && isFuture(row as CcxtMarket))
      // `contract_size` (10 USD, or 0.001 BTC) counts nothing that is read here: every amount, interest and book is in USD (inverse) or
      // in coins (linear). https://docs.deribit.com/api-reference/market-data/public-get_instruments
      return { ...mapEach(ours, (row) => mapMarket('deribit', row, () => '1')), observedAt: settings.now() }
    },
  }
}

/** The futures and perpetuals of each settlement currency that is asked for: interest, mark price and funding in one answer. */
async function readSummaries<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: unknown, index: MarketIndex) => T,
): Promise<Mapped<T>> {
  const index = indexMarkets(markets)
  const answers: Mapped<T>[] = []
  for (const currency of settlementsOf(markets)) {
    const { result } = await ask(
      client,
      `book summary ${currency}`,
      'publicGetGetBookSummaryByCurrency',
      listSchema,
      { currency, kind: 'future' },
    )
    const own = result.filter((row) => {
      const name = (row as { instrument_name?: unknown } | null)?.instrument_name
      return typeof name !== 'string' || index.has(name)
    })
    answers.push(mapEach(own, (row) => map(row, index)))
  }
  return joinMapped(answers)
}

function settlementsOf(markets: readonly StoredMarket[]): ReadonlySet<string> {
  return new Set(markets.map(({ settle }) => settle))
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(DERIBIT),
    exchangeCode: 'deribit',
    async *openInterest(markets, window, signal) {
      if (window) throw historyNotOffered('deribit gives no past open interest')
      const open = markets.filter(({ active, kind }) => active && kind !== 'SPOT')
      if (open.length === 0) return
      const client = await openWithMarkets(DERIBIT, settings, open, signal)
      yield { ...(await readSummaries(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

/** ccxt's figure for the most rows of one answer is 744: a month of hours. */
const FUNDING_ROWS = 700

const FUNDING: FundingPlan = {
  now: (client, markets) => readSummaries(client, markets, mapPrediction),
  history: {
    read: async (client, market, page) =>
      (
        await ask(
          client,
          `funding history ${market.venueSymbol}`,
          'publicGetGetFundingRateHistory',
          listSchema,
          {
            instrument_name: market.venueSymbol,
            start_timestamp: page.from.getTime(),
            end_timestamp: page.to.getTime() - 1,
          },
        )
      ).result,
    map: mapSettled,
    stepMs: HOUR_MS,
    pageRows: FUNDING_ROWS,
  },
}

/** Older trades are not refused: the answer is empty, as if nothing had been traded. */
const TRADES_KEPT_MS = DAY_MS
/** So much younger than that must be what is begun with, since a reading takes its time. */
const READING_MS = HOUR_MS
/** The newest trades may not be listed yet: so much is read again before it counts as read. */
const UNSETTLED_MS = MINUTE_MS
const TRADES_SPAN_MS = 10 * MINUTE_MS
const TRADES_ROWS = 1_000

const tradesSchema = z.object({ result: z.object({ trades: z.array(z.unknown()), has_more: z.boolean() }) })

function createLiquidationSource(settings: Settings): LiquidationSource {
  /** What can be read of a window, by the venue's own limit. */
  const readable = ({ from, to }: Window, until = to): Window => ({
    from: new Date(Math.max(from.getTime(), settings.now().getTime() - TRADES_KEPT_MS + READING_MS)),
    to: until < to ? until : to,
  })
  return {
    source: restSource(DERIBIT),
    exchangeCode: 'deribit',
    mode: 'HISTORY',
    coverage(window) {
      const read = readable(window, new Date(settings.now().getTime() - UNSETTLED_MS))
      return read.from < read.to ? [read] : []
    },
    async *liquidations(markets, window, signal) {
      const read = readable(window)
      if (read.from >= read.to)
        throw historyNotOffered(
          `deribit gives trades of the last 24 hours; ${window.to.toISOString()} is before`,
        )
      const derivatives = markets.filter(({ kind }) => kind !== 'SPOT')
      const index = indexMarkets(derivatives)
      const client = await openWithMarkets(DERIBIT, settings, derivatives, signal)
      for (const piece of splitWindow(read, TRADES_SPAN_MS))
        for (const currency of settlementsOf(derivatives)) {
          const rows = await readTrades(client, currency, piece.from.getTime(), piece.to.getTime())
          const mapped = mapLiquidationTrades(rows, index)
          yield {
            records: mapped.records.filter(({ time }) => time >= piece.from && time < piece.to),
            rejections: mapped.rejections,
            observedAt: settings.now(),
          }
        }
    },
  }
}

/**
 * Every trade of the span. An answer that is not the whole is read again in halves: ids are sorted within each pair alone (BTC's
 * are numbers, others "ETH_USDC-16"), so going on after the last one could pass some by.
 * @throws SourceError HISTORY_NOT_OFFERED when the span has grown too old meanwhile; SOURCE_BAD_ANSWER when one millisecond holds
 * more trades than an answer
 */
async function readTrades(
  client: VenueClient,
  currency: string,
  fromMs: number,
  toMs: number,
): Promise<unknown[]> {
  if (client.settings.now().getTime() - fromMs >= TRADES_KEPT_MS)
    throw historyNotOffered(
      `deribit gives trades of the last 24 hours; ${new Date(fromMs).toISOString()} is before`,
    )
  const { result } = await ask(
    client,
    `trades ${currency}`,
    'publicGetGetLastTradesByCurrencyAndTime',
    tradesSchema,
    {
      currency,
      kind: 'future',
      start_timestamp: fromMs,
      end_timestamp: toMs - 1,
      count: TRADES_ROWS,
      sorting: 'asc',
    },
  )
  if (!result.has_more && result.trades.length < TRADES_ROWS) return result.trades
  const middle = Math.floor((fromMs + toMs) / 2)
  if (middle === fromMs)
    throw new SourceError(
      'SOURCE_BAD_ANSWER',
      `deribit trades ${currency}: more than ${TRADES_ROWS} in the millisecond ${new Date(fromMs).toISOString()}`,
    )
  return [
    ...(await readTrades(client, currency, fromMs, middle)),
    ...(await readTrades(client, currency, middle, toMs)),
  ]
}
