import fs from 'node:fs'
import { Option, type Command } from 'commander'
import type pg from 'pg'
import { readHeld, runDetection } from '../../src/episodes/detect.ts'
import {
  detectEpisodes,
  explainMoment,
  type Episode,
  type EpisodeKind,
  type Verdict,
} from '../../src/episodes/detector.ts'
import { readLabels } from '../../src/episodes/labels.ts'
import type { ReadColumns } from '../../src/episodes/market.ts'
import { DEFAULT_PARAMS, readParams, SERIES_PARAMS, type DetectorParams } from '../../src/episodes/params.ts'
import { readSeriesMarket } from '../../src/episodes/readSeries.ts'
import { countFalseAlarms, type FaultScore } from '../../src/episodes/faults.ts'
import { scoreEpisodes, type EpisodeLabel } from '../../src/episodes/score.ts'
import { codesOf } from '../../src/episodes/store.ts'
import { messageOf, UnwindError } from '../../src/lib/errors.ts'
import { createCatalog } from '../../src/markets/catalog.ts'

export interface DetectArguments {
  readonly from?: Date
  readonly to?: Date
  readonly params?: string
  readonly explain?: Date
  readonly source?: string
  readonly labels?: string
}

export function detectCommand(
  program: Command,
  parseTime: (text: string) => Date,
  run: (options: DetectArguments) => Promise<void>,
): void {
  program
    .command('detect')
    .description('episodes of leverage in what the store holds; replaces what the run before had found')
    .addOption(
      new Option('--from <time>', 'begin (default: the first open interest held)').argParser(parseTime),
    )
    .addOption(new Option('--to <time>', 'end, not part of it (default: the last)').argParser(parseTime))
    .option('--params <file>', 'JSON with parameters that differ from the default ones')
    .addOption(
      new Option(
        '--explain <time>',
        'tell which rules this moment meets and which not; keep nothing',
      ).argParser(parseTime),
    )
    .option(
      '--source <code>',
      'in the series of one imported source instead; what is found is told, not kept',
    )
    .option(
      '--labels <file>',
      'hold what is found against labelled episodes, e.g. schema/episode-labels/known.yaml',
    )
    .action(run)
}

/** Reads a file of parameters. Throws UnwindError PARAMS_FILE; InputError for a parameter that is wrong. */
function readParamsFile(file: string, usual: DetectorParams): DetectorParams {
  let given: unknown
  try {
    given = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UnwindError('PARAMS_FILE', `${file} can't be read as JSON: ${messageOf(error)}`)
  }
  return readParams(given, usual)
}

/** `etl detect`: what it prints is what it keeps; of a source it keeps nothing. */
export async function detect(pool: pg.Pool, options: DetectArguments, now: Date): Promise<void> {
  const usual = options.source === undefined ? DEFAULT_PARAMS : SERIES_PARAMS
  const params = options.params === undefined ? usual : readParamsFile(options.params, usual)
  // Read first: a fault in it shall not come after the work.
  const labels = options.labels === undefined ? undefined : readLabels(options.labels)
  const { episodes, market } = await found(pool, options, params, now)
  if (episodes === undefined) {
    process.stdout.write(`${explanationOf(explainMoment(market, params, options.explain!.getTime()))}\n`)
    return
  }
  process.stdout.write(`${listOf(episodes, options.source === undefined)}\n`)
  if (labels)
    process.stdout.write(
      `\n${scoresOf(episodes, labels, market)}\n${faultsOf(countFalseAlarms(market, params, episodes))}\n`,
    )
}

/** The columns that were read, and the episodes in them; undefined when a moment is to be explained. */
async function found(
  pool: pg.Pool,
  { from, to, explain, source }: DetectArguments,
  params: DetectorParams,
  now: Date,
): Promise<{ readonly market: ReadColumns; readonly episodes: Episode[] | undefined }> {
  if (source !== undefined) {
    const market = await readSeriesMarket(pool, source)
    return { market, episodes: explain ? undefined : detectEpisodes(market, params) }
  }
  const catalog = await createCatalog(pool).read()
  const window = from && to ? { from, to } : undefined
  if (explain) return { market: (await readHeld(pool, catalog, window, now)).market, episodes: undefined }
  return runDetection(pool, catalog, { params, window, now })
}

/** Kinds that labels are held against. */
const SCORED: readonly EpisodeKind[] = ['PURGE', 'LIQUIDATIONS_ONLY']

function scoresOf(
  episodes: readonly Episode[],
  labels: readonly EpisodeLabel[],
  market: ReadColumns,
): string {
  const held = {
    from: new Date(market.from),
    to: new Date(market.from + market.openInterest.length * market.stepMs),
  }
  return SCORED.flatMap((kind) => {
    const score = scoreEpisodes(episodes, labels, kind, held)
    if (score.labels.length === 0) return []
    const codes = codesOf(episodes)
    const share = (value: number | undefined) => (value === undefined ? 'none' : percent(value))
    return [
      `${kind}: recall ${share(score.recall)}, precision against this list ${share(score.precision)}, median delay ` +
        `${score.medianDelayHours === undefined ? 'none' : `${score.medianDelayHours.toFixed(0)} h`}, ` +
        `${score.unlabelledPerMonth.toFixed(2)} a month that no label names`,
      `  of ${score.quietDays.toFixed(0)} quiet days: ${score.inQuiet.length === 0 ? 'no false alarm' : `false alarms ${score.inQuiet.map((at) => codes[at]!).join(', ')}`}`,
      ...score.labels.map(
        ({ label, found: at, delayHours }) =>
          `  ${label.name}: ${at === undefined ? 'not found' : `${codes[at]!}, ${delayHours!.toFixed(0)} h after its begin`}`,
      ),
      ...(score.outside.length > 0
        ? [`  outside of the data: ${score.outside.map(({ name }) => name).join(', ')}`]
        : []),
    ]
  }).join('\n')
}

function faultsOf({ faults, days, alarms }: FaultScore): string {
  return (
    `${faults} faults of one part (silent, or a wrong size, for an hour to ten days; ${days.toFixed(0)} days in all): ` +
    `${alarms} false alarms, ${days === 0 ? 'none' : ((alarms * 30) / days).toFixed(2)} a month`
  )
}

function listOf(episodes: readonly Episode[], areKept: boolean): string {
  const codes = codesOf(episodes)
  const lines = episodes.map((episode, at) => {
    const { peakAt, flushEndAt, openInterestChange, priceChange, longShare, isProvisional } = episode
    const hour = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`
    const share = Number.isNaN(longShare) ? '' : `, ${percent(longShare)} of forced orders long`
    return (
      `${codes[at]!}  ${hour(peakAt)} to ${hour(flushEndAt)}: open interest ${percent(openInterestChange)}, ` +
      `price ${percent(priceChange)}${share}${isProvisional ? ', still open' : ''}`
    )
  })
  return [...lines, `${episodes.length} episodes are ${areKept ? 'kept' : 'found; none is kept'}.`].join('\n')
}

function explanationOf(verdict: Verdict | undefined): string {
  if (!verdict) return 'Nothing of that time is held.'
  const { at, peakAt, failed, isPurge, isDeleveraging } = verdict
  const what = isPurge
    ? 'part of a purge'
    : isDeleveraging
      ? 'part of a deleveraging'
      : 'no part of an episode'
  return [
    `The step up to ${new Date(at).toISOString()} is ${what}.`,
    ...(peakAt === null ? [] : [`Open interest was highest at ${new Date(peakAt).toISOString()}.`]),
    ...failed.map((rule) => `- ${rule}`),
  ].join('\n')
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`
