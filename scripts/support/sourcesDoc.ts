import { COMPLETENESS_REGIMES } from '../../src/liquidations/completeness.ts'
import { findVenue, VENUE_CODES } from '../../src/sources/ccxt/index.ts'
import { COINGECKO_SHEET } from '../../src/sources/coingecko/sheet.ts'
import { COINGLASS_SHEET } from '../../src/sources/coinglass/sheet.ts'
import { DEFILLAMA_SHEET } from '../../src/sources/defillama/sheet.ts'
import type { HouseSheet } from '../../src/sources/houseSheet.ts'
import type { FamilySheet, VenueFamily } from '../../src/sources/ccxt/sheet.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/lib/time.ts'
import type { Family } from '../../src/quality/record.ts'
import { CADENCE_MS } from '../../src/recorder/schedule.ts'

const FAMILIES: readonly [VenueFamily, string][] = [
  ['MARKETS', 'Markets'],
  ['LIQUIDATIONS', 'Liquidations'],
  ['OPEN_INTEREST', 'Open interest'],
  ['FUNDING', 'Funding'],
  ['ORDER_BOOK', 'Order book'],
  ['CANDLES', 'Bars of a minute'],
  ['LONG_SHORT', 'Account ratio'],
]

/** Sources that are no venue. */
export const HOUSES: readonly HouseSheet[] = [COINGECKO_SHEET, DEFILLAMA_SHEET, COINGLASS_SHEET]

/** `docs/sources.md`: what each venue gives of each family, from the sheets that stand beside the code that reads it. */
export function writeSourcesDoc(): string {
  const venues = VENUE_CODES.flatMap((code) => {
    const venue = findVenue(code)
    return venue?.sheet ? [{ code, name: venue.markets.exchange.name, sheet: venue.sheet }] : []
  })
  const overview = [
    row(['', ...FAMILIES.map(([, name]) => name)]),
    row(FAMILIES.map(() => '---').concat('---')),
    ...venues.map(({ name, sheet }) =>
      row([
        `[${name}](#${anchor(name)})`,
        ...FAMILIES.map(([family]) => (sheet[family].supported ? 'yes' : 'no')),
      ]),
    ),
  ]
  const details = venues.flatMap(({ code, name, sheet }) => [
    `## ${name}`,
    '',
    `Code: \`${code}\`.`,
    '',
    ...FAMILIES.flatMap(([family, title]) => [`### ${title}`, '', ...describe(sheet[family]), '']),
    ...completenessOf(code),
  ])
  const houses = HOUSES.flatMap(({ name, code, key, parts }) => [
    `## ${name}`,
    '',
    `Source: \`${code}\`. ${key}`,
    '',
    ...Object.entries(parts).flatMap(([title, sheet]) => [`### ${title}`, '', ...describe(sheet), '']),
  ])
  return [
    '# Sources',
    '',
    '<!-- Written by `npm run docs`; a test holds it against the code. -->',
    '',
    'What Unwind reads of each venue, field by field: what the venue counts in, whose side it prints, which clock, how far back it',
    'goes, and the test that proves it with a message of the venue. What a venue lacks is said here, and is not made up.',
    '',
    ...overview,
    '',
    `The recorder polls ${FAMILIES.filter(([family]) => family !== 'MARKETS')
      .map(([family, name]) => `${name.toLowerCase()} every ${Math.round(CADENCE_MS[family] / 1000)} s`)
      .join(', ')}; liquidations are streamed where the venue has a stream.`,
    '',
    'ccxt 4.5.84 no longer has BitMEX: it is not read.',
    '',
    `Sources without a venue: ${HOUSES.map(({ name }) => `[${name}](#${anchor(name)})`).join(', ')}. The recorder polls market caps every`,
    `${pace('MARKET_CAPS')}, coins on exchanges and flows of funds every ${pace('RESERVES')}, and the sums of Coinglass every ${pace('SERIES')}. What a house summed`,
    'itself stays a source of its own and is never merged with what Unwind measures.',
    '',
    ...details,
    ...houses,
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function describe(family: FamilySheet): string[] {
  if (!family.supported) return [`Not read. ${family.why}`]
  const { through, unit, side, clock, history, limits, url, fixture } = family
  return [
    row(['Through', through]),
    row(['---', '---']),
    row(['Unit', unit]),
    ...(side === undefined ? [] : [row(['Side', side])]),
    row(['Clock', clock]),
    row(['History', history]),
    ...(limits === undefined ? [] : [row(['Limits', limits])]),
    row(['Documentation', url]),
    row(['Proved by', `\`${fixture}\``]),
  ]
}

function completenessOf(code: string): string[] {
  const regimes = COMPLETENESS_REGIMES.filter(({ exchangeCode }) => exchangeCode === code)
  if (regimes.length === 0) return []
  return [
    '### How complete its liquidations are',
    '',
    row(['From', 'To', 'Completeness', 'Why']),
    row(['---', '---', '---', '---']),
    ...regimes.map(({ from, to, completeness, reason, url }) =>
      row([
        day(from) ?? 'ever',
        day(to) ?? 'now',
        completeness,
        url === null ? reason : `${reason} [Source](${url})`,
      ]),
    ),
    '',
  ]
}

const pace = (family: Family) =>
  CADENCE_MS[family] < HOUR_MS
    ? `${CADENCE_MS[family] / MINUTE_MS} minutes`
    : `${CADENCE_MS[family] / HOUR_MS} h`

const day = (time: Date | undefined) => time?.toISOString().slice(0, 10)

const anchor = (name: string) => name.toLowerCase().replaceAll(' ', '-')

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
