import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

export const LIQUIDATION_METHODS: readonly Methodology[] = [
  {
    id: 'liquidations.total',
    version: 2,
    name: 'Liquidations',
    unit: 'USD',
    formula:
      'sum over forced orders in [from, to) of contracts x contract size x price (inverse: contracts x contract size)',
    limits: [
      'Only what the venues print: from a throttled feed the sum is a lower bound, and `floorShare` says which part is: each order counts by the rule of its venue at its time.',
      'Orders without a USD value are counted and in no sum.',
    ],
    example: {
      query: `{ liquidations(${PURGE}) { total { usd } } }`,
      path: 'liquidations.total.usd',
      answer: '1680000000.1632735',
    },
  },
  {
    id: 'liquidations.longShare',
    version: 1,
    name: 'Long share of liquidations',
    unit: 'FRACTION',
    formula: 'long USD / (long USD + short USD), by the side of the position that was closed',
    limits: ['Venues leave orders out alike on both sides, as far as is known: the share is not a bound.'],
    example: {
      query: `{ liquidations(${PURGE}) { total { longShare } } }`,
      path: 'liquidations.total.longShare',
      answer: '0.949999999942',
    },
  },
]
