import { DAY_MS } from '../../lib/time.ts'
import { along, wave } from './random.ts'

const at = (day: string): number => Date.parse(`2025-${day}T00:00Z`)

/**
 * Coins that exchanges hold at the end of a day, in thousands. 3,442,217 bitcoins on 30 June 2025: exchange reserves of the
 * repository sharafa32/btc-pricing-model (commit 226baec), all exchanges; the sample's venues stand for all of them, as they
 * do in open interest. All else is drawn freely after the report: outflows in the rebound of August, inflows before the purge,
 * and "exchange reserves have begun declining again" with it.
 */
const thousands: Readonly<Record<string, readonly (readonly [day: number, coins: number])[]>> = {
  BTC: [
    [at('06-01'), 3455],
    [at('06-30'), 3442.217],
    [at('07-09'), 3438],
    [at('07-14'), 3446],
    [at('07-25'), 3458],
    [at('08-03'), 3464],
    [at('08-14'), 3441],
    [at('09-01'), 3428],
    [at('09-08'), 3424],
    [at('09-15'), 3430],
    [at('09-21'), 3437],
    [at('09-22'), 3431],
    [at('09-23'), 3426],
    [at('09-30'), 3408],
    [at('10-09'), 3400],
    [at('10-11'), 3414],
    [at('10-20'), 3398],
    [at('10-31'), 3392],
  ],
  ETH: [
    [at('06-01'), 18_900],
    [at('07-09'), 18_650],
    [at('07-25'), 18_450],
    [at('08-03'), 18_510],
    [at('08-14'), 18_200],
    [at('09-01'), 17_600],
    [at('09-08'), 17_450],
    [at('09-15'), 17_460],
    [at('09-21'), 17_500],
    [at('09-22'), 17_450],
    [at('09-23'), 17_400],
    [at('09-30'), 17_200],
    [at('10-09'), 17_100],
    [at('10-11'), 17_180],
    [at('10-20'), 17_050],
    [at('10-31'), 16_950],
  ],
}

/** Each venue's part; Hyperliquid trades against dollars alone and holds no coins. Drawn freely. */
const parts: Readonly<Record<string, number>> = { binance: 0.58, bybit: 0.19, okx: 0.23 }

export const RESERVE_ASSETS = Object.keys(thousands)
export const RESERVE_VENUES = Object.keys(parts)

/** Whole coins that a venue holds at the end of the day that begins at `day`. */
export function reserveOf(exchangeCode: string, assetCode: string, day: number): number {
  const points = thousands[assetCode]!
  const key = 6000 + 2 * RESERVE_ASSETS.indexOf(assetCode)
  const stir = points.some(([anchored]) => anchored === day) ? 0 : 0.0002 * wave(key, day, 2 * DAY_MS)
  const total = along(points, day) * 1000 * (1 + stir)
  // Coins move from venue to venue, and what one gains another loses.
  const moved = total * 0.001 * wave(key + 1, day, 5 * DAY_MS)
  const sign = exchangeCode === 'binance' ? 1 : exchangeCode === 'bybit' ? -1 : 0
  return Math.round(total * parts[exchangeCode]! + sign * moved)
}
