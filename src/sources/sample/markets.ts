import type { ExchangeRecord, MarketRecord } from '../../markets/record.ts'
import { assetIndex, sampleAssets, type SampleAsset } from './assets.ts'

export const sampleExchanges: readonly ExchangeRecord[] = [
  { code: 'binance', name: 'Binance' },
  { code: 'bybit', name: 'Bybit' },
  { code: 'okx', name: 'OKX' },
  { code: 'hyperliquid', name: 'Hyperliquid' },
]

/** Share of each venue in the open interest of all: round figures, drawn freely. */
export const venueShare: Readonly<Record<string, number>> = {
  binance: 0.42,
  bybit: 0.26,
  okx: 0.22,
  hyperliquid: 0.1,
}

/** Bitcoin and Ether have a market settled in coin on three venues: this part of their open interest there. */
export const inverseShare = 0.15

const ON_OKX = 16
const ON_HYPERLIQUID = ['BTC', 'ETH', 'XRP', 'SOL', 'DOGE', 'LINK', 'AVAX', 'SUI', 'HYPE', 'AAVE']

/** One contract in coins, as OKX sets it; 1 where it is not listed here. */
const OKX_SIZE: Readonly<Record<string, string>> = {
  BTC: '0.01',
  ETH: '0.1',
  XRP: '100',
  BNB: '0.01',
  DOGE: '1000',
  ADA: '100',
  TRX: '1000',
  BCH: '0.1',
  XLM: '100',
  SHIB: '1000000',
}

/** Venues with spot markets, bars, order books and account ratios of an asset; all other assets have derivatives alone. */
const MAIN_VENUES: Readonly<Record<string, readonly string[]>> = {
  BTC: ['binance', 'bybit', 'okx', 'hyperliquid'],
  ETH: ['binance', 'bybit', 'okx', 'hyperliquid'],
  SOL: ['binance', 'bybit', 'okx', 'hyperliquid'],
  XRP: ['binance'],
  DOGE: ['binance'],
}

export const MAIN_ASSETS = Object.keys(MAIN_VENUES)

/** The venues of the sample on which more than derivatives is held of an asset. */
export function mainVenuesOf({ code }: SampleAsset): readonly string[] {
  return MAIN_VENUES[code] ?? []
}

/** Whether bars and the like are held of a market: of perpetuals settled in dollars, and of spot. */
export function isMain({ exchangeCode, asset, style }: SampleMarket): boolean {
  return style === 'LINEAR' && mainVenuesOf(asset).includes(exchangeCode)
}

export interface SampleMarket extends MarketRecord {
  readonly asset: SampleAsset
  /** Its place in `sampleMarkets`, spot markets after them: its key in everything that is drawn. */
  readonly index: number
}

function linear(exchangeCode: string, asset: SampleAsset): MarketRecord {
  const thousand = asset.candleCoins === 1000 && exchangeCode !== 'okx'
  const base = thousand ? `1000${asset.code}` : asset.code
  const quote = exchangeCode === 'hyperliquid' ? 'USDC' : 'USDT'
  const names: Record<string, string> = {
    binance: `${base}USDT`,
    bybit: `${base}USDT`,
    okx: `${base}-USDT-SWAP`,
    hyperliquid: base,
  }
  return {
    exchangeCode,
    symbol: `${base}/${quote}:${quote}`,
    venueSymbol: names[exchangeCode]!,
    baseCode: asset.code,
    baseMultiplier: thousand ? '1000' : '1',
    quote,
    settle: quote,
    kind: 'PERPETUAL',
    style: 'LINEAR',
    contractSize: exchangeCode === 'okx' ? (OKX_SIZE[asset.code] ?? '1') : '1',
    active: true,
  }
}

function inverse(exchangeCode: string, asset: SampleAsset): MarketRecord {
  const { code } = asset
  const names: Record<string, string> = {
    binance: `${code}USD_PERP`,
    bybit: `${code}USD`,
    okx: `${code}-USD-SWAP`,
  }
  return {
    exchangeCode,
    symbol: `${code}/USD:${code}`,
    venueSymbol: names[exchangeCode]!,
    baseCode: code,
    baseMultiplier: '1',
    quote: 'USD',
    settle: code,
    kind: 'PERPETUAL',
    style: 'INVERSE',
    contractSize: exchangeCode === 'bybit' ? '1' : code === 'BTC' ? '100' : '10',
    active: true,
  }
}

function spot(exchangeCode: string, { code }: SampleAsset): MarketRecord {
  return {
    exchangeCode,
    symbol: `${code}/USDT`,
    venueSymbol: exchangeCode === 'okx' ? `${code}-USDT` : `${code}USDT`,
    baseCode: code,
    baseMultiplier: '1',
    quote: 'USDT',
    settle: 'USDT',
    kind: 'SPOT',
    style: 'LINEAR',
    contractSize: '1',
    active: true,
  }
}

function isListed(exchangeCode: string, asset: SampleAsset): boolean {
  if (asset.interest === 0) return false
  if (exchangeCode === 'okx') return assetIndex.get(asset.code)! < ON_OKX
  return exchangeCode !== 'hyperliquid' || ON_HYPERLIQUID.includes(asset.code)
}

/** Every derivative market of the sample, each venue's together. */
export const sampleMarkets: readonly SampleMarket[] = sampleExchanges
  .flatMap(({ code }) => {
    const listed = sampleAssets.filter((asset) => isListed(code, asset))
    const coinSettled = code === 'hyperliquid' ? [] : listed.slice(0, 2)
    return [
      ...listed.map((asset) => ({ ...linear(code, asset), asset })),
      ...coinSettled.map((asset) => ({ ...inverse(code, asset), asset })),
    ]
  })
  .map((market, index) => ({ ...market, index }))

/** Every spot market, each venue's together. */
export const sampleSpotMarkets: readonly SampleMarket[] = sampleExchanges
  .filter(({ code }) => code !== 'hyperliquid')
  .flatMap(({ code }) =>
    sampleAssets
      .filter((asset) => mainVenuesOf(asset).includes(code))
      .map((asset) => ({ ...spot(code, asset), asset })),
  )
  .map((market, index) => ({ ...market, index: sampleMarkets.length + index }))

/** Bitcoin and Ether: deeper, steadier and paid less for than all others. */
export function isMajor({ code }: SampleAsset): boolean {
  return code === 'BTC' || code === 'ETH'
}

export function hasInverse({ exchangeCode, asset }: SampleMarket): boolean {
  return exchangeCode !== 'hyperliquid' && isMajor(asset)
}

/** Part of its asset's open interest on its venue. */
export function styleShare(market: SampleMarket): number {
  if (!hasInverse(market)) return 1
  return market.style === 'INVERSE' ? inverseShare : 1 - inverseShare
}
