import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://docs.kraken.com/api-reference'
const fixture = 'test/sources/venues/krakenfutures.test.ts'

export const KRAKEN_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /derivatives/api/v3/instruments',
    unit: 'contracts of contractSize: one coin (PF_, FF_, linear) or one USD (PI_, FI_, inverse)',
    clock: 'openingDate',
    history: 'none: now only',
    limits: 'An instrument that is not in USD, or of a type not documented, is rejected.',
    url: `${DOCS}/instrument-details/get-instruments`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'GET /api/history/v3/market/{symbol}/executions, read to the last page',
    unit: "contracts; price is the average of the order's fills",
    side: 'direction is the closing order: Sell closes a LONG',
    clock: "the order's timestamp, in ms",
    history: 'to the listing',
    limits:
      'Every execution is read for the few that liquidations made, a thousand a page. Positions that are assigned or unwound instead are not among them. A delisted market that the venue refuses is rejected, and its orders are missing. The newest minute does not count as read.',
    url: `${DOCS}/market-history/get-public-execution-events`,
    fixture,
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /derivatives/api/v3/tickers',
    unit: 'contracts, one side',
    clock: 'serverTime',
    history: 'none: now only',
    limits:
      "What the venue's analytics of past interest count in is not documented, and ccxt does not read them.",
    url: `${DOCS}/market-data/get-tickers`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'GET /derivatives/api/v3/tickers (predicted), /v4/historicalfundingrates (settled)',
    unit: 'fraction per hour: every market settles hourly; settled: relativeFundingRate; predicted: the amount fundingRate against indexPrice',
    side: 'positive: longs pay shorts',
    clock: 'serverTime (predicted); timestamp, the begin of the period, and an hour (settled)',
    history: 'a year, in one answer',
    limits:
      'The predicted rate stands off the one that will be charged by what the index moved since the hour began.',
    url: `${DOCS}/historical-funding-rates/historical-funding-rates`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /derivatives/api/v3/orderbook, the whole book',
    unit: 'contracts',
    clock: 'serverTime',
    history: 'none: now only',
    url: `${DOCS}/market-data/get-orderbook`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /api/charts/v1/trade/{symbol}/1m',
    unit: 'linear contracts: coins; no USD, no takers',
    clock: "the bar's begin, in ms",
    history: 'to the listing',
    limits: 'Inverse contracts are left out: their contracts are dollars.',
    url: `${DOCS}/candles/market-candles`,
    fixture,
  },
  LONG_SHORT: {
    supported: false,
    why: "What the long-short-ratio of the venue's analytics counts, accounts or positions, is not documented.",
  },
}
