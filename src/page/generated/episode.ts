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

/** Whether an episode has ended. */
export type EpisodeState =
  /** Nothing of it was seen for as long as the rules ask. */
  | 'FINAL'
  /** Nothing says yet that it has ended: its end, and what is counted up to it, may change. */
  | 'PROVISIONAL';

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

export type EpisodeListQueryVariables = Exact<{ [key: string]: never; }>;


export type EpisodeListQuery = { episodes: { nodes: Array<{ code: string, kind: EpisodeKind, side: PositionSide, state: EpisodeState, phases: { peakAt: string, detectedAt: string, flushEndAt: string } }> } };

export type EpisodeHeadQueryVariables = Exact<{
  id: string | number;
}>;


export type EpisodeHeadQuery = { episode: { code: string, kind: EpisodeKind, side: PositionSide, state: EpisodeState, leader: EpisodeLeader | null, bitcoin: string | null, market: string | null, phases: { buildUpAt: string, peakAt: string, detectedAt: string, flushEndAt: string, troughAt: string, resetAt: string | null, recoveredAt: string | null, hoursToReset: number | null, hoursToRecover: number | null }, liquidations: { total: { usd: string, longShare: string | null, floorShare: string | null } | null }, openInterest: { change: { fromUsd: string, toUsd: string, fraction: string | null, priceUsd: string, priceShare: string | null, positionUsd: string, positionShare: string | null } | null }, orderBook: { thinnest: Array<{ start: string, change: string }> }, detection: { version: number, exchanges: Array<{ code: string, name: string }> } } | null };

export type EpisodePricesQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
}>;


export type EpisodePricesQuery = { marketCap: { bitcoin: { columns: { start: Array<string>, value: Array<string | null> } }, total: { columns: { start: Array<string>, value: Array<string | null> } }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeOpenInterestQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
  basket?: BasketInput | null | undefined;
}>;


export type EpisodeOpenInterestQuery = { openInterest: { series: { columns: { start: Array<string>, usd: Array<string | null>, carriedUsd: Array<string | null>, marketsMissing: Array<number> } }, carriedBy: Array<{ key: { label: string, exchange: { name: string } | null }, series: { columns: { value: Array<string | null> } } }>, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type PartsFragment = { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null };

export type EpisodePartsQueryVariables = Exact<{
  w0: WindowInput;
  w1: WindowInput;
  w2: WindowInput;
  w3: WindowInput;
  w4: WindowInput;
  w5: WindowInput;
  w6: WindowInput;
  w7: WindowInput;
  w8: WindowInput;
  w9: WindowInput;
  w10: WindowInput;
  w11: WindowInput;
  basket?: BasketInput | null | undefined;
}>;


export type EpisodePartsQuery = { s0: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s1: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s2: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s3: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s4: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s5: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s6: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s7: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s8: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s9: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s10: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null }, s11: { meta: { windowStart: string, windowEnd: string }, change: { usd: string, priceUsd: string, positionUsd: string, marketsLeftOut: number } | null } };

export type EpisodeLiquidationsQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
  basket?: BasketInput | null | undefined;
}>;


export type EpisodeLiquidationsQuery = { liquidations: { series: { columns: { start: Array<string>, longUsd: Array<string | null>, shortUsd: Array<string | null>, coverage: Array<string> } }, coverage: { byExchange: Array<{ share: string, exchange: { name: string }, gaps: Array<{ from: string, to: string }> }> }, total: { usd: string, longShare: string | null, floorShare: string | null } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeFundingQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
}>;


export type EpisodeFundingQuery = { funding: { columns: { start: Array<string>, rateYear: Array<string | null>, marketCount: Array<number>, withoutRate: Array<number> }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } }, flips: { signFlips: Array<{ at: string }> } };

export type EpisodeDepthQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
}>;


export type EpisodeDepthQuery = { orderBook: { timeSeries: { columns: { start: Array<string>, value: Array<string | null> } }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeSpotQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
}>;


export type EpisodeSpotQuery = { volume: { spotShare: string | null, timeSeries: { columns: { start: Array<string>, value: Array<string | null> } }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeAssetsQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type EpisodeAssetsQuery = { attribution: { byAsset: Array<{ kind: BreakdownKind, asset: { code: string, name: string } | null, part: { changeUsd: string, changeFraction: string | null, contribution: string | null, contributionOverWeight: string | null } }>, total: { changeUsd: string, changeFraction: string | null }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeSectorsQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type EpisodeSectorsQuery = { attribution: { bySector: Array<{ kind: BreakdownKind, assetCount: number, fellTenPercentCount: number, sector: { name: string } | null, part: { changeUsd: string, changeFraction: string | null, contribution: string | null, contributionOverWeight: string | null } }>, total: { changeUsd: string, changeFraction: string | null }, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type EpisodeClaimsQueryVariables = Exact<{
  id: string | number;
}>;


export type EpisodeClaimsQuery = { episode: { claims: Array<{ measured: string | null, difference: string | null, note: string | null, claim: { code: string, measure: string, low: string, high: string, unit: string, asset: string | null, publisher: string, title: string, url: string | null, publishedAt: string | null, note: string | null, window: { from: string, to: string } | null } }> } | null };

export type EpisodeReportTextQueryVariables = Exact<{
  id: string | number;
}>;


export type EpisodeReportTextQuery = { report: { sections: Array<{ title: string, statements: Array<{ text: string, numbers: Array<{ value: string, query: string, path: string }> }> }> } | null };

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
export const PartsFragmentDoc = new TypedDocumentString(`
    fragment Parts on OpenInterest {
  meta {
    windowStart
    windowEnd
  }
  change {
    usd
    priceUsd
    positionUsd
    marketsLeftOut
  }
}
    `, {"fragmentName":"Parts"}) as unknown as TypedDocumentString<PartsFragment, unknown>;
export const EpisodeListDocument = new TypedDocumentString(`
    query EpisodeList {
  episodes(first: 100) {
    nodes {
      code
      kind
      side
      state
      phases {
        peakAt
        detectedAt
        flushEndAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeListQuery, EpisodeListQueryVariables>;
export const EpisodeHeadDocument = new TypedDocumentString(`
    query EpisodeHead($id: ID!) {
  episode(id: $id) {
    code
    kind
    side
    state
    leader
    phases {
      buildUpAt
      peakAt
      detectedAt
      flushEndAt
      troughAt
      resetAt
      recoveredAt
      hoursToReset
      hoursToRecover
    }
    liquidations {
      total {
        usd
        longShare
        floorShare
      }
    }
    openInterest {
      change {
        fromUsd
        toUsd
        fraction
        priceUsd
        priceShare
        positionUsd
        positionShare
      }
    }
    orderBook {
      thinnest(first: 1) {
        start
        change
      }
    }
    bitcoin: metric(metric: BITCOIN_CHANGE)
    market: metric(metric: TOTAL_CAP_CHANGE)
    detection {
      version
      exchanges {
        code
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeHeadQuery, EpisodeHeadQueryVariables>;
export const EpisodePricesDocument = new TypedDocumentString(`
    query EpisodePrices($window: WindowInput!, $interval: Interval!) {
  marketCap(window: $window, interval: $interval) {
    bitcoin: timeSeries(measure: PRICE_USD, of: {asset: "BTC"}) {
      columns {
        start
        value
      }
    }
    total: timeSeries {
      columns {
        start
        value
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
}
    `) as unknown as TypedDocumentString<EpisodePricesQuery, EpisodePricesQueryVariables>;
export const EpisodeOpenInterestDocument = new TypedDocumentString(`
    query EpisodeOpenInterest($window: WindowInput!, $interval: Interval!, $basket: BasketInput) {
  openInterest(window: $window, interval: $interval, basket: $basket) {
    series {
      columns {
        start
        usd
        carriedUsd
        marketsMissing
      }
    }
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
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeOpenInterestQuery, EpisodeOpenInterestQueryVariables>;
export const EpisodePartsDocument = new TypedDocumentString(`
    query EpisodeParts($w0: WindowInput!, $w1: WindowInput!, $w2: WindowInput!, $w3: WindowInput!, $w4: WindowInput!, $w5: WindowInput!, $w6: WindowInput!, $w7: WindowInput!, $w8: WindowInput!, $w9: WindowInput!, $w10: WindowInput!, $w11: WindowInput!, $basket: BasketInput) {
  s0: openInterest(window: $w0, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s1: openInterest(window: $w1, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s2: openInterest(window: $w2, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s3: openInterest(window: $w3, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s4: openInterest(window: $w4, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s5: openInterest(window: $w5, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s6: openInterest(window: $w6, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s7: openInterest(window: $w7, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s8: openInterest(window: $w8, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s9: openInterest(window: $w9, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s10: openInterest(window: $w10, basket: $basket, ends: BEFORE) {
    ...Parts
  }
  s11: openInterest(window: $w11, basket: $basket, ends: BEFORE) {
    ...Parts
  }
}
    fragment Parts on OpenInterest {
  meta {
    windowStart
    windowEnd
  }
  change {
    usd
    priceUsd
    positionUsd
    marketsLeftOut
  }
}`) as unknown as TypedDocumentString<EpisodePartsQuery, EpisodePartsQueryVariables>;
export const EpisodeLiquidationsDocument = new TypedDocumentString(`
    query EpisodeLiquidations($window: WindowInput!, $interval: Interval!, $basket: BasketInput) {
  liquidations(window: $window, interval: $interval, basket: $basket) {
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
}
    `) as unknown as TypedDocumentString<EpisodeLiquidationsQuery, EpisodeLiquidationsQueryVariables>;
export const EpisodeFundingDocument = new TypedDocumentString(`
    query EpisodeFunding($window: WindowInput!, $interval: Interval!) {
  funding(window: $window, interval: $interval) {
    columns {
      start
      rateYear
      marketCount
      withoutRate
    }
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
  flips: funding(window: $window, interval: HOUR) {
    signFlips {
      at
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeFundingQuery, EpisodeFundingQueryVariables>;
export const EpisodeDepthDocument = new TypedDocumentString(`
    query EpisodeDepth($window: WindowInput!, $interval: Interval!) {
  orderBook(window: $window, interval: $interval, filter: {kind: PERPETUAL}) {
    timeSeries(measure: CHANGE_FROM_USUAL) {
      columns {
        start
        value
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
}
    `) as unknown as TypedDocumentString<EpisodeDepthQuery, EpisodeDepthQueryVariables>;
export const EpisodeSpotDocument = new TypedDocumentString(`
    query EpisodeSpot($window: WindowInput!, $interval: Interval!) {
  volume(window: $window, interval: $interval) {
    timeSeries(measure: SPOT_SHARE) {
      columns {
        start
        value
      }
    }
    spotShare
    meta {
      coverage
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeSpotQuery, EpisodeSpotQueryVariables>;
export const EpisodeAssetsDocument = new TypedDocumentString(`
    query EpisodeAssets($from: DateTime!, $to: DateTime!) {
  attribution(from: $from, to: $to) {
    byAsset(first: 10) {
      asset {
        code
        name
      }
      kind
      part {
        changeUsd
        changeFraction
        contribution
        contributionOverWeight
      }
    }
    total {
      changeUsd
      changeFraction
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
    `) as unknown as TypedDocumentString<EpisodeAssetsQuery, EpisodeAssetsQueryVariables>;
export const EpisodeSectorsDocument = new TypedDocumentString(`
    query EpisodeSectors($from: DateTime!, $to: DateTime!) {
  attribution(from: $from, to: $to) {
    bySector {
      sector {
        name
      }
      kind
      part {
        changeUsd
        changeFraction
        contribution
        contributionOverWeight
      }
      assetCount
      fellTenPercentCount
    }
    total {
      changeUsd
      changeFraction
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
    `) as unknown as TypedDocumentString<EpisodeSectorsQuery, EpisodeSectorsQueryVariables>;
export const EpisodeClaimsDocument = new TypedDocumentString(`
    query EpisodeClaims($id: ID!) {
  episode(id: $id) {
    claims {
      claim {
        code
        measure
        low
        high
        unit
        asset
        publisher
        title
        url
        publishedAt
        note
        window {
          from
          to
        }
      }
      measured
      difference
      note
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeClaimsQuery, EpisodeClaimsQueryVariables>;
export const EpisodeReportTextDocument = new TypedDocumentString(`
    query EpisodeReportText($id: ID!) {
  report(episode: $id) {
    sections {
      title
      statements {
        text
        numbers {
          value
          query
          path
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodeReportTextQuery, EpisodeReportTextQueryVariables>;