import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveSources, runTask, summarise } from '../../scripts/support/loads.ts'
import { readConfig } from '../../src/config.ts'
import { ingestSeries } from '../../src/series/ingest.ts'
import { createCoingeckoSource } from '../../src/sources/coingecko/index.ts'
import { createAggregatesSource, createFundFlowsSource } from '../../src/sources/coinglass/index.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { ExchangeServer } from '../support/exchangeServer.ts'

/** Keys go to their vendor and nowhere else: not into errors, summaries, runs, rejected payloads, or what a broken answer echoes. */

const KEY = 'key-b51f0c2e'
const SECRET = 'secret-9a7d44'

let server: ExchangeServer
let database: TestDatabase
beforeEach(async () => {
  server = await ExchangeServer.start()
  database = await createEmptyDatabase()
})
afterEach(async () => {
  await server.stop()
  await database.close()
})

async function everythingKept(): Promise<string> {
  const tables = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  const texts = await Promise.all(
    tables.rows.map(async ({ name }) => {
      const { rows } = await database.pool.query<{ text: string | null }>(
        `select string_agg(t::text, E'\\n') as text from "${name}" as t`,
      )
      return rows[0]!.text ?? ''
    }),
  )
  return texts.join('\n')
}

test('of an exchange and of CoinGecko, whatever goes wrong', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-secrets-')), 'venues.json')
  fs.writeFileSync(
    file,
    JSON.stringify({ okx: { ...server.ccxtOptions('okx'), apiKey: KEY, secret: SECRET, rateLimit: 1 } }),
  )
  const config = { ...readConfig({ VENUE_OPTIONS_FILE: file, SOURCE_RETRIES: '0' }) }
  const sources = {
    ...(await liveSources(config)),
    marketCaps: createCoingeckoSource({
      baseUrl: server.coingeckoUrl,
      proKey: KEY,
      retries: 0,
      backoffMs: 1,
    }),
  }
  const context = { pool: database.pool, signal: new AbortController().signal, now: () => new Date() }
  const outcomes = [
    await runTask(context, sources, { name: 'markets', exchange: 'okx' }, { quiet: true }),
    await runTask(context, sources, { name: 'market-caps' }, { quiet: true }),
  ]
  expect(outcomes[0]!.counts.written).toBeGreaterThan(0)
  for (const misbehaviour of [
    { kind: 'status', status: 401, body: JSON.stringify({ msg: 'bad key' }) },
    { kind: 'status', status: 500 },
    { kind: 'truncate' },
    { kind: 'reset' },
  ] as const) {
    server.misbehave('/open-interest', misbehaviour)
    server.misbehave('/global', misbehaviour)
    outcomes.push(
      await runTask(context, sources, { name: 'open-interest', exchange: 'okx' }, { quiet: true }),
    )
    outcomes.push(await runTask(context, sources, { name: 'market-caps' }, { quiet: true }))
  }
  // The keys were in use: CoinGecko's came with each of its requests.
  expect(server.requests.some(({ headers }) => Object.values(headers).includes(KEY))).toBe(true)
  expect(outcomes.filter(({ error }) => error !== undefined).length).toBeGreaterThan(3)
  const errors = outcomes.flatMap(({ error }) => {
    const chain: unknown[] = []
    for (let at: unknown = error; at instanceof Error; at = at.cause) chain.push(at.message, at.stack)
    return chain
  })
  const said = [summarise(outcomes, false), JSON.stringify(errors), await everythingKept()].join('\n')
  expect(said).toContain('okx')
  for (const secret of [KEY, SECRET]) expect(said).not.toContain(secret)
})

test('of Coinglass, even when its answer repeats the key', async () => {
  const echo = { [`/${KEY}`]: KEY }
  const row = {
    time: KEY,
    aggregated_long_liquidation_usd: KEY,
    aggregated_short_liquidation_usd: 1,
    ...echo,
  }
  server.respond('/coinglass/api/futures/liquidation/aggregated-history', () => ({ code: '0', data: [row] }))
  server.respond('/coinglass/api/futures/open-interest/aggregated-history', () => ({
    code: '0',
    data: [echo],
  }))
  server.respond('/coinglass/api/etf/bitcoin/flow-history', () => ({
    code: '401',
    msg: `key ${KEY}: Upgrade plan`,
  }))
  const optionsWith = (apiKey: string) => ({
    baseUrl: server.urlOf('coinglass'),
    apiKey,
    timeoutMs: 300,
    retries: 0,
    backoffMs: 1,
    assets: ['BTC'],
    exchanges: ['binance'],
    interval: '1d' as const,
  })
  const context = { pool: database.pool, signal: new AbortController().signal, now: () => new Date() }
  const run = async (name: 'vendor' | 'fund-flows', apiKey = KEY) =>
    runTask(
      context,
      {
        ...(await liveSources(readConfig({}))),
        others: {
          SERIES: (of, window) =>
            ingestSeries(of, createAggregatesSource(optionsWith(apiKey)), 'SERIES', window),
          FUND_FLOWS: (of, window) =>
            ingestSeries(of, createFundFlowsSource(optionsWith(apiKey)), 'FUND_FLOWS', window),
        },
      },
      { name },
      { quiet: true },
    )
  const outcomes = [await run('vendor'), await run('fund-flows')]
  expect(outcomes[0]!.counts.rejected).toBe(2)
  for (const misbehaviour of [
    { kind: 'status', status: 401, body: JSON.stringify({ msg: KEY }) },
    { kind: 'status', status: 429, body: KEY },
    { kind: 'status', status: 500, body: KEY },
    { kind: 'status', status: 200, body: KEY },
    { kind: 'truncate' },
    { kind: 'reset' },
    { kind: 'hang' },
  ] as const) {
    server.misbehave('/liquidation/aggregated-history', misbehaviour)
    outcomes.push(await run('vendor'))
  }
  // A key that no header can hold.
  outcomes.push(await run('fund-flows', `${KEY}\n${SECRET}`))
  expect(server.requests.some(({ headers }) => headers['cg-api-key'] === KEY)).toBe(true)
  expect(outcomes.filter(({ error }) => error !== undefined)).toHaveLength(9)
  const errors = outcomes.flatMap(({ error }) => {
    const chain: unknown[] = []
    for (let at: unknown = error; at instanceof Error; at = at.cause) chain.push(at.message, at.stack)
    return chain
  })
  const said = [summarise(outcomes, false), JSON.stringify(errors), await everythingKept()].join('\n')
  expect(said).toContain('coinglass.rest')
  expect(said).toContain('***')
  for (const secret of [KEY, SECRET]) expect(said).not.toContain(secret)
})
