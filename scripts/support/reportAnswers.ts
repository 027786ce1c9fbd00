/** What the market report says, which saved question asks it, and what the sample answers. */
export interface ReportAnswer {
  /** The report's figure or claim, in our words. */
  readonly says: string
  /** A file of schema/examples. */
  readonly question: string
  /** Path of the answer in `data`. */
  readonly path: string
  /** What the sample answers there. */
  readonly answer: string | number | boolean
  /** Where the answer is not the same, or tells something else: what to know. */
  readonly note?: string
}

const PURGE = '01-purge-day.graphql'
const CARRIED = '02-who-carried-the-fall.graphql'
const HIGH = '03-open-interest-from-its-high.graphql'
const LEVERAGE = '04-where-leverage-was-high.graphql'
const LOWS = '05-lows-and-sharpest-falls.graphql'
const FUNDING = '06-when-funding-turned.graphql'
const BOOKS = '07-how-thin-order-books-were.graphql'
const SECTORS = '08-which-sectors-fell.graphql'
const JULY = '09-late-july-and-the-rebound.graphql'
const SPOT = '10-who-bought-spot-or-leverage.graphql'
const RESERVES = '11-do-coins-leave-exchanges.graphql'

/** In the report's order. */
export const REPORT_ANSWERS: readonly ReportAnswer[] = [
  {
    says: '$1.68 billion were liquidated within a day',
    question: PURGE,
    path: 'liquidations.total.usd',
    answer: '1680000000.1632735',
    note: 'An observed sum: `floorShare` of it comes from feeds that leave orders out.',
  },
  {
    says: '389,000 to 390,000 traders were liquidated',
    question: PURGE,
    path: 'liquidations.total.orderCount',
    answer: 11882,
    note: 'No feed tells traders: this counts the orders that were printed. The published count is a claim with its source (12-published-against-measured.graphql).',
  },
  {
    says: '95 % of it were longs',
    question: PURGE,
    path: 'liquidations.total.longShare',
    answer: '0.949999999942',
  },
  {
    says: 'It cut across exchanges: the largest part of one',
    question: PURGE,
    path: 'liquidations.byExchange.0.share',
    answer: '0.338971762352',
  },
  {
    says: 'and across assets: the largest part of one',
    question: PURGE,
    path: 'liquidations.byAsset.0.share',
    answer: '0.351750956229',
  },
  {
    says: 'Before, long positions outweighed short ones: share of accounts that were long',
    question: LEVERAGE,
    path: 'longShort.mean.longShare',
    answer: '0.689753557543',
  },
  {
    says: 'The whole market lost $180 billion',
    question: CARRIED,
    path: 'attribution.total.changeUsd',
    answer: '-180000000000',
  },
  { says: 'It reached a one-month low', question: LOWS, path: 'atTheLow.trend.isLow', answer: true },
  {
    says: 'Bitcoin’s market cap peaked above $2.5 trillion',
    question: JULY,
    path: 'rebound.trend.peak.usd',
    answer: '2479310070972',
    note: 'Differs: the published high of 14 August times the supply of that day is 2.479 trillion.',
  },
  {
    says: 'and stood at $2.23 trillion after',
    question: LOWS,
    path: 'afterTheDay.bitcoin.usd',
    answer: '2229999971757.6',
  },
  {
    says: 'Bitcoin fell nearly 3 %',
    question: LOWS,
    path: 'afterTheDay.bitcoin.dayChange',
    answer: '-0.030400038393',
  },
  {
    says: 'its sharpest fall in four weeks',
    question: LOWS,
    path: 'afterTheDay.bitcoin.isSharpestFall',
    answer: true,
  },
  {
    says: 'Bitcoin was two fifths of the fall',
    question: CARRIED,
    path: 'attribution.bitcoin.part.contribution',
    answer: '0.388431010734',
  },
  {
    says: 'It did not lead the fall: its part of the fall over its part of the market',
    question: CARRIED,
    path: 'attribution.bitcoin.part.contributionOverWeight',
    answer: '0.668132711926',
    note: 'Below 1: it fell less than its size.',
  },
  {
    says: 'Altcoins gave back far more: all but Bitcoin',
    question: CARRIED,
    path: 'attribution.withoutBitcoin.changeFraction',
    answer: '-0.066469816502',
  },
  {
    says: 'DeFi fell by more than a tenth',
    question: SECTORS,
    path: 'marketCap.bySector.0.change',
    answer: '-0.129239170391',
  },
  { says: 'memecoins too', question: SECTORS, path: 'marketCap.bySector.2.change', answer: '-0.10416266281' },
  {
    says: 'and Layer 1 platforms',
    question: SECTORS,
    path: 'marketCap.bySector.4.change',
    answer: '-0.080414447111',
    note: 'Differs: as a whole they fell 8 %; 3 of the 9 held fell by more than a tenth.',
  },
  {
    says: 'Funding turned sharply negative: the rate of 8 hours before',
    question: FUNDING,
    path: 'funding.signFlips.0.before',
    answer: '0.000143269109',
  },
  { says: 'and after', question: FUNDING, path: 'funding.signFlips.0.after', answer: '-0.000087398121' },
  {
    says: 'on most markets: share of those with a negative rate',
    question: FUNDING,
    path: 'funding.negativeShare.share',
    answer: '0.8875',
  },
  {
    says: 'Open interest plummeted: its change of the day',
    question: HIGH,
    path: 'openInterest.change.fraction',
    answer: '-0.109831709484',
  },
  {
    says: 'because positions were closed, not only because prices fell',
    question: HIGH,
    path: 'openInterest.change.positionShare',
    answer: '0.427337141386',
  },
  {
    says: 'Order books thinned: bids within 1 % in the thinnest hour, against what is usual then',
    question: BOOKS,
    path: 'orderBook.thinnest.0.change',
    answer: '-0.494989531663',
  },
  {
    says: 'at key support levels: bids down to the recent low of Bitcoin, at least',
    question: BOOKS,
    path: 'orderBook.lows.1.bidsUsd.lower',
    answer: '57674410',
  },
  {
    says: 'Open interest reached $227 billion',
    question: HIGH,
    path: 'openInterest.allTimeHigh.usd',
    answer: '226999999999.266182104',
  },
  {
    says: 'an all-time high: when, in the data held',
    question: HIGH,
    path: 'openInterest.allTimeHigh.at',
    answer: '2025-09-21T20:00:00.000Z',
    note: '`since` tells from when on data is held: a high before that is not known.',
  },
  {
    says: 'It was a surge: its growth of 14 days, ranked among those of 90 days',
    question: LEVERAGE,
    path: 'openInterest.buildUp.percentile',
    answer: '0.777777777778',
    note: 'High, not unprecedented: more than three quarters of those days saw less growth.',
  },
  {
    says: 'around mid-caps: growth of their open interest in 30 days',
    question: LEVERAGE,
    path: 'openInterest.breakdown.1.change.fraction',
    answer: '0.250784305759',
  },
  {
    says: 'where leverage exceeds that of majors: open interest over cap of mid-caps',
    question: LEVERAGE,
    path: 'leverage.byTier.1.ratio',
    answer: '0.256678281149',
  },
  {
    says: 'and of large caps',
    question: LEVERAGE,
    path: 'leverage.byTier.0.ratio',
    answer: '0.061916211294',
  },
  {
    says: 'In late July open interest climbed toward $213 billion',
    question: JULY,
    path: 'openInterest.allTimeHigh.usd',
    answer: '212999999989.379146924',
  },
  {
    says: 'and Bitcoin retreated about 8 % from its record',
    question: JULY,
    path: 'retreat.trend.fromHigh',
    answer: '-0.086186140325',
  },
  {
    says: 'Two weeks later it broke its record: when',
    question: JULY,
    path: 'rebound.trend.peak.at',
    answer: '2025-08-14T05:00:00.000Z',
  },
  {
    says: 'Spot buying emerged: spot share of volume in the rebound of August',
    question: SPOT,
    path: 'rebound.spotShare',
    answer: '0.172300620048',
  },
  { says: 'against that of the purge', question: SPOT, path: 'purge.spotShare', answer: '0.09094111251' },
  {
    says: 'real demand: what takers bought net on spot markets in August',
    question: SPOT,
    path: 'rebound.spot.netTakerUsd',
    answer: '5923267017',
  },
  {
    says: 'not leverage: the same on perpetuals',
    question: SPOT,
    path: 'rebound.perpetual.netTakerUsd',
    answer: '-3227098564',
  },
  {
    says: 'Institutional inflows: net flows of spot funds in August',
    question: SPOT,
    path: 'reboundFlows.netUsd',
    answer: '584100000',
  },
  {
    says: 'Exchange reserves have begun to decline: coins of Bitcoin over the day',
    question: RESERVES,
    path: 'reserves.day.coins',
    answer: '-6000',
  },
  {
    says: 'and over the month',
    question: RESERVES,
    path: 'reserves.month.coins',
    answer: '-3435',
    note: 'In coins, since a fall of the price is no outflow. Over the week the sample has 1,000 more.',
  },
]
