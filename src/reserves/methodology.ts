import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'asset: "BTC", window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

export const RESERVE_METHODS: readonly Methodology[] = [
  {
    id: 'reserves.coins',
    version: 1,
    name: 'Coins on exchanges',
    unit: 'COINS',
    formula:
      'sum over the holders of one source of the coins of their last bar that had ended, at most 7 days before',
    limits: [
      'A source knows the wallets that it knows: levels differ by a factor of two from source to source and are never mixed.',
      'Null, not lower, when any holder is not known.',
      'In coins: a change of price is no flow.',
    ],
    example: {
      query: `{ reserves(${PURGE}) { change(days: 1) { coins } } }`,
      path: 'reserves.change.coins',
      answer: '-6000',
    },
  },
  {
    id: 'reserves.fundFlows',
    version: 1,
    name: 'Net flows of spot funds',
    unit: 'USD',
    formula: 'sum over funds and days that begin in the window of money in - money out',
    limits: ['A day without trading, or one that the source does not tell, has no row and is in no sum.'],
    example: { query: `{ fundFlows(${PURGE}) { netUsd } }`, path: 'fundFlows.netUsd', answer: '-363100000' },
  },
]
