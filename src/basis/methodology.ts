import type { Methodology } from '../measures/methodology.ts'

const DAY = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: DAY'

export const BASIS_METHODS: readonly Methodology[] = [
  {
    id: 'basis.spot',
    version: 2,
    name: 'Basis against spot',
    unit: 'FRACTION',
    formula:
      '(close of the derivative - close of spot) / close of spot, on one venue, of bars that end together; over markets and buckets weighted by open interest USD or coins traded',
    limits: [
      'A basis counts in 12 digits; open interest in whole USD, coins in the finest unit of 10^-8 and above in which they stay below 2^36.',
      "Spot is the venue's market in the derivative's own quote, else in USDT, USDC, USD; these count as one dollar each, so a basis against another quote holds the difference between the two.",
      'Where either price is missing, or the last bars of a bucket do not end together, the market is left out of that bucket.',
    ],
    example: {
      query: `{ basis(asset: "BTC", ${DAY}) { mean { basis } } }`,
      path: 'basis.mean.basis',
      answer: '-0.000030020154',
    },
  },
  {
    id: 'basis.annualised',
    version: 2,
    name: 'Annualised basis',
    unit: 'FRACTION',
    formula: 'basis x 365 days / time from the end of the bar to delivery, of dated futures',
    limits: [
      'Not compounded.',
      'In the last hours before delivery a small difference of price is a large one of a year.',
      'A perpetual has no delivery: its yearly cost is its funding.',
    ],
    example: {
      query: `{ basis(asset: "BTC", kind: FUTURE, ${DAY}) { mean { annualised } } }`,
      path: 'basis.mean.annualised',
      answer: null,
    },
  },
]
