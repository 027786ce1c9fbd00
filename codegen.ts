import fs from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'

/** Folders of the page that ask something: each has its documents in .graphql files, and gets one file of typed documents. */
const PAGE_DOCUMENTS = ['src/page/parts', ...viewsOfPage()]

function viewsOfPage(): string[] {
  return fs
    .readdirSync('src/page/views')
    .map((name) => `src/page/views/${name}`)
    .filter((dir) => fs.readdirSync(dir).some((file) => file.endsWith('.graphql')))
}

/** Documents as text with the types of their answers and variables; a file for each folder, so that a view loads its own alone. */
const typedDocuments: CodegenConfig['generates'] = Object.fromEntries(
  PAGE_DOCUMENTS.map((dir) => [
    `src/page/generated/${dir.split('/').at(-1)!}.ts`,
    {
      documents: `${dir}/*.graphql`,
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', Decimal: 'string', JSONObject: 'Record<string, unknown>' },
        maybeValue: 'T | null',
        dedupeFragments: true,
        skipTypename: true,
      },
    },
  ]),
)

/** Types of resolvers from the SDL and of the page's documents: `npm run codegen`. The result is committed; CI checks that it is up to date. */
const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  generates: {
    ...typedDocuments,
    'src/generated/graphql.ts': {
      plugins: [
        {
          add: {
            content:
              "import type { OpenInterestGroup as OpenInterestGroupOf } from '../openInterest/breakdown.ts'",
          },
        },
        'typescript',
        'typescript-resolvers',
      ],
      config: {
        contextType: '../server/context.ts#Context',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          DateTime: { input: 'Date', output: 'Date | number' },
          Decimal: { input: 'string', output: 'string' },
          JSONObject: 'Readonly<Record<string, unknown>>',
        },
        defaultScalarType: 'unknown',
        // A resolver may return null where the SDL does; undefined is never meant.
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
        resolversNonOptionalTypename: false,
        mappers: {
          Exchange: '../markets/store.ts#ExchangeRow',
          Sector: '../markets/store.ts#SectorRow',
          Asset: '../markets/store.ts#AssetRow',
          Market: '../markets/store.ts#MarketRow',
          Source: '../markets/store.ts#DimensionSource',
          Meta: '../quality/meta.ts#Meta as MetaRow',
          Notice: '../quality/meta.ts#Notice as NoticeRow',
          Methodology: '../measures/methodology.ts#Methodology as MethodologyRow',
          TimeSeries: '../measures/timeSeries.ts#TimeSeries as TimeSeriesRow',
          GroupKey: '../markets/groups.ts#GroupKey as GroupKeyRow',
          Explanation: '../measures/explain.ts#Explanation as ExplanationRow',
          ExplainRow: '../measures/explain.ts#ExplainRow as ExplainRowRow',
          Basket: '../markets/basketStore.ts#BasketRow',
          Quality: '../markets/catalog.ts#Catalog',
          EtlRun: '../generated/prisma/models.ts#EtlRunModel',
          Feed: '../quality/feeds.ts#FeedRow',
          FeedCoverage: '../quality/feeds.ts#FeedCoverage as FeedCoverageRow',
          Claim: '../quality/claimStore.ts#ClaimRow',
          QuarantinedReading: '../quality/quarantineStore.ts#QuarantinedReading as QuarantinedReadingRow',
          ApiKey: '../access/record.ts#ApiKeyRow',
          Webhook: '../webhooks/record.ts#WebhookRow',
          WebhookDelivery: '../webhooks/record.ts#DeliveryRow',
          WebhookAttempt: '../webhooks/record.ts#Attempt',
          Liquidations: '../liquidations/resolvers.ts#LiquidationAnswer',
          LiquidationColumns: '../liquidations/resolvers.ts#LiquidationColumns as LiquidationColumnsRow',
          LiquidationPoint: '../liquidations/resolvers.ts#LiquidationPoint as LiquidationPointRow',
          LiquidationOrder: '../liquidations/store.ts#LiquidationOrder as LiquidationOrderRow',
          LiquidationGroup: '../liquidations/breakdown.ts#LiquidationGroup as LiquidationGroupRow',
          LiquidationGroupSeries:
            '../liquidations/timeSeries.ts#LiquidationGroupSeries as LiquidationGroupSeriesRow',
          RollingLiquidations: '../liquidations/breakdown.ts#RollingLiquidations as RollingLiquidationsRow',
          LiquidationConcentration:
            '{ top: number; assets: { assetId: number; total: LiquidationTotal; share: string | null }[]; topUsd: string; topShare: string; altcoinUsd: string; altcoinShare: string; largestOrderShare: string | null; herfindahl: string }',
          LiquidationSeries: '{ interval: Interval; columns: LiquidationColumnsRow }',
          ExchangeCompleteness:
            '{ exchangeId: number; completeness: Completeness; reason: string; url: string | null }',
          ExchangeCoverage: '../liquidations/resolvers.ts#ExchangeCoverageRow',
          ExchangeLiquidations:
            '{ exchangeId: number; total: LiquidationTotal | null; share: string | null; completeness: Completeness }',
          AssetLiquidations: '{ assetId: number; total: LiquidationTotal; share: string | null }',
          SectorLiquidations: '{ sectorId: number | null; total: LiquidationTotal; share: string | null }',
          OpenInterest: '../openInterest/resolvers.ts#OpenInterestAnswer',
          OpenInterestColumns: '../openInterest/series.ts#OpenInterestColumns as OpenInterestColumnsRow',
          OpenInterestSeries: '{ interval: Interval; columns: OpenInterestColumnsRow }',
          OpenInterestCandles: '../openInterest/candles.ts#Candles',
          OpenInterestGroup: '../openInterest/breakdown.ts#OpenInterestGroup as OpenInterestGroupRow',
          OpenInterestGroupSeries:
            '../openInterest/timeSeries.ts#OpenInterestGroupSeries as OpenInterestGroupSeriesRow',
          Leverage: '../leverage/resolvers.ts#LeverageAnswer',
          LeverageRow: '../leverage/rows.ts#LeverageRow as LeverageRowRow',
          LeverageGroupSeries: '../leverage/series.ts#LeverageGroupSeries as LeverageGroupSeriesRow',
          EstimatedLeverage: '../leverage/reserves.ts#EstimatedLeverage as EstimatedLeverageRow',
          ExchangeOpenInterest: '{ exchangeId: number } & Omit<OpenInterestGroupOf, "key">',
          AssetOpenInterest: '{ assetId: number } & Omit<OpenInterestGroupOf, "key">',
          Funding: '../funding/resolvers.ts#FundingAnswer',
          CurrentFundings: '../funding/resolvers.ts#CurrentFundings as CurrentFundingsRow',
          CurrentFunding: '../funding/resolvers.ts#CurrentFundingRow',
          LongShort: '../longShort/resolvers.ts#LongShortAnswer',
          MarketLongShort: '../longShort/resolvers.ts#MarketLongShortRow',
          Basis: '../basis/resolvers.ts#BasisAnswer',
          MarketBasis: '../basis/resolvers.ts#MarketBasisRow',
          MarketCap: '../marketCap/marketCap.ts#MarketCapAnswer',
          MarketCapGroupSeries: '../marketCap/series.ts#MarketCapGroupSeries as MarketCapGroupSeriesRow',
          GroupReturns: '../marketCap/returns.ts#GroupReturns as GroupReturnsRow',
          MemberReturn: '../marketCap/returns.ts#MemberReturn as MemberReturnRow',
          Volume: '../volume/resolvers.ts#VolumeAnswer',
          VolumeGroupSeries: '../volume/resolvers.ts#VolumeGroupSeries as VolumeGroupSeriesRow',
          Episode: '../episodes/answer.ts#EpisodeAnswer',
          Stress: '../episodes/stress.ts#StressAnswer',
          AssetStress: '../episodes/stress.ts#AssetStress as AssetStressModel',
          StressReplay: '../episodes/stress.ts#StressReplay as StressReplayRow',
          EpisodeChange: '../episodes/store.ts#EpisodeChangeRow',
          Detection: '../episodes/store.ts#DetectionRow',
          EpisodeClaim: '../episodes/claims.ts#EpisodeClaim as EpisodeClaimRow',
          EpisodeComparison: '../episodes/compare.ts#Comparison',
          EpisodeMetricRow: '../episodes/compare.ts#MetricRow',
          EpisodeMetricValue: '../episodes/compare.ts#MetricValue',
          MomentAnalogs: '../episodes/similar.ts#MomentAnalogs as MomentAnalogsRow',
          EpisodeAnalogs: '../episodes/similar.ts#Analogs',
          EpisodeAnalog: '{ episode: EpisodeAnswer; distance: number; features: readonly FeatureDistance[] }',
          ReportSection: '../episodes/report.ts#ReportSection as ReportSectionRow',
          ReturnSpread: '../episodes/similar.ts#ReturnSpread as ReturnSpreadRow',
          BaseRates: '../episodes/similar.ts#BaseRates as BaseRatesRow',
          EpisodeSeries:
            '{ episode: EpisodeAnswer; level: readonly (string | null)[]; index: readonly (string | null)[] }',
          OrderBook: '../orderBook/resolvers.ts#OrderBookAnswer',
          OrderBookGroupSeries: '../orderBook/resolvers.ts#OrderBookGroupSeries as OrderBookGroupSeriesRow',
          MarketBook: '../orderBook/store.ts#StoredBook',
          Slippage: '../orderBook/resolvers.ts#SlippageRow',
          SupportLevel: '../orderBook/support.ts#SupportLevel as SupportLevelRow',
          Reserves: '../reserves/resolvers.ts#ReservesAnswer',
          HolderReserve: '../reserves/resolvers.ts#ReserveRow',
          FundFlows: '../reserves/resolvers.ts#FundFlowsAnswer',
          Dominance: '../marketCap/resolvers.ts#DominanceAnswer',
          AssetDominance: '../marketCap/resolvers.ts#AssetDominanceRow',
          SectorDominance: '../marketCap/resolvers.ts#SectorDominanceRow',
          Attribution: '../marketCap/resolvers.ts#AttributionAnswer',
          AssetContribution: '../marketCap/resolvers.ts#AssetContributionRow',
          SectorContribution: '../marketCap/resolvers.ts#SectorContributionRow',
        },
      },
    },
  },
}

export default config
