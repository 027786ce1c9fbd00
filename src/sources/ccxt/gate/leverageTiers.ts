import { z } from 'zod'
import { tiersByMarket, type LeverageTierReader } from '../leverageTiers.ts'
import { numeric } from '../mapping.ts'
import { callOf } from '../readers.ts'
import { settleOf } from './candles.ts'

const answerSchema = z.array(z.object({ name: z.string(), maintenance_rate: numeric, leverage_max: numeric }))

/**
 * Gate `contracts`: margin and leverage of the smallest positions; larger ones have tiers that are not read, since the model asks for the
 * first alone. Fractions. Dated futures are not read.
 * https://www.gate.com/docs/developers/apiv4/en/#list-all-futures-contracts
 */
export const readGateTiers: LeverageTierReader = async function* (client, markets) {
  const call = callOf(client.exchange, 'publicFuturesGetSettleContracts')
  const perpetuals = markets.filter(({ kind }) => kind === 'PERPETUAL')
  for (const settle of new Set(perpetuals.map(settleOf))) {
    const rows = await client.request(`contracts ${settle}`, () => call({ settle }), answerSchema)
    yield tiersByMarket(
      rows,
      perpetuals.filter((market) => settleOf(market) === settle),
      ({ name }) => name,
      ({ maintenance_rate, leverage_max }) => ({ maintenance: maintenance_rate, leverage: leverage_max }),
    )
  }
}
