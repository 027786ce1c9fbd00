import { requireScope } from '../access/resolvers.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkCount } from '../lib/connection.ts'
import { InputError } from '../lib/errors.ts'
import { encodeOpaque } from '../lib/ids.ts'
import { createBasket } from '../markets/baskets.ts'
import { deleteBasket } from '../markets/basketStore.ts'
import { largestFirst } from './explain.ts'
import { METHODOLOGIES } from './registry.ts'

/** What every domain's answers share: series, groups, explanations, rules, and the baskets that they are computed on. */
export const measureResolvers: Resolvers = {
  Query: {
    methodologies: () => [...METHODOLOGIES],
    methodology: (_, { id }) => METHODOLOGIES.find((method) => method.id === id) ?? null,
    baskets: async (_, __, { catalog }) => [...(await catalog()).baskets.values()],
    basket: async (_, { code }, { catalog }) => (await catalog()).baskets.get(code) ?? null,
  },
  Mutation: {
    basketCreate: async (_, { input }, context) => {
      requireScope(context, 'WRITE')
      const basket = await createBasket(context.writer, await context.catalog(), input, context.now())
      context.forgetCatalog()
      return { basket }
    },
    basketDelete: async (_, { code }, context) => {
      requireScope(context, 'ADMIN')
      if (!(await deleteBasket(context.writer, code)))
        throw new InputError(`There is no basket ${JSON.stringify(code)}.`, {
          reason: 'UNKNOWN_BASKET',
          argument: ['code'],
          accepted: 'a code of `baskets`',
        })
      context.forgetCatalog()
      return { code }
    },
  },
  Basket: {
    id: ({ code }) => encodeOpaque('Basket', [code]),
    exchanges: async ({ exchanges }, _, { catalog, exchangeLoader }) => {
      const { exchangesByCode } = await catalog()
      return Promise.all(exchanges.map((code) => exchangeLoader.load(exchangesByCode.get(code)!.id)))
    },
  },
  Methodology: { source: ({ source }) => source ?? null, limits: ({ limits }) => [...limits] },
  Meta: {
    windowStart: ({ window }) => window.from,
    windowEnd: ({ window }) => window.to,
    sources: ({ sources }) => [...sources],
    // Compiled documents wait for what a resolver returns, not for what a property holds.
    coverage: ({ coverage }) => coverage,
    completeness: ({ completeness }) => completeness,
    methodology: ({ methodology }) => [...methodology],
    notices: async ({ notices }) => [...(await notices)],
    warnings: async ({ notices }) => (await notices).map(({ message }) => message),
  },
  TimeSeries: {
    transforms: ({ transforms }) => [...transforms],
    points: ({ start, value }) => start.map((at, index) => ({ start: at, value: value[index]! })),
    columns: ({ start, value }) => ({ start: [...start], value: [...value] }),
  },
  GroupKey: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) =>
      exchangeId === undefined ? null : exchangeLoader.load(exchangeId),
    asset: ({ assetId }, _, { assetLoader }) => (assetId === undefined ? null : assetLoader.load(assetId)),
    sector: ({ sectorId }, _, { sectorLoader }) => (sectorId == null ? null : sectorLoader.load(sectorId)),
    tier: ({ tier }) => tier ?? null,
    kind: ({ kind }) => kind ?? null,
    margin: ({ margin }) => margin ?? null,
    size: ({ size }) => size ?? null,
  },
  Explanation: {
    rows: ({ rows }, { first }) => largestFirst(rows).slice(0, checkCount(first, ['first'], 10_000)),
    rowCount: ({ rows }) => rows.length,
  },
  ExplainRow: {
    exchange: async ({ exchangeId, marketId }, _, { exchangeLoader, marketLoader }) => {
      if (exchangeId !== undefined) return exchangeLoader.load(exchangeId)
      if (marketId === undefined) return null
      return exchangeLoader.load((await marketLoader.load(marketId)).exchangeId)
    },
    market: ({ marketId }, _, { marketLoader }) =>
      marketId === undefined ? null : marketLoader.load(marketId),
    asset: async ({ assetId, marketId }, _, { assetLoader, marketLoader }) => {
      if (assetId !== undefined) return assetLoader.load(assetId)
      if (marketId === undefined) return null
      return assetLoader.load((await marketLoader.load(marketId)).baseAssetId)
    },
    weight: ({ weight }) => weight ?? null,
    source: async ({ sourceId }, _, { catalog }) =>
      sourceId === undefined ? null : ((await catalog()).sources.get(sourceId) ?? null),
    readAt: ({ readAt }) => readAt ?? null,
    note: ({ note }) => note ?? null,
  },
}
