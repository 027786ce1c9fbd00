import type { AddressInfo } from 'node:net'
import { DEFAULT_ACCESS } from '../../src/access/gate.ts'
import type { StoredMarket } from '../../src/markets/record.ts'
import { createApi, type Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { linearMarket, loadLiquidations, loadMarkets, order, span } from '../support/fixtures.ts'

export interface ClientServer {
  /** http://127.0.0.1:PORT */
  readonly origin: string
  readonly url: string
  readonly api: Api
  readonly database: TestDatabase
  /** Commits a forced order of this moment, which subscribers are told. */
  readonly force: (notionalUsd: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** USD of the orders of 22 September 2025, largest first: 25 of them, three pages of ten. */
export const ORDERS_USD = Array.from({ length: 25 }, (_, at) => String((25 - at) * 1_000))

/** A listening server with a small known store. Every third order forced out a short; two markets, one venue. */
export async function startClientServer(): Promise<ClientServer> {
  const database = await createEmptyDatabase()
  const markets = await loadMarkets(
    database,
    ['BTC', 'ETH', 'SOL'].map((code) => linearMarket('bybit', code)),
  )
  const marketOf = (code: string) => markets.find(({ baseCode }) => baseCode === code) as StoredMarket
  await loadLiquidations(
    database,
    'bybit',
    span('22T00:00', '23T00:00'),
    ORDERS_USD.map((usd, at) =>
      order(
        marketOf(at % 2 ? 'ETH' : 'BTC'),
        `22T06:${String(at).padStart(2, '0')}`,
        at % 3 ? 'LONG' : 'SHORT',
        usd,
      ),
    ),
  )
  const api = await createApi(database, { access: DEFAULT_ACCESS })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
  const force = async (notionalUsd: string) => {
    const time = new Date()
    const window = { from: new Date(time.getTime() - 1_000), to: new Date(time.getTime() + 1_000) }
    const record = order(marketOf('BTC'), '22T00:00', 'LONG', notionalUsd, { time })
    await loadLiquidations(database, 'bybit', window, [record], { receivedAt: time })
  }
  return {
    origin,
    url: `${origin}/graphql`,
    api,
    database,
    force,
    close: async () => {
      await api.close()
      await database.close()
    },
  }
}
