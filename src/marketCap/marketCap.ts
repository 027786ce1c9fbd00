import Big from 'big.js'
import type { Interval } from '../lib/buckets.ts'
import { isPositive, type DecimalString } from '../lib/decimal.ts'
import { InputError } from '../lib/errors.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import { assetOf, type Catalog } from '../markets/catalog.ts'
import type { GroupKey } from '../markets/groups.ts'
import { createMeta, type Meta, type Notice } from '../quality/meta.ts'
import type { Context } from '../server/context.ts'
import { pinUniverse, tierOf, type Part, type Universe } from './attribution.ts'
import { returnsOf, type GroupReturns } from './returns.ts'
import { capOf, type MarketCapDimension } from './series.ts'
import { findFirstCapDay, getCapsAt, getCapsOver, type CapReading, type CapSnapshot } from './store.ts'
import { hoursBefore, trendOf, type Trend, type Value } from './trend.ts'

/** Assets of one group that are held when the window begins. */
export interface AssetGroup {
  readonly key: GroupKey
  readonly assetIds: readonly number[]
  readonly fromUsd: DecimalString
}

/** Days that a peak is looked for at most. */
const MOST_DAYS = 10_000

/** One answer to `marketCap`: what is read is read once, when a field first asks for it. */
export class MarketCapAnswer {
  readonly context: Context
  readonly catalog: Catalog
  readonly window: Window
  readonly interval: Interval
  readonly universe: Universe
  readonly maxAgeMinutes: number
  readonly asOf: Date | undefined
  #before: Promise<CapSnapshot> | undefined
  #after: Promise<CapSnapshot> | undefined

  constructor(
    context: Context,
    catalog: Catalog,
    {
      window,
      interval,
      universe,
      maxAgeMinutes,
      asOf,
    }: {
      window: Window
      interval: Interval
      universe: Universe
      maxAgeMinutes: number
      asOf: Date | undefined
    },
  ) {
    this.context = context
    this.catalog = catalog
    this.window = window
    this.interval = interval
    this.universe = universe
    this.maxAgeMinutes = maxAgeMinutes
    this.asOf = asOf
  }

  get pool() {
    return this.context.database.pool
  }

  get meta(): Meta {
    return createMeta(this.catalog, {
      families: ['MARKET_CAPS'],
      window: this.window,
      asOf: this.asOf,
      methodology: ['marketCap.value', 'marketCap.dominance', 'marketCap.returns', 'marketCap.trend'],
      notices: this.#notices(),
    })
  }

  before(): Promise<CapSnapshot> {
    return (this.#before ??= getCapsAt(this.pool, this.window.from, this.maxAgeMinutes, this.asOf))
  }

  after(): Promise<CapSnapshot> {
    return (this.#after ??= getCapsAt(this.pool, this.window.to, this.maxAgeMinutes, this.asOf))
  }

  async assetCount(): Promise<number> {
    return (await this.before()).assets.length
  }

  /** At the window's end; HELD: of the assets that are held when it begins, null when one of them is not known any more. */
  async totalUsd(): Promise<DecimalString | null> {
    const after = await this.after()
    if (this.universe === 'ALL_LISTED') return after.total?.capUsd ?? null
    const held = new Set((await this.before()).assets.map(({ assetId }) => assetId))
    const known = after.assets.filter(({ assetId }) => held.has(assetId))
    return held.size === 0 || known.length < held.size ? null : capOf(known)
  }

  /** Groups of the assets that are held when the window begins, the largest first. */
  async groupsBy(by: MarketCapDimension): Promise<AssetGroup[]> {
    const groups = new Map<string, { key: GroupKey; members: CapReading[] }>()
    for (const reading of (await this.before()).assets) {
      const key = this.#keyOf(reading.assetId, reading.capUsd, by)
      const group = groups.get(key.label)
      if (group) group.members.push(reading)
      else groups.set(key.label, { key, members: [reading] })
    }
    return [...groups.values()]
      .map(({ key, members }) => ({
        key,
        assetIds: members.map(({ assetId }) => assetId),
        fromUsd: capOf(members),
      }))
      .sort((a, b) => new Big(b.fromUsd).cmp(a.fromUsd) || (a.key.label < b.key.label ? -1 : 1))
  }

  #keyOf(assetId: number, capUsd: DecimalString, by: MarketCapDimension): GroupKey {
    if (by === 'ASSET') return { assetId, label: this.catalog.assets.get(assetId)?.code ?? 'unknown' }
    if (by === 'TIER') return { tier: tierOf(capUsd), label: tierOf(capUsd) }
    const sectorId = this.catalog.assets.get(assetId)?.sectorId ?? null
    const label = sectorId === null ? 'unknown' : this.catalog.sectors.get(sectorId)!.code
    return { sectorId, label }
  }

  /** @throws InputError OUT_OF_RANGE for a threshold that is no fall */
  async returns(by: MarketCapDimension, threshold: DecimalString): Promise<GroupReturns[]> {
    if (!isPositive(threshold) || new Big(threshold).gt(1))
      throw new InputError(`\`threshold\` is ${threshold}.`, {
        reason: 'OUT_OF_RANGE',
        argument: ['threshold'],
        accepted: 'a fraction above 0 and up to 1, e.g. "0.1"',
      })
    const [before, after] = await Promise.all([this.before(), this.after()])
    const pinned = pinUniverse(before, after, 'HELD')
    const members = (pinned?.parts ?? []).filter(
      (part): part is Part & { assetId: number } => part.assetId !== undefined,
    )
    return returnsOf(
      members.map((part) => ({ key: this.#keyOf(part.assetId, part.from.toFixed(), by), part })),
      threshold,
    )
  }

  /** @throws InputError UNKNOWN_ASSET, WINDOW_NOT_WHOLE_HOURS */
  async trend(code: string | null | undefined, days: number): Promise<Trend> {
    const { to } = this.window
    if (to.getTime() % HOUR_MS !== 0)
      throw new InputError(`The window ends at ${to.toISOString()}.`, {
        reason: 'WINDOW_NOT_WHOLE_HOURS',
        argument: ['window', 'to'],
        accepted: 'a whole hour',
      })
    const assetId = code == null ? undefined : assetOf(this.catalog, code, ['asset']).id
    const hours = hoursBefore(to, days)
    const first = await findFirstCapDay(this.pool, assetId)
    const ends: number[] = []
    if (first)
      for (let at = first.getTime() + DAY_MS; at < to.getTime() && ends.length < MOST_DAYS; at += DAY_MS)
        ends.push(at)
    const [ofHours, ofDays] = await Promise.all([
      this.#valuesAt(assetId, hours),
      this.#valuesAt(assetId, ends),
    ])
    return trendOf(days, ofHours, ofDays)
  }

  async #valuesAt(assetId: number | undefined, moments: readonly number[]): Promise<Value[]> {
    const caps = await getCapsOver(
      this.pool,
      assetId,
      moments.map((ms) => new Date(ms)),
      this.maxAgeMinutes,
      this.asOf,
    )
    return moments.map((at, place) => ({ at, usd: caps[place]! }))
  }

  async #notices(): Promise<Notice[]> {
    const [before, after] = await Promise.all([this.before(), this.after()])
    const notices: Notice[] = []
    const known = new Set(after.assets.map(({ assetId }) => assetId))
    const gone = before.assets.filter(({ assetId }) => !known.has(assetId)).length
    if (before.assets.length === 0)
      notices.push({
        code: 'NOTHING_HELD',
        message: 'No asset has a cap young enough when the window begins.',
      })
    if (this.universe === 'ALL_LISTED' && (!before.total || !after.total))
      notices.push({
        code: 'NO_TOTAL',
        message: 'The whole market is not known at both ends of the window: its source told no total then.',
      })
    if (gone > 0)
      notices.push({
        code: 'STALE',
        message: `${gone} assets that are held when the window begins have no cap young enough at its end.`,
      })
    return notices
  }
}
