import fs from 'node:fs'
import path from 'node:path'
import { parse, validate } from 'graphql'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS, idOfAddress } from '../../src/access/gate.ts'
import { createKey } from '../../src/access/manage.ts'
import { buildSchema } from '../../src/server/schema.ts'
import { createApi, type Api } from '../support/api.ts'
import { hasBrowser, launchBrowser, noBrowser } from '../support/browser.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets } from '../support/fixtures.ts'
import {
  copiedFrom,
  faultsOf,
  faultsOnPhone,
  linkOf,
  listen,
  newReader,
  originOf,
  savedFrom,
  settle,
  soon,
  titleOf,
  titlesOf,
  toolOf,
  visit,
  type Visit,
} from '../support/visit.ts'
import { spendUnits } from '../support/units.ts'

const BUILD = path.resolve('src/generated/page')

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
    expect([program.statusCode, program.json()]).toMatchObject([
      404,
      { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    ])
  })
})

if (!hasBrowser && process.env.CI === 'true')
  test('continuous integration has a browser', () => {
    expect.fail(noBrowser)
  })

describe.skipIf(!hasBrowser)(`in a browser${hasBrowser ? '' : ` (skipped: ${noBrowser})`}`, () => {
  let browser: Browser
  let reader: BrowserContext
  let sample: TestDatabase
  // The sample is for reading: units and keys are counted here.
  let database: TestDatabase
  let api: Api
  let origin: string

  beforeAll(async () => {
    sample = await openSampleDatabase()
    database = await createEmptyDatabase()
    api = await listen(sample, {
      access: { ...DEFAULT_ACCESS, anonymousUnits: 1_000_000 },
      writer: database,
    })
    origin = originOf(api)
    browser = await launchBrowser()
    reader = await newReader(browser)
  })
  afterAll(async () => {
    await browser?.close()
    await api?.close()
    await database?.close()
    await sample?.close()
  })

  /** A minute's units of a visitor without a key hold several visits of a view. */
  function expectCheap(left: readonly number[]) {
    const spent = Math.max(...left) - Math.min(...left)
    expect(spent).toBeGreaterThan(100)
    expect(spent).toBeLessThan(DEFAULT_ACCESS.anonymousUnits / 4)
  }

  describe('the overview of a purge', () => {
    let visited: Visit
    let page: Page
    beforeAll(async () => {
      visited = await visit(reader, `${origin}/?at=2025-09-22T12:00:00Z&days=90&funding=asset#feeds`)
      page = visited.page
    })
    afterAll(() => page?.close())

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
      expect(await titleOf(page, 'feeds')).toBe(
        '29 feeds of the sample, each loaded once: no gap in the 7 days to then',
      )
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
      const picture = page.locator('#liquidations')
      // A reader who hears them all in a row knows them apart.
      const names = await page
        .locator('.tool-row button')
        .evaluateAll((buttons) =>
          buttons.map((button) => (button as unknown as { ariaLabel: string }).ariaLabel),
        )
      expect([names.length, new Set(names).size, names[0]]).toEqual([
        40,
        40,
        'Show as table: How much leverage is there now?',
      ])
      await picture.getByRole('button', { name: 'Show as table' }).click()
      expect(await picture.getByRole('row').count()).toBe(25)
      await toolOf(picture, 'Query').click()
      const href = (await picture.getByRole('link', { name: 'Open in explorer' }).getAttribute('href'))!
      const linked = new URLSearchParams(new URL(href).hash.slice(1))
      const variables = JSON.parse(linked.get('variables')!) as Record<string, unknown>
      const { errors, data } = await api.query(linked.get('query')!, variables)
      expect([errors, data.liquidations.series.columns.start.length]).toEqual([undefined, 24])
      await toolOf(picture, 'Query').click()
      const csv = await savedFrom(page, 'liquidations', 'CSV')
      expect(csv.name).toBe('liquidations.csv')
      expect(csv.bytes.toString().split('\r\n').slice(0, 2)).toEqual([
        'start,longUsd,shortUsd,coverage',
        expect.stringMatching(/^2025-09-21T12:00:00.000Z,[\d.]+,[\d.]+,1$/),
      ])
      const png = await savedFrom(page, 'liquidations', 'PNG')
      expect([png.name, png.bytes.subarray(1, 4).toString()]).toEqual(['liquidations.png', 'PNG'])
      // What the chart is of stands around it: width and height are where every PNG has them.
      const chart = (await picture.locator('canvas').boundingBox())!
      expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(2 * chart.width)
      expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(2 * (chart.height + 80))
      expect(await linkOf(page, 'liquidations')).toBe(
        `${origin}/?at=2025-09-22T12%3A00%3A00.000Z&days=90&funding=asset#liquidations`,
      )
    })

    test('a question that is copied brings its variables: it runs as it was pasted, and answers what the picture shows', async () => {
      const text = await copiedFrom(page, 'open-interest')
      expect(text).toContain(`query OpenInterestNow(
  $window: WindowInput! = { from: "2025-06-24T12:00:00.000Z", to: "2025-09-22T12:00:00.000Z" }
  $interval: Interval! = FOUR_HOURS
  $basket: BasketInput = null
  $filter: OpenInterestFilter = null
) {`)
      const { errors, data } = await api.query(text)
      expect([errors, data.openInterest.series.columns.start.length]).toEqual([undefined, 540])
      // So does each of the others: the text that stands in its panel is what is copied.
      const turnPanels = () =>
        page.evaluate(
          `document.querySelectorAll('.tool-row button:nth-child(2)').forEach((one) => one.click())`,
        )
      await turnPanels()
      await page.locator('.query code').nth(7).waitFor()
      const texts = await page.locator('.query code').allTextContents()
      expect(texts).toHaveLength(8)
      const { errors: faults } = await api.query(texts[0]!)
      expect(faults).toBeUndefined()
      const schema = buildSchema({ federation: false })
      expect(texts.flatMap((own) => validate(schema, parse(own)).map(String))).toEqual([])
      await turnPanels()
    })

    test('the numbers at a glance have marks and files as other pictures have', async () => {
      expect(await page.locator('#glance .mark-floor').textContent()).toContain(
        '52 % of what was forced out is a lower bound',
      )
      const csv = (await savedFrom(page, 'glance', 'CSV')).bytes.toString().split('\r\n')
      expect(csv.slice(0, 2)).toEqual(['measure,value', expect.stringMatching(/^openInterestUsd,\d{12}/)])
      // What a picture draws of all together stands in its file.
      const leverage = (await savedFrom(page, 'leverage', 'CSV')).bytes.toString().split('\r\n')
      expect([leverage[0], leverage.at(-2)]).toEqual([
        'tier,ratio,ratio30DaysEarlier,openInterestUsd,capUsd,assetCount',
        expect.stringMatching(/^ALL,0\.060082408721,0\.\d+,[\d.]+,[\d.]+,24$/),
      ])
      const dominance = (await savedFrom(page, 'dominance', 'CSV')).bytes.toString().split('\r\n')
      expect(dominance.at(-2)).toMatch(/^,Everything else,,0\.\d{12},\d+\.\d\d$/)
      const png = (await savedFrom(page, 'glance', 'PNG')).bytes
      expect([png.subarray(1, 4).toString(), png.readUInt32BE(16) > 600]).toEqual(['PNG', true])
    })

    test('can be reached by keyboard, and fits a phone', async () => {
      await page.evaluate('scrollTo(0, 0)')
      await page.locator('.skip').focus()
      expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: 12 })
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      expect(await faultsOnPhone(page)).toEqual([])
    })

    test('on a phone the names of the views say that there are more, and lead to the explorer', async () => {
      await page.setViewportSize({ width: 320, height: 740 })
      const views = page.locator('.views')
      await soon(() => views.getAttribute('data-more')).toBe('end')
      await page.evaluate(`document.querySelector('nav').scrollLeft = 9999`)
      await soon(() => views.getAttribute('data-more')).toBe('start')
      const explorer = page.getByRole('link', { name: 'Explorer', exact: true })
      expect(await explorer.getAttribute('href')).toBe('./explorer')
      const { x, width } = (await explorer.boundingBox())!
      expect(x + width).toBeLessThanOrEqual(320)
      await page.setViewportSize({ width: 1280, height: 800 })
    })

    test('what is chosen is a step: Back leads to what was chosen before', async () => {
      await page.getByText('7 days', { exact: true }).click()
      await page.locator('.view-head select').first().selectOption('ETH')
      await page.getByText('By venue', { exact: true }).click()
      const stateOf = () => {
        const { searchParams } = new URL(page.url())
        return ['days', 'asset', 'funding'].map((name) => searchParams.get(name))
      }
      expect(stateOf()).toEqual(['7', 'ETH', null])
      await page.goBack()
      expect(stateOf()).toEqual(['7', 'ETH', 'asset'])
      await page.goBack()
      expect(stateOf()).toEqual(['7', null, 'asset'])
      await soon(() => page.locator('.view-head select').first().inputValue()).toBe('')
      expect(await page.getByRole('radio', { name: '7 days' }).isChecked()).toBe(true)
      await page.goBack()
      expect(stateOf()).toEqual(['90', null, 'asset'])
      await soon(() => page.getByRole('radio', { name: '90 days' }).isChecked()).toBe(true)
      await page.goForward()
      expect(stateOf()).toEqual(['7', null, 'asset'])
      // A picture's link shows the same to somebody else.
      await soon(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      const { page: other } = await visit(reader, await linkOf(page, 'open-interest'))
      await settle(other, 8)
      expect(await titlesOf(other)).toEqual(await titlesOf(page))
      await other.close()
    })

    test('asks no other host, and breaks no rule of the policy', () => {
      expect(visited.complaints).toEqual([])
      expect(visited.requests.length).toBeGreaterThan(10)
      expect(visited.requests.filter((url) => !url.startsWith(origin))).toEqual([])
    })

    test('says when the API can’t be reached, keeps what it has, and goes on when it is back', async () => {
      await reader.setOffline(true)
      await page.getByText('30 days', { exact: true }).click()
      const trouble = page.locator('#open-interest .trouble')
      await trouble.waitFor()
      expect(await trouble.textContent()).toContain('The API can’t be reached')
      expect(await page.locator('#open-interest canvas').count()).toBe(1)
      // The numbers of all assets never stand under the name of one.
      const former = await titleOf(page, 'liquidations')
      // What was asked once the browser may answer by itself: this asset was not.
      await page.locator('.view-head select').first().selectOption('SOL')
      await page.locator('#liquidations .trouble').waitFor()
      expect(await titleOf(page, 'liquidations')).toBe(former)
      expect(await page.locator('#liquidations .mark').first().textContent()).toContain(
        'still the former answer',
      )
      const linked = new URL(await linkOf(page, 'open-interest')).searchParams
      expect([linked.get('asset'), linked.get('days')]).toEqual([null, '7'])
      await reader.setOffline(false)
      await page.locator('#liquidations .trouble').getByRole('button', { name: 'Try again' }).click()
      await soon(() => titleOf(page, 'liquidations')).toContain(' of SOL was forced out')
      await trouble.getByRole('button', { name: 'Try again' }).click()
      await trouble.waitFor({ state: 'detached' })
    })

    test('tells hours that no feed was read in as not known, never as zero, and open interest as carried', async () => {
      await page.goto(`${origin}/?at=2025-08-20T12:00:00Z&venues=okx,bybit&asset=BTC`)
      const picture = page.locator('#liquidations')
      await soon(() => picture.locator('.mark-gap').textContent()).toContain(
        '12.5 % of the time not read: OKX for 6 h',
      )
      expect(await titleOf(page, 'liquidations')).toMatch(
        /^At least \$[\d.]+M of BTC was forced out on OKX \+ Bybit in 24 hours/,
      )
      await soon(() => titleOf(page, 'open-interest')).toMatch(/^Open interest of BTC on OKX \+ Bybit is \$/)
      expect(await titleOf(page, 'feeds')).toMatch(/: \d+ gaps? in the 7 days to then$/)
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
      await page.goto(`${origin}/?at=2025-08-20T12:00:00Z&asset=USDT`)
      await soon(() => titleOf(page, 'liquidations')).toBe(
        'Nothing is known of forced orders of USDT: no market is known',
      )
      await page.locator('#glance').getByText('no market was read').waitFor()
      expect(await page.locator('#glance').textContent()).not.toMatch(/\$0|[\D]0 markets/)
      // What rests on the last reading alone says how old it is, also within an hour that may bring another.
      await page.goto(`${origin}/?at=2025-08-20T08:30:00Z&venues=okx,bybit`)
      for (const name of ['glance', 'leverage'])
        await soon(() => page.locator(`#${name} .mark`).first().textContent()).toContain(
          '45 % of open interest carried forward: OKX',
        )
    })
  })

  test('the story of an episode: what fell, who carried it, what was published, the report', async () => {
    const { page, complaints, requests, units } = await visit(
      reader,
      `${origin}/episode?id=2025-09-21-long-purge`,
    )
    await settle(page, 11)
    expect(await page.locator('h1').textContent()).toBe('Long purge, 21 Sept 2025')
    expect(await titleOf(page, 'open-interest')).toBe('Open interest went from $226.97B to $198.58B: −12.5 %')
    expect(await titleOf(page, 'liquidations')).toBe(
      'At least $1.77B was forced out in the flush, 93 % of it longs',
    )
    expect(await titleOf(page, 'funding')).toBe('Funding changed its sign on 22 Sept 2025, 08:00 UTC')
    expect(await titleOf(page, 'assets')).toBe('Bitcoin carried 42 % of the fall of $184.51B')
    expect(await page.locator('#claims tbody tr').count()).toBe(10)
    expect(await page.locator('#claims').textContent()).toContain('not known')
    expect(await page.locator('#report').textContent()).toContain(
      '$1.77 billion was liquidated from 21 Sept 2025, 20:00 UTC',
    )
    expect(await page.locator('.trouble').count()).toBe(0)
    expectCheap(units)
    expect(await faultsOf(page)).toEqual([])
    expect(await faultsOnPhone(page)).toEqual([])
    // On a phone each published figure is a card.
    await page.setViewportSize({ width: 390, height: 740 })
    const claim = page.locator('#claims tbody tr').first()
    expect((await claim.boundingBox())!.height).toBeLessThan(320)
    await page.setViewportSize({ width: 1280, height: 800 })
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
      expect.closeTo(-0.125, 3),
      expect.closeTo(0.474, 3),
      expect.closeTo(0.526, 3),
    ])
    expect(await titleOf(page, 'sectors')).toBe('Proof of Work carried 43 % of the fall of $184.51B')
    expect(complaints).toEqual([])
    expect(requests.filter((url) => !url.startsWith(origin))).toEqual([])
    // Another one is chosen: the address follows.
    await page.locator('select').selectOption('2025-10-10-long-purge')
    await soon(() => page.locator('h1').textContent()).toBe('Long purge, 10 Oct 2025')
    expect(new URL(page.url()).searchParams.get('id')).toBe('2025-10-10-long-purge')
    await page.close()
  })

  test('a link that leads nowhere says so, with a way back', async () => {
    const { page } = await visit(reader, `${origin}/episode?id=2020-01-01-long-purge`)
    await page.getByText('There is no such episode').waitFor()
    await page.getByRole('link', { name: 'Long purge, 21 Sept 2025' }).click()
    await soon(() => page.locator('h1').textContent()).toBe('Long purge, 21 Sept 2025')
    await page.goto(`${origin}/nowhere`)
    await page.getByText('There is no such page').waitFor()
    await page.getByRole('link', { name: 'To the overview' }).click()
    await page.getByRole('heading', { name: 'Leverage at a glance' }).waitFor()
    // What can't be shown is told once, and the rest is shown without it.
    await page.goto(`${origin}/?asset=NOPE&at=someday&days=3&venues=okx,okx,nowhere`)
    await settle(page, 8)
    const told = page.getByRole('alert')
    expect(await told.count()).toBe(2)
    for (const value of ['someday', 'NOPE', 'nowhere', '3'])
      expect(await told.locator('code').allTextContents()).toContain(value)
    expect(await page.locator('.trouble').count()).toBe(0)
    expect(await titleOf(page, 'open-interest')).toMatch(/^Open interest on OKX is/)
    // By the size classes of now, not those of 30 days before.
    expect(await titleOf(page, 'leverage')).toBe(
      'Leverage on OKX is 1.0 % of market cap, and 3.5 % for 5 mid coins',
    )
    await told.locator('p').filter({ hasText: 'NOPE' }).getByRole('link').click()
    await soon(async () => new URL(page.url()).search).toBe('?at=someday&days=3&venues=okx%2Cokx%2Cnowhere')
    await page.goto(`${origin}/?at=2031-01-01T00:00:00Z`)
    await soon(() => told.allTextContents()).toEqual([expect.stringContaining('Shown is its end.')])
    await page.close()
  })

  test('an answer that takes long is said to', async () => {
    let release = () => undefined as void
    const held = new Promise<void>((resolve) => (release = resolve))
    // Whose clock is the test's, for all of its pages.
    const patient = await newReader(browser)
    const { page } = await visit(patient, `${origin}/`, async (own) => {
      await own.clock.install()
      await own.route('**/graphql**', async (route) => {
        await held
        await route.continue()
      })
    })
    await page.locator('.skeleton').waitFor()
    await page.clock.fastForward(3_100)
    await page.getByText('The answer takes its time').waitFor()
    release()
    await page.getByRole('heading', { name: 'Leverage at a glance' }).waitFor()
    await patient.close()
  })

  test('is there to be used within 1.5 s, on a server that is warm', async () => {
    const readyAfter = async () => {
      const { page } = await visit(reader, `${origin}/`)
      const ms = await page.evaluate<number>(`new Promise((resolve) => {
        const look = (entries) => entries.getEntriesByName('usable').forEach((mark) => resolve(mark.startTime))
        new PerformanceObserver(look).observe({ type: 'mark', buffered: true })
      })`)
      await page.close()
      return ms
    }
    // The tests share the machine: of some visits one that little was in the way of tells what the page needs.
    await expect.poll(readyAfter, { timeout: 20_000, interval: 250 }).toBeLessThan(1_500)
  })

  test('a caller whose units are spent is told when to ask again', async () => {
    const poor = await listen(sample, { access: DEFAULT_ACCESS, writer: database })
    await spendUnits(database.pool, idOfAddress('127.0.0.1'), DEFAULT_ACCESS.anonymousUnits)
    const { page } = await visit(reader, originOf(poor))
    await page.getByText('The units of this minute are spent.').waitFor()
    expect(await page.getByRole('button', { name: /by itself in \d+ s/ }).count()).toBe(1)
    await page.close()
    await poor.close()
  })

  describe('on a store of its own', () => {
    let own: Api
    beforeAll(async () => {
      own = await listen(database)
    })
    afterAll(() => own.close())

    test('an empty one says which commands fill it', async () => {
      const { page, complaints } = await visit(reader, originOf(own))
      await page.getByText('The store is empty').waitFor()
      expect(await page.getByText('npm run recorder').count()).toBe(1)
      // What was refused is told all the same.
      await page.getByRole('link', { name: 'Data quality' }).click()
      await page.locator('#runs').waitFor()
      expect(await page.getByText('The store is empty').count()).toBe(0)
      expect(complaints).toEqual([])
      await page.close()
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
      const { page } = await visit(reader, originOf(own))
      await page.getByText('listening').waitFor()
      await soon(() => titleOf(page, 'liquidations')).toContain('$1.00M was forced out')
      const row = page.getByRole('list', { name: 'The newest orders' }).getByRole('listitem')
      // The socket is open before the server has begun to listen for it: an order in between is of nobody's.
      let more = 0
      const hearAnother = async () => {
        more += 1
        await force(`another ${more}`, '2500000')
        return row
          .first()
          .waitFor({ timeout: 4_000 })
          .then(() => true)
          .catch(() => false)
      }
      await soon(hearAnother).toBe(true)
      expect(await row.first().textContent()).toMatch(/long\$2\.50MBTC/)
      const sum = `$${(1 + 2.5 * more).toFixed(2)}M was forced out`
      await soon(() => titleOf(page, 'liquidations')).toContain(sum)
      await page.close()

      const guarded = await listen(database, { access: { ...DEFAULT_ACCESS, requireKey: true } })
      const { key } = await createKey(database.pool, { name: 'Reader', scopes: ['READ'] }, new Date())
      const second = await visit(reader, originOf(guarded))
      await second.page.getByText('This server wants a key').waitFor()
      await second.page.getByRole('button', { name: 'Key' }).click()
      await second.page.getByLabel(/^Key of this server/).fill(key)
      await second.page.getByRole('button', { name: 'Use' }).click()
      await soon(() => titleOf(second.page, 'liquidations')).toContain(sum)
      await second.page.getByText('listening').waitFor()
      await second.page.close()
      await guarded.close()
    })
  })
})
