import type { Queryable } from '../db.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf } from '../lib/readings.ts'
import { GRAIN_MS, type Grain } from '../lib/time.ts'
import type { CloseSource } from './closes.ts'

/** The last value of an id before a moment, however old. */
export interface LastValue {
  readonly time: Date
  /** undefined: older than what was asked for, so not looked up. */
  readonly value: DecimalString | undefined
}

/**
 * The last value of each id before a moment: one step into an index for each, whatever the store holds. Ids that were never read before
 * are left out.
 * @param before a whole minute
 * @param asOf only what was observed by then; the value is then looked up in the `maxAgeMs` before alone
 */
export async function getLastBefore(
  db: Queryable,
  source: CloseSource,
  ids: readonly number[],
  before: Date,
  maxAgeMs: number,
  asOf: Date | undefined,
): Promise<Map<number, LastValue>> {
  if (ids.length === 0) return new Map()
  const { table } = source.tables
  const grain = (['day', 'hour'] as const).find((own) => before.getTime() % GRAIN_MS[own] === 0) ?? 'minute'
  const result = await db.query<{ id: number; time: Date; value: DecimalString | null }>({
    name: `last-before:${table}:${source.column}:${asOf ? 'as-of' : grain}`,
    text: asOf ? asOfSql(source) : lastSql(source, grain),
    values: asOf
      ? [ids, before, new Date(before.getTime() - 1), `${maxAgeMs / 1000} seconds`, asOf]
      : [ids, before],
  })
  return new Map(result.rows.map(({ id, time, value }) => [id, { time, value: value ?? undefined }]))
}

function lastSql({ tables: { table, id }, column }: CloseSource, grain: Grain): string {
  return `
    select k.id, r.close_time as time, r.${column}::text as value
    from unnest($1::int[]) as k(id) cross join lateral (
      select close_time, ${column} from ${table}_${grain} as b
      where b.${id} = k.id and b.bucket < $2::timestamptz and b.${column} is not null
      order by b.bucket desc, b.close_time desc, b.source_id desc limit 1) as r`
}

/** Whether an id was read before at all is told by its days; only what no day of theirs tells is looked up in the facts. */
function asOfSql({ tables, column }: CloseSource): string {
  const { table, id, close } = tables
  const fact = close.find(([, rollup]) => rollup === column)![0]
  const last = lastReadingAsOf(tables, 'k.id', ['time', fact], {
    at: '$3::timestamptz',
    age: '$4::interval',
    asOf: '$5::timestamptz',
  })
  return `
    select k.id, coalesce(r.time, '1970-01-01Z') as time, r.${fact}::text as value
    from unnest($1::int[]) as k(id) left join lateral (${last}) as r on true
    where r.time is not null
      or exists (select 1 from ${table}_day as d where d.${id} = k.id
        and d.bucket + interval '1 day' <= $2::timestamptz and d.last_observed_at <= $5::timestamptz)
      or exists (select 1 from ${table} as f where f.${id} = k.id and f.time < $2::timestamptz
        and f.observed_at <= $5::timestamptz)`
}
