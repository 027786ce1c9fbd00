import type { HouseSheet } from '../houseSheet.ts'

const FIXTURE = 'test/sources/coingecko.test.ts'

export const COINGECKO_SHEET: HouseSheet = {
  name: 'CoinGecko',
  code: 'coingecko.rest',
  key: 'Free without a key at a low rate; COINGECKO_DEMO_API_KEY or COINGECKO_PRO_API_KEY raises it.',
  parts: {
    'Market caps': {
      supported: true,
      through: 'GET /coins/markets, two pages of 250 by cap; /coins/{id}/market_chart/range of the past',
      unit: 'USD; supply in coins. Cap is price x supply; the stated cap stands beside it',
      clock: 'last_updated of the coin; of the past: the time of the point',
      history: '365 days with a free plan, all with a paid one, the 100 coins that are largest today',
      limits:
        'Supply of the past with the largest plan only. A cap of 0 is one that is not known and is refused.',
      url: 'https://docs.coingecko.com/reference/coins-markets',
      fixture: FIXTURE,
    },
    'The whole market': {
      supported: true,
      through: 'GET /global; /global/market_cap_chart of the past',
      unit: 'USD',
      clock: 'updated_at, in seconds; of the past: the time of the point',
      history: 'none without a pro key',
      url: 'https://docs.coingecko.com/reference/crypto-global',
      fixture: FIXTURE,
    },
    Sectors: {
      supported: true,
      through: 'GET /coins/markets?category=, once a day',
      unit: 'none; a coin is in one sector: the first of our list whose category holds it',
      clock: 'none: as of now',
      history: 'none: now only',
      limits: 'The 250 largest coins of each category.',
      url: 'https://docs.coingecko.com/reference/coins-categories-list',
      fixture: FIXTURE,
    },
  },
}
