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
