import Big from 'big.js'
import type { Resolvers } from '../generated/graphql.ts'
import { apportion } from '../lib/apportion.ts'
import { checkWindow, getBucketStarts } from '../lib/buckets.ts'
import { checkCount } from '../lib/connection.ts'
import { sum, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { DAY_MS, type Window } from '../lib/time.ts'
import { assetOf, type Catalog } from '../markets/catalog.ts'
import { checkAsOf } from '../measures/asOf.ts'
import { planSeries, toTimeSeries, type TimeSeries } from '../measures/timeSeries.ts'
import { readTransforms } from '../measures/transform.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import type { Measure } from '../series/record.ts'
import {
  changeOf,
  coinsOf,
  coinsOfAll,
  holdersOf,
  oldestSource,
  type Holder,
  type HolderCoins,
  type ReserveChange,
} from './holders.ts'
import { getBars, getHeldSeries, getValuesAt, type HeldSeries, type SeriesValue } from './store.ts'

const MOST_DAYS = 365

interface Asked {
  readonly assetId: number
  readonly window: Window
  readonly source: string | null | undefined
  readonly asOf: Date | undefined
}

/** What `reserves` and `fundFlows` share: the series of one source. */
class SourceAnswer {
  readonly context: Context
  readonly catalog: Catalog
  readonly asked: Asked
  readonly #measure: Measure
  #series: Promise<HeldSeries[]> | undefined

  constructor(context: Context, catalog: Catalog, asked: Asked, measure: Measure) {
    this.context = context
    this.catalog = catalog
    this.asked = asked
    this.#measure = measure
  }

  get pool() {
    return this.context.database.pool
  }

  get assetId(): number {
    return this.asked.assetId
  }

  /** Of the source that was asked for, else of the one whose history goes back farthest. */
  series(): Promise<HeldSeries[]> {
    return (this.#series ??= this.#readSeries())
  }

  async #readSeries(): Promise<HeldSeries[]> {
    const { assetId, window, source, asOf } = this.asked
    const all = await getHeldSeries(this.pool, this.#measure, assetId, window.to, asOf)
    const chosen =
      source == null
        ? oldestSource(all)
        : [...this.catalog.sources.values()].find(({ code }) => code === source)?.id
    return all.filter(({ sourceId }) => sourceId === chosen)
  }

  async sourceId(): Promise<number | undefined> {
    return (await this.series())[0]?.sourceId
  }
}

/** One answer to `reserves`. */
export class ReservesAnswer extends SourceAnswer {
  readonly #values = new Map<number, Promise<ReadonlyMap<number, readonly (SeriesValue | undefined)[]>>>()

  constructor(context: Context, catalog: Catalog, asked: Asked) {
    super(context, catalog, asked, 'EXCHANGE_RESERVE_COINS')
  }

  get meta(): Meta {
    const { window, asOf } = this.asked
    return createMeta(this.catalog, {
      families: ['RESERVES', 'SERIES'],
      window,
      asOf,
      methodology: ['reserves.coins'],
      notices: this.#notices(),
    })
  }

  async #notices(): Promise<Notice[]> {
    const holders = await this.holders()
    if (holders.length === 0)
      return [{ code: 'NO_RESERVE', message: 'No source has told coins of this asset.' }]
    const silent = holders.filter(({ now }) => now === undefined).length
    return silent === 0
      ? []
      : [{ code: 'STALE', message: `${silent} of ${holders.length} holders were not told for 7 days.` }]
  }

  /** Values of every series so many days before the window's end. */
  #valuesBefore(days: number) {
    const found = this.#values.get(days)
    if (found) return found
    const at = new Date(this.asked.window.to.getTime() - days * DAY_MS)
    const reading = this.series().then((series) =>
      getValuesAt(
        this.pool,
        series.map(({ id }) => id),
        [at],
        this.asked.asOf,
      ),
    )
    this.#values.set(days, reading)
    return reading
  }

  /** Largest first; those that are not known come last. */
  async holders(): Promise<ReserveRow[]> {
    const [holders, values] = [holdersOf(await this.series()), await this.#valuesBefore(0)]
    const rows = holders.map((holder) => ({ holder, now: coinsOf(holder, values, 0) }))
    const size = ({ now }: { now: HolderCoins | undefined }) => new Big(now?.coins ?? -1)
    rows.sort((a, b) => size(b).cmp(size(a)))
    const isKnown = rows.length > 0 && rows.every(({ now }) => now !== undefined)
    const shares = isKnown ? apportion(rows.map(({ now }) => now!.coins)) : undefined
    return rows.map((row, at) => ({ ...row, answer: this, share: shares?.[at] ?? null }))
  }

  async coins(): Promise<DecimalString | null> {
    const values = await this.#valuesBefore(0)
    return coinsOfAll(holdersOf(await this.series()), values, 0) ?? null
  }

  async knownCoins(): Promise<DecimalString | null> {
    const known = (await this.holders()).flatMap(({ now }) => now ?? [])
    return known.length === 0 ? null : sum(known.map(({ coins }) => coins))
  }

  /** Of all holders, or of one. */
  async change(days: number, holder?: Holder): Promise<ReserveChange | null> {
    checkCount(days, ['days'], MOST_DAYS)
    const holders = holder ? [holder] : holdersOf(await this.series())
    const [before, after] = await Promise.all([this.#valuesBefore(days), this.#valuesBefore(0)])
    return changeOf(days, coinsOfAll(holders, before, 0), coinsOfAll(holders, after, 0))
  }

  async timeSeries(transform: Parameters<typeof readTransforms>[0]): Promise<TimeSeries> {
    const { window, asOf } = this.asked
    const plan = planSeries(window, 'DAY', readTransforms(transform, ['transform']))
    const series = await this.series()
    const moments = plan.readStart.map((start) => new Date(Math.min(start + DAY_MS, window.to.getTime())))
    const values = await getValuesAt(
      this.pool,
      series.map(({ id }) => id),
      moments,
      asOf,
    )
    const holders = holdersOf(series)
    return toTimeSeries(
      plan,
      'COINS',
      moments.map((_, place) => coinsOfAll(holders, values, place) ?? null),
    )
  }
}

/** One holder of an answer. */
export interface ReserveRow {
  readonly answer: ReservesAnswer
  readonly holder: Holder
  readonly now: HolderCoins | undefined
  readonly share: DecimalString | null
}

/** One answer to `fundFlows`. */
export class FundFlowsAnswer extends SourceAnswer {
  #bars: Promise<(SeriesValue & { readonly id: number })[]> | undefined

  constructor(context: Context, catalog: Catalog, asked: Asked) {
    super(context, catalog, asked, 'FUND_NET_FLOW')
  }

  get meta(): Meta {
    const { window, asOf } = this.asked
    return createMeta(this.catalog, {
      families: ['FUND_FLOWS', 'SERIES'],
      window,
      asOf,
      methodology: ['reserves.fundFlows'],
      notices: this.days().then((days) =>
        days.length === 0
          ? [{ code: 'NO_FLOWS', message: 'No day of the window is told by the source.' }]
          : [],
      ),
    })
  }

  /** Of the series of all funds where the source has one, else of each fund. */
  async counted(): Promise<HeldSeries[]> {
    const series = await this.series()
    const whole = series.filter(({ label }) => label === null)
    return whole.length > 0 ? whole.slice(0, 1) : series
  }

  async #barsOf(series: readonly HeldSeries[]) {
    const { window, asOf } = this.asked
    return getBars(
      this.pool,
      series.map(({ id }) => id),
      window,
      asOf,
    )
  }

  async days() {
    const bars = await (this.#bars ??= this.counted().then((series) => this.#barsOf(series)))
    const byDay = new Map<number, DecimalString[]>()
    for (const { time, value } of bars)
      byDay.set(time.getTime(), [...(byDay.get(time.getTime()) ?? []), value])
    let cumulativeUsd: DecimalString = '0'
    return [...byDay].map(([ms, values]) => {
      const netUsd = sum(values)
      cumulativeUsd = sum([cumulativeUsd, netUsd])
      return { day: new Date(ms), netUsd, cumulativeUsd }
    })
  }

  async funds() {
    const series = (await this.series()).filter(({ label }) => label !== null)
    const bars = await this.#barsOf(series)
    return series
      .flatMap(({ id, label }) => {
        const own = bars.filter((bar) => bar.id === id).map(({ value }) => value)
        return own.length === 0 ? [] : [{ fund: label!, netUsd: sum(own), dayCount: own.length }]
      })
      .sort((a, b) => new Big(b.netUsd).cmp(a.netUsd) || (a.fund < b.fund ? -1 : 1))
  }
}

/** Checks the arguments that both questions have. */
async function checkAsked(
  context: Context,
  given: {
    asset: string
    window: Window
    source?: string | null | undefined
    asOf?: Date | null | undefined
  },
): Promise<{ catalog: Catalog; asked: Asked }> {
  const window = checkWindow(given.window, ['window'])
  getBucketStarts(window, 'DAY')
  const asOf = checkAsOf(given.asOf, context.now())
  const catalog = await context.catalog()
  const { source } = given
  const sources = [...catalog.sources.values()].map(({ code }) => code)
  if (source != null && !sources.includes(source))
    throw new InputError(`The store has no source ${JSON.stringify(source)}.`, {
      reason: 'UNKNOWN_SOURCE',
      argument: ['source'],
      accepted: sources,
    })
  const assetId = assetOf(catalog, given.asset, ['asset']).id
  return { catalog, asked: { assetId, window, source, asOf } }
}

const sourceOf = async (answer: ReservesAnswer | FundFlowsAnswer) => {
  const id = await answer.sourceId()
  return id === undefined ? null : answer.catalog.sources.get(id)!
}

export const reserveResolvers: Resolvers = {
  Query: {
    reserves: async (_, given, context) => {
      const { catalog, asked } = await checkAsked(context, given)
      return new ReservesAnswer(context, catalog, asked)
    },
    fundFlows: async (_, given, context) => {
      const { catalog, asked } = await checkAsked(context, given)
      return new FundFlowsAnswer(context, catalog, asked)
    },
  },
  Reserves: {
    asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId),
    source: (answer) => sourceOf(answer),
    coins: (answer) => answer.coins(),
    knownCoins: (answer) => answer.knownCoins(),
    holderCount: async (answer) => holdersOf(await answer.series()).length,
    change: (answer, { days }) => answer.change(days),
    holders: (answer) => answer.holders(),
    timeSeries: (answer, { transform }) => answer.timeSeries(transform),
  },
  HolderReserve: {
    exchange: ({ holder: { exchangeId } }, _, { exchangeLoader }) =>
      exchangeId === null ? null : exchangeLoader.load(exchangeId),
    label: ({ holder: { label } }) => label ?? null,
    coins: ({ now }) => now?.coins ?? null,
    at: ({ now }) => now?.at ?? null,
    change: ({ answer, holder }, { days }) => answer.change(days, holder),
  },
  FundFlows: {
    asset: ({ assetId }, _, { assetLoader }) => assetLoader.load(assetId),
    source: (answer) => sourceOf(answer),
    netUsd: async (answer) => (await answer.days()).at(-1)?.cumulativeUsd ?? null,
    dayCount: async (answer) => (await answer.days()).length,
    days: (answer) => answer.days(),
    funds: (answer) => answer.funds(),
  },
}
