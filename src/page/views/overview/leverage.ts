import { count, counted, percent, toNumber, usd } from '../../format.ts'
import type { LeverageByTierQuery } from '../../generated/overview.ts'
import { rowsOf } from '../../parts/drawings.ts'
import { carriedOf, marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { PartNames } from '../../parts/selection.ts'

const TIERS = {
  LARGE: 'Large, ≥ $10B',
  MID: 'Mid, ≥ $1B',
  SMALL: 'Small, ≥ $100M',
  MICRO: 'Micro, < $100M',
} as const

export function showLeverage(
  { leverage, openInterest, before }: LeverageByTierQuery,
  { of, on }: PartNames,
): Shown {
  const { breakdown, total, meta } = leverage
  const { series, carriedBy, now } = openInterest
  const carried = carriedOf(series.columns, carriedBy, Date.parse(now.at))
  const earlier = new Map(before.breakdown.map(({ key, ratio }) => [key.tier, ratio]))
  const tiers = breakdown.map((row) => ({
    ...row,
    code: row.key.tier ?? 'UNKNOWN',
    name: row.key.tier === null ? 'Size not known' : TIERS[row.key.tier],
    was: earlier.get(row.key.tier) ?? null,
  }))
  const rows = [...tiers, { ...total, code: 'ALL', name: 'All together', was: before.total.ratio }]
  const notices: Mark[] = breakdown.flatMap(({ notice }) =>
    notice
      ? [
          {
            kind: 'NOTE',
            text: notice.code === 'NO_CAP' ? 'Some assets have no cap' : notice.code,
            detail: notice.message,
          },
        ]
      : [],
  )
  const highest = tiers
    .filter(({ key }) => key.tier !== null)
    .sort((a, b) => Number(b.ratio ?? 0) - Number(a.ratio ?? 0))[0]
  return {
    title:
      total.ratio === null
        ? `Leverage${of}${on} is not known`
        : `Leverage${of}${on} is ${percent(total.ratio)} of market cap${of === '' && highest?.ratio ? `, and ${percent(highest.ratio)} for ${counted(highest.assetCount, `${highest.key.tier!.toLowerCase()} coin`)}` : ''}`,
    unit: 'Open interest / market cap; the stroke is 30 days earlier, of the coins of the class then',
    marks: [...carried.lastMarks, ...marksOf(meta), ...notices],
    drawing:
      tiers.length === 0
        ? undefined
        : (palette, isNarrow) =>
            rowsOf(
              palette,
              rows.map(({ name, ratio, was }) => ({
                name: isNarrow ? name.split(',')[0]! : name,
                value: toNumber(ratio),
                label: percent(ratio),
                mark: toNumber(was),
                color: name === 'All together' ? palette.price : palette.fourth,
              })),
              isNarrow,
              '30 days earlier',
            ),
    empty: 'No asset has both open interest and a market cap.',
    table: {
      columns: [
        { title: 'Size class' },
        { title: 'Ratio', isNumber: true },
        { title: '30 days earlier', isNumber: true },
        { title: 'Open interest', isNumber: true },
        { title: 'Market cap', isNumber: true },
        { title: 'Assets', isNumber: true },
      ],
      rows: rows.map(({ name, ratio, was, openInterestUsd, capUsd, assetCount }) => [
        name,
        percent(ratio, 2),
        percent(was, 2),
        usd(openInterestUsd),
        usd(capUsd),
        count(assetCount),
      ]),
    },
    csv: {
      columns: ['tier', 'ratio', 'ratio30DaysEarlier', 'openInterestUsd', 'capUsd', 'assetCount'],
      rows: rows.map(({ code, ratio, was, openInterestUsd, capUsd, assetCount }) => [
        code,
        ratio,
        was,
        openInterestUsd,
        capUsd,
        assetCount,
      ]),
    },
    note: 'The same coins stand on both sides of a ratio. Classes are those of each time: one need not hold the same coins at both, and can hold few. The table says how many it holds now.',
  }
}
