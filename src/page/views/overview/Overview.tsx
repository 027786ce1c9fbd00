import { useMemo } from 'preact/hooks'
import { DAY_MS, day, percent, time, toNumbers, usd, usdShort } from '../../format.ts'
import { OpenInterestNowDocument, type OpenInterestNowQuery } from '../../generated/overview.ts'
import { base, lineSeries, timeAxis, tooltipOf, valueAxis } from '../../parts/drawings.ts'
import { Picture, type Shown } from '../../parts/Picture.tsx'
import { useStore, windowBefore } from '../../parts/store.ts'

/** Today's leverage at a glance. */
export function Overview() {
  const { end } = useStore()
  const variables = useMemo(
    () => ({ window: windowBefore(end, 30 * DAY_MS), interval: 'HOUR' as const }),
    [end],
  )
  return (
    <>
      <div class="view-head">
        <h1>Leverage at a glance</h1>
        <p>{time(end)}</p>
      </div>
      <div class="pictures">
        <Picture
          name="open-interest"
          question="How much is open, and how far is that from the high?"
          document={OpenInterestNowDocument}
          variables={variables}
          show={showOpenInterest}
          isWide
        />
      </div>
    </>
  )
}

function showOpenInterest({ openInterest: { series, allTimeHigh, now } }: OpenInterestNowQuery): Shown {
  const { start, usd: values } = series.columns
  const from = Date.parse(start[0]!)
  const to = Date.parse(start.at(-1)!)
  return {
    title: allTimeHigh
      ? `Open interest is ${usd(now.usd)}, ${percent(-Number(allTimeHigh.distanceFraction))} below its high of ${usd(allTimeHigh.usd)} on ${day(allTimeHigh.at)}`
      : `Open interest is ${usd(now.usd)}`,
    unit: 'USD',
    drawing: (palette) => ({
      ...base(palette),
      xAxis: timeAxis(palette, from, to),
      yAxis: valueAxis(palette, usdShort, { scale: true }),
      tooltip: { ...(base(palette).tooltip as object), formatter: tooltipOf((value) => usd(value)) },
      series: [
        lineSeries({
          name: 'Open interest',
          color: palette.main,
          starts: start,
          values: toNumbers(values),
          isFilled: true,
        }),
      ],
    }),
    table: {
      columns: [{ title: 'Time' }, { title: 'Open interest', isNumber: true }],
      rows: start.map((at, place) => [time(at), usd(values[place])]),
    },
  }
}
