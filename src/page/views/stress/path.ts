import { change, digitsAsked, usd, usdShort, usdWhole, percent, toNumber } from '../../format.ts'
import type { StressPathQuery } from '../../generated/stress.ts'
import { base, GRID, legend, valueAxis } from '../../parts/drawings.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import type { Palette } from '../../theme.ts'

type Stress = StressPathQuery['stress']
type Asset = Stress['assets'][number]

const COLORS = ['main', 'second', 'third', 'fourth', 'fifth'] as const satisfies readonly (keyof Palette)[]

/** What the model says of itself stands above all pictures. */
const TOLD_ABOVE = new Set(['MODEL'])

/** Price and forced orders round by round: the shock alone, then what its forced orders do, until a round closes nothing. */
export function showPath({ stress }: StressPathQuery): Shown {
  const { assets, assetCount, meta } = stress
  const isOne = assets.length === 1
  return {
    title: titleOf(stress),
    unit: `${isOne ? 'Price in USD' : `Move of the price, the ${assets.length} of ${assetCount} assets with the most open interest`}; below, closed by force in each round, USD`,
    marks: marksOf({ notices: meta.notices.filter(({ code }) => !TOLD_ABOVE.has(code)) }),
    drawing: (palette, isNarrow) => draw(palette, assets, isNarrow),
    note: noteOf(assets),
    table: {
      columns: [
        { title: 'Asset' },
        { title: 'Round', isNumber: true },
        { title: 'Price', isNumber: true },
        { title: 'Move', isNumber: true },
        { title: 'Closed by force', isNumber: true },
        { title: 'Up to now', isNumber: true },
      ],
      rows: assets.flatMap(({ asset, path }) =>
        path.map(({ round, price, move, forcedUsd, totalForcedUsd }) => [
          asset.code,
          round === 0 ? '0, the shock' : round,
          price,
          change(move, 2),
          usdWhole(forcedUsd),
          usdWhole(totalForcedUsd),
        ]),
      ),
    },
    csv: {
      columns: ['asset', 'round', 'price', 'move', 'forcedUsd', 'totalForcedUsd'],
      rows: assets.flatMap(({ asset: { code }, path }) =>
        path.map((own) => [code, own.round, own.price, own.move, own.forcedUsd, own.totalForcedUsd]),
      ),
    },
  }
}

function titleOf({ assets, shock, forcedUsd, amplification }: Stress): string {
  const [only] = assets.length === 1 ? assets : []
  const move = `${shock < 0 ? 'A fall' : 'A rise'} of ${percent(Math.abs(shock), digitsAsked(shock))}${only ? ` of ${only.asset.code}` : ''}`
  const floor = amplification === null ? 'at least ' : ''
  if (!only) return `${move} of every price would close ${floor}${usd(forcedUsd)} by force`
  return only.amplification === null
    ? `${move} would close ${floor}${usd(forcedUsd)} by force; what their orders do to the price is not known`
    : `${move} would become one of ${percent(Math.abs(only.move))}, and close ${usd(forcedUsd)} by force`
}

/** What must be known of single assets: books that are no match, and impact that nobody knows. */
function noteOf(assets: readonly Asset[]): string {
  const list = (of: readonly Asset[]) => of.map(({ asset }) => asset.code).join(', ')
  const exhausted = assets.filter(({ isExhausted }) => isExhausted)
  const unknown = assets.filter(({ amplification }) => amplification === null)
  return [
    'Each round is what the forced orders of the one before do to the price.',
    exhausted.length > 0 &&
      `Books of ${list(exhausted)} are no match for the forced orders: the price goes as far as the model lets it.`,
    unknown.length > 0 &&
      `No book tells what forced orders do to ${list(unknown)}: what is closed there is a lower bound.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function draw(palette: Palette, assets: readonly Asset[], isNarrow: boolean) {
  const isOne = assets.length === 1
  const last = Math.max(...assets.map(({ path }) => path.length))
  // Before the shock, then each round.
  const rounds = Array.from({ length: last + 1 }, (_, at) => at - 1)
  const colorOf = (at: number) => palette[COLORS[at % COLORS.length]!]
  const axis = (gridIndex: number, isLabelled: boolean) => ({
    type: 'category',
    gridIndex,
    data: rounds.map((round) => (round < 0 ? 'before' : round === 0 ? 'shock' : String(round))),
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: {
      show: isLabelled,
      color: palette.muted,
      hideOverlap: true,
      ...(last < 6 ? { interval: 0 } : {}),
    },
  })
  const valueOf = ({ price, move }: Asset['path'][number]) => (isOne ? toNumber(price) : move)
  const start = ({ price }: Asset) => (isOne ? toNumber(price) : 0)
  return {
    ...base(palette),
    legend: isOne
      ? { show: false }
      : legend(
          palette,
          assets.map(({ asset }) => asset.code),
        ),
    grid: [
      { ...GRID, top: isOne ? 14 : 34, height: isOne ? 184 : 164 },
      { ...GRID, top: 232, bottom: 28 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: [axis(0, false), axis(1, true)],
    yAxis: [
      valueAxis(palette, isOne ? usdShort : (value: number) => change(value, 0), { scale: true }),
      valueAxis(palette, usdShort, { gridIndex: 1, splitNumber: 2 }),
    ],
    tooltip: {
      ...(base(palette).tooltip as object),
      formatter: (params: readonly { dataIndex: number }[]) => {
        const round = rounds[params[0]?.dataIndex ?? 0]!
        if (round < 0)
          return [
            'Before the shock',
            ...assets.map(({ asset, price }) => `${asset.code}  ${usdWhole(price)}`),
          ].join('\n')
        return [
          round === 0 ? 'The shock alone' : `Round ${round}`,
          ...assets.flatMap(({ asset, path }) => {
            const own = path[round]
            return own ? [`${asset.code}  ${change(own.move, 2)}, ${usd(own.forcedUsd)} closed`] : []
          }),
        ].join('\n')
      },
    },
    series: assets.flatMap((own, at) => [
      {
        type: 'line',
        name: own.asset.code,
        data: rounds.map((round) => {
          if (round < 0) return start(own)
          // A price that has come to rest stays there.
          const step = own.path[Math.min(round, own.path.length - 1)]
          return step ? valueOf(step) : null
        }),
        symbol: 'circle',
        symbolSize: isNarrow ? 5 : 6,
        showSymbol: true,
        lineStyle: { color: colorOf(at), width: 2 },
        itemStyle: { color: colorOf(at) },
        emphasis: { disabled: true },
      },
      {
        type: 'bar',
        name: own.asset.code,
        stack: 'forced',
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 34,
        data: rounds.map((round) => toNumber(own.path[round]?.forcedUsd)),
        itemStyle: { color: colorOf(at) },
        emphasis: { disabled: true },
      },
    ]),
  }
}
