import { FundingAnswer } from '../funding/resolvers.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import { findAttribution, type AttributionAnswer } from '../marketCap/resolvers.ts'
import { select, type Basket, type Catalog } from '../markets/catalog.ts'
import type { Context } from '../server/context.ts'
import { VolumeAnswer } from '../volume/resolvers.ts'
import type { DetectedState } from './detector.ts'

/** How old readings may be, minutes. */
const MAX_AGE_MINUTES = 1_440

const DAYS_BEFORE = 7

/** What the detector says of a moment: of steps up to it alone. null: not known. */
export interface MomentState {
  readonly peakAt: Date
  readonly at: Date
  readonly state: { readonly [Name in keyof DetectedState]: number | null }
}

/** A moment with the answers that tell how it came to it: nothing after it is read. */
export class KnownMoment {
  readonly #context: Context
  readonly #catalog: Catalog
  readonly #basket: Basket | undefined
  readonly #asOf: Date | undefined
  readonly #peakAt: Date
  readonly #at: Date
  readonly state: MomentState['state']

  /** @param asOf only what was observed by then counts; undefined: all that is held of the time up to the moment */
  constructor(
    context: Context,
    catalog: Catalog,
    basket: Basket | undefined,
    { peakAt, at, state }: MomentState,
    asOf: Date | undefined,
  ) {
    this.#context = context
    this.#catalog = catalog
    this.#basket = basket
    this.#asOf = asOf
    this.#peakAt = peakAt
    this.#at = at
    this.state = state
  }

  /** From the high of open interest until the moment; null where the two are one, or caps of either are not held. */
  async attribution(): Promise<AttributionAnswer | null> {
    if (this.#peakAt >= this.#at) return null
    return findAttribution(this.#context, {
      from: this.#peakAt,
      to: this.#at,
      universe: 'ALL_LISTED',
      maxAgeMinutes: MAX_AGE_MINUTES,
      asOf: this.#asOf,
    })
  }

  #before(days: number): Window {
    return { from: new Date(this.#peakAt.getTime() - days * DAY_MS), to: this.#peakAt }
  }

  /** Over the day before the high. */
  funding(): FundingAnswer {
    return new FundingAnswer(
      this.#context,
      this.#catalog,
      select(this.#catalog, 'FUNDING', { kind: 'PERPETUAL' }, this.#basket, this.#asOf),
      { window: this.#before(1), interval: 'HOUR', maxAgeMinutes: MAX_AGE_MINUTES },
      'SETTLED',
    )
  }

  /** Over the 7 days before it. */
  volume(): VolumeAnswer {
    return new VolumeAnswer(
      this.#context,
      this.#catalog,
      select(this.#catalog, 'CANDLES', {}, this.#basket, this.#asOf),
      this.#before(DAYS_BEFORE),
      'HOUR',
    )
  }
}
