import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { bar } from '../support/bars.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { at, linearMarket, loadCandles, loadMarkets, span } from '../support/fixtures.ts'
import { relationsRead } from '../support/plans.ts'

let database: TestDatabase
let api: Api

const spotMarket = (exchange: string, code: string) =>
  linearMarket(exchange, code, { symbol: `${code}/USDT`, venueSymbol: `${code}-SPOT`, kind: 'SPOT' })

/** Binance tells takers apart, OKX does not and misses a bar; the perpetual on ETH begins at 02:00. */
beforeAll(async () => {
  database = await createEmptyDatabase()
  api = await createApi(database)
  const [spot, perpetual, late, silent] = (await loadMarkets(database, [
    spotMarket('binance', 'BTC'),
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'ETH'),
    linearMarket('binance', 'SOL'),
  ]).then((markets) =>
    ['BTC/USDT', 'BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'].map((symbol) =>
      markets.find((market) => market.symbol === symbol)!,
    ),
  )) as [StoredMarket, StoredMarket, StoredMarket, StoredMarket]
  const [okx] = (await loadMarkets(database, [spotMarket('okx', 'BTC')])) as [StoredMarket]
  await loadCandles(database, 'binance', span('22T00:00', '22T04:00'), [
    ...['00:00', '01:00', '02:00', '03:00'].flatMap((time) => [
      bar(spot, `22T${time}`, '100', '30'),
      bar(perpetual, `22T${time}`, '900', '500'),
      // Its venue prints no USD: it is in no sum.
      bar(silent, `22T${time}`, undefined),
    ]),
    bar(late, '22T02:00', '50', '25'),
    bar(late, '22T03:00', '50', '10'),
  ])
  await loadCandles(database, 'okx', span('22T00:00', '22T04:00'), [
    bar(okx, '22T00:00', '20'),
    bar(okx, '22T01:00', '40'),
    bar(okx, '22T03:00', '60'),
  ])
})

afterAll(async () => {
  await api.close()
  await database.close()
})

const WINDOW = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T04:00:00Z" }'
const ask = async (fields: string, args = WINDOW) => {
  const { data, errors } = await api.query(`{ volume(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.volume
}

test('a missing bar leaves the sum unknown, and what is held a lower bound; a market that begins later is expected from then on', async () => {
  const answer = await ask(`
    spot { usd knownUsd netTakerUsd marketCount takerMarketCount }
    perpetual { usd knownUsd netTakerUsd marketCount takerMarketCount }
    spotShare
    meta { notices { code } methodology { id } }
    spotUsd: timeSeries(measure: SPOT_USD) { unit columns { value } }
    known: timeSeries(measure: SPOT_KNOWN_USD) { columns { value } }
    perpetualUsd: timeSeries(measure: PERPETUAL_USD) { columns { value } }
    share: timeSeries { unit columns { value } }
    net: timeSeries(measure: SPOT_NET_TAKER_USD) { columns { value } }
    perpetualNet: timeSeries(measure: PERPETUAL_NET_TAKER_USD) { columns { value } }`)
  expect(answer).toMatchObject({
    // Takers: 2 x 30 - 100 an hour, of Binance alone.
    spot: { usd: null, knownUsd: '520', netTakerUsd: '-160', marketCount: 2, takerMarketCount: 1 },
    perpetual: { usd: '3700', knownUsd: '3700', netTakerUsd: '370', marketCount: 2, takerMarketCount: 2 },
    spotShare: null,
    spotUsd: { unit: 'USD', columns: { value: ['120', '140', null, '160'] } },
    known: { columns: { value: ['120', '140', '100', '160'] } },
    perpetualUsd: { columns: { value: ['900', '900', '950', '950'] } },
    share: {
      unit: 'FRACTION',
      columns: { value: ['0.117647058824', '0.134615384615', null, '0.144144144144'] },
    },
    net: { columns: { value: ['-40', '-40', '-40', '-40'] } },
    perpetualNet: { columns: { value: ['100', '100', '100', '70'] } },
  })
  expect(answer.meta.notices.map(({ code }: { code: string }) => code)).toEqual([
    'BASKET_CHANGES',
    'BARS_MISSING',
    'NO_TAKERS',
  ])
})

test('by venue and asset, the most traded first; a rolling sum reads what lies before the window', async () => {
  const { timeSeriesBy } = await ask(
    'timeSeriesBy(by: [EXCHANGE, ASSET], measure: SPOT_USD, transform: [{ kind: MOVING_SUM, buckets: 2 }]) { key { label } knownUsd series { columns { value } } }',
    'window: { from: "2025-09-22T01:00:00Z", to: "2025-09-22T03:00:00Z" }',
  )
  expect(
    timeSeriesBy.map(
      ({
        key,
        knownUsd,
        series,
      }: {
        key: { label: string }
        knownUsd: string
        series: { columns: { value: unknown } }
      }) => [key.label, knownUsd, series.columns.value],
    ),
  ).toEqual([
    ['binance / BTC', '2000', ['200', '200']],
    ['binance / ETH', '50', [null, null]],
    ['okx / BTC', '40', ['60', null]],
  ])
})

test('an explanation names the markets whose sum is what is held', async () => {
  const { explain } = await ask('explain { value operation rows { market { symbol } value note } }')
  expect(explain).toEqual({
    value: '520',
    operation: 'SUM',
    rows: [
      { market: { symbol: 'BTC/USDT' }, value: '400', note: null },
      { market: { symbol: 'BTC/USDT' }, value: '120', note: 'takers are not told apart' },
    ],
  })
})

test('parts equal the whole on random windows and groupings', async () => {
  const by = fc.uniqueArray(fc.constantFrom('EXCHANGE', 'ASSET', 'SECTOR', 'TIER', 'KIND', 'MARGIN'), {
    minLength: 1,
    maxLength: 2,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      by,
      async (begin, length, dimensions) => {
        const from = at(`22T0${begin}:00`)
        const to = new Date(Math.min(at('22T04:00').getTime(), from.getTime() + length * 3_600_000))
        const answer = await ask(
          `spot { knownUsd } perpetual { knownUsd } timeSeriesBy(by: [${dimensions.join(', ')}], first: 100) { knownUsd }
         a: explain { value rows { value } } known: timeSeries(measure: SPOT_KNOWN_USD) { columns { value } }`,
          `window: { from: "${from.toISOString()}", to: "${to.toISOString()}" }`,
        )
        const total = (values: (string | null)[]) =>
          values.reduce((sum, value) => sum.plus(value ?? 0), new Big(0)).toFixed()
        expect(total(answer.timeSeriesBy.map(({ knownUsd }: { knownUsd: string }) => knownUsd))).toBe(
          total([answer.spot.knownUsd, answer.perpetual.knownUsd]),
        )
        expect(total(answer.a.rows.map(({ value }: { value: string }) => value))).toBe(answer.spot.knownUsd)
        expect(total(answer.known.columns.value)).toBe(answer.spot.knownUsd)
      },
    ),
    { numRuns: 25 },
  )
})

test('of two feeds of one market the one counts, each day, whose bars cover more of it', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [spotMarket('binance', 'BTC')])) as [StoredMarket]
  await loadCandles(own, 'binance', span('22T00:00', '24T00:00'), [
    bar(market, '22T00:00', '10'),
    bar(market, '23T00:00', '1'),
  ])
  await loadCandles(
    own,
    'binance',
    span('22T00:00', '24T00:00'),
    [bar(market, '22T00:00', '11'), bar(market, '22T01:00', '12')],
    undefined,
    'binance.files',
  )
  const { data } = await server.query(
    '{ volume(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T00:00:00Z" }) { spot { knownUsd } } }',
  )
  expect(data.volume.spot.knownUsd).toBe('24')
  await server.close()
  await own.close()
})

test('series are read from rollups', async () => {
  // What another question had read is kept in memory: a server that has read nothing yet is asked.
  const cold = await createApi(database)
  const relations = await relationsRead(database, async () => {
    const { errors } = await cold.query(
      `{ volume(${WINDOW}) { spotShare timeSeriesBy(by: [ASSET]) { series { unit } } timeSeries(measure: SPOT_NET_TAKER_USD) { unit } } }`,
    )
    expect(errors).toBeUndefined()
  })
  await cold.close()
  expect(relations.has('candle_hour')).toBe(true)
  expect(relations.has('candle')).toBe(false)
})

test('bars of minutes count from the begin of their hour on', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [spotMarket('binance', 'BTC')])) as [StoredMarket]
  const minutes = Array.from({ length: 120 }, (_, minute) => ({
    ...bar(market, '22T00:00', '1', '1'),
    time: new Date(at('22T00:00').getTime() + minute * 60_000),
    stepMs: 60_000,
  }))
  await loadCandles(own, 'binance', span('22T00:00', '22T02:00'), minutes)
  const { data } = await server.query(
    `{ volume(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-22T02:00:00Z" }) {
       spot { usd netTakerUsd } timeSeries(measure: SPOT_USD) { columns { value } } } }`,
  )
  expect(data.volume).toEqual({
    spot: { usd: '120', netTakerUsd: '120' },
    timeSeries: { columns: { value: ['60', '60'] } },
  })
  await server.close()
  await own.close()
})

describe('what is asked wrong is refused, and what is not held is told', () => {
  test.each([
    [
      'spotShare',
      'window: { from: "2025-09-22T00:30:00Z", to: "2025-09-22T04:00:00Z" }',
      'WINDOW_NOT_WHOLE_HOURS',
    ],
    ['spotShare', `${WINDOW}, interval: MINUTE`, 'INTERVAL_TOO_FINE'],
    ['spotShare', `${WINDOW}, basket: { exchanges: ["none"] }`, 'UNKNOWN_EXCHANGE'],
    ['spotShare', `${WINDOW}, filter: { assets: ["NONE"] }`, 'UNKNOWN_ASSET'],
    ['timeSeriesBy(by: []) { knownUsd }', WINDOW, 'DIMENSIONS'],
  ])('%s with %s: %s', async (fields, args, reason) => {
    const { errors } = await api.query(`{ volume(${args}) { ${fields} } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })

  test('a window without bars', async () => {
    const answer = await ask(
      'spot { usd knownUsd netTakerUsd marketCount } spotShare timeSeries { columns { value } } timeSeriesBy(by: [ASSET]) { knownUsd } explain { value rowCount } meta { notices { code } }',
      'window: { from: "2020-01-01T00:00:00Z", to: "2020-01-01T01:00:00Z" }',
    )
    expect(answer).toEqual({
      spot: { usd: null, knownUsd: null, netTakerUsd: null, marketCount: 0 },
      spotShare: null,
      timeSeries: { columns: { value: [null] } },
      timeSeriesBy: [],
      explain: { value: null, rowCount: 0 },
      meta: { notices: [{ code: 'NO_BARS' }, { code: 'NO_BARS' }] },
    })
  })
})

test('as of a moment the answer stays, whatever comes or is corrected later', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [spotMarket('binance', 'BTC')], at('21T00:00'))) as [StoredMarket]
  const step = (received: string, bars: [string, string, string?][]) => ({
    receivedAt: at(received),
    load: () =>
      loadCandles(
        own,
        'binance',
        span('22T00:00', '24T00:00'),
        bars.map(([time, usd, buy]) => bar(market, time, usd, buy)),
        at(received),
      ),
  })
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) {
      volume(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T02:00:00Z" }, asOf: $asOf) {
        spot { usd knownUsd netTakerUsd marketCount } explain { value rows { value } }
        timeSeries(measure: SPOT_KNOWN_USD) { columns { value } }
        timeSeriesBy(by: [ASSET], measure: SPOT_NET_TAKER_USD) { knownUsd series { columns { value } } }
      }
    }`,
    [
      step('22T03:00', [
        ['22T00:00', '10', '4'],
        ['22T01:00', '12', '6'],
      ]),
      step('22T06:00', [['22T04:00', '3', '1']]),
      step('22T09:00', [
        ['22T01:00', '13', '7'],
        ['22T02:00', '5', '5'],
      ]),
      step('23T02:00', [['23T01:00', '9', '2']]),
    ],
    ['22T03:00', '22T05:00', '22T06:00', '22T08:00', '22T09:00', '23T02:00', '23T04:00'].map(at),
  )
  await server.close()
  await own.close()
})

test('of two feeds of one market the one counts, each day, whose bars cover more of it', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [spotMarket('binance', 'BTC')])) as [StoredMarket]
  const days = span('22T00:00', '24T00:00')
  await loadCandles(own, 'binance', days, [
    bar(market, '22T00:00', '1', '1'),
    bar(market, '22T01:00', '2', '1'),
    bar(market, '23T00:00', '4', '1'),
  ])
  const other = [
    bar(market, '22T00:00', '10', '1'),
    bar(market, '23T00:00', '40', '30'),
    bar(market, '23T01:00', '80'),
  ]
  await loadCandles(own, 'binance', days, other, undefined, 'files')
  const { data } = await server.query(
    `{ volume(window: { from: "2025-09-22T00:00:00Z", to: "2025-09-24T00:00:00Z" }) {
       spot { knownUsd } timeSeriesBy(by: [EXCHANGE], measure: SPOT_KNOWN_USD) { knownUsd series { columns { value } } } } }`,
  )
  const { spot, timeSeriesBy } = data.volume
  expect([spot.knownUsd, timeSeriesBy[0].knownUsd]).toEqual(['123', '123'])
  const held = timeSeriesBy[0].series.columns.value.filter((value: string | null) => value !== null)
  expect(held).toEqual(['1', '2', '40', '80'])
  await server.close()
  await own.close()
})
