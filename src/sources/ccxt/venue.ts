import type { FundingSource } from '../../funding/record.ts'
import type { LeverageTierSource } from '../../leverageTiers/record.ts'
import type { LiquidationSource } from '../../liquidations/record.ts'
import type { LongShortSource } from '../../longShort/record.ts'
import type { MarketRecord, MarketSource } from '../../markets/record.ts'
import type { OpenInterestSource } from '../../openInterest/record.ts'
import type { OrderBookSource } from '../../orderBook/record.ts'
import type { SourceRecord } from '../../quality/record.ts'
import type { CandleSource } from '../../volume/record.ts'
import { z } from 'zod'
import { watchLiquidations, type FeedPlan } from './liquidationFeed.ts'
import { historyNotOffered, openVenue, type Settings, type VenueCode } from './loadExchange.ts'
import { mapEach } from './mapping.ts'
import { isOurs, mapMarket, type CcxtMarket } from './markets.ts'
import type { VenueFamily, VenueSheet } from './sheet.ts'

/** Everything that Unwind reads of one venue. Sources open nothing until they are asked. */
export interface Venue {
  /** What it gives, family by family: the table in docs/sources.md is made of these. */
  readonly sheet?: VenueSheet
  readonly markets: MarketSource
  /** What it asks of positions; undefined: it tells that to nobody without a key, or it is not read. */
  readonly leverageTiers?: LeverageTierSource
  readonly liquidations?: LiquidationSource
  readonly openInterest?: OpenInterestSource
  readonly funding?: FundingSource
  readonly orderBook?: OrderBookSource
  readonly candles?: CandleSource
  readonly longShort?: LongShortSource
  /** Paces of its own, in ms between polls, where one poll takes the venue longer than the recorder's usual pace. */
  readonly cadenceMs?: Readonly<Partial<Record<VenueFamily, number>>>
}

export interface VenueDescription {
  readonly code: VenueCode
  readonly name: string
  readonly restUrl: string
  readonly socketUrl: string
}

export function restSource({ code, name, restUrl }: VenueDescription): SourceRecord {
  return { code: `${code}.rest`, name: `${name} REST API`, provenance: 'OBSERVED', url: restUrl }
}

export function socketSource({ code, name, socketUrl }: VenueDescription): SourceRecord {
  return { code: `${code}.ws`, name: `${name} WebSocket API`, provenance: 'OBSERVED', url: socketUrl }
}

/**
 * The venue's instrument list through ccxt's fetchMarkets: names are ccxt's, sizes the venue's own text.
 * @param types ccxt's names of the venue's lists, for its option fetchMarkets.types (HTX has them as flags); with 'spot' its spot
 * markets are read too
 * @param complete puts right what ccxt names otherwise than the venue's messages do
 */
export function createMarketSource(
  venue: VenueDescription,
  settings: Settings,
  types: readonly string[] | Readonly<Record<string, true>>,
  findContractSize: (market: CcxtMarket) => unknown,
  complete: (record: MarketRecord, market: CcxtMarket) => MarketRecord = (record) => record,
): MarketSource {
  return {
    source: restSource(venue),
    exchange: { code: venue.code, name: venue.name },
    async getMarkets(signal) {
      const { exchange, request } = await openVenue(venue.code, settings, signal, {
        options: { fetchMarkets: { types } },
      })
      const rows = await request('markets', () => exchange.fetchMarkets(), z.array(z.unknown()).min(1))
      const ours = rows.filter(isOurs)
      const mapped = mapEach(ours, (row): MarketRecord =>
        complete(mapMarket(venue.code, row, findContractSize), row as CcxtMarket),
      )
      return { ...mapped, observedAt: settings.now() }
    },
  }
}

/** The same list without the markets that `keeps` turns down. */
export function keepMarkets(source: MarketSource, keeps: (market: MarketRecord) => boolean): MarketSource {
  return {
    ...source,
    async getMarkets(signal) {
      const batch = await source.getMarkets(signal)
      return { ...batch, records: batch.records.filter(keeps) }
    },
  }
}

/** The venue's stream of forced orders; see watchLiquidations for what its batches claim. */
export function createLiquidationSource(
  venue: VenueDescription,
  settings: Settings,
  plan: FeedPlan,
): LiquidationSource {
  return {
    source: socketSource(venue),
    exchangeCode: venue.code,
    mode: 'STREAM',
    async *liquidations(markets, window, signal) {
      if (window.to <= settings.now()) {
        throw historyNotOffered(`${venue.code} only streams forced orders; a past window can't be read`)
      }
      if (signal.aborted) return
      const client = await openVenue(venue.code, settings, signal)
      yield* watchLiquidations(
        client,
        plan,
        markets.filter(({ kind }) => kind !== 'SPOT'),
        window,
        signal,
      )
    },
  }
}
