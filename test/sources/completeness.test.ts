import { expect, test } from 'vitest'
import {
  COMPLETENESS_REGIMES,
  completenessAt,
  findCompleteness,
} from '../../src/liquidations/completeness.ts'

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
  expect(findCompleteness(exchangeCode, recent)).toMatchObject({ exchangeCode, completeness })
})

test('Bybit was throttled until its topic of all liquidations, and a window over that day is mixed', () => {
  expect(completenessAt('bybit', window('2025-02-18', '2025-02-20')).completeness).toBe('THROTTLED')
  expect(completenessAt('bybit', window('2025-02-20', '2025-02-21')).completeness).toBe('COMPLETE')
  const mixed = completenessAt('bybit', window('2025-02-19', '2025-02-21'))
  expect(mixed.completeness).toBe('THROTTLED')
  expect(mixed.regimes.map(({ completeness }) => completeness)).toEqual(['THROTTLED', 'COMPLETE'])
})

test('the regimes of a venue follow one another without gap or overlap, and each says why', () => {
  for (const exchangeCode of new Set(COMPLETENESS_REGIMES.map((regime) => regime.exchangeCode))) {
    const regimes = COMPLETENESS_REGIMES.filter((regime) => regime.exchangeCode === exchangeCode)
    expect(regimes[0]?.from).toBeUndefined()
    expect(regimes.at(-1)?.to).toBeUndefined()
    regimes.slice(1).forEach((regime, i) => expect(regime.from).toEqual(regimes[i]?.to))
    expect(regimes.every(({ reason }) => reason.length > 0)).toBe(true)
  }
})
