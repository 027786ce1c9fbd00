import type { Queryable } from '../db.ts'
import { getBucketStarts } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import { coverageOfBuckets, cutTo, gapsOf, unite, type Span } from './coverage.ts'
import type { Family } from './record.ts'

export type FeedState = 'CONNECTING' | 'LIVE' | 'SILENT' | 'DOWN' | 'STOPPED'

/** One family of one source, of one venue. */
export interface FeedRow {
  readonly sourceId: number
  readonly family: Family
  /** The exchange's code, or "-". */
  readonly scope: string
  readonly exchangeId: number | null
  readonly firstReadAt: Date
  readonly lastReadAt: Date
  readonly state: FeedState | null
  readonly lastMessageAt: Date | null
  readonly lagMs: number | null
}

export interface FeedGapRow {
  readonly from: Date
  readonly to: Date | null
  readonly cause: string
  readonly message: string | null
}

/** Which gaps are asked for. */
export interface GapQuestion {
  /** One that began before is told from here on. */
  readonly since: Date
  /** One that begins before and ends after is told whole. */
  readonly until: Date
  readonly now: Date
}

/** Every feed that was ever read, by exchange and family. */
export async function getFeeds(db: Queryable): Promise<FeedRow[]> {
  const result = await db.query<FeedRow>(
    `select source_id as "sourceId", family, scope, exchange_id as "exchangeId", first_read_at as "firstReadAt",
       last_read_at as "lastReadAt", state, last_message_at as "lastMessageAt", lag_ms as "lagMs"
     from feed order by scope collate "C", family, source_id`,
  )
  return result.rows
}

/** Spans in which a feed of a venue was read; empty: no coverage is kept of it. */
async function getSpans(db: Queryable, feed: FeedRow & { exchangeId: number }): Promise<Span[]> {
  const { rows } = await db.query<{ from: Date; to: Date }>(
    `select "from", "to" from coverage where exchange_id = $1 and family = $2::family and source_id = $3`,
    [feed.exchangeId, feed.family, feed.sourceId],
  )
  return unite(rows.map(({ from, to }) => [from.getTime(), to.getTime()] as const))
}

const isOfVenue = (feed: FeedRow): feed is FeedRow & { exchangeId: number } => feed.exchangeId !== null

/** Whether a feed says nothing of the time after its newest record: what comes next covers it, or was never to be read. */
const isQuietAllowed = ({ state }: FeedRow): boolean =>
  state === null || state === 'LIVE' || state === 'CONNECTING'

/**
 * What a feed was not read for, newest first: the complement of its coverage, with what its recorder said at the time. The newest
 * stretch of a feed that is live is none: a quiet minute is covered by the next record. A feed without coverage has no gaps that
 * could be told.
 */
export async function getGaps(
  db: Queryable,
  feed: FeedRow,
  { since, until, now }: GapQuestion,
  first: number,
): Promise<FeedGapRow[]> {
  if (!isOfVenue(feed)) return []
  const spans = await getSpans(db, feed)
  if (spans.length === 0) return []
  const from = new Date(Math.max(since.getTime(), spans[0]![0]))
  const end = spans.at(-1)![1]
  const gaps = gapsOf({ from, to: new Date(Math.max(from.getTime(), end)) }, spans)
  const open =
    isQuietAllowed(feed) || end >= now.getTime()
      ? []
      : [{ from: new Date(Math.max(end, from.getTime())), to: null }]
  const newest = [...gaps, ...open]
    .filter((gap) => gap.from < until)
    .reverse()
    .slice(0, first)
  if (newest.length === 0) return []
  const breaks = await db.query<{ at: Date; code: string; message: string }>(
    `select at, code, message from feed_break
     where source_id = $1 and family = $2::family and scope = $3 and at >= $4 order by at`,
    [feed.sourceId, feed.family, feed.scope, newest.at(-1)!.from],
  )
  return newest.map((gap) => {
    // What broke it was said within the gap: coverage ends at the last record before.
    const cause = breaks.rows.find(({ at }) => at >= gap.from && (gap.to === null || at <= gap.to))
    return { ...gap, cause: cause?.code ?? 'NOT_READ', message: cause?.message ?? null }
  })
}

export interface FeedCoverage {
  readonly start: readonly Date[]
  readonly share: readonly (DecimalString | null)[]
}

/**
 * How much of each day of a window a feed was read for: the complement of its gaps. null where no coverage is kept: of no venue, or a
 * list that is read at a moment.
 * @throws InputError TOO_MANY_BUCKETS
 */
export async function getFeedCoverage(
  db: Queryable,
  feed: FeedRow,
  window: Window,
  now: Date,
): Promise<FeedCoverage | null> {
  if (!isOfVenue(feed)) return null
  const starts = getBucketStarts(window, 'DAY')
  const spans = await getSpans(db, feed)
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return null
  const known = {
    from: new Date(Math.max(window.from.getTime(), first[0])),
    to: new Date(Math.min(window.to.getTime(), isQuietAllowed(feed) ? last[1] : now.getTime())),
  }
  const covered = new Map([[feed.exchangeId, cutTo(spans, known)]])
  const shares = coverageOfBuckets(covered, [feed.exchangeId], known, starts, DAY_MS)
  return {
    start: starts.map((start) => new Date(start)),
    share: starts.map((start, at) =>
      start < known.to.getTime() && start + DAY_MS > known.from.getTime() ? shares[at]! : null,
    ),
  }
}
