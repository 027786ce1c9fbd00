import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { HOUR_MS, MINUTE_MS } from '../format.ts'
import type { HoldingsQuery } from '../generated/parts.ts'

/** What the page is about: what the store holds, and the moment that is "now" on the page. */
export interface Store {
  readonly provenance: 'OBSERVED' | 'RECONSTRUCTED'
  /** "Now" of the page: a whole minute. The clock's where readings still come, else the hour in which they end. */
  readonly end: Date
  /** Whether readings still came within the last hour. */
  readonly isLive: boolean
  /** Time of the oldest reading. */
  readonly since: Date
}

/** undefined: the store is empty. */
export function storeOf(
  { quality: { provenance, holdings } }: HoldingsQuery,
  now: number,
): Store | undefined {
  const untils = holdings.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
  const sinces = holdings.flatMap(({ since }) => (since === null ? [] : [Date.parse(since)]))
  if (untils.length === 0 || provenance === null) return undefined
  const newest = Math.max(...untils)
  const isLive = now - newest < HOUR_MS
  return {
    provenance,
    isLive,
    end: new Date(isLive ? Math.floor(now / MINUTE_MS) * MINUTE_MS : Math.ceil(newest / HOUR_MS) * HOUR_MS),
    since: new Date(Math.min(...sinces)),
  }
}

export const StoreContext = createContext<Store | undefined>(undefined)

/** Views are shown only when there is a store. */
export const useStore = (): Store => useContext(StoreContext)!

/** The last whole hour by a moment: what is summed by the hour ends there. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS)

/** The half-open window of so many ms up to a moment, as the API takes it. */
export const windowBefore = (end: Date, ms: number) => ({
  from: new Date(end.getTime() - ms).toISOString(),
  to: end.toISOString(),
})
