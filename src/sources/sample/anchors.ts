/**
 * The figures that the sample is made to meet, each with its source. "The report" is the market report on the purge, whose
 * figures Unwind must be able to write from its own data. Daily candles are in `candles.ts`, assets in `assets.ts`.
 */

const at = (text: string): number => Date.parse(`${text}Z`)

/** The report's figures of its 24 hours, which it does not date (see purgeWindow in schedule.ts). */
export const report = {
  /** "market cap ... down to $2.23 trillion": Bitcoin's, at the end. */
  bitcoinCapAfter: 2.23e12,
  /** Bitcoin "fell nearly 3%": 3.04 % in the report's figures. The Binance candle of the day says 2.24 %. */
  bitcoinFall: 0.0304,
  /** "dropped by approximately $180 billion", 4.55 % in the report's figures: 3.956 trillion before. */
  totalFallUsd: 180e9,
  totalFall: 0.0455,
  /** "$1.68 billion in forced exits", "ninety-five percent" of them longs; in cents. */
  liquidatedCents: 168_000_000_000,
  longShare: 0.95,
  /** "Open Interest ... hit an all-time high of $227 billion". */
  interestPeak: 227e9,
  /** "late July, when open interest climbed toward $213 billion". */
  interestJuly: 213e9,
} as const

/**
 * Open interest of all venues in USD. The two peaks are the report's; that it stood flat through the liquidations of late
 * July and fell on 1 August is in the daily data of a vendor (repository Le1Ma1/CoinglassAutoPull and notes on it); the
 * levels between are round figures drawn freely, below 227 billion everywhere else.
 */
export const interestPath: readonly (readonly [ms: number, usd: number])[] = [
  [at('2025-06-01T00:00'), 158e9],
  [at('2025-06-11T00:00'), 172e9],
  [at('2025-06-23T00:00'), 152e9],
  [at('2025-07-09T00:00'), 170e9],
  [at('2025-07-15T00:00'), 194e9],
  [at('2025-07-23T00:00'), 208e9],
  [at('2025-07-25T00:00'), 208.5e9],
  [at('2025-07-26T00:00'), 208.5e9],
  [at('2025-07-27T00:00'), 209e9],
  [at('2025-07-27T15:00'), 211.5e9],
  [at('2025-07-28T00:00'), 211e9],
  [at('2025-07-28T04:00'), 212e9],
  [at('2025-07-28T08:00'), report.interestJuly],
  [at('2025-07-28T12:00'), 211e9],
  [at('2025-07-29T00:00'), 208.5e9],
  [at('2025-07-31T00:00'), 206.5e9],
  [at('2025-08-01T00:00'), 207e9],
  [at('2025-08-01T12:00'), 203e9],
  [at('2025-08-01T16:00'), 193e9],
  [at('2025-08-02T00:00'), 190e9],
  [at('2025-08-03T00:00'), 187e9],
  [at('2025-08-10T00:00'), 198e9],
  [at('2025-08-14T00:00'), 211e9],
  [at('2025-08-15T00:00'), 204e9],
  [at('2025-08-24T00:00'), 213e9],
  [at('2025-08-26T00:00'), 202e9],
  [at('2025-09-01T00:00'), 198e9],
  [at('2025-09-09T00:00'), 205e9],
  [at('2025-09-13T00:00'), 215e9],
  [at('2025-09-18T00:00'), 219e9],
  [at('2025-09-20T00:00'), 220.5e9],
  [at('2025-09-21T00:00'), 222.5e9],
  [at('2025-09-21T12:00'), 225e9],
  [at('2025-09-21T20:00'), report.interestPeak],
  [at('2025-09-22T00:00'), 225.8e9],
  [at('2025-09-22T05:00'), 219.5e9],
  [at('2025-09-22T06:00'), 216e9],
  [at('2025-09-22T07:00'), 206e9],
  [at('2025-09-22T12:00'), 204e9],
  [at('2025-09-23T00:00'), 201e9],
  [at('2025-09-25T00:00'), 200e9],
  [at('2025-09-26T00:00'), 191e9],
  [at('2025-09-30T00:00'), 199e9],
  [at('2025-10-05T00:00'), 217e9],
  [at('2025-10-10T00:00'), 219e9],
  [at('2025-10-10T14:00'), 218e9],
  [at('2025-10-10T20:00'), 203e9],
  [at('2025-10-10T21:00'), 199e9],
  [at('2025-10-10T22:00'), 164e9],
  [at('2025-10-11T00:00'), 158e9],
  [at('2025-10-12T00:00'), 151e9],
  [at('2025-10-20T00:00'), 153e9],
  [at('2025-10-27T00:00'), 160e9],
  [at('2025-10-31T00:00'), 150e9],
  [at('2025-11-01T00:00'), 151e9],
]

/**
 * By how much the weight of everything but Bitcoin and Ether in open interest is raised. Drawn freely after the report:
 * leverage gathered in mid-tier and low-cap coins before the purge.
 */
export const altInterest: readonly (readonly [ms: number, factor: number])[] = [
  [at('2025-06-01T00:00'), 0.82],
  [at('2025-07-09T00:00'), 0.88],
  [at('2025-07-28T00:00'), 1.08],
  [at('2025-08-03T00:00'), 0.94],
  [at('2025-09-01T00:00'), 0.98],
  [at('2025-09-21T20:00'), 1.18],
  [at('2025-09-22T05:00'), 1.17],
  [at('2025-09-22T07:00'), 1.09],
  [at('2025-09-23T00:00'), 1.08],
  [at('2025-09-26T00:00'), 0.97],
  [at('2025-10-10T00:00'), 1.1],
  [at('2025-10-11T00:00'), 0.82],
  [at('2025-11-01T00:00'), 0.85],
]

/**
 * Bitcoin where no candle is held, 6 to 20 October 2025: reports of the purge of 10 October say from about 122,000 to
 * about 105,000 dollars. Every other figure of those days, of every asset, is interpolated.
 */
export const october = { before: 122_000, low: 105_000 } as const

/** Depth of the low of 10 October under that day's close, as a multiple of Bitcoin's; drawn freely. */
export const octoberDepth = 2.6

export interface LiquidationDay {
  /** UTC day, as its begin. */
  readonly day: number
  readonly usd: number
  readonly longShare: number
  /** Share of each hour of the day, 24 of them; any scale. */
  readonly hours: readonly number[]
}

/**
 * Days whose liquidations are anchored; all others follow from the range of Bitcoin's candle. Published totals of one day
 * differ by a factor of two and more (22 September: 1.5, 1.68, 1.7 and later 3.62 billion; 10 October: 19.2, 9.9 and a
 * guess of 30 to 40 billion).
 */
export const liquidationDays: readonly LiquidationDay[] = [
  {
    // A liquidation day in late July with open interest flat. The sum is drawn freely.
    day: at('2025-07-25T00:00'),
    usd: 560e6,
    longShare: 0.86,
    hours: [2, 3, 4, 6, 10, 14, 12, 9, 7, 5, 4, 3, 3, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1],
  },
  {
    // The deleveraging. The sum is drawn freely.
    day: at('2025-08-01T00:00'),
    usd: 640e6,
    longShare: 0.89,
    hours: [3, 4, 3, 2, 2, 2, 2, 3, 3, 4, 5, 7, 9, 12, 14, 9, 6, 4, 3, 3, 3, 2, 2, 2],
  },
  {
    // The report's purge: the flush at six as in the Binance hourly candle.
    day: at('2025-09-22T00:00'),
    usd: report.liquidatedCents / 100,
    longShare: report.longShare,
    hours: [
      9, 2, 3, 1.5, 1.2, 9, 44, 4.5, 2.5, 2.8, 1.6, 1.2, 1.2, 1, 1.4, 1.3, 1.2, 1.5, 1.2, 2.6, 1.2, 0.9, 1, 1,
    ],
  },
  {
    // Published: 1.1 billion, and 970 million with 855 of longs and 118 of shorts.
    day: at('2025-09-25T00:00'),
    usd: 970e6,
    longShare: 0.88,
    hours: [2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 4, 4, 5, 6, 7, 6, 6, 5, 5, 6, 8, 5, 3, 2],
  },
  {
    // Published: 19.2 billion. The share of longs is a round figure.
    day: at('2025-10-10T00:00'),
    usd: 19.2e9,
    longShare: 0.87,
    hours: [
      0.4, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.4, 0.4, 0.4, 0.5, 0.6, 0.8, 1.5, 4, 5, 3, 2.5, 3.5, 11, 50, 9,
      4,
    ],
  },
]

/**
 * Spans in which the report wins over the candles: prices are the candle's path times a factor on these lines.
 * The factors of the purge day itself (21 to 24 September) are reckoned in `prices.ts` from the report's figures.
 *
 * 20 August to 12 September: the candles' trough is lifted, since the report calls the total after the purge a one-month
 * low and Bitcoin's fall the sharpest in four weeks, while the candles show a lower market on 1 September and a sharper
 * fall on 29 August.
 */
export const lift: readonly (readonly [ms: number, factor: number])[] = [
  [at('2025-08-20T00:00'), 1],
  [at('2025-08-22T00:00'), 1.012],
  [at('2025-08-25T00:00'), 1.012],
  [at('2025-08-26T00:00'), 1.029],
  [at('2025-08-29T00:00'), 1.029],
  [at('2025-08-30T00:00'), 1.048],
  [at('2025-09-06T00:00'), 1.048],
  [at('2025-09-13T00:00'), 1],
]

/** The spans in which a price may leave its candle. */
export const blendedSpans: readonly (readonly [from: number, to: number])[] = [
  [at('2025-08-20T00:00'), at('2025-09-13T00:00')],
  [at('2025-09-21T00:00'), at('2025-09-24T00:00')],
]

/** USDT in coins: stablecoin cap of the repository ccyun95/Cryptocurrency_Work (7940af1), whose level is Tether's. */
export const usdtSupply: readonly (readonly [ms: number, coins: number])[] = [
  [at('2025-06-01T00:00'), 153_724e6],
  [at('2025-06-15T00:00'), 156_289e6],
  [at('2025-07-01T00:00'), 158_754e6],
  [at('2025-07-15T00:00'), 160_546e6],
  [at('2025-08-01T00:00'), 164_601e6],
  [at('2025-08-15T00:00'), 166_317e6],
  [at('2025-09-01T00:00'), 167_960e6],
  [at('2025-09-15T00:00'), 170_179e6],
  [at('2025-09-22T00:00'), 172_143e6],
  [at('2025-10-01T00:00'), 174_875e6],
  [at('2025-11-01T00:00'), 183_393e6],
]

/** USDC in coins: round figures without a source held. */
export const usdcSupply: readonly (readonly [ms: number, coins: number])[] = [
  [at('2025-06-01T00:00'), 61_000e6],
  [at('2025-08-01T00:00'), 64_000e6],
  [at('2025-09-01T00:00'), 70_500e6],
  [at('2025-10-01T00:00'), 74_500e6],
  [at('2025-11-01T00:00'), 75_800e6],
]
