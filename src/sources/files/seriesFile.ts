import path from 'node:path'
import Big from 'big.js'
import { findDecimal, ratio, toPlain, type DecimalString } from '../../lib/decimal.ts'
import { floorTo } from '../../lib/time.ts'
import { splitMultiplier } from '../../markets/ticker.ts'
import type { Rejection } from '../../quality/record.ts'
import { MEASURES, SIGNED_MEASURES, type SeriesPointRecord, type SeriesRecord } from '../../series/record.ts'
import {
  columnNamesOf,
  findFileMapping,
  parseStep,
  readColumnsOf,
  type FileMapping,
  type MappingDocument,
  type ReadColumn,
} from './mapping.ts'
import { durationOf, StepWatch, UnitWatch } from './plausibility.ts'
import { FileError, readRows } from './rows.ts'
import { parseTime } from './times.ts'

const DEFAULT_MISSING = ['', 'nan', 'NaN', 'NA', 'N/A', 'null', 'NULL', 'None', '-']

/** So many rows back a time that comes twice is recognised. */
const REMEMBERED = 500

export interface SeriesBatch {
  readonly records: SeriesPointRecord[]
  readonly rejections: Rejection[]
}

/**
 * Points of any house's CSV by its mapping, in batches. Rows that are off alone are rejections; a file that is off as a whole
 * (header, step, unit, one time with two values) is an error, whose row may come late: read the file through once before
 * anything of it is kept.
 * @throws FileError BAD_HEADER, UNEXPECTED_VALUE, STEP_CHANGED, UNIT_CHANGED, DUPLICATE_TIME, and those of readRows
 */
export async function* readSeriesFile(
  document: MappingDocument,
  file: string,
  { batchRows = 1_000, onBytes }: { batchRows?: number; onBytes?: (bytes: number) => void } = {},
): AsyncGenerator<SeriesBatch> {
  // Which mapping it is decides the delimiter, and the header decides the mapping: the first line is looked at first.
  const header = await readHeader(document, file)
  const mapping = findFileMapping(document, file, header)
  const reader = new Reader(mapping, file, header)
  let batch: SeriesBatch = { records: [], rejections: [] }
  let rows = 0
  for await (const { line, fields } of readRows(file, {
    ...(mapping.delimiter === undefined ? {} : { delimiter: mapping.delimiter }),
    ...(onBytes ? { onBytes } : {}),
  })) {
    if (rows++ === 0) continue
    reader.read(line, fields, batch)
    if (rows % batchRows === 0) {
      yield batch
      batch = { records: [], rejections: [] }
    }
  }
  reader.end(batch)
  yield batch
}

async function readHeader(document: MappingDocument, file: string): Promise<readonly string[]> {
  const delimiters = [...new Set(document.files.map(({ delimiter = ',' }) => delimiter))]
  let found: readonly string[] = []
  for (const delimiter of delimiters) {
    for await (const { fields } of readRows(file, { delimiter })) {
      if (fields.length > found.length) found = fields
      break
    }
  }
  if (found.length === 0) throw new FileError('BAD_HEADER', file, 1, 'a header', 'an empty file')
  return found
}

/** What is watched of one asset or market of a file. */
interface Group {
  readonly multiplier: DecimalString
  readonly series: Map<ReadColumn, SeriesRecord>
  readonly units: Map<ReadColumn, UnitWatch>
  readonly step: StepWatch | undefined
  /** Line and values of the newest rows, by time. */
  readonly seen: Map<number, { readonly line: number; readonly values: string }>
  /** Columns whose zeros before the first value are missing: true once a value came. */
  hasBegun: boolean
  /** Of a file whose last bar is unfinished: the newest row waits for the next. */
  waiting: SeriesPointRecord[]
}

class Reader {
  readonly #mapping: FileMapping
  readonly #file: string
  readonly #at: ReadonlyMap<string, number>
  readonly #columns: readonly ReadColumn[]
  readonly #missing: ReadonlySet<string>
  readonly #stepMs: number
  readonly #roundMs: number
  readonly #groups = new Map<string, Group>()

  constructor(mapping: FileMapping, file: string, header: readonly string[]) {
    this.#mapping = mapping
    this.#file = file
    this.#at = new Map(header.map((name, index) => [name, index]))
    this.#columns = readColumnsOf(mapping)
    this.#missing = new Set([...DEFAULT_MISSING, ...(mapping.missing ?? [])])
    this.#stepMs = parseStep(mapping.step) ?? 0
    this.#roundMs = mapping.time.round === undefined ? 0 : parseStep(mapping.time.round)!
    for (const name of columnNamesOf(mapping))
      if (!this.#at.has(name)) throw new FileError('BAD_HEADER', file, 1, name, header.join(', '))
  }

  read(line: number, fields: readonly string[], into: SeriesBatch): void {
    const mapping = this.#mapping
    const field = (name: string) => fields[this.#at.get(name)!] ?? ''
    const reject = (code: string, reason: string) => {
      into.rejections.push({
        code,
        reason: `line ${line}: ${reason}`,
        payload: { file: path.basename(this.#file), line, fields },
      })
    }
    for (const [name, allowed] of Object.entries(mapping.expect ?? {}))
      if (!allowed.includes(field(name)))
        throw new FileError(
          'UNEXPECTED_VALUE',
          this.#file,
          line,
          `${name} to be ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`,
          JSON.stringify(field(name)),
        )
    const ms = this.#timeOf(field(mapping.time.column))
    if (ms === undefined)
      return reject('BAD_TIME', `${field(mapping.time.column)} is no ${mapping.time.format}`)
    const group = this.#groupOf(field)
    if (!group) return reject('UNKNOWN_ASSET', 'the row names no asset')
    const other = group.step?.see(ms)
    if (other !== undefined)
      throw new FileError('STEP_CHANGED', this.#file, line, `rows ${durationOf(this.#stepMs)} apart`, other)
    const values = this.#columns.map(({ column }) => field(column))
    if (this.#isRepeated(group, ms, line, values.join('\u0000'))) return

    const numbers = this.#columns.map((column, index) => this.#numberOf(column, values[index]!, group))
    const bad = numbers.findIndex((number) => number === null)
    if (bad >= 0)
      return reject('BAD_NUMBER', `${this.#columns[bad]!.column} is ${JSON.stringify(values[bad])}`)
    const known = this.#withoutLeadingZeros(group, numbers as (DecimalString | undefined)[], ms)
    const time = new Date(ms)
    const records: SeriesPointRecord[] = []
    for (const [index, column] of this.#columns.entries()) {
      const value = known[index]
      if (value === undefined) continue
      const fault = rangeFault(column, value)
      if (fault !== undefined) {
        reject('BAD_NUMBER', `${column.column}: ${fault}`)
        continue
      }
      const change = mayJump(column, ms) ? undefined : group.units.get(column)!.see(Number(value), line)
      if (change)
        throw new FileError(
          'UNIT_CHANGED',
          this.#file,
          change.line,
          `${column.column} near ${Number(change.before.toPrecision(3))}, as in the rows before`,
          `${Number(change.after.toPrecision(3))} from here on: another unit, or say "allowJumps" and why`,
        )
      records.push({ series: group.series.get(column)!, time, value })
    }
    if (mapping.lastBar === 'drop') {
      into.records.push(...group.waiting)
      group.waiting = records
    } else into.records.push(...records)
  }

  /** The file is at its end: bars that still wait are unfinished. */
  end(into: SeriesBatch): void {
    for (const [name, group] of this.#groups) {
      // A file of one bar a day that was declared as hours fits the grid, and is caught here.
      if (group.step && group.seen.size > 10 && !group.step.sawStep)
        throw new FileError(
          'STEP_CHANGED',
          this.#file,
          undefined,
          `rows ${durationOf(this.#stepMs)} apart`,
          `none so close${name === '' ? '' : ` for ${name}`}`,
        )
      group.waiting = []
    }
    void into
  }

  #timeOf(text: string): number | undefined {
    const { format, stamp } = this.#mapping.time
    const ms = parseTime(text, format)
    if (ms === undefined) return undefined
    const rounded = this.#roundMs === 0 ? ms : floorTo(ms + this.#roundMs / 2, this.#roundMs)
    if (stamp !== 'CLOSE') return rounded
    // 23:59:59.999 closes the same bar as midnight does.
    return Math.ceil(rounded / 1_000) * 1_000 - this.#stepMs
  }

  #groupOf(field: (name: string) => string): Group | undefined {
    const { asset, market } = this.#mapping
    const rawAsset =
      asset &&
      (asset.fixed ?? (asset.column === undefined ? this.#fromName(asset.file!) : field(asset.column)))
    const symbol =
      market && (market.column === undefined ? this.#fromName(market.file!) : field(market.column))
    if (asset && !rawAsset) return undefined
    if (market && !symbol) return undefined
    const name = `${rawAsset ?? ''}|${symbol ?? ''}`
    let group = this.#groups.get(name)
    if (!group) {
      const { code, multiplier } =
        rawAsset === undefined ? { code: undefined, multiplier: '1' } : this.#assetOf(rawAsset)
      const { venues, completeness } = this.#mapping
      group = {
        multiplier,
        series: new Map(
          this.#columns.map((column) => [
            column,
            {
              measure: column.measure,
              ...((column.asset ?? code) === undefined ? {} : { assetCode: column.asset ?? code! }),
              ...(market ? { exchangeCode: market.exchange, venueSymbol: symbol! } : {}),
              ...(column.label === undefined ? {} : { label: column.label }),
              stepMs: this.#stepMs,
              ...((column.venues ?? venues) === undefined ? {} : { venues: column.venues ?? venues! }),
              completeness,
            },
          ]),
        ),
        units: new Map(this.#columns.map((column) => [column, new UnitWatch(column.measure)])),
        step: this.#stepMs === 0 ? undefined : new StepWatch(this.#stepMs),
        seen: new Map(),
        hasBegun: false,
        waiting: [],
      }
      this.#groups.set(name, group)
    }
    return group
  }

  #fromName(expression: string): string | undefined {
    const found = new RegExp(expression, 'i').exec(path.basename(this.#file))
    return found?.groups?.asset ?? found?.groups?.symbol ?? found?.[1]
  }

  #assetOf(text: string): { code: string; multiplier: DecimalString } {
    const { aliases = {}, strip = [], multiplied = false } = this.#mapping.asset!
    const alias = aliases[text]
    if (alias !== undefined) return { code: alias, multiplier: '1' }
    const ending = strip.find((end) => text.length > end.length && text.endsWith(end))
    const code = (ending === undefined ? text : text.slice(0, -ending.length)).toUpperCase()
    if (!multiplied) return { code, multiplier: '1' }
    const { baseCode, baseMultiplier } = splitMultiplier(code)
    return { code: baseCode, multiplier: baseMultiplier }
  }

  /** true for a row that came before just so. @throws FileError DUPLICATE_TIME when it came with other values */
  #isRepeated(group: Group, ms: number, line: number, values: string): boolean {
    const before = group.seen.get(ms)
    if (before) {
      if (before.values === values) return true
      throw new FileError(
        'DUPLICATE_TIME',
        this.#file,
        line,
        `one row for ${new Date(ms).toISOString()}`,
        `another in line ${before.line} with other values`,
      )
    }
    group.seen.set(ms, { line, values })
    if (group.seen.size > REMEMBERED)
      for (const [oldest] of group.seen) {
        group.seen.delete(oldest)
        break
      }
    return false
  }

  /** undefined: missing. null: no number. */
  #numberOf(column: ReadColumn, text: string, { multiplier }: Group): DecimalString | undefined | null {
    if (this.#missing.has(text)) return undefined
    const plain = this.#mapping.decimal === ',' ? text.replaceAll('.', '').replace(',', '.') : text
    let value = findDecimal(plain)
    if (value === undefined) return null
    if (column.convert === 'RATIO_TO_SHARE') {
      const share = ratio(value, new Big(value).plus(1))
      if (share === undefined || value.startsWith('-')) return null
      value = share
    }
    if (column.scale !== undefined) value = toPlain(new Big(value).times(column.scale))
    if (multiplier === '1') return value
    if (MEASURES[column.measure] === 'COINS') return toPlain(new Big(value).times(multiplier))
    return column.measure.includes('PRICE') ? ratio(value, multiplier, 20)! : value
  }

  #withoutLeadingZeros(
    group: Group,
    numbers: readonly (DecimalString | undefined)[],
    ms: number,
  ): (DecimalString | undefined)[] {
    const isLeading = ({ leadingZeros = this.#mapping.leadingZeros }: ReadColumn) =>
      leadingZeros === 'missing'
    // Columns are one row: the first real value of any of them begins all, so that a zero beside it is a zero.
    if (!group.hasBegun)
      group.hasBegun = this.#columns.some(
        (column, index) => isLeading(column) && numbers[index] !== undefined && numbers[index] !== '0',
      )
    return numbers.map((number, index) => {
      const column = this.#columns[index]!
      if (number !== '0') return number
      if (isLeading(column) && !group.hasBegun) return undefined
      if (column.zerosBefore !== undefined && ms < Date.parse(column.zerosBefore)) return undefined
      return number
    })
  }
}

function mayJump({ allowJumps }: ReadColumn, ms: number): boolean {
  return allowJumps !== undefined && (allowJumps.before === undefined || ms < Date.parse(allowJumps.before))
}

function rangeFault({ measure }: ReadColumn, value: DecimalString): string | undefined {
  if (value.startsWith('-') && !SIGNED_MEASURES.has(measure)) return `${value} is below zero`
  if (measure.includes('PRICE') && value === '0') return 'a price of zero'
  if ((measure === 'DOMINANCE' || measure === 'LONG_ACCOUNT_SHARE') && new Big(value).gt(1))
    return `a share of ${value} is above 1: is it in percent?`
  return undefined
}
