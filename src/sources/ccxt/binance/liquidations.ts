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
  type RawLiquidation,
} from '../mapping.ts'

/**
 * Binance `forceOrder`, USD-M and COIN-M alike.
 *
 * Side: `S` is the closing ORDER's side, so SELL closed a LONG. Size: `z`, the accumulated filled quantity; `l` is the
 * last fill alone, `q` what was ordered. Unit of `z`: venue-base units on USD-M, contracts on COIN-M; a COIN-M order is
 * known by its symbol, not by the stream it came on, since such orders were seen on USD-M's stream for all markets too.
 * Price: `ap`, the average fill; `p` is only the order's limit. Clock: `T`, the trade's time in ms.
 * A stream pushes the latest order of each symbol per second, no more: sums are a lower bound.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/All-Market-Liquidation-Order-Streams
 */
const forceOrderSchema = z.object({
  e: z.literal('forceOrder'),
  o: z.object({
    s: z.string(),
    S: z.string(),
    ap: numeric,
    z: numeric,
    T: z.unknown(),
  }),
})

/** One message is one order. */
export function mapForceOrder(message: unknown, markets: MarketIndex): Mapped<LiquidationRecord> {
  return completeLiquidations(mapEach([message], (row) => mapOrder(row, markets)))
}

function mapOrder(row: unknown, markets: MarketIndex): RawLiquidation {
  const { o } = parseRow(forceOrderSchema, row)
  return {
    market: marketOf(markets, o.s),
    time: timeOf(o.T, 'T'),
    side: sideOfClosingOrder(o.S),
    price: positive(o.ap, 'ap'),
    contracts: positive(o.z, 'z'),
  }
}

function sideOfClosingOrder(side: string): PositionSide {
  if (side === 'SELL') return 'LONG'
  if (side === 'BUY') return 'SHORT'
  throw new RecordError('BAD_SIDE', `S is ${JSON.stringify(side)}, neither BUY nor SELL`)
}
