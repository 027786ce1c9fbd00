import type { OpenInterestGroup as OpenInterestGroupOf } from '../openInterest/breakdown.ts'
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ExchangeRow, SectorRow, AssetRow, MarketRow, DimensionSource } from '../markets/store.ts';
import type { Meta as MetaRow, Notice as NoticeRow } from '../quality/meta.ts';
import type { Methodology as MethodologyRow } from '../measures/methodology.ts';
import type { TimeSeries as TimeSeriesRow } from '../measures/timeSeries.ts';
import type { GroupKey as GroupKeyRow } from '../markets/groups.ts';
import type { Explanation as ExplanationRow, ExplainRow as ExplainRowRow } from '../measures/explain.ts';
import type { BasketRow } from '../markets/basketStore.ts';
import type { Catalog } from '../markets/catalog.ts';
import type { EtlRunModel } from '../generated/prisma/models.ts';
import type { FeedRow, FeedCoverage as FeedCoverageRow } from '../quality/feeds.ts';
import type { ClaimRow } from '../quality/claimStore.ts';
import type { QuarantinedReading as QuarantinedReadingRow } from '../quality/quarantineStore.ts';
import type { ApiKeyRow } from '../access/record.ts';
import type { WebhookRow, DeliveryRow, Attempt } from '../webhooks/record.ts';
import type { LiquidationAnswer, LiquidationColumns as LiquidationColumnsRow, LiquidationPoint as LiquidationPointRow, ExchangeCoverageRow } from '../liquidations/resolvers.ts';
import type { LiquidationOrder as LiquidationOrderRow } from '../liquidations/store.ts';
import type { LiquidationGroup as LiquidationGroupRow, RollingLiquidations as RollingLiquidationsRow } from '../liquidations/breakdown.ts';
import type { LiquidationGroupSeries as LiquidationGroupSeriesRow } from '../liquidations/timeSeries.ts';
import type { OpenInterestAnswer } from '../openInterest/resolvers.ts';
import type { OpenInterestColumns as OpenInterestColumnsRow } from '../openInterest/series.ts';
import type { Candles } from '../openInterest/candles.ts';
import type { OpenInterestGroup as OpenInterestGroupRow } from '../openInterest/breakdown.ts';
import type { OpenInterestGroupSeries as OpenInterestGroupSeriesRow } from '../openInterest/timeSeries.ts';
import type { LeverageAnswer } from '../leverage/resolvers.ts';
import type { LeverageRow as LeverageRowRow } from '../leverage/rows.ts';
import type { LeverageGroupSeries as LeverageGroupSeriesRow } from '../leverage/series.ts';
import type { EstimatedLeverage as EstimatedLeverageRow } from '../leverage/reserves.ts';
import type { FundingAnswer, CurrentFundings as CurrentFundingsRow, CurrentFundingRow } from '../funding/resolvers.ts';
import type { LongShortAnswer, MarketLongShortRow } from '../longShort/resolvers.ts';
import type { BasisAnswer, MarketBasisRow } from '../basis/resolvers.ts';
import type { MarketCapAnswer } from '../marketCap/marketCap.ts';
import type { MarketCapGroupSeries as MarketCapGroupSeriesRow } from '../marketCap/series.ts';
import type { GroupReturns as GroupReturnsRow, MemberReturn as MemberReturnRow } from '../marketCap/returns.ts';
import type { VolumeAnswer, VolumeGroupSeries as VolumeGroupSeriesRow } from '../volume/resolvers.ts';
import type { EpisodeAnswer } from '../episodes/answer.ts';
import type { StressAnswer, AssetStress as AssetStressModel, StressReplay as StressReplayRow } from '../episodes/stress.ts';
import type { EpisodeChangeRow, DetectionRow } from '../episodes/store.ts';
import type { EpisodeClaim as EpisodeClaimRow } from '../episodes/claims.ts';
import type { Comparison, MetricRow, MetricValue } from '../episodes/compare.ts';
import type { MomentAnalogs as MomentAnalogsRow, Analogs, ReturnSpread as ReturnSpreadRow, BaseRates as BaseRatesRow } from '../episodes/similar.ts';
import type { ReportSection as ReportSectionRow } from '../episodes/report.ts';
import type { OrderBookAnswer, OrderBookGroupSeries as OrderBookGroupSeriesRow, SlippageRow } from '../orderBook/resolvers.ts';
import type { StoredBook } from '../orderBook/store.ts';
import type { SupportLevel as SupportLevelRow } from '../orderBook/support.ts';
import type { ReservesAnswer, ReserveRow, FundFlowsAnswer } from '../reserves/resolvers.ts';
import type { DominanceAnswer, AssetDominanceRow, SectorDominanceRow, AttributionAnswer, AssetContributionRow, SectorContributionRow } from '../marketCap/resolvers.ts';
import type { Context } from '../server/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * A moment in UTC as RFC 3339 text, e.g. "2025-09-22T00:00:00Z", to the millisecond. Input must carry "Z" or an offset, or is told from the
   * server's clock, down to a whole minute: "now", "-90m", "-24h", "-7d", "-4w", and down to a whole hour or day with "/h" or "/d", as "-7d/d".
   * Output is always in UTC.
   */
  DateTime: { input: Date; output: Date | number; }
  /**
   * An exact decimal number as text, e.g. "1680000000.5": no exponent, no trailing zeros, never a float. Parse it with a
   * decimal library; `parseFloat` loses digits.
   */
  Decimal: { input: string; output: string; }
  /** Any JSON object. */
  JSONObject: { input: Readonly<Record<string, unknown>>; output: Readonly<Record<string, unknown>>; }
};

/** A partner's key, without what opens the door. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** When it was made, our clock. */
  createdAt: Scalars['DateTime']['output'];
  /** From then on it opens nothing; null: never. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Part of the key: it begins with unwind_<id>_. */
  id: Scalars['ID']['output'];
  /** The last minute in which it was used; null: never. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name for people. */
  name: Scalars['String']['output'];
  /** The key that it took the place of; null: none. */
  replaces?: Maybe<Scalars['ID']['output']>;
  /** When it was revoked; null: it was not. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it may do. */
  scopes: Array<ApiScope>;
  /** Units a minute; null: what the server gives to every key. */
  unitsPerMinute?: Maybe<Scalars['Int']['output']>;
};

/** A key to make. */
export type ApiKeyCreateInput = {
  /** From then on it opens nothing; never when left out. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name for people, 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** What it may do, each once. */
  scopes?: Array<ApiScope>;
  /** Units a minute, 1 to 100,000,000; what the server gives to every key when left out. */
  unitsPerMinute?: InputMaybe<Scalars['Int']['input']>;
};

/** A key that was made. The key itself is told this once: what is kept is a hash. */
export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  /** What is kept. */
  apiKey: ApiKey;
  /** What the partner sends as `Authorization: Bearer …`. */
  key: Scalars['String']['output'];
};

/** A key that was revoked. */
export type ApiKeyRevokePayload = {
  __typename?: 'ApiKeyRevokePayload';
  /** What is kept. */
  apiKey: ApiKey;
};

/** What a key may do. */
export type ApiScope =
  /** Keys. */
  | 'ADMIN'
  /** Any document, also where the server runs those of its list alone (TRUSTED_DOCUMENTS_ONLY). */
  | 'EXPLORE'
  /** Queries and subscriptions. */
  | 'READ'
  /** Webhooks of its own. */
  | 'WEBHOOKS'
  /** What is shared by all callers, as baskets. */
  | 'WRITE';

/** One step that was made of a series. */
export type AppliedTransform = {
  __typename?: 'AppliedTransform';
  /** Buckets that it looks back to; 0 for CUMULATIVE. */
  buckets: Scalars['Int']['output'];
  /** What was made. */
  kind: TransformKind;
  /** Known values that a trailing window needs; 0 where there is none. */
  minKnown: Scalars['Int']['output'];
};

/** A coin or token. */
export type Asset = Node & {
  __typename?: 'Asset';
  /** Ticker in capitals, e.g. "BTC". A smaller coin whose ticker was taken is "TICKER~coingecko-id". */
  code: Scalars['String']['output'];
  /** CoinGecko's id, e.g. "bitcoin"; null when no market-cap source has named the coin. */
  coingeckoId?: Maybe<Scalars['String']['output']>;
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** Derivatives markets on it, by exchange and symbol. */
  markets: MarketConnection;
  /** Name for people. */
  name: Scalars['String']['output'];
  /** The one sector it counts in; null when none is known. */
  sector?: Maybe<Sector>;
};


/** A coin or token. */
export type AssetMarketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of assets. */
export type AssetConnection = {
  __typename?: 'AssetConnection';
  /** The rows with their cursors. */
  edges: Array<AssetEdge>;
  /** The rows. */
  nodes: Array<Asset>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One asset's part of a change. */
export type AssetContribution = {
  __typename?: 'AssetContribution';
  /** The asset; null for the remainder of coins that are not held at both ends. */
  asset?: Maybe<Asset>;
  /** What the row stands for. */
  kind: BreakdownKind;
  /** Its part. */
  part: Contribution;
};

/** One asset's part of the whole market. */
export type AssetDominance = {
  __typename?: 'AssetDominance';
  /** The asset; null for the remainder of coins that are not held. */
  asset?: Maybe<Asset>;
  /** Market cap, USD. */
  capUsd: Scalars['Decimal']['output'];
  /** capUsd / total, 0 to 1, 12 decimals. All rows sum to exactly 1. */
  dominance: Scalars['Decimal']['output'];
  /** What the row stands for. */
  kind: BreakdownKind;
  /** Price of one coin, USD; null for the remainder. */
  priceUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Time of the reading by the source's clock. */
  readAt: Scalars['DateTime']['output'];
};

/** An asset and its cursor. */
export type AssetEdge = {
  __typename?: 'AssetEdge';
  /** Opaque, stable while the row exists. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Asset;
};

/** Which assets to list. Conditions are joined by AND. */
export type AssetFilter = {
  /** Only these codes, e.g. ["BTC", "ETH"]. */
  codes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** The forced orders on one asset. */
export type AssetLiquidations = {
  __typename?: 'AssetLiquidations';
  /** The base asset. */
  asset: Asset;
  /** total.usd / the answer's total.usd, 0 to 1; null when that is 0. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
  /** Its sums. */
  total: LiquidationTotal;
};

/** Open interest on one asset. */
export type AssetOpenInterest = {
  __typename?: 'AssetOpenInterest';
  /** The base asset. */
  asset: Asset;
  /** From the window's begin to its end; null when no market has a reading at both ends. */
  change?: Maybe<OpenInterestChange>;
  /** At the window's end. */
  now: OpenInterestReading;
  /** now.knownUsd / the answer's now.knownUsd, 0 to 1; null when that is 0 or not known. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
};

/** One asset under a shock. */
export type AssetStress = {
  __typename?: 'AssetStress';
  /** move / shock, 1 or more; null where positions are closed and no book tells what their orders do to the price. */
  amplification?: Maybe<Scalars['Float']['output']>;
  /** The asset. */
  asset: Asset;
  /**
   * What rests within 5 % of mid on the side that forced orders trade against, spot and derivatives, whole USD: a book that ends nearer goes
   * on as in its last band; null: no book is held.
   */
  depthUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Where the cascade ends, USD a coin; the shocked price where the impact is not known. */
  endPrice: Scalars['Decimal']['output'];
  /** forcedUsd / openInterestUsd. */
  forcedOverOpenInterest: Scalars['Float']['output'];
  /** Closed by force, whole USD; a lower bound where `amplification` is null. */
  forcedUsd: Scalars['Decimal']['output'];
  /** The price went as far as the model lets it: books are no match for the forced orders. */
  isExhausted: Scalars['Boolean']['output'];
  /** What is closed by force by price, both ways: it does not depend on the shock. */
  liquidationMap: Array<LiquidationLevel>;
  /** Markets with open interest. */
  marketCount: Scalars['Int']['output'];
  /** endPrice / price - 1. */
  move: Scalars['Float']['output'];
  /** Open interest before the shock, whole USD. */
  openInterestUsd: Scalars['Decimal']['output'];
  /** Round by round. */
  path: Array<StressRound>;
  /** Before the shock: that of its open interest, USD a coin. */
  price: Scalars['Decimal']['output'];
  /** Those of them whose margin tiers are held; for the others `maintenanceRate` of the parameters is taken, or the mean of the former. */
  tieredMarketCount: Scalars['Int']['output'];
};


/** One asset under a shock. */
export type AssetStressLiquidationMapArgs = {
  step?: Scalars['Float']['input'];
  within?: Scalars['Float']['input'];
};

/** Who carried a change of the whole market. The universe is pinned: assets with a reading at both ends, and the remainder. */
export type Attribution = {
  __typename?: 'Attribution';
  /** One asset's part; null when it is not held at both moments. */
  asset?: Maybe<AssetContribution>;
  /** Assets held that have a reading at one moment alone; in ALL_LISTED they are in the remainder, in HELD left out. */
  assetsLeftOut: Scalars['Int']['output'];
  /** By asset, largest contribution first, then the remainder. */
  byAsset: Array<AssetContribution>;
  /** By sector, largest contribution first, then unclassified assets and the remainder. */
  bySector: Array<SectorContribution>;
  /** By size class, largest contribution first, then the remainder. */
  byTier: Array<TierContribution>;
  /** Everything but one asset, e.g. the market without Bitcoin. */
  excluding: Contribution;
  /** First moment, UTC. */
  from: Scalars['DateTime']['output'];
  /** The two moments as a window, with sources and warnings. */
  meta: Meta;
  /** Second moment, UTC. */
  to: Scalars['DateTime']['output'];
  /** The whole market: contribution and weightBefore are 1. */
  total: Contribution;
  /** What counts as the whole market. */
  universe: Universe;
};


/** Who carried a change of the whole market. The universe is pinned: assets with a reading at both ends, and the remainder. */
export type AttributionAssetArgs = {
  code: Scalars['String']['input'];
};


/** Who carried a change of the whole market. The universe is pinned: assets with a reading at both ends, and the remainder. */
export type AttributionByAssetArgs = {
  first?: Scalars['Int']['input'];
};


/** Who carried a change of the whole market. The universe is pinned: assets with a reading at both ends, and the remainder. */
export type AttributionExcludingArgs = {
  asset: Scalars['String']['input'];
};

/** What followed within one horizon. */
export type BaseRate = {
  __typename?: 'BaseRate';
  /** After every day of the data held, for comparison. */
  allDays: ReturnSpread;
  /** Days from the hour in which each episode was detected. */
  days: Scalars['Int']['output'];
  /** After the episodes that meet the conditions, a fraction each. */
  episodes: ReturnSpread;
  /** Of what. */
  of: ForwardReturnOf;
};

/** What followed episodes like these. */
export type BaseRates = {
  __typename?: 'BaseRates';
  /** How many they are. */
  count: Scalars['Int']['output'];
  /** Episodes that meet the conditions, newest first. */
  episodes: Array<Episode>;
  /** Less than 5 meet the conditions: too few to tell anything by. */
  isSmall: Scalars['Boolean']['output'];
  /** Median hours from the extreme of the price to its recovery, of those that have recovered; null of none. */
  medianHoursToRecover?: Maybe<Scalars['Float']['output']>;
  /** SMALL_SAMPLE; HORIZON_BEYOND_DATA for a horizon that is longer than what has come since any of them. */
  notices: Array<Notice>;
  /** By horizon and what it is of; empty when no episode meets the conditions. */
  rates: Array<BaseRate>;
  /** How many of them have recovered so far: Bitcoin's price was back where its move began. */
  recoveredCount: Scalars['Int']['output'];
  /** 95 % interval of that share: Wilson's score interval; null of none. */
  recoveredInterval?: Maybe<Interval95>;
  /** recoveredCount / count; null of none. */
  recoveredShare?: Maybe<Scalars['Float']['output']>;
};

/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type Basis = {
  __typename?: 'Basis';
  /** The asset. */
  asset: Asset;
  /** By one dimension or two at once, largest weight first. The groups' means, weighted, are the mean. Errors (BAD_USER_INPUT): DIMENSIONS. */
  breakdown: Array<BasisGroup>;
  /** The markets whose mean the basis of the window is. Errors (BAD_USER_INPUT): NOT_DATED. */
  explain: Explanation;
  /** The daily mean basis at the window's end against the trailing days. Errors (BAD_USER_INPUT): NOT_DATED. */
  extremes: TrailingExtremes;
  /** Over all markets in the last bucket. */
  latest: BasisMean;
  /** By market in the last bucket, that with the largest weight first; markets with both prices. */
  markets: Array<MarketBasis>;
  /** Over all markets and buckets of the window. */
  mean: BasisMean;
  /** The answered window, sources and warnings. Notices: NO_SPOT, NO_DERIVATIVE: the venues where one of the two prices is missing. */
  meta: Meta;
  /** One measure by bucket; null where no market counts. Errors (BAD_USER_INPUT): NOT_DATED for ANNUALISED of perpetuals. */
  timeSeries: TimeSeries;
  /** One measure by bucket for each group, largest weight first. Errors (BAD_USER_INPUT): DIMENSIONS, NOT_DATED. */
  timeSeriesBy: Array<BasisGroupSeries>;
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisBreakdownArgs = {
  by?: Array<Dimension>;
  first?: Scalars['Int']['input'];
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisExplainArgs = {
  measure?: BasisMeasure;
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisExtremesArgs = {
  days?: Scalars['Int']['input'];
  measure?: BasisMeasure;
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisMarketsArgs = {
  first?: Scalars['Int']['input'];
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisTimeSeriesArgs = {
  measure?: BasisMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** How far the derivatives of an asset stand above (positive) or below spot on the same venue. */
export type BasisTimeSeriesByArgs = {
  by?: Array<Dimension>;
  first?: Scalars['Int']['input'];
  measure?: BasisMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** The basis of one group. */
export type BasisGroup = {
  __typename?: 'BasisGroup';
  /** What its markets have in common. */
  key: GroupKey;
  /** Over its markets and all buckets of the window. */
  mean: BasisMean;
  /** The group's part of the weights of the answer's mean, 0 to 1; shares of all groups sum to exactly 1. Null when their sum is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** One measure of one group over time. */
export type BasisGroupSeries = {
  __typename?: 'BasisGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** By bucket. */
  series: TimeSeries;
  /** The group's part of the weights of the window, 0 to 1; shares of all groups sum to exactly 1. Null when their sum is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** The basis of several markets together. A market counts where both prices and its weight are known. */
export type BasisMean = {
  __typename?: 'BasisMean';
  /** Weighted mean of basis x 365 days / time to delivery, 12 decimals; null for perpetuals, and when no market counts. */
  annualised?: Maybe<Scalars['Decimal']['output']>;
  /** Weighted mean of (derivative - spot) / spot, 12 decimals; null when no market counts. */
  basis?: Maybe<Scalars['Decimal']['output']>;
  /** Markets that count. */
  marketCount: Scalars['Int']['output'];
  /** Markets with a weight, but without a price of their own or of spot: left out. */
  withoutPrices: Scalars['Int']['output'];
  /** Markets with both prices, but without a weight: left out. */
  withoutWeight: Scalars['Int']['output'];
};

/** What is measured of the difference between derivatives and spot. */
export type BasisMeasure =
  /** BASIS x 365 days / time to delivery, not compounded; of dated futures alone. */
  | 'ANNUALISED'
  /** (derivative - spot) / spot: 0.001 is a premium of 0.1 %. */
  | 'BASIS';

/** By what markets count in a mean basis. */
export type BasisWeight =
  /** Open interest of the derivative, USD. */
  | 'OPEN_INTEREST'
  /** Coins traded of the derivative in the bucket. */
  | 'VOLUME';

/** A named set of venues that queries can share. It never changes: what was computed on it stays comparable. */
export type Basket = Node & {
  __typename?: 'Basket';
  /** What a query names it by, e.g. "majors". */
  code: Scalars['String']['output'];
  /** When it was made, our clock. */
  createdAt: Scalars['DateTime']['output'];
  /** Its venues, by code. */
  exchanges: Array<Exchange>;
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
};

/** A basket to make. */
export type BasketCreateInput = {
  /** Small letters, digits and hyphens, 1 to 40. */
  code: Scalars['String']['input'];
  /** Codes of the exchanges; at least one, each once. */
  exchanges: Array<Scalars['String']['input']>;
  /** Name for people, 1 to 100 characters; default: the code. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What was made. */
export type BasketCreatePayload = {
  __typename?: 'BasketCreatePayload';
  /** The basket, new or as it was. */
  basket: Basket;
};

/** What was deleted. */
export type BasketDeletePayload = {
  __typename?: 'BasketDeletePayload';
  /** The code that it had. */
  code: Scalars['String']['output'];
};

/**
 * The venues that count: a list of your own, or a named basket; exactly one of the two. Every answer is computed on this set alone, so that
 * two answers on one basket can be compared.
 */
export type BasketInput = {
  /** Code of a named basket, as `baskets` lists them. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Codes of the exchanges, e.g. ["binance", "okx"]; at least one, each once. */
  exchanges?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A side of a book. */
export type BookSide =
  /** Orders to sell, above mid. */
  | 'ASKS'
  /** Orders to buy, below mid: what a fall has to eat through. */
  | 'BIDS'
  /** Both together. */
  | 'BOTH';

/** One side of a market's book. */
export type BookSideDepth = {
  __typename?: 'BookSideDepth';
  /** Best price, USD a coin. */
  best: Scalars['Decimal']['output'];
  /** All that the venue gave, USD: a lower bound for every level beyond `reach`. */
  knownUsd: Scalars['Decimal']['output'];
  /** Distance of the last given price from mid, a fraction; 1: the book is known to be whole. */
  reach: Scalars['Decimal']['output'];
  /** Within 0.5 % of mid, USD; null: the book that the venue gave ends nearer. */
  within05?: Maybe<Scalars['Decimal']['output']>;
  /** Within 1 % of mid, USD; null: the book that the venue gave ends nearer. */
  within1?: Maybe<Scalars['Decimal']['output']>;
  /** Within 2 % of mid, USD; null: the book that the venue gave ends nearer. */
  within2?: Maybe<Scalars['Decimal']['output']>;
  /** Within 5 % of mid, USD; null: the book that the venue gave ends nearer. */
  within5?: Maybe<Scalars['Decimal']['output']>;
};

/** What a row of a breakdown stands for. */
export type BreakdownKind =
  /** An asset, sector or tier that is held. */
  | 'MEMBER'
  /** Listed coins that are not held one by one: the source's total less the assets held. */
  | 'REMAINDER'
  /** Assets of no known sector. */
  | 'UNCLASSIFIED';

/** Who may keep an answer. */
export type CacheControlScope =
  /** The caller alone. */
  | 'PRIVATE'
  /** Anybody, as a proxy: it is the same for all. */
  | 'PUBLIC';

/** A value and its moment. */
export type CapMoment = {
  __typename?: 'CapMoment';
  /** End of the hour (for a peak over all data: of the day) at which it stood, UTC. */
  at: Scalars['DateTime']['output'];
  /** Market cap, USD. */
  usd: Scalars['Decimal']['output'];
};

/** Size classes by market cap at the moment, or at the begin of a change. */
export type CapTier =
  /** 10 billion USD or more. */
  | 'LARGE'
  /** Below 100 million USD. */
  | 'MICRO'
  /** 1 billion USD or more, below 10 billion. */
  | 'MID'
  /** 100 million USD or more, below 1 billion. */
  | 'SMALL';

/**
 * A figure that somebody published. Never a measurement: it stands beside what Unwind measures, and never enters it. Windows are as the
 * publisher tells them.
 */
export type Claim = {
  __typename?: 'Claim';
  /** Ticker; null: the whole market. */
  asset?: Maybe<Scalars['String']['output']>;
  /** Stable code of the claim. */
  code: Scalars['String']['output'];
  /** Code of the venue; null: all that the publisher counts. */
  exchange?: Maybe<Scalars['String']['output']>;
  /** The figure, or the upper end. */
  high: Scalars['Decimal']['output'];
  /** The figure, or the lower end of what was published, in `unit`. */
  low: Scalars['Decimal']['output'];
  /** What it is a figure of, e.g. LIQUIDATIONS_TOTAL, OPEN_INTEREST, LIQUIDATED_TRADERS. */
  measure: Scalars['String']['output'];
  /** What to know of it. */
  note?: Maybe<Scalars['String']['output']>;
  /** When it was published; null when not told. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who published it. */
  publisher: Scalars['String']['output'];
  /** When the figure was read from its own source; null when not told. */
  readAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where. */
  title: Scalars['String']['output'];
  /** USD, FRACTION (of 1), COUNT or DAYS. */
  unit: Scalars['String']['output'];
  /** Where it can be read; null when it is not on the web. */
  url?: Maybe<Scalars['String']['output']>;
  /** The window that it is about; null when the publisher does not tell it. */
  window?: Maybe<Window>;
};

/** How much of what happened a feed prints. A property of exchange, feed and date. */
export type Completeness =
  /** The feed prints every order. */
  | 'COMPLETE'
  /** The feed leaves orders out by design (Binance prints at most one a second and symbol): sums are lower bounds. */
  | 'THROTTLED'
  /** The venue does not say: sums may be lower bounds. */
  | 'UNKNOWN';

/** What one contract is worth. */
export type ContractStyle =
  /** `contractSize` USD, settled in coin. */
  | 'INVERSE'
  /** `contractSize` units of the venue's base, valued in the quote currency. */
  | 'LINEAR'
  /** Neither: its USD value needs a third price and is null here. */
  | 'QUANTO';

/**
 * A part of a change of market cap. Contribution = the part's change / total change, rounded to 12 decimals so that all rows sum
 * to exactly 1. Price and supply parts split it exactly by midpoints: price part = mean(supply) x dP, supply part = mean(P) x dSupply.
 */
export type Contribution = {
  __typename?: 'Contribution';
  /** changeUsd / fromUsd, a fraction (-0.0304 is -3.04 %), 12 decimals; null when fromUsd is 0. */
  changeFraction?: Maybe<Scalars['Decimal']['output']>;
  /** toUsd - fromUsd, USD. */
  changeUsd: Scalars['Decimal']['output'];
  /** changeUsd / total change, 12 decimals; null when the total did not change. Negative: it moved against the whole. */
  contribution?: Maybe<Scalars['Decimal']['output']>;
  /** Unrounded contribution / weight: above 1 it moved more than its size, below 1 less. 12 decimals; null when the total did not change or fromUsd is 0. */
  contributionOverWeight?: Maybe<Scalars['Decimal']['output']>;
  /** Market cap at the begin, USD. */
  fromUsd: Scalars['Decimal']['output'];
  /** Part of changeUsd that prices made, USD; null when a supply is not known (always for the remainder). */
  priceUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Part of changeUsd that supplies made, USD; null when a supply is not known (always for the remainder). */
  supplyUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Market cap at the end, USD. */
  toUsd: Scalars['Decimal']['output'];
  /** fromUsd / total at the begin, 12 decimals; all rows sum to exactly 1. */
  weightBefore: Scalars['Decimal']['output'];
};

/** How much of the window the feeds were read for. */
export type Coverage = {
  __typename?: 'Coverage';
  /** Each exchange of the basket. */
  byExchange: Array<ExchangeCoverage>;
  /** Covered time / asked time over all exchanges of the basket, 0 to 1. 1: nothing is missing. */
  share: Scalars['Decimal']['output'];
};

/** The rate that one perpetual is expected to charge next. */
export type CurrentFunding = {
  __typename?: 'CurrentFunding';
  /** The market's own interval at that time; it differs by venue and market, and changes. */
  intervalMinutes: Scalars['Int']['output'];
  /** The perpetual. */
  market: Market;
  /** Open interest, USD; null when none is young enough: the market is then not in the mean. */
  openInterestUsd?: Maybe<Scalars['Decimal']['output']>;
  /** As the venue prints it: of `intervalMinutes`. Positive: longs pay shorts. */
  rate: Scalars['Decimal']['output'];
  /** rate x 480 / intervalMinutes, 12 decimals. */
  rate8h: Scalars['Decimal']['output'];
  /** rate x 365 x 1440 / intervalMinutes, 12 decimals, not compounded. */
  rateYear: Scalars['Decimal']['output'];
  /** When it was read, by the venue's clock. */
  readAt: Scalars['DateTime']['output'];
  /** When it is charged, by the venue; null when the venue does not tell. */
  settlesAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What the perpetuals are expected to charge next, as the venues said it last before the window's end. */
export type CurrentFundings = {
  __typename?: 'CurrentFundings';
  /** By market, that with the largest open interest first. */
  markets: Array<CurrentFunding>;
  /** Over all markets, weighted by open interest. */
  mean: FundingMean;
};


/** What the perpetuals are expected to charge next, as the venues said it last before the window's end. */
export type CurrentFundingsMarketsArgs = {
  first?: Scalars['Int']['input'];
};

/** The change of one day. */
export type DayChange = {
  __typename?: 'DayChange';
  /** The change, a fraction, 12 decimals. */
  change: Scalars['Decimal']['output'];
  /** Begin of the 24 hours, UTC. */
  from: Scalars['DateTime']['output'];
  /** Their end, UTC. */
  to: Scalars['DateTime']['output'];
};

/** Bounds of a number that is known to lie between them. */
export type DecimalBounds = {
  __typename?: 'DecimalBounds';
  /** Not less than this. */
  lower: Scalars['Decimal']['output'];
  /** Not more than this; null when nothing known bounds it. */
  upper?: Maybe<Scalars['Decimal']['output']>;
};

/** What rests within a level, on the mean of the window. */
export type Depth = {
  __typename?: 'Depth';
  /** Sum of the means of what was read, USD; null when nothing was. */
  knownUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Markets with a reading that reaches the level. */
  marketCount: Scalars['Int']['output'];
  /** Sum of the markets' means, USD; null when a market that is expected was not read throughout the window: in one of its buckets or more. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** How far from mid, the middle between best bid and best ask, what rests in a book is counted. */
export type DepthLevel =
  /** Within 0.5 % of mid. */
  | 'PERCENT_0_5'
  /** Within 1 % of mid. */
  | 'PERCENT_1'
  /** Within 2 % of mid. */
  | 'PERCENT_2'
  /** Within 5 % of mid. */
  | 'PERCENT_5';

/** What is measured of books by bucket. */
export type DepthMeasure =
  /**
   * DEPTH_USD / the median of the same time of the 7 days before - 1, a fraction: -0.4 is 40 % thinner than usual. Null also where fewer than
   * 4 of those days are known.
   */
  | 'CHANGE_FROM_USUAL'
  /**
   * What rests within the level, USD: of each market the mean of its readings, summed. Null where a market that is expected was not read: one
   * that was read before, within 7 days, and has not ended.
   */
  | 'DEPTH_USD'
  /** (bids - asks) / (bids + asks) within the level, -1 to 1: above 0 more is bid than offered. The side does not matter. */
  | 'IMBALANCE';

/** The run of the detector that found an episode, and the rules that it went by. */
export type Detection = {
  __typename?: 'Detection';
  /** The venues that were read. */
  exchanges: Array<Exchange>;
  /** The rules. */
  params: DetectorParams;
  /** When it ran, our clock. */
  ranAt: Scalars['DateTime']['output'];
  /** Goes up when the same data and parameters would give other episodes. */
  version: Scalars['Int']['output'];
  /** What was read. */
  window: Window;
};

/** What makes an episode. Fractions are parts of 1. */
export type DetectorParams = {
  __typename?: 'DetectorParams';
  /** Over how many days before that median is taken. */
  baselineDays: Scalars['Float']['output'];
  /** On which share of the venues open interest must have fallen by half as much. */
  breadth: Scalars['Float']['output'];
  /** How many days before the high the begin of the build-up is looked for. */
  buildUpDays: Scalars['Float']['output'];
  /** How far it must fall. */
  dropFraction: Scalars['Float']['output'];
  /** How many times their median the forced orders of a day must be. */
  liquidationRatio: Scalars['Float']['output'];
  /** For how many hours a fall must hold where forced orders don't tell it. */
  persistHours: Scalars['Float']['output'];
  /** How much of that must be closed positions, where it is known. */
  positionFraction: Scalars['Float']['output'];
  /** How far the price must move meanwhile. */
  priceFraction: Scalars['Float']['output'];
  /** After how many quiet hours an episode has ended. */
  quietHours: Scalars['Float']['output'];
  /** The band, to either side. */
  resetBand: Scalars['Float']['output'];
  /** For how many hours open interest must stay within the band to be reset. */
  resetHours: Scalars['Float']['output'];
  /** Over how many hours open interest falls from its high. */
  windowHours: Scalars['Float']['output'];
  /** What of the fall must be left when any one of the venues is left out: one that prints something wrong makes no episode. */
  withoutPart: Scalars['Float']['output'];
};

/** By what an answer is broken down. */
export type Dimension =
  /** The base asset. */
  | 'ASSET'
  /** The venue. */
  | 'EXCHANGE'
  /** Perpetual or dated. */
  | 'KIND'
  /** What the contract is margined in. */
  | 'MARGIN'
  /** The base asset's sector. */
  | 'SECTOR'
  /** The base asset's size class by market cap at the window's begin. */
  | 'TIER';

/** Who makes up the whole market at one moment. */
export type Dominance = {
  __typename?: 'Dominance';
  /** The moment, UTC: readings at or before it count. */
  at: Scalars['DateTime']['output'];
  /** By asset, largest first, then the remainder. */
  byAsset: Array<AssetDominance>;
  /** By sector, largest first, then unclassified assets and the remainder. */
  bySector: Array<SectorDominance>;
  /** By size class, largest first, then the remainder. */
  byTier: Array<TierDominance>;
  /** The moment and how far back readings were accepted, as a window, with sources and warnings. */
  meta: Meta;
  /** Market cap of the universe, USD. */
  totalUsd: Scalars['Decimal']['output'];
  /** What counts as the whole market. */
  universe: Universe;
};


/** Who makes up the whole market at one moment. */
export type DominanceByAssetArgs = {
  first?: Scalars['Int']['input'];
};

/**
 * An episode of leverage: built up, flushed out, reset. Its phases are what the detector found; its numbers are measured anew from the
 * facts, on the venues that the detector read.
 */
export type Episode = Node & {
  __typename?: 'Episode';
  /** Who carried the change of the whole market over the same; null when caps of either end are not held. */
  attribution?: Maybe<Attribution>;
  /** Share of the venues on which the fall of open interest shows; null where there was none. */
  breadth?: Maybe<Scalars['Float']['output']>;
  /** Published figures whose window lies about the episode, beside what is measured here. */
  claims: Array<EpisodeClaim>;
  /** The day of its high, side and kind, e.g. "2025-09-21-long-purge". */
  code: Scalars['String']['output'];
  /** The run that found it. */
  detection: Detection;
  /** Funding from a day before the flush to a day after it. */
  funding: Funding;
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** What happened. */
  kind: EpisodeKind;
  /** Who carried the move from the high of open interest to its low; null when caps of either are not held. */
  leader?: Maybe<EpisodeLeader>;
  /** The most forced orders of a day, in medians of the days before; null: not known. */
  liquidationRatio?: Maybe<Scalars['Float']['output']>;
  /** Forced orders from the high of open interest to its low, with how far they are lower bounds. */
  liquidations: Liquidations;
  /** One number of it; null: it is not known. The unit is that of `EpisodeMetric`. */
  metric?: Maybe<Scalars['Decimal']['output']>;
  /**
   * Open interest over the same, with its change by prices and positions. The phases are ends of hours, so that what stands at the high and at
   * the low is the last reading before each, the one that the detector read: `ends: BEFORE`.
   */
  openInterest: OpenInterest;
  /** Order books over the flush. */
  orderBook: OrderBook;
  /** When its phases began and ended. */
  phases: EpisodePhases;
  /** Bitcoin held on exchanges over the 30 days up to the end of the flush; null where Bitcoin is not known. */
  reserves?: Maybe<Reserves>;
  /** Whose positions were forced out. */
  side: PositionSide;
  /** Whether it has ended. */
  state: EpisodeState;
  /** Trading over the 7 days after it, as far as they have come. */
  volumeAfter: Volume;
  /** Trading over the 7 days before the flush. */
  volumeBefore: Volume;
};


/**
 * An episode of leverage: built up, flushed out, reset. Its phases are what the detector found; its numbers are measured anew from the
 * facts, on the venues that the detector read.
 */
export type EpisodeAttributionArgs = {
  universe?: Universe;
};


/**
 * An episode of leverage: built up, flushed out, reset. Its phases are what the detector found; its numbers are measured anew from the
 * facts, on the venues that the detector read.
 */
export type EpisodeMetricArgs = {
  metric: EpisodeMetric;
};

/** What episodes are laid on each other by. */
export type EpisodeAlignment =
  /** The first hour by which the rules were met. */
  | 'FLUSH'
  /** `peakAt`: the high of open interest, or of an episode without a fall the begin of its day of forced orders. */
  | 'PEAK'
  /** The extreme of Bitcoin's price. */
  | 'TROUGH';

/** A past episode that is like another. */
export type EpisodeAnalog = {
  __typename?: 'EpisodeAnalog';
  /** Root mean square of the differences: 1 is one standard deviation on every feature. Smaller is nearer. */
  distance: Scalars['Float']['output'];
  /** The past episode. */
  episode: Episode;
  /** Each feature that both tell. */
  features: Array<FeatureDistance>;
};

/** The past episodes that are nearest to one. */
export type EpisodeAnalogs = {
  __typename?: 'EpisodeAnalogs';
  /** The nearest, nearest first; those that tell less than 2 of the features are left out. */
  analogs: Array<EpisodeAnalog>;
  /** SMALL_SAMPLE when less than 5 are held to it. */
  notices: Array<Notice>;
  /** The episode that is asked for. */
  of: Episode;
  /** Earlier episodes of its kind and side that were held to it. */
  pastCount: Scalars['Int']['output'];
};

/** What a run of the detector found anew, changed or no longer found, or nothing: the cursor alone (see Subscription). */
export type EpisodeBatch = {
  __typename?: 'EpisodeBatch';
  /** The changes, in their order; empty: none came up to the cursor. */
  changes: Array<EpisodeChange>;
  /** Where the subscriber stands: `after` of a later subscription goes on behind it. */
  cursor: Scalars['String']['output'];
};

/** A change that a run of the detector made. */
export type EpisodeChange = {
  __typename?: 'EpisodeChange';
  /** When the detector ran, our clock. */
  at: Scalars['DateTime']['output'];
  /** Code of the episode. */
  code: Scalars['ID']['output'];
  /** The episode as it is now; null: it is no longer found. */
  episode?: Maybe<Episode>;
  /** Of UPDATED: names of what changed, as `phases`, `state`, `liquidationRatio` and `breadth`, and what else the detector keeps of it, e.g. ["resetAt", "state"]. */
  fields: Array<Scalars['String']['output']>;
  /** What it did. */
  kind: EpisodeChangeKind;
};

/** A page of changes, oldest first: keep the last cursor and ask on from it, and none is missed or told twice. */
export type EpisodeChangeConnection = {
  __typename?: 'EpisodeChangeConnection';
  /** The changes with their cursors. */
  edges: Array<EpisodeChangeEdge>;
  /** The changes. */
  nodes: Array<EpisodeChange>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** One change of a page. */
export type EpisodeChangeEdge = {
  __typename?: 'EpisodeChangeEdge';
  /** Where it stands; for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The change. */
  node: EpisodeChange;
};

/** What a run of the detector did to an episode. */
export type EpisodeChangeKind =
  /** It was found for the first time. */
  | 'DETECTED'
  /** Something that is said of it changed: it went on, ended, was reset or has recovered, or facts came late. */
  | 'UPDATED'
  /** It is no longer found: facts that came late, or other parameters, say otherwise. */
  | 'WITHDRAWN';

/** A published figure of an episode beside the one that is measured. The two are never mixed. */
export type EpisodeClaim = {
  __typename?: 'EpisodeClaim';
  /** What was published, by whom, of which window. */
  claim: Claim;
  /** measured - the nearer end of what was published; 0 within its range; null when `measured` is. */
  difference?: Maybe<Scalars['Decimal']['output']>;
  /** The same measured here, over the claim's own window, or the episode's where it tells none; null: it is not measured. */
  measured?: Maybe<Scalars['Decimal']['output']>;
  /** What is measured differs from what was published; null when there is nothing to know. */
  note?: Maybe<Scalars['String']['output']>;
};

/** Episodes on one basis: the same venues, measures and axis for each. */
export type EpisodeComparison = {
  __typename?: 'EpisodeComparison';
  /** What they are laid on each other by. */
  align: EpisodeAlignment;
  /** The episodes, in the order asked. */
  episodes: Array<Episode>;
  /** All numbers of all of them. */
  metrics: Array<EpisodeMetricRow>;
  /** What to know before comparing: venues whose open interest (VENUE_OF_SOME) or forced orders (FEED_OF_SOME) are known of some of them only. */
  notices: Array<Notice>;
  /** Hours from the moment of alignment, ascending: what is told of each hour stands at its end. By PEAK, open interest at 0 is OPEN_INTEREST_PEAK. */
  offsets: Array<Scalars['Int']['output']>;
  /** One measure of each episode on that axis. */
  series: Array<EpisodeSeries>;
};


/** Episodes on one basis: the same venues, measures and axis for each. */
export type EpisodeComparisonSeriesArgs = {
  measure?: EpisodeSeriesMeasure;
};

/** Bounds on a feature; an episode that does not tell it does not meet them. */
export type EpisodeConditionInput = {
  /** Not less than this; left out: no bound. */
  atLeast?: InputMaybe<Scalars['Float']['input']>;
  /** Not more than this; left out: no bound. */
  atMost?: InputMaybe<Scalars['Float']['input']>;
  /** Which feature. */
  feature: EpisodeFeature;
};

/** A page of episodes, newest first. */
export type EpisodeConnection = {
  __typename?: 'EpisodeConnection';
  /** The episodes with their cursors. */
  edges: Array<EpisodeEdge>;
  /** The episodes. */
  nodes: Array<Episode>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** One episode of a page. */
export type EpisodeEdge = {
  __typename?: 'EpisodeEdge';
  /** Where it stands; for `after` and `before`. */
  cursor: Scalars['String']['output'];
  /** The episode. */
  node: Episode;
};

/** What episodes are likened and sorted out by: each as it was known when the episode was detected. */
export type EpisodeFeature =
  /** Bitcoin's part of the change of the whole market's cap. */
  | 'BITCOIN_CONTRIBUTION'
  /** Change of open interest from the begin of the build-up to the high, a fraction. */
  | 'BUILD_UP'
  /** Mean funding rate of 8 hours over the day before the flush, weighted by open interest. */
  | 'FUNDING_BEFORE'
  /** The most forced orders of a day, in medians of the days before. */
  | 'LIQUIDATION_RATIO'
  /** Part of the forced orders that was long, 0 to 1. */
  | 'LONG_SHARE'
  /** Change of open interest since its high, a fraction: below 0. */
  | 'OPEN_INTEREST_CHANGE'
  /** Share of the hours of 60 days up to the high whose open interest was not above it, 0 to 1: above 0.95 it was in its highest twentieth. */
  | 'OPEN_INTEREST_PERCENTILE'
  /** What closed positions made of it, a fraction of open interest at its high. */
  | 'POSITION_CHANGE'
  /** Change of Bitcoin's price, a fraction. */
  | 'PRICE_CHANGE'
  /** Spot share of volume over the 7 days before the flush, 0 to 1. */
  | 'SPOT_SHARE_BEFORE';

/** Which episodes. Conditions are joined by AND; left out or null: no condition. */
export type EpisodeFilter = {
  /** Only of these kinds. */
  kinds?: InputMaybe<Array<EpisodeKind>>;
  /** Only those in which these positions were forced out. */
  side?: InputMaybe<PositionSide>;
  /** Only those whose high lies within. */
  window?: InputMaybe<WindowInput>;
};

/** What happened in an episode, by what the data shows. */
export type EpisodeKind =
  /** Open interest fell and stayed down, but forced orders or the price don't show why. */
  | 'DELEVERAGING'
  /** Forced orders as in a purge, while open interest stood. */
  | 'LIQUIDATIONS_ONLY'
  /** Open interest fell by force: positions were closed, prices moved, and forced orders were a multiple of their median. */
  | 'PURGE'
  /** Shorts were forced out while open interest rose. */
  | 'SQUEEZE';

/** Who carried a move of the whole market, by Bitcoin's contribution / its weight before. */
export type EpisodeLeader =
  /** Below 0.85: everything else moved by more than its size. */
  | 'ALTCOINS'
  /** Above 1.15: Bitcoin moved by more than its size. */
  | 'BITCOIN'
  /** From 0.85 to 1.15. */
  | 'BROAD';

/** One number that episodes are compared by. */
export type EpisodeMetric =
  /** Change of Bitcoin's cap from the high of open interest to the low. */
  | 'BITCOIN_CHANGE'
  /** Bitcoin's part of that change. */
  | 'BITCOIN_CONTRIBUTION'
  /** Highest price of Bitcoin at the hours' ends from a day before the flush to its end, USD. */
  | 'BITCOIN_PRICE_PEAK'
  /** Lowest price of Bitcoin over the same, USD. */
  | 'BITCOIN_PRICE_TROUGH'
  /** Depth of bids within 1 % in the thinnest hour against what is usual then. */
  | 'DEPTH_CHANGE'
  /** Mean funding rate of 8 hours over the day after the flush less that over the day before it. */
  | 'FUNDING_CHANGE'
  /** Hours from the extreme of the price to its recovery. */
  | 'HOURS_TO_RECOVER'
  /** Hours from the end of the flush to the reset. */
  | 'HOURS_TO_RESET'
  /** Forced orders over the flush, USD: a lower bound where feeds leave orders out. */
  | 'LIQUIDATED'
  /** Forced orders / open interest at its high. */
  | 'LIQUIDATED_OVER_OPEN_INTEREST'
  /** Part of them that was long. */
  | 'LONG_SHARE'
  /** Open interest at the low / at the high - 1. */
  | 'OPEN_INTEREST_CHANGE'
  /** Open interest at its high, by the last readings of the hour that ends there, USD. */
  | 'OPEN_INTEREST_PEAK'
  /** Open interest at its low, by the last readings of the hour that ends there, USD. */
  | 'OPEN_INTEREST_TROUGH'
  /** Part of that change that closed positions made, the rest prices. */
  | 'POSITION_SHARE'
  /** Change of Bitcoin held on exchanges over the 7 days up to the end of the flush, coins. */
  | 'RESERVES_CHANGE'
  /** Spot share of volume over the 7 days after it. */
  | 'SPOT_SHARE_AFTER'
  /** Spot share of volume over the 7 days before the flush. */
  | 'SPOT_SHARE_BEFORE'
  /** Change of the whole market's cap over the same. */
  | 'TOTAL_CAP_CHANGE'
  /** Highest cap of the whole market at the hours' ends from a day before the flush to its end, USD. */
  | 'TOTAL_CAP_PEAK'
  /** Lowest cap of the whole market over the same, USD. */
  | 'TOTAL_CAP_TROUGH';

/** One metric of all episodes. */
export type EpisodeMetricRow = {
  __typename?: 'EpisodeMetricRow';
  /** Which. */
  metric: EpisodeMetric;
  /** What it counts. */
  unit: Unit;
  /** In the order of the comparison. */
  values: Array<EpisodeMetricValue>;
};

/** One metric of one episode, against the first of the comparison. */
export type EpisodeMetricValue = {
  __typename?: 'EpisodeMetricValue';
  /** value - that of the first episode; null when either is not known. */
  difference?: Maybe<Scalars['Decimal']['output']>;
  /** difference / that of the first episode, 12 decimals; null when either is not known, or the first is 0 or below: read `difference` then. */
  differenceFraction?: Maybe<Scalars['Decimal']['output']>;
  /** The episode. */
  episode: Episode;
  /** 1 is the largest of those that are known; equal ones have one rank; null when it is not known. */
  rank?: Maybe<Scalars['Int']['output']>;
  /** The number; null: it is not known. */
  value?: Maybe<Scalars['Decimal']['output']>;
};

/** When an episode's phases began and ended: ends of hours, UTC. */
export type EpisodePhases = {
  __typename?: 'EpisodePhases';
  /** Low of open interest in the days before its high: the build-up begins. Of SQUEEZE and LIQUIDATIONS_ONLY: the same as `peakAt`. */
  buildUpAt: Scalars['DateTime']['output'];
  /** First hour by which the rules were met: what was known then was enough. */
  detectedAt: Scalars['DateTime']['output'];
  /** Low of open interest: the flush has ended. Of SQUEEZE and LIQUIDATIONS_ONLY: end of that day. */
  flushEndAt: Scalars['DateTime']['output'];
  /** Hours from the extreme of the price to its recovery; null: not yet. */
  hoursToRecover?: Maybe<Scalars['Int']['output']>;
  /** Hours from the end of the flush to the reset; null: not yet. */
  hoursToReset?: Maybe<Scalars['Int']['output']>;
  /** High of open interest: the flush begins. Of SQUEEZE and LIQUIDATIONS_ONLY, which have no fall: begin of the day of forced orders. */
  peakAt: Scalars['DateTime']['output'];
  /** Bitcoin's price is back where its move began; null: not yet. */
  recoveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Open interest has stayed within the band for as long as the rules ask; null: not yet. */
  resetAt?: Maybe<Scalars['DateTime']['output']>;
  /** Extreme of Bitcoin's price. */
  troughAt: Scalars['DateTime']['output'];
};

/**
 * An episode in words: templates that are filled where the data tells it, and left out where it does not. No judgement stands in it that is
 * not a rule of this API.
 */
export type EpisodeReport = {
  __typename?: 'EpisodeReport';
  /** The episode. */
  episode: Episode;
  /** The same as a page of Markdown, each sentence with references to the questions behind its numbers. */
  markdown: Scalars['String']['output'];
  /** Its parts; those without a sentence are left out. */
  sections: Array<ReportSection>;
};

/** One episode on the common axis. */
export type EpisodeSeries = {
  __typename?: 'EpisodeSeries';
  /** The episode. */
  episode: Episode;
  /** The same with 100 at offset 0; null where either is not known, and for liquidations, which have no level. */
  index: Array<Maybe<Scalars['Decimal']['output']>>;
  /** The measure by hour of the axis, in its unit; null where it is not known, or has not come. */
  level: Array<Maybe<Scalars['Decimal']['output']>>;
};

/** What is laid on one axis. */
export type EpisodeSeriesMeasure =
  /** Bitcoin's price, USD. */
  | 'BITCOIN_PRICE'
  /** Forced orders by the hour, USD. */
  | 'LIQUIDATIONS'
  /** Open interest, USD. */
  | 'OPEN_INTEREST'
  /** The whole market's cap, USD. */
  | 'TOTAL_CAP';

/** Whether an episode has ended. */
export type EpisodeState =
  /** Nothing of it was seen for as long as the rules ask. */
  | 'FINAL'
  /** Nothing says yet that it has ended: its end, and what is counted up to it, may change. */
  | 'PROVISIONAL';

/**
 * Open interest against the coins that exchanges hold. Another number than the leverage ratio: how much is open for each coin that could
 * back it on the venues. Sources count other wallets and venues, and their levels differ by a factor of two: never compare across sources.
 */
export type EstimatedLeverage = {
  __typename?: 'EstimatedLeverage';
  /** The asset. */
  asset: Asset;
  /** The venues whose open interest counts. */
  exchanges: Array<Exchange>;
  /** Why the ratio is missing: NO_RESERVE, STALE, or NO_COINS for a reserve of zero; null when it is not. */
  notice?: Maybe<Notice>;
  /** Open interest on `exchanges`, at the window's end, coins; null when an expected market has no reading young enough. */
  openInterestCoins?: Maybe<Scalars['Decimal']['output']>;
  /** openInterestCoins / reserveCoins, 12 decimals; null when either is not known, or no coin is held. */
  ratio?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of the oldest bar in the reserve; null when none is held. */
  reserveAt?: Maybe<Scalars['DateTime']['output']>;
  /** Coins held by the exchanges by the last bar that had ended, at most 7 days before, of all tokens that its source takes for the asset; null when none is held. */
  reserveCoins?: Maybe<Scalars['Decimal']['output']>;
  /** Of which venues the reserve is; null when none is held. */
  scope?: Maybe<ReserveScope>;
  /** Who counted the reserve; null when none is held. One source for an asset: that with most venues of the basket, else the one registered first. */
  source?: Maybe<Source>;
};

/** One load: what was asked for and what became of it. */
export type EtlRun = {
  __typename?: 'EtlRun';
  /** End, our clock; null while it runs. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Code and reason when it failed; null otherwise. */
  error?: Maybe<Scalars['String']['output']>;
  /** The venue; null for market caps. */
  exchange?: Maybe<Exchange>;
  /** What it brought. */
  family: Family;
  /** Number of the run. */
  id: Scalars['ID']['output'];
  /** Records that the source sent. */
  read: Scalars['Int']['output'];
  /** Records that could not be mapped: each is kept with its payload. */
  rejected: Scalars['Int']['output'];
  /** The feed that was read. */
  source: Source;
  /** Begin, our clock. */
  startedAt: Scalars['DateTime']['output'];
  /** How it ended. */
  status: RunStatus;
  /** Records that the store already held. */
  unchanged: Scalars['Int']['output'];
  /** The range that was asked for; null for a snapshot. */
  window?: Maybe<Window>;
  /** Records that were new or changed. */
  written: Scalars['Int']['output'];
};

/** A venue that trades derivatives. */
export type Exchange = Node & {
  __typename?: 'Exchange';
  /** ccxt's id of the venue, e.g. "binance". */
  code: Scalars['String']['output'];
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** Its markets, by symbol. */
  markets: MarketConnection;
  /** Name for people. */
  name: Scalars['String']['output'];
};


/** A venue that trades derivatives. */
export type ExchangeMarketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What one venue's feed prints in the window. */
export type ExchangeCompleteness = {
  __typename?: 'ExchangeCompleteness';
  /** The weakest that held while its feed was read or printed orders in the window; when neither, the one at the window's end. */
  completeness: Completeness;
  /** The venue. */
  exchange: Exchange;
  /** Why, in a sentence. */
  reason: Scalars['String']['output'];
  /** Where the venue says so; null when it does not. */
  url?: Maybe<Scalars['String']['output']>;
};

/** How much of the window one venue's feed was read for. */
export type ExchangeCoverage = {
  __typename?: 'ExchangeCoverage';
  /** The venue. */
  exchange: Exchange;
  /** The spans of the window for which nothing was read, oldest first, 100 at most. What happened in them is not known: it is not zero. */
  gaps: Array<Window>;
  /** Covered time / asked time, 0 to 1. */
  share: Scalars['Decimal']['output'];
};

/** The forced orders of one venue. */
export type ExchangeLiquidations = {
  __typename?: 'ExchangeLiquidations';
  /** What its feed prints. */
  completeness: Completeness;
  /** The venue. */
  exchange: Exchange;
  /** total.usd / the answer's total.usd, 0 to 1; null when that is 0 or total is null. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
  /** Its sums; null when its feed was not read at any time of the window: missing is never zero. */
  total?: Maybe<LiquidationTotal>;
};

/** Open interest of one venue. */
export type ExchangeOpenInterest = {
  __typename?: 'ExchangeOpenInterest';
  /** From the window's begin to its end; null when no market has a reading at both ends. */
  change?: Maybe<OpenInterestChange>;
  /** The venue. */
  exchange: Exchange;
  /** At the window's end. */
  now: OpenInterestReading;
  /** now.knownUsd / the answer's now.knownUsd, 0 to 1; null when that is 0 or not known. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
};

/** How rows make a value. */
export type ExplainOperation =
  /** The value is the middle one of the rows. */
  | 'MEDIAN'
  /** The values sum to it, to the last digit. */
  | 'SUM'
  /** Sum of value x weight / sum of weights over the rows that have both. */
  | 'WEIGHTED_MEAN';

/** One market's part of a value, or one venue's or asset's where there is no market. */
export type ExplainRow = {
  __typename?: 'ExplainRow';
  /** The asset; null for the whole market. */
  asset?: Maybe<Asset>;
  /** The venue; null for what is of none. */
  exchange?: Maybe<Exchange>;
  /** The market; null for what is of none. */
  market?: Maybe<Market>;
  /** What to know of the row; null when there is nothing. */
  note?: Maybe<Scalars['String']['output']>;
  /** Clock of the newest reading in it; null for what sums many. */
  readAt?: Maybe<Scalars['DateTime']['output']>;
  /** The feed that it came from; null when several did. */
  source?: Maybe<Source>;
  /** What it adds, in the explained value's unit; null: not known, so left out. */
  value?: Maybe<Scalars['Decimal']['output']>;
  /** Its weight; null for a SUM. */
  weight?: Maybe<Scalars['Decimal']['output']>;
};

/** What a number is made of, down to the market. */
export type Explanation = {
  __typename?: 'Explanation';
  /** The rule that made it. */
  methodology: Methodology;
  /** How the rows make it. */
  operation: ExplainOperation;
  /** How many rows there are. */
  rowCount: Scalars['Int']['output'];
  /** The largest rows; they make the value only all together. */
  rows: Array<ExplainRow>;
  /** What it counts. */
  unit: Unit;
  /** The number. */
  value?: Maybe<Scalars['Decimal']['output']>;
};


/** What a number is made of, down to the market. */
export type ExplanationRowsArgs = {
  first?: Scalars['Int']['input'];
};

/** What a load brought. */
export type Family =
  /** Bars of price and volume, spot and perpetual. */
  | 'CANDLES'
  /** Funding rates, settled and predicted. */
  | 'FUNDING'
  /** Money into funds less money out of them. */
  | 'FUND_FLOWS'
  /** Forced orders. */
  | 'LIQUIDATIONS'
  /** Share of accounts that are net long. */
  | 'LONG_SHORT'
  /** Instrument lists. */
  | 'MARKETS'
  /** Market capitalisations. */
  | 'MARKET_CAPS'
  /** Open interest. */
  | 'OPEN_INTEREST'
  /** Order books, as value resting near mid. */
  | 'ORDER_BOOK'
  /** Coins that exchanges hold. */
  | 'RESERVES'
  /** Sums that another house made, kept beside ours. */
  | 'SERIES';

/** What the store holds of one family. */
export type FamilyHoldings = {
  __typename?: 'FamilyHoldings';
  /** The family. */
  family: Family;
  /** Time of the oldest row; null when there is none. */
  since?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the newest row; null when there is none. */
  until?: Maybe<Scalars['DateTime']['output']>;
};

/** One feature of two episodes. */
export type FeatureDistance = {
  __typename?: 'FeatureDistance';
  /** value - ofValue, in sample standard deviations of the past episodes. */
  difference: Scalars['Float']['output'];
  /** Which. */
  feature: EpisodeFeature;
  /** Of the episode that is asked for. */
  ofValue: Scalars['Float']['output'];
  /** Its part of the squared distance; parts sum to 1; 0 where nothing differs. */
  part: Scalars['Float']['output'];
  /** Of the past episode. */
  value: Scalars['Float']['output'];
};

/** One family of one outside source, of one venue, as the recorder hears it. */
export type Feed = {
  __typename?: 'Feed';
  /**
   * How much of each day it was read for; null where no coverage is kept: of no venue, or a list that is read at a moment.
   * Errors (BAD_USER_INPUT): WINDOW_NOT_WHOLE_MINUTES, WINDOW_EMPTY, TOO_MANY_BUCKETS.
   */
  coverage?: Maybe<FeedCoverage>;
  /** The venue; null for a family that is of none. */
  exchange?: Maybe<Exchange>;
  /** What it brings. */
  family: Family;
  /**
   * Spans since `since` in which it was not read, newest first. A gap that the venue's history can fill is filled by the recorder,
   * and is then no gap any more. Error (BAD_USER_INPUT): WINDOW_EMPTY.
   */
  gaps: Array<FeedGap>;
  /** How far the venue's clock of that record was behind ours, in milliseconds; null before the first. */
  lag?: Maybe<Scalars['Int']['output']>;
  /** When the newest record came, our clock; null before the first. */
  lastMessageAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was last read without a fault, our clock. */
  lastReadAt: Scalars['DateTime']['output'];
  /** Where it comes from. */
  source: Source;
  /** What its recorder last said; null when no recorder ever watched it (it was loaded by command). */
  state?: Maybe<FeedState>;
};


/** One family of one outside source, of one venue, as the recorder hears it. */
export type FeedCoverageArgs = {
  window: WindowInput;
};


/** One family of one outside source, of one venue, as the recorder hears it. */
export type FeedGapsArgs = {
  first?: Scalars['Int']['input'];
  since?: InputMaybe<Scalars['DateTime']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How much of each day of a window a feed was read for, as columns of equal length. */
export type FeedCoverage = {
  __typename?: 'FeedCoverage';
  /**
   * Covered time / time of the day within the window, 0 to 1, 12 decimals. Null for what could not be read yet: before the feed was first
   * read, in time to come, and after the newest record of a feed that is live or was loaded by command.
   */
  share: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Begin of each day, UTC: every day that the window touches. */
  start: Array<Scalars['DateTime']['output']>;
};

/** A span in which a feed was not read: what happened in it is missing, not zero. */
export type FeedGap = {
  __typename?: 'FeedGap';
  /**
   * Why, e.g. FEED_DROPPED, FEED_SILENT, SOURCE_UNAVAILABLE, RECORDER_STOPPED; NOT_READ when no recorder said anything: none was
   * at work, or it was killed.
   */
  cause: Scalars['String']['output'];
  /** Begin: what was last known to be read ends here. */
  from: Scalars['DateTime']['output'];
  /** The same in words; null when nothing was said. */
  message?: Maybe<Scalars['String']['output']>;
  /** End; null while it lasts. */
  to?: Maybe<Scalars['DateTime']['output']>;
};

/** Whether a recorder hears a feed. */
export type FeedState =
  /** It is being opened. */
  | 'CONNECTING'
  /** Not connected; it is tried again and again. */
  | 'DOWN'
  /** Heard from, at its own usual rate. */
  | 'LIVE'
  /** Open, but quiet for far longer than is usual for it: taken for broken, and opened anew. */
  | 'SILENT'
  /** The recorder was stopped. */
  | 'STOPPED';

/** What a forward return is of. */
export type ForwardReturnOf =
  /** Bitcoin's market cap: its price, but for new coins. */
  | 'BITCOIN'
  /** The whole market's cap as its source totals it. */
  | 'TOTAL_CAP'
  /** The whole market's cap less Bitcoin's. */
  | 'TOTAL_EXCLUDING_BITCOIN';

/** What flowed on one day. */
export type FundFlowDay = {
  __typename?: 'FundFlowDay';
  /** The same from the window's begin on, USD. */
  cumulativeUsd: Scalars['Decimal']['output'];
  /** Begin of the day, UTC, as the source stamps it. */
  day: Scalars['DateTime']['output'];
  /** Into the funds less out of them, USD. */
  netUsd: Scalars['Decimal']['output'];
};

/** What flowed into one fund. */
export type FundFlowOfFund = {
  __typename?: 'FundFlowOfFund';
  /** Days that are told. */
  dayCount: Scalars['Int']['output'];
  /** The fund's ticker, as its source tells it. */
  fund: Scalars['String']['output'];
  /** Into it less out of it over the window, USD. */
  netUsd: Scalars['Decimal']['output'];
};

/** Money into the spot funds of one asset less money out of them, by one source. A day without trading has no row: it is missing, not zero. */
export type FundFlows = {
  __typename?: 'FundFlows';
  /** The asset. */
  asset: Asset;
  /** How many days are told. */
  dayCount: Scalars['Int']['output'];
  /** Day by day, oldest first. */
  days: Array<FundFlowDay>;
  /** By fund, the largest inflow first; empty when the source tells the sum of all alone. */
  funds: Array<FundFlowOfFund>;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** Over the window, USD: of the days that are told; null when none is. */
  netUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Who counted; null when no source is held. */
  source?: Maybe<Source>;
};

/** Funding rates of perpetuals: expected, charged, over time, and how unusual they are. */
export type Funding = {
  __typename?: 'Funding';
  /**
   * By one dimension or two at once, largest open interest first. The groups' means, weighted by their open interest, are the mean.
   * Errors (BAD_USER_INPUT): DIMENSIONS.
   */
  breakdown: Array<FundingGroup>;
  /** The mean by bucket, and what was left out of it. */
  columns: FundingColumns;
  /** What is expected to be charged next, at the window's end: always predictions. */
  current: CurrentFundings;
  /** The markets whose mean `mean.rate8h` is: value is the market's rate of 8 hours, weight its open interest in USD, summed over the buckets. */
  explain: Explanation;
  /** The daily mean of 8 hours at the window's end against the trailing days. */
  extremes: TrailingExtremes;
  /** Whether everything but `current` is of settled or of predicted rates. */
  kind: FundingKind;
  /** Over all markets and buckets of the window: sum of rate x open interest / sum of open interest. */
  mean: FundingMean;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** How many markets pay from short to long. */
  negativeShare: NegativeFunding;
  /** Where the mean by bucket changed its sign within the window, oldest first. A mean of zero, or one that is not known, has no sign. */
  signFlips: Array<FundingSignFlip>;
  /** One measure by bucket. Null where no market counts. */
  timeSeries: TimeSeries;
  /** One measure by bucket for each group, largest open interest first. Errors (BAD_USER_INPUT): DIMENSIONS. */
  timeSeriesBy: Array<FundingGroupSeries>;
};


/** Funding rates of perpetuals: expected, charged, over time, and how unusual they are. */
export type FundingBreakdownArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
};


/** Funding rates of perpetuals: expected, charged, over time, and how unusual they are. */
export type FundingExtremesArgs = {
  days?: Scalars['Int']['input'];
};


/** Funding rates of perpetuals: expected, charged, over time, and how unusual they are. */
export type FundingTimeSeriesArgs = {
  measure?: FundingMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Funding rates of perpetuals: expected, charged, over time, and how unusual they are. */
export type FundingTimeSeriesByArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
  measure?: FundingMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** The rate by bucket with what made it, as columns: arrays of equal length. */
export type FundingColumns = {
  __typename?: 'FundingColumns';
  /** Markets that count. */
  marketCount: Array<Scalars['Int']['output']>;
  /** Mean weighted by open interest, of 8 hours; null where no market counts. */
  rate8h: Array<Maybe<Scalars['Decimal']['output']>>;
  /** The same of a year. */
  rateYear: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Begin of each bucket, UTC. */
  start: Array<Scalars['DateTime']['output']>;
  /** Markets with a rate, but without open interest: left out. */
  withoutOpenInterest: Array<Scalars['Int']['output']>;
  /** Markets with open interest, but without a rate: left out. */
  withoutRate: Array<Scalars['Int']['output']>;
};

/** Which perpetuals count. Conditions are joined by AND; left out or null: no condition. */
export type FundingFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** The rates of one group. */
export type FundingGroup = {
  __typename?: 'FundingGroup';
  /** What they have in common. */
  key: GroupKey;
  /** Over its markets and all buckets of the window. */
  mean: FundingMean;
  /** The group's part of the open interest that weighs the answer's mean, 0 to 1; shares of all groups sum to exactly 1. Null when that is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** One measure of one group over time. */
export type FundingGroupSeries = {
  __typename?: 'FundingGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** By bucket. */
  series: TimeSeries;
  /** The group's part of the open interest of the window, 0 to 1; shares of all groups sum to exactly 1. Null when that is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** Whether a rate was charged or is expected. The two are never mixed. */
export type FundingKind =
  /** What would be charged at the next settlement, by what was known at its time; moves until then. */
  | 'PREDICTED'
  /** Charged at its time. */
  | 'SETTLED';

/** Rates of several markets together. A market counts where both its rate and its open interest are known and young enough. */
export type FundingMean = {
  __typename?: 'FundingMean';
  /** Markets that count. */
  marketCount: Scalars['Int']['output'];
  /** Mean weighted by open interest, of 8 hours, 12 decimals; null when no market counts, or none has open interest above zero. */
  rate8h?: Maybe<Scalars['Decimal']['output']>;
  /** The same of a year of 365 days, not compounded: x 1095. */
  rateYear?: Maybe<Scalars['Decimal']['output']>;
  /** Markets with a rate, but without open interest: left out. */
  withoutOpenInterest: Scalars['Int']['output'];
  /** Markets with open interest, but without a rate: left out. */
  withoutRate: Scalars['Int']['output'];
};

/** What is measured of funding. A mean is weighted by each market's open interest in USD. */
export type FundingMeasure =
  /** Markets with a rate below zero / markets with a rate and open interest, 0 to 1. */
  | 'NEGATIVE_SHARE'
  /** Open interest of markets with a rate below zero / that of all with a rate, 0 to 1. */
  | 'NEGATIVE_SHARE_BY_OPEN_INTEREST'
  /** Mean of the rates, each of 8 hours: rate x 480 / its interval in minutes. Positive: longs pay shorts. */
  | 'RATE_8H'
  /** Mean of the rates, each of a year of 365 days, not compounded: RATE_8H x 1095. */
  | 'RATE_YEAR';

/** A change of sign of the mean rate. */
export type FundingSignFlip = {
  __typename?: 'FundingSignFlip';
  /** The first mean with the new sign, of 8 hours. */
  after: Scalars['Decimal']['output'];
  /** Begin of the first bucket with the new sign. */
  at: Scalars['DateTime']['output'];
  /** The last mean with the old sign, of 8 hours. */
  before: Scalars['Decimal']['output'];
};

/** What the rows of one group have in common. A field is null when the breakdown does not ask for it, or when it is not known of them. */
export type GroupKey = {
  __typename?: 'GroupKey';
  /** The base asset. */
  asset?: Maybe<Asset>;
  /** The venue. */
  exchange?: Maybe<Exchange>;
  /** Perpetual or dated. */
  kind?: Maybe<MarketKind>;
  /** The same in a word or two, for a legend, e.g. "binance / BTC"; "unknown" where nothing is known. */
  label: Scalars['String']['output'];
  /** What the contract is margined in. */
  margin?: Maybe<MarginType>;
  /** The base asset's sector; null also for assets of no known sector. */
  sector?: Maybe<Sector>;
  /** Size class of forced orders; null also for orders without a USD value. */
  size?: Maybe<LiquidationSize>;
  /** The base asset's size class at the window's begin; null also for assets whose cap is not known. */
  tier?: Maybe<CapTier>;
};

/** What the assets of one group did over the window: those that have a cap at both ends. */
export type GroupReturns = {
  __typename?: 'GroupReturns';
  /** How many there are. */
  assetCount: Scalars['Int']['output'];
  /** The member that did best; null when none was worth anything. */
  best?: Maybe<MemberReturn>;
  /** Change of their caps together, a fraction (-0.05 is -5 %), 12 decimals; null when they were worth nothing. */
  change?: Maybe<Scalars['Decimal']['output']>;
  /** How many fell by `threshold` or more. */
  fellCount: Scalars['Int']['output'];
  /** What they have in common. */
  key: GroupKey;
  /** The middle one of the members' own changes; the mean of the two middle ones where their number is even. Null when none was worth anything. */
  medianChange?: Maybe<Scalars['Decimal']['output']>;
  /** The member that did worst; null when none was worth anything. */
  worst?: Maybe<MemberReturn>;
};

/** Coins that one holder keeps. */
export type HolderReserve = {
  __typename?: 'HolderReserve';
  /** Begin of the oldest bar in it; null when `coins` is. */
  at?: Maybe<Scalars['DateTime']['output']>;
  /** Change over some days up to the window's end. */
  change?: Maybe<ReserveChange>;
  /** Coins by the last bar that had ended at the window's end, of all tokens that the source takes for the asset; null when it is more than 7 days old. */
  coins?: Maybe<Scalars['Decimal']['output']>;
  /** The venue; null for a house that is no venue here, or where the source names none. */
  exchange?: Maybe<Exchange>;
  /** The holder's name as its source tells it; null for a venue of ours. */
  label?: Maybe<Scalars['String']['output']>;
  /** coins / the coins of all holders, 0 to 1; null when either is not known. Shares of all sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
};


/** Coins that one holder keeps. */
export type HolderReserveChangeArgs = {
  days?: Scalars['Int']['input'];
};

/** Width of the buckets of a series. Buckets are aligned to UTC: days begin at 00:00, weeks on Monday. */
export type Interval =
  /** 1 day, from 00:00 UTC. */
  | 'DAY'
  /** 15 minutes. */
  | 'FIFTEEN_MINUTES'
  /** 5 minutes. */
  | 'FIVE_MINUTES'
  /** 4 hours, from 00:00 UTC. */
  | 'FOUR_HOURS'
  /** 1 hour. */
  | 'HOUR'
  /** 1 minute. */
  | 'MINUTE'
  /** 12 hours, from 00:00 UTC. */
  | 'TWELVE_HOURS'
  /** 7 days, from Monday 00:00 UTC. */
  | 'WEEK';

/** An interval that holds a number with 95 % confidence. */
export type Interval95 = {
  __typename?: 'Interval95';
  /** Upper end. */
  high: Scalars['Float']['output'];
  /** Lower end. */
  low: Scalars['Float']['output'];
};

/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type Leverage = {
  __typename?: 'Leverage';
  /** By asset, sector or size class, the largest open interest first, at the window's end. Assets without a cap of their own stand with a notice. */
  breakdown: Array<LeverageRow>;
  /** By asset, the largest open interest in USD first: open interest against exchange reserves, in coins. */
  estimated: Array<EstimatedLeverage>;
  /** The assets that make the total of those held: their own ratios, weighted by market cap. */
  explain: Explanation;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** The total of the assets held, by bucket. */
  timeSeries: TimeSeries;
  /** The ratio by bucket for each group, the largest open interest first; groups without an asset that ever had a cap are left out. */
  timeSeriesBy: Array<LeverageGroupSeries>;
  /**
   * All assets together, at the window's end. HELD: the assets with open interest in the selection and a cap, on both sides.
   * ALL_LISTED: open interest of the whole selection over the cap of the whole market as its source totals it; NO_CAP when none is held.
   */
  total: LeverageRow;
};


/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type LeverageBreakdownArgs = {
  by: LeverageDimension;
  first?: Scalars['Int']['input'];
};


/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type LeverageEstimatedArgs = {
  first?: Scalars['Int']['input'];
};


/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type LeverageTimeSeriesArgs = {
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type LeverageTimeSeriesByArgs = {
  by: LeverageDimension;
  first?: Scalars['Int']['input'];
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Leverage: open interest against market cap, and against the coins that exchanges hold. */
export type LeverageTotalArgs = {
  universe?: Universe;
};

/** By what leverage is broken down. */
export type LeverageDimension =
  /** The asset. */
  | 'ASSET'
  /** The asset's sector. */
  | 'SECTOR'
  /** The asset's size class by market cap at the window's begin. */
  | 'TIER';

/** Leverage of one group over time. */
export type LeverageGroupSeries = {
  __typename?: 'LeverageGroupSeries';
  /** What its assets have in common. */
  key: GroupKey;
  /** The ratio at the window's end; null when it is not known. */
  now?: Maybe<Scalars['Decimal']['output']>;
  /** By bucket: null where an expected market or a cap has no reading young enough. */
  series: TimeSeries;
};

/** Open interest against market cap, of the same assets on both sides. */
export type LeverageRow = {
  __typename?: 'LeverageRow';
  /** Assets that count: those with open interest in the selection and a market cap. */
  assetCount: Scalars['Int']['output'];
  /** Market cap of the same assets, USD; null when none of them has one young enough. */
  capUsd?: Maybe<Scalars['Decimal']['output']>;
  /** What its assets have in common; of the total only the label, "total". */
  key: GroupKey;
  /**
   * Why the ratio is missing or what it leaves out: NO_CAP names assets without a market cap, which count on neither side; STALE when a
   * market's last reading is too old. Null when there is nothing to know.
   */
  notice?: Maybe<Notice>;
  /**
   * Open interest of the assets that count, at the window's end, USD. Null when an expected market has no reading young enough, and when
   * no asset of the row has a cap.
   */
  openInterestUsd?: Maybe<Scalars['Decimal']['output']>;
  /** openInterestUsd / capUsd, 12 decimals; null when either is not known. */
  ratio?: Maybe<Scalars['Decimal']['output']>;
};

/** Which part of open interest is taken to have a leverage. */
export type LeverageWeight = {
  __typename?: 'LeverageWeight';
  /** Value of the position / margin put up. */
  leverage: Scalars['Int']['output'];
  /** Before it was fitted, a part of open interest. */
  prior: Scalars['Float']['output'];
  /** As the answer uses it, a part of open interest; of an asset only where its venues allow the leverage. */
  weight: Scalars['Float']['output'];
};

/** Which part of open interest is taken to have a leverage. */
export type LeverageWeightInput = {
  /** One of 2, 3, 5, 10, 20, 50, 100. */
  leverage: Scalars['Int']['input'];
  /** A part of open interest, 0 to 1. */
  weight: Scalars['Float']['input'];
};

/** Forced orders that were committed together, or none: the cursor alone (see Subscription). */
export type LiquidationBatch = {
  __typename?: 'LiquidationBatch';
  /** Where the subscriber stands: `after` of a later subscription goes on behind it. None is missed and none is told twice. */
  cursor: Scalars['String']['output'];
  /** The orders, in the order of their commits; empty: none that were asked for came up to the cursor. */
  orders: Array<LiquidationOrder>;
};

/** The buckets as columns: arrays of equal length, a third of the bytes of points. Null: no feed was read in that bucket. */
export type LiquidationColumns = {
  __typename?: 'LiquidationColumns';
  /** Covered time / bucket time over all exchanges of the basket, 0 to 1. */
  coverage: Array<Scalars['Decimal']['output']>;
  /** longUsd / usd, 0 to 1, 12 decimals; also null where usd is 0. */
  longShare: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Notional of closed longs, USD. */
  longUsd: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Forced orders, valued or not. */
  orderCount: Array<Maybe<Scalars['Int']['output']>>;
  /** Notional of closed shorts, USD. */
  shortUsd: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Begin of each bucket, UTC. */
  start: Array<Scalars['DateTime']['output']>;
  /** Notional of closed longs and shorts, USD. */
  usd: Array<Maybe<Scalars['Decimal']['output']>>;
};

/** How much of a total a few assets carry. */
export type LiquidationConcentration = {
  __typename?: 'LiquidationConcentration';
  /** altcoinUsd / total, 0 to 1. */
  altcoinShare: Scalars['Decimal']['output'];
  /** Notional of everything but Bitcoin, USD. */
  altcoinUsd: Scalars['Decimal']['output'];
  /** The assets, largest first. */
  assets: Array<AssetLiquidations>;
  /** Sum of the squared shares of all assets, 0 to 1: 1 is a single asset (Herfindahl-Hirschman index). */
  herfindahl: Scalars['Decimal']['output'];
  /** Notional of the largest single order / total, 0 to 1; null when no order has a value. */
  largestOrderShare?: Maybe<Scalars['Decimal']['output']>;
  /** How many assets are the top. */
  top: Scalars['Int']['output'];
  /** topUsd / total, 0 to 1. */
  topShare: Scalars['Decimal']['output'];
  /** Notional of the top together, USD. */
  topUsd: Scalars['Decimal']['output'];
};

/** By what forced orders are broken down. */
export type LiquidationDimension =
  /** The base asset. */
  | 'ASSET'
  /** The venue. */
  | 'EXCHANGE'
  /** Perpetual or dated. */
  | 'KIND'
  /** What the contract is margined in. */
  | 'MARGIN'
  /** The base asset's sector. */
  | 'SECTOR'
  /** Size class of the single order, by its notional. */
  | 'SIZE'
  /** The base asset's size class by market cap at the window's begin. */
  | 'TIER';

/** Which forced orders count. Conditions are joined by AND; left out or null: no condition. */
export type LiquidationFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only perpetuals or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** The forced orders of one group. */
export type LiquidationGroup = {
  __typename?: 'LiquidationGroup';
  /** What they have in common. */
  key: GroupKey;
  /** total.usd / the answer's total.usd, 0 to 1; null when that is 0. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
  /** Their sums. */
  total: LiquidationTotal;
};

/** One measure of one group over time. */
export type LiquidationGroupSeries = {
  __typename?: 'LiquidationGroupSeries';
  /** What the orders have in common. */
  key: GroupKey;
  /** By bucket. */
  series: TimeSeries;
  /** Notional of the group over the window, USD. */
  totalUsd: Scalars['Decimal']['output'];
};

/** Liquidations against what could be liquidated. */
export type LiquidationIntensity = {
  __typename?: 'LiquidationIntensity';
  /** Notional of all forced orders of the window, USD. */
  liquidatedUsd: Scalars['Decimal']['output'];
  /** Open interest of the same venues at the window's begin, USD. */
  openInterestUsd: Scalars['Decimal']['output'];
  /** liquidatedUsd / openInterestUsd. */
  ratio: Scalars['Decimal']['output'];
};

/** What is closed by force while a price passes through a step. */
export type LiquidationLevel = {
  __typename?: 'LiquidationLevel';
  /** Closed by force from the price to the farther end, whole USD. */
  cumulativeUsd: Scalars['Decimal']['output'];
  /** Nearer end of the step, a fraction of the price: -0.02 is 2 % below it. */
  from: Scalars['Float']['output'];
  /** Price at the nearer end, USD a coin; null for several assets. */
  fromPrice?: Maybe<Scalars['Decimal']['output']>;
  /** Whose positions: longs below the price, shorts above it. */
  side: PositionSide;
  /** Farther end. */
  to: Scalars['Float']['output'];
  /** Price at the farther end, USD a coin; null for several assets. */
  toPrice?: Maybe<Scalars['Decimal']['output']>;
  /** Closed by force within the step, whole USD. */
  usd: Scalars['Decimal']['output'];
};

/** What is measured of forced orders. */
export type LiquidationMeasure =
  /** LONG_USD / USD, 0 to 1; null where USD is 0. */
  | 'LONG_SHARE'
  /** Notional of closed longs, USD. */
  | 'LONG_USD'
  /** Forced orders, valued or not (by size class: valued ones). */
  | 'ORDER_COUNT'
  /** Notional of closed shorts, USD. */
  | 'SHORT_USD'
  /** Notional of closed longs and shorts, USD. */
  | 'USD';

/** One forced order as a feed printed it. */
export type LiquidationOrder = Node & {
  __typename?: 'LiquidationOrder';
  /** Size in coins; null for a quanto contract. */
  baseQuantity?: Maybe<Scalars['Decimal']['output']>;
  /** Size as the venue counts it, in contracts. */
  contracts: Scalars['Decimal']['output'];
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** The market. */
  market: Market;
  /** Size in USD; null when no USD value can be had, never a guess. */
  notionalUsd?: Maybe<Scalars['Decimal']['output']>;
  /** When Unwind received it, by our clock; for the sample, the time it pretends. */
  observedAt: Scalars['DateTime']['output'];
  /** Average fill where the venue prints it (Binance), else the bankruptcy price (Bybit, OKX); quote units per unit of the venue's base. */
  price: Scalars['Decimal']['output'];
  /** Side of the position that was closed. */
  side: PositionSide;
  /** The feed that printed it. */
  source: Source;
  /** When, by the venue's clock. */
  time: Scalars['DateTime']['output'];
};

/** A page of forced orders. */
export type LiquidationOrderConnection = {
  __typename?: 'LiquidationOrderConnection';
  /** The rows with their cursors. */
  edges: Array<LiquidationOrderEdge>;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** The rows. */
  nodes: Array<LiquidationOrder>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** A forced order and its cursor. */
export type LiquidationOrderEdge = {
  __typename?: 'LiquidationOrderEdge';
  /** Opaque; stays valid while rows are added. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: LiquidationOrder;
};

/** Which single orders to list. Conditions are joined by AND; left out or null: no condition. */
export type LiquidationOrderFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only perpetuals or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only orders of at least this notional, USD. Leaves out orders without a USD value. */
  minUsd?: InputMaybe<Scalars['Decimal']['input']>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only this side of the position. */
  side?: InputMaybe<PositionSide>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** How single orders are sorted. */
export type LiquidationOrderSort =
  /** Largest notional first; orders without a USD value last. */
  | 'NOTIONAL_DESC'
  /** Oldest first. */
  | 'TIME_ASC'
  /** Newest first. */
  | 'TIME_DESC';

/** One bucket. Its values are null when no feed was read in it: missing is never zero. */
export type LiquidationPoint = {
  __typename?: 'LiquidationPoint';
  /** Covered time / bucket time over all exchanges of the basket, 0 to 1. Below 1 the sums are lower bounds. */
  coverage: Scalars['Decimal']['output'];
  /** longUsd / usd, 0 to 1, 12 decimals; also null when usd is 0. */
  longShare?: Maybe<Scalars['Decimal']['output']>;
  /** Notional of closed longs, USD. */
  longUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Forced orders, valued or not. */
  orderCount?: Maybe<Scalars['Int']['output']>;
  /** Notional of closed shorts, USD. */
  shortUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of the bucket, UTC. */
  start: Scalars['DateTime']['output'];
  /** Notional of closed longs and shorts, USD. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** Liquidations over time, oldest first. The first and last bucket count only what lies within the window. */
export type LiquidationSeries = {
  __typename?: 'LiquidationSeries';
  /** One array a field. */
  columns: LiquidationColumns;
  /** Width of the buckets. */
  interval: Interval;
  /** One object a bucket. */
  points: Array<LiquidationPoint>;
};

/** Size class of a forced order by its notional in USD. */
export type LiquidationSize =
  /** Below 10,000 USD. */
  | 'BELOW_10K'
  /** 1 million USD or more, below 10 million. */
  | 'FROM_1M'
  /** 10,000 USD or more, below 100,000. */
  | 'FROM_10K'
  /** 10 million USD or more. */
  | 'FROM_10M'
  /** 100,000 USD or more, below 1 million. */
  | 'FROM_100K';

/** Sums of forced orders over a window. Sums count what the feeds printed: see `completeness` and `floorShare`. */
export type LiquidationTotal = {
  __typename?: 'LiquidationTotal';
  /** floorUsd / usd, 0 to 1: the part of the sum that is only a lower bound; null when usd is 0. */
  floorShare?: Maybe<Scalars['Decimal']['output']>;
  /** Part of `usd` printed while its feed was not COMPLETE, so only a lower bound, USD: each order counts by the rule at its time. */
  floorUsd: Scalars['Decimal']['output'];
  /** Notional of the largest single order, USD; null when no order has a value. */
  largestUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Closed longs among them, valued or not. */
  longCount: Scalars['Int']['output'];
  /** longUsd / usd, 0 to 1, 12 decimals; null when usd is 0. */
  longShare?: Maybe<Scalars['Decimal']['output']>;
  /** Notional of closed longs, USD. */
  longUsd: Scalars['Decimal']['output'];
  /** Forced orders, valued or not. */
  orderCount: Scalars['Int']['output'];
  /** Closed shorts among them, valued or not. */
  shortCount: Scalars['Int']['output'];
  /** Notional of closed shorts, USD. */
  shortUsd: Scalars['Decimal']['output'];
  /** Orders without a USD value (quanto, or quoted in a coin without a price): counted, but in no USD sum. */
  unvaluedCount: Scalars['Int']['output'];
  /** Notional of all forced orders that have a USD value, USD. */
  usd: Scalars['Decimal']['output'];
};

/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type Liquidations = {
  __typename?: 'Liquidations';
  /**
   * By one dimension or by two at once, largest first: groups with at least one order. Sums of all groups are the total to the last digit.
   * Errors (BAD_USER_INPUT): DIMENSIONS.
   */
  breakdown: Array<LiquidationGroup>;
  /** By base asset, largest first; assets with at least one order. */
  byAsset: Array<AssetLiquidations>;
  /** By venue, largest first; every exchange of the basket, none where no market of what was asked is known. */
  byExchange: Array<ExchangeLiquidations>;
  /** By sector, largest first; sectors with at least one order. */
  bySector: Array<SectorLiquidations>;
  /** The weakest completeness of any exchange of the basket: see `completenessByExchange`. */
  completeness: Completeness;
  /** What each venue's feed prints. */
  completenessByExchange: Array<ExchangeCompleteness>;
  /** How much of the total a few assets carry; null when no feed was read, or nothing was liquidated. */
  concentration?: Maybe<LiquidationConcentration>;
  /** How much of the window the feeds were read for. */
  coverage: Coverage;
  /** The markets that make the total. */
  explain: Explanation;
  /**
   * Liquidations against the open interest that stood when the window began, on the same venues, filter and `asOf`; null when either is
   * not known.
   */
  intensity?: Maybe<LiquidationIntensity>;
  /** The largest orders by notional, largest first. Error (BAD_USER_INPUT): MONTH_RETIRED when single orders of a part of the window are no longer in the store. */
  largestOrders: Array<LiquidationOrder>;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** Totals of windows of usual lengths that all end with the window. */
  rolling: Array<RollingLiquidations>;
  /** Sums by bucket. */
  series: LiquidationSeries;
  /** One measure by bucket. Null where no feed was read, or no market of what was asked is known. */
  timeSeries: TimeSeries;
  /**
   * One measure by bucket for each group, the group with the largest total first. Null where none of the group's venues was read.
   * Errors (BAD_USER_INPUT): DIMENSIONS; SIZE_BY_HOUR, as orders are kept by size class an hour at the finest.
   */
  timeSeriesBy: Array<LiquidationGroupSeries>;
  /** Sums over all groups; null when no feed was read at any time of the window, or no market of what was asked is known: missing is never zero. */
  total?: Maybe<LiquidationTotal>;
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsBreakdownArgs = {
  by: Array<LiquidationDimension>;
  first?: Scalars['Int']['input'];
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsByAssetArgs = {
  first?: Scalars['Int']['input'];
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsConcentrationArgs = {
  top?: Scalars['Int']['input'];
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsExplainArgs = {
  measure?: LiquidationMeasure;
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsLargestOrdersArgs = {
  first?: Scalars['Int']['input'];
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsRollingArgs = {
  lengths?: Array<RollingLength>;
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsTimeSeriesArgs = {
  measure?: LiquidationMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Forced orders of a window: totals, groups, series, and how far to trust them. */
export type LiquidationsTimeSeriesByArgs = {
  by: Array<LiquidationDimension>;
  first?: Scalars['Int']['input'];
  measure?: LiquidationMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** How many accounts are long: one account one vote, whatever its size. */
export type LongShort = {
  __typename?: 'LongShort';
  /**
   * By one dimension or two at once, largest open interest first. The groups' means, weighted by their open interest, are the mean.
   * Errors (BAD_USER_INPUT): DIMENSIONS.
   */
  breakdown: Array<LongShortGroup>;
  /** The markets whose mean `mean.longShare` is: value is the market's share, weight its open interest in USD, summed over the buckets. */
  explain: Explanation;
  /** The daily mean share at the window's end against the trailing days. */
  extremes: TrailingExtremes;
  /** Over all markets in the last bucket. */
  latest: LongShortMean;
  /** By market in the last bucket, that with the largest open interest first. */
  markets: Array<MarketLongShort>;
  /** Over all markets and buckets of the window: sum of share x open interest / sum of open interest. */
  mean: LongShortMean;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** One measure by bucket. Null where no market counts. */
  timeSeries: TimeSeries;
  /** One measure by bucket for each group, largest open interest first. Errors (BAD_USER_INPUT): DIMENSIONS. */
  timeSeriesBy: Array<LongShortGroupSeries>;
};


/** How many accounts are long: one account one vote, whatever its size. */
export type LongShortBreakdownArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
};


/** How many accounts are long: one account one vote, whatever its size. */
export type LongShortExtremesArgs = {
  days?: Scalars['Int']['input'];
};


/** How many accounts are long: one account one vote, whatever its size. */
export type LongShortMarketsArgs = {
  first?: Scalars['Int']['input'];
};


/** How many accounts are long: one account one vote, whatever its size. */
export type LongShortTimeSeriesArgs = {
  measure?: LongShortMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** How many accounts are long: one account one vote, whatever its size. */
export type LongShortTimeSeriesByArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
  measure?: LongShortMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** Which derivatives count. Conditions are joined by AND; left out or null: no condition. */
export type LongShortFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only perpetuals or only dated futures; SPOT has no positions and is refused. */
  kind?: InputMaybe<MarketKind>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** The accounts of one group. */
export type LongShortGroup = {
  __typename?: 'LongShortGroup';
  /** What they have in common. */
  key: GroupKey;
  /** Over its markets and all buckets of the window. */
  mean: LongShortMean;
  /** The group's part of the open interest that weighs the answer's mean, 0 to 1; shares of all groups sum to exactly 1. Null when that is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** One measure of one group over time. */
export type LongShortGroupSeries = {
  __typename?: 'LongShortGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** By bucket. */
  series: TimeSeries;
  /** The group's part of the open interest of the window, 0 to 1; shares of all groups sum to exactly 1. Null when that is 0. */
  weightShare?: Maybe<Scalars['Decimal']['output']>;
};

/** Shares of several markets together. A market counts where both its share and its open interest are known and young enough. */
export type LongShortMean = {
  __typename?: 'LongShortMean';
  /** Accounts net long / accounts with a position, mean weighted by open interest, 0 to 1, 12 decimals; null when no market counts. */
  longShare?: Maybe<Scalars['Decimal']['output']>;
  /** Markets that count. */
  marketCount: Scalars['Int']['output'];
  /** longShare / (1 - longShare), 12 decimals; null also when longShare is 1. */
  ratio?: Maybe<Scalars['Decimal']['output']>;
  /** Markets with a share, but without open interest: left out. */
  withoutOpenInterest: Scalars['Int']['output'];
};

/** What is measured of accounts. A mean is weighted by each market's open interest in USD. */
export type LongShortMeasure =
  /** Accounts that are net long / accounts with a position, 0 to 1. */
  | 'LONG_SHARE'
  /** LONG_SHARE / (1 - LONG_SHARE), as venues print it; null where no account is short. */
  | 'LONG_SHORT_RATIO';

/** What a contract is margined and settled in. */
export type MarginType =
  /** The coin itself, or another one. */
  | 'COIN'
  /** A currency that counts as USD. */
  | 'STABLE';

/** One derivatives market of one venue. */
export type Market = Node & {
  __typename?: 'Market';
  /** Whether the venue trades it now, as of the last load of markets. */
  active: Scalars['Boolean']['output'];
  /** The asset whose price the contract follows. */
  baseAsset: Asset;
  /** Coins in one unit of the venue's base: 1000 for "1000PEPEUSDT", else 1. */
  baseMultiplier: Scalars['Decimal']['output'];
  /** LINEAR: units of the venue's base in one contract; INVERSE: USD in one contract. */
  contractSize: Scalars['Decimal']['output'];
  /** The venue. */
  exchange: Exchange;
  /** When a dated future is delivered; null for a perpetual. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** Perpetual or dated. */
  kind: MarketKind;
  /** When the venue listed it; null when the venue does not tell. */
  listedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Quote currency. USDT and USDC count as USD throughout this API. */
  quote: Scalars['String']['output'];
  /** Currency in which profit and loss are settled. */
  settle: Scalars['String']['output'];
  /** What a contract is worth. */
  style: ContractStyle;
  /** ccxt's unified symbol, e.g. "BTC/USDT:USDT". */
  symbol: Scalars['String']['output'];
  /** The venue's own id, e.g. "BTCUSDT". */
  venueSymbol: Scalars['String']['output'];
  /**
   * What the instrument was, oldest first: a row each time its symbol, size or state changed. Its numbers are computed with the size
   * that was valid at their time.
   */
  versions: Array<MarketVersion>;
};

/** The basis of one market in the window's last bucket. */
export type MarketBasis = {
  __typename?: 'MarketBasis';
  /** basis x 365 days / time to delivery, 12 decimals; null for a perpetual. */
  annualised?: Maybe<Scalars['Decimal']['output']>;
  /** When both bars ended, by the venue's clock. */
  at: Scalars['DateTime']['output'];
  /** (price - spotPrice) / spotPrice, 12 decimals. */
  basis: Scalars['Decimal']['output'];
  /** The perpetual or dated future. */
  market: Market;
  /** Close of the derivative, USD per coin. */
  price: Scalars['Decimal']['output'];
  /** The spot market of the same venue that it is held against. */
  spotMarket: Market;
  /** Close of spot, USD per coin. */
  spotPrice: Scalars['Decimal']['output'];
  /** Open interest in USD or coins traded, as asked; null when it is not known: the market is then in no mean. */
  weight?: Maybe<Scalars['Decimal']['output']>;
};

/** A market's book when it was last read. */
export type MarketBook = {
  __typename?: 'MarketBook';
  /** Orders to sell. */
  asks: BookSideDepth;
  /** Orders to buy. */
  bids: BookSideDepth;
  /** The market. */
  market: Market;
  /** Middle between best bid and best ask, USD a coin. */
  mid: Scalars['Decimal']['output'];
  /** When it was read: the venue's clock, or ours where it has none. */
  readAt: Scalars['DateTime']['output'];
  /** (best ask - best bid) / mid, a fraction, 12 decimals. */
  spread: Scalars['Decimal']['output'];
};

/** Market caps over time, on one universe from begin to end. */
export type MarketCap = {
  __typename?: 'MarketCap';
  /** How many assets are held one by one when the window begins. */
  assetCount: Scalars['Int']['output'];
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** What each group did over the window, the worst first: assets with a cap at both ends. */
  returns: Array<GroupReturns>;
  /** The whole market or a part of it by bucket: the value at the end of each. Null where a reading that it needs is missing or too old. */
  timeSeries: TimeSeries;
  /** The groups by bucket, the largest at the window's begin first. Errors (BAD_USER_INPUT): PRICE_OF_ONE_ASSET when not by ASSET. */
  timeSeriesBy: Array<MarketCapGroupSeries>;
  /** At the window's end, USD; null when it is not known. */
  totalUsd?: Maybe<Scalars['Decimal']['output']>;
  /**
   * How the whole market, as its source totals it, or one asset stands against its own past.
   * Errors (BAD_USER_INPUT): UNKNOWN_ASSET; WINDOW_NOT_WHOLE_HOURS when the window does not end at a whole hour.
   */
  trend: MarketCapTrend;
  /** What counts as the whole market. HELD: the assets with a reading young enough when the window begins, those and no others. */
  universe: Universe;
};


/** Market caps over time, on one universe from begin to end. */
export type MarketCapReturnsArgs = {
  by?: MarketCapDimension;
  threshold?: Scalars['Decimal']['input'];
};


/** Market caps over time, on one universe from begin to end. */
export type MarketCapTimeSeriesArgs = {
  measure?: MarketCapMeasure;
  of?: InputMaybe<MarketCapPartInput>;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Market caps over time, on one universe from begin to end. */
export type MarketCapTimeSeriesByArgs = {
  by: MarketCapDimension;
  first?: Scalars['Int']['input'];
  measure?: MarketCapMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Market caps over time, on one universe from begin to end. */
export type MarketCapTrendArgs = {
  asset?: InputMaybe<Scalars['String']['input']>;
  days?: Scalars['Int']['input'];
};

/** By what a market is broken down over time. */
export type MarketCapDimension =
  /** The asset. */
  | 'ASSET'
  /** The asset's sector. */
  | 'SECTOR'
  /** The asset's size class when the window begins. */
  | 'TIER';

/** One measure of one group over time. */
export type MarketCapGroupSeries = {
  __typename?: 'MarketCapGroupSeries';
  /** Cap of the group when the window begins, USD. */
  fromUsd: Scalars['Decimal']['output'];
  /** What its assets have in common. */
  key: GroupKey;
  /** By bucket. Null where the cap of any of the group's assets is not known. */
  series: TimeSeries;
};

/** What is measured of the whole market or a part of it. */
export type MarketCapMeasure =
  /** Market cap, USD. */
  | 'CAP_USD'
  /** Cap of the part / cap of the universe, 0 to 1; 1 for the whole. */
  | 'DOMINANCE'
  /** Price of one coin, USD; of one asset alone. */
  | 'PRICE_USD';

/** A part of the whole market to follow over time; at most one of the four. All left out: the whole market. */
export type MarketCapPartInput = {
  /** One asset, by code. */
  asset?: InputMaybe<Scalars['String']['input']>;
  /** Everything but one asset, e.g. the market without Bitcoin. */
  excluding?: InputMaybe<Scalars['String']['input']>;
  /** The assets of one sector, by code, that are held when the window begins. */
  sector?: InputMaybe<Scalars['String']['input']>;
  /** The assets of one size class when the window begins. */
  tier?: InputMaybe<CapTier>;
};

/**
 * How a market cap stands against its own past. Compared are its values at the end of each hour of the last `days` days before the
 * window's end, and the window's end itself.
 */
export type MarketCapTrend = {
  __typename?: 'MarketCapTrend';
  /** Change over the 24 hours up to the window's end, a fraction, 12 decimals; null when either end is not known. */
  dayChange?: Maybe<Scalars['Decimal']['output']>;
  /** How many days back. */
  days: Scalars['Int']['output'];
  /** usd / peak.usd - 1, 0 or below, 12 decimals; null when `usd` is. */
  drawdown?: Maybe<Scalars['Decimal']['output']>;
  /** usd / high.usd - 1, 0 or below, 12 decimals: the fall from the highest of the n days; null when `usd` is. */
  fromHigh?: Maybe<Scalars['Decimal']['output']>;
  /** The highest; null when none is known. */
  high?: Maybe<CapMoment>;
  /** Hours within them whose value is not known: a lower or higher one may lie there. */
  hoursMissing: Scalars['Int']['output'];
  /** Whether no known hour stood higher: an n-day high. Null when `usd` is. */
  isHigh?: Maybe<Scalars['Boolean']['output']>;
  /** Whether no known hour stood lower: an n-day low. Null when `usd` is. */
  isLow?: Maybe<Scalars['Boolean']['output']>;
  /** Whether `dayChange` is below zero and no step before was deeper: the sharpest daily fall in n days. Null when `dayChange` is. */
  isSharpestFall?: Maybe<Scalars['Boolean']['output']>;
  /** The lowest; null when none is known. */
  low?: Maybe<CapMoment>;
  /**
   * The highest over all data held up to the window's end: by the end of each day, and of each hour of the last n days; null when none is
   * known.
   */
  peak?: Maybe<CapMoment>;
  /** End of the first day or hour that is known: the peak is over [peakSince, window.to]. Null when none is. */
  peakSince?: Maybe<Scalars['DateTime']['output']>;
  /** The deepest change of the steps of 24 hours that end with the window's end; null when no step is known. */
  sharpestFall?: Maybe<DayChange>;
  /** End of the first hour that is known within them: the comparison is over [since, window.to]. Null when none is. */
  since?: Maybe<Scalars['DateTime']['output']>;
  /** At the window's end, USD; null when it is not known, and with it most of the rest. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** A page of markets. */
export type MarketConnection = {
  __typename?: 'MarketConnection';
  /** The rows with their cursors. */
  edges: Array<MarketEdge>;
  /** The rows. */
  nodes: Array<Market>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A market and its cursor. */
export type MarketEdge = {
  __typename?: 'MarketEdge';
  /** Opaque, stable while the row exists. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Market;
};

/** Which markets to list. Conditions are joined by AND. */
export type MarketFilter = {
  /** Only markets that trade now, or only those that don't. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only markets on these base assets, by code. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only markets of these exchanges, by code. */
  exchanges?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only perpetuals or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** Whether a contract ends. */
export type MarketKind =
  /** A dated future. */
  | 'FUTURE'
  /** A perpetual swap: no delivery date. */
  | 'PERPETUAL'
  /** A spot market, quoted in a currency that counts as USD. */
  | 'SPOT';

/** The accounts of one market, in the window's last bucket. */
export type MarketLongShort = {
  __typename?: 'MarketLongShort';
  /** Accounts net long / accounts with a position, 0 to 1, 12 decimals. */
  longShare: Scalars['Decimal']['output'];
  /** The market. */
  market: Market;
  /** Open interest, USD; null when none is young enough: the market is then in no mean. */
  openInterestUsd?: Maybe<Scalars['Decimal']['output']>;
  /** longShare / (1 - longShare), 12 decimals; null when longShare is 1. */
  ratio?: Maybe<Scalars['Decimal']['output']>;
  /** When it was read, by the venue's clock. */
  readAt: Scalars['DateTime']['output'];
};

/** What a market was from a time on. */
export type MarketVersion = {
  __typename?: 'MarketVersion';
  /** Whether it traded. */
  active: Scalars['Boolean']['output'];
  /** What one contract is: units of the venue's base for LINEAR, USD for INVERSE. */
  contractSize: Scalars['Decimal']['output'];
  /** Delivery of a dated future; null for others. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Unified symbol, e.g. "BTC/USDT:USDT". */
  symbol: Scalars['String']['output'];
  /** From when on: the listing for the first one, else when the change was first seen, our clock. */
  validFrom: Scalars['DateTime']['output'];
  /** The venue's own symbol. */
  venueSymbol: Scalars['String']['output'];
};

/** What one asset did over the window. */
export type MemberReturn = {
  __typename?: 'MemberReturn';
  /** The asset. */
  asset: Asset;
  /** Change of its cap, a fraction, 12 decimals. */
  change: Scalars['Decimal']['output'];
};

/** What every answer says about itself. */
export type Meta = {
  __typename?: 'Meta';
  /** Only what was observed by then is in the answer; null: all that the store holds. */
  asOf?: Maybe<Scalars['DateTime']['output']>;
  /** The weakest that held for any venue while it was read in the window; null for what is no liquidation. */
  completeness?: Maybe<Completeness>;
  /**
   * Time for which the feeds were read / asked time, over all exchanges of the basket, 0 to 1. Null for what is of no venue, as where no
   * market of what was asked is known, or whose readings tell it one by one.
   */
  coverage?: Maybe<Scalars['Decimal']['output']>;
  /** The rules that made the numbers. */
  methodology: Array<Methodology>;
  /** The same with a code each, e.g. to show a mark. */
  notices: Array<Notice>;
  /** Whether the rows behind this answer were observed or reconstructed; null when the store holds none. */
  provenance?: Maybe<Provenance>;
  /** The feeds whose rows may be in this answer. */
  sources: Array<Source>;
  /** What to know before using the numbers, in sentences; empty when there is nothing. */
  warnings: Array<Scalars['String']['output']>;
  /** The window that was answered. */
  window: Window;
  /** First moment after the window. */
  windowEnd: Scalars['DateTime']['output'];
  /** First moment of the window. */
  windowStart: Scalars['DateTime']['output'];
};

/** How a number is made. Every answer names the rules that made it in `meta`; docs/methodology.md tells the same with an example. */
export type Methodology = {
  __typename?: 'Methodology';
  /** The formula in one line. */
  formula: Scalars['String']['output'];
  /** Stable name of the rule, e.g. "liquidations.total". */
  id: Scalars['String']['output'];
  /** What to know of it, in sentences. */
  limits: Array<Scalars['String']['output']>;
  /** Name for people. */
  name: Scalars['String']['output'];
  /** Where the formula or its convention comes from; null: it is Unwind's own. */
  source?: Maybe<Scalars['String']['output']>;
  /** What the number counts. */
  unit: Unit;
  /** Goes up when the same data would give another number. */
  version: Scalars['Int']['output'];
};

/** The past episodes that are nearest to what the market had come to at a moment. */
export type MomentAnalogs = {
  __typename?: 'MomentAnalogs';
  /** The nearest, nearest first; those that tell less than 2 of the features are left out. */
  analogs: Array<EpisodeAnalog>;
  /** The last whole hour by the moment: what is held to the past is of it. */
  at: Scalars['DateTime']['output'];
  /** SMALL_SAMPLE when less than 5 are held to it. */
  notices: Array<Notice>;
  /** Earlier episodes of any kind that were held to it: those of the side that prices say. */
  pastCount: Scalars['Int']['output'];
  /** High of open interest before it. */
  peakAt: Scalars['DateTime']['output'];
};

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Makes a key. Needs the scope ADMIN. Errors (BAD_USER_INPUT): KEY_NAME, SCOPES, OUT_OF_RANGE, EXPIRES_AT; FORBIDDEN. */
  apiKeyCreate: ApiKeyPayload;
  /**
   * Ends a key: it opens nothing from five seconds later on. Needs the scope ADMIN.
   * Errors: UNKNOWN_KEY (BAD_USER_INPUT); FORBIDDEN.
   */
  apiKeyRevoke: ApiKeyRevokePayload;
  /**
   * Makes a key in place of another, with its name, scopes, units and end; the old one goes on for the overlap. Needs the scope ADMIN.
   * Errors (BAD_USER_INPUT): UNKNOWN_KEY, KEY_ENDED, OUT_OF_RANGE, EXPIRES_AT; FORBIDDEN.
   */
  apiKeyRotate: ApiKeyPayload;
  /**
   * Makes a named basket. The same basket again is no fault.
   * Errors (BAD_USER_INPUT): BASKET_EXISTS when the code stands for other venues, BASKET_CODE, BASKET_NAME, EMPTY_BASKET, EXCHANGE_TWICE,
   * UNKNOWN_EXCHANGE. TOO_MANY_BASKETS when the store holds 1,000. FORBIDDEN without a key of the scope WRITE.
   */
  basketCreate: BasketCreatePayload;
  /**
   * Deletes a named basket, for everybody: links that name it lead nowhere from then on.
   * Error (BAD_USER_INPUT): UNKNOWN_BASKET. FORBIDDEN without a key of the scope ADMIN.
   */
  basketDelete: BasketDeletePayload;
  /**
   * Makes a webhook of the key that asks. Needs the scope WEBHOOKS. Errors (BAD_USER_INPUT): WEBHOOK_URL, WEBHOOK_QUERY, WEBHOOK_VARIABLES,
   * MALFORMED_TEXT, OUT_OF_RANGE, and those of the subscription itself; QUERY_TOO_EXPENSIVE, TOO_MANY_WEBHOOKS, FORBIDDEN, NOT_OFFERED.
   */
  webhookCreate: WebhookSecretPayload;
  /** Deletes a webhook with its messages. Errors: UNKNOWN_WEBHOOK (BAD_USER_INPUT); FORBIDDEN, NOT_OFFERED. */
  webhookDelete: WebhookDeletePayload;
  /**
   * Sends messages again that were made in a window, with their ids, signed anew. Those that wait are left alone.
   * Errors (BAD_USER_INPUT): UNKNOWN_WEBHOOK, WINDOW_EMPTY; FORBIDDEN, NOT_OFFERED.
   */
  webhookReplay: WebhookReplayPayload;
  /**
   * Makes a new secret. Messages carry a signature by the old one too, for the overlap, and by up to three before it, for as long as was said
   * of each: asked twice, as when an answer was lost, it breaks no promise.
   * Errors (BAD_USER_INPUT): UNKNOWN_WEBHOOK, OUT_OF_RANGE, TOO_MANY_SECRETS; FORBIDDEN, NOT_OFFERED.
   */
  webhookRotateSecret: WebhookSecretPayload;
  /**
   * Sends a message of the type webhook.test, once, now, also to a webhook that is disabled, and tells how it went. One that goes through ends
   * what `failingSince` tells.
   * Errors: UNKNOWN_WEBHOOK (BAD_USER_INPUT); FORBIDDEN, NOT_OFFERED.
   */
  webhookTest: WebhookTestPayload;
  /** Changes a webhook. Errors (BAD_USER_INPUT): UNKNOWN_WEBHOOK, WEBHOOK_URL, MALFORMED_TEXT, OUT_OF_RANGE; FORBIDDEN, NOT_OFFERED. */
  webhookUpdate: WebhookPayload;
};


/** What can be changed. */
export type MutationApiKeyCreateArgs = {
  input: ApiKeyCreateInput;
};


/** What can be changed. */
export type MutationApiKeyRevokeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationApiKeyRotateArgs = {
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Float']['input'];
};


/** What can be changed. */
export type MutationBasketCreateArgs = {
  input: BasketCreateInput;
};


/** What can be changed. */
export type MutationBasketDeleteArgs = {
  code: Scalars['String']['input'];
};


/** What can be changed. */
export type MutationWebhookCreateArgs = {
  input: WebhookCreateInput;
};


/** What can be changed. */
export type MutationWebhookDeleteArgs = {
  id: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationWebhookReplayArgs = {
  from: Scalars['DateTime']['input'];
  id: Scalars['ID']['input'];
  states?: Array<WebhookDeliveryState>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** What can be changed. */
export type MutationWebhookRotateSecretArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Float']['input'];
};


/** What can be changed. */
export type MutationWebhookTestArgs = {
  id: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationWebhookUpdateArgs = {
  id: Scalars['ID']['input'];
  input: WebhookUpdateInput;
};

/** How many markets pay from short to long, in the window's last bucket. */
export type NegativeFunding = {
  __typename?: 'NegativeFunding';
  /** Markets with a rate and open interest. */
  marketCount: Scalars['Int']['output'];
  /** Markets with a rate below zero. */
  negativeCount: Scalars['Int']['output'];
  /** negativeCount / marketCount, 0 to 1; null when no market counts. */
  share?: Maybe<Scalars['Decimal']['output']>;
  /** Open interest of those below zero / that of all that count, 0 to 1; null when it is zero. */
  shareByOpenInterest?: Maybe<Scalars['Decimal']['output']>;
};

/** Anything with a global id. */
export type Node = {
  /** Opaque global id, stable over reloads of the store. */
  id: Scalars['ID']['output'];
};

/** Why a number is missing or what to know before using it. */
export type Notice = {
  __typename?: 'Notice';
  /** Stable, in capitals, e.g. NO_CAP, STALE, EMPTY. */
  code: Scalars['String']['output'];
  /** The same in a sentence. */
  message: Scalars['String']['output'];
};

/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterest = {
  __typename?: 'OpenInterest';
  /** The highest over all data held; null when the sum was never known. */
  allTimeHigh?: Maybe<OpenInterestHigh>;
  /**
   * By one dimension or by two at once, largest first. Sums of all groups are the total to the last digit.
   * Errors (BAD_USER_INPUT): DIMENSIONS.
   */
  breakdown: Array<OpenInterestGroup>;
  /**
   * The change over so many days, and its place among all such changes of the trailing days.
   * Errors (BAD_USER_INPUT): OUT_OF_RANGE.
   */
  buildUp: OpenInterestBuildUp;
  /** By base asset, largest first. */
  byAsset: Array<AssetOpenInterest>;
  /** By venue, largest first; every exchange of the basket. */
  byExchange: Array<ExchangeOpenInterest>;
  /** From the window's begin to its end; null when no market has a reading at both ends. */
  change?: Maybe<OpenInterestChange>;
  /** Whether only markets count that had a reading young enough when the window began. */
  constantBasket: Scalars['Boolean']['output'];
  /** The markets that make a number, with the reading at the window's end that each stands by. */
  explain: Explanation;
  /** How long a reading is carried forward at most, minutes. */
  maxAgeMinutes: Scalars['Int']['output'];
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** At the window's end. */
  now: OpenInterestReading;
  /**
   * Candles of the sum. The first begins with the step that the window begins in, the last ends with the window.
   * Errors (BAD_USER_INPUT): COINS_OF_SEVERAL_ASSETS.
   */
  ohlc: OpenInterestCandles;
  /** By bucket. */
  series: OpenInterestSeries;
  /**
   * One measure by bucket.
   * Errors (BAD_USER_INPUT): COINS_OF_SEVERAL_ASSETS, and those of TransformInput.
   */
  timeSeries: TimeSeries;
  /**
   * One measure by bucket for each group, the largest group at the window's end first.
   * Errors (BAD_USER_INPUT): DIMENSIONS, COINS_OF_SEVERAL_ASSETS unless a group is of one asset, and those of TransformInput.
   */
  timeSeriesBy: Array<OpenInterestGroupSeries>;
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestBreakdownArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestBuildUpArgs = {
  days?: Scalars['Int']['input'];
  trailingDays?: Scalars['Int']['input'];
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestByAssetArgs = {
  first?: Scalars['Int']['input'];
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestExplainArgs = {
  figure?: OpenInterestFigure;
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestOhlcArgs = {
  unit?: OpenInterestUnit;
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestTimeSeriesArgs = {
  measure?: OpenInterestMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Open interest of a basket of venues: now, over time, by venue and asset, against its high, and what changed it. */
export type OpenInterestTimeSeriesByArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
  measure?: OpenInterestMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** Readings that were committed together, or none: the cursor alone (see Subscription). */
export type OpenInterestBatch = {
  __typename?: 'OpenInterestBatch';
  /** Where the subscriber stands: `after` of a later subscription goes on behind it. */
  cursor: Scalars['String']['output'];
  /**
   * The readings, in the order of their commits; empty: none that were asked for came up to the cursor. One that is read again with the same value
   * may be told again.
   */
  readings: Array<OpenInterestUpdate>;
};

/** How fast open interest was built up, against the trailing year: measured at the ends of UTC days. */
export type OpenInterestBuildUp = {
  __typename?: 'OpenInterestBuildUp';
  /** The day's end that it is measured at: the last midnight, UTC, at or before the window's end. */
  at: Scalars['DateTime']['output'];
  /** How many changes the percentile is among: a day a change, of those whose both ends are known. */
  changesHeld: Scalars['Int']['output'];
  /** Length of the change, days. */
  days: Scalars['Int']['output'];
  /** The same as a fraction of what stood before, 12 decimals. */
  fraction?: Maybe<Scalars['Decimal']['output']>;
  /** Why a number is missing: TOO_FEW_CHANGES below 30 changes, NOT_KNOWN when an end of the change is not known; null when nothing is. */
  notice?: Maybe<Notice>;
  /** Share of the held changes of that length in the trailing days, this one among them, that are not above it, 0 to 1: 1 is the fastest build-up. Null with a notice. */
  percentile?: Maybe<Scalars['Decimal']['output']>;
  /** End of the first of them; null when there is none. */
  since?: Maybe<Scalars['DateTime']['output']>;
  /** Change over the days, USD; null when either end is not known. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** The sum's way through one bucket. A value is null when a sum that it needs is not known. */
export type OpenInterestCandle = {
  __typename?: 'OpenInterestCandle';
  /** The sum at the bucket's end. */
  close?: Maybe<Scalars['Decimal']['output']>;
  /** The highest of `open` and of the sums at the end of each step; null when one of them is not known. */
  high?: Maybe<Scalars['Decimal']['output']>;
  /** The lowest of the same. */
  low?: Maybe<Scalars['Decimal']['output']>;
  /** The sum at the bucket's begin. */
  open?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of the bucket, UTC. */
  start: Scalars['DateTime']['output'];
};

/** The candles as columns: arrays of equal length. */
export type OpenInterestCandleColumns = {
  __typename?: 'OpenInterestCandleColumns';
  /** The sum at each bucket's end. */
  close: Array<Maybe<Scalars['Decimal']['output']>>;
  /** The highest of `open` and of the sums at the end of each step. */
  high: Array<Maybe<Scalars['Decimal']['output']>>;
  /** The lowest of the same. */
  low: Array<Maybe<Scalars['Decimal']['output']>>;
  /** The sum at each bucket's begin. */
  open: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Begin of each bucket, UTC. */
  start: Array<Scalars['DateTime']['output']>;
};

/** Candles of the basket's sum: of one sum over all markets, never of the markets' own highs and lows, which they reach at different times. */
export type OpenInterestCandles = {
  __typename?: 'OpenInterestCandles';
  /** One array a field. */
  columns: OpenInterestCandleColumns;
  /** Width of the candles. */
  interval: Interval;
  /** One object a candle. */
  points: Array<OpenInterestCandle>;
  /**
   * How finely the sum was looked at for high and low: by the minute where the window has at most 10,000 minutes and 2 million market
   * minutes, else by the hour, else by the day, never coarser than the candles. Between the steps it may have been higher or lower.
   */
  step: Interval;
  /** What the values count. */
  unit: Unit;
};

/**
 * A change of open interest, over the markets that have a reading at both ends. It splits exactly: for each market with
 * coins Q and price P, price part = mean(Q) x dP and position part = mean(P) x dQ; their sum is the change to the last digit.
 */
export type OpenInterestChange = {
  __typename?: 'OpenInterestChange';
  /** The change in coins; null when the markets are on several assets. */
  coins?: Maybe<Scalars['Decimal']['output']>;
  /** usd / fromUsd, a fraction (-0.05 is -5 %), 12 decimals; null when fromUsd is 0. */
  fraction?: Maybe<Scalars['Decimal']['output']>;
  /** Open interest of those markets at the begin of the window, USD. */
  fromUsd: Scalars['Decimal']['output'];
  /** Markets with a reading at both ends: only they count here. */
  marketsCompared: Scalars['Int']['output'];
  /** Markets with a reading at one end alone: listed or delivered within the window, or silent. Left out. */
  marketsLeftOut: Scalars['Int']['output'];
  /** positionUsd / usd, 12 decimals; null when usd is 0. */
  positionShare?: Maybe<Scalars['Decimal']['output']>;
  /** Part that opened and closed positions made at unchanged prices, USD. */
  positionUsd: Scalars['Decimal']['output'];
  /** priceUsd / usd, 12 decimals, so that price and position shares sum to exactly 1; null when usd is 0. */
  priceShare?: Maybe<Scalars['Decimal']['output']>;
  /** Part that the change of prices made at unchanged positions, USD. */
  priceUsd: Scalars['Decimal']['output'];
  /** Open interest of those markets at the end of the window, USD. */
  toUsd: Scalars['Decimal']['output'];
  /** toUsd - fromUsd, USD. */
  usd: Scalars['Decimal']['output'];
};

/** The buckets as columns: arrays of equal length. */
export type OpenInterestColumns = {
  __typename?: 'OpenInterestColumns';
  /** Part of `usd` from markets that were not read within the bucket, USD: their last reading was carried forward. Null where `usd` is. */
  carriedUsd: Array<Maybe<Scalars['Decimal']['output']>>;
  /** Markets whose last reading was carried forward into the bucket. */
  marketsCarried: Array<Scalars['Int']['output']>;
  /** Markets expected, whose last reading is too old. */
  marketsMissing: Array<Scalars['Int']['output']>;
  /** Markets that were read within the bucket. */
  marketsReporting: Array<Scalars['Int']['output']>;
  /** Begin of each bucket, UTC. */
  start: Array<Scalars['DateTime']['output']>;
  /** Sum over the markets at each bucket's end, USD; null where an expected market has no reading young enough. */
  usd: Array<Maybe<Scalars['Decimal']['output']>>;
};

/** Which number of open interest is explained. */
export type OpenInterestFigure =
  /** change.usd. */
  | 'CHANGE'
  /** now.knownUsd. */
  | 'NOW'
  /** change.positionUsd. */
  | 'POSITION_PART'
  /** change.priceUsd. */
  | 'PRICE_PART';

/** Which markets count. Conditions are joined by AND; left out or null: no condition. */
export type OpenInterestFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only perpetuals or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only contracts of this style. */
  style?: InputMaybe<ContractStyle>;
};

/** Open interest of one group. */
export type OpenInterestGroup = {
  __typename?: 'OpenInterestGroup';
  /** From the window's begin to its end; null when no market has a reading at both ends. Changes of all groups sum to the answer's. */
  change?: Maybe<OpenInterestChange>;
  /** What its markets have in common. */
  key: GroupKey;
  /** At the window's end. `coins` is told where the group is of one asset. */
  now: OpenInterestReading;
  /** now.knownUsd / the answer's now.knownUsd, 0 to 1; null when that is 0 or not known. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
};

/** One measure of one group over time. */
export type OpenInterestGroupSeries = {
  __typename?: 'OpenInterestGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** now.knownUsd of the group: by it the groups are ordered. Null when none of its markets has a reading young enough. */
  nowUsd?: Maybe<Scalars['Decimal']['output']>;
  /** By bucket. */
  series: TimeSeries;
};

/** The highest open interest over all data held up to the window's end, on this basket and filter. */
export type OpenInterestHigh = {
  __typename?: 'OpenInterestHigh';
  /** Begin of that minute, UTC. */
  at: Scalars['DateTime']['output'];
  /** distanceUsd / usd, a fraction, 12 decimals; null when now.usd is. */
  distanceFraction?: Maybe<Scalars['Decimal']['output']>;
  /** now.usd - usd, USD: 0 or below; null when now.usd is. */
  distanceUsd?: Maybe<Scalars['Decimal']['output']>;
  /** First day of which data is held: the high is over [since, window.to]. */
  since: Scalars['DateTime']['output'];
  /** The highest sum at the end of any minute, USD; sums that lack an expected market don't count. */
  usd: Scalars['Decimal']['output'];
};

/** What is measured of open interest. */
export type OpenInterestMeasure =
  /** Part of USD from markets that were not read within the bucket: their last reading was carried forward. Null where USD is. */
  | 'CARRIED_USD'
  /** USD in coins: of a single asset only. */
  | 'COINS'
  /** Markets whose last reading stands, carried forward or read within the bucket. */
  | 'MARKETS_KNOWN'
  /** Markets expected, whose last reading is too old. */
  | 'MARKETS_MISSING'
  /** Markets that were read within the bucket. */
  | 'MARKETS_REPORTING'
  /** Sum over the markets at each bucket's end, USD; null where an expected market has no reading young enough. */
  | 'USD';

/** One bucket: open interest at its end. */
export type OpenInterestPoint = {
  __typename?: 'OpenInterestPoint';
  /** Part of `usd` from markets that were not read within the bucket, USD: their last reading was carried forward. Null when `usd` is. */
  carriedUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Markets whose last reading was carried forward into the bucket. */
  marketsCarried: Scalars['Int']['output'];
  /** Markets expected, whose last reading is too old. */
  marketsMissing: Scalars['Int']['output'];
  /** Markets that were read within the bucket. */
  marketsReporting: Scalars['Int']['output'];
  /** Begin of the bucket, UTC. */
  start: Scalars['DateTime']['output'];
  /** Sum over the markets at the bucket's end, USD. Null when an expected market has no reading young enough. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** Open interest at one moment: the last reading of each market at or before it, carried forward for at most `maxAgeMinutes`. */
export type OpenInterestReading = {
  __typename?: 'OpenInterestReading';
  /** The moment, UTC. */
  at: Scalars['DateTime']['output'];
  /** The same in coins; null when the markets are on several assets, and when `usd` is null. */
  coins?: Maybe<Scalars['Decimal']['output']>;
  /** The same over the markets that have a reading, USD; a lower bound when `marketsMissing` is above 0, null when none has one. */
  knownUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Markets with a reading young enough. */
  marketsKnown: Scalars['Int']['output'];
  /** Markets read at some time before and not yet delivered, whose last reading is too old. */
  marketsMissing: Scalars['Int']['output'];
  /** Time of the oldest reading in the sum; null when there is none. */
  oldestReadingAt?: Maybe<Scalars['DateTime']['output']>;
  /** Sum over the markets of coins x mark price, USD. Null when an expected market has no reading young enough: a sum never drops because a venue was silent. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** Open interest over time, oldest first. */
export type OpenInterestSeries = {
  __typename?: 'OpenInterestSeries';
  /** One array a field. */
  columns: OpenInterestColumns;
  /** Width of the buckets. */
  interval: Interval;
  /** One object a bucket. */
  points: Array<OpenInterestPoint>;
};

/** In what open interest is told. */
export type OpenInterestUnit =
  /** Coins: of a single asset only, as coins of several have no sum. */
  | 'COINS'
  /** US dollars. */
  | 'USD';

/** A reading of a market's open interest. */
export type OpenInterestUpdate = {
  __typename?: 'OpenInterestUpdate';
  /** Open interest, coins. */
  baseQuantity: Scalars['Decimal']['output'];
  /** USD a coin. */
  markPrice: Scalars['Decimal']['output'];
  /** The market. */
  market: Market;
  /** When, by the venue's clock, or ours where it has none. */
  time: Scalars['DateTime']['output'];
  /** baseQuantity x markPrice. */
  valueUsd: Scalars['Decimal']['output'];
};

/** What rests in order books: how much a market can take before its price moves. */
export type OrderBook = {
  __typename?: 'OrderBook';
  /** Each market's book as it was last read by the window's end, within `maxAgeMinutes`: most known depth first. */
  books: Array<MarketBook>;
  /** What rests within a level, on the mean of the window. */
  depth: Depth;
  /** The markets whose sum is `depth.knownUsd`. */
  explain: Explanation;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /**
   * What one order at market would have cost on each market by its last reading, the cheapest first, those that are too small for it last.
   * Errors (BAD_USER_INPUT): NOT_POSITIVE.
   */
  slippage: Array<Slippage>;
  /** A level below mid for each asset whose books were read within `maxAgeMinutes` of the window's end, the one with most known bids before it first. */
  support: Array<SupportLevel>;
  /**
   * The buckets in which books were thinnest against what is usual at their time of the day, the thinnest first.
   * Errors (BAD_USER_INPUT): INTERVAL_TOO_COARSE by the week.
   */
  thinnest: Array<ThinMoment>;
  /**
   * One measure by bucket.
   * Errors (BAD_USER_INPUT): INTERVAL_TOO_COARSE for CHANGE_FROM_USUAL by the week.
   */
  timeSeries: TimeSeries;
  /**
   * One measure by bucket for each group, the deepest group first.
   * Errors (BAD_USER_INPUT): DIMENSIONS; INTERVAL_TOO_COARSE for CHANGE_FROM_USUAL by the week.
   */
  timeSeriesBy: Array<OrderBookGroupSeries>;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookBooksArgs = {
  first?: Scalars['Int']['input'];
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookDepthArgs = {
  level?: DepthLevel;
  side?: BookSide;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookExplainArgs = {
  level?: DepthLevel;
  side?: BookSide;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookSlippageArgs = {
  first?: Scalars['Int']['input'];
  side: OrderSide;
  usd: Scalars['Decimal']['input'];
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookSupportArgs = {
  days?: Scalars['Int']['input'];
  first?: Scalars['Int']['input'];
  method: SupportMethod;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookThinnestArgs = {
  first?: Scalars['Int']['input'];
  level?: DepthLevel;
  side?: BookSide;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookTimeSeriesArgs = {
  level?: DepthLevel;
  measure?: DepthMeasure;
  side?: BookSide;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** What rests in order books: how much a market can take before its price moves. */
export type OrderBookTimeSeriesByArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
  level?: DepthLevel;
  measure?: DepthMeasure;
  side?: BookSide;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** Which markets count. Conditions are joined by AND; left out or null: no condition. */
export type OrderBookFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only spot, only perpetuals, or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** One measure of one group over time. */
export type OrderBookGroupSeries = {
  __typename?: 'OrderBookGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** What rests within the level over the whole window, USD, as `Depth.knownUsd`. */
  knownUsd: Scalars['Decimal']['output'];
  /** By bucket. */
  series: TimeSeries;
};

/** What the taker of an order does. */
export type OrderSide =
  /** Buys coins: trades against asks. */
  | 'BUY'
  /** Sells coins: trades against bids. */
  | 'SELL';

/** Where a page of a connection stands. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last edge; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null when the page is empty. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Side of the POSITION that was closed by force, never the side of the closing order: a sold-out long is LONG. */
export type PositionSide =
  /** A position that gained from rising prices. */
  | 'LONG'
  /** A position that gained from falling prices. */
  | 'SHORT';

/** Where numbers come from. The two are never mixed in one store, so never in one answer. */
export type Provenance =
  /** As the source sent it. */
  | 'OBSERVED'
  /** Made by Unwind from published anchor figures to try the API with: never observed on a market. */
  | 'RECONSTRUCTED';

/** What the store holds, from where, and how its loads went. */
export type Quality = {
  __typename?: 'Quality';
  /** Figures that others published, by code. */
  claims: Array<Claim>;
  /** Every feed that was ever read, by exchange and family. */
  feeds: Array<Feed>;
  /** The oldest and newest row of each family that has times: instrument lists have none. */
  holdings: Array<FamilyHoldings>;
  /** Whether the rows held were observed or reconstructed; null when the store is empty. */
  provenance?: Maybe<Provenance>;
  /** Readings that were kept out of totals, newest first. */
  quarantine: Array<QuarantinedReading>;
  /** The latest loads, newest first. */
  runs: Array<EtlRun>;
  /** Every feed that has written to the store, by code. */
  sources: Array<Source>;
};


/** What the store holds, from where, and how its loads went. */
export type QualityClaimsArgs = {
  asset?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  measure?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<WindowInput>;
};


/** What the store holds, from where, and how its loads went. */
export type QualityFeedsArgs = {
  exchanges?: InputMaybe<Array<Scalars['String']['input']>>;
  family?: InputMaybe<Family>;
};


/** What the store holds, from where, and how its loads went. */
export type QualityQuarantineArgs = {
  first?: Scalars['Int']['input'];
  status?: InputMaybe<QuarantineStatus>;
};


/** What the store holds, from where, and how its loads went. */
export type QualityRunsArgs = {
  family?: InputMaybe<Family>;
  first?: Scalars['Int']['input'];
};

/** What became of a reading that jumped. */
export type QuarantineStatus =
  /** It was a fault: it stays out. */
  | 'CONFIRMED'
  /** It waits for later readings. */
  | 'HELD'
  /** It was right: it is in the facts. */
  | 'RELEASED';

/**
 * A reading that jumped on one venue alone, beyond what the price, the other venues and forced orders explain: stored, but left
 * out of every total.
 */
export type QuarantinedReading = {
  __typename?: 'QuarantinedReading';
  /** Coins, as the venue reported them. */
  baseQuantity: Scalars['Decimal']['output'];
  /** What it is a reading of. */
  family: Family;
  /** Number of the reading. */
  id: Scalars['ID']['output'];
  /** When; null while it is held. */
  judgedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What judged it: "a later reading", or who did so by hand; null while it is held. */
  judgedBy?: Maybe<Scalars['String']['output']>;
  /** USD per coin. */
  markPrice: Scalars['Decimal']['output'];
  /** The market. */
  market: Market;
  /** When it was received, our clock. */
  observedAt: Scalars['DateTime']['output'];
  /** What the rule saw, with figures. */
  reason: Scalars['String']['output'];
  /** What became of it. */
  status: QuarantineStatus;
  /** Clock of the venue. */
  time: Scalars['DateTime']['output'];
};

/** What can be asked. */
export type Query = {
  __typename?: 'Query';
  /**
   * The past episodes that are nearest to one, by features as they were known when each was detected. Past are those that were detected
   * before it was: nothing later is looked at.
   * Errors (BAD_USER_INPUT): UNKNOWN_EPISODE, OUT_OF_RANGE, FEATURES (at least 2, each once).
   */
  analogs: EpisodeAnalogs;
  /**
   * The past episodes that are nearest to what the market had come to at a moment, with what was observed by then alone.
   * Errors (BAD_USER_INPUT): OUT_OF_RANGE, FEATURES (at least 2, each once), AS_OF_NOT_WHOLE_MINUTE, AS_OF_IN_FUTURE. NO_DATA when no open
   * interest is known of the moment.
   */
  analogsAsOf: MomentAnalogs;
  /** All keys, newest first. Needs the scope ADMIN: FORBIDDEN without it. */
  apiKeys: Array<ApiKey>;
  /** The asset of a code; null when the store has none. */
  asset?: Maybe<Asset>;
  /** Assets, by code. `first` or `last` is required. */
  assets: AssetConnection;
  /**
   * Who carried a change of the whole market between two moments: by asset, sector and size class, summing exactly.
   * Errors: NO_DATA when nothing is held young enough at either moment; BAD_USER_INPUT when `from` is not before `to`.
   */
  attribution: Attribution;
  /**
   * What followed episodes that meet conditions: forward returns with how few cases there are.
   * Errors (BAD_USER_INPUT): HORIZONS (1 to 8 horizons of 1 to 365 days, each once), CONDITION (a bound at least, not crossed), AS_OF_NOT_WHOLE_MINUTE,
   * AS_OF_IN_FUTURE.
   */
  baseRates: BaseRates;
  /**
   * The price of an asset's perpetuals or dated futures against spot on the same venue, by bars that end together. Where one of the two
   * is missing a market is left out, and where that leaves none the value is null with a notice: never taken for zero. A market that was
   * delisted has no bars any more.
   * Errors (BAD_USER_INPUT): unknown exchange or asset; SPOT_HAS_NO_BASIS; `from` not before `to`; WINDOW_NOT_WHOLE_HOURS;
   * INTERVAL_TOO_FINE, as bars are kept by the hour at the finest; more than 10,000 buckets; OUT_OF_RANGE.
   */
  basis: Basis;
  /** The basket of a code; null when there is none. */
  basket?: Maybe<Basket>;
  /** Named baskets, by code. */
  baskets: Array<Basket>;
  /**
   * Episodes against the first of them, on one basis.
   * Errors (BAD_USER_INPUT): UNKNOWN_EPISODE, EPISODE_TWICE, EPISODES (2 to 10 are compared), OUT_OF_RANGE; unknown exchange.
   */
  compareEpisodes: EpisodeComparison;
  /**
   * Who makes up the whole market at a moment.
   * Errors: NO_DATA when nothing is held young enough; BAD_USER_INPUT for a malformed moment.
   */
  dominance: Dominance;
  /** The episode of a global id or code; null when there is none. */
  episode?: Maybe<Episode>;
  /**
   * What runs of the detector found anew, changed or no longer found, in their order.
   * Errors (BAD_USER_INPUT): MALFORMED_CURSOR, PAGE_ARGUMENTS, OUT_OF_RANGE.
   */
  episodeChanges: EpisodeChangeConnection;
  /**
   * Episodes of leverage that the last run of the detector found, newest first.
   * Errors (BAD_USER_INPUT): MALFORMED_CURSOR, PAGE_ARGUMENTS, OUT_OF_RANGE.
   */
  episodes: EpisodeConnection;
  /** The exchange of a code; null when the store has none. */
  exchange?: Maybe<Exchange>;
  /** Every exchange that the store knows, by code. */
  exchanges: Array<Exchange>;
  /**
   * Net flows of an asset's spot funds. A day counts when it begins within the window.
   * Errors (BAD_USER_INPUT): UNKNOWN_ASSET, UNKNOWN_SOURCE; more than 10,000 days.
   */
  fundFlows: FundFlows;
  /**
   * Funding rates, each normalised from its market's own interval, averaged by open interest. A bucket's settled rate of a market is all
   * that was charged in it, over the time that it was for; where nothing was charged in it, the last rate before. A market without a rate
   * or open interest young enough is left out and counted: never taken for zero. One that was delisted counts until its last readings are
   * too old; one that was never read is left out; where nothing was read, as before the first rate, values are null.
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; `from` not before `to`; WINDOW_NOT_WHOLE_HOURS; INTERVAL_TOO_FINE, as
   * rates are kept by the hour at the finest; more than 10,000 buckets; OUT_OF_RANGE.
   */
  funding: Funding;
  /**
   * Leverage of a basket. Ratios are at the window's end; series are over the window.
   * Errors (BAD_USER_INPUT): as `openInterest`.
   */
  leverage: Leverage;
  /**
   * Single forced orders, page by page. `first` or `last` is required, 1 to 100.
   * Errors (BAD_USER_INPUT): as `liquidations`; a cursor that this field did not return for the same sort; MONTH_RETIRED when single
   * orders of a part of the window were moved out of the store: their sums are still there.
   */
  liquidationOrders: LiquidationOrderConnection;
  /**
   * Forced orders of a window: how much, which side, where, on what, and how far the sums are lower bounds.
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; `from` not before `to`; more than 10,000 buckets; with `asOf`, MONTH_RETIRED
   * when single orders of a part of the window are no longer in the store.
   */
  liquidations: Liquidations;
  /**
   * The share of accounts that are net long, per market and averaged by open interest. A market without a share or open interest young
   * enough is left out: never taken for zero or one half. One that was delisted counts until its last readings are too old; where nothing
   * was read, as before the first reading, values are null.
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; SPOT_HAS_NO_POSITIONS; `from` not before `to`; WINDOW_NOT_WHOLE_HOURS;
   * INTERVAL_TOO_FINE, as shares are kept by the hour at the finest; more than 10,000 buckets; OUT_OF_RANGE.
   */
  longShort: LongShort;
  /** The market of an exchange and symbol; null when the store has none. */
  market?: Maybe<Market>;
  /**
   * Market caps over time: the whole market, its parts, their returns, and how they stand against their past.
   * Errors (BAD_USER_INPUT): `from` not before `to`; more than 10,000 buckets; OUT_OF_RANGE.
   */
  marketCap: MarketCap;
  /** Markets, by exchange and symbol. `first` or `last` is required. */
  markets: MarketConnection;
  /** Every rule that makes numbers, by id. */
  methodologies: Array<Methodology>;
  /** The rule of an id; null when there is none. */
  methodology?: Maybe<Methodology>;
  /** The object of a global id; null when there is none. A malformed id is a BAD_USER_INPUT error. */
  node?: Maybe<Node>;
  /** The objects of global ids, in the order asked; null where there is none. */
  nodes: Array<Maybe<Node>>;
  /**
   * Open interest of a basket: coins x mark price, summed over markets by last reading carried forward. Notices in `meta`: NO_READING when
   * nothing was read at or before the window's end; NOT_READ names venues of the basket without a reading; STALE names venues with markets
   * whose last reading is too old, so that sums are null; BASKET_CHANGES when markets were first read or ended within the window, so that
   * a change of a sum is in part theirs (`change` leaves them out; `constantBasket` leaves out the new ones everywhere).
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; `from` not before `to`; more than 10,000 buckets; AS_OF_NOT_WHOLE_MINUTE,
   * AS_OF_IN_FUTURE.
   */
  openInterest: OpenInterest;
  /**
   * What rests in order books. A level that a venue's book does not reach is not known of its market, which is then in no sum of that level:
   * `meta.warnings` tell how many those are.
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; WINDOW_NOT_WHOLE_HOURS and INTERVAL_TOO_FINE, as books are summed by the
   * hour at the finest; more than 10,000 buckets.
   */
  orderBook: OrderBook;
  /** What the store holds, from where, and how its loads went. */
  quality: Quality;
  /** An episode in words; null when there is no such episode. */
  report?: Maybe<EpisodeReport>;
  /**
   * Coins of an asset on exchanges.
   * Errors (BAD_USER_INPUT): UNKNOWN_ASSET, UNKNOWN_SOURCE, OUT_OF_RANGE; more than 10,000 days.
   */
  reserves: Reserves;
  /** The sector of a code; null when the store has none. */
  sector?: Maybe<Sector>;
  /** Every sector that the store knows, by code. */
  sectors: Array<Sector>;
  /**
   * What a sudden move of prices would do to leveraged positions: a model, and it says so.
   * Errors (BAD_USER_INPUT): SHOCK, STRESS_PARAMS, AS_OF_NOT_WHOLE_MINUTE, AS_OF_IN_FUTURE; unknown asset or exchange. NO_DATA when no open
   * interest is held.
   */
  stress: Stress;
  /** Who asks, and what it may. */
  viewer: Viewer;
  /**
   * Volume on spot markets and on perpetuals, from bars.
   * Errors (BAD_USER_INPUT): unknown exchange, asset or sector; WINDOW_NOT_WHOLE_HOURS and INTERVAL_TOO_FINE, as bars are summed by the hour at the
   * finest; more than 10,000 buckets.
   */
  volume: Volume;
  /** A webhook of the key that asks, or any for the scope ADMIN; null: there is none of that id. As `node`. Errors: FORBIDDEN, NOT_OFFERED. */
  webhook?: Maybe<Webhook>;
  /** The webhooks of the key that asks, newest first. Needs the scope WEBHOOKS. Errors: FORBIDDEN, NOT_OFFERED. */
  webhooks: Array<Webhook>;
};


/** What can be asked. */
export type QueryAnalogsArgs = {
  features?: InputMaybe<Array<EpisodeFeature>>;
  k?: Scalars['Int']['input'];
  of: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryAnalogsAsOfArgs = {
  asOf: Scalars['DateTime']['input'];
  features?: InputMaybe<Array<EpisodeFeature>>;
  k?: Scalars['Int']['input'];
};


/** What can be asked. */
export type QueryAssetArgs = {
  code: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryAssetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AssetFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryAttributionArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  from: Scalars['DateTime']['input'];
  maxAgeMinutes?: Scalars['Int']['input'];
  to: Scalars['DateTime']['input'];
  universe?: Universe;
};


/** What can be asked. */
export type QueryBaseRatesArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  conditions?: InputMaybe<Array<EpisodeConditionInput>>;
  horizons?: Array<Scalars['Int']['input']>;
  kinds?: Array<EpisodeKind>;
  side?: InputMaybe<PositionSide>;
};


/** What can be asked. */
export type QueryBasisArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  asset: Scalars['String']['input'];
  basket?: InputMaybe<BasketInput>;
  interval?: Interval;
  kind?: MarketKind;
  maxAgeMinutes?: Scalars['Int']['input'];
  weight?: BasisWeight;
  window: WindowInput;
};


/** What can be asked. */
export type QueryBasketArgs = {
  code: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryCompareEpisodesArgs = {
  align?: EpisodeAlignment;
  basket?: InputMaybe<BasketInput>;
  hoursAfter?: Scalars['Int']['input'];
  hoursBefore?: Scalars['Int']['input'];
  ids: Array<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QueryDominanceArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  at?: InputMaybe<Scalars['DateTime']['input']>;
  maxAgeMinutes?: Scalars['Int']['input'];
  universe?: Universe;
};


/** What can be asked. */
export type QueryEpisodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryEpisodeChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryEpisodesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<EpisodeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryExchangeArgs = {
  code: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryFundFlowsArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  asset: Scalars['String']['input'];
  source?: InputMaybe<Scalars['String']['input']>;
  window: WindowInput;
};


/** What can be asked. */
export type QueryFundingArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<FundingFilter>;
  interval?: Interval;
  kind?: FundingKind;
  maxAgeMinutes?: Scalars['Int']['input'];
  window: WindowInput;
};


/** What can be asked. */
export type QueryLeverageArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<OpenInterestFilter>;
  interval?: Interval;
  maxAgeMinutes?: Scalars['Int']['input'];
  window: WindowInput;
};


/** What can be asked. */
export type QueryLiquidationOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LiquidationOrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: LiquidationOrderSort;
  window: WindowInput;
};


/** What can be asked. */
export type QueryLiquidationsArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<LiquidationFilter>;
  interval?: Interval;
  window: WindowInput;
};


/** What can be asked. */
export type QueryLongShortArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<LongShortFilter>;
  interval?: Interval;
  maxAgeMinutes?: Scalars['Int']['input'];
  window: WindowInput;
};


/** What can be asked. */
export type QueryMarketArgs = {
  exchange: Scalars['String']['input'];
  symbol: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryMarketCapArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  interval?: Interval;
  maxAgeMinutes?: Scalars['Int']['input'];
  universe?: Universe;
  window: WindowInput;
};


/** What can be asked. */
export type QueryMarketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MarketFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryMethodologyArgs = {
  id: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QueryOpenInterestArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  constantBasket?: Scalars['Boolean']['input'];
  ends?: WindowEnds;
  filter?: InputMaybe<OpenInterestFilter>;
  interval?: Interval;
  maxAgeMinutes?: Scalars['Int']['input'];
  window: WindowInput;
};


/** What can be asked. */
export type QueryOrderBookArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<OrderBookFilter>;
  interval?: Interval;
  maxAgeMinutes?: Scalars['Int']['input'];
  window: WindowInput;
};


/** What can be asked. */
export type QueryReportArgs = {
  episode: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryReservesArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  asset: Scalars['String']['input'];
  source?: InputMaybe<Scalars['String']['input']>;
  window: WindowInput;
};


/** What can be asked. */
export type QuerySectorArgs = {
  code: Scalars['String']['input'];
};


/** What can be asked. */
export type QueryStressArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  asset?: InputMaybe<Scalars['String']['input']>;
  basket?: InputMaybe<BasketInput>;
  params?: InputMaybe<StressParamsInput>;
  shock: Scalars['Float']['input'];
};


/** What can be asked. */
export type QueryVolumeArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<VolumeFilter>;
  interval?: Interval;
  window: WindowInput;
};


/** What can be asked. */
export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryWebhooksArgs = {
  ofAllKeys?: Scalars['Boolean']['input'];
};

/** What a caller has of a minute's units, and what is left. */
export type RateLimit = {
  __typename?: 'RateLimit';
  /** Units a minute. */
  limit: Scalars['Int']['output'];
  /** Units that one request may cost at most: never more than the minute has. */
  mostPerRequest: Scalars['Int']['output'];
};

/** A number of a report, with the question that makes it. */
export type ReportNumber = {
  __typename?: 'ReportNumber';
  /** Its path in the answer's data, e.g. "episode.liquidations.total.usd". */
  path: Scalars['String']['output'];
  /** A whole GraphQL document that asks for it. */
  query: Scalars['String']['output'];
  /** The number, unrounded. */
  value: Scalars['String']['output'];
};

/** A part of a report. */
export type ReportSection = {
  __typename?: 'ReportSection';
  /** Its sentences. */
  statements: Array<ReportStatement>;
  /** Its heading. */
  title: Scalars['String']['output'];
};

/** A sentence of a report. Nothing stands in it that its numbers don't show. */
export type ReportStatement = {
  __typename?: 'ReportStatement';
  /** The numbers in it. */
  numbers: Array<ReportNumber>;
  /** The sentence, with rounded numbers. */
  text: Scalars['String']['output'];
};

/** A change of coins, never of their value: a fall of the price is no outflow. */
export type ReserveChange = {
  __typename?: 'ReserveChange';
  /** Coins at the end less coins before. */
  coins: Scalars['Decimal']['output'];
  /** Over how many days up to the window's end. */
  days: Scalars['Int']['output'];
  /** coins / coins before, a fraction, 12 decimals; null when nothing was held before. */
  fraction?: Maybe<Scalars['Decimal']['output']>;
};

/** Of which venues a reserve is. */
export type ReserveScope =
  /** One series of all venues that its source sums; open interest is of the whole basket, so the two sets of venues may differ. */
  | 'SOURCE_TOTAL'
  /** Summed over venues of the basket that have a series of their own; open interest is of the same venues. */
  | 'VENUES';

/**
 * Coins of one asset that exchanges keep for their customers and themselves, by one source: sources count other wallets and other houses, so
 * they are never mixed.
 */
export type Reserves = {
  __typename?: 'Reserves';
  /** The asset. */
  asset: Asset;
  /** Change of all holders together; null when any of them is not known at either end. */
  change?: Maybe<ReserveChange>;
  /** Coins of all holders at the window's end; null when any of them is not known. */
  coins?: Maybe<Scalars['Decimal']['output']>;
  /** How many holders the source has told by the window's end. */
  holderCount: Scalars['Int']['output'];
  /** By holder, largest first. */
  holders: Array<HolderReserve>;
  /** What the holders that are known add up to; null when none is. */
  knownCoins?: Maybe<Scalars['Decimal']['output']>;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** Who counted; null when no source is held. */
  source?: Maybe<Source>;
  /** Coins of all holders by the day, at the end of each: of those that the source has told by the window's end, and null where any of them is not known. */
  timeSeries: TimeSeries;
};


/**
 * Coins of one asset that exchanges keep for their customers and themselves, by one source: sources count other wallets and other houses, so
 * they are never mixed.
 */
export type ReservesChangeArgs = {
  days?: Scalars['Int']['input'];
};


/**
 * Coins of one asset that exchanges keep for their customers and themselves, by one source: sources count other wallets and other houses, so
 * they are never mixed.
 */
export type ReservesTimeSeriesArgs = {
  transform?: InputMaybe<Array<TransformInput>>;
};

/** How some returns lie. */
export type ReturnSpread = {
  __typename?: 'ReturnSpread';
  /** The highest. */
  best?: Maybe<Scalars['Float']['output']>;
  /** How many are known. */
  count: Scalars['Int']['output'];
  /** Less than 5 are known: too few to tell anything by. */
  isSmall: Scalars['Boolean']['output'];
  /** A quarter is below. */
  lowerQuartile?: Maybe<Scalars['Float']['output']>;
  /** The one in the middle; null of none, as all below. */
  median?: Maybe<Scalars['Float']['output']>;
  /** 95 % interval of the median: percentile bootstrap, 2,000 resamples, always the same ones; null of less than 2. */
  medianInterval?: Maybe<Interval95>;
  /** How many are above zero. */
  positiveCount: Scalars['Int']['output'];
  /** 95 % interval of that share: Wilson's score interval. */
  positiveInterval?: Maybe<Interval95>;
  /** positiveCount / count. */
  positiveShare?: Maybe<Scalars['Float']['output']>;
  /** A quarter is above. */
  upperQuartile?: Maybe<Scalars['Float']['output']>;
  /** The lowest. */
  worst?: Maybe<Scalars['Float']['output']>;
};

/** Length of a rolling window. */
export type RollingLength =
  /** 24 hours. */
  | 'DAY'
  /** 4 hours. */
  | 'FOUR_HOURS'
  /** 1 hour. */
  | 'HOUR'
  /** 12 hours. */
  | 'TWELVE_HOURS'
  /** 7 days. */
  | 'WEEK';

/** Forced orders of the last so many hours of the window. */
export type RollingLiquidations = {
  __typename?: 'RollingLiquidations';
  /** The weakest completeness of any exchange of the basket in it, as `completenessByExchange` tells it. */
  completeness: Completeness;
  /** Covered time / asked time over all exchanges of the basket, 0 to 1. */
  coverage: Scalars['Decimal']['output'];
  /** How long. */
  length: RollingLength;
  /** Its sums; null when no feed was read at any time of it. */
  total?: Maybe<LiquidationTotal>;
  /** Which span: it ends with the answer's window. */
  window: Window;
};

/** How a load ended. */
export type RunStatus =
  /** It stopped at an error; what it had written is whole. */
  | 'FAILED'
  /** It has not ended; or it was killed, and the next one goes on from its checkpoint. */
  | 'RUNNING'
  /** All was read and written. */
  | 'SUCCEEDED';

/** A group of assets, after CoinGecko's categories; each asset is in one at most, so that sectors add up to the whole. */
export type Sector = Node & {
  __typename?: 'Sector';
  /** Its assets, by code. */
  assets: AssetConnection;
  /** Stable code, e.g. "decentralized-finance-defi". */
  code: Scalars['String']['output'];
  /** Opaque global id. */
  id: Scalars['ID']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
};


/** A group of assets, after CoinGecko's categories; each asset is in one at most, so that sectors add up to the whole. */
export type SectorAssetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** One sector's part of a change. */
export type SectorContribution = {
  __typename?: 'SectorContribution';
  /** Assets in it. */
  assetCount: Scalars['Int']['output'];
  /** Of those, how many fell by 10 % or more. */
  fellTenPercentCount: Scalars['Int']['output'];
  /** What the row stands for. */
  kind: BreakdownKind;
  /** Its part. */
  part: Contribution;
  /** The sector; null for assets of no known sector and for the remainder. */
  sector?: Maybe<Sector>;
};

/** One sector's part of the whole market. */
export type SectorDominance = {
  __typename?: 'SectorDominance';
  /** Assets in it. */
  assetCount: Scalars['Int']['output'];
  /** Market cap, USD. */
  capUsd: Scalars['Decimal']['output'];
  /** capUsd / total, 0 to 1, 12 decimals. All rows sum to exactly 1. */
  dominance: Scalars['Decimal']['output'];
  /** What the row stands for. */
  kind: BreakdownKind;
  /** The sector; null for assets of no known sector and for the remainder. */
  sector?: Maybe<Sector>;
};

/** The forced orders in one sector. */
export type SectorLiquidations = {
  __typename?: 'SectorLiquidations';
  /** The sector; null for assets of no known sector. */
  sector?: Maybe<Sector>;
  /** total.usd / the answer's total.usd, 0 to 1; null when that is 0. Shares of all groups sum to exactly 1. */
  share?: Maybe<Scalars['Decimal']['output']>;
  /** Its sums. */
  total: LiquidationTotal;
};

/**
 * What one order at market would have cost on one market. A stored book says how much rests between distances, not where: the cost is told as
 * bounds, as if all of a band traded at its near edge, and at its far one.
 */
export type Slippage = {
  __typename?: 'Slippage';
  /** Mean price that it trades at, USD a coin, 12 decimals; null when the order is larger than what is known to rest. */
  averagePrice?: Maybe<DecimalBounds>;
  /** What is known to rest on that side, USD. */
  knownUsd: Scalars['Decimal']['output'];
  /** The market. */
  market: Market;
  /** Middle between best bid and best ask then, USD a coin. */
  mid: Scalars['Decimal']['output'];
  /** When its book was read. */
  readAt: Scalars['DateTime']['output'];
  /** Distance of that price from mid, a fraction of mid, to the taker's cost, 12 decimals; null when `averagePrice` is. Fees are not in it. */
  slippage?: Maybe<DecimalBounds>;
};

/** An outside feed that rows came from. */
export type Source = {
  __typename?: 'Source';
  /** Stable code, e.g. "binance.ws". */
  code: Scalars['String']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
  /** Whether its rows were observed or reconstructed. */
  provenance: Provenance;
  /** Where the feed is documented; null for the reconstructed sample. */
  url?: Maybe<Scalars['String']['output']>;
};

/**
 * What a sudden move of prices would do to leveraged positions: a model, not a measurement. Positions are followed by entry price, side and
 * leverage; those that a price reaches are closed by force; their orders move the price on against what rests in books, until a round
 * closes nothing. Each asset is moved alone: what falls does not pull others with it.
 */
export type Stress = {
  __typename?: 'Stress';
  /** Mean of the assets' amplification, by their open interest; null where none is known. */
  amplification?: Maybe<Scalars['Float']['output']>;
  /** How many assets there are. */
  assetCount: Scalars['Int']['output'];
  /** The assets, the most open interest first. */
  assets: Array<AssetStress>;
  /** State of this moment: end of the last hour that is read. */
  at: Scalars['DateTime']['output'];
  /** forcedUsd / openInterestUsd. */
  forcedOverOpenInterest: Scalars['Float']['output'];
  /** Closed by force, whole USD; a lower bound where the impact on some is not known. */
  forcedUsd: Scalars['Decimal']['output'];
  /** What is closed by force by distance from each asset's price, both ways: it does not depend on the shock. */
  liquidationMap: Array<LiquidationLevel>;
  /** The answered window, sources, method and warnings. */
  meta: Meta;
  /** Open interest of all of them before the shock, whole USD. */
  openInterestUsd: Scalars['Decimal']['output'];
  /** What is assumed, and what was fitted. */
  params: StressParams;
  /** Episodes that had ended by the answered moment, played again: how far the model is off. Newest first; those of whose time nothing was observed by then are left out. */
  replays: Array<StressReplay>;
  /** Of every price, a fraction: -0.1 is a fall of 10 %. */
  shock: Scalars['Float']['output'];
};


/**
 * What a sudden move of prices would do to leveraged positions: a model, not a measurement. Positions are followed by entry price, side and
 * leverage; those that a price reaches are closed by force; their orders move the price on against what rests in books, until a round
 * closes nothing. Each asset is moved alone: what falls does not pull others with it.
 */
export type StressAssetsArgs = {
  first?: Scalars['Int']['input'];
};


/**
 * What a sudden move of prices would do to leveraged positions: a model, not a measurement. Positions are followed by entry price, side and
 * leverage; those that a price reaches are closed by force; their orders move the price on against what rests in books, until a round
 * closes nothing. Each asset is moved alone: what falls does not pull others with it.
 */
export type StressLiquidationMapArgs = {
  step?: Scalars['Float']['input'];
  within?: Scalars['Float']['input'];
};


/**
 * What a sudden move of prices would do to leveraged positions: a model, not a measurement. Positions are followed by entry price, side and
 * leverage; those that a price reaches are closed by force; their orders move the price on against what rests in books, until a round
 * closes nothing. Each asset is moved alone: what falls does not pull others with it.
 */
export type StressReplaysArgs = {
  first?: Scalars['Int']['input'];
};

/** What a stress assumes, as it was used. */
export type StressParams = {
  __typename?: 'StressParams';
  /** Days of recorded forced orders that they were compared with. */
  comparedDays: Scalars['Int']['output'];
  /** Whether the weights were fitted to recorded forced orders: they are not when less than 14 days could be compared. Throttled feeds leave orders out: what is fitted to them is low. */
  isCalibrated: Scalars['Boolean']['output'];
  /** Over how many days entries are followed and forced orders are compared. */
  lookbackDays: Scalars['Int']['output'];
  /** Margin that must be left where the venue's tiers are not held, a fraction of the position. */
  maintenanceRate: Scalars['Float']['output'];
  /** Recorded forced orders of those days / what the weights before the fit make of them; null when they were not compared. */
  recordedOverPrior?: Maybe<Scalars['Float']['output']>;
  /** How many times what rests in books is filled up while forced orders trade. */
  refill: Scalars['Float']['output'];
  /** Which part of all positions is closed and opened anew in a day, whatever open interest does. */
  turnoverPerDay: Scalars['Float']['output'];
  /** By leverage, ascending. What their sum lacks of 1 is never closed by force. */
  weights: Array<LeverageWeight>;
};

/** What a stress assumes where nothing is measured; what is left out is the default. */
export type StressParamsInput = {
  /**
   * Whether the weights are fitted to recorded forced orders, where 14 days or more are held after the first 7 of `lookbackDays`, in which
   * entries are not known yet: less than 21 days fit nothing. True when left out.
   */
  isCalibrated?: InputMaybe<Scalars['Boolean']['input']>;
  /** Over how many days entries are followed and forced orders are compared, 7 to 180; 60 when left out. */
  lookbackDays?: InputMaybe<Scalars['Int']['input']>;
  /** Margin that must be left, a fraction of the position, where the venue's tiers are not held, 0.0001 to 0.25; 0.005 when left out. */
  maintenanceRate?: InputMaybe<Scalars['Float']['input']>;
  /** How many times what rests in books is filled up while forced orders trade, 0.1 to 1000; 4 when left out. */
  refill?: InputMaybe<Scalars['Float']['input']>;
  /** Which part of all positions is closed and opened anew in a day, whatever open interest does, 0 to 1; 0.1 when left out. */
  turnoverPerDay?: InputMaybe<Scalars['Float']['input']>;
  /** Which part of open interest has each leverage; those that are not named have none. The rest, up to 1, is never closed by force. */
  weights?: InputMaybe<Array<LeverageWeightInput>>;
};

/**
 * An episode of the past, played again: positions as they were known at its high of open interest, and the prices that came. The weights are
 * those that were fitted to forced orders before it. What forced orders do to the price is not held to anything: of what fell by force and what
 * fell by itself no data tell.
 */
export type StressReplay = {
  __typename?: 'StressReplay';
  /** What the feeds tell: THROTTLED means that `recordedUsd` is a lower bound. */
  completeness: Completeness;
  /** The episode. */
  episode: Episode;
  /** forcedUsd / recordedUsd - 1; null when nothing was recorded. */
  error?: Maybe<Scalars['Float']['output']>;
  /** What the model closes by force from the high of open interest to the low, on venues whose forced orders are read, whole USD. */
  forcedUsd: Scalars['Decimal']['output'];
  /** Whether the weights could be fitted to what came before it. */
  isCalibrated: Scalars['Boolean']['output'];
  /** What was recorded of that side, whole USD: a lower bound where feeds leave orders out. */
  recordedUsd: Scalars['Decimal']['output'];
};

/** One round of a cascade: the price, and what it closes by force. */
export type StressRound = {
  __typename?: 'StressRound';
  /** Closed by force in this round, whole USD. */
  forcedUsd: Scalars['Decimal']['output'];
  /** Of the price before the shock, a fraction. */
  move: Scalars['Float']['output'];
  /** USD a coin. */
  price: Scalars['Decimal']['output'];
  /** 0 is the shock alone. */
  round: Scalars['Int']['output'];
  /** Closed by force up to and with it, whole USD. */
  totalForcedUsd: Scalars['Decimal']['output'];
};

/**
 * What is pushed as it comes: over WebSocket at /graphql by the protocol graphql-transport-ws, or as server-sent events at /graphql/stream. A
 * message holds what was committed within some 50 ms. A client that was cut off subscribes again with the last `cursor` it was told, within 24
 * hours. So that there is such a cursor, a batch may be empty: one is told when the subscription begins (with `after`: once all that followed it
 * was told, unless the last batch ended there), and one when nothing was told for a minute though there were events that were not asked for.
 * Webhooks are told none. A client that does not take what it is sent is cut off, a socket with 4429.
 */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Episodes as the detector finds and changes them.
   * Errors (BAD_USER_INPUT): MALFORMED_CURSOR, CURSOR_TOO_OLD.
   */
  episodes: EpisodeBatch;
  /**
   * Forced orders as they are committed: those that are heard within an hour of their time, no loads of history.
   * Errors (BAD_USER_INPUT): MALFORMED_CURSOR, CURSOR_TOO_OLD; unknown asset, sector or exchange.
   */
  liquidations: LiquidationBatch;
  /**
   * Readings of open interest as they are committed.
   * Errors (BAD_USER_INPUT): MALFORMED_CURSOR, CURSOR_TOO_OLD; unknown asset, sector or exchange.
   */
  openInterest: OpenInterestBatch;
};


/**
 * What is pushed as it comes: over WebSocket at /graphql by the protocol graphql-transport-ws, or as server-sent events at /graphql/stream. A
 * message holds what was committed within some 50 ms. A client that was cut off subscribes again with the last `cursor` it was told, within 24
 * hours. So that there is such a cursor, a batch may be empty: one is told when the subscription begins (with `after`: once all that followed it
 * was told, unless the last batch ended there), and one when nothing was told for a minute though there were events that were not asked for.
 * Webhooks are told none. A client that does not take what it is sent is cut off, a socket with 4429.
 */
export type SubscriptionEpisodesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};


/**
 * What is pushed as it comes: over WebSocket at /graphql by the protocol graphql-transport-ws, or as server-sent events at /graphql/stream. A
 * message holds what was committed within some 50 ms. A client that was cut off subscribes again with the last `cursor` it was told, within 24
 * hours. So that there is such a cursor, a batch may be empty: one is told when the subscription begins (with `after`: once all that followed it
 * was told, unless the last batch ended there), and one when nothing was told for a minute though there were events that were not asked for.
 * Webhooks are told none. A client that does not take what it is sent is cut off, a socket with 4429.
 */
export type SubscriptionLiquidationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<LiquidationFilter>;
};


/**
 * What is pushed as it comes: over WebSocket at /graphql by the protocol graphql-transport-ws, or as server-sent events at /graphql/stream. A
 * message holds what was committed within some 50 ms. A client that was cut off subscribes again with the last `cursor` it was told, within 24
 * hours. So that there is such a cursor, a batch may be empty: one is told when the subscription begins (with `after`: once all that followed it
 * was told, unless the last batch ended there), and one when nothing was told for a minute though there were events that were not asked for.
 * Webhooks are told none. A client that does not take what it is sent is cut off, a socket with 4429.
 */
export type SubscriptionOpenInterestArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  basket?: InputMaybe<BasketInput>;
  filter?: InputMaybe<LiquidationFilter>;
};

/** A price below mid at which buyers are said to wait, and what has to be sold to get there. */
export type SupportLevel = {
  __typename?: 'SupportLevel';
  /** The asset. */
  asset: Asset;
  /**
   * What rests in the bids of all books from mid down to the level, USD: what is known nearer and farther bounds it; null when `price` is.
   * The upper bound is null where a book ends before.
   */
  bidsUsd?: Maybe<DecimalBounds>;
  /** 1 - price / mid, 12 decimals; null when `price` is. */
  distance?: Maybe<Scalars['Decimal']['output']>;
  /** Books that were read within the last minutes. */
  marketCount: Scalars['Int']['output'];
  /** Median of the books' mids, USD a coin. */
  mid: Scalars['Decimal']['output'];
  /** The level, USD a coin; null when the method finds none below mid. */
  price?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of the hour in which the low was first traded; null with other methods. */
  tradedAt?: Maybe<Scalars['DateTime']['output']>;
  /** USD traded within the price step; null with other methods. */
  volumeUsd?: Maybe<Scalars['Decimal']['output']>;
};

/** How a price is found at which buyers are said to wait. */
export type SupportMethod =
  /** The middle of the price step of 0.5 % of mid, below mid, in which most was traded in the trailing days. An hour counts at (high + low + close) / 3. */
  | 'HIGH_VOLUME_NODE'
  /** The lowest price of the trailing days. */
  | 'RECENT_LOW'
  /** The next multiple of a tenth of the price's order of magnitude below mid: 110,000 below 112,345. */
  | 'ROUND_NUMBER';

/** A bucket in which books were thin. */
export type ThinMoment = {
  __typename?: 'ThinMoment';
  /** depthUsd / usualUsd - 1, a fraction, 12 decimals. */
  change: Scalars['Decimal']['output'];
  /** Days before that are known, 4 to 7. */
  days: Scalars['Int']['output'];
  /** What rested within the level, USD. */
  depthUsd: Scalars['Decimal']['output'];
  /** Begin of the bucket, UTC. */
  start: Scalars['DateTime']['output'];
  /** Median of the same time of the 7 days before, USD. */
  usualUsd: Scalars['Decimal']['output'];
};

/** One size class's part of a change. An asset counts in the class it had at the begin. */
export type TierContribution = {
  __typename?: 'TierContribution';
  /** Assets in it. */
  assetCount: Scalars['Int']['output'];
  /** Of those, how many fell by 10 % or more. */
  fellTenPercentCount: Scalars['Int']['output'];
  /** What the row stands for. */
  kind: BreakdownKind;
  /** Its part. */
  part: Contribution;
  /** The size class; null for the remainder. */
  tier?: Maybe<CapTier>;
};

/** One size class's part of the whole market. */
export type TierDominance = {
  __typename?: 'TierDominance';
  /** Assets in it. */
  assetCount: Scalars['Int']['output'];
  /** Market cap, USD. */
  capUsd: Scalars['Decimal']['output'];
  /** capUsd / total, 0 to 1, 12 decimals. All rows sum to exactly 1. */
  dominance: Scalars['Decimal']['output'];
  /** What the row stands for. */
  kind: BreakdownKind;
  /** The size class; null for the remainder. */
  tier?: Maybe<CapTier>;
};

/** The buckets as columns: arrays of equal length. */
export type TimeColumns = {
  __typename?: 'TimeColumns';
  /** Begin of each bucket, UTC. */
  start: Array<Scalars['DateTime']['output']>;
  /** The value of each bucket, in the series' unit; null where it is not known. */
  value: Array<Maybe<Scalars['Decimal']['output']>>;
};

/** A value of one bucket. */
export type TimePoint = {
  __typename?: 'TimePoint';
  /** Begin of the bucket, UTC. */
  start: Scalars['DateTime']['output'];
  /** The value, in the series' unit; null when it is not known. */
  value?: Maybe<Scalars['Decimal']['output']>;
};

/** One measure over time, oldest first: every bucket that has a part in the window. */
export type TimeSeries = {
  __typename?: 'TimeSeries';
  /** One array a field: several times faster than `points` on long series. */
  columns: TimeColumns;
  /** Width of the buckets. */
  interval: Interval;
  /** One object a bucket. */
  points: Array<TimePoint>;
  /** What was made of the series, in this order. */
  transforms: Array<AppliedTransform>;
  /** What the values count, after the transforms. */
  unit: Unit;
};

/** Where the latest value stands among those of the trailing days. */
export type TrailingExtremes = {
  __typename?: 'TrailingExtremes';
  /** Days that were looked at, the one of the window's end among them. */
  days: Scalars['Int']['output'];
  /** The highest known value; null when there is none. */
  high?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of its day, the first of equals. */
  highAt?: Maybe<Scalars['DateTime']['output']>;
  /** Days with a known value: all that the percentile rests on. */
  known: Scalars['Int']['output'];
  /** The lowest known value; null when there is none. */
  low?: Maybe<Scalars['Decimal']['output']>;
  /** Begin of its day, the first of equals. */
  lowAt?: Maybe<Scalars['DateTime']['output']>;
  /** Share of the known values, this one among them, that are not above it: 1 is the highest. Null when the value is not known, or is the only one. */
  percentile?: Maybe<Scalars['Decimal']['output']>;
  /** Value of the last day up to the window's end; null when it is not known. */
  value?: Maybe<Scalars['Decimal']['output']>;
};

/**
 * One step that is made of a series; steps are made in the order given, 5 at most. What a step looks back to is read from before the
 * window, so that a bucket's value does not depend on where the window begins.
 * Errors (BAD_USER_INPUT): TRANSFORM_BUCKETS, TOO_MANY_TRANSFORMS, LOOKBACK_TOO_LONG (10,000 buckets together).
 */
export type TransformInput = {
  /** Distance of a change (1 or more, default 1); length of a trailing window (2 or more, required); not with CUMULATIVE. */
  buckets?: InputMaybe<Scalars['Int']['input']>;
  /** What is made. */
  kind: TransformKind;
  /** Known values that a trailing window needs at least, 2 to `buckets`; default: all of them. Not with MOVING_SUM, which needs every one. */
  minKnown?: InputMaybe<Scalars['Int']['input']>;
};

/** What is made of a series, bucket by bucket. A value that is not known is never taken for zero. */
export type TransformKind =
  /** The value less that of `buckets` before, default 1. Null when either is not known. */
  | 'CHANGE'
  /** Sum from the window's begin on. Null from the first value on that is not known. */
  | 'CUMULATIVE'
  /** Mean of the trailing `buckets`, this one among them. */
  | 'MOVING_AVERAGE'
  /** Sum of the trailing `buckets`, this one among them: 24 of one hour are a rolling day. Null when any of them is not known. */
  | 'MOVING_SUM'
  /** Share of the known values of the trailing `buckets`, this one among them, that are not above this one: 1 is the highest. */
  | 'PERCENTILE_RANK'
  /** CHANGE as a fraction of the value before (0.05 is 5 %). Null also when that is zero or below. */
  | 'PERCENT_CHANGE'
  /** Distance from the mean of the trailing `buckets` in their sample standard deviations. Null when nothing varies. */
  | 'Z_SCORE';

/** What a number counts. */
export type Unit =
  /** Coins of the asset. */
  | 'COINS'
  /** How many. */
  | 'COUNT'
  /** A part of 1: 0.05 is 5 %. */
  | 'FRACTION'
  /** Hours. */
  | 'HOURS'
  /** Relative to a begin of 100. */
  | 'INDEX'
  /** One amount per another of the same unit; above 1 is possible. */
  | 'RATIO'
  /** Sample standard deviations from the mean of the trailing window. */
  | 'STANDARD_DEVIATIONS'
  /** US dollars; USDT and USDC count as one. */
  | 'USD'
  /** US dollars for one coin. */
  | 'USD_PER_COIN';

/** What counts as the whole market. An answer is computed on one universe from begin to end. */
export type Universe =
  /** Every coin that the source lists, as the source totals it; coins not held one by one are in one remainder. */
  | 'ALL_LISTED'
  /** The assets that the store holds one by one. */
  | 'HELD';

/** Who asks. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The key that was sent; null: none was. */
  key?: Maybe<ApiKey>;
  /** What it may use; null: this server counts nothing. */
  rateLimit?: Maybe<RateLimit>;
  /** What the caller may do; null: this server looks at no callers. */
  scopes?: Maybe<Array<ApiScope>>;
};

/** Trading on spot markets against trading on perpetuals: who drives the price. */
export type Volume = {
  __typename?: 'Volume';
  /** The markets whose sum is the known volume, spot or perpetual. */
  explain: Explanation;
  /** The answered window, sources and warnings. */
  meta: Meta;
  /** Perpetuals. */
  perpetual: VolumeTotal;
  /** Spot markets. */
  spot: VolumeTotal;
  /** spot.usd / (spot.usd + perpetual.usd), 0 to 1, 12 decimals; null when either is, or both are 0. */
  spotShare?: Maybe<Scalars['Decimal']['output']>;
  /** One measure by bucket. */
  timeSeries: TimeSeries;
  /** One measure by bucket for each group, the group with most volume first. Errors (BAD_USER_INPUT): DIMENSIONS. */
  timeSeriesBy: Array<VolumeGroupSeries>;
};


/** Trading on spot markets against trading on perpetuals: who drives the price. */
export type VolumeExplainArgs = {
  kind?: VolumeKind;
};


/** Trading on spot markets against trading on perpetuals: who drives the price. */
export type VolumeTimeSeriesArgs = {
  measure?: VolumeMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};


/** Trading on spot markets against trading on perpetuals: who drives the price. */
export type VolumeTimeSeriesByArgs = {
  by: Array<Dimension>;
  first?: Scalars['Int']['input'];
  measure?: VolumeMeasure;
  transform?: InputMaybe<Array<TransformInput>>;
};

/** Which markets count. Conditions are joined by AND; left out or null: no condition. */
export type VolumeFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only spot, only perpetuals, or only dated futures. */
  kind?: InputMaybe<MarketKind>;
  /** Only base assets of these sectors, by code. */
  sectors?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** One measure of one group over time. */
export type VolumeGroupSeries = {
  __typename?: 'VolumeGroupSeries';
  /** What its markets have in common. */
  key: GroupKey;
  /** What the bars of the group's markets add up to over the window, spot and perpetual, USD. */
  knownUsd: Scalars['Decimal']['output'];
  /** By bucket. */
  series: TimeSeries;
};

/** A side of trading. */
export type VolumeKind =
  /** Perpetuals. */
  | 'PERPETUAL'
  /** Spot markets. */
  | 'SPOT';

/**
 * What is measured of trading. A market counts in a bucket when its bars cover all of it. Markets are expected from their first bar in
 * the window (or what a transform looks back to) on: where one that is expected does not count, a sum is null, not lower.
 */
export type VolumeMeasure =
  /** What the bars held add up to on perpetuals, USD: a lower bound where a market is missing; null where none is held. */
  | 'PERPETUAL_KNOWN_USD'
  /** Bought by takers less sold by takers on perpetuals, USD: of those whose venue tells takers apart. */
  | 'PERPETUAL_NET_TAKER_USD'
  /** Volume of perpetuals, USD. */
  | 'PERPETUAL_USD'
  /** What the bars held add up to on spot markets, USD: a lower bound where a market is missing; null where none is held. */
  | 'SPOT_KNOWN_USD'
  /** Bought by takers less sold by takers on spot markets, USD: of those whose venue tells takers apart. */
  | 'SPOT_NET_TAKER_USD'
  /** SPOT_USD / (SPOT_USD + PERPETUAL_USD), 0 to 1. */
  | 'SPOT_SHARE'
  /** Volume of spot markets, USD. */
  | 'SPOT_USD';

/** Sums of one side of trading over the window. */
export type VolumeTotal = {
  __typename?: 'VolumeTotal';
  /** What the bars held add up to, USD: a lower bound where `usd` is null; null when no bar is held. */
  knownUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Markets with a bar and a volume in USD in the window. */
  marketCount: Scalars['Int']['output'];
  /** Bought by takers less sold by takers, USD, of the markets whose venue tells them apart; null as `usd` is, and when no venue does. */
  netTakerUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Of those, how many tell takers apart. */
  takerMarketCount: Scalars['Int']['output'];
  /** Volume, USD; null when any expected market's bars don't cover the whole of it from their first on. */
  usd?: Maybe<Scalars['Decimal']['output']>;
};

/** A subscription that is told by HTTP instead of a socket, signed as Standard Webhooks describes. */
export type Webhook = Node & {
  __typename?: 'Webhook';
  /** When it was made, our clock. Events from then on are told. */
  createdAt: Scalars['DateTime']['output'];
  /** The delivery log, newest first. Errors (BAD_USER_INPUT): PAGE_ARGUMENTS, OUT_OF_RANGE, MALFORMED_CURSOR. */
  deliveries: WebhookDeliveryConnection;
  /** What it is for, in its owner's words. */
  description?: Maybe<Scalars['String']['output']>;
  /** Since when nothing is sent; null: it is sent. */
  disabledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why nothing is sent any more; null: it is sent. */
  disabledReason?: Maybe<WebhookDisabledReason>;
  /**
   * The first of the tries that failed without a break; null: the last try went through, or there was none. A message or a test that goes
   * through is a break, and so is a time in which no message waited that had failed. Whose tries fail for five days is disabled.
   */
  failingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Global id, wh_… */
  id: Scalars['ID']['output'];
  /** Which operation of the document; null: it has one. */
  operationName?: Maybe<Scalars['String']['output']>;
  /** Messages that wait. While 100 do, further events stay in the log, for 24 hours, and are told when there is room. */
  pendingCount: Scalars['Int']['output'];
  /** The document: its answer to each event is the message. */
  query: Scalars['String']['output'];
  /** Where messages are posted. */
  url: Scalars['String']['output'];
  /** The document's variables. */
  variables?: Maybe<Scalars['JSONObject']['output']>;
};


/** A subscription that is told by HTTP instead of a socket, signed as Standard Webhooks describes. */
export type WebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  states?: InputMaybe<Array<WebhookDeliveryState>>;
};

/** One try to deliver a message. */
export type WebhookAttempt = {
  __typename?: 'WebhookAttempt';
  /** When it began, our clock. */
  at: Scalars['DateTime']['output'];
  /** From then to the end of the answer, ms. */
  durationMs: Scalars['Int']['output'];
  /** Why it failed; null: it went through. */
  failure?: Maybe<WebhookFailure>;
  /** The first 1,000 characters of the answer; null: there was none. */
  response?: Maybe<Scalars['String']['output']>;
  /** Status of HTTP; null: there was no answer. */
  status?: Maybe<Scalars['Int']['output']>;
};

/** A webhook to make. */
export type WebhookCreateInput = {
  /** What it is for, 500 characters at most. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Which operation of the document, where it has several. */
  operationName?: InputMaybe<Scalars['String']['input']>;
  /**
   * A document with one subscription: what the webhook is told is what a socket would be told of it, but for empty batches. `after` is not looked
   * at: it is told what comes from now on.
   */
  query: Scalars['String']['input'];
  /** Where messages are posted: https, on a public address, without a user, 2,000 characters at most. */
  url: Scalars['String']['input'];
  /** The document's variables, nested 32 times at most. */
  variables?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** A webhook that was deleted. */
export type WebhookDeletePayload = {
  __typename?: 'WebhookDeletePayload';
  /** Its id. */
  deletedId: Scalars['ID']['output'];
};

/** A message to a webhook. Messages are kept for 30 days. */
export type WebhookDelivery = {
  __typename?: 'WebhookDelivery';
  /** Each try, oldest first. */
  attempts: Array<WebhookAttempt>;
  /** When it was made, our clock. */
  createdAt: Scalars['DateTime']['output'];
  /** When the receiver last took it; null: it has not. */
  deliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** The header `webhook-id` of the message: the same at each try and when it is replayed, so that a receiver can tell what it has had. */
  id: Scalars['ID']['output'];
  /** When it is tried next; null: not by itself. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** The body, as it is sent: JSON with type, timestamp and the answer of the document. */
  payload: Scalars['String']['output'];
  /** How far it came. */
  state: WebhookDeliveryState;
  /** What it is of: liquidations, openInterest or episodes; stream.gap: events that were no longer kept when they could have been told. */
  type: Scalars['String']['output'];
};

/** A page of messages, newest first. */
export type WebhookDeliveryConnection = {
  __typename?: 'WebhookDeliveryConnection';
  /** The rows with their cursors. */
  edges: Array<WebhookDeliveryEdge>;
  /** The rows. */
  nodes: Array<WebhookDelivery>;
  /** Where the page stands. */
  pageInfo: PageInfo;
};

/** A message and its cursor. */
export type WebhookDeliveryEdge = {
  __typename?: 'WebhookDeliveryEdge';
  /** Opaque; stays valid while rows are added. */
  cursor: Scalars['String']['output'];
  /** The message. */
  node: WebhookDelivery;
};

/** How far a message came. */
export type WebhookDeliveryState =
  /** A dead letter: all of its tries failed. `webhookReplay` sends it again. */
  | 'DEAD'
  /** The receiver answered 2xx. */
  | 'DELIVERED'
  /** It waits for its first or its next try. */
  | 'PENDING';

/** Why nothing is sent to a webhook any more. */
export type WebhookDisabledReason =
  /** Its owner disabled it. */
  | 'CALLER'
  /** Its document is no longer a valid subscription, or names what is not known any more. */
  | 'DOCUMENT'
  /**
   * The server runs the documents of its list alone (TRUSTED_DOCUMENTS_ONLY), and its document is none of them any more. It is sent again by
   * itself once it is on the list.
   */
  | 'DOCUMENT_NOT_TRUSTED'
  /** Tries failed for five days without a break (`failingSince`). */
  | 'FAILING'
  /** It answered 410 Gone. */
  | 'GONE';

/** Why a try to deliver failed. */
export type WebhookFailure =
  /** The address is private, loopback or reserved. */
  | 'ADDRESS_REFUSED'
  /** The connection was refused or broke. */
  | 'CONNECTION'
  /** The name has no address. */
  | 'NAME_UNKNOWN'
  /** The answer was not 2xx. Redirections are not followed. */
  | 'STATUS'
  /** No answer within fifteen seconds. */
  | 'TIMEOUT'
  /** The certificate is not good, or there is no TLS. */
  | 'TLS';

/** A webhook as it is now. */
export type WebhookPayload = {
  __typename?: 'WebhookPayload';
  /** As it is now. */
  webhook: Webhook;
};

/** Messages that are sent again. */
export type WebhookReplayPayload = {
  __typename?: 'WebhookReplayPayload';
  /** How many. */
  count: Scalars['Int']['output'];
  /** The webhook they go to. */
  webhook: Webhook;
};

/** A webhook and its secret, which is told this once. */
export type WebhookSecretPayload = {
  __typename?: 'WebhookSecretPayload';
  /** Signs each message: whsec_ and 32 bytes in Base64, as libraries for Standard Webhooks take it. */
  secret: Scalars['String']['output'];
  /** As it is now. */
  webhook: Webhook;
};

/** How a test went. */
export type WebhookTestPayload = {
  __typename?: 'WebhookTestPayload';
  /** The one try; of a test nothing is kept. */
  attempt: WebhookAttempt;
};

/** What to change of a webhook; what is left out stays. */
export type WebhookUpdateInput = {
  /** What it is for, 500 characters at most; null takes it away. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** false: nothing is sent. true: it is sent again, what waited at once; events of the last 24 hours that were not told are. */
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where messages are posted from now on, those that wait too. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** The window that was answered: half-open, in UTC. */
export type Window = {
  __typename?: 'Window';
  /** First moment of the window. */
  from: Scalars['DateTime']['output'];
  /** First moment after the window. */
  to: Scalars['DateTime']['output'];
};

/** What stands at an end of a window. */
export type WindowEnds =
  /** The last reading at that moment or before it. */
  | 'AT'
  /** The last reading before it, as at the end of a bucket. */
  | 'BEFORE';

/** A half-open span of time: `from` belongs to it, `to` does not. */
export type WindowInput = {
  /** First moment of the window, a whole minute of the venues' clocks in UTC. */
  from: Scalars['DateTime']['input'];
  /** First moment after the window, a whole minute; later than `from`. */
  to: Scalars['DateTime']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AssetRow )
    | ( BasketRow )
    | ( EpisodeAnswer )
    | ( ExchangeRow )
    | ( LiquidationOrderRow )
    | ( MarketRow )
    | ( SectorRow )
    | ( WebhookRow )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiKey: ResolverTypeWrapper<ApiKeyRow>;
  ApiKeyCreateInput: ApiKeyCreateInput;
  ApiKeyPayload: ResolverTypeWrapper<Omit<ApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  ApiKeyRevokePayload: ResolverTypeWrapper<Omit<ApiKeyRevokePayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  ApiScope: ApiScope;
  AppliedTransform: ResolverTypeWrapper<AppliedTransform>;
  Asset: ResolverTypeWrapper<AssetRow>;
  AssetConnection: ResolverTypeWrapper<Omit<AssetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['AssetEdge']>, nodes: Array<ResolversTypes['Asset']> }>;
  AssetContribution: ResolverTypeWrapper<AssetContributionRow>;
  AssetDominance: ResolverTypeWrapper<AssetDominanceRow>;
  AssetEdge: ResolverTypeWrapper<Omit<AssetEdge, 'node'> & { node: ResolversTypes['Asset'] }>;
  AssetFilter: AssetFilter;
  AssetLiquidations: ResolverTypeWrapper<{ assetId: number; total: LiquidationTotal; share: string | null }>;
  AssetOpenInterest: ResolverTypeWrapper<{ assetId: number } & Omit<OpenInterestGroupOf, "key">>;
  AssetStress: ResolverTypeWrapper<AssetStressModel>;
  Attribution: ResolverTypeWrapper<AttributionAnswer>;
  BaseRate: ResolverTypeWrapper<Omit<BaseRate, 'allDays' | 'episodes'> & { allDays: ResolversTypes['ReturnSpread'], episodes: ResolversTypes['ReturnSpread'] }>;
  BaseRates: ResolverTypeWrapper<BaseRatesRow>;
  Basis: ResolverTypeWrapper<BasisAnswer>;
  BasisGroup: ResolverTypeWrapper<Omit<BasisGroup, 'key'> & { key: ResolversTypes['GroupKey'] }>;
  BasisGroupSeries: ResolverTypeWrapper<Omit<BasisGroupSeries, 'key' | 'series'> & { key: ResolversTypes['GroupKey'], series: ResolversTypes['TimeSeries'] }>;
  BasisMean: ResolverTypeWrapper<BasisMean>;
  BasisMeasure: BasisMeasure;
  BasisWeight: BasisWeight;
  Basket: ResolverTypeWrapper<BasketRow>;
  BasketCreateInput: BasketCreateInput;
  BasketCreatePayload: ResolverTypeWrapper<Omit<BasketCreatePayload, 'basket'> & { basket: ResolversTypes['Basket'] }>;
  BasketDeletePayload: ResolverTypeWrapper<BasketDeletePayload>;
  BasketInput: BasketInput;
  BookSide: BookSide;
  BookSideDepth: ResolverTypeWrapper<BookSideDepth>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BreakdownKind: BreakdownKind;
  CacheControlScope: CacheControlScope;
  CapMoment: ResolverTypeWrapper<CapMoment>;
  CapTier: CapTier;
  Claim: ResolverTypeWrapper<ClaimRow>;
  Completeness: Completeness;
  ContractStyle: ContractStyle;
  Contribution: ResolverTypeWrapper<Contribution>;
  Coverage: ResolverTypeWrapper<Omit<Coverage, 'byExchange'> & { byExchange: Array<ResolversTypes['ExchangeCoverage']> }>;
  CurrentFunding: ResolverTypeWrapper<CurrentFundingRow>;
  CurrentFundings: ResolverTypeWrapper<CurrentFundingsRow>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DayChange: ResolverTypeWrapper<DayChange>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DecimalBounds: ResolverTypeWrapper<DecimalBounds>;
  Depth: ResolverTypeWrapper<Depth>;
  DepthLevel: DepthLevel;
  DepthMeasure: DepthMeasure;
  Detection: ResolverTypeWrapper<DetectionRow>;
  DetectorParams: ResolverTypeWrapper<DetectorParams>;
  Dimension: Dimension;
  Dominance: ResolverTypeWrapper<DominanceAnswer>;
  Episode: ResolverTypeWrapper<EpisodeAnswer>;
  EpisodeAlignment: EpisodeAlignment;
  EpisodeAnalog: ResolverTypeWrapper<{ episode: EpisodeAnswer; distance: number; features: readonly FeatureDistance[] }>;
  EpisodeAnalogs: ResolverTypeWrapper<Analogs>;
  EpisodeBatch: ResolverTypeWrapper<Omit<EpisodeBatch, 'changes'> & { changes: Array<ResolversTypes['EpisodeChange']> }>;
  EpisodeChange: ResolverTypeWrapper<EpisodeChangeRow>;
  EpisodeChangeConnection: ResolverTypeWrapper<Omit<EpisodeChangeConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['EpisodeChangeEdge']>, nodes: Array<ResolversTypes['EpisodeChange']> }>;
  EpisodeChangeEdge: ResolverTypeWrapper<Omit<EpisodeChangeEdge, 'node'> & { node: ResolversTypes['EpisodeChange'] }>;
  EpisodeChangeKind: EpisodeChangeKind;
  EpisodeClaim: ResolverTypeWrapper<EpisodeClaimRow>;
  EpisodeComparison: ResolverTypeWrapper<Comparison>;
  EpisodeConditionInput: EpisodeConditionInput;
  EpisodeConnection: ResolverTypeWrapper<Omit<EpisodeConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['EpisodeEdge']>, nodes: Array<ResolversTypes['Episode']> }>;
  EpisodeEdge: ResolverTypeWrapper<Omit<EpisodeEdge, 'node'> & { node: ResolversTypes['Episode'] }>;
  EpisodeFeature: EpisodeFeature;
  EpisodeFilter: EpisodeFilter;
  EpisodeKind: EpisodeKind;
  EpisodeLeader: EpisodeLeader;
  EpisodeMetric: EpisodeMetric;
  EpisodeMetricRow: ResolverTypeWrapper<MetricRow>;
  EpisodeMetricValue: ResolverTypeWrapper<MetricValue>;
  EpisodePhases: ResolverTypeWrapper<EpisodePhases>;
  EpisodeReport: ResolverTypeWrapper<Omit<EpisodeReport, 'episode' | 'sections'> & { episode: ResolversTypes['Episode'], sections: Array<ResolversTypes['ReportSection']> }>;
  EpisodeSeries: ResolverTypeWrapper<{ episode: EpisodeAnswer; level: readonly (string | null)[]; index: readonly (string | null)[] }>;
  EpisodeSeriesMeasure: EpisodeSeriesMeasure;
  EpisodeState: EpisodeState;
  EstimatedLeverage: ResolverTypeWrapper<EstimatedLeverageRow>;
  EtlRun: ResolverTypeWrapper<EtlRunModel>;
  Exchange: ResolverTypeWrapper<ExchangeRow>;
  ExchangeCompleteness: ResolverTypeWrapper<{ exchangeId: number; completeness: Completeness; reason: string; url: string | null }>;
  ExchangeCoverage: ResolverTypeWrapper<ExchangeCoverageRow>;
  ExchangeLiquidations: ResolverTypeWrapper<{ exchangeId: number; total: LiquidationTotal | null; share: string | null; completeness: Completeness }>;
  ExchangeOpenInterest: ResolverTypeWrapper<{ exchangeId: number } & Omit<OpenInterestGroupOf, "key">>;
  ExplainOperation: ExplainOperation;
  ExplainRow: ResolverTypeWrapper<ExplainRowRow>;
  Explanation: ResolverTypeWrapper<ExplanationRow>;
  Family: Family;
  FamilyHoldings: ResolverTypeWrapper<FamilyHoldings>;
  FeatureDistance: ResolverTypeWrapper<FeatureDistance>;
  Feed: ResolverTypeWrapper<FeedRow>;
  FeedCoverage: ResolverTypeWrapper<FeedCoverageRow>;
  FeedGap: ResolverTypeWrapper<FeedGap>;
  FeedState: FeedState;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ForwardReturnOf: ForwardReturnOf;
  FundFlowDay: ResolverTypeWrapper<FundFlowDay>;
  FundFlowOfFund: ResolverTypeWrapper<FundFlowOfFund>;
  FundFlows: ResolverTypeWrapper<FundFlowsAnswer>;
  Funding: ResolverTypeWrapper<FundingAnswer>;
  FundingColumns: ResolverTypeWrapper<FundingColumns>;
  FundingFilter: FundingFilter;
  FundingGroup: ResolverTypeWrapper<Omit<FundingGroup, 'key'> & { key: ResolversTypes['GroupKey'] }>;
  FundingGroupSeries: ResolverTypeWrapper<Omit<FundingGroupSeries, 'key' | 'series'> & { key: ResolversTypes['GroupKey'], series: ResolversTypes['TimeSeries'] }>;
  FundingKind: FundingKind;
  FundingMean: ResolverTypeWrapper<FundingMean>;
  FundingMeasure: FundingMeasure;
  FundingSignFlip: ResolverTypeWrapper<FundingSignFlip>;
  GroupKey: ResolverTypeWrapper<GroupKeyRow>;
  GroupReturns: ResolverTypeWrapper<GroupReturnsRow>;
  HolderReserve: ResolverTypeWrapper<ReserveRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Interval: Interval;
  Interval95: ResolverTypeWrapper<Interval95>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Leverage: ResolverTypeWrapper<LeverageAnswer>;
  LeverageDimension: LeverageDimension;
  LeverageGroupSeries: ResolverTypeWrapper<LeverageGroupSeriesRow>;
  LeverageRow: ResolverTypeWrapper<LeverageRowRow>;
  LeverageWeight: ResolverTypeWrapper<LeverageWeight>;
  LeverageWeightInput: LeverageWeightInput;
  LiquidationBatch: ResolverTypeWrapper<Omit<LiquidationBatch, 'orders'> & { orders: Array<ResolversTypes['LiquidationOrder']> }>;
  LiquidationColumns: ResolverTypeWrapper<LiquidationColumnsRow>;
  LiquidationConcentration: ResolverTypeWrapper<{ top: number; assets: { assetId: number; total: LiquidationTotal; share: string | null }[]; topUsd: string; topShare: string; altcoinUsd: string; altcoinShare: string; largestOrderShare: string | null; herfindahl: string }>;
  LiquidationDimension: LiquidationDimension;
  LiquidationFilter: LiquidationFilter;
  LiquidationGroup: ResolverTypeWrapper<LiquidationGroupRow>;
  LiquidationGroupSeries: ResolverTypeWrapper<LiquidationGroupSeriesRow>;
  LiquidationIntensity: ResolverTypeWrapper<LiquidationIntensity>;
  LiquidationLevel: ResolverTypeWrapper<LiquidationLevel>;
  LiquidationMeasure: LiquidationMeasure;
  LiquidationOrder: ResolverTypeWrapper<LiquidationOrderRow>;
  LiquidationOrderConnection: ResolverTypeWrapper<Omit<LiquidationOrderConnection, 'edges' | 'meta' | 'nodes'> & { edges: Array<ResolversTypes['LiquidationOrderEdge']>, meta: ResolversTypes['Meta'], nodes: Array<ResolversTypes['LiquidationOrder']> }>;
  LiquidationOrderEdge: ResolverTypeWrapper<Omit<LiquidationOrderEdge, 'node'> & { node: ResolversTypes['LiquidationOrder'] }>;
  LiquidationOrderFilter: LiquidationOrderFilter;
  LiquidationOrderSort: LiquidationOrderSort;
  LiquidationPoint: ResolverTypeWrapper<LiquidationPointRow>;
  LiquidationSeries: ResolverTypeWrapper<{ interval: Interval; columns: LiquidationColumnsRow }>;
  LiquidationSize: LiquidationSize;
  LiquidationTotal: ResolverTypeWrapper<LiquidationTotal>;
  Liquidations: ResolverTypeWrapper<LiquidationAnswer>;
  LongShort: ResolverTypeWrapper<LongShortAnswer>;
  LongShortFilter: LongShortFilter;
  LongShortGroup: ResolverTypeWrapper<Omit<LongShortGroup, 'key'> & { key: ResolversTypes['GroupKey'] }>;
  LongShortGroupSeries: ResolverTypeWrapper<Omit<LongShortGroupSeries, 'key' | 'series'> & { key: ResolversTypes['GroupKey'], series: ResolversTypes['TimeSeries'] }>;
  LongShortMean: ResolverTypeWrapper<LongShortMean>;
  LongShortMeasure: LongShortMeasure;
  MarginType: MarginType;
  Market: ResolverTypeWrapper<MarketRow>;
  MarketBasis: ResolverTypeWrapper<MarketBasisRow>;
  MarketBook: ResolverTypeWrapper<StoredBook>;
  MarketCap: ResolverTypeWrapper<MarketCapAnswer>;
  MarketCapDimension: MarketCapDimension;
  MarketCapGroupSeries: ResolverTypeWrapper<MarketCapGroupSeriesRow>;
  MarketCapMeasure: MarketCapMeasure;
  MarketCapPartInput: MarketCapPartInput;
  MarketCapTrend: ResolverTypeWrapper<MarketCapTrend>;
  MarketConnection: ResolverTypeWrapper<Omit<MarketConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['MarketEdge']>, nodes: Array<ResolversTypes['Market']> }>;
  MarketEdge: ResolverTypeWrapper<Omit<MarketEdge, 'node'> & { node: ResolversTypes['Market'] }>;
  MarketFilter: MarketFilter;
  MarketKind: MarketKind;
  MarketLongShort: ResolverTypeWrapper<MarketLongShortRow>;
  MarketVersion: ResolverTypeWrapper<MarketVersion>;
  MemberReturn: ResolverTypeWrapper<MemberReturnRow>;
  Meta: ResolverTypeWrapper<MetaRow>;
  Methodology: ResolverTypeWrapper<MethodologyRow>;
  MomentAnalogs: ResolverTypeWrapper<MomentAnalogsRow>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NegativeFunding: ResolverTypeWrapper<NegativeFunding>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Notice: ResolverTypeWrapper<NoticeRow>;
  OpenInterest: ResolverTypeWrapper<OpenInterestAnswer>;
  OpenInterestBatch: ResolverTypeWrapper<Omit<OpenInterestBatch, 'readings'> & { readings: Array<ResolversTypes['OpenInterestUpdate']> }>;
  OpenInterestBuildUp: ResolverTypeWrapper<Omit<OpenInterestBuildUp, 'notice'> & { notice?: Maybe<ResolversTypes['Notice']> }>;
  OpenInterestCandle: ResolverTypeWrapper<OpenInterestCandle>;
  OpenInterestCandleColumns: ResolverTypeWrapper<OpenInterestCandleColumns>;
  OpenInterestCandles: ResolverTypeWrapper<Candles>;
  OpenInterestChange: ResolverTypeWrapper<OpenInterestChange>;
  OpenInterestColumns: ResolverTypeWrapper<OpenInterestColumnsRow>;
  OpenInterestFigure: OpenInterestFigure;
  OpenInterestFilter: OpenInterestFilter;
  OpenInterestGroup: ResolverTypeWrapper<OpenInterestGroupRow>;
  OpenInterestGroupSeries: ResolverTypeWrapper<OpenInterestGroupSeriesRow>;
  OpenInterestHigh: ResolverTypeWrapper<OpenInterestHigh>;
  OpenInterestMeasure: OpenInterestMeasure;
  OpenInterestPoint: ResolverTypeWrapper<OpenInterestPoint>;
  OpenInterestReading: ResolverTypeWrapper<OpenInterestReading>;
  OpenInterestSeries: ResolverTypeWrapper<{ interval: Interval; columns: OpenInterestColumnsRow }>;
  OpenInterestUnit: OpenInterestUnit;
  OpenInterestUpdate: ResolverTypeWrapper<Omit<OpenInterestUpdate, 'market'> & { market: ResolversTypes['Market'] }>;
  OrderBook: ResolverTypeWrapper<OrderBookAnswer>;
  OrderBookFilter: OrderBookFilter;
  OrderBookGroupSeries: ResolverTypeWrapper<OrderBookGroupSeriesRow>;
  OrderSide: OrderSide;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PositionSide: PositionSide;
  Provenance: Provenance;
  Quality: ResolverTypeWrapper<Catalog>;
  QuarantineStatus: QuarantineStatus;
  QuarantinedReading: ResolverTypeWrapper<QuarantinedReadingRow>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RateLimit: ResolverTypeWrapper<RateLimit>;
  ReportNumber: ResolverTypeWrapper<ReportNumber>;
  ReportSection: ResolverTypeWrapper<ReportSectionRow>;
  ReportStatement: ResolverTypeWrapper<ReportStatement>;
  ReserveChange: ResolverTypeWrapper<ReserveChange>;
  ReserveScope: ReserveScope;
  Reserves: ResolverTypeWrapper<ReservesAnswer>;
  ReturnSpread: ResolverTypeWrapper<ReturnSpreadRow>;
  RollingLength: RollingLength;
  RollingLiquidations: ResolverTypeWrapper<RollingLiquidationsRow>;
  RunStatus: RunStatus;
  Sector: ResolverTypeWrapper<SectorRow>;
  SectorContribution: ResolverTypeWrapper<SectorContributionRow>;
  SectorDominance: ResolverTypeWrapper<SectorDominanceRow>;
  SectorLiquidations: ResolverTypeWrapper<{ sectorId: number | null; total: LiquidationTotal; share: string | null }>;
  Slippage: ResolverTypeWrapper<SlippageRow>;
  Source: ResolverTypeWrapper<DimensionSource>;
  Stress: ResolverTypeWrapper<StressAnswer>;
  StressParams: ResolverTypeWrapper<StressParams>;
  StressParamsInput: StressParamsInput;
  StressReplay: ResolverTypeWrapper<StressReplayRow>;
  StressRound: ResolverTypeWrapper<StressRound>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SupportLevel: ResolverTypeWrapper<SupportLevelRow>;
  SupportMethod: SupportMethod;
  ThinMoment: ResolverTypeWrapper<ThinMoment>;
  TierContribution: ResolverTypeWrapper<TierContribution>;
  TierDominance: ResolverTypeWrapper<TierDominance>;
  TimeColumns: ResolverTypeWrapper<TimeColumns>;
  TimePoint: ResolverTypeWrapper<TimePoint>;
  TimeSeries: ResolverTypeWrapper<TimeSeriesRow>;
  TrailingExtremes: ResolverTypeWrapper<TrailingExtremes>;
  TransformInput: TransformInput;
  TransformKind: TransformKind;
  Unit: Unit;
  Universe: Universe;
  Viewer: ResolverTypeWrapper<Omit<Viewer, 'key'> & { key?: Maybe<ResolversTypes['ApiKey']> }>;
  Volume: ResolverTypeWrapper<VolumeAnswer>;
  VolumeFilter: VolumeFilter;
  VolumeGroupSeries: ResolverTypeWrapper<VolumeGroupSeriesRow>;
  VolumeKind: VolumeKind;
  VolumeMeasure: VolumeMeasure;
  VolumeTotal: ResolverTypeWrapper<VolumeTotal>;
  Webhook: ResolverTypeWrapper<WebhookRow>;
  WebhookAttempt: ResolverTypeWrapper<Attempt>;
  WebhookCreateInput: WebhookCreateInput;
  WebhookDeletePayload: ResolverTypeWrapper<WebhookDeletePayload>;
  WebhookDelivery: ResolverTypeWrapper<DeliveryRow>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Omit<WebhookDeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['WebhookDeliveryEdge']>, nodes: Array<ResolversTypes['WebhookDelivery']> }>;
  WebhookDeliveryEdge: ResolverTypeWrapper<Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversTypes['WebhookDelivery'] }>;
  WebhookDeliveryState: WebhookDeliveryState;
  WebhookDisabledReason: WebhookDisabledReason;
  WebhookFailure: WebhookFailure;
  WebhookPayload: ResolverTypeWrapper<Omit<WebhookPayload, 'webhook'> & { webhook: ResolversTypes['Webhook'] }>;
  WebhookReplayPayload: ResolverTypeWrapper<Omit<WebhookReplayPayload, 'webhook'> & { webhook: ResolversTypes['Webhook'] }>;
  WebhookSecretPayload: ResolverTypeWrapper<Omit<WebhookSecretPayload, 'webhook'> & { webhook: ResolversTypes['Webhook'] }>;
  WebhookTestPayload: ResolverTypeWrapper<Omit<WebhookTestPayload, 'attempt'> & { attempt: ResolversTypes['WebhookAttempt'] }>;
  WebhookUpdateInput: WebhookUpdateInput;
  Window: ResolverTypeWrapper<Window>;
  WindowEnds: WindowEnds;
  WindowInput: WindowInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyRow;
  ApiKeyCreateInput: ApiKeyCreateInput;
  ApiKeyPayload: Omit<ApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  ApiKeyRevokePayload: Omit<ApiKeyRevokePayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  AppliedTransform: AppliedTransform;
  Asset: AssetRow;
  AssetConnection: Omit<AssetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['AssetEdge']>, nodes: Array<ResolversParentTypes['Asset']> };
  AssetContribution: AssetContributionRow;
  AssetDominance: AssetDominanceRow;
  AssetEdge: Omit<AssetEdge, 'node'> & { node: ResolversParentTypes['Asset'] };
  AssetFilter: AssetFilter;
  AssetLiquidations: { assetId: number; total: LiquidationTotal; share: string | null };
  AssetOpenInterest: { assetId: number } & Omit<OpenInterestGroupOf, "key">;
  AssetStress: AssetStressModel;
  Attribution: AttributionAnswer;
  BaseRate: Omit<BaseRate, 'allDays' | 'episodes'> & { allDays: ResolversParentTypes['ReturnSpread'], episodes: ResolversParentTypes['ReturnSpread'] };
  BaseRates: BaseRatesRow;
  Basis: BasisAnswer;
  BasisGroup: Omit<BasisGroup, 'key'> & { key: ResolversParentTypes['GroupKey'] };
  BasisGroupSeries: Omit<BasisGroupSeries, 'key' | 'series'> & { key: ResolversParentTypes['GroupKey'], series: ResolversParentTypes['TimeSeries'] };
  BasisMean: BasisMean;
  Basket: BasketRow;
  BasketCreateInput: BasketCreateInput;
  BasketCreatePayload: Omit<BasketCreatePayload, 'basket'> & { basket: ResolversParentTypes['Basket'] };
  BasketDeletePayload: BasketDeletePayload;
  BasketInput: BasketInput;
  BookSideDepth: BookSideDepth;
  Boolean: Scalars['Boolean']['output'];
  CapMoment: CapMoment;
  Claim: ClaimRow;
  Contribution: Contribution;
  Coverage: Omit<Coverage, 'byExchange'> & { byExchange: Array<ResolversParentTypes['ExchangeCoverage']> };
  CurrentFunding: CurrentFundingRow;
  CurrentFundings: CurrentFundingsRow;
  DateTime: Scalars['DateTime']['output'];
  DayChange: DayChange;
  Decimal: Scalars['Decimal']['output'];
  DecimalBounds: DecimalBounds;
  Depth: Depth;
  Detection: DetectionRow;
  DetectorParams: DetectorParams;
  Dominance: DominanceAnswer;
  Episode: EpisodeAnswer;
  EpisodeAnalog: { episode: EpisodeAnswer; distance: number; features: readonly FeatureDistance[] };
  EpisodeAnalogs: Analogs;
  EpisodeBatch: Omit<EpisodeBatch, 'changes'> & { changes: Array<ResolversParentTypes['EpisodeChange']> };
  EpisodeChange: EpisodeChangeRow;
  EpisodeChangeConnection: Omit<EpisodeChangeConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['EpisodeChangeEdge']>, nodes: Array<ResolversParentTypes['EpisodeChange']> };
  EpisodeChangeEdge: Omit<EpisodeChangeEdge, 'node'> & { node: ResolversParentTypes['EpisodeChange'] };
  EpisodeClaim: EpisodeClaimRow;
  EpisodeComparison: Comparison;
  EpisodeConditionInput: EpisodeConditionInput;
  EpisodeConnection: Omit<EpisodeConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['EpisodeEdge']>, nodes: Array<ResolversParentTypes['Episode']> };
  EpisodeEdge: Omit<EpisodeEdge, 'node'> & { node: ResolversParentTypes['Episode'] };
  EpisodeFilter: EpisodeFilter;
  EpisodeMetricRow: MetricRow;
  EpisodeMetricValue: MetricValue;
  EpisodePhases: EpisodePhases;
  EpisodeReport: Omit<EpisodeReport, 'episode' | 'sections'> & { episode: ResolversParentTypes['Episode'], sections: Array<ResolversParentTypes['ReportSection']> };
  EpisodeSeries: { episode: EpisodeAnswer; level: readonly (string | null)[]; index: readonly (string | null)[] };
  EstimatedLeverage: EstimatedLeverageRow;
  EtlRun: EtlRunModel;
  Exchange: ExchangeRow;
  ExchangeCompleteness: { exchangeId: number; completeness: Completeness; reason: string; url: string | null };
  ExchangeCoverage: ExchangeCoverageRow;
  ExchangeLiquidations: { exchangeId: number; total: LiquidationTotal | null; share: string | null; completeness: Completeness };
  ExchangeOpenInterest: { exchangeId: number } & Omit<OpenInterestGroupOf, "key">;
  ExplainRow: ExplainRowRow;
  Explanation: ExplanationRow;
  FamilyHoldings: FamilyHoldings;
  FeatureDistance: FeatureDistance;
  Feed: FeedRow;
  FeedCoverage: FeedCoverageRow;
  FeedGap: FeedGap;
  Float: Scalars['Float']['output'];
  FundFlowDay: FundFlowDay;
  FundFlowOfFund: FundFlowOfFund;
  FundFlows: FundFlowsAnswer;
  Funding: FundingAnswer;
  FundingColumns: FundingColumns;
  FundingFilter: FundingFilter;
  FundingGroup: Omit<FundingGroup, 'key'> & { key: ResolversParentTypes['GroupKey'] };
  FundingGroupSeries: Omit<FundingGroupSeries, 'key' | 'series'> & { key: ResolversParentTypes['GroupKey'], series: ResolversParentTypes['TimeSeries'] };
  FundingMean: FundingMean;
  FundingSignFlip: FundingSignFlip;
  GroupKey: GroupKeyRow;
  GroupReturns: GroupReturnsRow;
  HolderReserve: ReserveRow;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Interval95: Interval95;
  JSONObject: Scalars['JSONObject']['output'];
  Leverage: LeverageAnswer;
  LeverageGroupSeries: LeverageGroupSeriesRow;
  LeverageRow: LeverageRowRow;
  LeverageWeight: LeverageWeight;
  LeverageWeightInput: LeverageWeightInput;
  LiquidationBatch: Omit<LiquidationBatch, 'orders'> & { orders: Array<ResolversParentTypes['LiquidationOrder']> };
  LiquidationColumns: LiquidationColumnsRow;
  LiquidationConcentration: { top: number; assets: { assetId: number; total: LiquidationTotal; share: string | null }[]; topUsd: string; topShare: string; altcoinUsd: string; altcoinShare: string; largestOrderShare: string | null; herfindahl: string };
  LiquidationFilter: LiquidationFilter;
  LiquidationGroup: LiquidationGroupRow;
  LiquidationGroupSeries: LiquidationGroupSeriesRow;
  LiquidationIntensity: LiquidationIntensity;
  LiquidationLevel: LiquidationLevel;
  LiquidationOrder: LiquidationOrderRow;
  LiquidationOrderConnection: Omit<LiquidationOrderConnection, 'edges' | 'meta' | 'nodes'> & { edges: Array<ResolversParentTypes['LiquidationOrderEdge']>, meta: ResolversParentTypes['Meta'], nodes: Array<ResolversParentTypes['LiquidationOrder']> };
  LiquidationOrderEdge: Omit<LiquidationOrderEdge, 'node'> & { node: ResolversParentTypes['LiquidationOrder'] };
  LiquidationOrderFilter: LiquidationOrderFilter;
  LiquidationPoint: LiquidationPointRow;
  LiquidationSeries: { interval: Interval; columns: LiquidationColumnsRow };
  LiquidationTotal: LiquidationTotal;
  Liquidations: LiquidationAnswer;
  LongShort: LongShortAnswer;
  LongShortFilter: LongShortFilter;
  LongShortGroup: Omit<LongShortGroup, 'key'> & { key: ResolversParentTypes['GroupKey'] };
  LongShortGroupSeries: Omit<LongShortGroupSeries, 'key' | 'series'> & { key: ResolversParentTypes['GroupKey'], series: ResolversParentTypes['TimeSeries'] };
  LongShortMean: LongShortMean;
  Market: MarketRow;
  MarketBasis: MarketBasisRow;
  MarketBook: StoredBook;
  MarketCap: MarketCapAnswer;
  MarketCapGroupSeries: MarketCapGroupSeriesRow;
  MarketCapPartInput: MarketCapPartInput;
  MarketCapTrend: MarketCapTrend;
  MarketConnection: Omit<MarketConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['MarketEdge']>, nodes: Array<ResolversParentTypes['Market']> };
  MarketEdge: Omit<MarketEdge, 'node'> & { node: ResolversParentTypes['Market'] };
  MarketFilter: MarketFilter;
  MarketLongShort: MarketLongShortRow;
  MarketVersion: MarketVersion;
  MemberReturn: MemberReturnRow;
  Meta: MetaRow;
  Methodology: MethodologyRow;
  MomentAnalogs: MomentAnalogsRow;
  Mutation: Record<PropertyKey, never>;
  NegativeFunding: NegativeFunding;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Notice: NoticeRow;
  OpenInterest: OpenInterestAnswer;
  OpenInterestBatch: Omit<OpenInterestBatch, 'readings'> & { readings: Array<ResolversParentTypes['OpenInterestUpdate']> };
  OpenInterestBuildUp: Omit<OpenInterestBuildUp, 'notice'> & { notice?: Maybe<ResolversParentTypes['Notice']> };
  OpenInterestCandle: OpenInterestCandle;
  OpenInterestCandleColumns: OpenInterestCandleColumns;
  OpenInterestCandles: Candles;
  OpenInterestChange: OpenInterestChange;
  OpenInterestColumns: OpenInterestColumnsRow;
  OpenInterestFilter: OpenInterestFilter;
  OpenInterestGroup: OpenInterestGroupRow;
  OpenInterestGroupSeries: OpenInterestGroupSeriesRow;
  OpenInterestHigh: OpenInterestHigh;
  OpenInterestPoint: OpenInterestPoint;
  OpenInterestReading: OpenInterestReading;
  OpenInterestSeries: { interval: Interval; columns: OpenInterestColumnsRow };
  OpenInterestUpdate: Omit<OpenInterestUpdate, 'market'> & { market: ResolversParentTypes['Market'] };
  OrderBook: OrderBookAnswer;
  OrderBookFilter: OrderBookFilter;
  OrderBookGroupSeries: OrderBookGroupSeriesRow;
  PageInfo: PageInfo;
  Quality: Catalog;
  QuarantinedReading: QuarantinedReadingRow;
  Query: Record<PropertyKey, never>;
  RateLimit: RateLimit;
  ReportNumber: ReportNumber;
  ReportSection: ReportSectionRow;
  ReportStatement: ReportStatement;
  ReserveChange: ReserveChange;
  Reserves: ReservesAnswer;
  ReturnSpread: ReturnSpreadRow;
  RollingLiquidations: RollingLiquidationsRow;
  Sector: SectorRow;
  SectorContribution: SectorContributionRow;
  SectorDominance: SectorDominanceRow;
  SectorLiquidations: { sectorId: number | null; total: LiquidationTotal; share: string | null };
  Slippage: SlippageRow;
  Source: DimensionSource;
  Stress: StressAnswer;
  StressParams: StressParams;
  StressParamsInput: StressParamsInput;
  StressReplay: StressReplayRow;
  StressRound: StressRound;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  SupportLevel: SupportLevelRow;
  ThinMoment: ThinMoment;
  TierContribution: TierContribution;
  TierDominance: TierDominance;
  TimeColumns: TimeColumns;
  TimePoint: TimePoint;
  TimeSeries: TimeSeriesRow;
  TrailingExtremes: TrailingExtremes;
  TransformInput: TransformInput;
  Viewer: Omit<Viewer, 'key'> & { key?: Maybe<ResolversParentTypes['ApiKey']> };
  Volume: VolumeAnswer;
  VolumeFilter: VolumeFilter;
  VolumeGroupSeries: VolumeGroupSeriesRow;
  VolumeTotal: VolumeTotal;
  Webhook: WebhookRow;
  WebhookAttempt: Attempt;
  WebhookCreateInput: WebhookCreateInput;
  WebhookDeletePayload: WebhookDeletePayload;
  WebhookDelivery: DeliveryRow;
  WebhookDeliveryConnection: Omit<WebhookDeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['WebhookDeliveryEdge']>, nodes: Array<ResolversParentTypes['WebhookDelivery']> };
  WebhookDeliveryEdge: Omit<WebhookDeliveryEdge, 'node'> & { node: ResolversParentTypes['WebhookDelivery'] };
  WebhookPayload: Omit<WebhookPayload, 'webhook'> & { webhook: ResolversParentTypes['Webhook'] };
  WebhookReplayPayload: Omit<WebhookReplayPayload, 'webhook'> & { webhook: ResolversParentTypes['Webhook'] };
  WebhookSecretPayload: Omit<WebhookSecretPayload, 'webhook'> & { webhook: ResolversParentTypes['Webhook'] };
  WebhookTestPayload: Omit<WebhookTestPayload, 'attempt'> & { attempt: ResolversParentTypes['WebhookAttempt'] };
  WebhookUpdateInput: WebhookUpdateInput;
  Window: Window;
  WindowInput: WindowInput;
};

export type BucketedDirectiveArgs = {
  bucketsPerUnit?: Maybe<Scalars['Int']['input']>;
  valuesPerUnit?: Maybe<Scalars['Int']['input']>;
};

export type BucketedDirectiveResolver<Result, Parent, ContextType = Context, Args = BucketedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CacheControlDirectiveArgs = {
  maxAge: Scalars['Int']['input'];
  scope?: CacheControlScope;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CostDirectiveArgs = {
  weight: Scalars['String']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  sizedFields?: Maybe<Array<Scalars['String']['input']>>;
  slicingArguments?: Maybe<Array<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = Context, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['ApiScope']>, ParentType, ContextType>;
  unitsPerMinute?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ApiKeyRevokePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyRevokePayload'] = ResolversParentTypes['ApiKeyRevokePayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type AppliedTransformResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppliedTransform'] = ResolversParentTypes['AppliedTransform']> = {
  buckets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TransformKind'], ParentType, ContextType>;
  minKnown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  coingeckoId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  markets?: Resolver<ResolversTypes['MarketConnection'], ParentType, ContextType, Partial<AssetMarketsArgs>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetConnection'] = ResolversParentTypes['AssetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Asset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssetContributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetContribution'] = ResolversParentTypes['AssetContribution']> = {
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Contribution'], ParentType, ContextType>;
};

export type AssetDominanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetDominance'] = ResolversParentTypes['AssetDominance']> = {
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  capUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  dominance?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  priceUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  readAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AssetEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetEdge'] = ResolversParentTypes['AssetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
};

export type AssetLiquidationsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetLiquidations'] = ResolversParentTypes['AssetLiquidations']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['LiquidationTotal'], ParentType, ContextType>;
};

export type AssetOpenInterestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetOpenInterest'] = ResolversParentTypes['AssetOpenInterest']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['OpenInterestChange']>, ParentType, ContextType>;
  now?: Resolver<ResolversTypes['OpenInterestReading'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type AssetStressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetStress'] = ResolversParentTypes['AssetStress']> = {
  amplification?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  depthUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  endPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  forcedOverOpenInterest?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  forcedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  isExhausted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  liquidationMap?: Resolver<Array<ResolversTypes['LiquidationLevel']>, ParentType, ContextType, RequireFields<AssetStressLiquidationMapArgs, 'step' | 'within'>>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  move?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  openInterestUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['StressRound']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  tieredMarketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AttributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attribution'] = ResolversParentTypes['Attribution']> = {
  asset?: Resolver<Maybe<ResolversTypes['AssetContribution']>, ParentType, ContextType, RequireFields<AttributionAssetArgs, 'code'>>;
  assetsLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byAsset?: Resolver<Array<ResolversTypes['AssetContribution']>, ParentType, ContextType, RequireFields<AttributionByAssetArgs, 'first'>>;
  bySector?: Resolver<Array<ResolversTypes['SectorContribution']>, ParentType, ContextType>;
  byTier?: Resolver<Array<ResolversTypes['TierContribution']>, ParentType, ContextType>;
  excluding?: Resolver<ResolversTypes['Contribution'], ParentType, ContextType, RequireFields<AttributionExcludingArgs, 'asset'>>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Contribution'], ParentType, ContextType>;
  universe?: Resolver<ResolversTypes['Universe'], ParentType, ContextType>;
};

export type BaseRateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BaseRate'] = ResolversParentTypes['BaseRate']> = {
  allDays?: Resolver<ResolversTypes['ReturnSpread'], ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  episodes?: Resolver<ResolversTypes['ReturnSpread'], ParentType, ContextType>;
  of?: Resolver<ResolversTypes['ForwardReturnOf'], ParentType, ContextType>;
};

export type BaseRatesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BaseRates'] = ResolversParentTypes['BaseRates']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  episodes?: Resolver<Array<ResolversTypes['Episode']>, ParentType, ContextType>;
  isSmall?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  medianHoursToRecover?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  notices?: Resolver<Array<ResolversTypes['Notice']>, ParentType, ContextType>;
  rates?: Resolver<Array<ResolversTypes['BaseRate']>, ParentType, ContextType>;
  recoveredCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  recoveredInterval?: Resolver<Maybe<ResolversTypes['Interval95']>, ParentType, ContextType>;
  recoveredShare?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type BasisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Basis'] = ResolversParentTypes['Basis']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  breakdown?: Resolver<Array<ResolversTypes['BasisGroup']>, ParentType, ContextType, RequireFields<BasisBreakdownArgs, 'by' | 'first'>>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType, RequireFields<BasisExplainArgs, 'measure'>>;
  extremes?: Resolver<ResolversTypes['TrailingExtremes'], ParentType, ContextType, RequireFields<BasisExtremesArgs, 'days' | 'measure'>>;
  latest?: Resolver<ResolversTypes['BasisMean'], ParentType, ContextType>;
  markets?: Resolver<Array<ResolversTypes['MarketBasis']>, ParentType, ContextType, RequireFields<BasisMarketsArgs, 'first'>>;
  mean?: Resolver<ResolversTypes['BasisMean'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<BasisTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['BasisGroupSeries']>, ParentType, ContextType, RequireFields<BasisTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
};

export type BasisGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BasisGroup'] = ResolversParentTypes['BasisGroup']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['BasisMean'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type BasisGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BasisGroupSeries'] = ResolversParentTypes['BasisGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type BasisMeanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BasisMean'] = ResolversParentTypes['BasisMean']> = {
  annualised?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  basis?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  withoutPrices?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  withoutWeight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BasketResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Basket'] = ResolversParentTypes['Basket']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  exchanges?: Resolver<Array<ResolversTypes['Exchange']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BasketCreatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BasketCreatePayload'] = ResolversParentTypes['BasketCreatePayload']> = {
  basket?: Resolver<ResolversTypes['Basket'], ParentType, ContextType>;
};

export type BasketDeletePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BasketDeletePayload'] = ResolversParentTypes['BasketDeletePayload']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BookSideDepthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookSideDepth'] = ResolversParentTypes['BookSideDepth']> = {
  best?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  knownUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  reach?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  within05?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  within1?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  within2?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  within5?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type CapMomentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CapMoment'] = ResolversParentTypes['CapMoment']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type ClaimResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Claim'] = ResolversParentTypes['Claim']> = {
  asset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  exchange?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publisher?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['Window']>, ParentType, ContextType>;
};

export type ContributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Contribution'] = ResolversParentTypes['Contribution']> = {
  changeFraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  changeUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  contribution?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  contributionOverWeight?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  fromUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  priceUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  supplyUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  toUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  weightBefore?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type CoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coverage'] = ResolversParentTypes['Coverage']> = {
  byExchange?: Resolver<Array<ResolversTypes['ExchangeCoverage']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type CurrentFundingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CurrentFunding'] = ResolversParentTypes['CurrentFunding']> = {
  intervalMinutes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  openInterestUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  rate?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  rate8h?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  rateYear?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  readAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  settlesAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CurrentFundingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CurrentFundings'] = ResolversParentTypes['CurrentFundings']> = {
  markets?: Resolver<Array<ResolversTypes['CurrentFunding']>, ParentType, ContextType, RequireFields<CurrentFundingsMarketsArgs, 'first'>>;
  mean?: Resolver<ResolversTypes['FundingMean'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DayChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DayChange'] = ResolversParentTypes['DayChange']> = {
  change?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DecimalBoundsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecimalBounds'] = ResolversParentTypes['DecimalBounds']> = {
  lower?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  upper?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type DepthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Depth'] = ResolversParentTypes['Depth']> = {
  knownUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type DetectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Detection'] = ResolversParentTypes['Detection']> = {
  exchanges?: Resolver<Array<ResolversTypes['Exchange']>, ParentType, ContextType>;
  params?: Resolver<ResolversTypes['DetectorParams'], ParentType, ContextType>;
  ranAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Window'], ParentType, ContextType>;
};

export type DetectorParamsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DetectorParams'] = ResolversParentTypes['DetectorParams']> = {
  baselineDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  breadth?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  buildUpDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  dropFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  liquidationRatio?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  persistHours?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  positionFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  priceFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  quietHours?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  resetBand?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  resetHours?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  windowHours?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  withoutPart?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type DominanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Dominance'] = ResolversParentTypes['Dominance']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  byAsset?: Resolver<Array<ResolversTypes['AssetDominance']>, ParentType, ContextType, RequireFields<DominanceByAssetArgs, 'first'>>;
  bySector?: Resolver<Array<ResolversTypes['SectorDominance']>, ParentType, ContextType>;
  byTier?: Resolver<Array<ResolversTypes['TierDominance']>, ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  totalUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  universe?: Resolver<ResolversTypes['Universe'], ParentType, ContextType>;
};

export type EpisodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Episode'] = ResolversParentTypes['Episode']> = {
  attribution?: Resolver<Maybe<ResolversTypes['Attribution']>, ParentType, ContextType, RequireFields<EpisodeAttributionArgs, 'universe'>>;
  breadth?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  claims?: Resolver<Array<ResolversTypes['EpisodeClaim']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detection?: Resolver<ResolversTypes['Detection'], ParentType, ContextType>;
  funding?: Resolver<ResolversTypes['Funding'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EpisodeKind'], ParentType, ContextType>;
  leader?: Resolver<Maybe<ResolversTypes['EpisodeLeader']>, ParentType, ContextType>;
  liquidationRatio?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  liquidations?: Resolver<ResolversTypes['Liquidations'], ParentType, ContextType>;
  metric?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType, RequireFields<EpisodeMetricArgs, 'metric'>>;
  openInterest?: Resolver<ResolversTypes['OpenInterest'], ParentType, ContextType>;
  orderBook?: Resolver<ResolversTypes['OrderBook'], ParentType, ContextType>;
  phases?: Resolver<ResolversTypes['EpisodePhases'], ParentType, ContextType>;
  reserves?: Resolver<Maybe<ResolversTypes['Reserves']>, ParentType, ContextType>;
  side?: Resolver<ResolversTypes['PositionSide'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['EpisodeState'], ParentType, ContextType>;
  volumeAfter?: Resolver<ResolversTypes['Volume'], ParentType, ContextType>;
  volumeBefore?: Resolver<ResolversTypes['Volume'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EpisodeAnalogResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeAnalog'] = ResolversParentTypes['EpisodeAnalog']> = {
  distance?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  episode?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  features?: Resolver<Array<ResolversTypes['FeatureDistance']>, ParentType, ContextType>;
};

export type EpisodeAnalogsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeAnalogs'] = ResolversParentTypes['EpisodeAnalogs']> = {
  analogs?: Resolver<Array<ResolversTypes['EpisodeAnalog']>, ParentType, ContextType>;
  notices?: Resolver<Array<ResolversTypes['Notice']>, ParentType, ContextType>;
  of?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  pastCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EpisodeBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeBatch'] = ResolversParentTypes['EpisodeBatch']> = {
  changes?: Resolver<Array<ResolversTypes['EpisodeChange']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EpisodeChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeChange'] = ResolversParentTypes['EpisodeChange']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  episode?: Resolver<Maybe<ResolversTypes['Episode']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EpisodeChangeKind'], ParentType, ContextType>;
};

export type EpisodeChangeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeChangeConnection'] = ResolversParentTypes['EpisodeChangeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EpisodeChangeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['EpisodeChange']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EpisodeChangeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeChangeEdge'] = ResolversParentTypes['EpisodeChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EpisodeChange'], ParentType, ContextType>;
};

export type EpisodeClaimResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeClaim'] = ResolversParentTypes['EpisodeClaim']> = {
  claim?: Resolver<ResolversTypes['Claim'], ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  measured?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EpisodeComparisonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeComparison'] = ResolversParentTypes['EpisodeComparison']> = {
  align?: Resolver<ResolversTypes['EpisodeAlignment'], ParentType, ContextType>;
  episodes?: Resolver<Array<ResolversTypes['Episode']>, ParentType, ContextType>;
  metrics?: Resolver<Array<ResolversTypes['EpisodeMetricRow']>, ParentType, ContextType>;
  notices?: Resolver<Array<ResolversTypes['Notice']>, ParentType, ContextType>;
  offsets?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  series?: Resolver<Array<ResolversTypes['EpisodeSeries']>, ParentType, ContextType, RequireFields<EpisodeComparisonSeriesArgs, 'measure'>>;
};

export type EpisodeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeConnection'] = ResolversParentTypes['EpisodeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EpisodeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Episode']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EpisodeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeEdge'] = ResolversParentTypes['EpisodeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
};

export type EpisodeMetricRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeMetricRow'] = ResolversParentTypes['EpisodeMetricRow']> = {
  metric?: Resolver<ResolversTypes['EpisodeMetric'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['EpisodeMetricValue']>, ParentType, ContextType>;
};

export type EpisodeMetricValueResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeMetricValue'] = ResolversParentTypes['EpisodeMetricValue']> = {
  difference?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  differenceFraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  episode?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type EpisodePhasesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodePhases'] = ResolversParentTypes['EpisodePhases']> = {
  buildUpAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  detectedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  flushEndAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  hoursToRecover?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hoursToReset?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  peakAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recoveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resetAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  troughAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type EpisodeReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeReport'] = ResolversParentTypes['EpisodeReport']> = {
  episode?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  markdown?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sections?: Resolver<Array<ResolversTypes['ReportSection']>, ParentType, ContextType>;
};

export type EpisodeSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeSeries'] = ResolversParentTypes['EpisodeSeries']> = {
  episode?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  index?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  level?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
};

export type EstimatedLeverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EstimatedLeverage'] = ResolversParentTypes['EstimatedLeverage']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  exchanges?: Resolver<Array<ResolversTypes['Exchange']>, ParentType, ContextType>;
  notice?: Resolver<Maybe<ResolversTypes['Notice']>, ParentType, ContextType>;
  openInterestCoins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  ratio?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  reserveAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reserveCoins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  scope?: Resolver<Maybe<ResolversTypes['ReserveScope']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type EtlRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EtlRun'] = ResolversParentTypes['EtlRun']> = {
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType>;
  family?: Resolver<ResolversTypes['Family'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['Window']>, ParentType, ContextType>;
  written?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExchangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Exchange'] = ResolversParentTypes['Exchange']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  markets?: Resolver<ResolversTypes['MarketConnection'], ParentType, ContextType, Partial<ExchangeMarketsArgs>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExchangeCompletenessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeCompleteness'] = ResolversParentTypes['ExchangeCompleteness']> = {
  completeness?: Resolver<ResolversTypes['Completeness'], ParentType, ContextType>;
  exchange?: Resolver<ResolversTypes['Exchange'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExchangeCoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeCoverage'] = ResolversParentTypes['ExchangeCoverage']> = {
  exchange?: Resolver<ResolversTypes['Exchange'], ParentType, ContextType>;
  gaps?: Resolver<Array<ResolversTypes['Window']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type ExchangeLiquidationsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeLiquidations'] = ResolversParentTypes['ExchangeLiquidations']> = {
  completeness?: Resolver<ResolversTypes['Completeness'], ParentType, ContextType>;
  exchange?: Resolver<ResolversTypes['Exchange'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['LiquidationTotal']>, ParentType, ContextType>;
};

export type ExchangeOpenInterestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeOpenInterest'] = ResolversParentTypes['ExchangeOpenInterest']> = {
  change?: Resolver<Maybe<ResolversTypes['OpenInterestChange']>, ParentType, ContextType>;
  exchange?: Resolver<ResolversTypes['Exchange'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['OpenInterestReading'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type ExplainRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExplainRow'] = ResolversParentTypes['ExplainRow']> = {
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType>;
  market?: Resolver<Maybe<ResolversTypes['Market']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  weight?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  methodology?: Resolver<ResolversTypes['Methodology'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['ExplainOperation'], ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['ExplainRow']>, ParentType, ContextType, RequireFields<ExplanationRowsArgs, 'first'>>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type FamilyHoldingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FamilyHoldings'] = ResolversParentTypes['FamilyHoldings']> = {
  family?: Resolver<ResolversTypes['Family'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type FeatureDistanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeatureDistance'] = ResolversParentTypes['FeatureDistance']> = {
  difference?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  feature?: Resolver<ResolversTypes['EpisodeFeature'], ParentType, ContextType>;
  ofValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type FeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Feed'] = ResolversParentTypes['Feed']> = {
  coverage?: Resolver<Maybe<ResolversTypes['FeedCoverage']>, ParentType, ContextType, RequireFields<FeedCoverageArgs, 'window'>>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType>;
  family?: Resolver<ResolversTypes['Family'], ParentType, ContextType>;
  gaps?: Resolver<Array<ResolversTypes['FeedGap']>, ParentType, ContextType, RequireFields<FeedGapsArgs, 'first'>>;
  lag?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lastMessageAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastReadAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['FeedState']>, ParentType, ContextType>;
};

export type FeedCoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedCoverage'] = ResolversParentTypes['FeedCoverage']> = {
  share?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type FeedGapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FeedGap'] = ResolversParentTypes['FeedGap']> = {
  cause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type FundFlowDayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundFlowDay'] = ResolversParentTypes['FundFlowDay']> = {
  cumulativeUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  netUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type FundFlowOfFundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundFlowOfFund'] = ResolversParentTypes['FundFlowOfFund']> = {
  dayCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fund?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  netUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type FundFlowsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundFlows'] = ResolversParentTypes['FundFlows']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  dayCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  days?: Resolver<Array<ResolversTypes['FundFlowDay']>, ParentType, ContextType>;
  funds?: Resolver<Array<ResolversTypes['FundFlowOfFund']>, ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  netUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type FundingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Funding'] = ResolversParentTypes['Funding']> = {
  breakdown?: Resolver<Array<ResolversTypes['FundingGroup']>, ParentType, ContextType, RequireFields<FundingBreakdownArgs, 'by' | 'first'>>;
  columns?: Resolver<ResolversTypes['FundingColumns'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['CurrentFundings'], ParentType, ContextType>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  extremes?: Resolver<ResolversTypes['TrailingExtremes'], ParentType, ContextType, RequireFields<FundingExtremesArgs, 'days'>>;
  kind?: Resolver<ResolversTypes['FundingKind'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['FundingMean'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  negativeShare?: Resolver<ResolversTypes['NegativeFunding'], ParentType, ContextType>;
  signFlips?: Resolver<Array<ResolversTypes['FundingSignFlip']>, ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<FundingTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['FundingGroupSeries']>, ParentType, ContextType, RequireFields<FundingTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
};

export type FundingColumnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundingColumns'] = ResolversParentTypes['FundingColumns']> = {
  marketCount?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  rate8h?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  rateYear?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
  withoutOpenInterest?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  withoutRate?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type FundingGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundingGroup'] = ResolversParentTypes['FundingGroup']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['FundingMean'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type FundingGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundingGroupSeries'] = ResolversParentTypes['FundingGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type FundingMeanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundingMean'] = ResolversParentTypes['FundingMean']> = {
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rate8h?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  rateYear?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  withoutOpenInterest?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  withoutRate?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FundingSignFlipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FundingSignFlip'] = ResolversParentTypes['FundingSignFlip']> = {
  after?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  before?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type GroupKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupKey'] = ResolversParentTypes['GroupKey']> = {
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['MarketKind']>, ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  margin?: Resolver<Maybe<ResolversTypes['MarginType']>, ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
  size?: Resolver<Maybe<ResolversTypes['LiquidationSize']>, ParentType, ContextType>;
  tier?: Resolver<Maybe<ResolversTypes['CapTier']>, ParentType, ContextType>;
};

export type GroupReturnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupReturns'] = ResolversParentTypes['GroupReturns']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  best?: Resolver<Maybe<ResolversTypes['MemberReturn']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  fellCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  medianChange?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  worst?: Resolver<Maybe<ResolversTypes['MemberReturn']>, ParentType, ContextType>;
};

export type HolderReserveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HolderReserve'] = ResolversParentTypes['HolderReserve']> = {
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['ReserveChange']>, ParentType, ContextType, RequireFields<HolderReserveChangeArgs, 'days'>>;
  coins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type Interval95Resolvers<ContextType = Context, ParentType extends ResolversParentTypes['Interval95'] = ResolversParentTypes['Interval95']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type LeverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Leverage'] = ResolversParentTypes['Leverage']> = {
  breakdown?: Resolver<Array<ResolversTypes['LeverageRow']>, ParentType, ContextType, RequireFields<LeverageBreakdownArgs, 'by' | 'first'>>;
  estimated?: Resolver<Array<ResolversTypes['EstimatedLeverage']>, ParentType, ContextType, RequireFields<LeverageEstimatedArgs, 'first'>>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, Partial<LeverageTimeSeriesArgs>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['LeverageGroupSeries']>, ParentType, ContextType, RequireFields<LeverageTimeSeriesByArgs, 'by' | 'first'>>;
  total?: Resolver<ResolversTypes['LeverageRow'], ParentType, ContextType, RequireFields<LeverageTotalArgs, 'universe'>>;
};

export type LeverageGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeverageGroupSeries'] = ResolversParentTypes['LeverageGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  now?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
};

export type LeverageRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeverageRow'] = ResolversParentTypes['LeverageRow']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  capUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  notice?: Resolver<Maybe<ResolversTypes['Notice']>, ParentType, ContextType>;
  openInterestUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  ratio?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type LeverageWeightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeverageWeight'] = ResolversParentTypes['LeverageWeight']> = {
  leverage?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prior?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LiquidationBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationBatch'] = ResolversParentTypes['LiquidationBatch']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<Array<ResolversTypes['LiquidationOrder']>, ParentType, ContextType>;
};

export type LiquidationColumnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationColumns'] = ResolversParentTypes['LiquidationColumns']> = {
  coverage?: Resolver<Array<ResolversTypes['Decimal']>, ParentType, ContextType>;
  longShare?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  longUsd?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  orderCount?: Resolver<Array<Maybe<ResolversTypes['Int']>>, ParentType, ContextType>;
  shortUsd?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usd?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
};

export type LiquidationConcentrationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationConcentration'] = ResolversParentTypes['LiquidationConcentration']> = {
  altcoinShare?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  altcoinUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  assets?: Resolver<Array<ResolversTypes['AssetLiquidations']>, ParentType, ContextType>;
  herfindahl?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  largestOrderShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  top?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  topShare?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  topUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type LiquidationGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationGroup'] = ResolversParentTypes['LiquidationGroup']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['LiquidationTotal'], ParentType, ContextType>;
};

export type LiquidationGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationGroupSeries'] = ResolversParentTypes['LiquidationGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
  totalUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type LiquidationIntensityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationIntensity'] = ResolversParentTypes['LiquidationIntensity']> = {
  liquidatedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  openInterestUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  ratio?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type LiquidationLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationLevel'] = ResolversParentTypes['LiquidationLevel']> = {
  cumulativeUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fromPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  side?: Resolver<ResolversTypes['PositionSide'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  toPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  usd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type LiquidationOrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationOrder'] = ResolversParentTypes['LiquidationOrder']> = {
  baseQuantity?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  contracts?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  notionalUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  side?: Resolver<ResolversTypes['PositionSide'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LiquidationOrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationOrderConnection'] = ResolversParentTypes['LiquidationOrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LiquidationOrderEdge']>, ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['LiquidationOrder']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LiquidationOrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationOrderEdge'] = ResolversParentTypes['LiquidationOrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LiquidationOrder'], ParentType, ContextType>;
};

export type LiquidationPointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationPoint'] = ResolversParentTypes['LiquidationPoint']> = {
  coverage?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  longShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  longUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  orderCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  shortUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type LiquidationSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationSeries'] = ResolversParentTypes['LiquidationSeries']> = {
  columns?: Resolver<ResolversTypes['LiquidationColumns'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['LiquidationPoint']>, ParentType, ContextType>;
};

export type LiquidationTotalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiquidationTotal'] = ResolversParentTypes['LiquidationTotal']> = {
  floorShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  floorUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  largestUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  longCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  longShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  longUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shortCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shortUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unvaluedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type LiquidationsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Liquidations'] = ResolversParentTypes['Liquidations']> = {
  breakdown?: Resolver<Array<ResolversTypes['LiquidationGroup']>, ParentType, ContextType, RequireFields<LiquidationsBreakdownArgs, 'by' | 'first'>>;
  byAsset?: Resolver<Array<ResolversTypes['AssetLiquidations']>, ParentType, ContextType, RequireFields<LiquidationsByAssetArgs, 'first'>>;
  byExchange?: Resolver<Array<ResolversTypes['ExchangeLiquidations']>, ParentType, ContextType>;
  bySector?: Resolver<Array<ResolversTypes['SectorLiquidations']>, ParentType, ContextType>;
  completeness?: Resolver<ResolversTypes['Completeness'], ParentType, ContextType>;
  completenessByExchange?: Resolver<Array<ResolversTypes['ExchangeCompleteness']>, ParentType, ContextType>;
  concentration?: Resolver<Maybe<ResolversTypes['LiquidationConcentration']>, ParentType, ContextType, RequireFields<LiquidationsConcentrationArgs, 'top'>>;
  coverage?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType, RequireFields<LiquidationsExplainArgs, 'measure'>>;
  intensity?: Resolver<Maybe<ResolversTypes['LiquidationIntensity']>, ParentType, ContextType>;
  largestOrders?: Resolver<Array<ResolversTypes['LiquidationOrder']>, ParentType, ContextType, RequireFields<LiquidationsLargestOrdersArgs, 'first'>>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  rolling?: Resolver<Array<ResolversTypes['RollingLiquidations']>, ParentType, ContextType, RequireFields<LiquidationsRollingArgs, 'lengths'>>;
  series?: Resolver<ResolversTypes['LiquidationSeries'], ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<LiquidationsTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['LiquidationGroupSeries']>, ParentType, ContextType, RequireFields<LiquidationsTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
  total?: Resolver<Maybe<ResolversTypes['LiquidationTotal']>, ParentType, ContextType>;
};

export type LongShortResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LongShort'] = ResolversParentTypes['LongShort']> = {
  breakdown?: Resolver<Array<ResolversTypes['LongShortGroup']>, ParentType, ContextType, RequireFields<LongShortBreakdownArgs, 'by' | 'first'>>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  extremes?: Resolver<ResolversTypes['TrailingExtremes'], ParentType, ContextType, RequireFields<LongShortExtremesArgs, 'days'>>;
  latest?: Resolver<ResolversTypes['LongShortMean'], ParentType, ContextType>;
  markets?: Resolver<Array<ResolversTypes['MarketLongShort']>, ParentType, ContextType, RequireFields<LongShortMarketsArgs, 'first'>>;
  mean?: Resolver<ResolversTypes['LongShortMean'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<LongShortTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['LongShortGroupSeries']>, ParentType, ContextType, RequireFields<LongShortTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
};

export type LongShortGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LongShortGroup'] = ResolversParentTypes['LongShortGroup']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['LongShortMean'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type LongShortGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LongShortGroupSeries'] = ResolversParentTypes['LongShortGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
  weightShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type LongShortMeanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LongShortMean'] = ResolversParentTypes['LongShortMean']> = {
  longShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ratio?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  withoutOpenInterest?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MarketResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Market'] = ResolversParentTypes['Market']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  baseAsset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  baseMultiplier?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  contractSize?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  exchange?: Resolver<ResolversTypes['Exchange'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MarketKind'], ParentType, ContextType>;
  listedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  quote?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settle?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  style?: Resolver<ResolversTypes['ContractStyle'], ParentType, ContextType>;
  symbol?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  venueSymbol?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['MarketVersion']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MarketBasisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketBasis'] = ResolversParentTypes['MarketBasis']> = {
  annualised?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  spotMarket?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  spotPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  weight?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type MarketBookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketBook'] = ResolversParentTypes['MarketBook']> = {
  asks?: Resolver<ResolversTypes['BookSideDepth'], ParentType, ContextType>;
  bids?: Resolver<ResolversTypes['BookSideDepth'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  mid?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  readAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  spread?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type MarketCapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketCap'] = ResolversParentTypes['MarketCap']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  returns?: Resolver<Array<ResolversTypes['GroupReturns']>, ParentType, ContextType, RequireFields<MarketCapReturnsArgs, 'by' | 'threshold'>>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<MarketCapTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['MarketCapGroupSeries']>, ParentType, ContextType, RequireFields<MarketCapTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
  totalUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  trend?: Resolver<ResolversTypes['MarketCapTrend'], ParentType, ContextType, RequireFields<MarketCapTrendArgs, 'days'>>;
  universe?: Resolver<ResolversTypes['Universe'], ParentType, ContextType>;
};

export type MarketCapGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketCapGroupSeries'] = ResolversParentTypes['MarketCapGroupSeries']> = {
  fromUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
};

export type MarketCapTrendResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketCapTrend'] = ResolversParentTypes['MarketCapTrend']> = {
  dayChange?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  drawdown?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  fromHigh?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['CapMoment']>, ParentType, ContextType>;
  hoursMissing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isHigh?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  isLow?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  isSharpestFall?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['CapMoment']>, ParentType, ContextType>;
  peak?: Resolver<Maybe<ResolversTypes['CapMoment']>, ParentType, ContextType>;
  peakSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sharpestFall?: Resolver<Maybe<ResolversTypes['DayChange']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type MarketConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketConnection'] = ResolversParentTypes['MarketConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MarketEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Market']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MarketEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketEdge'] = ResolversParentTypes['MarketEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
};

export type MarketLongShortResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketLongShort'] = ResolversParentTypes['MarketLongShort']> = {
  longShare?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  openInterestUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  ratio?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  readAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MarketVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketVersion'] = ResolversParentTypes['MarketVersion']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contractSize?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  symbol?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  venueSymbol?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MemberReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberReturn'] = ResolversParentTypes['MemberReturn']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type MetaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Meta'] = ResolversParentTypes['Meta']> = {
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  completeness?: Resolver<Maybe<ResolversTypes['Completeness']>, ParentType, ContextType>;
  coverage?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  methodology?: Resolver<Array<ResolversTypes['Methodology']>, ParentType, ContextType>;
  notices?: Resolver<Array<ResolversTypes['Notice']>, ParentType, ContextType>;
  provenance?: Resolver<Maybe<ResolversTypes['Provenance']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['Source']>, ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Window'], ParentType, ContextType>;
  windowEnd?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  windowStart?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MethodologyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Methodology'] = ResolversParentTypes['Methodology']> = {
  formula?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  limits?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MomentAnalogsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MomentAnalogs'] = ResolversParentTypes['MomentAnalogs']> = {
  analogs?: Resolver<Array<ResolversTypes['EpisodeAnalog']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notices?: Resolver<Array<ResolversTypes['Notice']>, ParentType, ContextType>;
  pastCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  peakAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  apiKeyCreate?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationApiKeyCreateArgs, 'input'>>;
  apiKeyRevoke?: Resolver<ResolversTypes['ApiKeyRevokePayload'], ParentType, ContextType, RequireFields<MutationApiKeyRevokeArgs, 'id'>>;
  apiKeyRotate?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationApiKeyRotateArgs, 'id' | 'overlapHours'>>;
  basketCreate?: Resolver<ResolversTypes['BasketCreatePayload'], ParentType, ContextType, RequireFields<MutationBasketCreateArgs, 'input'>>;
  basketDelete?: Resolver<ResolversTypes['BasketDeletePayload'], ParentType, ContextType, RequireFields<MutationBasketDeleteArgs, 'code'>>;
  webhookCreate?: Resolver<ResolversTypes['WebhookSecretPayload'], ParentType, ContextType, RequireFields<MutationWebhookCreateArgs, 'input'>>;
  webhookDelete?: Resolver<ResolversTypes['WebhookDeletePayload'], ParentType, ContextType, RequireFields<MutationWebhookDeleteArgs, 'id'>>;
  webhookReplay?: Resolver<ResolversTypes['WebhookReplayPayload'], ParentType, ContextType, RequireFields<MutationWebhookReplayArgs, 'from' | 'id' | 'states'>>;
  webhookRotateSecret?: Resolver<ResolversTypes['WebhookSecretPayload'], ParentType, ContextType, RequireFields<MutationWebhookRotateSecretArgs, 'id' | 'overlapHours'>>;
  webhookTest?: Resolver<ResolversTypes['WebhookTestPayload'], ParentType, ContextType, RequireFields<MutationWebhookTestArgs, 'id'>>;
  webhookUpdate?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationWebhookUpdateArgs, 'id' | 'input'>>;
};

export type NegativeFundingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NegativeFunding'] = ResolversParentTypes['NegativeFunding']> = {
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  negativeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  shareByOpenInterest?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Asset' | 'Basket' | 'Episode' | 'Exchange' | 'LiquidationOrder' | 'Market' | 'Sector' | 'Webhook', ParentType, ContextType>;
};

export type NoticeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Notice'] = ResolversParentTypes['Notice']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OpenInterestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterest'] = ResolversParentTypes['OpenInterest']> = {
  allTimeHigh?: Resolver<Maybe<ResolversTypes['OpenInterestHigh']>, ParentType, ContextType>;
  breakdown?: Resolver<Array<ResolversTypes['OpenInterestGroup']>, ParentType, ContextType, RequireFields<OpenInterestBreakdownArgs, 'by' | 'first'>>;
  buildUp?: Resolver<ResolversTypes['OpenInterestBuildUp'], ParentType, ContextType, RequireFields<OpenInterestBuildUpArgs, 'days' | 'trailingDays'>>;
  byAsset?: Resolver<Array<ResolversTypes['AssetOpenInterest']>, ParentType, ContextType, RequireFields<OpenInterestByAssetArgs, 'first'>>;
  byExchange?: Resolver<Array<ResolversTypes['ExchangeOpenInterest']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['OpenInterestChange']>, ParentType, ContextType>;
  constantBasket?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType, RequireFields<OpenInterestExplainArgs, 'figure'>>;
  maxAgeMinutes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['OpenInterestReading'], ParentType, ContextType>;
  ohlc?: Resolver<ResolversTypes['OpenInterestCandles'], ParentType, ContextType, RequireFields<OpenInterestOhlcArgs, 'unit'>>;
  series?: Resolver<ResolversTypes['OpenInterestSeries'], ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<OpenInterestTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['OpenInterestGroupSeries']>, ParentType, ContextType, RequireFields<OpenInterestTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
};

export type OpenInterestBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestBatch'] = ResolversParentTypes['OpenInterestBatch']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readings?: Resolver<Array<ResolversTypes['OpenInterestUpdate']>, ParentType, ContextType>;
};

export type OpenInterestBuildUpResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestBuildUp'] = ResolversParentTypes['OpenInterestBuildUp']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changesHeld?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  notice?: Resolver<Maybe<ResolversTypes['Notice']>, ParentType, ContextType>;
  percentile?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type OpenInterestCandleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestCandle'] = ResolversParentTypes['OpenInterestCandle']> = {
  close?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  open?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OpenInterestCandleColumnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestCandleColumns'] = ResolversParentTypes['OpenInterestCandleColumns']> = {
  close?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  high?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  low?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  open?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type OpenInterestCandlesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestCandles'] = ResolversParentTypes['OpenInterestCandles']> = {
  columns?: Resolver<ResolversTypes['OpenInterestCandleColumns'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['OpenInterestCandle']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type OpenInterestChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestChange'] = ResolversParentTypes['OpenInterestChange']> = {
  coins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  fraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  fromUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  marketsCompared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  marketsLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  positionShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  positionUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  priceShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  priceUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  toUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  usd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type OpenInterestColumnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestColumns'] = ResolversParentTypes['OpenInterestColumns']> = {
  carriedUsd?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
  marketsCarried?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  marketsMissing?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  marketsReporting?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usd?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
};

export type OpenInterestGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestGroup'] = ResolversParentTypes['OpenInterestGroup']> = {
  change?: Resolver<Maybe<ResolversTypes['OpenInterestChange']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['OpenInterestReading'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type OpenInterestGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestGroupSeries'] = ResolversParentTypes['OpenInterestGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  nowUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
};

export type OpenInterestHighResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestHigh'] = ResolversParentTypes['OpenInterestHigh']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  distanceFraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  distanceUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type OpenInterestPointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestPoint'] = ResolversParentTypes['OpenInterestPoint']> = {
  carriedUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketsCarried?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  marketsMissing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  marketsReporting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type OpenInterestReadingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestReading'] = ResolversParentTypes['OpenInterestReading']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  coins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  knownUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketsKnown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  marketsMissing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oldestReadingAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type OpenInterestSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestSeries'] = ResolversParentTypes['OpenInterestSeries']> = {
  columns?: Resolver<ResolversTypes['OpenInterestColumns'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['OpenInterestPoint']>, ParentType, ContextType>;
};

export type OpenInterestUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenInterestUpdate'] = ResolversParentTypes['OpenInterestUpdate']> = {
  baseQuantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  markPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  valueUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type OrderBookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderBook'] = ResolversParentTypes['OrderBook']> = {
  books?: Resolver<Array<ResolversTypes['MarketBook']>, ParentType, ContextType, RequireFields<OrderBookBooksArgs, 'first'>>;
  depth?: Resolver<ResolversTypes['Depth'], ParentType, ContextType, RequireFields<OrderBookDepthArgs, 'level' | 'side'>>;
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType, RequireFields<OrderBookExplainArgs, 'level' | 'side'>>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  slippage?: Resolver<Array<ResolversTypes['Slippage']>, ParentType, ContextType, RequireFields<OrderBookSlippageArgs, 'first' | 'side' | 'usd'>>;
  support?: Resolver<Array<ResolversTypes['SupportLevel']>, ParentType, ContextType, RequireFields<OrderBookSupportArgs, 'days' | 'first' | 'method'>>;
  thinnest?: Resolver<Array<ResolversTypes['ThinMoment']>, ParentType, ContextType, RequireFields<OrderBookThinnestArgs, 'first' | 'level' | 'side'>>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<OrderBookTimeSeriesArgs, 'level' | 'measure' | 'side'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['OrderBookGroupSeries']>, ParentType, ContextType, RequireFields<OrderBookTimeSeriesByArgs, 'by' | 'first' | 'level' | 'measure' | 'side'>>;
};

export type OrderBookGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderBookGroupSeries'] = ResolversParentTypes['OrderBookGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  knownUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QualityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quality'] = ResolversParentTypes['Quality']> = {
  claims?: Resolver<Array<ResolversTypes['Claim']>, ParentType, ContextType, RequireFields<QualityClaimsArgs, 'first'>>;
  feeds?: Resolver<Array<ResolversTypes['Feed']>, ParentType, ContextType, Partial<QualityFeedsArgs>>;
  holdings?: Resolver<Array<ResolversTypes['FamilyHoldings']>, ParentType, ContextType>;
  provenance?: Resolver<Maybe<ResolversTypes['Provenance']>, ParentType, ContextType>;
  quarantine?: Resolver<Array<ResolversTypes['QuarantinedReading']>, ParentType, ContextType, RequireFields<QualityQuarantineArgs, 'first'>>;
  runs?: Resolver<Array<ResolversTypes['EtlRun']>, ParentType, ContextType, RequireFields<QualityRunsArgs, 'first'>>;
  sources?: Resolver<Array<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type QuarantinedReadingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuarantinedReading'] = ResolversParentTypes['QuarantinedReading']> = {
  baseQuantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  family?: Resolver<ResolversTypes['Family'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  judgedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  judgedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  markPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['QuarantineStatus'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  analogs?: Resolver<ResolversTypes['EpisodeAnalogs'], ParentType, ContextType, RequireFields<QueryAnalogsArgs, 'k' | 'of'>>;
  analogsAsOf?: Resolver<ResolversTypes['MomentAnalogs'], ParentType, ContextType, RequireFields<QueryAnalogsAsOfArgs, 'asOf' | 'k'>>;
  apiKeys?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType, RequireFields<QueryAssetArgs, 'code'>>;
  assets?: Resolver<ResolversTypes['AssetConnection'], ParentType, ContextType, Partial<QueryAssetsArgs>>;
  attribution?: Resolver<ResolversTypes['Attribution'], ParentType, ContextType, RequireFields<QueryAttributionArgs, 'from' | 'maxAgeMinutes' | 'to' | 'universe'>>;
  baseRates?: Resolver<ResolversTypes['BaseRates'], ParentType, ContextType, RequireFields<QueryBaseRatesArgs, 'horizons' | 'kinds'>>;
  basis?: Resolver<ResolversTypes['Basis'], ParentType, ContextType, RequireFields<QueryBasisArgs, 'asset' | 'interval' | 'kind' | 'maxAgeMinutes' | 'weight' | 'window'>>;
  basket?: Resolver<Maybe<ResolversTypes['Basket']>, ParentType, ContextType, RequireFields<QueryBasketArgs, 'code'>>;
  baskets?: Resolver<Array<ResolversTypes['Basket']>, ParentType, ContextType>;
  compareEpisodes?: Resolver<ResolversTypes['EpisodeComparison'], ParentType, ContextType, RequireFields<QueryCompareEpisodesArgs, 'align' | 'hoursAfter' | 'hoursBefore' | 'ids'>>;
  dominance?: Resolver<ResolversTypes['Dominance'], ParentType, ContextType, RequireFields<QueryDominanceArgs, 'maxAgeMinutes' | 'universe'>>;
  episode?: Resolver<Maybe<ResolversTypes['Episode']>, ParentType, ContextType, RequireFields<QueryEpisodeArgs, 'id'>>;
  episodeChanges?: Resolver<ResolversTypes['EpisodeChangeConnection'], ParentType, ContextType, Partial<QueryEpisodeChangesArgs>>;
  episodes?: Resolver<ResolversTypes['EpisodeConnection'], ParentType, ContextType, Partial<QueryEpisodesArgs>>;
  exchange?: Resolver<Maybe<ResolversTypes['Exchange']>, ParentType, ContextType, RequireFields<QueryExchangeArgs, 'code'>>;
  exchanges?: Resolver<Array<ResolversTypes['Exchange']>, ParentType, ContextType>;
  fundFlows?: Resolver<ResolversTypes['FundFlows'], ParentType, ContextType, RequireFields<QueryFundFlowsArgs, 'asset' | 'window'>>;
  funding?: Resolver<ResolversTypes['Funding'], ParentType, ContextType, RequireFields<QueryFundingArgs, 'interval' | 'kind' | 'maxAgeMinutes' | 'window'>>;
  leverage?: Resolver<ResolversTypes['Leverage'], ParentType, ContextType, RequireFields<QueryLeverageArgs, 'interval' | 'maxAgeMinutes' | 'window'>>;
  liquidationOrders?: Resolver<ResolversTypes['LiquidationOrderConnection'], ParentType, ContextType, RequireFields<QueryLiquidationOrdersArgs, 'orderBy' | 'window'>>;
  liquidations?: Resolver<ResolversTypes['Liquidations'], ParentType, ContextType, RequireFields<QueryLiquidationsArgs, 'interval' | 'window'>>;
  longShort?: Resolver<ResolversTypes['LongShort'], ParentType, ContextType, RequireFields<QueryLongShortArgs, 'interval' | 'maxAgeMinutes' | 'window'>>;
  market?: Resolver<Maybe<ResolversTypes['Market']>, ParentType, ContextType, RequireFields<QueryMarketArgs, 'exchange' | 'symbol'>>;
  marketCap?: Resolver<ResolversTypes['MarketCap'], ParentType, ContextType, RequireFields<QueryMarketCapArgs, 'interval' | 'maxAgeMinutes' | 'universe' | 'window'>>;
  markets?: Resolver<ResolversTypes['MarketConnection'], ParentType, ContextType, Partial<QueryMarketsArgs>>;
  methodologies?: Resolver<Array<ResolversTypes['Methodology']>, ParentType, ContextType>;
  methodology?: Resolver<Maybe<ResolversTypes['Methodology']>, ParentType, ContextType, RequireFields<QueryMethodologyArgs, 'id'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  openInterest?: Resolver<ResolversTypes['OpenInterest'], ParentType, ContextType, RequireFields<QueryOpenInterestArgs, 'constantBasket' | 'ends' | 'interval' | 'maxAgeMinutes' | 'window'>>;
  orderBook?: Resolver<ResolversTypes['OrderBook'], ParentType, ContextType, RequireFields<QueryOrderBookArgs, 'interval' | 'maxAgeMinutes' | 'window'>>;
  quality?: Resolver<ResolversTypes['Quality'], ParentType, ContextType>;
  report?: Resolver<Maybe<ResolversTypes['EpisodeReport']>, ParentType, ContextType, RequireFields<QueryReportArgs, 'episode'>>;
  reserves?: Resolver<ResolversTypes['Reserves'], ParentType, ContextType, RequireFields<QueryReservesArgs, 'asset' | 'window'>>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType, RequireFields<QuerySectorArgs, 'code'>>;
  sectors?: Resolver<Array<ResolversTypes['Sector']>, ParentType, ContextType>;
  stress?: Resolver<ResolversTypes['Stress'], ParentType, ContextType, RequireFields<QueryStressArgs, 'shock'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  volume?: Resolver<ResolversTypes['Volume'], ParentType, ContextType, RequireFields<QueryVolumeArgs, 'interval' | 'window'>>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<Array<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryWebhooksArgs, 'ofAllKeys'>>;
};

export type RateLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RateLimit'] = ResolversParentTypes['RateLimit']> = {
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mostPerRequest?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReportNumberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportNumber'] = ResolversParentTypes['ReportNumber']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  query?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReportSectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportSection'] = ResolversParentTypes['ReportSection']> = {
  statements?: Resolver<Array<ResolversTypes['ReportStatement']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReportStatementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportStatement'] = ResolversParentTypes['ReportStatement']> = {
  numbers?: Resolver<Array<ResolversTypes['ReportNumber']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReserveChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReserveChange'] = ResolversParentTypes['ReserveChange']> = {
  coins?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fraction?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type ReservesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reserves'] = ResolversParentTypes['Reserves']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['ReserveChange']>, ParentType, ContextType, RequireFields<ReservesChangeArgs, 'days'>>;
  coins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  holderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holders?: Resolver<Array<ResolversTypes['HolderReserve']>, ParentType, ContextType>;
  knownCoins?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, Partial<ReservesTimeSeriesArgs>>;
};

export type ReturnSpreadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnSpread'] = ResolversParentTypes['ReturnSpread']> = {
  best?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isSmall?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lowerQuartile?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  median?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  medianInterval?: Resolver<Maybe<ResolversTypes['Interval95']>, ParentType, ContextType>;
  positiveCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  positiveInterval?: Resolver<Maybe<ResolversTypes['Interval95']>, ParentType, ContextType>;
  positiveShare?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  upperQuartile?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  worst?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type RollingLiquidationsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RollingLiquidations'] = ResolversParentTypes['RollingLiquidations']> = {
  completeness?: Resolver<ResolversTypes['Completeness'], ParentType, ContextType>;
  coverage?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  length?: Resolver<ResolversTypes['RollingLength'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['LiquidationTotal']>, ParentType, ContextType>;
  window?: Resolver<ResolversTypes['Window'], ParentType, ContextType>;
};

export type SectorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Sector'] = ResolversParentTypes['Sector']> = {
  assets?: Resolver<ResolversTypes['AssetConnection'], ParentType, ContextType, Partial<SectorAssetsArgs>>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SectorContributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SectorContribution'] = ResolversParentTypes['SectorContribution']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fellTenPercentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Contribution'], ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
};

export type SectorDominanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SectorDominance'] = ResolversParentTypes['SectorDominance']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  capUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  dominance?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
};

export type SectorLiquidationsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SectorLiquidations'] = ResolversParentTypes['SectorLiquidations']> = {
  sector?: Resolver<Maybe<ResolversTypes['Sector']>, ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['LiquidationTotal'], ParentType, ContextType>;
};

export type SlippageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Slippage'] = ResolversParentTypes['Slippage']> = {
  averagePrice?: Resolver<Maybe<ResolversTypes['DecimalBounds']>, ParentType, ContextType>;
  knownUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  market?: Resolver<ResolversTypes['Market'], ParentType, ContextType>;
  mid?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  readAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  slippage?: Resolver<Maybe<ResolversTypes['DecimalBounds']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Stress'] = ResolversParentTypes['Stress']> = {
  amplification?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  assets?: Resolver<Array<ResolversTypes['AssetStress']>, ParentType, ContextType, RequireFields<StressAssetsArgs, 'first'>>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  forcedOverOpenInterest?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  forcedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  liquidationMap?: Resolver<Array<ResolversTypes['LiquidationLevel']>, ParentType, ContextType, RequireFields<StressLiquidationMapArgs, 'step' | 'within'>>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  openInterestUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  params?: Resolver<ResolversTypes['StressParams'], ParentType, ContextType>;
  replays?: Resolver<Array<ResolversTypes['StressReplay']>, ParentType, ContextType, RequireFields<StressReplaysArgs, 'first'>>;
  shock?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type StressParamsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StressParams'] = ResolversParentTypes['StressParams']> = {
  comparedDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isCalibrated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lookbackDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maintenanceRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recordedOverPrior?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  refill?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  turnoverPerDay?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  weights?: Resolver<Array<ResolversTypes['LeverageWeight']>, ParentType, ContextType>;
};

export type StressReplayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StressReplay'] = ResolversParentTypes['StressReplay']> = {
  completeness?: Resolver<ResolversTypes['Completeness'], ParentType, ContextType>;
  episode?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  forcedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  isCalibrated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  recordedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type StressRoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StressRound'] = ResolversParentTypes['StressRound']> = {
  forcedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  move?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  round?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalForcedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  episodes?: SubscriptionResolver<ResolversTypes['EpisodeBatch'], "episodes", ParentType, ContextType, Partial<SubscriptionEpisodesArgs>>;
  liquidations?: SubscriptionResolver<ResolversTypes['LiquidationBatch'], "liquidations", ParentType, ContextType, Partial<SubscriptionLiquidationsArgs>>;
  openInterest?: SubscriptionResolver<ResolversTypes['OpenInterestBatch'], "openInterest", ParentType, ContextType, Partial<SubscriptionOpenInterestArgs>>;
};

export type SupportLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupportLevel'] = ResolversParentTypes['SupportLevel']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  bidsUsd?: Resolver<Maybe<ResolversTypes['DecimalBounds']>, ParentType, ContextType>;
  distance?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mid?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  tradedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  volumeUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type ThinMomentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ThinMoment'] = ResolversParentTypes['ThinMoment']> = {
  change?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  depthUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usualUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type TierContributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TierContribution'] = ResolversParentTypes['TierContribution']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fellTenPercentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Contribution'], ParentType, ContextType>;
  tier?: Resolver<Maybe<ResolversTypes['CapTier']>, ParentType, ContextType>;
};

export type TierDominanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TierDominance'] = ResolversParentTypes['TierDominance']> = {
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  capUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  dominance?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BreakdownKind'], ParentType, ContextType>;
  tier?: Resolver<Maybe<ResolversTypes['CapTier']>, ParentType, ContextType>;
};

export type TimeColumnsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimeColumns'] = ResolversParentTypes['TimeColumns']> = {
  start?: Resolver<Array<ResolversTypes['DateTime']>, ParentType, ContextType>;
  value?: Resolver<Array<Maybe<ResolversTypes['Decimal']>>, ParentType, ContextType>;
};

export type TimePointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimePoint'] = ResolversParentTypes['TimePoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type TimeSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimeSeries'] = ResolversParentTypes['TimeSeries']> = {
  columns?: Resolver<ResolversTypes['TimeColumns'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['TimePoint']>, ParentType, ContextType>;
  transforms?: Resolver<Array<ResolversTypes['AppliedTransform']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type TrailingExtremesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TrailingExtremes'] = ResolversParentTypes['TrailingExtremes']> = {
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  highAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  known?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  lowAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  percentile?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  key?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  scopes?: Resolver<Maybe<Array<ResolversTypes['ApiScope']>>, ParentType, ContextType>;
};

export type VolumeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Volume'] = ResolversParentTypes['Volume']> = {
  explain?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType, RequireFields<VolumeExplainArgs, 'kind'>>;
  meta?: Resolver<ResolversTypes['Meta'], ParentType, ContextType>;
  perpetual?: Resolver<ResolversTypes['VolumeTotal'], ParentType, ContextType>;
  spot?: Resolver<ResolversTypes['VolumeTotal'], ParentType, ContextType>;
  spotShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  timeSeries?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType, RequireFields<VolumeTimeSeriesArgs, 'measure'>>;
  timeSeriesBy?: Resolver<Array<ResolversTypes['VolumeGroupSeries']>, ParentType, ContextType, RequireFields<VolumeTimeSeriesByArgs, 'by' | 'first' | 'measure'>>;
};

export type VolumeGroupSeriesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VolumeGroupSeries'] = ResolversParentTypes['VolumeGroupSeries']> = {
  key?: Resolver<ResolversTypes['GroupKey'], ParentType, ContextType>;
  knownUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  series?: Resolver<ResolversTypes['TimeSeries'], ParentType, ContextType>;
};

export type VolumeTotalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VolumeTotal'] = ResolversParentTypes['VolumeTotal']> = {
  knownUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  marketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  netTakerUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  takerMarketCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['WebhookDeliveryConnection'], ParentType, ContextType, Partial<WebhookDeliveriesArgs>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['WebhookDisabledReason']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  pendingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  query?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variables?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WebhookAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookAttempt'] = ResolversParentTypes['WebhookAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['WebhookFailure']>, ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookDeletePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeletePayload'] = ResolversParentTypes['WebhookDeletePayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WebhookDeliveryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<Array<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookDeliveryState'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WebhookDeliveryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookDeliveryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryEdge'] = ResolversParentTypes['WebhookDeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type WebhookPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookPayload'] = ResolversParentTypes['WebhookPayload']> = {
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type WebhookReplayPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookReplayPayload'] = ResolversParentTypes['WebhookReplayPayload']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type WebhookSecretPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookSecretPayload'] = ResolversParentTypes['WebhookSecretPayload']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type WebhookTestPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookTestPayload'] = ResolversParentTypes['WebhookTestPayload']> = {
  attempt?: Resolver<ResolversTypes['WebhookAttempt'], ParentType, ContextType>;
};

export type WindowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Window'] = ResolversParentTypes['Window']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  ApiKeyRevokePayload?: ApiKeyRevokePayloadResolvers<ContextType>;
  AppliedTransform?: AppliedTransformResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  AssetConnection?: AssetConnectionResolvers<ContextType>;
  AssetContribution?: AssetContributionResolvers<ContextType>;
  AssetDominance?: AssetDominanceResolvers<ContextType>;
  AssetEdge?: AssetEdgeResolvers<ContextType>;
  AssetLiquidations?: AssetLiquidationsResolvers<ContextType>;
  AssetOpenInterest?: AssetOpenInterestResolvers<ContextType>;
  AssetStress?: AssetStressResolvers<ContextType>;
  Attribution?: AttributionResolvers<ContextType>;
  BaseRate?: BaseRateResolvers<ContextType>;
  BaseRates?: BaseRatesResolvers<ContextType>;
  Basis?: BasisResolvers<ContextType>;
  BasisGroup?: BasisGroupResolvers<ContextType>;
  BasisGroupSeries?: BasisGroupSeriesResolvers<ContextType>;
  BasisMean?: BasisMeanResolvers<ContextType>;
  Basket?: BasketResolvers<ContextType>;
  BasketCreatePayload?: BasketCreatePayloadResolvers<ContextType>;
  BasketDeletePayload?: BasketDeletePayloadResolvers<ContextType>;
  BookSideDepth?: BookSideDepthResolvers<ContextType>;
  CapMoment?: CapMomentResolvers<ContextType>;
  Claim?: ClaimResolvers<ContextType>;
  Contribution?: ContributionResolvers<ContextType>;
  Coverage?: CoverageResolvers<ContextType>;
  CurrentFunding?: CurrentFundingResolvers<ContextType>;
  CurrentFundings?: CurrentFundingsResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DayChange?: DayChangeResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  DecimalBounds?: DecimalBoundsResolvers<ContextType>;
  Depth?: DepthResolvers<ContextType>;
  Detection?: DetectionResolvers<ContextType>;
  DetectorParams?: DetectorParamsResolvers<ContextType>;
  Dominance?: DominanceResolvers<ContextType>;
  Episode?: EpisodeResolvers<ContextType>;
  EpisodeAnalog?: EpisodeAnalogResolvers<ContextType>;
  EpisodeAnalogs?: EpisodeAnalogsResolvers<ContextType>;
  EpisodeBatch?: EpisodeBatchResolvers<ContextType>;
  EpisodeChange?: EpisodeChangeResolvers<ContextType>;
  EpisodeChangeConnection?: EpisodeChangeConnectionResolvers<ContextType>;
  EpisodeChangeEdge?: EpisodeChangeEdgeResolvers<ContextType>;
  EpisodeClaim?: EpisodeClaimResolvers<ContextType>;
  EpisodeComparison?: EpisodeComparisonResolvers<ContextType>;
  EpisodeConnection?: EpisodeConnectionResolvers<ContextType>;
  EpisodeEdge?: EpisodeEdgeResolvers<ContextType>;
  EpisodeMetricRow?: EpisodeMetricRowResolvers<ContextType>;
  EpisodeMetricValue?: EpisodeMetricValueResolvers<ContextType>;
  EpisodePhases?: EpisodePhasesResolvers<ContextType>;
  EpisodeReport?: EpisodeReportResolvers<ContextType>;
  EpisodeSeries?: EpisodeSeriesResolvers<ContextType>;
  EstimatedLeverage?: EstimatedLeverageResolvers<ContextType>;
  EtlRun?: EtlRunResolvers<ContextType>;
  Exchange?: ExchangeResolvers<ContextType>;
  ExchangeCompleteness?: ExchangeCompletenessResolvers<ContextType>;
  ExchangeCoverage?: ExchangeCoverageResolvers<ContextType>;
  ExchangeLiquidations?: ExchangeLiquidationsResolvers<ContextType>;
  ExchangeOpenInterest?: ExchangeOpenInterestResolvers<ContextType>;
  ExplainRow?: ExplainRowResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  FamilyHoldings?: FamilyHoldingsResolvers<ContextType>;
  FeatureDistance?: FeatureDistanceResolvers<ContextType>;
  Feed?: FeedResolvers<ContextType>;
  FeedCoverage?: FeedCoverageResolvers<ContextType>;
  FeedGap?: FeedGapResolvers<ContextType>;
  FundFlowDay?: FundFlowDayResolvers<ContextType>;
  FundFlowOfFund?: FundFlowOfFundResolvers<ContextType>;
  FundFlows?: FundFlowsResolvers<ContextType>;
  Funding?: FundingResolvers<ContextType>;
  FundingColumns?: FundingColumnsResolvers<ContextType>;
  FundingGroup?: FundingGroupResolvers<ContextType>;
  FundingGroupSeries?: FundingGroupSeriesResolvers<ContextType>;
  FundingMean?: FundingMeanResolvers<ContextType>;
  FundingSignFlip?: FundingSignFlipResolvers<ContextType>;
  GroupKey?: GroupKeyResolvers<ContextType>;
  GroupReturns?: GroupReturnsResolvers<ContextType>;
  HolderReserve?: HolderReserveResolvers<ContextType>;
  Interval95?: Interval95Resolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  Leverage?: LeverageResolvers<ContextType>;
  LeverageGroupSeries?: LeverageGroupSeriesResolvers<ContextType>;
  LeverageRow?: LeverageRowResolvers<ContextType>;
  LeverageWeight?: LeverageWeightResolvers<ContextType>;
  LiquidationBatch?: LiquidationBatchResolvers<ContextType>;
  LiquidationColumns?: LiquidationColumnsResolvers<ContextType>;
  LiquidationConcentration?: LiquidationConcentrationResolvers<ContextType>;
  LiquidationGroup?: LiquidationGroupResolvers<ContextType>;
  LiquidationGroupSeries?: LiquidationGroupSeriesResolvers<ContextType>;
  LiquidationIntensity?: LiquidationIntensityResolvers<ContextType>;
  LiquidationLevel?: LiquidationLevelResolvers<ContextType>;
  LiquidationOrder?: LiquidationOrderResolvers<ContextType>;
  LiquidationOrderConnection?: LiquidationOrderConnectionResolvers<ContextType>;
  LiquidationOrderEdge?: LiquidationOrderEdgeResolvers<ContextType>;
  LiquidationPoint?: LiquidationPointResolvers<ContextType>;
  LiquidationSeries?: LiquidationSeriesResolvers<ContextType>;
  LiquidationTotal?: LiquidationTotalResolvers<ContextType>;
  Liquidations?: LiquidationsResolvers<ContextType>;
  LongShort?: LongShortResolvers<ContextType>;
  LongShortGroup?: LongShortGroupResolvers<ContextType>;
  LongShortGroupSeries?: LongShortGroupSeriesResolvers<ContextType>;
  LongShortMean?: LongShortMeanResolvers<ContextType>;
  Market?: MarketResolvers<ContextType>;
  MarketBasis?: MarketBasisResolvers<ContextType>;
  MarketBook?: MarketBookResolvers<ContextType>;
  MarketCap?: MarketCapResolvers<ContextType>;
  MarketCapGroupSeries?: MarketCapGroupSeriesResolvers<ContextType>;
  MarketCapTrend?: MarketCapTrendResolvers<ContextType>;
  MarketConnection?: MarketConnectionResolvers<ContextType>;
  MarketEdge?: MarketEdgeResolvers<ContextType>;
  MarketLongShort?: MarketLongShortResolvers<ContextType>;
  MarketVersion?: MarketVersionResolvers<ContextType>;
  MemberReturn?: MemberReturnResolvers<ContextType>;
  Meta?: MetaResolvers<ContextType>;
  Methodology?: MethodologyResolvers<ContextType>;
  MomentAnalogs?: MomentAnalogsResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NegativeFunding?: NegativeFundingResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Notice?: NoticeResolvers<ContextType>;
  OpenInterest?: OpenInterestResolvers<ContextType>;
  OpenInterestBatch?: OpenInterestBatchResolvers<ContextType>;
  OpenInterestBuildUp?: OpenInterestBuildUpResolvers<ContextType>;
  OpenInterestCandle?: OpenInterestCandleResolvers<ContextType>;
  OpenInterestCandleColumns?: OpenInterestCandleColumnsResolvers<ContextType>;
  OpenInterestCandles?: OpenInterestCandlesResolvers<ContextType>;
  OpenInterestChange?: OpenInterestChangeResolvers<ContextType>;
  OpenInterestColumns?: OpenInterestColumnsResolvers<ContextType>;
  OpenInterestGroup?: OpenInterestGroupResolvers<ContextType>;
  OpenInterestGroupSeries?: OpenInterestGroupSeriesResolvers<ContextType>;
  OpenInterestHigh?: OpenInterestHighResolvers<ContextType>;
  OpenInterestPoint?: OpenInterestPointResolvers<ContextType>;
  OpenInterestReading?: OpenInterestReadingResolvers<ContextType>;
  OpenInterestSeries?: OpenInterestSeriesResolvers<ContextType>;
  OpenInterestUpdate?: OpenInterestUpdateResolvers<ContextType>;
  OrderBook?: OrderBookResolvers<ContextType>;
  OrderBookGroupSeries?: OrderBookGroupSeriesResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Quality?: QualityResolvers<ContextType>;
  QuarantinedReading?: QuarantinedReadingResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RateLimit?: RateLimitResolvers<ContextType>;
  ReportNumber?: ReportNumberResolvers<ContextType>;
  ReportSection?: ReportSectionResolvers<ContextType>;
  ReportStatement?: ReportStatementResolvers<ContextType>;
  ReserveChange?: ReserveChangeResolvers<ContextType>;
  Reserves?: ReservesResolvers<ContextType>;
  ReturnSpread?: ReturnSpreadResolvers<ContextType>;
  RollingLiquidations?: RollingLiquidationsResolvers<ContextType>;
  Sector?: SectorResolvers<ContextType>;
  SectorContribution?: SectorContributionResolvers<ContextType>;
  SectorDominance?: SectorDominanceResolvers<ContextType>;
  SectorLiquidations?: SectorLiquidationsResolvers<ContextType>;
  Slippage?: SlippageResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  Stress?: StressResolvers<ContextType>;
  StressParams?: StressParamsResolvers<ContextType>;
  StressReplay?: StressReplayResolvers<ContextType>;
  StressRound?: StressRoundResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SupportLevel?: SupportLevelResolvers<ContextType>;
  ThinMoment?: ThinMomentResolvers<ContextType>;
  TierContribution?: TierContributionResolvers<ContextType>;
  TierDominance?: TierDominanceResolvers<ContextType>;
  TimeColumns?: TimeColumnsResolvers<ContextType>;
  TimePoint?: TimePointResolvers<ContextType>;
  TimeSeries?: TimeSeriesResolvers<ContextType>;
  TrailingExtremes?: TrailingExtremesResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Volume?: VolumeResolvers<ContextType>;
  VolumeGroupSeries?: VolumeGroupSeriesResolvers<ContextType>;
  VolumeTotal?: VolumeTotalResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookAttempt?: WebhookAttemptResolvers<ContextType>;
  WebhookDeletePayload?: WebhookDeletePayloadResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryEdge?: WebhookDeliveryEdgeResolvers<ContextType>;
  WebhookPayload?: WebhookPayloadResolvers<ContextType>;
  WebhookReplayPayload?: WebhookReplayPayloadResolvers<ContextType>;
  WebhookSecretPayload?: WebhookSecretPayloadResolvers<ContextType>;
  WebhookTestPayload?: WebhookTestPayloadResolvers<ContextType>;
  Window?: WindowResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  bucketed?: BucketedDirectiveResolver<any, any, ContextType>;
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
};
