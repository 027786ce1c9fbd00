import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestLeverageTiers } from '../../src/leverageTiers/ingest.ts'
import type { LeverageTier } from '../../src/leverageTiers/record.ts'
import { getLeverageTiers } from '../../src/leverageTiers/store.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { contextOf, linearMarket, loadMarkets } from '../support/fixtures.ts'

let database: TestDatabase
let market: StoredMarket
beforeAll(async () => {
  database = await createEmptyDatabase()
  ;[market] = (await loadMarkets(database, [linearMarket('bybit', 'BTC')])) as [StoredMarket]
})
afterAll(() => database.close())

const low = { maintenanceRate: '0.005', maxLeverage: '100' }
const high = { maintenanceRate: '0.01', maxLeverage: '50' }

const see = (at: string, tiers: readonly LeverageTier[]) =>
  ingestLeverageTiers(
    contextOf(database, { now: () => new Date(at) }),
    {
      source: { code: 'bybit.rest', name: 'Bybit REST API', provenance: 'OBSERVED' },
      exchangeCode: 'bybit',

      async *leverageTiers() {
        yield { records: [{ marketId: market.id, tiers }], rejections: [], observedAt: new Date(at) }
      },
    },
    { code: 'bybit', name: 'Bybit' },
    [market],
  )

const held = async (asOf?: string) =>
  (await getLeverageTiers(database.pool, [market.id], asOf === undefined ? undefined : new Date(asOf))).get(
    market.id,
  )

test('a set that has not changed makes no row; one that has stands beside that of before, each as of its time', async () => {
  expect(await held()).toBeUndefined()
  expect((await see('2026-01-01T00:00:00Z', [low, high])).counts).toMatchObject({ written: 1 })
  expect((await see('2026-01-01T01:00:00Z', [low, high])).counts).toMatchObject({ written: 0, unchanged: 1 })
  expect((await see('2026-01-02T00:00:00Z', [high])).counts).toMatchObject({ written: 1 })
  expect(await held()).toEqual([high])
  expect(await held('2026-01-01T12:00:00Z')).toEqual([low, high])
  expect(await held('2025-12-31T00:00:00Z')).toBeUndefined()
  const rows = await database.pool.query('select count(*)::int as count from leverage_tier')
  expect(rows.rows).toEqual([{ count: 3 }])
})
