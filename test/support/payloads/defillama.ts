/** DefiLlama's wire format with numbers of our own. Days are 20 to 22 September 2026; the newest reading is of 10:17 on the 22nd. */

export const DAY_20 = Date.UTC(2026, 8, 20) / 1000
export const DAY_21 = Date.UTC(2026, 8, 21) / 1000
export const DAY_22 = Date.UTC(2026, 8, 22) / 1000
export const NEWEST = Date.UTC(2026, 8, 22, 10, 17, 3) / 1000

/** Coinbase is known by name alone: none of its wallets is. */
export const cexs = {
  cexs: [
    {
      name: 'Binance',
      slug: 'Binance-CEX',
      coin: 'BNB',
      coinSymbol: 'BNB',
      currentTvl: 139684360969.4,
      oi: 25,
    },
    { name: 'Crypto.com', slug: 'Crypto-com', coin: 'CRO', currentTvl: 3000000000.5 },
    { name: 'Coinbase', lastAuditDate: 1640908800, cgId: 'gdax' },
  ],
  cg_volume_cexs: ['binance'],
}

export const binance = {
  id: '2269',
  name: 'Binance CEX',
  category: 'CEX',
  chains: ['Bitcoin', 'Ethereum', 'BSC'],
  currentChainTvls: { Bitcoin: 60000000000.5 },
  chainTvls: {
    Bitcoin: { tvl: [{ date: DAY_20, totalLiquidityUSD: 1 }], tokens: null, tokensInUsd: null },
  },
  tvl: [
    { date: DAY_20, totalLiquidityUSD: 140000000000.125 },
    { date: DAY_21, totalLiquidityUSD: 139000000000 },
    { date: DAY_22, totalLiquidityUSD: 138000000000 },
    { date: NEWEST, totalLiquidityUSD: 137000000000 },
  ],
  tokensInUsd: [
    { date: DAY_20, tokens: { BTC: 48000000000.5, WETH: 14000000000, BTCB: 100000000 } },
    { date: DAY_21, tokens: { BTC: 47000000000, WETH: 13500000000 } },
    { date: DAY_22, tokens: { BTC: 46000000000, WETH: 13000000000, BTCB: 0 } },
    { date: NEWEST, tokens: { BTC: 45000000000, WETH: 12500000000 } },
  ],
  tokens: [
    { date: DAY_20, tokens: { BTC: 600000.12345, WETH: 4000000.5, BTCB: 1250, STETH: 7, PEPE: 1e15 } },
    { date: DAY_21, tokens: { BTC: 599000, WETH: 3990000, 'USDC.E': 12.5 } },
    { date: DAY_22, tokens: { BTC: 598000, WETH: 3980000, BTCB: 0, SOL: null } },
    { date: NEWEST, tokens: { BTC: 597000, WETH: 3970000 } },
  ],
}

export const cryptocom = {
  name: 'Crypto.com',
  category: 'CEX',
  tvl: [{ date: DAY_21, totalLiquidityUSD: 3000000000.5 }],
  tokensInUsd: [{ date: DAY_21, tokens: { BTC: 1200000000 } }],
  tokens: [{ date: DAY_21, tokens: { BTC: 15000.25 } }],
}
