import { change, percent, time, toNumbers } from '../../format.ts'
import type { FundingHeatQuery } from '../../generated/overview.ts'
import { heat } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { PartNames } from '../../parts/selection.ts'

export function showFunding(
  { funding, hourly: { mean, negativeShare } }: FundingHeatQuery,
  { of, on }: PartNames,
): Shown {
  const { timeSeriesBy, meta } = funding
  const strips = timeSeriesBy.map(({ key, series }) => ({
    name: key.exchange?.name ?? key.label,
    starts: series.columns.start,
    values: toNumbers(series.columns.value),
  }))
  const starts = strips[0]?.starts ?? []
  const rate = mean.rateYear === null ? null : Number(mean.rateYear)
  return {
    title:
      rate === null
        ? `Nothing is known of funding${of}${on}`
        : `Over 7 days ${rate >= 0 ? 'longs' : 'shorts'}${of}${on} paid ${rate >= 0 ? 'shorts' : 'longs'} ${percent(Math.abs(rate))} a year; now shorts pay on ${negativeShare.negativeCount} of ${negativeShare.marketCount} markets`,
    unit: 'Settled rates of a year, weighted by open interest; warm: longs pay, blank: not known',
    marks: marksOf(meta),
    drawing:
      strips.length === 0
        ? undefined
        : (palette, isNarrow) => heat(palette, strips, (value) => change(value), isNarrow),
    empty: 'No funding rate is held for this window.',
    table: {
      columns: [{ title: 'Begin, UTC' }, ...strips.map(({ name }) => ({ title: name, isNumber: true }))],
      rows: starts
        .map((start, at) => [time(start), ...strips.map(({ values }) => change(values[at], 2))])
        .reverse(),
    },
    csv: {
      columns: ['start', ...strips.map(({ name }) => name)],
      rows: starts.map((start, at) => [
        start,
        ...timeSeriesBy.map(({ series }) => series.columns.value[at] ?? null),
      ]),
    },
  }
}
