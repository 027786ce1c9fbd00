import type pg from 'pg'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Config } from '../../src/config.ts'
import { HistoryError } from '../../src/lib/errors.ts'
import { MINUTE_MS, HOUR_MS, DAY_MS, type Window } from '../../src/lib/time.ts'
import { alignMissing, getMissing } from '../../src/quality/backfill.ts'
import { gapsOf, unite } from '../../src/quality/coverage.ts'
import type { LoadContext } from '../../src/quality/ingest.ts'
import type { Family } from '../../src/quality/record.ts'
import { FACT_TABLES, getRetiredMonths, windowOfMonth } from '../../src/quality/retiredMonths.ts'
import type { Venue } from '../../src/sources/ccxt/index.ts'
import { excused, runTask, type LoadName, type Outcome, type Sources, type Task } from './loads.ts'
import { createProgress } from './progress.ts'

/** Families that some venue gives a past of. */
const FAMILIES: Partial<Record<LoadName, { readonly family: Family; readonly gridMs: number }>> = {
  liquidations: { family: 'LIQUIDATIONS', gridMs: MINUTE_MS },
  'open-interest': { family: 'OPEN_INTEREST', gridMs: 5 * MINUTE_MS },
  funding: { family: 'FUNDING', gridMs: HOUR_MS },
  candles: { family: 'CANDLES', gridMs: MINUTE_MS },
  'long-short': { family: 'LONG_SHORT', gridMs: 5 * MINUTE_MS },
}

export const BACKFILL_NAMES = Object.keys(FAMILIES) as LoadName[]

function offers(venue: Venue, name: LoadName): boolean {
  if (name === 'liquidations') return venue.liquidations?.mode === 'HISTORY'
  if (name === 'open-interest') return venue.openInterest !== undefined
  if (name === 'funding') return venue.funding !== undefined
  if (name === 'candles') return venue.candles !== undefined
  return name === 'long-short' && venue.longShort !== undefined
}

/** The loads that would fill what the store lacks of a venue within a window, oldest first; [] when nothing is missing. */
export async function planFills(
  pool: pg.Pool,
  venue: Venue,
  names: readonly LoadName[],
  window: Window,
  assets: readonly string[] | undefined,
): Promise<Task[]> {
  const exchange = venue.markets.exchange.code
  const tasks: Task[] = []
  for (const name of names) {
    const { family, gridMs } = FAMILIES[name]!
    if (!offers(venue, name)) continue
    const missing = await getMissing(pool, family, exchange, window)
    // Bars and account ratios cost a request a market: of the chosen assets alone.
    const ofAssets = assets && (name === 'candles' || name === 'long-short') ? { assets } : {}
    // A retired month would refuse all of it.
    const retired = (await getRetiredMonths(pool, FACT_TABLES[family])).map(windowOfMonth)
    for (const piece of alignMissing(missing, gridMs, window).flatMap((whole) => without(whole, retired)))
      tasks.push({ name, exchange, window: piece, ...ofAssets })
  }
  return tasks
}

/** What of a window lies in none of the others. */
function without(window: Window, others: readonly Window[]): Window[] {
  const inside = others.filter(({ from, to }) => from < window.to && to > window.from)
  return gapsOf(window, unite(inside.map(({ from, to }) => [from.getTime(), to.getTime()] as const)))
}

/** The recorder looks back so far for what it missed, and leaves the newest minutes to its polls. */
const RECENT_MS = DAY_MS
const LEFT_MS = 10 * MINUTE_MS

/**
 * Fills what a venue's history can still give of the last day: gaps of a recorder close by themselves. A piece that the venue
 * does not offer stays a gap.
 */
export async function fillRecent(
  context: LoadContext,
  venue: Venue,
  assets: readonly string[],
): Promise<Outcome[]> {
  const now = context.now().getTime()
  const window = {
    from: new Date(Math.floor((now - RECENT_MS) / HOUR_MS) * HOUR_MS),
    to: new Date(Math.floor((now - LEFT_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS),
  }
  const sources = { venueCodes: [], findVenue: () => venue } as unknown as Sources
  const outcomes: Outcome[] = []
  for (const task of await planFills(context.pool, venue, BACKFILL_NAMES, window, assets)) {
    if (context.signal.aborted) break
    outcomes.push(await runTask(context, sources, task, { quiet: true }))
  }
  return outcomes
}

/** What a venue offers of a window that begins before its history; undefined: nothing, or the fault was another. */
function offeredOf(task: Task, { error }: Outcome): Task | undefined {
  if (!(error instanceof HistoryError) || !error.offeredFrom) return undefined
  // Its begin moves on while the request is on its way.
  const from = new Date((Math.floor(error.offeredFrom.getTime() / HOUR_MS) + 2) * HOUR_MS)
  return from < task.window!.to ? { ...task, window: { from, to: task.window!.to } } : undefined
}

export interface BackfillOptions {
  readonly family?: LoadName[]
  readonly exchange?: string[]
  readonly from: Date
  readonly to: Date
  readonly assets?: string[]
  readonly dryRun?: boolean
}

/** Plans from the store, then fills: venues side by side, each at the pace that it allows; what one venue refuses stops no other. */
export async function backfill(
  context: LoadContext,
  sources: Sources,
  config: Pick<Config, 'exchanges' | 'recordAssets'>,
  options: BackfillOptions,
): Promise<Outcome[]> {
  const window = { from: options.from, to: options.to }
  const names = options.family ?? BACKFILL_NAMES
  const assets = options.assets?.includes('all') ? undefined : (options.assets ?? config.recordAssets)
  const plans = await Promise.all(
    (options.exchange ?? config.exchanges).map(async (code) => {
      const venue = sources.findVenue(code)
      return venue
        ? planFills(context.pool, venue, names, window, assets)
        : [{ name: names[0]!, exchange: code, window }]
    }),
  )
  const lengthOf = ({ window: piece }: Task) => piece!.to.getTime() - piece!.from.getTime()
  const total = plans.flat().reduce((sum, task) => sum + lengthOf(task), 0)
  for (const plan of plans)
    for (const { name, exchange, window: piece } of plan)
      process.stderr.write(
        `missing: ${name} ${exchange} ${piece!.from.toISOString()} to ${piece!.to.toISOString()}\n`,
      )
  if (options.dryRun) return []
  const begin = new Date(0)
  const progress = createProgress('backfill', { from: begin, to: new Date(total) })
  const done = new Map<Task, number>()
  const outcomes = await Promise.all(
    plans.map(async (plan) => {
      const ofVenue: Outcome[] = []
      for (const task of plan) {
        if (context.signal.aborted) break
        const run = (part: Task) =>
          runTask(context, sources, part, {
            quiet: true,
            onProgress: ({ counts, doneUntil }) => {
              if (doneUntil) done.set(task, doneUntil.getTime() - task.window!.from.getTime())
              const sum = [...done.values()].reduce((a, b) => a + b, 0)
              progress.update({ counts, doneUntil: new Date(sum) })
            },
          })
        const outcome = await run(task)
        ofVenue.push(excused(outcome))
        const offered = offeredOf(task, outcome)
        if (offered) ofVenue.push(excused(await run(offered)))
        done.set(task, lengthOf(task))
      }
      return ofVenue
    }),
  )
  progress.stop()
  return outcomes.flat()
}

/** Adds `backfill` to the command. */
export function backfillCommand(
  program: Command,
  parse: {
    readonly time: (text: string) => Date
    readonly codes: (text: string, before?: string[]) => string[]
  },
  run: (options: BackfillOptions) => Promise<void>,
): void {
  program
    .command('backfill')
    .description('what the store lacks of a past window, and only that, as far back as each venue goes')
    .addOption(
      new Option(
        '--family <names>',
        `of ${BACKFILL_NAMES.join(', ')}, separated by commas (default: all)`,
      ).argParser((text: string, before: LoadName[] = []) => {
        const names = text.split(',').map((name) => name.trim())
        const unknown = names.find((name) => !(BACKFILL_NAMES as string[]).includes(name))
        if (unknown !== undefined)
          throw new InvalidArgumentError(`Give names of ${BACKFILL_NAMES.join(', ')}.`)
        return [...before, ...(names as LoadName[])]
      }),
    )
    .option('--exchange <codes>', 'venues by ccxt id, separated by commas (default: EXCHANGES)', parse.codes)
    .addOption(new Option('--from <time>', 'begin of the window').argParser(parse.time).makeOptionMandatory())
    .addOption(
      new Option('--to <time>', 'end of the window, not part of it (default: now)')
        .argParser(parse.time)
        .default(new Date(), 'now'),
    )
    .option(
      '--assets <codes>',
      'assets of bars and account ratios, or "all" (default: RECORD_ASSETS)',
      parse.codes,
    )
    .option('--dry-run', 'tell what is missing, fill nothing')
    .action(run)
}
