import type { DecimalString } from '../../lib/decimal.ts'
import { HOUR_MS } from '../../lib/time.ts'
import { isMain, isMajor, type SampleMarket } from './markets.ts'
import { longSharePath } from './paths.ts'
import { along, wave } from './random.ts'
import { decimalText } from './text.ts'

/** Three venues print it, of perpetuals; Hyperliquid has no accounts to count. */
export function hasLongShort(market: SampleMarket): boolean {
  return isMain(market) && market.kind === 'PERPETUAL' && market.exchangeCode !== 'hyperliquid'
}

/** Share of accounts that are net long. */
export function longShareAt({ asset, index }: SampleMarket, ms: number): DecimalString {
  const share = along(longSharePath, ms, isMajor(asset) ? 1 : 2)
  return decimalText(share + 0.012 * wave(5000 + index, ms, 18 * HOUR_MS), 4)
}
