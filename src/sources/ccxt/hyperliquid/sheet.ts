import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://hyperliquid.gitbook.io/hyperliquid-docs'
const INFO = `${DOCS}/for-developers/api/info-endpoint`
const fixture = 'test/sources/venues/hyperliquid.test.ts'

export const HYPERLIQUID_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'POST /info metaAndAssetCtxs',
    unit: 'coins; kPEPE and the like count thousands',
    clock: 'none: the venue prints no date of listing',
    history: 'none: now only',
    limits: 'Perpetuals of the venue itself; not its spot, and not the exchanges that others build on it.',
    url: `${INFO}/perpetuals`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: false,
    why: 'Liquidations are fills on chain, complete, but no public channel prints those of all users.',
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'POST /info metaAndAssetCtxs',
    unit: 'coins, one side',
    clock: 'ours',
    history: 'none: now only',
    url: `${INFO}/perpetuals`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'POST /info metaAndAssetCtxs (predicted), fundingHistory (settled)',
    unit: 'fraction per hour: every market settles hourly',
    side: 'positive: longs pay shorts',
    clock: 'ours (predicted); time, in ms (settled)',
    history: 'to the listing',
    url: `${DOCS}/trading/funding`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'POST /info l2Book, 20 prices a side',
    unit: 'coins',
    clock: 'time, in ms',
    history: 'none: now only',
    limits: 'Twenty prices end near mid on the great markets: what lies beyond is null.',
    url: `${INFO}#l2-book-snapshot`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'POST /info candleSnapshot',
    unit: 'coins; no USD, no takers',
    clock: "the bar's begin, in ms",
    history: '5000 bars: about three and a half days',
    url: `${INFO}#candle-snapshot`,
    fixture,
  },
  LONG_SHORT: { supported: false, why: 'The venue prints no account ratio.' },
}
