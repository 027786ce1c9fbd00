import { ago, counted, time, words } from '../../format.ts'
import type { FeedsHealthQuery } from '../../generated/overview.ts'
import type { Shown } from '../../parts/Picture.tsx'

type Feed = FeedsHealthQuery['quality']['feeds'][number]

/** What a feed's state is told by: a word and a shape, not a colour alone. */
const STATES = {
  LIVE: ['●', 'live'],
  CONNECTING: ['◐', 'connecting'],
  SILENT: ['◌', 'silent'],
  DOWN: ['✕', 'down'],
  STOPPED: ['■', 'stopped'],
  LOADED: ['○', 'loaded'],
} as const

const stateOf = ({ state }: Feed): keyof typeof STATES => state ?? 'LOADED'
const isTrouble = (feed: Feed) =>
  ['SILENT', 'DOWN'].includes(stateOf(feed)) || feed.gaps.some(({ to }) => to === null)

export interface FeedMoment {
  /** How long ago a feed was read is told from here, ms. */
  readonly now: number
  /** Whether the page shows a moment of the past: gaps are of the days before it, and states are of today all the same. */
  readonly isPinned: boolean
  readonly isSample: boolean
}

/** A row for each venue, a column for each family; what a venue does not give is left free. */
export function showFeeds({ quality }: FeedsHealthQuery, { now, isPinned, isSample }: FeedMoment): Shown {
  const days = isPinned ? 'the 7 days to then' : '7 days'
  const { feeds } = quality
  const families = [...new Set(feeds.map(({ family }) => family))]
  const venues = [
    ...new Map(
      feeds.map(({ exchange }) => [exchange?.code ?? '', exchange?.name ?? 'Whole market']),
    ).entries(),
  ].sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b))
  const find = (venue: string, family: string) =>
    feeds.find((feed) => (feed.exchange?.code ?? '') === venue && feed.family === family)
  const troubled = feeds.filter(isTrouble).length
  const live = feeds.filter(({ state }) => state === 'LIVE').length
  const gaps = feeds.reduce((sum, feed) => sum + feed.gaps.length, 0)
  return {
    title: isSample
      ? `${feeds.length} feeds of the sample, each loaded once: ${gapText(gaps, days)}`
      : titleOf(feeds.length, { live, troubled }, gapText(gaps, days)),
    unit: `State of each feed${isPinned ? ' today' : ''}, and its gaps of ${days}`,
    body: (
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Feeds by venue and family">
        <table class="feeds">
          <thead>
            <tr>
              <th scope="col">Venue</th>
              {families.map((family) => (
                <th scope="col" key={family}>
                  {words(family)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {venues.map(([code, name]) => (
              <tr key={code}>
                <th scope="row">{name}</th>
                {families.map((family) => (
                  <td key={family}>
                    <FeedCell feed={find(code, family)} now={now} isSample={isSample} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    ),
    table: {
      columns: [
        { title: 'Venue' },
        { title: 'Family' },
        { title: 'State' },
        { title: 'Last read, UTC' },
        { title: 'Gaps', isNumber: true },
        { title: 'Causes' },
      ],
      rows: feeds.map((feed) => [
        feed.exchange?.name ?? 'Whole market',
        words(feed.family),
        STATES[stateOf(feed)][1],
        time(feed.lastReadAt),
        feed.gaps.length,
        [...new Set(feed.gaps.map(({ cause }) => words(cause)))].join(', '),
      ]),
    },
  }
}

function titleOf(
  all: number,
  { live, troubled }: { readonly live: number; readonly troubled: number },
  gaps: string,
): string {
  if (all === 0) return 'No feed was ever read'
  if (troubled > 0) return `${troubled} of ${all} feeds are not heard now`
  return live > 0
    ? `${live} of ${all} feeds are live, ${gaps}`
    : `${all} feeds were loaded by command, ${gaps}`
}

const gapText = (gaps: number, days: string): string =>
  gaps === 0 ? `no gap in ${days}` : `${counted(gaps, 'gap')} in ${days}`

function FeedCell({ feed, now, isSample }: { feed: Feed | undefined; now: number; isSample: boolean }) {
  if (!feed)
    return (
      <>
        <span aria-hidden="true" class="feed-none">
          ·
        </span>
        <span class="visually-hidden">not given</span>
      </>
    )
  const state = stateOf(feed)
  const [icon, word] = STATES[state]
  return (
    <span
      class={`feed feed-${state.toLowerCase()}`}
      title={isSample ? 'Sample, loaded once' : `Last read ${ago(feed.lastReadAt, now)}`}
    >
      <span aria-hidden="true">{icon}</span> {word}
      {feed.gaps.length > 0 && <span class="feed-gaps">, {counted(feed.gaps.length, 'gap')}</span>}
    </span>
  )
}
