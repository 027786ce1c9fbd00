import { counted, HOUR_MS } from '../format.ts'

/** What was not read of one venue, as the API tells it: 100 gaps at most, the oldest. */
export interface VenueCoverage {
  readonly exchange: { readonly name: string }
  readonly share: string
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
}

/** A span in which the same venues were not read. */
export interface UnreadBand {
  readonly from: number
  readonly to: number
  /** Names; empty: some were not, the API does not say which. */
  readonly venues: readonly string[]
  /** Of all venues, how many were not read, 0 to 1. */
  readonly share: number
}

/** More venues than this are counted, not named. */
const MOST_NAMED = 3

/** Names of a few, or how many they are. */
export const venueNames = (venues: readonly string[], all: number): string =>
  venues.length === 0
    ? 'some venues'
    : venues.length === all && all > 1
      ? 'all venues'
      : venues.length <= MOST_NAMED
        ? venues.join(' + ')
        : `${venues.length} of ${counted(all, 'venue')}`

/**
 * Which venues were not read, and when.
 * @param spans begin and end of each bucket, ms
 * @param coverage of each bucket over all venues, 0 to 1: what lacks there beyond the gaps that are listed is told without a name
 */
export function unreadBands(
  spans: readonly (readonly [from: number, to: number])[],
  coverage: readonly string[],
  byExchange: readonly VenueCoverage[],
): UnreadBand[] {
  const [begin, end] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0]
  const gaps = byExchange.flatMap(({ exchange, gaps: own }) =>
    own.map(({ from, to }) => ({
      venue: exchange.name,
      from: Math.max(begin, Date.parse(from)),
      to: Math.min(end, Date.parse(to)),
    })),
  )
  const edges = [...new Set(gaps.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const named = edges.slice(1).flatMap((to, at): UnreadBand[] => {
    const from = edges[at]!
    const venues = [
      ...new Set(gaps.filter((gap) => gap.from <= from && gap.to >= to).map(({ venue }) => venue)),
    ]
    return venues.length === 0 ? [] : [{ from, to, venues, share: venues.length / byExchange.length }]
  })
  const unnamed = spans.flatMap(([from, to], at): UnreadBand[] => {
    const missing = 1 - Number(coverage[at])
    const isTold = missing <= 0 || named.some((band) => band.from < to && band.to > from)
    return isTold ? [] : [{ from, to, venues: [], share: missing }]
  })
  return joined([...named, ...unnamed].sort((a, b) => a.from - b.from))
}

/** Bands that touch and are of the same venues are one. */
function joined(bands: readonly UnreadBand[]): UnreadBand[] {
  const all: UnreadBand[] = []
  for (const band of bands) {
    const last = all.at(-1)
    const isSame = last?.to === band.from && last.venues.join() === band.venues.join()
    if (isSame && last.share === band.share) all[all.length - 1] = { ...last, to: band.to }
    else all.push(band)
  }
  return all
}

/** "OKX for 6 h": venues by how long they were not read in all. */
export function unreadText(byExchange: readonly VenueCoverage[], bands: readonly UnreadBand[]): string {
  const hours = (ms: number) =>
    ms < HOUR_MS ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / HOUR_MS)} h`
  const spent = byExchange
    .map(({ exchange: { name } }) => ({
      name,
      ms: bands.reduce((sum, { from, to, venues }) => sum + (venues.includes(name) ? to - from : 0), 0),
    }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)
  const told = spent.slice(0, MOST_NAMED).map(({ name, ms }) => `${name} for ${hours(ms)}`)
  const rest = spent.length - told.length
  return [...told, ...(rest > 0 ? [counted(rest, 'other venue')] : [])].join(', ')
}
