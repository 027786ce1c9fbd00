import type { Catalog, Selection } from '../markets/catalog.ts'
import type { Notice } from '../quality/meta.ts'
import { isKnown } from './change.ts'
import type { MarketReading } from './store.ts'

/** What to know of sums over a window, from the readings at its ends. */
export function noticesOf(
  catalog: Catalog,
  selection: Pick<Selection, 'exchangeIds'>,
  before: readonly MarketReading[],
  after: readonly MarketReading[],
): Notice[] {
  const venueOf = ({ marketId }: MarketReading) => catalog.markets.get(marketId)!.exchangeId
  const namesOf = (ids: Iterable<number>) =>
    [...new Set(ids)].map((id) => catalog.exchanges.get(id)!.code).join(', ')
  if (after.length === 0)
    return [{ code: 'NO_READING', message: 'Nothing was read at or before the end of the window.' }]
  const notices: Notice[] = []
  const read = new Set(after.map(venueOf))
  const silent = selection.exchangeIds.filter((id) => !read.has(id))
  if (silent.length > 0)
    notices.push({
      code: 'NOT_READ',
      message: `No reading of these venues counts at the window's end: ${namesOf(silent)}.`,
    })
  const stale = after.filter((reading) => !isKnown(reading))
  if (stale.length > 0)
    notices.push({
      code: 'STALE',
      message: `The last reading of ${stale.length} markets is too old, so sums over them are null: ${namesOf(stale.map(venueOf))}.`,
    })
  const ids = (readings: readonly MarketReading[]) => new Set(readings.map(({ marketId }) => marketId))
  const [atBegin, atEnd] = [ids(before), ids(after)]
  const begun = after.filter(({ marketId }) => !atBegin.has(marketId))
  const ended = before.filter(({ marketId }) => !atEnd.has(marketId))
  if (begun.length > 0 || ended.length > 0)
    notices.push({
      code: 'BASKET_CHANGES',
      message: [
        ...(begun.length > 0
          ? [`${begun.length} markets were first read within the window: ${namesOf(begun.map(venueOf))}.`]
          : []),
        ...(ended.length > 0
          ? [`${ended.length} markets ended within it: ${namesOf(ended.map(venueOf))}.`]
          : []),
      ].join(' '),
    })
  return notices
}
