import { change, decimal, NOT_KNOWN, usd, usdShort } from '../../format.ts'
import type { StressReplaysQuery } from '../../generated/stress.ts'
import { base, valueAxis } from '../../parts/drawings.ts'
import { longName, shortName } from '../../parts/episodeNames.ts'
import type { Mark, Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'

type Replay = StressReplaysQuery['stress']['replays'][number]

/** What the model would have closed by force in past episodes, beside what was recorded: the only measure of how good it is. */
export function showReplays({ stress: { replays } }: StressReplaysQuery, of: string): Shown {
  return {
    title: titleOf(replays, of),
    unit: 'Closed by force from the high of open interest to the low, USD, logarithmic; at the right, the error',
    marks: marksFor(replays),
    ...(replays.length > 0
      ? {
          drawing: (palette, isNarrow) => draw(palette, replays, isNarrow),
          note: 'Filled: recorded. Hollow: the model, with positions as they were known at the high and the prices that came; its weights are those fitted to what came before. What forced orders do to the price is held to nothing: no data tell.',
        }
      : { empty: 'No episode had ended by then of whose time something was observed.' }),
    table: {
      columns: [
        { title: 'Episode' },
        { title: 'Model', isNumber: true },
        { title: 'Recorded', isNumber: true },
        { title: 'Error', isNumber: true },
        { title: 'Weights' },
        { title: 'Feeds' },
      ],
      rows: replays.map((own) => [
        longName(own.episode),
        usd(own.forcedUsd),
        `${isBound(own) ? '≥ ' : ''}${usd(own.recordedUsd)}`,
        change(own.error, 0),
        own.isCalibrated ? 'fitted to what came before' : 'by convention',
        own.completeness.toLowerCase(),
      ]),
    },
  }
}

const isBound = ({ completeness }: Replay): boolean => completeness !== 'COMPLETE'

function titleOf(replays: readonly Replay[], of: string): string {
  const times = replays.flatMap(({ error }) => (error === null ? [] : [error + 1])).sort((a, b) => a - b)
  const [least, most] = [times[0], times.at(-1)]
  if (least === undefined || most === undefined)
    return `There is no past episode of ${of} to hold the model to`
  return times.length === 1
    ? `In the one past episode the model closed ${decimal(least)} times what was recorded of ${of}`
    : `In ${times.length} past episodes the model closed from ${decimal(least)} to ${decimal(most, 1)} times what was recorded of ${of}`
}

function marksFor(replays: readonly Replay[]): Mark[] {
  const bounds = replays.filter(isBound).length
  const plain = replays.filter(({ isCalibrated }) => !isCalibrated).length
  return [
    ...(bounds > 0
      ? [
          {
            kind: 'FLOOR' as const,
            text:
              bounds === replays.length ? 'recorded are lower bounds' : `${bounds} recorded are lower bounds`,
            detail: 'Some feeds leave orders out by design: there was more.',
          },
        ]
      : []),
    ...(plain > 0
      ? [
          {
            kind: 'NOTE' as const,
            text: `${plain} with weights by convention`,
            detail: 'Too little had been recorded before them to fit the weights to.',
          },
        ]
      : []),
  ]
}

interface Api {
  readonly coord: (at: [number, number]) => number[]
}

function draw(palette: Palette, replays: readonly Replay[], isNarrow: boolean) {
  const numbers = replays.flatMap(({ forcedUsd, recordedUsd }) => [Number(forcedUsd), Number(recordedUsd)])
  const known = numbers.filter((value) => value > 0)
  const min = 10 ** Math.floor(Math.log10(Math.min(...known)))
  const max = 10 ** Math.ceil(Math.log10(Math.max(...known)))
  const axis = (names: readonly string[], position: string, label: object) => ({
    type: 'category',
    inverse: true,
    position,
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { interval: 0, color: palette.text, fontSize: 12, ...label },
  })
  return {
    ...base(palette),
    grid: {
      left: isNarrow ? 104 : 240,
      right: isNarrow ? 62 : 72,
      top: 6,
      bottom: 28,
      outerBoundsMode: 'none',
    },
    tooltip: { show: false },
    xAxis: { ...valueAxis(palette, usdShort), type: 'log', min, max },
    yAxis: [
      axis(
        replays.map(({ episode }) => (isNarrow ? shortName(episode) : longName(episode))),
        'left',
        { margin: 12, width: isNarrow ? 94 : 230, overflow: 'truncate' },
      ),
      axis(
        replays.map(({ error }) => (error === null ? NOT_KNOWN : change(error, 0))),
        'right',
        { margin: isNarrow ? 58 : 66, align: 'right', color: palette.muted },
      ),
    ],
    series: [
      {
        type: 'custom',
        silent: true,
        data: replays.map((_, at) => [min, at]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
          const { forcedUsd, recordedUsd } = replays[dataIndex]!
          const at = (value: number) => api.coord([Math.max(min, value), dataIndex])
          const [recorded, model] = [at(Number(recordedUsd)), at(Number(forcedUsd))]
          const dot = ([cx, cy]: number[], fill: string, color: string) => ({
            type: 'circle',
            shape: { cx, cy, r: 5 },
            style: { fill, stroke: color, lineWidth: 2 },
          })
          return {
            type: 'group',
            children: [
              {
                type: 'line',
                shape: { x1: recorded[0], y1: recorded[1], x2: model[0], y2: model[1] },
                style: { stroke: palette.price, lineWidth: 2 },
              },
              ...(Number(recordedUsd) > 0 ? [dot(recorded, palette.main, palette.main)] : []),
              ...(Number(forcedUsd) > 0 ? [dot(model, palette.surface, palette.second)] : []),
            ],
          }
        },
      },
    ],
  }
}
