import { z } from 'zod'
import type { LeverageTierRecord } from '../../../leverageTiers/record.ts'
import { tiersByMarket, type LeverageTierReader } from '../leverageTiers.ts'
import { numeric, type Mapped } from '../mapping.ts'
import { callOf } from '../readers.ts'

const answerSchema = z.object({
  result: z.object({
    list: z.array(
      z.object({
        symbol: z.string(),
        maintenanceMargin: numeric,
        initialMargin: numeric,
        maxLeverage: numeric,
      }),
    ),
    nextPageCursor: z.string().nullish(),
  }),
})

/** More pages than this the venue does not have: a cursor that goes on for ever is a fault. */
const MOST_PAGES = 200

/**
 * Bybit `risk-limit`, page by page: some fifteen markets each. Margins are fractions on linear markets and have been printed in percent on
 * inverse ones. ccxt's fetchLeverageTiers asks the same of linear markets alone.
 * https://bybit-exchange.github.io/docs/v5/market/risk-limit
 */
export const readBybitTiers: LeverageTierReader = async function* (client, markets) {
  const call = callOf(client.exchange, 'publicGetV5MarketRiskLimit')
  for (const category of ['linear', 'inverse'] as const) {
    const own = markets.filter(({ style }) => (style === 'INVERSE') === (category === 'inverse'))
    if (own.length === 0) continue
    const rows: z.infer<typeof answerSchema>['result']['list'] = []
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const { result } = await client.request(
        `risk-limit ${category}`,
        () => call({ category, ...(cursor && { cursor }) }),
        answerSchema,
      )
      rows.push(...result.list)
      // A page may begin within the tiers of a market: all of them are joined first.
      if (!result.nextPageCursor || result.nextPageCursor === cursor) break
      cursor = result.nextPageCursor
    }
    const mapped: Mapped<LeverageTierRecord> = tiersByMarket(
      rows,
      own,
      ({ symbol }) => symbol,
      ({ maintenanceMargin, initialMargin, maxLeverage }) => ({
        maintenance: maintenanceMargin,
        initial: initialMargin,
        leverage: maxLeverage,
      }),
    )
    yield mapped
  }
}
