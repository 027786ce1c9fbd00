import type { FundingSource } from '../funding/record.ts'
import type { LiquidationSource } from '../liquidations/record.ts'
import type { LeverageTierSource } from '../leverageTiers/record.ts'
import type { LongShortSource } from '../longShort/record.ts'
import type { MarketSource } from '../markets/record.ts'
import type { OpenInterestSource } from '../openInterest/record.ts'
import type { OrderBookSource } from '../orderBook/record.ts'
import type { Family } from '../quality/record.ts'
import type { CandleSource } from '../volume/record.ts'

/** What a recorder reads of one venue; a family that is left out the venue does not have. */
export interface RecordedVenue {
  readonly markets: MarketSource
  readonly leverageTiers?: LeverageTierSource
  readonly liquidations?: LiquidationSource
  readonly openInterest?: OpenInterestSource
  readonly funding?: FundingSource
  readonly orderBook?: OrderBookSource
  readonly candles?: CandleSource
  readonly longShort?: LongShortSource
  /** Paces of its own, in ms between polls, where one poll takes the venue longer than the usual pace. */
  readonly cadenceMs?: Readonly<Partial<Record<Family, number>>>
}
