import fs from 'node:fs'
import { z } from 'zod'
import type { Config } from '../../src/config.ts'
import { ingestFunding } from '../../src/funding/ingest.ts'
import { HistoryError, InputError, messageOf, SetupError, UnwindError } from '../../src/lib/errors.ts'
import { HOUR_MS, type Window } from '../../src/lib/time.ts'
import { ingestLiquidations } from '../../src/liquidations/ingest.ts'
import { ingestLeverageTiers } from '../../src/leverageTiers/ingest.ts'
import { ingestLongShort } from '../../src/longShort/ingest.ts'
import { ingestMarketCaps } from '../../src/marketCap/ingest.ts'
import type { MarketCapSource } from '../../src/marketCap/record.ts'
import { ingestMarkets } from '../../src/markets/ingest.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { getMarketsOf } from '../../src/markets/store.ts'
import { ingestOpenInterest } from '../../src/openInterest/ingest.ts'
import { ingestDepth } from '../../src/orderBook/ingest.ts'
import type { LoadContext, LoadProgress, LoadResult } from '../../src/quality/ingest.ts'
import type { Family } from '../../src/quality/record.ts'
import { addCounts, NO_COUNTS, type RunCounts } from '../../src/quality/store.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import type { SeriesSource } from '../../src/series/record.ts'
import type { Venue } from '../../src/sources/ccxt/index.ts'
import { ingestCandles } from '../../src/volume/ingest.ts'
import { createProgress } from './progress.ts'

/** A load of a family that is of no venue, e.g. exchange reserves; no window: the latest. */
export type OtherLoad = (context: LoadContext, window?: Window) => Promise<LoadResult>

/** Where the loads of one command read from: the live venues and houses, or the sample. */
export interface Sources {
  readonly venueCodes: readonly string[]
  findVenue(code: string): Venue | undefined
  readonly marketCaps: MarketCapSource
  readonly others?: Readonly<Partial<Record<Family, OtherLoad>>>
}

/** One load that a command ran. */
export interface Outcome {
  readonly label: string
  readonly counts: RunCounts
  readonly ms: number
  readonly error?: unknown
  /** The source does not have it, which is no fault where nobody asked for this source by name. */
  readonly notOffered?: string
}

/** The outcome of a load that nobody named the venue of: what a venue does not offer has not failed. */
export function excused(outcome: Outcome): Outcome {
  const { error, ...others } = outcome
  const isMissing =
    error instanceof HistoryError || (error instanceof UnwindError && error.code === 'NOT_OFFERED')
  return isMissing ? { ...others, notOffered: error.message } : outcome
}

export type LoadName =
  | 'markets'
  | 'leverage-tiers'
  | 'liquidations'
  | 'open-interest'
  | 'funding'
  | 'order-book'
  | 'candles'
  | 'long-short'
  | 'market-caps'
  | 'reserves'
  | 'fund-flows'
  | 'vendor'

/** Loads that are of no venue, with their family. */
export const WITHOUT_VENUE: Readonly<Partial<Record<LoadName, Family>>> = {
  'market-caps': 'MARKET_CAPS',
  reserves: 'RESERVES',
  'fund-flows': 'FUND_FLOWS',
  vendor: 'SERIES',
}

export interface Task {
  readonly name: LoadName
  /** undefined for loads that are of no venue. */
  readonly exchange?: string
  readonly window?: Window
  /** Only markets of these assets; undefined: all. */
  readonly assets?: readonly string[]
}

/** Runs one load with its progress shown; an error becomes part of the outcome, so that other loads still run. */
export async function runTask(
  context: LoadContext,
  sources: Sources,
  task: Task,
  { quiet = false, onProgress }: { quiet?: boolean; onProgress?: (at: LoadProgress) => void } = {},
): Promise<Outcome> {
  const label = [task.name, task.exchange].filter((part) => part !== undefined).join(' ')
  const began = performance.now()
  const progress = quiet ? undefined : createProgress(label, task.window)
  let counts = NO_COUNTS
  const ownContext: LoadContext = {
    ...context,
    onProgress: (at) => {
      counts = at.counts
      progress?.update(at)
      onProgress?.(at)
    },
  }
  try {
    const result = await load(ownContext, sources, task)
    if (result.resumedAt && !quiet)
      process.stderr.write(
        `${label}: went on at ${result.resumedAt.toISOString()}, where an earlier load ended\n`,
      )
    counts = result.counts
    return { label, counts, ms: performance.now() - began }
  } catch (error) {
    return { label, counts, ms: performance.now() - began, error }
  } finally {
    progress?.stop()
  }
}

async function load(context: LoadContext, sources: Sources, task: Task): Promise<LoadResult> {
  if (task.name === 'market-caps') return ingestMarketCaps(context, sources.marketCaps, task.window)
  const family = WITHOUT_VENUE[task.name]
  if (family) {
    const other = sources.others?.[family]
    if (!other)
      throw new SetupError(
        'KEY_MISSING',
        `There is no source of ${task.name}: fund-flows and vendor need COINGLASS_API_KEY.`,
      )
    return other(context, task.window)
  }
  const code = task.exchange ?? ''
  const venue = sources.findVenue(code)
  if (!venue)
    throw new InputError(`There is no exchange ${JSON.stringify(code)}.`, {
      reason: 'UNKNOWN_EXCHANGE',
      argument: ['--exchange'],
      accepted: sources.venueCodes,
    })
  const { exchange } = venue.markets
  if (task.name === 'markets') return ingestMarkets(context, venue.markets)
  const all = await marketsOf(context, venue, code)
  const chosen = task.assets ? all.filter(({ baseCode }) => task.assets!.includes(baseCode)) : all
  const derivatives = chosen.filter(({ kind }) => kind !== 'SPOT')
  const { leverageTiers, openInterest, funding, orderBook, candles, longShort, liquidations } = venue
  switch (task.name) {
    case 'leverage-tiers':
      if (!leverageTiers) throw notOffered(code, 'leverage tiers')
      return ingestLeverageTiers(context, leverageTiers, exchange, derivatives)
    case 'open-interest':
      if (!openInterest) throw notOffered(code, 'open interest')
      return ingestOpenInterest(context, openInterest, exchange, derivatives, task.window)
    case 'funding':
      if (!funding) throw notOffered(code, 'funding rates')
      return ingestFunding(context, funding, exchange, derivatives, task.window)
    case 'order-book':
      if (!orderBook) throw notOffered(code, 'order books')
      return ingestDepth(context, orderBook, exchange, chosen, task.window)
    case 'candles':
      if (!candles) throw notOffered(code, 'bars')
      return ingestCandles(context, candles, exchange, chosen, task.window ?? lastHour(context.now()))
    case 'long-short':
      if (!longShort) throw notOffered(code, 'account ratios')
      return ingestLongShort(context, longShort, exchange, derivatives, task.window)
    default:
      if (!liquidations) throw notOffered(code, 'liquidations')
      if (!task.window)
        throw new SetupError('WINDOW_MISSING', 'Liquidations need a window: --from and --to, or --for.')
      return ingestLiquidations(context, liquidations, exchange, derivatives, task.window)
  }
}

function lastHour(now: Date): Window {
  return { from: new Date(now.getTime() - HOUR_MS), to: now }
}

/** The venue's markets as the store knows them; read from the venue first when it knows none. */
async function marketsOf(context: LoadContext, venue: Venue, code: string): Promise<StoredMarket[]> {
  const held = await getMarketsOf(context.pool, code)
  if (held.length > 0) return held
  if (context.dryRun)
    throw new SetupError(
      'NO_MARKETS',
      `The store knows no markets of ${code}, and a dry run writes none: run "etl markets --exchange ${code}" first.`,
    )
  process.stderr.write(`${code}: the store knows no markets of it yet, reading them first\n`)
  await ingestMarkets({ ...context, onProgress: () => undefined }, venue.markets)
  return getMarketsOf(context.pool, code)
}

function notOffered(code: string, what: string): UnwindError {
  return new UnwindError('NOT_OFFERED', `${code} offers no ${what} that Unwind can read.`)
}

/** The closing summary: a line a load, then the sum. */
export function summarise(outcomes: readonly Outcome[], dryRun: boolean): string {
  const total = outcomes.reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS)
  const ms = outcomes.reduce((sum, outcome) => sum + outcome.ms, 0)
  const width = Math.max(5, ...outcomes.map(({ label }) => label.length))
  const line = (label: string, counts: RunCounts, time: number, end = '') =>
    `${label.padEnd(width)}  read ${counts.read}, written ${counts.written}, unchanged ${counts.unchanged}, ` +
    `rejected ${counts.rejected}, ${(time / 1000).toFixed(1)} s${end}`
  return [
    ...outcomes.map(({ label, counts, ms: time, error, notOffered }) => {
      const end = error === undefined ? '' : `  FAILED ${codeOf(error)}`
      return line(label, counts, time, notOffered === undefined ? end : '  not offered')
    }),
    ...outcomes.flatMap(({ label, notOffered }) =>
      notOffered === undefined ? [] : [`${label}: ${notOffered}`],
    ),
    ...outcomes
      .filter(({ error }) => error !== undefined)
      .map(({ label, error }) => `${label}: ${messageOf(error)}${acceptedOf(error)}`),
    line('total', total, ms, dryRun ? '  (dry run: nothing was kept)' : ''),
  ].join('\n')
}

function codeOf(error: unknown): string {
  if (error instanceof InputError) return error.fault.reason
  return error instanceof UnwindError ? error.code : 'INTERNAL'
}

function acceptedOf(error: unknown): string {
  if (!(error instanceof InputError)) return ''
  const { accepted } = error.fault
  return ` Accepted: ${typeof accepted === 'string' ? accepted : accepted.join(', ')}.`
}

/** 0: all went well. 1: a load failed. 3: all ran, but records were rejected; they are kept in rejected_record. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ error }) => error !== undefined)) return 1
  return outcomes.some(({ counts }) => counts.rejected > 0) ? 3 : 0
}

/** What exchanges hold for those who wait is told beside the assets that are recorded. */
const STABLECOINS = ['USDT', 'USDC']

/** Where venues and houses are asked, where that is not their own public address: mirrors, and the tests' exchange server. */
export interface Places {
  /** Constructor options of ccxt for a venue. */
  readonly ccxt?: (venue: string) => Record<string, unknown> | undefined
  readonly coingeckoUrl?: string
  readonly defillamaUrl?: string
  readonly coinglassUrl?: string
}

/**
 * The live venues, CoinGecko, DefiLlama, and Coinglass where there is a key, as the configuration sets them up. ccxt is loaded
 * here, never in the API.
 */
export async function liveSources(config: Config, places: Places = {}): Promise<Sources> {
  const [{ findVenue, VENUE_CODES }, { createCoingeckoSource }, defillama, coinglass] = await Promise.all([
    import('../../src/sources/ccxt/index.ts'),
    import('../../src/sources/coingecko/index.ts'),
    import('../../src/sources/defillama/index.ts'),
    import('../../src/sources/coinglass/index.ts'),
  ])
  const ofVenue = readVenueOptions(config.venueOptionsFile)
  const options = { timeoutMs: config.sourceTimeoutMs, retries: config.sourceRetries }
  const at = (baseUrl: string | undefined) => (baseUrl === undefined ? {} : { baseUrl })
  const ccxtOf = (code: string) => ofVenue[code] ?? places.ccxt?.(code)
  const load =
    (family: 'RESERVES' | 'FUND_FLOWS' | 'SERIES', source: SeriesSource): OtherLoad =>
    (context, window) =>
      ingestSeries(context, source, family, window)
  const reserves = defillama.createReservesSource({
    ...options,
    ...at(places.defillamaUrl),
    assets: [...config.recordAssets, ...STABLECOINS],
  })
  const ofCoinglass = { ...options, ...at(places.coinglassUrl) }
  const keyed = (apiKey: string) => ({
    FUND_FLOWS: load('FUND_FLOWS', coinglass.createFundFlowsSource({ ...ofCoinglass, apiKey })),
    SERIES: load(
      'SERIES',
      coinglass.createAggregatesSource({
        ...ofCoinglass,
        apiKey,
        assets: config.recordAssets,
        exchanges: config.exchanges,
        interval: config.coinglassInterval,
      }),
    ),
  })
  return {
    venueCodes: VENUE_CODES,
    findVenue: (code) => {
      const ccxt = ccxtOf(code)
      return findVenue(code, { ...options, ...(ccxt ? { ccxt } : {}) })
    },
    marketCaps: createCoingeckoSource({
      ...options,
      ...at(places.coingeckoUrl),
      ...(config.coingeckoDemoKey === undefined ? {} : { demoKey: config.coingeckoDemoKey }),
      ...(config.coingeckoProKey === undefined ? {} : { proKey: config.coingeckoProKey }),
    }),
    others: {
      RESERVES: load('RESERVES', reserves),
      ...(config.coinglassKey === undefined ? {} : keyed(config.coinglassKey)),
    },
  }
}

const venueOptionsSchema = z.record(z.string(), z.record(z.string(), z.unknown()))

/** ccxt constructor options by venue code. Errors never repeat what the file holds: it may hold keys. */
function readVenueOptions(file: string | undefined): Record<string, Record<string, unknown>> {
  if (file === undefined) return {}
  const fault = (what: string) =>
    new SetupError('VENUE_OPTIONS_INVALID', `VENUE_OPTIONS_FILE ${file}: ${what}`)
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw fault((error as NodeJS.ErrnoException).code ?? 'it cannot be read')
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw fault('it is no JSON')
  }
  const parsed = venueOptionsSchema.safeParse(json)
  if (!parsed.success)
    throw fault(
      'give an object of objects: ccxt constructor options by venue code, e.g. {"okx": {"httpProxy": "…"}}',
    )
  return parsed.data
}
