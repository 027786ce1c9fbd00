import path from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { exportFacts, type ExportFormat } from '../../src/archive/export.ts'
import { ARCHIVED, type FactTable } from '../../src/archive/record.ts'
import { ageLimit, retain, type MonthOutcome } from '../../src/archive/retain.ts'
import { messageOf } from '../../src/lib/errors.ts'
import type { LoadContext } from '../../src/quality/ingest.ts'
import { labelOfMonth, type FactTableName } from '../../src/quality/retiredMonths.ts'

/** Tables of raw facts by the names that the other commands have for families. */
const FAMILIES = {
  liquidations: ['liquidation'],
  'open-interest': ['open_interest'],
  funding: ['funding_rate', 'funding_prediction'],
  'order-book': ['order_book_depth'],
  candles: ['candle'],
  'long-short': ['long_short'],
  'market-caps': ['market_cap'],
  series: ['series_point'],
} as const satisfies Record<string, readonly FactTableName[]>

type ArchiveFamily = keyof typeof FAMILIES

const FAMILY_NAMES = Object.keys(FAMILIES) as ArchiveFamily[]

/** What can be exported: a family, or the second table of one. */
const EXPORTS: Readonly<Record<string, FactTableName>> = {
  ...Object.fromEntries(FAMILY_NAMES.map((name) => [name, FAMILIES[name][0]])),
  'funding-predictions': 'funding_prediction',
}

export interface RetainArguments {
  readonly family: readonly FactTable[]
  readonly olderThan: string
  readonly to?: string
  readonly dryRun?: boolean
}

/** Adds `retain` to the command. */
export function retainCommand(program: Command, run: (options: RetainArguments) => Promise<void>): void {
  program
    .command('retain')
    .description('months of raw facts that are older: to Parquet files, proved, then out of the store')
    .addOption(
      new Option('--family <names>', `of ${FAMILY_NAMES.join(', ')}, separated by commas; or all`)
        .argParser(parseFamilies)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--older-than <age>', 'whole months that ended so long ago: 13M (months) or 400d (days)')
        .argParser(parseAge)
        .makeOptionMandatory(),
    )
    .option('--to <dir>', 'folder of the files (default: archive in UNWIND_DATA_DIR)')
    .option('--dry-run', 'tell which months, change nothing')
    .action(run)
}

function parseFamilies(text: string, before: readonly FactTable[] = []): readonly FactTable[] {
  const names = text === 'all' ? FAMILY_NAMES : text.split(',').map((name) => name.trim())
  const tables = names.flatMap((name) => {
    if (!Object.hasOwn(FAMILIES, name))
      throw new InvalidArgumentError(`Give names of ${FAMILY_NAMES.join(', ')}, or all.`)
    return FAMILIES[name as ArchiveFamily].map((table) => ARCHIVED[table])
  })
  return [...new Set([...before, ...tables])]
}

function parseAge(text: string): string {
  try {
    ageLimit(text, new Date())
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error))
  }
  return text
}

/** Retires the months and tells of each. */
export async function retainMonths(
  context: LoadContext,
  dataDir: string,
  { family, olderThan, to, dryRun = false }: RetainArguments,
): Promise<readonly MonthOutcome[]> {
  const outcomes = await retain(context, {
    tables: family,
    before: ageLimit(olderThan, context.now()),
    dir: path.resolve(to ?? path.join(dataDir, 'archive')),
    dryRun,
    onStep: (step, { name }, month) =>
      process.stderr.write(`${name} ${labelOfMonth(month)}: ${step.toLowerCase()}\n`),
  })
  for (const { table, month, rows, result, file } of outcomes) {
    const what = {
      RETIRED: `${rows} rows retired to ${file ?? ''}`,
      WOULD_RETIRE: `${rows} rows would be retired`,
      HELD: `stays: ${rows} readings of it wait in quarantine, judge them first (etl quarantine)`,
    }[result]
    process.stdout.write(`${table} ${labelOfMonth(month)}: ${what}\n`)
  }
  if (outcomes.length === 0) process.stdout.write('No month is that old.\n')
  return outcomes
}

export interface ExportArguments {
  readonly family: FactTable
  readonly exchange?: string[]
  readonly asset?: string[]
  readonly from?: Date
  readonly to?: Date
  readonly format: ExportFormat
  readonly out: string
}

/** Adds `export` to the command. */
export function exportCommand(
  program: Command,
  parse: {
    readonly time: (text: string) => Date
    readonly codes: (text: string, before?: string[]) => string[]
  },
  run: (options: ExportArguments) => Promise<void>,
): void {
  const names = Object.keys(EXPORTS)
  program
    .command('export')
    .description('raw facts to a file that `etl import` reads, in this store or another')
    .addOption(
      new Option('--family <name>', `one of ${names.join(', ')}`)
        .argParser((text) => {
          if (!Object.hasOwn(EXPORTS, text))
            throw new InvalidArgumentError(`Give one of ${names.join(', ')}.`)
          return ARCHIVED[EXPORTS[text]!]
        })
        .makeOptionMandatory(),
    )
    .option('--exchange <codes>', 'only of these venues, separated by commas', parse.codes)
    .option('--asset <codes>', 'only of these base assets, separated by commas', parse.codes)
    .addOption(
      new Option('--from <time>', 'begin of the window (default: the first row)').argParser(parse.time),
    )
    .addOption(
      new Option('--to <time>', 'end of the window, not part of it (default: the last row)').argParser(
        parse.time,
      ),
    )
    .addOption(
      new Option('--format <format>', 'of the file')
        .choices(['parquet', 'csv', 'ndjson'])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--out <file>',
      'the file, which must not be there yet; csv and ndjson gzipped if it ends in .gz',
    )
    .action(run)
}

/** Writes the file and tells how many rows it holds. */
export async function exportFile(
  context: LoadContext,
  { family, exchange, asset, from, to, format, out }: ExportArguments,
): Promise<void> {
  const rows = await exportFacts(context, {
    table: family,
    format,
    out,
    window: { ...(from ? { from } : {}), ...(to ? { to } : {}) },
    ...(exchange ? { exchanges: exchange } : {}),
    ...(asset ? { assets: asset } : {}),
  })
  process.stdout.write(`${out}: ${rows} rows of ${family.name}\n`)
}
