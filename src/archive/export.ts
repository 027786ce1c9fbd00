import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { inTransaction } from '../db.ts'
import { InputError, SetupError, UnwindError } from '../lib/errors.ts'
import type { Window } from '../lib/time.ts'
import { getRetiredMonths, labelOfMonth, windowOfMonth } from '../quality/retiredMonths.ts'
import { groupRows, ParquetFile, syncToDisk } from './parquet.ts'
import { exportColumns, type Cell, type FactColumn, type FactTable } from './record.ts'
import { findIds, newestMigration, readFacts, readNames, readSources, toFileRow } from './store.ts'

export type ExportFormat = 'csv' | 'ndjson' | 'parquet'

export interface ExportOptions {
  readonly table: FactTable
  readonly format: ExportFormat
  /** The file; must not be there. csv and ndjson are gzipped if it ends in .gz. */
  readonly out: string
  /** Left out: all that is held. */
  readonly window?: Partial<Window>
  /** Codes; left out: all. */
  readonly exchanges?: readonly string[]
  readonly assets?: readonly string[]
}

/** From before the first venue to after the last year that a time may lie in. */
const EVER: Window = { from: new Date(Date.UTC(2009, 0)), to: new Date(Date.UTC(2100, 0)) }

/**
 * Writes raw facts to a file under names that mean the same in any store, as they were at one moment; by market and then time. In
 * little memory. The file is there whole or not at all.
 * @returns how many rows
 * @throws InputError UNKNOWN_EXCHANGE, UNKNOWN_ASSET, NO_EXCHANGE; SetupError FILE_EXISTS; UnwindError MONTH_RETIRED when a
 * part of what is asked for is in the file of a retired month
 */
export async function exportFacts(
  { pool, signal }: { readonly pool: pg.Pool; readonly signal: AbortSignal },
  { table, format, out, window, exchanges, assets }: ExportOptions,
): Promise<number> {
  const file = path.resolve(out)
  if (fs.existsSync(file)) throw new SetupError('FILE_EXISTS', `${file} is there already: name another file.`)
  const within: Window = { ...EVER, ...window }
  const columns = exportColumns(table)
  const part = `${file}.part`
  try {
    const rows = await inTransaction(pool, async (client) => {
      await client.query('set transaction isolation level repeatable read, read only')
      await assertHeld(client, table, within)
      const ids = await selectIds(client, table, exchanges, assets)
      const [names, sources] = [await readNames(client, table), await readSources(client)]
      let count = 0
      async function* batches(): AsyncGenerator<Cell[][]> {
        for await (const batch of readFacts(client, table, { window: within, ids }, groupRows(columns))) {
          signal.throwIfAborted()
          count += batch.length
          yield batch.map((row) => toFileRow(table, names, sources, row, false))
        }
      }
      if (format === 'parquet') {
        const note = { format: 'unwind.export/1', table: table.name, schemaMigration: newestMigration() }
        const parquet = new ParquetFile(part, columns, note)
        for await (const batch of batches()) parquet.write(batch)
        parquet.close()
      } else {
        const text = Readable.from(textOf(format, columns, batches()))
        const target = fs.createWriteStream(part)
        if (file.endsWith('.gz')) await pipeline(text, createGzip(), target)
        else await pipeline(text, target)
        syncToDisk(part)
      }
      return count
    })
    fs.renameSync(part, file)
    return rows
  } finally {
    fs.rmSync(part, { force: true })
  }
}

/** A file that leaves a month out without a word would be taken for the whole. */
async function assertHeld(client: pg.PoolClient, table: FactTable, window: Window): Promise<void> {
  const retired = (await getRetiredMonths(client, [table.name])).filter((month) => {
    const { from, to } = windowOfMonth(month)
    return from < window.to && to > window.from
  })
  if (retired.length === 0) return
  const last = windowOfMonth(retired.at(-1)!).to
  throw new UnwindError(
    'MONTH_RETIRED',
    `${table.name} of ${retired.map(({ month }) => labelOfMonth(month)).join(', ')} is retired (${retired
      .map(({ file }) => file)
      .join(', ')}): use those files, say --from ${last.toISOString().slice(0, 10)}, or import them first.`,
  )
}

async function selectIds(
  client: pg.PoolClient,
  table: FactTable,
  exchanges: readonly string[] | undefined,
  assets: readonly string[] | undefined,
): Promise<readonly number[] | undefined> {
  if (exchanges === undefined && assets === undefined) return undefined
  if (exchanges && table.id === 'asset_id')
    throw new InputError(`Rows of ${table.name} are of no exchange.`, {
      reason: 'NO_EXCHANGE',
      argument: ['--exchange'],
      accepted: 'no --exchange',
    })
  for (const [dimension, codes] of [
    ['exchange', exchanges],
    ['asset', assets],
  ] as const) {
    if (!codes) continue
    const known = await client.query<{ code: string }>(`select code from ${dimension} order by code`)
    const held = known.rows.map(({ code }) => code)
    const unknown = codes.find((code) => !held.includes(code))
    if (unknown !== undefined)
      throw new InputError(`The store has no ${dimension} ${JSON.stringify(unknown)}.`, {
        reason: dimension === 'exchange' ? 'UNKNOWN_EXCHANGE' : 'UNKNOWN_ASSET',
        argument: [`--${dimension}`],
        accepted: held.length > 50 ? `one of ${held.length} codes of the store` : held,
      })
  }
  return findIds(client, table, exchanges, assets)
}

async function* textOf(
  format: 'csv' | 'ndjson',
  columns: readonly FactColumn[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.map(({ name }) => name).join(',')}\n`
  for await (const batch of batches) {
    let text = ''
    for (const row of batch) {
      text += format === 'csv' ? csvLine(columns, row) : jsonLine(columns, row)
      if (text.length < 65_536) continue
      yield text
      text = ''
    }
    if (text !== '') yield text
  }
}

/** Nothing between two commas: not told. */
function csvLine(columns: readonly FactColumn[], row: readonly Cell[]): string {
  const fields = row.map((cell, at) => {
    if (cell === null) return ''
    if (columns[at]!.type === 'TIME') return new Date(cell as number).toISOString()
    const text = String(cell)
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${fields.join(',')}\n`
}

/** Numbers are text, as in the API: a JSON number would lose digits. */
function jsonLine(columns: readonly FactColumn[], row: readonly Cell[]): string {
  const object = Object.fromEntries(
    columns.map(({ name, type }, at) => {
      const cell = row[at]!
      return [name, type === 'TIME' && cell !== null ? new Date(cell as number).toISOString() : cell]
    }),
  )
  return `${JSON.stringify(object)}\n`
}
