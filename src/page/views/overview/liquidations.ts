import { count, percent, time, toNumber, toNumbers, usd, usdShort } from '../../format.ts'
import type { ForcedOutByVenueQuery, ForcedOutQuery } from '../../generated/overview.ts'
import {
  base,
  legend,
  rowsOf,
  sidesOf,
  spanSeries,
  spansOf,
  timeAxis,
  tooltipOf,
  unreadSeries,
  valueAxis,
  WITH_LEGEND,
} from '../../parts/drawings.ts'
import { floorMarks, marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'

export function showForcedOut({ liquidations }: ForcedOutQuery): Shown {
  const { series, total, meta } = liquidations
  const { start, longUsd, shortUsd, coverage } = series.columns
  const longs = toNumbers(longUsd)
  const shorts = toNumbers(shortUsd).map((value) => (value === null ? null : -value))
  const spans = spansOf(start, Date.parse(meta.windowEnd))
  const sides = sidesOf(longs, shorts)
  return {
    title: total ? titleOf(total, meta.coverage) : 'Nothing is known of forced orders: no feed was read',
    unit: 'USD, by the hour; longs above the line, shorts below',
    marks: [...floorMarks(total?.floorShare), ...marksOf(meta)],
    drawing: (palette) => ({
      ...base(palette),
      grid: WITH_LEGEND,
      legend: legend(palette, ['Longs closed', 'Shorts closed']),
      xAxis: timeAxis(palette, spans[0]![0], spans.at(-1)![1]),
      yAxis: valueAxis(palette, (value) => usdShort(Math.abs(value)), sides),
      tooltip: {
        ...(base(palette).tooltip as object),
        formatter: tooltipOf((value) => usd(value === null ? null : Math.abs(value))),
      },
      series: [
        unreadSeries(palette, spans, coverage),
        spanSeries({ name: 'Longs closed', color: palette.long, spans, values: longs }),
        spanSeries({ name: 'Shorts closed', color: palette.short, spans, values: shorts }),
      ],
    }),
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Longs closed', isNumber: true },
        { title: 'Shorts closed', isNumber: true },
        { title: 'Read', isNumber: true },
      ],
      rows: start.map((at, place) => [
        time(at),
        usd(longUsd[place]),
        usd(shortUsd[place]),
        percent(coverage[place], 0),
      ]),
    },
    note: total
      ? `Longs ${usd(total.longUsd)}, shorts ${usd(total.shortUsd)}, in ${count(total.orderCount)} orders that feeds printed.${total.unvaluedCount > 0 ? ` ${count(total.unvaluedCount)} of them have no USD value and are in no sum.` : ''}`
      : undefined,
  }
}

function titleOf(
  { usd: sum, longShare, floorShare }: NonNullable<ForcedOutQuery['liquidations']['total']>,
  coverage: string | null,
): string {
  if (Number(sum) === 0) return 'No forced order was printed in 24 hours'
  const least = Number(floorShare) > 0 || Number(coverage ?? 1) < 1 ? 'At least ' : ''
  const isLong = longShare !== null && Number(longShare) >= 0.5
  const share =
    longShare === null
      ? ''
      : `, ${percent(isLong ? longShare : 1 - Number(longShare), 0)} of it ${isLong ? 'longs' : 'shorts'}`
  return `${least}${usd(sum)} was forced out in 24 hours${share}`
}

const COMPLETENESS = {
  COMPLETE: 'prints every order',
  THROTTLED: 'leaves orders out',
  UNKNOWN: 'does not say',
} as const

export function showByVenue({ liquidations }: ForcedOutByVenueQuery): Shown {
  const { byExchange, total, meta } = liquidations
  const known = total ? Number(total.usd) - Number(total.floorUsd) : null
  return {
    title: total
      ? Number(total.usd) === 0
        ? 'No forced order was printed'
        : known === 0
          ? `All of ${usd(total.usd)} is a lower bound`
          : Number(total.floorUsd) > 0
            ? `${usd(known)} comes from feeds that print every order; ${usd(total.floorUsd)} is a lower bound`
            : `All of ${usd(total.usd)} comes from feeds that print every order`
      : 'No venue was read',
    unit: 'USD in 24 hours; hatched: a lower bound',
    marks: marksOf(meta),
    drawing: (palette, isNarrow) =>
      rowsOf(
        palette,
        byExchange.map(({ exchange, total: own }) => ({
          name: exchange.name,
          value: toNumber(own?.usd),
          floor: Number(own?.floorUsd ?? 0),
          label: own ? `${Number(own.floorUsd) > 0 ? '≥ ' : ''}${usd(own.usd)}` : 'not read',
          color: palette.third,
        })),
        isNarrow,
      ),
    table: {
      columns: [
        { title: 'Venue' },
        { title: 'Its feed' },
        { title: 'Printed', isNumber: true },
        { title: 'Longs', isNumber: true },
        { title: 'Shorts', isNumber: true },
        { title: 'Of all', isNumber: true },
      ],
      rows: byExchange.map(({ exchange, completeness, total: own, share }) => [
        exchange.name,
        COMPLETENESS[completeness],
        usd(own?.usd),
        usd(own?.longUsd),
        usd(own?.shortUsd),
        percent(share),
      ]),
    },
    note: 'Binance and OKX print at most one order a second and contract. How much more there was is told by nobody.',
  }
}
