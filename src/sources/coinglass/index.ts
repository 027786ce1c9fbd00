import { SourceError } from '../../lib/errors.ts'
import { DAY_MS, HOUR_MS, splitWindow, type Window } from '../../lib/time.ts'
import type { Batch, Rejection, SourceRecord } from '../../quality/record.ts'
import type { SeriesPointRecord, SeriesRecord, SeriesSource } from '../../series/record.ts'
import { joinMapped, mapEach, type Mapped } from '../ccxt/mapping.ts'
import { CoinglassClient, type CoinglassOptions } from './client.ts'
import { coinglassNamesOf } from './exchanges.ts'
import { isEmptyBar, mapFlowDay, mapInterestBar, mapLiquidationBar } from './mapping.ts'

/** Hobbyist plans have bars of four hours at the finest, so hours are not theirs. */
export type CoinglassInterval = '1h' | '1d'

export interface CoinglassAggregatesOptions extends CoinglassOptions {
  /** Tickers. */
  readonly assets: readonly string[]
  /** Venues, by our codes, whose liquidations are summed; open interest is of all that Coinglass has. */
  readonly exchanges: readonly string[]
  readonly interval: CoinglassInterval
}

const SOURCE: SourceRecord = {
  code: 'coinglass.rest',
  name: 'Coinglass API v4',
  provenance: 'OBSERVED',
  url: 'https://docs.coinglass.com',
}

const STEP_MS: Record<CoinglassInterval, number> = { '1h': HOUR_MS, '1d': DAY_MS }
/** Rows of one answer at most. */
const ROWS = 1000
/** What a load without a window reads again: Coinglass corrects its sums for days. */
const RECENT_BARS: Record<CoinglassInterval, number> = { '1h': 72, '1d': 30 }

const FUNDS = [
  ['BTC', '/api/etf/bitcoin/flow-history'],
  ['ETH', '/api/etf/ethereum/flow-history'],
] as const

/**
 * Net flows of the spot funds on Bitcoin and Ether, of all funds and by fund (its ticker is the label), all of history in a request
 * each. A day counts once it is over in UTC: before, funds are still reporting.
 */
export function createFundFlowsSource(options: CoinglassOptions): SeriesSource {
  const client = new CoinglassClient(options)
  const now = options.now ?? (() => new Date())

  async function* points(
    window: Window | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Batch<SeriesPointRecord>> {
    for (const [assetCode, path] of FUNDS) {
      const rows = await client.getRows(path, {}, signal)
      const observedAt = now()
      const span = window ?? recentSpan(observedAt, '1d')
      const days = mapEach(rows, (row) => mapFlowDay(row, assetCode))
      const mapped = joinMapped([
        ...days.records,
        { records: [], rejections: [...days.rejections, ...noData(rows, { path })] },
      ])
      const records = mapped.records
        .filter(({ time }) => isOver(time, DAY_MS, span, observedAt))
        .sort((a, b) => a.time.getTime() - b.time.getTime())
      yield { records, rejections: mapped.rejections, observedAt }
    }
  }

  return { source: SOURCE, points }
}

/**
 * Liquidations of chosen venues and open interest of all, by coin, as Coinglass sums them: a second opinion beside our own. A
 * request per coin, measure and thousand bars. A bar counts once it is over. Coins that are refused after others were
 * answered are rejections SOURCE_REFUSED; a coin without a row is one NO_DATA, never a zero.
 */
export function createAggregatesSource(options: CoinglassAggregatesOptions): SeriesSource {
  return new AggregatesSource(options)
}

class AggregatesSource implements SeriesSource {
  readonly source = SOURCE
  readonly #options: CoinglassAggregatesOptions
  readonly #client: CoinglassClient
  readonly #stepMs: number
  readonly #now: () => Date

  constructor(options: CoinglassAggregatesOptions) {
    this.#options = options
    this.#client = new CoinglassClient(options)
    this.#stepMs = STEP_MS[options.interval]
    this.#now = options.now ?? (() => new Date())
  }

  async *points(window: Window | undefined, signal: AbortSignal): AsyncGenerator<Batch<SeriesPointRecord>> {
    const { assets, exchanges, interval } = this.#options
    const names = coinglassNamesOf(exchanges)
    const span = window ?? recentSpan(this.#now(), interval)
    let isAnswered = false
    for (const asset of assets)
      for (const read of [
        this.#liquidations(asset, names, span, signal),
        this.#interest(asset, span, signal),
      ])
        try {
          for await (const batch of read) {
            isAnswered = true
            yield batch
          }
        } catch (error) {
          // The key and the plan are refused at once; what is refused later is about one coin, or one endpoint.
          if (!isAnswered || !(error instanceof SourceError) || error.code !== 'SOURCE_REFUSED') throw error
          const rejection = { code: error.code, reason: error.message, payload: { asset } }
          yield { records: [], rejections: [rejection], observedAt: this.#now() }
        }
  }

  async *#liquidations(asset: string, names: readonly string[], span: Window, signal: AbortSignal) {
    const { exchanges } = this.#options
    const series: Omit<SeriesRecord, 'measure'> = {
      assetCode: asset,
      ...(exchanges.length === 1 ? { exchangeCode: exchanges[0]! } : {}),
      // Of other venues it is another series.
      label: names.toSorted().join(','),
      stepMs: this.#stepMs,
      venues: exchanges,
      completeness: 'UNKNOWN',
    }
    const [long, short] = (['LIQUIDATIONS_LONG', 'LIQUIDATIONS_SHORT'] as const).map((measure) => ({
      ...series,
      measure,
    })) as [SeriesRecord, SeriesRecord]
    // It prints zeros for the days before its record begins: until something was liquidated they may be those.
    let hasBegun = false
    const path = '/api/futures/liquidation/aggregated-history'
    const query = { symbol: asset, exchange_list: names.join(',') }
    for await (const { rows, ...batch } of this.#bars(path, query, span, mapLiquidationBar, signal)) {
      const records: SeriesPointRecord[] = []
      for (const bar of rows) {
        hasBegun ||= !isEmptyBar(bar)
        if (!hasBegun) continue
        const { time, longUsd, shortUsd } = bar
        if (longUsd !== undefined) records.push({ series: long, time, value: longUsd })
        if (shortUsd !== undefined) records.push({ series: short, time, value: shortUsd })
      }
      yield { ...batch, records }
    }
  }

  async *#interest(asset: string, span: Window, signal: AbortSignal) {
    const series: SeriesRecord = {
      measure: 'OPEN_INTEREST_USD',
      assetCode: asset,
      stepMs: this.#stepMs,
      completeness: 'UNKNOWN',
    }
    // The state at the end of the bar is the series that others have too; the rest of the bar stands beside it.
    const named = {
      open: { ...series, label: 'open' },
      high: { ...series, label: 'high' },
      low: { ...series, label: 'low' },
      close: series,
    }
    const path = '/api/futures/open-interest/aggregated-history'
    const query = { symbol: asset, unit: 'usd' }
    for await (const { rows, ...batch } of this.#bars(path, query, span, mapInterestBar, signal)) {
      const records = rows.flatMap(({ time, values }) =>
        (['open', 'high', 'low', 'close'] as const).flatMap((name) =>
          values[name] === undefined ? [] : [{ series: named[name], time, value: values[name] }],
        ),
      )
      yield { ...batch, records }
    }
  }

  /** The bars of a span that are over, time ascending; a batch an answer. */
  async *#bars<Bar extends { readonly time: Date }>(
    path: string,
    query: Readonly<Record<string, string>>,
    span: Window,
    map: (row: unknown, stepMs: number) => Bar,
    signal: AbortSignal,
  ): AsyncGenerator<{ rows: Bar[]; rejections: Rejection[]; observedAt: Date }> {
    const { interval } = this.#options
    for (const piece of splitWindow(span, ROWS * this.#stepMs)) {
      const asked = {
        ...query,
        interval,
        limit: String(ROWS),
        start_time: String(piece.from.getTime()),
        // Both ends belong to it there.
        end_time: String(piece.to.getTime() - 1),
      }
      const answered = await this.#client.getRows(path, asked, signal)
      const observedAt = this.#now()
      const { records, rejections }: Mapped<Bar> = mapEach(answered, (row) => map(row, this.#stepMs))
      const inside = records.filter(({ time }) => time >= piece.from && time < piece.to)
      const rows = inside
        .filter(({ time }) => isOver(time, this.#stepMs, piece, observedAt))
        .sort((a, b) => a.time.getTime() - b.time.getTime())
      const isExpected =
        rejections.length === 0 && piece.from.getTime() + this.#stepMs <= observedAt.getTime()
      // Bars of another time answer another question.
      const lacking = isExpected ? noData(inside, { path, ...asked }) : []
      yield { rows, rejections: [...rejections, ...lacking], observedAt }
    }
  }
}

function noData(rows: readonly unknown[], payload: unknown): Rejection[] {
  if (rows.length > 0) return []
  return [{ code: 'NO_DATA', reason: 'the answer holds no row of what was asked for', payload }]
}

function recentSpan(now: Date, interval: CoinglassInterval): Window {
  const stepMs = STEP_MS[interval]
  const from = Math.floor(now.getTime() / stepMs - RECENT_BARS[interval]) * stepMs
  return { from: new Date(from), to: now }
}

function isOver(time: Date, stepMs: number, span: Window, now: Date): boolean {
  return time >= span.from && time < span.to && time.getTime() + stepMs <= now.getTime()
}
