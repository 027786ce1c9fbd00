import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { liveSources, runTask, summarise } from '../../scripts/support/loads.ts'
import { readConfig } from '../../src/config.ts'
import { createCoingeckoSource } from '../../src/sources/coingecko/index.ts'
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
