/** Bybit's v5 wire format with numbers of our own. */

const filters = {
  leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
  priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
}

export const linearInstruments = [
  {
    symbol: 'BTCUSDT',
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin: 'BTC',
    quoteCoin: 'USDT',
    launchTime: '1584230400000',
    deliveryTime: '0',
    settleCoin: 'USDT',
    lotSizeFilter: { maxOrderQty: '1190', minOrderQty: '0.001', qtyStep: '0.001' },
    ...filters,
  },
  {
    symbol: 'SHIB1000USDT',
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin: 'SHIB1000',
    quoteCoin: 'USDT',
    launchTime: '1620777600000',
    deliveryTime: '0',
    settleCoin: 'USDT',
    lotSizeFilter: { maxOrderQty: '1190', minOrderQty: '10', qtyStep: '10' },
    ...filters,
  },
]

export const inverseInstruments = [
  {
    symbol: 'BTCUSD',
    contractType: 'InversePerpetual',
    status: 'Trading',
    baseCoin: 'BTC',
    quoteCoin: 'USD',
    launchTime: '1542211200000',
    deliveryTime: '0',
    settleCoin: 'BTC',
    lotSizeFilter: { maxOrderQty: '25000000', minOrderQty: '1', qtyStep: '1' },
    ...filters,
  },
]

/** Spot has the names of linear contracts, and coins as its unit. */
export const spotInstruments = [
  {
    symbol: 'BTCUSDT',
    baseCoin: 'BTC',
    quoteCoin: 'USDT',
    innovation: '0',
    status: 'Trading',
    marginTrading: 'both',
    lotSizeFilter: { basePrecision: '0.000001', quotePrecision: '0.00000001', minOrderQty: '0.000048' },
    priceFilter: { tickSize: '0.01' },
  },
  { symbol: 'ETHBTC', baseCoin: 'ETH', quoteCoin: 'BTC', status: 'Trading' },
]

export const linearTickers = [
  { symbol: 'BTCUSDT', markPrice: '80000.10', openInterest: '50000.25', openInterestValue: '4000025000.02' },
  { symbol: 'SHIB1000USDT', markPrice: '0.0100', openInterest: '3000000', openInterestValue: '30000' },
]

export const inverseTickers = [
  { symbol: 'BTCUSD', markPrice: '80000.00', openInterest: '400000000', openInterestValue: '5000' },
]

export const openInterestHistory = [
  { openInterest: '50010.5', timestamp: '1790000100000' },
  { openInterest: '50000.25', timestamp: '1789999800000' },
]

/** The kline of 1790000100000 is missing: that reading has no price. */
export const markPriceKlines = [['1789999800000', '80000.1', '80010', '79990', '80005']]

/** Two long orders alike to the last digit, a third of another size: Buy is the position's side. */
export const allLiquidation = {
  topic: 'allLiquidation.BTCUSDT',
  type: 'snapshot',
  ts: 1790000001482,
  data: [
    { T: 1790000001058, s: 'BTCUSDT', S: 'Buy', v: '0.038', p: '79500.30' },
    { T: 1790000000992, s: 'BTCUSDT', S: 'Buy', v: '0.006', p: '79501.90' },
    { T: 1790000000992, s: 'BTCUSDT', S: 'Buy', v: '0.006', p: '79501.90' },
  ],
}

export const allLiquidationInverse = {
  topic: 'allLiquidation.BTCUSD',
  type: 'snapshot',
  ts: 1790000002482,
  data: [{ T: 1790000002000, s: 'BTCUSD', S: 'Sell', v: '1000', p: '80000.00' }],
}

/** The topic that was withdrawn. */
export const oldLiquidation = {
  topic: 'liquidation.BTCUSDT',
  type: 'snapshot',
  ts: 1673251091822,
  data: { updatedTime: 1673251091822, symbol: 'BTCUSDT', side: 'Buy', size: '1.5', price: '17200.5' },
}

const ticker = {
  lastPrice: '80000.00',
  indexPrice: '80001.00',
  openInterest: '1',
  turnover24h: '1',
  volume24h: '1',
}

export const fundingTickers: Record<string, unknown[]> = {
  linear: [
    {
      ...ticker,
      symbol: 'BTCUSDT',
      markPrice: '80000.10',
      fundingRate: '0.000062',
      nextFundingTime: '1790006400000',
      fundingIntervalHour: '8',
      fundingCap: '0.005',
    },
    {
      ...ticker,
      symbol: 'SHIB1000USDT',
      markPrice: '0.0100',
      fundingRate: '-0.0004',
      nextFundingTime: '1790002800000',
      fundingIntervalHour: '1',
      fundingCap: '0.02',
    },
  ],
  // Of a time when tickers had no interval.
  inverse: [
    {
      ...ticker,
      symbol: 'BTCUSD',
      markPrice: '80000.00',
      fundingRate: '0.0001',
      nextFundingTime: '1790006400000',
    },
  ],
}

export const instrumentIntervals = [{ symbol: 'BTCUSD', status: 'Trading', fundingInterval: 480 }]

/** Newest first: eight hours, then one. */
export const settledFunding = [
  { symbol: 'SHIB1000USDT', fundingRate: '-0.0004', fundingRateTimestamp: '1789981200000' },
  { symbol: 'SHIB1000USDT', fundingRate: '0.0001', fundingRateTimestamp: '1789977600000' },
  { symbol: 'SHIB1000USDT', fundingRate: '0.0001', fundingRateTimestamp: '1789948800000' },
]

const book = (s: string, b: string[][], a: string[][]) => ({
  s,
  b,
  a,
  ts: 1790000000777,
  u: 5277055,
  seq: 7961638724,
  cts: 1790000000770,
})

export const orderBooks: Record<string, unknown> = {
  spot: book('BTCUSDT', [['79990', '0.5']], [['80010', '0.25']]),
  linear: book('SHIB1000USDT', [['0.0099', '1000000']], [['0.0101', '2000000']]),
  // USD.
  inverse: book('BTCUSD', [['79900', '7000']], [['80100', '3000']]),
}

/** [start, open, high, low, close, volume, turnover], newest first. */
export const klines: Record<string, string[][]> = {
  spot: [
    ['1790000040000', '80050', '80060', '80040', '80055', '1.5', '120075'],
    ['1789999980000', '80000', '80100', '79900', '80050', '12.5', '1000500.25'],
  ],
  linear: [['1789999980000', '0.0100', '0.0101', '0.0099', '0.01005', '5000000', '50100.5']],
  inverse: [['1789999980000', '80000', '80100', '79900', '80050', '160000', '2']],
}

export const accountRatio = [
  { symbol: 'BTCUSDT', buyRatio: '0.5707', sellRatio: '0.4293', timestamp: '1790000100000' },
  { symbol: 'BTCUSDT', buyRatio: '0.75', sellRatio: '0.25', timestamp: '1789999800000' },
]

/** Fractions on linear markets, percent on inverse ones: both have been printed. */
export const riskLimits: Record<string, object[]> = {
  linear: [
    {
      id: 2,
      symbol: 'BTCUSDT',
      riskLimitValue: '2600000',
      maintenanceMargin: '0.0056',
      initialMargin: '0.0111',
      isLowestRisk: 0,
      maxLeverage: '90.00',
    },
    {
      id: 1,
      symbol: 'BTCUSDT',
      riskLimitValue: '2000000',
      maintenanceMargin: '0.005',
      initialMargin: '0.01',
      isLowestRisk: 1,
      maxLeverage: '100.00',
    },
  ],
  inverse: [
    {
      id: 1,
      symbol: 'BTCUSD',
      riskLimitValue: '150',
      maintenanceMargin: '0.5',
      initialMargin: '1',
      isLowestRisk: 1,
      maxLeverage: '100.00',
    },
  ],
}
