/** Binance's wire format with numbers of our own; shapes as its documentation and live frames have them. */

/** Spot has the names of USD-M contracts, and no contractType. */
export const spotExchangeInfo = {
  symbols: [
    {
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      baseAssetPrecision: 8,
      quoteAsset: 'USDT',
      quotePrecision: 8,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: true,
      permissions: ['SPOT', 'MARGIN'],
      filters: [],
    },
    {
      symbol: 'ETHBTC',
      status: 'TRADING',
      baseAsset: 'ETH',
      quoteAsset: 'BTC',
      permissions: ['SPOT'],
      filters: [],
    },
  ],
}

export const usdmExchangeInfo = {
  symbols: [
    {
      symbol: 'BTCUSDT',
      pair: 'BTCUSDT',
      contractType: 'PERPETUAL',
      deliveryDate: 4133404800000,
      onboardDate: 1569398400000,
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      pricePrecision: 2,
      quantityPrecision: 3,
      filters: [],
    },
    {
      symbol: '1000PEPEUSDT',
      pair: '1000PEPEUSDT',
      contractType: 'PERPETUAL',
      deliveryDate: 4133404800000,
      onboardDate: 1683273600000,
      status: 'TRADING',
      baseAsset: '1000PEPE',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      pricePrecision: 7,
      quantityPrecision: 0,
      filters: [],
    },
    {
      symbol: 'BTCUSDT_261225',
      pair: 'BTCUSDT',
      contractType: 'CURRENT_QUARTER',
      deliveryDate: 1798185600000,
      onboardDate: 1782374400000,
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      pricePrecision: 1,
      quantityPrecision: 3,
      filters: [],
    },
  ],
}

export const coinmExchangeInfo = {
  symbols: [
    {
      symbol: 'BTCUSD_PERP',
      pair: 'BTCUSD',
      contractType: 'PERPETUAL',
      deliveryDate: 4133404800000,
      onboardDate: 1597042800000,
      contractStatus: 'TRADING',
      contractSize: 100,
      baseAsset: 'BTC',
      quoteAsset: 'USD',
      marginAsset: 'BTC',
      pricePrecision: 1,
      quantityPrecision: 0,
      filters: [],
    },
    {
      symbol: 'BTCUSD_261225',
      pair: 'BTCUSD',
      contractType: 'CURRENT_QUARTER',
      deliveryDate: 1798185600000,
      onboardDate: 1782374400000,
      contractStatus: 'TRADING',
      contractSize: 100,
      baseAsset: 'BTC',
      quoteAsset: 'USD',
      marginAsset: 'BTC',
      pricePrecision: 1,
      quantityPrecision: 0,
      filters: [],
    },
  ],
}

export const usdmPremiumIndex = [
  { symbol: 'BTCUSDT', markPrice: '80000.50000000', indexPrice: '80010.1', time: 1790000000000 },
  { symbol: '1000PEPEUSDT', markPrice: '0.01200000', indexPrice: '0.0120001', time: 1790000000000 },
]

export const coinmPremiumIndex = [
  {
    symbol: 'BTCUSD_PERP',
    pair: 'BTCUSD',
    markPrice: '80000.00000000',
    indexPrice: '80010.1',
    time: 1790000000000,
  },
]

export const openInterest: Record<string, unknown> = {
  BTCUSDT: { symbol: 'BTCUSDT', openInterest: '90123.456', time: 1790000000123 },
  '1000PEPEUSDT': { symbol: '1000PEPEUSDT', openInterest: '7000000', time: 1790000000456 },
  BTCUSDT_261225: { symbol: 'BTCUSDT_261225', openInterest: '120.5', time: 1790000000789 },
  BTCUSD_PERP: {
    symbol: 'BTCUSD_PERP',
    pair: 'BTCUSD',
    openInterest: '4000000',
    contractType: 'PERPETUAL',
    time: 1790000000321,
  },
}

/** Amount in venue-base units, value in USDT. */
export const usdmHistory = [
  {
    symbol: 'BTCUSDT',
    sumOpenInterest: '90000.00000000',
    sumOpenInterestValue: '7200045000.00000000',
    timestamp: 1789999800000,
  },
  {
    symbol: 'BTCUSDT',
    sumOpenInterest: '90100.00000000',
    sumOpenInterestValue: '7208000000.00000000',
    timestamp: 1790000100000,
  },
]

/** Amount in contracts of 100 USD, value in coins. */
export const coinmHistory = [
  {
    pair: 'BTCUSD',
    contractType: 'PERPETUAL',
    sumOpenInterest: '4000000',
    sumOpenInterestValue: '5000.00000000',
    timestamp: 1789999800000,
  },
]

/** A long closed: average 80100.50 over 0.250 in all, of which 0.040 in the last fill, limited to 79800. */
export const forceOrderSell = {
  e: 'forceOrder',
  E: 1790000001055,
  o: {
    s: 'BTCUSDT',
    S: 'SELL',
    o: 'LIMIT',
    f: 'IOC',
    q: '0.250',
    p: '79800.00',
    ap: '80100.50',
    X: 'FILLED',
    l: '0.040',
    z: '0.250',
    T: 1790000000120,
    ps: 'BTCUSDT',
    st: 1,
  },
}

export const forceOrderBuy = {
  e: 'forceOrder',
  E: 1790000002055,
  o: {
    ...forceOrderSell.o,
    s: '1000PEPEUSDT',
    S: 'BUY',
    q: '900000',
    p: '0.0122',
    ap: '0.0121',
    l: '900000',
    z: '900000',
    T: 1790000002020,
    ps: '1000PEPEUSDT',
  },
}

/** Ten COIN-M contracts of 100 USD. */
export const forceOrderCoinm = {
  e: 'forceOrder',
  E: 1790000003055,
  o: {
    ...forceOrderSell.o,
    s: 'BTCUSD_PERP',
    q: '10',
    p: '79900.0',
    ap: '80000.0',
    l: '3',
    z: '10',
    T: 1790000003020,
    ps: 'BTCUSD',
  },
}
