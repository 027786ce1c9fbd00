import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
// It takes `Date.now` as it is when it is loaded, for all that follows: not one that stands still.
import 'ccxt'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { main } from '../../scripts/etl.ts'
import type { Places } from '../../scripts/support/loads.ts'
import { heardOf } from '../support/commands.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'
import * as coinglass from '../support/payloads/coinglass.ts'
import * as defillama from '../support/payloads/defillama.ts'
import { zipOf } from '../support/zip.ts'

/**
 * The commands of docs/live-data.md through the command line's own entry: the venues are those that the local exchange server plays,
 * and all that speaks to them is ccxt's and the project's own.
 */

const PAGE = fs.readFileSync('docs/live-data.md', 'utf8')
const COMMANDS = [...PAGE.matchAll(/^npm run etl -- (.*?)(?:\s+#.*)?$/gm)].map(([, command]) => command!)
const VENUES = ['binance', 'bybit', 'okx'] as const
const NOW = new Date('2026-09-22T10:30:00Z')

let database: TestDatabase
let server: ExchangeServer
let dir: string
let places: Places
const before = { ...process.env }
const cwd = process.cwd()

beforeAll(async () => {
  database = await createEmptyDatabase()
  server = await ExchangeServer.start()
  const coinglassOf = {
    '/api/futures/liquidation/aggregated-history': coinglass.liquidations,
    '/api/futures/open-interest/aggregated-history': coinglass.interest,
    '/api/etf/bitcoin/flow-history': coinglass.bitcoinFlows,
    '/api/etf/ethereum/flow-history': coinglass.etherFlows,
  }
  for (const [where, rows] of Object.entries(coinglassOf))
    server.respond(`/coinglass${where}`, () => coinglass.answer(rows))
  server.respond('/defillama/cexs', () => defillama.cexs)
  server.respond('/defillama/protocol/binance-cex', () => defillama.binance)
  server.respond('/defillama/protocol/crypto-com', () => defillama.cryptocom)
  places = {
    ccxt: (venue) => ({ ...server.ccxtOptions(venue as 'okx'), enableRateLimit: false }),
    coingeckoUrl: server.coingeckoUrl,
    defillamaUrl: server.urlOf('defillama'),
    coinglassUrl: server.urlOf('coinglass'),
  }
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-live-doc-'))
  fs.mkdirSync(path.join(dir, 'data'))
  fs.writeFileSync(
    path.join(dir, 'data/BTCUSDT-metrics-2025-09-22.zip'),
    zipOf({
      'BTCUSDT-metrics-2025-09-22.csv': [
        'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio',
        '2025-09-22 00:05:00,BTCUSDT,81234.5,9123456789.25,1.5,1.6,1.7,0.9',
        '',
      ].join('\n'),
    }),
  )
  fs.writeFileSync(path.join(dir, 'own.csv'), 'date,usd\n2025-09-21,100\n2025-09-22,110\n')
  fs.writeFileSync(
    path.join(dir, 'own.yaml'),
    `source: { code: own, name: Our own }
files:
  - name: open interest
    time: { column: date, format: ISO }
    step: 1d
    asset: { fixed: BTC }
    completeness: UNKNOWN
    columns: [{ column: usd, measure: OPEN_INTEREST_USD, unit: USD }]
`,
  )
  fs.cpSync('schema/claims', path.join(dir, 'schema/claims'), { recursive: true })
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    UNWIND_DATA: 'live',
    UNWIND_DATA_DIR: dir,
    EXCHANGES: VENUES.join(','),
    RECORD_ASSETS: 'BTC,ETH',
    COINGLASS_API_KEY: 'of-a-test',
    SOURCE_RETRIES: '0',
  })
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  process.chdir(dir)
})

afterAll(async () => {
  process.chdir(cwd)
  vi.useRealTimers()
  process.env = before
  process.exitCode = 0
  await server?.stop()
  await database?.close()
  fs.rmSync(dir, { recursive: true, force: true })
})

const run = (command: string) =>
  heardOf(() => {
    const args = command
      .split(/\s+/)
      .flatMap((part) => (part.includes('*') ? fs.readdirSync('data').map((name) => `data/${name}`) : [part]))
    return main(args, places)
  })

const count = async (table: string) => (await database.pool.query(`select 1 from ${table}`)).rowCount

/** What each command of the page says, by its first words; and what it leaves in the store. */
const EXPECTED: readonly (readonly [begin: string, says: RegExp, table?: string])[] = [
  ['--help', /Examples:/],
  ['open-interest', /open-interest okx +read 3, written 2/, 'open_interest'],
  // Nobody named Binance, which offers none: no fault.
  ['leverage-tiers', /leverage-tiers binance .*not offered\n(.*\n)*.*leverage-tiers bybit .*written 2/],
  // As far back as each goes: Binance 30 days.
  [
    'backfill',
    /(binance .*not offered\n.*binance .*written \d+.*\n)(.*\n)*.*okx gives no past open interest/,
  ],
  ['reserves', /reserves +read 23, written 23/],
  ['fund-flows', /fund-flows +read 7, written 7/, 'series_point'],
  ['vendor', /vendor +read 18, written 18/],
  ['import data/*.zip', /BTCUSDT-metrics-2025-09-22\.zip +read 1, written 1/],
  ['import own.csv', /own\.csv +read 2, written 2/],
  ['claims', /report\.yaml: 16 read, 16 written/, 'claim'],
  ['detect', /0 episodes are kept/],
  ['quarantine', /^$/],
  ['export', /orders\.csv: 0 rows of liquidation/],
  ['retain', /No month is that old/],
]

test('each command of docs/live-data.md does what the page says', async () => {
  // Without --exchange: the venues of EXCHANGES, as a new user runs them.
  expect((await run('markets')).status).toBeOneOf([0, 3])
  expect(COMMANDS).toHaveLength(EXPECTED.length)
  for (const [at, [begin, says, table]] of EXPECTED.entries()) {
    const command = COMMANDS[at]!
    expect(command.startsWith(begin), command).toBe(true)
    const { said, status } = await run(command)
    expect(said, command).toMatch(says)
    // 3: records were kept as rejections, as the captured answers hold some.
    expect(status, said).toBeOneOf([0, 3])
    if (table) expect(await count(table), command).toBeGreaterThan(0)
  }
  // Asked for by name, what is not offered is a fault.
  expect((await run('leverage-tiers --exchange binance')).status).toBe(1)
})
