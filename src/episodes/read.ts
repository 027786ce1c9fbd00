import { median } from 'simple-statistics'
import type { Queryable } from '../db.ts'
import { rollupAsOf } from '../lib/readings.ts'
import { HOUR_MS, type Window } from '../lib/time.ts'
import { getLiquidationBuckets } from '../liquidations/store.ts'
import type { Catalog } from '../markets/catalog.ts'
import { OPEN_INTEREST_TABLES } from '../openInterest/store.ts'
import { coverageOfBuckets } from '../quality/coverage.ts'
import { MarketSum, type ReadColumns, type PositionColumns } from './market.ts'

/** A reading stands for so many hours: then its market is left out until it is read again. */
const CARRIED_HOURS = 6

/** Markets that one statement reads. */
const MARKETS_A_STATEMENT = 20

export interface MarketRead {
  /** Venues that count, by id. */
  readonly exchangeIds: readonly number[]
  /** At whole hours. */
  readonly window: Window
  /** Only what was observed by then; undefined: all that is held. */
  readonly asOf?: Date | undefined
}

/** What the detector reads, by the hour: derivatives of the venues, from rollups. A part is a venue. */
export async function readMarket(
  db: Queryable,
  catalog: Catalog,
  { exchangeIds, window, asOf }: MarketRead,
): Promise<ReadColumns> {
  const size = Math.round((window.to.getTime() - window.from.getTime()) / HOUR_MS)
  const parts = new Map(exchangeIds.map((id, place) => [id, place]))
  const markets = [...catalog.markets.values()].filter(
    ({ exchangeId, kind }) => parts.has(exchangeId) && kind !== 'SPOT',
  )
  const sum = new MarketSum(size, exchangeIds.length)
  const bitcoin = catalog.assetsByCode.get('BTC')?.id
  const prices: Float64Array[] = []
  for (let first = 0; first < markets.length; first += MARKETS_A_STATEMENT) {
    const batch = markets.slice(first, first + MARKETS_A_STATEMENT)
    const columns = await readPositions(
      db,
      batch.map(({ id }) => id),
      window,
      size,
      asOf,
    )
    for (const { id, exchangeId, assetId } of batch) {
      const own = columns.get(id)
      if (!own) continue
      sum.add({ part: parts.get(exchangeId)!, ...own })
      if (assetId !== bitcoin) continue
      prices.push(own.usd.map((usd, at) => (own.coins[at]! > 0 ? usd / own.coins[at]! : NaN)))
    }
  }
  const { long, short } = await readForcedOrders(
    db,
    { exchangeIds, window, asOf },
    markets.map(({ id }) => id),
  )
  const rest = {
    from: window.from.getTime(),
    stepMs: HOUR_MS,
    price: middleOf(prices, size),
    longUsd: long,
    shortUsd: short,
  }
  return {
    ...rest,
    ...sum.columns(),
    withFault: (fault) => ({ ...rest, ...sum.columns(fault) }),
  }
}

/** The price in the middle of the markets' own, hour by hour: one venue that prints nonsense does not move it. NaN: none is known. */
function middleOf(prices: readonly Float64Array[], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, at) => {
    const known = prices.map((column) => column[at]!).filter((price) => price > 0)
    return known.length === 0 ? NaN : median(known)
  })
}

/** Open interest of markets at the end of each hour, carried for a few hours. */
async function readPositions(
  db: Queryable,
  marketIds: readonly number[],
  window: Window,
  size: number,
  asOf: Date | undefined,
): Promise<Map<number, Pick<PositionColumns, 'usd' | 'coins'>>> {
  const within = 'bucket >= $2::timestamptz and bucket < $3::timestamptz'
  const rows = asOf
    ? `(${rollupAsOf(OPEN_INTEREST_TABLES, 'hour', { ids: '$1::int[]', within, asOf: '$4::timestamptz' })}) as r`
    : 'open_interest_hour'
  const result = await db.query<{ id: number; hours: string; usd: string; coins: string }>({
    name: `episode-positions:${asOf ? 'as-of' : 'now'}`,
    text: `
      select id, string_agg(hour::text, ',' order by hour) as hours, string_agg(usd::text, ',' order by hour) as usd,
        string_agg(coins::text, ',' order by hour) as coins
      from (
        select distinct on (market_id, bucket) market_id as id,
          (extract(epoch from bucket - $2::timestamptz) / 3600)::int as hour, close_usd::float8 as usd, close_base::float8 as coins
        from ${rows} where market_id = any($1::int[]) and ${within}
        order by market_id, bucket, close_time desc, source_id) as hours group by id`,
    values: [marketIds, window.from, window.to, ...(asOf ? [asOf] : [])],
  })
  return new Map(
    result.rows.map((row) => {
      const hours = row.hours.split(',').map(Number)
      return [row.id, { usd: carried(hours, row.usd, size), coins: carried(hours, row.coins, size) }]
    }),
  )
}

function carried(hours: readonly number[], values: string, size: number): Float64Array {
  const column = new Float64Array(size).fill(NaN)
  const numbers = values.split(',')
  for (const [place, hour] of hours.entries()) {
    const end = Math.min(size, hour + 1 + CARRIED_HOURS, hours[place + 1] ?? size)
    column.fill(Number(numbers[place]), hour, end)
  }
  return column
}

/** Forced orders by the hour; NaN where no feed was read. */
async function readForcedOrders(
  db: Queryable,
  { exchangeIds, window, asOf }: MarketRead,
  marketIds: readonly number[],
): Promise<{ readonly long: Float64Array; readonly short: Float64Array }> {
  const size = Math.round((window.to.getTime() - window.from.getTime()) / HOUR_MS)
  const [long, short] = [new Float64Array(size).fill(NaN), new Float64Array(size).fill(NaN)]
  const starts = Array.from({ length: size }, (_, hour) => window.from.getTime() + hour * HOUR_MS)
  const { start, longUsd, shortUsd, covered } = await getLiquidationBuckets(
    db,
    { marketIds, exchangeIds, asOf },
    window,
    'HOUR',
  )
  for (const [hour, share] of coverageOfBuckets(covered, exchangeIds, window, starts, HOUR_MS).entries())
    if (share !== '0') {
      long[hour] = 0
      short[hour] = 0
    }
  for (const [row, ms] of start.entries()) {
    const hour = (ms - window.from.getTime()) / HOUR_MS
    long[hour] = Number(longUsd[row])
    short[hour] = Number(shortUsd[row])
  }
  return { long, short }
}
