import type { Queryable } from '../db.ts'
import type { FeedState } from '../quality/feeds.ts'
import type { Family } from '../quality/record.ts'

export interface FeedKey {
  readonly sourceId: number
  readonly family: Family
  /** The exchange's code, or "-". */
  readonly scope: string
}

export interface FeedNote {
  readonly state: FeedState
  readonly at: Date
  /** When the newest record came, our clock; undefined: none came with this note. */
  readonly lastMessageAt?: Date
  /** How far the venue's clock of that record was behind ours. */
  readonly lagMs?: number
  /** When a poll ended well; undefined: none has with this note. */
  readonly polledAt?: Date
}

/** Notes a feed's state; an older note never replaces a newer one. */
export async function noteFeed(
  db: Queryable,
  { sourceId, family, scope }: FeedKey,
  exchangeId: number | undefined,
  { state, at, lastMessageAt, lagMs, polledAt }: FeedNote,
): Promise<void> {
  await db.query(
    `insert into feed as f (source_id, family, scope, exchange_id, first_read_at, last_read_at, state, state_at,
       last_message_at, lag_ms, polled_at)
     values ($1, $2::family, $3, $4, $6, $6, $5::feed_state, $6, $7, $8, $9)
     on conflict (source_id, family, scope) do update set
       state = case when f.state_at > excluded.state_at then f.state else excluded.state end,
       state_at = greatest(f.state_at, excluded.state_at),
       last_read_at = case when excluded.state = 'LIVE' then greatest(f.last_read_at, excluded.last_read_at)
         else f.last_read_at end,
       lag_ms = case when excluded.last_message_at >= coalesce(f.last_message_at, '-infinity') then excluded.lag_ms
         else f.lag_ms end,
       last_message_at = greatest(f.last_message_at, excluded.last_message_at),
       polled_at = greatest(f.polled_at, excluded.polled_at)`,
    [
      sourceId,
      family,
      scope,
      exchangeId ?? null,
      state,
      at,
      lastMessageAt ?? null,
      lagMs ?? null,
      polledAt ?? null,
    ],
  )
}

/** Keeps why a feed stopped being heard: the cause of the gap that follows. */
export async function insertFeedBreak(
  db: Queryable,
  { sourceId, family, scope }: FeedKey,
  { at, code, message }: { readonly at: Date; readonly code: string; readonly message: string },
): Promise<void> {
  await db.query(
    `insert into feed_break (source_id, family, scope, at, code, message) values ($1, $2::family, $3, $4, $5, $6)`,
    [sourceId, family, scope, at, code, message.slice(0, 500)],
  )
}

/**
 * When a poll of a feed last ended well, our clock, by whichever recorder; undefined when none has. Not `last_read_at`: polls that
 * fail half-way and backfills move that too.
 */
export async function findLastPoll(
  db: Queryable,
  { sourceId, family, scope }: FeedKey,
): Promise<Date | undefined> {
  const result = await db.query<{ at: Date | null }>(
    'select polled_at as at from feed where source_id = $1 and family = $2::family and scope = $3',
    [sourceId, family, scope],
  )
  return result.rows[0]?.at ?? undefined
}
