import type { EChartsCoreOption } from 'echarts/core'
import { DAY_MS, dayOfAxis, hour, time } from '../format.ts'
import type { Palette } from '../theme.ts'
import { namedDays, widthOf } from './room.ts'
import { venueNames, type UnreadBand } from './unread.ts'

/** Space around the drawn area, px: the same for all charts with a time axis, so that charts below each other share it by sight. */
export const GRID = { left: 58, right: 16, top: 14, bottom: 28, outerBoundsMode: 'none' }

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'

/** What every chart begins with. Nothing moves: what changes is drawn anew. */
export function base(palette: Palette): EChartsCoreOption {
  return {
    animation: false,
    // Else days would begin where those of the reader's own clock do.
    useUTC: true,
    textStyle: { fontFamily: FONT, color: palette.text, fontSize: 12 },
    grid: { ...GRID },
    tooltip: {
      trigger: 'axis',
      // As HTML it would need inline styles, which the page's policy forbids.
      renderMode: 'richText',
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: palette.text, fontSize: 12, lineHeight: 18, fontFamily: FONT },
      axisPointer: {
        type: 'line',
        lineStyle: { color: palette.muted, width: 1, type: 'solid' },
        label: { show: false },
      },
    },
  }
}

/** A line below the picture, without ticks or rules; the last label stays within the picture. */
export const baseAxis = (palette: Palette, format: (value: number) => string, label: object = {}) => ({
  axisLine: { lineStyle: { color: palette.line } },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: {
    color: palette.muted,
    hideOverlap: true,
    alignMaxLabel: 'right',
    formatter: format,
    ...label,
  },
  axisPointer: { label: { show: false } },
})

/** Time from one moment to another: days by their name, and moments within them by the clock where there is room for some. */
export function timeAxis(palette: Palette, from: number, to: number): object {
  const isLong = to - from > 8 * DAY_MS
  const format = (at: number) => (isLong || at % DAY_MS === 0 ? dayOfAxis(at) : hour(at))
  return {
    type: 'time',
    min: from,
    max: to,
    splitNumber: 5,
    ...baseAxis(palette, format, { alignMinLabel: 'left' }),
  }
}

/** A scale of values: no line, faint rules, few ticks. */
export function valueAxis(palette: Palette, format: (value: number) => string, more: object = {}): object {
  return {
    type: 'value',
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
    axisLabel: { color: palette.muted, formatter: format, hideOverlap: true },
    ...more,
  }
}

/** The next round number that is not below, one whose quarters are round too. */
function roundUp(value: number): number {
  if (value <= 0) return 0
  const size = 10 ** Math.floor(Math.log10(value))
  return [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].map((step) => step * size).find((step) => step >= value)!
}

/**
 * An axis for what stands above the line and what hangs below it: of equal length both ways, unless one side would be mostly bare. Zero is
 * one of its ticks.
 */
export function sidesOf(above: readonly (number | null)[], below: readonly (number | null)[]) {
  const most = (values: readonly (number | null)[]) =>
    Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  const [up, down] = [most(above), most(below)]
  const longest = roundUp(Math.max(up, down, 1))
  const isLopsided = Math.min(up, down) < longest / 4
  const length = (own: number) => (own < longest / 4 ? longest / 4 : longest)
  return { min: -length(down), max: length(up), interval: isLopsided ? longest / 4 : longest / 2 }
}

/** Pairs for a series. null stays null: it is drawn as a gap. */
export const points = (
  starts: readonly string[],
  values: readonly (number | null)[],
): [number, number | null][] => starts.map((start, at) => [Date.parse(start), values[at] ?? null])

/** Begin and end of each bucket, ms: buckets are of equal length, the last ends with the window. */
export const spansOf = (starts: readonly string[], end: number): [number, number][] =>
  starts.map((start, at) => [Date.parse(start), at + 1 < starts.length ? Date.parse(starts[at + 1]!) : end])

export interface Line {
  readonly name: string
  readonly color: string
  readonly starts: readonly string[]
  readonly values: readonly (number | null)[]
  readonly isDashed?: boolean
}

export const lineSeries = ({ name, color, starts, values, isDashed }: Line): object => ({
  type: 'line',
  name,
  data: points(starts, values),
  // Gaps are gaps.
  connectNulls: false,
  showSymbol: false,
  symbol: 'circle',
  lineStyle: { color, width: 1.8, type: isDashed ? [5, 4] : 'solid' },
  itemStyle: { color },
  emphasis: { disabled: true },
})

export interface CarriedLine extends Line {
  /** Of each value, whether a part of it worth telling was not read but carried there. */
  readonly isCarried: readonly boolean[]
}

export const CARRIED = 'Carried forward, not read'
const DASHES = 'path://M0 3h5v2H0zM8 3h5v2H8zM16 3h5v2h-5z'

/** A line that is dashed, with hollow points, where it stands by what was read before. Its legend: {@link carriedLegend}. */
export function carriedSeries(palette: Palette, line: CarriedLine): object[] {
  const { name, color, starts, values, isCarried } = line
  if (!isCarried.includes(true)) return [lineSeries(line)]
  return [
    {
      type: 'custom',
      name,
      itemStyle: { color },
      clip: true,
      data: points(starts, values).map(([at, value], place) => {
        const before = place === 0 ? undefined : values[place - 1]
        const from = place === 0 ? at : Date.parse(starts[place - 1]!)
        return [at, value, at, from, before ?? null, isCarried[place] ? 1 : 0]
      }),
      encode: { x: 0, y: 1 },
      renderItem: (_: unknown, api: CustomApi) => {
        const [at, value, from, before] = [api.value(0), api.value(1), api.value(3), api.value(4)]
        const isDashed = api.value(5) === 1
        if (Number.isNaN(value)) return undefined
        const [x2, y2] = api.coord([at, value]) as [number, number]
        const [x1, y1] = api.coord([from, before]) as [number, number]
        return {
          type: 'group',
          children: [
            ...(Number.isNaN(before)
              ? []
              : [
                  {
                    type: 'line',
                    shape: { x1, y1, x2, y2 },
                    style: {
                      stroke: color,
                      lineWidth: 1.8,
                      ...(isDashed ? { lineDash: [3, 3] } : { lineCap: 'round' }),
                    },
                  },
                ]),
            ...(isDashed
              ? [
                  {
                    type: 'circle',
                    z2: 2,
                    shape: { cx: x2, cy: y2, r: 2.5 },
                    style: { fill: palette.surface, stroke: color, lineWidth: 1.2 },
                  },
                ]
              : []),
          ],
        }
      },
    },
    // For the legend alone.
    { type: 'line', name: CARRIED, data: [], itemStyle: { color } },
  ]
}

/** Names what is dashed, where something is. */
export const carriedLegend = (
  palette: Palette,
  { name, isCarried }: Pick<CarriedLine, 'name' | 'isCarried'>,
): object =>
  isCarried.includes(true)
    ? {
        grid: WITH_LEGEND,
        legend: { ...legend(palette, []), data: [{ name }, { name: CARRIED, icon: DASHES }] },
      }
    : {}

/**
 * Text under the pointer: the moment (of a span its begin), then a line for each series that is not an aid of drawing.
 * @param more lines of what else there is to know of a bucket, by its place
 */
export const tooltipOf =
  (
    format: (value: number | null, name: string) => string,
    more: (place: number) => readonly string[] = () => [],
  ) =>
  (
    params: readonly {
      seriesName?: string
      dataIndex: number
      value: [number, number | null, from?: number]
    }[],
  ): string => {
    const [first] = params
    if (!first) return ''
    const lines = params
      .filter(({ seriesName }) => seriesName && !seriesName.startsWith('series'))
      .map(({ seriesName = '', value }) => `${seriesName}  ${format(value[1], seriesName)}`)
    return [time(first.value[2] ?? first.value[0]), ...lines, ...more(first.dataIndex)].join('\n')
  }

/** Drawn over a colour where a number is a lower bound: told apart without colour. */
export const hatch = (palette: Palette): object => ({
  color: palette.surface,
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
  symbolSize: 1,
})

export interface Spans {
  readonly name: string
  readonly color: string
  /** Of each span, ms. */
  readonly spans: readonly (readonly [from: number, to: number])[]
  readonly values: readonly (number | null)[]
  /** What is stacked below already, by span: above and below zero apart. */
  readonly below?: readonly (number | null)[]
}

/** Bars as wide as the time that they are of. */
export const spanSeries = ({ name, color, spans, values, below }: Spans): object => ({
  type: 'custom',
  name,
  itemStyle: { color },
  data: spans.map(([from, to], at) => {
    const own = values[at] ?? null
    const other = below?.[at] ?? 0
    const foot = own !== null && Math.sign(own) === Math.sign(other) ? other : 0
    return [(from + to) / 2, own, from, to, foot]
  }),
  encode: { x: 0, y: 1 },
  renderItem: (_: unknown, api: CustomApi) => {
    const [own, from, to, foot] = [api.value(1), api.value(2), api.value(3), api.value(4)]
    // What is not known is not drawn.
    if (Number.isNaN(own)) return undefined
    const start = api.coord([from, foot])
    const end = api.coord([to, foot + own])
    const width = end[0]! - start[0]!
    const margin = Math.min(2, width * 0.1)
    return {
      type: 'rect',
      shape: {
        x: start[0]! + margin,
        y: Math.min(start[1]!, end[1]!),
        width: Math.max(0.5, width - 2 * margin),
        height: Math.abs(end[1]! - start[1]!),
      },
      style: { fill: color },
    }
  },
})

/** Names of series above a chart, below the begin of its title. */
export const legend = (palette: Palette, names: readonly string[], more: object = {}): object => ({
  data: names,
  // A second line would lie on the chart: three words, or five assets, must stand beside each other on a phone of 320 px.
  left: 0,
  top: 4,
  padding: 0,
  itemWidth: 12,
  itemHeight: 8,
  itemGap: 8,
  icon: 'roundRect',
  selectedMode: false,
  textStyle: { color: palette.muted, fontSize: 12 },
  ...more,
})

/** Room above for a legend. */
export const WITH_LEGEND = { ...GRID, top: 34 }

/** A span that is told apart by a shade, with its name at the top. */
export interface Shade {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly color: keyof Palette
  /** Of its colour, 0 to 1. */
  readonly strength: number
}

/** A moment that is told apart by a line. */
export interface Moment {
  readonly name: string
  readonly at: string
  readonly color: keyof Palette
  readonly isDotted?: boolean
}

/** Shades and moments behind a time series: an invisible series of their own, so that every chart can have them. */
export const shadeSeries = (
  palette: Palette,
  shades: readonly Shade[],
  moments: readonly Moment[],
  [begin, end]: readonly [begin: number, end: number],
  isNarrow: boolean,
): object => ({
  type: 'line',
  data: [],
  silent: true,
  markArea: {
    silent: true,
    data: shades.flatMap(({ name, from, to, color, strength }) => {
      const [first, last] = [Math.max(begin, Date.parse(from)), Math.min(end, Date.parse(to))]
      if (first >= last) return []
      const room = (drawnWidth(isNarrow) * (last - first)) / (end - begin)
      return [
        [
          {
            name: widthOf(name) <= room ? name : '',
            xAxis: first,
            itemStyle: { color: palette[color], opacity: strength },
            label: {
              position: 'insideTop',
              color: palette.text,
              fontSize: 11,
              distance: 4,
              // What is drawn may run through it.
              textBorderColor: palette.surface,
              textBorderWidth: 3,
            },
          },
          { xAxis: last },
        ],
      ]
    }),
  },
  markLine: {
    silent: true,
    symbol: 'none',
    animation: false,
    data: moments
      .map((own) => ({ ...own, x: Date.parse(own.at) }))
      .filter(({ x }) => x >= begin && x <= end)
      .map(({ name, x, color, isDotted }) => ({
        xAxis: x,
        lineStyle: { color: palette[color], type: isDotted ? [2, 3] : 'solid', width: isDotted ? 1 : 1.5 },
        label: {
          formatter: name,
          position: 'end',
          distance: 2,
          align: x > (begin + end) / 2 ? 'right' : 'left',
          color: palette[color],
          fontSize: 11,
        },
      })),
  },
})

/** Of the drawn area of a chart that takes the whole width of the page, or a phone's, px. */
export const drawnWidth = (isNarrow: boolean): number => (isNarrow ? 260 : 1080)

/**
 * Shades where venues were not read, the stronger the more they are of all: what a bar lacks there is not zero. Each is named where there
 * is room for it; the pointer names it always, see {@link unreadLines}.
 * @param width px of the whole time
 */
export function unreadSeries(
  palette: Palette,
  bands: readonly UnreadBand[],
  all: number,
  [from, to]: readonly [from: number, to: number],
  width: number,
): object {
  return {
    type: 'line',
    data: [],
    silent: true,
    markArea: {
      silent: true,
      label: { position: 'insideTop', color: palette.alert, fontSize: 11 },
      data: bands.map((band) => {
        const name = `${venueNames(band.venues, all)} not read`
        const room = (width * (band.to - band.from)) / (to - from)
        return [
          {
            name: widthOf(name) <= room ? name : '',
            xAxis: band.from,
            itemStyle: { color: palette.alert, opacity: 0.06 + 0.2 * band.share },
          },
          { xAxis: band.to },
        ]
      }),
    },
  }
}

/** Lines for the pointer: who was not read in a bucket. */
export const unreadLines = (
  bands: readonly UnreadBand[],
  all: number,
  [from, to]: readonly [from: number, to: number],
): string[] =>
  [
    ...new Set(
      bands.filter((band) => band.from < to && band.to > from).map(({ venues }) => venueNames(venues, all)),
    ),
  ].map((names) => `Not read: ${names}`)

/** A dashed level across the chart with its name at the right. */
export const levelLine = (palette: Palette, value: number, name: string): object => ({
  silent: true,
  symbol: 'none',
  data: [
    {
      yAxis: value,
      lineStyle: { color: palette.muted, type: [4, 4], width: 1 },
      label: { formatter: name, position: 'insideEndTop', color: palette.muted, fontSize: 12 },
    },
  ],
})

export interface Step {
  readonly name: string
  readonly value: number
  /** Stands on the axis: a sum, not a step. */
  readonly isTotal?: boolean
}

/** Steps from zero to their sum, each beginning where the one before ended: the axis has its own format, as its ticks are round. */
export function waterfall(
  palette: Palette,
  steps: readonly Step[],
  format: { readonly step: (value: number) => string; readonly axis: (value: number) => string },
  isNarrow: boolean,
): EChartsCoreOption {
  let sum = 0
  const bars = steps.map(({ value, isTotal = false }, at) => {
    const from = isTotal ? 0 : sum
    const to = from + value
    if (!isTotal) sum = to
    return { value: [at, from, to], isTotal }
  })
  const colorOf = (from: number, to: number, isTotal: boolean) =>
    isTotal ? palette.fifth : to < from ? palette.fall : palette.rise
  return {
    ...base(palette),
    grid: { ...GRID, left: isNarrow ? 96 : 128, right: 82, top: 4, bottom: 26 },
    xAxis: valueAxis(palette, format.axis, { splitNumber: isNarrow ? 2 : 4 }),
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette.text, width: isNarrow ? 88 : 116, overflow: 'break', lineHeight: 13 },
    },
    tooltip: { show: false },
    series: [
      {
        type: 'custom',
        data: bars.map(({ value }) => [value[1], value[2], value[0]]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (_: unknown, api: CustomApi) => {
          const [from, to, at] = [api.value(0), api.value(1), api.value(2)]
          const start = api.coord([from, at])
          const end = api.coord([to, at])
          const height = Math.min(22, api.size([0, 1])[1]! * 0.62)
          const isLeft = to < from
          const { name, value } = steps[at]!
          const color = colorOf(from, to, bars[at]!.isTotal)
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: {
                  x: Math.min(start[0]!, end[0]!),
                  y: start[1]! - height / 2,
                  width: Math.max(1, Math.abs(end[0]! - start[0]!)),
                  height,
                  r: 2,
                },
                style: { fill: color },
              },
              {
                type: 'text',
                x: Math.max(start[0]!, end[0]!) + 6,
                y: start[1]!,
                style: {
                  text: format.step(value),
                  fill: palette.muted,
                  fontSize: 12,
                  fontFamily: FONT,
                  verticalAlign: 'middle',
                },
                name: `${name} ${isLeft ? 'fell' : 'rose'}`,
              },
            ],
          }
        },
      },
    ],
  }
}

/** What ECharts hands to a custom series; its own type is wider than what is used. */
interface CustomApi {
  readonly value: (dimension: number) => number
  readonly coord: (at: [number, number]) => number[]
  readonly size: (of: [number, number]) => number[]
}

export interface Row {
  readonly name: string
  readonly value: number | null
  /** Told at the end of the bar. */
  readonly label: string
  readonly color?: string
  /** Of the value, what is a lower bound only: hatched. */
  readonly floor?: number
  /** A mark on the row, such as the value of an earlier time. */
  readonly mark?: number | null
}

/** A bar for each row, the first on top, each with its value in words. */
export function rowsOf(
  palette: Palette,
  rows: readonly Row[],
  isNarrow: boolean,
  markName = '',
): EChartsCoreOption {
  const parts = rows.map(
    ({ value, floor = 0 }) => [value === null ? null : value - floor, value === null ? null : floor] as const,
  )
  const most = Math.max(0, ...rows.flatMap(({ value, mark }) => [value ?? 0, mark ?? 0]))
  const common = {
    type: 'bar',
    stack: 'row',
    barMaxWidth: 20,
    barCategoryGap: '38%',
    emphasis: { disabled: true },
    silent: true,
  }
  const colorAt = (at: number) => rows[at]?.color ?? palette.main
  return {
    ...base(palette),
    grid: { left: isNarrow ? 92 : 116, right: isNarrow ? 84 : 96, top: 2, bottom: 4 },
    tooltip: { show: false },
    xAxis: { type: 'value', show: false, min: 0, max: most === 0 ? 1 : most },
    yAxis: [
      rowAxis(
        rows.map(({ name }) => name),
        { color: palette.text, margin: 12, width: isNarrow ? 80 : 102, overflow: 'break', lineHeight: 15 },
      ),
      // The values stand below each other at the right, where no bar and no mark is in their way.
      rowAxis(
        rows.map(({ label }) => label),
        { color: palette.text, margin: isNarrow ? 80 : 92, align: 'right' },
        'right',
      ),
    ],
    series: [
      { ...common, data: parts.map(([value], at) => ({ value, itemStyle: { color: colorAt(at) } })) },
      {
        ...common,
        data: parts.map(([, floor], at) => ({
          value: floor,
          itemStyle: { color: colorAt(at), decal: hatch(palette) },
        })),
      },
      {
        type: 'scatter',
        name: markName,
        silent: true,
        symbol: 'rect',
        symbolSize: [2, 22],
        itemStyle: { color: palette.text },
        data: rows.map(({ mark }, at) => [mark ?? null, at]),
      },
    ],
  }
}

const rowAxis = (names: readonly string[], label: object, position = 'left'): object => ({
  type: 'category',
  inverse: true,
  position,
  data: names,
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: { fontSize: 13, interval: 0, ...label },
})

export interface Strip {
  readonly name: string
  readonly starts: readonly string[]
  readonly values: readonly (number | null)[]
}

/** A strip for each group: cold below zero, warm above, nothing where nothing is known. */
export function heat(
  palette: Palette,
  strips: readonly Strip[],
  format: (value: number | null) => string,
  isNarrow: boolean,
): EChartsCoreOption {
  const starts = strips[0]?.starts ?? []
  const cells = strips.flatMap(({ values }, row) =>
    values.flatMap((value, column) => (value === null ? [] : [[column, row, value]])),
  )
  const sizes = cells.map(([, , value]) => Math.abs(value!)).sort((a, b) => a - b)
  // One wild cell must not pale all others.
  const scale = sizes[Math.floor(sizes.length * 0.97)] || 0.0001
  const days = namedDays(starts, drawnWidth(isNarrow), isNarrow ? 2 : 1)
  const isNamed = (at: number) => days.has(at)
  return {
    ...base(palette),
    grid: { left: isNarrow ? 68 : 92, right: 12, top: 4, bottom: 52 },
    tooltip: {
      ...(base(palette).tooltip as object),
      trigger: 'item',
      formatter: ({ value: [column, row, value] }: { value: [number, number, number] }) =>
        `${time(starts[column])}\n${strips[row]!.name}  ${format(value)}`,
    },
    xAxis: {
      type: 'category',
      data: starts,
      axisLine: { show: false },
      // A day's name begins beside the mark of its begin.
      axisTick: { show: true, interval: isNamed, length: 6, lineStyle: { color: palette.muted } },
      axisLabel: {
        color: palette.muted,
        interval: isNamed,
        formatter: (start: string) => dayOfAxis(start),
        align: 'left',
        hideOverlap: true,
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: strips.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette.text, fontSize: 13, margin: 10 },
    },
    visualMap: {
      type: 'continuous',
      min: -scale,
      max: scale,
      calculable: false,
      orient: 'horizontal',
      left: isNarrow ? 0 : 88,
      bottom: 0,
      itemWidth: 8,
      itemHeight: isNarrow ? 90 : 140,
      text: [`≥ ${format(scale)}`, `≤ ${format(-scale)}`],
      textStyle: { color: palette.muted, fontSize: 11 },
      inRange: { color: [palette.cold, palette.neutral, palette.warm] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        itemStyle: { borderColor: palette.surface, borderWidth: 1 },
        emphasis: { disabled: true },
      },
    ],
  }
}
