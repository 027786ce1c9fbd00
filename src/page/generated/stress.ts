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

/** Side of the POSITION that was closed by force, never the side of the closing order: a sold-out long is LONG. */
export type PositionSide =
  /** A position that gained from rising prices. */
  | 'LONG'
  /** A position that gained from falling prices. */
  | 'SHORT';

export type StressAssetsQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type StressAssetsQuery = { stress: { assets: Array<{ asset: { code: string, name: string } }>, meta: { methodology: Array<{ limits: Array<string> }> } } };

export type StressPathQueryVariables = Exact<{
  asset?: string | null | undefined;
  shock: number;
  asOf?: string | null | undefined;
}>;


export type StressPathQuery = { stress: { assetCount: number, at: string, shock: number, openInterestUsd: string, forcedUsd: string, forcedOverOpenInterest: number, amplification: number | null, assets: Array<{ price: string, endPrice: string, move: number, amplification: number | null, isExhausted: boolean, forcedUsd: string, depthUsd: string | null, marketCount: number, tieredMarketCount: number, asset: { code: string, name: string }, path: Array<{ round: number, price: string, move: number, forcedUsd: string, totalForcedUsd: string }> }>, meta: { notices: Array<{ code: string, message: string }> } } };

export type StressMapQueryVariables = Exact<{
  asset?: string | null | undefined;
  shock: number;
  asOf?: string | null | undefined;
}>;


export type StressMapQuery = { stress: { liquidationMap: Array<{ from: number, to: number, fromPrice: string | null, toPrice: string | null, side: PositionSide, usd: string, cumulativeUsd: string }>, meta: { notices: Array<{ code: string, message: string }> } } };

export type StressReplaysQueryVariables = Exact<{
  asset?: string | null | undefined;
  shock: number;
  asOf?: string | null | undefined;
}>;


export type StressReplaysQuery = { stress: { replays: Array<{ forcedUsd: string, recordedUsd: string, error: number | null, isCalibrated: boolean, completeness: Completeness, episode: { code: string, kind: EpisodeKind, side: PositionSide, phases: { peakAt: string } } }> } };

export type StressAssumptionsQueryVariables = Exact<{
  asset?: string | null | undefined;
  shock: number;
  asOf?: string | null | undefined;
}>;


export type StressAssumptionsQuery = { stress: { params: { lookbackDays: number, turnoverPerDay: number, refill: number, maintenanceRate: number, isCalibrated: boolean, comparedDays: number, recordedOverPrior: number | null, weights: Array<{ leverage: number, prior: number, weight: number }> } } };

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

export const StressAssetsDocument = new TypedDocumentString(`
    query StressAssets($asOf: DateTime) {
  stress(shock: -0.1, asOf: $asOf) {
    assets(first: 200) {
      asset {
        code
        name
      }
    }
    meta {
      methodology {
        limits
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StressAssetsQuery, StressAssetsQueryVariables>;
export const StressPathDocument = new TypedDocumentString(`
    query StressPath($asset: String, $shock: Float!, $asOf: DateTime) {
  stress(asset: $asset, shock: $shock, asOf: $asOf) {
    assets(first: 5) {
      asset {
        code
        name
      }
      price
      endPrice
      move
      amplification
      isExhausted
      forcedUsd
      depthUsd
      marketCount
      tieredMarketCount
      path {
        round
        price
        move
        forcedUsd
        totalForcedUsd
      }
    }
    assetCount
    at
    shock
    openInterestUsd
    forcedUsd
    forcedOverOpenInterest
    amplification
    meta {
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StressPathQuery, StressPathQueryVariables>;
export const StressMapDocument = new TypedDocumentString(`
    query StressMap($asset: String, $shock: Float!, $asOf: DateTime) {
  stress(asset: $asset, shock: $shock, asOf: $asOf) {
    liquidationMap(step: 0.01, within: 0.3) {
      from
      to
      fromPrice
      toPrice
      side
      usd
      cumulativeUsd
    }
    meta {
      notices {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StressMapQuery, StressMapQueryVariables>;
export const StressReplaysDocument = new TypedDocumentString(`
    query StressReplays($asset: String, $shock: Float!, $asOf: DateTime) {
  stress(asset: $asset, shock: $shock, asOf: $asOf) {
    replays(first: 10) {
      episode {
        code
        kind
        side
        phases {
          peakAt
        }
      }
      forcedUsd
      recordedUsd
      error
      isCalibrated
      completeness
    }
  }
}
    `) as unknown as TypedDocumentString<StressReplaysQuery, StressReplaysQueryVariables>;
export const StressAssumptionsDocument = new TypedDocumentString(`
    query StressAssumptions($asset: String, $shock: Float!, $asOf: DateTime) {
  stress(asset: $asset, shock: $shock, asOf: $asOf) {
    params {
      weights {
        leverage
        prior
        weight
      }
      lookbackDays
      turnoverPerDay
      refill
      maintenanceRate
      isCalibrated
      comparedDays
      recordedOverPrior
    }
  }
}
    `) as unknown as TypedDocumentString<StressAssumptionsQuery, StressAssumptionsQueryVariables>;