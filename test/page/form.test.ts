import { parse, print } from 'graphql'
import { expect, test } from 'vitest'
import {
  ago,
  change,
  count,
  counted,
  days,
  decimal,
  HOUR_MS,
  lasting,
  NOT_KNOWN,
  percent,
  points,
  usd,
} from '../../src/page/format.ts'
import { WhatFollowedDocument } from '../../src/page/generated/compare.ts'
import { HoldingsDocument } from '../../src/page/generated/parts.ts'
import { namedDays } from '../../src/page/parts/room.ts'
import { runnable } from '../../src/page/parts/runnable.ts'

test('numbers have a real minus sign, commas, and no sign before a zero; what is not known is told so', () => {
  expect([usd('-1680000000'), usd(0.4), usd(null)]).toEqual(['−\u2060$1.68B', '$0', NOT_KNOWN])
  expect([percent('-0.1244'), percent(42), percent('0.00005', 3)]).toEqual(['−12.4 %', '4,200 %', '0.005 %'])
  expect([change('0.0421'), change(-0.00001), change(41.505)]).toEqual(['+4.2 %', '0.0 %', '+4,151 %'])
  expect([points('-0.146'), points('0.000086'), points(0)]).toEqual([
    '−14.6 points',
    '+0.0086 points',
    '0.0 points',
  ])
  expect([count(-12345), decimal(1234.5, 1), decimal(-0.001)]).toEqual(['−12,345', '1,234.5', '0.00'])
})

test('spans are hours up to 72 of them, days above; one is told as one', () => {
  expect([0.5, 1, 1.5, 18, 72, 73, 175, 1845].map((hours) => lasting(hours * HOUR_MS))).toEqual([
    '30 minutes',
    '60 minutes',
    '90 minutes',
    '18 hours',
    '72 hours',
    '3 days',
    '7.3 days',
    '76.9 days',
  ])
  expect([1, 60, 90].map((hours) => ago(0, hours * HOUR_MS))).toEqual([
    '1 hour ago',
    '60 hours ago',
    '4 days ago',
  ])
  expect([
    days('2025-09-21T20:00:00Z', '2025-09-22T00:00:00Z'),
    days('2025-09-21T20:00:00Z', '2025-09-23T17:00:00Z'),
    days('2025-09-30T00:00:00Z', '2025-10-02T00:00:00Z'),
  ]).toEqual(['21 Sept 2025', '21 to 23 Sept 2025', '30 Sept 2025 to 1 Oct 2025'])
  expect([counted(1, 'gap'), counted(2_345, 'gap'), counted(0, 'gap')]).toEqual([
    '1 gap',
    '2,345 gaps',
    '0 gaps',
  ])
})

test('a day is named where it begins, not where the first bucket does, and not where its name would be cut', () => {
  const starts = (first: string) =>
    Array.from({ length: 43 }, (_, at) => new Date(Date.parse(first) + at * 4 * HOUR_MS).toISOString())
  const named = (first: string, width: number, step: number) =>
    [...namedDays(starts(first), width, step)].map((at) => starts(first)[at]!.slice(5, 16))
  expect(named('2025-09-15T20:00:00Z', 1_080, 1)).toEqual(
    [16, 17, 18, 19, 20, 21, 22].map((day) => `09-${day}T00:00`),
  )
  expect(named('2025-09-15T00:00:00Z', 1_080, 1)).toEqual(
    [15, 16, 17, 18, 19, 20, 21].map((day) => `09-${day}T00:00`),
  )
  expect(named('2025-09-15T20:00:00Z', 260, 2)).toEqual(['09-16T00:00', '09-18T00:00', '09-20T00:00'])
})

test('a question is one text with what it was asked with, whatever the values are', () => {
  const text = runnable(WhatFollowedDocument.toString(), {
    kinds: ['PURGE', 'SQUEEZE'],
    side: 'LONG',
    asOf: null,
  })
  expect(print(parse(text)).split('\n')[0]).toBe(
    'query WhatFollowed($kinds: [EpisodeKind!]! = [PURGE, SQUEEZE], $side: PositionSide = LONG, $asOf: DateTime = null) {',
  )
  const quoted = runnable('query Q($of: ID!, $shock: Float!, $filter: F) { a }', {
    of: 'a "b"\nc',
    shock: -1e-7,
    filter: { assets: ['BTC'], least: 2 },
  })
  expect(print(parse(quoted)).split('\n')[0]).toBe(
    'query Q($of: ID! = "a \\"b\\"\\nc", $shock: Float! = -1e-7, $filter: F = {assets: ["BTC"], least: 2}) {',
  )
  // What takes nothing, or was told nothing, stays as it is.
  expect(runnable(HoldingsDocument.toString(), {})).toBe(HoldingsDocument.toString().trim())
  expect(runnable('query Q($a: Int) { a }', {})).toBe('query Q($a: Int) { a }')
})
