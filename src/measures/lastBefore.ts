import type { Queryable } from '../db.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf, wasReadAsOf } from '../lib/readings.ts'
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
  const { table, grains = ['minute', 'hour', 'day'] } = source.tables
  // The coarsest rollup that ends there has fewest rows; where there is none, the facts have an index too.
  const grain = (['day', 'hour', 'minute'] as const).find(
    (own) => grains.includes(own) && before.getTime() % GRAIN_MS[own] === 0,
  )
  const result = await db.query<{ id: number; time: Date; value: DecimalString | null }>({
    name: `last-before:${table}:${source.column}:${asOf ? 'as-of' : (grain ?? 'fact')}`,
    text: asOf ? asOfSql(source) : lastSql(source, grain),
    values: asOf ? [ids, new Date(before.getTime() - 1), `${maxAgeMs / 1000} seconds`, asOf] : [ids, before],
  })
  return new Map(result.rows.map(({ id, time, value }) => [id, { time, value: value ?? undefined }]))
}

function lastSql(source: CloseSource, grain: Grain | undefined): string {
  const { table, id } = source.tables
  const [rows, at, time, value] = grain
    ? [`${table}_${grain}`, 'bucket', 'close_time', source.column]
    : [table, 'time', 'time', factOf(source)]
  return `
    select k.id, r.time, r.value
    from unnest($1::int[]) as k(id) cross join lateral (
      select b.${time} as time, b.${value}::text as value from ${rows} as b
      where b.${id} = k.id and b.${at} < $2::timestamptz and b.${value} is not null
      order by b.${at} desc, b.${time} desc, b.source_id desc limit 1) as r`
}

/** The facts' column that a rollup's column is made of. */
function factOf({ tables, column, fact }: CloseSource): string {
  return fact ?? tables.close.find(([, rollup]) => rollup === column)![0]
}

function asOfSql(source: CloseSource): string {
  const { tables } = source
  const fact = factOf(source)
  const asOf = '$4::timestamptz'
  const last = lastReadingAsOf(tables, 'k.id', ['time', fact], {
    at: '$2::timestamptz',
    age: '$3::interval',
    asOf,
  })
  return `
    select k.id, coalesce(r.time, '1970-01-01Z') as time, r.${fact}::text as value
    from unnest($1::int[]) as k(id) left join lateral (${last}) as r on true
    where r.time is not null or ${wasReadAsOf(tables, 'k.id', (time) => `${time} <= $2::timestamptz`, asOf)}`
}
