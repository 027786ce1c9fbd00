import { z } from 'zod'
import { SourceError } from '../../../lib/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../../lib/time.ts'
import type { LiquidationSource } from '../../../liquidations/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestSource } from '../../../openInterest/record.ts'
import { historyNotOffered, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, type Mapped, type MarketIndex } from '../mapping.ts'
import {
  batchesOf,
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  readEach,
  type FundingPlan,
} from '../readers.ts'
import { createMarketSource, restSource, type Venue, type VenueDescription } from '../venue.ts'
import { mapExecutions, mayBeLiquidation } from './liquidations.ts'
import {
  chargedAt,
  completeMarket,
  isoTimeOf,
  mapCandle,
  mapOpenInterest,
  mapPrediction,
  mapSettled,
} from './mapping.ts'
import { KRAKEN_SHEET } from './sheet.ts'

const KRAKEN: VenueDescription = {
  code: 'krakenfutures',
  name: 'Kraken Futures',
  restUrl: 'https://docs.kraken.com/exchange/guides/futures/introduction',
  socketUrl: 'https://docs.kraken.com/exchange/api-reference/futures-websocket/ticker',
}

export function createKrakenFutures(settings: Settings): Venue {
  return {
    sheet: KRAKEN_SHEET,
    // One coin (PF_, FF_) or one USD (PI_, FI_): https://support.kraken.com/articles/4844359082772, https://support.kraken.com/articles/360022835911
    markets: createMarketSource(
      KRAKEN,
      settings,
      ['swap', 'future'],
      (market) => (market.info as { contractSize?: unknown } | null)?.contractSize,
      completeMarket,
    ),
    liquidations: createLiquidationSource(settings),
    // A request a market: some 300 of them take three minutes at ccxt's pace.
    cadenceMs: { LIQUIDATIONS: 5 * MINUTE_MS },
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(KRAKEN, settings, FUNDING),
    // "The entire non-cumulative order book".
    orderBook: createOrderBookSource(KRAKEN, settings, { whole: true }),
    candles: createCandleSource(KRAKEN, settings, {
      async read(client, market, page) {
        const { candles } = await client.request(
          `candles ${market.venueSymbol}`,
          () =>
            callOf(
              client.exchange,
              'chartsGetPriceTypeSymbolInterval',
            )({
              price_type: 'trade',
              symbol: market.venueSymbol,
              interval: '1m',
              from: page.from.getTime() / 1_000,
              to: page.to.getTime() / 1_000 - 1,
            }),
          z.object({ candles: z.array(z.unknown()) }),
        )
        return candles
      },
      map: mapCandle,
      stepMs: MINUTE_MS,
      pageRows: 1_999,
      // Contracts of an inverse market are dollars: how many coins they were is not printed.
      takes: ({ style }) => style === 'LINEAR',
    }),
  }
}

const tickersSchema = z.object({ tickers: z.array(z.unknown()), serverTime: z.unknown() })

/** Every contract in one answer: interest, mark price, index price and funding. */
async function readTickers<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: unknown, index: MarketIndex, serverTime: unknown) => T,
): Promise<Mapped<T>> {
  const { tickers, serverTime } = await client.request(
    'tickers',
    () => callOf(client.exchange, 'publicGetTickers')({}),
    tickersSchema,
  )
  const index = indexMarkets(markets)
  const own = tickers.filter((row) => {
    const symbol = (row as { symbol?: unknown } | null)?.symbol
    return typeof symbol !== 'string' || index.has(symbol.toUpperCase())
  })
  return mapEach(own, (row) => map(row, index, serverTime))
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(KRAKEN),
    exchangeCode: 'krakenfutures',
    async *openInterest(markets, window, signal) {
      if (window)
        throw historyNotOffered('krakenfutures gives no past open interest whose unit is documented')
      const open = markets.filter(({ active, kind }) => active && kind !== 'SPOT')
      if (open.length === 0) return
      const client = await openWithMarkets(KRAKEN, settings, open, signal)
      yield { ...(await readTickers(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

const FUNDING: FundingPlan = {
  now: (client, markets) => readTickers(client, markets, mapPrediction),
  history: {
    async read(client, market, page) {
      const { rates } = await client.request(
        `historicalfundingrates ${market.venueSymbol}`,
        () => callOf(client.exchange, 'publicGetHistoricalfundingrates')({ symbol: market.venueSymbol }),
        z.object({ rates: z.array(z.unknown()) }),
      )
      const now = client.settings.now()
      return rates.filter((row) => {
        const time = findChargedAt(row)
        return !time || (time >= page.from && time < page.to && time <= now)
      })
    },
    map: mapSettled,
    stepMs: HOUR_MS,
    // The venue answers with all that it has, a year by what it prints, though it documents more: shorter pages would only ask again.
    pageRows: (366 * DAY_MS) / HOUR_MS,
    historyMs: 365 * DAY_MS,
  },
}

/** undefined when the row's time can't be read: the mapper refuses it. */
function findChargedAt(row: unknown): Date | undefined {
  try {
    return chargedAt(isoTimeOf((row as { timestamp?: unknown } | null)?.timestamp, 'timestamp'))
  } catch {
    return undefined
  }
}

const EXECUTION_ROWS = 1_000
/** The newest executions may not be listed yet: so much is read again before it counts as read. */
const UNSETTLED_MS = MINUTE_MS
/** An order is filled at once; the slack is for its fills' own times. */
const FILLED_WITHIN_MS = 1_000

function createLiquidationSource(settings: Settings): LiquidationSource {
  return {
    source: restSource(KRAKEN),
    exchangeCode: 'krakenfutures',
    mode: 'HISTORY',
    coverage(window) {
      const to = new Date(Math.min(window.to.getTime(), settings.now().getTime() - UNSETTLED_MS))
      return window.from < to ? [{ from: window.from, to }] : []
    },
    async *liquidations(markets, window, signal) {
      const contracts = markets.filter(({ kind }) => kind !== 'SPOT')
      const client = await openWithMarkets(KRAKEN, settings, contracts, signal)
      for (const batch of batchesOf(contracts, 20)) {
        const { records, rejections } = await readEach(batch, async (market) => {
          const mapped = mapExecutions(await readExecutions(client, market, window), market)
          const own = mapped.records.filter(({ time }) => time >= window.from && time < window.to)
          return { records: own, rejections: mapped.rejections }
        })
        records.sort((a, b) => a.time.getTime() - b.time.getTime())
        yield { records, rejections, observedAt: settings.now() }
      }
    },
  }
}

const executionsSchema = z.object({
  elements: z.array(z.unknown()),
  continuationToken: z.string().nullish(),
})

/**
 * What may be a liquidation of one market's executions within the window, read to the last page. The span counts as read by this: a market
 * that is open and yet refused is an error of the whole, and so is a paging that stands still.
 */
async function readExecutions(client: VenueClient, market: StoredMarket, window: Window): Promise<unknown[]> {
  const found: unknown[] = []
  const query = {
    symbol: market.venueSymbol,
    sort: 'asc',
    // Whether the bounds belong to the answer is not documented: a little more is read on both sides.
    since: window.from.getTime() - 1,
    before: window.to.getTime() + FILLED_WITHIN_MS,
    count: EXECUTION_ROWS,
  }
  let token: string | null | undefined
  do {
    const page = await readPage(client, market, token ? { ...query, continuation_token: token } : query)
    found.push(...page.elements.filter(mayBeLiquidation))
    if (token && page.continuationToken === token)
      throw new SourceError(
        'SOURCE_BAD_ANSWER',
        `krakenfutures executions ${market.venueSymbol}: the same page follows itself`,
      )
    token = page.continuationToken
  } while (token)
  return found
}

async function readPage(client: VenueClient, market: StoredMarket, query: object) {
  const what = `executions ${market.venueSymbol}`
  try {
    return await client.request(
      what,
      () => callOf(client.exchange, 'historyGetMarketSymbolExecutions')(query),
      executionsSchema,
    )
  } catch (error) {
    if (!market.active || !(error instanceof SourceError) || error.code !== 'SOURCE_REFUSED') throw error
    throw new SourceError('SOURCE_BAD_ANSWER', error.message, { cause: error })
  }
}
