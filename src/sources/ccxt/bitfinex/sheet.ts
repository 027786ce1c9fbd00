import type { VenueSheet } from '../sheet.ts'

const DOCS = 'https://docs.bitfinex.com/reference'
const fixture = 'test/sources/venues/bitfinex.test.ts'

export const BITFINEX_SHEET: VenueSheet = {
  MARKETS: {
    supported: true,
    through: 'GET /v2/conf/pub:info:pair,pub:info:pair:futures,pub:list:pair:securities',
    unit: 'coins, spot and perpetuals (tBTCF0:USTF0, quoted in USDT) alike',
    clock: 'none: the venue prints no date of listing',
    history: 'none: now only',
    limits:
      'Spot against USD, USDT and USDC alone. Pairs for paper trading and tokens of securities are left out. There are no dated futures.',
    url: `${DOCS}/rest-public-conf`,
    fixture,
  },
  LIQUIDATIONS: {
    supported: true,
    through: 'GET /v2/liquidations/hist, sorted, gone on from while an answer is full (500 rows)',
    unit: 'coins; price is PRICE_ACQUIRED, not BASE_PRICE, which is the entry',
    side: "AMOUNT is the position's: above zero a LONG",
    clock: 'MTS, in ms',
    history: 'how far is not documented',
    limits:
      'Only the initial trigger (IS_MATCH 0) counts, not its executions. A trigger without a price takes that of an execution of its position, else it is rejected. Positions on margin in spot pairs, in the same list, are left out. Three requests a minute. The newest minute does not count as read.',
    url: `${DOCS}/rest-public-liquidations`,
    fixture,
  },
  OPEN_INTEREST: {
    supported: true,
    through: 'GET /v2/status/deriv (now), /v2/status/deriv/{key}/hist (history, about a row each minute)',
    unit: 'coins, one side, at MARK_PRICE of the same row',
    clock: 'MTS, in ms',
    history: 'how far is not documented',
    url: `${DOCS}/rest-public-derivatives-status`,
    fixture,
  },
  FUNDING: {
    supported: true,
    through: 'GET /v2/status/deriv, CURRENT_FUNDING (predicted)',
    unit: 'fraction per 8 hours (480 minutes)',
    side: 'positive: longs pay shorts',
    clock: 'MTS, in ms',
    history: 'none: now only',
    limits:
      'CURRENT_FUNDING is applied in the current period of 8 hours; at which end of it is not documented, so no rate is kept as settled. NEXT_FUNDING_ACCRUED grows from zero through the period and is not read.',
    url: `${DOCS}/rest-public-derivatives-status`,
    fixture,
  },
  ORDER_BOOK: {
    supported: true,
    through: 'GET /v2/book/{symbol}/P0, 100 prices a side',
    unit: 'coins',
    clock: 'ours',
    history: 'none: now only',
    limits: 'A hundred prices end near mid on the great markets: what lies beyond is null.',
    url: `${DOCS}/rest-public-book`,
    fixture,
  },
  CANDLES: {
    supported: true,
    through: 'GET /v2/candles/trade:1m:{symbol}/hist',
    unit: 'coins; no USD, no takers',
    clock: "the bar's begin, in ms",
    history: 'how far is not documented',
    limits: 'A minute without a trade has no bar.',
    url: `${DOCS}/rest-public-candles`,
    fixture,
  },
  LONG_SHORT: {
    supported: false,
    why: 'No account ratio: pos.size of stats1 is the total size of long and short positions in coins, not a count of accounts.',
  },
}
