import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Recorder } from '../../src/recorder/recorder.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import { createAggregatesSource, createFundFlowsSource } from '../../src/sources/coinglass/index.ts'
import { createReservesSource } from '../../src/sources/defillama/index.ts'
import { createEmptyDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as coinglass from '../support/payloads/coinglass.ts'
import * as defillama from '../support/payloads/defillama.ts'
import { seriesRows } from '../support/seriesRows.ts'

test('the recorder polls what is of no venue: reserves, flows of funds, and the sums of a vendor', async () => {
  const database = await createEmptyDatabase()
  const server = await ExchangeServer.start()
  const spoolDir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-spool-'))
  const abort = new AbortController()
  server.respond('/defillama/cexs', () => ({ cexs: [{ name: 'Crypto.com', slug: 'Crypto-com' }] }))
  server.respond('/defillama/protocol/crypto-com', () => defillama.cryptocom)
  for (const [endpoint, rows] of [
    ['futures/liquidation/aggregated-history', coinglass.liquidations],
    ['futures/open-interest/aggregated-history', coinglass.interest],
    ['etf/bitcoin/flow-history', coinglass.bitcoinFlows],
    ['etf/ethereum/flow-history', coinglass.etherFlows],
  ] as const)
    server.respond(`/coinglass/api/${endpoint}`, () => coinglass.answer(rows))
  const now = () => new Date('2026-09-22T10:30:00Z')
  const options = { retries: 0, now, assets: ['BTC'], exchanges: ['okx'], interval: '1d' as const }
  const vendor = { ...options, baseUrl: server.urlOf('coinglass'), apiKey: 'key' }
  const reserves = createReservesSource({ ...options, baseUrl: server.urlOf('defillama') })
  const recorder = new Recorder({
    pool: database.pool,
    url: database.url,
    venues: [],
    others: {
      RESERVES: (context) => ingestSeries(context, reserves, 'RESERVES', undefined),
      FUND_FLOWS: (context) => ingestSeries(context, createFundFlowsSource(vendor), 'FUND_FLOWS', undefined),
      SERIES: (context) => ingestSeries(context, createAggregatesSource(vendor), 'SERIES', undefined),
    },
    assets: [],
    spoolDir,
    spoolBytes: 1_000_000,
    signal: abort.signal,
    now: () => new Date(),
    log: () => undefined,
  })
  const running = recorder.run()
  try {
    await expect
      .poll(
        async () => {
          const lines = [
            ...(await seriesRows(database, 'defillama.rest')),
            ...(await seriesRows(database, 'coinglass.rest')),
          ]
          return [...new Set(lines.map((line) => line.split(' ')[0]))].sort()
        },
        { timeout: 20_000 },
      )
      .toEqual([
        'EXCHANGE_RESERVE_COINS',
        'EXCHANGE_RESERVE_USD',
        'FUND_NET_FLOW',
        'LIQUIDATIONS_LONG',
        'LIQUIDATIONS_SHORT',
        'OPEN_INTEREST_USD',
      ])
  } finally {
    abort.abort()
    await running
    await server.stop()
    await database.close()
    fs.rmSync(spoolDir, { recursive: true, force: true })
  }
})
