import { z } from 'zod'
import type { LiquidationRecord, PositionSide } from '../../../liquidations/record.ts'
import { valueOf } from '../../../liquidations/valueOf.ts'
import {
  mapEach,
  marketOf,
  numeric,
  parseRow,
  positive,
  timeOf,
  type Mapped,
  type MarketIndex,
} from '../mapping.ts'

const tradeSchema = z.object({
  instrument_name: z.string(),
  trade_id: z.union([z.string().min(1).max(100), z.number().int()]),
  timestamp: z.unknown(),
  direction: z.enum(['buy', 'sell']),
  liquidation: z.enum(['M', 'T', 'MT']),
  price: numeric,
  amount: numeric,
})

/** true for a trade that says anything of a liquidation; the others were of nobody's. */
function isFlagged(row: unknown): boolean {
  const flag = (row as { liquidation?: unknown } | null)?.liquidation
  return typeof row !== 'object' || row === null || (flag !== undefined && flag !== null)
}

/**
 * Deribit's trades, of which those with `liquidation` count. Side: `direction` is the TAKER's. "T": the taker was liquidated, so a
 * sell closed a LONG. "M": the maker was, who traded the other way, so a sell closed a SHORT. "MT": both were, and the trade is
 * two liquidations. Size: `amount`, in USD (inverse) or coins (linear). Price: the trade's own. Clock: `timestamp`, in ms. Key:
 * `trade_id` and whose order it was.
 * https://docs.deribit.com/api-reference/market-data/public-get_last_trades_by_currency_and_time
 */
export function mapLiquidationTrades(
  rows: readonly unknown[],
  markets: MarketIndex,
): Mapped<LiquidationRecord> {
  const { records, rejections } = mapEach(rows.filter(isFlagged), (row) => {
    const raw = parseRow(tradeSchema, row)
    const market = marketOf(markets, raw.instrument_name)
    const time = timeOf(raw.timestamp, 'timestamp')
    const price = positive(raw.price, 'price')
    const contracts = positive(raw.amount, 'amount')
    const takerClosed: PositionSide = raw.direction === 'sell' ? 'LONG' : 'SHORT'
    const sides = { T: takerClosed, M: takerClosed === 'LONG' ? 'SHORT' : 'LONG' } as const
    return ([...raw.liquidation] as ('M' | 'T')[]).map((whose) => ({
      marketId: market.id,
      time,
      orderKey: `${raw.trade_id}:${whose}`,
      side: sides[whose],
      price,
      contracts,
      ...valueOf(market, contracts, price),
    }))
  })
  return {
    records: records.flat().sort((a, b) => a.time.getTime() - b.time.getTime()),
    rejections,
  }
}
