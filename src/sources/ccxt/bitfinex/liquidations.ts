import Big from 'big.js'
import { z } from 'zod'
import { findDecimal, isPositive, toPlain, type DecimalString } from '../../../lib/decimal.ts'
import { RecordError } from '../../../lib/errors.ts'
import type { LiquidationRecord } from '../../../liquidations/record.ts'
import { valueOf } from '../../../liquidations/valueOf.ts'
import { mapEach, marketOf, parseRow, type Mapped, type MarketIndex } from '../mapping.ts'
import { msOf } from './mapping.ts'

/** ["pos", POS_ID, MTS, , SYMBOL, AMOUNT, BASE_PRICE, , IS_MATCH, IS_MARKET_SOLD, , PRICE_ACQUIRED] */
const rowSchema = z.array(z.unknown()).min(10)
const flag = z.union([z.literal(0), z.literal(1)])
const positionId = z.number().int().positive()

/** Each row of the list is a list of rows itself. */
export function flatRows(rows: readonly unknown[]): unknown[] {
  return rows.flatMap((row) => (Array.isArray(row) && Array.isArray(row[0]) ? (row as unknown[]) : [row]))
}

/** MTS of a row; undefined when it has none that can be read. */
export function findTimeMs(row: unknown): number | undefined {
  const ms = Number((Array.isArray(row) ? (row[2] as unknown) : undefined) ?? NaN)
  return Number.isFinite(ms) ? Math.trunc(ms) : undefined
}

/** Positions on margin in spot pairs stand in the list too, as do paper-trading ones: neither is of a perpetual. */
function isOfPerpetual(row: unknown): boolean {
  const symbol = Array.isArray(row) ? (row[4] as unknown) : undefined
  return typeof symbol !== 'string' || (/F0:.*F0$/.test(symbol) && !symbol.includes('TEST'))
}

/** A row of a market execution: that of a trigger which has been counted. */
function isMatch(row: unknown): boolean {
  return Array.isArray(row) && row[8] === 1
}

/**
 * Bitfinex `liquidations/hist`. Each position comes as its initial trigger (IS_MATCH 0) and then as what was executed of it
 * (IS_MATCH 1, once or more): the trigger alone counts. Side: AMOUNT is the POSITION's, above zero a LONG. Size: |AMOUNT| in
 * coins. Price: PRICE_ACQUIRED of the trigger, else of an execution of the same position; never BASE_PRICE, at which the position
 * was once opened. IS_MARKET_SOLD only says who took the position over. Clock: MTS. Key: POS_ID and the size.
 * https://docs.bitfinex.com/reference/rest-public-liquidations
 * @param rows flat
 * @param isMeant false for a row about the window, which is there for its price alone
 */
export function mapLiquidations(
  rows: readonly unknown[],
  markets: MarketIndex,
  isMeant: (row: unknown) => boolean = () => true,
): Mapped<LiquidationRecord> {
  const perpetuals = rows.filter(isOfPerpetual)
  const executed = new Map<unknown, DecimalString>()
  for (const row of perpetuals) {
    if (!isMatch(row)) continue
    const [, id, , , , , , , , , , price] = row as unknown[]
    const decimal = findPrice(price)
    if (decimal !== undefined && !executed.has(id)) executed.set(id, decimal)
  }
  const mapped = mapEach(
    perpetuals.filter((row) => !isMatch(row) && isMeant(row)),
    (row) => {
      const fields = parseRow(rowSchema, row)
      const id = parseRow(positionId, fields[1])
      parseRow(flag, fields[8])
      const market = marketOf(markets, parseRow(z.string(), fields[4]))
      const time = msOf(fields[2], 'MTS')
      const amount = findDecimal(fields[5])
      if (amount === undefined || new Big(amount).eq(0))
        throw new RecordError('BAD_NUMBER', `AMOUNT is ${JSON.stringify(fields[5])}, neither long nor short`)
      const price = findPrice(fields[11]) ?? executed.get(id)
      if (price === undefined)
        throw new RecordError('NO_PRICE', `position ${id} was liquidated at a price that is not told`)
      const contracts = toPlain(new Big(amount).abs())
      return {
        marketId: market.id,
        time,
        orderKey: `${id}:${contracts}`,
        side: amount.startsWith('-') ? ('SHORT' as const) : ('LONG' as const),
        price,
        contracts,
        ...valueOf(market, contracts, price),
      }
    },
  )
  mapped.records.sort((a, b) => a.time.getTime() - b.time.getTime())
  return mapped
}

function findPrice(value: unknown): DecimalString | undefined {
  const decimal = findDecimal(value)
  return decimal !== undefined && isPositive(decimal) ? decimal : undefined
}
