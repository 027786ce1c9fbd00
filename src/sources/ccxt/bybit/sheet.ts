import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://bybit-exchange.github.io/docs/v5'
const fixture = 'test/sources/venues/bybit.test.ts'

export const BYBIT_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through:
      'GET /v5/market/instruments-info of spot, linear and inverse; margin tiers: GET /v5/market/risk-limit',
    unit: 'spot and linear: units of the base (SHIB1000 counts thousands); inverse: contracts of one USD',
    clock: 'launchTime; spot prints no date of listing',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone.',
    url: `${DOCS}/market/instrument`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'WebSocket allLiquidation.{symbol} of linear and inverse',
    unit: 'linear: units of the base; inverse: USD; price is the bankruptcy price, not a fill',
    side: "S is the position's side: Buy is a liquidated LONG",
    clock: 'T',
    history: 'none: a stream',
    limits: 'All orders since February 2025, every 500 ms.',
    url: `${DOCS}/websocket/public/all-liquidation`,
    fixture: 'test/sources/liquidationMappers.test.ts',
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /v5/market/tickers (now); /v5/market/open-interest with mark-price-kline (past)',
    unit: 'linear: units of the base; inverse: USD',
    clock: "the answer's time (now), timestamp (past)",
    history: 'to the listing, every 5 minutes',
    limits:
      'Past readings take the mark price that the kline of their time opens with; without one they are NO_PRICE.',
    url: `${DOCS}/market/open-interest`,
    fixture: 'test/sources/ccxtRest.test.ts',
  },
  FUNDING: {
    supported: true,
    through:
      'GET /v5/market/tickers (predicted), /v5/market/funding/history (settled), instruments-info (intervals)',
    unit: "fraction per interval; predicted: fundingIntervalHour, or the instrument's fundingInterval; settled: since the settlement before",
    side: 'positive: longs pay shorts',
    clock: "the answer's time (predicted), fundingRateTimestamp (settled)",
    history: 'to the listing',
    limits:
      'No settlement before the first after the listing: its interval is what the instrument states today.',
    url: `${DOCS}/market/history-fund-rate`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /v5/market/orderbook, 200 levels a side of spot, 500 of linear and inverse',
    unit: 'spot and linear: units of the base; inverse: contracts of one USD',
    clock: 'ts',
    history: 'none: now only',
    limits:
      'On a liquid market 500 levels end within a fraction of a percent of mid: the levels beyond are left out.',
    url: `${DOCS}/market/orderbook`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /v5/market/kline of one minute',
    unit: 'spot and linear: volume in units of the base, turnover in USD; inverse: volume in USD, turnover in coins',
    clock: 'start',
    history: 'to the listing',
    limits: 'No taker volumes, no count of trades, no dated futures.',
    url: `${DOCS}/market/kline`,
    fixture,
  },
  LONG_SHORT: {
    supported: true,
    through: 'GET /v5/market/account-ratio',
    unit: 'buyRatio / (buyRatio + sellRatio), all holders of a position',
    clock: 'timestamp',
    history: 'to 2020-07-20, every 5 minutes',
    limits: 'Perpetuals settled in USDT and inverse ones; none settled in USDC.',
    url: `${DOCS}/market/long-short-ratio`,
    fixture,
  },
}
