import { count, percent, toNumber, toNumbers, usd, usdShort } from '../../format.ts'
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
  unreadLines,
  unreadSeries,
  valueAxis,
  WITH_LEGEND,
} from '../../parts/drawings.ts'
import { floorMarks, marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { PartNames } from '../../parts/selection.ts'
import { forcedRows } from '../../parts/rows.ts'
import { unreadBands, unreadText } from '../../parts/unread.ts'

/** No venue that was chosen has a market of what is asked, as far as is known. */
const NO_MARKET = 'No market is known.'
const hasMarkets = ({ coverage }: { readonly coverage: string | null }): boolean => coverage !== null

/** Why there is no sum. */
export const unknownSince = (meta: { readonly coverage: string | null }): string =>
  hasMarkets(meta) ? 'no feed was read' : 'no market is known'

export function showForcedOut({ liquidations }: ForcedOutQuery, names: PartNames): Shown {
  const { series, total, meta } = liquidations
  const { byExchange } = liquidations.coverage
  const { start, longUsd, shortUsd, coverage } = series.columns
  const longs = toNumbers(longUsd)
  const shorts = toNumbers(shortUsd).map((value) => (value === null ? null : -value))
  const spans = spansOf(start, Date.parse(meta.windowEnd))
  const sides = sidesOf(longs, shorts)
  const window = [spans[0]![0], spans.at(-1)![1]] as const
  const bands = unreadBands(spans, coverage, byExchange)
  return {
    title: total
      ? titleOf(total, meta.coverage, names)
      : `Nothing is known of forced orders${names.of}${names.on}: ${unknownSince(meta)}`,
    unit: 'USD, by the hour; longs above the line, shorts below',
    marks: [...floorMarks(total?.floorShare), ...marksOf(meta, unreadText(byExchange, bands))],
    empty: NO_MARKET,
    drawing: hasMarkets(meta)
      ? (palette, isNarrow) => ({
          ...base(palette),
          grid: WITH_LEGEND,
          legend: legend(palette, ['Longs closed', 'Shorts closed']),
          xAxis: timeAxis(palette, ...window),
          yAxis: valueAxis(palette, (value) => usdShort(Math.abs(value)), sides),
          tooltip: {
            ...(base(palette).tooltip as object),
            formatter: tooltipOf(
              (value) => usd(value === null ? null : Math.abs(value)),
              (place) => unreadLines(bands, byExchange.length, spans[place]!),
            ),
          },
          series: [
            unreadSeries(palette, bands, byExchange.length, window, isNarrow ? 260 : 480),
            spanSeries({ name: 'Longs closed', color: palette.long, spans, values: longs }),
            spanSeries({ name: 'Shorts closed', color: palette.short, spans, values: shorts }),
          ],
        })
      : undefined,
    ...forcedRows(series.columns),
    note: total
      ? `Longs ${usd(total.longUsd)}, shorts ${usd(total.shortUsd)}, in ${count(total.orderCount)} orders that feeds printed.${total.unvaluedCount > 0 ? ` ${count(total.unvaluedCount)} of them have no USD value and are in no sum.` : ''}`
      : undefined,
  }
}

function titleOf(
  { usd: sum, longShare, floorShare }: NonNullable<ForcedOutQuery['liquidations']['total']>,
  coverage: string | null,
  { of, on }: PartNames,
): string {
  if (Number(sum) === 0) return `No forced order${of} was printed${on} in 24 hours`
  const least = Number(floorShare) > 0 || Number(coverage ?? 1) < 1 ? 'At least ' : ''
  const isLong = longShare !== null && Number(longShare) >= 0.5
  const share =
    longShare === null
      ? ''
      : `, ${percent(isLong ? longShare : 1 - Number(longShare), 0)} of it ${isLong ? 'longs' : 'shorts'}`
  return `${least}${usd(sum)}${of} was forced out${on} in 24 hours${share}`
}

const COMPLETENESS = {
  COMPLETE: 'prints every order',
  THROTTLED: 'leaves orders out',
  UNKNOWN: 'does not say',
} as const

export function showByVenue({ liquidations }: ForcedOutByVenueQuery, { of, on }: PartNames): Shown {
  const { byExchange, total, meta } = liquidations
  const known = total ? Number(total.usd) - Number(total.floorUsd) : null
  const readOf = new Map(
    liquidations.coverage.byExchange.map(({ exchange, share }) => [exchange.name, Number(share)]),
  )
  const unread = [...readOf]
    .filter(([, share]) => share < 1)
    .map(([name, share]) => `${name} ${percent(1 - share, 0)} of its time`)
    .join(', ')
  return {
    title: total
      ? Number(total.usd) === 0
        ? `No forced order${of} was printed${on}`
        : known === 0
          ? `All of ${usd(total.usd)}${of}${on} is a lower bound`
          : Number(total.floorUsd) > 0
            ? `${usd(known)}${of}${on} comes from feeds that print every order; ${usd(total.floorUsd)} is a lower bound`
            : `All of ${usd(total.usd)}${of}${on} comes from feeds that print every order`
      : hasMarkets(meta)
        ? `No venue was read${of && ` for orders${of}`}${on}`
        : `No venue is known to have a market${of}${on}`,
    unit: 'USD in 24 hours; hatched: a lower bound',
    marks: marksOf(meta, unread),
    empty: NO_MARKET,
    drawing: hasMarkets(meta)
      ? (palette, isNarrow) =>
          rowsOf(
            palette,
            byExchange.map(({ exchange, total: own }) => ({
              name: exchange.name,
              value: toNumber(own?.usd),
              floor: Number(own?.floorUsd ?? 0),
              label: own
                ? `${Number(own.floorUsd) > 0 || (readOf.get(exchange.name) ?? 1) < 1 ? '≥ ' : ''}${usd(own.usd)}`
                : 'not read',
              color: palette.third,
            })),
            isNarrow,
          )
      : undefined,
    table: {
      columns: [
        { title: 'Venue' },
        { title: 'Its feed' },
        { title: 'Printed', isNumber: true },
        { title: 'Longs', isNumber: true },
        { title: 'Shorts', isNumber: true },
        { title: 'Of all', isNumber: true },
        { title: 'Read', isNumber: true },
      ],
      rows: byExchange.map(({ exchange, completeness, total: own, share }) => [
        exchange.name,
        COMPLETENESS[completeness],
        usd(own?.usd),
        usd(own?.longUsd),
        usd(own?.shortUsd),
        percent(share),
        percent(readOf.get(exchange.name), 0),
      ]),
    },
    note: 'Binance and OKX print at most one order a second and contract. How much more there was is told by nobody.',
  }
}
