import {
  change,
  count,
  day,
  days,
  decimal,
  percent,
  time,
  toNumber,
  toNumbers,
  usd,
  usdShort,
  usdWhole,
} from '../../format.ts'
import type {
  EpisodeAssetsQuery,
  EpisodeDepthQuery,
  EpisodeFundingQuery,
  EpisodeLiquidationsQuery,
  EpisodeOpenInterestQuery,
  EpisodePartsQuery,
  EpisodePricesQuery,
  EpisodeSectorsQuery,
  EpisodeSpotQuery,
} from '../../generated/episode.ts'
import {
  base,
  carriedLegend,
  carriedSeries,
  drawnWidth,
  legend,
  lineSeries,
  shadeSeries,
  sidesOf,
  spanSeries,
  spansOf,
  timeAxis,
  tooltipOf,
  unreadLines,
  unreadSeries,
  valueAxis,
  waterfall,
  WITH_LEGEND,
  type Step,
} from '../../parts/drawings.ts'
import { carriedOf, floorMarks, marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { forcedRows, interestRows } from '../../parts/rows.ts'
import { unreadBands, unreadText } from '../../parts/unread.ts'
import type { Palette } from '../../theme.ts'
import { hasFall, marksInTime, momentsOf, shadesOf, type EpisodeHead, type EpisodeWindow } from './span.ts'

/** What each picture of an episode is drawn about. */
export interface Scene {
  readonly episode: EpisodeHead
  readonly window: EpisodeWindow
}

/** The axis and the shades that all pictures of an episode have in common. */
const frame = (
  palette: Palette,
  isNarrow: boolean,
  { episode: { phases }, window }: Scene,
  format: (value: number | null, name: string) => string,
  more?: (place: number) => readonly string[],
) => ({
  ...base(palette),
  xAxis: timeAxis(palette, window.from, window.to),
  tooltip: { ...(base(palette).tooltip as object), formatter: tooltipOf(format, more) },
  shades: shadeSeries(palette, shadesOf(phases), marksInTime(phases), [window.from, window.to], isNarrow),
})

/** Room at the top of an axis for the names of the phases. */
const HEADROOM = { boundaryGap: [0, '16%'] }
/** The same of an axis that is told in whole percents. */
const IN_PERCENT = { ...HEADROOM, minInterval: 0.01 }

const moved = (
  value: string | null,
  verbs: readonly [fell: string, rose: string] = ['fell', 'rose'],
): string =>
  value === null
    ? 'moved by what is not known'
    : `${Number(value) < 0 ? verbs[0] : verbs[1]} ${percent(Math.abs(Number(value)))}`

/** What the numbers of an episode are over. */
const spanOf = ({ episode }: Scene): string =>
  hasFall(episode) ? 'from the high of open interest to its low' : 'over the day of forced orders'

export function showPrices({ marketCap }: EpisodePricesQuery, scene: Scene): Shown {
  const { bitcoin, total, meta } = marketCap
  const { start } = bitcoin.columns
  const [price, cap] = [toNumbers(bitcoin.columns.value), toNumbers(total.columns.value)]
  // The change since the episode began lets both lie on one axis.
  const peak = Date.parse(scene.episode.phases.peakAt)
  const at = start.findLastIndex((begin) => Date.parse(begin) < peak)
  const since = (values: readonly (number | null)[]) => {
    const from = values[at]
    return values.map((value) => (value === null || !from ? null : value / from - 1))
  }
  const [priceSince, capSince] = [since(price), since(cap)]
  const lines = { Bitcoin: price, 'Whole market': cap }
  return {
    title: `Bitcoin ${moved(scene.episode.bitcoin)} ${spanOf(scene)}; the whole market ${moved(scene.episode.market)}`,
    unit: `Change since ${hasFall(scene.episode) ? 'the flush' : 'the day of forced orders'} began, of price and of market cap`,
    marks: marksOf(meta),
    drawing: (palette, isNarrow) => {
      const { shades, ...rest } = frame(palette, isNarrow, scene, (value) => change(value, 2))
      return {
        ...rest,
        grid: WITH_LEGEND,
        legend: legend(palette, Object.keys(lines)),
        yAxis: valueAxis(palette, (value) => percent(value, 0), { scale: true, ...IN_PERCENT }),
        series: [
          shades,
          lineSeries({ name: 'Bitcoin', color: palette.second, starts: start, values: priceSince }),
          lineSeries({ name: 'Whole market', color: palette.main, starts: start, values: capSince }),
        ],
      }
    },
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Bitcoin', isNumber: true },
        { title: 'Whole market', isNumber: true },
      ],
      rows: start.map((begin, place) => [time(begin), usdWhole(price[place]), usd(cap[place])]),
    },
    csv: {
      columns: ['start', 'bitcoinUsd', 'bitcoinChange', 'marketCapUsd', 'marketCapChange'],
      rows: start.map((begin, place) => [
        begin,
        bitcoin.columns.value[place] ?? null,
        priceSince[place] ?? null,
        total.columns.value[place] ?? null,
        capSince[place] ?? null,
      ]),
    },
  }
}

export function showOpenInterest({ openInterest }: EpisodeOpenInterestQuery, scene: Scene): Shown {
  const { start, usd: values } = openInterest.series.columns
  const { change: changed } = scene.episode.openInterest
  const carried = carriedOf(openInterest.series.columns, openInterest.carriedBy, scene.window.to)
  const line = {
    name: 'Open interest',
    starts: start,
    values: toNumbers(values),
    isCarried: carried.isCarried,
  }
  return {
    title: changed
      ? `Open interest went from ${usd(changed.fromUsd)} to ${usd(changed.toUsd)}: ${change(changed.fraction)}`
      : 'The change of open interest is not known',
    unit: 'USD, on the venues that the detector read',
    marks: [...carried.marks, ...marksOf(openInterest.meta)],
    drawing: (palette, isNarrow) => {
      const { shades, ...rest } = frame(palette, isNarrow, scene, (value) => usd(value), carried.linesAt)
      return {
        ...rest,
        ...carriedLegend(palette, line),
        yAxis: valueAxis(palette, usdShort, { scale: true, ...HEADROOM }),
        series: [shades, ...carriedSeries(palette, { ...line, color: palette.main })],
      }
    },
    ...interestRows(openInterest.series.columns),
  }
}

/** Shares tell most where both parts went the same way; else what each made. */
function madeBy({
  positionUsd,
  positionShare,
  priceUsd,
  priceShare,
}: NonNullable<EpisodeHead['openInterest']['change']>) {
  const isOneWay = positionShare !== null && Number(positionShare) >= 0 && Number(priceShare) >= 0
  return isOneWay
    ? `Positions opened and closed made ${percent(positionShare, 0)} of the change of open interest, prices ${percent(priceShare, 0)}`
    : `Positions opened and closed made ${usd(positionUsd)} of the change of open interest, prices ${usd(priceUsd)}`
}

/** A change that is read backwards. */
const reversed = (value: string): string =>
  value.startsWith('-') ? value.slice(1) : Number(value) === 0 ? value : `-${value}`

const NO_CHANGE = { usd: '0', priceUsd: '0', positionUsd: '0', marketsLeftOut: 0 }

export function showParts(answer: EpisodePartsQuery, scene: Scene): Shown {
  const { phases, openInterest } = scene.episode
  const peak = Date.parse(phases.peakAt)
  const answers = Object.values(answer)
  // Each is of the window between the high and its moment.
  const moments = momentsOf(scene.window, phases).map((at) => {
    const own = answers.find(
      ({ meta }) => Date.parse(at < peak ? meta.windowStart : meta.windowEnd) === at && at !== peak,
    )?.change
    const made = at === peak ? NO_CHANGE : own
    const since = (value: string | undefined) =>
      value === undefined ? null : at < peak ? reversed(value) : value
    return {
      at: new Date(at).toISOString(),
      usd: since(made?.usd),
      positionUsd: since(made?.positionUsd),
      priceUsd: since(made?.priceUsd),
      marketsLeftOut: made?.marketsLeftOut ?? null,
    }
  })
  const starts = moments.map(({ at }) => at)
  const lines = {
    Positions: moments.map(({ positionUsd }) => toNumber(positionUsd)),
    Prices: moments.map(({ priceUsd }) => toNumber(priceUsd)),
    'Both together': moments.map((own) => toNumber(own.usd)),
  }
  const begin = hasFall(scene.episode) ? 'its high' : 'the begin of the day'
  return {
    title: openInterest.change
      ? madeBy(openInterest.change)
      : 'What of the change was price, and what was positions?',
    unit: `Change of open interest since ${begin}, USD, to each point; the two parts make it exactly`,
    drawing: (palette, isNarrow) => {
      const { shades, ...rest } = frame(palette, isNarrow, scene, (value) => usd(value))
      const colors = [palette.position, palette.price, palette.main]
      return {
        ...rest,
        grid: WITH_LEGEND,
        legend: legend(palette, Object.keys(lines)),
        yAxis: valueAxis(palette, usdShort, HEADROOM),
        series: [
          shades,
          ...Object.entries(lines).map(([name, values], at) => ({
            ...lineSeries({ name, color: colors[at]!, starts, values, isDashed: at === 2 }),
            // Only these were asked for: what lies between is a guess of the eye.
            showSymbol: true,
            symbolSize: 6,
          })),
        ],
      }
    },
    table: {
      columns: [
        { title: 'Moment, UTC' },
        { title: `Change since ${begin}`, isNumber: true },
        { title: 'By positions', isNumber: true },
        { title: 'By prices', isNumber: true },
        { title: 'Markets left out', isNumber: true },
      ],
      rows: moments.map((own) => [
        time(own.at),
        usd(own.usd),
        usd(own.positionUsd),
        usd(own.priceUsd),
        count(own.marketsLeftOut),
      ]),
    },
    csv: {
      columns: ['at', 'changeUsd', 'positionUsd', 'priceUsd', 'marketsLeftOut'],
      rows: moments.map((own) => [own.at, own.usd, own.positionUsd, own.priceUsd, own.marketsLeftOut]),
    },
  }
}

export function showLiquidations({ liquidations }: EpisodeLiquidationsQuery, scene: Scene): Shown {
  const { start, longUsd, shortUsd, coverage } = liquidations.series.columns
  const longs = toNumbers(longUsd)
  const shorts = toNumbers(shortUsd).map((value) => (value === null ? null : -value))
  const spans = spansOf(start, scene.window.to)
  const sides = sidesOf(longs, shorts)
  const { byExchange } = liquidations.coverage
  const bands = unreadBands(spans, coverage, byExchange)
  const { total } = scene.episode.liquidations
  return {
    title: total
      ? `${Number(total.floorShare) > 0 ? 'At least ' : ''}${usd(total.usd)} was forced out ${hasFall(scene.episode) ? 'in the flush' : 'in a day'}, ${percent(total.longShare, 0)} of it longs`
      : 'Nothing is known of forced orders',
    unit: `USD, by ${scene.window.interval === 'HOUR' ? 'the hour' : '4 hours'}; longs above the line, shorts below`,
    marks: [...floorMarks(total?.floorShare), ...marksOf(liquidations.meta, unreadText(byExchange, bands))],
    drawing: (palette, isNarrow) => {
      const { shades, ...rest } = frame(
        palette,
        isNarrow,
        scene,
        (value) => usd(value === null ? null : Math.abs(value)),
        (place) => unreadLines(bands, byExchange.length, spans[place]!),
      )
      return {
        ...rest,
        grid: WITH_LEGEND,
        legend: legend(palette, ['Longs closed', 'Shorts closed']),
        yAxis: valueAxis(palette, (value) => usdShort(Math.abs(value)), sides),
        series: [
          shades,
          unreadSeries(
            palette,
            bands,
            byExchange.length,
            [scene.window.from, scene.window.to],
            drawnWidth(isNarrow),
          ),
          spanSeries({ name: 'Longs closed', color: palette.long, spans, values: longs }),
          spanSeries({ name: 'Shorts closed', color: palette.short, spans, values: shorts }),
        ],
      }
    },
    ...forcedRows(liquidations.series.columns),
  }
}

export function showFunding({ funding, flips }: EpisodeFundingQuery, scene: Scene): Shown {
  const { start, rateYear, marketCount, withoutRate } = funding.columns
  const peak = scene.episode.phases.peakAt
  const flip = flips.signFlips.find(({ at }) => at >= peak)
  return {
    title: flip
      ? `Funding changed its sign on ${time(flip.at)}`
      : `Funding did not change its sign from ${hasFall(scene.episode) ? 'the high' : 'the begin of the day'} to ${time(scene.window.to)}`,
    unit: 'Settled rates of a year, weighted by open interest; above zero longs pay',
    marks: marksOf(funding.meta),
    drawing: (palette, isNarrow) => {
      const { shades, ...rest } = frame(palette, isNarrow, scene, (value) => change(value, 2))
      return {
        ...rest,
        yAxis: valueAxis(palette, (value) => percent(value, 0), IN_PERCENT),
        series: [
          shades,
          lineSeries({
            name: 'Funding',
            color: palette.third,
            starts: start,
            values: toNumbers(rateYear),
          }),
        ],
      }
    },
    table: {
      columns: [
        { title: 'Begin, UTC' },
        { title: 'Rate of a year', isNumber: true },
        { title: 'Markets', isNumber: true },
        { title: 'Without a rate', isNumber: true },
      ],
      rows: start.map((begin, place) => [
        time(begin),
        change(rateYear[place], 2),
        marketCount[place],
        withoutRate[place],
      ]),
    },
  }
}

export function showDepth({ orderBook }: EpisodeDepthQuery, scene: Scene): Shown {
  const { start, value } = orderBook.timeSeries.columns
  const values = toNumbers(value)
  // Of the flush by the hour, as the report tells it: what is drawn depends on the span.
  const [thinnest] = scene.episode.orderBook.thinnest
  const part = hasFall(scene.episode) ? 'flush' : 'day'
  return {
    title:
      thinnest === undefined
        ? `How thin books were in the ${part} is not known`
        : Number(thinnest.change) > -0.05
          ? `In the ${part} no hour had books much thinner than usual`
          : `Books were ${percent(-Number(thinnest.change))} thinner than usual in the worst hour of the ${part}, from ${time(thinnest.start)}`,
    unit: 'Bids within 1 % of mid on perpetuals, against the median of the same hour of the 7 days before',
    marks: marksOf(orderBook.meta),
    drawing: values.every((own) => own === null)
      ? undefined
      : (palette, isNarrow) => {
          const { shades, ...rest } = frame(palette, isNarrow, scene, (own) => change(own))
          return {
            ...rest,
            yAxis: valueAxis(palette, (own) => percent(own, 0), IN_PERCENT),
            series: [
              shades,
              lineSeries({ name: 'Depth of bids', color: palette.fourth, starts: start, values }),
            ],
          }
        },
    empty: 'No order book is held for this time.',
    table: {
      columns: [{ title: 'Begin, UTC' }, { title: 'Against usual', isNumber: true }],
      rows: start.map((begin, place) => [time(begin), change(value[place])]),
    },
  }
}

export function showSpot({ volume }: EpisodeSpotQuery, scene: Scene): Shown {
  const { start, value } = volume.timeSeries.columns
  const values = toNumbers(value)
  return {
    title:
      volume.spotShare === null
        ? 'What part of trading was spot?'
        : `Spot was ${percent(volume.spotShare)} of what was traded ${days(scene.window.from, scene.window.to)}: the rest was leverage`,
    unit: 'Spot volume / (spot + perpetual volume)',
    marks: marksOf(volume.meta),
    drawing: values.every((own) => own === null)
      ? undefined
      : (palette, isNarrow) => {
          const { shades, ...rest } = frame(palette, isNarrow, scene, (own) => percent(own))
          return {
            ...rest,
            yAxis: valueAxis(palette, (own) => percent(own, 0), { scale: true, ...IN_PERCENT }),
            series: [
              shades,
              lineSeries({ name: 'Spot share', color: palette.second, starts: start, values }),
            ],
          }
        },
    empty: 'No bars are held for this time.',
    table: {
      columns: [{ title: 'Begin, UTC' }, { title: 'Spot share', isNumber: true }],
      rows: start.map((begin, place) => [time(begin), percent(value[place], 2)]),
    },
  }
}

interface Part {
  readonly name: string
  readonly changeUsd: string
  readonly changeFraction: string | null
  readonly contribution: string | null
  readonly contributionOverWeight: string | null
}

const spanWords = ({ episode }: Scene) => `${day(episode.phases.peakAt)} to ${day(episode.phases.flushEndAt)}`

function showCarried(
  parts: readonly Part[],
  total: { changeUsd: string; changeFraction: string | null },
  scene: Scene,
  title: string,
  marks: Shown['marks'],
): Shown {
  const steps: Step[] = [
    ...parts.map(({ name, changeUsd }) => ({ name, value: Number(changeUsd) })),
    { name: 'Whole market', value: Number(total.changeUsd), isTotal: true },
  ]
  return {
    title,
    unit: `Change of market cap, USD, ${spanWords(scene)}`,
    marks: marks ?? [],
    drawing: (palette, isNarrow) => waterfall(palette, steps, { step: usd, axis: usdShort }, isNarrow),
    table: {
      columns: [
        { title: 'Part' },
        { title: 'Change', isNumber: true },
        { title: 'Of itself', isNumber: true },
        { title: 'Of the whole change', isNumber: true },
        { title: 'Over its weight', isNumber: true },
      ],
      rows: [
        ...parts.map(({ name, changeUsd, changeFraction, contribution, contributionOverWeight }) => [
          name,
          usd(changeUsd),
          change(changeFraction),
          percent(contribution),
          contributionOverWeight === null ? percent(null) : `${decimal(contributionOverWeight)} ×`,
        ]),
        ['Whole market', usd(total.changeUsd), change(total.changeFraction), percent(1), ''],
      ],
    },
  }
}

export function showAssets({ attribution }: EpisodeAssetsQuery, scene: Scene): Shown {
  const { byAsset, total, meta } = attribution
  const named = byAsset.flatMap(({ asset, part }) => (asset ? [{ name: asset.name, ...part }] : []))
  const rest = named.reduce((sum, { changeUsd }) => sum - Number(changeUsd), Number(total.changeUsd))
  const parts: Part[] = [
    ...named,
    {
      name: 'Everything else',
      changeUsd: String(rest),
      changeFraction: null,
      contribution: String(rest / Number(total.changeUsd)),
      contributionOverWeight: null,
    },
  ]
  const [first] = named
  const fell = Number(total.changeUsd) < 0 ? 'fall' : 'rise'
  return showCarried(
    parts,
    total,
    scene,
    first
      ? `${first.name} carried ${percent(first.contribution, 0)} of the ${fell} of ${usd(Math.abs(Number(total.changeUsd)))}`
      : 'Who carried it?',
    marksOf(meta),
  )
}

export function showSectors({ attribution }: EpisodeSectorsQuery, scene: Scene): Shown {
  const { bySector, total, meta } = attribution
  const NAMES = {
    MEMBER: 'Not known',
    UNCLASSIFIED: 'Of no known sector',
    REMAINDER: 'Not held one by one',
  } as const
  const parts = bySector.map(({ sector, kind, part }) => ({ name: sector?.name ?? NAMES[kind], ...part }))
  const isFall = Number(total.changeUsd) < 0
  const named = bySector.flatMap(({ sector, part }) => (sector ? [{ name: sector.name, ...part }] : []))
  const by = (value: (part: Part) => string | null, sign: number) =>
    named
      .filter((part) => value(part) !== null)
      .sort((a, b) => sign * (Number(value(b)) - Number(value(a))))[0]
  const most = by(({ contribution }) => contribution, 1)
  const furthest = by(({ changeFraction }) => changeFraction, isFall ? -1 : 1)
  const verb = isFall ? 'fell' : 'rose'
  return {
    ...showCarried(
      parts,
      total,
      scene,
      most
        ? `${most.name} carried ${percent(most.contribution, 0)} of the ${isFall ? 'fall' : 'rise'} of ${usd(Math.abs(Number(total.changeUsd)))}`
        : 'Which sectors carried it?',
      marksOf(meta),
    ),
    note: furthest
      ? `Of itself ${furthest.name} ${verb} furthest, by ${percent(Math.abs(Number(furthest.changeFraction)))}.`
      : undefined,
  }
}
