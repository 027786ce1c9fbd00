import type pg from 'pg'
import { copyRows } from './copy.ts'
import { dayOfLine, gatherFactDays } from './factDays.ts'
import type { Grain } from './time.ts'

/**
 * How a family of facts with one row per (id, time, source) is stored: open interest, funding, bars, market caps …
 * The SQL made here is the same for all; only columns differ.
 */
export interface ReadingTables {
  /** Fact table; rollups are `${table}_minute`, `_hour`, `_day`. */
  readonly table: string
  /** market_id, asset_id or series_id. */
  readonly id: string
  /** Value columns of the facts, in their order. Default: those of `close`. */
  readonly values?: readonly string[]
  /** Value columns of which a rollup keeps the last one in a bucket, each with its column there. */
  readonly close: readonly (readonly [fact: string, rollup: string])[]
  /** Value column whose first, highest and lowest in a bucket are kept too, and the suffix of those columns. */
  readonly range?: { readonly fact: string; readonly suffix: string }
  /** Further columns of the rollups. */
  readonly more?: readonly RollupColumn[]
  /** The rollups that exist; default: minute, hour, day. */
  readonly grains?: readonly Grain[]
  /** Which facts count in a rollup, as SQL over the fact's columns; default: all. */
  readonly countsIn?: (grain: Grain) => string
}

/** A column of a rollup. */
export interface RollupColumn {
  readonly name: string
  /** Its value from the facts of one bucket, an SQL aggregate. */
  readonly fromFacts: string
  /** Its value when rows join a bucket that exists: t is the bucket, excluded what joins. */
  readonly merge: string
}

const ALL_GRAINS: readonly Grain[] = ['minute', 'hour', 'day']

/**
 * Writes facts and their rollups, in the caller's transaction. A fact that the store holds with the same values changes
 * nothing. One with other values is a new version of it: the one that was observed later stands, the other is kept in
 * fact_version for queries as of an earlier time, and the buckets it lies in are computed again from the facts. The days that
 * changed get another number (lib/factDays.ts).
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
  const days = gatherFactDays(client, tables.table, tables.id)
  await client.query(sql.stage)
  await copyRows(client, `staged_${tables.table}`, lines)
  const fresh = (await client.query<{ count: number }>(sql.insert)).rows[0]!.count
  let changed = 0
  if (fresh < lines.length) {
    // The stage has no statistics: without this the planner may read the whole fact table to join a few rows.
    await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off')
    await client.query(sql.keepVersions)
    changed = (await client.query<{ count: number }>(sql.update)).rows[0]!.count
    if (changed > 0) for (const statement of sql.recompute) await client.query(statement)
    await client.query('set local enable_hashjoin = on; set local enable_mergejoin = on')
  }
  // Which of a batch were fresh is not asked, when some were and some not: a day too many is only read again.
  if (fresh > 0) for (const line of lines) days.add(dayOfLine(line))
  else if (changed > 0)
    for (const { day } of (await client.query<{ day: string }>(sql.changedDays)).rows) days.add(day)
  await client.query(`truncate staged_${tables.table}`)
  return fresh + changed
}

/** Where the parameters of an as-of read stand: SQL texts, e.g. "$1::int[]". */
export interface AsOfRead {
  /** Ids to read, an int[]. */
  readonly ids: string
  /** Condition on `bucket`, as `grainSql` gives it. */
  readonly within: string
  /** The moment by which a row must have been observed. */
  readonly asOf: string
}

/**
 * SQL for rows of a rollup as they stood at a moment, with all columns of the rollup. A bucket that holds nothing that was
 * observed later is read as it is; any other is made again from its facts, and from the versions that stood at that moment
 * in place of corrected ones. Only such buckets open the facts.
 */
export function rollupAsOf(tables: ReadingTables, grain: Grain, { ids, within, asOf }: AsOfRead): string {
  const { table, id, countsIn } = tables
  const values = valuesOf(tables)
  const rollup = rollupColumns(tables)
  const columns = [id, 'bucket', 'source_id', ...rollup.map(({ name }) => name)].join(', ')
  const later = `select ${id}, bucket, source_id from ${table}_${grain}
    where ${id} = any(${ids}) and ${within} and last_observed_at > ${asOf}`
  const ofBucket = (
    row: string,
    rowId: string,
  ) => `${row}.${rowId} = b.${id} and ${row}.source_id = b.source_id
    and ${row}.time >= b.bucket and ${row}.time < b.bucket + interval '1 ${grain}'`
  return `
    select ${columns} from ${table}_${grain}
    where ${id} = any(${ids}) and ${within} and last_observed_at <= ${asOf}
    union all
    select ${id}, date_bin('1 ${grain}', time, '2000-01-01Z') as bucket, source_id,
      ${rollup.map(({ name, fromFacts }) => `${fromFacts} as ${name}`).join(', ')}
    from (
      select f.${id}, f.time, f.source_id, ${values.map((value) => `f.${value}`).join(', ')}, f.observed_at
      from (${later}) as b join ${table} as f on ${ofBucket('f', id)} and f.observed_at <= ${asOf}
      union all
      select v.id, v.time, v.source_id, ${values.map((value) => `r.${value}`).join(', ')}, v.observed_at
      from (${later}) as b join fact_version as v on v.fact = '${table}' and ${ofBucket('v', 'id')}
        and v.observed_at <= ${asOf} and v.superseded_at > ${asOf}
      cross join lateral jsonb_populate_record(null::${table}, v."row") as r
    ) as facts ${countsIn ? `where ${countsIn(grain)}` : ''} group by 1, 2, 3`
}

/** Columns that a version has of its own, beside the values in its row. */
const OF_VERSIONS: ReadonlySet<string> = new Set(['time', 'source_id'])

/**
 * SQL for the last reading of one id at or before a moment and not older than an age, as it stood at `asOf`: one row of
 * `columns` (facts' columns; "time" first), or none.
 * @param rowId SQL of the id, of a row outside
 */
export function lastReadingAsOf(
  { table, id }: ReadingTables,
  rowId: string,
  columns: readonly string[],
  { at, age, asOf }: { readonly at: string; readonly age: string; readonly asOf: string },
): string {
  const within = (row: string) => `${row}.time <= ${at} and ${row}.time > ${at} - ${age}`
  const names = columns.join(', ')
  return `
    select ${names} from (
      (select ${columns.map((column) => `f.${column}`).join(', ')} from ${table} as f
       where f.${id} = ${rowId} and ${within('f')} and f.observed_at <= ${asOf}
       order by f.time desc, f.source_id desc limit 1)
      union all
      (select ${columns.map((column) => (OF_VERSIONS.has(column) ? `v.${column}` : `r.${column}`)).join(', ')}
       from fact_version as v cross join lateral jsonb_populate_record(null::${table}, v."row") as r
       where v.fact = '${table}' and v.id = ${rowId} and ${within('v')}
         and v.observed_at <= ${asOf} and v.superseded_at > ${asOf}
       order by v.time desc, v.source_id desc limit 1)
    ) as known order by time desc limit 1`
}

/**
 * SQL condition: whether an id had been read before or at a moment, as it was known at `asOf`. Its days tell it mostly; only what no day of
 * theirs tells is looked up in the facts, and in the versions of those that were corrected since.
 * @param rowId SQL of the id, of a row outside
 * @param within condition on a row's time, e.g. (time) => `${time} <= $2`
 */
export function wasReadAsOf(
  { table, id }: ReadingTables,
  rowId: string,
  within: (time: string) => string,
  asOf: string,
): string {
  return `
    exists (select 1 from ${table}_day as d where d.${id} = ${rowId} and d.last_observed_at <= ${asOf}
      and ${within(`d.bucket + interval '1 day'`)})
    or exists (select 1 from ${table} as f where f.${id} = ${rowId} and f.observed_at <= ${asOf} and ${within('f.time')})
    or exists (select 1 from fact_version as v where v.fact = '${table}' and v.id = ${rowId} and v.observed_at <= ${asOf}
      and ${within('v.time')})`
}

/** Value columns of the facts. */
function valuesOf({ values, close }: ReadingTables): readonly string[] {
  return values ?? close.map(([fact]) => fact)
}

interface Statements {
  readonly stage: string
  readonly insert: string
  readonly keepVersions: string
  readonly update: string
  readonly recompute: readonly string[]
  readonly changedDays: string
}

const cache = new Map<string, Statements>()

function sqlOf(tables: ReadingTables): Statements {
  let statements = cache.get(tables.table)
  if (!statements) cache.set(tables.table, (statements = buildSql(tables)))
  return statements
}

function buildSql(tables: ReadingTables): Statements {
  const { table, id, grains = ALL_GRAINS, countsIn } = tables
  const values = valuesOf(tables)
  const rollup = rollupColumns(tables)
  const columns = [id, 'bucket', 'source_id', ...rollup.map(({ name }) => name)]

  const aggregate = (grain: Grain, from: string) => `
    select ${id}, date_bin('1 ${grain}', time, '2000-01-01Z') as bucket, source_id,
      ${rollup.map(({ name, fromFacts }) => `${fromFacts} as ${name}`).join(', ')}
    from ${from} ${countsIn ? `where ${countsIn(grain)}` : ''} group by 1, 2, 3`
  const write = (grain: Grain, from: string, conflict: (column: RollupColumn) => string) => `
    insert into ${table}_${grain} as t (${columns.join(', ')})
    select ${columns.join(', ')} from (${from}) as s order by 1, 2, 3
    on conflict (${id}, bucket, source_id) do update set
      ${rollup.map((column) => `${column.name} = ${conflict(column)}`).join(', ')}`
  const rollups = grains.map(
    (grain) => `, ${grain}_rows as (${write(grain, aggregate(grain, 'fresh'), ({ merge }) => merge)})`,
  )
  const joined = `f.${id} = s.${id} and f.time = s.time and f.source_id = s.source_id
          and (${values.map((value) => `f.${value}`).join(', ')}) is distinct from (${values.map((value) => `s.${value}`).join(', ')})`
  const version = (of: 'f' | 's', supersededAt: string) => `
    select '${table}', ${of}.${id}, ${of}.time, ${of}.source_id, ${of}.observed_at, ${supersededAt}, ${of}.run_id,
      jsonb_build_object(${values.map((value) => `'${value}', ${of}.${value}`).join(', ')})
    from ${table} as f join staged_${table} as s on ${joined}`

  return {
    stage: `create temp table if not exists staged_${table} (like ${table}) on commit delete rows`,
    insert: `
      with fresh as (
        insert into ${table} select * from staged_${table} order by ${id}, time
        on conflict (${id}, time, source_id) do nothing
        returning *
      )
      ${rollups.join('')}
      select count(*)::int as count from fresh`,
    // What stood until now; and what comes late, though it was observed before what stands.
    keepVersions: `
      insert into fact_version (fact, id, time, source_id, observed_at, superseded_at, run_id, "row")
      ${version('f', 's.observed_at')} where s.observed_at > f.observed_at
      union all
      ${version('s', 'f.observed_at')} where s.observed_at < f.observed_at
      on conflict (fact, id, time, source_id, observed_at) do nothing`,
    update: `
      with changed as (
        update ${table} as f
        set ${values.map((value) => `${value} = s.${value}`).join(', ')}, run_id = s.run_id, observed_at = s.observed_at
        from staged_${table} as s
        where ${joined} and s.observed_at >= f.observed_at
        returning f.${id}, f.time, f.source_id
      ),
      kept as (
        delete from staged_${table} as s
        where not exists (select 1 from changed as c
          where c.${id} = s.${id} and c.time = s.time and c.source_id = s.source_id)
      )
      select count(*)::int as count from changed`,
    changedDays: `select distinct ${id} || E'\\t' || to_char(time at time zone 'UTC', 'YYYY-MM-DD') as day from staged_${table}`,
    // After "update" the stage holds the changed rows alone: their buckets are made again from the facts.
    recompute: grains.map((grain) =>
      write(
        grain,
        aggregate(
          grain,
          `(select f.* from ${table} as f
            join (select distinct ${id}, source_id, date_bin('1 ${grain}', time, '2000-01-01Z') as bucket
                  from staged_${table}) as b
              on f.${id} = b.${id} and f.source_id = b.source_id
             and f.time >= b.bucket and f.time < b.bucket + interval '1 ${grain}') as facts`,
        ),
        ({ name: column }) => `excluded.${column}`,
      ),
    ),
  }
}

function rollupColumns({ close, range, more = [] }: ReadingTables): RollupColumn[] {
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
    ...more,
    { name: 'readings', fromFacts: 'count(*)', merge: 't.readings + excluded.readings' },
    {
      name: 'last_observed_at',
      fromFacts: 'max(observed_at)',
      merge: 'greatest(t.last_observed_at, excluded.last_observed_at)',
    },
  ]
}
