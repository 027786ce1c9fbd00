import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

export const LEVERAGE_METHODS: readonly Methodology[] = [
  {
    id: 'leverage.ratio',
    version: 1,
    name: 'Leverage ratio',
    unit: 'RATIO',
    formula: 'open interest / market cap, of the same assets on both sides',
    limits: [
      'Open interest is that of the selected venues alone: on few venues the ratio is lower.',
      'Assets without a market cap count on neither side, and are named.',
    ],
    example: {
      query: `{ leverage(${PURGE}) { total { assetCount } } }`,
      path: 'leverage.total.assetCount',
      answer: 24,
    },
  },
  {
    id: 'leverage.estimated',
    version: 1,
    name: 'Estimated leverage ratio',
    unit: 'RATIO',
    formula:
      'open interest in coins / coins that exchanges hold, of the same venues where the source tells them apart',
    limits: [
      'Sources count other wallets and other venues: their levels differ by a factor of two and are never mixed.',
      'A bar of a reserve counts once it has ended, and for 7 days at most.',
      'Tokens that a source takes for the asset are added; coins that back a wrapped one may be told twice.',
    ],
    source: 'CryptoQuant, "Estimated Leverage Ratio": open interest divided by the coin reserve of exchanges',
    example: {
      query: `{ leverage(${PURGE}) { estimated(first: 1) { asset { code } ratio } } }`,
      path: 'leverage.estimated.0.ratio',
      answer: '0.185621396911',
    },
  },
]
