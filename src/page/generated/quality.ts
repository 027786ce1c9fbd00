/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How much of what happened a feed prints. A property of exchange, feed and date. */
export type Completeness =
  /** The feed prints every order. */
  | 'COMPLETE'
  /** The feed leaves orders out by design (Binance prints at most one a second and symbol): sums are lower bounds. */
  | 'THROTTLED'
  /** The venue does not say: sums may be lower bounds. */
  | 'UNKNOWN';

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

/** Where numbers come from. The two are never mixed in one store, so never in one answer. */
export type Provenance =
  /** As the source sent it. */
  | 'OBSERVED'
  /** Made by Unwind from published anchor figures to try the API with: never observed on a market. */
  | 'RECONSTRUCTED';

/** What became of a reading that jumped. */
export type QuarantineStatus =
  /** It was a fault: it stays out. */
  | 'CONFIRMED'
  /** It waits for later readings. */
  | 'HELD'
  /** It was right: it is in the facts. */
  | 'RELEASED';

/** How a load ended. */
export type RunStatus =
  /** It stopped at an error; what it had written is whole. */
  | 'FAILED'
  /** It has not ended; or it was killed, and the next one goes on from its checkpoint. */
  | 'RUNNING'
  /** All was read and written. */
  | 'SUCCEEDED';

/** A half-open span of time: `from` belongs to it, `to` does not. */
export type WindowInput = {
  /** First moment of the window, a whole minute of the venues' clocks in UTC. */
  from: string;
  /** First moment after the window, a whole minute; later than `from`. */
  to: string;
};

export type CoverageCalendarQueryVariables = Exact<{
  family?: Family | null | undefined;
  window: WindowInput;
  since: string;
  until: string;
}>;


export type CoverageCalendarQuery = { quality: { feeds: Array<{ family: Family, exchange: { code: string, name: string } | null, source: { code: string }, coverage: { start: Array<string>, share: Array<string | null> } | null, gaps: Array<{ from: string, to: string | null, cause: string, message: string | null }> }> } };

export type FeedStatesQueryVariables = Exact<{
  family?: Family | null | undefined;
}>;


export type FeedStatesQuery = { quality: { feeds: Array<{ family: Family, state: FeedState | null, lastMessageAt: string | null, lag: number | null, lastReadAt: string, exchange: { code: string, name: string } | null, source: { code: string, provenance: Provenance } }> } };

export type CompletenessByVenueQueryVariables = Exact<{
  window: WindowInput;
}>;


export type CompletenessByVenueQuery = { liquidations: { byExchange: Array<{ completeness: Completeness, exchange: { code: string, name: string }, total: { usd: string, floorUsd: string } | null }>, completenessByExchange: Array<{ completeness: Completeness, reason: string, url: string | null, exchange: { code: string } }>, total: { usd: string, floorShare: string | null } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

export type LatestRunsQueryVariables = Exact<{
  family?: Family | null | undefined;
}>;


export type LatestRunsQuery = { quality: { runs: Array<{ id: string, family: Family, status: RunStatus, read: number, written: number, unchanged: number, rejected: number, error: string | null, startedAt: string, endedAt: string | null, exchange: { code: string, name: string } | null, source: { code: string }, window: { from: string, to: string } | null }> } };

export type KeptOutQueryVariables = Exact<{ [key: string]: never; }>;


export type KeptOutQuery = { quality: { quarantine: Array<{ id: string, family: Family, time: string, observedAt: string, baseQuantity: string, markPrice: string, reason: string, status: QuarantineStatus, judgedBy: string | null, judgedAt: string | null, market: { symbol: string, exchange: { name: string } } }> } };

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

export const CoverageCalendarDocument = new TypedDocumentString(`
    query CoverageCalendar($family: Family, $window: WindowInput!, $since: DateTime!, $until: DateTime!) {
  quality {
    feeds(family: $family) {
      exchange {
        code
        name
      }
      family
      source {
        code
      }
      coverage(window: $window) {
        start
        share
      }
      gaps(since: $since, until: $until, first: 100) {
        from
        to
        cause
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CoverageCalendarQuery, CoverageCalendarQueryVariables>;
export const FeedStatesDocument = new TypedDocumentString(`
    query FeedStates($family: Family) {
  quality {
    feeds(family: $family) {
      exchange {
        code
        name
      }
      family
      source {
        code
        provenance
      }
      state
      lastMessageAt
      lag
      lastReadAt
    }
  }
}
    `) as unknown as TypedDocumentString<FeedStatesQuery, FeedStatesQueryVariables>;
export const CompletenessByVenueDocument = new TypedDocumentString(`
    query CompletenessByVenue($window: WindowInput!) {
  liquidations(window: $window) {
    byExchange {
      exchange {
        code
        name
      }
      total {
        usd
        floorUsd
      }
      completeness
    }
    completenessByExchange {
      exchange {
        code
      }
      completeness
      reason
      url
    }
    total {
      usd
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
    `) as unknown as TypedDocumentString<CompletenessByVenueQuery, CompletenessByVenueQueryVariables>;
export const LatestRunsDocument = new TypedDocumentString(`
    query LatestRuns($family: Family) {
  quality {
    runs(first: 50, family: $family) {
      id
      family
      exchange {
        code
        name
      }
      source {
        code
      }
      status
      read
      written
      unchanged
      rejected
      error
      startedAt
      endedAt
      window {
        from
        to
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LatestRunsQuery, LatestRunsQueryVariables>;
export const KeptOutDocument = new TypedDocumentString(`
    query KeptOut {
  quality {
    quarantine(first: 50) {
      id
      family
      market {
        symbol
        exchange {
          name
        }
      }
      time
      observedAt
      baseQuantity
      markPrice
      reason
      status
      judgedBy
      judgedAt
    }
  }
}
    `) as unknown as TypedDocumentString<KeptOutQuery, KeptOutQueryVariables>;