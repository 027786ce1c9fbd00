import type { Queryable } from '../db.ts'
import type { Window } from '../lib/time.ts'
import { gapsOf, unite } from './coverage.ts'
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

/** Every feed that was ever read, by exchange and family. */
export async function getFeeds(db: Queryable): Promise<FeedRow[]> {
  const result = await db.query<FeedRow>(
    `select source_id as "sourceId", family, scope, exchange_id as "exchangeId", first_read_at as "firstReadAt",
       last_read_at as "lastReadAt", state, last_message_at as "lastMessageAt", lag_ms as "lagMs"
     from feed order by scope collate "C", family, source_id`,
  )
  return result.rows
}

/**
 * What a feed was not read for, newest first: the complement of its coverage, with what its recorder said at the time. The newest
 * stretch of a feed that is live is none: a quiet minute is covered by the next record. A feed without coverage has no gaps that
 * could be told.
 */
export async function getGaps(
  db: Queryable,
  feed: FeedRow,
  window: Window,
  first: number,
): Promise<FeedGapRow[]> {
  if (feed.exchangeId === null) return []
  const key = [feed.exchangeId, feed.family, feed.sourceId]
  const covered = await db.query<{ from: Date; to: Date; first: Date }>(
    `select "from", "to", min("from") over () as first from coverage
     where exchange_id = $1 and family = $2::family and source_id = $3`,
    key,
  )
  const begin = covered.rows[0]?.first
  if (!begin) return []
  const from = new Date(Math.max(window.from.getTime(), begin.getTime()))
  const spans = unite(covered.rows.map((row) => [row.from.getTime(), row.to.getTime()] as const))
  const end = spans.at(-1)![1]
  const gaps = gapsOf({ from, to: new Date(Math.max(from.getTime(), end)) }, spans)
  const isOver = feed.state === null || feed.state === 'LIVE' || feed.state === 'CONNECTING'
  const open =
    isOver || end >= window.to.getTime() ? [] : [{ from: new Date(Math.max(end, from.getTime())), to: null }]
  const newest = [...gaps.map(({ from: begins, to }) => ({ from: begins, to: to })), ...open]
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
