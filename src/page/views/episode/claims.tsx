import { count, counted, days, NOT_KNOWN, percent, points, usd, words } from '../../format.ts'
import type { EpisodeClaimsQuery } from '../../generated/episode.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { Table, type TableContent } from '../../parts/Table.tsx'

type Claim = NonNullable<EpisodeClaimsQuery['episode']>['claims'][number]

const MEASURES: Readonly<Record<string, string>> = {
  LIQUIDATIONS_TOTAL: 'Liquidations',
  LIQUIDATIONS_LONG: 'Liquidations of longs',
  LIQUIDATIONS_SHORT: 'Liquidations of shorts',
  LONG_SHARE: 'Part of liquidations that was long',
  MARKET_CAP_CHANGE: 'Change of market cap',
  SHARE_OF_FALL: 'Part of the fall of the whole market',
}

/** Notes in a row, each a sentence. */
const sentences = (notes: readonly (string | null)[]): string =>
  notes
    .flatMap((note) => (note ? [`${note.charAt(0).toUpperCase()}${note.slice(1).replace(/\.$/, '')}.`] : []))
    .join(' ')

/** A figure in the unit that its publisher used. */
function inUnit(value: string | null, unit: string): string {
  if (value === null) return NOT_KNOWN
  if (unit === 'USD') return usd(value)
  if (unit === 'FRACTION') return percent(value)
  return unit === 'COUNT' ? count(value) : counted(Number(value), unit.toLowerCase().replace(/s$/, ''))
}

const published = ({ claim: { low, high, unit } }: Claim): string =>
  low === high ? inUnit(low, unit) : `${inUnit(low, unit)} to ${inUnit(high, unit)}`

/** How far what is measured lies from what was published. */
function apart({ difference, claim: { unit } }: Claim): string {
  if (difference === null) return ''
  const size = Number(difference)
  if (size === 0) return 'within'
  const told =
    unit === 'FRACTION' ? points(Math.abs(size)).replace('+', '') : inUnit(String(Math.abs(size)), unit)
  return `${told} ${size < 0 ? 'less' : 'more'}`
}

function Citation({ claim: { publisher, title, url } }: Claim) {
  return (
    <>
      {publisher}: {url ? <a href={url}>{title}</a> : title}
    </>
  )
}

/** What others published beside what is measured here: never mixed, each published figure with who said it. */
export function showClaims({ episode }: EpisodeClaimsQuery): Shown {
  const claims = episode?.claims ?? []
  const measured = claims.filter((own) => own.measured !== null)
  const near = measured.filter(
    ({ measured: value, difference }) => Math.abs(Number(difference)) <= 0.1 * Math.abs(Number(value)),
  )
  const content: TableContent = {
    columns: [
      { title: 'What' },
      { title: 'Of' },
      { title: 'Published', isNumber: true },
      { title: 'Measured', isNumber: true },
      { title: 'Measured is', isNumber: true },
      { title: 'Published by' },
      { title: 'To know' },
    ],
    rows: claims.map((own) => [
      `${MEASURES[own.claim.measure] ?? words(own.claim.measure)}${own.claim.asset ? `, ${own.claim.asset}` : ''}`,
      own.claim.window ? days(own.claim.window.from, own.claim.window.to) : 'not told',
      published(own),
      inUnit(own.measured, own.claim.unit),
      apart(own),
      <Citation {...own} />,
      sentences([own.claim.note, own.note]),
    ]),
  }
  return {
    title:
      claims.length === 0
        ? 'Nothing that was published is held for this episode'
        : measured.length === 0
          ? 'Nothing that was published can be measured here'
          : `${near.length} of ${measured.length} published figures that can be measured lie within a tenth of what is measured`,
    unit: 'Published figures are never part of a measurement',
    body:
      claims.length === 0 ? (
        <p class="picture-empty">
          `npm run etl -- claims FILE` loads published figures with their citations.
        </p>
      ) : (
        <Table caption="Published figures beside measured ones" content={content} isCards />
      ),
    table: content,
  }
}
