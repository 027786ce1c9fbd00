import { z } from 'zod'
import { RecordError, SourceError } from '../../lib/errors.ts'
import { DAY_MS, type Window } from '../../lib/time.ts'
import type {
  CoinRecord,
  MarketCapBatch,
  MarketCapSource,
  SectorRecord,
  TotalMarketCapRecord,
} from '../../marketCap/record.ts'
import type { Rejection, SourceRecord } from '../../quality/record.ts'
import { CoingeckoClient, type CoingeckoOptions } from './client.ts'
import {
  chartSchema,
  mapChartPoint,
  mapCoin,
  mapGlobal,
  mapMarket,
  mapTotalPoint,
  supplyLookup,
  type Chart,
} from './mapping.ts'
import { SECTORS } from './sectors.ts'

export interface CoingeckoSourceOptions extends CoingeckoOptions {
  /** Pages of 250 coins, by cap, in a snapshot. */
  readonly pages?: number
  /** Coins, by their cap of today, that a past window is read for: a request each. */
  readonly historyCoins?: number
  /** How long the membership of categories is kept. */
  readonly sectorsMaxAgeMs?: number
}

const SOURCE: SourceRecord = {
  code: 'coingecko.rest',
  name: 'CoinGecko API',
  provenance: 'OBSERVED',
  url: 'https://docs.coingecko.com/reference/introduction',
}

const COINS_PER_PAGE = 250

/** CoinGecko with a demo key, a pro key or none. Snapshots need no key; see marketCaps for what the past offers. */
export function createCoingeckoSource(options: CoingeckoSourceOptions = {}): MarketCapSource {
  return new CoingeckoSource(options)
}

class CoingeckoSource implements MarketCapSource {
  readonly source = SOURCE
  readonly #client: CoingeckoClient
  readonly #pages: number
  readonly #historyCoins: number
  readonly #sectorsMaxAgeMs: number
  readonly #now: () => Date
  #membership: { readonly at: number; readonly sectors: ReadonlyMap<string, string> } | undefined
  /** circulating_supply_chart is sold with the largest plan only: asked once, then left. */
  #supplyRefused = false

  constructor(options: CoingeckoSourceOptions) {
    const { pages = 2, historyCoins = 100, sectorsMaxAgeMs = DAY_MS } = options
    this.#client = new CoingeckoClient(options)
    this.#pages = pages
    this.#historyCoins = historyCoins
    this.#sectorsMaxAgeMs = sectorsMaxAgeMs
    this.#now = options.now ?? (() => new Date())
  }

  async getSectors(): Promise<SectorRecord[]> {
    return SECTORS.map(({ code, name }) => ({ code, name }))
  }

  /**
   * Without a window: one snapshot of the top coins and the total. With one: a batch a coin, from its chart (5 minutes
   * apart within a day, hours up to 90 days, days beyond), with totals only under a pro key; their lack is a rejection
   * HISTORY_NOT_OFFERED in the first batch.
   * @throws SourceError also HISTORY_NOT_OFFERED when the plan does not reach back to the window
   */
  async *marketCaps(window: Window | undefined, signal: AbortSignal): AsyncGenerator<MarketCapBatch> {
    if (window) yield* this.#history(window, signal)
    else yield await this.#snapshot(signal)
  }

  async #snapshot(signal: AbortSignal): Promise<MarketCapBatch> {
    const rejections: Rejection[] = []
    const sectors = await this.#getMembership(rejections, signal)
    const rows: unknown[] = []
    for (let page = 1; page <= this.#pages; page += 1) {
      const some = await this.#getMarkets({ page }, signal)
      rows.push(...some)
      if (some.length < COINS_PER_PAGE) break
    }
    const global = await this.#client.request(
      'global',
      (sdk, options) => sdk.global.get(options),
      z.object({ data: z.unknown() }),
      signal,
    )
    // A coin that moves between pages while they are read comes twice.
    const unique = new Map(rows.map((row) => [(row as { id?: unknown } | null)?.id ?? row, row]))
    const records = mapAll([...unique.values()], (row) => mapMarket(row, sectors), rejections)
    const totals = mapAll([global], mapGlobal, rejections)
    records.sort((a, b) => a.time.getTime() - b.time.getTime())
    return { records, totals, rejections, observedAt: this.#now() }
  }

  async *#history(window: Window, signal: AbortSignal): AsyncGenerator<MarketCapBatch> {
    const rejections: Rejection[] = []
    const sectors = await this.#getMembership(rejections, signal)
    const totals = await this.#getPastTotals(window, rejections, signal)
    const rows = await this.#getTopCoins(signal)
    const coins = mapAll(rows, (row) => mapCoin(row, sectors), rejections)
    yield { records: [], totals, rejections, observedAt: this.#now() }
    for (const coin of coins) yield await this.#readCoin(coin, window, signal)
  }

  async #readCoin(coin: CoinRecord, window: Window, signal: AbortSignal): Promise<MarketCapBatch> {
    const rejections: Rejection[] = []
    const range = { from: secondsOf(window.from), to: secondsOf(window.to) }
    const chart = await this.#client
      .request(
        `market_chart ${coin.coingeckoId}`,
        (sdk, options) =>
          sdk.coins.marketChart.getRange(coin.coingeckoId, { ...range, vs_currency: 'usd' }, options),
        z.object({ prices: chartSchema, market_caps: chartSchema }),
        signal,
      )
      .catch((error: unknown) => {
        if (!isRefusal(error)) throw error
        throw new SourceError(
          'HISTORY_NOT_OFFERED',
          `coingecko does not offer ${window.from.toISOString()} to this plan: ${error.message}`,
          { cause: error },
        )
      })
    const findSupply = await this.#getSupply(coin, range, signal)
    const caps = new Map(chart.market_caps.map(([ms, cap]) => [ms, cap]))
    const points = chart.prices.filter(([ms]) => isWithin(ms, window))
    const records = mapAll(points, (point) => mapChartPoint(coin, point, caps, findSupply), rejections)
    records.sort((a, b) => a.time.getTime() - b.time.getTime())
    return { records, totals: [], rejections, observedAt: this.#now() }
  }

  async #getSupply(coin: CoinRecord, range: { from: string; to: string }, signal: AbortSignal) {
    if (!this.#client.hasProKey || this.#supplyRefused) return supplyLookup([])
    try {
      const chart = await this.#client.request(
        `circulating_supply_chart ${coin.coingeckoId}`,
        (sdk, options) => sdk.coins.circulatingSupplyChart.getRange(coin.coingeckoId, range, options),
        z.object({ circulating_supply: chartSchema }),
        signal,
      )
      return supplyLookup(chart.circulating_supply)
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.#supplyRefused = true
      return supplyLookup([])
    }
  }

  async #getPastTotals(
    window: Window,
    rejections: Rejection[],
    signal: AbortSignal,
  ): Promise<TotalMarketCapRecord[]> {
    const refuse = (reason: string) => {
      rejections.push({
        code: 'HISTORY_NOT_OFFERED',
        reason,
        payload: { endpoint: 'global/market_cap_chart' },
      })
      return []
    }
    if (!this.#client.hasProKey) return refuse('past totals of the whole market need a CoinGecko pro key')
    try {
      const answer = await this.#client.request(
        'global market_cap_chart',
        (sdk, options) => sdk.global.marketCapChart.get({ days: daysBack(window, this.#now()) }, options),
        z.object({ market_cap_chart: z.object({ market_cap: chartSchema }) }),
        signal,
      )
      const points: Chart = answer.market_cap_chart.market_cap.filter(([ms]) => isWithin(ms, window))
      return mapAll(points, mapTotalPoint, rejections).toSorted((a, b) => a.time.getTime() - b.time.getTime())
    } catch (error) {
      if (!isRefusal(error)) throw error
      return refuse(error.message)
    }
  }

  async #getTopCoins(signal: AbortSignal): Promise<unknown[]> {
    const rows: unknown[] = []
    for (let page = 1; rows.length < this.#historyCoins; page += 1) {
      const some = await this.#getMarkets({ page }, signal)
      rows.push(...some)
      if (some.length < COINS_PER_PAGE) break
    }
    return rows.slice(0, this.#historyCoins)
  }

  /** Sector code by coin. A category that CoinGecko no longer knows is told, and its coins fall to the next sector. */
  async #getMembership(rejections: Rejection[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const now = this.#now().getTime()
    if (this.#membership && now - this.#membership.at < this.#sectorsMaxAgeMs) return this.#membership.sectors
    const sectors = new Map<string, string>()
    const idSchema = z.object({ id: z.string() })
    for (const { code, categoryId } of SECTORS) {
      try {
        const rows = await this.#getMarkets({ page: 1, category: categoryId }, signal)
        if (rows.length === 0) {
          rejections.push({
            code: 'UNKNOWN_CATEGORY',
            reason: 'the category holds no coin',
            payload: { categoryId },
          })
        }
        for (const row of rows) {
          const parsed = idSchema.safeParse(row)
          if (parsed.success && !sectors.has(parsed.data.id)) sectors.set(parsed.data.id, code)
        }
      } catch (error) {
        if (!isRefusal(error)) throw error
        rejections.push({ code: 'UNKNOWN_CATEGORY', reason: error.message, payload: { categoryId } })
      }
    }
    this.#membership = { at: now, sectors }
    return sectors
  }

  #getMarkets(query: { page: number; category?: string }, signal: AbortSignal): Promise<unknown[]> {
    return this.#client.request(
      `coins/markets ${query.category ?? ''} page ${query.page}`,
      (sdk, options) =>
        sdk.coins.markets.get(
          {
            vs_currency: 'usd',
            order: 'market_cap_desc',
            per_page: COINS_PER_PAGE,
            precision: 'full',
            ...query,
          },
          options,
        ),
      z.array(z.unknown()),
      signal,
    )
  }
}

function mapAll<Row, T>(rows: readonly Row[], map: (row: Row) => T, rejections: Rejection[]): T[] {
  const records: T[] = []
  for (const row of rows) {
    try {
      records.push(map(row))
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      rejections.push({ code: error.code, reason: error.message, payload: row })
    }
  }
  return records
}

function isRefusal(error: unknown): error is SourceError {
  return error instanceof SourceError && error.code === 'SOURCE_REFUSED'
}

function isWithin(ms: number, window: Window): boolean {
  return ms >= window.from.getTime() && ms < window.to.getTime()
}

function secondsOf(date: Date): string {
  return String(Math.floor(date.getTime() / 1000))
}

const CHART_DAYS = ['1', '7', '14', '30', '90', '180', '365'] as const

/** The shortest chart up to now that holds the window: the shorter, the finer. */
function daysBack(window: Window, now: Date): (typeof CHART_DAYS)[number] | 'max' {
  const needed = (now.getTime() - window.from.getTime()) / DAY_MS
  return CHART_DAYS.find((days) => Number(days) >= needed) ?? 'max'
}
