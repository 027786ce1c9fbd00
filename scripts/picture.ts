import path from 'node:path'
import { hasBrowser, launchBrowser, noBrowser } from '../test/support/browser.ts'

const FILE = path.resolve(import.meta.dirname, '../docs/images/page.png')
/** The purge that the sample is about, on its day. */
const PLACE = '?at=2025-09-22T12:00:00Z'
const SIZE = { width: 1440, height: 1180 }

/**
 * `npm run picture`: makes the picture of the README again, from a server that serves the sample.
 * @param rest where the server is; `npm start` serves at what is asked otherwise
 */
export async function main([origin = 'http://localhost:4000']: readonly string[]): Promise<void> {
  if (!hasBrowser) throw new Error(noBrowser)
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({
      viewport: SIZE,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    })
    await page.goto(new URL(PLACE, origin).href)
    // What is shown to readers must be the sample, and say so.
    await page.locator('.data-line.is-sample').waitFor()
    await page.locator('.picture').nth(7).waitFor()
    // Nothing is on its way any more.
    await page.locator('main:not(:has(.skeleton, [aria-busy="true"]))').waitFor()
    await page.screenshot({ path: FILE })
    process.stdout.write(`${path.relative(process.cwd(), FILE)} is made.\n`)
  } finally {
    await browser.close()
  }
}
