import { change, digitsAsked, percent, toNumber, usd, usdShort, usdWhole } from '../../format.ts'
import type { StressMapQuery } from '../../generated/stress.ts'
import { base, GRID, legend, valueAxis, WITH_LEGEND } from '../../parts/drawings.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'

type Level = StressMapQuery['stress']['liquidationMap'][number]

/** Forced orders by the price that they wait at: longs below it, shorts above. */
export function showMap({ stress: { liquidationMap } }: StressMapQuery, shock: number, of: string): Shown {
  const levels = [...liquidationMap].sort((a, b) => a.from + a.to - b.from - b.to)
  // Only whole steps are known: one that the shock ends in is told, and summed, as a whole.
  const size = Math.min(REACH, Math.ceil(Math.abs(shock) * 100 - 1e-7) / 100)
  const within = (side: Level['side']) => {
    const reached = levels.filter((own) => own.side === side && Math.abs(own.to) <= size + 1e-9)
    return reached.reduce((sum, { usd: own }) => sum + Number(own), 0)
  }
  return {
    title: `${usd(within('LONG'))} of longs of ${of} wait within ${percent(size, 0)} below the price, ${usd(within('SHORT'))} of shorts as far above`,
    unit: `Closed by force in each step of 1 % of the price, USD${isWithin(shock) ? '; the dashed line is the shock' : ''}`,
    drawing: (palette, isNarrow) => draw(palette, levels, shock, isNarrow),
    note: 'What waits at a price does not depend on the shock: it is closed when the price comes there, whatever brings it.',
    table: {
      columns: [
        { title: 'From' },
        { title: 'To' },
        { title: 'Price', isNumber: true },
        { title: 'Side' },
        { title: 'Closed by force', isNumber: true },
        { title: 'From the price on', isNumber: true },
      ],
      rows: levels.map((own) => [
        change(own.from, 0),
        change(own.to, 0),
        own.toPrice === null ? 'of several assets' : usdWhole(own.toPrice),
        own.side === 'LONG' ? 'long' : 'short',
        usdWhole(own.usd),
        usdWhole(own.cumulativeUsd),
      ]),
    },
  }
}

/** How far from the price the map reaches, a fraction. */
const REACH = 0.3
const isWithin = (shock: number): boolean => Math.abs(shock) <= REACH

const shockLine = (palette: Palette, shock: number): object => ({
  silent: true,
  symbol: 'none',
  data: [
    {
      xAxis: shock,
      lineStyle: { color: palette.text, type: [4, 3], width: 1 },
      label: { formatter: change(shock, digitsAsked(shock)), color: palette.text, fontSize: 12, distance: 4 },
    },
  ],
})

const middle = ({ from, to }: Level): number => (from + to) / 2

function draw(palette: Palette, levels: readonly Level[], shock: number, isNarrow: boolean) {
  const bars = (side: Level['side'], name: string, color: string, more: object = {}) => ({
    type: 'bar',
    name,
    barWidth: '86%',
    // Longs lie below the price and shorts above: they share no place.
    barGap: '-100%',
    data: levels.filter((own) => own.side === side).map((own) => [middle(own), toNumber(own.usd)]),
    itemStyle: { color },
    emphasis: { disabled: true },
    ...more,
  })
  return {
    ...base(palette),
    grid: { ...WITH_LEGEND, right: GRID.right + 6 },
    legend: legend(palette, ['Longs', 'Shorts']),
    xAxis: {
      type: 'value',
      min: -REACH,
      max: REACH,
      interval: isNarrow ? 0.15 : 0.1,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        formatter: (value: number) => (Math.abs(value) < 0.001 ? 'price' : change(value, 0)),
      },
      axisPointer: { label: { show: false } },
    },
    yAxis: valueAxis(palette, usdShort),
    tooltip: {
      ...(base(palette).tooltip as object),
      formatter: (params: readonly { value: [number, number] }[]) => {
        const level = levels.find((own) => Math.abs(middle(own) - (params[0]?.value[0] ?? 9)) < 1e-6)
        return level ? tooltipOf(level) : ''
      },
    },
    series: [
      bars('LONG', 'Longs', palette.long, {
        ...(isWithin(shock) ? { markLine: shockLine(palette, shock) } : {}),
      }),
      bars('SHORT', 'Shorts', palette.short),
    ],
  }
}

function tooltipOf({ from, to, fromPrice, toPrice, side, usd: own, cumulativeUsd }: Level): string {
  const prices = fromPrice === null ? '' : ` (${usdWhole(fromPrice)} to ${usdWhole(toPrice)})`
  return [
    `${change(from, 0)} to ${change(to, 0)}${prices}`,
    `${side === 'LONG' ? 'Longs' : 'Shorts'}  ${usd(own)}`,
    `From the price on  ${usd(cumulativeUsd)}`,
  ].join('\n')
}
