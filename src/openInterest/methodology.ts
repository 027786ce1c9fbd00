import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

export const OPEN_INTEREST_METHODS: readonly Methodology[] = [
  {
    id: 'openInterest.value',
    version: 1,
    name: 'Open interest',
    unit: 'USD',
    formula:
      'sum over markets of coins x mark price, by the last reading of each market, at most maxAgeMinutes old',
    limits: [
      'Null, not lower, once the last reading of a market that trades is too old; `knownUsd` is the sum without it.',
      'A contract is counted once: one side of it.',
    ],
    example: {
      query: `{ openInterest(${PURGE}) { allTimeHigh { usd } } }`,
      path: 'openInterest.allTimeHigh.usd',
      answer: '226999999999.266182104',
    },
  },
  {
    id: 'openInterest.change',
    version: 1,
    name: 'Change of open interest, by price and position',
    unit: 'USD',
    formula:
      'for each market dV = mean(Q) x dP (price part) + mean(P) x dQ (position part); parts sum to the change',
    limits: ['Only markets with a reading at both ends count; the others are counted as left out.'],
    example: {
      query: `{ openInterest(${PURGE}) { change { marketsLeftOut } } }`,
      path: 'openInterest.change.marketsLeftOut',
      answer: 0,
    },
  },
]
