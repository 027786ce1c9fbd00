import fs from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const executablePath = CHROMIUMS.find((file) => fs.existsSync(file))

export const hasBrowser = executablePath !== undefined
export const noBrowser = 'no Chromium found: `apt-get install -y chromium` brings one'

/** Chromium that asks nobody for anything of its own accord. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath!,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
