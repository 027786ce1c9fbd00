import fs from 'node:fs'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet'
import { fileWriter, ParquetWriter, type Writer } from 'hyparquet-writer'
import type { Cell, FactColumn } from './record.ts'

/** Cells of one row group: what is in memory at a time. */
const GROUP_CELLS = 300_000

/** Columns by which a reader may leave out whole row groups. */
const STATISTICS: ReadonlySet<string> = new Set(['time', 'exchange', 'symbol', 'asset'])

/** Rows of one row group of so many columns. */
export function groupRows(columns: readonly FactColumn[]): number {
  return Math.max(1_000, Math.floor(GROUP_CELLS / columns.length))
}

/**
 * How a column lies in Parquet. Its DECIMAL ends at 38 digits and has one scale a column; ours have neither end nor scale, so a
 * decimal is UTF8 text, digit for digit as PostgreSQL prints it.
 */
export function parquetTypeOf({ type }: FactColumn): string {
  switch (type) {
    case 'TIME':
      return 'INT64 TIMESTAMP_MILLIS'
    case 'INTEGER':
      return 'INT32'
    case 'BIGINT':
      return 'INT64'
    case 'BOOLEAN':
      return 'BOOLEAN'
    default:
      return 'BYTE_ARRAY UTF8'
  }
}

/** Writes rows group by group; memory does not grow with the file. */
export class ParquetFile {
  readonly #columns: readonly FactColumn[]
  readonly #writer: Writer
  readonly #parquet: ParquetWriter
  readonly #file: string

  constructor(file: string, columns: readonly FactColumn[], metadata: Readonly<Record<string, unknown>>) {
    this.#file = file
    this.#columns = columns
    this.#writer = fileWriter(file)
    this.#parquet = new ParquetWriter({
      writer: this.#writer,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map((column) => {
          const [type, converted] = parquetTypeOf(column).split(' ')
          return {
            name: column.name,
            type: type as 'INT64',
            ...(converted === undefined ? {} : { converted_type: converted as 'UTF8' }),
            repetition_type: column.nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
          }
        }),
      ],
      kvMetadata: [{ key: 'unwind', value: JSON.stringify(metadata) }],
      createdBy: 'unwind',
    })
  }

  /** One row group. */
  write(rows: readonly (readonly Cell[])[]): void {
    if (rows.length === 0) return
    void this.#parquet.write({
      columnData: this.#columns.map(({ name, type }, at) => ({
        name,
        data: rows.map((row) => encode(row[at]!, type)),
        offsetIndex: false,
        // Bounds of texts that are numbers help nobody, and all of them are in memory until the end.
        statistics: STATISTICS.has(name),
      })),
      rowGroupSize: rows.length,
    })
  }

  /** Ends the file and waits until it is on the disk. */
  close(): void {
    void this.#parquet.finish()
    syncToDisk(this.#file)
  }
}

function encode(cell: Cell, type: FactColumn['type']): unknown {
  if (cell === null) return undefined
  if (type === 'TIME') return new Date(cell as number)
  if (type === 'INTEGER') return Number(cell)
  if (type === 'BIGINT') return BigInt(cell)
  return type === 'BOOLEAN' ? cell : String(cell)
}

/** Of a file, or of a folder: a name that was given is there after a power cut. */
export function syncToDisk(target: string): void {
  const handle = fs.openSync(target, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

export interface ParquetReader {
  /** Names of its columns. */
  readonly columns: readonly string[]
  readonly rows: number
  /** What our writer noted in the file; undefined in a file of another hand. */
  readonly note: Readonly<Record<string, unknown>> | undefined
  /** Rows as cells of these columns, a group at a time. @throws whatever hyparquet throws at a broken file */
  groups(columns: readonly FactColumn[]): AsyncGenerator<Cell[][]>
}

/** Opens a Parquet file. @throws whatever hyparquet throws at a file that is none */
export async function openParquet(file: string): Promise<ParquetReader> {
  const buffer = await asyncBufferFromFile(file)
  const metadata: FileMetaData = await parquetMetadataAsync(buffer)
  const note = metadata.key_value_metadata?.find(({ key }) => key === 'unwind')?.value
  return {
    columns: metadata.schema.slice(1).map(({ name }) => name),
    rows: Number(metadata.num_rows),
    note: note === undefined ? undefined : (JSON.parse(note) as Record<string, unknown>),
    async *groups(columns) {
      let rowStart = 0
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Number(group.num_rows)
        const rows = await parquetReadObjects({
          file: buffer,
          metadata,
          columns: columns.map(({ name }) => name),
          rowStart,
          rowEnd,
        })
        yield rows.map((row) => columns.map(({ name }) => decode(row[name])))
        rowStart = rowEnd
      }
    },
  }
}

function decode(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'boolean' || typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}
