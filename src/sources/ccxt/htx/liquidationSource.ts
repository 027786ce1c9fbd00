import { z } from 'zod'
import { DAY_MS, HOUR_MS, MINUTE_MS, splitWindow, type Window } from '../../../lib/time.ts'
import type { LiquidationSource } from '../../../liquidations/record.ts'
import type { StoredMarket } from '../../../markets/record.ts'
import { historyNotOffered, type Settings, type VenueClient } from '../loadExchange.ts'
import { indexMarkets, mapEach } from '../mapping.ts'
import { openWithMarkets, readEach } from '../readers.ts'
import { restSource, type VenueDescription } from '../venue.ts'
import { ask } from './api.ts'
import { mapInverseOrder, mapLinearOrder } from './liquidations.ts'

/** The venue answers for two hours at most, and for ninety days back. */
const SPAN_MS = 2 * HOUR_MS
const HISTORY_MS = 90 * DAY_MS
/** The newest orders may not be listed yet: so much is read again before it counts as read. */
const UNSETTLED_MS = MINUTE_MS

/** Forced orders of the perpetuals that are listed now, asked contract by contract: the venue has no list of all. */
export function createLiquidationSource(venue: VenueDescription, settings: Settings): LiquidationSource {
  return {
    source: restSource(venue),
    exchangeCode: venue.code,
    mode: 'HISTORY',
    coverage(window) {
      const to = new Date(Math.min(window.to.getTime(), settings.now().getTime() - UNSETTLED_MS))
      return window.from < to ? [{ from: window.from, to }] : []
    },
    async *liquidations(markets, window, signal) {
      const earliest = new Date(settings.now().getTime() - HISTORY_MS)
      if (window.from < earliest)
        throw historyNotOffered(
          `${venue.code} gives forced orders no farther back than ${earliest.toISOString()}`,
          earliest,
        )
      const open = markets.filter(({ active, kind }) => active && kind === 'PERPETUAL')
      const client = await openWithMarkets(venue, settings, open, signal)
      for (const piece of splitWindow(window, SPAN_MS)) {
        const { records, rejections } = await readEach(open, async (market) => {
          const index = indexMarkets([market])
          const map = market.style === 'LINEAR' ? mapLinearOrder : mapInverseOrder
          return mapEach(await readOrders(client, market, piece), (row) => map(row, index))
        })
        yield {
          records: records
            .filter(({ time }) => time >= piece.from && time < piece.to)
            .sort((a, b) => a.time.getTime() - b.time.getTime()),
          rejections,
          observedAt: settings.now(),
        }
      }
    },
  }
}

const ordersSchema = z.object({ data: z.array(z.unknown()) })
const LINEAR_ROWS = 100

/** Page after page, each from the id that the one before ended with, until one brings nothing new: inverse pages have no stated size. */
async function readOrders(client: VenueClient, market: StoredMarket, window: Window): Promise<unknown[]> {
  const linear = market.style === 'LINEAR'
  const range = { start_time: window.from.getTime(), end_time: window.to.getTime() - 1, direct: 'next' }
  const orders: unknown[] = []
  const seen = new Set<string>()
  let last: bigint | undefined
  for (;;) {
    const { data } = await ask(
      client,
      `liquidation_orders ${market.venueSymbol}`,
      linear
        ? 'contractPublicGetV5MarketLiquidationOrders'
        : 'contractPublicGetSwapApiV3SwapLiquidationOrders',
      linear
        ? {
            ...range,
            contract_code: market.venueSymbol,
            limit: LINEAR_ROWS,
            ...(last === undefined ? {} : { from: last }),
          }
        : {
            ...range,
            contract: market.venueSymbol,
            trade_type: 0,
            ...(last === undefined ? {} : { from_id: last }),
          },
      ordersSchema,
    )
    let isNew = false
    for (const row of data) {
      const id = findId(row)
      if (id === undefined || !seen.has(id)) orders.push(row)
      if (id === undefined || seen.has(id)) continue
      seen.add(id)
      isNew = true
      if (last === undefined || BigInt(id) > last) last = BigInt(id)
    }
    if (!isNew || (linear && data.length < LINEAR_ROWS)) return orders
  }
}

/** undefined when a row has none that can be read: it is rejected, and no page begins after it. */
function findId(row: unknown): string | undefined {
  const { id, query_id: queryId } = (row ?? {}) as Record<string, unknown>
  const found = id ?? queryId
  const text = typeof found === 'number' || typeof found === 'string' ? String(found) : ''
  return /^\d{1,18}$/.test(text) ? text : undefined
}
