import { PLACES } from '../lib/figures.ts'
import { getBucketStarts } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded } from '../lib/fixed.ts'
import { readCarried, rememberValues, type GridRead } from '../measures/carryColumns.ts'
import type { CloseCache, Closes, CloseSource } from '../measures/closes.ts'
import { scaleWeights, toCell, toValue, type WeightedGrid } from '../measures/weighted.ts'
import { getOpenInterestWeights } from '../measures/weights.ts'
import type { FundingKind } from './record.ts'
import { PREDICTED_TABLES, SETTLED_TABLES } from './store.ts'

/** What rates are normalised to. */
const NORMAL_MINUTES = 480n

/** Intervals of 8 hours in a year of 365 days. */
export const PER_YEAR = 1_095n

/** Rates that were for `minutes` together, as one of 8 hours. */
const to8h = (rates: bigint, minutes: bigint) => divideRounded(rates * NORMAL_MINUTES, minutes)

/** A rate, of 8 hours. */
export const rate8hOf = (rate: DecimalString, minutes: string): bigint => to8h(toValue(rate), BigInt(minutes))

/** Rates and the minutes that they are for. Of settled ones all of an hour: it has one, rarely more. */
const SOURCES: Record<FundingKind, CloseSource> = {
  SETTLED: { tables: SETTLED_TABLES, column: 'rate_sum', more: 'minutes_sum' },
  PREDICTED: { tables: PREDICTED_TABLES, column: 'close_rate', more: 'close_interval_minutes' },
}

/** Rates of 8 hours that several rows come to. */
function rateOf(rows: readonly (readonly [Closes, number])[]): number {
  const places = Math.max(Math.ceil(PLACES / 11), ...rows.map(([{ values }]) => values.places))
  let [rates, minutes] = [0n, 0n]
  for (const [{ values, more }, row] of rows) {
    rates += values.unitsAt(row, places)
    minutes += BigInt(more!.limbs.get(0)![row]!)
  }
  const cut = 10n ** BigInt(places * 11 - PLACES)
  return toCell(divideRounded(rates * NORMAL_MINUTES, minutes * cut))
}

const rates8h = rememberValues((closes, row) => rateOf([[closes, row]]))

/** Rates of 8 hours of each market by bucket, and its open interest. */
export async function getFundingGrid(
  cache: CloseCache,
  kind: FundingKind,
  read: GridRead,
): Promise<WeightedGrid> {
  const starts = getBucketStarts(read.window, read.interval)
  const [rates, weights] = await Promise.all([
    // By the hour, so that of feeds that hold a part of a day each nothing is lost.
    readCarried(cache, SOURCES[kind], read, rates8h, {
      coarsest: 'hour',
      // What is charged in a bucket adds up, also where the interval changed within it.
      ...(kind === 'SETTLED' ? { merge: rateOf } : {}),
    }),
    getOpenInterestWeights(cache, read),
  ])
  const none = new Float64Array(starts.length).fill(NaN)
  const columns = read.marketIds.map((id) => weights.get(id) ?? none)
  const scaled = scaleWeights(columns, 0)
  return {
    starts,
    weightScale: scaled.weightScale,
    markets: read.marketIds.map((marketId, at) => ({
      marketId,
      value: rates.get(marketId) ?? none,
      weight: scaled.weights[at]!,
    })),
  }
}
