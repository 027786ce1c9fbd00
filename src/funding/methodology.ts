import type { Methodology } from '../measures/methodology.ts'

const DAY = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: DAY'

export const FUNDING_METHODS: readonly Methodology[] = [
  {
    id: 'funding.rate',
    version: 2,
    name: 'Funding rate',
    unit: 'FRACTION',
    formula:
      'sum over markets and buckets of (rates charged x 480 / minutes that they are for) x open interest USD / sum of open interest USD; of a year: x 1095',
    limits: [
      'Open interest counts in whole USD, rates of 8 hours in 12 digits.',
      'A bucket counts all that was charged in it; where nothing was, the last rate before, at most maxAgeMinutes old.',
      'A market counts in a bucket with its last open interest in it, or before it, at most maxAgeMinutes old; without a rate or open interest it is left out and counted.',
      'A year is 365 days, and nothing is compounded.',
    ],
    example: {
      query: `{ funding(${DAY}) { mean { rate8h } } }`,
      path: 'funding.mean.rate8h',
      answer: '-0.000018733255',
    },
  },
  {
    id: 'funding.negativeShare',
    version: 2,
    name: 'Share of markets with negative funding',
    unit: 'FRACTION',
    formula:
      'markets with a rate below 0 / markets with a rate; or open interest of the former / that of the latter',
    limits: [
      'A market counts where both its rate and its open interest are known; a rate of zero is not below zero.',
    ],
    example: {
      query: `{ funding(${DAY}) { negativeShare { share } } }`,
      path: 'funding.negativeShare.share',
      answer: '0.85',
    },
  },
]
