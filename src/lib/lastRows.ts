import type { Queryable } from '../db.ts'
import { rollupAsOf, type ReadingTables } from './readings.ts'
import { floorTo, HOUR_MS } from './time.ts'

/** One row of an hour rollup. */
export interface LastRow {
  readonly sourceId: number
  /** Clock of the last reading in it. */
  readonly readAt: Date
  /** The asked columns, in their order; null: the source does not tell it. */
  readonly values: readonly (string | null)[]
}

export interface LastRowsRead {
  readonly marketIds: readonly number[]
  /** Rows that were read later than this. */
  readonly since: Date
  /** A whole hour: rows of hours before it. */
  readonly to: Date
  readonly asOf?: Date | undefined
}

/**
 * The row of each market that was read last; of equals that of the lower source. Markets without any are left out. One set of columns a
 * table: the statement is kept by the table's name.
 * @param columns SQL of the hour rollup's columns
 */
export async function getLastRows(
  db: Queryable,
  tables: ReadingTables,
  columns: readonly string[],
  { marketIds, since, to, asOf }: LastRowsRead,
): Promise<Map<number, LastRow>> {
  const within = 'bucket >= $2::timestamptz and bucket < $3::timestamptz'
  const rows = asOf
    ? `(${rollupAsOf(tables, 'hour', { ids: '$1::int[]', within, asOf: '$5::timestamptz' })}) as r`
    : `${tables.table}_hour`
  const result = await db.query<Record<string, string | null> & { id: number; source: number; read: Date }>({
    name: `last-rows:${tables.table}:${asOf ? 'as-of' : 'now'}`,
    text: `
      select distinct on (market_id) market_id as id, source_id as source, close_time as read,
        ${columns.map((column, at) => `(${column})::text as c${at}`).join(', ')}
      from ${rows} where market_id = any($1::int[]) and ${within} and close_time > $4::timestamptz
      order by market_id, close_time desc, source_id`,
    values: [marketIds, new Date(floorTo(since.getTime(), HOUR_MS)), to, since, ...(asOf ? [asOf] : [])],
  })
  return new Map(
    result.rows.map((row) => [
      row.id,
      { sourceId: row.source, readAt: row.read, values: columns.map((_, at) => row[`c${at}`] ?? null) },
    ]),
  )
}
