import type { EChartsCoreOption } from 'echarts/core'
import type { Palette } from '../theme.ts'
import { base, valueAxis } from './drawings.ts'

/** A number with the interval that holds it; null where not known. */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface IntervalRow {
  readonly name: string
  /** On a narrow screen. */
  readonly shortName?: string
  /** Told at the end of the row. */
  readonly label: string
  readonly own: Estimate
  /** What it is held to; drawn fainter, below it. */
  readonly base?: Estimate | undefined
  /** Few cases: the dot is hollow. */
  readonly isSmall?: boolean
}

interface Scale {
  readonly min?: number
  readonly max?: number
  /** From one tick to the next; undefined: as it comes. */
  readonly interval?: number
  /** Where a rule stands: half, or no change. */
  readonly middle: number
  readonly format: (value: number) => string
}

/** What ECharts hands to a custom series; its own type is wider than what is used. */
interface Api {
  readonly coord: (at: [number, number]) => number[]
}

/** An axis without ends of its own ends at a multiple of this. */
const END_STEP = 0.05

const OWN_Y = -5
const BASE_Y = 7

/** A dot and its interval for each row, the first on top, beside what it is held to. */
export function intervals(
  palette: Palette,
  rows: readonly IntervalRow[],
  { min, max, interval, middle, format }: Scale,
  isNarrow: boolean,
): EChartsCoreOption {
  const all = rows
    .flatMap(({ own, base: other }) => [own, other])
    .flatMap((own) => [own?.low, own?.high, own?.value])
  const known = all.filter((value): value is number => value != null)
  const axis = (names: readonly string[], position: string, label: object) => ({
    type: 'category',
    inverse: true,
    position,
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { interval: 0, color: palette.text, fontSize: isNarrow ? 12 : 13, ...label },
  })
  return {
    ...base(palette),
    grid: {
      left: isNarrow ? 100 : 184,
      right: isNarrow ? 62 : 84,
      top: 8,
      bottom: 28,
      outerBoundsMode: 'none',
    },
    tooltip: { show: false },
    xAxis: valueAxis(palette, format, {
      min: min ?? Math.floor(Math.min(middle, ...known) / END_STEP) * END_STEP,
      max: max ?? Math.ceil(Math.max(middle, ...known) / END_STEP) * END_STEP,
      splitNumber: isNarrow ? 2 : 4,
      ...(interval === undefined ? {} : { interval: isNarrow ? 2 * interval : interval }),
      axisLabel: { color: palette.muted, formatter: format, hideOverlap: true },
    }),
    yAxis: [
      axis(
        rows.map(({ name, shortName }) => (isNarrow && shortName ? shortName : name)),
        'left',
        { margin: 12, width: isNarrow ? 88 : 172, overflow: 'break', lineHeight: 14 },
      ),
      axis(
        rows.map(({ label }) => label),
        'right',
        { margin: isNarrow ? 58 : 80, align: 'right', color: palette.muted },
      ),
    ],
    series: [
      {
        type: 'custom',
        silent: true,
        // What is drawn is read from the rows: a custom series knows numbers alone.
        data: rows.map(({ own }, at) => [own.value ?? middle, at]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
          const row = rows[dataIndex]!
          const y = api.coord([middle, dataIndex])[1]!
          const x = (value: number) => api.coord([value, dataIndex])[0]!
          const shift = row.base ? OWN_Y : 0
          return {
            type: 'group',
            children: [
              ...(row.base
                ? estimate(row.base, x, y + BASE_Y, {
                    color: palette.fifth,
                    width: 1.5,
                    radius: 3,
                    fill: palette.fifth,
                  })
                : []),
              ...estimate(row.own, x, y + shift, {
                color: palette.main,
                width: 2.5,
                radius: 5,
                fill: row.isSmall ? palette.surface : palette.main,
              }),
            ],
          }
        },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [
            {
              xAxis: middle,
              lineStyle: { color: palette.muted, type: [3, 3], width: 1 },
              label: { show: false },
            },
          ],
        },
      },
    ],
  }
}

interface Pen {
  readonly color: string
  readonly width: number
  readonly radius: number
  readonly fill: string
}

function estimate(
  { value, low, high }: Estimate,
  x: (value: number) => number,
  y: number,
  { color, width, radius, fill }: Pen,
): object[] {
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: width, lineCap: 'round' },
  })
  return [
    ...(low !== null && high !== null
      ? [
          line(x(low), y, x(high), y),
          line(x(low), y - radius + 1, x(low), y + radius - 1),
          line(x(high), y - radius + 1, x(high), y + radius - 1),
        ]
      : []),
    ...(value === null
      ? []
      : [
          {
            type: 'circle',
            shape: { cx: x(value), cy: y, r: radius },
            style: { fill, stroke: color, lineWidth: 2 },
          },
        ]),
  ]
}
