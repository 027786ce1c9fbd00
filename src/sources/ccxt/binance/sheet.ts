import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://developers.binance.com/docs'
const USDM = `${DOCS}/derivatives/usds-margined-futures`
const fixture = 'test/sources/venues/binance.test.ts'

export const BINANCE_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /api/v3/exchangeInfo, /fapi/v1/exchangeInfo, /dapi/v1/exchangeInfo',
    unit: 'spot and USD-M: units of the base (1000PEPE counts thousands); COIN-M: contracts of contractSize USD',
    clock: 'onboardDate; spot prints no date of listing',
    history: 'none: now only',
    limits: 'Spot against USDT, USDC and USD alone.',
    url: `${USDM}/market-data/rest-api/Exchange-Information`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'WebSocket !forceOrder@arr of USD-M and of COIN-M',
    unit: 'USD-M: units of the base; COIN-M: contracts of contractSize USD; average price ap, accumulated size z',
    side: "S is the closing order's side: SELL closed a LONG",
    clock: 'T, time of the trade',
    history: 'none: a stream',
    limits: 'At most the latest order of each symbol within 1000 ms: sums are lower bounds.',
    url: `${USDM}/websocket-market-streams/All-Market-Liquidation-Order-Streams`,
    fixture: 'test/sources/liquidationMappers.test.ts',
  },
  OPEN_INTEREST: {
    supported: true,
    through:
      'GET /fapi/v1/openInterest and /dapi/v1/openInterest with premiumIndex; /futures/data/openInterestHist',
    unit: 'USD-M: units of the base; COIN-M: contracts of contractSize USD',
    clock: 'time; timestamp in the history',
    history: '30 days, every 5 minutes',
    limits: 'COIN-M dated futures have no history by contract. Markets not quoted in USD are NO_PRICE.',
    url: `${USDM}/market-data/rest-api/Open-Interest`,
    fixture: 'test/sources/ccxtRest.test.ts',
  },
  FUNDING: {
    supported: true,
    through: 'GET premiumIndex (predicted), fundingRate (settled), fundingInfo (intervals) of fapi and dapi',
    unit: 'fraction per interval; interval from fundingInfo, 8 hours for a market that is not listed there; settled: since the settlement before',
    side: 'positive: longs pay shorts',
    clock: 'time (predicted), fundingTime (settled, at times some ms late)',
    history: 'to the listing',
    limits:
      'No settlement before the first after the listing: its interval is what fundingInfo states today. 500 requests of history in 5 minutes.',
    url: `${USDM}/market-data/rest-api/Get-Funding-Rate-Info`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /api/v3/depth, /fapi/v1/depth, /dapi/v1/depth, 1000 levels a side',
    unit: 'spot and USD-M: units of the base; COIN-M: contracts of contractSize USD',
    clock: 'T, time of the last transaction; spot prints none: ours',
    history: 'none: now only',
    limits: 'Spot gives up to 5000 levels at five times the price; USD-M and COIN-M no more than 1000.',
    url: `${USDM}/market-data/rest-api/Order-Book`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /api/v3/klines, /fapi/v1/klines, /dapi/v1/klines of one minute',
    unit: 'spot and USD-M: volume in units of the base, quote volume in USD; COIN-M: volume in contracts, "quote" volume in coins',
    side: 'taker-buy volumes are printed, in both units',
    clock: 'open time',
    history: 'to the listing',
    limits: 'No dated futures; markets not quoted in USD are NO_PRICE.',
    url: `${USDM}/market-data/rest-api/Kline-Candlestick-Data`,
    fixture,
  },
  LONG_SHORT: {
    supported: true,
    through: 'GET /futures/data/globalLongShortAccountRatio of fapi and dapi',
    unit: 'longAccount / (longAccount + shortAccount), all accounts',
    clock: 'timestamp',
    history: '30 days, every 5 minutes',
    limits: "Perpetuals only; COIN-M prints one ratio a pair, kept with the pair's perpetual.",
    url: `${USDM}/market-data/rest-api/Long-Short-Ratio`,
    fixture,
  },
}
