import type { Family } from '../../quality/record.ts'

/** The families that a venue may have; market caps, reserves and flows are of no venue. */
export type VenueFamily = Extract<
  Family,
  'MARKETS' | 'LIQUIDATIONS' | 'OPEN_INTEREST' | 'FUNDING' | 'ORDER_BOOK' | 'CANDLES' | 'LONG_SHORT'
>

/** What one venue gives of one family, as `docs/sources.md` tells it. */
export type FamilySheet =
  | {
      readonly supported: true
      /** Through what: the venue's endpoint or stream. */
      readonly through: string
      /** What the venue counts in, per style of contract, e.g. "linear: coins; inverse: contracts of 100 USD". */
      readonly unit: string
      /** Whose side or sign the venue prints, and what ours is. Left out where there is none. */
      readonly side?: string
      /** Clock of a record: the field of the venue, or ours. */
      readonly clock: string
      /** How far back it goes: e.g. "none: now only", "30 days", "to the listing". */
      readonly history: string
      /** What is left out or known to be short, in a sentence; undefined: nothing known. */
      readonly limits?: string
      /** The venue's own documentation. */
      readonly url: string
      /** File of the test that proves it with a real message. */
      readonly fixture: string
    }
  | {
      readonly supported: false
      /** Why not, in a sentence: what the venue or ccxt lacks. */
      readonly why: string
    }

/** One venue of the table, field by field. */
export type VenueSheet = Readonly<Record<VenueFamily, FamilySheet>>
