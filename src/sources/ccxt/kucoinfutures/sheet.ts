import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://www.kucoin.com/docs-new/rest'
const fixture = 'test/sources/venues/kucoinfutures.test.ts'

export const KUCOIN_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /api/v1/contracts/active, /api/v2/symbols',
    unit: 'spot: coins; contracts: lots of multiplier coins (linear) or one USD (inverse, printed below zero)',
    clock: 'firstOpenDate, in ms',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone. The list holds open contracts only.',
    url: `${DOCS}/futures-trading/market-data/get-all-symbols`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: false,
    why: 'The venue pushes no public liquidations, its public trades do not mark them, and ccxt has none.',
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /api/v1/contracts/active (now), /api/ua/v1/market/open-interest (history, 5 minutes)',
    unit: 'lots, one side; history is priced at the mark-price bar that begins at its time',
    clock: 'ours (now); ts, in ms (history)',
    history: 'by market/open-interest; how far is not documented',
    limits:
      'That the history counts lots too is told by its size beside contracts/active, not by the documentation; that of inverse contracts is left out.',
    url: `${DOCS}/ua/get-futures-open-interset`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'GET /api/v1/contracts/active (predicted), /contract/funding-rates (settled)',
    unit: 'fraction per interval; predicted: fundingRateGranularity; settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'ours (predicted); timepoint, in ms (settled)',
    history: 'to the listing',
    url: `${DOCS}/futures-trading/funding-fees/get-public-funding-history`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /api/v1/level2/snapshot (futures, whole), /market/orderbook/level2_100 (spot)',
    unit: 'spot: coins; contracts: lots',
    clock: 'ts, in ns (futures); time, in ms (spot)',
    history: 'none: now only',
    limits: 'A hundred prices of spot end near mid on the great markets: what lies beyond is null.',
    url: `${DOCS}/futures-trading/market-data/get-full-orderbook`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /api/v1/kline/query (futures), /api/v1/market/candles (spot)',
    unit: 'spot: coins and quote; linear contracts: lots, no USD',
    clock: "the bar's begin, in ms (futures) or seconds (spot)",
    history: 'not documented',
    limits: 'Inverse contracts are left out: their lots are dollars. Takers are not told apart.',
    url: `${DOCS}/futures-trading/market-data/get-klines`,
    fixture,
  },
  LONG_SHORT: { supported: false, why: 'The venue prints no account ratio in public.' },
}
