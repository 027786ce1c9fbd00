import fs from 'node:fs'
import { expect, test } from 'vitest'
import { SOURCES_DOC } from '../../scripts/docs.ts'
import { HOUSES, writeSourcesDoc } from '../../scripts/support/sourcesDoc.ts'
import { findVenue, VENUE_CODES } from '../../src/sources/ccxt/index.ts'

test('docs/sources.md says what the code reads: `npm run docs` writes it', () => {
  expect(fs.readFileSync(SOURCES_DOC, 'utf8')).toBe(writeSourcesDoc())
})

test.each(VENUE_CODES)('the sheet of %s agrees with its sources, and names tests that exist', (code) => {
  const { sheet, liquidations, openInterest, funding, orderBook, candles, longShort } = findVenue(code)!
  const read = {
    MARKETS: true,
    LIQUIDATIONS: liquidations !== undefined,
    OPEN_INTEREST: openInterest !== undefined,
    FUNDING: funding !== undefined,
    ORDER_BOOK: orderBook !== undefined,
    CANDLES: candles !== undefined,
    LONG_SHORT: longShort !== undefined,
  }
  const said = Object.fromEntries(
    Object.entries(sheet!).map(([family, { supported }]) => [family, supported]),
  )
  expect(said).toEqual(read)
  for (const family of Object.values(sheet!))
    if (family.supported) expect(fs.existsSync(family.fixture), family.fixture).toBe(true)
})

test.each(HOUSES.map((house) => [house.name, house] as const))(
  'the sheet of %s names tests that exist',
  (_, { parts }) => {
    for (const { fixture } of Object.values(parts)) expect(fs.existsSync(fixture), fixture).toBe(true)
  },
)
