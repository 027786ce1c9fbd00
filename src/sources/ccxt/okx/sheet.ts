import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://www.okx.com/docs-v5/en'
const fixture = 'test/sources/venues/okx.test.ts'

export const OKX_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through:
      'GET /api/v5/public/instruments of SPOT, SWAP and FUTURES; margin tiers: GET /api/v5/public/position-tiers',
    unit: 'spot: coins; swaps and futures: contracts of ctVal x ctMult coins (linear) or USD (inverse)',
    clock: 'listTime, contTdSwTime',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone.',
    url: `${DOCS}/#public-data-rest-api-get-instruments`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'WebSocket liquidation-orders of SWAP and of FUTURES',
    unit: 'contracts; price is the bankruptcy price',
    side: "side is the closing order's side: sell closed a LONG; posSide must agree",
    clock: 'ts',
    history: 'none: a stream',
    limits: 'At most one order a second and contract: sums are lower bounds.',
    url: `${DOCS}/#public-data-websocket-liquidation-orders-channel`,
    fixture: 'test/sources/liquidationMappers.test.ts',
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /api/v5/public/open-interest with /public/mark-price',
    unit: 'contracts',
    clock: 'ts',
    history: 'none: now only',
    limits: 'The past is printed by currency alone, all its markets together.',
    url: `${DOCS}/#public-data-rest-api-get-open-interest`,
    fixture: 'test/sources/ccxtRest.test.ts',
  },
  FUNDING: {
    supported: true,
    through:
      'GET /api/v5/public/funding-rate of ANY (predicted), /public/funding-rate-history (settled: realizedRate)',
    unit: 'fraction per interval; predicted: nextFundingTime - fundingTime; settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'ts, ours where it is missing (predicted); fundingTime (settled)',
    history: '90 days',
    limits:
      'The last settled rate that the first answer holds is not taken, as it carries no interval of its own. No rates of futures.',
    url: `${DOCS}/#public-data-rest-api-get-funding-rate`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /api/v5/market/books-full, 5000 levels a side',
    unit: 'spot: coins; swaps and futures: contracts',
    clock: 'ts',
    history: 'none: now only',
    limits: 'Renewed once a second; 10 requests in 2 seconds.',
    url: `${DOCS}/#order-book-trading-market-data-get-full-order-book`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /api/v5/market/candles (the last day), /market/history-candles (before), of one minute',
    unit: 'spot: vol in coins, volCcyQuote in USD; swaps: volCcy in coins, volCcyQuote in USD',
    clock: 'ts',
    history: 'to the listing',
    limits: 'No taker volumes, no count of trades, no dated futures.',
    url: `${DOCS}/#order-book-trading-market-data-get-candlesticks`,
    fixture,
  },
  LONG_SHORT: {
    supported: true,
    through: 'GET /api/v5/rubik/stat/contracts/long-short-account-ratio-contract',
    unit: 'ratio / (1 + ratio), all accounts of one contract',
    clock: 'ts',
    history: '5 days, every 5 minutes (1440 rows)',
    limits: 'Perpetuals only; one contract a request.',
    url: `${DOCS}/#trading-statistics-rest-api-get-contract-long-short-ratio`,
    fixture,
  },
}
