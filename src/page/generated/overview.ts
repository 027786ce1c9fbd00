/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/**
 * The venues that count: a list of your own, or a named basket; exactly one of the two. Every answer is computed on this set alone, so that
 * two answers on one basket can be compared.
 */
export type BasketInput = {
  /** Code of a named basket, as `baskets` lists them. */
  code?: string | null | undefined;
  /** Codes of the exchanges, e.g. ["binance", "okx"]; at least one, each once. */
  exchanges?: Array<string> | null | undefined;
};

/** What a row of a breakdown stands for. */
export type BreakdownKind =
  /** An asset, sector or tier that is held. */
  | 'MEMBER'
  /** Listed coins that are not held one by one: the source's total less the assets held. */
  | 'REMAINDER'
  /** Assets of no known sector. */
  | 'UNCLASSIFIED';

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

/** Which perpetuals count. Conditions are joined by AND; left out or null: no condition. */
export type FundingFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: Array<string> | null | undefined;
  /** Only base assets of these sectors, by code. */
  sectors?: Array<string> | null | undefined;
  /** Only contracts of this style. */
  style?: ContractStyle | null | undefined;
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

/** Which forced orders count. Conditions are joined by AND; left out or null: no condition. */
export type LiquidationFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: Array<string> | null | undefined;
  /** Only perpetuals or only dated futures. */
  kind?: MarketKind | null | undefined;
  /** Only base assets of these sectors, by code. */
  sectors?: Array<string> | null | undefined;
  /** Only contracts of this style. */
  style?: ContractStyle | null | undefined;
};

/** Whether a contract ends. */
export type MarketKind =
  /** A dated future. */
  | 'FUTURE'
  /** A perpetual swap: no delivery date. */
  | 'PERPETUAL'
  /** A spot market, quoted in a currency that counts as USD. */
  | 'SPOT';

/** Which markets count. Conditions are joined by AND; left out or null: no condition. */
export type OpenInterestFilter = {
  /** Only these base assets, by code, e.g. ["BTC"]. */
  assets?: Array<string> | null | undefined;
  /** Only perpetuals or only dated futures. */
  kind?: MarketKind | null | undefined;
  /** Only base assets of these sectors, by code. */
  sectors?: Array<string> | null | undefined;
  /** Only contracts of this style. */
  style?: ContractStyle | null | undefined;
};

/** Side of the POSITION that was closed by force, never the side of the closing order: a sold-out long is LONG. */
export type PositionSide =
  /** A position that gained from rising prices. */
  | 'LONG'
  /** A position that gained from falling prices. */
  | 'SHORT';

/** A half-open span of time: `from` belongs to it, `to` does not. */
export type WindowInput = {
  /** First moment of the window, a whole minute of the venues' clocks in UTC. */
  from: string;
  /** First moment after the window, a whole minute; later than `from`. */
  to: string;
};

export type GlanceQueryVariables = Exact<{
  day: WindowInput;
  basket?: BasketInput | null | undefined;
  openInterest?: OpenInterestFilter | null | undefined;
  liquidation?: LiquidationFilter | null | undefined;
  funding?: FundingFilter | null | undefined;
  hours: WindowInput;
}>;


export type GlanceQuery = { openInterest: { series: { columns: { start: Array<string>, usd: Array<string | null>, carriedUsd: Array<string | null> } }, now: { at: string, usd: string | null, knownUsd: string | null, marketsMissing: number }, allTimeHigh: { usd: string, at: string, since: string, distanceFraction: string | null } | null, change: { fraction: string | null } | null, meta: { notices: Array<{ code: string, message: string }> }, carriedBy: Array<{ key: { label: string, exchange: { name: string } | null }, series: { columns: { value: Array<string | null> } } }> }, leverage: { total: { ratio: string | null } }, liquidations: { total: { usd: string, longShare: string | null, floorShare: string | null } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } }, funding: { mean: { rateYear: string | null }, negativeShare: { negativeCount: number, marketCount: number }, meta: { notices: Array<{ code: string, message: string }> } }, marketCap: { totalUsd: string | null, trend: { dayChange: string | null } }, capNow: { totalUsd: string | null } };

export type OpenInterestNowQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
  basket?: BasketInput | null | undefined;
  filter?: OpenInterestFilter | null | undefined;
}>;


export type OpenInterestNowQuery = { openInterest: { series: { columns: { start: Array<string>, usd: Array<string | null>, carriedUsd: Array<string | null>, marketsMissing: Array<number> } }, now: { at: string, usd: string | null, marketsMissing: number }, allTimeHigh: { usd: string, at: string, since: string, distanceFraction: string | null } | null, change: { fraction: string | null, priceUsd: string, positionUsd: string } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> }, carriedBy: Array<{ key: { label: string, exchange: { name: string } | null }, series: { columns: { value: Array<string | null> } } }> }, purges: { nodes: Array<{ code: string, phases: { peakAt: string } }> } };

export type ForcedOutQueryVariables = Exact<{
  window: WindowInput;
  basket?: BasketInput | null | undefined;
  filter?: LiquidationFilter | null | undefined;
}>;


export type ForcedOutQuery = { liquidations: { series: { columns: { start: Array<string>, longUsd: Array<string | null>, shortUsd: Array<string | null>, coverage: Array<string> } }, coverage: { byExchange: Array<{ share: string, exchange: { name: string }, gaps: Array<{ from: string, to: string }> }> }, total: { usd: string, longUsd: string, shortUsd: string, longShare: string | null, orderCount: number, unvaluedCount: number, floorShare: string | null } | null, meta: { windowEnd: string, coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type ForcedOutByVenueQueryVariables = Exact<{
  window: WindowInput;
  basket?: BasketInput | null | undefined;
  filter?: LiquidationFilter | null | undefined;
}>;


export type ForcedOutByVenueQuery = { liquidations: { byExchange: Array<{ completeness: Completeness, share: string | null, exchange: { name: string }, total: { usd: string, longUsd: string, shortUsd: string, floorUsd: string } | null }>, coverage: { byExchange: Array<{ share: string, exchange: { name: string } }> }, total: { usd: string, floorUsd: string, floorShare: string | null } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type LeverageByTierQueryVariables = Exact<{
  now: WindowInput;
  before: WindowInput;
  basket?: BasketInput | null | undefined;
  filter?: OpenInterestFilter | null | undefined;
}>;


export type LeverageByTierQuery = { leverage: { breakdown: Array<{ ratio: string | null, openInterestUsd: string | null, capUsd: string | null, assetCount: number, key: { tier: CapTier | null, label: string }, notice: { code: string, message: string } | null }>, total: { openInterestUsd: string | null, capUsd: string | null, ratio: string | null, assetCount: number }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } }, openInterest: { series: { columns: { start: Array<string>, usd: Array<string | null>, carriedUsd: Array<string | null> } }, now: { at: string }, carriedBy: Array<{ key: { label: string, exchange: { name: string } | null }, series: { columns: { value: Array<string | null> } } }> }, before: { total: { ratio: string | null }, breakdown: Array<{ ratio: string | null, key: { tier: CapTier | null } }> } };

export type FundingHeatQueryVariables = Exact<{
  window: WindowInput;
  by: Array<Dimension> | Dimension;
  basket?: BasketInput | null | undefined;
  filter?: FundingFilter | null | undefined;
}>;


export type FundingHeatQuery = { funding: { timeSeriesBy: Array<{ weightShare: string | null, key: { label: string, exchange: { name: string } | null }, series: { columns: { start: Array<string>, value: Array<string | null> } } }>, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } }, hourly: { mean: { rateYear: string | null }, negativeShare: { negativeCount: number, marketCount: number } } };

export type DominanceNowQueryVariables = Exact<{
  at: string;
}>;


export type DominanceNowQuery = { dominance: { totalUsd: string, byAsset: Array<{ kind: BreakdownKind, capUsd: string, dominance: string, asset: { code: string, name: string } | null }>, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type DominanceBeforeQueryVariables = Exact<{
  at: string;
}>;


export type DominanceBeforeQuery = { dominance: { byAsset: Array<{ dominance: string, asset: { code: string } | null }> } };

export type FeedsHealthQueryVariables = Exact<{
  since: string;
  until: string;
}>;


export type FeedsHealthQuery = { quality: { feeds: Array<{ family: Family, state: FeedState | null, lastMessageAt: string | null, lastReadAt: string, lag: number | null, exchange: { code: string, name: string } | null, gaps: Array<{ from: string, to: string | null, cause: string }> }> } };

export type ChoicesQueryVariables = Exact<{
  asset: string;
}>;


export type ChoicesQuery = { named: { code: string } | null, exchanges: Array<{ code: string, name: string }>, assets: { nodes: Array<{ code: string }> } };

export type ForcedOrdersSubscriptionVariables = Exact<{
  filter?: LiquidationFilter | null | undefined;
  basket?: BasketInput | null | undefined;
}>;


export type ForcedOrdersSubscription = { liquidations: { cursor: string, orders: Array<{ id: string, time: string, side: PositionSide, notionalUsd: string | null, price: string, market: { symbol: string, exchange: { name: string }, baseAsset: { code: string } } }> } };

export type CarriedByVenueFragment = { carriedBy: Array<{ key: { label: string, exchange: { name: string } | null }, series: { columns: { value: Array<string | null> } } }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CarriedByVenueFragmentDoc = new TypedDocumentString(`
    fragment CarriedByVenue on OpenInterest {
  carriedBy: timeSeriesBy(by: [EXCHANGE], measure: CARRIED_USD, first: 12) {
    key {
      label
      exchange {
        name
      }
    }
    series {
      columns {
        value
      }
    }
  }
}
    `, {"fragmentName":"CarriedByVenue"}) as unknown as TypedDocumentString<CarriedByVenueFragment, unknown>;
export const GlanceDocument = new TypedDocumentString(`
    query Glance($day: WindowInput!, $basket: BasketInput, $openInterest: OpenInterestFilter, $liquidation: LiquidationFilter, $funding: FundingFilter, $hours: WindowInput!) {
  openInterest(window: $day, basket: $basket, filter: $openInterest) {
    series {
      columns {
        start
        usd
        carriedUsd
      }
    }
    ...CarriedByVenue
    now {
      at
      usd
      knownUsd
      marketsMissing
    }
    allTimeHigh {
      usd
      at
      since
      distanceFraction
    }
    change {
      fraction
    }
    meta {
      notices {
        code
        message
      }
    }
  }
  leverage(window: $day, basket: $basket, filter: $openInterest) {
    total {
      ratio
    }
  }
  liquidations(window: $day, basket: $basket, filter: $liquidation) {
    total {
      usd
      longShare
      floorShare
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
  funding(window: $hours, basket: $basket, filter: $funding) {
    mean {
      rateYear
    }
    negativeShare {
      negativeCount
      marketCount
    }
    meta {
      notices {
        code
        message
      }
    }
  }
  marketCap(window: $hours) {
    totalUsd
    trend {
      dayChange
    }
  }
  capNow: marketCap(window: $day) {
    totalUsd
  }
}
    fragment CarriedByVenue on OpenInterest {
  carriedBy: timeSeriesBy(by: [EXCHANGE], measure: CARRIED_USD, first: 12) {
    key {
      label
      exchange {
        name
      }
    }
    series {
      columns {
        value
      }
    }
  }
}`) as unknown as TypedDocumentString<GlanceQuery, GlanceQueryVariables>;
export const OpenInterestNowDocument = new TypedDocumentString(`
    query OpenInterestNow($window: WindowInput!, $interval: Interval!, $basket: BasketInput, $filter: OpenInterestFilter) {
  openInterest(
    window: $window
    interval: $interval
    basket: $basket
    filter: $filter
  ) {
    series {
      columns {
        start
        usd
        carriedUsd
        marketsMissing
      }
    }
    ...CarriedByVenue
    now {
      at
      usd
      marketsMissing
    }
    allTimeHigh {
      usd
      at
      since
      distanceFraction
    }
    change {
      fraction
      priceUsd
      positionUsd
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
  purges: episodes(first: 20, filter: {kinds: [PURGE]}) {
    nodes {
      code
      phases {
        peakAt
      }
    }
  }
}
    fragment CarriedByVenue on OpenInterest {
  carriedBy: timeSeriesBy(by: [EXCHANGE], measure: CARRIED_USD, first: 12) {
    key {
      label
      exchange {
        name
      }
    }
    series {
      columns {
        value
      }
    }
  }
}`) as unknown as TypedDocumentString<OpenInterestNowQuery, OpenInterestNowQueryVariables>;
export const ForcedOutDocument = new TypedDocumentString(`
    query ForcedOut($window: WindowInput!, $basket: BasketInput, $filter: LiquidationFilter) {
  liquidations(window: $window, interval: HOUR, basket: $basket, filter: $filter) {
    series {
      columns {
        start
        longUsd
        shortUsd
        coverage
      }
    }
    coverage {
      byExchange {
        exchange {
          name
        }
        share
        gaps {
          from
          to
        }
      }
    }
    total {
      usd
      longUsd
      shortUsd
      longShare
      orderCount
      unvaluedCount
      floorShare
    }
    meta {
      windowEnd
      coverage
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ForcedOutQuery, ForcedOutQueryVariables>;
export const ForcedOutByVenueDocument = new TypedDocumentString(`
    query ForcedOutByVenue($window: WindowInput!, $basket: BasketInput, $filter: LiquidationFilter) {
  liquidations(window: $window, interval: HOUR, basket: $basket, filter: $filter) {
    byExchange {
      exchange {
        name
      }
      completeness
      share
      total {
        usd
        longUsd
        shortUsd
        floorUsd
      }
    }
    coverage {
      byExchange {
        exchange {
          name
        }
        share
      }
    }
    total {
      usd
      floorUsd
      floorShare
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ForcedOutByVenueQuery, ForcedOutByVenueQueryVariables>;
export const LeverageByTierDocument = new TypedDocumentString(`
    query LeverageByTier($now: WindowInput!, $before: WindowInput!, $basket: BasketInput, $filter: OpenInterestFilter) {
  leverage(window: $now, basket: $basket, filter: $filter) {
    breakdown(by: TIER) {
      key {
        tier
        label
      }
      ratio
      openInterestUsd
      capUsd
      assetCount
      notice {
        code
        message
      }
    }
    total {
      openInterestUsd
      capUsd
      ratio
      assetCount
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
  openInterest(window: $now, basket: $basket, filter: $filter) {
    series {
      columns {
        start
        usd
        carriedUsd
      }
    }
    ...CarriedByVenue
    now {
      at
    }
  }
  before: leverage(window: $before, basket: $basket, filter: $filter) {
    total {
      ratio
    }
    breakdown(by: TIER) {
      key {
        tier
      }
      ratio
    }
  }
}
    fragment CarriedByVenue on OpenInterest {
  carriedBy: timeSeriesBy(by: [EXCHANGE], measure: CARRIED_USD, first: 12) {
    key {
      label
      exchange {
        name
      }
    }
    series {
      columns {
        value
      }
    }
  }
}`) as unknown as TypedDocumentString<LeverageByTierQuery, LeverageByTierQueryVariables>;
export const FundingHeatDocument = new TypedDocumentString(`
    query FundingHeat($window: WindowInput!, $by: [Dimension!]!, $basket: BasketInput, $filter: FundingFilter) {
  funding(window: $window, interval: FOUR_HOURS, basket: $basket, filter: $filter) {
    timeSeriesBy(by: $by, measure: RATE_YEAR, first: 10) {
      key {
        label
        exchange {
          name
        }
      }
      weightShare
      series {
        columns {
          start
          value
        }
      }
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
  hourly: funding(
    window: $window
    interval: HOUR
    basket: $basket
    filter: $filter
  ) {
    mean {
      rateYear
    }
    negativeShare {
      negativeCount
      marketCount
    }
  }
}
    `) as unknown as TypedDocumentString<FundingHeatQuery, FundingHeatQueryVariables>;
export const DominanceNowDocument = new TypedDocumentString(`
    query DominanceNow($at: DateTime!) {
  dominance(at: $at) {
    byAsset(first: 7) {
      asset {
        code
        name
      }
      kind
      capUsd
      dominance
    }
    totalUsd
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DominanceNowQuery, DominanceNowQueryVariables>;
export const DominanceBeforeDocument = new TypedDocumentString(`
    query DominanceBefore($at: DateTime!) {
  dominance(at: $at) {
    byAsset(first: 7) {
      asset {
        code
      }
      dominance
    }
  }
}
    `) as unknown as TypedDocumentString<DominanceBeforeQuery, DominanceBeforeQueryVariables>;
export const FeedsHealthDocument = new TypedDocumentString(`
    query FeedsHealth($since: DateTime!, $until: DateTime!) {
  quality {
    feeds {
      exchange {
        code
        name
      }
      family
      state
      lastMessageAt
      lastReadAt
      lag
      gaps(since: $since, until: $until, first: 20) {
        from
        to
        cause
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FeedsHealthQuery, FeedsHealthQueryVariables>;
export const ChoicesDocument = new TypedDocumentString(`
    query Choices($asset: String!) {
  named: asset(code: $asset) {
    code
  }
  exchanges {
    code
    name
  }
  assets(first: 100) {
    nodes {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ChoicesQuery, ChoicesQueryVariables>;
export const ForcedOrdersDocument = new TypedDocumentString(`
    subscription ForcedOrders($filter: LiquidationFilter, $basket: BasketInput) {
  liquidations(filter: $filter, basket: $basket) {
    cursor
    orders {
      id
      time
      side
      notionalUsd
      price
      market {
        symbol
        exchange {
          name
        }
        baseAsset {
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ForcedOrdersSubscription, ForcedOrdersSubscriptionVariables>;