import type { Queryable } from '../db.ts'
import type { Family } from './record.ts'

export type QuarantineStatus = 'HELD' | 'RELEASED' | 'CONFIRMED'

/** A reading that is kept out of the facts. `row` holds the record's own fields; numbers as text. */
export interface QuarantinedReading {
  readonly id: string
  readonly family: Family
  readonly marketId: number
  readonly time: Date
  readonly sourceId: number
  readonly runId: string
  readonly observedAt: Date
  readonly status: QuarantineStatus
  readonly reason: string
  readonly judgedBy: string | null
  readonly judgedAt: Date | null
  readonly row: Readonly<Record<string, string>>
}

const COLUMNS = `id, family, market_id as "marketId", time, source_id as "sourceId", run_id as "runId",
  observed_at as "observedAt", status, reason, judged_by as "judgedBy", judged_at as "judgedAt", row`

/** Keeps readings out of the facts; one that is kept already stays as it is judged. Accepts []. */
export async function holdReadings(
  db: Queryable,
  family: Family,
  readings: readonly Pick<
    QuarantinedReading,
    'marketId' | 'time' | 'sourceId' | 'runId' | 'observedAt' | 'reason' | 'row'
  >[],
): Promise<void> {
  if (readings.length === 0) return
  await db.query(
    `insert into quarantined_reading (family, market_id, time, source_id, run_id, observed_at, reason, row)
     select $1::family, r.* from unnest($2::int[], $3::timestamptz[], $4::smallint[], $5::bigint[],
       $6::timestamptz[], $7::text[], $8::jsonb[]) as r
     on conflict (family, market_id, time, source_id) do nothing`,
    [
      family,
      readings.map(({ marketId }) => marketId),
      readings.map(({ time }) => time.toISOString()),
      readings.map(({ sourceId }) => sourceId),
      readings.map(({ runId }) => runId),
      readings.map(({ observedAt }) => observedAt.toISOString()),
      readings.map(({ reason }) => reason),
      readings.map(({ row }) => JSON.stringify(row)),
    ],
  )
}

/** Readings of these markets and of one source that are or were kept out, oldest first, since `from`; and all that still are. */
export async function getQuarantinedOf(
  db: Queryable,
  family: Family,
  marketIds: readonly number[],
  sourceId: number,
  from: Date,
): Promise<QuarantinedReading[]> {
  const result = await db.query<QuarantinedReading>(
    `select ${COLUMNS} from quarantined_reading
     where family = $1::family and market_id = any($2::int[]) and source_id = $3 and (status = 'HELD' or time >= $4)
     order by market_id, time`,
    [family, marketIds, sourceId, from],
  )
  return result.rows
}

/** Accepts []. */
export async function judgeReadings(
  db: Queryable,
  ids: readonly string[],
  status: Exclude<QuarantineStatus, 'HELD'>,
  by: string,
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  await db.query(
    `update quarantined_reading set status = $2::quarantine_status, judged_by = $3, judged_at = $4
     where id = any($1::bigint[])`,
    [ids, status, by, at],
  )
}

/** The newest of a status, newest first. */
export async function getQuarantined(
  db: Queryable,
  status: QuarantineStatus | undefined,
  first: number,
): Promise<QuarantinedReading[]> {
  const result = await db.query<QuarantinedReading>(
    `select ${COLUMNS} from quarantined_reading
     where $1::quarantine_status is null or status = $1::quarantine_status
     order by time desc, id desc limit $2`,
    [status ?? null, first],
  )
  return result.rows
}

/** Locks and returns one; undefined when there is none of that id. */
export async function findQuarantined(db: Queryable, id: string): Promise<QuarantinedReading | undefined> {
  const result = await db.query<QuarantinedReading>(
    `select ${COLUMNS} from quarantined_reading where id = $1 for update`,
    [id],
  )
  return result.rows[0]
}
