import { createBinance } from './binance/index.ts'
import { createBitget } from './bitget/index.ts'
import { createBitfinex } from './bitfinex/index.ts'
import { createBybit } from './bybit/index.ts'
import { createDeribit } from './deribit/index.ts'
import { createGate } from './gate/index.ts'
import { createHtx } from './htx/index.ts'
import { createHyperliquid } from './hyperliquid/index.ts'
import { createKrakenFutures } from './krakenfutures/index.ts'
import { createKucoinFutures } from './kucoinfutures/index.ts'
import { settingsOf, type Settings, type VenueCode, type VenueOptions } from './loadExchange.ts'
import { createOkx } from './okx/index.ts'
import type { Venue } from './venue.ts'

export type { Venue } from './venue.ts'
export type { VenueOptions } from './loadExchange.ts'

const VENUES: Partial<Record<VenueCode, (settings: Settings) => Venue>> = {
  binance: createBinance,
  bybit: createBybit,
  okx: createOkx,
  bitget: createBitget,
  gate: createGate,
  hyperliquid: createHyperliquid,
  htx: createHtx,
  krakenfutures: createKrakenFutures,
  kucoinfutures: createKucoinFutures,
  deribit: createDeribit,
  bitfinex: createBitfinex,
}

/** The venues that can be read, by ccxt's ids. */
export const VENUE_CODES: readonly string[] = Object.keys(VENUES)

/** The sources of one venue; undefined for a code that is not in VENUE_CODES. Nothing is loaded or opened yet. */
export function findVenue(code: string, options: VenueOptions = {}): Venue | undefined {
  return Object.hasOwn(VENUES, code) ? VENUES[code as VenueCode]?.(settingsOf(options)) : undefined
}
