import { expect, test } from 'vitest'
import { unreadBands, unreadText, venueNames } from '../../src/page/parts/unread.ts'

const HOUR = 3_600_000
const BEGIN = Date.parse('2025-08-20T00:00:00Z')
const at = (hour: number) => new Date(BEGIN + hour * HOUR).toISOString()
const spans = Array.from(
  { length: 6 },
  (_, hour) => [BEGIN + hour * HOUR, BEGIN + (hour + 1) * HOUR] as const,
)

test('who was not read is told for each time apart, and what no gap explains without a name', () => {
  const venues = [
    {
      exchange: { name: 'OKX' },
      share: '0.5',
      gaps: [
        { from: at(-2), to: at(2) },
        { from: at(3), to: at(4) },
      ],
    },
    { exchange: { name: 'Bybit' }, share: '0.9', gaps: [{ from: at(1.5), to: at(2) }] },
  ]
  const bands = unreadBands(spans, ['0.5', '0.25', '1', '0.5', '1', '0.75'], venues)
  expect(
    bands.map(({ from, to, venues: names, share }) => [
      (from - BEGIN) / HOUR,
      (to - BEGIN) / HOUR,
      names,
      share,
    ]),
  ).toEqual([
    [0, 1.5, ['OKX'], 0.5],
    [1.5, 2, ['OKX', 'Bybit'], 1],
    [3, 4, ['OKX'], 0.5],
    [5, 6, [], 0.25],
  ])
  expect(bands.map(({ venues: names }) => venueNames(names, 2))).toEqual([
    'OKX',
    'all venues',
    'OKX',
    'some venues',
  ])
  expect(unreadText(venues, bands)).toBe('OKX for 3 h, Bybit for 30 min')
  expect(venueNames(['a', 'b', 'c', 'd'], 11)).toBe('4 of 11 venues')
})
