import { InputError } from '../../lib/errors.ts'

/** Coinglass's names of venues by our codes. https://docs.coinglass.com/reference/supported-exchanges */
const NAMES: Readonly<Record<string, string>> = {
  binance: 'Binance',
  bybit: 'Bybit',
  okx: 'OKX',
  bitget: 'Bitget',
  gate: 'Gate',
  hyperliquid: 'Hyperliquid',
  htx: 'HTX',
  deribit: 'Deribit',
  bitfinex: 'Bitfinex',
  bitmex: 'Bitmex',
  krakenfutures: 'Kraken',
  kucoinfutures: 'KuCoin',
}

/** @throws InputError UNKNOWN_EXCHANGE for a code that Coinglass has no name for, NO_EXCHANGE for an empty list */
export function coinglassNamesOf(codes: readonly string[]): string[] {
  const fault = (message: string, reason: string) =>
    new InputError(message, { reason, argument: ['--exchange'], accepted: Object.keys(NAMES) })
  if (codes.length === 0)
    throw fault('Coinglass sums liquidations of the venues that it is asked for.', 'NO_EXCHANGE')
  return codes.map((code) => {
    if (!Object.hasOwn(NAMES, code))
      throw fault(`Coinglass has no exchange ${JSON.stringify(code)}.`, 'UNKNOWN_EXCHANGE')
    return NAMES[code]!
  })
}
