import { z } from 'zod'
import { USD_LIKE, type StoredMarket } from '../../../markets/record.ts'
import type { OpenInterestSource } from '../../../openInterest/record.ts'
import { historyNotOffered, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach } from '../mapping.ts'
import {
  callOf,
  createCandleSource,
  createFundingSource,
  createOrderBookSource,
  openWithMarkets,
} from '../readers.ts'
import { createMarketSource, keepMarkets, restSource, type Venue, type VenueDescription } from '../venue.ts'
import { BITGET_CANDLES } from './candles.ts'
import { BITGET_FUNDING, ownRows } from './funding.ts'
import { mapOpenInterest } from './openInterest.ts'
import { dataSchema, entryOf, productTypeOf } from './products.ts'
import { BITGET_SHEET } from './sheet.ts'

const BITGET: VenueDescription = {
  code: 'bitget',
  name: 'Bitget',
  restUrl: 'https://www.bitget.com/api-doc/contract/intro',
  socketUrl: 'https://www.bitget.com/api-doc/common/websocket-intro',
}

export function createBitget(settings: Settings): Venue {
  return {
    sheet: BITGET_SHEET,
    // Everything counts coins; what is of an inverse market is made USD where it is read (see contractsOf).
    markets: keepMarkets(
      createMarketSource(BITGET, settings, ['spot', 'swap'], () => '1'),
      // The same list has dated futures, and the contracts of the demo, which are quoted in SUSDT and the like.
      ({ kind, quote }) => kind !== 'FUTURE' && USD_LIKE.has(quote),
    ),
    openInterest: createOpenInterestSource(settings),
    funding: createFundingSource(BITGET, settings, BITGET_FUNDING),
    orderBook: createOrderBookSource(BITGET, settings, {
      read: readBook,
      takes: ({ kind }) => kind !== 'FUTURE',
    }),
    candles: createCandleSource(BITGET, settings, BITGET_CANDLES),
  }
}

function createOpenInterestSource(settings: Settings): OpenInterestSource {
  return {
    source: restSource(BITGET),
    exchangeCode: 'bitget',
    async *openInterest(markets, window, signal) {
      if (window) throw historyNotOffered('bitget gives no past open interest')
      const open = markets.filter(({ active, kind }) => active && kind === 'PERPETUAL')
      if (open.length === 0) return
      const client = await openWithMarkets(BITGET, settings, open, signal)
      for (const productType of new Set(open.map(productTypeOf))) {
        const index = indexMarkets(open.filter((market) => productTypeOf(market) === productType))
        const { data } = await client.request(
          `tickers ${productType}`,
          () => callOf(client.exchange, 'publicMixGetV2MixMarketTickers')({ productType }),
          dataSchema,
        )
        yield {
          ...mapEach(ownRows(data, index), (row) => mapOpenInterest(row, index)),
          observedAt: settings.now(),
        }
      }
    },
  }
}

const entriesSchema = z.array(z.array(z.unknown()).min(2))
const bookSchema = z.object({
  data: z.object({ asks: entriesSchema, bids: entriesSchema, ts: z.unknown() }),
})

/** Every price that the venue gives without a key, none merged: `limit` max. ccxt asks spot elsewhere, for 150 levels. */
async function readBook(client: VenueClient, market: StoredMarket) {
  const query = { symbol: market.venueSymbol, precision: 'scale0', limit: 'max' }
  const [name, more] =
    market.kind === 'SPOT'
      ? ['publicSpotGetV2SpotMarketMergeDepth', {}]
      : ['publicMixGetV2MixMarketMergeDepth', { productType: productTypeOf(market) }]
  const { data } = await client.request(
    `merge-depth ${market.venueSymbol}`,
    () => callOf(client.exchange, name)({ ...query, ...more }),
    bookSchema,
  )
  const ours = (entries: readonly (readonly unknown[])[]) => entries.map((entry) => entryOf(market, entry))
  return { bids: ours(data.bids), asks: ours(data.asks), timestamp: data.ts }
}
