import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { AppOptions } from '../../src/server/app.ts'
import { createApi, type Api } from './api.ts'
import type { TestDatabase } from './database.ts'

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const originOf = ({ app }: Api): string =>
  `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

/** The whole server on a port of its own. */
export async function listen(database: TestDatabase, more: Partial<AppOptions> = {}): Promise<Api> {
  const api = await createApi(database, more)
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  return api
}

export interface Visit {
  readonly page: Page
  /** What was left of a minute's units after each answer that tells it. */
  readonly units: number[]
  /** What the browser complained of, violations of the policy among it. */
  readonly complaints: string[]
  /** Address and body of each. */
  readonly requests: string[]
}

/** A reader who may save files and read the clipboard. The files of the page are kept from one visit to the next. */
export const newReader = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    // What moves is painted all the time, by processors that the tests need.
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })

/** @param before what is done with the page while it is blank */
export async function visit(
  reader: BrowserContext,
  url: string,
  before?: (page: Page) => Promise<unknown>,
): Promise<Visit> {
  const page = await reader.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`))
  const units: number[] = []
  page.on('response', (response) => {
    const left = response.headers()['ratelimit-remaining']
    if (left !== undefined) units.push(Number(left))
  })
  await before?.(page)
  await page.goto(url)
  return { page, units, complaints, requests }
}

/** Machines are loaded at times: what must come is waited for. */
export const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 })

/** Until everything on the page is drawn or told. */
export async function settle(page: Page, pictures: number): Promise<void> {
  await page
    .locator('.picture')
    .nth(pictures - 1)
    .waitFor()
  await soon(() => page.locator('.skeleton, [aria-busy="true"]').count()).toBe(0)
}

export const titleOf = (page: Page, name: string) => page.locator(`#${name} h2`).textContent()

export const titlesOf = (page: Page) => page.locator('.picture h2').allTextContents()

/** The narrowest phone that is still about, px. */
const PHONE = { width: 320, height: 740 }
const DESK = { width: 1280, height: 800 }

/** What a phone shows wrongly: a page that moves sideways, what a finger can't meet. Afterwards the page is as wide as before. */
export async function faultsOnPhone(page: Page): Promise<string[]> {
  await page.setViewportSize(PHONE)
  const find = () =>
    page.evaluate<string[]>(`[
      ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : []),
      ...[...document.querySelectorAll('button:not(.text-button), select, .choice label, nav a')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 36)
        .map((one) => 'too low for a finger: ' + one.textContent),
    ]`)
  // Charts and tables come to rest after the page has.
  await soon(find)
    .toEqual([])
    .catch(() => undefined)
  const found = await find()
  await page.setViewportSize(DESK)
  return found
}

/** A button below a picture, by the word on it: its name goes on with what the picture answers. */
export const toolOf = (picture: Locator, word: string): Locator =>
  picture.getByRole('button', { name: new RegExp(`^${word}: `) })

/** The question that a picture gives to be pasted elsewhere. */
export async function copiedFrom(page: Page, picture: string): Promise<string> {
  const place = page.locator(`#${picture}`)
  await toolOf(place, 'Query').click()
  await place.getByRole('button', { name: 'Copy query' }).click()
  await soon(() => place.getByRole('status').textContent()).toContain('Query copied')
  await toolOf(place, 'Query').click()
  return page.evaluate<string>('navigator.clipboard.readText()')
}

/** The file that a picture's button saves. */
export async function savedFrom(page: Page, picture: string, button: string) {
  const download = page.waitForEvent('download')
  await toolOf(page.locator(`#${picture}`), button).click()
  const file = await download
  return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) }
}

/** What a picture's "Link" puts on the clipboard. */
export async function linkOf(page: Page, picture: string): Promise<string> {
  const place = page.locator(`#${picture}`)
  await toolOf(place, 'Link').click()
  await soon(() => place.getByRole('status').textContent()).toBe('Link copied.')
  return page.evaluate<string>('navigator.clipboard.readText()')
}

/** What axe finds serious or critical, in light and in dark. */
export async function faultsOf(page: Page): Promise<string[]> {
  // As a statement of the debugger: the page's own policy lets no script in.
  await page.evaluate(AXE)
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // By night only the colours are others.
    const options = {
      resultTypes: ['violations'],
      ...(colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}),
    }
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
