import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import type { AppOptions } from '../../src/server/app.ts'
import { createApi, type Api } from '../support/api.ts'
import { hasBrowser, launchBrowser, noBrowser } from '../support/browser.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets } from '../support/fixtures.ts'
import { savedFrom } from '../support/visit.ts'

const BUILD = path.resolve('src/generated/page')
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const originOf = ({ app }: Api) => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

async function listen(database: TestDatabase, more: Partial<AppOptions> = {}): Promise<Api> {
  const api = await createApi(database, more)
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  return api
}

describe('what is served', () => {
  let database: TestDatabase
  let api: Api
  beforeAll(async () => {
    database = await createEmptyDatabase()
    api = await createApi(database)
  })
  afterAll(async () => {
    await api.close()
    await database.close()
  })

  test('the page and each of its views allow scripts, styles and connections of this server alone, and are asked for anew', async () => {
    for (const url of ['/', '/episode?id=any', '/compare', '/stress', '/quality']) {
      const { statusCode, headers } = await api.app.inject({ url, headers: { accept: 'text/html' } })
      expect([url, statusCode, headers['cache-control']]).toEqual([url, 200, 'no-cache'])
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
    }
  })

  test('its files are named by their content, kept for ever, and come compressed', async () => {
    const { body } = await api.app.inject('/')
    expect(body).not.toMatch(/https?:|<style|<script>| style=/)
    const script = /src="\.(\/assets\/[^"]+-[\w-]{8}\.js)"/.exec(body)![1]!
    const { headers } = await api.app.inject({ url: script, headers: { 'accept-encoding': 'br, gzip' } })
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['content-encoding']).toBe('br')
  })

  test('all but the charts is less than 200 KB', () => {
    const sizes = fs
      .readdirSync(path.join(BUILD, 'assets'))
      .filter((name) => name.endsWith('.gz') && !name.startsWith('echarts'))
      .map((name) => fs.statSync(path.join(BUILD, 'assets', name)).size)
    expect(sizes.length).toBeGreaterThan(4)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000)
  })

  test('what is not there is 404: told by the page to people, as JSON to programs', async () => {
    const person = await api.app.inject({ url: '/nowhere', headers: { accept: 'text/html' } })
    expect([person.statusCode, person.body.includes('id="page"')]).toEqual([404, true])
    const deep = await api.app.inject({ url: '/no/where', headers: { accept: 'text/html' } })
    expect([deep.statusCode, deep.body.includes('There is no such page')]).toEqual([404, true])
    const program = await api.app.inject('/nowhere')
    expect([program.statusCode, program.json<{ error: string }>().error]).toEqual([404, 'Not Found'])
  })
})

if (!hasBrowser && process.env.CI === 'true')
  test('continuous integration has a browser', () => {
    expect.fail(noBrowser)
  })

describe.skipIf(!hasBrowser)(`in a browser${hasBrowser ? '' : ` (skipped: ${noBrowser})`}`, () => {
  let browser: Browser
  let sample: TestDatabase
  // The sample is for reading: units and keys are counted here.
  let database: TestDatabase
  let api: Api

  beforeAll(async () => {
    sample = await openSampleDatabase()
    database = await createEmptyDatabase()
    api = await listen(sample, {
      access: { ...DEFAULT_ACCESS, anonymousUnits: 1_000_000 },
      writer: database,
    })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await api?.close()
    await database?.close()
    await sample?.close()
  })

  interface Visit {
    readonly page: Page
    readonly context: BrowserContext
    /** What the browser complained of, violations of the policy among it. */
    readonly complaints: string[]
    readonly requests: string[]
    /** What each question cost, units. */
    readonly units: number[]
    readonly close: () => Promise<void>
  }

  async function visit(
    url: string,
    options: { width?: number; before?: (page: Page) => Promise<unknown> } = {},
  ): Promise<Visit> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 800 },
      acceptDownloads: true,
    })
    const page = await context.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    const units: number[] = []
    page.on('response', (response) => {
      const left = leftAfter(response)
      if (left !== undefined) units.push(left)
    })
    await options.before?.(page)
    await page.goto(url)
    return { page, context, complaints, requests, units, close: () => context.close() }
  }

  /** What was left of a minute's units after an answer; undefined: it says nothing of them. */
  const leftAfter = (response: Response): number | undefined => {
    const left = response.headers()['ratelimit-remaining']
    return left === undefined ? undefined : Number(left)
  }

  /** A minute's units of a visitor without a key hold several visits of a view. */
  function expectCheap(left: readonly number[]) {
    const spent = Math.max(...left) - Math.min(...left)
    expect(spent).toBeGreaterThan(100)
    expect(spent).toBeLessThan(DEFAULT_ACCESS.anonymousUnits / 4)
  }

  /** Machines are loaded at times: what must come is waited for. */
  const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 })

  /** Until everything on the page is drawn or told. */
  async function settle(page: Page, pictures: number) {
    await page
      .locator('.picture')
      .nth(pictures - 1)
      .waitFor()
    await soon(() => page.locator('.skeleton, [aria-busy="true"]').count()).toBe(0)
  }

  const titleOf = (page: Page, name: string) => page.locator(`#${name} h2`).textContent()

  /** What axe finds serious or critical, in light and in dark. */
  async function faultsOf(page: Page): Promise<string[]> {
    // As a statement of the debugger: the page's own policy lets no script in.
    await page.evaluate(AXE)
    const found: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // By night only the colours are others.
      const options = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}
      const violations = await page.evaluate(async (asked) => {
        const { axe } = globalThis as unknown as {
          axe: {
            run: (
              options: object,
            ) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>
          }
        }
        return (await axe.run(asked)).violations.map(({ id, impact, nodes }) => ({
          id,
          impact,
          html: nodes[0]!.html,
        }))
      }, options)
      found.push(
        ...violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, html }) => `${colorScheme}: ${id}: ${html}`),
      )
    }
    return found
  }

  const isWiderThanScreen = (page: Page) =>
    page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')

  describe('the overview of a purge', () => {
    let visited: Visit
    let page: Page
    beforeAll(async () => {
      visited = await visit(`${originOf(api)}/?at=2025-09-22T12:00:00Z&days=90&funding=asset#feeds`)
      page = visited.page
    })
    afterAll(() => visited?.close())

    test('tells numbers with their bounds, as the address says, and costs little', async () => {
      await settle(page, 8)
      expect(await page.locator('.trouble').allTextContents()).toEqual([])
      expect(await page.locator('.data-line').textContent()).toContain('RECONSTRUCTED')
      expect(await titleOf(page, 'open-interest')).toBe(
        'Open interest is $204.00B, 10.1 % below its high of $227.00B',
      )
      // The newest purge at that moment, not the newest of the store.
      const story = page.locator('#open-interest').getByRole('link', { name: '21 Sept 2025, its story' })
      expect(await story.getAttribute('href')).toBe('./episode?id=2025-09-21-long-purge')
      expect(await titleOf(page, 'liquidations')).toBe(
        'At least $1.46B was forced out in 24 hours, 94 % of it longs',
      )
      expect(await page.locator('#liquidations .mark-floor').textContent()).toContain('52 % is a lower bound')
      expect(await titleOf(page, 'funding')).toMatch(/now shorts pay on 71 of 80 markets/)
      expect(await titleOf(page, 'dominance')).toMatch(/^Bitcoin is 58\.8 % of the market/)
      expect(await page.locator('#feeds').textContent()).toContain('Hyperliquid')
      expect(await titleOf(page, 'feeds')).toBe('29 feeds of the sample, each loaded once: no gap in 7 days')
      // The link named this picture.
      expect((await page.locator('#feeds').boundingBox())!.y).toBeLessThan(800)
      expect(await page.getByRole('radio', { name: '90 days' }).isChecked()).toBe(true)
      expect(await page.getByRole('radio', { name: 'By asset' }).isChecked()).toBe(true)
      expect(await page.locator('.trouble').count()).toBe(0)
      expectCheap(visited.units)
    })

    test('has nothing that axe finds serious, by day and by night', async () => {
      expect(await faultsOf(page)).toEqual([])
    })

    test('can be checked, kept and shared: table, query, CSV, PNG, link', async () => {
      await visited.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const picture = page.locator('#liquidations')
      await picture.getByRole('button', { name: 'Show as table' }).click()
      expect(await picture.getByRole('row').count()).toBe(25)
      await picture.getByRole('button', { name: 'Query' }).click()
      const href = (await picture.getByRole('link', { name: 'Open in explorer' }).getAttribute('href'))!
      const linked = new URLSearchParams(new URL(href).hash.slice(1))
      const variables = JSON.parse(linked.get('variables')!) as Record<string, unknown>
      const { errors, data } = await api.query(linked.get('query')!, variables)
      expect([errors, data.liquidations.series.columns.start.length]).toEqual([undefined, 24])
      const saved = async (name: string) => {
        const download = page.waitForEvent('download')
        await picture.getByRole('button', { name }).click()
        const file = await download
        return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) }
      }
      const csv = await saved('CSV')
      expect(csv.name).toBe('liquidations.csv')
      expect(csv.bytes.toString().split('\r\n').slice(0, 2)).toEqual([
        'start,longUsd,shortUsd,coverage',
        expect.stringMatching(/^2025-09-21T12:00:00.000Z,[\d.]+,[\d.]+,1$/),
      ])
      const png = await saved('PNG')
      expect([png.name, png.bytes.subarray(1, 4).toString()]).toEqual(['liquidations.png', 'PNG'])
      // What the chart is of stands around it: width and height are where every PNG has them.
      const chart = (await picture.locator('canvas').boundingBox())!
      expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(2 * chart.width)
      expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(2 * (chart.height + 80))
      await picture.getByRole('button', { name: 'Link' }).click()
      await soon(() => picture.getByRole('status').textContent()).toBe('Link copied.')
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        `${originOf(api)}/?at=2025-09-22T12%3A00%3A00.000Z&days=90&funding=asset#liquidations`,
      )
    })

    test('can be reached by keyboard, and fits a phone', async () => {
      await page.evaluate('scrollTo(0, 0)')
      await page.locator('.skip').focus()
      expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: 12 })
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      await page.setViewportSize({ width: 360, height: 740 })
      await soon(() => isWiderThanScreen(page)).toBe(false)
      await page.setViewportSize({ width: 1280, height: 800 })
    })

    test('asks no other host, and breaks no rule of the policy', () => {
      expect(visited.complaints).toEqual([])
      expect(visited.requests.length).toBeGreaterThan(10)
      expect(visited.requests.filter((url) => !url.startsWith(originOf(api)))).toEqual([])
    })

    test('says when the API can’t be reached, keeps what it has, and goes on when it is back', async () => {
      await visited.context.setOffline(true)
      await page.getByText('7 days', { exact: true }).click()
      const trouble = page.locator('#open-interest .trouble')
      await trouble.waitFor()
      expect(await trouble.textContent()).toContain('The API can’t be reached')
      expect(await page.locator('#open-interest canvas').count()).toBe(1)
      await visited.context.setOffline(false)
      await trouble.getByRole('button', { name: 'Try again' }).click()
      await trouble.waitFor({ state: 'detached' })
    })

    test('tells hours that no feed was read in as not known, never as zero, and open interest as carried', async () => {
      await page.goto(`${originOf(api)}/?at=2025-08-20T12:00:00Z&venues=okx,bybit&asset=BTC`)
      const picture = page.locator('#liquidations')
      await soon(() => picture.locator('.mark-gap').textContent()).toContain(
        '12.5 % of the time not read: OKX for 6 h',
      )
      expect(await titleOf(page, 'liquidations')).toMatch(
        /^At least \$[\d.]+M of BTC was forced out on OKX \+ Bybit in 24 hours/,
      )
      await soon(() => titleOf(page, 'open-interest')).toMatch(/^Open interest of BTC on OKX \+ Bybit is \$/)
      expect(await page.locator('#open-interest .mark-gap').textContent()).toContain(
        'carried forward in 6 of 720 buckets: OKX',
      )
      const csv = (await savedFrom(page, 'open-interest', 'CSV')).bytes.toString().split('\r\n')
      expect(csv[0]).toBe('start,usd,carriedUsd,marketsMissing')
      expect(
        csv.filter((line) => /^2025-08-20T0[3-8]:00:00.000Z,\d{11}\.\d+,\d{11}\.\d+,0$/.test(line)),
      ).toHaveLength(6)
      await page.locator('.controls select').first().selectOption('')
      await page.locator('.controls select').last().selectOption('okx')
      await soon(() => picture.locator('.mark-gap').textContent()).toContain('25.0 % of the time not read')
      await picture.getByRole('button', { name: 'Show as table' }).click()
      const unread = picture.getByRole('row').filter({ hasText: '20 Aug 2025, 04:00' })
      expect(await unread.textContent()).toBe('20 Aug 2025, 04:00 UTCnot knownnot known0 %')
    })
  })

  test('the story of an episode: what fell, who carried it, what was published, the report', async () => {
    const { page, complaints, requests, units, close } = await visit(
      `${originOf(api)}/episode?id=2025-09-21-long-purge`,
    )
    await settle(page, 11)
    expect(await page.locator('h1').textContent()).toBe('Long purge, 21 Sept 2025')
    expect(await titleOf(page, 'open-interest')).toBe('Open interest went from $227.00B to $198.95B: −12.4 %')
    expect(await titleOf(page, 'liquidations')).toBe(
      'At least $1.77B was forced out in the flush, 93 % of it longs',
    )
    expect(await titleOf(page, 'funding')).toBe('Funding changed its sign on 22 Sept 2025, 08:00 UTC')
    expect(await titleOf(page, 'assets')).toBe('Bitcoin carried 42 % of the fall of $184.51B')
    expect(await page.locator('#claims tbody tr').count()).toBe(10)
    expect(await page.locator('#claims').textContent()).toContain('not known')
    expect(await page.locator('#report').textContent()).toContain('$1.77 billion were liquidated')
    expect(await page.locator('.trouble').count()).toBe(0)
    expectCheap(units)
    expect(await faultsOf(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    await soon(() => isWiderThanScreen(page)).toBe(false)
    // Where the answer is no one table the file has the table of the picture.
    const csvOf = async (picture: string) =>
      (await savedFrom(page, picture, 'CSV')).bytes.toString().trimEnd().split('\r\n')
    const prices = page.locator('#prices')
    await prices.getByRole('button', { name: 'Show as table' }).click()
    const pricesCsv = await csvOf('prices')
    expect(pricesCsv).toHaveLength(await prices.getByRole('row').count())
    expect(pricesCsv[0]).toBe('start,bitcoinUsd,bitcoinChange,marketCapUsd,marketCapChange')
    // The flush with twelve hours before it.
    expect(pricesCsv[1]).toMatch(/^2025-09-21T08:00:00.000Z,[\d.]+,-?0\.\d+,[\d.]+,-?0\.\d+$/)
    const parts = await csvOf('parts')
    expect([parts.length, parts[0]]).toEqual([14, 'at,changeUsd,positionUsd,priceUsd,marketsLeftOut'])
    expect(parts).toContain('2025-09-21T20:00:00.000Z,0,0,0,0')
    // At the flush's end the parts are those of the title.
    const atEnd = parts
      .find((line) => line.startsWith('2025-09-23T17:00'))!
      .split(',')
      .map(Number)
    expect([atEnd[1]! / 227e9, atEnd[2]! / atEnd[1]!, atEnd[3]! / atEnd[1]!]).toEqual([
      expect.closeTo(-0.124, 3),
      expect.closeTo(0.487, 3),
      expect.closeTo(0.513, 3),
    ])
    expect(await titleOf(page, 'sectors')).toBe('Proof of Work carried 43 % of the fall of $184.51B')
    expect(complaints).toEqual([])
    expect(requests.filter((url) => !url.startsWith(originOf(api)))).toEqual([])
    // Another one is chosen: the address follows.
    await page.locator('select').selectOption('2025-10-10-long-purge')
    await soon(() => page.locator('h1').textContent()).toBe('Long purge, 10 Oct 2025')
    expect(new URL(page.url()).searchParams.get('id')).toBe('2025-10-10-long-purge')
    await close()
  })

  test('a link that leads nowhere says so, with a way back', async () => {
    const { page, close } = await visit(`${originOf(api)}/episode?id=2020-01-01-long-purge`)
    await page.getByText('There is no such episode').waitFor()
    await page.getByRole('link', { name: 'Long purge, 21 Sept 2025' }).click()
    await soon(() => page.locator('h1').textContent()).toBe('Long purge, 21 Sept 2025')
    await page.goto(`${originOf(api)}/nowhere`)
    await page.getByText('There is no such page').waitFor()
    await page.getByRole('link', { name: 'To the overview' }).click()
    await page.getByRole('heading', { name: 'Leverage at a glance' }).waitFor()
    // What can't be shown is told once, and the rest is shown without it.
    await page.goto(`${originOf(api)}/?asset=NOPE&at=someday&days=3&venues=okx,nowhere`)
    await settle(page, 8)
    const told = page.getByRole('alert')
    expect(await told.count()).toBe(2)
    for (const value of ['someday', 'NOPE', 'nowhere', '3'])
      expect(await told.locator('code').allTextContents()).toContain(value)
    expect(await page.locator('.trouble').count()).toBe(0)
    expect(await titleOf(page, 'open-interest')).toMatch(/^Open interest on OKX is/)
    await told.locator('p').filter({ hasText: 'NOPE' }).getByRole('link').click()
    await soon(async () => new URL(page.url()).search).toBe('?at=someday&days=3&venues=okx%2Cnowhere')
    await page.goto(`${originOf(api)}/?at=2031-01-01T00:00:00Z`)
    await soon(() => told.allTextContents()).toEqual([expect.stringContaining('Shown is its end.')])
    await close()
  })

  test('an answer that takes long is said to', async () => {
    let release = () => undefined as void
    const held = new Promise<void>((resolve) => (release = resolve))
    const { page, close } = await visit(`${originOf(api)}/`, {
      before: async (own) => {
        await own.clock.install()
        await own.route('**/graphql**', async (route) => {
          await held
          await route.continue()
        })
      },
    })
    await page.locator('.skeleton').waitFor()
    await page.clock.fastForward(3_100)
    await page.getByText('The answer takes its time').waitFor()
    release()
    await page.getByRole('heading', { name: 'Leverage at a glance' }).waitFor()
    await close()
  })

  test('a caller whose units are spent is told when to ask again', async () => {
    const poor = await listen(sample, {
      access: { ...DEFAULT_ACCESS, anonymousUnits: 1 },
      writer: database,
    })
    const { page, close } = await visit(originOf(poor))
    await page.getByText('The units of this minute are spent.').waitFor()
    expect(await page.getByRole('button', { name: /by itself in \d+ s/ }).count()).toBe(1)
    await close()
    await poor.close()
  })

  describe('on a store of its own', () => {
    let own: Api
    beforeAll(async () => {
      own = await listen(database)
    })
    afterAll(() => own.close())

    test('an empty one says which commands fill it', async () => {
      const { page, complaints, close } = await visit(originOf(own))
      await page.getByText('The store is empty').waitFor()
      expect(await page.getByText('npm run recorder').count()).toBe(1)
      expect(complaints).toEqual([])
      await close()
    })

    test('a forced order is on the page when it is committed, and counted; a key is asked for where one is needed', async () => {
      const [market] = await loadMarkets(database, [linearMarket('bybit', 'BTC')], new Date())
      const force = async (key: string, notionalUsd: string) => {
        const time = new Date()
        const record = {
          marketId: market!.id,
          time,
          orderKey: key,
          side: 'LONG' as const,
          price: '100',
          contracts: '1',
          baseQuantity: '1',
          notionalUsd,
        }
        const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
        await loadLiquidations(database, 'bybit', window, [record], { receivedAt: time })
      }
      await force('first', '1000000')
      const { page, close } = await visit(originOf(own))
      await page.getByText('listening').waitFor()
      await soon(() => titleOf(page, 'liquidations')).toContain('$1.00M was forced out')
      await force('second', '2500000')
      const row = page.getByRole('list', { name: 'The newest orders' }).getByRole('listitem')
      await row.waitFor()
      expect(await row.textContent()).toMatch(/long\$2\.50MBTC/)
      await soon(() => titleOf(page, 'liquidations')).toContain('$3.50M was forced out')
      await close()

      const guarded = await listen(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
      const { key } = await createKey(database.pool, { name: 'Reader', scopes: ['READ'] }, new Date())
      const second = await visit(originOf(guarded))
      await second.page.getByText('This server wants a key').waitFor()
      await second.page.getByRole('button', { name: 'Key' }).click()
      await second.page.getByLabel(/^Key of this server/).fill(key)
      await second.page.getByRole('button', { name: 'Use' }).click()
      await soon(() => titleOf(second.page, 'liquidations')).toContain('$3.50M was forced out')
      await second.page.getByText('listening').waitFor()
      await second.close()
      await guarded.close()
    })
  })
})
