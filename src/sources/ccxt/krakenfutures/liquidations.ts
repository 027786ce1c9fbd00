import Big from 'big.js'
import { z } from 'zod'
import { ratio, toPlain, type DecimalString } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import type { LiquidationRecord } from '../../../liquidations/record.ts'
import { valueOf } from '../../../liquidations/valueOf.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { mapEach, numeric, parseRow, positive, timeOf, type Mapped } from '../mapping.ts'

const takerSchema = z.object({
  event: z.object({
    Execution: z.object({
      execution: z.object({ takerOrder: z.object({ orderType: z.string(), uid: z.string().min(1) }) }),
    }),
  }),
})

const executionSchema = z.object({
  event: z.object({
    Execution: z.object({
      execution: z.object({
        uid: z.string().min(1),
        quantity: numeric,
        price: numeric,
        takerOrder: z.object({ direction: z.string(), timestamp: z.unknown(), uid: z.string().min(1) }),
      }),
    }),
  }),
})

const SIDES: Readonly<Record<string, LiquidationRecord['side']>> = { Sell: 'LONG', Buy: 'SHORT' }

/** "Liquidation" by the documentation; live answers say "PartialLiquidation" as well. */
const isLiquidation = (orderType: string) => /liquidation/i.test(orderType)

/**
 * false for an execution that no liquidation made. Such an order is immediate-or-cancel, so it is always the taker. What can't be read
 * stays, and so does "Unknown", which the venue says of an order type that it can't tell itself: the mapper refuses both.
 */
export function mayBeLiquidation(element: unknown): boolean {
  const parsed = takerSchema.safeParse(element)
  if (!parsed.success) return true
  const { orderType } = parsed.data.event.Execution.execution.takerOrder
  return isLiquidation(orderType) || orderType === 'Unknown'
}

/**
 * Kraken Futures `market/{symbol}/executions`, all of one market's elements that mayBeLiquidation: the fills of an order are one record, with
 * the order's `uid` as its key. Side: `takerOrder.direction` is the closing order's: Sell closed a LONG. Size: what was filled, in
 * CONTRACTS. Price: the average of the fills. Clock: the order's `timestamp`, in ms. An order of which one fill can't be read is refused
 * whole: its rest would be too small.
 * https://docs.kraken.com/api-reference/market-history/get-public-execution-events
 */
export function mapExecutions(elements: readonly unknown[], market: StoredMarket): Mapped<LiquidationRecord> {
  const orders = new Map<string, unknown[]>()
  const named = mapEach(elements, (element) => {
    const { orderType, uid } = parseRow(takerSchema, element).event.Execution.execution.takerOrder
    if (!isLiquidation(orderType))
      throw new RecordError('UNKNOWN_ORDER', `a taker of the type ${JSON.stringify(orderType)}`)
    orders.set(uid, [...(orders.get(uid) ?? []), element])
  })
  const mapped = mapEach([...orders.entries()], ([uid, fills]) => mapOrder(uid, fills, market), payloadOf)
  mapped.records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return { records: mapped.records, rejections: [...named.rejections, ...mapped.rejections] }
}

function payloadOf([, fills]: readonly [string, readonly unknown[]]): unknown {
  return fills.length === 1 ? fills[0] : fills
}

function mapOrder(orderKey: string, elements: readonly unknown[], market: StoredMarket): LiquidationRecord {
  // The same execution may come with two pages.
  const executions = new Map(
    elements.map((element) => {
      const { execution } = parseRow(executionSchema, element).event.Execution
      return [execution.uid, execution]
    }),
  )
  const fills = [...executions.values()].map(({ price, quantity }) => ({
    price: positive(price, 'price'),
    contracts: positive(quantity, 'quantity'),
  }))
  const takers = [...executions.values()].map(({ takerOrder }) => takerOrder)
  const { direction, timestamp } = takers[0]!
  if (takers.some((taker) => taker.direction !== direction))
    throw new RecordError('BAD_SHAPE', 'one order both buys and sells')
  const side = Object.hasOwn(SIDES, direction) ? SIDES[direction] : undefined
  if (!side) throw new RecordError('BAD_SIDE', `direction is ${JSON.stringify(direction)}`)
  const contracts = toPlain(fills.reduce((sum, fill) => sum.plus(fill.contracts), new Big(0)))
  const price = positive(averagePrice(market, fills), 'average price')
  return {
    marketId: market.id,
    time: timeOf(timestamp, 'timestamp'),
    orderKey,
    side,
    price,
    contracts,
    ...valueOf(market, contracts, price),
  }
}

interface Fill {
  readonly price: DecimalString
  readonly contracts: DecimalString
}

/**
 * LINEAR: what the coins cost over the coins. INVERSE: contracts are USD, so it is their sum over the coins that they bought. undefined
 * when the numbers are of no size that can be.
 */
function averagePrice(market: StoredMarket, fills: readonly Fill[]): DecimalString | undefined {
  const { price: first } = fills[0]!
  if (fills.every(({ price }) => price === first)) return first
  const total = (of: (fill: Fill) => Big | DecimalString | undefined) =>
    fills.reduce((sum, fill) => sum.plus(of(fill) ?? 0), new Big(0))
  const contracts = total((fill) => fill.contracts)
  return market.style === 'INVERSE'
    ? ratio(
        contracts,
        total((fill) => ratio(fill.contracts, fill.price, 40)),
        20,
      )
    : ratio(
        total((fill) => new Big(fill.contracts).times(fill.price)),
        contracts,
        20,
      )
}
