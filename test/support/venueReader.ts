import type { StoredMarket } from '../../src/markets/record.ts'
import type { Batch } from '../../src/quality/record.ts'
import { findVenue, type Venue, type VenueOptions } from '../../src/sources/ccxt/index.ts'
import { collect } from './collect.ts'

const never = new AbortController().signal

/** Everything that a source yielded, as one batch. */
export interface ReadAnswer<T> {
  readonly records: T[]
  readonly rejections: Batch<T>['rejections'][number][]
}

async function joined<T>(batches: AsyncIterable<Batch<T>>): Promise<ReadAnswer<T>> {
  const all = await collect(batches)
  return {
    records: all.flatMap(({ records }) => [...records]),
    rejections: all.flatMap(({ rejections }) => [...rejections]),
  }
}

type Past = readonly [from: number, to: number]

/** The sources of one venue, each read to its end. */
export function venueReader(code: string, options: VenueOptions) {
  const venue = findVenue(code, { rateLimit: false, timeoutMs: 2_000, retries: 0, backoffMs: 1, ...options })
  if (!venue) throw new Error(`no venue ${code}`)
  const windowOf = (past: Past | undefined) => past && { from: new Date(past[0]), to: new Date(past[1]) }
  return {
    venue,
    markets: () => venue.markets.getMarkets(never),
    openInterest: (markets: readonly StoredMarket[], past?: Past) =>
      joined(sourceOf(venue, 'openInterest').openInterest(markets, windowOf(past), never)),
    funding: (markets: readonly StoredMarket[], past?: Past) =>
      joined(sourceOf(venue, 'funding').funding(markets, windowOf(past), never)),
    depth: (markets: readonly StoredMarket[]) => joined(sourceOf(venue, 'orderBook').depth(markets, never)),
    candles: (markets: readonly StoredMarket[], past: Past) =>
      joined(sourceOf(venue, 'candles').candles(markets, windowOf(past)!, never)),
    leverageTiers: (markets: readonly StoredMarket[]) =>
      joined(sourceOf(venue, 'leverageTiers').leverageTiers(markets, never)),
    longShort: (markets: readonly StoredMarket[], past?: Past) =>
      joined(sourceOf(venue, 'longShort').longShort(markets, windowOf(past), never)),
  }
}

function sourceOf<K extends keyof Venue>(venue: Venue, family: K): NonNullable<Venue[K]> {
  const source = venue[family]
  if (!source) throw new Error(`the venue has no ${family}`)
  return source
}
