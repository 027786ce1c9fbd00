import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Queryable } from '../../src/db.ts'
import { getBucketStarts } from '../../src/lib/buckets.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { CloseCache } from '../../src/measures/closes.ts'
import { getHighBounds } from '../../src/openInterest/highBounds.ts'
import { getCarriedSums } from '../../src/openInterest/series.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  cap,
  linearMarket,
  loadMarketCaps,
  loadMarkets,
  loadOpenInterest,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

const FUTURE = { kind: 'FUTURE' as const, symbol: 'BTC/USDT:USDT-250922', venueSymbol: 'BTC-22SEP' }

/**
 * Small enough to check by hand. At the begin of the 22nd: 260,510, at its end 279,960, of which 19,000 is a market that was first
 * read in between. A future is delivered at noon. kraken is known, and was never read.
 */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  await loadMarketCaps(database, span('21T00:00', '23T00:00'), [
    cap('BTC', '22T00:00', '20000000000', '1', 'layer-1'),
    cap('ETH', '22T00:00', '2000000000', '1', 'layer-1'),
  ])
  const [btc, eth, sol] = (await loadMarkets(database, [
    linearMarket('bybit', 'BTC'),
    linearMarket('bybit', 'ETH'),
    linearMarket('bybit', 'SOL'),
  ])) as [StoredMarket, StoredMarket, StoredMarket]
  const okx = await loadMarkets(database, [
    linearMarket('okx', 'BTC'),
    linearMarket('okx', 'BTC', { ...FUTURE, expiresAt: at('22T12:00') }),
    linearMarket('okx', 'ETH', { symbol: 'ETH/USD:ETH', quote: 'USD', settle: 'ETH', style: 'INVERSE' }),
  ])
  const okxOf = (symbol: string) => okx.find((market) => market.symbol === symbol)!
  await loadMarkets(database, [linearMarket('kraken', 'BTC')])
  await loadOpenInterest(database, 'bybit', span('21T00:00', '24T00:00'), [
    reading(btc, '21T23:30', '100', '1000'),
    reading(btc, '22T06:00', '110', '900'),
    reading(btc, '22T06:20', '130', '1000'),
    reading(btc, '22T06:40', '110', '900'),
    reading(btc, '22T18:00', '120', '950'),
    reading(eth, '21T23:30', '1000', '100'),
    reading(eth, '22T12:00', '900', '90'),
    reading(sol, '21T20:00', '50', '10'),
    reading(sol, '22T01:00', '50', '10'),
  ])
  await loadOpenInterest(database, 'okx', span('21T00:00', '24T00:00'), [
    reading(okxOf('BTC/USDT:USDT'), '21T23:00', '50', '1000'),
    reading(okxOf('BTC/USDT:USDT'), '22T10:00', '60', '950'),
    reading(okxOf(FUTURE.symbol), '21T22:00', '10', '1001'),
    reading(okxOf(FUTURE.symbol), '22T11:00', '9', '940'),
    reading(okxOf('ETH/USD:ETH'), '22T06:30', '200', '95'),
  ])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ openInterest(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.openInterest
}
const add = (values: readonly (string | null)[]) =>
  values.reduce((sum, value) => sum.plus(value ?? 0), new Big(0)).toFixed()

test('broken down by two dimensions, with shares that sum to 1, and coins where a group is of one asset', async () => {
  const { breakdown } = await ask(
    'breakdown(by: [EXCHANGE, ASSET]) { key { label exchange { code } asset { code } } now { usd coins } share change { usd coins marketsLeftOut } }',
  )
  expect(breakdown).toEqual(
    [
      {
        key: { label: 'bybit / BTC', exchange: { code: 'bybit' }, asset: { code: 'BTC' } },
        now: { usd: '114000', coins: '120' },
        share: '0.407201028718',
        change: { usd: '14000', coins: '20', marketsLeftOut: 0 },
      },
      {
        key: { label: 'bybit / ETH', exchange: { code: 'bybit' }, asset: { code: 'ETH' } },
        now: { usd: '81000', coins: '900' },
        share: '0.289327046721',
        change: { usd: '-19000', coins: '-100', marketsLeftOut: 0 },
      },
      {
        key: { label: 'okx / BTC', exchange: { code: 'okx' }, asset: { code: 'BTC' } },
        now: { usd: '65460', coins: '69' },
        share: '0.233819117017',
        change: { usd: '5450', coins: '9', marketsLeftOut: 0 },
      },
      {
        key: { label: 'okx / ETH', exchange: { code: 'okx' }, asset: { code: 'ETH' } },
        now: { usd: '19000', coins: '200' },
        share: '0.067866838120',
        change: null,
      },
      {
        key: { label: 'bybit / SOL', exchange: { code: 'bybit' }, asset: { code: 'SOL' } },
        now: { usd: '500', coins: '50' },
        share: '0.001785969424',
        change: { usd: '0', coins: '0', marketsLeftOut: 0 },
      },
    ].map((row) => ({ ...row, share: row.share.replace(/0+$/, '') })),
  )
})

test('by margin, kind, sector and tier; coins of several assets have no sum', async () => {
  const groups = async (by: string) =>
    (await ask(`breakdown(by: [${by}]) { key { label } now { usd coins } }`)).breakdown.map(
      ({ key, now }: { key: { label: string }; now: { usd: string; coins: string | null } }) => [
        key.label,
        now.usd,
        now.coins,
      ],
    )
  expect(await groups('MARGIN')).toEqual([
    ['STABLE', '260960', null],
    ['COIN', '19000', '200'],
  ])
  expect(await groups('KIND')).toEqual([
    ['PERPETUAL', '271500', null],
    ['FUTURE', '8460', '9'],
  ])
  expect(await groups('SECTOR')).toEqual([
    ['layer-1', '279460', null],
    ['unknown', '500', '50'],
  ])
  expect(await groups('TIER')).toEqual([
    ['LARGE', '179460', '189'],
    ['MID', '100000', '1100'],
    ['unknown', '500', '50'],
  ])
})

test('a change over several markets, its parts and its explanation', async () => {
  const { change, explain, price } = await ask(
    `change { fromUsd toUsd usd coins priceUsd positionUsd marketsCompared marketsLeftOut }
     explain(figure: CHANGE) { value unit operation rowCount methodology { id } rows { market { symbol } value note } }
     price: explain(figure: PRICE_PART) { value rows { value readAt source { code } market { exchange { code } symbol } } }`,
  )
  expect(change).toEqual({
    fromUsd: '260510',
    toUsd: '260960',
    usd: '450',
    coins: null,
    priceUsd: '-18329.5',
    positionUsd: '18779.5',
    marketsCompared: 5,
    marketsLeftOut: 1,
  })
  expect(explain).toMatchObject({
    value: '450',
    unit: 'USD',
    operation: 'SUM',
    rowCount: 6,
    methodology: { id: 'openInterest.change' },
  })
  expect(explain.rows.at(-1)).toEqual({
    market: { symbol: 'ETH/USD:ETH' },
    value: null,
    note: 'read at one end of the window alone',
  })
  expect(price.value).toBe('-18329.5')
  expect(price.rows[0]).toEqual({
    value: '-9500',
    readAt: '2025-09-22T12:00:00.000Z',
    source: { code: 'bybit.rest' },
    market: { exchange: { code: 'bybit' }, symbol: 'ETH/USDT:USDT' },
  })
})

test('on a constant basket a market that is read since is in nothing, and the basket tells when it changes', async () => {
  const fields = 'now { usd marketsKnown } change { usd marketsLeftOut } meta { notices { code message } }'
  const free = await ask(fields)
  expect(free.meta.notices).toEqual([
    { code: 'BASKET_CHANGES', message: '1 markets were first read within the window: okx.' },
  ])
  const pinned = await ask(
    `${fields} series { columns { usd } } timeSeriesBy(by: [EXCHANGE]) { nowUsd series { columns { value } } }`,
    `${WINDOW}, constantBasket: true, interval: TWELVE_HOURS`,
  )
  expect(pinned).toMatchObject({
    now: { usd: '260960', marketsKnown: 5 },
    change: { usd: '450', marketsLeftOut: 0 },
    meta: { notices: [] },
    series: { columns: { usd: ['264960', '260960'] } },
    timeSeriesBy: [
      { nowUsd: '195500', series: { columns: { value: ['199500', '195500'] } } },
      { nowUsd: '65460', series: { columns: { value: ['65460', '65460'] } } },
    ],
  })
})

test('a series in dollars, in coins, in counts, and with transforms that look back before the window', async () => {
  const args =
    'window: { from: "2025-09-22T06:00:00Z", to: "2025-09-22T12:00:00Z" }, interval: FOUR_HOURS, filter: { assets: ["BTC"] }'
  const answer = await ask(
    `usd: timeSeries { unit columns { start value } }
     carried: timeSeries(measure: CARRIED_USD) { unit columns { value } }
     series { columns { carriedUsd marketsCarried } points { carriedUsd } }
     coins: timeSeries(measure: COINS) { unit columns { value } }
     known: timeSeries(measure: MARKETS_KNOWN) { unit columns { value } }
     reporting: timeSeries(measure: MARKETS_REPORTING) { columns { value } }
     missing: timeSeries(measure: MARKETS_MISSING) { columns { value } }
     change: timeSeries(transform: [{ kind: CHANGE, buckets: 1 }]) { columns { value } }`,
    args,
  )
  expect(answer.usd).toEqual({
    unit: 'USD',
    columns: {
      start: ['2025-09-22T04:00:00.000Z', '2025-09-22T08:00:00.000Z'],
      value: ['159010', '164460'],
    },
  })
  // okx is not read before 10:00, bybit not after 06:40: of three readings of a bucket the last one stands.
  expect(answer.carried).toEqual({ unit: 'USD', columns: { value: ['60010', '99000'] } })
  expect(answer.series).toEqual({
    columns: { carriedUsd: ['60010', '99000'], marketsCarried: [2, 1] },
    points: [{ carriedUsd: '60010' }, { carriedUsd: '99000' }],
  })
  expect(answer.coins).toEqual({ unit: 'COINS', columns: { value: ['170', '179'] } })
  expect(answer.known).toEqual({ unit: 'COUNT', columns: { value: ['3', '3'] } })
  expect(answer.reporting.columns.value).toEqual(['1', '2'])
  expect(answer.missing.columns.value).toEqual(['0', '0'])
  expect(answer.change.columns.value).toEqual(['-1000', '5450'])
})

test('a delivered future counts until its last reading is too old, and is then not missed; a silent market is', async () => {
  const { byKind, all } = await ask(
    `byKind: timeSeriesBy(by: [KIND], measure: MARKETS_KNOWN) { key { label } series { columns { value } } }
     all: series { points { start usd carriedUsd marketsMissing } }`,
    'window: { from: "2025-09-23T06:00:00Z", to: "2025-09-23T20:00:00Z" }, interval: FOUR_HOURS, filter: { assets: ["BTC"] }',
  )
  expect(
    byKind.map(({ key, series }: { key: { label: string }; series: { columns: { value: string[] } } }) => [
      key.label,
      series.columns.value,
    ]),
  ).toEqual([
    ['FUTURE', ['1', '1', '0', '0']],
    ['PERPETUAL', ['2', '2', '1', '1']],
  ])
  // okx's perpetual was last read at 10:00 on the 22nd.
  expect(
    all.points.map(
      ({
        usd,
        carriedUsd,
        marketsMissing,
      }: Record<'usd' | 'carriedUsd', string> & { marketsMissing: number }) => [
        usd,
        carriedUsd,
        marketsMissing,
      ],
    ),
  ).toEqual([
    ['179460', '179460', 0],
    ['179460', '179460', 0],
    [null, null, 1],
    [null, null, 1],
  ])
})

test('candles tell how the sum moved by the minute, not the markets each for itself', async () => {
  const { ohlc } = await ask(
    'ohlc { interval step unit points { start open high low close } columns { high } }',
    `${WINDOW}, interval: TWELVE_HOURS, filter: { assets: ["BTC"], kind: PERPETUAL }`,
  )
  expect(ohlc).toEqual({
    interval: 'TWELVE_HOURS',
    step: 'MINUTE',
    unit: 'USD',
    points: [
      // 150,000, then 149,000, 180,000 at 06:20, 149,000 at 06:40, and 156,000 from 10:00 on.
      { start: '2025-09-22T00:00:00.000Z', open: '150000', high: '180000', low: '149000', close: '156000' },
      { start: '2025-09-22T12:00:00.000Z', open: '156000', high: '171000', low: '156000', close: '171000' },
    ],
    columns: { high: ['180000', '171000'] },
  })
  const coins = await ask(
    'ohlc(unit: COINS) { unit columns { open high low close } }',
    `${WINDOW}, interval: DAY, filter: { assets: ["BTC"], kind: PERPETUAL }`,
  )
  expect(coins.ohlc).toEqual({
    unit: 'COINS',
    columns: { open: ['150'], high: ['180'], low: ['150'], close: ['180'] },
  })
  const long = await ask(
    'ohlc { step columns { high } }',
    'window: { from: "2025-08-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: DAY, filter: { assets: ["BTC"], kind: PERPETUAL }',
  )
  expect([long.ohlc.step, long.ohlc.columns.high.at(-1)]).toEqual(['HOUR', '171000'])
})

test('the speed of a build-up has a place among its like, or says why not', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('okx', 'BTC')])) as [StoredMarket]
  // 60 days; each day grows by 10 %, except that the 50th falls back to the begin and the last one grows by 20 %.
  const begin = at('22T00:00').getTime() - 60 * 86_400_000
  let value = new Big(1000)
  const readings = Array.from({ length: 60 }, (_, day) => {
    value = day === 50 ? new Big(1000) : value.times(day === 59 ? '1.2' : '1.1').round(6)
    const time = new Date(begin + day * 86_400_000 + 3_600_000)
    return { marketId: market.id, time, baseQuantity: value.toFixed(), markPrice: '1' }
  })
  await loadOpenInterest(own, 'okx', { from: new Date(begin), to: at('22T00:00') }, readings)
  const buildUp = async (args: string, to = '22T00:00') => {
    const { data } =
      await server.query(`{ openInterest(window: { from: "2025-09-01T00:00:00Z", to: "2025-09-${to}:00Z" }) {
      buildUp(${args}) { at usd fraction percentile changesHeld since notice { code } } } }`)
    return data.openInterest.buildUp
  }
  expect(await buildUp('days: 1', '22T13:30')).toMatchObject({
    at: '2025-09-22T00:00:00.000Z',
    fraction: '0.2',
    percentile: '1',
    changesHeld: 59,
    since: '2025-07-26T00:00:00.000Z',
    notice: null,
  })
  // Of the 50 changes up to the fall, it is the lowest.
  expect(await buildUp('days: 1', '13T00:00')).toMatchObject({
    fraction: '-0.991481448725',
    percentile: '0.02',
    changesHeld: 50,
  })
  expect(await buildUp('days: 40')).toMatchObject({
    percentile: null,
    changesHeld: 20,
    notice: { code: 'TOO_FEW_CHANGES' },
  })
  expect(await buildUp('days: 90')).toMatchObject({
    usd: null,
    fraction: null,
    percentile: null,
    changesHeld: 0,
    since: null,
    notice: { code: 'NOT_KNOWN' },
  })
  await server.close()
  await own.close()
})

test('a venue without data, a window before the first fact and a market that fell silent each have their notice', async () => {
  const notices = async (args: string) =>
    (await ask('now { usd knownUsd } meta { notices { code message } }', args)) as {
      now: { usd: string | null; knownUsd: string | null }
      meta: { notices: { code: string; message: string }[] }
    }
  const kraken = await notices(`${WINDOW}, basket: { exchanges: ["kraken"] }`)
  expect([kraken.now.usd, kraken.meta.notices.map(({ code }) => code)]).toEqual([
    null,
    ['EMPTY', 'NO_READING'],
  ])
  const both = await notices(`${WINDOW}, basket: { exchanges: ["bybit", "kraken"] }`)
  expect([both.now.usd, both.meta.notices]).toEqual([
    '195500',
    [{ code: 'NOT_READ', message: "No reading of these venues counts at the window's end: kraken." }],
  ])
  const early = await notices('window: { from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z" }')
  expect([early.now.usd, early.meta.notices.map(({ code }) => code)]).toEqual([null, ['NO_READING']])
  const stale = await notices(`${WINDOW}, maxAgeMinutes: 600, basket: { exchanges: ["okx"] }`)
  expect([stale.now.usd, stale.meta.notices.find(({ code }) => code === 'STALE')!.message]).toEqual([
    null,
    'The last reading of 2 markets is too old, so sums over them are null: okx.',
  ])
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['breakdown(by: []) { share }', WINDOW, 'DIMENSIONS'],
    ['timeSeriesBy(by: [ASSET, ASSET]) { nowUsd }', WINDOW, 'DIMENSIONS'],
    ['timeSeries(measure: COINS) { unit }', WINDOW, 'COINS_OF_SEVERAL_ASSETS'],
    ['timeSeriesBy(by: [EXCHANGE], measure: COINS) { nowUsd }', WINDOW, 'COINS_OF_SEVERAL_ASSETS'],
    ['ohlc(unit: COINS) { step }', WINDOW, 'COINS_OF_SEVERAL_ASSETS'],
    ['buildUp(days: 0) { at }', WINDOW, 'OUT_OF_RANGE'],
    ['buildUp(trailingDays: 29) { at }', WINDOW, 'OUT_OF_RANGE'],
    ['timeSeriesBy(by: [ASSET], first: 101) { nowUsd }', WINDOW, 'OUT_OF_RANGE'],
    ['timeSeries(transform: [{ kind: Z_SCORE }]) { unit }', WINDOW, 'TRANSFORM_BUCKETS'],
    ['now { usd }', `${WINDOW}, asOf: "2999-01-01T00:00:00Z"`, 'AS_OF_IN_FUTURE'],
    ['now { usd }', `${WINDOW}, asOf: "2025-09-22T00:00:01Z"`, 'AS_OF_NOT_WHOLE_MINUTE'],
    ['now { usd }', `${WINDOW}, basket: { exchanges: ["nope"] }`, 'UNKNOWN_EXCHANGE'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ openInterest(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })
})

test('parts equal the total to the last digit, on random windows, groupings and baskets', async () => {
  const pair = fc.uniqueArray(fc.constantFrom('EXCHANGE', 'ASSET', 'SECTOR', 'TIER', 'KIND', 'MARGIN'), {
    minLength: 1,
    maxLength: 2,
  })
  const span = fc.tuple(fc.integer({ min: 0, max: 2_800 }), fc.integer({ min: 1, max: 1_440 }))
  const basket = fc.constantFrom(
    '',
    ', basket: { exchanges: ["okx"] }',
    ', basket: { exchanges: ["bybit", "kraken"] }',
  )
  await fc.assert(
    fc.asyncProperty(span, pair, basket, fc.boolean(), async ([begin, length], by, venues, isConstant) => {
      const from = new Date(at('21T12:00').getTime() + begin * 60_000)
      const to = new Date(from.getTime() + length * 60_000)
      const answer = await ask(
        `now { knownUsd } change { usd priceUsd positionUsd }
         breakdown(by: [${by.join(', ')}]) { now { knownUsd } share change { usd priceUsd positionUsd marketsCompared } }
         explain { value rows { value } } changed: explain(figure: CHANGE) { value rows { value } }
         price: explain(figure: PRICE_PART) { value rows { value } }
         hours: timeSeries { columns { value } }
         parts: timeSeriesBy(by: [${by.join(', ')}], first: 100) { series { columns { value } } }
         carried: timeSeries(measure: CARRIED_USD) { columns { value } }
         carriedParts: timeSeriesBy(by: [${by.join(', ')}], measure: CARRIED_USD, first: 100) { series { columns { value } } }`,
        `window: { from: "${from.toISOString()}", to: "${to.toISOString()}" }${venues}, constantBasket: ${String(isConstant)}`,
      )
      interface Part {
        now: { knownUsd: string | null }
        share: string | null
        change: Record<'usd' | 'priceUsd' | 'positionUsd', string> | null
      }
      const parts: Part[] = answer.breakdown
      expect(add(parts.map(({ now }) => now.knownUsd))).toBe(answer.now.knownUsd ?? '0')
      if (answer.now.knownUsd !== null) expect(add(parts.map(({ share }) => share))).toBe('1')
      for (const name of ['usd', 'priceUsd', 'positionUsd'] as const)
        expect(add(parts.map(({ change }) => change?.[name] ?? null))).toBe(answer.change?.[name] ?? '0')
      for (const rows of [answer.explain, answer.changed, answer.price])
        expect(add(rows.rows.map(({ value }: { value: string }) => value))).toBe(rows.value ?? '0')
      interface Columns {
        series: { columns: { value: (string | null)[] } }
      }
      const sumAt = (columns: Columns[], bucket: number) =>
        add(columns.map(({ series }) => series.columns.value[bucket]!))
      for (const [bucket, value] of (answer.hours.columns.value as (string | null)[]).entries()) {
        const carried = answer.carried.columns.value[bucket]
        if (value === null) {
          expect(carried).toBeNull()
          continue
        }
        expect(sumAt(answer.parts, bucket)).toBe(value)
        expect(sumAt(answer.carriedParts, bucket)).toBe(carried)
        expect(new Big(carried).gte(0) && new Big(carried).lte(value)).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

test('no statement of a series, a candle or a high scans the facts', async () => {
  const statements: { text: string; values: unknown[] }[] = []
  const recorded = {
    query: (given: string | { text: string; values: unknown[] }, values?: unknown[]) => {
      statements.push(typeof given === 'string' ? { text: given, values: values ?? [] } : given)
      return (database.pool.query as (...args: unknown[]) => unknown)(given, values)
    },
  } as unknown as Queryable
  const { rows } = await database.pool.query<{ id: number }>('select id from market')
  const marketIds = rows.map(({ id }) => id)
  const window = { from: at('21T10:20'), to: at('23T13:45') }
  for (const interval of ['MINUTE', 'HOUR', 'DAY'] as const)
    for (const unit of ['USD', 'COINS'] as const)
      await getCarriedSums(recorded, new CloseCache(recorded), {
        marketIds,
        window,
        interval,
        starts: getBucketStarts(window, interval),
        maxAgeMinutes: 1440,
        unit,
      })
  for (const grain of ['hour', 'day'] as const)
    await getHighBounds(recorded, new CloseCache(recorded), {
      marketIds,
      span: span('20T00:00', '24T00:00'),
      grain,
      maxAgeMinutes: 1440,
    })
  expect(statements.length).toBeGreaterThan(20)
  const read = new Set<string>()
  const walk = (node: { 'Relation Name'?: string; Plans?: never[] }): void => {
    if (node['Relation Name'] !== undefined) read.add(node['Relation Name'].replace(/_\d{4}_\d{2}$/, ''))
    for (const child of node.Plans ?? []) walk(child)
  }
  for (const { text, values } of statements) {
    const plan = await database.pool.query<{ 'QUERY PLAN': [{ Plan: object }] }>(
      `explain (format json) ${text}`,
      values,
    )
    walk(plan.rows[0]!['QUERY PLAN'][0].Plan)
  }
  expect([...read].sort()).toEqual([
    'fact_day',
    'market',
    'market_version',
    'open_interest_day',
    'open_interest_hour',
    'open_interest_minute',
  ])
})

test('as of a moment, the answer is the same before and after later data, corrections and a market that ended', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  await loadMarketCaps(
    own,
    span('21T00:00', '25T00:00'),
    [cap('BTC', '21T00:00', '100', '20')],
    [],
    at('21T00:00'),
  )
  const records = [linearMarket('bybit', 'BTC'), linearMarket('bybit', 'ETH')]
  const markets = await loadMarkets(own, records, at('21T00:00'))
  const [btc, eth] = ['BTC', 'ETH'].map((code) => markets.find(({ symbol }) => symbol.startsWith(code))!) as [
    StoredMarket,
    StoredMarket,
  ]
  const window = span('21T00:00', '25T00:00')
  const step = (received: string, readings: Parameters<typeof loadOpenInterest>[3]) => ({
    receivedAt: at(received),
    load: () => loadOpenInterest(own, 'bybit', window, readings, at(received)),
  })
  const fields = (more: string) => `
    now { usd knownUsd coins marketsKnown marketsMissing } change { usd priceUsd coins marketsLeftOut }
    byExchange { now { usd } share } byAsset { asset { code } now { usd } } allTimeHigh { usd at since }
    breakdown(by: [ASSET, TIER]) { key { label } now { usd } change { usd } }
    series { columns { usd marketsReporting marketsMissing } }
    timeSeries(transform: [{ kind: CHANGE, buckets: 2 }]) { columns { value } }
    timeSeriesBy(by: [ASSET], measure: COINS) { key { label } nowUsd series { columns { value } } }
    ohlc { columns { open high low close } } buildUp(days: 1, trailingDays: 30) { usd changesHeld since }
    explain { value rows { value readAt source { code } } } meta { sources { code } notices { code } } ${more}`
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      free: openInterest(window: { from: "2025-09-21T10:20:00Z", to: "2025-09-24T03:30:00Z" }, asOf: $asOf) { ${fields('')} }
      pinned: openInterest(window: { from: "2025-09-22T10:00:00Z", to: "2025-09-24T00:00:00Z" }, interval: DAY, constantBasket: true, asOf: $asOf) { ${fields('')} }
    }`,
    [
      step('21T12:00', [reading(btc, '21T10:00', '10', '100'), reading(btc, '21T11:30', '11', '100')]),
      step('22T06:00', [
        reading(btc, '22T01:00', '12', '110'),
        reading(eth, '22T02:00', '100', '5'),
        reading(btc, '22T05:55', '12.5', '111'),
      ]),
      // A correction, and older readings that came later.
      step('22T20:00', [
        reading(btc, '22T05:55', '99', '111'),
        reading(btc, '21T20:00', '10.5', '101'),
        reading(eth, '21T09:00', '80', '5'),
        reading(eth, '22T18:00', '90', '6'),
      ]),
      step('23T12:00', [reading(btc, '23T11:00', '14', '120'), reading(btc, '22T01:00', '12.25', '110')]),
      // ETH is delisted: it is no longer missed from then on, but was until then.
      {
        receivedAt: at('23T20:00'),
        load: () => loadMarkets(own, [records[0]!, { ...records[1]!, active: false }], at('23T20:00')),
      },
      step('24T04:00', [reading(btc, '24T03:00', '15', '121'), reading(btc, '23T11:00', '14', '119')]),
    ],
    [
      '21T12:00',
      '21T23:00',
      '22T06:00',
      '22T12:00',
      '22T20:00',
      '23T00:00',
      '23T12:00',
      '23T19:00',
      '23T20:00',
      '24T04:00',
    ].map(at),
  )
  await server.close()
  await own.close()
})
