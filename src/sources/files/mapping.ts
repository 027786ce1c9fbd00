import fs from 'node:fs'
import path from 'node:path'
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import { parse as parseYaml } from 'yaml'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/time.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Completeness } from '../../liquidations/completeness.ts'
import { MEASURES, type Measure, type SeriesUnit } from '../../series/record.ts'
import { FileError } from './rows.ts'

/** A mapping as it is written; `schema/import-mapping.schema.json` says what each field means. */
export interface MappingDocument {
  readonly source: { readonly code: string; readonly name: string; readonly url?: string }
  readonly files: readonly FileMapping[]
}

export interface FileMapping {
  readonly name: string
  readonly match?: string
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  readonly time: {
    readonly column: string
    readonly format: TimeFormat
    readonly stamp?: 'OPEN' | 'CLOSE'
    readonly round?: string
  }
  readonly step: string
  readonly asset?: {
    readonly fixed?: string
    readonly column?: string
    readonly file?: string
    readonly strip?: readonly string[]
    readonly aliases?: Readonly<Record<string, string>>
    readonly multiplied?: boolean
  }
  readonly market?: { readonly exchange: string; readonly column?: string; readonly file?: string }
  readonly missing?: readonly string[]
  readonly leadingZeros?: 'missing' | 'value'
  readonly venues?: readonly string[]
  readonly completeness: Completeness
  readonly sides?: 'POSITION' | 'CLOSING_ORDER'
  readonly columns: readonly ColumnMapping[]
  readonly expect?: Readonly<Record<string, readonly string[]>>
  readonly ignore?: readonly string[]
  readonly lastBar?: 'keep' | 'drop'
}

export type TimeFormat = 'ISO' | 'MS' | 'S' | 'US' | 'YYYY.M.D' | 'DD-MM-YYYY' | 'MM/DD/YYYY' | 'YYYYMMDD'

export interface ColumnMapping {
  readonly column: string
  readonly measure: Measure | 'LIQUIDATIONS'
  readonly side?: 'LONG' | 'SHORT' | 'BUY' | 'SELL'
  readonly unit: SeriesUnit
  readonly scale?: string
  readonly convert?: 'RATIO_TO_SHARE'
  readonly asset?: string
  readonly venues?: readonly string[]
  readonly label?: string
  readonly leadingZeros?: 'missing' | 'value'
  readonly zerosBefore?: string
  readonly allowJumps?: { readonly why: string; readonly before?: string }
}

/** A column as it is read: which measure it is once sides are told apart. */
export interface ReadColumn extends Omit<ColumnMapping, 'measure'> {
  readonly measure: Measure
}

const SCHEMA_FILE = path.resolve(import.meta.dirname, '../../../schema/import-mapping.schema.json')

/**
 * Reads and checks a mapping, YAML or JSON.
 * @throws FileError BAD_MAPPING with every fault
 */
export function readMapping(file: string): MappingDocument {
  let document: unknown
  try {
    document = parseYaml(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new FileError('BAD_MAPPING', file, undefined, 'a mapping in YAML or JSON', messageOf(error))
  }
  return checkMapping(document, file)
}

/** @throws FileError BAD_MAPPING with every fault */
export function checkMapping(document: unknown, file: string): MappingDocument {
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false })
  addFormats.default(ajv)
  const schema = JSON.parse(fs.readFileSync(SCHEMA_FILE, 'utf8')) as object
  const isValid = ajv.compile(schema)
  if (!isValid(document)) {
    const faults = (isValid.errors ?? []).map(describe).join('; ')
    throw new FileError('BAD_MAPPING', file, undefined, 'what schema/import-mapping.schema.json says', faults)
  }
  const mapping = document as MappingDocument
  const faults = mapping.files.flatMap((of) => faultsOf(of).map((fault) => `files "${of.name}": ${fault}`))
  if (faults.length > 0)
    throw new FileError('BAD_MAPPING', file, undefined, 'a mapping without contradictions', faults.join('; '))
  return mapping
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const named = Object.entries(params as Record<string, unknown>)
    .filter(([name]) => ['additionalProperty', 'allowedValues', 'missingProperty'].includes(name))
    .map(([, value]) => JSON.stringify(value))
  return [instancePath === '' ? 'mapping' : instancePath, message, ...named].join(' ')
}

/** What JSON Schema can't say. */
function faultsOf(of: FileMapping): string[] {
  const faults: string[] = []
  if (of.step !== 'irregular' && parseStep(of.step) === undefined)
    faults.push(`step ${of.step} is no duration as 1m, 4h, 1d`)
  if (of.step === 'irregular' && of.time.stamp === 'CLOSE') faults.push('a bar without a length has no close')
  if (of.time.round !== undefined && parseStep(of.time.round) === undefined)
    faults.push(`time.round ${of.time.round} is no duration`)
  for (const text of [of.match, of.asset?.file, of.market?.file])
    if (text !== undefined && !isExpression(text)) faults.push(`${text} is no regular expression`)
  for (const column of of.columns) {
    if (column.measure === 'LIQUIDATIONS') {
      if (column.side === undefined) faults.push(`${column.column}: LIQUIDATIONS need a side`)
      else if (['BUY', 'SELL'].includes(column.side) && of.sides === undefined)
        faults.push(`${column.column}: ${column.side} needs "sides": whose side is it?`)
      if (column.unit !== 'USD') faults.push(`${column.column}: liquidations are in USD, not ${column.unit}`)
    } else if (MEASURES[column.measure] !== column.unit)
      faults.push(
        `${column.column}: ${column.measure} is in ${MEASURES[column.measure]}, the column in ${column.unit}`,
      )
  }
  const named = [
    of.time.column,
    of.asset?.column,
    of.market?.column,
    ...of.columns.map(({ column }) => column),
  ]
  for (const name of of.ignore ?? [])
    if (named.includes(name)) faults.push(`${name} is both read and ignored`)
  return faults
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/** Milliseconds of "1m", "4h", "1d", "1w"; undefined for anything else. */
export function parseStep(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? []
  const ms = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS }[unit ?? '']
  return count === undefined || ms === undefined || Number(count) === 0 ? undefined : Number(count) * ms
}

/** LIQUIDATIONS with a side are the measure of that side: a closing order's BUY closed a SHORT. */
export function readColumnsOf(of: FileMapping): ReadColumn[] {
  return of.columns.map((column) => {
    if (column.measure !== 'LIQUIDATIONS') return { ...column, measure: column.measure }
    const { side } = column
    const isOrder = of.sides === 'CLOSING_ORDER'
    const isLong = side === 'LONG' || side === (isOrder ? 'SELL' : 'BUY')
    return { ...column, measure: isLong ? 'LIQUIDATIONS_LONG' : 'LIQUIDATIONS_SHORT' }
  })
}

/**
 * The mapping of a file: the one whose columns are exactly the header's (and whose `match` fits the file's name).
 * @throws FileError BAD_HEADER with what each mapping expected
 */
export function findFileMapping(
  document: MappingDocument,
  file: string,
  header: readonly string[],
): FileMapping {
  const names = [
    path.basename(file),
    path.join(path.basename(path.dirname(path.resolve(file))), path.basename(file)),
  ]
  const candidates = document.files.filter(
    ({ match }) => match === undefined || names.some((name) => new RegExp(match, 'i').test(name)),
  )
  const fits = candidates.filter((of) => {
    const wanted = columnNamesOf(of)
    return wanted.length === header.length && wanted.every((column) => header.includes(column))
  })
  if (fits.length === 1) return fits[0]!
  if (fits.length > 1)
    throw new FileError(
      'BAD_HEADER',
      file,
      1,
      'one mapping that fits',
      `${fits.map((of) => of.name).join(' and ')}: tell them apart by "match"`,
    )
  const expected = (candidates.length > 0 ? candidates : document.files)
    .map((of) => `${of.name} (${columnNamesOf(of).join(', ')})`)
    .join(' or ')
  throw new FileError('BAD_HEADER', file, 1, expected, header.join(', '))
}

/** Every column that a mapping knows of, read or ignored; each once. */
export function columnNamesOf(of: FileMapping): string[] {
  return [
    ...new Set([
      of.time.column,
      ...(of.asset?.column === undefined ? [] : [of.asset.column]),
      ...(of.market?.column === undefined ? [] : [of.market.column]),
      ...of.columns.map(({ column }) => column),
      ...Object.keys(of.expect ?? {}),
      ...(of.ignore ?? []),
    ]),
  ]
}
