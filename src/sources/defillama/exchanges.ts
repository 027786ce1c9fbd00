/**
 * DefiLlama's slugs of houses that are venues here too, with our code. Where we read a house's derivatives under a code of
 * their own, its wallets stand under that code: they back the same positions. Any other house keeps no code of ours.
 */
export const EXCHANGE_CODES: Readonly<Record<string, string>> = {
  'binance-cex': 'binance',
  bybit: 'bybit',
  okx: 'okx',
  bitget: 'bitget',
  gate: 'gate',
  'gate-io': 'gate',
  htx: 'htx',
  huobi: 'htx',
  deribit: 'deribit',
  bitfinex: 'bitfinex',
  bitmex: 'bitmex',
  kraken: 'krakenfutures',
  kucoin: 'kucoinfutures',
}
