/** CoinGecko's v3 wire format with numbers of our own. */

export const bitcoin = {
  id: 'bitcoin',
  symbol: 'btc',
  name: 'Bitcoin',
  current_price: 80000.125,
  market_cap: 1600002500000,
  market_cap_rank: 1,
  circulating_supply: 20000000.0,
  last_updated: '2026-09-21T14:13:21.599Z',
}

export const monero = {
  id: 'monero',
  symbol: 'xmr',
  name: 'Monero',
  current_price: 300,
  market_cap: 5400000000,
  market_cap_rank: 20,
  circulating_supply: 18000000,
  last_updated: '2026-09-21T14:13:20.001Z',
}

/** Listed, but with no cap that is known. */
export const capless = {
  id: 'capless',
  symbol: 'cpl',
  name: 'Capless',
  current_price: 1.5e-7,
  market_cap: 0,
  market_cap_rank: null,
  circulating_supply: 0,
  last_updated: '2026-09-21T14:13:19.001Z',
}

/** A cap is stated, a supply is not. */
export const supplyless = {
  ...capless,
  id: 'supplyless',
  symbol: 'spl',
  name: 'Supplyless',
  market_cap: 123456,
  circulating_supply: null,
}

export const markets = [bitcoin, monero, capless, supplyless]

export const categories: Record<string, unknown[]> = {
  'layer-1': [bitcoin, monero],
  'privacy-coins': [monero],
}

export const global = {
  data: {
    active_cryptocurrencies: 17000,
    markets: 1400,
    total_market_cap: { btc: 34000000.5, usd: 2750000000000.125 },
    market_cap_percentage: { btc: 58.1 },
    updated_at: 1790000000,
  },
}

export const marketChart = {
  prices: [
    [1789996400000, 80000.5],
    [1790000000000, 79000.25],
    [1790003600000, 78000],
  ],
  market_caps: [
    [1789996400000, 1600010000000],
    [1790000000000, 1580005000000],
    [1790003600000, 1560000000000],
  ],
  total_volumes: [],
}

export const supplyChart = {
  circulating_supply: [
    [1789990000000, '20000000.0'],
    [1790000000000, '20000001.5'],
  ],
}

export const globalChart = {
  market_cap_chart: {
    market_cap: [
      [1789996400000, 2750000000000.5],
      [1790000000000, 2700000000000],
    ],
    volume: [],
  },
}
