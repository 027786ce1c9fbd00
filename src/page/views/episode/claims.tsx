import { count, decimal, NOT_KNOWN, percent, usd, words } from '../../format.ts'
import type { EpisodeClaimsQuery } from '../../generated/episode.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { Table, type TableContent } from '../../parts/Table.tsx'

type Claim = NonNullable<EpisodeClaimsQuery['episode']>['claims'][number]

/** A figure in the unit that its publisher used. */
function inUnit(value: string | null, unit: string): string {
  if (value === null) return NOT_KNOWN
  if (unit === 'USD') return usd(value)
  if (unit === 'FRACTION') return percent(value)
  return unit === 'COUNT' ? count(value) : `${decimal(value, 1)} ${unit.toLowerCase()}`
}

const published = ({ claim: { low, high, unit } }: Claim): string =>
  low === high ? inUnit(low, unit) : `${inUnit(low, unit)} to ${inUnit(high, unit)}`

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
  const within = measured.filter(
    ({ measured: value, difference, claim }) =>
      Math.abs(Number(difference)) <= 0.1 * Math.abs(Number(claim.high)) && value !== null,
  )
  const content: TableContent = {
    columns: [
      { title: 'What' },
      { title: 'Published', isNumber: true },
      { title: 'Measured', isNumber: true },
      { title: 'Difference', isNumber: true },
      { title: 'Published by' },
      { title: 'To know' },
    ],
    rows: claims.map((own) => [
      `${words(own.claim.measure)}${own.claim.asset ? `, ${own.claim.asset}` : ''}`,
      published(own),
      inUnit(own.measured, own.claim.unit),
      own.difference === null
        ? ''
        : Number(own.difference) === 0
          ? 'within'
          : inUnit(own.difference, own.claim.unit),
      <Citation {...own} />,
      [own.claim.note, own.note].filter(Boolean).join('. '),
    ]),
  }
  return {
    title:
      claims.length === 0
        ? 'Nothing that was published is held for this episode'
        : measured.length === 0
          ? 'Nothing that was published can be measured here'
          : `${within.length} of ${measured.length} published figures that can be measured lie within a tenth of what is measured`,
    unit: 'Published figures are never part of a measurement',
    body:
      claims.length === 0 ? (
        <p class="picture-empty">
          `npm run etl -- claims FILE` loads published figures with their citations.
        </p>
      ) : (
        <Table caption="Published figures beside measured ones" content={content} />
      ),
    table: content,
  }
}
