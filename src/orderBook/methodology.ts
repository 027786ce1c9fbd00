import type { Methodology } from '../measures/methodology.ts'

const HOUR = 'window: { from: "2025-09-22T06:00:00Z", to: "2025-09-22T07:00:00Z" }'
const BTC = 'filter: { assets: ["BTC"], kind: PERPETUAL }'

const LIMITS = [
  'A market whose book the venue gives less far than the level is in no sum of it; how many those are is told.',
  'A market that was read in the 7 days before and has not ended is expected: where it was not read, sums are null.',
  'Hidden orders, and orders of other venues that a market maker would move, are in no book.',
]

export const ORDER_BOOK_METHODS: readonly Methodology[] = [
  {
    id: 'orderBook.depth',
    version: 1,
    name: 'Order-book depth',
    unit: 'USD',
    formula:
      'sum over markets of the mean, over the readings in the bucket, of price x coins that rest within the level of mid = (best bid + best ask) / 2',
    limits: LIMITS,
    example: {
      query: `{ orderBook(${HOUR}, ${BTC}) { depth { usd } } }`,
      path: 'orderBook.depth.usd',
      answer: '122192656.83333333',
    },
  },
  {
    id: 'orderBook.thinning',
    version: 1,
    name: 'Depth against what is usual',
    unit: 'FRACTION',
    formula: 'depth / median of the same time of the 7 days before (4 of them at least) - 1',
    limits: [...LIMITS, 'A market that begins or ends within those days changes what is usual.'],
    example: {
      query: `{ orderBook(${HOUR}, ${BTC}) { thinnest(first: 1) { change } } }`,
      path: 'orderBook.thinnest.0.change',
      answer: '-0.448790827315',
    },
  },
  {
    id: 'orderBook.imbalance',
    version: 1,
    name: 'Order-book imbalance',
    unit: 'FRACTION',
    formula: '(bids - asks) / (bids + asks) within the level',
    limits: LIMITS,
    example: {
      query: `{ orderBook(${HOUR}, ${BTC}) { timeSeries(measure: IMBALANCE) { columns { value } } } }`,
      path: 'orderBook.timeSeries.columns.value.0',
      answer: '-0.118590742478',
    },
  },
  {
    id: 'orderBook.slippage',
    version: 1,
    name: 'Slippage of an order at market',
    unit: 'FRACTION',
    formula:
      '|USD / coins / mid - 1|, where coins = sum over bands of USD taken / price: at the near edge of each band (lower) and at the far one (upper)',
    limits: [
      'Bands lie between the best price, 0.5, 1, 2 and 5 % of mid and the end of the book: where orders lie within one is not kept.',
      'Against the book as it was: what others do meanwhile, and fees, are not in it.',
    ],
    example: {
      query: `{ orderBook(${HOUR}, ${BTC}) { slippage(side: SELL, usd: "50000000", first: 1) { slippage { upper } } } }`,
      path: 'orderBook.slippage.0.slippage.upper',
      answer: '0.007004044277',
    },
  },
  {
    id: 'orderBook.support',
    version: 1,
    name: 'Bids down to a support level',
    unit: 'USD',
    formula:
      'sum over books of what rests from mid down to the level: known nearer (lower) and farther (upper); level: lowest price of n days, round number, or 0.5 % step with most volume',
    limits: [
      'A level is a convention: that buyers wait there is not known.',
      'What is told must be sold to get there at once; over time books fill again.',
    ],
    example: {
      query: `{ orderBook(${HOUR}, ${BTC}) { support(method: ROUND_NUMBER) { bidsUsd { lower } } } }`,
      path: 'orderBook.support.0.bidsUsd.lower',
      answer: '224056362',
    },
  },
]
