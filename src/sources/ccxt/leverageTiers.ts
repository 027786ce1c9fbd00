import Big from 'big.js'
import { z } from 'zod'
import { ratio, toPlain } from '../../lib/decimal.ts'
import { RecordError } from '../../lib/errors.ts'
import type { LeverageTier, LeverageTierRecord, LeverageTierSource } from '../../leverageTiers/record.ts'
import type { StoredMarket } from '../../markets/record.ts'
import type { Settings, VenueClient } from './loadExchange.ts'
import { mapEach, positive, type Mapped } from './mapping.ts'
import { openWithMarkets } from './readers.ts'
import { restSource, type VenueDescription } from './venue.ts'

/** Tiers of these derivatives, now: one batch for each page or market of the venue. */
export type LeverageTierReader = (
  client: VenueClient,
  markets: readonly StoredMarket[],
) => AsyncIterable<Mapped<LeverageTierRecord>>

export function createLeverageTierSource(
  venue: VenueDescription,
  settings: Settings,
  read: LeverageTierReader,
): LeverageTierSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    async *leverageTiers(markets, signal) {
      const open = markets.filter(({ active, kind }) => active && kind !== 'SPOT')
      if (open.length === 0) return
      const client = await openWithMarkets(venue, settings, open, signal)
      for await (const mapped of read(client, open)) yield { ...mapped, observedAt: settings.now() }
    },
  }
}

/** One tier as a venue prints it. */
export interface RawTier {
  readonly maintenance: unknown
  readonly leverage: unknown
  /** Margin that must be put up, in the unit of `maintenance`; left out where the venue prints none. */
  readonly initial?: unknown
}

/**
 * A market's tiers from a venue's rows, in any order. Some venues print rates in percent on some markets: initial margin x leverage is 1
 * where it is a fraction and 100 where it is in percent.
 * @throws RecordError BAD_NUMBER, BAD_TIER when a rate can't be: what must be left is less than what must be put up
 */
export function tiersOf(market: StoredMarket, rows: readonly RawTier[]): LeverageTierRecord {
  const tiers = rows.map(({ maintenance, leverage, initial }): LeverageTier => {
    const maxLeverage = positive(leverage, 'leverage')
    const printed = positive(maintenance, 'maintenance margin')
    const isPercent =
      initial !== undefined && new Big(positive(initial, 'initial margin')).times(maxLeverage).gt(10)
    const maintenanceRate = isPercent ? ratio(printed, '100', 20)! : printed
    if (new Big(maintenanceRate).times(maxLeverage).gte(1))
      throw new RecordError(
        'BAD_TIER',
        `${market.symbol}: ${maintenanceRate} of a position must be left, which is not below 1 / ${maxLeverage}`,
      )
    return { maintenanceRate: toPlain(new Big(maintenanceRate)), maxLeverage: toPlain(new Big(maxLeverage)) }
  })
  if (tiers.length === 0) throw new RecordError('BAD_TIER', `${market.symbol}: the venue prints no tier`)
  tiers.sort((a, b) => new Big(a.maintenanceRate).cmp(b.maintenanceRate))
  return { marketId: market.id, tiers }
}

/** Rows of many markets, by the venue's id of the market. Rows of markets that were not asked for are no fault of the answer. */
export function tiersByMarket<Row>(
  rows: readonly Row[],
  markets: readonly StoredMarket[],
  venueSymbolOf: (row: Row) => string,
  tierOf: (row: Row) => RawTier,
): Mapped<LeverageTierRecord> {
  const byMarket = new Map(markets.map((market) => [market.venueSymbol, [] as Row[]]))
  for (const row of rows) byMarket.get(venueSymbolOf(row))?.push(row)
  return mapEach(
    markets.filter(({ venueSymbol }) => byMarket.get(venueSymbol)!.length > 0),
    (market) => tiersOf(market, byMarket.get(market.venueSymbol)!.map(tierOf)),
    ({ venueSymbol }) => ({ symbol: venueSymbol, tiers: byMarket.get(venueSymbol) }),
  )
}

/** A row of any shape. */
export const rowSchema = z.record(z.string(), z.unknown())
