import type { Resolvers } from '../generated/graphql.ts'
import { checkCount } from '../lib/connection.ts'
import { getHoldings, getRuns } from './store.ts'

export const qualityResolvers: Resolvers = {
  Query: { quality: async (_, __, { catalog }) => catalog() },
  Quality: {
    provenance: (catalog) => catalog.provenance ?? null,
    sources: (catalog) => [...catalog.sources.values()],
    holdings: (_, __, { database }) => getHoldings(database.pool),
    runs: (_, { first, family }, { database }) =>
      getRuns(database.prisma, checkCount(first, ['first'], 100), family ?? undefined),
  },
  EtlRun: {
    id: ({ id }) => String(id),
    source: async ({ sourceId }, _, { catalog }) => (await catalog()).sources.get(sourceId)!,
    exchange: ({ exchangeId }, _, { exchangeLoader }) =>
      exchangeId === null ? null : exchangeLoader.load(exchangeId),
    window: ({ from, to }) => (from && to ? { from, to } : null),
  },
}
