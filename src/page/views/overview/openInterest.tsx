import type { ComponentChildren } from 'preact'
import { change, counted, day, percent, time, toNumber, toNumbers, usd, usdShort } from '../../format.ts'
import type { GlanceQuery, OpenInterestNowQuery } from '../../generated/overview.ts'
import {
  base,
  carriedLegend,
  carriedSeries,
  levelLine,
  timeAxis,
  tooltipOf,
  valueAxis,
} from '../../parts/drawings.ts'
import { shortName } from '../../parts/episodeNames.ts'
import { carriedOf, marksOf } from '../../parts/marks.ts'
import { interestRows } from '../../parts/rows.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { PartNames } from '../../parts/selection.ts'
import { hrefOf } from '../../router.ts'
import type { Palette } from '../../theme.ts'

type High = GlanceQuery['openInterest']['allTimeHigh']
type Purge = OpenInterestNowQuery['purges']['nodes'][number]

/** Where open interest stands against its high, in words. */
export function againstHigh(high: High): string {
  if (!high) return 'its high is not known'
  if (high.distanceFraction === null) return `its high was ${usd(high.usd)}`
  const below = -Number(high.distanceFraction)
  return below === 0 ? 'its all-time high' : `${shareBelow(below)} below its high of ${usd(high.usd)}`
}

/** Finer where it would be told as none. */
export const shareBelow = (below: number): string => percent(below, below < 0.0005 ? 3 : 1)

export function showOpenInterest(
  { openInterest, purges }: OpenInterestNowQuery,
  { of, on }: PartNames,
): Shown {
  const { series, carriedBy, now, allTimeHigh, change: changed, meta } = openInterest
  const { start, usd: values } = series.columns
  const numbers = toNumbers(values)
  const carried = carriedOf(series.columns, carriedBy, Date.parse(now.at))
  // Buckets end before a reading of the very moment: the line ends with what the title tells.
  const line = {
    name: 'Open interest',
    starts: [...start, now.at],
    values: [...numbers, toNumber(now.usd)],
    isCarried: [...carried.isCarried, carried.isCarried.at(-1) ?? false],
  }
  const rows = interestRows(series.columns)
  const from = Date.parse(start[0]!)
  const to = Date.parse(now.at)
  const high = allTimeHigh ? Number(allTimeHigh.usd) : undefined
  const past = purges.nodes.filter(({ phases }) => Date.parse(phases.peakAt) <= to)
  const within = past.filter(({ phases }) => Date.parse(phases.peakAt) >= from)
  return {
    title:
      now.usd === null
        ? `Open interest${of}${on} is not known${now.marketsMissing > 0 ? `: ${counted(now.marketsMissing, 'market')} without a reading young enough` : ''}`
        : `Open interest${of}${on} is ${usd(now.usd)}, ${againstHigh(allTimeHigh)}${carried.lastShare > 0 ? `; ${percent(carried.lastShare, 0)} of it stands by older readings` : ''}`,
    unit: 'USD, sum over markets at the end of each bucket, and at the end of all',
    marks: [...carried.marks, ...marksOf(meta)],
    drawing: numbers.every((value) => value === null)
      ? undefined
      : (palette, isNarrow) => ({
          ...base(palette),
          ...carriedLegend(palette, line),
          xAxis: timeAxis(palette, from, to),
          yAxis: valueAxis(palette, usdShort, {
            scale: true,
            // The high is shown also where the window lies below it.
            ...(high === undefined
              ? {}
              : {
                  max: ({ max }: { max: number }) => Math.max(max, high) * 1.03,
                  axisLabel: { color: palette.muted, formatter: usdShort, showMaxLabel: false },
                }),
          }),
          tooltip: {
            ...(base(palette).tooltip as object),
            formatter: tooltipOf((value) => usd(value), carried.linesAt),
          },
          series: [
            ...carriedSeries(palette, { ...line, color: palette.main }),
            ...(allTimeHigh && high !== undefined
              ? [
                  {
                    type: 'line',
                    data: [],
                    markLine: levelLine(palette, high, `High ${usd(high)}, ${day(allTimeHigh.at)}`),
                  },
                ]
              : []),
            purgeSeries(palette, within, (from + to) / 2, isNarrow),
          ],
        }),
    table: {
      ...rows.table,
      rows: [
        ...rows.table.rows,
        [`${time(now.at)}, the end`, usd(now.usd), '', now.marketsMissing],
      ].reverse(),
    },
    csv: { ...rows.csv, rows: [...rows.csv.rows, [now.at, now.usd, null, now.marketsMissing]] },
    note: (
      <>
        {noteOf(allTimeHigh, changed)}
        {storyOf(past[0])}
      </>
    ),
  }
}

/** A thin line at the high that each purge fell from, with its day on top. On a narrow screen only the newest has room for its name. */
const purgeSeries = (palette: Palette, purges: readonly Purge[], middle: number, isNarrow: boolean) => ({
  type: 'line',
  data: [],
  silent: true,
  markLine: {
    silent: true,
    symbol: 'none',
    animation: false,
    data: purges.map((purge, place) => {
      const at = Date.parse(purge.phases.peakAt)
      return {
        xAxis: at,
        lineStyle: { color: palette.muted, type: 'solid', width: 1 },
        label: {
          show: !isNarrow || place === 0,
          formatter: `Purge, ${shortName(purge)}`,
          position: 'end',
          distance: 2,
          align: at > middle ? 'right' : 'left',
          color: palette.muted,
          fontSize: 11,
        },
      }
    }),
  },
})

function storyOf(last: Purge | undefined): ComponentChildren {
  return (
    last && (
      <>
        <br />
        Last purge: <a href={hrefOf('episode', { id: last.code })}>{shortName(last)}, its story</a>
      </>
    )
  )
}

function noteOf(high: High, changed: OpenInterestNowQuery['openInterest']['change']): string {
  const since = high ? `The high is of the data held, which begins ${day(high.since)}.` : ''
  return changed
    ? `Over the window it changed by ${change(changed.fraction)}: ${usd(changed.positionUsd)} by positions opened and closed, ${usd(changed.priceUsd)} by prices. ${since}`
    : since
}
