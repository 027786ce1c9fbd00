import type { VenueSheet } from '../sheet.ts'

const LINEAR = 'https://huobiapi.github.io/docs/usdt_swap/v1/en'
const fixture = 'test/sources/venues/htx.test.ts'

export const HTX_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through:
      'GET /linear-swap-api/v1/swap_contract_info, /swap-api/v1/swap_contract_info, /v1/common/symbols',
    unit: 'spot: coins; perpetuals: contracts of contract_size coins (linear) or USD (inverse)',
    clock: 'create_date, to the day; spot prints no date of listing',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone. Dated futures are not read.',
    url: `${LINEAR}/#general-query-swap-info`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through:
      'GET /v5/market/liquidation_orders (linear), /swap-api/v3/swap_liquidation_orders (inverse), two hours at a time',
    unit: 'contracts; price is the bankruptcy price, not a fill',
    side: "side and direction are the closing order's: a sell closed a LONG; position_side must agree, and an order that opens is rejected",
    clock: 'liquidation_time (linear), created_at (inverse), in ms',
    history: '90 days',
    limits:
      'Whether the list is whole is not said. Asked contract by contract, of those listed now. The newest minute does not count as read.',
    url: `${LINEAR}/#general-query-liquidation-orders-new`,
    fixture,
  },
  OPEN_INTEREST: {
    supported: true,
    through:
      'GET /v5/market/open_interest, /swap-api/v1/swap_open_interest (now), swap_his_open_interest of both (history, hourly)',
    unit: 'contracts; price is their value by their size',
    clock: 'ts of the answer (now), of the row (history), in ms',
    history: 'the last 200 hours',
    limits:
      'One side: the documentation calls it the sum of both, but odd counts are printed, which no such sum can be. A market that holds nothing has no price and is NO_PRICE.',
    url: `${LINEAR}/#general-get-swap-open-interest-information`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through:
      'GET /v5/market/funding_rate, /swap-api/v1/swap_batch_funding_rate (predicted), /v5/market/funding_rate_history, /swap-api/v1/swap_historical_funding_rate (settled)',
    unit: 'fraction per interval; predicted: funding_time to next_funding_time (linear), since the last settlement (inverse); settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'ours (predicted); funding_time, in ms (settled)',
    history: 'to the listing',
    limits: 'The first settlement of an inverse contract has none before it, and is NO_INTERVAL.',
    url: `${LINEAR}/#general-query-historical-funding-rate`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through:
      'GET /linear-swap-ex/market/depth, /swap-ex/market/depth, /market/depth, step0: 150 prices a side',
    unit: 'spot: coins; perpetuals: contracts',
    clock: 'ts, in ms',
    history: 'none: now only',
    limits:
      'A hundred and fifty prices end near mid on the great markets: what lies beyond is null. The full book of spot is not in ccxt.',
    url: `${LINEAR}/#general-get-market-depth`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through:
      'GET /linear-swap-ex/market/history/kline, /swap-ex/market/history/kline, /market/history/candles (spot)',
    unit: 'spot: coins and quote; perpetuals: half of amount (coins) and of trade_turnover (quote) or vol (contracts of USD), which count both sides of a trade',
    clock: "the bar's begin, in seconds",
    history: 'two years (perpetuals); of spot not documented',
    limits: 'Takers are not told apart; trades are counted for spot alone.',
    url: `${LINEAR}/#general-get-kline-data`,
    fixture,
  },
  LONG_SHORT: {
    supported: false,
    why: 'elite_account_ratio is of top traders alone: no share of all accounts is printed.',
  },
}
