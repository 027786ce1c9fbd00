import { FUNDING_FACTS } from '../../src/funding/ingest.ts'
import type { FundingRecord } from '../../src/funding/record.ts'
import { LIQUIDATION_FACTS } from '../../src/liquidations/ingest.ts'
import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import { LONG_SHORT_FACTS } from '../../src/longShort/ingest.ts'
import type { LongShortRecord } from '../../src/longShort/record.ts'
import { ingestMarketCaps } from '../../src/marketCap/ingest.ts'
import type { MarketRecord, StoredMarket } from '../../src/markets/record.ts'
import { OPEN_INTEREST_FACTS } from '../../src/openInterest/ingest.ts'
import type { OpenInterestRecord } from '../../src/openInterest/record.ts'
import { DEPTH_FACTS } from '../../src/orderBook/ingest.ts'
import type { DepthRecord } from '../../src/orderBook/record.ts'
import { runLoad, type Facts, type LoadResult } from '../../src/quality/ingest.ts'
import type { Window } from '../../src/lib/time.ts'
import { SERIES_FACTS } from '../../src/series/ingest.ts'
import type { SeriesPointRecord } from '../../src/series/record.ts'
import { CANDLE_FACTS } from '../../src/volume/ingest.ts'
import type { CandleRecord } from '../../src/volume/record.ts'
import { closeAsTemplate, createEmptyDatabase, type TestDatabase } from './database.ts'
import { contextOf, exchangeOf, linearMarket, listSource, loadMarkets } from './fixtures.ts'

/** Facts of every family over three months, with numbers that floats can't hold, absent values, corrections and two sources. */

export const MONTHS = ['2025-05', '2025-06', '2025-07'] as const

/** Everything before July is older than this. */
export const JULY = new Date('2025-07-01T00:00:00Z')

export const ARCHIVE_MARKETS: readonly MarketRecord[] = [
  linearMarket('binance', 'BTC'),
  linearMarket('binance', 'PEPE', {
    symbol: '1000PEPE/USDT:USDT',
    venueSymbol: '1000PEPEUSDT',
    baseMultiplier: '1000',
  }),
]

/** Writes records of any family as a load of one source does. */
export function write<T>(
  database: TestDatabase,
  facts: Facts<T>,
  source: string,
  records: readonly T[],
  observedAt = new Date('2025-08-01T00:00:00Z'),
  coverage: readonly Window[] = [],
): Promise<LoadResult> {
  return runLoad<T>(
    contextOf(database, { now: () => observedAt }),
    { source: listSource(source), family: facts.family, exchange: exchangeOf('binance') },
    async function* () {
      yield { batches: [{ records, rejections: [], observedAt }], coverage }
    },
    facts.write,
    facts,
  )
}

const TINY = '0.000000000000000001234'
const HUGE = '123456789012345678901.5'

export async function fill(database: TestDatabase): Promise<readonly [StoredMarket, StoredMarket]> {
  const markets = await loadMarkets(database, ARCHIVE_MARKETS)
  const pepe = markets.find(({ baseCode }) => baseCode === 'PEPE')!
  const btc = markets.find(({ baseCode }) => baseCode === 'BTC')!
  const times = MONTHS.flatMap((month) =>
    ['01T00:00:00.000', '15T12:30:30.123', '28T23:59:59.999'].map((end) => new Date(`${month}-${end}Z`)),
  )
  const both = [btc, pepe]
  const each = <T>(make: (market: StoredMarket, time: Date, at: number) => T) =>
    both.flatMap((market) => times.map((time, at) => make(market, time, at)))

  const orders = each((market, time, at): LiquidationRecord => ({
    marketId: market.id,
    time,
    orderKey: `LONG:"${at}",\\1:1`,
    side: at % 2 === 0 ? 'LONG' : 'SHORT',
    price: '65000.10',
    contracts: at === 0 ? HUGE : '1.50',
    ...(at === 1 ? {} : { baseQuantity: TINY, notionalUsd: `${at}.000000000000000000001` }),
  }))
  const span = { from: times[0]!, to: new Date('2025-07-29T00:00:00Z') }
  await write(database, LIQUIDATION_FACTS, 'binance.ws', orders, undefined, [span])
  await write(database, LIQUIDATION_FACTS, 'tardis.csv', orders.slice(0, 4))

  const interest = (add: number) =>
    each((market, time, at): OpenInterestRecord => ({
      marketId: market.id,
      time,
      baseQuantity: `${10 + at + add}.123456789012345678`,
      markPrice: market === pepe ? TINY : '100.5',
    }))
  await write(database, OPEN_INTEREST_FACTS, 'binance.rest', interest(0))
  // A correction: the value before stays in fact_version.
  await write(
    database,
    OPEN_INTEREST_FACTS,
    'binance.rest',
    interest(1).slice(0, 2),
    new Date('2025-08-02T00:00:00Z'),
  )
  await write(
    database,
    FUNDING_FACTS,
    'binance.rest',
    each((market, time, at): FundingRecord => ({
      marketId: market.id,
      time,
      kind: at % 2 === 0 ? 'SETTLED' : 'PREDICTED',
      rate: at === 0 ? `-${TINY}` : '0.0001',
      intervalMinutes: 480,
      ...(at === 3 ? { settlesAt: new Date('2025-06-01T08:00:00Z') } : {}),
    })),
  )
  await write(
    database,
    DEPTH_FACTS,
    'binance.rest',
    each((market, time, at): DepthRecord => ({
      marketId: market.id,
      time,
      venueClock: at % 2 === 0,
      mid: '100.05',
      bids: { best: '100', usd: { '0.005': '10', '0.01': HUGE }, totalUsd: HUGE, reach: '0.01' },
      asks: { best: '100.1', usd: {}, totalUsd: '0', reach: '0' },
    })),
  )
  await write(
    database,
    CANDLE_FACTS,
    'binance.rest',
    each((market, time, at): CandleRecord => ({
      marketId: market.id,
      time: new Date(Math.floor(time.getTime() / 60_000) * 60_000),
      stepMs: 60_000,
      open: '10',
      high: '12.5',
      low: '9.10',
      close: '11',
      baseVolume: TINY,
      ...(at % 2 === 0 ? { volumeUsd: '7.0', takerBuyBase: '0', takerBuyUsd: '3', trades: 12 } : {}),
    })),
  )
  await write(
    database,
    LONG_SHORT_FACTS,
    'binance.rest',
    each((market, time): LongShortRecord => ({ marketId: market.id, time, longShare: '0.61' })),
  )
  await write(
    database,
    SERIES_FACTS,
    'a.house',
    times.map((time, at): SeriesPointRecord => ({
      series: {
        measure: 'FUND_NET_FLOW',
        ...(at % 2 === 0 ? { assetCode: 'BTC', venues: ['a', 'b'] } : { label: 'a "fund", of many' }),
        stepMs: 86_400_000,
        completeness: 'UNKNOWN',
      },
      time,
      value: `-${at}.50`,
    })),
  )
  await ingestMarketCaps(
    contextOf(database),
    {
      source: listSource('coingecko.rest'),
      getSectors: () => Promise.resolve([]),
      async *marketCaps() {
        yield {
          records: times.map((time, at) => ({
            coin: { coingeckoId: 'bitcoin', code: 'BTC', name: 'Bitcoin' },
            time,
            priceUsd: '65000.10',
            ...(at === 1 ? {} : { supply: '19800000.123' }),
            statedCapUsd: '1287001980000',
          })),
          totals: [],
          rejections: [],
          observedAt: new Date('2025-08-01T00:00:00Z'),
        }
      },
    },
    undefined,
  )
  return [btc, pepe]
}

let filled: Promise<{ name: string; markets: readonly [StoredMarket, StoredMarket] }> | undefined

/** A database of the test's own with these facts, and its two markets: BTC and PEPE. */
export async function createFilledDatabase(): Promise<{
  database: TestDatabase
  markets: readonly [StoredMarket, StoredMarket]
}> {
  filled ??= (async () => {
    const database = await createEmptyDatabase()
    const markets = await fill(database)
    return { name: await closeAsTemplate(database), markets }
  })()
  const { name, markets } = await filled
  return { database: await createEmptyDatabase(name), markets }
}

const FACTS = [
  ...['liquidation', 'open_interest', 'funding_rate', 'funding_prediction', 'order_book_depth'],
  ...['candle', 'long_short', 'market_cap', 'series_point', 'fact_version', 'coverage'],
]

const ROLLUPS = [
  ...['liquidation_minute', 'liquidation_hour', 'liquidation_day'],
  ...['open_interest_minute', 'open_interest_hour', 'open_interest_day', 'funding_rate_hour'],
  ...['funding_rate_day', 'funding_prediction_hour', 'funding_prediction_day'],
  ...['order_book_depth_hour', 'order_book_depth_day'],
  ...['candle_hour', 'candle_day', 'long_short_hour', 'long_short_day'],
  ...['market_cap_minute', 'market_cap_hour', 'market_cap_day'],
]

async function rowsOf(
  { pool }: TestDatabase,
  tables: readonly string[],
  row: string,
): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const table of tables) {
    const result = await pool.query<{ row: string }>(
      `select (${row})::text as row from ${table} as t order by 1`,
    )
    all[table] = result.rows.map((found) => found.row)
  }
  return all
}

/** Every fact, digit for digit, with its keys, source, run and observedAt. */
export const factsOf = (database: TestDatabase) => rowsOf(database, FACTS, 'to_jsonb(t)')

/** Every rollup. */
export const rollupsOf = (database: TestDatabase) => rowsOf(database, ROLLUPS, 'to_jsonb(t)')

export async function countsOf(database: TestDatabase): Promise<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(await factsOf(database)).map(([table, rows]) => [table, rows.length]),
  )
}
