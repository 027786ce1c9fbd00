import { openDatabase } from '../../src/db.ts'
import { runTask, type Sources } from '../../scripts/support/loads.ts'
import { findSampleVenue, sampleExchanges, sampleMarketCaps } from '../../src/sources/sample/index.ts'

// A load in a process of its own, for a test to kill: eleven days of one venue around the purge.
const url = process.argv[2]
if (url === undefined) throw new Error('usage: loadPart.ts URL')
const database = openDatabase({ url, size: 2 })
const sources: Sources = {
  venueCodes: sampleExchanges.map(({ code }) => code),
  findVenue: findSampleVenue,
  marketCaps: sampleMarketCaps,
}
const window = { from: new Date('2025-09-15T00:00:00Z'), to: new Date('2025-09-26T00:00:00Z') }
const context = { pool: database.pool, signal: new AbortController().signal, now: () => new Date() }
process.send?.('loading')
for (const name of ['liquidations', 'open-interest'] as const) {
  const outcome = await runTask(context, sources, { name, exchange: 'bybit', window })
  if (outcome.error !== undefined) throw new Error(`${name} failed`, { cause: outcome.error })
}
await database.close()
