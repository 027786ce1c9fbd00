import type { Resolvers } from '../generated/graphql.ts'
import type { EpisodeAnswer } from '../episodes/answer.ts'
import { findEpisode } from '../episodes/resolvers.ts'
import { InputError } from '../lib/errors.ts'
import { decodeAny, isMoment } from '../lib/ids.ts'
import type { LiquidationOrder } from '../liquidations/store.ts'
import type { BasketRow } from '../markets/basketStore.ts'
import { findCatalogMarket } from '../markets/catalog.ts'
import type { AssetRow, ExchangeRow, MarketRow, SectorRow } from '../markets/store.ts'
import { WEBHOOK_ID, type WebhookRow } from '../webhooks/record.ts'
import { findOwnWebhook } from '../webhooks/resolvers.ts'
import type { Context } from './context.ts'

/** Any object with a global id, with the name of its type. */
export type NodeRow = { __typename: string } & (
  ExchangeRow | SectorRow | AssetRow | MarketRow | LiquidationOrder | BasketRow | EpisodeAnswer | WebhookRow
)

/** The object of a global id; null when the store has none. Throws InputError MALFORMED_ID. */
export async function nodeOf(
  id: string,
  context: Context,
  argument: readonly (string | number)[],
): Promise<NodeRow | null> {
  const malformed = () =>
    new InputError('This is not an id that this API returned.', {
      reason: 'MALFORMED_ID',
      argument,
      accepted: 'an `id` as this API returned it',
    })
  if (id.startsWith(WEBHOOK_ID)) {
    const found = await findOwnWebhook(context, id)
    return found ? { __typename: 'Webhook', ...found } : null
  }
  const [kind, ...parts] = decodeAny(id) ?? []
  const [code, symbol, sourceCode] = parts
  if (typeof code !== 'string') throw malformed()
  const catalog = await context.catalog()
  switch (kind) {
    case 'Exchange': {
      const found = catalog.exchangesByCode.get(code)
      return found ? { __typename: kind, ...(await context.exchangeLoader.load(found.id)) } : null
    }
    case 'Basket': {
      const found = catalog.baskets.get(code)
      return found ? { __typename: kind, ...found } : null
    }
    case 'Episode': {
      const found = await findEpisode(context, code)
      return found ? Object.assign(found, { __typename: kind }) : null
    }
    case 'Sector': {
      const found = catalog.sectorsByCode.get(code)
      return found ? { __typename: kind, ...(await context.sectorLoader.load(found.id)) } : null
    }
    case 'Asset': {
      const found = catalog.assetsByCode.get(code)
      return found ? { __typename: kind, ...(await context.assetLoader.load(found.id)) } : null
    }
    case 'Market': {
      if (typeof symbol !== 'string') throw malformed()
      const found = findCatalogMarket(catalog, code, symbol)
      return found ? { __typename: kind, ...(await context.marketLoader.load(found.id)) } : null
    }
    case 'LiquidationOrder': {
      const [, , , time, orderKey] = parts
      if (typeof symbol !== 'string' || typeof sourceCode !== 'string') throw malformed()
      if (!isMoment(time) || typeof orderKey !== 'string') throw malformed()
      const market = findCatalogMarket(catalog, code, symbol)
      const source = [...catalog.sources.values()].find((row) => row.code === sourceCode)
      if (!market || !source) return null
      const key = { marketId: market.id, time: new Date(time), sourceId: source.id, orderKey }
      const found = await context.liquidationOrderLoader.load(key)
      return found ? { __typename: kind, ...found } : null
    }
    default:
      throw malformed()
  }
}

/** The one place that knows every kind of object with a global id. */
export const nodeResolvers: Resolvers = {
  Query: {
    node: (_, { id }, context) => nodeOf(id, context, ['id']),
    nodes: (_, { ids }, context) => {
      if (ids.length > 100)
        throw new InputError(`\`ids\` has ${ids.length} ids.`, {
          reason: 'OUT_OF_RANGE',
          argument: ['ids'],
          accepted: '100 ids at most',
        })
      return Promise.all(ids.map((id, at) => nodeOf(id, context, ['ids', at])))
    },
  },
  Node: { __resolveType: (row) => (row as unknown as NodeRow).__typename as 'Exchange' },
}
