import type { LeverageTier } from '../../leverageTiers/record.ts'
import type { SampleMarket } from './markets.ts'

/** Binance tells its tiers with a key alone, so that the sample holds none of it. */
const VENUES: ReadonlySet<string> = new Set(['bybit', 'okx'])

/** Maintenance margin and leverage of the sizes that venues tell apart: round figures of the order of what Bybit prints of BTCUSDT. */
const LARGE: readonly LeverageTier[] = [
  { maintenanceRate: '0.005', maxLeverage: '100' },
  { maintenanceRate: '0.01', maxLeverage: '50' },
  { maintenanceRate: '0.025', maxLeverage: '20' },
  { maintenanceRate: '0.05', maxLeverage: '10' },
]

const SMALL: readonly LeverageTier[] = [
  { maintenanceRate: '0.01', maxLeverage: '50' },
  { maintenanceRate: '0.025', maxLeverage: '20' },
  { maintenanceRate: '0.05', maxLeverage: '10' },
]

const LARGE_ASSETS: ReadonlySet<string> = new Set(['BTC', 'ETH', 'SOL', 'XRP'])

export const hasTiers = (exchangeCode: string): boolean => VENUES.has(exchangeCode)

export const tiersOf = ({ asset }: SampleMarket): readonly LeverageTier[] =>
  LARGE_ASSETS.has(asset.code) ? LARGE : SMALL
