import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { createGunzip } from 'node:zlib'
import Big from 'big.js'
import { openParquet } from '../../archive/parquet.ts'
import {
  exportColumns,
  findArchived,
  type Cell,
  type FactColumn,
  type FactTable,
} from '../../archive/record.ts'
import { findDecimal, isPositive, times } from '../../lib/decimal.ts'
import { messageOf, RecordError } from '../../lib/errors.ts'
import type { Rejection } from '../../quality/record.ts'
import { FileError, readRows } from './rows.ts'
import { parseTime } from './times.ts'

/** A file that `etl export` or `etl retain` wrote. */
export interface ExportFile {
  readonly table: FactTable
  readonly format: 'csv' | 'ndjson' | 'parquet'
}

/** One row: a cell for each of `exportColumns`, checked: numbers plain, times in ms. */
export interface ExportBatch {
  readonly rows: readonly (readonly Cell[])[]
  readonly rejections: readonly Rejection[]
}

const ENDINGS: readonly (readonly [RegExp, ExportFile['format']])[] = [
  [/\.parquet$/i, 'parquet'],
  [/\.(ndjson|jsonl)(\.gz)?$/i, 'ndjson'],
  [/\.csv(\.gz)?$|\.zip$/i, 'csv'],
]

/**
 * What of ours a file is, by its columns, whatever its name; undefined when it is something else.
 * @throws FileError FILE_UNREADABLE, of a file that ends in .parquet or .ndjson and is none
 */
export async function findExport(file: string): Promise<ExportFile | undefined> {
  const format = ENDINGS.find(([ending]) => ending.test(file))?.[1]
  if (format === undefined) return undefined
  const found = findArchived(await columnsOf(file, format))
  return found && { table: found.table, format }
}

async function columnsOf(file: string, format: ExportFile['format']): Promise<readonly string[]> {
  if (format === 'parquet') return (await asFile(file, 'a Parquet file', () => openParquet(file))).columns
  if (format === 'csv') {
    for await (const { fields } of readRows(file)) return fields
    return []
  }
  for await (const { line, text } of readLines(file)) return Object.keys(parseObject(file, line, text))
  return []
}

async function asFile<T>(file: string, expected: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError('FILE_UNREADABLE', file, undefined, expected, messageOf(error), { cause: error })
  }
}

/**
 * Rows of one of our files, in batches; a row that is off alone is a rejection.
 * @throws FileError FILE_UNREADABLE, BAD_CSV, BAD_JSON, BAD_HEADER
 */
export async function* readExport(
  file: string,
  { table, format }: ExportFile,
  { batchRows = 5_000, onBytes }: { batchRows?: number; onBytes?: (bytes: number) => void } = {},
): AsyncGenerator<ExportBatch> {
  const columns = exportColumns(table)
  const places = new Map(columns.map(({ name }, at) => [name, at]))
  let rows: Cell[][] = []
  let rejections: Rejection[] = []
  for await (const { line, raw } of rawRows(file, format, columns, onBytes)) {
    try {
      const row = columns.map((column, at) => cellOf(column, raw[at]))
      checkRow(table, (name) => row[places.get(name)!]!)
      rows.push(row)
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      rejections.push({
        code: error.code,
        reason: `${format === 'parquet' ? 'row' : 'line'} ${line}: ${error.message}`,
        payload: {
          file: path.basename(file),
          line,
          row: Object.fromEntries(columns.map(({ name }, at) => [name, raw[at] ?? null])),
        },
      })
    }
    if (rows.length + rejections.length >= batchRows) {
      yield { rows, rejections }
      rows = []
      rejections = []
    }
  }
  yield { rows, rejections }
}

interface RawRow {
  readonly line: number
  /** As the file has them, in the order of the columns. */
  readonly raw: readonly unknown[]
}

async function* rawRows(
  file: string,
  format: ExportFile['format'],
  columns: readonly FactColumn[],
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<RawRow> {
  if (format === 'parquet') {
    const parquet = await asFile(file, 'a Parquet file', () => openParquet(file))
    const { size } = fs.statSync(file)
    const groups = parquet.groups(columns)
    for (let line = 0; ;) {
      const next = await asFile(file, 'a whole Parquet file', () => groups.next())
      if (next.done) return
      for (const raw of next.value) yield { line: (line += 1), raw }
      onBytes?.(Math.round((line / Math.max(1, parquet.rows)) * size))
    }
  }
  if (format === 'csv') {
    let at: readonly number[] | undefined
    for await (const { line, fields } of readRows(file, onBytes ? { onBytes } : {})) {
      if (at) yield { line, raw: at.map((index) => fields[index]) }
      else at = columns.map(({ name }) => fields.indexOf(name))
    }
    return
  }
  for await (const { line, text } of readLines(file, onBytes)) {
    const object = parseObject(file, line, text)
    if (Object.keys(object).length !== columns.length || columns.some(({ name }) => !(name in object)))
      throw new FileError(
        'BAD_HEADER',
        file,
        line,
        columns.map(({ name }) => name).join(', '),
        Object.keys(object).join(', ').slice(0, 500),
      )
    yield { line, raw: columns.map(({ name }) => object[name]) }
  }
}

async function* readLines(
  file: string,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  const raw = fs.createReadStream(file)
  let bytes = 0
  raw.on('data', (chunk) => onBytes?.((bytes += chunk.length)))
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => text.destroy(error))
  const lines = readline.createInterface({ input: text, crlfDelay: Infinity })[Symbol.asyncIterator]()
  try {
    for (let line = 1; ; line += 1) {
      const next = await asFile(file, 'an ndjson or ndjson.gz', () => lines.next())
      if (next.done) return
      if (next.value.trim() !== '') yield { line, text: next.value }
    }
  } finally {
    raw.destroy()
    text.destroy()
  }
}

function parseObject(file: string, line: number, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new FileError('BAD_JSON', file, line, 'one JSON object a line', messageOf(error), { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FileError('BAD_JSON', file, line, 'one JSON object a line', text.slice(0, 100))
  return value as Record<string, unknown>
}

/** A checked cell. @throws RecordError BAD_NUMBER, BAD_TIME, BAD_SIDE, BAD_SHAPE */
function cellOf(column: FactColumn, raw: unknown): Cell {
  const { name, type } = column
  const fault = (code: string, wanted: string) =>
    new RecordError(code, `${name} is ${JSON.stringify(raw) ?? 'missing'}, not ${wanted}`)
  if (raw === null || raw === undefined || (raw === '' && (column.nullable ?? type !== 'TEXT'))) {
    if (column.nullable) return null
    throw fault('BAD_SHAPE', 'a value')
  }
  switch (type) {
    case 'TEXT':
      if (typeof raw !== 'string' || raw.includes('\u0000')) throw fault('BAD_SHAPE', 'a text')
      return raw
    case 'SIDE':
      if (raw !== 'LONG' && raw !== 'SHORT')
        throw fault('BAD_SIDE', 'LONG or SHORT, the side of the position')
      return raw
    case 'BOOLEAN':
      if (raw === true || raw === 'true') return true
      if (raw === false || raw === 'false') return false
      throw fault('BAD_SHAPE', 'true or false')
    case 'TIME': {
      const time = typeof raw === 'number' ? raw : typeof raw === 'string' ? parseTime(raw, 'ISO') : undefined
      if (time === undefined || !Number.isInteger(time) || Math.abs(time) > 8.64e15)
        throw fault('BAD_TIME', 'a time in UTC as 2026-01-01T12:00:00.000Z')
      return time
    }
    default:
      return numberOf(type, raw, fault)
  }
}

function numberOf(
  type: FactColumn['type'],
  raw: unknown,
  fault: (code: string, wanted: string) => RecordError,
): string {
  const number = findDecimal(raw)
  if (number === undefined) throw fault('BAD_NUMBER', 'a number')
  if (type === 'INTEGER' || type === 'BIGINT') {
    if (
      !Number.isInteger(Number(number)) ||
      Math.abs(Number(number)) > 2_147_483_647 ||
      number.startsWith('-')
    )
      throw fault('BAD_NUMBER', 'a whole number from zero up')
  }
  if (type === 'PRICE' && !isPositive(number)) throw fault('BAD_NUMBER', 'a number above zero')
  if ((type === 'AMOUNT' || type === 'SHARE') && number.startsWith('-'))
    throw fault('BAD_NUMBER', 'a number from zero up')
  if (type === 'SHARE' && new Big(number).gt(1)) throw fault('BAD_NUMBER', 'a share from 0 to 1')
  // Digit for digit: "1.50" stays "1.50".
  return typeof raw === 'string' && /^\d+(\.\d+)?$/.test(raw) ? raw : number
}

/** What the columns of one row say of each other. @throws RecordError BAD_NUMBER, BAD_BAR, BAD_SHAPE */
function checkRow({ name }: FactTable, valueOf: (column: string) => Cell): void {
  const cell = (column: string) => valueOf(column) as string
  const provenance = cell('provenance')
  if (provenance !== 'OBSERVED' && provenance !== 'RECONSTRUCTED')
    throw new RecordError(
      'BAD_SHAPE',
      `provenance is ${JSON.stringify(provenance)}, neither OBSERVED nor RECONSTRUCTED`,
    )
  if (cell('source') === '') throw new RecordError('BAD_SHAPE', 'the row names no source')
  const assertProduct = (product: string, a: string, b: string) => {
    const value = times(cell(a), cell(b))
    if (!new Big(value).eq(cell(product)))
      throw new RecordError('BAD_NUMBER', `${product} is ${cell(product)}, not ${a} x ${b}, ${value}`)
  }
  if (name === 'open_interest') assertProduct('value_usd', 'base_quantity', 'mark_price')
  if (name === 'market_cap' && valueOf('supply') !== null) assertProduct('cap_usd', 'price_usd', 'supply')
  if (name === 'candle') {
    const [high, low] = [new Big(cell('high')), new Big(cell('low'))]
    for (const price of ['open', 'close'].map(cell))
      if (high.lt(price) || low.gt(price))
        throw new RecordError(
          'BAD_BAR',
          `open and close don't lie within ${low.toFixed()} to ${high.toFixed()}`,
        )
  }
}
