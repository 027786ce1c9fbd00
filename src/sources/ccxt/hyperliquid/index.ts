import { z } from 'zod'
import { HOUR_MS, MINUTE_MS } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestSource } from '../../../openInterest/record.ts'
import { historyNotOffered, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, type Mapped, type MarketIndex } from '../mapping.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
  type FundingPlan,
} from '../readers.ts'
import { createMarketSource, restSource, type Venue, type VenueDescription } from '../venue.ts'
import {
  answerSchema,
  bookSchema,
  completeMarket,
  contextsOf,
  mapCandle,
  mapOpenInterest,
  mapPrediction,
  mapSettled,
  type Context,
} from './mapping.ts'
import { HYPERLIQUID_SHEET } from './sheet.ts'

const HYPERLIQUID: VenueDescription = {
  code: 'hyperliquid',
  name: 'Hyperliquid',
  restUrl: 'https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint',
  socketUrl: 'https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/websocket',
}

const rowsSchema = z.array(z.unknown())

export function createHyperliquid(settings: Settings): Venue {
  return {
    sheet: HYPERLIQUID_SHEET,
    // Books, interest and bars count coins: https://hyperliquid.gitbook.io/hyperliquid-docs/trading/contract-specifications
    markets: createMarketSource(HYPERLIQUID, settings, ['swap'], () => '1', completeMarket),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(HYPERLIQUID, settings, FUNDING),
    orderBook: createOrderBookSource(HYPERLIQUID, settings, { read: readBook }),
    candles: createCandleSource(HYPERLIQUID, settings, {
      read: (client, market, page) =>
        post(client, `candles ${market.venueSymbol}`, rowsSchema, {
          type: 'candleSnapshot',
          req: {
            coin: market.venueSymbol,
            interval: '1m',
            startTime: page.from.getTime(),
            endTime: page.to.getTime() - 1,
          },
        }),
      map: mapCandle,
      stepMs: MINUTE_MS,
      pageRows: 1_000,
      // The venue keeps 5000 bars of each length.
      historyMs: 5_000 * MINUTE_MS,
    }),
  }
}

/** The venue has one public address, asked by what stands in the body. */
function post<T>(client: VenueClient, what: string, schema: z.ZodType<T>, body: object): Promise<T> {
  return client.request(what, () => callOf(client.exchange, 'publicPostInfo')(body), schema)
}

async function readContexts<T>(
  client: VenueClient,
  markets: readonly StoredMarket[],
  map: (row: Context, index: MarketIndex, receivedAt: Date) => T,
): Promise<Mapped<T>> {
  const answer = await post(client, 'metaAndAssetCtxs', answerSchema, { type: 'metaAndAssetCtxs' })
  const receivedAt = client.settings.now()
  const index = indexMarkets(markets)
  const own = contextsOf(answer).filter(({ name }) => typeof name !== 'string' || index.has(name))
  return mapEach(own, (row) => map(row, index, receivedAt))
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(HYPERLIQUID),
    exchangeCode: 'hyperliquid',
    async *openInterest(markets, window, signal) {
      if (window) throw historyNotOffered('hyperliquid gives no past open interest')
      const open = markets.filter(({ active, kind }) => active && kind === 'PERPETUAL')
      if (open.length === 0) return
      const client = await openWithMarkets(HYPERLIQUID, settings, open, signal)
      yield { ...(await readContexts(client, open, mapOpenInterest)), observedAt: settings.now() }
    },
  }
}

/** The venue's most for one answer. */
const FUNDING_ROWS = 500

const FUNDING: FundingPlan = {
  now: (client, markets) => readContexts(client, markets, mapPrediction),
  history: {
    read: (client, market, page) =>
      post(client, `fundingHistory ${market.venueSymbol}`, rowsSchema, {
        type: 'fundingHistory',
        coin: market.venueSymbol,
        startTime: page.from.getTime(),
        // Booked some milliseconds after the hour.
        endTime: page.to.getTime() + MINUTE_MS,
      }),
    map: mapSettled,
    stepMs: HOUR_MS,
    pageRows: FUNDING_ROWS - 1,
  },
}

/** Twenty prices a side, whole as the venue gives them. */
async function readBook(client: VenueClient, market: StoredMarket) {
  const { time, levels } = await post(client, `l2Book ${market.venueSymbol}`, bookSchema, {
    type: 'l2Book',
    coin: market.venueSymbol,
  })
  const [bids, asks] = levels.map((side) => side.map(({ px, sz }) => [px, sz]))
  return { bids: bids!, asks: asks!, timestamp: time }
}
