import { times } from '../../lib/decimal.ts'
import type { Window } from '../../lib/time.ts'
import type { LiquidationRecord, LiquidationSource } from '../../liquidations/record.ts'
import { valueOf } from '../../liquidations/valueOf.ts'
import type { MarketCapRecord, MarketCapSource, TotalMarketCapRecord } from '../../marketCap/record.ts'
import type { MarketRecord, MarketSource, StoredMarket } from '../../markets/record.ts'
import type { OpenInterestRecord, OpenInterestSource } from '../../openInterest/record.ts'
import type { Batch, SourceRecord } from '../../quality/record.ts'
import { sampleAssets, sampleSectors } from './assets.ts'
import { ordersOf, type DrawnOrder } from './liquidations.ts'
import { sampleExchanges, sampleMarkets, type SampleMarket } from './markets.ts'
import { readingAt } from './openInterest.ts'
import { priceAt, supplyAt, totalAt } from './prices.ts'
import { coverageOf, dayOf, isSilent, readingTimes, sampleWindow, withinSample } from './schedule.ts'
import { decimalText } from './text.ts'

export { sampleExchanges } from './markets.ts'
export { sampleWindow } from './schedule.ts'

/**
 * A reconstruction of June to October 2025 from anchor figures: deterministic, the same digits on every machine, and each
 * record depends on its market and time alone, so that any sub-window equals that part of the whole.
 */
const SOURCE: SourceRecord = {
  code: 'sample',
  name: 'Sample reconstructed from published figures',
  provenance: 'RECONSTRUCTED',
}

/** A record is taken to have been received so long after its time. */
const DELAY_MS = 2_000

const BATCH_SIZE = 10_000

/** The sources of one venue of the sample. */
export interface SampleVenue {
  readonly markets: MarketSource
  readonly liquidations: LiquidationSource
  readonly openInterest: OpenInterestSource
}

/** The sources of a venue of the sample; undefined for a code that is none. */
export function findSampleVenue(code: string): SampleVenue | undefined {
  const exchange = sampleExchanges.find((row) => row.code === code)
  if (!exchange) return undefined
  const own = sampleMarkets.filter(({ exchangeCode }) => exchangeCode === code)
  const coverage = (window: Window) => coverageOf(code, window)
  return {
    markets: {
      source: SOURCE,
      exchange,
      getMarkets: () =>
        Promise.resolve({
          records: own.map(({ asset: _, index: __, ...market }): MarketRecord => market),
          rejections: [],
          observedAt: sampleWindow.from,
        }),
    },
    liquidations: {
      source: SOURCE,
      exchangeCode: code,
      mode: 'HISTORY',
      coverage,
      liquidations: (markets, window, signal) =>
        inBatches(liquidationsOf(code, idsOf(markets), window), signal),
    },
    openInterest: {
      source: SOURCE,
      exchangeCode: code,
      coverage,
      openInterest: (markets, window = sampleWindow, signal) =>
        inBatches(readingsOf(own, idsOf(markets), window), signal),
    },
  }
}

function idsOf(markets: readonly StoredMarket[]): Map<string, StoredMarket> {
  return new Map(markets.map((market) => [market.symbol, market]))
}

const receivedAt = (ms: number) => new Date(ms + DELAY_MS)

async function* inBatches<T extends { time: Date }>(
  records: Iterable<T>,
  signal: AbortSignal,
): AsyncGenerator<Batch<T>> {
  let batch: T[] = []
  const toBatch = (): Batch<T> => ({
    records: batch,
    rejections: [],
    observedAt: receivedAt(batch.at(-1)!.time.getTime()),
  })
  for (const record of records) {
    batch.push(record)
    if (batch.length < BATCH_SIZE) continue
    signal.throwIfAborted()
    yield toBatch()
    batch = []
  }
  if (batch.length > 0) yield toBatch()
}

function* readingsOf(
  own: readonly SampleMarket[],
  ids: ReadonlyMap<string, StoredMarket>,
  window: Window,
): Generator<OpenInterestRecord> {
  for (const ms of readingTimes(window)) {
    const time = new Date(ms)
    const observedAt = receivedAt(ms)
    for (const market of own) {
      const stored = ids.get(market.symbol)
      if (!stored || isSilent(market.exchangeCode, ms)) continue
      yield { marketId: stored.id, time, ...readingAt(market, ms), observedAt }
    }
  }
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
  source: SOURCE,
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
      totals.push({ time, capUsd: String(totalAt(ms)) })
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
