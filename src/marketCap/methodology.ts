import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z"'

export const MARKET_CAP_METHODS: readonly Methodology[] = [
  {
    id: 'marketCap.dominance',
    version: 1,
    name: 'Dominance',
    unit: 'FRACTION',
    formula: 'cap of the asset, sector or tier / cap of the universe; shares of all rows sum to exactly 1',
    limits: ['ALL_LISTED is what the source totals; coins that are not held one by one are one remainder.'],
    example: {
      query: '{ dominance(at: "2025-09-22T00:00:00Z") { byAsset(first: 1) { asset { code } } } }',
      path: 'dominance.byAsset.0.asset.code',
      answer: 'BTC',
    },
  },
  {
    id: 'marketCap.attribution',
    version: 1,
    name: 'Attribution of a move of the whole market',
    unit: 'FRACTION',
    formula:
      'change of the part / change of the total; for each asset dCap = mean(supply) x dP (price part) + mean(P) x dSupply (supply part)',
    limits: ['Contributions are rounded to 12 digits such that they sum to exactly 1.'],
    example: {
      query: `{ attribution(${PURGE}) { total { contribution } } }`,
      path: 'attribution.total.contribution',
      answer: '1',
    },
  },
]
