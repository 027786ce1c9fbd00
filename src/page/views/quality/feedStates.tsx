import { ago, count, counted, time } from '../../format.ts'
import type { FeedState, FeedStatesQuery } from '../../generated/quality.ts'
import { familyName } from '../../parts/familyNames.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { Table, type TableContent } from '../../parts/Table.tsx'

type Feed = FeedStatesQuery['quality']['feeds'][number]

/** A word and a shape, not a colour alone. */
const STATES: Readonly<Record<FeedState | 'LOADED', readonly [icon: string, word: string]>> = {
  LIVE: ['●', 'live'],
  CONNECTING: ['◐', 'connecting'],
  SILENT: ['◌', 'silent'],
  DOWN: ['✕', 'down'],
  STOPPED: ['■', 'stopped'],
  LOADED: ['○', 'loaded by command'],
}

/** What was last heard of each feed. */
export function showFeedStates({ quality: { feeds } }: FeedStatesQuery, now: Date): Shown {
  const counts = new Map<string, number>()
  for (const feed of feeds) counts.set(wordOf(feed), (counts.get(wordOf(feed)) ?? 0) + 1)
  const content: TableContent = {
    columns: [
      { title: 'Venue' },
      { title: 'Family' },
      { title: 'State' },
      { title: 'Newest record, UTC' },
      { title: 'Lag', isNumber: true },
      { title: 'Last read, UTC' },
      { title: 'Source' },
    ],
    rows: feeds.map((feed) => [
      feed.exchange?.name ?? 'Whole market',
      familyName(feed.family),
      <>
        <span aria-hidden="true">{STATES[feed.state ?? 'LOADED'][0]}</span> {wordOf(feed)}
      </>,
      feed.lastMessageAt === null
        ? 'none heard'
        : `${time(feed.lastMessageAt)}, ${ago(feed.lastMessageAt, now)}`,
      feed.lag === null ? '' : `${count(feed.lag)} ms`,
      time(feed.lastReadAt),
      feed.source.code,
    ]),
  }
  return {
    title:
      feeds.length === 0
        ? 'No feed was ever read'
        : `${counted(feeds.length, 'feed')}: ${[...counts].map(([word, number]) => `${number} ${word}`).join(', ')}`,
    unit: 'As its recorder last said; “loaded by command” was never watched by one',
    body: <Table caption="State of each feed" content={content} isTall />,
    table: content,
  }
}

const wordOf = ({ state }: Feed): string => STATES[state ?? 'LOADED'][1]
