import type { SectorRecord } from '../../marketCap/record.ts'

export interface CategorisedSector extends SectorRecord {
  /** CoinGecko's id of the category, as in coins/categories/list. */
  readonly categoryId: string
}

/**
 * Our sectors, each with the CoinGecko category it is read from. A coin is in many categories there and in one sector here:
 * the first of this list that holds it. Narrow ones come first, so Monero is privacy and not layer 1; a coin in none
 * has no sector. https://docs.coingecko.com/reference/coins-categories-list
 */
export const SECTORS: readonly CategorisedSector[] = [
  { code: 'stablecoins', name: 'Stablecoins', categoryId: 'stablecoins' },
  { code: 'wrapped', name: 'Wrapped tokens', categoryId: 'wrapped-tokens' },
  { code: 'liquid-staking', name: 'Liquid staking tokens', categoryId: 'liquid-staking-tokens' },
  { code: 'memecoins', name: 'Memecoins', categoryId: 'meme-token' },
  { code: 'exchange-tokens', name: 'Exchange tokens', categoryId: 'centralized-exchange-token-cex' },
  { code: 'privacy', name: 'Privacy', categoryId: 'privacy-coins' },
  { code: 'ai', name: 'Artificial intelligence', categoryId: 'artificial-intelligence' },
  { code: 'oracles', name: 'Oracles', categoryId: 'oracle' },
  { code: 'gaming', name: 'Gaming', categoryId: 'gaming' },
  { code: 'depin', name: 'Decentralised infrastructure', categoryId: 'depin' },
  { code: 'layer-2', name: 'Layer 2', categoryId: 'layer-2' },
  { code: 'layer-1', name: 'Layer 1', categoryId: 'layer-1' },
  { code: 'defi', name: 'Decentralised finance', categoryId: 'decentralized-finance-defi' },
  { code: 'rwa', name: 'Real-world assets', categoryId: 'real-world-assets-rwa' },
  { code: 'payments', name: 'Payments', categoryId: 'payment-solutions' },
]
