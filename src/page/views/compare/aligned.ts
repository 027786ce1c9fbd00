import { count, counted, decimal, lasting, percent, toNumbers, usd, usdShort, HOUR_MS } from '../../format.ts'
import type { EpisodeAlignment, EpisodesAlignedQuery, EpisodeSeriesMeasure } from '../../generated/compare.ts'
import { base, baseAxis, GRID, valueAxis } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'
import { ofBegin, type Drawn } from './selection.ts'

export interface Scene {
  readonly drawn: readonly Drawn[]
  readonly align: EpisodeAlignment
  readonly measure: EpisodeSeriesMeasure
  /** Of liquidations alone. */
  readonly isLog: boolean
  /** Code of the episode that is pointed at: the others stand back. undefined: none is. */
  readonly pointed: string | undefined
}

function momentName(align: EpisodeAlignment, drawn: readonly Drawn[]): string {
  if (align === 'PEAK')
    return ofBegin(drawn, 'the high of open interest', 'the begin of the day of forced orders')
  return align === 'FLUSH' ? 'the hour of detection' : 'the extreme of Bitcoin’s price'
}

export interface Curve {
  readonly drawn: Drawn
  readonly values: readonly (number | null)[]
  /** Of forced orders: some of the feeds leave orders out. */
  readonly isFloor: boolean
}

/** One measure of each episode over the hours about the moment of alignment. */
export function showAligned({ compareEpisodes }: EpisodesAlignedQuery, scene: Scene): Shown {
  const { offsets, series, notices, episodes } = compareEpisodes
  const isIndexed = scene.measure !== 'LIQUIDATIONS'
  const floors = new Set(
    episodes?.flatMap(({ code, liquidations: { total } }) => (Number(total?.floorShare) > 0 ? [code] : [])),
  )
  const curves = series.flatMap(({ episode, level, index }) => {
    const drawn = scene.drawn.find(({ code }) => code === episode.code)
    const isFloor = floors.has(episode.code)
    return drawn ? [{ drawn, values: toNumbers(isIndexed ? index : level), isFloor }] : []
  })
  const moment = momentName(scene.align, scene.drawn)
  const write = (value: number | null) => (isIndexed ? decimal(value, 1) : usd(value))
  return {
    title: isIndexed ? titleOfIndex(offsets, curves, scene) : titleOfForced(offsets, curves, scene.align),
    unit: isIndexed
      ? `100 at ${moment}; days from it`
      : `USD by the hour, on one scale${scene.isLog ? ', logarithmic: an hour without any is not drawn' : ''}; days from ${moment}`,
    marks: [...gapMarks(curves), ...floorMark(isIndexed), ...marksOf({ notices })],
    drawing: (palette, isNarrow) =>
      isIndexed
        ? drawLines(palette, isNarrow, offsets, curves, scene)
        : drawRows(palette, isNarrow, offsets, curves, scene),
    table: {
      columns: [
        { title: 'Hours', isNumber: true },
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

/** "hour up to 11 hours after the high of open interest": what is summed over an hour stands at its end. */
const hourOf = (offset: number, moment: string): string =>
  `hour up to ${offset === 0 ? moment : momentOf(offset, moment)}`

/** "11 hours after the high of open interest". */
function momentOf(offset: number, moment: string): string {
  if (offset === 0) return `at ${moment}`
  return `${exactly(Math.abs(offset))} ${offset < 0 ? 'before' : 'after'} ${moment}`
}

/** To the hour, also of days. */
const exactly = (hours: number): string =>
  hours <= 72 || hours % 24 === 0
    ? lasting(hours * HOUR_MS)
    : `${counted(Math.floor(hours / 24), 'day')} ${counted(hours % 24, 'hour')}`

const NAMES = {
  OPEN_INTEREST: 'Open interest',
  BITCOIN_PRICE: 'Bitcoin',
  TOTAL_CAP: 'The whole market',
  LIQUIDATIONS: 'Forced orders',
} as const

/** Which moved furthest after the moment: a purge falls, a squeeze rises. */
function titleOfIndex(
  offsets: readonly number[],
  curves: readonly Curve[],
  { align, measure, drawn: all }: Scene,
): string {
  const after = curves.flatMap(({ drawn, values }) =>
    values.flatMap((value, at) =>
      value !== null && offsets[at]! >= 0 ? [{ drawn, move: value - 100 }] : [],
    ),
  )
  const [furthest] = after.sort((a, b) => Math.abs(b.move) - Math.abs(a.move))
  if (!furthest) return `${NAMES[measure]} is not known for this time`
  const { drawn, move } = furthest
  if (Math.abs(move) < 0.05) return `${NAMES[measure]} stayed where it stood at ${momentName(align, all)}`
  const [verb, word] = move < 0 ? ['fell', 'below'] : ['rose', 'above']
  return `${NAMES[measure]} ${verb} furthest after ${drawn.name}: ${percent(Math.abs(move) / 100)} ${word} where it stood at ${momentName(align, [drawn])}`
}

function titleOfForced(
  offsets: readonly number[],
  curves: readonly Curve[],
  align: EpisodeAlignment,
): string {
  const most = curves
    .flatMap(({ drawn, values, isFloor }) =>
      values.flatMap((value, at) => (value === null ? [] : [{ drawn, value, at, isFloor }])),
    )
    .sort((a, b) => b.value - a.value)[0]
  if (!most) return 'Forced orders are not known for this time'
  return `The heaviest hour was of ${most.drawn.name}: ${most.isFloor ? 'at least ' : ''}${usd(most.value)}, in the ${hourOf(offsets[most.at]!, momentName(align, [most.drawn]))}`
}

function gapMarks(curves: readonly Curve[]): Mark[] {
  const missing = curves.reduce((sum, { values }) => sum + values.filter((value) => value === null).length, 0)
  return missing === 0
    ? []
    : [
        {
          kind: 'GAP',
          text: `${counted(missing, 'hour')} not known`,
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

/** Of what is not pointed at while something is. */
const BACK = 0.16
const strength = (drawn: Drawn, pointed: string | undefined): number =>
  pointed === undefined || pointed === drawn.code ? 1 : BACK

/** Hours about the moment, told in days. */
function offsetAxis(palette: Palette, offsets: readonly number[], more: object = {}): object {
  const days = (hours: number) => (hours === 0 ? '0' : `${hours > 0 ? '+' : '−'}${Math.abs(hours / 24)} d`)
  return {
    type: 'value',
    min: offsets[0],
    max: offsets.at(-1),
    interval: offsets.length > 24 * 10 ? 7 * 24 : 24,
    ...baseAxis(palette, days),
    ...more,
  }
}

/** @param pointed which offset a place of the axis belongs to, and what it is called */
const tooltip = (
  palette: Palette,
  offsets: readonly number[],
  curves: readonly Curve[],
  pointed: { readonly offsetAt: (hours: number) => number; readonly nameOf: (offset: number) => string },
  write: (value: number | null) => string,
) => ({
  ...(base(palette).tooltip as object),
  formatter: (params: readonly { axisValue: number }[]) => {
    const at = offsets.indexOf(pointed.offsetAt(params[0]?.axisValue ?? Number.NaN))
    if (at === -1) return ''
    return [
      pointed.nameOf(offsets[at]!),
      ...curves.map(({ drawn: { name }, values }) => `${name}  ${write(values[at]!)}`),
    ].join('\n')
  },
})

/** Lines on each other, each with its name at its end. */
function drawLines(
  palette: Palette,
  isNarrow: boolean,
  offsets: readonly number[],
  curves: readonly Curve[],
  { align, pointed, drawn: all }: Scene,
) {
  const moment = momentName(align, all)
  const names = endNames(curves, isNarrow)
  return {
    ...base(palette),
    grid: { ...GRID, right: isNarrow ? 58 : 92, left: isNarrow ? 40 : GRID.left },
    xAxis: offsetAxis(palette, offsets),
    yAxis: valueAxis(palette, (value) => decimal(value, 0), { scale: true }),
    tooltip: tooltip(
      palette,
      offsets,
      curves,
      { offsetAt: Math.round, nameOf: (offset) => momentOf(offset, moment) },
      (value) => decimal(value, 1),
    ),
    series: curves.map(({ drawn, values }, place) => ({
      type: 'line',
      name: drawn.name,
      data: offsets.map((offset, at) => [offset, values[at]]),
      connectNulls: false,
      showSymbol: false,
      symbol: 'none',
      triggerLineEvent: true,
      lineStyle: {
        color: palette[drawn.colorName],
        width: drawn.code === pointed ? 3 : place === 0 ? 2.2 : 1.7,
        type: drawn.dash,
        opacity: strength(drawn, pointed),
      },
      itemStyle: { color: palette[drawn.colorName] },
      endLabel: {
        show: true,
        formatter: names[place],
        color: palette[drawn.colorName],
        fontSize: 12,
        lineHeight: 15,
        fontWeight: place === 0 ? 'bold' : 'normal',
        opacity: strength(drawn, pointed),
        distance: 6,
      },
      labelLayout: { moveOverlap: 'shiftY' },
      emphasis: { focus: 'series', lineStyle: { width: 3 } },
      blur: { lineStyle: { opacity: BACK }, endLabel: { opacity: BACK } },
      z: drawn.code === pointed ? curves.length + 1 : curves.length - place,
      ...(place === 0 ? { markLine: zeroLine(palette) } : {}),
    })),
  }
}

/** On a narrow screen without the year, where the days alone tell them apart. */
function endNames(curves: readonly Curve[], isNarrow: boolean): string[] {
  const names = curves.map(({ drawn: { name } }) => name)
  const short = names.map((name) => name.replace(/ \d{4}$/, ''))
  return isNarrow && new Set(short).size === short.length ? short : names
}

const [ROW_PX, HEAD_PX, FOOT_PX] = [64, 22, 28]

/** px: a row for each episode, and never less than another picture has. */
export const rowsHeight = (rows: number): number => Math.max(260, rows * ROW_PX + FOOT_PX)

/** A row for each episode below each other, all on one scale: forced orders come in spikes, and spikes on each other tell nothing. */
function drawRows(
  palette: Palette,
  isNarrow: boolean,
  offsets: readonly number[],
  curves: readonly Curve[],
  { align, isLog, pointed, drawn: shown }: Scene,
) {
  const moment = momentName(align, shown)
  const all = curves.flatMap(({ values }) => values)
  const known = all.filter((value): value is number => value !== null && value > 0)
  const most = Math.max(1, ...known)
  const power = (value: number, round: (exponent: number) => number) => 10 ** round(Math.log10(value))
  const [min, max] = isLog ? [power(Math.min(most, ...known), Math.floor), power(most, Math.ceil)] : [0, most]
  const left = isNarrow ? 46 : GRID.left
  const rowPx = (rowsHeight(curves.length) - FOOT_PX) / curves.length
  const names = endNames(curves, isNarrow)
  return {
    ...base(palette),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: curves.map((_, row) => ({
      left,
      right: GRID.right,
      top: row * rowPx + HEAD_PX,
      height: rowPx - HEAD_PX - 4,
      outerBoundsMode: 'none',
    })),
    xAxis: curves.map((_, row) =>
      offsetAxis(palette, offsets, {
        gridIndex: row,
        ...(row === curves.length - 1 ? {} : { axisLabel: { show: false } }),
      }),
    ),
    yAxis: curves.map(({ drawn, values, isFloor }, row) => ({
      ...valueAxis(palette, usdShort, {
        gridIndex: row,
        type: isLog ? 'log' : 'value',
        min,
        max,
        // It stands at the left, not where the moment is.
        axisLine: { show: false, onZero: false },
        splitNumber: 1,
        ...(isLog ? {} : { interval: max }),
        axisLabel: {
          color: palette.muted,
          fontSize: 11,
          formatter: (value: number) => (value === min || value === max ? usdShort(value) : ''),
        },
      }),
      name: rowName(names[row]!, values, isFloor),
      nameLocation: 'end',
      nameGap: 7,
      nameTextStyle: {
        color: palette[drawn.colorName],
        fontSize: 12,
        fontWeight: row === 0 ? 'bold' : 'normal',
        align: 'left',
      },
    })),
    tooltip: tooltip(
      palette,
      offsets,
      curves,
      { offsetAt: Math.ceil, nameOf: (offset) => `The ${hourOf(offset, moment)}` },
      usd,
    ),
    series: curves.map(({ drawn, values }, row) => ({
      type: 'line',
      name: drawn.name,
      xAxisIndex: row,
      yAxisIndex: row,
      data: offsets.flatMap((offset, at) => hourFrom(offset, isLog && values[at] === 0 ? null : values[at]!)),
      connectNulls: false,
      showSymbol: false,
      symbol: 'none',
      lineStyle: {
        color: palette[drawn.colorName],
        width: 1.2,
        opacity: strength(drawn, pointed),
      },
      areaStyle: {
        color: palette[drawn.colorName],
        origin: 'start',
        opacity: 0.35 * strength(drawn, pointed),
      },
      itemStyle: { color: palette[drawn.colorName] },
      emphasis: { disabled: true },
      markLine: zeroLine(palette),
    })),
  }
}

/** Hours. The pointer takes the nearest end of an hour: the begin of one is no other's end. */
const A_SECOND = 1 / 3_600

/** An hour from its begin to its end, where its offset is: one between hours that are not drawn is seen, too. */
const hourFrom = (offset: number, value: number | null): [number, number | null][] =>
  value === null
    ? [[offset, null]]
    : [
        [offset - 1 + A_SECOND, value],
        [offset, value],
      ]

function rowName(name: string, values: readonly (number | null)[], isFloor: boolean): string {
  const known = values.filter((value) => value !== null)
  return known.length === 0
    ? `${name}: not known`
    : `${name}: heaviest hour ${isFloor ? '≥ ' : ''}${usd(Math.max(...known))}`
}

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
