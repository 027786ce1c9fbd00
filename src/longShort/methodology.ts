import type { Methodology } from '../measures/methodology.ts'

const DAY = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }, interval: DAY'

export const LONG_SHORT_METHODS: readonly Methodology[] = [
  {
    id: 'longShort.share',
    version: 2,
    name: 'Accounts that are net long',
    unit: 'FRACTION',
    formula:
      'sum over markets and buckets of share of accounts net long x open interest USD / sum of open interest USD; ratio: share / (1 - share)',
    limits: [
      'Open interest counts in whole USD.',
      'One account is one vote, whatever its size: it says how many are long, not how much is.',
      'A market counts in a bucket with its last share and its last open interest in it, or before it, at most maxAgeMinutes old; without either it is left out and counted.',
      'The ratio is that of the mean share, not a mean of the ratios that venues print.',
    ],
    example: {
      query: `{ longShort(${DAY}) { mean { longShare } } }`,
      path: 'longShort.mean.longShare',
      answer: '0.617834804352',
    },
  },
]
