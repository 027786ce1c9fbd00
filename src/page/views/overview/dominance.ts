import { decimal, percent, usd } from '../../format.ts'
import type { DominanceBeforeQuery, DominanceNowQuery } from '../../generated/overview.ts'
import { rowsOf } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'

/** @param before of 30 days earlier; undefined: not known, and nothing is held to it */
export function showDominance(
  { dominance }: DominanceNowQuery,
  before: DominanceBeforeQuery | undefined,
): Shown {
  const { byAsset, totalUsd, meta } = dominance
  const named = byAsset.flatMap((row) => (row.asset ? [{ ...row, asset: row.asset }] : []))
  const rest = 1 - named.reduce((sum, row) => sum + Number(row.dominance), 0)
  const now = named.find(({ asset }) => asset.code === 'BTC')
  const then = before?.dominance.byAsset.find(({ asset }) => asset?.code === 'BTC')
  const points = now && then ? (Number(now.dominance) - Number(then.dominance)) * 100 : undefined
  const rows = [
    ...named.map(({ asset, dominance: share, capUsd }) => ({
      name: asset.name,
      share: Number(share),
      capUsd: Number(capUsd),
    })),
    { name: 'Everything else', share: rest, capUsd: rest * Number(totalUsd) },
  ]
  return {
    title: now
      ? `Bitcoin is ${percent(now.dominance)} of the market${points === undefined ? '' : `, ${decimal(Math.abs(points), 1)} points ${points < 0 ? 'less' : 'more'} than 30 days ago`}`
      : `The market is worth ${usd(totalUsd)}`,
    unit: 'Market cap / that of all listed coins',
    marks: marksOf(meta),
    drawing: (palette, isNarrow) =>
      rowsOf(
        palette,
        rows.map(({ name, share }) => ({
          name,
          value: share,
          label: percent(share),
          color: name === 'Everything else' ? palette.price : palette.main,
        })),
        isNarrow,
      ),
    table: {
      columns: [
        { title: 'Asset' },
        { title: 'Dominance', isNumber: true },
        { title: 'Market cap', isNumber: true },
      ],
      rows: rows.map(({ name, share, capUsd }) => [name, percent(share, 2), usd(capUsd)]),
    },
    csv: {
      columns: ['asset', 'name', 'kind', 'dominance', 'capUsd'],
      rows: [
        ...named.map(({ asset, kind, dominance: share, capUsd }) => [
          asset.code,
          asset.name,
          kind,
          share,
          capUsd,
        ]),
        // As exact as the API's own shares, and cents.
        ['', 'Everything else', '', rest.toFixed(12), (rest * Number(totalUsd)).toFixed(2)],
      ],
    },
    note: `All together: ${usd(totalUsd)}.`,
  }
}
