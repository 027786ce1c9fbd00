import { decimal, percent, words } from '../../format.ts'
import type { EpisodesAlikeQuery } from '../../generated/compare.ts'
import { kindOf, longName, shortName } from '../../parts/episodeNames.ts'
import { base, legend, valueAxis } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'

type Analog = EpisodesAlikeQuery['analogs']['analogs'][number]

/** Fewer past episodes than these tell nothing: the API's own bound. */
const FEW = 5

/** The loudest thing that can be said of few cases. */
export const fewMark = (count: number): Mark[] =>
  count < FEW ? [{ kind: 'GAP', text: `n = ${count}: too few to lean on` }] : []

export const fewWords = (count: number): string => (count < FEW ? `n = ${count}: too few to lean on. ` : '')

/** The past episodes that are nearest, by how many standard deviations they are away. */
export function showAlike({ analogs: { pastCount, analogs, notices } }: EpisodesAlikeQuery): Shown {
  const [nearest] = analogs
  const others = notices.filter(({ code }) => code !== 'SMALL_SAMPLE')
  return {
    title: nearest
      ? `${fewWords(pastCount)}Nearest is the ${lowerFirst(kindOf(nearest.episode))} of ${shortName(nearest.episode)}, ${away(nearest)} away`
      : pastCount === 0
        ? 'n = 0: there is no earlier episode of its kind and side'
        : `${fewWords(pastCount)}No earlier episode can be held to it`,
    unit: 'Standard deviations of the past episodes, by features as they were known when each was detected',
    marks: [...fewMark(pastCount), ...marksOf({ notices: others })],
    ...(nearest
      ? {
          drawing: (palette, isNarrow) => draw(palette, analogs, isNarrow),
        }
      : {
          empty:
            pastCount === 1
              ? 'Distances are told in standard deviations of the earlier ones: one alone has none.'
              : 'Earlier are those of its kind and side that were detected before it was: nothing later is looked at.',
        }),
    ...(nearest
      ? {
          note: `What sets the nearest apart most: ${apart(nearest)}. A distance of 1 is one standard deviation on every feature; colours are its parts.${
            pastCount < FEW ? ' Standard deviations of so few are themselves guesses.' : ''
          }`,
        }
      : {}),
    table: {
      columns: [
        { title: 'Past episode' },
        { title: 'Distance', isNumber: true },
        { title: 'Feature' },
        { title: 'Of it', isNumber: true },
        { title: 'Of the one asked for', isNumber: true },
        { title: 'Part of the distance', isNumber: true },
      ],
      rows: analogs.flatMap((own) =>
        own.features.map(({ feature, value, ofValue, part }) => [
          longName(own.episode),
          decimal(own.distance, 1),
          nameOf(feature),
          percent(value, 2),
          percent(ofValue, 2),
          percent(part),
        ]),
      ),
    },
    csv: {
      columns: ['episode', 'distance', 'feature', 'value', 'ofValue', 'difference', 'part'],
      rows: analogs.flatMap(({ episode: { code }, distance, features }) =>
        features.map(({ feature, value, ofValue, difference, part }) => [
          code,
          distance,
          feature,
          value,
          ofValue,
          difference,
          part,
        ]),
      ),
    },
  }
}

/** Each is a fraction of something: told in percent. */
const FEATURES: Readonly<Record<string, string>> = {
  OPEN_INTEREST_CHANGE: 'Change of open interest',
  POSITION_CHANGE: 'Change of positions',
  PRICE_CHANGE: 'Change of price',
  LIQUIDATION_RATIO: 'Forced orders against open interest',
  LONG_SHARE: 'Part that was long',
  BUILD_UP: 'Build-up before it',
  OPEN_INTEREST_PERCENTILE: 'Rank of open interest before it',
  BITCOIN_CONTRIBUTION: 'Bitcoin’s part of the change',
  FUNDING_BEFORE: 'Funding before it',
  SPOT_SHARE_BEFORE: 'Spot share before it',
}

const nameOf = (feature: string): string => FEATURES[feature] ?? words(feature)

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const away = ({ distance }: Analog): string => `${decimal(distance, 1)} standard deviations`

/** The features that make most of a distance. */
const apart = ({ features }: Analog): string =>
  [...features]
    .sort((a, b) => b.part - a.part)
    .slice(0, 3)
    .map(({ feature, part }) => `${lowerFirst(nameOf(feature))} (${percent(part, 0)})`)
    .join(', ')

/** How many features have a colour of their own; the others share one. */
const COLORS = ['main', 'second', 'third'] as const satisfies readonly (keyof Palette)[]
const OTHERS = 'All others'

/** A bar as long as the distance for each past episode, cut into the parts that features make of it. */
function draw(palette: Palette, analogs: readonly Analog[], isNarrow: boolean) {
  const sums = new Map<string, number>()
  for (const { feature, part } of analogs.flatMap(({ features }) => features))
    sums.set(feature, (sums.get(feature) ?? 0) + part)
  const most = [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, COLORS.length)
    .map(([feature]) => feature)
  const partOf = ({ features }: Analog, isOwn: (feature: string) => boolean) =>
    features.reduce((sum, { feature, part }) => sum + (isOwn(feature) ? part : 0), 0)
  const bars = [
    ...most.map((feature, at) => ({
      name: nameOf(feature),
      color: palette[COLORS[at]!],
      isOwn: (own: string) => own === feature,
    })),
    { name: OTHERS, color: palette.price, isOwn: (own: string) => !most.includes(own) },
  ]
  return {
    ...base(palette),
    grid: { left: 100, right: 54, top: isNarrow ? 96 : 58, bottom: 26, outerBoundsMode: 'none' },
    legend: legend(
      palette,
      bars.map(({ name }) => name),
      { left: 0 },
    ),
    tooltip: { show: false },
    xAxis: valueAxis(palette, (value) => decimal(value, value % 1 === 0 ? 0 : 1), {
      min: 0,
      splitNumber: isNarrow ? 2 : 4,
    }),
    yAxis: [
      category(
        palette,
        analogs.map(({ episode }) => shortName(episode)),
        'left',
        { margin: 12 },
      ),
      category(
        palette,
        analogs.map(({ distance }) => decimal(distance, 1)),
        'right',
        { margin: 48, align: 'right' },
      ),
    ],
    series: bars.map(({ name, color, isOwn }) => ({
      type: 'bar',
      name,
      stack: 'distance',
      silent: true,
      barMaxWidth: 22,
      data: analogs.map((own) => own.distance * partOf(own, isOwn)),
      itemStyle: { color },
      emphasis: { disabled: true },
    })),
  }
}

const category = (palette: Palette, names: readonly string[], position: string, label: object) => ({
  type: 'category',
  inverse: true,
  position,
  data: names,
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: { interval: 0, color: palette.text, fontSize: 13, ...label },
})
