import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { inTransaction, type Queryable } from '../db.ts'
import { SetupError, UnwindError } from '../lib/errors.ts'
import { monthAfter } from '../lib/partitions.ts'
import { getRetiredMonths, labelOfMonth, windowOfMonth, type RetiredMonth } from '../quality/retiredMonths.ts'
import { Summer, type TableSum } from './checksum.ts'
import { groupRows, openParquet, ParquetFile, parquetTypeOf, syncToDisk } from './parquet.ts'
import { retiredColumns, storedColumns, type FactTable } from './record.ts'
import {
  attachRestored,
  copyFacts,
  countHeld,
  countRows,
  countSources,
  createDetached,
  detach,
  dropPartition,
  findRetiredBySha,
  getPartitions,
  isEmpty,
  isSame,
  newestMigration,
  noteRetired,
  readFacts,
  readNames,
  readSources,
  sumPartition,
  toFileRow,
  unnoteRetired,
  withArchiveLock,
  type PartitionState,
} from './store.ts'

/** What lies beside the file of a retired month. */
export interface Manifest {
  readonly format: 'unwind.retired-month/1'
  readonly table: string
  readonly month: string
  readonly from: string
  readonly to: string
  readonly rows: number
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly writtenAt: string
  /** Newest migration of the store that it was written from. */
  readonly schemaMigration: string
  readonly decimals: string
  readonly columns: readonly {
    readonly name: string
    readonly holds: string
    readonly parquet: string
    readonly nullable: boolean
  }[]
  readonly sources: readonly {
    readonly code: string
    readonly name: string
    readonly provenance: string
    readonly rows: string
  }[]
  /** Of the table's own columns: the same in the table, when it was dropped, and in the file, when it was read back. */
  readonly sums: TableSum
}

const DECIMALS =
  'Numbers are UTF8 text, digit for digit as the store held them: DECIMAL of Parquet ends at 38 digits and one scale a column.'

/** Each is on the disk or committed when it is told. */
export type RetainStep = 'WRITTEN' | 'VERIFIED' | 'NOTED' | 'DETACHED' | 'DROPPED'

export interface RetainOptions {
  readonly tables: readonly FactTable[]
  /** Months that end at or before this are retired. */
  readonly before: Date
  /** Folder of the files; made when it is not there. */
  readonly dir: string
  readonly dryRun?: boolean
  readonly onStep?: (step: RetainStep, table: FactTable, month: Date) => void
}

/** What was done with one month. HELD: readings of it wait in quarantine; it stays until they are judged. */
export interface MonthOutcome {
  readonly table: string
  readonly month: Date
  readonly rows: number
  readonly result: 'RETIRED' | 'WOULD_RETIRE' | 'HELD'
  readonly file?: string
}

interface RetainContext {
  readonly pool: pg.Pool
  readonly signal: AbortSignal
  readonly now: () => Date
}

/**
 * Retires months of raw facts, oldest first: writes a month to Parquet, reads the file back, holds every column of it against the
 * table, notes the month as retired, takes it off its table and drops it. Rollups and coverage stay. Empty months stay as they
 * are. Killed at any point, the next run goes on: nothing is dropped before its file is on the disk and proved, and no file
 * that is finished is ever written over.
 * @throws SetupError ARCHIVE_BUSY; UnwindError ARCHIVE_MISMATCH when a file read back is not what was written
 */
export async function retain(context: RetainContext, options: RetainOptions): Promise<MonthOutcome[]> {
  return withArchiveLock(context.pool, async (db) => {
    const outcomes: MonthOutcome[] = []
    for (const table of options.tables) {
      const retired = await getRetiredMonths(db, [table.name])
      for (const state of await getPartitions(db, table.name)) {
        context.signal.throwIfAborted()
        const noted = retired.find(({ month }) => month.getTime() === state.month.getTime())
        // What was noted is gone on with, however young it is by now.
        if (!noted && monthAfter(state.month) > options.before) continue
        const outcome = await retireMonth(context, db, options, table, state, noted)
        if (outcome) outcomes.push(outcome)
      }
    }
    return outcomes
  })
}

async function retireMonth(
  { pool, now, signal }: RetainContext,
  db: Queryable,
  { dir, dryRun, onStep }: RetainOptions,
  table: FactTable,
  found: PartitionState,
  noted: RetiredMonth | undefined,
): Promise<MonthOutcome | undefined> {
  const { month, name } = found
  const of = { table: table.name, month }
  let state = found
  let retired = noted
  if (dryRun) {
    const rows = await countRows(db, name)
    return rows === 0 && !noted ? undefined : { ...of, rows, result: 'WOULD_RETIRE' }
  }
  if (retired && (await shaOf(retired.file)) !== retired.sha256) {
    // The file that a run before wrote is gone or is another one: the table is the only copy, and all is done again.
    if (state.isPending) {
      await detach(db, table.name, state)
      state = { ...state, isAttached: false, isPending: false }
    }
    const before = state
    await inTransaction(pool, (own) => unnoteRetired(own, table.name, month, before))
    state = { ...state, isAttached: true }
    retired = undefined
  }
  if (!retired) {
    if (await isEmpty(db, name)) return undefined
    const held = await countHeld(db, table, windowOfMonth({ month }))
    if (held > 0) return { ...of, rows: held, result: 'HELD' }
    fs.mkdirSync(dir, { recursive: true })
    retired = await archive({ pool, now, signal }, db, dir, table, state, onStep)
    onStep?.('NOTED', table, month)
  }
  await detach(db, table.name, state)
  onStep?.('DETACHED', table, month)
  await dropPartition(db, state)
  onStep?.('DROPPED', table, month)
  return { ...of, rows: retired.rows, result: 'RETIRED', file: retired.file }
}

/** Late rows may come between the file and the lock: so often it is written anew. */
const ATTEMPTS = 3

/** Writes and proves the file of a month and notes the month; takes a file that a killed run had finished. */
async function archive(
  { pool, now, signal }: RetainContext,
  db: Queryable,
  dir: string,
  table: FactTable,
  { name, month }: PartitionState,
  onStep: RetainOptions['onStep'],
): Promise<RetiredMonth> {
  const finished = await findFinished(dir, name, () => sumPartition(db, table, name))
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    signal.throwIfAborted()
    const taken = attempt === 1 ? finished : undefined
    const file = taken ?? (await writeMonth(pool, dir, table, name, month, now(), signal))
    onStep?.('WRITTEN', table, month)
    const manifest = readManifest(file)!
    const read = await sumFile(file, table, signal)
    if (!isSame(read, manifest.sums))
      throw new UnwindError(
        'ARCHIVE_MISMATCH',
        `${file} does not hold what was written to it; ${name} stays where it is. Is the disk sound?`,
      )
    onStep?.('VERIFIED', table, month)
    const retired: RetiredMonth = {
      fact: table.name,
      month,
      rows: manifest.rows,
      file,
      sha256: manifest.sha256,
      retiredAt: now(),
    }
    if (await noteRetired(pool, table, name, read, retired)) return retired
    // Late rows came in between: this file is of no state that the table has now.
    if (taken === undefined) for (const own of [manifestNameOf(file), file]) fs.rmSync(own)
  }
  throw new UnwindError(
    'ARCHIVE_MISMATCH',
    `${name} was written to while it was retired, ${ATTEMPTS} times in a row; it stays. Is a backfill of it under way?`,
  )
}

/** A file of an earlier run that holds just what the table holds. */
async function findFinished(
  dir: string,
  name: string,
  sumTable: () => Promise<TableSum>,
): Promise<string | undefined> {
  let sums: TableSum | undefined
  for (const entry of fs.readdirSync(dir)) {
    if (!entry.startsWith(`${name}.`) || !entry.endsWith('.parquet')) continue
    const file = path.resolve(dir, entry)
    const manifest = readManifest(file)
    if (!manifest) continue
    sums ??= await sumTable()
    if (isSame(manifest.sums, sums) && (await shaOf(file)) === manifest.sha256) return file
  }
  return undefined
}

export function manifestNameOf(file: string): string {
  return file.replace(/\.parquet$/, '.json')
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(fs.readFileSync(manifestNameOf(file), 'utf8')) as Manifest
  } catch {
    return undefined
  }
}

/** Writes a month under a name that is free: first beside it, then the file, last its manifest. */
async function writeMonth(
  pool: pg.Pool,
  dir: string,
  table: FactTable,
  partition: string,
  month: Date,
  at: Date,
  signal: AbortSignal,
): Promise<string> {
  const file = freeName(dir, partition)
  const part = `${file}.part`
  const columns = retiredColumns(table)
  const { from, to } = windowOfMonth({ month })
  const note = {
    format: 'unwind.retired-month/1',
    table: table.name,
    month: labelOfMonth(month),
    schemaMigration: newestMigration(),
  } as const
  const written = await inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only')
    const [names, sources] = [await readNames(client, table), await readSources(client)]
    const parquet = new ParquetFile(part, columns, note)
    const summer = new Summer(storedColumns(table))
    let rows = 0
    for await (const batch of readFacts(client, table, { partition }, groupRows(columns))) {
      signal.throwIfAborted()
      for (const row of batch) summer.add(row)
      parquet.write(batch.map((row) => toFileRow(table, names, sources, row, true)))
      rows += batch.length
    }
    parquet.close()
    return { rows, sums: summer.result, sources: await countSources(client, partition) }
  })
  const manifest: Manifest = {
    ...note,
    from: from.toISOString(),
    to: to.toISOString(),
    rows: written.rows,
    file: path.basename(file),
    bytes: fs.statSync(part).size,
    sha256: (await shaOf(part))!,
    writtenAt: at.toISOString(),
    decimals: DECIMALS,
    columns: columns.map((column) => ({
      name: column.name,
      holds: column.type,
      parquet: parquetTypeOf(column),
      nullable: column.nullable ?? false,
    })),
    sources: written.sources,
    sums: written.sums,
  }
  fs.renameSync(part, file)
  const json = manifestNameOf(file)
  fs.writeFileSync(`${json}.part`, `${JSON.stringify(manifest, null, 2)}\n`)
  syncToDisk(`${json}.part`)
  fs.renameSync(`${json}.part`, json)
  syncToDisk(dir)
  return file
}

/** "liquidation_2025_06.parquet"; ".2" and so on where that is taken, by another store or by the same month before. */
function freeName(dir: string, partition: string): string {
  for (let number = 1; ; number += 1) {
    const file = path.resolve(dir, `${partition}${number === 1 ? '' : `.${number}`}.parquet`)
    if (!fs.existsSync(file) && !fs.existsSync(manifestNameOf(file))) return file
  }
}

/** Sums of the table's own columns as the file holds them. */
async function sumFile(file: string, table: FactTable, signal: AbortSignal): Promise<TableSum> {
  const columns = storedColumns(table)
  const summer = new Summer(columns)
  const parquet = await openParquet(file)
  for await (const rows of parquet.groups(columns)) {
    signal.throwIfAborted()
    for (const row of rows) summer.add(row)
  }
  return summer.result
}

/** SHA-256 of a file, in hex; undefined when there is none. */
export async function shaOf(file: string): Promise<string | undefined> {
  if (!fs.existsSync(file)) return undefined
  const hash = crypto.createHash('sha256')
  await pipeline(fs.createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * The retired month that this file holds, by its content; undefined for any other file. A file of a retired month that was
 * changed is another file.
 */
export async function findRetired(pool: pg.Pool, file: string): Promise<RetiredMonth | undefined> {
  if (!file.endsWith('.parquet')) return undefined
  return findRetiredBySha(pool, (await shaOf(file))!)
}

/**
 * Puts a retired month back from its file, row for row as it was: same market, source, run and observedAt. Its rollups had
 * stayed, so they are what they were. Whole or not at all.
 * @returns how many rows came back
 * @throws SetupError ARCHIVE_BUSY; UnwindError ARCHIVE_MISMATCH when the file holds another count of rows than was noted
 */
export async function restore(
  { pool, signal, dryRun = false }: Pick<RetainContext, 'pool' | 'signal'> & { readonly dryRun?: boolean },
  file: string,
  table: FactTable,
  { fact, month, rows: expected }: RetiredMonth,
): Promise<number> {
  return withArchiveLock(pool, async (lock) => {
    const isOfMonth = (state: PartitionState) => state.month.getTime() === month.getTime()
    let left = (await getPartitions(lock, fact)).find(isOfMonth)
    if (left?.isPending && !dryRun) {
      await detach(lock, fact, left)
      left = { ...left, isAttached: false, isPending: false }
    }
    return inTransaction(
      pool,
      async (client) => {
        if (left) {
          // A run that was killed before it dropped the table: the facts are in the store.
          const rows = await countRows(client, left.name)
          if (!left.isPending) await unnoteRetired(client, fact, month, left)
          return rows
        }
        const name = await createDetached(client, fact, month)
        const columns = storedColumns(table)
        let rows = 0
        const parquet = await openParquet(file)
        for await (const group of parquet.groups(columns)) {
          signal.throwIfAborted()
          await copyFacts(client, name, columns, group)
          rows += group.length
        }
        if (rows !== expected)
          throw new UnwindError('ARCHIVE_MISMATCH', `${file} holds ${rows} rows, ${expected} were retired`)
        await attachRestored(client, fact, month)
        return rows
      },
      { rollback: dryRun },
    )
  })
}

/** The moment before which months are retired: `now` less so many months ("13M") or days ("400d"). @throws SetupError BAD_AGE */
export function ageLimit(age: string, now: Date): Date {
  const [, count, unit] = /^([1-9]\d{0,3})([Md])$/.exec(age) ?? []
  if (count === undefined)
    throw new SetupError('BAD_AGE', `Give an age as 13M (months) or 400d (days), not ${age}.`)
  if (unit === 'd') return new Date(now.getTime() - Number(count) * 86_400_000)
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - Number(count)))
  const days = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate()
  // A month before 31 March is the last day of February.
  const day = Math.min(now.getUTCDate(), days)
  return new Date(month.getTime() + (day - 1) * 86_400_000 + (now.getTime() % 86_400_000))
}
