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
    version: 2,
    name: 'Change of open interest, by price and position',
    unit: 'USD',
    formula:
      'for each market dV = mean(Q) x dP (price part) + mean(P) x dQ (position part); parts sum to the change',
    limits: [
      'Only markets with a reading at both ends count; the others are counted as left out.',
      'Of a window a reading at its very begin or end stands there, unless `ends` is BEFORE. Of an episode, whose phases are ends of hours, it is: what the detector took for high and low is what is measured.',
    ],
    example: {
      query: `{ openInterest(${PURGE}) { change { marketsLeftOut } } }`,
      path: 'openInterest.change.marketsLeftOut',
      answer: 0,
    },
  },
  {
    id: 'openInterest.high',
    version: 1,
    name: 'All-time high of open interest',
    unit: 'USD',
    formula:
      "the highest sum over the markets at the end of any minute, over all data held up to the window's end",
    limits: [
      'Over the data held: `since` tells from when on.',
      "Sums that lack an expected market don't count: they are lower bounds.",
    ],
    example: {
      query: `{ openInterest(${PURGE}) { allTimeHigh { at } } }`,
      path: 'openInterest.allTimeHigh.at',
      answer: '2025-09-21T20:00:00.000Z',
    },
  },
  {
    id: 'openInterest.candle',
    version: 1,
    name: 'Candles of open interest',
    unit: 'USD',
    formula:
      'the sum at the begin, the highest and lowest of it and of the sums at the end of each step, the sum at the end',
    limits: [
      'Looked at by the minute, hour or day, as `step` tells: in between the sum may have been higher or lower.',
      'Of the sum over all markets: markets reach their own highs at different times.',
    ],
    example: {
      query: `{ openInterest(window: { from: "2025-09-21T12:00:00Z", to: "2025-09-22T00:00:00Z" }, interval: TWELVE_HOURS) { ohlc { columns { high } } } }`,
      path: 'openInterest.ohlc.columns.high.0',
      answer: '226999999999.266182104',
    },
  },
  {
    id: 'openInterest.buildUp',
    version: 1,
    name: 'Speed of build-up',
    unit: 'FRACTION',
    formula:
      'share of the n-day changes of the trailing days, this one among them, that are not above this one',
    limits: [
      'Changes are fractions, at the ends of UTC days; fewer than 30 of them tell no place.',
      'Over the data held: `changesHeld` and `since` tell how many and from when on.',
    ],
    example: {
      query: `{ openInterest(${PURGE}) { buildUp(days: 30) { changesHeld } } }`,
      path: 'openInterest.buildUp.changesHeld',
      answer: 84,
    },
  },
]
