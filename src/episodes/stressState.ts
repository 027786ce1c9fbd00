import { getLeverageTiers } from '../leverageTiers/store.ts'
import type { LeverageTier } from '../leverageTiers/record.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import { selectOrders } from '../liquidations/resolvers.ts'
import { getLiquidationBuckets } from '../liquidations/store.ts'
import { select, type Basket, type Catalog, type SelectionFilter } from '../markets/catalog.ts'
import { readCarriedPairs, rememberValues } from '../measures/carryColumns.ts'
import type { CloseSource } from '../measures/closes.ts'
import { OPEN_INTEREST_TABLES } from '../openInterest/store.ts'
import { coverageOfBuckets } from '../quality/coverage.ts'
import type { Context } from '../server/context.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import { LEVERAGES, walkEntries, type Entries, type Margin } from './entries.ts'
import type { StressParams } from './stressParams.ts'

const INTEREST: CloseSource = { tables: OPEN_INTEREST_TABLES, column: 'close_usd', more: 'close_base' }

/** A reading stands for so many hours: then its market is left out until it is read again. */
const CARRIED_HOURS = 6

/** Days at the begin in which entries are not known well enough to be compared. */
const SETTLING_DAYS = 7
/** So many days of both sides must be known before weights are fitted to them. */
const LEAST_DAYS = 14
/** The prior about weights counts for as much as the whole open interest closed by force so many times. */
const PRIOR_TURNS = 1
/** Of a day so much must be covered for its forced orders to count. */
const LEAST_COVERAGE = 0.9

export interface StressScope {
  /** undefined: all assets. */
  readonly asset: string | undefined
  readonly basket: Basket | null | undefined
}

/** The markets that a scope is about. */
export const filterOf = ({ asset }: StressScope): SelectionFilter | undefined =>
  asset === undefined ? undefined : { assets: [asset] }

/** An asset's positions at a moment. */
export interface AssetPositions {
  readonly assetId: number
  /** USD a coin, that of its open interest. */
  readonly price: number
  readonly coins: number
  /** Those of them on venues whose forced orders are read. */
  readonly feedCoins: number
  readonly entries: Entries
  readonly margins: readonly Margin[]
  /** Markets with open interest, and those of them whose tiers are held. */
  readonly marketCount: number
  readonly tieredCount: number
}

export interface StressState {
  readonly window: Window
  /** The most open interest first. */
  readonly assets: readonly AssetPositions[]
  /** By bucket: which part of open interest has each leverage. */
  readonly weights: readonly number[]
  /** undefined: too little is recorded, or it was not asked for. */
  readonly calibration: Calibration | undefined
  /** Days in which forced orders could be compared, of each side. */
  readonly comparedDays: number
}

/** What is held of each asset by hour. */
interface AssetColumns {
  readonly usd: Float64Array
  readonly coins: Float64Array
  readonly feedCoins: Float64Array
  /** Of markets that are known at both ends of an hour. */
  readonly opened: Float64Array
  readonly linked: Float64Array
  /** Last open interest of each market, USD. */
  readonly markets: Map<number, number>
}

const usdOf = rememberValues(({ values }, row) => values.numberAt(row))
const coinsOf = rememberValues(({ more }, row) => more!.numberAt(row))

/** Open interest of assets by hour, from rollups that are kept in memory. */
async function readColumns(
  context: Context,
  catalog: Catalog,
  scope: StressScope,
  window: Window,
  asOf: Date | undefined,
): Promise<Map<number, AssetColumns>> {
  const { marketIds } = select(catalog, 'OPEN_INTEREST', filterOf(scope), scope.basket, asOf)
  const feeds = new Set(selectOrders(catalog, undefined, scope.basket, asOf).exchangeIds)
  const ids = marketIds.filter((id) => catalog.markets.get(id)!.kind !== 'SPOT')
  const columns = await readCarriedPairs(
    context.closes,
    INTEREST,
    {
      marketIds: ids,
      scopeOf: (id) => catalog.markets.get(id)!.exchangeId,
      window,
      interval: 'HOUR',
      maxAgeMs: CARRIED_HOURS * HOUR_MS,
      asOf,
    },
    [usdOf, coinsOf],
  )
  const size = Math.round((window.to.getTime() - window.from.getTime()) / HOUR_MS)
  const assets = new Map<number, AssetColumns>()
  for (const [id, [usd, coins]] of columns) {
    const { assetId, exchangeId } = catalog.markets.get(id)!
    let sums = assets.get(assetId)
    if (!sums) {
      const column = () => new Float64Array(size)
      sums = {
        usd: column(),
        coins: column(),
        feedCoins: column(),
        opened: column(),
        linked: column(),
        markets: new Map(),
      }
      assets.set(assetId, sums)
    }
    addMarket(sums, usd, coins, feeds.has(exchangeId))
    const last = usd[size - 1]!
    if (last > 0) sums.markets.set(id, last)
  }
  return assets
}

/** Prices of assets at the hours' ends of a window, USD a coin: those of their open interest. NaN: not known. */
export async function readPrices(
  context: Context,
  catalog: Catalog,
  scope: StressScope,
  window: Window,
  asOf: Date | undefined,
): Promise<Map<number, Float64Array>> {
  const columns = await readColumns(context, catalog, scope, window, asOf)
  return new Map([...columns].map(([assetId, sums]) => [assetId, pricesOf(sums)]))
}

const pricesOf = ({ usd, coins }: AssetColumns): Float64Array =>
  usd.map((value, at) => (coins[at]! > 0 ? value / coins[at]! : NaN))

function addMarket(sums: AssetColumns, usd: Float64Array, coins: Float64Array, isFed: boolean): void {
  for (let at = 0; at < usd.length; at++) {
    const [value, held] = [usd[at]!, coins[at]!]
    if (!(value > 0) || !(held > 0)) continue
    sums.usd[at]! += value
    sums.coins[at]! += held
    if (isFed) sums.feedCoins[at]! += held
    const before = at > 0 ? coins[at - 1]! : NaN
    if (!(before > 0)) continue
    sums.linked[at]! += held
    if (held > before) sums.opened[at]! += held - before
  }
}

/** Margin by leverage: of the first tier that allows it, over markets with tiers by their open interest. */
export function marginsOf(
  markets: ReadonlyMap<number, number>,
  tiers: ReadonlyMap<number, readonly LeverageTier[]>,
  prior: number,
): Margin[] {
  const whole = [...markets].reduce((sum, [id, usd]) => (tiers.has(id) ? sum + usd : sum), 0)
  return LEVERAGES.map((leverage) => {
    if (whole === 0) return { maintenanceRate: prior, allowed: 1 }
    let [allowed, weighted] = [0, 0]
    for (const [id, usd] of markets) {
      const tier = tiers.get(id)?.find(({ maxLeverage }) => Number(maxLeverage) >= leverage)
      if (!tier) continue
      allowed += usd
      weighted += usd * Number(tier.maintenanceRate)
    }
    return allowed === 0
      ? { maintenanceRate: prior, allowed: 0 }
      : { maintenanceRate: weighted / allowed, allowed: allowed / whole }
  })
}

/**
 * Positions of assets at a window's end: entries by leverage, margins, and how much of open interest has which leverage.
 * @param asOf only what was observed by then; undefined: all that is held
 */
export async function readStressState(
  context: Context,
  catalog: Catalog,
  scope: StressScope,
  window: Window,
  params: StressParams,
  asOf: Date | undefined,
): Promise<StressState> {
  const columns = await readColumns(context, catalog, scope, window, asOf)
  const marketIds = [...columns.values()].flatMap(({ markets }) => [...markets.keys()])
  const [tiers, recorded] = await Promise.all([
    getLeverageTiers(context.database.pool, marketIds, asOf),
    params.isCalibrated ? readRecorded(context, catalog, scope, window, asOf) : undefined,
  ])
  const days = Math.floor((window.to.getTime() - window.from.getTime()) / DAY_MS)
  // Days of longs, then days of shorts; the first hours beyond whole days are left out.
  const expected = LEVERAGES.map(() => new Float64Array(2 * days))
  const skipped = columns.size === 0 ? 0 : sizeOf(columns) - days * 24
  const assets: AssetPositions[] = []
  let meanInterest = 0
  for (const [assetId, sums] of columns) {
    const margins = marginsOf(sums.markets, tiers, params.maintenanceRate)
    const price = pricesOf(sums)
    const entries = walkEntries(
      {
        price,
        coins: sums.feedCoins,
        opened: sums.opened.map((coins, at) => (sums.linked[at]! > 0 ? coins / sums.linked[at]! : 0)),
      },
      {
        turnoverPerDay: params.turnoverPerDay,
        margins,
        onForced: (hour, side, bucket, usd) => {
          const day = Math.floor((hour - skipped) / 24)
          if (day >= 0) expected[bucket]![side * days + day]! += usd * margins[bucket]!.allowed
        },
      },
    )
    meanInterest += meanOf(price.map((usd, at) => usd * sums.feedCoins[at]!))
    const last = price.length - 1
    if (!entries || !(price[last]! > 0)) continue
    const tieredCount = [...sums.markets.keys()].filter((id) => tiers.has(id)).length
    assets.push({
      assetId,
      price: price[last]!,
      coins: sums.coins[last]!,
      feedCoins: sums.feedCoins[last]!,
      entries,
      margins,
      marketCount: sums.markets.size,
      tieredCount,
    })
  }
  assets.sort((a, b) => b.price * b.coins - a.price * a.coins || a.assetId - b.assetId)
  const known = recorded ? withoutSettling(recorded, days) : new Float64Array()
  const comparedDays = Math.floor(known.filter((usd) => usd >= 0).length / 2)
  const fitted =
    comparedDays < LEAST_DAYS
      ? undefined
      : calibrate(expected, known, params.weights, PRIOR_TURNS * meanInterest)
  // Where no weight expects anything there is nothing to fit.
  const calibration = fitted && fitted.rows > 0 ? fitted : undefined
  return {
    window,
    assets,
    weights: calibration?.weights ?? params.weights,
    calibration,
    comparedDays,
  }
}

/** Mean of what is known; 0 of nothing. */
function meanOf(column: Float64Array): number {
  const known = column.filter((value) => value >= 0)
  return known.length === 0 ? 0 : known.reduce((a, b) => a + b, 0) / known.length
}

const sizeOf = (columns: ReadonlyMap<number, AssetColumns>) => [...columns.values()][0]!.usd.length

function withoutSettling(recorded: Float64Array, days: number): Float64Array {
  return recorded.map((usd, row) => (row % days < SETTLING_DAYS ? NaN : usd))
}

/** Recorded forced orders of longs by day, then of shorts, USD; NaN where too little of a day was covered. */
async function readRecorded(
  context: Context,
  catalog: Catalog,
  scope: StressScope,
  window: Window,
  asOf: Date | undefined,
): Promise<Float64Array> {
  const selection = selectOrders(catalog, filterOf(scope), scope.basket, asOf)
  const days = Math.floor((window.to.getTime() - window.from.getTime()) / DAY_MS)
  const from = window.to.getTime() - days * DAY_MS
  const whole = { from: new Date(from), to: window.to }
  const { start, longUsd, shortUsd, covered } = await getLiquidationBuckets(
    context.database.pool,
    selection,
    whole,
    'HOUR',
  )
  const starts = Array.from({ length: days }, (_, day) => from + day * DAY_MS)
  const coverage = coverageOfBuckets(covered, selection.exchangeIds, whole, starts, DAY_MS)
  const sums = new Float64Array(2 * days)
  for (const [day, share] of coverage.entries())
    if (Number(share) < LEAST_COVERAGE) {
      sums[day] = NaN
      sums[days + day] = NaN
    }
  for (const [row, ms] of start.entries()) {
    const day = Math.floor((ms - from) / DAY_MS)
    sums[day]! += Number(longUsd[row])
    sums[days + day]! += Number(shortUsd[row])
  }
  return sums
}

/** What a price closes by force, USD, in the order in which a move reaches it. */
export function forcedLevels(
  { entries, margins }: Pick<AssetPositions, 'entries' | 'margins'>,
  side: 'LONG' | 'SHORT',
  coins: number,
  weights: readonly number[],
): { readonly price: number; readonly usd: number }[] {
  const { levels } = side === 'LONG' ? entries.long : entries.short
  return levels.map(({ bucket, price, share }) => ({
    price,
    usd: weights[bucket]! * margins[bucket]!.allowed * share * coins * price,
  }))
}
