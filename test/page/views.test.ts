import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import type { Api } from '../support/api.ts'
import { hasBrowser, launchBrowser, noBrowser } from '../support/browser.ts'
import { createEmptyDatabase, openSampleDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'
import {
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
  visit,
} from '../support/visit.ts'

const AT = 'at=2025-11-01T00:00:00Z'
const PURGES = ['2025-10-10-long-purge', '2025-09-21-long-purge', '2025-07-31-long-purge']

if (!hasBrowser && process.env.CI === 'true')
  test('continuous integration has a browser', () => {
    expect.fail(noBrowser)
  })

describe.skipIf(!hasBrowser)(`in a browser${hasBrowser ? '' : ` (skipped: ${noBrowser})`}`, () => {
  let browser: Browser
  let reader: BrowserContext
  let sample: TestDatabase
  // The sample is for reading: units are counted here.
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

  test('episodes lie on each other and in one table, with bounds, what is not known, and few cases said loudly', async () => {
    const { page, complaints, requests } = await visit(
      reader,
      `${origin}/compare?ids=${PURGES.join(',')}&${AT}&scale=linear&statistic=median&side=zzz`,
    )
    await settle(page, 6)
    // What the address says is what is shown.
    expect(await page.getByRole('radio', { name: 'Linear' }).isChecked()).toBe(true)
    // What it says and there is not is told.
    expect(await page.getByRole('alert').locator('code').allTextContents()).toEqual(['zzz'])
    expect(await page.getByLabel('Side').inputValue()).toBe('LONG')
    expect(await titleOf(page, 'followed')).toBe(
      'n = 3: too few to lean on. Bitcoin had moved by +0.4 % after 7 days (median); after any day, by +0.4 %',
    )
    await page.getByText('How often it rose').click()
    await soon(() => titlesOf(page)).toEqual([
      'Open interest fell furthest after 10 Oct 2025: 31.6 % below where it stood at the high of open interest',
      'Bitcoin fell furthest after 10 Oct 2025: 9.0 % below where it stood at the high of open interest',
      'The heaviest hour was of 10 Oct 2025: at least $9.67B, in the hour up to 11 hours after the high of open interest',
      'Open interest fell furthest on 10 Oct 2025: −31.6 %; the most was forced out on 10 Oct 2025: at least $18.70B',
      'n = 2: too few to lean on. Nearest is the long purge of 31 Jul 2025, 27.2 standard deviations away',
      'n = 3: too few to lean on. Bitcoin stood higher 7 days after 2 of 3; after any day, 56 %',
    ])
    const rowOf = (name: string) =>
      page.locator('#metrics .metrics tr').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    expect(await rowOf('Over the flush').textContent()).toBe(
      'Over the flush▲highest: ≥ $18.70B≥ $1.77B−90.5 %▼lowest: ≥ $944.35M−95.0 %',
    )
    expect(await rowOf('From the extreme of the price to recovery').textContent()).toContain('not known')
    // What may be below zero is told by the difference: a percentage of it would have the wrong sign.
    expect(await rowOf('Bitcoin held on exchanges, 7 days').textContent()).toBe(
      'Bitcoin held on exchanges, 7 days▲highest: +8,810 BTC▼lowest: +1,000 BTC−7,810 BTC+3,868 BTC−4,942 BTC',
    )
    expect(await page.locator('#followed .mark-gap').textContent()).toContain('n = 3: too few to lean on')
    await page.locator('#followed').getByRole('button', { name: 'Show as table' }).click()
    expect(await page.locator('#followed tbody tr').first().textContent()).toMatch(/^Recovered by now3\d+ %/)
    const followed = (await savedFrom(page, 'followed', 'CSV')).bytes.toString().split('\r\n')
    expect([followed[0], followed[1]]).toEqual([
      expect.stringMatching(/,recoveredCount,recoveredShare,recoveredLow,recoveredHigh$/),
      expect.stringMatching(/^RECOVERED,,3,+2,0\.6/),
    ])
    expect(await page.locator('#followed tbody tr').nth(4).textContent()).toBe(
      'Bitcoin, 7 days367 %21 % to 94 %14756 %48 % to 64 %',
    )
    const csv = (await savedFrom(page, 'open-interest', 'CSV')).bytes.toString().split('\r\n')
    expect([csv.length, csv[0], csv[49]]).toEqual([
      171,
      `hours,${PURGES.map((code) => `${code} level,${code} index`).join(',')}`,
      expect.stringMatching(/^0(,\d+(\.\d+)?,100){3}$/),
    ])
    expect(await faultsOf(page)).toEqual([])
    expect(await faultsOnPhone(page)).toEqual([])

    // What is chosen stands in the address: a link shows the same to somebody else.
    await page.getByText('Extreme of the price', { exact: true }).click()
    await page.getByRole('button', { name: 'Leave out Long purge, 31 Jul 2025' }).click()
    await page.getByLabel('Add an episode').selectOption('2025-07-09-short-squeeze')
    await soon(() => titleOf(page, 'price')).toContain('the extreme of Bitcoin’s price')
    await soon(() => page.locator('#metrics thead').textContent()).toContain('9 Jul 2025')
    const link = new URL(await linkOf(page, 'price'))
    expect([link.hash, Object.fromEntries(link.searchParams)]).toEqual([
      '#price',
      {
        ids: [PURGES[0], PURGES[1], '2025-07-09-short-squeeze'].join(','),
        at: '2025-11-01T00:00:00.000Z',
        scale: 'linear',
        side: 'zzz',
        align: 'TROUGH',
      },
    ])
    // Two choices in a row of the same part are one step of the history.
    await page.goBack()
    await soon(() => page.locator('#metrics thead').textContent()).toContain('31 Jul 2025')
    await page.goForward()
    await soon(() => page.locator('#metrics thead').textContent()).toContain('9 Jul 2025')
    // Of a squeeze the parts work against each other: no share of the change is told as one.
    expect(await rowOf('Part of it that positions made, the rest prices').textContent()).toContain(
      '⇅−152.5 %',
    )
    expect(await rowOf('As the flush began').textContent()).toContain('$174.08B')
    expect(await page.locator('#metrics .picture-note').textContent()).toContain('went opposite ways')

    // Without the API what stands there stays.
    await reader.setOffline(true)
    await page.getByText('Detection', { exact: true }).click()
    await page.locator('#open-interest .trouble').waitFor()
    expect(await page.locator('#open-interest canvas').count()).toBe(1)
    expect(await page.locator('#open-interest .mark').first().textContent()).toContain(
      'still the former answer',
    )
    expect(await titleOf(page, 'open-interest')).toContain('the extreme of Bitcoin’s price')
    expect(await page.locator('#metrics .trouble').count()).toBe(0)
    await reader.setOffline(false)
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    expect(requests.filter((url) => !url.startsWith(origin))).toEqual([])
    await page.close()
  })

  test('a shock is chosen by keyboard, asked for once the hand rests, and told to be a model', async () => {
    const { page, complaints, requests } = await visit(reader, `${origin}/stress?${AT}`)
    await settle(page, 4)
    expect(await titleOf(page, 'path')).toBe(
      'A fall of 10 % of BTC would become one of 13.3 %, and close $2.65B by force',
    )
    expect(await page.locator('.model-note').textContent()).toMatch(
      /^A model, not a measurement. Which leverage positions have is told by nobody/,
    )
    expect(await titleOf(page, 'replays')).toBe(
      'In 10 past episodes the model closed from 0.14 to 15.9 times what was recorded of BTC',
    )
    expect(await page.locator('#replays .mark-floor').textContent()).toContain('lower bounds')
    expect(await titleOf(page, 'assumptions')).toContain('fitted to 53 days')
    expect(await faultsOf(page)).toEqual([])

    const slider = page.getByRole('slider', { name: 'Shock of the price' })
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await slider.getAttribute('aria-valuetext')).toBe('a fall of 11 percent')
    await soon(() => titleOf(page, 'path')).toContain('A fall of 11 %')
    // A drag passes through many shocks: only the last is asked for.
    await slider.evaluate((input) => {
      for (const value of ['-15', '-25', '-30']) {
        ;(input as unknown as { value: string }).value = value
        ;(input as unknown as EventTarget).dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
    await soon(() => titleOf(page, 'path')).toContain('A fall of 30 %')
    const asked = requests.map(decodeURIComponent).filter((request) => request.includes('StressPath'))
    expect(asked.filter((request) => request.includes('"shock":-0.3'))).not.toEqual([])
    expect(asked.filter((request) => /"shock":-0\.(15|25)/.test(request))).toEqual([])
    expect(new URL(page.url()).search).toBe('?at=2025-11-01T00%3A00%3A00Z&shock=-30')
    // A squeeze is a shock too; none at all is none, and is passed over.
    await slider.fill('-1')
    await page.keyboard.press('ArrowRight')
    expect(await slider.getAttribute('aria-valuetext')).toBe('a rise of 1 percent')
    await page.getByRole('button', { name: '+10 %' }).click()
    await soon(() => titleOf(page, 'path')).toContain('A rise of 10 % of BTC')
    const map = (await savedFrom(page, 'map', 'CSV')).bytes.toString().split('\r\n')
    expect([map.length, map[0]]).toEqual([62, 'from,to,fromPrice,toPrice,side,usd,cumulativeUsd'])
    expect((await savedFrom(page, 'path', 'PNG')).bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(await faultsOnPhone(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('days that were not read stand out, with what kept them from it', async () => {
    const { page, complaints } = await visit(reader, `${origin}/quality?${AT}`)
    await settle(page, 6)
    expect(await titleOf(page, 'calendar')).toBe('5 of 1,980 days of 22 feeds were not read in full')
    const gap = page.locator('.gaps button').first()
    expect(await gap.textContent()).toBe(
      'OKX: funding, liquidations, long accounts, open interest, order books20 Aug 2025, 03:00 to 09:00 · 6 hoursNo recorder said why: none was at work, or it was killed',
    )
    expect(await titleOf(page, 'gaps')).toBe('One gap of OKX, in 5 feeds at once')
    // What the calendar can't hold is told.
    expect(await page.locator('#calendar .mark-note').textContent()).toContain('7 feeds not in the calendar')
    expect(await page.locator('#calendar .picture-note').textContent()).toContain(
      'market caps (whole market); reserves (whole market); fund flows (whole market); instrument lists (Binance, Bybit, Hyperliquid, OKX)',
    )
    await gap.focus()
    await soon(() => gap.getAttribute('class')).toBe('is-pointed')
    await page.locator('#calendar').getByRole('button', { name: 'Show as table' }).click()
    expect(await page.locator('#calendar tbody tr').first().textContent()).toMatch(
      /^20 Aug 2025OKXFunding75\.0 %No recorder said why/,
    )
    expect(await titleOf(page, 'completeness')).toMatch(/^2 of 4 venues do not print every forced order/)
    expect(await page.locator('#completeness').textContent()).toContain(
      'OKX leaves orders out. At most one order a second and contract',
    )
    expect(await titleOf(page, 'runs')).toMatch(
      /^None of the latest \d+ loads failed, no record was refused$/,
    )
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('Family').selectOption('ORDER_BOOK')
    await soon(() => titleOf(page, 'calendar')).toBe('1 of 270 days of 3 feeds were not read in full')
    const csv = (await savedFrom(page, 'calendar', 'CSV')).bytes.toString()
    expect(csv.split('\r\n')).toHaveLength(272)
    expect(csv).toContain('2025-08-20,okx,ORDER_BOOK,sample,0.75\r\n')
    expect(await faultsOnPhone(page)).toEqual([])
    // A gap that ended later was still open then.
    await page.goto(`${origin}/quality?at=2025-08-20T08:00:00Z`)
    await soon(() => gap.textContent()).toContain('20 Aug 2025, 03:00 to now · lasts')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a link to what is not there tells the API’s own error, with a way on', async () => {
    const { page } = await visit(reader, `${origin}/compare?ids=nope,${PURGES[0]}`)
    const trouble = page.locator('.trouble')
    await soon(() => trouble.allTextContents()).toEqual([
      expect.stringContaining('There is no episode "nope". It takes an id or code of'),
    ])
    await page.getByRole('link', { name: 'Compare the newest episodes' }).click()
    await soon(async () => page.url()).toContain(encodeURIComponent(PURGES.join(',')))
    // What an address leaves open is filled in: its link shows the same when there are newer episodes.
    await page.goto(`${origin}/episode?${AT}`)
    await soon(async () => new URL(page.url()).searchParams.get('id')).toBe(PURGES[0])
    // Nothing of the future is the default, and what is shown is told to its end.
    await page.goto(`${origin}/episode?at=2025-09-21T12:00:00Z`)
    await soon(async () => new URL(page.url()).searchParams.get('id')).toBe(PURGES[2])
    await soon(() => titleOf(page, 'claims')).toBe(
      '1 of 3 published figures that can be measured lie within a tenth of what is measured',
    )
    await page.goto(`${origin}/episode?id=${PURGES[1]}&at=2025-09-22T00:00:00Z`)
    await soon(() => titleOf(page, 'funding')).toBe('Funding changed its sign on 22 Sept 2025, 08:00 UTC')
    expect(await page.locator('.data-line').allTextContents()).toContainEqual(
      expect.stringContaining('Shown as it is known today'),
    )
    // The data begins a day before, and its only gap is of August.
    await page.goto(`${origin}/?at=2025-06-02T00:30:00Z`)
    await soon(() => titleOf(page, 'dominance')).toMatch(/^Bitcoin is [\d.]+ % of the market$/)
    await soon(() => titleOf(page, 'feeds')).toMatch(/: no gap in the 7 days to then$/)
    // By the hour, whatever part of a bucket the window's ends cut.
    await page.goto(`${origin}/?at=2025-10-11T05:00:00Z`)
    await soon(() => titleOf(page, 'funding')).toMatch(/^Over 7 days longs paid shorts 12\.4 % a year/)
    await page.goto(`${origin}/?at=2025-09-21T20:00:00Z`)
    await soon(() => titleOf(page, 'glance')).toMatch(/, and stand at their high$/)
    await page.goto(`${origin}/stress?shock=-12.5`)
    await soon(() => titleOf(page, 'path')).toMatch(/^A fall of 12.5 % of BTC /)
    await soon(() => titleOf(page, 'map')).toContain('wait within 13 % below')
    for (const [params, ...values] of [
      ['shock=-200', '-200'],
      ['shock=deep&asset=NOPE', 'NOPE', 'deep'],
    ]) {
      await page.goto(`${origin}/stress?${params}`)
      const told = page.getByRole('alert')
      await soon(() => told.locator('code').allTextContents()).toEqual(values)
      await soon(() => titleOf(page, 'path')).toContain('A fall of 10 % of BTC')
      expect(await trouble.count()).toBe(0)
      await told.getByRole('link').first().click()
      await soon(() => told.locator('code').allTextContents()).toEqual(values.slice(1))
    }
    await page.close()
  })

  test('a store without episodes and open interest says what is missing', async () => {
    const [market] = await loadMarkets(database, [linearMarket('bybit', 'BTC')])
    await loadLiquidations(database, 'bybit', span('22T00:00', '23T00:00'), [
      order(market!, '22T06:00:00.000', 'LONG', '900'),
    ])
    const own = await listen(database)
    const { page, complaints } = await visit(reader, `${originOf(own)}/compare`)
    await page.getByText('No episode was found yet').waitFor()
    await page.getByRole('link', { name: 'Stress' }).click()
    await page.getByText('There is nothing to put under stress').waitFor()
    await page.getByRole('link', { name: 'Data quality' }).click()
    await settle(page, 6)
    expect(await titleOf(page, 'gaps')).toBe('There is no gap in this time')
    expect(await titleOf(page, 'completeness')).toBe('Every venue prints every forced order')
    expect(complaints).toEqual([])
    await page.close()
    await own.close()
  })
})
