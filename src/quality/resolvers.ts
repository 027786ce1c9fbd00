import type { Resolvers } from '../generated/graphql.ts'
import { checkCount } from '../lib/connection.ts'
import { checkWindow } from '../lib/buckets.ts'
import { InputError } from '../lib/errors.ts'
import { DAY_MS } from '../lib/time.ts'
import { exchangeOf } from '../markets/catalog.ts'
import { getClaims } from './claimStore.ts'
import { getFeedCoverage, getFeeds, getGaps } from './feeds.ts'
import { getQuarantined } from './quarantineStore.ts'
import { getHoldings, getRuns } from './store.ts'

export const qualityResolvers: Resolvers = {
  Query: { quality: async (_, __, { catalog }) => catalog() },
  Quality: {
    provenance: (catalog) => catalog.provenance ?? null,
    sources: (catalog) => [...catalog.sources.values()],
    holdings: (_, __, { database }) => getHoldings(database.pool),
    runs: (_, { first, family }, { database }) =>
      getRuns(database.prisma, checkCount(first, ['first'], 100), family ?? undefined),

    feeds: async (catalog, { family, exchanges }, { database }) => {
      for (const [at, code] of (exchanges ?? []).entries()) exchangeOf(catalog, code, ['exchanges', at])
      const feeds = await getFeeds(database.pool)
      return feeds.filter(
        (feed) => (!family || feed.family === family) && (!exchanges || exchanges.includes(feed.scope)),
      )
    },
    claims: (_, { measure, asset, window, first }, { database }) =>
      getClaims(
        database.pool,
        {
          ...(measure == null ? {} : { measure }),
          ...(asset == null ? {} : { assetCode: asset }),
          ...(window == null ? {} : { window: checkWindow(window, ['window']) }),
        },
        checkCount(first, ['first'], 100),
      ),
    quarantine: (_, { status, first }, { database }) =>
      getQuarantined(database.pool, status ?? undefined, checkCount(first, ['first'], 100)),
  },
  Feed: {
    exchange: ({ exchangeId }, _, { exchangeLoader }) =>
      exchangeId === null ? null : exchangeLoader.load(exchangeId),
    source: async ({ sourceId }, _, { catalog }) => (await catalog()).sources.get(sourceId)!,
    lag: ({ lagMs }) => lagMs,
    gaps: (feed, { since: asked, until: askedEnd, first }, context) => {
      const now = context.now()
      const until = askedEnd ?? now
      const since = asked ?? new Date(until.getTime() - 7 * DAY_MS)
      if (askedEnd && since >= until)
        throw new InputError('The window is empty.', {
          reason: 'WINDOW_EMPTY',
          argument: ['until'],
          accepted: 'a moment after `since`',
        })
      return getGaps(context.database.pool, feed, { since, until, now }, checkCount(first, ['first'], 100))
    },
    coverage: (feed, { window }, { database, now }) =>
      getFeedCoverage(database.pool, feed, checkWindow(window, ['window']), now()),
  },
  Claim: {
    asset: ({ assetCode }) => assetCode,
    exchange: ({ exchangeCode }) => exchangeCode,
    window: ({ from, to }) => (from && to ? { from, to } : null),
  },
  QuarantinedReading: {
    market: ({ marketId }, _, { marketLoader }) => marketLoader.load(marketId),
    baseQuantity: ({ row }) => row.baseQuantity!,
    markPrice: ({ row }) => row.markPrice!,
  },
  EtlRun: {
    id: ({ id }) => String(id),
    source: async ({ sourceId }, _, { catalog }) => (await catalog()).sources.get(sourceId)!,
    exchange: ({ exchangeId }, _, { exchangeLoader }) =>
      exchangeId === null ? null : exchangeLoader.load(exchangeId),
    window: ({ from, to }) => (from && to ? { from, to } : null),
  },
}
