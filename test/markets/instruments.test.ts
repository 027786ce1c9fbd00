import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importFile } from '../../scripts/support/importFiles.ts'
import { createMarketFinder, readMarketFinder } from '../../src/markets/history.ts'
import { ingestMarkets } from '../../src/markets/ingest.ts'
import { sizedAt, type MarketRecord, type StoredMarket } from '../../src/markets/record.ts'
import { getMarketsOf, getMarketVersions } from '../../src/markets/store.ts'
import { getReadingsAt } from '../../src/openInterest/store.ts'
import { mapKline } from '../../src/sources/ccxt/binance/candles.ts'
import { mapOpenInterestHist } from '../../src/sources/ccxt/binance/openInterest.ts'
import { mapFuturesCandle } from '../../src/sources/ccxt/gate/candles.ts'
import { mapOpenInterestStats } from '../../src/sources/ccxt/gate/contracts.ts'
import { mapLiquidationOrders } from '../../src/sources/ccxt/gate/liquidations.ts'
import { mapOpenInterest as mapOkxOpenInterest } from '../../src/sources/ccxt/okx/openInterest.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  contextOf,
  exchangeOf,
  linearMarket,
  listSource,
  loadMarketCaps,
  loadOpenInterest,
  reading,
  span,
  at as september,
} from '../support/fixtures.ts'
import { openInterestOf } from '../support/openInterest.ts'
import { storedMarket } from '../support/storedMarkets.ts'

/** Instruments change: listings, ends, names and sizes, each with its date; numbers use what was valid at their time. */

let database: TestDatabase

beforeEach(async () => {
  database = await createEmptyDatabase()
})

afterEach(() => database.close())

const days = (day: string) => new Date(`2025-${day}T00:00:00Z`)

/** The venue's whole list, as it was read at a time. */
async function list(at: Date, records: readonly MarketRecord[]): Promise<Map<string, StoredMarket>> {
  await ingestMarkets(contextOf(database, { now: () => at }), {
    source: listSource('binance.rest'),
    exchange: exchangeOf('binance'),
    getMarkets: () => Promise.resolve({ records, rejections: [], observedAt: at }),
  })
  return new Map((await getMarketsOf(database.pool, 'binance')).map((market) => [market.symbol, market]))
}

const named = (name: string, more: Partial<MarketRecord> = {}) =>
  linearMarket('binance', name, { listedAt: days('01-01'), ...more })

describe('names', () => {
  test('that go round in one list stay with their markets: A becomes B while B becomes C', async () => {
    const before = await list(days('02-01'), [named('A'), named('B'), named('D')])
    const a = before.get('A/USDT:USDT')!
    const b = before.get('B/USDT:USDT')!
    const after = await list(days('03-01'), [
      named('B', { venueSymbol: 'AUSDT' }),
      named('C', { venueSymbol: 'BUSDT' }),
      named('D'),
    ])
    expect(after.get('B/USDT:USDT')).toMatchObject({ id: a.id, venueSymbol: 'AUSDT' })
    expect(after.get('C/USDT:USDT')).toMatchObject({ id: b.id, venueSymbol: 'BUSDT' })
    expect(after.size).toBe(3)
    const swapped = await list(days('04-01'), [
      named('C', { venueSymbol: 'AUSDT' }),
      named('B', { venueSymbol: 'BUSDT' }),
      named('D'),
    ])
    expect(swapped.get('C/USDT:USDT')!.id).toBe(a.id)
    expect(swapped.get('B/USDT:USDT')!.id).toBe(b.id)
    const [versions] = await getMarketVersions(database.pool, [a.id])
    expect(versions!.map(({ symbol, validFrom }) => [symbol, validFrom])).toEqual([
      ['A/USDT:USDT', days('01-01')],
      ['B/USDT:USDT', days('03-01')],
      ['C/USDT:USDT', days('04-01')],
    ])
  })

  test('of a market that has ended may go to another: their facts are never mixed', async () => {
    const before = await list(days('02-01'), [named('LUNA'), named('LUNA2'), named('X')])
    const old = before.get('LUNA/USDT:USDT')!
    const young = before.get('LUNA2/USDT:USDT')!
    await list(days('03-01'), [named('LUNA2'), named('X')])
    const after = await list(days('04-01'), [named('LUNA', { venueSymbol: 'LUNA2USDT' }), named('X')])
    expect(after.get('LUNA/USDT:USDT')).toMatchObject({ id: young.id, active: true })
    expect(after.get('LUNA/USDT:USDT~LUNAUSDT')).toMatchObject({ id: old.id, active: false })
    const finder = await readMarketFinder(database.pool)
    expect(finder.bySymbol('binance', 'LUNA/USDT:USDT', days('02-15'))!.id).toBe(old.id)
    expect(finder.bySymbol('binance', 'LUNA/USDT:USDT', days('04-15'))!.id).toBe(young.id)
    expect(finder.bySymbol('binance', 'LUNA2/USDT:USDT', days('04-15'))!.id).toBe(young.id)
  })

  test('of a venue that were changed are still found in files of their time', async () => {
    const before = await list(days('02-01'), [named('MATIC'), named('X')])
    const { id } = before.get('MATIC/USDT:USDT')!
    await list(days('06-01'), [named('MATIC', { venueSymbol: 'POLUSDT' }), named('X')])
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-names-'))
    const header =
      'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio'
    for (const [symbol, day] of [
      ['MATICUSDT', '2025-05-01'],
      ['POLUSDT', '2025-07-01'],
    ] as const) {
      const file = path.join(dir, `${symbol}-metrics-${day}.csv`)
      fs.writeFileSync(file, `${header}\n${day} 00:00:00,${symbol},100,50,1,1,1,1\n`)
      const outcome = await importFile(contextOf(database), file, undefined)
      expect(outcome.counts).toMatchObject({ written: 1, rejected: 0 })
    }
    fs.rmSync(dir, { recursive: true })
    const held = await database.pool.query('select distinct market_id as id from open_interest')
    expect(held.rows).toEqual([{ id }])
  })

  test('that nobody had at a time are of who had them last, else first', () => {
    const [one, two] = [storedMarket('XUSDT'), storedMarket('XUSDT')]
    const version = (from: string, active: boolean) => ({
      validFrom: days(from),
      symbol: 'X/USDT:USDT',
      venueSymbol: 'XUSDT',
      contractSize: '1',
      active,
      expiresAt: null,
    })
    const finder = createMarketFinder(
      [one, two],
      [[version('02-01', true), version('04-01', false)], [version('06-01', true)]],
    )
    const idAt = (day: string) => finder.byVenueSymbol('binance', 'XUSDT', 'DERIVATIVE', days(day))!.id
    expect(['01-01', '03-01', '05-01', '07-01'].map(idAt)).toEqual([one.id, one.id, one.id, two.id])
    expect(finder.byVenueSymbol('binance', 'XUSDT', 'SPOT', days('03-01'))).toBeUndefined()
  })
})

describe('a contract whose size changed on 1 March', () => {
  const sizes = [
    { from: days('01-01'), contractSize: '100', baseMultiplier: '1' },
    { from: days('03-01'), contractSize: '10', baseMultiplier: '1' },
  ]
  const inverse = storedMarket('BTCUSD_PERP', {
    symbol: 'BTC/USD:BTC',
    quote: 'USD',
    settle: 'BTC',
    style: 'INVERSE',
    contractSize: '10',
    sizes,
  })
  const linear = storedMarket('BTC_USDT', { exchangeCode: 'gate', contractSize: '10', sizes })
  const [old, young] = [days('02-15').getTime(), days('03-15').getTime()]

  test('is counted at the size of each row by every mapper of history', () => {
    const gate = (ms: number) =>
      mapOpenInterestStats({ time: ms / 1000, open_interest: 7, mark_price: '2' }, linear).baseQuantity
    expect([gate(old), gate(young)]).toEqual(['700', '70'])
    const bar = (ms: number) =>
      mapFuturesCandle({ t: ms / 1000, o: '1', h: '1', l: '1', c: '1', v: 3 }, linear).baseVolume
    expect([bar(old), bar(young)]).toEqual(['300', '30'])
    const orders = mapLiquidationOrders(
      [old, young].map((ms) => ({
        contract: 'BTC_USDT',
        size: 2,
        left: 0,
        fill_price: '5',
        time: ms / 1000,
      })),
      new Map([['BTC_USDT', linear]]),
    )
    expect(orders.records.map(({ notionalUsd }) => notionalUsd)).toEqual(['1000', '100'])
    const hist = (ms: number) =>
      mapOpenInterestHist({ sumOpenInterest: '50', sumOpenInterestValue: '2', timestamp: ms }, inverse)
        .markPrice
    expect([hist(old), hist(young)]).toEqual(['2500', '250'])
    const kline = (ms: number) => mapKline([ms, '1', '1', '1', '1', '6', 0, '3', 1, '2', '1'], inverse)
    expect([kline(old), kline(young)]).toMatchObject([
      { volumeUsd: '600', takerBuyUsd: '200' },
      { volumeUsd: '60', takerBuyUsd: '20' },
    ])
  })

  test('is counted at the size of now in what is read now', () => {
    const okx = storedMarket('BTC-USDT-SWAP', { exchangeCode: 'okx', contractSize: '10', sizes })
    const record = mapOkxOpenInterest(
      { instId: 'BTC-USDT-SWAP', oi: '3', ts: String(young) },
      new Map([['BTC-USDT-SWAP', '1']]),
      new Map([['BTC-USDT-SWAP', okx]]),
    )
    expect(record.baseQuantity).toBe('30')
  })

  test('keeps both sizes with their dates, and a relisting leaves them as they are', async () => {
    await list(days('02-01'), [named('BTC', { contractSize: '100' }), named('X')])
    await list(days('03-01'), [named('BTC', { contractSize: '10' }), named('X')])
    await list(days('04-01'), [named('X')])
    const markets = await list(days('05-01'), [named('BTC', { contractSize: '10' }), named('X')])
    const btc = markets.get('BTC/USDT:USDT')!
    expect(btc.active).toBe(true)
    expect(
      [days('01-02'), days('02-15'), days('03-15'), days('06-01')].map((at) => sizedAt(btc, at).contractSize),
    ).toEqual(['100', '100', '10', '10'])
    const [versions] = await getMarketVersions(database.pool, [btc.id])
    expect(versions!.map(({ active, validFrom }) => [active, validFrom])).toEqual([
      [true, days('01-01')],
      [true, days('03-01')],
      [false, days('04-01')],
      [true, days('05-01')],
    ])
  })
})

test('a market that has ended since was expected while it traded: its silence then is missing, not zero', async () => {
  const markets = await list(september('20T00:00'), [named('BTC'), named('ETH')])
  const btc = markets.get('BTC/USDT:USDT')!
  const eth = markets.get('ETH/USDT:USDT')!
  await loadOpenInterest(database, 'binance', span('20T00:00', '24T00:00'), [
    reading(btc, '20T00:00', '10', '100'),
    ...['20T00:00', '20T06:00', '22T06:00'].map((time) => reading(eth, time, '1', '100')),
  ])
  const missing = async () => {
    const ids = [btc.id, eth.id]
    const buckets = await openInterestOf(database, ids, span('20T00:00', '23T00:00'), 'TWELVE_HOURS', 360)
    const at = await getReadingsAt(database.pool, ids, september('20T08:00'), 360)
    const later = await getReadingsAt(database.pool, ids, september('22T08:00'), 360)
    return {
      steps: buckets.start.map((start, index) => ({
        bucket: new Date(start).toISOString().slice(8, 13),
        count: buckets.marketsMissing[index]!,
      })),
      at: at.map(({ time }) => time !== null),
      later: later.length,
    }
  }
  const trading = await missing()
  expect(trading.at).toEqual([false, true])
  // It ends on the 21st at noon.
  await list(september('21T12:00'), [named('ETH')])
  const ended = await missing()
  expect(ended.at).toEqual(trading.at)
  expect(ended.later).toBe(1)
  const until = ({ steps }: typeof trading) => steps.filter(({ bucket }) => bucket < '22T00')
  expect(until(ended)).toEqual(until(trading))
  expect(until(ended).some(({ count }) => count > 0)).toBe(true)
  const last = ({ steps }: typeof trading) => steps.filter(({ bucket }) => bucket <= '22T00').at(-1)!
  expect([last(trading).count, last(ended).count]).toEqual([1, 0])
})

test('a corrected total of the whole market keeps the one before, and what comes late does not replace it', async () => {
  const totals = (capUsd: string) => [{ time: september('20T00:00'), capUsd, coins: 10 }]
  const window = span('20T00:00', '21T00:00')
  await loadMarketCaps(database, window, [], totals('100'))
  await loadMarketCaps(database, window, [], totals('110'), september('28T00:00'))
  await loadMarketCaps(database, window, [], totals('120'), new Date('2025-10-05T00:00:00Z'))
  const held = await database.pool.query(`select trim_scale(cap_usd)::text as cap from total_market_cap`)
  expect(held.rows).toEqual([{ cap: '120' }])
  const versions = await database.pool.query(
    `select row, observed_at as "from", superseded_at as "to" from fact_version where fact = 'total_market_cap' order by 2`,
  )
  expect(versions.rows).toEqual([
    { row: { cap_usd: 110, coins: 10 }, from: september('28T00:00'), to: new Date('2025-10-01T00:00:00Z') },
    {
      row: { cap_usd: 100, coins: 10 },
      from: new Date('2025-10-01T00:00:00Z'),
      to: new Date('2025-10-05T00:00:00Z'),
    },
  ])
})
