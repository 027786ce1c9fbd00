import { z } from 'zod'
import { RecordError } from '../../../lib/errors.ts'
import type { LiquidationRecord, PositionSide } from '../../../liquidations/record.ts'
import { valueOf } from '../../../liquidations/valueOf.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { marketOf, numeric, parseRow, positive, timeOf, type MarketIndex } from '../mapping.ts'

/** Ids run up; they are compared, and kept as text. */
const idSchema = z
  .union([z.string().regex(/^\d{1,18}$/), z.number().int().nonnegative()])
  .transform((id) => String(id))

const linearSchema = z.object({
  id: idSchema,
  contract_code: z.string(),
  liquidation_time: z.unknown(),
  side: z.string(),
  position_side: z.string(),
  volume: numeric,
  bankrupt_price: numeric,
})

/**
 * HTX `v5/market/liquidation_orders`, linear. Side: `side` is the CLOSING order's, a sell closes a LONG; `position_side` tells the
 * position, "both" in one-way mode, and must agree. Size: `volume` in CONTRACTS (`amount`, said to be coins, repeats it).
 * Price: the bankruptcy price. Clock: `liquidation_time`, in ms. Key: `id`.
 * https://huobiapi.github.io/docs/usdt_swap/v1/en/#general-query-liquidation-orders-new
 * @throws RecordError BAD_SHAPE, UNKNOWN_MARKET, BAD_SIDE, BAD_NUMBER, BAD_TIME
 */
export function mapLinearOrder(row: unknown, markets: MarketIndex): LiquidationRecord {
  const raw = parseRow(linearSchema, row)
  const side = closedBy(raw.side)
  if (raw.position_side !== 'both' && raw.position_side !== side.toLowerCase()) {
    throw new RecordError('BAD_SIDE', `a ${raw.side} can't close a position that is ${raw.position_side}`)
  }
  const market = marketOf(markets, raw.contract_code)
  return orderOf(market, raw.id, raw.liquidation_time, side, raw.bankrupt_price, raw.volume)
}

const inverseSchema = z.object({
  query_id: idSchema,
  contract_code: z.string(),
  created_at: z.unknown(),
  direction: z.string(),
  offset: z.string(),
  volume: numeric,
  price: numeric,
})

/**
 * HTX `swap-api/v3/swap_liquidation_orders`, inverse. Side: `direction` is the CLOSING order's: a sell with `offset` close (or both, in
 * one-way mode) closed a LONG; an order that opens is no liquidation. Size: `volume` in CONTRACTS of contract_size USD. Price: the
 * bankruptcy price. Clock: `created_at`, in ms. Key: `query_id`.
 * https://huobiapi.github.io/docs/coin_margined_swap/v1/en/#query-liquidation-orders-new
 * @throws RecordError as mapLinearOrder
 */
export function mapInverseOrder(row: unknown, markets: MarketIndex): LiquidationRecord {
  const raw = parseRow(inverseSchema, row)
  if (raw.offset !== 'close' && raw.offset !== 'both')
    throw new RecordError('BAD_SIDE', `offset is ${JSON.stringify(raw.offset)}: it closes nothing`)
  const market = marketOf(markets, raw.contract_code)
  return orderOf(market, raw.query_id, raw.created_at, closedBy(raw.direction), raw.price, raw.volume)
}

/** @throws RecordError BAD_SIDE */
function closedBy(order: string): PositionSide {
  if (order === 'sell') return 'LONG'
  if (order === 'buy') return 'SHORT'
  throw new RecordError('BAD_SIDE', `the order is ${JSON.stringify(order)}, neither buy nor sell`)
}

function orderOf(
  market: StoredMarket,
  id: string,
  time: unknown,
  side: PositionSide,
  bankruptcyPrice: unknown,
  volume: unknown,
): LiquidationRecord {
  const price = positive(bankruptcyPrice, 'price')
  const contracts = positive(volume, 'volume')
  return {
    marketId: market.id,
    time: timeOf(time, 'time'),
    orderKey: id,
    side,
    price,
    contracts,
    ...valueOf(market, contracts, price),
  }
}
