import type { DecimalString } from '../lib/decimal.ts'
import type { StoredMarket } from '../markets/record.ts'
import type { Batch, SourceRecord } from '../quality/record.ts'

/** What a venue asks of positions up to some size. */
export interface LeverageTier {
  /** Margin that must be left, a fraction of the position's value: below 1 / maxLeverage. */
  readonly maintenanceRate: DecimalString
  readonly maxLeverage: DecimalString
}

/** The tiers of one market, as the venue asks now: smallest positions, and so highest leverage, first. Not empty. */
export interface LeverageTierRecord {
  readonly marketId: number
  readonly tiers: readonly LeverageTier[]
}

/** A venue's tiers, of now: no venue tells those of the past. */
export interface LeverageTierSource {
  readonly source: SourceRecord
  readonly exchangeCode: string
  /** The tiers of each derivative that has some. Throws SourceError when the venue can't be read. */
  leverageTiers(
    markets: readonly StoredMarket[],
    signal: AbortSignal,
  ): AsyncIterable<Batch<LeverageTierRecord>>
}
