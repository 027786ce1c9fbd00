import Big from 'big.js'
import { toPlain, type DecimalString } from '../lib/decimal.ts'
import { InputError, UnwindError } from '../lib/errors.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Window } from '../lib/time.ts'
import { LiquidationAnswer, selectOrders } from '../liquidations/resolvers.ts'
import type { Completeness } from '../liquidations/completeness.ts'
import type { PositionSide } from '../liquidations/record.ts'
import { select, type Catalog } from '../markets/catalog.ts'
import { knownDepths } from '../orderBook/slippage.ts'
import { getBooksAt, type StoredBook, type StoredSide } from '../orderBook/store.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { EpisodeAnswer } from './answer.ts'
import { addDepths, depthAt, runCascade, type Cascade, type DepthStep, type ForcedLevel } from './cascade.ts'
import { LEVERAGES } from './entries.ts'
import { findHeldWindow, getEpisodesBefore } from './store.ts'
import type { StressParams } from './stressParams.ts'
import {
  filterOf,
  forcedLevels,
  readPrices,
  readStressState,
  type AssetPositions,
  type StressScope,
  type StressState,
} from './stressState.ts'

/** How old a book may be, minutes. */
const BOOK_AGE_MINUTES = 120

/** How far from mid the depth is told. */
const SHOWN_DISTANCE = 0.05

export interface StressQuestion extends StressScope {
  readonly shock: number
  readonly asOf: Date | undefined
  readonly params: StressParams
}

/** What is closed by force within a step of the price. */
export interface LiquidationStep {
  readonly from: number
  readonly to: number
  readonly fromPrice: DecimalString | null
  readonly toPrice: DecimalString | null
  readonly side: PositionSide
  readonly usd: DecimalString
  readonly cumulativeUsd: DecimalString
}

export interface StressReplay {
  readonly episode: EpisodeAnswer
  readonly forcedUsd: DecimalString
  readonly recordedUsd: DecimalString
  readonly error: number | null
  readonly isCalibrated: boolean
  readonly completeness: Completeness
}

/** A price of a model: as many digits as it can tell. */
export const priceText = (price: number): DecimalString => toPlain(new Big(price.toPrecision(8)))
export const usdText = (usd: number): DecimalString => toPlain(new Big(Math.round(usd)))

/** One asset under a shock. */
export class AssetStress {
  readonly positions: AssetPositions
  readonly #weights: readonly number[]
  readonly depth: readonly DepthStep[]
  readonly shock: number
  readonly cascade: Cascade

  constructor(
    positions: AssetPositions,
    { weights }: StressState,
    depth: readonly DepthStep[],
    { shock, params }: StressQuestion,
  ) {
    this.positions = positions
    this.#weights = weights
    this.depth = depth
    this.shock = shock
    this.cascade = runCascade({
      price: positions.price,
      shock,
      levels: this.levels(shock < 0 ? 'LONG' : 'SHORT'),
      depth,
      refill: params.refill,
    })
  }

  levels(side: PositionSide): readonly ForcedLevel[] {
    return forcedLevels(this.positions, side, this.positions.coins, this.#weights)
  }

  get openInterest(): number {
    return this.positions.price * this.positions.coins
  }

  get price(): DecimalString {
    return priceText(this.positions.price)
  }

  get endPrice(): DecimalString {
    return priceText(this.cascade.endPrice)
  }

  moveOf(price: number): number {
    return price / this.positions.price - 1
  }

  /** What rests within 5 % of mid, as the model takes it. */
  get depthUsd(): DecimalString | null {
    return this.depth.length === 0 ? null : usdText(depthAt(this.depth, SHOWN_DISTANCE))
  }

  get path() {
    return this.cascade.rounds.map(({ price, forcedUsd, totalForcedUsd }, round) => ({
      round,
      price: priceText(price),
      move: this.moveOf(price),
      forcedUsd: usdText(forcedUsd),
      totalForcedUsd: usdText(totalForcedUsd),
    }))
  }

  liquidationMap(step: number, within: number): LiquidationStep[] {
    return mapOf([this], step, within)
  }
}

/** What all assets close by force by distance from their price. */
function mapOf(assets: readonly AssetStress[], step: number, within: number): LiquidationStep[] {
  const size = stepsOf(step, within)
  const [only] = assets.length === 1 ? assets : []
  const priceAt = (distance: number) =>
    only === undefined ? null : priceText(only.positions.price * (1 + distance))
  return (['LONG', 'SHORT'] as const).flatMap((side) => {
    const sums = new Float64Array(size)
    const sign = side === 'LONG' ? -1 : 1
    for (const asset of assets)
      for (const { price, usd } of asset.levels(side)) {
        // What the price has already reached is in the first step.
        const distance = asset.moveOf(price) * sign
        const at = Math.max(0, Math.floor(distance / step))
        if (at < size && distance <= within) sums[at]! += usd
      }
    let total = 0
    return Array.from(sums, (usd, at): LiquidationStep => {
      total += usd
      // The last step ends where the map does.
      const [from, to] = [rounded(sign * at * step), rounded(sign * Math.min(within, (at + 1) * step))]
      return {
        from,
        to,
        fromPrice: priceAt(from),
        toPrice: priceAt(to),
        side,
        usd: usdText(usd),
        cumulativeUsd: usdText(total),
      }
    })
  })
}

/** -0.03, not -0.030000000000000002. */
const rounded = (distance: number): number => Number(distance.toFixed(9)) + 0

/** @throws InputError OUT_OF_RANGE */
function stepsOf(step: number, within: number): number {
  const check = (value: number, argument: string, least: number, most: number) => {
    if (!(value >= least && value <= most))
      throw new InputError(`\`${argument}\` is ${value}.`, {
        reason: 'OUT_OF_RANGE',
        argument: [argument],
        accepted: `a fraction from ${least} to ${most}`,
      })
  }
  check(step, 'step', 0.001, 0.5)
  check(within, 'within', step, 0.95)
  return Math.ceil(within / step - 1e-9)
}

/** An answer to `stress`: the state is read at once, replays when they are asked for. */
export class StressAnswer {
  readonly context: Context
  readonly catalog: Catalog
  readonly question: StressQuestion
  readonly state: StressState
  readonly assets: readonly AssetStress[]

  constructor(
    context: Context,
    catalog: Catalog,
    question: StressQuestion,
    state: StressState,
    depths: ReadonlyMap<number, readonly DepthStep[]>,
  ) {
    this.context = context
    this.catalog = catalog
    this.question = question
    this.state = state
    this.assets = state.assets.map(
      (positions) => new AssetStress(positions, state, depths.get(positions.assetId) ?? [], question),
    )
  }

  get meta(): Meta {
    const { basket, asOf } = this.question
    return createMeta(this.catalog, {
      families: ['OPEN_INTEREST', 'LIQUIDATIONS', 'ORDER_BOOK'],
      window: this.state.window,
      asOf,
      exchangeIds: select(this.catalog, 'OPEN_INTEREST', filterOf(this.question), basket, asOf).exchangeIds,
      methodology: ['episodes.stress'],
      notices: this.#notices(),
    })
  }

  #notices(): Notice[] {
    const { state, assets } = this
    const codesOf = (some: readonly AssetStress[]) =>
      some.map(({ positions }) => this.catalog.assets.get(positions.assetId)!.code).join(', ')
    const notices: Notice[] = [
      { code: 'MODEL', message: 'This is a model: its parameters are told, and its error is in `replays`.' },
    ]
    if (this.question.params.isCalibrated && !state.calibration)
      notices.push({
        code: 'NOT_CALIBRATED',
        message: `Forced orders of ${state.comparedDays} days could be compared, too few to fit weights to: they are those of the parameters.`,
      })
    const unknown = assets.filter(({ cascade }) => cascade.amplification === undefined)
    if (unknown.length > 0)
      notices.push({
        code: 'IMPACT_UNKNOWN',
        message: `No book tells what forced orders do to the price of ${codesOf(unknown)}: they are those of the shock alone, a lower bound.`,
      })
    const exhausted = assets.filter(({ cascade }) => cascade.isExhausted)
    if (exhausted.length > 0)
      notices.push({
        code: 'BOOKS_EXHAUSTED',
        message: `What rests in books of ${codesOf(exhausted)} is no match for the forced orders: the price ends where the model lets it.`,
      })
    const untiered = assets.filter(({ positions }) => positions.tieredCount === 0)
    if (untiered.length > 0)
      notices.push({
        code: 'MARGIN_ASSUMED',
        message: `No margin tiers are held of ${codesOf(untiered)}: the parameter is taken.`,
      })
    return notices
  }

  get openInterest(): number {
    return this.assets.reduce((sum, { openInterest }) => sum + openInterest, 0)
  }

  get forced(): number {
    return this.assets.reduce((sum, { cascade }) => sum + cascade.forcedUsd, 0)
  }

  get amplification(): number | null {
    const known = this.assets.filter(({ cascade }) => cascade.amplification !== undefined)
    const weight = known.reduce((sum, { openInterest }) => sum + openInterest, 0)
    if (!(weight > 0)) return null
    return (
      known.reduce((sum, { openInterest, cascade }) => sum + openInterest * cascade.amplification!, 0) /
      weight
    )
  }

  liquidationMap(step: number, within: number): LiquidationStep[] {
    return mapOf(this.assets, step, within)
  }

  /** Episodes that had ended by the answered moment, played again. */
  async replays(first: number): Promise<StressReplay[]> {
    const { to } = this.state.window
    const kinds = ['PURGE', 'DELEVERAGING', 'LIQUIDATIONS_ONLY', 'SQUEEZE'] as const
    const rows = await getEpisodesBefore(this.context.database.pool, to, kinds, undefined)
    // Those that had ended by then: what is said of them has not changed since.
    const ended = rows
      .filter(
        ({ lastSeenAt, detection }) =>
          lastSeenAt.getTime() + detection.params.quietHours * HOUR_MS <= to.getTime(),
      )
      .reverse()
    const replays: StressReplay[] = []
    for (const row of ended.slice(0, first)) {
      const episode = new EpisodeAnswer(this.context, this.catalog, row, this.question.basket)
      const replay = await this.#replay(episode)
      if (replay) replays.push(replay)
    }
    return replays
  }

  async #replay(episode: EpisodeAnswer): Promise<StressReplay | undefined> {
    const { context, catalog, question } = this
    const { flush, row } = episode
    const from = new Date(flush.from.getTime() - question.params.lookbackDays * DAY_MS)
    const [before, after] = [
      // What was read of the hour of the high was received by the minute after it.
      await readStressState(
        context,
        catalog,
        question,
        { from, to: flush.from },
        question.params,
        new Date(flush.from.getTime() + MINUTE_MS),
      ),
      await readExtremes(context, catalog, question, flush, question.asOf),
    ]
    if (before.assets.length === 0) return undefined
    const forced = before.assets.reduce((sum, positions) => {
      const extreme = after.get(positions.assetId)?.[row.side === 'LONG' ? 0 : 1]
      if (extreme === undefined) return sum
      return forcedLevels(positions, row.side, positions.feedCoins, before.weights)
        .filter(({ price }) => (row.side === 'LONG' ? price >= extreme : price <= extreme))
        .reduce((own, { usd }) => own + usd, sum)
    }, 0)
    const orders = new LiquidationAnswer(
      context,
      catalog,
      selectOrders(catalog, filterOf(question), question.basket, question.asOf),
      flush,
      'HOUR',
    )
    const total = await orders.total()
    const recorded = Number((row.side === 'LONG' ? total?.longUsd : total?.shortUsd) ?? 0)
    return {
      episode,
      forcedUsd: usdText(forced),
      recordedUsd: usdText(recorded),
      error: recorded > 0 ? forced / recorded - 1 : null,
      isCalibrated: before.calibration !== undefined,
      completeness: await orders.completeness,
    }
  }
}

/** Lowest and highest price of each asset at the hours' ends of a window. */
async function readExtremes(
  context: Context,
  catalog: Catalog,
  scope: StressScope,
  window: Window,
  asOf: Date | undefined,
): Promise<Map<number, readonly [low: number, high: number]>> {
  const prices = await readPrices(context, catalog, scope, window, asOf)
  return new Map(
    [...prices].map(([assetId, column]) => {
      const known = [...column].filter((price) => price > 0)
      return [assetId, [Math.min(...known), Math.max(...known)]]
    }),
  )
}

/**
 * Answers `stress`.
 * @throws InputError for an asset or venue that there is not; UnwindError NO_DATA when no open interest is held
 */
export async function stressOf(
  context: Context,
  catalog: Catalog,
  question: StressQuestion,
): Promise<StressAnswer> {
  const { pool } = context.database
  // Codes are checked before anything is read.
  const books = select(catalog, 'ORDER_BOOK', filterOf(question), question.basket, question.asOf)
  const noData = () =>
    new UnwindError('NO_DATA', 'No open interest is held of that moment: there is nothing to shock.')
  const at = question.asOf ?? (await findHeldWindow(pool))?.to
  if (!at) throw noData()
  // Whole hours that have passed.
  const to = new Date(floorTo(Math.min(at.getTime(), context.now().getTime()), HOUR_MS))
  const window = { from: new Date(to.getTime() - question.params.lookbackDays * DAY_MS), to }
  const [state, read] = await Promise.all([
    readStressState(context, catalog, question, window, question.params, question.asOf),
    getBooksAt(pool, books.marketIds, to, BOOK_AGE_MINUTES, question.asOf),
  ])
  if (state.assets.length === 0) throw noData()
  const depths = depthsOf(catalog, read, question.shock)
  return new StressAnswer(context, catalog, question, state, depths)
}

/** What rests on the side that forced orders trade against, by asset: sums of all its books. */
function depthsOf(catalog: Catalog, books: readonly StoredBook[], shock: number): Map<number, DepthStep[]> {
  const byAsset = new Map<number, StoredSide[]>()
  for (const { marketId, bids, asks } of books) {
    const { assetId } = catalog.markets.get(marketId)!
    const side = shock < 0 ? bids : asks
    const own = byAsset.get(assetId)
    if (own) own.push(side)
    else byAsset.set(assetId, [side])
  }
  return new Map([...byAsset].map(([assetId, sides]) => [assetId, addDepths(sides.map(stepsOfSide))]))
}

const stepsOfSide = (side: StoredSide): DepthStep[] =>
  knownDepths(side).map(({ distance, usd }) => ({ distance: Number(distance), usd: Number(usd) }))

/** Weights by leverage as they were given, and as they were used. */
export const weightsOf = ({ state, question }: StressAnswer) =>
  LEVERAGES.map((leverage, bucket) => ({
    leverage,
    prior: question.params.weights[bucket]!,
    weight: state.weights[bucket]!,
  }))
