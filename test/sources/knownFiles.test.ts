import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecordError } from '../../src/lib/errors.ts'
import { sizedAt, type StoredMarket } from '../../src/markets/record.ts'
import { KNOWN_FORMATS } from '../../src/sources/files/known.ts'
import { expectWhole } from '../support/wholeRecord.ts'
import { BINANCE_MARKETS } from '../support/storedMarkets.ts'

/** A row of each bulk file as the house publishes it, with numbers of our own; and the file's name, which tells some of it. */
const ROWS: Record<string, { file: string; row: string }> = {
  'Binance futures metrics': {
    file: 'BTCUSDT-metrics-2025-09-22.csv',
    row: '2025-09-22 00:05:00,BTCUSDT,81234.5,9123456789.25,1.5,1.6,1.7,0.9',
  },
  'Binance futures fundingRate': { file: 'BTCUSDT-fundingRate-2025-09.csv', row: '1758499200003,8,0.00012' },
  'Binance klines': {
    file: 'BTCUSDT-1m-2025-09-22.csv',
    row: '1758499200000,112000.1,112100,111900,112050,12.5,1758499259999,1400500.75,321,6.25,700300.5,0',
  },
  'Binance liquidationSnapshot': {
    file: 'BTCUSDT-liquidationSnapshot-2023-08-17.csv',
    row: '1692309600123,SELL,LIMIT,IOC,0.5,26000.5,26010.2,FILLED,0.1,0.5',
  },
  'Tardis liquidations': {
    file: 'binance-futures_liquidations_2025-09-22_BTCUSDT.csv',
    row: 'binance-futures,BTCUSDT,1758499200123000,1758499200200000,,sell,112000.5,0.25',
  },
  'Tardis derivative_ticker': {
    file: 'binance-futures_derivative_ticker_2025-09-22_BTCUSDT.csv',
    row: 'binance-futures,BTCUSDT,1758499200123000,1758499200200000,1758528000000000,0.0001,,81234.5,112000,112010,112005',
  },
}

const btc = BINANCE_MARKETS.btc

function mapRow(name: string, fields: readonly string[]) {
  const format = KNOWN_FORMATS.find((one) => one.name === name)!
  const marketOf = (exchange: string, venueSymbol: string, time: Date): StoredMarket => {
    if (exchange !== 'binance' || venueSymbol !== 'BTCUSDT')
      throw new RecordError('UNKNOWN_MARKET', `no market ${venueSymbol}`)
    return sizedAt(btc, time)
  }
  const context = { file: ROWS[name]!.file, marketOf, ordinalOf: () => 1 }
  const mapped = format.map((column) => fields[format.columns.indexOf(column)] ?? '', context)
  return Object.values(mapped).flat()
}

test('every known format has a row here', () => {
  expect(Object.keys(ROWS).sort()).toEqual(KNOWN_FORMATS.map(({ name }) => name).sort())
})

const anyField = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    'NaN',
    'Infinity',
    '1e999',
    '1e-400',
    '0x10',
    ' 1',
    '1,5',
    '９',
    'null',
    'BUY',
    '-0.0',
  ),
  fc.constantFrom(
    '1'.padEnd(40, '0'),
    '1758499200',
    '9999999999999',
    '253402300800000',
    '-62135596800000',
    '2025-13-45',
  ),
  fc.string(),
  fc.double().map(String),
  fc.integer().map(String),
)

describe.each(Object.entries(ROWS))('a row of %s', (name, { row }) => {
  const fields = row.split(',')

  test('is mapped', () => {
    const records = mapRow(name, fields)
    expect(records).toHaveLength(1)
    expectWhole(records[0]!)
  })

  test('with anything in any field is mapped to what can be, or refused with a code', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: fields.length - 1 }), anyField), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(changes, (made) => {
        const changed = [...fields]
        for (const [at, value] of made) changed[at] = value
        try {
          for (const record of mapRow(name, changed)) {
            expectWhole(record)
            if ('intervalMinutes' in record) expect(record.intervalMinutes).toBeLessThanOrEqual(1_440)
            if ('high' in record) expect(Number(record.high)).toBeGreaterThanOrEqual(Number(record.low))
          }
        } catch (error) {
          if (!(error instanceof RecordError)) throw error
          expect(error.code).toMatch(/^[A-Z_]+$/)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test('a bar of a bulk file that contradicts itself is refused, as one of the venue is', () => {
  const fields = ROWS['Binance klines']!.row.split(',')
  const withField = (at: number, value: string) =>
    fields.map((field, index) => (index === at ? value : field))
  expect(() => mapRow('Binance klines', withField(2, '111950'))).toThrow(
    expect.objectContaining({ code: 'BAD_BAR' }) as Error,
  )
  expect(() => mapRow('Binance klines', withField(9, '13'))).toThrow(
    expect.objectContaining({ code: 'BAD_BAR' }) as Error,
  )
  expect(() => mapRow('Binance klines', withField(0, '1758499200001'))).toThrow(
    expect.objectContaining({ code: 'BAD_TIME' }) as Error,
  )
})
