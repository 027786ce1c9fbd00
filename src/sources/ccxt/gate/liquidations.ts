import Big from 'big.js'
import { z } from 'zod'
import { findDecimal, toPlain } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import type { LiquidationRecord } from '../../../liquidations/record.ts'
import {
  completeLiquidations,
  mapEach,
  marketOf,
  numeric,
  parseRow,
  positive,
  type MarketIndex,
  type Mapped,
} from '../mapping.ts'
import { secondsOf } from './contracts.ts'

const orderSchema = z.object({
  contract: z.string(),
  size: numeric,
  left: numeric.optional(),
  fill_price: numeric,
  time: z.unknown(),
})

/**
 * Gate `liq_orders`, one page of all contracts. Side: `size` is the POSITION's, above zero a LONG; so the sign is taken as it is.
 * Size: |size| - |left| in CONTRACTS, what was filled. Price: `fill_price`. Clock: `time`, in whole seconds: orders alike in one
 * second are told apart by their order in the page.
 * https://www.gate.com/docs/developers/apiv4/en/#retrieve-liquidation-order-history
 */
export function mapLiquidationOrders(
  rows: readonly unknown[],
  markets: MarketIndex,
): Mapped<LiquidationRecord> {
  return completeLiquidations(
    mapEach(rows, (row) => {
      const raw = parseRow(orderSchema, row)
      const size = findDecimal(raw.size)
      if (size === undefined || new Big(size).eq(0))
        throw new RecordError('BAD_NUMBER', `size is ${JSON.stringify(raw.size)}, neither long nor short`)
      const filled = new Big(size).abs().minus(new Big(findDecimal(raw.left ?? '0') ?? '0').abs())
      return {
        market: marketOf(markets, raw.contract),
        time: secondsOf(raw.time, 'time'),
        side: size.startsWith('-') ? ('SHORT' as const) : ('LONG' as const),
        price: positive(raw.fill_price, 'fill_price'),
        contracts: positive(toPlain(filled), 'size - left'),
      }
    }),
  )
}
