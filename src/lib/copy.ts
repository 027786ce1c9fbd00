import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/**
 * Streams rows into a table with COPY, the fastest way in. Inside the caller's transaction.
 * @param lines rows in COPY's text format without the newline: columns joined by tabs, \N for null
 */
export async function copyRows(client: pg.PoolClient, table: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inBlocks(lines)), client.query(copyFrom(`copy ${table} from stdin`)))
}

/** One write a row would cost more than the row: rows travel in blocks of about 64 kB. */
function* inBlocks(lines: Iterable<string>): Generator<string> {
  let block = ''
  for (const line of lines) {
    block += line
    block += '\n'
    if (block.length > 65_536) {
      yield block
      block = ''
    }
  }
  if (block !== '') yield block
}

/** Text for COPY: backslash, tab and newline are escaped. */
export function copyText(value: string): string {
  return /[\\\t\n\r]/.test(value)
    ? value.replace(
        /[\\\t\n\r]/g,
        (found) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[found]!,
      )
    : value
}
