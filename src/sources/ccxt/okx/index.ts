import type { Exchange } from 'ccxt'
import { findDecimal, times } from '../../../lib/decimal.ts'
import type { OpenInterestSource } from '../../../openInterest/record.ts'
import type { FeedPlan } from '../liquidationFeed.ts'
import { createLeverageTierSource } from '../leverageTiers.ts'
import { historyNotOffered, openVenue, type Settings } from '../loadExchange.ts'
import { indexMarkets, mapEach } from '../mapping.ts'
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
import { OKX_CANDLES } from './candles.ts'
import { OKX_FUNDING } from './funding.ts'
import { mapLiquidationOrders } from './liquidations.ts'
import { OKX_LONG_SHORT } from './longShort.ts'
import { dataAnswerSchema, mapMarkPrices, mapOpenInterest } from './openInterest.ts'
import { readOkxTiers } from './leverageTiers.ts'
import { OKX_SHEET } from './sheet.ts'

const OKX: VenueDescription = {
  code: 'okx',
  name: 'OKX',
  restUrl: 'https://www.okx.com/docs-v5/en/#public-data-rest-api-get-open-interest',
  socketUrl: 'https://www.okx.com/docs-v5/en/#public-data-websocket-liquidation-orders-channel',
}

interface OkxApi {
  publicGetPublicOpenInterest(query: object): Promise<unknown>
  publicGetPublicMarkPrice(query: object): Promise<unknown>
}

export function createOkx(settings: Settings): Venue {
  return {
    sheet: OKX_SHEET,
    // Books, interest and liquidations of swaps and futures count contracts:
    // https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-order-book
    markets: createMarketSource(OKX, settings, ['spot', 'swap', 'future'], (market) =>
      contractSizeOf(market.info),
    ),
    leverageTiers: createLeverageTierSource(OKX, settings, readOkxTiers),
    liquidations: createLiquidationSource(OKX, settings, FEED),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(OKX, settings, OKX_FUNDING),
    // Above 400 ccxt asks books-full.
    orderBook: createOrderBookSource(OKX, settings, { limit: 5000 }),
    candles: createCandleSource(OKX, settings, OKX_CANDLES),
    longShort: createLongShortSource(OKX, settings, OKX_LONG_SHORT),
  }
}

/** Face value: ctVal x ctMult, of which ccxt takes the first alone. */
function contractSizeOf(info: unknown): string | undefined {
  const { ctVal, ctMult } = info as { ctVal?: unknown; ctMult?: unknown }
  const value = findDecimal(ctVal)
  return value === undefined ? undefined : times(value, findDecimal(ctMult) ?? '1')
}

/** One channel for all swaps and one for all futures, on one socket. ccxt takes the type from a symbol of it. */
const FEED: FeedPlan = {
  subscribe(exchange, markets) {
    const swap = markets.find(({ kind }) => kind === 'PERPETUAL')
    const future = markets.find(({ kind }) => kind === 'FUTURE')
    return [swap, future]
      .filter((market) => market !== undefined)
      .map(({ symbol }) => ({
        watch: () => exchange.watchLiquidationsForSymbols([symbol]),
        acknowledgements: 1,
      }))
  },
  isAcknowledgement: (message) => message.event === 'subscribe',
  map: mapLiquidationOrders,
}

/**
 * Readings of now only. OKX's history is asked by currency and adds all markets of it: through ccxt it even
 * looks like one market's, and the USDT and USD markets would each get the whole.
 */
function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(OKX),
    exchangeCode: 'okx',
    async *openInterest(markets, window, signal) {
      if (window)
        throw historyNotOffered('okx gives no past open interest of a market, only of a whole currency')
      const client = await openVenue('okx', settings, signal)
      const api = apiOf(client.exchange)
      for (const [instType, kind] of [
        ['SWAP', 'PERPETUAL'],
        ['FUTURES', 'FUTURE'],
      ] as const) {
        const asked = indexMarkets(markets.filter((market) => market.active && market.kind === kind))
        if (asked.size === 0) continue
        const [interest, marks] = await Promise.all([
          client.request(
            `open-interest ${instType}`,
            () => api.publicGetPublicOpenInterest({ instType }),
            dataAnswerSchema,
          ),
          client.request(
            `mark-price ${instType}`,
            () => api.publicGetPublicMarkPrice({ instType }),
            dataAnswerSchema,
          ),
        ])
        const prices = mapMarkPrices(marks.data)
        const rows = interest.data.filter((row) => {
          const instId = (row as { instId?: unknown } | null)?.instId
          return typeof instId !== 'string' || asked.has(instId)
        })
        yield { ...mapEach(rows, (row) => mapOpenInterest(row, prices, asked)), observedAt: settings.now() }
      }
    },
  }
}

function apiOf(exchange: Exchange): OkxApi {
  return exchange as unknown as OkxApi
}
