import type { Methodology } from '../measures/methodology.ts'
import { DEFAULT_PARAMS, DETECTOR_VERSION } from './params.ts'

const p = DEFAULT_PARAMS
const percent = (fraction: number) => `${fraction * 100} %`

export const EPISODE_METHODS: readonly Methodology[] = [
  {
    id: 'episodes.detection',
    version: DETECTOR_VERSION,
    name: 'Episodes of leverage',
    unit: 'COUNT',
    formula:
      `purge: open interest ${percent(p.dropFraction)} below its high of ${p.windowHours} hours, ${percent(p.positionFraction)} of it closed positions, on ${percent(p.breadth)} of the venues and without any one of them, ` +
      `the price moved by ${percent(p.priceFraction)}, and a day of forced orders ${p.liquidationRatio} times their median of ${p.baselineDays} days`,
    limits: [
      'Open interest is linked over the markets that are known at both ends of each hour: a silent venue and a new listing make no move.',
      `Where forced orders are not known a fall must hold for ${p.persistHours} hours. Without them, or without a move of the price, it is a deleveraging.`,
      'Forced orders like that without such a fall are told apart: LIQUIDATIONS_ONLY, or SQUEEZE when shorts were forced out while open interest rose.',
      'What is said of an hour uses only the hours up to it. Until 72 quiet hours have passed an episode is PROVISIONAL.',
      'The thresholds are conventions; they were tried on daily data of 2020 to 2024. They are parameters, kept with each run.',
    ],
    example: {
      query: '{ episodes(first: 1, filter: { kinds: [PURGE] }) { nodes { code } } }',
      path: 'episodes.nodes.0.code',
      answer: '2025-10-10-long-purge',
    },
  },
  {
    id: 'episodes.analogs',
    version: 1,
    name: 'Episodes that are like one',
    unit: 'STANDARD_DEVIATIONS',
    formula:
      'distance = square root of the mean over features of ((past - this) / sample standard deviation of the past ones)^2',
    limits: [
      'Features are those known when each episode was detected; past are those detected before.',
      'Less than 5 past episodes tell nothing: a notice says so.',
      'A feature that does not vary among the past ones, or is not known of both, is left out.',
    ],
    example: {
      query: '{ analogs(of: "2025-10-10-long-purge", k: 1) { pastCount } }',
      path: 'analogs.pastCount',
      answer: 2,
    },
  },
  {
    id: 'episodes.baseRates',
    version: 1,
    name: 'What followed episodes',
    unit: 'FRACTION',
    formula:
      'cap so many days after the hour of detection / cap then - 1, over the episodes that meet the conditions',
    limits: [
      'Less than 5 episodes tell nothing: `isSmall` and a notice say so.',
      'Episodes that follow each other within a horizon are not independent: intervals are then too narrow.',
      'Returns are those of market caps: new coins are in them, as prices are.',
    ],
    source: 'Share above zero: Wilson, JASA 22 (1927). Median: percentile bootstrap',
    example: {
      query: '{ baseRates { count } }',
      path: 'baseRates.count',
      answer: 3,
    },
  },
  {
    id: 'episodes.stress',
    version: 1,
    name: 'What a shock would force',
    unit: 'USD',
    formula:
      'longs are closed at entry x (1 - 1 / leverage) / (1 - maintenance), shorts at entry x (1 + 1 / leverage) / (1 + maintenance); the price ends at ' +
      'shocked price x (1 - distance into the books that the forced orders reach), round by round',
    limits: [
      'A model. Which leverage positions have is told by nobody: weights are a convention, fitted to recorded forced orders of 14 days or more.',
      'Entries follow the growth of open interest and a daily turnover at the prices of the hours; what happens within an hour is not seen.',
      'Margin is isolated, of the first tier that allows the leverage: cross margin, hedges, funding and fees are left out.',
      'Books are those that are held: a lower bound of what rests, filled up so many times as the parameter says.',
      'Assets are moved alone: what falls does not pull others with it. Contracts settled in coin count as those in dollars.',
      'Where no book is held the impact is not known, and what is forced is that of the shock alone.',
    ],
    source: 'Weights: multiplicative updates as in Shepp and Vardi, IEEE Trans. Med. Imaging 1 (1982)',
    example: {
      query: '{ stress(asset: "BTC", shock: -0.1, asOf: "2025-10-10T12:00:00Z") { assetCount } }',
      path: 'stress.assetCount',
      answer: 1,
    },
  },
]
