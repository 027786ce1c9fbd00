import type pg from 'pg'
import { gatherUntilCommit, type Ending, type Queryable } from '../db.ts'

/** What is pushed to subscribers. */
export type Topic = 'LIQUIDATIONS' | 'OPEN_INTEREST' | 'EPISODES'

/** Servers listen to it. */
export const STREAM_CHANNEL = 'unwind_stream'

/** How long events are kept: a client that was cut off for longer asks for what it missed in another way. */
export const KEPT_HOURS = 24

/** Events of one commit and topic. */
export interface StreamEvent {
  /** Ascending in the order of commits. */
  readonly id: number
  readonly topic: Topic
  readonly at: Date
  readonly records: readonly unknown[]
}

/** One row holds no more than so many records. */
const RECORDS_A_ROW = 500

/**
 * Ids are given out under a lock that is held until the commit: they follow each other as commits do, so that who has seen an id has seen
 * all before it. It is the last thing that a transaction locks, after the numbers of its days: no two wait for each other.
 */
const ending: Ending<Map<Topic, unknown[]>> = {
  start: () => new Map(),
  finish: async (client, gathered) => {
    const rows = [...gathered].flatMap(([topic, records]) =>
      Array.from({ length: Math.ceil(records.length / RECORDS_A_ROW) }, (_, at) => ({
        topic,
        payload: JSON.stringify(records.slice(at * RECORDS_A_ROW, (at + 1) * RECORDS_A_ROW)),
      })),
    )
    if (rows.length === 0) return
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [STREAM_CHANNEL])
    await client.query(
      `insert into stream_event (topic, at, payload)
       select r.topic, clock_timestamp(), r.payload from unnest($1::text[], $2::jsonb[]) with ordinality as r(topic, payload, place)
       order by r.place`,
      [rows.map(({ topic }) => topic), rows.map(({ payload }) => payload)],
    )
    await client.query(`notify ${STREAM_CHANNEL}`)
  },
}

/**
 * Pushes records to subscribers once the caller's transaction commits.
 * @throws Error outside of inTransaction
 */
export function pushRecords(client: pg.PoolClient, topic: Topic, records: readonly unknown[]): void {
  if (records.length === 0) return
  const gathered = gatherUntilCommit(client, ending)
  const own = gathered.get(topic)
  if (own) own.push(...records)
  else gathered.set(topic, [...records])
}

/** What the log holds after an id. */
export interface StreamRead {
  /** In their order. */
  readonly events: readonly StreamEvent[]
  /** Whether events between the id and the first of these may have been there that are no longer kept. */
  readonly isCut: boolean
}

/**
 * Events after an id. That ids do not follow each other says nothing: a transaction that was rolled back leaves a hole, and so does a crash.
 * Events are cut from the begin, so that nothing after an id was cut as long as the event itself, or an earlier one, is there. All is read in
 * one statement: the log may be cut between two.
 */
export async function getStreamEvents(db: Queryable, after: number, limit: number): Promise<StreamRead> {
  const result = await db.query<
    { isCut: boolean } & (
      | { id: string; topic: Topic; at: Date; payload: unknown[] }
      | { id: null; topic: null; at: null; payload: null }
    )
  >({
    name: 'stream-events',
    text: `select coalesce(log.first - 1 > $1, true) as "isCut", e.id, e.topic, e.at, e.payload
           from (select min(id) as first from stream_event) as log
             left join lateral (
               select id, topic, at, payload from stream_event where id > $1 order by id limit $2
             ) as e on true
           order by e.id`,
    values: [after, limit],
  })
  return {
    isCut: result.rows[0]!.isCut,
    events: result.rows.flatMap(({ id, topic, at, payload }) =>
      id === null ? [] : [{ id: Number(id), topic, at, records: payload }],
    ),
  }
}

/** The first and the last id that are held; undefined: none is. */
export async function findStreamEnds(
  db: Queryable,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const result = await db.query<{ first: string | null; last: string | null }>(
    'select min(id) as first, max(id) as last from stream_event',
  )
  const { first, last } = result.rows[0]!
  return first === null || last === null ? undefined : { first: Number(first), last: Number(last) }
}

/**
 * Forgets what is older than the log reaches, but for the last event of that age: it says that what follows it is all there, and when nothing
 * does, what the last id was.
 */
export async function pruneStream(db: Queryable): Promise<void> {
  await db.query(
    `delete from stream_event
     where id < (select max(id) from stream_event where at < now() - interval '${KEPT_HOURS} hours')`,
  )
}
