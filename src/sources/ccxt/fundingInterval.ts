import { RecordError } from '../../lib/errors.ts'
import { DAY_MS, MINUTE_MS, type Window } from '../../lib/time.ts'

/** The distances of settlements that Binance, Bybit and OKX have: 1, 2, 4, 6 and 8 hours. */
const INTERVALS: ReadonlySet<number> = new Set([60, 120, 240, 360, 480])

/** How much earlier than a page its settlements are read, so that its first one has one before it. */
export const LEAD_MS = DAY_MS

/**
 * Rows of settled rates with `intervalMinutes` put into each, where it can be told.
 *
 * Such rows carry no interval, and a market's interval changes: today's says nothing of last month's. A rate is charged for
 * the time since the settlement before, so that distance is its interval, if it is one that venues have. Another distance (three
 * hours, on the day when Binance changed a market from one hour to four; sixteen, with a settlement missing) tells none. Only
 * where no settlement was a day before (the first after the listing), what the venue states of the market is taken.
 * Rows before `page.from` are left out; one whose time can't be read stays, for the mapper to refuse.
 * @param findStated asked only when it is needed; undefined when the venue states none
 */
export async function withIntervals(
  rows: readonly unknown[],
  page: Window,
  findTime: (row: unknown) => unknown,
  findStated: () => Promise<number | undefined>,
): Promise<unknown[]> {
  const msOf = (row: unknown) => Number(findTime(row) ?? NaN)
  const settlements = [...new Set(rows.map(msOf).filter(Number.isFinite))].sort((a, b) => a - b)
  const intervals = new Map<number, number | undefined>()
  settlements.forEach((ms, at) => {
    // Settlements are booked some milliseconds late.
    const minutes = Math.round((ms - (settlements[at - 1] ?? NaN)) / MINUTE_MS)
    if (INTERVALS.has(minutes)) intervals.set(ms, minutes)
    else if (minutes * MINUTE_MS <= LEAD_MS) intervals.set(ms, undefined)
  })
  const inPage = rows.filter((row) => !(msOf(row) < page.from.getTime()))
  const stated = inPage.some((row) => !intervals.has(msOf(row))) ? await findStated() : undefined
  return inPage.map((row) => {
    const intervalMinutes = intervals.has(msOf(row)) ? intervals.get(msOf(row)) : stated
    return isObject(row) && intervalMinutes !== undefined ? { ...row, intervalMinutes } : row
  })
}

/** Minutes from a venue's own words. @throws RecordError NO_INTERVAL when it says nothing, or nothing that can be */
export function intervalOf(minutes: unknown, symbol: string): number {
  const value = typeof minutes === 'string' && minutes !== '' ? Number(minutes) : minutes
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0 || value > DAY_MS / MINUTE_MS) {
    throw new RecordError('NO_INTERVAL', `how long ${symbol}'s rate holds can't be known`)
  }
  return value
}

function isObject(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null
}
