import type { LiquidationRecord } from '../../src/liquidations/record.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import type { TestDatabase } from './database.ts'
import { loadLiquidations } from './fixtures.ts'

let made = 0

/** Commits forced orders of this moment on a Bybit market, as a recorder would: they are pushed. */
export async function forceOrders(
  database: TestDatabase,
  market: StoredMarket,
  notionalUsd: string,
  count = 1,
): Promise<void> {
  const time = new Date()
  const records = Array.from({ length: count }, (): LiquidationRecord => ({
    marketId: market.id,
    time,
    orderKey: `order-${made++}`,
    side: 'LONG',
    price: '100',
    contracts: '1',
    baseQuantity: '1',
    notionalUsd,
  }))
  const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
  await loadLiquidations(database, 'bybit', window, records, { receivedAt: time })
}
