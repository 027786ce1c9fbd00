/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** A half-open span of time: `from` belongs to it, `to` does not. */
export type WindowInput = {
  /** First moment of the window, a whole minute of the venues' clocks in UTC. */
  from: string;
  /** First moment after the window, a whole minute; later than `from`. */
  to: string;
};

export type OpenInterestNowQueryVariables = Exact<{
  window: WindowInput;
  interval: Interval;
}>;


export type OpenInterestNowQuery = { openInterest: { series: { columns: { start: Array<string>, usd: Array<string | null>, marketsMissing: Array<number> } }, now: { at: string, usd: string | null, knownUsd: string | null, marketsKnown: number, marketsMissing: number }, allTimeHigh: { usd: string, at: string, since: string, distanceFraction: string | null } | null, change: { fraction: string | null, priceShare: string | null, positionShare: string | null } | null, meta: { coverage: string | null, notices: Array<{ code: string, message: string }> } } };

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

export const OpenInterestNowDocument = new TypedDocumentString(`
    query OpenInterestNow($window: WindowInput!, $interval: Interval!) {
  openInterest(window: $window, interval: $interval) {
    series {
      columns {
        start
        usd
        marketsMissing
      }
    }
    now {
      at
      usd
      knownUsd
      marketsKnown
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
      priceShare
      positionShare
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
    `) as unknown as TypedDocumentString<OpenInterestNowQuery, OpenInterestNowQueryVariables>;