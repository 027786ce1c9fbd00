import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://www.bitget.com/api-doc'
const fixture = 'test/sources/venues/bitget.test.ts'

export const BITGET_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /api/v2/mix/market/contracts, /api/v2/spot/public/symbols',
    unit: 'coins, of coin-margined perpetuals too',
    clock: 'launchTime; spot prints no date of listing',
    history: 'none: now only',
    limits:
      'Spot against USDT, USDC and USD alone. Dated futures and the contracts of the demo are not read. The stored contract of a coin-margined perpetual is one USD: sizes are turned into USD where they are read.',
    url: `${DOCS}/contract/market/Get-All-Symbols-Contracts`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: false,
    why: 'A public list of the last three days exists (/api/v3/market/liquidations), but in what its amount is counted is not said there: the stream of the same fields says the quote currency, and others who read the list take coins. The stream is not in ccxt.',
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /api/v2/mix/market/tickers, holdingAmount and markPrice',
    unit: 'coins, of coin-margined perpetuals too',
    clock: 'ts, in ms',
    history: 'none: now only',
    limits: 'Whether one side is counted or both is not said.',
    url: `${DOCS}/contract/market/Get-All-Symbol-Ticker`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'GET /api/v2/mix/market/current-fund-rate (predicted), history-fund-rate (settled)',
    unit: 'fraction per interval; predicted: fundingRateInterval, in hours; settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'ours (predicted); fundingTime, in ms (settled)',
    history: 'by page, a hundred settlements each, from the newest back; how far is not documented',
    url: `${DOCS}/contract/market/Get-History-Funding-Rate`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /api/v2/mix/market/merge-depth, /api/v2/spot/market/merge-depth, unmerged, limit max',
    unit: 'coins, of coin-margined perpetuals too',
    clock: 'ts, in ms',
    history: 'none: now only',
    limits:
      'How many levels max is differs by market and is not documented: each record says how far its book reaches, and what lies beyond is null.',
    url: `${DOCS}/contract/market/Get-Merge-Depth`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through:
      'GET /api/v2/mix/market/candles and history-candles, /api/v2/spot/market/candles and history-candles',
    unit: 'coins and the quote currency, of coin-margined perpetuals too',
    clock: "the bar's begin, in ms",
    history: 'a month by candles; farther by history-candles, how far is not documented',
    limits: 'Takers are not told apart, trades not counted.',
    url: `${DOCS}/contract/market/Get-Candle-Data`,
    fixture,
  },
  LONG_SHORT: {
    supported: false,
    why: 'account-long-short is of large accounts alone (its Chinese page says so, the English one calls them active), and whether long-short counts accounts is not said: neither is a share of all accounts.',
  },
}
