import Big from 'big.js'
import { FundingAnswer } from '../funding/resolvers.ts'
import { ratio, toPlain, type DecimalString } from '../lib/decimal.ts'
import { DAY_MS, HOUR_MS, type Window } from '../lib/time.ts'
import { LiquidationAnswer, selectOrders } from '../liquidations/resolvers.ts'
import type { Universe } from '../marketCap/attribution.ts'
import { findAttribution, type AttributionAnswer } from '../marketCap/resolvers.ts'
import { MarketCapAnswer } from '../marketCap/marketCap.ts'
import { timeSeriesOf as capSeries } from '../marketCap/series.ts'
import { select, type Basket, type Catalog, type Selection } from '../markets/catalog.ts'
import type { Unit } from '../measures/transform.ts'
import { OpenInterestAnswer } from '../openInterest/resolvers.ts'
import { OrderBookAnswer } from '../orderBook/resolvers.ts'
import type { Family } from '../quality/record.ts'
import { ReservesAnswer } from '../reserves/resolvers.ts'
import type { Context } from '../server/context.ts'
import { VolumeAnswer } from '../volume/resolvers.ts'
import { KnownMoment } from './knownMoment.ts'
import type { EpisodeRow } from './store.ts'

export type EpisodeMetric =
  | 'OPEN_INTEREST_PEAK'
  | 'OPEN_INTEREST_TROUGH'
  | 'OPEN_INTEREST_CHANGE'
  | 'POSITION_SHARE'
  | 'BITCOIN_PRICE_PEAK'
  | 'BITCOIN_PRICE_TROUGH'
  | 'BITCOIN_CHANGE'
  | 'TOTAL_CAP_PEAK'
  | 'TOTAL_CAP_TROUGH'
  | 'TOTAL_CAP_CHANGE'
  | 'BITCOIN_CONTRIBUTION'
  | 'LIQUIDATED'
  | 'LONG_SHARE'
  | 'LIQUIDATED_OVER_OPEN_INTEREST'
  | 'FUNDING_CHANGE'
  | 'DEPTH_CHANGE'
  | 'SPOT_SHARE_BEFORE'
  | 'SPOT_SHARE_AFTER'
  | 'RESERVES_CHANGE'
  | 'HOURS_TO_RESET'
  | 'HOURS_TO_RECOVER'

export const METRIC_UNITS: Record<EpisodeMetric, Unit> = {
  OPEN_INTEREST_PEAK: 'USD',
  OPEN_INTEREST_TROUGH: 'USD',
  OPEN_INTEREST_CHANGE: 'FRACTION',
  POSITION_SHARE: 'FRACTION',
  BITCOIN_PRICE_PEAK: 'USD',
  BITCOIN_PRICE_TROUGH: 'USD',
  BITCOIN_CHANGE: 'FRACTION',
  TOTAL_CAP_PEAK: 'USD',
  TOTAL_CAP_TROUGH: 'USD',
  TOTAL_CAP_CHANGE: 'FRACTION',
  BITCOIN_CONTRIBUTION: 'FRACTION',
  LIQUIDATED: 'USD',
  LONG_SHARE: 'FRACTION',
  LIQUIDATED_OVER_OPEN_INTEREST: 'RATIO',
  FUNDING_CHANGE: 'FRACTION',
  DEPTH_CHANGE: 'FRACTION',
  SPOT_SHARE_BEFORE: 'FRACTION',
  SPOT_SHARE_AFTER: 'FRACTION',
  RESERVES_CHANGE: 'COINS',
  HOURS_TO_RESET: 'HOURS',
  HOURS_TO_RECOVER: 'HOURS',
}

export const METRICS = Object.keys(METRIC_UNITS) as EpisodeMetric[]

export type EpisodeLeader = 'BITCOIN' | 'BROAD' | 'ALTCOINS'

/** From where on Bitcoin, or everything else, leads: contribution / weight. */
const BITCOIN_LEADS = 1.15
const ALTCOINS_LEAD = 0.85

/** How old readings may be, minutes. */
const MAX_AGE_MINUTES = 1_440

const DAYS_ABOUT = 7
const RESERVE_DAYS = 30

/** Whole hours between two moments. */
export const hoursBetween = (from: Date, to: Date | null): number | null =>
  to === null ? null : Math.round((to.getTime() - from.getTime()) / HOUR_MS)

interface Extremes {
  readonly highest: DecimalString | null
  readonly lowest: DecimalString | null
}

/** An episode with the answers that measure it: each is made when a field first asks for it. */
export class EpisodeAnswer {
  readonly row: EpisodeRow
  readonly context: Context
  readonly catalog: Catalog
  /** The venues that count. */
  readonly basket: Basket | undefined
  readonly #metrics = new Map<EpisodeMetric, Promise<DecimalString | null>>()
  readonly #attributions = new Map<Universe, Promise<AttributionAnswer | null>>()

  /** @param basket left out: the venues that the detector read */
  constructor(context: Context, catalog: Catalog, row: EpisodeRow, basket?: Basket | null) {
    this.context = context
    this.catalog = catalog
    this.row = row
    const own = row.detection.exchanges.filter((code) => catalog.exchangesByCode.has(code))
    this.basket = basket ?? (own.length > 0 ? { exchanges: own } : undefined)
  }

  /** From the high of open interest to its low. */
  get flush(): Window {
    return { from: this.row.peakAt, to: this.row.flushEndAt }
  }

  /** So long before or after a moment. */
  #about(moment: Date, before: number, after: number): Window {
    return { from: new Date(moment.getTime() - before), to: new Date(moment.getTime() + after) }
  }

  select(family: Family, filter: Parameters<typeof select>[2] = {}): Selection {
    return select(this.catalog, family, filter, this.basket)
  }

  #ofFlush:
    { readonly liquidations: LiquidationAnswer; readonly openInterest: OpenInterestAnswer } | undefined

  /** What is read of the flush is read once, whatever asks for it. */
  get #own() {
    return (this.#ofFlush ??= {
      liquidations: this.#liquidationsOf(this.flush),
      openInterest: this.#openInterestOf(this.flush),
    })
  }

  /** @param window left out: the flush */
  liquidations(window?: Window): LiquidationAnswer {
    return window ? this.#liquidationsOf(window) : this.#own.liquidations
  }

  #liquidationsOf(window: Window): LiquidationAnswer {
    const selection = selectOrders(this.catalog, undefined, this.basket, undefined)
    return new LiquidationAnswer(this.context, this.catalog, selection, window, 'HOUR')
  }

  /** @param window left out: the flush */
  openInterest(window?: Window): OpenInterestAnswer {
    return window ? this.#openInterestOf(window) : this.#own.openInterest
  }

  #openInterestOf(window: Window): OpenInterestAnswer {
    return new OpenInterestAnswer(this.context, this.catalog, this.select('OPEN_INTEREST'), {
      window,
      interval: 'HOUR',
      maxAgeMinutes: MAX_AGE_MINUTES,
      // The detector's high and low are those of the ends of hours: a reading at the very moment is of the next hour.
      ends: 'BEFORE',
    })
  }

  /** null: caps of either end are not held. */
  attribution(universe: Universe = 'ALL_LISTED'): Promise<AttributionAnswer | null> {
    let found = this.#attributions.get(universe)
    if (!found) {
      found = findAttribution(this.context, { ...this.flush, universe, maxAgeMinutes: MAX_AGE_MINUTES })
      this.#attributions.set(universe, found)
    }
    return found
  }

  /**
   * The moment at which it was detected.
   * @param asOf only what was observed by then counts; left out: all that is held of the time up to the moment
   */
  whenDetected(asOf?: Date): KnownMoment {
    const { peakAt, detectedAt, atDetection } = this.row
    const moment = { peakAt, at: detectedAt, state: atDetection }
    return new KnownMoment(this.context, this.catalog, this.basket, moment, asOf)
  }

  funding(
    window = { from: new Date(this.flush.from.getTime() - DAY_MS), to: this.#dayAfter() },
  ): FundingAnswer {
    return new FundingAnswer(
      this.context,
      this.catalog,
      this.select('FUNDING', { kind: 'PERPETUAL' }),
      { window, interval: 'HOUR', maxAgeMinutes: MAX_AGE_MINUTES },
      'SETTLED',
    )
  }

  #dayAfter(): Date {
    return new Date(this.flush.to.getTime() + DAY_MS)
  }

  orderBook(): OrderBookAnswer {
    return new OrderBookAnswer(this.context, this.catalog, this.select('ORDER_BOOK', { kind: 'PERPETUAL' }), {
      window: this.flush,
      interval: 'HOUR',
      maxAgeMinutes: 15,
    })
  }

  volumeBefore(): VolumeAnswer {
    return this.#volume(this.#about(this.flush.from, DAYS_ABOUT * DAY_MS, 0))
  }

  volumeAfter(): VolumeAnswer {
    return this.#volume(this.#about(this.flush.to, 0, DAYS_ABOUT * DAY_MS))
  }

  #volume(window: Window): VolumeAnswer {
    return new VolumeAnswer(this.context, this.catalog, this.select('CANDLES'), window, 'HOUR')
  }

  reserves(): ReservesAnswer | null {
    const bitcoin = this.catalog.assetsByCode.get('BTC')
    if (!bitcoin) return null
    return new ReservesAnswer(this.context, this.catalog, {
      assetId: bitcoin.id,
      window: this.#about(this.flush.to, RESERVE_DAYS * DAY_MS, 0),
      source: undefined,
      asOf: undefined,
    })
  }

  /** Who carried the move; null when it is not known. */
  async leader(): Promise<EpisodeLeader | null> {
    const over = (await this.attribution())?.asset('BTC')?.part.contributionOverWeight
    if (over == null) return null
    const value = Number(over)
    return value > BITCOIN_LEADS ? 'BITCOIN' : value < ALTCOINS_LEAD ? 'ALTCOINS' : 'BROAD'
  }

  /** One number of it; null: it is not known. */
  metric(metric: EpisodeMetric): Promise<DecimalString | null> {
    let found = this.#metrics.get(metric)
    if (!found) this.#metrics.set(metric, (found = this.#measure(metric)))
    return found
  }

  async #measure(metric: EpisodeMetric): Promise<DecimalString | null> {
    const { row } = this
    switch (metric) {
      case 'OPEN_INTEREST_PEAK':
        return (await this.#change())?.fromUsd ?? null
      case 'OPEN_INTEREST_TROUGH':
        return (await this.#change())?.toUsd ?? null
      case 'BITCOIN_PRICE_PEAK':
        return (await this.#extremes('PRICE_USD')).highest
      case 'BITCOIN_PRICE_TROUGH':
        return (await this.#extremes('PRICE_USD')).lowest
      case 'TOTAL_CAP_PEAK':
        return (await this.#extremes('CAP_USD')).highest
      case 'TOTAL_CAP_TROUGH':
        return (await this.#extremes('CAP_USD')).lowest
      case 'OPEN_INTEREST_CHANGE':
        return (await this.#change())?.fraction ?? null
      case 'POSITION_SHARE':
        return (await this.#change())?.positionShare ?? null
      case 'BITCOIN_CHANGE':
        return (await this.attribution())?.asset('BTC')?.part.changeFraction ?? null
      case 'TOTAL_CAP_CHANGE':
        return (await this.attribution())?.total.changeFraction ?? null
      case 'BITCOIN_CONTRIBUTION':
        return (await this.attribution())?.asset('BTC')?.part.contribution ?? null
      case 'LIQUIDATED':
        return (await this.#liquidated())?.usd ?? null
      case 'LONG_SHARE':
        return (await this.#liquidated())?.longShare ?? null
      case 'LIQUIDATED_OVER_OPEN_INTEREST': {
        const [liquidated, peak] = await Promise.all([this.#liquidated(), this.metric('OPEN_INTEREST_PEAK')])
        return liquidated && peak !== null ? (ratio(liquidated.usd, peak) ?? null) : null
      }
      case 'FUNDING_CHANGE': {
        const meanOf = async (from: Date, to: Date) => (await this.funding({ from, to }).mean()).rate8h
        const [before, after] = await Promise.all([
          meanOf(new Date(this.flush.from.getTime() - DAY_MS), this.flush.from),
          meanOf(this.flush.to, this.#dayAfter()),
        ])
        return before !== null && after !== null ? toPlain(new Big(after).minus(before)) : null
      }
      case 'DEPTH_CHANGE': {
        const [thinnest] = await this.orderBook().thinnest({ level: 'PERCENT_1', side: 'BIDS' }, 1)
        return thinnest?.change ?? null
      }
      case 'SPOT_SHARE_BEFORE':
        return this.volumeBefore().spotShare()
      case 'SPOT_SHARE_AFTER':
        return this.volumeAfter().spotShare()
      case 'RESERVES_CHANGE':
        return (await this.reserves()?.change(DAYS_ABOUT))?.coins ?? null
      case 'HOURS_TO_RESET':
        return hoursText(hoursBetween(row.flushEndAt, row.resetAt))
      case 'HOURS_TO_RECOVER':
        return hoursText(hoursBetween(row.troughAt, row.recoveredAt))
    }
  }

  /** Of Bitcoin's price, or of the whole market's cap, over the flush and the day before it, at the ends of the hours. */
  #extremes(measure: 'PRICE_USD' | 'CAP_USD'): Promise<Extremes> {
    let found = this.#extremesOf.get(measure)
    if (!found) this.#extremesOf.set(measure, (found = this.#findExtremes(measure)))
    return found
  }

  readonly #extremesOf = new Map<'PRICE_USD' | 'CAP_USD', Promise<Extremes>>()

  async #findExtremes(measure: 'PRICE_USD' | 'CAP_USD'): Promise<Extremes> {
    const answer = new MarketCapAnswer(this.context, this.catalog, {
      window: this.#about(this.flush.from, DAY_MS, this.flush.to.getTime() - this.flush.from.getTime()),
      interval: 'HOUR',
      universe: 'ALL_LISTED',
      maxAgeMinutes: MAX_AGE_MINUTES,
      asOf: undefined,
    })
    const of = measure === 'PRICE_USD' ? { asset: 'BTC' } : undefined
    if (of && !this.catalog.assetsByCode.has(of.asset)) return { highest: null, lowest: null }
    const { value } = await capSeries(answer, measure, of, undefined)
    const known = value.flatMap((one) => (one === null ? [] : [new Big(one)])).sort((a, b) => a.cmp(b))
    const [lowest, highest] = [known[0], known.at(-1)]
    return { highest: highest ? toPlain(highest) : null, lowest: lowest ? toPlain(lowest) : null }
  }

  #openInterestChange: ReturnType<OpenInterestAnswer['change']> | undefined

  #change() {
    return (this.#openInterestChange ??= this.openInterest().change())
  }

  #total: ReturnType<LiquidationAnswer['total']> | undefined

  #liquidated() {
    return (this.#total ??= this.liquidations().total())
  }
}

const hoursText = (hours: number | null): DecimalString | null => (hours === null ? null : String(hours))
