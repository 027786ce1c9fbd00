import fs from 'node:fs'
import Fastify, { type FastifyInstance } from 'fastify'
import { buildSchema, graphql, parse, validate } from 'graphql'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import { explorer, getExamples } from '../../src/server/explorer.ts'
import { readTypeDefs } from '../../src/server/schema.ts'
import { createApi } from '../support/api.ts'
import { hasBrowser, launchBrowser, noBrowser } from '../support/browser.ts'
import { createEmptyDatabase } from '../support/database.ts'
import { forceOrders } from '../support/forcedOrder.ts'
import { linearMarket, loadMarkets } from '../support/fixtures.ts'

const examples = getExamples()
const schema = buildSchema(readTypeDefs())

/** An answer to the first saved query, small enough to recognise on the page. */
const purgeDay = {
  total: {
    usd: '1680000000.5',
    longUsd: '1600000000',
    shortUsd: '80000000.5',
    longShare: '0.952380952097',
    orderCount: 402_123,
    floorShare: '0.4',
  },
  completeness: 'THROTTLED',
  coverage: { share: '1' },
  byExchange: [],
  bySector: [],
  byAsset: [],
  series: { interval: 'HOUR', columns: { start: [], longUsd: [], shortUsd: [] } },
  largestOrders: [],
  meta: {
    window: { from: '2025-09-22T00:00:00.000Z', to: '2025-09-23T00:00:00.000Z' },
    provenance: 'RECONSTRUCTED',
    sources: [],
    warnings: [],
  },
}

let refuseNext = false

/** The explorer before a GraphQL endpoint that answers one query and takes nothing but JSON. */
function createExplorerApp(): FastifyInstance {
  const app = Fastify()
  void app.register(explorer)
  app.post('/graphql', (request) => {
    const body = request.body as { query: string; operationName?: string }
    return graphql({
      schema,
      source: body.query,
      operationName: body.operationName ?? null,
      rootValue: { liquidations: purgeDay },
    })
  })
  app.post('/export', (request, reply) => {
    const { format, query } = request.body as { format: string; query: string }
    if (refuseNext || format !== 'CSV' || !query.includes('liquidations'))
      return reply.code(400).send({ errors: [{ message: 'There is no list in the answer.' }] })
    return reply.type('text/csv').send('usd\r\n1680000000.5\r\n')
  })
  return app
}

describe('saved queries', () => {
  test.each(examples.map((example) => [example.title, example.query]))('"%s" is valid', (title, query) => {
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([])
    expect(title).toMatch(/\?$/)
  })

  test('each has an operation name of its own, by which its tab is found', () => {
    const names = examples.map(({ query }) => /^(?:query|subscription) (\w+)/m.exec(query)?.[1])
    expect(names).not.toContain(undefined)
    expect(new Set(names).size).toBe(examples.length)
  })

  test('the three questions of the purge come first', () => {
    expect(examples.slice(0, 3).map(({ title }) => title)).toEqual([
      'How much was liquidated on the purge day, and how much of it was long?',
      'What share of the fall did Bitcoin carry, and which sectors?',
      'How far is open interest from its high, and how much of the fall was price?',
    ])
  })
})

describe('what is served', () => {
  test('the page forbids inline scripts and every other host', async () => {
    const app = createExplorerApp()
    const page = await app.inject('/explorer')
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(page.body).not.toMatch(/https?:/)
    await app.close()
  })

  test('nothing but the files of the page can be read', async () => {
    const app = createExplorerApp()
    for (const url of [
      '/explorer/package.json',
      '/explorer/../app.ts',
      '/explorer/%2e%2e%2fapp.ts',
      '/explorer.ts',
    ])
      expect((await app.inject(url)).statusCode, url).toBe(404)
    await app.close()
  })
})

if (!hasBrowser && process.env.CI === 'true')
  test('continuous integration has a browser', () => {
    expect.fail(noBrowser)
  })

describe.skipIf(!hasBrowser)(`in a browser${hasBrowser ? '' : ` (skipped: ${noBrowser})`}`, () => {
  let app: FastifyInstance
  let origin: string
  let browser: Browser

  beforeAll(async () => {
    app = createExplorerApp()
    origin = await app.listen({ port: 0, host: '127.0.0.1' })
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  /** Opens the explorer as a first visitor, works on it, and tells what the page asked for and complained of. */
  async function visit(work: (page: Page) => Promise<void>) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } })
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('requestfailed', (request) =>
      complaints.push(`${request.url()}: ${request.failure()?.errorText}`),
    )
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(`${origin}/explorer`)
    await page.locator('.graphiql-tab-button').first().waitFor()
    await work(page)
    await page.close()
    return { complaints, requests }
  }

  test('the tabs are the saved questions', async () => {
    const { complaints } = await visit(async (page) => {
      await expect
        .poll(() => page.locator('.graphiql-tab-button').allTextContents())
        .toEqual(examples.map(({ title }) => title))
    })
    expect(complaints).toEqual([])
  })

  test('running the first question shows its answer, and no request leaves the host', async () => {
    const { complaints, requests } = await visit(async (page) => {
      await page.locator('.graphiql-execute-button').click()
      await expect.poll(() => page.locator('.graphiql-response').textContent()).toContain('1680000000.5')
      expect(await page.locator('.graphiql-response').textContent()).not.toContain('errors')
    })
    expect(complaints).toEqual([])
    expect(requests.length).toBeGreaterThan(5)
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([])
  })

  test('the table of the last answer is saved as CSV, and what is no table is told', async () => {
    const { complaints } = await visit(async (page) => {
      const save = page.getByRole('button', { name: 'Save as CSV' })
      expect(await save.isDisabled()).toBe(true)
      await page.locator('.graphiql-execute-button').click()
      await expect.poll(() => save.isEnabled()).toBe(true)
      const download = page.waitForEvent('download')
      await save.click()
      const file = await download
      expect(file.suggestedFilename()).toBe('PurgeDay.csv')
      expect(fs.readFileSync(await file.path(), 'utf8')).toBe('usd\r\n1680000000.5\r\n')
      refuseNext = true
      await save.click()
      await expect.poll(() => page.getByRole('status').textContent()).toBe('There is no list in the answer.')
    })
    // The browser itself tells of a status of 400.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  })

  test('a link opens a question and asks nothing; with a key it is asked, and what is pushed is shown', async () => {
    const database = await createEmptyDatabase()
    const [market, other] = await loadMarkets(
      database,
      [linearMarket('bybit', 'BTC'), linearMarket('bybit', 'ETH')],
      new Date(),
    )
    await forceOrders(database, market!, '123456789.25')
    const { key } = await createKey(database.pool, { name: 'x', scopes: ['READ'] }, new Date())
    const api = await createApi(database, {
      access: { ...DEFAULT_ACCESS, requireKey: true },
      cursorEveryMs: 1,
    })
    const real = await api.app.listen({ port: 0, host: '127.0.0.1' })
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } })
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.postData() ?? '')
    })
    const violations: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text())
    })
    const pushed: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => pushed.push(payload.toString())),
    )
    const link = new URLSearchParams({
      query:
        'subscription Linked ($after: String) { liquidations(after: $after, filter: { assets: ["BTC"] }) { orders { notionalUsd } } }',
      variables: JSON.stringify({ after: Buffer.from('["StreamCursor",0]').toString('base64url') }),
    })
    await page.goto(`${real}/explorer#${link.toString()}`)
    await expect.poll(() => page.locator('.graphiql-query-editor').textContent()).toContain('Linked')
    expect(asked.every((body) => body.includes('IntrospectionQuery'))).toBe(true)
    await page.getByRole('textbox', { name: 'Key' }).fill(key)
    await page.getByRole('textbox', { name: 'Key' }).blur()
    await expect.poll(() => page.evaluate(`sessionStorage.getItem('unwind-key')`)).toBe(key)
    await page.locator('.graphiql-execute-button').click()
    await expect.poll(() => page.locator('.graphiql-response').textContent()).toContain('123456789.25')
    // A batch without orders takes the place of nothing.
    await forceOrders(database, other!, '1')
    await expect.poll(() => pushed.some((text) => text.includes('"orders":[]'))).toBe(true)
    expect(await page.locator('.graphiql-response').textContent()).toContain('123456789.25')
    await forceOrders(database, market!, '987654321.5')
    await expect.poll(() => page.locator('.graphiql-response').textContent()).toContain('987654321.5')
    // The schema was asked for again, with the key.
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
    await expect.poll(() => page.locator('.graphiql-doc-explorer').textContent()).toContain('Subscription')
    expect(violations).toEqual([])
    await page.close()
    await api.close()
    await database.close()
  })

  test('a tab keeps its question when another is chosen and run', async () => {
    await visit(async (page) => {
      await page.locator('.graphiql-tab-button').nth(1).click()
      await expect
        .poll(() => page.locator('.graphiql-query-editor').textContent())
        .toContain('WhoCarriedTheFall')
      // GraphiQL reads the operation's name out of a changed editor a moment later.
      await page.waitForTimeout(500)
      await page.locator('.graphiql-execute-button').click()
      await expect.poll(() => page.locator('.graphiql-response').textContent()).toContain('Query.attribution')
      await expect
        .poll(() => page.locator('.graphiql-tab-button').allTextContents())
        .toEqual(examples.map(({ title }) => title))
    })
  })

  test('the schema can be read in the docs pane, and headers can be set', async () => {
    const { complaints } = await visit(async (page) => {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
      await expect
        .poll(() => page.locator('.graphiql-doc-explorer').textContent())
        .toContain('LiquidationTotal')
      const sent = page.waitForRequest((request) => request.headers()['x-tried-header'] === 'yes')
      await page.getByRole('button', { name: 'Headers' }).click()
      await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror').click()
      await page.keyboard.insertText('{ "x-tried-header": "yes" }')
      await page.locator('.graphiql-execute-button').click()
      expect((await sent).headers()['content-type']).toBe('application/json')
    })
    expect(complaints).toEqual([])
  })
})
