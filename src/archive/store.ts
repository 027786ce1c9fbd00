import pg from 'pg'
import { getMigrations, inTransaction, type Queryable } from '../db.ts'
import { copyRows, copyText } from '../lib/copy.ts'
import { SetupError } from '../lib/errors.ts'
import { monthAfter, partitionNameOf } from '../lib/partitions.ts'
import type { Window } from '../lib/time.ts'
import type { FactTableName, RetiredMonth } from '../quality/retiredMonths.ts'
import { readSums, sumsSql, type TableSum } from './checksum.ts'
import {
  NAMES,
  storedColumns,
  type ArchivedSource,
  type Cell,
  type FactColumn,
  type FactTable,
} from './record.ts'

/** Names by id of all markets, assets or series; in the order of NAMES. */
export type NamesById = ReadonlyMap<string, readonly Cell[]>

const NAMES_SQL: Readonly<Record<FactTable['id'], string>> = {
  market_id: `select m.id::text as id, array[e.code, m.symbol, m.venue_symbol] as names
    from market as m join exchange as e on e.id = m.exchange_id`,
  asset_id: `select id::text as id, array[code, coalesce(coingecko_id, '')] as names from asset`,
  series_id: `select s.id::text as id, array[s.measure, a.code, e.code, s.venue_symbol, s.label, s.step_seconds::text, s.venues,
      s.completeness::text] as names
    from series as s left join asset as a on a.id = s.asset_id left join exchange as e on e.id = s.exchange_id`,
}

/** What rows of a table are told by in a file. */
export async function readNames(db: Queryable, { id }: FactTable): Promise<NamesById> {
  const result = await db.query<{ id: string; names: Cell[] }>(NAMES_SQL[id])
  return new Map(result.rows.map((row) => [row.id, row.names]))
}

/** Sources by key. */
export async function readSources(db: Queryable): Promise<ReadonlyMap<string, ArchivedSource>> {
  const result = await db.query<ArchivedSource & { id: string }>(
    'select id::text as id, code, provenance from source',
  )
  return new Map(result.rows.map(({ id, ...source }) => [id, source]))
}

/** Name of the newest migration of this version. */
export function newestMigration(): string {
  return getMigrations().at(-1)!.name
}

/** Which rows of a table: a partition whole, or what lies in a window of these markets, assets or series. */
export type Extent =
  { readonly partition: string } | { readonly window: Window; readonly ids: readonly number[] | undefined }

/**
 * Rows of a table by market, asset or series and then time, as cells of `storedColumns`, some at a time: memory does not grow
 * with the table. In the caller's transaction, which sees one moment if it is REPEATABLE READ.
 */
export async function* readFacts(
  client: pg.PoolClient,
  table: FactTable,
  extent: Extent,
  batchRows: number,
): AsyncGenerator<Cell[][]> {
  const columns = storedColumns(table)
  const list = columns.map(({ name, type }) => {
    if (type === 'TIME') return `(extract(epoch from "${name}") * 1000)::bigint::float8`
    return type === 'BOOLEAN' ? `"${name}"` : `"${name}"::text`
  })
  const key = [table.id, 'time', 'source_id', ...(table.name === 'liquidation' ? ['order_key'] : [])]
  const [from, where, values] =
    'partition' in extent
      ? [`partition.${extent.partition}`, 'true', []]
      : [
          table.name,
          `time >= $1 and time < $2${extent.ids ? ` and ${table.id} = any($3::int[])` : ''}`,
          [extent.window.from, extent.window.to, ...(extent.ids ? [extent.ids] : [])],
        ]
  await client.query(
    `declare facts no scroll cursor for select ${list.join(', ')} from ${from} where ${where} order by ${key.join(', ')}`,
    values,
  )
  for (;;) {
    const { rows } = await client.query<Cell[]>({
      text: `fetch forward ${batchRows} from facts`,
      rowMode: 'array',
    })
    if (rows.length > 0) yield rows
    if (rows.length < batchRows) break
  }
  await client.query('close facts')
}

/** Turns a stored row into one of a file: names for keys, and the keys themselves behind if `withKeys`. */
export function toFileRow(
  { id, columns }: FactTable,
  names: NamesById,
  sources: ReadonlyMap<string, ArchivedSource>,
  row: readonly Cell[],
  withKeys: boolean,
): Cell[] {
  const [key, time, sourceId] = row
  const own = names.get(key as string) ?? NAMES[id].map(() => '')
  const { code, provenance } = sources.get(sourceId as string)!
  const values = row.slice(3, 3 + columns.length)
  const [runId, observedAt] = row.slice(3 + columns.length)
  return [
    ...own,
    time!,
    code,
    provenance,
    ...values,
    observedAt!,
    ...(withKeys ? [key!, sourceId!, runId!] : []),
  ]
}

/** Sums of a partition, of each column and of whole rows. */
export async function sumPartition(db: Queryable, table: FactTable, partition: string): Promise<TableSum> {
  const result = await db.query<{ sums: Parameters<typeof readSums>[0] }>(
    sumsSql(`partition.${partition}`, storedColumns(table)),
  )
  return readSums(result.rows[0]!.sums)
}

/** How a month lies in the database. */
export interface PartitionState {
  readonly name: string
  readonly month: Date
  /** false: a table of its own, left by a detach that was not followed by its drop. */
  readonly isAttached: boolean
  /** A detach was begun and not finished. */
  readonly isPending: boolean
}

/** Partitions of a table, and what is left of some; oldest first. */
export async function getPartitions(db: Queryable, table: FactTableName): Promise<PartitionState[]> {
  const result = await db.query<{ name: string; attached: boolean; pending: boolean }>(
    `select c.relname as name, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as pending
     from pg_class as c left join pg_inherits as i on i.inhrelid = c.oid and i.inhparent = $1::regclass
     where c.relnamespace = 'partition'::regnamespace and c.relkind = 'r' and c.relname ~ $2 order by 1`,
    [`public.${table}`, `^${table}_\\d{4}_\\d{2}$`],
  )
  return result.rows.map(({ name, attached, pending }) => {
    const [year, month] = name.slice(-7).split('_').map(Number)
    return { name, month: new Date(Date.UTC(year!, month! - 1)), isAttached: attached, isPending: pending }
  })
}

export async function isEmpty(db: Queryable, partition: string): Promise<boolean> {
  return (await db.query(`select 1 from partition.${partition} limit 1`)).rowCount === 0
}

export async function countRows(db: Queryable, partition: string): Promise<number> {
  const result = await db.query<{ rows: number }>(
    `select count(*)::float8 as rows from partition.${partition}`,
  )
  return result.rows[0]!.rows
}

/** Readings of a window that still wait in quarantine: judged, they go into the facts. */
export async function countHeld(db: Queryable, { family }: FactTable, window: Window): Promise<number> {
  const result = await db.query<{ held: number }>(
    `select count(*)::int as held from quarantined_reading
     where status = 'HELD' and family = $1::family and time >= $2 and time < $3`,
    [family, window.from, window.to],
  )
  return result.rows[0]!.held
}

/** Rows by source of a partition, largest first. */
export async function countSources(
  db: Queryable,
  partition: string,
): Promise<(ArchivedSource & { readonly name: string; readonly rows: string })[]> {
  const result = await db.query<ArchivedSource & { name: string; rows: string }>(
    `select s.code, s.name, s.provenance, count(*)::text as rows
     from partition.${partition} as f join source as s on s.id = f.source_id group by 1, 2, 3 order by count(*) desc, 1`,
  )
  return result.rows
}

/**
 * One command at a time moves months. On a connection of its own, beside those that the work takes from the pool; a process that
 * is killed gives the lock back with it.
 * @throws SetupError ARCHIVE_BUSY
 */
export async function withArchiveLock<T>(pool: pg.Pool, work: (db: Queryable) => Promise<T>): Promise<T> {
  const client = new pg.Client(pool.options)
  // A connection that breaks says so at the next statement; this event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const lock = await client.query<{ got: boolean }>(
      `select pg_try_advisory_lock(hashtext('unwind.archive')) as got`,
    )
    if (!lock.rows[0]!.got)
      throw new SetupError(
        'ARCHIVE_BUSY',
        'Another command moves months of this store: try again once it has ended.',
      )
    return await work(client)
  } finally {
    await client.end()
  }
}

/** So long it waits for those who write to the month. */
const LOCK_TIMEOUT = '30s'
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Notes that a month is retired, if the table still is what the file holds. Writers of that one month wait meanwhile; from
 * the commit on none can write to it.
 * @returns false when the table holds something else: nothing was noted
 * @throws SetupError ARCHIVE_BUSY when a writer keeps the month for longer than it is waited for
 */
export async function noteRetired(
  pool: pg.Pool,
  table: FactTable,
  partition: string,
  expected: TableSum,
  retired: RetiredMonth,
): Promise<boolean> {
  const noting = inTransaction(pool, async (client) => {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
    await client.query(`lock table partition.${partition} in share row exclusive mode`)
    const found = await sumPartition(client, table, partition)
    if (!isSame(found, expected)) return false
    // A writer that asked before this commit whether the month is retired would still write.
    await client.query(`alter table partition.${partition} add constraint retired check (false) not valid`)
    await client.query(
      `insert into retired_month (fact, month, rows, file, sha256, retired_at) values ($1, $2, $3, $4, $5, $6)`,
      [retired.fact, retired.month, retired.rows, retired.file, retired.sha256, retired.retiredAt],
    )
    return true
  })
  return noting.catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error
    throw new SetupError(
      'ARCHIVE_BUSY',
      `${partition} is being written to or read for long: nothing was dropped, run the command again.`,
      { cause: error },
    )
  })
}

export function isSame(a: TableSum, b: TableSum): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted({ rows, rowSum, columns }: TableSum): unknown {
  const byName = Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))
  return [rows, rowSum, byName.map(([name, { count, sum, min, max }]) => [name, count, sum, min, max])]
}

/** Takes the note back: the facts are all in the store. */
export async function unnoteRetired(
  client: pg.PoolClient,
  fact: FactTableName,
  month: Date,
  state: PartitionState | undefined,
): Promise<void> {
  if (state) {
    await client.query(`alter table partition.${state.name} drop constraint if exists retired`)
    if (!state.isAttached) await attach(client, fact, month)
  }
  await client.query('delete from retired_month where fact = $1 and month = $2', [fact, month])
}

async function attach(client: Queryable, fact: FactTableName, month: Date): Promise<void> {
  await client.query(
    `alter table public.${fact} attach partition partition.${partitionNameOf(fact, month)}
       for values from ('${month.toISOString()}') to ('${monthAfter(month).toISOString()}')`,
  )
}

/**
 * Takes a month off its table without stopping readers or writers of other months. Outside of a transaction; one that was begun
 * before is finished.
 */
export async function detach(db: Queryable, fact: FactTableName, state: PartitionState): Promise<void> {
  if (!state.isAttached) return
  await db.query(
    `alter table public.${fact} detach partition partition.${state.name} ${state.isPending ? 'finalize' : 'concurrently'}`,
  )
}

export async function dropPartition(db: Queryable, { name }: Pick<PartitionState, 'name'>): Promise<void> {
  await db.query(`drop table partition.${name}`)
}

/** Makes the table of a month anew, apart from the others. In the caller's transaction. */
export async function createDetached(
  client: pg.PoolClient,
  fact: FactTableName,
  month: Date,
): Promise<string> {
  const name = partitionNameOf(fact, month)
  await client.query(`create table partition.${name} (like public.${fact} including all)`)
  return name
}

/** Writes rows of `storedColumns` into a table made by createDetached. */
export async function copyFacts(
  client: pg.PoolClient,
  partition: string,
  columns: readonly FactColumn[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  await copyRows(
    client,
    `partition.${partition} (${columns.map(({ name }) => `"${name}"`).join(', ')})`,
    linesOf(columns, rows),
  )
}

function* linesOf(columns: readonly FactColumn[], rows: readonly (readonly Cell[])[]): Generator<string> {
  for (const row of rows) yield row.map((cell, at) => copyCell(columns[at]!, cell)).join('\t')
}

/** A cell as COPY takes it. */
export function copyCell({ type }: FactColumn, cell: Cell): string {
  if (cell === null) return '\\N'
  if (type === 'TIME') return new Date(cell as number).toISOString()
  return copyText(String(cell))
}

/** Puts the table of a month back among the others and forgets that it was retired. In the caller's transaction. */
export async function attachRestored(client: pg.PoolClient, fact: FactTableName, month: Date): Promise<void> {
  await attach(client, fact, month)
  await client.query('delete from retired_month where fact = $1 and month = $2', [fact, month])
}

/** The retired month that a file of this content holds; undefined when there is none. */
export async function findRetiredBySha(db: Queryable, sha256: string): Promise<RetiredMonth | undefined> {
  const result = await db.query<RetiredMonth>(
    `select fact, month, rows::float8 as rows, file, sha256, retired_at as "retiredAt" from retired_month where sha256 = $1`,
    [sha256],
  )
  return result.rows[0]
}

/** Keys of the markets, assets or series of these venues and assets; left out: of all. */
export async function findIds(
  db: Queryable,
  { id }: FactTable,
  exchanges: readonly string[] | undefined,
  assets: readonly string[] | undefined,
): Promise<number[]> {
  const from = {
    market_id:
      'market as x join exchange as e on e.id = x.exchange_id join asset as a on a.id = x.base_asset_id',
    asset_id: 'asset as x join asset as a on a.id = x.id left join exchange as e on false',
    series_id:
      'series as x left join exchange as e on e.id = x.exchange_id left join asset as a on a.id = x.asset_id',
  }[id]
  const result = await db.query<{ id: number }>(
    `select x.id from ${from}
     where ($1::text[] is null or e.code = any($1)) and ($2::text[] is null or a.code = any($2)) order by 1`,
    [exchanges ?? null, assets ?? null],
  )
  return result.rows.map((row) => row.id)
}
