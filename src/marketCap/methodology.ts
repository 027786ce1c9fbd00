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
  {
    id: 'marketCap.value',
    version: 1,
    name: 'Market cap over time',
    unit: 'USD',
    formula:
      'price x supply of each asset by its last reading, at most maxAgeMinutes old; ALL_LISTED: as the source totals it; a group: the sum of the assets held when the window begins',
    limits: [
      'Null, not lower, where any asset of a group has no reading young enough.',
      'Assets that were listed within the window are in no group of it: a listing is no rise.',
    ],
    example: {
      query: `{ marketCap(window: { ${PURGE} }, interval: DAY) { timeSeries(of: { asset: "BTC" }) { columns { value } } } }`,
      path: 'marketCap.timeSeries.columns.value.0',
      answer: '2229617990930.94',
    },
  },
  {
    id: 'marketCap.returns',
    version: 1,
    name: 'Returns of sectors, tiers and assets',
    unit: 'FRACTION',
    formula:
      'sum of caps at the end / sum of caps at the begin - 1, over the members with a cap at both; and the median of their own',
    limits: ['A change of supply counts as a change of cap; `attribution` tells the two apart.'],
    example: {
      query: `{ marketCap(window: { ${PURGE} }) { returns(by: TIER) { key { label } change } } }`,
      path: 'marketCap.returns.0.change',
      answer: '-0.105195743041',
    },
  },
  {
    id: 'marketCap.trend',
    version: 2,
    name: 'Lows, highs, sharpest fall and drawdown',
    unit: 'FRACTION',
    formula:
      'the value at the end of the window against the ends of the hours of the last n days; falls over steps of 24 hours; drawdown = value / highest end held of a day, or of an hour of those days - 1',
    limits: [
      'Over the data held, and since when that is, is said: `since`, `peakSince`.',
      'Between the ends of two hours the market may have stood lower or higher.',
    ],
    example: {
      query: `{ marketCap(window: { ${PURGE} }) { trend(days: 28, asset: "BTC") { isSharpestFall } } }`,
      path: 'marketCap.trend.isSharpestFall',
      answer: true,
    },
  },
]
