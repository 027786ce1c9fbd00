import type { FundingRecord, FundingSource } from '../../funding/record.ts'
import { times } from '../../lib/decimal.ts'
import { HOUR_MS, MINUTE_MS, type Window } from '../../lib/time.ts'
import type { LiquidationRecord, LiquidationSource } from '../../liquidations/record.ts'
import { valueOf } from '../../liquidations/valueOf.ts'
import type { LeverageTierRecord, LeverageTierSource } from '../../leverageTiers/record.ts'
import type { LongShortRecord, LongShortSource } from '../../longShort/record.ts'
import type { MarketCapRecord, MarketCapSource, TotalMarketCapRecord } from '../../marketCap/record.ts'
import type { MarketRecord, MarketSource, StoredMarket } from '../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../openInterest/record.ts'
import type { DepthRecord, OrderBookSource } from '../../orderBook/record.ts'
import type { CandleRecord, CandleSource } from '../../volume/record.ts'
import { sampleAssets, sampleSectors } from './assets.ts'
import { barAt } from './bars.ts'
import { bookAt, hasBook } from './depth.ts'
import { findSettledRate, intervalHoursOf, predictedRateAt } from './funding.ts'
import { ordersOf, type DrawnOrder } from './liquidations.ts'
import { hasTiers, tiersOf } from './leverageTiers.ts'
import { hasLongShort, longShareAt } from './longShort.ts'
import { isMain, sampleExchanges, sampleMarkets, sampleSpotMarkets, type SampleMarket } from './markets.ts'
import { readingAt } from './openInterest.ts'
import { priceAt, supplyAt, totalAt } from './prices.ts'
import {
  contains,
  coverageOf,
  dayOf,
  isSilent,
  readingTimes,
  sampleWindow,
  watchedWindows,
  withinSample,
} from './schedule.ts'
import { BATCH_SIZE, inBatches, receivedAt, SAMPLE_SOURCE } from './source.ts'
import { decimalText } from './text.ts'

export { sampleExchanges } from './markets.ts'
export { sampleWindow } from './schedule.ts'
export { sampleFundFlows, sampleReserves } from './series.ts'

/** The sources of one venue of the sample. */
export interface SampleVenue {
  readonly markets: MarketSource
  /** undefined: it tells them to nobody without a key. */
  readonly leverageTiers?: LeverageTierSource
  readonly liquidations: LiquidationSource
  readonly openInterest: OpenInterestSource
  readonly funding: FundingSource
  readonly candles: CandleSource
  /** undefined: no book of it is held. */
  readonly orderBook?: OrderBookSource
  /** undefined: it prints none. */
  readonly longShort?: LongShortSource
}

/** The sources of a venue of the sample; undefined for a code that is none. */
export function findSampleVenue(code: string): SampleVenue | undefined {
  const exchange = sampleExchanges.find((row) => row.code === code)
  if (!exchange) return undefined
  const own = sampleMarkets.filter(({ exchangeCode }) => exchangeCode === code)
  const ownSpot = sampleSpotMarkets.filter(({ exchangeCode }) => exchangeCode === code)
  const [withBars, withBooks] = [[...own, ...ownSpot].filter(isMain), [...own, ...ownSpot].filter(hasBook)]
  const withLongShort = own.filter(hasLongShort)
  const coverage = (window: Window) => coverageOf(code, window)
  return {
    markets: {
      source: SAMPLE_SOURCE,
      exchange,
      getMarkets: () =>
        Promise.resolve({
          records: [...own, ...ownSpot].map(({ asset: _, index: __, ...market }): MarketRecord => market),
          rejections: [],
          observedAt: sampleWindow.from,
        }),
    },
    ...(hasTiers(code) && {
      leverageTiers: {
        source: SAMPLE_SOURCE,
        exchangeCode: code,
        leverageTiers: (markets) => oneBatch(tierRecordsOf(own, idsOf(markets))),
      } satisfies LeverageTierSource,
    }),
    liquidations: {
      source: SAMPLE_SOURCE,
      exchangeCode: code,
      mode: 'HISTORY',
      coverage,
      liquidations: (markets, window, signal) =>
        inBatches(liquidationsOf(code, idsOf(markets), window), signal),
    },
    openInterest: {
      source: SAMPLE_SOURCE,
      exchangeCode: code,
      coverage,
      openInterest: (markets, window = sampleWindow, signal) =>
        inBatches(readingsOf(own, idsOf(markets), window), signal),
    },
    funding: {
      source: SAMPLE_SOURCE,
      exchangeCode: code,
      coverage,
      funding: (markets, window = sampleWindow, signal) =>
        inBatches(ratesOf(own, idsOf(markets), window), signal),
    },
    candles: {
      source: SAMPLE_SOURCE,
      exchangeCode: code,
      stepMs: HOUR_MS,
      candles: (markets, window, signal) => inBatches(barsOf(withBars, idsOf(markets), window), signal),
    },
    ...(withBooks.length > 0 && {
      orderBook: {
        source: SAMPLE_SOURCE,
        exchangeCode: code,
        coverage,
        depth: (markets, signal) => inBatches(booksOf(withBooks, idsOf(markets), sampleWindow), signal),
        past: (markets, window, signal) => inBatches(booksOf(withBooks, idsOf(markets), window), signal),
      } satisfies OrderBookSource,
    }),
    ...(withLongShort.length > 0 && {
      longShort: {
        source: SAMPLE_SOURCE,
        exchangeCode: code,
        coverage,
        longShort: (markets, window = sampleWindow, signal) =>
          inBatches(sharesOf(withLongShort, idsOf(markets), window), signal),
      } satisfies LongShortSource,
    }),
  }
}

function idsOf(markets: readonly StoredMarket[]): Map<string, StoredMarket> {
  return new Map(markets.map((market) => [market.symbol, market]))
}

async function* oneBatch<T>(records: readonly T[]) {
  yield { records, rejections: [], observedAt: sampleWindow.from }
}

function tierRecordsOf(
  own: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
): LeverageTierRecord[] {
  return own.flatMap((market) => {
    const stored = ids.get(market.symbol)
    return stored ? [{ marketId: stored.id, tiers: tiersOf(market) }] : []
  })
}

function* readingsOf(
  own: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<OpenInterestRecord> {
  for (const ms of readingTimes(window)) {
    const time = new Date(ms)
    const observedAt = receivedAt(ms)
    for (const [market, marketId] of printing(own, ids, ms))
      yield { marketId, time, ...readingAt(market, ms), observedAt }
  }
}

/** The markets that the store knows, and that print at that moment. */
function* printing(
  markets: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  ms: number,
): Generator<readonly [market: SampleMarket, marketId: number]> {
  for (const market of markets) {
    const stored = ids.get(market.symbol)
    if (stored && !isSilent(market.exchangeCode, ms)) yield [market, stored.id]
  }
}

/** Rates settled, and predictions every four hours; every hour in the watched spans. */
function* ratesOf(
  own: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<FundingRecord> {
  for (const ms of readingTimes(window, HOUR_MS)) {
    const common = { time: new Date(ms), observedAt: receivedAt(ms) }
    const isPredicted = ms % (4 * HOUR_MS) === 0 || watchedWindows.some((watched) => contains(watched, ms))
    for (const [market, marketId] of printing(own, ids, ms)) {
      const rate = findSettledRate(market, ms)
      const intervalMinutes = intervalHoursOf(market) * 60
      if (rate !== undefined) yield { marketId, ...common, kind: 'SETTLED', rate, intervalMinutes }
      if (isPredicted)
        yield { marketId, ...common, kind: 'PREDICTED', ...predictedRateAt(market, ms), intervalMinutes }
    }
  }
}

/** Readings every hour, every ten minutes in the dense spans. */
function* booksOf(
  markets: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<DepthRecord> {
  for (const ms of readingTimes(window, 10 * MINUTE_MS))
    for (const [market, marketId] of printing(markets, ids, ms))
      yield { marketId, time: new Date(ms), ...bookAt(market, ms), observedAt: receivedAt(ms) }
}

function* barsOf(
  markets: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<CandleRecord> {
  for (const ms of readingTimes(window, HOUR_MS))
    for (const market of markets) {
      const stored = ids.get(market.symbol)
      if (!stored) continue
      const common = { marketId: stored.id, time: new Date(ms), stepMs: HOUR_MS }
      yield { ...common, ...barAt(market, ms), observedAt: receivedAt(ms + HOUR_MS) }
    }
}

function* sharesOf(
  markets: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<LongShortRecord> {
  for (const ms of readingTimes(window, HOUR_MS))
    for (const [market, marketId] of printing(markets, ids, ms))
      yield { marketId, time: new Date(ms), longShare: longShareAt(market, ms), observedAt: receivedAt(ms) }
}

function* liquidationsOf(
  code: string,
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<LiquidationRecord> {
  const part = withinSample(window)
  if (!part) return
  const [from, to] = [part.from.getTime(), part.to.getTime()]
  for (let day = dayOf(from); day <= dayOf(to - 1); day++)
    for (const order of ordersOf(day)) {
      if (order.market.exchangeCode !== code || order.timeMs < from || order.timeMs >= to) continue
      const stored = ids.get(order.market.symbol)
      if (stored) yield recordOf(order, stored)
    }
}

function recordOf(
  { market, timeMs, key, side, price, contracts }: DrawnOrder,
  stored: StoredMarket,
): LiquidationRecord {
  return {
    marketId: stored.id,
    time: new Date(timeMs),
    orderKey: key,
    side,
    price,
    contracts,
    ...valueOf(market, contracts, price),
    observedAt: receivedAt(timeMs),
  }
}

/** Market caps of the sample's assets and of the whole market. */
export const sampleMarketCaps: MarketCapSource = {
  source: SAMPLE_SOURCE,
  getSectors: () => Promise.resolve([...sampleSectors]),
  async *marketCaps(window = sampleWindow, signal) {
    let records: MarketCapRecord[] = []
    let totals: TotalMarketCapRecord[] = []
    const toBatch = () => ({
      records,
      totals,
      rejections: [],
      observedAt: receivedAt(totals.at(-1)!.time.getTime()),
    })
    for (const ms of readingTimes(window)) {
      const time = new Date(ms)
      for (const asset of sampleAssets) records.push(capOf(asset, time))
      totals.push({ time, capUsd: String(totalAt(ms)), observedAt: receivedAt(ms) })
      if (records.length < BATCH_SIZE) continue
      signal.throwIfAborted()
      yield toBatch()
      records = []
      totals = []
    }
    if (totals.length > 0) yield toBatch()
  },
}

function capOf(asset: (typeof sampleAssets)[number], time: Date): MarketCapRecord {
  const ms = time.getTime()
  const priceUsd = decimalText(priceAt(asset, ms), asset.decimals)
  const supply = String(supplyAt(asset, ms))
  const { code, name, coingeckoId, sectorCode } = asset
  return {
    coin: { coingeckoId, code, name, sectorCode },
    time,
    priceUsd,
    supply,
    statedCapUsd: times(priceUsd, supply),
    observedAt: receivedAt(ms),
  }
}
