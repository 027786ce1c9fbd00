import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFile } from '../../scripts/support/importFiles.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { checkMapping, readMapping, type FileMapping } from '../../src/sources/files/mapping.ts'
import { parseTime } from '../../src/sources/files/times.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { contextOf, linearMarket, loadMarkets } from '../support/fixtures.ts'

/** Files as houses print them, by the command's own import, into a real store: each whole or not at all. */

let database: TestDatabase
let dir: string
let btc: StoredMarket

beforeAll(async () => {
  database = await createEmptyDatabase()
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-import-'))
  const markets = await loadMarkets(database, [
    linearMarket('binance', 'BTC'),
    linearMarket('binance', 'BTC', {
      symbol: 'BTC/USD:BTC',
      venueSymbol: 'BTCUSD_PERP',
      quote: 'USD',
      settle: 'BTC',
      style: 'INVERSE',
      contractSize: '100',
    }),
  ])
  btc = markets.find(({ venueSymbol }) => venueSymbol === 'BTCUSDT')!
})

afterAll(async () => {
  await database.close()
  fs.rmSync(dir, { recursive: true, force: true })
})

function write(name: string, text: string | Buffer): string {
  const file = path.join(dir, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
  return file
}

const NOW = new Date('2026-10-01T00:00:00Z')
const run = (file: string, mapping?: ReturnType<typeof readMapping>) =>
  importFile(contextOf(database, { now: () => NOW }), file, mapping)

const rowsOf = async (sql: string, values: unknown[] = []) =>
  (await database.pool.query<Record<string, unknown>>(sql, values)).rows

const points = (code: string) =>
  rowsOf(
    `select to_char(p.time at time zone 'UTC', 'MM-DD HH24:MI') as time, s.measure, a.code as asset, s.label,
       trim_scale(p.value)::text as value
     from series_point as p join series as s on s.id = p.series_id join source as o on o.id = s.source_id
     left join asset as a on a.id = s.asset_id where o.code = $1 order by p.time, s.measure, a.code, s.label`,
    [code],
  )

let mappings = 0

function mappingOf(file: Partial<FileMapping>) {
  mappings += 1
  return checkMapping(
    {
      source: { code: `house.${mappings}`, name: 'A house' },
      files: [
        {
          name: 'a file',
          time: { column: 'date', format: 'ISO' },
          step: '1d',
          asset: { fixed: 'BTC' },
          completeness: 'UNKNOWN',
          columns: [{ column: 'oi', measure: 'OPEN_INTEREST_USD', unit: 'USD' }],
          ...file,
        },
      ],
    },
    'mapping',
  )
}

const day = (index: number) => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)
const days = (values: readonly (string | number)[]) =>
  `date,oi\n${values.map((value, index) => `${day(index)},${value}`).join('\n')}\n`

describe('a declared mapping', () => {
  test('reads units, scales, missing values and leading zeros as it says', async () => {
    const mapping = mappingOf({
      asset: { column: 'coin', strip: ['USDT'] },
      leadingZeros: 'missing',
      expect: { unit: ['usd', ''] },
      columns: [
        { column: 'oi', measure: 'OPEN_INTEREST_USD', unit: 'USD', scale: '1000000' },
        { column: 'oi_coins', measure: 'OPEN_INTEREST_COINS', unit: 'COINS', label: 'stablecoin-margined' },
        { column: 'funding', measure: 'FUNDING_RATE_8H', unit: 'FRACTION', scale: '0.01' },
      ],
    })
    const text = [
      '\uFEFFcoin,date,oi,oi_coins,funding,unit',
      'BTCUSDT,2024-01-01 00:00:00+00,0,0.0,,',
      'BTCUSDT,2024-01-02 00:00:00+00,0,0.0,,',
      'BTCUSDT,2024-01-03 00:00:00+00,12.5,0,-0.01,usd',
      'BTCUSDT,2024-01-04 00:00:00+00,nan,130.25,0.015,usd',
    ].join('\n')
    const outcome = await run(write('units.csv', text), mapping)
    expect(outcome.error).toBeUndefined()
    expect(await points(mapping.source.code)).toEqual([
      { time: '01-03 00:00', measure: 'FUNDING_RATE_8H', asset: 'BTC', label: null, value: '-0.0001' },
      {
        time: '01-03 00:00',
        measure: 'OPEN_INTEREST_COINS',
        asset: 'BTC',
        label: 'stablecoin-margined',
        value: '0',
      },
      { time: '01-03 00:00', measure: 'OPEN_INTEREST_USD', asset: 'BTC', label: null, value: '12500000' },
      { time: '01-04 00:00', measure: 'FUNDING_RATE_8H', asset: 'BTC', label: null, value: '0.00015' },
      {
        time: '01-04 00:00',
        measure: 'OPEN_INTEREST_COINS',
        asset: 'BTC',
        label: 'stablecoin-margined',
        value: '130.25',
      },
    ])
    const again = await run(write('units.csv', text), mapping)
    expect(again.counts).toMatchObject({ written: 0, unchanged: 5 })
  })

  test("a closing order's buy is a short, a bar stamped at its close begins a step earlier, and the last bar may wait", async () => {
    const mapping = mappingOf({
      time: { column: 'date', format: 'MS', stamp: 'CLOSE' },
      step: '1h',
      sides: 'CLOSING_ORDER',
      lastBar: 'drop',
      columns: [
        { column: 'buy', measure: 'LIQUIDATIONS', side: 'BUY', unit: 'USD' },
        { column: 'sell', measure: 'LIQUIDATIONS', side: 'SELL', unit: 'USD' },
      ],
    })
    const open = Date.UTC(2024, 0, 1)
    const text = `date,buy,sell\n${open + 3_599_999},1,20\n${open + 2 * 3_600_000},2,30\n${open + 3 * 3_600_000},3,40\n`
    await run(write('sides.csv.gz', zlib.gzipSync(text)), mapping)
    expect(await points(mapping.source.code)).toMatchObject([
      { time: '01-01 00:00', measure: 'LIQUIDATIONS_LONG', value: '20' },
      { time: '01-01 00:00', measure: 'LIQUIDATIONS_SHORT', value: '1' },
      { time: '01-01 01:00', measure: 'LIQUIDATIONS_LONG', value: '30' },
      { time: '01-01 01:00', measure: 'LIQUIDATIONS_SHORT', value: '2' },
    ])
  })

  test('a correction is a new version, and the old value stays for earlier times', async () => {
    const mapping = mappingOf({})
    await run(write('v1.csv', days([100, 110])), mapping)
    const later = { ...contextOf(database), now: () => new Date('2026-10-02T00:00:00Z') }
    await importFile(later, write('v2.csv', days([100, 111])), mapping)
    expect((await points(mapping.source.code)).map(({ value }) => value)).toEqual(['100', '111'])
    const versions = await rowsOf(
      `select row, observed_at as "from", superseded_at as "to" from fact_version where fact = 'series_point'`,
    )
    expect(versions).toEqual([{ row: { value: 110 }, from: NOW, to: new Date('2026-10-02T00:00:00Z') }])
  })

  const steady = Array.from({ length: 40 }, (_, index) => 1_000_000_000 + (index % 7) * 20_000_000)

  test.each([
    [
      'another header',
      'date,price\n2024-01-01,1\n',
      'BAD_HEADER',
      1,
      'expected a file (date, oi), found date, price',
    ],
    ['a column nobody knows', 'date,oi,extra\n2024-01-01,1,2\n', 'BAD_HEADER', 1, 'found date, oi, extra'],
    [
      'a step that changes to weeks',
      `date,oi\n${[...Array(20).keys(), ...[26, 33, 40, 47, 54]].map((at) => `${day(at)},${1_000 + at}`).join('\n')}\n`,
      'STEP_CHANGED',
      26,
      'expected rows 1d apart, found 7d, 5 times in a row',
    ],
    [
      'a step that changes to hours',
      `date,oi\n${day(0)},1\n${day(1)},1\n2024-01-02T06:00:00Z,1\n`,
      'STEP_CHANGED',
      4,
      'expected rows 1d apart, found 6h',
    ],
    [
      'USD that become thousands of USD',
      days(steady.map((value, index) => (index < 25 ? value : value / 1_000))),
      'UNIT_CHANGED',
      27,
      'another unit',
    ],
    [
      'USD that become coins',
      days(steady.map((value, index) => (index < 25 ? value : value / 60_000))),
      'UNIT_CHANGED',
      27,
      'expected oi near',
    ],
    [
      'one day with two values',
      `date,oi\n${day(0)},1\n${day(1)},2\n${day(1)},3\n`,
      'DUPLICATE_TIME',
      4,
      'another in line 3 with other values',
    ],
    ['rows of two widths', `date,oi\n${day(0)},1\n${day(1)}\n`, 'BAD_CSV', 3, 'rows of one width'],
  ])(
    '%s is refused with line, expectation and find, and nothing of the file stays',
    async (_, text, code, line, says) => {
      const mapping = mappingOf({})
      const outcome = await run(write('bad.csv', text), mapping)
      expect(outcome.error).toMatchObject({ code, line })
      expect(String((outcome.error as Error).message)).toContain(says)
      expect(await points(mapping.source.code)).toEqual([])
      expect(
        await rowsOf(
          'select r.status from etl_run as r join source as s on s.id = r.source_id where s.code = $1',
          [mapping.source.code],
        ),
      ).toEqual([{ status: 'FAILED' }])
    },
  )

  test('a purge is no change of unit: tenfold liquidations for a day, interest halved for good', async () => {
    const mapping = mappingOf({})
    const halved = steady.map((value, index) => (index < 20 ? value : value / 2))
    expect((await run(write('purge.csv', days(halved)), mapping)).error).toBeUndefined()
    const flows = mappingOf({ columns: [{ column: 'oi', measure: 'VOLUME_USD', unit: 'USD' }] })
    const spiky = steady.map((value, index) => (index % 11 === 0 ? value * 50 : value))
    expect((await run(write('spiky.csv', days(spiky)), flows)).error).toBeUndefined()
  })

  test('bad rows alone are rejections with their line; the rest goes in, and the same row twice is one', async () => {
    const mapping = mappingOf({})
    const text = `date,oi\n${day(0)},100\n2024-02-30,5\n${day(1)},-3\n${day(2)},abc\n${day(3)},120\n${day(3)},120\n`
    const outcome = await run(write('rows.csv', text), mapping)
    expect(outcome.counts).toMatchObject({ written: 2, rejected: 3 })
    const kept = await rowsOf(
      `select x.code, x.reason from rejected_record as x join etl_run as r on r.id = x.run_id
       join source as s on s.id = r.source_id where s.code = $1 order by x.id`,
      [mapping.source.code],
    )
    expect(kept).toEqual([
      { code: 'BAD_TIME', reason: 'line 3: 2024-02-30 is no ISO' },
      { code: 'BAD_NUMBER', reason: 'line 4: oi: -3 is below zero' },
      { code: 'BAD_NUMBER', reason: 'line 5: oi is "abc"' },
    ])
  })

  test('an import that is stopped half-way leaves nothing', async () => {
    const mapping = mappingOf({})
    const abort = new AbortController()
    let batches = 0
    const context = contextOf(database, {
      signal: abort.signal,
      now: () => (++batches === 2 && abort.abort(), NOW),
    })
    const outcome = await importFile(context, write('stopped.csv', days(steady)), mapping)
    expect(outcome.error).toBeDefined()
    expect(await points(mapping.source.code)).toEqual([])
  })
})

describe('a mapping itself', () => {
  test.each([
    [
      'coins read as USD',
      { columns: [{ column: 'oi', measure: 'OPEN_INTEREST_USD', unit: 'COINS' }] },
      'OPEN_INTEREST_USD is in USD',
    ],
    [
      'a side of nobody',
      { columns: [{ column: 'oi', measure: 'LIQUIDATIONS', side: 'BUY', unit: 'USD' }] },
      'whose side is it?',
    ],
    [
      'no such measure',
      { columns: [{ column: 'oi', measure: 'OI', unit: 'USD' }] },
      '/files/0/columns/0/measure',
    ],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['a broken expression', { match: '(' }, 'is no regular expression'],
  ])('with %s is refused', (_, file, says) => {
    expect(() => mappingOf(file as Partial<FileMapping>)).toThrow(says)
  })

  test.each(fs.readdirSync('schema/mappings'))('%s, which ships, is right', (name) => {
    const { source, files } = readMapping(path.join('schema/mappings', name))
    expect(source.url).toMatch(/^https:/)
    expect(files.length).toBeGreaterThan(0)
  })
})

describe('times', () => {
  test.each([
    ['2024-01-31', 'ISO', '2024-01-31T00:00:00.000Z'],
    ['2024-01-31 05:00:00+00', 'ISO', '2024-01-31T05:00:00.000Z'],
    ['2024-01-31 05:00:00+02:00', 'ISO', '2024-01-31T03:00:00.000Z'],
    ['2024-01-31T05:00:00.123Z', 'ISO', '2024-01-31T05:00:00.123Z'],
    ['2024.1.5', 'YYYY.M.D', '2024-01-05T00:00:00.000Z'],
    ['31-01-2024 23:00', 'DD-MM-YYYY', '2024-01-31T23:00:00.000Z'],
    ['20240131', 'YYYYMMDD', '2024-01-31T00:00:00.000Z'],
    ['1706659200000', 'MS', '2024-01-31T00:00:00.000Z'],
    ['1706659200', 'S', '2024-01-31T00:00:00.000Z'],
    ['1706659200000000', 'US', '2024-01-31T00:00:00.000Z'],
    ['1706659200', 'MS', undefined],
    ['30-02-2024', 'DD-MM-YYYY', undefined],
    ['2024-01-31 25:00', 'ISO', undefined],
    ['', 'ISO', undefined],
  ] as const)('%j as %s', (text, format, expected) => {
    const ms = parseTime(text, format)
    expect(ms === undefined ? undefined : new Date(ms).toISOString()).toBe(expected)
  })
})

describe('files that are known by their header', () => {
  test('Binance metrics: coins and USD on USD-M, contracts and coins on COIN-M; repeated rows are one', async () => {
    const header =
      'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio'
    const usdm = `${header}\n2026-07-15 00:05:00,BTCUSDT,100.5,6532500,"","","",1.5\n2026-07-15 00:00:00,BTCUSDT,100,6500000,1,1,1,1\n2026-07-15 00:00:00,BTCUSDT,100,6500000,1,1,1,1\n2026-07-15 00:10:00,BTCUSDT,0,0,1,1,1,1\n`
    const outcome = await run(write('BTCUSDT-metrics-2026-07-15.csv', usdm))
    expect(outcome.error).toBeUndefined()
    expect(outcome.counts).toMatchObject({ written: 2, rejected: 1 })
    await run(
      write(
        'BTCUSD_PERP-metrics-2026-07-15.csv',
        `${header}\n2026-07-15 00:00:00,BTCUSD_PERP,5000,10,"","","",1\n`,
      ),
    )
    const readings = await rowsOf(
      `select m.venue_symbol as symbol, trim_scale(base_quantity)::text as coins, trim_scale(mark_price)::text as price
       from open_interest as o join market as m on m.id = o.market_id order by m.venue_symbol, o.time`,
    )
    expect(readings).toEqual([
      { symbol: 'BTCUSDT', coins: '100', price: '65000' },
      { symbol: 'BTCUSDT', coins: '100.5', price: '65000' },
      { symbol: 'BTCUSD_PERP', coins: '10', price: '50000' },
    ])
  })

  test('Binance liquidationSnapshot: every row stands twice and is one order; SELL closed a long', async () => {
    const row = '1687656471926,SELL,LIMIT,IOC,7,30741.3,30631.6,FILLED,6,7'
    const text = `time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity\n${row}\n${row}\n`
    await run(write('BTCUSD_PERP-liquidationSnapshot-2023-06-25.csv', text))
    expect(
      await rowsOf(
        `select side, trim_scale(notional_usd)::text as usd from liquidation where time < '2024-01-01'`,
      ),
    ).toEqual([{ side: 'LONG', usd: '700' }])
  })

  test('Tardis liquidations: buy closed a short, in the venue’s own unit; a venue nobody knows is a rejection', async () => {
    const text = `exchange,symbol,timestamp,local_timestamp,id,side,price,amount
binance-futures,BTCUSDT,1743465600448717,1743465600450000,,buy,80000,0.5
ftx,BTC-PERP,1743465600448717,1743465600450000,,buy,80000,0.5
`
    const outcome = await run(write('liquidations.csv.gz', zlib.gzipSync(text)))
    expect(outcome.counts).toMatchObject({ written: 1, rejected: 1 })
    expect(
      await rowsOf(
        `select side, trim_scale(notional_usd)::text as usd, observed_at from liquidation where market_id = $1`,
        [btc.id],
      ),
    ).toEqual([{ side: 'SHORT', usd: '40000', observed_at: new Date(1743465600450) }])
  })

  test('Binance klines and fundingRate, with and without a header, in ms and µs', async () => {
    const bar = (time: string) => `${time},100,110,90,105,10,${time},1000,7,6,600,0`
    await run(write('BTCUSDT-1m-2026-07.csv', `${bar('1782864000000')}\n${bar('1782864060000000')}\n`))
    expect(
      await rowsOf(
        `select time, trim_scale(base_volume)::text as coins, trim_scale(volume_usd)::text as usd, trim_scale(taker_buy_usd)::text as buy
         from candle order by time`,
      ),
    ).toEqual([
      { time: new Date(1782864000000), coins: '10', usd: '1000', buy: '600' },
      { time: new Date(1782864060000), coins: '10', usd: '1000', buy: '600' },
    ])
    await run(
      write(
        'BTCUSDT-fundingRate-2024-02.csv',
        'calc_time,funding_interval_hours,last_funding_rate\n1706745600001,8,0.0005\n',
      ),
    )
    expect(
      await rowsOf(
        'select time, interval_minutes as minutes, trim_scale(rate)::text as rate from funding_rate',
      ),
    ).toEqual([{ time: new Date(1706745600000), minutes: 480, rate: '0.0005' }])
  })

  test('a header that nobody knows is refused with what is known', async () => {
    const outcome = await run(write('what.csv', 'a,b\n1,2\n'))
    expect(outcome.error).toMatchObject({
      code: 'UNKNOWN_FILE',
      message: expect.stringContaining('Tardis liquidations') as string,
    })
  })
})
