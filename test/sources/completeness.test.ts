import { expect, test } from 'vitest'
import {
  COMPLETENESS_REGIMES,
  completenessAt,
  findCompleteness,
} from '../../src/liquidations/completeness.ts'
import { DAY_MS } from '../../src/lib/time.ts'

const window = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })
const recent = window('2026-01-01', '2026-01-02')

test.each([
  ['binance', 'THROTTLED'],
  ['bybit', 'COMPLETE'],
  ['okx', 'THROTTLED'],
  ['hyperliquid', 'COMPLETE'],
  ['gate', 'UNKNOWN'],
  ['deribit', 'COMPLETE'],
  ['bitfinex', 'UNKNOWN'],
  ['bitget', 'UNKNOWN'],
  ['krakenfutures', 'UNKNOWN'],
  ['nowhere', 'UNKNOWN'],
])('%s is %s today', (exchangeCode, completeness) => {
  expect(completenessAt(exchangeCode, recent).completeness).toBe(completeness)
  expect(findCompleteness(exchangeCode, recent, [])).toMatchObject({ exchangeCode, completeness })
})

test('Bybit was throttled until its topic of all liquidations, and a window over that day is mixed', () => {
  expect(completenessAt('bybit', window('2025-02-18', '2025-02-20')).completeness).toBe('THROTTLED')
  expect(completenessAt('bybit', window('2025-02-20', '2025-02-21')).completeness).toBe('COMPLETE')
  const mixed = completenessAt('bybit', window('2025-02-19', '2025-02-21'))
  expect(mixed.completeness).toBe('THROTTLED')
  expect(mixed.regimes.map(({ completeness }) => completeness)).toEqual(['THROTTLED', 'COMPLETE'])
})

test('a window says the rule that its data lies in, not one under which nothing was read', () => {
  const wide = window('2024-11-01', '2025-11-01')
  const spanOf = (from: string, to: string) => [Date.parse(from), Date.parse(to)] as const
  const stated = (...held: (readonly [number, number])[]) =>
    findCompleteness('bybit', wide, held).completeness
  expect(stated(spanOf('2025-02-20', '2025-10-01'))).toBe('COMPLETE')
  expect(stated(spanOf('2025-02-19', '2025-02-20'), spanOf('2025-06-01', '2025-10-01'))).toBe('THROTTLED')
  expect(stated()).toBe('COMPLETE')
})

test('the regimes of a venue follow one another without gap or overlap, and each says why', () => {
  for (const exchangeCode of new Set(COMPLETENESS_REGIMES.map((regime) => regime.exchangeCode))) {
    const regimes = COMPLETENESS_REGIMES.filter((regime) => regime.exchangeCode === exchangeCode)
    expect(regimes[0]?.from).toBeUndefined()
    expect(regimes.at(-1)?.to).toBeUndefined()
    regimes.slice(1).forEach((regime, i) => expect(regime.from).toEqual(regimes[i]?.to))
    // Sums by day are told apart by them.
    expect(regimes.filter(({ from }) => from && from.getTime() % DAY_MS !== 0)).toEqual([])
    expect(regimes.every(({ reason }) => reason.length > 0)).toBe(true)
  }
})
