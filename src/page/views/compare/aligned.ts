import { count, decimal, percent, toNumbers, usd, usdShort } from '../../format.ts'
import type { EpisodeAlignment, EpisodesAlignedQuery, EpisodeSeriesMeasure } from '../../generated/compare.ts'
import { base, GRID, legend, valueAxis } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'
import type { Drawn } from './selection.ts'

export interface Scene {
  readonly drawn: readonly Drawn[]
  readonly align: EpisodeAlignment
  readonly measure: EpisodeSeriesMeasure
  /** Of liquidations alone. */
  readonly isLog: boolean
}

const MOMENTS = {
  PEAK: 'the high of open interest',
  FLUSH: 'the hour of detection',
  TROUGH: 'the extreme of Bitcoin’s price',
} as const

interface Curve {
  readonly drawn: Drawn
  readonly values: readonly (number | null)[]
}

/** One measure of each episode over the hours about the moment of alignment. */
export function showAligned({ compareEpisodes }: EpisodesAlignedQuery, scene: Scene): Shown {
  const { offsets, series, notices } = compareEpisodes
  const isIndexed = scene.measure !== 'LIQUIDATIONS'
  const curves = series.flatMap(({ episode, level, index }) => {
    const drawn = scene.drawn.find(({ code }) => code === episode.code)
    return drawn ? [{ drawn, values: toNumbers(isIndexed ? index : level) }] : []
  })
  const write = (value: number | null) => (isIndexed ? decimal(value, 1) : usd(value))
  return {
    title: isIndexed ? titleOfIndex(offsets, curves, scene) : titleOfForced(offsets, curves),
    unit: isIndexed
      ? `100 at ${MOMENTS[scene.align]}; days from it`
      : `USD by the hour${scene.isLog ? ', logarithmic: an hour without any is not drawn' : ''}; days from ${MOMENTS[scene.align]}`,
    marks: [...gapMarks(curves), ...floorMark(isIndexed), ...marksOf({ notices })],
    drawing: (palette, isNarrow) => draw(palette, isNarrow, offsets, curves, scene, write),
    table: {
      columns: [
        { title: 'Hours' },
        ...curves.map(({ drawn: { name } }) => ({ title: name, isNumber: true })),
      ],
      rows: offsets.map((offset, at) => [signed(offset), ...curves.map(({ values }) => write(values[at]!))]),
    },
    csv: {
      columns: ['hours', ...series.flatMap(({ episode: { code } }) => [`${code} level`, `${code} index`])],
      rows: offsets.map((offset, at) => [
        offset,
        ...series.flatMap(({ level, index }) => [level[at] ?? null, index[at] ?? null]),
      ]),
    },
  }
}

const signed = (offset: number): string =>
  `${offset > 0 ? '+' : offset < 0 ? '−' : ''}${count(Math.abs(offset))}`

const NAMES = {
  OPEN_INTEREST: 'Open interest',
  BITCOIN_PRICE: 'Bitcoin',
  TOTAL_CAP: 'The whole market',
  LIQUIDATIONS: 'Forced orders',
} as const

/** Who stood lowest after the moment. */
function titleOfIndex(
  offsets: readonly number[],
  curves: readonly Curve[],
  { align, measure }: Scene,
): string {
  const lows = curves.flatMap(({ drawn, values }) => {
    const after = values.flatMap((value, at) => (offsets[at]! >= 0 && value !== null ? [value] : []))
    return after.length > 0 ? [{ drawn, low: Math.min(...after) }] : []
  })
  const [deepest] = lows.sort((a, b) => a.low - b.low)
  if (!deepest) return `${NAMES[measure]} is not known for this time`
  const fall = 1 - deepest.low / 100
  return fall < 0.0005
    ? `${NAMES[measure]} did not fall below where it stood at ${MOMENTS[align]}`
    : `${NAMES[measure]} fell furthest after ${deepest.drawn.name}: ${percent(fall)} below where it stood at ${MOMENTS[align]}`
}

function titleOfForced(offsets: readonly number[], curves: readonly Curve[]): string {
  const most = curves
    .flatMap(({ drawn, values }) =>
      values.flatMap((value, at) => (value === null ? [] : [{ drawn, value, at }])),
    )
    .sort((a, b) => b.value - a.value)[0]
  if (!most) return 'Forced orders are not known for this time'
  return `The heaviest hour was of ${most.drawn.name}: ${usd(most.value)}, at ${signed(offsets[most.at]!)} hours`
}

function gapMarks(curves: readonly Curve[]): Mark[] {
  const missing = curves.reduce((sum, { values }) => sum + values.filter((value) => value === null).length, 0)
  return missing === 0
    ? []
    : [
        {
          kind: 'GAP',
          text: `${count(missing)} hours not known`,
          detail: 'Not read, or not come yet. They are drawn as gaps and are not zero.',
        },
      ]
}

/** What each episode's sum lacks is told in the table of numbers. */
const floorMark = (isIndexed: boolean): Mark[] =>
  isIndexed
    ? []
    : [
        {
          kind: 'FLOOR',
          text: 'Lower bounds where feeds are throttled',
          detail:
            'Some feeds leave orders out by design: there was more. The table of numbers says which sums that is true of.',
        },
      ]

function draw(
  palette: Palette,
  isNarrow: boolean,
  offsets: readonly number[],
  curves: readonly Curve[],
  { isLog, measure }: Scene,
  write: (value: number | null) => string,
) {
  const isIndexed = measure !== 'LIQUIDATIONS'
  const step = offsets.length > 24 * 10 ? 7 * 24 : 24
  const days = (hours: number) => `${hours > 0 ? '+' : hours < 0 ? '−' : ''}${Math.abs(hours / 24)} d`
  return {
    ...base(palette),
    grid: { ...GRID, top: 14 + 20 * legendRows(curves.length, isNarrow) },
    legend: {
      ...legend(
        palette,
        curves.map(({ drawn: { name } }) => name),
      ),
      // A line tells its dashes.
      icon: 'inherit',
      itemWidth: 26,
    },
    xAxis: {
      type: 'value',
      min: offsets[0],
      max: offsets.at(-1),
      interval: step,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        hideOverlap: true,
        // The last label would stand out of the picture.
        alignMaxLabel: 'right',
        formatter: (hours: number) => (hours === 0 ? '0' : days(hours)),
      },
      axisPointer: { label: { show: false } },
    },
    yAxis: isLog
      ? { ...valueAxis(palette, usdShort), type: 'log', min: 'dataMin' }
      : valueAxis(palette, isIndexed ? (value: number) => String(value) : usdShort, { scale: isIndexed }),
    tooltip: {
      ...(base(palette).tooltip as object),
      formatter: (params: readonly { seriesName: string; value: [number, number | null] }[]) => {
        const at = offsets.indexOf(params[0]?.value[0] ?? Number.NaN)
        if (at === -1) return ''
        return [
          `${signed(offsets[at]!)} hours`,
          ...curves.map(({ drawn: { name }, values }) => `${name}  ${write(values[at]!)}`),
        ].join('\n')
      },
    },
    series: curves.map(({ drawn: { name, colorName, dash }, values }, place) => ({
      type: 'line',
      name,
      data: offsets.map((offset, at) => [offset, isLog && values[at] === 0 ? null : values[at]]),
      connectNulls: false,
      showSymbol: false,
      symbol: 'none',
      lineStyle: { color: palette[colorName], width: place === 0 ? 2.2 : 1.7, type: dash },
      itemStyle: { color: palette[colorName] },
      emphasis: { disabled: true },
      z: curves.length - place,
      ...(place === 0 ? { markLine: zeroLine(palette) } : {}),
    })),
  }
}

/** Names of episodes are of one length: so many stand beside each other. */
const legendRows = (count: number, isNarrow: boolean): number => Math.ceil(count / (isNarrow ? 2 : 4))

const zeroLine = (palette: Palette) => ({
  silent: true,
  symbol: 'none',
  data: [
    {
      xAxis: 0,
      lineStyle: { color: palette.muted, type: [3, 3], width: 1 },
      label: { show: false },
    },
  ],
})
