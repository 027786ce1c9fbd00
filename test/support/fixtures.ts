import { ingestFunding } from '../../src/funding/ingest.ts'
import type { FundingRecord } from '../../src/funding/record.ts'
import type { DecimalString } from '../../src/lib/decimal.ts'
import type { Window } from '../../src/lib/time.ts'
import { ingestLiquidations } from '../../src/liquidations/ingest.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import { ingestLongShort } from '../../src/longShort/ingest.ts'
import type { LongShortRecord } from '../../src/longShort/record.ts'
import { ingestMarketCaps } from '../../src/marketCap/ingest.ts'
import type { MarketCapRecord, TotalMarketCapRecord } from '../../src/marketCap/record.ts'
import { ingestMarkets } from '../../src/markets/ingest.ts'
import type { MarketRecord, StoredMarket } from '../../src/markets/record.ts'
import { getMarketsOf } from '../../src/markets/store.ts'
import { ingestDepth } from '../../src/orderBook/ingest.ts'
import type { DepthRecord } from '../../src/orderBook/record.ts'
import { ingestOpenInterest } from '../../src/openInterest/ingest.ts'
import type { OpenInterestRecord } from '../../src/openInterest/record.ts'
import type { LoadContext, LoadResult } from '../../src/quality/ingest.ts'
import type { Rejection, SourceRecord } from '../../src/quality/record.ts'
import { ingestCandles } from '../../src/volume/ingest.ts'
import type { CandleRecord } from '../../src/volume/record.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import type { SeriesPointRecord } from '../../src/series/record.ts'
import type { Database } from '../../src/db.ts'

/** Rows written by hand go in through the same ingest and store as any other: only their source is a list. */

export const NOW = new Date('2025-10-01T00:00:00Z')

export const at = (time: string) => new Date(`2025-09-${time}Z`)

export const span = (from: string, to: string): Window => ({ from: at(from), to: at(to) })

export const listSource = (code: string): SourceRecord => ({ code, name: code, provenance: 'OBSERVED' })

export function contextOf(database: Database, more: Partial<LoadContext> = {}): LoadContext {
  return { pool: database.pool, signal: new AbortController().signal, now: () => NOW, ...more }
}

export const exchangeOf = (code: string) => ({ code, name: code.toUpperCase() })

export function linearMarket(
  exchangeCode: string,
  baseCode: string,
  more: Partial<MarketRecord> = {},
): MarketRecord {
  return {
    exchangeCode,
    symbol: `${baseCode}/USDT:USDT`,
    venueSymbol: `${baseCode}USDT`,
    baseCode,
    baseMultiplier: '1',
    quote: 'USDT',
    settle: 'USDT',
    kind: 'PERPETUAL',
    style: 'LINEAR',
    contractSize: '1',
    active: true,
    ...more,
  }
}

/** Loads markets of one venue and returns them as stored, by symbol. */
export async function loadMarkets(
  database: Database,
  records: readonly MarketRecord[],
  receivedAt = NOW,
): Promise<StoredMarket[]> {
  const code = records[0]!.exchangeCode
  await ingestMarkets(contextOf(database, { now: () => receivedAt }), {
    source: listSource(`${code}.rest`),
    exchange: exchangeOf(code),
    getMarkets: () => Promise.resolve({ records, rejections: [], observedAt: receivedAt }),
  })
  return getMarketsOf(database.pool, code)
}

let orders = 0

export function order(
  market: StoredMarket,
  time: string,
  side: LiquidationRecord['side'],
  notionalUsd: DecimalString | undefined,
  more: Partial<LiquidationRecord> = {},
): LiquidationRecord {
  return {
    marketId: market.id,
    time: at(time),
    orderKey: `order-${orders++}`,
    side,
    price: '1',
    contracts: notionalUsd ?? '1',
    baseQuantity: notionalUsd ?? '1',
    ...(notionalUsd === undefined ? {} : { notionalUsd }),
    ...more,
  }
}

export function loadLiquidations(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly LiquidationRecord[],
  more: {
    coverage?: Window[]
    rejections?: Rejection[]
    context?: Partial<LoadContext>
    /** When all of it was received, our clock; default: NOW. */
    receivedAt?: Date
    /** Code of the feed; default: the venue's stream. */
    source?: string
  } = {},
): Promise<LoadResult> {
  const receivedAt = more.receivedAt ?? NOW
  return ingestLiquidations(
    contextOf(database, { now: () => receivedAt, ...more.context }),
    {
      source: listSource(more.source ?? `${exchangeCode}.ws`),
      exchangeCode,
      mode: 'HISTORY',
      ...(more.coverage ? { coverage: (piece) => intersect(more.coverage!, piece) } : {}),
      async *liquidations(_, piece) {
        const own = records.filter(({ time }) => time >= piece.from && time < piece.to)
        yield { records: own, rejections: more.rejections ?? [], observedAt: receivedAt }
      },
    },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

function intersect(spans: readonly Window[], piece: Window): Window[] {
  return spans
    .map(({ from, to }) => ({
      from: new Date(Math.max(from.getTime(), piece.from.getTime())),
      to: new Date(Math.min(to.getTime(), piece.to.getTime())),
    }))
    .filter(({ from, to }) => from < to)
}

export const reading = (
  market: StoredMarket,
  time: string,
  baseQuantity: string,
  markPrice: string,
): OpenInterestRecord => ({
  marketId: market.id,
  time: at(time),
  baseQuantity,
  markPrice,
})

export function loadOpenInterest(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly OpenInterestRecord[],
  receivedAt = NOW,
): Promise<LoadResult> {
  return ingestOpenInterest(
    contextOf(database, { now: () => receivedAt }),
    {
      source: listSource(`${exchangeCode}.rest`),
      exchangeCode,
      async *openInterest(_, piece) {
        const own = piece ? records.filter(({ time }) => time >= piece.from && time < piece.to) : records
        yield { records: own, rejections: [], observedAt: receivedAt }
      },
    },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

export function cap(
  code: string,
  time: string,
  priceUsd: string,
  supply: string | undefined,
  sectorCode?: string,
): MarketCapRecord {
  return {
    coin: {
      coingeckoId: code.toLowerCase(),
      code,
      name: code,
      ...(sectorCode === undefined ? {} : { sectorCode }),
    },
    time: at(time),
    priceUsd,
    ...(supply === undefined ? {} : { supply }),
    statedCapUsd: supply === undefined ? priceUsd : String(Number(priceUsd) * Number(supply)),
  }
}

export function loadMarketCaps(
  database: Database,
  window: Window,
  records: readonly MarketCapRecord[],
  totals: readonly TotalMarketCapRecord[] = [],
  receivedAt = NOW,
): Promise<LoadResult> {
  const within = (piece: Window | undefined) => (record: { time: Date }) =>
    !piece || (record.time >= piece.from && record.time < piece.to)
  return ingestMarketCaps(
    contextOf(database, { now: () => receivedAt }),
    {
      source: listSource('coingecko.rest'),
      getSectors: () =>
        Promise.resolve([
          { code: 'layer-1', name: 'Layer 1' },
          { code: 'defi', name: 'DeFi' },
        ]),
      async *marketCaps(piece) {
        yield {
          records: records.filter(within(piece)),
          totals: totals.filter(within(piece)),
          rejections: [],
          observedAt: receivedAt,
        }
      },
    },
    window,
  )
}

/** A list as a feed: what lies in the piece that is asked for. */
const pieces = <T extends { readonly time: Date }>(records: readonly T[], observedAt: Date) =>
  async function* (_: unknown, piece: Window | undefined) {
    const own = piece ? records.filter(({ time }) => time >= piece.from && time < piece.to) : records
    yield { records: own, rejections: [], observedAt }
  }

export function loadFunding(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly FundingRecord[],
  receivedAt = NOW,
): Promise<LoadResult> {
  const source = listSource(`${exchangeCode}.rest`)
  return ingestFunding(
    contextOf(database, { now: () => receivedAt }),
    { source, exchangeCode, funding: pieces(records, receivedAt) },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

export function loadLongShort(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly LongShortRecord[],
  receivedAt = NOW,
): Promise<LoadResult> {
  const source = listSource(`${exchangeCode}.rest`)
  return ingestLongShort(
    contextOf(database, { now: () => receivedAt }),
    { source, exchangeCode, longShort: pieces(records, receivedAt) },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

export function loadCandles(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly CandleRecord[],
  receivedAt = NOW,
  source = `${exchangeCode}.bars`,
): Promise<LoadResult> {
  return ingestCandles(
    contextOf(database, { now: () => receivedAt }),
    {
      source: listSource(source),
      exchangeCode,
      stepMs: 60_000,
      candles: pieces(records, receivedAt),
    },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

export function loadDepth(
  database: Database,
  exchangeCode: string,
  window: Window,
  records: readonly DepthRecord[],
  receivedAt = NOW,
): Promise<LoadResult> {
  const past = pieces(records, receivedAt)
  return ingestDepth(
    contextOf(database, { now: () => receivedAt }),
    {
      source: listSource(`${exchangeCode}.books`),
      exchangeCode,
      depth: (markets) => past(markets, undefined),
      past,
    },
    exchangeOf(exchangeCode),
    [],
    window,
  )
}

/** Loads points of series of one source, as a vendor's or an imported file's come in. */
export function loadSeries(
  database: Database,
  family: 'SERIES' | 'RESERVES' | 'FUND_FLOWS',
  records: readonly SeriesPointRecord[],
  receivedAt = NOW,
  source = 'houses',
): Promise<LoadResult> {
  return ingestSeries(
    contextOf(database, { now: () => receivedAt }),
    {
      source: listSource(source),
      async *points() {
        yield { records, rejections: [], observedAt: receivedAt }
      },
    },
    family,
    undefined,
  )
}
