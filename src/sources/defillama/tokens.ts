/**
 * Tokens that stand for one coin each of another asset, by the symbol that DefiLlama prints. WETH is the surprise: its table of
 * symbols names ether itself so (https://github.com/DefiLlama/defillama-server, defi/src/utils/symbols/symbols.json), so WETH is ether
 * and its wrapped form in one. What trades at another price than its coin (staked: WBETH, STETH; broken: HBTC) is left out. Each
 * token stays a series of its own: coins that back a wrapped one may lie in listed wallets too, and be told twice.
 */
const WRAPPED: Readonly<Record<string, string>> = {
  WETH: 'ETH',
  WBTC: 'BTC',
  BTCB: 'BTC',
  CBBTC: 'BTC',
  TBTC: 'BTC',
  WBNB: 'BNB',
  WSOL: 'SOL',
  WAVAX: 'AVAX',
  WTRX: 'TRX',
  'BSC-USD': 'USDT',
  'USDT.E': 'USDT',
  USDT0: 'USDT',
  'USDC.E': 'USDC',
}

/** The tokens that are one coin each of one of the assets, with that asset. */
export function tokensOf(assets: readonly string[]): ReadonlyMap<string, string> {
  const wanted = new Set(assets)
  const wrapped = Object.entries(WRAPPED).filter(([, asset]) => wanted.has(asset))
  // WETH is ether even to who asks for an asset of that name.
  const plain = assets.filter((asset) => !Object.hasOwn(WRAPPED, asset))
  return new Map([...plain.map((asset) => [asset, asset] as const), ...wrapped])
}
