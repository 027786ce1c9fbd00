import type { Exchange } from 'ccxt'
import { z } from 'zod'
import { RecordError, SourceError } from '../../../lib/errors.ts'
import { DAY_MS, type Window } from '../../../lib/time.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../../openInterest/record.ts'
import type { Batch, Rejection } from '../../../quality/record.ts'
import type { FeedPlan } from '../liquidationFeed.ts'
import { historyNotOffered, openVenue, type Settings, type VenueClient } from '../loadExchange.ts'
import { mapEach, type Mapped } from '../mapping.ts'
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
import { BINANCE_CANDLES } from './candles.ts'
import { BINANCE_FUNDING } from './funding.ts'
import { mapForceOrder } from './liquidations.ts'
import { BINANCE_LONG_SHORT } from './longShort.ts'
import { mapMarkPrices, mapOpenInterest, mapOpenInterestHist, premiumIndexSchema } from './openInterest.ts'
import { BINANCE_SHEET } from './sheet.ts'

const BINANCE: VenueDescription = {
  code: 'binance',
  name: 'Binance',
  restUrl: 'https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info',
  socketUrl:
    'https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/All-Market-Liquidation-Order-Streams',
}

/** ccxt's raw endpoints; unified methods would turn text into floats. */
interface BinanceApi {
  fapiPublicGetOpenInterest(query: object): Promise<unknown>
  fapiPublicGetPremiumIndex(): Promise<unknown>
  fapiDataGetOpenInterestHist(query: object): Promise<unknown>
  dapiPublicGetOpenInterest(query: object): Promise<unknown>
  dapiPublicGetPremiumIndex(): Promise<unknown>
  dapiDataGetOpenInterestHist(query: object): Promise<unknown>
}

export function createBinance(settings: Settings): Venue {
  return {
    sheet: BINANCE_SHEET,
    // Books, interest and liquidations count units of the base on USD-M, contracts of contractSize USD on COIN-M:
    // https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api/Exchange-Information
    markets: createMarketSource(BINANCE, settings, ['spot', 'linear', 'inverse'], (market) =>
      market.inverse ? (market.info as { contractSize?: unknown }).contractSize : '1',
    ),
    liquidations: createLiquidationSource(BINANCE, settings, FEED),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(BINANCE, settings, BINANCE_FUNDING),
    // Spot would give 5000 at five times the price; the others end here.
    orderBook: createOrderBookSource(BINANCE, settings, { limit: 1000 }),
    candles: createCandleSource(BINANCE, settings, BINANCE_CANDLES),
    longShort: createLongShortSource(BINANCE, settings, BINANCE_LONG_SHORT),
  }
}

/** USD-M and COIN-M each have one stream for all their markets, on sockets of their own. */
const FEED: FeedPlan = {
  subscribe(exchange, markets) {
    const styles = new Set(markets.map(({ style }) => style))
    const sides = [...(styles.has('LINEAR') ? ['linear'] : []), ...(styles.has('INVERSE') ? ['inverse'] : [])]
    return sides.map((subType) => ({
      watch: () => exchange.watchLiquidationsForSymbols([], undefined, undefined, { type: 'swap', subType }),
      acknowledgements: 1,
    }))
  },
  isAcknowledgement: (message) => 'result' in message && message.result === null && 'id' in message,
  findRefusal: (message) => (message.error === undefined ? undefined : JSON.stringify(message.error)),
  map: mapForceOrder,
}

/** The venue answers for one symbol at a time; a batch shares one answer of mark prices, so they are seconds apart at most. */
const BATCH_MARKETS = 100
const PARALLEL = 8
const HISTORY_DAYS = 30
const STEP_MS = 5 * 60_000
const PAGE_ROWS = 500

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(BINANCE),
    exchangeCode: 'binance',
    async *openInterest(markets, window, signal) {
      const earliest = new Date(settings.now().getTime() - HISTORY_DAYS * DAY_MS)
      if (window && window.from < earliest) {
        throw historyNotOffered(
          `binance gives open interest of the last ${HISTORY_DAYS} days, from ${earliest.toISOString()}`,
          earliest,
        )
      }
      const client = await openVenue('binance', settings, signal)
      if (window) {
        for (const market of markets.filter(({ kind }) => kind !== 'SPOT'))
          yield await readHistory(client, market, window)
        return
      }
      const open = markets.filter(({ active, kind }) => active && kind !== 'SPOT')
      for (let at = 0; at < open.length; at += BATCH_MARKETS) {
        yield await readNow(client, open.slice(at, at + BATCH_MARKETS))
      }
    },
  }
}

async function readNow(
  client: VenueClient,
  markets: readonly StoredMarket[],
): Promise<Batch<OpenInterestRecord>> {
  const api = apiOf(client.exchange)
  const inverse = markets.some(({ style }) => style === 'INVERSE')
  const linear = markets.some(({ style }) => style !== 'INVERSE')
  const [usdm, coinm] = await Promise.all([
    linear ? client.request('premiumIndex', () => api.fapiPublicGetPremiumIndex(), premiumIndexSchema) : [],
    inverse
      ? client.request('COIN-M premiumIndex', () => api.dapiPublicGetPremiumIndex(), premiumIndexSchema)
      : [],
  ])
  const prices = mapMarkPrices([...usdm, ...coinm])
  const rows: { market: StoredMarket; row: unknown }[] = []
  const rejections: Rejection[] = []
  const queue = [...markets]
  const work = async () => {
    for (let market = queue.shift(); market; market = queue.shift()) {
      const query = { symbol: market.venueSymbol }
      const { style } = market
      try {
        const row = await client.request(
          `openInterest ${market.venueSymbol}`,
          () =>
            style === 'INVERSE' ? api.dapiPublicGetOpenInterest(query) : api.fapiPublicGetOpenInterest(query),
          z.object({}).loose(),
        )
        rows.push({ market, row })
      } catch (error) {
        rejections.push(refusalOf(error, query))
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  const mapped = mapEach(
    rows,
    ({ market, row }) => mapOpenInterest(row, market, prices.get(market.venueSymbol)),
    ({ row }) => row,
  )
  return {
    records: mapped.records,
    rejections: [...rejections, ...mapped.rejections],
    observedAt: client.settings.now(),
  }
}

async function readHistory(
  client: VenueClient,
  market: StoredMarket,
  window: Window,
): Promise<Batch<OpenInterestRecord>> {
  const records: OpenInterestRecord[] = []
  const rejections: Rejection[] = []
  const query = historyQueryOf(market)
  if (query === undefined) {
    const reason = `${market.symbol}: COIN-M history of dated futures is by kind of contract, not by contract`
    rejections.push({ code: 'HISTORY_NOT_OFFERED', reason, payload: { symbol: market.venueSymbol } })
    return { records, rejections, observedAt: client.settings.now() }
  }
  for (let from = window.from.getTime(); from < window.to.getTime(); from += PAGE_ROWS * STEP_MS) {
    const to = Math.min(window.to.getTime(), from + PAGE_ROWS * STEP_MS)
    const page: Window = { from: new Date(from), to: new Date(to) }
    let rows: unknown[]
    try {
      rows = await readPage(client, market, query, page)
    } catch (error) {
      rejections.push(refusalOf(error, { symbol: market.venueSymbol }))
      break
    }
    const mapped: Mapped<OpenInterestRecord> = mapEach(rows, (row) => mapOpenInterestHist(row, market))
    records.push(...mapped.records.filter(({ time }) => time >= page.from && time < page.to))
    rejections.push(...mapped.rejections)
  }
  records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return { records, rejections, observedAt: client.settings.now() }
}

function readPage(
  client: VenueClient,
  market: StoredMarket,
  query: object,
  page: Window,
): Promise<unknown[]> {
  const api = apiOf(client.exchange)
  // Both bounds are inclusive at the venue.
  const full = {
    ...query,
    period: '5m',
    limit: PAGE_ROWS,
    startTime: page.from.getTime(),
    endTime: page.to.getTime() - 1,
  }
  return client.request(
    `openInterestHist ${market.venueSymbol}`,
    () =>
      market.style === 'INVERSE'
        ? api.dapiDataGetOpenInterestHist(full)
        : api.fapiDataGetOpenInterestHist(full),
    z.array(z.unknown()),
  )
}

/** COIN-M asks by pair and kind of contract, which names one market only for perpetuals. */
function historyQueryOf(market: StoredMarket): Record<string, string> | undefined {
  if (market.style !== 'INVERSE') return { symbol: market.venueSymbol }
  if (market.kind !== 'PERPETUAL') return undefined
  return { pair: market.venueSymbol.replace(/_PERP$/, ''), contractType: 'PERPETUAL' }
}

/** A market that the venue refuses alone (delisted since) is a rejection; a venue that can't be read is an error. */
function refusalOf(error: unknown, payload: unknown): Rejection {
  if (error instanceof SourceError && error.code === 'SOURCE_REFUSED') {
    return { code: 'MARKET_REFUSED', reason: error.message, payload }
  }
  if (error instanceof RecordError) return { code: error.code, reason: error.message, payload }
  throw error
}

function apiOf(exchange: Exchange): BinanceApi {
  return exchange as unknown as BinanceApi
}
