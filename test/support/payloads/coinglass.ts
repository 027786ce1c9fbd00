/** Coinglass's v4 wire format with numbers of our own: bars of a day, 19 to 22 September 2026. */

export const DAY_19 = Date.UTC(2026, 8, 19)
export const DAY_20 = Date.UTC(2026, 8, 20)
export const DAY_21 = Date.UTC(2026, 8, 21)
export const DAY_22 = Date.UTC(2026, 8, 22)

export const answer = (data: unknown) => ({ code: '0', msg: 'success', data })

/** The first day lies before the record, the second is quiet on one side, the last is not over. */
export const liquidations = [
  { time: DAY_19, aggregated_long_liquidation_usd: 0, aggregated_short_liquidation_usd: 0 },
  { time: DAY_20, aggregated_long_liquidation_usd: 5916885.14234, aggregated_short_liquidation_usd: 0 },
  { time: DAY_21, aggregated_long_liquidation_usd: '1596000000.5', aggregated_short_liquidation_usd: null },
  { time: DAY_22, aggregated_long_liquidation_usd: 12, aggregated_short_liquidation_usd: 13 },
]

export const interest = [
  { time: DAY_20, open: '2644845344', high: '2692643311.5', low: '2576975597', close: '2608846475' },
  { time: DAY_21, open: '2608846475', high: '2620807645', low: '0', close: null },
  { time: DAY_22, open: '2340177420', high: '2340177420', low: '2340177420', close: '2340177420' },
]

export const bitcoinFlows = [
  {
    timestamp: DAY_20,
    flow_usd: 655300000,
    price_usd: 80000,
    etf_flows: [
      { etf_ticker: 'GBTC', flow_usd: -95100000 },
      { etf_ticker: 'IBIT', flow_usd: 750400000.25 },
      { etf_ticker: 'BTCW', flow_usd: 0 },
      { etf_ticker: 'DEFI' },
    ],
  },
  { timestamp: DAY_21, flow_usd: null, price_usd: 79000, etf_flows: [{ etf_ticker: 'IBIT', flow_usd: 1 }] },
  { timestamp: DAY_22, flow_usd: 5, price_usd: 78000, etf_flows: [{ etf_ticker: 'IBIT', flow_usd: 5 }] },
]

export const etherFlows = [
  {
    timestamp: DAY_20,
    flow_usd: -106600000,
    price_usd: 3438.09,
    etf_flows: [{ etf_ticker: 'ETHE', flow_usd: -106600000 }],
  },
]
