/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What episodes are laid on each other by. */
export type EpisodeAlignment =
  /** The first hour by which the rules were met. */
  | 'FLUSH'
  /** `peakAt`: the high of open interest, or of an episode without a fall the begin of its day of forced orders. */
  | 'PEAK'
  /** The extreme of Bitcoin's price. */
  | 'TROUGH';

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

/** What a forward return is of. */
export type ForwardReturnOf =
  /** Bitcoin's market cap: its price, but for new coins. */
  | 'BITCOIN'
  /** The whole market's cap as its source totals it. */
  | 'TOTAL_CAP'
  /** The whole market's cap less Bitcoin's. */
  | 'TOTAL_EXCLUDING_BITCOIN';

/** Side of the POSITION that was closed by force, never the side of the closing order: a sold-out long is LONG. */
export type PositionSide =
  /** A position that gained from rising prices. */
  | 'LONG'
  /** A position that gained from falling prices. */
  | 'SHORT';

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

export type EpisodesToCompareQueryVariables = Exact<{ [key: string]: never; }>;


export type EpisodesToCompareQuery = { episodes: { nodes: Array<{ code: string, kind: EpisodeKind, side: PositionSide, phases: { peakAt: string, detectedAt: string } }> } };

export type EpisodesAlignedQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
  align: EpisodeAlignment;
  hoursBefore: number;
  hoursAfter: number;
  measure: EpisodeSeriesMeasure;
  areOrders: boolean;
}>;


export type EpisodesAlignedQuery = { compareEpisodes: { offsets: Array<number>, episodes?: Array<{ code: string, liquidations: { total: { floorShare: string | null } | null } }>, series: Array<{ level: Array<string | null>, index: Array<string | null>, episode: { code: string } }>, notices: Array<{ code: string, message: string }> } };

export type EpisodesByMetricQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type EpisodesByMetricQuery = { compareEpisodes: { metrics: Array<{ metric: EpisodeMetric, unit: Unit, values: Array<{ value: string | null, difference: string | null, differenceFraction: string | null, rank: number | null, episode: { code: string } }> }>, episodes: Array<{ code: string, liquidations: { total: { floorShare: string | null } | null } }>, notices: Array<{ code: string, message: string }> } };

export type EpisodesAlikeQueryVariables = Exact<{
  of: string | number;
}>;


export type EpisodesAlikeQuery = { analogs: { pastCount: number, of: { code: string }, analogs: Array<{ distance: number, episode: { code: string, kind: EpisodeKind, side: PositionSide, phases: { peakAt: string } }, features: Array<{ feature: EpisodeFeature, value: number, ofValue: number, difference: number, part: number }> }>, notices: Array<{ code: string, message: string }> } };

export type WhatFollowedQueryVariables = Exact<{
  kinds: Array<EpisodeKind> | EpisodeKind;
  side?: PositionSide | null | undefined;
  asOf?: string | null | undefined;
}>;


export type WhatFollowedQuery = { baseRates: { count: number, isSmall: boolean, recoveredCount: number, recoveredShare: number | null, medianHoursToRecover: number | null, rates: Array<{ of: ForwardReturnOf, days: number, episodes: { count: number, positiveCount: number, positiveShare: number | null, median: number | null, worst: number | null, best: number | null, isSmall: boolean, positiveInterval: { low: number, high: number } | null, medianInterval: { low: number, high: number } | null }, allDays: { count: number, positiveShare: number | null, median: number | null, positiveInterval: { low: number, high: number } | null, medianInterval: { low: number, high: number } | null } }>, recoveredInterval: { low: number, high: number } | null, notices: Array<{ code: string, message: string }> } };

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

export const EpisodesToCompareDocument = new TypedDocumentString(`
    query EpisodesToCompare {
  episodes(first: 100) {
    nodes {
      code
      kind
      side
      phases {
        peakAt
        detectedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodesToCompareQuery, EpisodesToCompareQueryVariables>;
export const EpisodesAlignedDocument = new TypedDocumentString(`
    query EpisodesAligned($ids: [ID!]!, $align: EpisodeAlignment!, $hoursBefore: Int!, $hoursAfter: Int!, $measure: EpisodeSeriesMeasure!, $areOrders: Boolean!) {
  compareEpisodes(
    ids: $ids
    align: $align
    hoursBefore: $hoursBefore
    hoursAfter: $hoursAfter
  ) {
    episodes @include(if: $areOrders) {
      code
      liquidations {
        total {
          floorShare
        }
      }
    }
    offsets
    series(measure: $measure) {
      episode {
        code
      }
      level
      index
    }
    notices {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodesAlignedQuery, EpisodesAlignedQueryVariables>;
export const EpisodesByMetricDocument = new TypedDocumentString(`
    query EpisodesByMetric($ids: [ID!]!) {
  compareEpisodes(ids: $ids) {
    metrics {
      metric
      unit
      values {
        episode {
          code
        }
        value
        difference
        differenceFraction
        rank
      }
    }
    episodes {
      code
      liquidations {
        total {
          floorShare
        }
      }
    }
    notices {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodesByMetricQuery, EpisodesByMetricQueryVariables>;
export const EpisodesAlikeDocument = new TypedDocumentString(`
    query EpisodesAlike($of: ID!) {
  analogs(of: $of, k: 8) {
    of {
      code
    }
    pastCount
    analogs {
      episode {
        code
        kind
        side
        phases {
          peakAt
        }
      }
      distance
      features {
        feature
        value
        ofValue
        difference
        part
      }
    }
    notices {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EpisodesAlikeQuery, EpisodesAlikeQueryVariables>;
export const WhatFollowedDocument = new TypedDocumentString(`
    query WhatFollowed($kinds: [EpisodeKind!]!, $side: PositionSide, $asOf: DateTime) {
  baseRates(kinds: $kinds, side: $side, horizons: [1, 7, 30], asOf: $asOf) {
    rates {
      of
      days
      episodes {
        count
        positiveCount
        positiveShare
        positiveInterval {
          low
          high
        }
        median
        medianInterval {
          low
          high
        }
        worst
        best
        isSmall
      }
      allDays {
        count
        positiveShare
        positiveInterval {
          low
          high
        }
        median
        medianInterval {
          low
          high
        }
      }
    }
    count
    isSmall
    recoveredCount
    recoveredShare
    recoveredInterval {
      low
      high
    }
    medianHoursToRecover
    notices {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<WhatFollowedQuery, WhatFollowedQueryVariables>;