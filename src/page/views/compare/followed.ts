import { change, counted, HOUR_MS, lasting, NOT_KNOWN, percent } from '../../format.ts'
import type { ForwardReturnOf, WhatFollowedQuery } from '../../generated/compare.ts'
import { intervals, type Estimate, type IntervalRow } from '../../parts/intervals.ts'
import { marksOf } from '../../parts/marks.ts'
import type { Shown } from '../../parts/Picture.tsx'
import { fewMark, fewWords } from './alike.ts'

export const STATISTICS = ['share', 'median'] as const
export type Statistic = (typeof STATISTICS)[number]

type BaseRates = WhatFollowedQuery['baseRates']
type Rate = BaseRates['rates'][number]

const NAMES = {
  BITCOIN: 'Bitcoin',
  TOTAL_CAP: 'Whole market',
  TOTAL_EXCLUDING_BITCOIN: 'All but Bitcoin',
} as const satisfies Record<ForwardReturnOf, string>

const SHORT_NAMES = {
  BITCOIN: 'Bitcoin',
  TOTAL_CAP: 'Market',
  TOTAL_EXCLUDING_BITCOIN: 'Others',
} as const satisfies Record<ForwardReturnOf, string>

const daysOf = (days: number): string => counted(days, 'day')
const nameOf = ({ of, days }: Rate): string => `${NAMES[of]}, ${daysOf(days)}`
const ends = (interval: { low: number; high: number } | null) => ({
  low: interval?.low ?? null,
  high: interval?.high ?? null,
})

/** What followed episodes of a kind beside what follows any day, with how little so few cases tell. */
export function showFollowed({ baseRates }: WhatFollowedQuery, statistic: Statistic): Shown {
  const { rates, count, notices, recoveredCount, recoveredShare, recoveredInterval } = baseRates
  const isShare = statistic === 'share'
  const rows = rates.map((rate) => rowOf(rate, isShare))
  const recovered: IntervalRow = {
    name: 'Recovered by now',
    shortName: 'Recovered',
    label: `${recoveredCount} of ${count}`,
    own: { value: recoveredShare, ...ends(recoveredInterval) },
    isSmall: baseRates.isSmall,
  }
  const write = (value: number | null) => (isShare ? percent(value, 0) : change(value))
  return {
    title: count === 0 ? 'No episode of this kind is held' : titleOf(baseRates, isShare),
    unit: isShare
      ? 'Share that stood higher, with Wilson’s 95 % interval; grey: after any day of the data held'
      : 'Median change, with its 95 % interval (bootstrap); grey: after any day of the data held',
    marks: [
      ...fewMark(count),
      ...marksOf({ notices: notices.filter(({ code }) => code !== 'SMALL_SAMPLE') }),
    ],
    ...(count === 0
      ? {}
      : {
          drawing: (palette, isNarrow) =>
            intervals(
              palette,
              isShare ? [recovered, ...rows] : rows,
              isShare
                ? { min: 0, max: 1, interval: 0.25, middle: 0.5, format: (value) => percent(value, 0) }
                : { middle: 0, format: (value) => change(value, 0) },
              isNarrow,
            ),
          note: noteOf(baseRates),
        }),
    table: {
      columns: [
        { title: 'Of' },
        { title: 'n', isNumber: true },
        { title: 'After episodes', isNumber: true },
        { title: '95 % interval', isNumber: true },
        { title: 'Any day, n', isNumber: true },
        { title: 'After any day', isNumber: true },
        { title: '95 % interval', isNumber: true },
      ],
      rows: [
        ...(isShare && count > 0
          ? [[recovered.name, count, write(recovered.own.value), interval(recovered.own, write), '', '', '']]
          : []),
        ...rates.map((rate) => {
          const { own, base } = rowOf(rate, isShare)
          return [
            nameOf(rate),
            rate.episodes.count,
            write(own.value),
            interval(own, write),
            rate.allDays.count,
            write(base!.value),
            interval(base!, write),
          ]
        }),
      ],
    },
    csv: csvOf(baseRates),
  }
}

/** Both statistics, and first how many have recovered, whichever is drawn. */
function csvOf({
  rates,
  count,
  recoveredCount,
  recoveredShare,
  recoveredInterval,
}: BaseRates): NonNullable<Shown['csv']> {
  const range = (interval: { low: number; high: number } | null) => {
    const { low, high } = ends(interval)
    return [low, high]
  }
  return {
    columns: [
      ...['of', 'days', 'count', 'positiveCount', 'positiveShare', 'positiveLow', 'positiveHigh'],
      ...['median', 'medianLow', 'medianHigh', 'allDaysCount', 'allDaysPositiveShare', 'allDaysPositiveLow'],
      ...['allDaysPositiveHigh', 'allDaysMedian', 'allDaysMedianLow', 'allDaysMedianHigh'],
      ...['recoveredCount', 'recoveredShare', 'recoveredLow', 'recoveredHigh'],
    ],
    rows: [
      [
        ...['RECOVERED', null, count],
        ...Array<null>(14).fill(null),
        ...[recoveredCount, recoveredShare, ...range(recoveredInterval)],
      ],
      ...rates.map(({ of, days, episodes, allDays }) => [
        ...[of, days, episodes.count, episodes.positiveCount, episodes.positiveShare],
        ...[...range(episodes.positiveInterval), episodes.median, ...range(episodes.medianInterval)],
        ...[allDays.count, allDays.positiveShare, ...range(allDays.positiveInterval)],
        ...[allDays.median, ...range(allDays.medianInterval)],
        ...Array<null>(4).fill(null),
      ]),
    ],
  }
}

const interval = ({ low, high }: Estimate, write: (value: number | null) => string): string =>
  low === null || high === null ? NOT_KNOWN : `${write(low)} to ${write(high)}`

function rowOf(rate: Rate, isShare: boolean): IntervalRow {
  const { episodes, allDays } = rate
  const estimateOf = (spread: Rate['episodes'] | Rate['allDays']): Estimate =>
    isShare
      ? { value: spread.positiveShare, ...ends(spread.positiveInterval) }
      : { value: spread.median, ...ends(spread.medianInterval) }
  return {
    name: nameOf(rate),
    shortName: `${SHORT_NAMES[rate.of]}, ${rate.days} d`,
    label:
      episodes.count === 0
        ? 'none yet'
        : isShare
          ? `${episodes.positiveCount} of ${episodes.count}`
          : `n = ${episodes.count}`,
    own: estimateOf(episodes),
    base: estimateOf(allDays),
    isSmall: episodes.isSmall,
  }
}

/** What is told first: Bitcoin after the horizon in the middle. */
function titleOf({ rates, count }: BaseRates, isShare: boolean): string {
  const ofBitcoin = rates.filter(({ of }) => of === 'BITCOIN')
  const rate = ofBitcoin[Math.floor(ofBitcoin.length / 2)]
  const loud = fewWords(count)
  if (!rate || rate.episodes.count === 0) return `${loud}What followed is not known yet`
  const { episodes, allDays, days } = rate
  return isShare
    ? `${loud}Bitcoin stood higher ${daysOf(days)} after ${episodes.positiveCount} of ${episodes.count}; after any day, ${percent(allDays.positiveShare, 0)}`
    : `${loud}Bitcoin had moved by ${change(episodes.median)} after ${daysOf(days)} (median); after any day, by ${change(allDays.median)}`
}

function noteOf({
  isSmall,
  recoveredInterval,
  recoveredCount,
  count,
  medianHoursToRecover,
}: BaseRates): string {
  const wide = recoveredInterval
    ? `${recoveredCount} of ${count} ${recoveredCount === 1 ? 'has' : 'have'} recovered so far, which fits any true share from ${percent(recoveredInterval.low, 0)} to ${percent(recoveredInterval.high, 0)}.`
    : ''
  const took =
    medianHoursToRecover === null
      ? ''
      : ` ${recoveredCount === 1 ? 'It took' : 'Half of those took no more than'} ${lasting(medianHoursToRecover * HOUR_MS)}.`
  return `${wide}${took}${isSmall ? ' Hollow dots stand on fewer than five cases.' : ''}`
}
