import type { DecimalString } from '../lib/decimal.ts'
import type { PositionSide } from '../liquidations/record.ts'

/** A forced order as it is pushed: columns in this order, times in ms since 1970. */
export type LiquidationEvent = readonly [
  marketId: number,
  time: number,
  sourceId: number,
  orderKey: string,
  side: PositionSide,
  price: DecimalString,
  contracts: DecimalString,
  baseQuantity: DecimalString | null,
  notionalUsd: DecimalString | null,
  observedAt: number,
]

/** A reading of open interest as it is pushed. */
export type OpenInterestEvent = readonly [
  marketId: number,
  time: number,
  baseQuantity: DecimalString,
  markPrice: DecimalString,
  valueUsd: DecimalString,
]

/** What is older when it is received, or was received longer ago, is history: it is loaded, not pushed. */
const LIVE_MS = 60 * 60_000
const RECEIVED_MS = 10 * 60_000

/** Whether a record has just come from a market. */
export function isLive(time: Date, observedAt: Date): boolean {
  const received = observedAt.getTime()
  return received - time.getTime() < LIVE_MS && Math.abs(Date.now() - received) < RECEIVED_MS
}
