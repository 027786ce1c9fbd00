import { INTERVALS, ORIGIN_MS } from '../lib/buckets.ts'
import type { DecimalString } from '../lib/decimal.ts'
import { divideRounded, fromUnits } from '../lib/fixed.ts'
import { LimbColumn } from '../lib/limbs.ts'
import { floorTo, MINUTE_MS } from '../lib/time.ts'
import { MARKET_CAP_TABLES } from '../marketCap/store.ts'
import type { GroupKey } from '../markets/groups.ts'
import { carryForward, type CarriedSums } from '../measures/carry.ts'
import type { CloseSource } from '../measures/closes.ts'
import { getLastBefore } from '../measures/lastBefore.ts'
import { planSeries, toTimeSeries, type SeriesPlan, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms } from '../measures/transform.ts'
import type { OpenInterestAnswer } from '../openInterest/resolvers.ts'
import type { LeverageAnswer } from './resolvers.ts'
import { keyOf, type LeverageDimension, type LeverageRow } from './rows.ts'

const CAPS: CloseSource = { tables: MARKET_CAP_TABLES, column: 'close_cap_usd' }

/** Digits behind the point of a ratio. */
const PLACES = 12

type TransformArgument = Parameters<typeof readTransforms>[0]

/** Open interest and caps by asset over time: group n of both is asset n. */
interface AssetSums {
  readonly assetIds: readonly number[]
  readonly interest: CarriedSums
  readonly caps: CarriedSums
}

export interface LeverageGroupSeries {
  readonly key: GroupKey
  readonly now: DecimalString | null
  readonly series: TimeSeries
}

/** The ratio of all assets by bucket. */
export async function timeSeriesOf(
  answer: LeverageAnswer,
  transform: TransformArgument,
): Promise<TimeSeries> {
  const { window, interval } = answer.interest
  const plan = planSeries(window, interval, readTransforms(transform, ['transform']))
  const sums = await getAssetSums(answer.interest, plan)
  return toTimeSeries(plan, 'RATIO', ratiosOf(sums, [...sums.assetIds.keys()]))
}

/** The ratio by bucket of each group, the largest open interest first. */
export async function timeSeriesBy(
  answer: LeverageAnswer,
  by: LeverageDimension,
  first: number,
  transform: TransformArgument,
): Promise<LeverageGroupSeries[]> {
  const { window, interval, catalog } = answer.interest
  const plan = planSeries(window, interval, readTransforms(transform, ['transform']))
  const [sums, tiers, rows] = await Promise.all([
    getAssetSums(answer.interest, plan),
    answer.tiers(),
    answer.rowsBy(by),
  ])
  const members = new Map<string, { key: GroupKey; places: number[] }>()
  for (const [place, assetId] of sums.assetIds.entries()) {
    const key = keyOf(catalog, assetId, by, tiers)
    const group = members.get(key.label)
    if (group) group.places.push(place)
    else members.set(key.label, { key, places: [place] })
  }
  const told = new Map(rows.map((row) => [row.key.label, row]))
  // Groups whose markets have all ended by the window's end come last.
  const last = [...members.values()].filter(({ key }) => !told.has(key.label))
  const ordered: { readonly key: GroupKey; readonly row?: LeverageRow }[] = [
    ...rows.map((row) => ({ key: row.key, row })),
    ...last,
  ]
  return ordered
    .filter(({ key }) => members.has(key.label))
    .slice(0, first)
    .map(({ key, row }) => ({
      key,
      now: row?.ratio ?? null,
      series: toTimeSeries(plan, 'RATIO', ratiosOf(sums, members.get(key.label)!.places)),
    }))
}

/** The assets with a market in the selection and a cap at any time up to the window's end. */
async function getAssetSums(answer: OpenInterestAnswer, plan: SeriesPlan): Promise<AssetSums> {
  const { catalog, context, maxAgeMinutes, selection } = answer
  const { pool } = context.database
  const marketIds = await answer.marketIds()
  const all = [...new Set(marketIds.map((id) => catalog.markets.get(id)!.assetId))]
  const { ms: stepMs, grain } = INTERVALS[plan.interval]
  const maxAgeMs = maxAgeMinutes * MINUTE_MS
  const from = plan.read.from.getTime()
  const lead = from - floorTo(from, stepMs, ORIGIN_MS)
  const [last, pieces] = await Promise.all([
    getLastBefore(pool, CAPS, all, plan.read.from, maxAgeMs + lead, selection.asOf),
    context.closes.read(CAPS, all, {
      scopeOf: () => 0,
      window: plan.read,
      coarsest: grain,
      asOf: selection.asOf,
    }),
  ])
  const read = new Set(pieces.flatMap(({ closes }) => closes.flatMap(({ ids }) => [...ids])))
  const assetIds = all.filter((id) => last.has(id) || read.has(id))
  const place = new Map(assetIds.map((id, at) => [id, at]))
  const begins = assetIds.map((id, at) => ({
    id,
    group: at,
    time: last.get(id)?.time.getTime(),
    value: last.get(id)?.value,
    endsAt: undefined,
  }))
  const groups = assetIds.length
  const caps = carryForward({ starts: plan.readStart, stepMs, maxAgeMs, groups }, begins, pieces)
  const counted = marketIds.filter((id) => place.has(catalog.markets.get(id)!.assetId))
  const interest = await answer.carried(plan.read, plan.interval, plan.readStart, {
    marketIds: counted,
    groupOf: counted.map((id) => place.get(catalog.markets.get(id)!.assetId)!),
  })
  return { assetIds, interest, caps }
}

/** The ratio of some assets together: null where a market or the cap of an asset that has open interest is not known. */
function ratiosOf({ interest, caps }: AssetSums, places: readonly number[]): (DecimalString | null)[] {
  const { buckets } = caps
  const [above, below] = [new LimbColumn(buckets), new LimbColumn(buckets)]
  const counted = new Int32Array(buckets)
  const isUnknown = new Uint8Array(buckets)
  for (const place of places)
    for (let bucket = 0, row = place * buckets; bucket < buckets; bucket++, row++) {
      if (interest.missing[row]! > 0) isUnknown[bucket] = 1
      else if (interest.known[row]! > 0) {
        if (caps.known[row] === 0) isUnknown[bucket] = 1
        counted[bucket]! += 1
        above.add(bucket, interest.values, row)
        below.add(bucket, caps.values, row)
      }
    }
  const scale = Math.max(above.places, below.places)
  const unit = 10n ** BigInt(PLACES)
  return Array.from(counted, (count, bucket) => {
    if (count === 0 || isUnknown[bucket] === 1) return null
    const cap = below.unitsAt(bucket, scale)
    return cap === 0n ? null : fromUnits(divideRounded(above.unitsAt(bucket, scale) * unit, cap), PLACES)
  })
}
