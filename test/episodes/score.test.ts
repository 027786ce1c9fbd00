import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { detectEpisodes, type Episode } from '../../src/episodes/detector.ts'
import { readLabels } from '../../src/episodes/labels.ts'
import { DEFAULT_PARAMS } from '../../src/episodes/params.ts'
import { readSeriesMarket } from '../../src/episodes/readSeries.ts'
import { scoreEpisodes } from '../../src/episodes/score.ts'
import { DAY_MS, HOUR_MS } from '../../src/lib/time.ts'
import type { Measure, SeriesPointRecord, SeriesRecord } from '../../src/series/record.ts'
import { createEmptyDatabase } from '../support/database.ts'
import { loadSeries } from '../support/fixtures.ts'

const DAY = (day: number) => Date.UTC(2025, 0, day)
const window = (from: number, to: number) => ({ from: new Date(DAY(from)), to: new Date(DAY(to)) })

const episode = (kind: Episode['kind'], peak: number, detected: number, end: number) =>
  ({ kind, peakAt: DAY(peak), detectedAt: DAY(detected), flushEndAt: DAY(end) }) as Episode

test('recall, precision, delay, and what no label names', () => {
  const label = (name: string, from: number, to: number) => ({
    name,
    kind: 'PURGE' as const,
    window: window(from, to),
  })
  const episodes = [
    episode('PURGE', 10, 11, 12),
    episode('SQUEEZE', 20, 21, 22),
    episode('PURGE', 40, 41, 42),
    episode('PURGE', 80, 83, 84),
  ]
  const labels = [
    label('found at once', 10, 11),
    label('found late', 81, 82),
    label('missed', 20, 21),
    label('outside', 200, 201),
  ]
  const score = scoreEpisodes(episodes, labels, 'PURGE', window(1, 91))
  expect(score.labels.map(({ label: { name }, found, delayHours }) => [name, found, delayHours])).toEqual([
    ['found at once', 0, 24],
    ['found late', 3, 48],
    ['missed', undefined, undefined],
  ])
  expect(score).toMatchObject({ unlabelled: [2], recall: 2 / 3, precision: 2 / 3, medianDelayHours: 36 })
  expect(score.outside.map(({ name }) => name)).toEqual(['outside'])
  expect(score.unlabelledPerMonth).toBeCloseTo(1 / 3, 9)
  expect(score).toMatchObject({ quietDays: 0, inQuiet: [] })
  const quiet = { name: 'quiet', kind: 'QUIET' as const, window: window(30, 60) }
  expect(scoreEpisodes(episodes, [...labels, quiet], 'PURGE', window(1, 91))).toMatchObject({
    quietDays: 30,
    inQuiet: [2],
  })
  expect(scoreEpisodes([], [], 'PURGE', window(1, 91))).toMatchObject({
    recall: undefined,
    precision: undefined,
    medianDelayHours: undefined,
    unlabelledPerMonth: 0,
  })
})

test('the labels that ship are whole; a file with faults is refused with all of them', () => {
  expect(readLabels('schema/episode-labels/known.yaml').length).toBeGreaterThan(5)
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-labels-'))
  const refused = (text: string) => {
    const file = path.join(dir, 'labels.yaml')
    fs.writeFileSync(file, text)
    return () => readLabels(file)
  }
  const day = '2025-01-01T00:00:00Z'
  expect(refused(`- { name: a, kind: CRASH, from: '${day}', to: 'soon' }`)).toThrow(
    /kind|enum[\s\S]*date-time/,
  )
  expect(refused(`- { name: backwards, kind: PURGE, from: '${day}', to: '${day}' }`)).toThrow(
    /backwards: from is not before to/,
  )
  expect(refused('[]')).toThrow(/fewer than 1/)
  expect(() => readLabels(path.join(dir, 'none.yaml'))).toThrow(/no such file/)
  fs.rmSync(dir, { recursive: true })
})

test('a purge is found in imported series by the day, also where open interest is told twice', async () => {
  const own = await createEmptyDatabase()
  const series = (measure: Measure, assetCode: string, label?: string): SeriesRecord => ({
    measure,
    assetCode,
    stepMs: DAY_MS,
    completeness: 'UNKNOWN',
    ...(label === undefined ? {} : { label }),
  })
  const points: SeriesPointRecord[] = []
  for (const asset of ['BTC', 'ETH'])
    for (let day = 1; day <= 60; day++) {
      const after = day > 40
      const point = (measure: Measure, value: number, label?: string) =>
        points.push({ series: series(measure, asset, label), time: new Date(DAY(day)), value: String(value) })
      point('PRICE_CLOSE', after ? 90 : 100)
      point('OPEN_INTEREST_USD', after ? 700 : 1_000)
      // Another sum of the same asset stands beside the whole: it is not added.
      point('OPEN_INTEREST_USD', 5, 'coin-margined')
      point('LIQUIDATIONS_LONG', day === 41 ? 50 : 2)
      point('LIQUIDATIONS_SHORT', 2)
    }
  await loadSeries(own, 'SERIES', points, new Date('2025-06-01T00:00:00Z'), 'vendor')
  const market = await readSeriesMarket(own.pool, 'vendor')
  expect([market.stepMs, market.openInterest.length, market.parts.length]).toEqual([DAY_MS, 60, 2])
  const [found, ...others] = detectEpisodes(market, DEFAULT_PARAMS)
  expect(others).toEqual([])
  expect(found).toMatchObject({ kind: 'PURGE', side: 'LONG', peakAt: DAY(41), detectedAt: DAY(42) })
  expect(found!.openInterestChange).toBeCloseTo(-0.3, 9)
  // 700 / 90 - 1000 / 100 coins at a mean price of 95.
  expect(found!.positionChange).toBeCloseTo(((700 / 90 - 10) * 95) / 1_000, 9)
  expect((found!.detectedAt - found!.peakAt) / HOUR_MS).toBe(24)
  await expect(readSeriesMarket(own.pool, 'none')).rejects.toMatchObject({ code: 'NO_DATA' })
  await own.close()
})
