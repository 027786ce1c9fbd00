import type { Resolvers } from '../generated/graphql.ts'
import { checkWindow } from '../lib/buckets.ts'
import { checkCount, checkPage, toConnection } from '../lib/connection.ts'
import { InputError } from '../lib/errors.ts'
import { decodeAny, decodeOpaque, encodeOpaque, isMoment, malformedCursor } from '../lib/ids.ts'
import { select, type Basket } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import type { Context } from '../server/context.ts'
import { EpisodeAnswer, hoursBetween, METRIC_UNITS } from './answer.ts'
import { bootstrapMedian } from './baseRates.ts'
import { claimsOf } from './claims.ts'
import { Comparison } from './compare.ts'
import { toMarkdown, writeReport } from './report.ts'
import { findAnalogs, findAnalogsOfMoment, findBaseRates } from './similar.ts'
import { stressOf, usdText, weightsOf } from './stress.ts'
import { checkShock, readStressParams } from './stressParams.ts'
import { findEpisodes, getEpisodeChanges, getEpisodes, type EpisodeCursor, type EpisodeRow } from './store.ts'
import { capitalised, nameOf } from './wording.ts'

const KIND = 'Episode'
const CURSOR = 'EpisodeCursor'
const CHANGE_CURSOR = 'EpisodeChangeCursor'
const MOST_COMPARED = 10
const MOST_HOURS = 2_000
const MOST_ANALOGS = 100

export const episodeId = ({ code }: Pick<EpisodeRow, 'code'>): string => encodeOpaque(KIND, [code])

/** The code that an id or a code stands for. */
function codeOf(id: string): string {
  const [kind, code] = decodeAny(id) ?? []
  return kind === KIND && typeof code === 'string' ? code : id
}

/** The episode of a code; null when there is none. */
export async function findEpisode(context: Context, code: string): Promise<EpisodeAnswer | null> {
  const [catalog, row] = await Promise.all([context.catalog(), context.episodeLoader.load(code)])
  return row ? new EpisodeAnswer(context, catalog, row) : null
}

const unknownEpisode = (code: string, argument: readonly (string | number)[]) =>
  new InputError(`There is no episode ${JSON.stringify(code)}.`, {
    reason: 'UNKNOWN_EPISODE',
    argument,
    accepted: 'an id or code of `episodes`',
  })

/** @throws InputError UNKNOWN_EPISODE, EPISODE_TWICE, EPISODES */
async function episodesOf(
  context: Context,
  ids: readonly string[],
  basket: Basket | null | undefined,
): Promise<EpisodeAnswer[]> {
  if (ids.length < 2 || ids.length > MOST_COMPARED)
    throw new InputError(`${ids.length} episodes can't be compared.`, {
      reason: 'EPISODES',
      argument: ['ids'],
      accepted: `2 to ${MOST_COMPARED} ids or codes`,
    })
  const codes = ids.map(codeOf)
  for (const [at, code] of codes.entries())
    if (codes.indexOf(code) !== at)
      throw new InputError(`The episode ${code} is asked for twice.`, {
        reason: 'EPISODE_TWICE',
        argument: ['ids', at],
        accepted: 'each episode once',
      })
  const [catalog, rows] = await Promise.all([context.catalog(), findEpisodes(context.database.pool, codes)])
  if (basket) select(catalog, 'OPEN_INTEREST', undefined, basket)
  const byCode = new Map(rows.map((row) => [row.code, row]))
  return codes.map((code, at) => {
    const row = byCode.get(code)
    if (!row) throw unknownEpisode(code, ['ids', at])
    return new EpisodeAnswer(context, catalog, row, basket)
  })
}

/** @throws InputError OUT_OF_RANGE */
function checkHours(hours: number, argument: string, least: number): number {
  if (hours >= least && hours <= MOST_HOURS) return hours
  throw new InputError(`\`${argument}\` is ${hours}.`, {
    reason: 'OUT_OF_RANGE',
    argument: [argument],
    accepted: `a whole number from ${least} to ${MOST_HOURS}`,
  })
}

/** @throws InputError MALFORMED_CURSOR */
function readCursor(cursor: string, argument: 'after' | 'before'): EpisodeCursor {
  const [peakAt, code] = decodeOpaque(CURSOR, cursor) ?? []
  if (!isMoment(peakAt) || typeof code !== 'string') throw malformedCursor(argument)
  return { peakAt, code }
}

/** @throws InputError MALFORMED_CURSOR */
function readChangeCursor(cursor: string, argument: 'after' | 'before'): string {
  const [id] = decodeOpaque(CHANGE_CURSOR, cursor) ?? []
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) throw malformedCursor(argument)
  return id
}

export const episodeResolvers: Resolvers = {
  Query: {
    episodes: async (_, { filter, ...paging }, context) => {
      const page = checkPage(paging)
      const cursor =
        page.cursor === undefined ? undefined : readCursor(page.cursor, page.backwards ? 'before' : 'after')
      const window = filter?.window ? checkWindow(filter.window, ['filter', 'window']) : undefined
      const [catalog, rows] = await Promise.all([
        context.catalog(),
        getEpisodes(
          context.database.pool,
          { kinds: filter?.kinds ?? undefined, side: filter?.side ?? undefined, window },
          page,
          cursor,
        ),
      ])
      const answers = rows.map((row) => new EpisodeAnswer(context, catalog, row))
      return toConnection(answers, page, ({ row }) => encodeOpaque(CURSOR, [row.peakAt.getTime(), row.code]))
    },
    episodeChanges: async (_, paging, context) => {
      const page = checkPage(paging)
      const cursor =
        page.cursor === undefined
          ? undefined
          : readChangeCursor(page.cursor, page.backwards ? 'before' : 'after')
      const rows = await getEpisodeChanges(context.database.pool, page, cursor)
      return toConnection(rows, page, ({ id }) => encodeOpaque(CHANGE_CURSOR, [id]))
    },
    episode: (_, { id }, context) => findEpisode(context, codeOf(id)),
    analogsAsOf: async (_, { asOf, k, features }, context) => {
      checkCount(k, ['k'], MOST_ANALOGS)
      const moment = checkAsOf(asOf, context.now())!
      return findAnalogsOfMoment(context, await context.catalog(), moment, k, features)
    },
    analogs: async (_, { of, k, features }, context) => {
      checkCount(k, ['k'], MOST_ANALOGS)
      const code = codeOf(of)
      const episode = await findEpisode(context, code)
      if (!episode) throw unknownEpisode(code, ['of'])
      return findAnalogs(episode, k, features)
    },
    report: async (_, { episode: id }, context) => {
      const episode = await findEpisode(context, codeOf(id))
      if (!episode) return null
      const sections = await writeReport(episode)
      return { episode, sections, markdown: toMarkdown(capitalised(nameOf(episode.row)), sections) }
    },
    baseRates: async (_, { conditions, kinds, side, horizons, asOf }, context) =>
      findBaseRates(context, await context.catalog(), {
        conditions: conditions ?? [],
        kinds,
        side: side ?? undefined,
        horizons,
        asOf: checkAsOf(asOf, context.now()),
      }),
    stress: async (_, { asset, shock, asOf, basket, params }, context) =>
      stressOf(context, await context.catalog(), {
        asset: asset ?? undefined,
        shock: checkShock(shock),
        asOf: checkAsOf(asOf, context.now()),
        basket,
        params: readStressParams(params),
      }),
    compareEpisodes: async (_, { ids, align, basket, hoursBefore, hoursAfter }, context) => {
      checkHours(hoursBefore, 'hoursBefore', 0)
      checkHours(hoursAfter, 'hoursAfter', 1)
      return new Comparison(await episodesOf(context, ids, basket), { align, hoursBefore, hoursAfter })
    },
  },
  Episode: {
    id: ({ row }) => episodeId(row),
    code: ({ row }) => row.code,
    kind: ({ row }) => row.kind,
    side: ({ row }) => row.side,
    state: ({ row }) => (row.isProvisional ? 'PROVISIONAL' : 'FINAL'),
    phases: ({ row }) => ({
      buildUpAt: row.buildUpAt,
      peakAt: row.peakAt,
      detectedAt: row.detectedAt,
      flushEndAt: row.flushEndAt,
      troughAt: row.troughAt,
      resetAt: row.resetAt,
      recoveredAt: row.recoveredAt,
      hoursToReset: hoursBetween(row.flushEndAt, row.resetAt),
      hoursToRecover: hoursBetween(row.troughAt, row.recoveredAt),
    }),
    liquidationRatio: ({ row }) => row.liquidationRatio,
    breadth: ({ row }) => row.breadth,
    detection: ({ row }) => row.detection,
    metric: (answer, { metric }) => answer.metric(metric),
    leader: (answer) => answer.leader(),
    liquidations: (answer) => answer.liquidations(),
    openInterest: (answer) => answer.openInterest(),
    attribution: (answer, { universe }) => answer.attribution(universe),
    funding: (answer) => answer.funding(),
    orderBook: (answer) => answer.orderBook(),
    volumeBefore: (answer) => answer.volumeBefore(),
    volumeAfter: (answer) => answer.volumeAfter(),
    reserves: (answer) => answer.reserves(),
    claims: (answer) => claimsOf(answer),
  },
  EpisodeChange: { episode: ({ code }, _, context) => findEpisode(context, code) },
  Detection: {
    exchanges: async ({ exchanges }, _, context) => {
      const { exchangesByCode } = await context.catalog()
      const ids = exchanges.flatMap((code) => exchangesByCode.get(code)?.id ?? [])
      return Promise.all(ids.map((id) => context.exchangeLoader.load(id)))
    },
    window: ({ from, to }) => ({ from, to }),
  },
  EpisodeComparison: {
    metrics: (comparison) => comparison.metrics(),
    offsets: (comparison) => comparison.offsets,
    series: (comparison, { measure }) => comparison.series(measure),
    notices: (comparison) => comparison.notices(),
  },
  Stress: {
    at: ({ state }) => state.window.to,
    shock: ({ question }) => question.shock,
    params: (answer) => {
      const { params } = answer.question
      const { calibration, comparedDays } = answer.state
      return {
        ...params,
        weights: weightsOf(answer),
        isCalibrated: calibration !== undefined,
        comparedDays,
        recordedOverPrior: calibration?.ratio ?? null,
      }
    },
    assets: ({ assets }, { first }) => assets.slice(0, checkCount(first, ['first'], 1_000)),
    assetCount: ({ assets }) => assets.length,
    openInterestUsd: ({ openInterest }) => usdText(openInterest),
    forcedUsd: ({ forced }) => usdText(forced),
    forcedOverOpenInterest: ({ forced, openInterest }) => forced / openInterest,
    liquidationMap: (answer, { step, within }) => answer.liquidationMap(step, within),
    replays: (answer, { first }) => answer.replays(checkCount(first, ['first'], 20)),
  },
  AssetStress: {
    asset: ({ positions }, _, { assetLoader }) => assetLoader.load(positions.assetId),
    openInterestUsd: ({ openInterest }) => usdText(openInterest),
    move: (answer) => answer.moveOf(answer.cascade.endPrice),
    amplification: ({ cascade }) => cascade.amplification ?? null,
    isExhausted: ({ cascade }) => cascade.isExhausted,
    forcedUsd: ({ cascade }) => usdText(cascade.forcedUsd),
    forcedOverOpenInterest: ({ cascade, openInterest }) => cascade.forcedUsd / openInterest,
    marketCount: ({ positions }) => positions.marketCount,
    tieredMarketCount: ({ positions }) => positions.tieredCount,
    liquidationMap: (answer, { step, within }) => answer.liquidationMap(step, within),
  },
  // A costly figure: made when it is asked for.
  ReturnSpread: { medianInterval: ({ sorted }) => bootstrapMedian(sorted) ?? null },
  EpisodeMetricRow: { unit: ({ metric }) => METRIC_UNITS[metric] },
}
