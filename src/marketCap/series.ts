import Big from 'big.js'
import { INTERVALS, ORIGIN_MS } from '../lib/buckets.ts'
import { ratio, sum, toPlain, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { floorTo, MINUTE_MS } from '../lib/time.ts'
import { assetOf, sectorOf } from '../markets/catalog.ts'
import type { GroupKey } from '../markets/groups.ts'
import { carryForward, sumsOf } from '../measures/carry.ts'
import type { CloseSource } from '../measures/closes.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import { planSeries, toTimeSeries, type SeriesPlan, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms, type Unit } from '../measures/transform.ts'
import type { CapTier } from './attribution.ts'
import type { MarketCapAnswer } from './marketCap.ts'
import { getCapsOver, MARKET_CAP_TABLES } from './store.ts'

export type MarketCapMeasure = 'CAP_USD' | 'DOMINANCE' | 'PRICE_USD'
export type MarketCapDimension = 'ASSET' | 'SECTOR' | 'TIER'

/** A part of the whole market; at most one of the four. */
export interface MarketCapPart {
  readonly asset?: string | null | undefined
  readonly sector?: string | null | undefined
  readonly tier?: CapTier | null | undefined
  readonly excluding?: string | null | undefined
}

const UNIT_OF: Record<MarketCapMeasure, Unit> = {
  CAP_USD: 'USD',
  DOMINANCE: 'FRACTION',
  PRICE_USD: 'USD_PER_COIN',
}

const CAPS: CloseSource = { tables: MARKET_CAP_TABLES, column: 'close_cap_usd' }
const PRICES: CloseSource = { tables: MARKET_CAP_TABLES, column: 'close_price_usd' }

type TransformArgument = Parameters<typeof readTransforms>[0]
type Column = readonly (DecimalString | null)[]

/** The whole market or a part of it by bucket. */
export async function timeSeriesOf(
  answer: MarketCapAnswer,
  measure: MarketCapMeasure,
  part: MarketCapPart | null | undefined,
  transform: TransformArgument,
): Promise<TimeSeries> {
  const plan = planSeries(answer.window, answer.interval, readTransforms(transform, ['transform']))
  const { name, code } = readPart(part)
  if (measure === 'PRICE_USD') {
    if (name !== 'asset') throw priceOfOne(['of'])
    const [prices] = await columnsOf(
      answer,
      plan,
      [[assetOf(answer.catalog, code, ['of', 'asset']).id]],
      PRICES,
    )
    return toTimeSeries(plan, UNIT_OF[measure], prices!)
  }
  const whole = await wholeOf(answer, plan)
  const caps = name === undefined ? whole : await capsOfPart(answer, plan, name, code, whole)
  return toTimeSeries(plan, UNIT_OF[measure], measure === 'CAP_USD' ? caps : sharesOf(caps, whole))
}

export interface MarketCapGroupSeries {
  readonly key: GroupKey
  readonly fromUsd: DecimalString
  readonly series: TimeSeries
}

/** The groups of the assets that are held when the window begins, the largest first. */
export async function timeSeriesBy(
  answer: MarketCapAnswer,
  by: MarketCapDimension,
  measure: MarketCapMeasure,
  first: number,
  transform: TransformArgument,
): Promise<MarketCapGroupSeries[]> {
  if (measure === 'PRICE_USD' && by !== 'ASSET') throw priceOfOne(['by'])
  const plan = planSeries(answer.window, answer.interval, readTransforms(transform, ['transform']))
  const groups = (await answer.groupsBy(by)).slice(0, first)
  const columns = await columnsOf(
    answer,
    plan,
    groups.map(({ assetIds }) => assetIds),
    measure === 'PRICE_USD' ? PRICES : CAPS,
  )
  const whole = measure === 'DOMINANCE' ? await wholeOf(answer, plan) : []
  return groups.map(({ key, fromUsd }, at) => {
    const column = measure === 'DOMINANCE' ? sharesOf(columns[at]!, whole) : columns[at]!
    return { key, fromUsd, series: toTimeSeries(plan, UNIT_OF[measure], column) }
  })
}

/** @throws InputError ONE_PART */
function readPart(part: MarketCapPart | null | undefined) {
  const given = (['asset', 'sector', 'tier', 'excluding'] as const).filter((name) => part?.[name] != null)
  if (given.length > 1)
    throw new InputError(`\`of\` names ${given.join(' and ')}.`, {
      reason: 'ONE_PART',
      argument: ['of'],
      accepted: 'one of asset, sector, tier and excluding, or nothing for the whole market',
    })
  const [name] = given
  return { name, code: name === undefined ? '' : part![name]! }
}

async function capsOfPart(
  answer: MarketCapAnswer,
  plan: SeriesPlan,
  name: 'asset' | 'sector' | 'tier' | 'excluding',
  code: string,
  whole: Column,
): Promise<Column> {
  const { catalog } = answer
  if (name === 'asset' || name === 'excluding') {
    const { id } = assetOf(catalog, code, ['of', name])
    const [own] = await columnsOf(answer, plan, [[id]], CAPS)
    return name === 'asset' ? own! : lessOf(whole, own!)
  }
  if (name === 'sector') sectorOf(catalog, code, ['of', 'sector'])
  const groups = await answer.groupsBy(name === 'sector' ? 'SECTOR' : 'TIER')
  const found = groups.find(({ key }) => key.label === code)
  if (!found) return plan.readStart.map(() => null)
  return (await columnsOf(answer, plan, [found.assetIds], CAPS))[0]!
}

/** The universe by bucket: what the source totals, or the sum of the assets that are held when the window begins. */
async function wholeOf(answer: MarketCapAnswer, plan: SeriesPlan): Promise<Column> {
  if (answer.universe === 'HELD') {
    const ids = (await answer.before()).assets.map(({ assetId }) => assetId)
    return (await columnsOf(answer, plan, [ids], CAPS))[0]!
  }
  const { ms } = INTERVALS[plan.interval]
  // The end of a bucket is not part of it.
  const ends = plan.readStart.map((start) => new Date(Math.min(start + ms, plan.read.to.getTime()) - 1))
  return getCapsOver(answer.pool, undefined, ends, answer.maxAgeMinutes, answer.asOf)
}

/** Sums of groups of assets by bucket: null where any of them has no reading young enough. */
async function columnsOf(
  answer: MarketCapAnswer,
  plan: SeriesPlan,
  groups: readonly (readonly number[])[],
  source: CloseSource,
): Promise<Column[]> {
  const ids = groups.flat()
  if (ids.length === 0) return groups.map(() => plan.readStart.map(() => null))
  const { ms: stepMs, grain } = INTERVALS[plan.interval]
  const maxAgeMs = answer.maxAgeMinutes * MINUTE_MS
  const from = plan.read.from.getTime()
  const lead = from - floorTo(from, stepMs, ORIGIN_MS)
  const { asOf } = answer
  const [last, pieces] = await Promise.all([
    getLastBefore(answer.pool, source, ids, plan.read.from, maxAgeMs + lead, asOf),
    answer.context.closes.read(source, ids, { scopeOf: () => 0, window: plan.read, coarsest: grain, asOf }),
  ])
  const begins = groups.flatMap((members, group) =>
    members.map((id) => ({
      id,
      group,
      time: last.get(id)?.time.getTime(),
      value: last.get(id)?.value,
      endsAt: undefined,
    })),
  )
  const sums = carryForward(
    { starts: plan.readStart, stepMs, maxAgeMs, groups: groups.length },
    begins,
    pieces,
  )
  return groups.map((members, group) =>
    sumsOf(sums, group).map((value, bucket) =>
      sums.known[group * sums.buckets + bucket] === members.length ? value : null,
    ),
  )
}

function sharesOf(part: Column, whole: Column): (DecimalString | null)[] {
  return part.map((value, at) =>
    value === null || whole[at] == null ? null : (ratio(value, whole[at]) ?? null),
  )
}

function lessOf(whole: Column, part: Column): (DecimalString | null)[] {
  return whole.map((value, at) =>
    value === null || part[at] == null ? null : toPlain(new Big(value).minus(part[at])),
  )
}

function priceOfOne(argument: readonly string[]): InputError {
  return new InputError('Only one asset has a price.', {
    reason: 'PRICE_OF_ONE_ASSET',
    argument,
    accepted: 'an asset (`of: { asset }`, or `by: ASSET`), or another measure',
  })
}

/** The cap of assets together at one moment. */
export function capOf(caps: readonly { readonly capUsd: DecimalString }[]): DecimalString {
  return sum(caps.map(({ capUsd }) => capUsd))
}
