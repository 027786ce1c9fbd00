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

/** Rates of the running period; a dated future has none, and no settlement. */
export const usdmFunding = [
  {
    symbol: 'BTCUSDT',
    markPrice: '80000.50000000',
    indexPrice: '80010.10000000',
    estimatedSettlePrice: '80005.00000000',
    lastFundingRate: '0.00008123',
    interestRate: '0.00010000',
    nextFundingTime: 1790006400000,
    time: 1790000000000,
  },
  {
    symbol: '1000PEPEUSDT',
    markPrice: '0.01200000',
    lastFundingRate: '-0.00031000',
    interestRate: '0.00010000',
    nextFundingTime: 1790006400000,
    time: 1790000000000,
  },
  {
    symbol: 'BTCUSDT_261225',
    markPrice: '81000.00000000',
    lastFundingRate: '',
    nextFundingTime: 0,
    time: 1790000000000,
  },
]

export const coinmFunding = [
  {
    symbol: 'BTCUSD_PERP',
    pair: 'BTCUSD',
    markPrice: '80000.00000000',
    indexPrice: '80010.1',
    estimatedSettlePrice: '80000.5',
    lastFundingRate: '0.00010000',
    interestRate: '0.00010000',
    nextFundingTime: 1790006400000,
    time: 1790000000001,
  },
]

export const fundingInfo = [
  {
    symbol: '1000PEPEUSDT',
    adjustedFundingRateCap: '0.03000000',
    adjustedFundingRateFloor: '-0.03000000',
    fundingIntervalHours: 4,
    disclaimer: false,
  },
]

/** Eight hours, then four, booked some milliseconds late. */
export const settledFunding = [
  { symbol: '1000PEPEUSDT', fundingTime: 1789948800000, fundingRate: '0.00010000', markPrice: '0.0119' },
  { symbol: '1000PEPEUSDT', fundingTime: 1789977600003, fundingRate: '-0.00025000', markPrice: '0.0120' },
  { symbol: '1000PEPEUSDT', fundingTime: 1789992000001, fundingRate: '0.00000000', markPrice: '0.0120' },
]

export const spotDepth = {
  lastUpdateId: 91000000001,
  bids: [
    ['79990.00000000', '0.50000000'],
    ['79500.00000000', '2.00000000'],
  ],
  asks: [
    ['80010.00000000', '0.25000000'],
    ['80400.00000000', '1.00000000'],
  ],
}

/** Thousands of coins. */
export const usdmDepth = {
  lastUpdateId: 92000000001,
  E: 1790000000020,
  T: 1790000000010,
  bids: [['0.0119000', '1000000']],
  asks: [['0.0121000', '2000000']],
}

/** Contracts of 100 USD. */
export const coinmDepth = {
  lastUpdateId: 93000000001,
  symbol: 'BTCUSD_PERP',
  pair: 'BTCUSD',
  E: 1790000000040,
  T: 1790000000030,
  bids: [['79900.0', '70']],
  asks: [['80100.0', '30']],
}

/** Two minutes of spot; the second saw no trade. */
export const spotKlines = [
  [
    1789999980000,
    '80000.00000000',
    '80100.00000000',
    '79900.00000000',
    '80050.00000000',
    '12.50000000',
    1790000039999,
    '1000500.00000000',
    321,
    '7.50000000',
    '600300.00000000',
    '0',
  ],
  [1790000040000, '80050', '80050', '80050', '80050', '0', 1790000099999, '0', 0, '0', '0', '0'],
]

/** Volumes in thousands of coins and USDT. */
export const usdmKlines = [
  [
    1789999980000,
    '0.0120000',
    '0.0121000',
    '0.0119000',
    '0.0120500',
    '5000000',
    1790000039999,
    '60100.5000000',
    88,
    '2000000',
    '24040.2000000',
    '0',
  ],
]

/** Volumes in contracts of 100 USD and in coins. */
export const coinmKlines = [
  [
    1789999980000,
    '80000.0',
    '80100.0',
    '79900.0',
    '80050.0',
    '1600',
    1790000039999,
    '2.00000000',
    45,
    '400',
    '0.50000000',
    '0',
  ],
]

export const usdmAccountRatio = [
  {
    symbol: 'BTCUSDT',
    longAccount: '0.6662',
    longShortRatio: '1.9958',
    shortAccount: '0.3338',
    timestamp: 1789999800000,
  },
  {
    symbol: 'BTCUSDT',
    longAccount: '0.2500',
    longShortRatio: '0.3333',
    shortAccount: '0.7500',
    timestamp: 1790000100000,
  },
]

/** Rounded shares that don't sum to one. */
export const coinmAccountRatio = [
  {
    pair: 'BTCUSD',
    longAccount: '0.6617',
    longShortRatio: '1.9559',
    shortAccount: '0.3382',
    timestamp: 1789999800000,
  },
]
