import { z } from 'zod'
import { tiersOf, type LeverageTierReader } from '../leverageTiers.ts'
import { mapEach, numeric } from '../mapping.ts'
import { batchesOf, callOf, readEach } from '../readers.ts'

const answerSchema = z.object({
  data: z.array(z.object({ mmr: numeric, imr: numeric, maxLever: numeric })),
})

/** What one request names: perpetuals and futures of one underlying have tiers of their own. */
const MARKETS_A_BATCH = 20

/**
 * OKX `position-tiers` of cross margin, a request for each market: `mmr` is a fraction.
 * https://www.okx.com/docs-v5/en/#public-data-rest-api-get-position-tiers
 */
export const readOkxTiers: LeverageTierReader = async function* (client, markets) {
  const call = callOf(client.exchange, 'publicGetPublicPositionTiers')
  for (const batch of batchesOf(markets, MARKETS_A_BATCH))
    yield await readEach(batch, async (market) => {
      const instType = market.kind === 'PERPETUAL' ? 'SWAP' : 'FUTURES'
      // BTC-USDT of BTC-USDT-SWAP and of BTC-USDT-261225.
      const instFamily = market.venueSymbol.split('-').slice(0, 2).join('-')
      const { data } = await client.request(
        `position-tiers ${market.venueSymbol}`,
        () => call({ instType, tdMode: 'cross', instFamily }),
        answerSchema,
      )
      return mapEach(
        [data],
        (rows) =>
          tiersOf(
            market,
            rows.map(({ mmr, imr, maxLever }) => ({ maintenance: mmr, initial: imr, leverage: maxLever })),
          ),
        (rows) => ({ symbol: market.venueSymbol, tiers: rows.slice(0, 5) }),
      )
    })
}
