import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR_MS } from '../../src/lib/time.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import type { OpenInterestRecord } from '../../src/openInterest/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { expectStableAsOf } from '../support/asOf.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { at, linearMarket, loadMarkets, loadOpenInterest, span } from '../support/fixtures.ts'

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await openSampleDatabase()
  api = await createApi(database)
})
afterAll(async () => {
  await api.close()
  await database.close()
})

async function stress(args: string, fields: string) {
  const { data, errors } = await api.query(`{ stress(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data.stress
}

const NOON = 'asOf: "2025-10-10T12:00:00Z"'

test('a fall of Bitcoin before the purge of October: path, amplification and what is forced hang together', async () => {
  const { at, openInterestUsd, forcedUsd, amplification, assets, params, meta } = await stress(
    `asset: "BTC", shock: -0.1, ${NOON}`,
    `at openInterestUsd forcedUsd amplification params { isCalibrated comparedDays recordedOverPrior weights { leverage prior weight } }
     assets { asset { code } price endPrice move amplification forcedUsd depthUsd marketCount tieredMarketCount
       path { round price move forcedUsd totalForcedUsd } }
     meta { notices { code } methodology { id } }`,
  )
  expect(at).toBe('2025-10-10T12:00:00.000Z')
  const [{ path, ...bitcoin }, ...others] = assets
  expect(others).toEqual([])
  expect(bitcoin).toMatchObject({ asset: { code: 'BTC' }, forcedUsd, amplification })
  expect(path[0]).toMatchObject({ round: 0, move: expect.closeTo(-0.1, 9) })
  expect(path.at(-1)).toMatchObject({ price: bitcoin.endPrice, totalForcedUsd: forcedUsd, forcedUsd: '0' })
  expect(amplification).toBeCloseTo(bitcoin.move / -0.1, 9)
  expect(amplification).toBeGreaterThan(1)
  expect(Number(forcedUsd)).toBeLessThan(Number(openInterestUsd))
  // Two venues tell their tiers, the others don't.
  expect(bitcoin.marketCount).toBeGreaterThan(bitcoin.tieredMarketCount)
  expect(bitcoin.tieredMarketCount).toBeGreaterThan(0)
  expect(params).toMatchObject({ isCalibrated: true })
  expect(params.comparedDays).toBeGreaterThanOrEqual(14)
  const sum = params.weights.reduce((total: number, { weight }: { weight: number }) => total + weight, 0)
  expect(sum).toBeGreaterThan(0)
  expect(sum).toBeLessThanOrEqual(1)
  expect(meta.methodology).toEqual([{ id: 'episodes.stress' }])
  expect(meta.notices.map(({ code }: { code: string }) => code)).toContain('MODEL')
})

test('of all assets: sums are those of the assets; where no book is held what is forced is a lower bound, and said so', async () => {
  const { assets, assetCount, openInterestUsd, forcedUsd, meta } = await stress(
    `shock: -0.15, ${NOON}`,
    `assetCount openInterestUsd forcedUsd meta { notices { code message } }
     assets(first: 1000) { asset { code } amplification openInterestUsd forcedUsd depthUsd path { round } }`,
  )
  expect(assets).toHaveLength(assetCount)
  const sumOf = (name: string) =>
    assets.reduce((sum: number, asset: Record<string, string>) => sum + Number(asset[name]), 0)
  expect(Math.abs(sumOf('openInterestUsd') - Number(openInterestUsd))).toBeLessThan(assetCount)
  expect(Math.abs(sumOf('forcedUsd') - Number(forcedUsd))).toBeLessThan(assetCount)
  const unknown = assets.filter(({ depthUsd }: { depthUsd: string | null }) => depthUsd === null)
  expect(unknown.length).toBeGreaterThan(0)
  for (const asset of unknown)
    if (asset.forcedUsd !== '0') expect(asset).toMatchObject({ amplification: null, path: [{ round: 0 }] })
  const notice = meta.notices.find(({ code }: { code: string }) => code === 'IMPACT_UNKNOWN')
  expect(notice.message).toContain('AVAX')
})

test('the map tells both sides by distance, and does not depend on the shock', async () => {
  const fields =
    'liquidationMap(step: 0.05, within: 0.3) { from to fromPrice toPrice side usd cumulativeUsd }'
  const [down, up] = await Promise.all([
    stress(`asset: "ETH", shock: -0.1, ${NOON}`, `${fields} assets { liquidationMap { usd } }`),
    stress(`asset: "ETH", shock: 0.3, ${NOON}`, `${fields} assets { liquidationMap { usd } }`),
  ])
  expect(up.liquidationMap).toEqual(down.liquidationMap)
  const longs = down.liquidationMap.filter(({ side }: { side: string }) => side === 'LONG')
  expect(longs.map(({ from, to }: { from: number; to: number }) => [from, to])).toEqual([
    [0, -0.05],
    [-0.05, -0.1],
    [-0.1, -0.15],
    [-0.15, -0.2],
    [-0.2, -0.25],
    [-0.25, -0.3],
  ])
  expect(down.liquidationMap).toHaveLength(12)
  // 0.3 in steps of 0.01.
  expect(down.assets[0].liquidationMap).toHaveLength(60)
  const total = longs.reduce((sum: number, { usd }: { usd: string }) => sum + Number(usd), 0)
  expect(Math.abs(total - Number(longs.at(-1).cumulativeUsd))).toBeLessThan(10)
})

test('the map ends where it is asked to end', async () => {
  const { liquidationMap } = await stress(
    `asset: "BTC", shock: -0.1, ${NOON}`,
    'liquidationMap(step: 0.3, within: 0.95) { from to toPrice side }',
  )
  expect(liquidationMap.map(({ to }: { to: number }) => to)).toEqual([
    -0.3, -0.6, -0.9, -0.95, 0.3, 0.6, 0.9, 0.95,
  ])
  for (const { toPrice } of liquidationMap) expect(Number(toPrice)).toBeGreaterThan(0)
})

test('larger shocks force more; books that are filled up more often move less', async () => {
  const forced = async (shock: number, more = '') => {
    const { forcedUsd, amplification } = await stress(
      `asset: "BTC", shock: ${shock}, ${NOON}${more}`,
      'forcedUsd amplification',
    )
    return { forcedUsd: Number(forcedUsd), amplification: amplification as number }
  }
  const [small, large] = [await forced(-0.05), await forced(-0.2)]
  expect(large.forcedUsd).toBeGreaterThan(small.forcedUsd)
  const [thin, deep] = [
    await forced(-0.1, ', params: { refill: 1 }'),
    await forced(-0.1, ', params: { refill: 50 }'),
  ]
  expect(thin.amplification).toBeGreaterThan(deep.amplification)
  expect(await forced(-0.2, ', params: { weights: [], isCalibrated: false }')).toEqual({
    forcedUsd: 0,
    amplification: expect.closeTo(1, 9),
  })
  // All at 2 times: a fall of half the price is needed.
  const two = ', params: { weights: [{ leverage: 2, weight: 1 }], isCalibrated: false }'
  expect((await forced(-0.3, two)).forcedUsd).toBe(0)
  expect((await forced(-0.6, two)).forcedUsd).toBeGreaterThan(1e9)
})

test('episodes before are played again with what was known at their highs, and the error is told', async () => {
  const { replays } = await stress(
    `shock: -0.1, ${NOON}`,
    'replays(first: 20) { episode { code phases { flushEndAt } } forcedUsd recordedUsd error isCalibrated completeness }',
  )
  const codes = replays.map(({ episode }: { episode: { code: string } }) => episode.code)
  expect(codes).toContain('2025-09-21-long-purge')
  expect(codes).not.toContain('2025-10-10-long-purge')
  for (const { forcedUsd, recordedUsd, error, completeness } of replays) {
    expect(error).toBeCloseTo(Number(forcedUsd) / Number(recordedUsd) - 1, 5)
    expect(completeness).toBe('THROTTLED')
  }
  const { error } = replays.find(
    ({ episode }: { episode: { code: string } }) => episode.code === '2025-09-21-long-purge',
  )
  // Of the purge that the report is about the model must tell the order of size.
  expect(Math.abs(error)).toBeLessThan(0.5)
})

test('a moment of the past has one answer, whatever was asked before', async () => {
  const question = `{ stress(asset: "SOL", shock: -0.1, ${NOON}) { forcedUsd assets { endPrice price } params { weights { weight } } } }`
  const cold = await createApi(database)
  const [first, again] = [await cold.query(question), await api.query(question)]
  expect(first.errors).toBeUndefined()
  expect(again.data).toEqual(first.data)
  await cold.close()
})

test('what is observed later does not change what was known at a moment', async () => {
  const own = await createEmptyDatabase()
  const server = await createApi(own)
  const [market] = (await loadMarkets(own, [linearMarket('bybit', 'BTC')], at('01T00:00'))) as [StoredMarket]
  const hours = (from: number, to: number, priceOf: (hour: number) => number) =>
    Array.from({ length: to - from }, (_, step) => {
      const time = new Date(at('01T00:00').getTime() + (from + step) * HOUR_MS)
      return {
        marketId: market.id,
        time,
        baseQuantity: String(1_000 + from + step),
        markPrice: String(priceOf(from + step)),
      }
    })
  const load = (records: OpenInterestRecord[], receivedAt: Date) => ({
    receivedAt,
    load: () => loadOpenInterest(own, 'bybit', span('01T00:00', '20T00:00'), records, receivedAt),
  })
  const wave = (hour: number) => 1_000 + 30 * Math.sin(hour / 7)
  await expectStableAsOf(
    server,
    `query ($asOf: DateTime) { stress(asset: "BTC", shock: -0.1, asOf: $asOf, params: { lookbackDays: 14 }) {
      at openInterestUsd forcedUsd liquidationMap { usd } params { comparedDays weights { weight } } replays { forcedUsd recordedUsd } } }`,
    [
      load(hours(0, 240, wave), at('11T00:10')),
      // Comes late: of hours that were known by then.
      load(
        hours(100, 200, () => 900),
        at('12T00:00'),
      ),
      load(hours(240, 300, wave), at('13T12:10')),
    ],
    [at('11T00:30'), at('11T02:00'), at('13T13:00')],
  )
  await server.close()
  await own.close()
})

describe('what is asked wrong is refused', () => {
  test.each([
    ['shock: 3', 'SHOCK'],
    ['shock: 0', 'SHOCK'],
    ['shock: -1', 'SHOCK'],
    ['asset: "NONE", shock: -0.1', 'UNKNOWN_ASSET'],
    ['shock: -0.1, basket: { exchanges: ["none"] }', 'UNKNOWN_EXCHANGE'],
    ['shock: -0.1, asOf: "2025-10-10T12:00:30Z"', 'AS_OF_NOT_WHOLE_MINUTE'],
    ['shock: -0.1, params: { refill: 0 }', 'STRESS_PARAMS'],
    ['shock: -0.1, params: { lookbackDays: 1 }', 'STRESS_PARAMS'],
    ['shock: -0.1, params: { weights: [{ leverage: 7, weight: 0.1 }] }', 'STRESS_PARAMS'],
    [
      'shock: -0.1, params: { weights: [{ leverage: 2, weight: 0.6 }, { leverage: 3, weight: 0.6 }] }',
      'STRESS_PARAMS',
    ],
    [
      'shock: -0.1, params: { weights: [{ leverage: 2, weight: 0.1 }, { leverage: 2, weight: 0.1 }] }',
      'STRESS_PARAMS',
    ],
  ])('%s: %s', async (args, reason) => {
    const { errors } = await api.query(`{ stress(${args}) { forcedUsd } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason })
  })

  test.each(['step: 0', 'step: 0.6', 'step: 0.1, within: 0.05', 'within: 1'])('a map of %s', async (args) => {
    const { errors } = await api.query(
      `{ stress(asset: "BTC", shock: -0.1, ${NOON}) { liquidationMap(${args}) { usd } } }`,
    )
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'OUT_OF_RANGE' })
  })

  test('a moment of which nothing is held', async () => {
    const { errors } = await api.query(`{ stress(shock: -0.1, asOf: "2019-01-01T00:00:00Z") { forcedUsd } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NO_DATA' })
  })
})
