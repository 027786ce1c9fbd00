import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://www.gate.com/docs/developers/apiv4/en'
const fixture = 'test/sources/venues/gate.test.ts'

export const GATE_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through:
      'GET /futures/{usdt,btc}/contracts, /spot/currency_pairs; margin tiers of the smallest positions: the same list of contracts',
    unit: 'spot: coins; perpetuals: contracts of quanto_multiplier coins (linear) or one USD (inverse)',
    clock: 'create_time',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone. Dated futures are not read.',
    url: `${DOCS}/#list-all-futures-contracts`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'GET /futures/{settle}/liq_orders, an hour at a time',
    unit: 'contracts; price is the fill',
    side: "size is the position's: above zero a LONG",
    clock: 'time, in whole seconds',
    history: 'recent only; how far is not documented',
    limits: 'Whether the list is whole is not said. The newest minute does not count as read.',
    url: `${DOCS}/#retrieve-liquidation-order-history`,
    fixture,
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /futures/{settle}/contracts (now), /contract_stats (history, 5 minutes)',
    unit: 'contracts, one side',
    clock: 'ours (now); time, in seconds (history)',
    history: 'by contract_stats; how far is not documented',
    url: `${DOCS}/#futures-stats`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'GET /futures/{settle}/contracts (predicted), /funding_rate (settled)',
    unit: 'fraction per interval; predicted: funding_interval; settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'ours (predicted); t, in seconds (settled)',
    history: 'to the listing',
    url: `${DOCS}/#funding-rate-history`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /futures/{settle}/order_book, /spot/order_book, 100 levels a side',
    unit: 'spot: coins; perpetuals: contracts',
    clock: "the venue's",
    history: 'none: now only',
    limits: 'A hundred levels end near mid on the great markets: what lies beyond is null.',
    url: `${DOCS}/#futures-order-book`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /futures/{settle}/candlesticks, /spot/candlesticks',
    unit: 'spot: coins and quote; linear perpetuals: contracts, and the quote currency in sum',
    clock: "the bar's begin, in seconds",
    history: 'about 10,000 bars back',
    limits: 'Inverse contracts are left out: their volumes are not documented. Takers are not told apart.',
    url: `${DOCS}/#futures-market-k-line-chart`,
    fixture,
  },
  LONG_SHORT: {
    supported: true,
    through: 'GET /futures/{settle}/contract_stats, lsr_account',
    unit: 'longs per short, of all accounts; ours is the share of longs',
    clock: 'time, in seconds',
    history: 'by contract_stats; how far is not documented',
    limits: 'Zero stands where nothing was counted, and is rejected.',
    url: `${DOCS}/#futures-stats`,
    fixture,
  },
}
