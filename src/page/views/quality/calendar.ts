import { count, counted, day, DAY_MS, dayOfAxis, hour, NOT_KNOWN, percent, toNumber } from '../../format.ts'
import type { CoverageCalendarQuery } from '../../generated/quality.ts'
import { base } from '../../parts/drawings.ts'
import { familyName } from '../../parts/familyNames.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'
import {
  causeOf,
  gapsWithin,
  isSame,
  venueOf,
  type CalendarFeed,
  type GapGroup,
  type NamedGap,
} from './gaps.tsx'

export interface Scene {
  readonly window: { readonly from: string; readonly to: string }
  /** Marked in the calendar. */
  readonly pointed: GapGroup | undefined
}

const ROW_PX = 19
const [TOP, BOTTOM] = [2, 58]

/** A row of the calendar: the heading of a family, or a feed of a venue. */
type Line = { readonly heading: string } | { readonly feed: CalendarFeed; readonly name: string }

/** Those of which coverage is kept, by family, each under its heading. */
function linesOf(feeds: readonly CalendarFeed[]): Line[] {
  const kept = feeds.filter(({ coverage }) => coverage !== null)
  const families = [...new Set(kept.map(({ family }) => family))].sort()
  return families.flatMap((family): Line[] => {
    const own = kept.filter((feed) => feed.family === family)
    // A venue may be read by two feeds: the source tells which.
    const nameOf = (feed: CalendarFeed) =>
      own.filter((other) => other.exchange?.code === feed.exchange?.code).length > 1
        ? `${venueOf(feed)} (${feed.source.code})`
        : venueOf(feed)
    return [{ heading: familyName(family) }, ...own.map((feed) => ({ feed, name: nameOf(feed) }))]
  })
}

/** px: rows of one height, however many there are. */
export const calendarHeight = (answer: CoverageCalendarQuery | undefined): number =>
  Math.max(120, (answer ? linesOf(answer.quality.feeds).length : 12) * ROW_PX + TOP + BOTTOM)

/** How much of each day each feed was read: a day that was read in full is calm, what is missing stands out. */
export function showCalendar(answer: CoverageCalendarQuery, scene: Scene): Shown {
  const lines = linesOf(answer.quality.feeds)
  const feeds = lines.flatMap((line) => ('feed' in line ? [line] : []))
  const gaps = gapsWithin(answer, scene.window)
  const days = feeds.flatMap(({ feed, name }) => daysOf(feed).map((own) => ({ ...own, feed, name })))
  const leftOut = answer.quality.feeds.filter(({ coverage }) => coverage === null)
  const lacking = days.filter(({ share }) => share !== null && share < 1)
  return {
    title: titleOf(feeds.length, days, lacking.length),
    unit: 'Share of each day that was read, UTC; nothing is drawn before a feed was first read, and after it ends',
    marks: [...marksFor(days), ...leftOutMarks(leftOut)],
    ...(leftOut.length > 0 ? { note: noteOf(leftOut) } : {}),
    ...(feeds.length > 0
      ? { drawing: (palette, isNarrow) => draw(palette, isNarrow, lines, gaps, scene) }
      : { empty: 'No feed of this family tells how much of the time it was read.' }),
    table: {
      columns: [
        { title: 'Day' },
        { title: 'Venue' },
        { title: 'Family' },
        { title: 'Read', isNumber: true },
        { title: 'Causes' },
      ],
      rows:
        lacking.length === 0
          ? [['No day lacks anything', '', '', '', '']]
          : lacking.map(({ start, share, feed, name }) => [
              day(start),
              name,
              familyName(feed.family),
              percent(share),
              [...new Set(gapsOfDay(gaps, feed, start).map(causeOf))].join('; '),
            ]),
    },
    csv: {
      columns: ['day', 'exchange', 'family', 'source', 'share'],
      rows: feeds.flatMap(({ feed }) =>
        feed.coverage!.start.map((start, at) => [
          start.slice(0, 10),
          feed.exchange?.code ?? null,
          feed.family,
          feed.source.code,
          feed.coverage!.share[at] ?? null,
        ]),
      ),
    },
  }
}

const daysOf = ({ coverage }: CalendarFeed) =>
  (coverage?.start ?? []).map((start, at) => ({ start, share: toNumber(coverage!.share[at]) }))

interface Day {
  readonly share: number | null
}

function titleOf(feedCount: number, days: readonly Day[], lacking: number): string {
  if (feedCount === 0) return 'Nothing tells how much was read'
  const known = days.filter(({ share }) => share !== null).length
  if (known === 0) return 'Nothing was to be read in this time'
  return lacking === 0
    ? `All ${feedCount} feeds were read on every day in full`
    : `${count(lacking)} of ${count(known)} days of ${feedCount} feeds were not read in full`
}

function marksFor(days: readonly Day[]): Mark[] {
  const known = days.flatMap(({ share }) => (share === null ? [] : [share]))
  const missing = known.length === 0 ? 0 : 1 - known.reduce((sum, share) => sum + share, 0) / known.length
  return missing === 0
    ? []
    : [
        {
          kind: 'GAP',
          text: `${percent(missing, missing < 0.01 ? 2 : 1)} of the time not read`,
          detail:
            'Over all feeds shown, each day counted alike. What happened then is not known: it is not zero.',
        },
      ]
}

const leftOutMarks = (leftOut: readonly CalendarFeed[]): Mark[] =>
  leftOut.length === 0
    ? []
    : [
        {
          kind: 'NOTE',
          text: `${counted(leftOut.length, 'feed')} not in the calendar`,
          detail:
            'They are read at a moment, or are of no venue: nothing tells how much of a day was to be read.',
        },
      ]

/** Which feeds have no row, and why. */
function noteOf(leftOut: readonly CalendarFeed[]): string {
  const families = [...new Set(leftOut.map(({ family }) => family))]
  const told = families.map((family) => {
    const of = leftOut.filter((feed) => feed.family === family).map(venueOf)
    return `${familyName(family).toLowerCase()} (${of.join(', ').replace('Whole market', 'whole market')})`
  })
  return `Not in the calendar: ${told.join('; ')}. They are read at a moment, or are of no venue, so that nothing tells how much of a day was to be read; when each was last read stands below.`
}

const gapsOfDay = (gaps: readonly NamedGap[], feed: CalendarFeed, start: string): NamedGap[] => {
  const from = Date.parse(start)
  return gaps.filter(
    (gap) =>
      gap.feed === feed &&
      Date.parse(gap.from) < from + DAY_MS &&
      (gap.to === null || Date.parse(gap.to) > from),
  )
}

/** Steps of the scale: what is missing is warm, and the warmer the more. */
const STEPS = [
  { min: 1, name: 'all', opacity: 0.32, isFull: true },
  { min: 0.98, name: '98 % +', opacity: 0.3, isFull: false },
  { min: 0.5, name: '50 % +', opacity: 0.6, isFull: false },
  { min: 0.000001, name: 'less', opacity: 0.85, isFull: false },
  { min: 0, name: 'none', opacity: 1, isFull: false },
] as const

function draw(
  palette: Palette,
  isNarrow: boolean,
  lines: readonly Line[],
  gaps: readonly NamedGap[],
  { pointed }: Scene,
) {
  const first = lines.find((line) => 'feed' in line)!
  const starts = 'feed' in first ? first.feed.coverage!.start : []
  const colorOf = (step: (typeof STEPS)[number]) =>
    step.min === 0 ? palette.alert : step.isFull ? palette.main : palette.warm
  const cells = lines.flatMap((line, row) =>
    'feed' in line
      ? daysOf(line.feed).flatMap(({ share }, column) => {
          if (share === null) return []
          const step = STEPS.find(({ min }) => share >= min)!
          return [
            {
              value: [column, row, share],
              itemStyle: { color: colorOf(step), opacity: step.opacity },
            },
          ]
        })
      : [],
  )
  const labelOf = (row: number) => {
    const line = lines[row]!
    return 'heading' in line ? `{heading|${line.heading}}` : line.name
  }
  const every = Math.ceil(starts.length / (isNarrow ? 4 : 9))
  return {
    ...base(palette),
    grid: { left: isNarrow ? 114 : 132, right: 12, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
    tooltip: {
      ...(base(palette).tooltip as object),
      trigger: 'item',
      formatter: ({ value: [column, row, share] }: { value: [number, number, number] }) =>
        tooltipOf(lines[row]!, starts[column]!, share, gaps),
    },
    xAxis: {
      type: 'category',
      data: starts,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: palette.muted,
        interval: (at: number) => at % every === 0,
        align: 'left',
        formatter: (start: string) => dayOfAxis(start),
        hideOverlap: true,
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lines.map((_, row) => String(row)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        interval: 0,
        color: palette.text,
        fontSize: 12.5,
        margin: 10,
        formatter: (row: string) => labelOf(Number(row)),
        rich: { heading: { color: palette.muted, fontSize: 12, fontWeight: 'bold' } },
        width: isNarrow ? 106 : 122,
        overflow: 'break',
        lineHeight: 14,
      },
    },
    // Colours come with the cells, as null and "nothing" must not look alike; this is their legend.
    legend: {
      data: STEPS.map(({ name }) => name),
      left: isNarrow ? 0 : 128,
      bottom: 2,
      // On a phone of 320 px all stand in one row.
      padding: 0,
      itemWidth: isNarrow ? 9 : 12,
      itemHeight: isNarrow ? 9 : 12,
      itemGap: isNarrow ? 6 : 16,
      icon: 'rect',
      selectedMode: false,
      textStyle: { color: palette.muted, fontSize: isNarrow ? 11 : 12 },
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        // In one go, on one canvas: a year of feeds is some thousand cells.
        progressive: 0,
        itemStyle: { borderColor: palette.surface, borderWidth: isNarrow || starts.length > 120 ? 0.5 : 1.5 },
        emphasis: { disabled: true },
      },
      ...(pointed ?? []).map((gap) => frameAbout(palette, lines, starts, gap)),
      ...STEPS.map((step) => ({
        type: 'line',
        name: step.name,
        data: [],
        itemStyle: { color: colorOf(step), opacity: step.opacity },
      })),
    ],
  }
}

/** What ECharts hands to a custom series; its own type is wider than what is used. */
interface Api {
  readonly coord: (at: [number, number]) => number[]
  readonly size: (of: [number, number]) => number[]
}

/** A frame about the days of a gap, in the row of its feed. */
function frameAbout(
  palette: Palette,
  lines: readonly Line[],
  starts: readonly string[],
  gap: NamedGap,
): object {
  const row = lines.findIndex((line) => 'feed' in line && isSame({ ...gap, feed: line.feed }, gap))
  const columnOf = (at: number) => starts.findLastIndex((start) => Date.parse(start) <= at)
  const from = Math.max(0, columnOf(Date.parse(gap.from)))
  const to = gap.to === null ? starts.length - 1 : Math.max(from, columnOf(Date.parse(gap.to) - 1))
  return {
    type: 'custom',
    silent: true,
    z: 10,
    data: row === -1 ? [] : [[from, row]],
    renderItem: (_: unknown, api: Api) => {
      const [begin, end] = [api.coord([from, row]), api.coord([to, row])]
      const [width, height] = [api.size([1, 0])[0]!, api.size([0, 1])[1]!]
      return {
        type: 'rect',
        shape: {
          x: begin[0]! - width / 2 - 2,
          y: begin[1]! - height / 2 - 2,
          width: end[0]! - begin[0]! + width + 4,
          height: height + 4,
          r: 3,
        },
        style: { fill: 'transparent', stroke: palette.text, lineWidth: 2 },
      }
    },
  }
}

function tooltipOf(line: Line, start: string, share: number, gaps: readonly NamedGap[]): string {
  if (!('feed' in line)) return ''
  const of = gapsOfDay(gaps, line.feed, start)
  const clock = (at: string | null, otherwise: string) =>
    at === null ? 'now' : at.slice(0, 10) === start.slice(0, 10) ? hour(at) : otherwise
  return [
    `${day(start)}, ${line.name}, ${familyName(line.feed.family).toLowerCase()}`,
    share === 1 ? 'Read in full' : `Read: ${percent(share)}`,
    ...of
      .slice(0, 4)
      .map((gap) => `${clock(gap.from, '00:00')} to ${clock(gap.to, '24:00')}  ${causeOf(gap)}`),
    ...(of.length > 4 ? [`and ${of.length - 4} more`] : []),
    ...(share < 1 && of.length === 0 ? [`Cause: ${NOT_KNOWN}`] : []),
  ].join('\n')
}
