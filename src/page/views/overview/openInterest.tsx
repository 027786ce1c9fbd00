import type { ComponentChildren } from 'preact'
import { change, counted, day, percent, time, toNumbers, usd, usdShort } from '../../format.ts'
import type { GlanceQuery, OpenInterestNowQuery } from '../../generated/overview.ts'
import { base, levelLine, lineSeries, timeAxis, tooltipOf, valueAxis } from '../../parts/drawings.ts'
import { shortName } from '../../parts/episodeNames.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { hrefOf } from '../../router.ts'
import type { Palette } from '../../theme.ts'

type High = GlanceQuery['openInterest']['allTimeHigh']
type Purge = OpenInterestNowQuery['purges']['nodes'][number]

/** Where open interest stands against its high, in words. */
export function againstHigh(high: High): string {
  if (!high) return 'its high is not known'
  if (high.distanceFraction === null) return `its high was ${usd(high.usd)}`
  const below = -Number(high.distanceFraction)
  return below === 0 ? 'its all-time high' : `${percent(below)} below its high of ${usd(high.usd)}`
}

export function showOpenInterest({ openInterest, purges }: OpenInterestNowQuery): Shown {
  const { series, now, allTimeHigh, change: changed, meta } = openInterest
  const { start, usd: values, marketsMissing } = series.columns
  const numbers = toNumbers(values)
  const from = Date.parse(start[0]!)
  const to = Date.parse(start.at(-1)!)
  const high = allTimeHigh ? Number(allTimeHigh.usd) : undefined
  const past = purges.nodes.filter(({ phases }) => Date.parse(phases.peakAt) <= to)
  const within = past.filter(({ phases }) => Date.parse(phases.peakAt) >= from)
  return {
    title:
      now.usd === null
        ? `Open interest is not known${now.marketsMissing > 0 ? `: ${counted(now.marketsMissing, 'market')} without a reading young enough` : ''}`
        : `Open interest is ${usd(now.usd)}, ${againstHigh(allTimeHigh)}`,
    unit: 'USD, sum over markets at the end of each bucket',
    marks: marksOf(meta),
    drawing: numbers.every((value) => value === null)
      ? undefined
      : (palette, isNarrow) => ({
          ...base(palette),
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
          tooltip: { ...(base(palette).tooltip as object), formatter: tooltipOf((value) => usd(value)) },
          series: [
            {
              ...lineSeries({
                name: 'Open interest',
                color: palette.main,
                starts: start,
                values: numbers,
              }),
              ...(allTimeHigh && high !== undefined
                ? { markLine: levelLine(palette, high, `High ${usd(high)}, ${day(allTimeHigh.at)}`) }
                : {}),
            },
            purgeSeries(palette, within, (from + to) / 2, isNarrow),
          ],
        }),
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Open interest', isNumber: true },
        { title: 'Markets missing', isNumber: true },
      ],
      rows: start.map((at, place) => [time(at), usd(values[place]), marketsMissing[place]]).reverse(),
    },
    csv: {
      columns: ['start', 'usd', 'marketsMissing'],
      rows: start.map((at, place) => [at, values[place] ?? null, marketsMissing[place] ?? null]),
    },
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
