import type { EChartsCoreOption } from 'echarts/core'
import { DAY_MS, dayOfAxis, hour, time } from '../format.ts'
import type { Palette } from '../theme.ts'

/** Space around the drawn area, px: the same for all charts with a time axis, so that charts below each other share it by sight. */
export const GRID = { left: 58, right: 16, top: 14, bottom: 28 }

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'

/** What every chart begins with. Nothing moves: what changes is drawn anew. */
export function base(palette: Palette): EChartsCoreOption {
  return {
    animation: false,
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

/** Time from one moment to another, told in days where it is more than two. */
export function timeAxis(palette: Palette, from: number, to: number): object {
  const isLong = to - from > 2 * DAY_MS
  return {
    type: 'time',
    min: from,
    max: to,
    splitNumber: 5,
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: palette.muted,
      hideOverlap: true,
      formatter: (at: number) => (isLong ? dayOfAxis(at) : hour(at)),
    },
    axisPointer: { label: { show: false } },
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
    axisLabel: { color: palette.muted, formatter: format },
    ...more,
  }
}

/** Pairs for a series. null stays null: it is drawn as a gap. */
export const points = (
  starts: readonly string[],
  values: readonly (number | null)[],
): [number, number | null][] => starts.map((start, at) => [Date.parse(start), values[at] ?? null])

export interface Line {
  readonly name: string
  readonly color: string
  readonly starts: readonly string[]
  readonly values: readonly (number | null)[]
  readonly isDashed?: boolean
  /** Faintly filled down to the axis. */
  readonly isFilled?: boolean
}

export const lineSeries = ({ name, color, starts, values, isDashed, isFilled }: Line): object => ({
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
  ...(isFilled ? { areaStyle: { color, opacity: 0.08, origin: 'start' } } : {}),
})

/** Text under the pointer: the moment, then a line for each series that is not an aid of drawing. */
export const tooltipOf =
  (format: (value: number | null, name: string) => string) =>
  (params: readonly { seriesName?: string; value: [number, number | null] }[]): string => {
    const [first] = params
    if (!first) return ''
    const lines = params
      .filter(({ seriesName }) => seriesName && !seriesName.startsWith('series'))
      .map(({ seriesName = '', value }) => `${seriesName}  ${format(value[1], seriesName)}`)
    return [time(first.value[0]), ...lines].join('\n')
  }
