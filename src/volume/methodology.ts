import type { Methodology } from '../measures/methodology.ts'

const PURGE = 'window: { from: "2025-09-22T00:00:00Z", to: "2025-09-23T00:00:00Z" }'

const LIMITS = [
  'From bars: of the assets and venues whose bars are recorded, not of all trading.',
  'Where bars of an expected market are missing, sums are null; `knownUsd` is what is held, a lower bound.',
  'A market whose venue prints no volume in USD is in no sum.',
  'Of several feeds of one market the one counts, each day, whose bars cover more of it.',
]

export const VOLUME_METHODS: readonly Methodology[] = [
  {
    id: 'volume.spotShare',
    version: 1,
    name: 'Spot share of volume',
    unit: 'FRACTION',
    formula: 'spot volume / (spot volume + perpetual volume), USD',
    limits: LIMITS,
    example: {
      query: `{ volume(${PURGE}) { spotShare } }`,
      path: 'volume.spotShare',
      answer: '0.09094111251',
    },
  },
  {
    id: 'volume.netTaker',
    version: 1,
    name: 'Net taker volume',
    unit: 'USD',
    formula: 'taker buys - taker sells = 2 x taker-buy volume - volume, USD',
    limits: [
      ...LIMITS,
      'Only of markets whose venue tells takers apart (of those read here: Binance); how many that is stands beside it.',
    ],
    source: 'Binance klines: taker buy quote asset volume',
    example: {
      query: `{ volume(${PURGE}) { spot { netTakerUsd } } }`,
      path: 'volume.spot.netTakerUsd',
      answer: '-364633923',
    },
  },
]
