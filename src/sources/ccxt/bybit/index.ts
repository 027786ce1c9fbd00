import type { Exchange } from 'ccxt'
import type { Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import type { Batch, Rejection } from '../../../quality/record.ts'
import { SourceError } from '../../../lib/errors.ts'
import type { FeedPlan, Subscription } from '../liquidationFeed.ts'
import { createLeverageTierSource } from '../leverageTiers.ts'
import { openVenue, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach, type MarketIndex } from '../mapping.ts'
import {
  createCandleSource,
  createFundingSource,
  createLongShortSource,
  createOrderBookSource,
} from '../readers.ts'
import {
  createLiquidationSource,
  createMarketSource,
  restSource,
  type Venue,
  type VenueDescription,
} from '../venue.ts'
import { BYBIT_CANDLES } from './candles.ts'
import { BYBIT_FUNDING } from './funding.ts'
import { mapAllLiquidation, mapLiquidation } from './liquidations.ts'
import { BYBIT_LONG_SHORT } from './longShort.ts'
import { listAnswerSchema, mapMarkPrices, mapOpenInterest, mapTicker } from './openInterest.ts'
import { readBybitTiers } from './leverageTiers.ts'
import { BYBIT_SHEET } from './sheet.ts'

const BYBIT: VenueDescription = {
  code: 'bybit',
  name: 'Bybit',
  restUrl: 'https://bybit-exchange.github.io/docs/v5/market/open-interest',
  socketUrl: 'https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation',
}

interface BybitApi {
  publicGetV5MarketTickers(query: object): Promise<unknown>
  publicGetV5MarketOpenInterest(query: object): Promise<unknown>
  publicGetV5MarketMarkPriceKline(query: object): Promise<unknown>
  getUrlByMarketType(symbol: string, isPrivate: boolean, method: string): Promise<string>
  watchTopics(url: string, hashes: string[], topics: string[]): Promise<unknown>
}

export function createBybit(settings: Settings): Venue {
  return {
    sheet: BYBIT_SHEET,
    // Books, interest and liquidations count units of the base on linear and USD on inverse, where a contract is one USD; ccxt
    // takes the least order for it, which need not stay the same. https://bybit-exchange.github.io/docs/v5/market/tickers
    markets: createMarketSource(BYBIT, settings, ['spot', 'linear', 'inverse'], () => '1'),
    leverageTiers: createLeverageTierSource(BYBIT, settings, readBybitTiers),
    liquidations: createLiquidationSource(BYBIT, settings, FEED),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(BYBIT, settings, BYBIT_FUNDING),
    orderBook: createOrderBookSource(BYBIT, settings, {
      limitOf: ({ kind }) => (kind === 'SPOT' ? 200 : 500),
    }),
    candles: createCandleSource(BYBIT, settings, BYBIT_CANDLES),
    longShort: createLongShortSource(BYBIT, settings, BYBIT_LONG_SHORT),
  }
}

/** A subscribe request may hold 21,000 characters of topics; a hundred stay far below. */
const TOPICS_PER_REQUEST = 100

/** A topic for each market; linear and inverse markets have sockets of their own. */
const FEED: FeedPlan = {
  async subscribe(exchange, markets) {
    const api = apiOf(exchange)
    const subscriptions: Subscription[] = []
    for (const style of ['LINEAR', 'INVERSE'] as const) {
      const open = markets.filter((market) => market.style === style && market.active)
      const [first] = open
      if (!first) continue
      const url = await api.getUrlByMarketType(first.symbol, false, 'watchLiquidations')
      for (let at = 0; at < open.length; at += TOPICS_PER_REQUEST) {
        const some = open.slice(at, at + TOPICS_PER_REQUEST)
        // What ccxt's watchLiquidations does for one symbol, for many in one request.
        const hashes = some.map(({ symbol }) => `liquidations::${symbol}`)
        const topics = some.map(({ venueSymbol }) => `allLiquidation.${venueSymbol}`)
        subscriptions.push({ watch: () => api.watchTopics(url, hashes, topics), acknowledgements: 1 })
      }
    }
    return subscriptions
  },
  isAcknowledgement: (message) => message.op === 'subscribe' && message.success === true,
  map: (message, markets) => {
    const topic = (message as { topic?: unknown } | null)?.topic
    return typeof topic === 'string' && topic.startsWith('liquidation.')
      ? mapLiquidation(message, markets)
      : mapAllLiquidation(message, markets)
  },
}

const STEP_MS = 5 * 60_000
/** The venue's most for open-interest; mark-price klines allow more. */
const PAGE_ROWS = 200

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(BYBIT),
    exchangeCode: 'bybit',
    async *openInterest(markets, window, signal) {
      const client = await openVenue('bybit', settings, signal)
      // Spot and linear markets share their names.
      const derivatives = markets.filter(({ kind }) => kind !== 'SPOT')
      if (window) {
        for (const market of derivatives) yield await readHistory(client, market, window)
        return
      }
      const open = derivatives.filter(({ active }) => active)
      for (const category of ['linear', 'inverse'] as const) {
        const some = open.filter((market) => categoryOf(market) === category)
        if (some.length > 0) yield await readNow(client, category, indexMarkets(some))
      }
    },
  }
}

async function readNow(
  client: VenueClient,
  category: string,
  markets: MarketIndex,
): Promise<Batch<OpenInterestRecord>> {
  const api = apiOf(client.exchange)
  const answer = await client.request(
    `tickers ${category}`,
    () => api.publicGetV5MarketTickers({ category }),
    listAnswerSchema,
  )
  // The answer holds the whole category; markets that were not asked for are no fault of it.
  const asked = answer.result.list.filter((row) => {
    const symbol = (row as { symbol?: unknown } | null)?.symbol
    return typeof symbol !== 'string' || markets.has(symbol)
  })
  return {
    ...mapEach(asked, (row) => mapTicker(row, answer.time, markets)),
    observedAt: client.settings.now(),
  }
}

async function readHistory(
  client: VenueClient,
  market: StoredMarket,
  window: Window,
): Promise<Batch<OpenInterestRecord>> {
  const api = apiOf(client.exchange)
  const records: OpenInterestRecord[] = []
  const rejections: Rejection[] = []
  const query = { category: categoryOf(market), symbol: market.venueSymbol }
  for (let from = window.from.getTime(); from < window.to.getTime(); from += PAGE_ROWS * STEP_MS) {
    const to = Math.min(window.to.getTime(), from + PAGE_ROWS * STEP_MS)
    try {
      // Bounds are inclusive at the venue.
      const interest = await client.request(
        `open-interest ${market.venueSymbol}`,
        () =>
          api.publicGetV5MarketOpenInterest({
            ...query,
            intervalTime: '5min',
            startTime: from,
            endTime: to - 1,
            limit: PAGE_ROWS,
          }),
        listAnswerSchema,
      )
      if (interest.result.list.length === 0) continue
      const klines = await client.request(
        `mark-price-kline ${market.venueSymbol}`,
        () =>
          api.publicGetV5MarketMarkPriceKline({
            ...query,
            interval: '5',
            start: from,
            end: to - 1,
            limit: PAGE_ROWS,
          }),
        listAnswerSchema,
      )
      const prices = mapMarkPrices(klines.result.list)
      const mapped = mapEach(interest.result.list, (row) => mapOpenInterest(row, market, prices))
      records.push(...mapped.records.filter(({ time }) => time.getTime() >= from && time.getTime() < to))
      rejections.push(...mapped.rejections)
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'SOURCE_REFUSED') throw error
      rejections.push({ code: 'MARKET_REFUSED', reason: error.message, payload: query })
      break
    }
  }
  records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return { records, rejections, observedAt: client.settings.now() }
}

function categoryOf(market: StoredMarket): 'linear' | 'inverse' {
  return market.style === 'INVERSE' ? 'inverse' : 'linear'
}

function apiOf(exchange: Exchange): BybitApi {
  return exchange as unknown as BybitApi
}
