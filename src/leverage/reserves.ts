import type { Queryable } from '../db.ts'
import { ratio, sum, type DecimalString } from '../lib/decimal.ts'
import { lastReadingAsOf } from '../lib/readings.ts'
import type { OpenInterestAnswer } from '../openInterest/resolvers.ts'
import { isKnown } from '../openInterest/change.ts'
import type { MarketReading } from '../openInterest/store.ts'
import type { Notice } from '../quality/meta.ts'
import { SERIES_TABLES } from '../series/store.ts'

export type ReserveScope = 'VENUES' | 'SOURCE_TOTAL'

/** Open interest of one asset against the coins that exchanges hold of it. */
export interface EstimatedLeverage {
  readonly assetId: number
  readonly openInterestCoins: DecimalString | null
  readonly reserveCoins: DecimalString | null
  readonly ratio: DecimalString | null
  readonly exchangeIds: readonly number[]
  readonly scope: ReserveScope | null
  readonly sourceId: number | null
  readonly reserveAt: Date | null
  readonly notice: Notice | null
}

/** The last bar of one series of reserves that had ended at a moment. */
export interface ReserveReading {
  readonly assetId: number
  /** null: of all venues that the source sums. */
  readonly exchangeId: number | null
  readonly sourceId: number
  /** The token that it counts, of several that stand for the asset; null: all of them. */
  readonly token: string | null
  /** Begin of the bar. */
  readonly time: Date
  readonly coins: DecimalString
}

/** What a vendor is late with at times. */
const MAX_AGE = `interval '7 days'`

// A bar is known once it has ended: `time` is its begin.
const reservesSql = (isAsOf: boolean) => `
  select s.asset_id as "assetId", s.exchange_id as "exchangeId", s.source_id as "sourceId",
    s.venue_symbol as token, r.time, trim_scale(r.value) as coins
  from series as s cross join lateral (${
    isAsOf
      ? lastReadingAsOf(SERIES_TABLES, 's.id', ['time', 'value'], {
          at: `($2::timestamptz - s.step_seconds * interval '1 second')`,
          age: MAX_AGE,
          asOf: '$3::timestamptz',
        })
      : `select time, value from series_point as p
         where p.series_id = s.id and p.time <= $2::timestamptz - s.step_seconds * interval '1 second'
           and p.time > $2::timestamptz - s.step_seconds * interval '1 second' - ${MAX_AGE}
         order by p.time desc limit 1`
  }) as r
  where s.measure = 'EXCHANGE_RESERVE_COINS' and s.asset_id = any($1::int[]) and s.label is null
  order by s.source_id, s.id`

/** The last reserves of assets at a moment, of every source and venue. */
export async function getReservesAt(
  db: Queryable,
  assetIds: readonly number[],
  at: Date,
  asOf: Date | undefined,
): Promise<ReserveReading[]> {
  const result = await db.query<ReserveReading>({
    name: `exchange-reserves:${String(asOf !== undefined)}`,
    text: reservesSql(asOf !== undefined),
    values: [assetIds, at, ...(asOf ? [asOf] : [])],
  })
  return result.rows
}

/** Estimated leverage of assets at the window's end. */
export async function estimatedOf(
  answer: OpenInterestAnswer,
  assetIds: readonly number[],
): Promise<EstimatedLeverage[]> {
  const { pool } = answer.context.database
  const { asOf, exchangeIds } = answer.selection
  const [after, reserves] = await Promise.all([
    answer.after(),
    getReservesAt(pool, assetIds, answer.window.to, asOf),
  ])
  const { markets } = answer.catalog
  return assetIds.map((assetId) => {
    const own = after.filter(({ marketId }) => markets.get(marketId)!.assetId === assetId)
    const chosen = chooseReserve(
      reserves.filter((reserve) => reserve.assetId === assetId),
      new Set(own.map(({ marketId }) => markets.get(marketId)!.exchangeId)),
    )
    const venues = chosen?.scope === 'VENUES' ? chosen.exchangeIds : exchangeIds
    const counted = own.filter(({ marketId }) => venues.includes(markets.get(marketId)!.exchangeId))
    return rowOf(assetId, counted, chosen, venues)
  })
}

interface ChosenReserve {
  readonly scope: ReserveScope
  readonly sourceId: number
  readonly exchangeIds: readonly number[]
  readonly coins: DecimalString
  readonly time: Date
}

/** One source for an asset: that with most of the venues, else one that totals venues of its own choice. Never several mixed. */
function chooseReserve(
  reserves: readonly ReserveReading[],
  venues: ReadonlySet<number>,
): ChosenReserve | undefined {
  const bySource = new Map<number, Map<number, ReserveReading[]>>()
  for (const reserve of reserves) {
    if (reserve.exchangeId === null || !venues.has(reserve.exchangeId)) continue
    const own = bySource.get(reserve.sourceId) ?? new Map<number, ReserveReading[]>()
    own.set(reserve.exchangeId, [...(own.get(reserve.exchangeId) ?? []), reserve])
    bySource.set(reserve.sourceId, own)
  }
  const [best] = [...bySource].sort(([a, x], [b, y]) => y.size - x.size || a - b)
  if (best) {
    const [sourceId, byVenue] = best
    const counted = [...byVenue.values()].flatMap(ofVenue)
    return {
      scope: 'VENUES',
      sourceId,
      exchangeIds: [...byVenue.keys()],
      coins: sum(counted.map(({ coins }) => coins)),
      time: new Date(Math.min(...counted.map(({ time }) => time.getTime()))),
    }
  }
  const total = reserves.find(({ exchangeId, token }) => exchangeId === null && token === null)
  return total && { scope: 'SOURCE_TOTAL', exchangeIds: [], ...total }
}

/** What counts of one venue: the series of all tokens, else those of each; of series of several steps the newest bar. */
function ofVenue(reserves: readonly ReserveReading[]): ReserveReading[] {
  const newest = new Map<string | null, ReserveReading>()
  for (const reserve of reserves) {
    const held = newest.get(reserve.token)
    if (!held || held.time < reserve.time) newest.set(reserve.token, reserve)
  }
  const all = newest.get(null)
  return all ? [all] : [...newest.values()]
}

function rowOf(
  assetId: number,
  readings: readonly MarketReading[],
  chosen: ChosenReserve | undefined,
  exchangeIds: readonly number[],
): EstimatedLeverage {
  const known = readings.filter(isKnown)
  const isWhole = known.length > 0 && known.length === readings.length
  const openInterestCoins = isWhole ? sum(known.map(({ baseQuantity }) => baseQuantity)) : null
  const share =
    openInterestCoins === null || !chosen ? null : (ratio(openInterestCoins, chosen.coins) ?? null)
  return {
    assetId,
    openInterestCoins,
    reserveCoins: chosen?.coins ?? null,
    ratio: share,
    exchangeIds,
    scope: chosen?.scope ?? null,
    sourceId: chosen?.sourceId ?? null,
    reserveAt: chosen?.time ?? null,
    notice: share === null ? noticeOf(isWhole, chosen) : null,
  }
}

function noticeOf(isWhole: boolean, chosen: ChosenReserve | undefined): Notice {
  if (!chosen) return { code: 'NO_RESERVE', message: 'No reserve of exchanges is held for this asset.' }
  return isWhole
    ? { code: 'NO_COINS', message: 'By this source the exchanges hold no coin.' }
    : { code: 'STALE', message: 'The last reading of a market is too old.' }
}
