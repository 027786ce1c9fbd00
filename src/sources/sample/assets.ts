import type { SectorRecord } from '../../marketCap/record.ts'

/** Sectors by CoinGecko's category ids; an asset counts in one. */
export const sampleSectors: readonly SectorRecord[] = [
  { code: 'proof-of-work-pow', name: 'Proof of Work' },
  { code: 'layer-1', name: 'Layer 1' },
  { code: 'layer-2', name: 'Layer 2' },
  { code: 'decentralized-finance-defi', name: 'Decentralized Finance' },
  { code: 'meme-token', name: 'Memecoins' },
  { code: 'payment-solutions', name: 'Payments' },
  { code: 'exchange-based-tokens', name: 'Exchange Tokens' },
  { code: 'oracle', name: 'Oracles' },
  { code: 'stablecoins', name: 'Stablecoins' },
]

export interface SampleAsset {
  readonly code: string
  readonly name: string
  readonly coingeckoId: string
  readonly sectorCode: string
  /** Circulating coins on 22 September 2025. */
  readonly supply: number
  /** Coins that came into circulation each day. */
  readonly dailySupply: number
  /** Decimals of its price in USD. */
  readonly decimals: number
  /** Coins in the price that `candles.ts` holds. */
  readonly candleCoins: number
  /** Weight in the open interest of all assets; 0 where it has no market. */
  readonly interest: number
  /** How often its positions are liquidated, by their size. */
  readonly liquidated: number
  /** Where its price stands at the end of the purge day: 0 at the candle's close, 1 at the candle's low. */
  readonly purge: number
}

type Row = readonly [
  code: string,
  name: string,
  coingeckoId: string,
  sectorCode: string,
  supply: number,
  dailySupply: number,
  decimals: number,
  interest: number,
  liquidated: number,
  purge: number,
]

/*
 * Supply of BTC: the protocol's, 19,687,500 coins at block 840,000 and 3.125 a block since; height about 915,900.
 * Other supplies: round figures of late 2025 without a source held; only their sizes beside one another matter here.
 * Weights of open interest: round figures, Bitcoin about 37 % and Ether about 26 % as usual in autumn 2025.
 */
const rows: readonly Row[] = [
  ['BTC', 'Bitcoin', 'bitcoin', 'proof-of-work-pow', 19_924_688, 450, 2, 37, 0.5, 0],
  ['ETH', 'Ethereum', 'ethereum', 'layer-1', 120_700_000, 200, 3, 26, 1.05, 0.5],
  ['XRP', 'XRP', 'ripple', 'payment-solutions', 59_780_000_000, 8_000_000, 5, 4.4, 1.1, 0.5],
  ['BNB', 'BNB', 'binancecoin', 'exchange-based-tokens', 139_190_000, -13_000, 3, 1.6, 0.9, 0.5],
  ['SOL', 'Solana', 'solana', 'layer-1', 542_600_000, 90_000, 4, 7, 1.2, 0.9],
  ['DOGE', 'Dogecoin', 'dogecoin', 'meme-token', 151_000_000_000, 14_400_000, 6, 2.8, 1.5, 0.66],
  ['ADA', 'Cardano', 'cardano', 'layer-1', 35_780_000_000, 2_000_000, 5, 1.3, 1.2, 0.6],
  ['TRX', 'TRON', 'tron', 'layer-1', 94_660_000_000, -500_000, 5, 0.5, 0.7, 0.3],
  ['LINK', 'Chainlink', 'chainlink', 'oracle', 678_000_000, 60_000, 4, 1.3, 1.3, 0.5],
  ['AVAX', 'Avalanche', 'avalanche-2', 'layer-1', 422_300_000, 10_000, 4, 0.9, 1.3, 0.6],
  ['SUI', 'Sui', 'sui', 'layer-1', 3_570_000_000, 1_450_000, 5, 1.7, 1.4, 0.8],
  ['HYPE', 'Hyperliquid', 'hyperliquid', 'layer-1', 333_900_000, 0, 4, 2.2, 1.2, 0.9],
  ['BCH', 'Bitcoin Cash', 'bitcoin-cash', 'proof-of-work-pow', 19_930_000, 450, 3, 0.7, 0.8, 0.6],
  ['XLM', 'Stellar', 'stellar', 'payment-solutions', 31_900_000_000, 3_000_000, 6, 0.5, 1.1, 0.6],
  ['LTC', 'Litecoin', 'litecoin', 'proof-of-work-pow', 76_300_000, 3_600, 3, 0.8, 1, 0.6],
  ['SHIB', 'Shiba Inu', 'shiba-inu', 'meme-token', 589_500_000_000_000, 0, 9, 0.4, 1.3, 0.9],
  ['DOT', 'Polkadot', 'polkadot', 'layer-1', 1_523_000_000, 250_000, 4, 0.6, 1.1, 0.7],
  ['UNI', 'Uniswap', 'uniswap', 'decentralized-finance-defi', 630_000_000, 15_000, 4, 0.7, 1.3, 0.35],
  ['PEPE', 'Pepe', 'pepe', 'meme-token', 420_690_000_000_000, 0, 10, 0.9, 1.6, 0.8],
  ['AAVE', 'Aave', 'aave', 'decentralized-finance-defi', 15_230_000, 900, 3, 0.6, 1.2, 0.4],
  ['ARB', 'Arbitrum', 'arbitrum', 'layer-2', 5_400_000_000, 3_050_000, 5, 0.5, 1.3, 0.5],
  ['OP', 'Optimism', 'optimism', 'layer-2', 1_780_000_000, 780_000, 5, 0.4, 1.3, 0.5],
  ['NEAR', 'NEAR Protocol', 'near', 'layer-1', 1_251_000_000, 150_000, 4, 0.5, 1.2, 0.7],
  [
    'CRV',
    'Curve DAO',
    'curve-dao-token',
    'decentralized-finance-defi',
    1_395_000_000,
    300_000,
    5,
    0.4,
    1.4,
    0.4,
  ],
  ['USDT', 'Tether', 'tether', 'stablecoins', 172_143_000_000, 0, 4, 0, 0, 0],
  ['USDC', 'USDC', 'usd-coin', 'stablecoins', 74_000_000_000, 0, 4, 0, 0, 0],
]

export const sampleAssets: readonly SampleAsset[] = rows.map(
  ([code, name, coingeckoId, sectorCode, supply, dailySupply, decimals, interest, liquidated, purge]) => ({
    code,
    name,
    coingeckoId,
    sectorCode,
    supply,
    dailySupply,
    decimals,
    candleCoins: code === 'SHIB' || code === 'PEPE' ? 1000 : 1,
    interest,
    liquidated,
    purge,
  }),
)

/** Where an asset stands in `sampleAssets`: its key in everything that is drawn. */
export const assetIndex: ReadonlyMap<string, number> = new Map(
  sampleAssets.map(({ code }, index) => [code, index]),
)
