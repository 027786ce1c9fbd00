import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse, type Info } from 'csv-parse'
import yauzl from 'yauzl'
import { messageOf, UnwindError } from '../../lib/errors.ts'

/**
 * A file that is not what it should be, as a whole: nothing of it is kept. `code` is e.g. FILE_UNREADABLE, BAD_HEADER,
 * STEP_CHANGED, UNIT_CHANGED, DUPLICATE_TIME.
 */
export class FileError extends UnwindError {
  constructor(
    code: string,
    readonly file: string,
    /** Line of the file, from 1; undefined when it is of none. */
    readonly line: number | undefined,
    readonly expected: string,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    const place = line === undefined ? file : `${file}, line ${line}`
    super(code, `${place}: expected ${expected}, found ${found}`, options)
  }
}

/** One row of a file. */
export interface Row {
  /** From 1; the header is line 1. */
  readonly line: number
  readonly fields: readonly string[]
}

export interface RowFormat {
  /** Default: comma. */
  readonly delimiter?: string
  /** Told how many bytes of the file were read so far. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * Rows of a CSV file, plain, gzipped, or as the one CSV in a zip. Streamed: memory does not grow with the file. A byte order
 * mark is dropped, quotes are understood, every row must have as many fields as the first.
 * @throws FileError FILE_UNREADABLE, BAD_CSV
 */
export async function* readRows(
  file: string,
  { delimiter = ',', onBytes }: RowFormat = {},
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_quotes: true,
    trim: true,
  })
  let failure: FileError | undefined
  const fail = (error: unknown) => {
    failure ??=
      error instanceof FileError
        ? error
        : new FileError('FILE_UNREADABLE', file, undefined, 'a csv, csv.gz or zip', messageOf(error), {
            cause: error,
          })
    parser.destroy()
  }
  let text: Readable
  try {
    text = await openText(file, onBytes, fail)
  } catch (error) {
    fail(error)
    throw failure!
  }
  text.on('error', fail)
  text.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
      yield { line: info.lines, fields: record }
    if (failure) throw failure
  } catch (error) {
    if (failure) throw failure
    if (error instanceof UnwindError) throw error
    const { lines } = error as { readonly lines?: number }
    throw new FileError('BAD_CSV', file, lines, 'rows of one width', messageOf(error), { cause: error })
  } finally {
    text.destroy()
  }
}

async function openText(
  file: string,
  onBytes: ((bytes: number) => void) | undefined,
  fail: (error: unknown) => void,
): Promise<Readable> {
  if (file.endsWith('.zip')) return openZip(file, onBytes)
  const raw = fs.createReadStream(file)
  let bytes = 0
  raw.on('data', (chunk) => onBytes?.((bytes += chunk.length)))
  if (!file.endsWith('.gz')) return raw
  raw.on('error', fail)
  return raw.pipe(createGunzip())
}

/** The CSV of a zip; more than one is refused, since which is meant would be a guess. */
async function openZip(file: string, onBytes?: (bytes: number) => void): Promise<Readable> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    ),
  )
  const entries = await new Promise<yauzl.Entry[]>((resolve, reject) => {
    const found: yauzl.Entry[] = []
    zip.on('entry', (entry: yauzl.Entry) => {
      if (/\.csv$/i.test(entry.fileName)) found.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(found))
    zip.on('error', reject)
    zip.readEntry()
  })
  const [entry] = entries
  if (!entry || entries.length > 1) {
    zip.close()
    throw new FileError(
      'FILE_UNREADABLE',
      file,
      undefined,
      'one CSV in the zip',
      entries.length === 0 ? 'none' : entries.map(({ fileName }) => fileName).join(', '),
    )
  }
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const total = fs.statSync(file).size
  let read = 0
  stream.on('data', (chunk: Buffer) => {
    read += chunk.length
    onBytes?.(Math.round((read / Math.max(1, entry.uncompressedSize)) * total))
  })
  stream.on('close', () => zip.close())
  return stream
}

/** The file's name without folder and without the endings of packing: "BTCUSDT-metrics-2026-07-15". */
export function baseNameOf(file: string): string {
  return path.basename(file).replace(/(\.csv)?(\.gz|\.zip)?$/i, '')
}
