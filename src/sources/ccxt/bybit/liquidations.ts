import { z } from 'zod'
import { RecordError } from '../../../lib/errors.ts'
import type { LiquidationRecord, PositionSide } from '../../../liquidations/record.ts'
import {
  completeLiquidations,
  mapEach,
  marketOf,
  numeric,
  parseRow,
  positive,
  timeOf,
  type MarketIndex,
  type Mapped,
} from '../mapping.ts'

const allLiquidationSchema = z.object({ topic: z.string(), data: z.array(z.unknown()) })

const allLiquidationRowSchema = z.object({
  T: z.unknown(),
  s: z.string(),
  S: z.string(),
  v: numeric,
  p: numeric,
})

/**
 * Bybit `allLiquidation.{symbol}`: every liquidation, pushed each 500 ms, several in one message.
 *
 * Side: `S` is the POSITION's side, so Buy is a liquidated LONG (the opposite of Binance's and OKX's print).
 * Size: `v`, executed, in venue-base units on linear and USD on inverse. Price: `p`, the bankruptcy price, not a fill.
 * Clock: `T`, in ms. https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation
 */
export function mapAllLiquidation(message: unknown, markets: MarketIndex): Mapped<LiquidationRecord> {
  const parsed = allLiquidationSchema.safeParse(message)
  if (!parsed.success) return badMessage(message)
  return completeLiquidations(
    mapEach(parsed.data.data, (raw) => {
      const row = parseRow(allLiquidationRowSchema, raw)
      return {
        market: marketOf(markets, row.s),
        time: timeOf(row.T, 'T'),
        side: sideOfPosition(row.S),
        price: positive(row.p, 'p'),
        contracts: positive(row.v, 'v'),
      }
    }),
  )
}

const liquidationSchema = z.object({
  topic: z.string(),
  data: z.object({
    symbol: z.string(),
    side: z.string(),
    size: numeric,
    price: numeric,
    updatedTime: z.unknown(),
  }),
})

/**
 * Bybit `liquidation.{symbol}`, withdrawn: at most one order a second and symbol, one in a message. For recordings
 * from before allLiquidation came. `side` is the POSITION's side here too, `size` executed, `price` the bankruptcy price.
 * https://bybit-exchange.github.io/docs/v5/websocket/public/liquidation
 */
export function mapLiquidation(message: unknown, markets: MarketIndex): Mapped<LiquidationRecord> {
  return completeLiquidations(
    mapEach([message], (raw) => {
      const { data } = parseRow(liquidationSchema, raw)
      return {
        market: marketOf(markets, data.symbol),
        time: timeOf(data.updatedTime, 'updatedTime'),
        side: sideOfPosition(data.side),
        price: positive(data.price, 'price'),
        contracts: positive(data.size, 'size'),
      }
    }),
  )
}

function badMessage(payload: unknown): Mapped<LiquidationRecord> {
  return {
    records: [],
    rejections: [{ code: 'BAD_SHAPE', reason: 'no list of orders in the message', payload }],
  }
}

function sideOfPosition(side: string): PositionSide {
  if (side === 'Buy') return 'LONG'
  if (side === 'Sell') return 'SHORT'
  throw new RecordError('BAD_SIDE', `side is ${JSON.stringify(side)}, neither Buy nor Sell`)
}
