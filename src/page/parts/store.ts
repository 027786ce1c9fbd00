import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { HOUR_MS, MINUTE_MS } from '../format.ts'
import type { HoldingsQuery } from '../generated/parts.ts'

/** What the page is about: what the store holds, and the moment that is "now" on the page. */
export interface Store {
  readonly provenance: 'OBSERVED' | 'RECONSTRUCTED'
  /** "Now" of the page, a whole minute: the clock's where readings still come, else the end of the last hour that has some. */
  readonly end: Date
  /** The same when the address names no moment: where what is known today ends. */
  readonly newest: Date
  /** Whether readings still came within the last hour. */
  readonly isLive: boolean
  /** Whether the address names the moment that is "now". */
  readonly isPinned: boolean
  /** Time of the oldest reading. */
  readonly since: Date
  /** A moment that the address names and that nothing is known of, being before the first reading or after the last; "now" is the newest then. */
  readonly outside: Date | undefined
}

/**
 * undefined: the store is empty.
 * @param pinned a moment that stands for "now"
 */
export function storeOf(
  { quality: { provenance, holdings } }: HoldingsQuery,
  now: number,
  pinned: Date | undefined,
): Store | undefined {
  const untils = holdings.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
  const sinces = holdings.flatMap(({ since }) => (since === null ? [] : [Date.parse(since)]))
  if (untils.length === 0 || provenance === null) return undefined
  const newest = Math.max(...untils)
  const since = new Date(Math.min(...sinces))
  const isLive = now - newest < HOUR_MS
  // The running minute belongs to it.
  const last = isLive ? Math.ceil(now / MINUTE_MS) * MINUTE_MS : Math.ceil(newest / HOUR_MS) * HOUR_MS
  const outside = pinned && (pinned < since || pinned.getTime() > last) ? pinned : undefined
  const own = outside ? undefined : pinned
  return {
    provenance,
    isLive: isLive && !own,
    isPinned: own !== undefined,
    end: own ?? new Date(last),
    newest: new Date(last),
    since,
    outside,
  }
}

interface StoreState {
  readonly store: Store
  /** Asks everything on the page anew. */
  readonly refresh: () => void
  /** Goes up with each refresh. */
  readonly turn: number
}

export const StoreContext = createContext<StoreState | undefined>(undefined)

/** Views are shown only when there is a store. */
export const useStore = (): Store => useContext(StoreContext)!.store

export const useRefresh = (): (() => void) => useContext(StoreContext)!.refresh

/** undefined outside of a view. */
export const useRefreshTurn = (): number | undefined => useContext(StoreContext)?.turn

/** A moment of an address; undefined: none is named; null: what stands there is none. */
export function momentOf(text: string): Date | undefined | null {
  if (text === '') return undefined
  const at = Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(at) ? null : new Date(Math.floor(at / MINUTE_MS) * MINUTE_MS)
}

/** The last whole hour by a moment: what is summed by the hour ends there. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS)

/** The half-open window of so many ms up to a moment, as the API takes it. */
export const windowBefore = (end: Date, ms: number) => ({
  from: new Date(end.getTime() - ms).toISOString(),
  to: end.toISOString(),
})

/** The same back to where a bucket begins: cut, the first one would lack the readings of its begin, and stand as carried. */
export const windowOfBuckets = (end: Date, ms: number, bucketMs: number) => ({
  from: new Date(Math.floor((end.getTime() - ms) / bucketMs) * bucketMs).toISOString(),
  to: end.toISOString(),
})
