import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://docs.deribit.com/api-reference/market-data'
const fixture = 'test/sources/venues/deribit.test.ts'

export const DERIBIT_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /public/get_instruments, kind future',
    unit: 'perpetuals and dated futures: USD (inverse, settled in coin) or coins (linear, settled in USDC or USDT)',
    clock: 'creation_timestamp',
    history: 'none: now only',
    limits:
      'Options, combos (spreads of two legs) and futures of a volatility index (DVOL) are left out. Spot is not read: since August 2026 it gives access to Coinbase Exchange, whose volume would be counted here again.',
    url: `${DOCS}/public-get_instruments`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'GET /public/get_last_trades_by_currency_and_time, the trades with liquidation',
    unit: 'USD (inverse) or coins (linear); price is the trade',
    side: "direction is the taker's: T (taker liquidated) and sell closed a LONG; M (maker liquidated) the other way round; MT counts as one of each side",
    clock: 'timestamp, in ms',
    history:
      '24 hours: of older trades the venue answers with none, without an error, so they are not asked for',
    limits:
      'A row is a trade: an order that fills in parts is several. The newest minute does not count as read, nor what is older than 23 hours.',
    url: `${DOCS}/public-get_last_trades_by_currency_and_time`,
    fixture,
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /public/get_book_summary_by_currency, kind future',
    unit: 'USD (inverse) or coins (linear), one side',
    clock: 'creation_timestamp, in ms',
    history: 'none: now only',
    url: `${DOCS}/public-get_book_summary_by_currency`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through:
      'GET /public/get_book_summary_by_currency, current_funding (predicted); /public/get_funding_rate_history, interest_1h (settled)',
    unit: 'fraction; predicted: current_funding, per 8 hours (480 minutes); settled: interest_1h, per hour (60 minutes)',
    side: 'positive: longs pay shorts',
    clock: 'creation_timestamp (predicted); timestamp, the end of the hour (settled); both in ms',
    history: 'how far is not documented',
    limits:
      'Funding is paid all the time: a settled rate is what an hour has cost, and a prediction has no moment at which it is charged. interest_8h and funding_8h overlap and are not read.',
    url: 'https://support.deribit.com/hc/en-us/articles/31424939178397-Funding-Specifications',
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /public/get_order_book, 10000 prices a side',
    unit: 'USD (inverse) or coins (linear)',
    clock: "timestamp, the venue's",
    history: 'none: now only',
    limits: 'That a side ends before a distance does not say that nothing rests beyond: it is null.',
    url: `${DOCS}/public-get_order_book`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /public/get_tradingview_chart_data',
    unit: 'both styles: coins in volume, USD or the quote currency in cost',
    clock: "the bar's begin, in ms",
    history: 'how far is not documented',
    limits: 'A minute without a trade is a bar of the last close without volume. Takers are not told apart.',
    url: `${DOCS}/public-get_tradingview_chart_data`,
    fixture,
  },
  LONG_SHORT: { supported: false, why: 'The venue prints no account ratio.' },
}
