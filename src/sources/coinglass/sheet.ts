import type { HouseSheet } from '../houseSheet.ts'

const FIXTURE = 'test/sources/coinglass.test.ts'

export const COINGLASS_SHEET: HouseSheet = {
  name: 'Coinglass',
  code: 'coinglass.rest',
  key: 'Paid plans alone: COINGLASS_API_KEY. Without it nothing is asked.',
  parts: {
    'Net flows of spot funds': {
      supported: true,
      through:
        'GET /api/etf/bitcoin/flow-history, /api/etf/ethereum/flow-history: flow_usd of all and of each fund',
      unit: 'USD, in less out; zero is a value. A fund without flow_usd has not reported',
      clock: 'timestamp: begin (UTC) of the day of trade in New York; a day counts once it is over in UTC',
      history: 'to the first day of trade: 11 January 2024 (BTC), 23 July 2024 (ETH)',
      limits: 'Funds of the United States. Days without trade have no row. Completeness UNKNOWN.',
      url: 'https://docs.coinglass.com/reference/etf-flows-history',
      fixture: FIXTURE,
    },
    Liquidations: {
      supported: true,
      through: 'GET /api/futures/liquidation/aggregated-history, exchange_list of the venues in EXCHANGES',
      unit: 'USD in the bar; COINGLASS_INTERVAL is its length',
      side: 'of the position: aggregated_long_liquidation_usd is "Long position liquidation amount"',
      clock: 'time: begin of the bar; a bar counts once it is over',
      history: 'by plan and interval, not stated; days to the begin of its record',
      limits:
        'Completeness UNKNOWN. The list of venues names the series: of others it is another one. Bars that are zero on both sides before the first that is not may lie before its record and are left out. Hours need a plan above Hobbyist.',
      url: 'https://docs.coinglass.com/reference/aggregated-liquidation-history',
      fixture: FIXTURE,
    },
    'Open interest': {
      supported: true,
      through: 'GET /api/futures/open-interest/aggregated-history, unit=usd',
      unit: 'USD; close has no label, open, high and low are labels',
      clock: 'time: begin of the bar; close is the state at its end; a bar counts once it is over',
      history: 'as above',
      limits:
        'Of all venues that it has; which, it does not say. A zero is a missing value. Completeness UNKNOWN.',
      url: 'https://docs.coinglass.com/reference/oi-ohlc-aggregated-history',
      fixture: FIXTURE,
    },
  },
}
