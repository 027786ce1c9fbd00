import { medianSorted } from 'simple-statistics'
import { InputError, UnwindError } from '../lib/errors.ts'
import { DAY_MS, floorTo, HOUR_MS } from '../lib/time.ts'
import type { PositionSide } from '../liquidations/record.ts'
import { getCapsOver } from '../marketCap/store.ts'
import { getReadExchanges, type Catalog } from '../markets/catalog.ts'
import type { Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { nearestOf, type Analog } from './analogs.ts'
import { EpisodeAnswer, hoursBetween } from './answer.ts'
import { forwardReturns, spreadOf, wilson, type Interval95, type Spread } from './baseRates.ts'
import { stateNow, type EpisodeKind } from './detector.ts'
import { FEATURES, featuresOf, type EpisodeFeature } from './features.ts'
import { KnownMoment, type MomentState } from './knownMoment.ts'
import { DEFAULT_PARAMS } from './params.ts'
import { readMarket } from './read.ts'
import { findLastDetection, getEpisodesBefore, type EpisodeRow } from './store.ts'

const KINDS: readonly EpisodeKind[] = ['PURGE', 'DELEVERAGING', 'LIQUIDATIONS_ONLY', 'SQUEEZE']

/** So many cases tell anything. */
const FEW = 5

const MOST_HORIZONS = 8
const MOST_DAYS = 365

/** How old a cap may be, minutes. */
const MAX_AGE_MINUTES = 1_440

/** The nearest of some past episodes. */
export interface Nearest {
  readonly pastCount: number
  readonly analogs: readonly Analog<EpisodeAnswer>[]
  readonly notices: readonly Notice[]
}

export interface Analogs extends Nearest {
  readonly of: EpisodeAnswer
}

export interface MomentAnalogs extends Nearest {
  readonly at: Date
  readonly peakAt: Date
}

/** @throws InputError FEATURES */
function checkFeatures(features: readonly EpisodeFeature[] | null | undefined): readonly EpisodeFeature[] {
  if (features == null) return FEATURES
  if (features.length < 2 || new Set(features).size < features.length)
    throw new InputError('Episodes are likened by two features at least, each once.', {
      reason: 'FEATURES',
      argument: ['features'],
      accepted: FEATURES,
    })
  return features
}

/** The episodes of its kind that were detected before one was, held to it. */
export async function findAnalogs(
  of: EpisodeAnswer,
  k: number,
  asked: readonly EpisodeFeature[] | null | undefined,
): Promise<Analogs> {
  const features = checkFeatures(asked)
  const { context, catalog, row } = of
  const rows = await getEpisodesBefore(context.database.pool, row.detectedAt, [row.kind], row.side)
  const past = rows
    .filter(({ code }) => code !== row.code)
    .map((one) => new EpisodeAnswer(context, catalog, one))
  const found = await nearestTo(of.whenDetected(), past, features, k, undefined)
  return { of, ...found }
}

/** How far the past is read for what a moment has come to: its baseline, and the build-up before its high. */
const MOMENT_DAYS = 75

/**
 * The episodes that were detected by a moment, held to what the market had come to then: with what was observed by then alone.
 * @param asOf a whole minute
 * @throws UnwindError NO_DATA when no open interest is known of it
 */
export async function findAnalogsOfMoment(
  context: Context,
  catalog: Catalog,
  asOf: Date,
  k: number,
  asked: readonly EpisodeFeature[] | null | undefined,
): Promise<MomentAnalogs> {
  const features = checkFeatures(asked)
  const { pool } = context.database
  const to = new Date(floorTo(asOf.getTime(), HOUR_MS))
  // By the rules and venues that the past ones were found by.
  const last = await findLastDetection(pool)
  const read = getReadExchanges(catalog, 'OPEN_INTEREST', asOf)
  const exchangeIds = last
    ? read.filter((id) => last.exchanges.includes(catalog.exchanges.get(id)!.code))
    : read
  const window = { from: new Date(to.getTime() - MOMENT_DAYS * DAY_MS), to }
  const market = await readMarket(pool, catalog, { exchangeIds, window, asOf })
  const now = stateNow(market, last?.params ?? DEFAULT_PARAMS)
  if (!now)
    throw new UnwindError('NO_DATA', `No open interest is known of the hour before ${to.toISOString()}.`)
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  const state = Object.fromEntries(
    Object.entries(now.state).map(([name, value]: [string, number]) => [name, known(value)]),
  ) as MomentState['state']
  const basket = { exchanges: exchangeIds.map((id) => catalog.exchanges.get(id)!.code) }
  const moment = new KnownMoment(
    context,
    catalog,
    basket,
    { peakAt: new Date(now.peakAt), at: to, state },
    asOf,
  )
  // What falls is held to falls.
  const side = now.state.priceChange <= 0 ? 'LONG' : 'SHORT'
  const rows = await getEpisodesBefore(pool, asOf, KINDS, side)
  const past = rows.map((row) => new EpisodeAnswer(context, catalog, row))
  return { at: to, peakAt: new Date(now.peakAt), ...(await nearestTo(moment, past, features, k, asOf)) }
}

async function nearestTo(
  of: KnownMoment,
  past: readonly EpisodeAnswer[],
  features: readonly EpisodeFeature[],
  k: number,
  asOf: Date | undefined,
): Promise<Nearest> {
  const moments = [of, ...past.map((episode) => episode.whenDetected(asOf))]
  const [own, ...values] = await Promise.all(moments.map((moment) => featuresOf(moment, features)))
  const held = past.map((episode, at) => ({ episode, values: values[at]! }))
  return {
    pastCount: past.length,
    analogs: nearestOf(own!, held, features, k),
    notices: past.length < FEW ? [smallSample(past.length, 'earlier episodes to hold it to')] : [],
  }
}

const smallSample = (count: number, what: string): Notice => ({
  code: 'SMALL_SAMPLE',
  message: `There are ${count} ${what}: too few to tell anything by.`,
})

export interface Condition {
  readonly feature: EpisodeFeature
  readonly atLeast?: number | null | undefined
  readonly atMost?: number | null | undefined
}

export type ForwardReturnOf = 'BITCOIN' | 'TOTAL_CAP' | 'TOTAL_EXCLUDING_BITCOIN'

const OF: readonly ForwardReturnOf[] = ['BITCOIN', 'TOTAL_CAP', 'TOTAL_EXCLUDING_BITCOIN']

export interface ReturnSpread extends Spread {
  readonly isSmall: boolean
}

export interface BaseRate {
  readonly of: ForwardReturnOf
  readonly days: number
  readonly episodes: ReturnSpread
  readonly allDays: ReturnSpread
}

export interface BaseRates {
  readonly episodes: readonly EpisodeAnswer[]
  readonly count: number
  readonly isSmall: boolean
  readonly recoveredCount: number
  readonly recoveredShare: number | null
  readonly recoveredInterval: Interval95 | null
  readonly medianHoursToRecover: number | null
  readonly rates: readonly BaseRate[]
  readonly notices: readonly Notice[]
}

export interface BaseRateQuestion {
  readonly conditions: readonly Condition[]
  readonly kinds: readonly EpisodeKind[]
  readonly side: PositionSide | undefined
  readonly horizons: readonly number[]
  /** What was known then; undefined: all that is held. */
  readonly asOf?: Date | undefined
}

/** @throws InputError HORIZONS, CONDITION */
export function checkQuestion({ conditions, horizons }: BaseRateQuestion): void {
  const isFine = (days: number) => days >= 1 && days <= MOST_DAYS
  if (
    horizons.length === 0 ||
    horizons.length > MOST_HORIZONS ||
    new Set(horizons).size < horizons.length ||
    !horizons.every(isFine)
  )
    throw new InputError(`Horizons can't be ${horizons.join(', ') || 'none'}.`, {
      reason: 'HORIZONS',
      argument: ['horizons'],
      accepted: `1 to ${MOST_HORIZONS} of 1 to ${MOST_DAYS} days, each once`,
    })
  for (const [at, { feature, atLeast, atMost }] of conditions.entries())
    if ((atLeast == null && atMost == null) || (atLeast ?? -Infinity) > (atMost ?? Infinity))
      throw new InputError(`The condition on ${feature} has no bound, or bounds that cross.`, {
        reason: 'CONDITION',
        argument: ['conditions', at],
        accepted: '`atLeast`, `atMost`, or both with atLeast <= atMost',
      })
}

/** What followed the episodes that meet conditions. */
export async function findBaseRates(
  context: Context,
  catalog: Catalog,
  question: BaseRateQuestion,
): Promise<BaseRates> {
  checkQuestion(question)
  const { conditions, kinds, side, horizons, asOf } = question
  const { pool } = context.database
  const until = asOf ?? context.now()
  const rows = await getEpisodesBefore(pool, until, kinds, side)
  const all = rows.map((row) => new EpisodeAnswer(context, catalog, row))
  const asked = [...new Set(conditions.map(({ feature }) => feature))]
  const values = await Promise.all(all.map((episode) => featuresOf(episode.whenDetected(asOf), asked)))
  const meets = (at: number) =>
    conditions.every(({ feature, atLeast, atMost }) => {
      const value = values[at]![feature]
      return value != null && value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity)
    })
  const episodes = all.filter((_, at) => meets(at))
  const count = episodes.length
  const recovered = episodes.flatMap(({ row }) =>
    row.recoveredAt !== null && row.recoveredAt <= until ? hoursBetween(row.troughAt, row.recoveredAt)! : [],
  )
  recovered.sort((a, b) => a - b)
  const { rates, longest } = await ratesOf(
    context,
    catalog,
    episodes.map(({ row }) => row),
    horizons,
    asOf,
  )
  const notices: Notice[] = []
  if (count < FEW) notices.push(smallSample(count, 'episodes that meet the conditions'))
  const beyond = horizons.filter((days) => days > longest)
  if (count > 0 && beyond.length > 0)
    notices.push({
      code: 'HORIZON_BEYOND_DATA',
      message: `No market cap is held ${beyond.join(' and ')} days after any of them.`,
    })
  return {
    episodes: [...episodes].reverse(),
    count,
    isSmall: count < FEW,
    recoveredCount: recovered.length,
    recoveredShare: count === 0 ? null : recovered.length / count,
    recoveredInterval: wilson(recovered.length, count) ?? null,
    medianHoursToRecover: recovered.length === 0 ? null : medianSorted(recovered),
    rates,
    notices,
  }
}

/** Returns after episodes and after every day, by horizon; and the longest horizon that has come for any episode, days. */
async function ratesOf(
  context: Context,
  catalog: Catalog,
  rows: readonly EpisodeRow[],
  horizons: readonly number[],
  asOf: Date | undefined,
): Promise<{ readonly rates: BaseRate[]; readonly longest: number }> {
  const { pool } = context.database
  const held = rows[0]?.detection
  const bitcoin = catalog.assetsByCode.get('BTC')
  if (!held || !bitcoin) return { rates: [], longest: 0 }
  const starts = rows.map(({ detectedAt }) => detectedAt.getTime())
  const days: number[] = []
  const last = Math.min((asOf ?? context.now()).getTime(), held.to.getTime())
  for (let day = Math.ceil(held.from.getTime() / DAY_MS) * DAY_MS; day <= last; day += DAY_MS) days.push(day)
  const ends = (moments: readonly number[]) =>
    moments.flatMap((at) => horizons.map((own) => at + own * DAY_MS))
  const moments = [...new Set([...starts, ...days, ...ends(starts), ...ends(days)])]
    .filter((moment) => moment <= (asOf ? last : last + HOUR_MS))
    .sort((a, b) => a - b)
  const dates = moments.map((moment) => new Date(moment))
  const [total, own] = await Promise.all([
    getCapsOver(pool, undefined, dates, MAX_AGE_MINUTES, asOf),
    getCapsOver(pool, bitcoin.id, dates, MAX_AGE_MINUTES, asOf),
  ])
  const place = new Map(moments.map((moment, at) => [moment, at]))
  const levelOf = (of: ForwardReturnOf) => (moment: number) => {
    const at = place.get(moment)
    if (at === undefined) return null
    const [whole, part] = [total[at]!, own[at]!]
    if (of === 'BITCOIN') return part === null ? null : Number(part)
    if (whole === null) return null
    return of === 'TOTAL_CAP' ? Number(whole) : part === null ? null : Number(whole) - Number(part)
  }
  const spread = (from: readonly number[], horizon: number, of: ForwardReturnOf): ReturnSpread => {
    const own = spreadOf(forwardReturns(from, horizon * DAY_MS, levelOf(of)))
    return { ...own, isSmall: own.count < FEW }
  }
  const rates = horizons.flatMap((horizon) =>
    OF.map((of) => ({
      of,
      days: horizon,
      episodes: spread(starts, horizon, of),
      allDays: spread(days, horizon, of),
    })),
  )
  const longest = Math.max(
    0,
    ...rates.filter(({ episodes }) => episodes.count > 0).map(({ days: own }) => own),
  )
  return { rates, longest }
}
