import { counted, day, hour, lasting, time, words } from '../../format.ts'
import type { CoverageCalendarQuery } from '../../generated/quality.ts'
import { familyName } from '../../parts/familyNames.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { TableContent } from '../../parts/Table.tsx'

export type CalendarFeed = CoverageCalendarQuery['quality']['feeds'][number]

/** A span in which a feed was not read, with whose it is. */
export interface NamedGap {
  readonly feed: CalendarFeed
  readonly from: string
  /** null: it lasts, or did when what is shown ends. */
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

/** Gaps that touch the window, newest first. One that ends after it was still open then. */
export function gapsWithin({ quality: { feeds } }: CoverageCalendarQuery, window: WindowText): NamedGap[] {
  return feeds
    .flatMap((feed) => feed.gaps.map((gap) => ({ feed, ...gap })))
    .filter(({ from, to }) => from < window.to && (to === null || to > window.from))
    .map((gap) => (gap.to !== null && gap.to > window.to ? { ...gap, to: null } : gap))
    .sort((a, b) => b.from.localeCompare(a.from) || a.feed.family.localeCompare(b.feed.family))
}

/** What the codes of causes mean to a reader. */
const CAUSES: Readonly<Record<string, string>> = {
  NOT_READ: 'No recorder said why: none was at work, or it was killed',
  FEED_DROPPED: 'The connection was dropped',
  FEED_SILENT: 'The feed was open, but silent',
  SOURCE_UNAVAILABLE: 'The source was not to be reached',
  RECORDS_LOST: 'The recorder could keep no more while the store was away',
  RECORDER_STOPPED: 'The recorder was stopped',
}

export const causeOf = ({ cause, message }: Pick<NamedGap, 'cause' | 'message'>): string =>
  `${CAUSES[cause] ?? words(cause)}${message ? ` (${message})` : ''}`

/** "6 hours". */
export const lengthOf = ({ from, to }: Pick<NamedGap, 'from' | 'to'>): string =>
  to === null ? 'lasts' : lasting(Date.parse(to) - Date.parse(from))

/** Gaps of one venue that began and ended together, of one cause: one thing happened, to several feeds. */
export type GapGroup = readonly [NamedGap, ...NamedGap[]]

const keyOf = (gap: NamedGap): string =>
  JSON.stringify([venueOf(gap.feed), gap.from, gap.to, gap.cause, gap.message])

/** In the order of their first. */
export function groupsOf(gaps: readonly NamedGap[]): GapGroup[] {
  const groups = new Map<string, [NamedGap, ...NamedGap[]]>()
  for (const gap of gaps) {
    const group = groups.get(keyOf(gap))
    if (group) group.push(gap)
    else groups.set(keyOf(gap), [gap])
  }
  return [...groups.values()]
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

const MOST_SHOWN = 60

/** Every gap in words; pointing at one, by hand or by keyboard, marks it in the calendar. */
export function showGaps(
  gaps: readonly NamedGap[],
  pointed: GapGroup | undefined,
  onPoint: (group: GapGroup | undefined) => void,
): Shown {
  const groups = groupsOf(gaps)
  const table: TableContent = {
    columns: COLUMNS,
    rows: gaps.map((gap) => [
      venueOf(gap.feed),
      familyName(gap.feed.family),
      time(gap.from),
      gap.to === null ? 'now' : time(gap.to),
      lengthOf(gap),
      causeOf(gap),
    ]),
  }
  return {
    title: gaps.length === 0 ? 'There is no gap in this time' : titleOf(groups, gaps),
    unit:
      gaps.length === 0
        ? 'Since each feed was first read'
        : 'Feeds of a venue that fell out together stand together; pointing at a gap marks it in the calendar',
    body:
      gaps.length === 0 ? (
        <p class="picture-empty">All that was to be read was read.</p>
      ) : (
        <ul class="gaps" onPointerLeave={() => onPoint(undefined)}>
          {groups.slice(0, MOST_SHOWN).map((group) => {
            const [gap] = group
            return (
              <li key={keyOf(gap)}>
                <button
                  type="button"
                  class={pointed && keyOf(gap) === keyOf(pointed[0]) ? 'is-pointed' : undefined}
                  onFocus={() => onPoint(group)}
                  onPointerEnter={() => onPoint(group)}
                  onBlur={() => onPoint(undefined)}
                >
                  <span class="gap-of">
                    {venueOf(gap.feed)}: {familiesOf(group)}
                  </span>
                  <span class="gap-span">
                    {spanOf(gap)} · {lengthOf(gap)}
                  </span>
                  <span class="gap-cause">{causeOf(gap)}</span>
                </button>
              </li>
            )
          })}
        </ul>
      ),
    ...(groups.length > MOST_SHOWN
      ? { note: `The newest ${MOST_SHOWN} of ${groups.length}; all of them stand in the table.` }
      : {}),
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

/** "funding, liquidations". */
const familiesOf = (group: GapGroup): string =>
  [...new Set(group.map(({ feed }) => familyName(feed.family).toLowerCase()))].join(', ')

function titleOf(groups: readonly GapGroup[], gaps: readonly NamedGap[]): string {
  const venues = [...new Set(gaps.map(({ feed }) => venueOf(feed)))]
  const feeds = new Set(gaps.map(({ feed }) => feed)).size
  const number = groups.length === 1 ? 'One gap' : counted(groups.length, 'gap')
  const of = venues.length < 4 ? venues.join(', ') : counted(venues.length, 'venue')
  return `${number} of ${of}${feeds > 1 ? `, in ${counted(feeds, 'feed')}${groups.length === 1 ? ' at once' : ''}` : ''}`
}

export const isSame = (a: NamedGap, b: NamedGap | undefined): boolean =>
  a.from === b?.from &&
  a.feed.family === b.feed.family &&
  a.feed.exchange?.code === b.feed.exchange?.code &&
  a.feed.source.code === b.feed.source.code
