import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../src/db.ts'
import type { Episode } from '../../src/episodes/detector.ts'
import { DEFAULT_PARAMS, DETECTOR_VERSION } from '../../src/episodes/params.ts'
import { replaceEpisodes } from '../../src/episodes/store.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import {
  at,
  linearMarket,
  loadLiquidations,
  loadMarkets,
  loadOpenInterest,
  order,
  reading,
  span,
} from '../support/fixtures.ts'

let database: TestDatabase
let api: Api

/** An episode of one day, as a run keeps it. */
function purge(peak: string, end: string): Episode {
  const known = {
    openInterestChange: -0.2,
    positionChange: -0.1,
    priceChange: -0.1,
    liquidationRatio: 4,
    longShare: 0.9,
  }
  const [peakAt, flushEndAt] = [at(peak).getTime(), at(end).getTime()]
  return {
    kind: 'PURGE',
    side: 'LONG',
    buildUpAt: peakAt,
    peakAt,
    detectedAt: flushEndAt,
    flushEndAt,
    troughAt: flushEndAt,
    resetAt: null,
    recoveredAt: null,
    lastSeenAt: flushEndAt,
    isProvisional: false,
    breadth: 1,
    ...known,
    atDetection: { ...known, buildUp: 0.1, openInterestPercentile: 1 },
  }
}

beforeAll(async () => {
  database = await createEmptyDatabase()
  const [old] = await loadMarkets(database, [linearMarket('binance', 'BTC')])
  const [young] = await loadMarkets(database, [linearMarket('bybit', 'BTC')])
  for (const [code, market, days] of [
    ['binance', old, ['05', '15']],
    ['bybit', young, ['15']],
  ] as const)
    for (const day of days) {
      const window = span(`${day}T00:00`, `${Number(day) + 2}T00:00`.padStart(8, '0'))
      await loadOpenInterest(database, code, window, [reading(market!, `${day}T06:00`, '10', '100')])
      await loadLiquidations(database, code, window, [order(market!, `${day}T12:00`, 'LONG', '500')])
    }
  await inTransaction(database.pool, (client) =>
    replaceEpisodes(
      client,
      {
        version: DETECTOR_VERSION,
        params: DEFAULT_PARAMS,
        exchanges: ['binance', 'bybit'],
        from: at('01T00:00'),
        to: at('30T00:00'),
        stepSeconds: 3_600,
        ranAt: at('30T00:00'),
      },
      [purge('05T08:00', '06T08:00'), purge('15T08:00', '16T08:00')],
    ),
  )
  api = await createApi(database)
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const ask = async (more = '') => {
  const { data, errors } = await api.query(
    `{ compareEpisodes(ids: ["2025-09-05-long-purge", "2025-09-15-long-purge"]${more}) { notices { code message } metrics { metric values { value } } } }`,
  )
  expect(errors).toBeUndefined()
  return data.compareEpisodes as {
    notices: { code: string; message: string }[]
    metrics: { metric: string; values: { value: string | null }[] }[]
  }
}

test('a venue that is known of one episode alone is told, for open interest and for forced orders', async () => {
  const { notices, metrics } = await ask()
  expect(notices.map(({ code }) => code)).toEqual(['VENUE_OF_SOME', 'FEED_OF_SOME'])
  for (const { message } of notices) expect(message).toContain('bybit')
  for (const { message } of notices) expect(message).toContain('2025-09-05-long-purge')
  const liquidated = metrics.find(({ metric }) => metric === 'LIQUIDATED')!
  expect(liquidated.values.map(({ value }) => value)).toEqual(['500', '1000'])
})

test('on the venues that are known of both there is nothing to tell', async () => {
  const { notices, metrics } = await ask(', basket: { exchanges: ["binance"] }')
  expect(notices).toEqual([])
  expect(metrics.find(({ metric }) => metric === 'LIQUIDATED')!.values.map(({ value }) => value)).toEqual([
    '500',
    '500',
  ])
})
