import type { Window } from '../lib/time.ts'
import type { Span } from '../quality/coverage.ts'

/**
 * How much of a venue's liquidations its public feed tells.
 * COMPLETE: all. THROTTLED: at most one order a second and contract, so sums are lower bounds. UNKNOWN: not said.
 */
export type Completeness = 'COMPLETE' | 'THROTTLED' | 'UNKNOWN'

/** One stretch of a venue's history, half-open; without `from` since ever, without `to` until now. */
export interface CompletenessRegime {
  readonly exchangeCode: string
  readonly from?: Date
  readonly to?: Date
  readonly completeness: Completeness
  readonly reason: string
  /** Where it is said; null when nobody says it. */
  readonly url: string | null
}

const BINANCE_THROTTLED = new Date('2021-04-27T00:00:00Z')
const BYBIT_THROTTLED = new Date('2021-09-01T00:00:00Z')
const BYBIT_ALL = new Date('2025-02-20T00:00:00Z')

const DERIBIT_FLAGGED = new Date('2020-03-13T00:00:00Z')

const K33 = 'https://binance.com/en-IN/square/post/12863176639674'

/**
 * What is known of each venue, regimes of one venue in order and without gaps. They change at midnight UTC, so that sums by day can be
 * told apart by them.
 */
export const COMPLETENESS_REGIMES: readonly CompletenessRegime[] = [
  {
    exchangeCode: 'binance',
    to: BINANCE_THROTTLED,
    completeness: 'UNKNOWN',
    reason:
      'Said to have pushed every order until April 2021, which its documentation of then no longer shows.',
    url: K33,
  },
  {
    exchangeCode: 'binance',
    from: BINANCE_THROTTLED,
    completeness: 'THROTTLED',
    reason: 'Pushes only the latest order of each symbol within 1000 ms.',
    url: 'https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Liquidation-Order-Streams',
  },
  {
    exchangeCode: 'bybit',
    to: BYBIT_THROTTLED,
    completeness: 'UNKNOWN',
    reason: 'Said to have pushed every order until September 2021, the day not known.',
    url: K33,
  },
  {
    exchangeCode: 'bybit',
    from: BYBIT_THROTTLED,
    to: BYBIT_ALL,
    completeness: 'THROTTLED',
    reason: 'The topic liquidation pushed at most one order a second and symbol.',
    url: 'https://bybit-exchange.github.io/docs/v5/websocket/public/liquidation',
  },
  {
    exchangeCode: 'bybit',
    from: BYBIT_ALL,
    completeness: 'COMPLETE',
    reason: 'The topic allLiquidation pushes all liquidations, every 500 ms.',
    url: 'https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation',
  },
  {
    exchangeCode: 'okx',
    completeness: 'THROTTLED',
    reason: "At most one order a second and contract; it doesn't represent the total number of liquidations.",
    url: 'https://www.okx.com/docs-v5/en/#public-data-websocket-liquidation-orders-channel',
  },
  {
    exchangeCode: 'gate',
    completeness: 'UNKNOWN',
    reason: 'Five-minute sums by side in contract_stats; that they hold all orders is not said.',
    url: 'https://www.gate.com/docs/developers/apiv4/en/#futures-stats',
  },
  {
    exchangeCode: 'hyperliquid',
    completeness: 'COMPLETE',
    reason: 'Every liquidation is a fill on chain.',
    url: 'https://hyperliquid.gitbook.io/hyperliquid-docs/trading/liquidations',
  },
  {
    exchangeCode: 'bitget',
    completeness: 'UNKNOWN',
    reason: 'Not said.',
    url: 'https://www.bitget.com/api-doc/contract/intro',
  },
  {
    exchangeCode: 'htx',
    completeness: 'UNKNOWN',
    reason: 'A list of liquidation orders by contract; that it holds all of them is not said.',
    url: 'https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-liquidation-orders-new',
  },
  {
    exchangeCode: 'deribit',
    to: DERIBIT_FLAGGED,
    completeness: 'UNKNOWN',
    reason: 'Since when trades carry the flag of a liquidation is not said; one of 13 March 2020 does.',
    url: null,
  },
  {
    exchangeCode: 'deribit',
    from: DERIBIT_FLAGGED,
    completeness: 'COMPLETE',
    reason: 'Every trade is listed, flagged when its maker, its taker or both were under liquidation.',
    url: 'https://docs.deribit.com/api-reference/market-data/public-get_last_trades_by_currency_and_time',
  },
  {
    exchangeCode: 'bitfinex',
    completeness: 'UNKNOWN',
    reason: 'A list of liquidations with their initial trigger; whether it is whole is not said.',
    url: 'https://docs.bitfinex.com/reference/rest-public-liquidations',
  },
  {
    exchangeCode: 'krakenfutures',
    completeness: 'UNKNOWN',
    reason:
      'Every execution can be read, with those of liquidations marked; positions that are assigned or unwound instead are not among them.',
    url: 'https://support.kraken.com/hc/en-us/articles/360022835671-Equity-Protection-Process',
  },
]

export interface CompletenessAnswer {
  /** The weakest of the regimes: UNKNOWN before THROTTLED before COMPLETE. */
  readonly completeness: Completeness
  /** Every regime that the window touches, in order; more than one: the window is mixed. */
  readonly regimes: readonly CompletenessRegime[]
}

const WEAKEST_FIRST: readonly Completeness[] = ['UNKNOWN', 'THROTTLED', 'COMPLETE']

/** The weakest of several; UNKNOWN of none. */
export function weakestOf(found: readonly Completeness[]): Completeness {
  return WEAKEST_FIRST.find((completeness) => found.includes(completeness)) ?? 'UNKNOWN'
}

/** How complete a venue's liquidations are over a half-open window. A venue not in the table is UNKNOWN, with no regimes. */
export function completenessAt(exchangeCode: string, window: Window): CompletenessAnswer {
  const regimes = COMPLETENESS_REGIMES.filter(
    (regime) =>
      regime.exchangeCode === exchangeCode &&
      (regime.from === undefined || regime.from < window.to) &&
      (regime.to === undefined || regime.to > window.from),
  )
  return { completeness: weakestOf(regimes.map(({ completeness }) => completeness)), regimes }
}

/** The moments strictly within a window at which the rule of one of the venues changes, ascending. */
export function ruleChanges(exchangeCodes: readonly string[], window: Window): Date[] {
  const changes = COMPLETENESS_REGIMES.flatMap(({ exchangeCode, from }) =>
    from && from > window.from && from < window.to && exchangeCodes.includes(exchangeCode)
      ? [from.getTime()]
      : [],
  )
  return [...new Set(changes)].sort((a, b) => a - b).map((moment) => new Date(moment))
}

/**
 * The one regime to state for a venue: the weakest of those that its data of a window lies in, the latest of those.
 * @param held when its feed was read or printed orders: a rule that nothing was read under says nothing of the data. Without any,
 * the rule at the window's end is stated. UNKNOWN for a venue not listed.
 */
export function findCompleteness(
  exchangeCode: string,
  window: Window,
  held: readonly Span[],
): CompletenessRegime {
  const all = completenessAt(exchangeCode, window).regimes
  const touched = all.filter(({ from, to }) =>
    held.some(([begin, end]) => (!from || from.getTime() < end) && (!to || to.getTime() > begin)),
  )
  const regimes = touched.length > 0 ? touched : all.slice(-1)
  const completeness = weakestOf(regimes.map((regime) => regime.completeness))
  const stated = regimes.filter((regime) => regime.completeness === completeness).at(-1)
  return stated ?? { exchangeCode, completeness, reason: 'Nothing is known of this venue.', url: null }
}
