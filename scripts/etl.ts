import os from 'node:os'
import path from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { readConfig, type Config } from '../src/config.ts'
import { inTransaction } from '../src/db.ts'
import { messageOf } from '../src/lib/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../src/lib/time.ts'
import { judgeByHand } from '../src/openInterest/quarantine.ts'
import { upsertClaims } from '../src/quality/claimStore.ts'
import { readClaims } from '../src/quality/claims.ts'
import type { LoadContext } from '../src/quality/ingest.ts'
import { getQuarantined } from '../src/quality/quarantineStore.ts'
import { exportCommand, exportFile, retainCommand, retainMonths } from './support/archive.ts'
import { backfill, backfillCommand } from './support/backfill.ts'
import { detect, detectCommand } from './support/detect.ts'
import { importCommand, importFiles } from './support/importFiles.ts'
import {
  excused,
  exitCodeOf,
  liveSources,
  runTask,
  summarise,
  WITHOUT_VENUE,
  type LoadName,
  type Outcome,
  type Places,
  type Task,
} from './support/loads.ts'
import { openStore } from './support/openStore.ts'
import { loadSample } from './support/sample.ts'

interface LoadOptions {
  readonly exchange?: string[]
  readonly interval?: Config['coinglassInterval']
  readonly from?: Date
  readonly to?: Date
  readonly for?: number
  readonly dryRun?: boolean
}

/** Options that each are fine but don't go together. */
class UsageError extends Error {}

const STARTED = new Date()

/** `npm run etl -- …`: loads the store. Exit codes: see exitCodeOf; 2 for wrong arguments. */
export async function main(argv: readonly string[], places: Places = {}): Promise<void> {
  const program = new Command('etl')
    .description(
      'Loads exchange data and market caps into the store. Talks to the live venues, CoinGecko, DefiLlama and Coinglass.',
    )
    .usage('COMMAND [options]      (npm run etl -- COMMAND [options])')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  npm run etl -- markets                                    the instrument lists of all configured venues
  npm run etl -- markets --exchange binance,okx --dry-run   what would change, without changing it
  npm run etl -- liquidations --exchange bybit --for 10m    record forced orders for ten minutes
  npm run etl -- open-interest                              one reading of every market, now
  npm run etl -- open-interest --exchange binance --from 2026-01-01 --to 2026-01-08
  npm run etl -- import data/*.zip                          bulk files of Binance or Tardis, by their header
  npm run etl -- import own.csv --mapping own.yaml          any CSV, by a declared mapping
  npm run etl -- market-caps                                one snapshot of the top coins and the whole market
  npm run etl -- reserves --from 2025-01-01                 coins on exchanges by the day, from DefiLlama
  npm run etl -- vendor --exchange binance,okx,bybit        Coinglass's sums, as a second opinion (needs its key)
  npm run etl -- backfill --family open-interest --exchange bybit --from 2026-01-01   what is missing since then
  npm run etl -- detect                                     episodes of leverage in what the store holds
  npm run etl -- retain --family open-interest --older-than 13M   raw months to Parquet, then out of the store
  npm run etl -- export --family liquidations --format csv --out orders.csv   raw facts, for any other tool
  npm run etl -- sample                                     the reconstructed sample, into a store of its own

Where to: DATABASE_URL, else an embedded PostgreSQL. Venues: --exchange, else EXCHANGES. See .env.example.
Exit code: 0 all went well (what a venue that was not named does not offer is no fault); 1 a load failed; 2 wrong arguments; 3 all ran, but some records were rejected or months stay.`,
    )

  const loadCommand = (name: LoadName, description: string) => {
    const command = program.command(name).description(description)
    if (!WITHOUT_VENUE[name] || name === 'vendor')
      command.option(
        '--exchange <codes>',
        name === 'vendor'
          ? 'venues whose liquidations are summed, by ccxt id, separated by commas (default: EXCHANGES)'
          : 'venues by ccxt id, separated by commas (default: EXCHANGES)',
        parseCodes,
      )
    if (name === 'vendor')
      command.addOption(
        new Option('--interval <length>', 'length of the bars (default: COINGLASS_INTERVAL)').choices([
          '1h',
          '1d',
        ]),
      )
    if (name !== 'markets' && name !== 'leverage-tiers' && name !== 'order-book')
      command
        .addOption(
          new Option('--from <time>', 'begin of the window, e.g. 2026-01-01 or 2026-01-01T12:00Z').argParser(
            parseTime,
          ),
        )
        .addOption(
          new Option('--to <time>', 'end of the window, not part of it (default: now)').argParser(parseTime),
        )
    if (name === 'liquidations')
      command.addOption(
        new Option('--for <duration>', 'from now on for so long, e.g. 30s, 10m, 2h, 1d').argParser(
          parseDuration,
        ),
      )
    command.option('--dry-run', 'read and map everything, tell the counts, keep nothing')
    command.action((options: LoadOptions) => runLoads(name, options, places))
  }
  loadCommand('markets', 'instrument lists of venues')
  loadCommand('leverage-tiers', 'what venues ask of positions: highest leverage and margin, now')
  loadCommand(
    'liquidations',
    'forced orders: streamed from now on, or from a history where the venue has one',
  )
  loadCommand('open-interest', 'open interest: a reading now, or a window of history')
  loadCommand('funding', 'funding rates: predictions now, or settled rates of a window')
  loadCommand('order-book', 'order books, now')
  loadCommand('candles', 'bars of a minute, spot and perpetual: the last hour, or a window')
  loadCommand('long-short', 'share of accounts that are net long: now, or a window')
  loadCommand('market-caps', 'market caps and sectors from CoinGecko: a snapshot now, or a window of history')
  loadCommand('reserves', 'coins on exchanges from DefiLlama: the last 30 days, or a window of history')
  loadCommand(
    'fund-flows',
    'net flows of spot funds from Coinglass: the last 30 days, or a window of history',
  )
  loadCommand(
    'vendor',
    'liquidations and open interest as Coinglass sums them: the latest, or a window of history',
  )
  backfillCommand(program, { time: parseTime, codes: parseCodes }, (options) => {
    if (options.from >= options.to)
      throw new UsageError(
        `--from (${options.from.toISOString()}) is not before --to (${options.to.toISOString()}).`,
      )
    return withStore('live', async (context, config) => {
      const outcomes = await backfill(context, await liveSources(config, places), config, options)
      if (options.dryRun) return
      finish(outcomes, false)
    })
  })
  importCommand(program, (files, { mapping, dryRun = false }) =>
    withStore('live', async (context) => {
      finish(await importFiles({ ...context, dryRun }, files, mapping), dryRun)
    }),
  )
  retainCommand(program, (options) =>
    withStore('live', async (context, { dataDir }) => {
      const outcomes = await retainMonths(context, dataDir, options)
      process.exitCode = outcomes.some(({ result }) => result === 'HELD') ? 3 : 0
    }),
  )
  exportCommand(program, { time: parseTime, codes: parseCodes }, (options) => {
    if (options.from && options.to && options.from >= options.to)
      throw new UsageError(
        `--from (${options.from.toISOString()}) is not before --to (${options.to.toISOString()}).`,
      )
    return withStore(undefined, (context) => exportFile(context, options))
  })
  detectCommand(program, parseTime, (options) => {
    const { from, to } = options
    if ((from === undefined) !== (to === undefined)) throw new UsageError('--from and --to go together.')
    if (options.source !== undefined && from)
      throw new UsageError("--source can't be used with --from and --to.")
    if (from && to && from >= to)
      throw new UsageError(`--from (${from.toISOString()}) is not before --to (${to.toISOString()}).`)
    return withStore(undefined, ({ pool, now }) => detect(pool, options, now()))
  })
  program
    .command('claims')
    .description('published figures with their citation, YAML or JSON by schema/claims.schema.json')
    .argument('<files...>', 'files, e.g. schema/claims/report.yaml; each whole or not at all')
    .action((files: string[]) => {
      // Read first: a fault in one of them shall not leave the others half told.
      const claims = files.map(readClaims)
      return withStore(undefined, async ({ pool }) => {
        for (const [at, file] of files.entries()) {
          const written = await upsertClaims(pool, claims[at]!)
          process.stdout.write(`${path.basename(file)}: ${claims[at]!.length} read, ${written} written\n`)
        }
      })
    })
  program
    .command('quarantine')
    .description('readings that are kept out of totals: list them, or judge one by hand')
    .option('--release <id>', 'it was right: put it into the facts as it was observed')
    .option('--confirm <id>', 'it was a fault: keep it out')
    .option('--by <name>', 'who judges', os.userInfo().username)
    .action(({ release, confirm, by }: { release?: string; confirm?: string; by: string }) =>
      withStore(undefined, async ({ pool, now }) => {
        if (release !== undefined && confirm !== undefined)
          throw new UsageError("--release and --confirm don't go together.")
        const id = release ?? confirm
        if (id !== undefined)
          await inTransaction(pool, (client) =>
            judgeByHand(client, id, release === undefined ? 'CONFIRMED' : 'RELEASED', by, now()),
          )
        for (const { id: number, time, status, reason } of await getQuarantined(pool, undefined, 100))
          process.stdout.write(`${number}  ${time.toISOString()}  ${status}  ${reason}\n`)
      }),
    )
  program
    .command('sample')
    .description('the reconstructed sample, June to October 2025, into a store of its own')
    .option('--dry-run', 'read and map everything, tell the counts, keep nothing')
    .action((options: LoadOptions) =>
      withStore('sample', async (context) => {
        finish(await loadSample({ ...context, dryRun: options.dryRun ?? false }), options.dryRun ?? false)
      }),
    )

  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    const code = (error as { code?: unknown }).code
    if (typeof code === 'string' && code.startsWith('commander.')) {
      // commander has told the user already; help and version are no fault.
      process.exitCode = (error as { exitCode: number }).exitCode === 0 ? 0 : 2
      return
    }
    process.stderr.write(`${messageOf(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

async function runLoads(name: LoadName, options: LoadOptions, places: Places): Promise<void> {
  const window = windowOf(name, options)
  await withStore('live', async (context, config) => {
    const exchangeCodes = options.exchange ?? config.exchanges
    const coinglassInterval = options.interval ?? config.coinglassInterval
    const sources = await liveSources({ ...config, exchanges: exchangeCodes, coinglassInterval }, places)
    const dryRun = options.dryRun ?? false
    const exchanges = WITHOUT_VENUE[name] ? [undefined] : exchangeCodes
    const tasks = exchanges.map((exchange): Task => ({
      name,
      ...(exchange === undefined ? {} : { exchange }),
      ...(window ? { window } : {}),
    }))
    const run = async (task: Task) => {
      const outcome = await runTask({ ...context, dryRun }, sources, task)
      return options.exchange ? outcome : excused(outcome)
    }
    // Streams run side by side: what one venue prints while another is heard would be lost.
    const outcomes: Outcome[] = []
    if (name === 'liquidations') outcomes.push(...(await Promise.all(tasks.map(run))))
    else for (const task of tasks) outcomes.push(await run(task))
    finish(outcomes, dryRun)
  })
}

function finish(outcomes: readonly Outcome[], dryRun: boolean): void {
  process.stdout.write(`${summarise(outcomes, dryRun)}\n`)
  process.exitCode = exitCodeOf(outcomes)
}

/** The window that the options name; undefined: now. */
function windowOf(name: LoadName, { from, to, for: length }: LoadOptions): Window | undefined {
  if (length !== undefined) {
    if (from ?? to) throw new UsageError("--for can't be used with --from or --to.")
    return { from: STARTED, to: new Date(STARTED.getTime() + length) }
  }
  if (from === undefined && to === undefined) {
    if (name === 'liquidations') throw new UsageError('Liquidations need --for, or --from and --to.')
    return undefined
  }
  const window = { from: from ?? STARTED, to: to ?? STARTED }
  if (window.from >= window.to)
    throw new UsageError(
      `--from (${window.from.toISOString()}) is not before --to (${window.to.toISOString()}).`,
    )
  return window
}

/** Opens the store, hands over a context that Ctrl-C ends, and closes the store in any case. */
async function withStore(
  data: Config['data'] | undefined,
  work: (context: LoadContext, config: Config) => Promise<void>,
): Promise<void> {
  const read = readConfig()
  // undefined: the store that the API of this configuration serves.
  const config = { ...read, data: data ?? read.data }
  const store = await openStore(config, (what, ms) =>
    process.stderr.write(`${what}: ${(ms / 1000).toFixed(1)} s\n`),
  )
  const abort = new AbortController()
  const stop = () => {
    abort.abort()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    await work({ pool: store.database.pool, signal: abort.signal, now: () => new Date() }, config)
  } finally {
    await store.close()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

function parseCodes(text: string, before: string[] = []): string[] {
  const codes = text.split(',').map((code) => code.trim())
  if (codes.some((code) => code === '')) throw new InvalidArgumentError('Give codes as binance,okx.')
  return [...before, ...codes]
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

function parseTime(text: string): Date {
  const time = new Date(text)
  const fits = TIME.test(text) && !Number.isNaN(time.getTime())
  // Date turns 30 February into 2 March.
  if (!fits || (text.length === 10 && time.toISOString().slice(0, 10) !== text))
    throw new InvalidArgumentError('Give a time in UTC as 2026-01-01 or 2026-01-01T12:00Z.')
  return time
}

const UNITS: Record<string, number> = { s: 1000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined || Number(count) === 0)
    throw new InvalidArgumentError('Give a duration as 30s, 10m, 2h or 1d.')
  return Number(count) * UNITS[unit]!
}
