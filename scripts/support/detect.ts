import fs from 'node:fs'
import { Option, type Command } from 'commander'
import type pg from 'pg'
import type { Episode, Verdict } from '../../src/episodes/detector.ts'
import { explainStored, runDetection } from '../../src/episodes/detect.ts'
import { DEFAULT_PARAMS, readParams, type DetectorParams } from '../../src/episodes/params.ts'
import { codesOf } from '../../src/episodes/store.ts'
import { messageOf, UnwindError } from '../../src/lib/errors.ts'
import { createCatalog } from '../../src/markets/catalog.ts'

export interface DetectArguments {
  readonly from?: Date
  readonly to?: Date
  readonly params?: string
  readonly explain?: Date
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
    .action(run)
}

/** Reads a file of parameters. Throws UnwindError PARAMS_FILE; InputError for a parameter that is wrong. */
function readParamsFile(file: string): DetectorParams {
  let given: unknown
  try {
    given = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UnwindError('PARAMS_FILE', `${file} can't be read as JSON: ${messageOf(error)}`)
  }
  return readParams(given)
}

/** `etl detect`: what it prints is what it keeps. */
export async function detect(pool: pg.Pool, options: DetectArguments, now: Date): Promise<void> {
  const params = options.params === undefined ? DEFAULT_PARAMS : readParamsFile(options.params)
  const catalog = await createCatalog(pool).read()
  if (options.explain) {
    process.stdout.write(`${explanationOf(await explainStored(pool, catalog, params, options.explain))}\n`)
    return
  }
  const { from, to } = options
  const window = from && to ? { from, to } : undefined
  const episodes = await runDetection(pool, catalog, { params, window, now })
  process.stdout.write(`${listOf(episodes)}\n`)
}

function listOf(episodes: readonly Episode[]): string {
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
  return [...lines, `${episodes.length} episodes are kept.`].join('\n')
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
    `The hour up to ${new Date(at).toISOString()} is ${what}.`,
    ...(peakAt === null ? [] : [`Open interest was highest at ${new Date(peakAt).toISOString()}.`]),
    ...failed.map((rule) => `- ${rule}`),
  ].join('\n')
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`
