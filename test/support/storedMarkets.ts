import type { StoredMarket } from '../../src/markets/record.ts'

let nextId = 1

/** A market as the store holds it; say only what the test is about. */
export function storedMarket(venueSymbol: string, facts: Partial<StoredMarket> = {}): StoredMarket {
  const id = nextId++
  return {
    id,
    exchangeId: 1,
    baseAssetId: 1,
    exchangeCode: 'binance',
    symbol: 'BTC/USDT:USDT',
    venueSymbol,
    baseCode: 'BTC',
    baseMultiplier: '1',
    quote: 'USDT',
    settle: 'USDT',
    kind: 'PERPETUAL',
    style: 'LINEAR',
    contractSize: '1',
    active: true,
    ...facts,
  }
}

const inverse = { symbol: 'BTC/USD:BTC', quote: 'USD', settle: 'BTC', style: 'INVERSE' } as const

export const BINANCE_MARKETS = {
  btc: storedMarket('BTCUSDT'),
  pepe: storedMarket('1000PEPEUSDT', {
    symbol: '1000PEPE/USDT:USDT',
    baseCode: 'PEPE',
    baseMultiplier: '1000',
  }),
  coinm: storedMarket('BTCUSD_PERP', { ...inverse, contractSize: '100' }),
}

export const BYBIT_MARKETS = {
  btc: storedMarket('BTCUSDT', { exchangeCode: 'bybit' }),
  shib: storedMarket('SHIB1000USDT', {
    exchangeCode: 'bybit',
    symbol: 'SHIB1000/USDT:USDT',
    baseCode: 'SHIB',
    baseMultiplier: '1000',
  }),
  inverse: storedMarket('BTCUSD', { ...inverse, exchangeCode: 'bybit' }),
}

export const OKX_MARKETS = {
  btc: storedMarket('BTC-USDT-SWAP', { exchangeCode: 'okx', contractSize: '0.01' }),
  inverse: storedMarket('BTC-USD-SWAP', { ...inverse, exchangeCode: 'okx', contractSize: '100' }),
  future: storedMarket('BTC-USDT-261225', {
    exchangeCode: 'okx',
    symbol: 'BTC/USDT:USDT-261225',
    kind: 'FUTURE',
    contractSize: '0.01',
    expiresAt: new Date('2026-12-25T08:00:00Z'),
  }),
}
