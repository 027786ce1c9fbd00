import { day, DAY_MS, decimal, hour, HOUR_MS, MINUTE_MS, time, words } from '../../format.ts'
import type { CoverageCalendarQuery } from '../../generated/quality.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { TableContent } from '../../parts/Table.tsx'

export type CalendarFeed = CoverageCalendarQuery['quality']['feeds'][number]

/** A span in which a feed was not read, with whose it is. */
export interface NamedGap {
  readonly feed: CalendarFeed
  readonly from: string
  /** null: it lasts. */
  readonly to: string | null
  readonly cause: string
  readonly message: string | null
}

interface WindowText {
  readonly from: string
  readonly to: string
}

export const venueOf = ({ exchange }: Pick<CalendarFeed, 'exchange'>): string =>
  exchange?.name ?? 'Whole market'

/** Gaps that touch the window, newest first. */
export function gapsWithin({ quality: { feeds } }: CoverageCalendarQuery, window: WindowText): NamedGap[] {
  return feeds
    .flatMap((feed) => feed.gaps.map((gap) => ({ feed, ...gap })))
    .filter(({ from, to }) => from < window.to && (to === null || to > window.from))
    .sort((a, b) => b.from.localeCompare(a.from) || a.feed.family.localeCompare(b.feed.family))
}

/** What the codes of causes mean to a reader. */
const CAUSES: Readonly<Record<string, string>> = {
  NOT_READ: 'No recorder said why: none was at work, or it was killed',
  FEED_DROPPED: 'The connection was dropped',
  FEED_SILENT: 'The feed was open, but silent',
  SOURCE_UNAVAILABLE: 'The source was not to be reached',
  RECORDER_STOPPED: 'The recorder was stopped',
}

export const causeOf = ({ cause, message }: Pick<NamedGap, 'cause' | 'message'>): string =>
  `${CAUSES[cause] ?? words(cause)}${message ? ` (${message})` : ''}`

/** "6 hours". */
export function lengthOf({ from, to }: Pick<NamedGap, 'from' | 'to'>): string {
  if (to === null) return 'lasts'
  const ms = Date.parse(to) - Date.parse(from)
  const [size, unit] =
    ms < 2 * HOUR_MS ? [MINUTE_MS, 'minutes'] : ms < 2 * DAY_MS ? [HOUR_MS, 'hours'] : [DAY_MS, 'days']
  const number = ms / size
  return `${decimal(number, Number.isInteger(number) ? 0 : 1)} ${unit}`
}

/** "20 Aug 2025, 03:00 to 09:00", the day once where it is one. */
function spanOf({ from, to }: NamedGap): string {
  const begin = `${day(from)}, ${hour(from)}`
  if (to === null) return `${begin} to now`
  return day(from) === day(to) ? `${begin} to ${hour(to)}` : `${begin} to ${day(to)}, ${hour(to)}`
}

const COLUMNS = [
  { title: 'Venue' },
  { title: 'Family' },
  { title: 'From, UTC' },
  { title: 'To, UTC' },
  { title: 'Length' },
  { title: 'Cause' },
]

/** Every gap in words; pointing at one, by hand or by keyboard, marks it in the calendar. */
export function showGaps(
  gaps: readonly NamedGap[],
  pointed: NamedGap | undefined,
  onPoint: (gap: NamedGap | undefined) => void,
): Shown {
  const table: TableContent = {
    columns: COLUMNS,
    rows: gaps.map((gap) => [
      venueOf(gap.feed),
      words(gap.feed.family),
      time(gap.from),
      gap.to === null ? 'now' : time(gap.to),
      lengthOf(gap),
      causeOf(gap),
    ]),
  }
  return {
    title: gaps.length === 0 ? 'There is no gap in this time' : titleOf(gaps),
    unit: gaps.length === 0 ? 'Since each feed was first read' : 'Pointing at one marks it in the calendar',
    body:
      gaps.length === 0 ? (
        <p class="picture-empty">All that was to be read was read.</p>
      ) : (
        <ul class="gaps" onPointerLeave={() => onPoint(undefined)}>
          {gaps.slice(0, 60).map((gap) => (
            <li key={`${gap.feed.source.code}.${venueOf(gap.feed)}.${gap.feed.family}.${gap.from}`}>
              <button
                type="button"
                class={isSame(gap, pointed) ? 'is-pointed' : undefined}
                onFocus={() => onPoint(gap)}
                onPointerEnter={() => onPoint(gap)}
                onBlur={() => onPoint(undefined)}
              >
                <span class="gap-of">
                  {venueOf(gap.feed)}, {words(gap.feed.family).toLowerCase()}
                </span>
                <span class="gap-span">
                  {spanOf(gap)} · {lengthOf(gap)}
                </span>
                <span class="gap-cause">{causeOf(gap)}</span>
              </button>
            </li>
          ))}
        </ul>
      ),
    ...(gaps.length > 60 ? { note: `The newest 60 of ${gaps.length}; all of them stand in the table.` } : {}),
    table,
    csv: {
      columns: ['exchange', 'family', 'source', 'from', 'to', 'cause', 'message'],
      rows: gaps.map(({ feed, from, to, cause, message }) => [
        feed.exchange?.code ?? null,
        feed.family,
        feed.source.code,
        from,
        to,
        cause,
        message,
      ]),
    },
  }
}

function titleOf(gaps: readonly NamedGap[]): string {
  const venues = [...new Set(gaps.map(({ feed }) => venueOf(feed)))]
  const number = gaps.length === 1 ? 'One gap' : `${gaps.length} gaps`
  return venues.length < 4 ? `${number}, of ${venues.join(', ')}` : `${number}, of ${venues.length} venues`
}

export const isSame = (a: NamedGap, b: NamedGap | undefined): boolean =>
  a.from === b?.from &&
  a.feed.family === b.feed.family &&
  a.feed.exchange?.code === b.feed.exchange?.code &&
  a.feed.source.code === b.feed.source.code
