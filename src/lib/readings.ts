import type pg from 'pg'
import { copyRows } from './copy.ts'

/**
 * How a family of readings (a value that stands until the next one) is stored: open interest, market caps.
 * The SQL made here is the same for all; only columns differ.
 */
export interface ReadingTables {
  /** Fact table; rollups are `${table}_minute`, `_hour`, `_day`. */
  readonly table: string
  /** market_id or asset_id. */
  readonly id: string
  /** Value columns of the facts, in their order, each with its column in the rollups: the last one in a bucket. */
  readonly close: readonly (readonly [fact: string, rollup: string])[]
  /** Value column whose first, highest and lowest in a bucket are kept too, and the suffix of those columns. */
  readonly range?: { readonly fact: string; readonly suffix: string }
}

const GRAINS = [
  ['minute', '1 minute'],
  ['hour', '1 hour'],
  ['day', '1 day'],
] as const

/**
 * Writes readings and their rollups, in the caller's transaction. A reading that the store holds with the same values
 * changes nothing; one with other values replaces it, and the buckets it lies in are computed again from the facts.
 * @param lines rows for COPY in the order: id, time, source_id, values…, run_id, observed_at; one per (id, time, source)
 * @returns how many rows were new or changed
 */
export async function upsertReadings(
  client: pg.PoolClient,
  tables: ReadingTables,
  lines: readonly string[],
): Promise<number> {
  if (lines.length === 0) return 0
  const sql = sqlOf(tables)
  await client.query(sql.stage)
  await copyRows(client, `staged_${tables.table}`, lines)
  const fresh = (await client.query<{ count: number }>(sql.insert)).rows[0]!.count
  let changed = 0
  if (fresh < lines.length) {
    // The stage has no statistics: without this the planner may read the whole fact table to join a few rows.
    await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off')
    changed = (await client.query<{ count: number }>(sql.update)).rows[0]!.count
    if (changed > 0) for (const statement of sql.recompute) await client.query(statement)
    await client.query('set local enable_hashjoin = on; set local enable_mergejoin = on')
  }
  await client.query(`truncate staged_${tables.table}`)
  return fresh + changed
}

interface Statements {
  readonly stage: string
  readonly insert: string
  readonly update: string
  readonly recompute: readonly string[]
}

const cache = new Map<string, Statements>()

function sqlOf(tables: ReadingTables): Statements {
  let statements = cache.get(tables.table)
  if (!statements) cache.set(tables.table, (statements = buildSql(tables)))
  return statements
}

function buildSql({ table, id, close, range }: ReadingTables): Statements {
  const values = close.map(([fact]) => fact)
  const rollup = rollupColumns({ table, id, close, ...(range ? { range } : {}) })
  const columns = [id, 'bucket', 'source_id', ...rollup.map(({ name }) => name)]

  const aggregate = (grain: string, from: string) => `
    select ${id}, date_bin('${grain}', time, '2000-01-01Z') as bucket, source_id,
      ${rollup.map(({ name, fromFacts }) => `${fromFacts} as ${name}`).join(', ')}
    from ${from} group by 1, 2, 3`
  const write = (name: string, from: string, conflict: (column: RollupColumn) => string) => `
    insert into ${table}_${name} as t (${columns.join(', ')})
    select ${columns.join(', ')} from (${from}) as s order by 1, 2, 3
    on conflict (${id}, bucket, source_id) do update set
      ${rollup.map((column) => `${column.name} = ${conflict(column)}`).join(', ')}`

  return {
    stage: `create temp table if not exists staged_${table} (like ${table}) on commit delete rows`,
    insert: `
      with fresh as (
        insert into ${table} select * from staged_${table} order by ${id}, time
        on conflict (${id}, time, source_id) do nothing
        returning *
      ),
      ${GRAINS.map(([name, width]) => `${name}_rows as (${write(name, aggregate(width, 'fresh'), (c) => c.merge)})`).join(', ')}
      select count(*)::int as count from fresh`,
    update: `
      with changed as (
        update ${table} as f
        set ${values.map((value) => `${value} = s.${value}`).join(', ')}, run_id = s.run_id, observed_at = s.observed_at
        from staged_${table} as s
        where f.${id} = s.${id} and f.time = s.time and f.source_id = s.source_id
          and (${values.map((value) => `f.${value}`).join(', ')}) is distinct from (${values.map((value) => `s.${value}`).join(', ')})
        returning f.${id}, f.time, f.source_id
      ),
      kept as (
        delete from staged_${table} as s
        where not exists (select 1 from changed as c
          where c.${id} = s.${id} and c.time = s.time and c.source_id = s.source_id)
      )
      select count(*)::int as count from changed`,
    // After "update" the stage holds the changed rows alone: their buckets are made again from the facts.
    recompute: GRAINS.map(([name, width]) =>
      write(
        name,
        aggregate(
          width,
          `(select f.* from ${table} as f
            join (select distinct ${id}, source_id, date_bin('${width}', time, '2000-01-01Z') as bucket
                  from staged_${table}) as b
              on f.${id} = b.${id} and f.source_id = b.source_id
             and f.time >= b.bucket and f.time < b.bucket + interval '${width}') as facts`,
        ),
        ({ name: column }) => `excluded.${column}`,
      ),
    ),
  }
}

interface RollupColumn {
  readonly name: string
  /** Its value from the facts of one bucket. */
  readonly fromFacts: string
  /** Its value when rows join a bucket that exists: t is the bucket, excluded what joins. */
  readonly merge: string
}

function rollupColumns({ close, range }: ReadingTables): RollupColumn[] {
  const first = (column: string) => `(array_agg(${column} order by time))[1]`
  const last = (column: string) => `(array_agg(${column} order by time))[count(*)]`
  const later = (column: string) =>
    `case when excluded.close_time >= t.close_time then excluded.${column} else t.${column} end`
  return [
    ...(range
      ? [
          { name: 'open_time', fromFacts: 'min(time)', merge: 'least(t.open_time, excluded.open_time)' },
          {
            name: `open_${range.suffix}`,
            fromFacts: first(range.fact),
            merge: `case when excluded.open_time < t.open_time then excluded.open_${range.suffix} else t.open_${range.suffix} end`,
          },
          {
            name: `high_${range.suffix}`,
            fromFacts: `max(${range.fact})`,
            merge: `greatest(t.high_${range.suffix}, excluded.high_${range.suffix})`,
          },
          {
            name: `low_${range.suffix}`,
            fromFacts: `min(${range.fact})`,
            merge: `least(t.low_${range.suffix}, excluded.low_${range.suffix})`,
          },
        ]
      : []),
    { name: 'close_time', fromFacts: 'max(time)', merge: 'greatest(t.close_time, excluded.close_time)' },
    ...close.map(([fact, name]) => ({ name, fromFacts: last(fact), merge: later(name) })),
    { name: 'readings', fromFacts: 'count(*)', merge: 't.readings + excluded.readings' },
    {
      name: 'last_observed_at',
      fromFacts: 'max(observed_at)',
      merge: 'greatest(t.last_observed_at, excluded.last_observed_at)',
    },
  ]
}
