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

const messageSchema = z.object({
  data: z.array(z.object({ instId: z.string(), details: z.array(z.unknown()) })),
})

const detailSchema = z.object({
  side: z.string(),
  posSide: z.string().optional(),
  bkPx: numeric,
  sz: numeric,
  ts: z.unknown(),
})

/**
 * OKX `liquidation-orders`: one message may name several instruments, each with several `details`; all are taken.
 *
 * Side: `side` is the closing ORDER's side, so sell closed a LONG; `posSide` says long, short, or net for one-way accounts,
 * and must not contradict it. Size: `sz` in contracts, whatever the instrument. Price: `bkPx`, the bankruptcy price.
 * Clock: `ts`, in ms. At most one order a second and contract: sums are a lower bound.
 * https://www.okx.com/docs-v5/en/#public-data-websocket-liquidation-orders-channel
 */
export function mapLiquidationOrders(message: unknown, markets: MarketIndex): Mapped<LiquidationRecord> {
  const parsed = messageSchema.safeParse(message)
  if (!parsed.success) {
    const reason = 'no instruments with details in the message'
    return { records: [], rejections: [{ code: 'BAD_SHAPE', reason, payload: message }] }
  }
  const rows = parsed.data.data.flatMap(({ instId, details }) =>
    details.map((detail) => ({ instId, detail })),
  )
  return completeLiquidations(
    mapEach(rows, ({ instId, detail: raw }) => {
      const detail = parseRow(detailSchema, raw)
      return {
        market: marketOf(markets, instId),
        time: timeOf(detail.ts, 'ts'),
        side: sideOf(detail.side, detail.posSide),
        price: positive(detail.bkPx, 'bkPx'),
        contracts: positive(detail.sz, 'sz'),
      }
    }),
  )
}

function sideOf(side: string, posSide: string | undefined): PositionSide {
  const position = side === 'sell' ? 'LONG' : side === 'buy' ? 'SHORT' : undefined
  if (!position) throw new RecordError('BAD_SIDE', `side is ${JSON.stringify(side)}, neither buy nor sell`)
  if ((posSide === 'long' || posSide === 'short') && posSide.toUpperCase() !== position) {
    throw new RecordError('BAD_SIDE', `side ${side} can't close a position that is ${posSide}`)
  }
  return position
}
